"""Digests published in a commons that tests may change: written as the command writes them, and committed."""

from __future__ import annotations

from pathlib import Path

from digest.small_commons import commit
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest.composition import compose
from practice_commons.digest.forms import rendered

LATER = "2026-05-01T12:00:00+00:00"


def paper(catalogue: Catalogue, *priorities: str) -> bytes:
    """Return the digest on priorities in the form in which it is published."""
    return rendered([compose(catalogue, priority) for priority in priorities], "json")


def put(root: Path, name: str, data: bytes, when: str | None = LATER) -> Path:
    """Publish a digest under a name; not committed where there is no moment."""
    file = root / "communities" / "digests" / f"{name}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    if when:
        commit(root, f"Publish {name}", when)
    return file


def edit(root: Path, identity: str, old: str, new: str) -> None:
    """Change a contribution's text in the folder."""
    file = root / "communities" / "homes" / f"{identity}.md"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8", newline="\n")
