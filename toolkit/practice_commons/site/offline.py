"""The list by which a reader's browser keeps the whole site: every file with its size and check sum, in parts.

`offline.json` names the parts, each by what is in it; a part holds the files whose paths fall to it. A publication
changes the parts of the files that it changes, and no other. Which edition a browser has, and what differs in the next,
follows from comparing the names of the parts.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from practice_commons.site.writing import write

LIST = "offline.json"
FOLDER = "offline/"
WORKER = "offline-worker.js"
_PART = 128
"""Files of a part, about, when a whole site is made."""
_SUM = 32
"""Hexadecimal digits of a SHA-256 that are kept: a mistake is as good as impossible, and nobody is kept out by it."""

Part = dict[str, list[Any]]
"""The files of a part, by path: check sum and bytes."""


class DamagedError(Exception):
    """The list of a live site cannot be read: a whole site has to be made."""


def add(folder: Path, live: Path | None) -> int:
    """List the files of a site that is being made in a folder, and return how many files that took. Raises OSError."""
    paths = sorted(_paths(folder))
    many = 1 << max(0, (len(paths) // _PART).bit_length() - 1)
    parts: list[Part] = [{} for _ in range(many)]
    for path in paths:
        parts[_number(path, many)][path] = _facts((folder / path).read_bytes())
    made = list(_files(parts))
    for path, data in made:
        write(folder, path, data, live)
    return len(made)


def followed(changes: Iterable[tuple[str, bytes | None]], live: Path) -> Iterator[tuple[str, bytes | None]]:
    """Iterate over changes to a live site, and then over those that its list needs. Raises DamagedError."""
    changed: dict[str, list[Any] | None] = {}
    for path, data in changes:
        if _listed(path):
            changed[path] = None if data is None else _facts(data)
        yield path, data
    try:
        said = json.loads((live / LIST).read_text("utf-8"))
        names, files, size = list(said["parts"]), int(said["files"]), int(said["bytes"])
        if said["edition"] != _edition(names, files, size):
            raise DamagedError
        for number in sorted({_number(path, len(names)) for path in changed}):
            part = _part(live / names[number])
            ours = {path: facts for path, facts in changed.items() if _number(path, len(names)) == number}
            new = {path: facts for path, facts in {**part, **ours}.items() if facts is not None}
            if new != part:
                yield names[number], None
                names[number], data = _named(number, new)
                yield names[number], data
                files += len(new) - len(part)
                size += _size(new) - _size(part)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise DamagedError from error
    yield _list(names, files, size)


def _files(parts: Iterable[Part]) -> Iterator[tuple[str, bytes]]:
    names, files, size = [], 0, 0
    for number, part in enumerate(parts):
        name, data = _named(number, part)
        names.append(name)
        files, size = files + len(part), size + _size(part)
        yield name, data
    yield _list(names, files, size)


def _named(number: int, part: Part) -> tuple[str, bytes]:
    data = _json(dict(sorted(part.items())))
    return f"{FOLDER}{number:x}-{_sum(data)}.json", data


def _list(names: list[str], files: int, size: int) -> tuple[str, bytes]:
    return LIST, _json({"edition": _edition(names, files, size), "files": files, "bytes": size, "parts": names})


def _edition(names: list[str], files: int, size: int) -> str:
    return _sum(_json([names, files, size]))


def _part(file: Path) -> Part:
    data = file.read_bytes()
    if _sum(data) not in file.name:
        raise ValueError(file)
    return {path: [str(facts[0]), int(facts[1])] for path, facts in json.loads(data).items()}


def _size(part: Part) -> int:
    return sum(facts[1] for facts in part.values())


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_SUM]


def _facts(data: bytes) -> list[Any]:
    return [_sum(data), len(data)]


def _number(path: str, many: int) -> int:
    return int(_sum(path.encode())[:8], 16) % many


def _listed(path: str) -> bool:
    """Say whether a file is one that readers keep: not the list, nor what browsers never ask for."""
    return not path.startswith((FOLDER, LIST, WORKER, "."))


def _paths(folder: Path) -> Iterator[str]:
    for here, _, names in os.walk(folder):
        for name in names:
            path = Path(here, name).relative_to(folder).as_posix()
            if _listed(path):
                yield path


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
