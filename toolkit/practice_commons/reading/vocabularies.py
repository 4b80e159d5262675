"""The commons' own files: its name and scope, policy priorities, tags, councils and communities."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from practice_commons.model.community import Commons, Community
from practice_commons.model.council import Council, Register
from practice_commons.model.problem import Problem, Severity
from practice_commons.model.terms import CouncilType, Nation
from practice_commons.model.vocabulary import Priorities, Priority, Tag, Tags
from practice_commons.reading.document import read_text
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.own_files import KEPT_FOLDERS, said_in
from practice_commons.reading.tree import REGULAR, CommitTree, Tree, inside

Model = TypeVar("Model", bound=BaseModel)

COMMONS = "communities/commons.yml"
PRIORITIES = "communities/priorities.yml"
TAGS = "communities/tags.yml"
COUNCILS = "communities/councils.csv"
COLUMNS = (
    "slug",
    "name",
    "official_name",
    "gss",
    "former_gss",
    "type",
    "nation",
    "region",
    "county",
    "started",
    "ended",
    "successors",
    "latitude",
    "longitude",
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EMPTY = Commons(name="Commons", description="A knowledge commons.", base_url="https://commons.invalid/")


@dataclass(frozen=True)
class Vocabularies:
    """All that contributions may refer to. `fingerprint` changes when any of it does."""

    commons: Commons
    priorities: Mapping[str, Priority]
    tags: Mapping[str, Tag]
    register: Register
    communities: Mapping[str, Community]
    fingerprint: str
    unread: frozenset[str] = frozenset()
    """The files of these that have problems: what refers to them is not to blame, and is not reported."""


def read_vocabularies(
    tree: Tree, entries: Iterable[TreeEntry] | None = None
) -> tuple[Vocabularies, tuple[Problem, ...]]:
    """Read the commons' own files from a tree, and every problem found in them; nothing is raised.

    A file with problems counts as empty, so that the rest of the commons can still be checked. Whoever knows which
    files they are gives their `entries`.
    """
    known = tree.entries() if entries is None else entries
    wanted = [entry for entry in known if entry.mode == REGULAR and is_list(entry.path)]
    files = {entry.path: data for entry, data in tree.read(wanted)}
    problems: list[Problem] = []
    for path in (COMMONS, PRIORITIES, TAGS, COUNCILS):
        if path not in files:
            hint = "Copy one from a commons made with: commons init"
            problems.append(Problem(path, 0, 0, "commons-file", Severity.ERROR, "is missing", hint))
    commons = said_in(Commons, COMMONS, files, problems) or _EMPTY
    priorities = said_in(Priorities, PRIORITIES, files, problems)
    tags = said_in(Tags, TAGS, files, problems)
    communities = {
        path.split("/")[1]: community
        for path in sorted(files)
        if path.endswith("/community.yml") and (community := said_in(Community, path, files, problems)) is not None
    }
    register = _register(files.get(COUNCILS, b""), problems)
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.encode("utf-8", "surrogatepass") + b"\0" + files[path] + b"\0")
    return (
        Vocabularies(
            commons,
            priorities.priorities if priorities else {},
            tags.tags if tags else {},
            register,
            communities,
            digest.hexdigest(),
            frozenset(problem.path for problem in problems),
        ),
        tuple(problems),
    )


def list_entries(tree: CommitTree) -> list[TreeEntry]:
    """Return the commons' own files at a commit, in two readings of Git, however many contributions there are."""
    repository, commit, prefix = tree.repository, tree.commit or "", tree.prefix
    named = repository.files(commit, [f"{prefix}{path}" for path in (COMMONS, PRIORITIES, TAGS, COUNCILS)]).values()
    below = repository.tree(commit, f"{prefix}communities/")
    found = [inside(one, prefix) for one in (*named, *(one for one in below if one.path.endswith("/community.yml")))]
    return [one for one in found if is_list(one.path)]


def read_file(model: type[Model], path: str, data: bytes) -> Model | None:
    """Return what one of the commons' own files says; None where it has problems."""
    return said_in(model, path, {path: data}, [])


def is_list(path: str) -> bool:
    """Say whether a path is that of one of the commons' own lists."""
    parts = path.split("/")
    return path in {COMMONS, PRIORITIES, TAGS, COUNCILS} or (
        len(parts) == 3  # noqa: PLR2004 - folder, slug, file
        and parts[0] == "communities"
        and parts[1] not in KEPT_FOLDERS
        and parts[2] == "community.yml"
    )


def _register(data: bytes, problems: list[Problem]) -> Register:
    text = read_text(COUNCILS, data) if data else ""
    if isinstance(text, Problem):
        problems.append(text)
        return Register(())
    rows = csv.DictReader(io.StringIO(text), strict=True)
    councils: dict[int, Council] = {}
    try:
        if text and tuple(rows.fieldnames or ()) != COLUMNS:
            problems.append(_row_problem(1, "has the wrong columns", f"The first line must be: {','.join(COLUMNS)}"))
            return Register(())
        for row in rows:
            said = _council(row)
            if isinstance(said, Council):
                councils[rows.line_num] = said
            else:
                problems.append(_row_problem(rows.line_num, said))
    except csv.Error as error:
        hint = "Check the quotes on this line."
        problems.append(_row_problem(max(rows.line_num, 1), f"is not readable: {error}", hint))
    problems += _register_problems(councils)
    return Register(tuple(councils.values()))


def _council(row: Mapping[str | None, str | list[str] | None]) -> Council | str:
    """Return the council that a row holds, or what is wrong with it."""
    if None in row or None in row.values():
        return f"a row has {len(COLUMNS)} columns"
    cells = {name or "": str(cell) for name, cell in row.items()}
    for name, known in (("type", CouncilType), ("nation", Nation)):
        if cells[name] not in list(known):
            return f"{name} must be one of: {', '.join(known)}"
    if not _SLUG.fullmatch(cells["slug"]) or not cells["name"]:
        return "a council needs a slug (lower-case letters, digits and hyphens) and a name"
    try:
        return _made(cells)
    except ValueError as error:
        return f"holds a date or a number that is none: {error}"


def _made(row: Mapping[str, str]) -> Council:
    def day(text: str) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None

    return Council(
        slug=row["slug"],
        name=row["name"],
        official_name=row["official_name"],
        gss=row["gss"],
        former_gss=tuple(filter(None, row["former_gss"].split(";"))),
        type=CouncilType(row["type"]),
        nation=Nation(row["nation"]),
        region=row["region"],
        county=row["county"],
        started=day(row["started"]),
        ended=day(row["ended"]),
        successors=tuple(filter(None, row["successors"].split(";"))),
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
    )


def _register_problems(councils: Mapping[int, Council]) -> Iterator[Problem]:
    seen: set[str] = set()
    slugs = {council.slug for council in councils.values()}
    for line, council in councils.items():
        if council.slug in seen:
            yield _row_problem(line, f"the slug {council.slug!r} stands twice", "Every council has a slug of its own.")
        seen.add(council.slug)
        for successor in council.successors:
            if successor not in slugs:
                hint = "Name successors by their slugs, joined by semicolons."
                yield _row_problem(line, f"the successor {successor!r} is not in the register", hint)


def _row_problem(line: int, said: str, hint: str = "Correct the row.") -> Problem:
    return Problem(COUNCILS, line, 1, "council-register", Severity.ERROR, said, hint)
