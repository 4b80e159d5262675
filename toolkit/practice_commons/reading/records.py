"""The commons' records of advocacy: findings as staff settled them, and what became of what was raised.

They are few and small beside the contributions, and nothing that a contribution says depends on them: so they are no
part of the vocabularies, and are read apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from practice_commons.model.advocacy import AdvocacyRecord
from practice_commons.model.findings import SettledFindings
from practice_commons.model.problem import Problem
from practice_commons.reading.own_files import ADVOCACY, FINDINGS, OwnFile, load
from practice_commons.reading.tree import REGULAR, Tree

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a commons. A file with problems is in `problems`, and counts as absent."""

    findings: Mapping[str, SettledFindings] = field(default_factory=dict)
    """What staff settled on, by the id of the policy priority."""
    advocacy: Mapping[str, AdvocacyRecord] = field(default_factory=dict)
    """What became of advocacy, by the name of its file without the ending."""
    problems: tuple[Problem, ...] = ()


def read_records(tree: Tree) -> Records:
    """Read the records from a tree, and every problem in their form; only their own two folders are listed.

    What they refer to is looked at by the rules, not here. Raises Failure where the tree cannot be read.
    """
    entries = [one for one in tree.below((FINDINGS, ADVOCACY)) if one.mode == REGULAR and is_record(one.path)]
    findings: dict[str, SettledFindings] = {}
    advocacy: dict[str, AdvocacyRecord] = {}
    problems: list[Problem] = []
    for entry, data in tree.read(entries):
        one = read_record(entry.path, data)
        if isinstance(one, tuple):
            problems += one
        elif isinstance(one.said, SettledFindings):
            findings[name_of(entry.path)] = one.said
        else:
            advocacy[name_of(entry.path)] = one.said
    return Records(dict(sorted(findings.items())), dict(sorted(advocacy.items())), tuple(sorted(problems)))


def read_record(path: str, data: bytes) -> OwnFile[SettledFindings] | OwnFile[AdvocacyRecord] | tuple[Problem, ...]:
    """Return what the file of a record says, or every problem in its form; nothing is raised."""
    return load(SettledFindings, path, data) if path.startswith(FINDINGS) else load(AdvocacyRecord, path, data)


def cited_in(data: bytes) -> tuple[str, ...]:
    """Return the ids of the contributions that a published digest's manifest cites; none where it cannot be read."""
    try:
        said = json.loads(data)
        parts = said["manifest"]["digests"]
        found = [one["citation"].partition("@")[0] for part in parts for one in part["sources"]]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return ()
    return tuple(dict.fromkeys(identity for identity in found if _ID.fullmatch(identity)))


def is_record(path: str) -> bool:
    """Say whether a path is that of a record: a list straight in one of the two folders."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}" in {FINDINGS, ADVOCACY} and name.endswith(".yml") and name != "community.yml"


def name_of(path: str) -> str:
    """Return the name of a record's file without the ending: the id of a priority, where it holds findings."""
    return path.rpartition("/")[2].removesuffix(".yml")
