"""The search folder of a site: the client, the manifest, the vocabularies' names, and the generations' shards.

Only the manifest ever changes; whatever it names is named by what is in it, so that a browser may keep it for ever.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from practice_commons import sealed
from practice_commons.catalogue.names import Names
from practice_commons.failure import Failure
from practice_commons.search import fields, generations, lists
from practice_commons.search.settings import settings
from practice_commons.search.shelf import State

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
"""A comment of a script of ours: none has these marks in a text or a pattern, and a test sees to it."""
_BEGINNING = "var PracticeCommons = PracticeCommons || {};\n"
"""How each script of ours begins; together they need it once."""
_MINIFY = """
import sys
try:
    import minify
    said = minify.string("application/javascript", sys.stdin.buffer.read().decode())
except Exception as error:
    sys.exit(str(error))
sys.stdout.buffer.write(said.encode())
"""
"""A program of its own, because the minifier's threads never end: whoever has threads can start no workers cheaply."""
FOLDER = "search/"
MANIFEST = "search/manifest.js"
SCRIPTS = ("stemmer", "words", "language", "shards", "ranking", "passages", "plan", "search", "page")
"""The client's scripts, in the order in which they are put together."""


def small(state: State, names: Names) -> dict[str, bytes]:
    """Return the files that are not a generation's, by their path on the site."""
    found = {"search/client.js": client(state.folder)}
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


def client(folder: Path) -> bytes:
    """Return the client: its scripts, one after the other, as short as they get; kept in a folder until they change.

    Where there is no minifier, only what people read of them is left out. Raises Failure.
    """
    own = resources.files("practice_commons.search").joinpath("client")
    texts = (own.joinpath(f"{name}.js").read_text("utf-8").replace(_BEGINNING, "") for name in SCRIPTS)
    # A name that is the function's own is made short, and a global one is not.
    scripts = f"((PracticeCommons) => {{\n{''.join(texts)}}})((globalThis.PracticeCommons = {{}}));\n"
    if find_spec("minify") is None:
        return _plain(scripts).encode()
    file, key = folder / "client.js", _sum(scripts.encode())
    kept = sealed.read(file, key)
    if kept is None:
        kept = _minified(scripts)
        with contextlib.suppress(OSError):
            sealed.keep(file, kept, file.with_name(f"{file.name}.new"), key)
    return kept.encode()


def _plain(scripts: str) -> str:
    lines = map(str.strip, _COMMENT.sub("", scripts).splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("// "))


def _minified(scripts: str) -> str:
    command = [sys.executable, "-P", "-c", _MINIFY]  # -P: a file in the folder at hand is no module
    done = subprocess.run(command, input=scripts.encode(), capture_output=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise Failure(
            f"The search client could not be minified: {done.stderr.decode(errors='replace').strip()}",
            "Install the toolkit again, or remove the package tdewolff-minify: search works without it too.",
        )
    return f"{done.stdout.decode()}\n"


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
    return f"commons({json.dumps(said, ensure_ascii=False, separators=(',', ':'))});\n".encode()
