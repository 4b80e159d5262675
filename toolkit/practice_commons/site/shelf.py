"""Where finished sites are put. The published folder is always one whole site, whoever reads it, whatever happens.

Beside the live folder lies the aside: the same files, as hard links. A change is made there, and then the two change
places, so that publishing costs as much as the change and not as much as the site. A journal, written before the
aside is touched, lists where the two may differ; the next publication makes them agree there first. Where the journal
cannot be believed every file of both is looked at: slow, but right. Nothing that an interruption leaves needs a
person.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from practice_commons.failure import Failure
from practice_commons.site.aside import Survey, change, clear, match, renew, survey
from practice_commons.site.exchange import mend, swap
from practice_commons.site.journal import Journal, tree
from practice_commons.site.mark import MARK, Mark, edition_of, mark_of
from practice_commons.site.writing import holds, refuse_new_twins, refuse_odd, refuse_twins, unharmed, write

__all__ = ["MARK", "Laid", "Shelf", "edition_of", "held", "lay", "write"]


@dataclass(frozen=True, slots=True)
class Laid:
    """What publishing came to, in files, the mark not counted: in the site now, written for it, gone from it."""

    files: int
    written: int
    removed: int


@contextmanager
def held(lock: Path, notify: Callable[[str], None], patience: float = 600) -> Iterator[None]:
    """Hold the right to publish, by a lock file. Another build is waited for, and `notify` told. Raises Failure."""
    own = FileLock(lock)
    try:
        own.acquire(timeout=0)
    except Timeout:
        notify("Another build of this commons is under way; waiting for it.")
        try:
            own.acquire(timeout=patience)
        except Timeout:
            raise Failure(
                f"another build still holds {lock} after {patience:.0f} seconds", "Try again when it has ended."
            ) from None
    try:
        yield
    finally:
        own.release()


def lay(output: Path, files: Iterable[tuple[str, bytes]]) -> Laid:
    """Put a whole site, given as (path, bytes), in a folder's place, without an aside. Raises Failure."""
    shelf = Shelf(output, output.with_name(f".{output.name}.journal"))
    laid, _ = shelf._put(shelf._fill(files), "")  # noqa: SLF001 - the same, but for the aside
    clear(shelf.beside)
    return laid


