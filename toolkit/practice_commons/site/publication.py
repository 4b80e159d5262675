"""A commons published: what differs from the site that is there, or a whole site where there is none to go by."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.editions import Edition
from practice_commons.crew import Crew, Stopped
from practice_commons.failure import Failure
from practice_commons.reading.tree import Tree
from practice_commons.rendering.templates import keep_compiled
from practice_commons.search.shelf import State
from practice_commons.site import finding, offline, stamp, wardrobe
from practice_commons.site.extras import Extras
from practice_commons.site.holdings import PACKAGE, Holdings
from practice_commons.site.mark import key_of
from practice_commons.site.pieces import Piece, Workshop, pieces
from practice_commons.site.reach import Reach
from practice_commons.site.shards import Share, close_part, open_part
from practice_commons.site.shelf import Laid, Shelf, write
from practice_commons.site.wardrobe import Wardrobe

GUIDES = ("contribute", "moderate", "advocate")
"""Guides that pages point at where the stewards have written them."""
FORM = "form"
"""The name by which they find the web form, which may lie on another host."""
MANY = 4_000
"""Pieces from which a whole site, made by every core, is there sooner than changes made one after the other."""
_SHELLS = "shells.json"
_NEVER = sys.maxsize


@dataclass(frozen=True)
class Published:
    """What publishing came to: pages of the site, and files of it, written and removed."""

    pages: int
    laid: Laid
    whole: bool


@dataclass
class Publication:
    """A commons about to be published to a shelf.

    `stewards` is the folder that holds `docs/` and `mkdocs.yml`; `folder` the ignored one for what can be computed
    again, and `scratch` an empty one for what nobody needs afterwards. `progress` hears how many pages are made, of
    how many.
    """

    catalogue: Catalogue
    tree: Tree
    stewards: Path
    folder: Path
    shelf: Shelf
    scratch: Path
    extras: Extras
    search: State | None = None
    """The search index, brought up to date with the catalogue; None where this process leaves that to another."""
    progress: Callable[[int, int], None] | None = None

    def publish(self, *, anew: bool = False) -> Published:
        """Publish what differs from the site that is there, or a whole site. Raises Failure; it is then as it was."""
        keep_compiled(PACKAGE, self.folder / "templates")
        was = _read(self.shelf.edition())
        now = self._now()
        if was and not anew and {key: was.get(key) for key in now} == now:
            self.shelf.tidy()
            return Published(int(was["pages"]), Laid(int(was["files"]), 0, 0), whole=False)
        same = was and not anew and (was.get("theme"), was.get("code")) == (now["theme"], now["code"])
        old = self._before(was) if was and same else None
        self.catalogue.keep(f"{key_of(self.shelf.output)}-next", self.shelf.output)
        published = self._changes(was, now, old) if was and old else None
        if published is None:
            published = self._whole(now)
        with contextlib.suppress(Failure):  # the site is published, and the other name keeps the edition as well
            self.catalogue.keep(key_of(self.shelf.output), self.shelf.output)
        return published

    def _changes(self, was: Mapping[str, Any], now: Mapping[str, object], old: Catalogue) -> Published | None:
        """Publish what differs from the site that is there; None where a whole site is the better way."""
        with old:
            shells = wardrobe.kept(self.folder / _SHELLS, str(now["theme"]))
            if shells is None:
                return None
            before, after = Holdings(old), Holdings(self.catalogue)
            reach = Reach(before, after)
            reached = reach.find()
            if reached is None or len(reached) > MANY:
                return None
            then = Workshop(before, shells, self._guides(), self.tree)
            makes = Workshop(after, shells, self._guides(), self.tree)
            have = {path for piece in reached for path in then.paths(piece)}
            want = {path for piece in reached for path in makes.paths(piece)}
            gone = sorted(reach.removed(path for path in have - want))
            pages = int(was["pages"]) + sum(path.endswith(".html") for path in want - have)
            pages -= sum(path.endswith(".html") for path in gone)
            files = int(was["files"]) + len(want - have) - len(gone)
            edition = json.dumps({**now, "pages": pages, "files": files})
            made = self._made(makes, sorted(reached), gone)
            if self.extras.offline:
                made = offline.followed(made, self.shelf.output)
            try:
                laid = self.shelf.put_changes(made, edition)
            except offline.DamagedError:
                return None
            return Published(pages, laid, whole=False)

    def _made(self, makes: Workshop, reached: list[Piece], gone: list[str]) -> Iterator[tuple[str, bytes | None]]:
        for done, piece in enumerate(reached, start=1):
            if makes.paths(piece):
                yield from makes.files(piece)
            if self.progress is not None:
                self.progress(done, len(reached))
        yield from ((path, None) for path in gone)
        if self.search is not None:
            yield from finding.changes(self.search, self.catalogue.sight.names, self.shelf.output)

    def _before(self, was: Mapping[str, Any]) -> Catalogue | None:
        """Return the edition of the catalogue that the site was made from; None where it is not kept any more."""
        for name in (key_of(self.shelf.output), f"{key_of(self.shelf.output)}-next"):
            old = self.catalogue.kept(name)
            if old is None:
                continue
            if old.holding.token == was.get("token"):
                return old
            old.close()
        return None

    def part(self, share: Share, output: Path) -> Published:
        """Make one share of the site in a folder of its own, for `shards.merge`. Raises Failure."""
        keep_compiled(PACKAGE, self.folder / "templates")
        now = self._now()
        beside = open_part(output)
        try:
            files, pages = self._fill(beside, now["theme"], None, share)
        except Exception:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        facts = {"made_from": now, "offline": self.extras.offline}
        close_part(beside, output, share, {**facts, "pages": pages, "files": files})
        return Published(pages, Laid(files, files, 0), whole=False)

    def _now(self) -> dict[str, str]:
        theme = wardrobe.theme_key(self.stewards, self.catalogue.vocabularies.commons, self.extras)
        code = f"{stamp.toolkit()} {self.extras}"
        if self.search is not None and self.search.made.token != self.catalogue.holding.token:
            code += " with an older search"  # another command held on to the index: to be made good next time
        return {"token": self.catalogue.holding.token, "theme": theme, "code": code}

    def _whole(self, now: Mapping[str, str]) -> Published:
        beside = self.shelf.begin_whole()
        try:
            live = self.shelf.output if self.shelf.edition() is not None else None
            files, pages = self._fill(beside, now["theme"], live, Share(1, 1))
            if self.extras.offline:
                files += offline.add(beside, live)
        except Exception:
            self.shelf.abandon_whole()
            raise
        laid = self.shelf.finish_whole(beside, json.dumps({**now, "pages": pages, "files": files}))
        return Published(pages, laid, whole=True)

    def _fill(self, beside: Path, theme: str, live: Path | None, share: Share) -> tuple[int, int]:
        """Write a share of the site into a folder, by every core. Returns how many files and pages it has."""
        # only whoever makes a whole site waits for MkDocs to be imported
        from practice_commons.site.material import Theme  # noqa: PLC0415 - so that a change need not

        commons = self.catalogue.vocabularies.commons
        site_url = f"{commons.base_url.rstrip('/')}/"
        material = Theme(self.stewards, commons.name, site_url, commons.notice or "", self.scratch, self.extras)
        files = pages = 0
        for path, data in material.files():
            if share.number == 1:
                write(beside, path, data, live)
                files, pages = files + 1, pages + path.endswith(".html")
        if self.search is not None:
            for path, data in finding.files(self.search, self.catalogue.sight.names):
                write(beside, path, data, live)
        shells = material.wardrobe()
        wardrobe.keep(self.folder / _SHELLS, theme, shells)
        whole = Holdings(self.catalogue)
        if whole.has_papers:
            whole.papers.begin_anew()
        listed = [piece for piece in pieces(whole) if share.has(piece)]
        facts = (self.catalogue.edition, self.folder, self.tree, shells, self._guides(), beside, live)
        crew: Crew[Piece, tuple[int, int]] = Crew(_begin, facts, patience=120.0, renew=_NEVER)
        for done, (piece, result) in enumerate(crew.map(listed), start=1):
            if isinstance(result, Stopped):
                raise Failure(f"the {piece.family} page of {piece.about!r} could not be made: {result.why}")
            files, pages = files + result[0], pages + result[1]
            if self.progress is not None:
                self.progress(done, len(listed))
        return files, pages

    def _guides(self) -> Mapping[str, str]:
        guides = {name: f"{name}.html" if (self.stewards / "docs" / f"{name}.md").is_file() else "" for name in GUIDES}
        form = self.extras.form or self.catalogue.vocabularies.commons.form_url or ""
        return {**guides, FORM: f"{form.rstrip('/')}/" if form else ""}


def _begin(
    edition: Edition,
    folder: Path,
    tree: Tree,
    shells: Wardrobe,
    guides: Mapping[str, str],
    beside: Path,
    live: Path | None,
) -> Callable[[Piece], tuple[int, int]]:
    """Return what a worker does with a piece: make it, write it, and count its files and pages."""
    makes = Workshop(Holdings(Catalogue.reading(edition, folder, tree)), shells, guides, tree)

    def work(piece: Piece) -> tuple[int, int]:
        files = pages = 0
        for path, data in makes.files(piece):
            write(beside, path, data, live)
            files, pages = files + 1, pages + path.endswith(".html")
        return files, pages

    return work


def _read(edition: str | None) -> dict[str, Any] | None:
    try:
        said = json.loads(edition or "")
    except ValueError:
        return None
    return said if isinstance(said, dict) and {"pages", "files"} <= said.keys() else None
