"""The one way from a commons in a folder to a site in another: whole, a share of one, or shares put together."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from practice_commons.cli.progress import progress
from practice_commons.cli.room import SEARCH, catalogue_of, notify, now, workshop
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from practice_commons.catalogue.catalogue import Catalogue
    from practice_commons.model.problem import Problem
    from practice_commons.reading.tree import Tree
    from practice_commons.search.shelf import State
    from practice_commons.site.extras import Extras
    from practice_commons.site.publication import Publication, Published
    from practice_commons.site.shards import Share
    from practice_commons.site.shelf import Shelf


_ESSENTIAL = ("communities/commons.yml", "communities/federation.yml", "communities/federation.lock")
"""Files without which a site would be another: it is not built while one of them has an error."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a site is to have beside its pages, and how large the pieces of its search index may be, in bytes.

    `largest` None leaves the pieces as they were.
    """

    extras: Extras
    largest: int | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    output: Path
    pages: int
    contributions: int
    communities: int
    written: int
    removed: int
    seconds: float
    left_out: dict[str, list[Problem]]
    base_path: str

    def summary(self) -> str:
        """Return what was built, in a sentence."""
        from practice_commons.model.wording import count

        return (
            f"{count(self.pages, 'page')}: {count(self.contributions, 'contribution')} in "
            f"{count(self.communities, 'community', 'communities')}, "
            f"{count(self.written, 'file')} written, in {self.seconds:.1f} s"
        )

    def as_json(self) -> str:
        """Return the same for a script."""
        return json.dumps(
            {
                "output": str(self.output),
                "pages": self.pages,
                "contributions": self.contributions,
                "communities": self.communities,
                "written": self.written,
                "removed": self.removed,
                "seconds": round(self.seconds, 3),
                "left_out": [
                    {"path": path, "problems": [str(problem) for problem in problems]}
                    for path, problems in self.left_out.items()
                ],
            },
            indent=2,
        )


def publish(
    root: Path,
    output: Path,
    at: str | None = None,
    *,
    quiet: bool = False,
    anew: bool = False,
    wanted: Wanted | None = None,
) -> Built:
    """Publish the commons in a folder to an output folder. Raises Failure; the site there is then as it was.

    Where nothing has changed since the site was published, nothing is read but what says so; `anew` makes a whole site
    again all the same.
    """
    from practice_commons.reading.tree import open_tree
    from practice_commons.site import stamp
    from practice_commons.site.extras import Extras
    from practice_commons.site.mark import edition_of, key_of

    begun = time.monotonic()
    wanted = wanted or Wanted(Extras())
    folder = workshop(root)
    was = edition_of(output)
    file = folder / "publishing" / f"{key_of(output)}.stamp"
    tree = open_tree(root, now(), at)
    now_is = stamp.stamp_of(tree, wanted.extras)
    kept = {} if anew or now_is is None else stamp.read(file)
    if kept and kept["stamp"] == now_is and (built := _unchanged(kept, output, begun)) is not None:
        return built

    def look() -> tuple[Tree, str | None]:
        if edition_of(output) == was:
            return tree, now_is
        again = open_tree(root, now(), at)  # another build came first, and may have seen more than we did
        return again, stamp.stamp_of(again, wanted.extras)

    return _published(root, output, look, begun, file, wanted, quiet=quiet, anew=anew)


def _unchanged(kept: dict[str, Any], output: Path, begun: float) -> Built | None:
    """Return what was built before, where that is what lies there; None where it is not."""
    from practice_commons.model.problem import Problem, Severity
    from practice_commons.site.mark import edition_of

    debris = output.with_name(f".{output.name}.new")
    if edition_of(output) != kept["edition"] or debris.exists():
        return None
    left_out = {
        path: [
            Problem(path, line, column, rule, Severity(severity), message, hint)
            for line, column, rule, severity, message, hint in found
        ]
        for path, found in kept["left_out"].items()
    }
    pages, contributions, communities = kept["counts"]
    seconds = time.monotonic() - begun
    return Built(output, pages, contributions, communities, 0, 0, seconds, left_out, kept["base_path"])


def _published(
    root: Path,
    output: Path,
    look: Callable[[], tuple[Tree, str | None]],
    begun: float,
    file: Path,
    wanted: Wanted,
    *,
    quiet: bool,
    anew: bool,
) -> Built:
    """Publish the tree that `look` gives, with its stamp, once no other build is at work.

    What is saved after that look differs from the stamp, and so is not missed.
    """
    from practice_commons.site import stamp

    with _turn(root) as scratch:
        tree, now_is = look()
        with _publication(root, output, tree, scratch, wanted, searching=wanted.extras.search, quiet=quiet) as about:
            published = about.publish(anew=anew)
            built = _built(about, published, begun)
            holding, index = about.catalogue.holding, about.search
            sound = holding.is_of(tree) and (index is None or index.made.token == holding.token)
        if now_is is not None and sound:
            said = {
                "stamp": now_is,
                "edition": about.shelf.edition(),
                "counts": [built.pages, built.contributions, built.communities],
                "base_path": built.base_path,
                "left_out": {
                    path: [list(one)[1:] for one in map(astuple, found)] for path, found in built.left_out.items()
                },
            }
            stamp.keep(file, said)
        return built


def part(root: Path, output: Path, at: str | None, share: Share, wanted: Wanted, *, quiet: bool) -> Built:
    """Make one share of the site in a folder. The first share has what browsers search with. Raises Failure."""
    from practice_commons.reading.tree import open_tree

    begun = time.monotonic()
    with _turn(root) as scratch:
        tree, searching = open_tree(root, now(), at), wanted.extras.search and share.number == 1
        with _publication(root, output, tree, scratch, wanted, searching=searching, quiet=quiet) as about:
            return _built(about, about.part(share, output), begun)


@contextmanager
def _turn(root: Path) -> Iterator[Path]:
    """Wait until no other build is at work, and give an empty folder.

    It has a fixed place, so that what a killed build leaves is cleared away by the next.
    """
    from practice_commons.site.shelf import held

    folder = workshop(root)
    scratch = folder / "scratch"
    with held(folder / "publishing.lock", notify):
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _publication(
    root: Path, output: Path, tree: Tree, scratch: Path, wanted: Wanted, *, searching: bool, quiet: bool
) -> Iterator[Publication]:
    """Give a publication of a tree, with catalogue and, where there is `searching`, index brought up to date."""
    from practice_commons.reading.tree import steward_folder
    from practice_commons.site.publication import Publication

    folder = workshop(root)
    with catalogue_of(tree, root, quiet=quiet) as catalogue:
        _refuse_broken_commons(catalogue.problems(*_ESSENTIAL))
        yield Publication(
            catalogue,
            catalogue.tree,
            steward_folder(tree, scratch / "stewards"),
            folder,
            _shelf(folder, output),
            scratch,
            wanted.extras,
            _index(catalogue, folder, wanted.largest, quiet=quiet) if searching else None,
            progress("Building pages", quiet=quiet),
        )


def _shelf(folder: Path, output: Path) -> Shelf:
    from practice_commons.site.mark import key_of
    from practice_commons.site.shelf import Shelf

    return Shelf(output, folder / "publishing" / f"{key_of(output)}.json")


def _built(about: Publication, published: Published, begun: float) -> Built:
    catalogue, laid = about.catalogue, published.laid
    return Built(
        about.shelf.output,
        published.pages,
        sum(catalogue.counts("community").values()),
        len(catalogue.vocabularies.communities),
        laid.written,
        laid.removed,
        time.monotonic() - begun,
        catalogue.left_out() | _papers_left_out(catalogue),
        urlsplit(catalogue.vocabularies.commons.base_url).path.rstrip("/") + "/",
    )


def _papers_left_out(catalogue: Catalogue) -> dict[str, list[Problem]]:
    """Return the published digests that are not shown, and the formats of them that could not be made."""
    from practice_commons.site.holdings import Holdings

    holdings = Holdings(catalogue)
    return holdings.papers.left_out() if holdings.has_papers else {}


def _index(catalogue: Catalogue, folder: Path, largest: int | None, *, quiet: bool) -> State:
    from practice_commons.search.renewal import brought

    return brought(catalogue, folder / SEARCH, notify, progress("Indexing", quiet=quiet), largest=largest)


def merged(root: Path, folder: Path, output: Path) -> str:
    """Put the shares in a folder together and publish them. Returns what it came to, in a sentence. Raises Failure."""
    from practice_commons.model.wording import count
    from practice_commons.site.shards import merge

    with _turn(root):
        pages, laid = merge(folder, _shelf(workshop(root), output))
    return f"{count(pages, 'page')}, {count(laid.files, 'file')} in {output}"


def _refuse_broken_commons(problems: tuple[Problem, ...]) -> None:
    broken = [problem for problem in problems if problem.is_error and problem.path in _ESSENTIAL]
    if broken:
        raise Failure(f"{broken[0]}", broken[0].hint)
