"""Files: of the right type and mode, with names that every computer can hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.layout import DEEPEST, PICTURES, folded, steps
from practice_commons.checks.registry import Finding, layout_rule
from practice_commons.checks.wording import quoted
from practice_commons.reading.own_files import DIGESTS
from practice_commons.reading.tree import EXECUTABLE, GITLINK, LINK, REGULAR

if TYPE_CHECKING:
    from practice_commons.checks.inspection import Layout

TYPES = (".md", ".yml", ".csv", *PICTURES)
LONGEST_NAME = 100
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]{2,4})?")
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
"""Names that Windows keeps for itself, whatever their ending ("Naming Files, Paths, and Namespaces", Microsoft)."""
_ALLOWED = frozenset({"README.md", "federation.lock"})


@layout_rule()
def file_mode(layout: Layout) -> Iterator[Finding]:
    """Every file is an ordinary one: no link to another place, no program, no repository in the repository.

    Why: A link can make the site publish a file that was never meant to be seen. A program has no business here.

    Bad:

        communities/customer-contact/secrets.md -> /etc/passwd

    Good:

        communities/customer-contact/kent-gateway.md

    Fix: Put the file itself in place of a link. For a program: `git update-index --chmod=-x FILE`, or on Linux and
    macOS `chmod -x FILE`.
    """
    said = {
        LINK: ("is a symbolic link", "Put the file itself in its place."),
        EXECUTABLE: ("is marked as a program", "Take the mark away: chmod -x, or git update-index --chmod=-x."),
        GITLINK: ("is a repository inside the repository", "Remove it: git rm --cached."),
    }
    for entry in layout.entries:
        if entry.mode != REGULAR:
            what, hint = said.get(entry.mode, (f"has the mode {entry.mode}", "Make it an ordinary file."))
            yield Finding(0, 0, what, hint, entry.path)


@layout_rule()
def file_type(layout: Layout) -> Iterator[Finding]:
    """A file is Markdown (.md), a list (.yml, .csv), a published digest (.json) or a picture (.png, .jpg, .gif, .webp).

    Why: Web pages, scripts and vector drawings can run programs in a reader's browser. Office files cannot be read on
    every computer, nor compared.

    Bad:

        communities/customer-contact/index.html

    Good:

        communities/customer-contact/kent-gateway.md

    Fix: Write it as Markdown. Save a drawing as .png. Put a document on your own site and share it as a resource. A
    published digest (.json) lies in `communities/digests` and nowhere else.
    """
    for entry in layout.entries:
        if entry.path.startswith(DIGESTS) and entry.path.endswith(".json"):
            continue
        if entry.mode == REGULAR and not entry.path.lower().endswith((*TYPES, "/federation.lock")):
            name = entry.path.rpartition("/")[2]
            dot = name.rfind(".")
            said = "has a name without an ending"
            if dot > 0:
                said = f"is of a type ({quoted(name[dot:])}) that is not accepted"
            yield Finding(0, 0, said, "Use .md for text and .png, .jpg, .gif or .webp for pictures.", entry.path)


@layout_rule()
def file_name(layout: Layout) -> Iterator[Finding]:
    """Names of files and folders are lower-case letters, digits and hyphens.

    Why: Such names work in web addresses and on every computer. Others cannot even be stored on some: Windows refuses
    `aux.md` and anything with a colon, and macOS changes accented letters.

    Bad:

        communities/customer-contact/Kent Gateway (final).md

    Good:

        communities/customer-contact/kent-gateway.md

    Fix: Rename the file as the hint says. A name is at most a hundred characters long.
    """
    seen: set[str] = set()
    for entry in layout.entries:
        if entry.path.count("/") > DEEPEST:
            yield Finding(0, 0, f"lies more than {DEEPEST} folders deep", "Move it up.", entry.path)
            continue
        for here in steps(entry.path):
            part = here.rpartition("/")[2]
            if here in seen or part in _ALLOWED:
                continue
            seen.add(here)
            if _RESERVED.fullmatch(part.split(".")[0].strip()):
                said = f"the name {quoted(part)} is one that Windows cannot hold"
                yield Finding(0, 0, said, "Choose another name.", here)
            elif not _NAME.fullmatch(part) or (here != entry.path and "." in part):
                said = f"the name {quoted(part)} has more than lower-case letters, digits and hyphens"
                yield Finding(0, 0, said, f"Rename it to: {_plain(part)}", here)
            elif len(part) > LONGEST_NAME:
                said = f"the name is longer than {LONGEST_NAME} characters"
                yield Finding(0, 0, said, "Choose a shorter name.", here)


@layout_rule()
def path_collision(layout: Layout) -> Iterator[Finding]:
    """No two names differ only in capitals, or only in how accents are stored.

    Why: On Windows and macOS such names are one name, and one of the two files silently replaces the other.

    Bad:

        communities/customer-contact/Gateway.md
        communities/customer-contact/gateway.md

    Good:

        communities/customer-contact/gateway.md
        communities/customer-contact/gateway-in-2010.md

    Fix: Rename one of the two.
    """
    first: dict[str, str] = {}
    seen: set[str] = set()
    for entry in layout.entries:
        for here in steps(entry.path):
            if here in seen:
                continue
            seen.add(here)
            plain = folded(here)
            if plain in first:
                said = f"its name is that of {quoted(first[plain])}, but for capitals or accents"
                yield Finding(0, 0, said, "Rename one of the two.", here)
            first.setdefault(plain, here)


def _plain(name: str) -> str:
    """Return a name made plain: the nearest one that the rule accepts."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem, dot, ending = ascii_only.rpartition(".")
    if not dot or not re.fullmatch(r"[a-z]{2,4}", ending):
        stem, ending = ascii_only, ""
    slug = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[: LONGEST_NAME - 5] or "name"
    return f"{slug}.{ending}" if ending else slug
