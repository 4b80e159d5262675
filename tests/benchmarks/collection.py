"""Public test collections: documents, questions, and people's judgements of what answers them.

Collections belong to others, and none is kept here. Three forms are read. SMART's (ADI, Cranfield, CACM) have questions
and judgements of their own. Of what people tagged, a tag's name is a question as people type them, and what bears the
tag answers it: the bookmarks of Semanlink, tagged by one person over many years, and the programs of Debian, tagged by
many.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from practice_commons.search.words import tokens

_FILES = {"documents": r"\.all(\.1400)?$", "questions": r"(\.qry|query\.text)$", "judgements": r"rel(s\.text)?$"}
_ITEM = re.compile(r"^\.I\s+(\d+)\s*$", re.MULTILINE)
_FIELD = re.compile(r"^\.([A-Z])\s*$", re.MULTILINE)
"""A line before a part of an item: `.T` its title, `.A` its author, `.B` its source, `.W` its text."""
_GRADES = range(1, 5)
"""Cranfield's grades that mean relevant: from 1, the whole answer, to 4, of little interest; 5 is of none."""
_BOOKMARKS, _TAGS = "docs.json", "tags.json"
_PACKAGES, _DESCRIPTIONS, _VOCABULARY = "Packages", "Translation-en", "vocabulary"
_STANZA = re.compile(r"\n{2,}")
_PROGRAM = "role::program"
_ASIDE = {
    "admin", "culture", "devel", "implemented-in", "interface", "role", "scope", "special", "suite", "uitoolkit", "x11"
}  # fmt: skip
"""Facets that say how a program is made, or for whom, rather than what it is for."""
_TOLD = 20
"""Words of text that a document has at least: of most bookmarks, only the title was kept."""
_BORNE = 3
"""Documents that bear a tag at least: what one or two are about is often said of them alone."""
_MOST = 0.05
"""The share of the documents that bear a tag at most: nobody reads through more."""
Texts = Mapping[str, str]
"""What an item says in each of its fields, by their letters."""


class CollectionError(Exception):
    """Raised for a folder that holds no collection that can be read."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A test collection: documents (`T` is the title, `W` the text), and questions, each by number."""

    documents: Mapping[int, Texts]
    questions: Mapping[int, str]
    relevant: Mapping[int, frozenset[int]]
    """The documents that answer each question which has any."""


def read(folder: Path, *, long: bool = False) -> Collection:
    """Return the collection in a folder; `long`, with all that is said of a tag for a question.

    Raises CollectionError.
    """
    if (folder / _PACKAGES).is_file():
        return packages(folder, long=long)
    if long:
        raise CollectionError(f"{folder} holds no collection whose tags are described")
    return bookmarks(folder) if (folder / _BOOKMARKS).is_file() else smart(folder)


