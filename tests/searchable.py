"""A small commons to search, written to a folder, and its index."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.federation.view import FederatedTree
from practice_commons.reading.tree import open_tree
from practice_commons.search.index import Index

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)

COMMONS = """\
name: Small commons
description: For tests.
base_url: https://small.example/
"""
PRIORITIES = """\
priorities:
  avoidable-contact:
    label: Avoidable contact
    definition: Contact of little value.
    alternatives: [NI14, Failure demand]
  co-production:
    label: Co-production
    definition: Made together.
"""
TAGS = """\
tags:
  council-tax-support:
    label: Council tax support
    alternatives: [CTR, Council tax reduction]
  libraries:
    label: Libraries
"""
COUNCILS = """\
slug,name,official_name,gss,former_gss,type,nation,region,county,started,ended,successors,latitude,longitude
kent,Kent,Kent County Council,E10000016,,county,England,South East,,,,,,
barnsley,Barnsley,Barnsley Metropolitan Borough Council,E08000038,E08000016,metropolitan-district,England,North,,,,,,
allerdale,Allerdale,Allerdale Borough Council,E07000026,,district,England,North West,,,2023-04-01,cumberland,,
cumberland,Cumberland,Cumberland Council,E06000063,,unitary,England,North West,,2023-04-01,,,,
"""
COMMUNITY = """\
title: {title}
purpose: To learn from each other.
"""


def entry(identity: str, title: str, body: str, **keys: str) -> str:
    """Return the file of a news item, or of another kind where `keys` say so. Values are YAML."""
    said = {
        "kind": "news",
        "summary": "A short account.",
        "date": "2010-05-01",
        "community": "contact",
        "author": "{name: A. Officer, role: officer}",
        **keys,
    }
    head = "\n".join(f"{key}: {value}" for key, value in said.items())
    return f"---\nid: {identity}\ntitle: {title}\n{head}\n---\n{body}\n"


ENTRIES = {
    "contact/surveys": entry(
        "surveys",
        "Asking people why they call",
        "We ran surveys of avoidable contact in the call centre.\n\n"
        "## What we asked\n\nWhether the contact could have been avoided.",
        priorities="[avoidable-contact]",
        councils="[kent]",
        date="2008-03-01",
    ),
    "contact/letters": entry(
        "letters",
        "Clearer letters cut avoidable contact",
        "Plain letters mean fewer calls.",
        summary="Avoidable contact fell by a third.",
        priorities="[avoidable-contact]",
        councils="[barnsley]",
        date="2009-06-15",
        outcome="worked",
    ),
    "contact/mixed-words": entry(
        "mixed-words",
        "Contact that was not needed",
        "It was contact, and much of it avoidable in the end.",
        date="2011-01-01",
        outcome="did-not-work",
        author="{name: C. Llor, role: councillor}",
    ),
    "contact/tax": entry(
        "tax-help",
        "Helping people with bills",
        "People told us what they could pay.",
        tags="[council-tax-support]",
        councils="[allerdale]",
        date="2012-02-29",
    ),
    "learning/learning": entry(
        "learning-together",
        "Learning together",
        "Officers and councillors learned from each other. It is co-production.",
        community="learning",
        practice="development",
        date="2013-04-05",
    ),
    "learning/cumberland": entry(
        "new-council",
        "Starting a new council",
        "Councillors met the communities of the new council.",
        community="learning",
        councils="[cumberland]",
        date="2023-05-01",
    ),
    "learning/libraries": entry(
        "open-libraries",
        "Libraries open longer",
        "Volunteers keep the doors open in the evening.",
        community="learning",
        tags="[libraries]",
        councils='["E08000016"]',
        date="2020-10-10",
        priorities="[co-production]",
        kind="offer",
        what="A visit to see our bibliobus.",
    ),
    "learning/withdrawn": entry(
        "withdrawn-figures",
        "Figures about zebras",
        "The quagga figures were wrong.",
        community="learning",
        withdrawn="{date: 2021-01-01, reason: The figures were wrong.}",
    ),
}


def write(root: Path, files: dict[str, str]) -> None:
    """Write contributions, by community and name."""
    for name, text in files.items():
        path = root / "communities" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def small_commons(root: Path) -> Path:
    """Write the small commons into a folder."""
    (root / "communities").mkdir(parents=True)
    for name, text in (
        ("commons.yml", COMMONS),
        ("priorities.yml", PRIORITIES),
        ("tags.yml", TAGS),
        ("councils.csv", COUNCILS),
    ):
        (root / "communities" / name).write_bytes(text.encode())
    for slug, title in (("contact", "Customer contact"), ("learning", "Learning")):
        (root / "communities" / slug).mkdir()
        (root / "communities" / slug / "community.yml").write_bytes(COMMUNITY.format(title=title).encode())
    write(root, ENTRIES)
    return root


@contextlib.contextmanager
def opened(root: Path, workshop: Path | None = None, patience: float = 30.0) -> Iterator[tuple[Index, list[str]]]:
    """Open the index of a commons, brought up to date, with what was said on the way."""
    said: list[str] = []
    workshop = workshop or root / ".commons"
    tree = FederatedTree(open_tree(root, NOW), root / ".commons")
    with Catalogue.of(tree, workshop / "catalogue.sqlite", said.append) as catalogue:
        yield Index.of(catalogue, workshop / "search", said.append, patience=patience), said
