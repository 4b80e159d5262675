"""Recognising, in a text, a name that must not be printed.

It errs towards finding one: the whole name however it is written, any distinctive word of it, and anything of the kind
inside an address or a handle. A description (“A councillor”) is not a name. Places that are not in a council's name
(a town in a county) cannot be recognised: that is for the contributor and the moderator to look out for.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

_UNDISTINCTIVE_WORDS = """
    a an and anonymous association at author authority between board body borough by central chair chairman city
    cllr coast commons council councillor councils county contributor director district dr east eastern for former
    forest great greater group head her his in inner isle isles king lady leader local london lord manager member
    metropolitan mid miss mr mrs ms national new north northern of officer officers on or our outer partner partners
    prof professor resident royal sir some somebody south southern staff steward stewards team the their under
    unitary united upon vale valley we west western who with within
"""
_UNDISTINCTIVE = frozenset(_UNDISTINCTIVE_WORDS.split())
"""Words of names that single nobody out."""
_ALSO_ENGLISH_WORDS = """
    arc bath barking bolton boston bury castle craven crown dales deal derry dover down eden epping fens fife harrow
    hart heath high hill holland hope lakes lea lincoln link marsh melton mole moor moorlands peak poole preston
    reading rugby rush sale sea slough stroud swale test wear wells
"""
_ALSO_ENGLISH = frozenset(_ALSO_ENGLISH_WORDS.split())
"""Words of councils' names that English also uses otherwise: taken for the name only when capitalised."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ADDRESS = re.compile(r"[@/_#]|\w\.\w|[a-z][A-Z]")
_SHORTEST = 3
"""Letters of the shortest word that can single somebody out: initials do not."""
_SHORTEST_IN_ADDRESS = 4
"""Letters of the shortest word that is looked for inside an address, where words run together."""


@dataclass(frozen=True, slots=True)
class HiddenName:
    """A name in folded words: the whole, if it has several, and the words of it that alone give it away."""

    whole: tuple[str, ...]
    telling: frozenset[str]
    capitalised: frozenset[str]
    """The telling words that count only when capitalised, as ordinary language uses them too."""
    in_id: frozenset[str]
    """The words that give the name away when an id contains them."""


@functools.lru_cache(maxsize=4096)
def author_name(name: str, printed: str = "") -> HiddenName:
    """Return what hides a person's or a body's name; nothing to look for where it is only a description.

    Words of `printed`, such as the name of a council that may be printed, describe: “A Wigan officer” names nobody.
    """
    describing = {_base(match[0]).casefold() for match in _WORD.finditer(_plain(printed))} | _UNDISTINCTIVE
    written = [_base(match[0]) for match in _WORD.finditer(_plain(name))]
    lower = all(word.islower() for word in written)
    telling = [
        word.casefold()
        for word in written
        if len(word) >= _SHORTEST and word.casefold() not in describing and (lower or not word.islower())
    ]
    if not telling:
        return HiddenName((), frozenset(), frozenset(), frozenset())
    whole = tuple(word.casefold() for word in written) if len(written) > 1 else ()
    return HiddenName(whole, frozenset(telling), frozenset(telling), frozenset(telling[-1:]))


@functools.lru_cache(maxsize=4096)
def council_name(name: str) -> HiddenName:
    """Return what hides a council's name."""
    words = tuple(_base(match[0]).casefold() for match in _WORD.finditer(_plain(name)))
    telling = frozenset(word for word in words if len(word) >= _SHORTEST and word not in _UNDISTINCTIVE)
    return HiddenName(words if len(words) > 1 else (), telling, telling & _ALSO_ENGLISH, telling)


def contains(text: str, names: tuple[HiddenName, ...]) -> bool:
    """Say whether a text contains one of the names, or enough of one to give it away."""
    if not names:
        return False
    plain = _plain(text)
    small = plain.casefold()
    if not any(part in small for name in names for part in (*name.telling, *name.whole)):
        return False  # what follows looks for whole words, and does not find what is not there at all
    words = [_base(match[0]) for match in _WORD.finditer(plain)]
    folded = [word.casefold() for word in words]
    lower = {word.casefold() for word in words if word.islower()}
    capital = {word.casefold() for word in words if not word.islower()}
    addresses = [chunk.casefold() for chunk in plain.split() if _ADDRESS.search(chunk)]
    return any(
        _runs(name.whole, folded)
        or name.telling & capital
        or (name.telling - name.capitalised) & lower
        or any(word in one for word in name.telling if len(word) >= _SHORTEST_IN_ADDRESS for one in addresses)
        for name in names
    )


def within_id(identity: str, names: tuple[HiddenName, ...]) -> bool:
    """Say whether an id contains one of the names, or enough of one to give it away."""
    words = identity.split("-")
    joined = "".join(words)
    return any((name.whole and "".join(name.whole) in joined) or name.in_id & set(words) for name in names)


def _runs(needle: tuple[str, ...], words: list[str]) -> bool:
    length = len(needle)
    starts = [at for at, word in enumerate(words) if word == needle[0]] if length else ()
    return any(tuple(words[at : at + length]) == needle for at in starts)


def _plain(text: str) -> str:
    """Return a text without accents, its apostrophes straight."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).replace("\u2019", "'")


def _base(word: str) -> str:
    return word[:-2] if word.lower().endswith("'s") else word