class Shelf:
    """A published folder, its aside, and the journal of where they differ. The caller holds the right to publish."""

    def __init__(self, output: Path, journal: Path) -> None:
        """Take the paths; nothing is read or written yet."""
        self.output = output
        self.journal = Journal(journal)
        self.aside, self.beside, self.old = (
            output.with_name(f".{output.name}.{name}") for name in ("aside", "new", "old")
        )

    def edition(self) -> str | None:
        """Return what the live site was built from, or None where there is none or its mark is damaged."""
        return edition_of(self.output)

    def tidy(self) -> None:
        """Mend and clear away what an interruption left, where there is nothing else to do. Raises Failure."""
        with unharmed(self.output):
            self._prepare()

    def put_whole(self, files: Iterable[tuple[str, bytes]], edition: str) -> Laid:
        """Publish a whole site. Raises Failure; the site is then as it was."""
        return self.finish_whole(self._fill(files), edition)

    def begin_whole(self) -> Path:
        """Return an empty folder to `write` a whole site into, from any number of processes. Raises Failure."""
        with unharmed(self.output):
            self._prepare()
            self.beside.mkdir(parents=True)
        return self.beside

    def finish_whole(self, beside: Path, edition: str) -> Laid:
        """Publish the folder that `begin_whole` gave, and make the aside. Raises Failure; the site is then as it was.

        Two paths that differ only by case are refused: a site must survive a folder on any system.
        """
        laid, found = self._put(beside, edition)
        # The site is published. Should there be no room for an aside, the next change will try again, and say so.
        with contextlib.suppress(OSError):
            self._renew(found)
        clear(beside)
        return laid

    def abandon_whole(self) -> None:
        """Clear away what was written since `begin_whole`, and earlier pages that the aside holds: a disk may be full.

        Left undone, the next publication does it.
        """
        clear(self.beside)
        with contextlib.suppress(OSError):
            match(self.output, self.aside, self.journal.read(self.output, self.aside) or ())

    def put_changes(self, changes: Iterable[tuple[str, bytes | None]], edition: str) -> Laid:
        """Publish changes to the live site; None removes a file. Raises Failure; the site is then as it was."""
        with unharmed(self.output):
            self._prepare()
        mark = mark_of(self.output)
        if mark is None:
            raise Failure(f"{self.output} holds no site of ours to change", "Build the whole site.")
        try:
            staged = self._stage(changes)
            removed = sum(file is None for file in staged.values())
            if staged or edition != mark.edition:
                added = sum(file is not None and not (self.output / path).is_file() for path, file in staged.items())
                mark = Mark(edition, mark.files + added - removed)
                with unharmed(self.output):
                    gone = {path for path, file in staged.items() if file is None}
                    refuse_new_twins(self.output, staged.keys() - gone, gone)
                    self._publish(staged, mark)
            return Laid(mark.files, len(staged) - removed, removed)
        except Failure:
            self.abandon_whole()
            raise
        finally:
            clear(self.beside)

    def _prepare(self) -> None:
        """Mend what an interruption left, clear away what lies about, and refuse what is not ours."""
        output = self.output
        mend(output, self.aside, self.old)
        for debris in (self.beside, self.old, self.journal.draft):
            clear(debris)
        if output.is_symlink() or (output.exists() and not output.is_dir()):
            raise Failure(f"{output} is not a folder", "Name another folder with --output.")
        if output.exists() and not (output / MARK).is_file() and any(output.iterdir()):
            raise Failure(f"{output} holds files that are not a site of ours", "Name an empty folder with --output.")

    def _fill(self, files: Iterable[tuple[str, bytes]]) -> Path:
        beside = self.begin_whole()
        live = self.output if self.output.exists() else None
        try:
            for path, data in files:
                write(beside, path, data, live)
        except Exception:
            self.abandon_whole()
            raise
        return beside

    def _put(self, beside: Path, edition: str) -> tuple[Laid, Survey]:
        """Let a folder change places with the live one, if there is one; survey them both. Raises Failure."""
        try:
            with unharmed(self.output):
                found = survey(beside)
                refuse_twins(found.files)
                gone = set(survey(self.output).files if self.output.exists() else ()).difference(found.files)
                # What was taken over is linked at least twice.
                written = sum((beside / path).stat().st_nlink == 1 for path in found.files)
                (beside / MARK).write_bytes(Mark(edition, len(found.files)).as_bytes())
                self.journal.forget()
                swap(self.output, beside, self.old)
        except Failure:
            self.abandon_whole()
            raise
        return Laid(len(found.files), written, len(gone)), found

    def _renew(self, found: Survey) -> None:
        """Make the aside agree with the live site, and begin its journal. Raises OSError."""
        self.journal.forget()
        try:
            renew(self.output, self.aside, found)
            self.journal.write([tree(self.output), tree(self.aside)], [])
        except OSError:
            clear(self.aside)
            raise

    def _stage(self, changes: Iterable[tuple[str, bytes | None]]) -> dict[str, Path | None]:
        """Write what differs from the live site into files beside it, by number, before anything is touched."""
        staged: dict[str, Path | None] = {}
        for number, (path, data) in enumerate(changes):
            refuse_odd(path)
            live = self.output / path
            file = staged.pop(path, None)
            if file is not None:
                file.unlink()
            if data is None:
                if live.is_file():
                    staged[path] = None
            elif not holds(live, data):
                write(self.beside, str(number), data)
                staged[path] = self.beside / str(number)
        return staged

    def _publish(self, staged: Mapping[str, Path | None], mark: Mark) -> None:
        """Make the next edition in the aside, and let it change places with the live site. Raises OSError."""
        output, aside = self.output, self.aside
        write(self.beside, "mark", mark.as_bytes())
        new = self.beside / "mark"
        pending = self.journal.read(output, aside)
        if pending is None:
            self._renew(survey(output))
            pending = []
        # From here on this is true at every moment until the shorter list replaces it.
        self.journal.write([tree(output), tree(aside), tree(aside, new)], [*pending, *staged])
        match(output, aside, pending)
        change(aside, staged)
        new.replace(aside / MARK)
        swap(output, aside, self.old)
        with contextlib.suppress(OSError):  # the site is published, and the longer list is as true
            self.journal.write([tree(output), tree(aside)], staged)
