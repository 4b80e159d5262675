"""The search folder of a site: the client, the manifest, the vocabularies' names, and the generations' shards.

Only the manifest ever changes; whatever it names is named by what is in it, so that a browser may keep it for ever.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from practice_commons.catalogue.names import Names
from practice_commons.failure import Failure
from practice_commons.search import fields, generations, lists
from practice_commons.search.settings import settings
from practice_commons.search.shelf import State

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
"""A comment of a script of ours: none has these marks in a text or a pattern, and a test sees to it."""
FOLDER = "search/"
MANIFEST = "search/manifest.js"
SCRIPTS = ("stemmer", "words", "language", "shards", "ranking", "passages", "plan", "search", "page")
"""The client's scripts, in the order in which they are put together."""


def small(state: State, names: Names) -> dict[str, bytes]:
    """Return the files that are not a generation's, by their path on the site."""
    found = {"search/client.js": client()}
    manifest: dict[str, Any] = {
        "settings": settings(fields.counted(names)),
        "generations": [{"name": one.name, "gone": one.gone, "totals": one.totals} for one in state.generations],
    }
    for name, said in (("names", lists.concepts(names)), ("labels", lists.labels(names))):
        script = _saying(said)
        manifest[name] = f"{name}-{_sum(script)}.js"
        found[f"search/{manifest[name]}"] = script
    known = [_saying(part) for part in lists.known(names)]
    manifest["known"] = f"known-{_sum(b''.join(known))}"
    found |= {f"search/{manifest['known']}/{number}.js": script for number, script in enumerate(known)}
    found[MANIFEST] = _saying(manifest)
    return found


def client() -> bytes:
    """Return the client: its scripts, one after the other, without the comments and the space that people read."""
    folder = resources.files("practice_commons.search").joinpath("client")
    scripts = (_COMMENT.sub("", folder.joinpath(f"{name}.js").read_text("utf-8")) for name in SCRIPTS)
    lines = (line.strip() for script in scripts for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("// ")).encode()


def large(state: State) -> Iterator[tuple[str, Path]]:
    """Iterate over the generations' files: the path of each on the site, and where it lies."""
    for one in state.generations:
        yield from generations.shards(state.folder, one)


def read(path: Path) -> bytes:
    """Return the bytes of a generation's file. Raises Failure."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}", "Build again.") from error


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _saying(said: Any) -> bytes:
    return f"PracticeCommons.say({json.dumps(said, ensure_ascii=False, separators=(',', ':'))});\n".encode()
