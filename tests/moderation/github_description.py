"""GitHub's own OpenAPI description, brought in from npm when the tests are set up, and cut down to what we use.

It is pinned by its integrity in `github_description.json`, kept in the ignored folder `build/`, and never committed.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock
from places import ROOT

PIN = json.loads(Path(__file__).with_name("github_description.json").read_text("utf-8"))
_REPOSITORY = "/repos/{owner}/{repo}"
USED = {
    "/user": ("get",),
    f"{_REPOSITORY}/pulls": ("get", "post"),
    f"{_REPOSITORY}/pulls/{{pull_number}}": ("get", "patch"),
    f"{_REPOSITORY}/pulls/{{pull_number}}/commits": ("get",),
    f"{_REPOSITORY}/pulls/{{pull_number}}/reviews": ("get",),
    f"{_REPOSITORY}/issues/{{issue_number}}": ("patch",),
    f"{_REPOSITORY}/issues/{{issue_number}}/comments": ("get", "post"),
    f"{_REPOSITORY}/issues/comments/{{comment_id}}": ("patch", "delete"),
}
"""What we ask of GitHub. The stand-in answers nothing else."""


class UnavailableError(Exception):
    """It cannot be had here."""


def description() -> dict[str, Any]:
    """Return the description of what we use. Raises UnavailableError."""
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    named = hashlib.sha256(json.dumps([PIN, USED], sort_keys=True).encode()).hexdigest()[:16]
    kept = folder / f"github-{PIN['version']}-{named}.json"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            with tarfile.open(fileobj=io.BytesIO(_package())) as archive:
                member = archive.extractfile(PIN["member"])
                assert member is not None
                whole = json.load(member)
            part = kept.with_suffix(".part")
            part.write_text(json.dumps(_cut(whole)), "utf-8")
            part.replace(kept)
    found: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    return found


def _package() -> bytes:
    try:
        data = _packed() if shutil.which("npm") else _downloaded()
    except (OSError, subprocess.SubprocessError) as error:
        raise UnavailableError(f"{PIN['package']} cannot be had from npm: {type(error).__name__}") from None
    digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
    assert f"sha512-{digest}" == PIN["integrity"], "what npm gave is not what is pinned"
    return data


def _packed() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"{PIN['package']}@{PIN['version']}", "--silent", "--ignore-scripts"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
        return next(Path(folder).glob("*.tgz")).read_bytes()


def _downloaded() -> bytes:
    """Return the package as npm itself would fetch it, from the registry that this machine is set up for."""
    registry = os.environ.get("npm_config_registry") or next(_configured(), "")  # noqa: SIM112 - npm's own
    if not registry:
        raise UnavailableError("there is no npm here, and no registry is set up")
    scope, name = PIN["package"].split("/")
    address = f"{registry.rstrip('/')}/{scope}/{name}/-/{name}-{PIN['version']}.tgz"
    with urllib.request.urlopen(address, timeout=120) as answer:
        return bytes(answer.read())


def _configured() -> Iterator[str]:
    for file in (Path.home() / ".npmrc", Path("/etc/npmrc")):
        if file.is_file():
            yield from re.findall(r"(?m)^\s*registry\s*=\s*(\S+)", file.read_text("utf-8"))


def _cut(whole: dict[str, Any]) -> dict[str, Any]:
    """Return the paths that we use, and of the parts only those that they come down to."""
    paths = {
        path: {verb: whole["paths"][path][verb] for verb in verbs}
        | {key: value for key, value in whole["paths"][path].items() if key == "parameters"}
        for path, verbs in USED.items()
    }
    parts: dict[str, dict[str, Any]] = {}
    waiting: list[Any] = [paths]
    while waiting:
        at = waiting.pop()
        if isinstance(at, list):
            waiting += at
        elif isinstance(at, dict):
            reference = at.get("$ref")
            if isinstance(reference, str):
                _, _, kind, name = reference.split("/")
                if name not in parts.setdefault(kind, {}):
                    parts[kind][name] = whole["components"][kind][name]
                    waiting.append(parts[kind][name])
            waiting += at.values()
    return {key: whole[key] for key in ("openapi", "info", "servers")} | {"paths": paths, "components": parts}