def smart(folder: Path) -> Collection:
    """Return a collection as SMART kept them; judgements number questions in their order. Raises CollectionError."""
    files = sorted(file for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []
    texts = []
    for what, pattern in _FILES.items():
        named = [file for file in files if re.search(pattern, file.name, re.IGNORECASE)]
        if len(named) != 1:
            raise CollectionError(f"{folder} holds {len(named)} files named as SMART names {what}, and not one")
        texts.append(named[0].read_text("latin-1"))
    documents, questions = dict(items(texts[0])), [said.get("W", "") for _, said in items(texts[1])]
    try:
        relevant = judgements(texts[2])
    except ValueError as error:
        raise CollectionError(f"The judgements in {folder} cannot be read: {error}") from error
    unknown = {number for numbers in relevant.values() for number in numbers} - documents.keys()
    if not relevant or unknown or max(relevant) > len(questions):
        raise CollectionError(f"{folder}: the judgements are not those of its documents and questions")
    return Collection(documents, dict(enumerate(questions, 1)), relevant)


def items(text: str) -> Iterator[tuple[int, Texts]]:
    """Iterate over a file's items: each one's number, and its fields. A field that comes again goes on."""
    _, *parts = _ITEM.split(text)
    for number, part in zip(parts[::2], parts[1::2], strict=True):
        _, *named = _FIELD.split(part)
        said: dict[str, str] = {}
        for letter, words in zip(named[::2], named[1::2], strict=True):
            said[letter] = f"{said.get(letter, '')}\n{words.strip()}".strip()
        yield int(number), said


def judgements(text: str) -> dict[int, frozenset[int]]:
    """Return the documents that answer each question.

    A line is in TREC's form (question, 0, document, 1 where it is relevant), in Cranfield's (question, document,
    grade), or names a question and a document that is relevant, whatever follows. Raises ValueError.
    """
    found: dict[int, set[int]] = {}
    for line in text.splitlines():
        said = [float(word) for word in line.split()]
        match said:
            case []:
                continue
            case [question, 0.0, document, grade]:
                relevant = grade > 0
            case [question, document, grade]:
                relevant = grade in _GRADES
            case [question, document, *_]:
                relevant = True
            case _:
                raise ValueError(f"“{line}” is no judgement")
        if relevant:
            found.setdefault(int(question), set()).add(int(document))
    return {question: frozenset(documents) for question, documents in found.items()}


def bookmarks(folder: Path) -> Collection:
    """Return tagged bookmarks as Semanlink exports them. Raises CollectionError."""
    try:
        every: list[dict[str, Any]] = json.loads((folder / _BOOKMARKS).read_text("utf-8"))
        tags: dict[str, dict[str, Any]] = json.loads((folder / _TAGS).read_text("utf-8"))
        documents = (
            (one["arxiv_title"] or one["title"], f"{one['comment']}\n{one['arxiv_summary']}", one["tag"])
            for one in every
        )
        return _tagged(documents, {key: one["prefLabel"][0] for key, one in tags.items()})
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise CollectionError(f"The bookmarks in {folder} cannot be read: {error!r}") from error


def packages(folder: Path, *, long: bool = False) -> Collection:
    """Return the programs of a Debian release, from its indexes and the vocabulary of its tags.

    A question is a tag's name, and what its description says besides where it is `long`. Raises CollectionError.
    """
    try:
        described = {one["Description-md5"]: one["Description-en"] for one in _stanzas(folder / _DESCRIPTIONS)}
        names = {
            one["Tag"]: one["Description"] if long else one["Description"].partition("\n")[0]
            for one in _stanzas(folder / _VOCABULARY)
            if "Tag" in one and one["Tag"].partition(":")[0] not in _ASIDE
        }
        every: dict[str, tuple[str, str, list[str]]] = {}
        for one in _stanzas(folder / _PACKAGES):
            tags = re.split(r",\s+", one.get("Tag", ""))
            if _PROGRAM in tags:
                title, _, text = described[one["Description-md5"]].partition("\n")
                every.setdefault(text, (title, text, tags))  # packages of one source may say the same
        return _tagged(every.values(), names)
    except (OSError, ValueError, LookupError) as error:
        raise CollectionError(f"The packages in {folder} cannot be read: {error!r}") from error


def _stanzas(file: Path) -> Iterator[dict[str, str]]:
    """Iterate over the paragraphs of a file of Debian's (Debian Policy, section 5.1), each as its fields."""
    for stanza in _STANZA.split(file.read_text("utf-8").strip()):
        every = (field.partition(":") for field in re.split(r"\n(?=\S)", stanza))
        yield {name: re.sub(r"\n \.?", "\n", value).strip() for name, _, value in every}


def _tagged(every: Iterable[tuple[str, str, Iterable[str]]], names: Mapping[str, str]) -> Collection:
    """Return titles and texts with their tags, of which these have names, as a collection."""
    told = [one for one in every if sum(1 for _ in tokens(one[1], keep=True)) >= _TOLD]
    borne = defaultdict(set)
    for number, (_, _, tags) in enumerate(told, 1):
        for tag in names.keys() & tags:
            borne[tag].add(number)
    asked = sorted(tag for tag, numbers in borne.items() if _BORNE <= len(numbers) <= _MOST * len(told))
    return Collection(
        {number: {"T": title, "W": text} for number, (title, text, _) in enumerate(told, 1)},
        {number: names[tag] for number, tag in enumerate(asked, 1)},
        {number: frozenset(borne[tag]) for number, tag in enumerate(asked, 1)},
    )
