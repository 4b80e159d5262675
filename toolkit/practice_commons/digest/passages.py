"""Exact spans of what contributors wrote: cut at the end of a paragraph or sentence, never mended or joined."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from practice_commons.catalogue.entry import Body
from practice_commons.digest.account import Account
from practice_commons.digest.attribution import Attribution
from practice_commons.digest.testimony import Citation, Passage
from practice_commons.model.place import place_of
from practice_commons.rendering.markdown import Html, plain_text

LONGEST = 700
"""Characters of the longest passage taken from a body. It ends at the end of a paragraph or sentence within them."""
_NEAR = 32
"""Characters that are kept of what follows a passage."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]?(?=\s)")


@dataclass(frozen=True)
class Quoting:
    """Takes passages from contributions, as consent allows, and cites them."""

    attribution: Attribution
    base_url: str
    _cited: dict[Account, Citation] = field(default_factory=dict, repr=False, compare=False)
    _taken: dict[tuple[Account, str], Passage] = field(default_factory=dict, repr=False, compare=False)

    def cite(self, account: Account) -> Citation:
        """Return a contribution's citation, with its permalink."""
        found = self._cited.get(account)
        if found is None:
            link = f"{self.base_url.rstrip('/')}/{place_of(account.id)}"
            found = self._cited[account] = Citation(account.citation, link)
        return found

    def quote(self, account: Account, part: str, words: str, rest: str = "") -> Passage:
        """Return words of a contribution as a passage; without them where consent would be broken.

        `rest` is what follows them in their part. A little of it is kept, to find the words again, where it names
        nobody who is not to be named.
        """
        allowed = self.attribution.may_print(account, words)
        suffix = _near(rest)
        return Passage(
            words if allowed else None,
            part,
            not rest,
            account.language,
            self.attribution.credit(account),
            self.cite(account),
            suffix=suffix if allowed and suffix and self.attribution.may_print(account, f"{words}{rest}") else "",
        )

    def title(self, account: Account) -> Passage:
        """Return a contribution's title."""
        return self._once(account, "title", account.title)

    def summary(self, account: Account) -> Passage:
        """Return a contribution's summary."""
        return self._once(account, "summary", account.summary)

    def _once(self, account: Account, part: str, words: str) -> Passage:
        """Return a passage that a digest shows in several places."""
        found = self._taken.get((account, part))
        if found is None:
            found = self._taken[account, part] = self.quote(account, part, words)
        return found

    def section(self, account: Account, body: Body, heading: str) -> Passage | None:
        """Return the beginning of what stands under a heading of the body, or None where there is nothing."""
        words = section(body, heading)
        if not words:
            return None
        taken = beginning(words)
        return self.quote(account, heading, taken, words[len(taken) :])


def section(body: Body, heading: str) -> str:
    """Return the words under a heading, a block to a line, up to the next heading of its level or above."""
    wanted = _folded(heading)
    if not any(_folded(one.text) == wanted for one in body.headings):
        return ""
    lines = _blocks(body)
    at = 0
    start: int | None = None
    level = 0
    for one in body.headings:
        try:
            found = lines.index(_flat(one.text), at)
        except ValueError:
            continue
        if start is not None and one.level <= level:
            return "\n".join(lines[start:found])
        at = found + 1
        if start is None and _folded(one.text) == wanted:
            start, level = at, one.level
    return "\n".join(lines[start:]) if start is not None else ""


def parts(body: Body) -> list[tuple[str, list[str]]]:
    """Return a body in its parts: each top heading with the blocks under it; what stands before the first has none."""
    lines = _blocks(body)
    top = min((one.level for one in body.headings), default=0)
    found: list[tuple[str, list[str]]] = []
    heading, start = "", 0
    for one in body.headings:
        text = _flat(one.text)
        if one.level == top and text in lines[start:]:
            at = lines.index(text, start)
            found.append((heading, lines[start:at]))
            heading, start = text, at + 1
    found.append((heading, lines[start:]))
    return [(name, blocks) for name, blocks in found if blocks]


def beginning(words: str) -> str:
    """Return words up to the end of a paragraph, else of a sentence, within LONGEST; all of them where they fit."""
    if len(words) <= LONGEST:
        return words
    head = words[: LONGEST + 1]
    if "\n" in head:
        return head[: head.rindex("\n")].rstrip()
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    if ends:
        return head[: ends[-1]]
    return head[: head.rindex(" ")] if " " in head.strip() else words[:LONGEST]


def _blocks(body: Body) -> list[str]:
    """Return a body's words, a block to a line: line breaks of the file inside a paragraph are blanks to a reader."""
    lines = plain_text(Html(body.html.replace("\n", " "))).split("\n")
    return [flat for line in lines if (flat := _flat(line))]


def _near(rest: str) -> str:
    """Return the beginning of what follows a passage, in whole words."""
    if len(rest) <= _NEAR:
        return rest
    head = rest[: _NEAR + 1]
    return head[: head.rindex(" ")] if " " in head.strip() else rest[:_NEAR]


def _flat(text: str) -> str:
    return " ".join(text.split())


@functools.lru_cache(maxsize=1024)
def _folded(heading: str) -> str:
    """Return a heading for comparing; most contributions share theirs."""
    return _flat(heading).casefold()
