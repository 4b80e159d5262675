"""Published digests as the site holds them: looked at once, made in every format once, and kept by their content.

What is kept lies in a folder that can be thrown away, under the file's blob and the toolkit's own fingerprint. So a
build in which no digest is new makes none, and reads none.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import os
import shutil
import zlib
from functools import cached_property
from pathlib import Path
from typing import Any

from practice_commons import fingerprint
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest.aftermath import Changed, changed
from practice_commons.digest.digest import Digest
from practice_commons.digest.forms import NAMES, rendered
from practice_commons.digest.manifest import Part, Source
from practice_commons.digest.profile import Profile
from practice_commons.digest.published import RULE, Published, is_published, listed, newest_first
from practice_commons.digest.reading_back import digests_in
from practice_commons.failure import Failure
from practice_commons.model.problem import Problem, Severity
from practice_commons.reading.git import TreeEntry
from practice_commons.reading.own_files import DIGESTS
from practice_commons.reading.tree import REGULAR
from practice_commons.site import stamp

FOLDER = "digests"
_ENGINES = ("jinja2", "pydantic", "pypandoc-binary", "resvg-py", "ttf-opensans", "typst")
_AGAIN = "Make it again: commons digest publish PRIORITY"


class Papers:
    """The published digests of an edition of the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Take a catalogue; nothing is read yet."""
        self._catalogue = catalogue
        self._folder = catalogue.folder / FOLDER / _key()

    @cached_property
    def rows(self) -> dict[str, str]:
        """Return the files that digests are published in: by path, the blob."""
        query = "SELECT path, blob FROM file WHERE path > ? AND path < ? AND mode = ? ORDER BY path"
        within = (DIGESTS, f"{DIGESTS[:-1]}0", REGULAR)
        return {path: blob for path, blob in self._catalogue.connection.execute(query, within) if is_published(path)}

    @cached_property
    def _looks(self) -> dict[str, dict[str, Any]]:
        return {path: self._look(path, blob) for path, blob in self.rows.items()}

    @property
    def known(self) -> bool:
        """Say whether every one could be looked at, now or when its site was made."""
        return all(self._looks.values())

    @cached_property
    def all(self) -> tuple[Published, ...]:
        """Return the published digests without problems, newest first."""
        found = [_published(path, self.rows[path], look) for path, look in self._looks.items() if "labels" in look]
        return newest_first(found)

    def get(self, name: str) -> Published | None:
        """Return the published digest of a name; None where there is none without problems."""
        return next((one for one in self.all if one.name == name), None)

    def on(self, priority: str) -> tuple[Published, ...]:
        """Return the published digests on a policy priority."""
        return tuple(one for one in self.all if priority in one.priorities)

    def changed(self, one: Published) -> tuple[Changed, ...]:
        """Return what has changed since of what a digest uses, each contribution once."""
        if one.name not in self._changed:
            found = {change.citation: change for part in one.parts for change in changed(part, self._catalogue)}
            self._changed[one.name] = tuple(found.values())
        return self._changed[one.name]

    @cached_property
    def _changed(self) -> dict[str, tuple[Changed, ...]]:
        return {}

    def digests(self, one: Published) -> tuple[Digest, ...]:
        """Return what a digest says; nothing where another version of the form was written."""
        data = self._data(one.path, one.blob)
        return digests_in(listed(TreeEntry(REGULAR, one.blob, one.path), data), data)

    def forms(self, one: Published) -> tuple[str, ...]:
        """Return the formats in which a digest is offered: those that could be made."""
        made = self._made(one)["sums"]
        return tuple(form for form in NAMES if form == "json" or form in made)

    def file(self, one: Published, form: str) -> bytes:
        """Return a digest in a format that it is offered in."""
        if form == "json":
            return self._data(one.path, one.blob)
        kept = self._folder / one.blob / f"digest.{form}"
        with contextlib.suppress(OSError):
            data = kept.read_bytes()
            if zlib.crc32(data) == self._made(one)["sums"].get(form):
                return data
        (self._folder / one.blob / "made.json").unlink(missing_ok=True)
        self._made_now.pop(one.blob, None)
        made = self._made(one)["sums"]
        if form not in made:
            raise Failure(f"{one.path} could not be made as {form}", "Build again.")
        return kept.read_bytes()

    def left_out(self) -> dict[str, list[Problem]]:
        """Return what is not shown, by path: a digest with problems, or a format that could not be made."""
        found: dict[str, list[Problem]] = {}
        for path, look in self._looks.items():
            if "why" in look:
                found[path] = [Problem(path, 0, 0, RULE, Severity.ERROR, look["why"], look["hint"] or _AGAIN)]
        for one in self.all:
            failed = stamp.read(self._folder / one.blob / "made.json").get("failed", {})
            if failed:
                said = [f"could not be made as {form}: {why}" for form, why in failed.items()]
                found[one.path] = [Problem(one.path, 0, 0, RULE, Severity.WARNING, text) for text in said]
        return found

    def begin_anew(self) -> None:
        """Prepare for a whole site: what could not be made is tried again, and what other versions kept is deleted."""
        for one in self.all:
            file = self._folder / one.blob / "made.json"
            if stamp.read(file).get("failed"):
                file.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            for other in (self._catalogue.folder / FOLDER).iterdir():
                if other != self._folder:
                    shutil.rmtree(other, ignore_errors=True)

    def _look(self, path: str, blob: str) -> dict[str, Any]:
        """Return what is known of a file: what is wrong with it, or what its manifest says; empty where it is lost."""
        kept = self._folder / blob / "about.json"
        known = stamp.read(kept)
        if not known:
            try:
                data = self._data(path, blob)
            except Failure:
                return {}
            try:
                one = listed(TreeEntry(REGULAR, blob, path), data)
                digests_in(one, data)
                known = _said(one)
            except Failure as failure:
                known = {"why": failure.message, "hint": failure.hint}
            stamp.keep(kept, known)
        return known

    def _data(self, path: str, blob: str) -> bytes:
        for _, data in self._catalogue.tree.read([TreeEntry(REGULAR, blob, path)]):
            return data
        raise Failure(f"{path} has changed while it was read", "Build again.")

    @cached_property
    def _made_now(self) -> dict[str, dict[str, Any]]:
        return {}

    def _made(self, one: Published) -> dict[str, Any]:
        """Return what a digest was made as, with sums of the files; made now where it was not."""
        if one.blob not in self._made_now:
            kept = self._folder / one.blob / "made.json"
            known = stamp.read(kept)
            if not known:
                known = self._make(one)
                stamp.keep(kept, known)
            self._made_now[one.blob] = known
        return self._made_now[one.blob]

    def _make(self, one: Published) -> dict[str, Any]:
        digests = self.digests(one)
        sums: dict[str, int] = {}
        failed: dict[str, str] = {}
        for form in NAMES if digests else ():
            if form == "json":
                continue
            try:
                data = rendered(digests, form, one.profile)
            except Exception as error:  # noqa: BLE001 - one library that fails takes away one format, and it is said
                failed[form] = f"{getattr(error, 'message', '') or error or type(error).__name__}".split("\n")[0]
                continue
            sums[form] = zlib.crc32(data)
            _put(self._folder / one.blob / f"digest.{form}", data)
        return {"sums": sums, "failed": failed}


@functools.cache
def _key() -> str:
    """Return what a digest's formats depend on beside itself, as a name."""
    return fingerprint.of_sources(("model", "reading", "digest"), (".py", ".html", ".css"), _ENGINES)[:16]


def _said(one: Published) -> dict[str, Any]:
    """Return what lists, marks and feeds need of a published digest, as JSON has it: no quotations, and no counts."""
    light = [dataclasses.replace(part, quotations=(), codings=(), counts={}) for part in one.parts]
    return {
        "labels": list(one.labels),
        "profile": one.profile.value,
        "parts": [dataclasses.asdict(part) for part in light],
    }


def _published(path: str, blob: str, look: dict[str, Any]) -> Published:
    parts = tuple(
        Part(**{**part, "sources": tuple(Source(**source) for source in part["sources"]), "quotations": ()})
        for part in look["parts"]
    )
    name = path.removeprefix(DIGESTS).removesuffix(".json")
    return Published(name, path, blob, tuple(look["labels"]), parts, Profile(look["profile"]))


def _put(file: Path, data: bytes) -> None:
    """Write a file in one step; any number of processes may do so at once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    beside.write_bytes(data)
    beside.replace(file)
