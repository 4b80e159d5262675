"""`commons build` and `commons serve`."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from practice_commons.cli.progress import progress
from practice_commons.cli.room import SEARCH, catalogue_of, commons_root, notify, now, workshop
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from practice_commons.catalogue.catalogue import Catalogue
    from practice_commons.model.problem import Problem
    from practice_commons.reading.tree import Tree
    from practice_commons.search.shelf import State
    from practice_commons.site.shards import Share


@dataclass(frozen=True, slots=True)
class Searched:
    """What browsers are given to search with: anything at all, and in pieces of how many bytes (None: as before)."""

    at_all: bool = True
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
    search: Searched | None = None,
) -> Built:
    """Publish the commons in a folder to an output folder. Raises Failure; the site there is then as it was.

    Where nothing has changed since the site was published, nothing is read but what says so; `anew` makes a whole site
    again all the same. `search` says what browsers are given to search with, other than the usual.
    """
    from practice_commons.reading.tree import open_tree
    from practice_commons.site import stamp
    from practice_commons.site.mark import edition_of, key_of

    begun = time.monotonic()
    search = search or Searched()
    folder = workshop(root)
    was = edition_of(output)
    file = folder / "publishing" / f"{key_of(output)}.stamp"
    tree = open_tree(root, now(), at)
    now_is = stamp.stamp_of(tree, search=search.at_all)
    kept = {} if anew or now_is is None else stamp.read(file)
    if kept and kept["stamp"] == now_is and (built := _unchanged(kept, output, begun)) is not None:
        return built

    def look() -> tuple[Tree, str | None]:
        if edition_of(output) == was:
            return tree, now_is
        again = open_tree(root, now(), at)  # another build came first, and may have seen more than we did
        return again, stamp.stamp_of(again, search=search.at_all)

    return _published(root, output, look, begun, file, quiet=quiet, anew=anew, search=search)


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
    *,
    quiet: bool,
    anew: bool,
    search: Searched,
) -> Built:
    """Publish the tree that `look` gives, with its stamp, once no other build is at work.

    What is saved after that look differs from the stamp, and so is not missed.
    """
    from practice_commons.reading.tree import steward_folder
    from practice_commons.site import stamp
    from practice_commons.site.publication import Publication
    from practice_commons.site.shelf import Shelf, held

    folder = workshop(root)
    with held(folder / "publishing.lock", notify), _scratch(folder) as scratch:
        tree, now_is = look()
        with catalogue_of(tree, root, quiet=quiet) as catalogue:
            left_out = catalogue.left_out()
            _refuse_broken_commons(catalogue.problems("communities/commons.yml"))
            shelf = Shelf(output, file.with_suffix(".json"))
            shows = progress("Building pages", quiet=quiet)
            stewards = steward_folder(tree, scratch / "stewards")
            index = _index(catalogue, folder, search, quiet=quiet) if search.at_all else None
            facts = (catalogue, tree, stewards, folder, shelf, scratch, index, search.at_all, shows)
            published = Publication(*facts).publish(anew=anew)
            counts = sum(catalogue.counts("community").values()), len(catalogue.vocabularies.communities)
            base_path = urlsplit(catalogue.vocabularies.commons.base_url).path.rstrip("/") + "/"
            built = Built(
                output,
                published.pages,
                *counts,
                published.laid.written,
                published.laid.removed,
                time.monotonic() - begun,
                left_out,
                base_path,
            )
            sound = catalogue.holding.is_of(tree) and (index is None or index.made.token == catalogue.holding.token)
        if now_is is not None and sound:
            said = {
                "stamp": now_is,
                "edition": shelf.edition(),
                "counts": [published.pages, *counts],
                "base_path": base_path,
                "left_out": {path: [list(one)[1:] for one in map(astuple, found)] for path, found in left_out.items()},
            }
            stamp.keep(file, said)
        return built


def _index(catalogue: Catalogue, folder: Path, search: Searched, *, quiet: bool) -> State:
    """Return the search index of a commons, brought up to date."""
    from practice_commons.search.renewal import brought

    shows = progress("Indexing", quiet=quiet)
    return brought(catalogue, folder / SEARCH, notify, shows, largest=search.largest)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Give an empty folder. It has a fixed place, so that what a killed build leaves is cleared away by the next."""
    scratch = folder / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _part(root: Path, output: Path, at: str | None, share: Share, *, quiet: bool, search: Searched) -> Built:
    """Make one share of the site in a folder."""
    from practice_commons.reading.tree import open_tree, steward_folder
    from practice_commons.site.mark import key_of
    from practice_commons.site.publication import Publication
    from practice_commons.site.shelf import Shelf, held

    begun = time.monotonic()
    folder = workshop(root)
    with held(folder / "publishing.lock", notify), _scratch(folder) as scratch:
        tree = open_tree(root, now(), at)
        with catalogue_of(tree, root, quiet=quiet) as catalogue:
            _refuse_broken_commons(catalogue.problems("communities/commons.yml"))
            shelf = Shelf(output, folder / "publishing" / f"{key_of(output)}.json")
            shows = progress("Building pages", quiet=quiet)
            stewards = steward_folder(tree, scratch / "stewards")
            first = search.at_all and share.number == 1  # which has what browsers search with
            index = _index(catalogue, folder, search, quiet=quiet) if first else None
            facts = (catalogue, tree, stewards, folder, shelf, scratch, index, search.at_all, shows)
            made = Publication(*facts).part(share, output)
            counts = sum(catalogue.counts("community").values()), len(catalogue.vocabularies.communities)
            seconds = time.monotonic() - begun
            left_out = catalogue.left_out()
            return Built(output, made.pages, *counts, made.laid.written, 0, seconds, left_out, "/")


def _merged(root: Path, folder: Path, output: Path) -> str:
    """Put the shares in a folder together and publish them. Returns what it came to, in a sentence."""
    from practice_commons.model.wording import count
    from practice_commons.site.mark import key_of
    from practice_commons.site.shards import merge
    from practice_commons.site.shelf import Shelf, held

    work = workshop(root)
    with held(work / "publishing.lock", notify):
        pages, laid = merge(folder, Shelf(output, work / "publishing" / f"{key_of(output)}.json"))
    return f"{count(pages, 'page')}, {count(laid.files, 'file')} in {output}"


def report_left_out(built: Built) -> None:
    """List on stderr what was left out, and why."""
    for path, problems in built.left_out.items():
        click.echo(f"Left out: {path}", err=True)
        for problem in problems:
            click.echo(f"  {problem.line}:{problem.column} {problem.rule} {problem.message}", err=True)
    if built.left_out:
        click.echo(f"{len(built.left_out)} left out; everything else is published. See: commons check", err=True)


def _refuse_broken_commons(problems: tuple[Problem, ...]) -> None:
    broken = [problem for problem in problems if problem.is_error and problem.path == "communities/commons.yml"]
    if broken:
        raise Failure(f"{broken[0]}", broken[0].hint)


@click.command(epilog="Example: commons build --output public")
@click.option("--output", type=click.Path(path_type=Path), default=None, help="Where the site goes.  [default: site]")
@click.option("--at", metavar="COMMIT", default=None, help="Build a commit, not the folder as it lies.")
@click.option("--anew", is_flag=True, help="Make every page again, whatever is there.")
@click.option("--no-search", is_flag=True, help="Leave out what browsers search with: a first build is much quicker.")
@click.option(
    "--max-shard",
    type=click.IntRange(1_000),
    metavar="BYTES",
    default=None,
    help="With --anew: how large a piece of the search index may be; larger ones are fewer files.",
)
@click.option("--shard", metavar="I/N", default=None, help="Make only one share of the pages, into the output folder.")
@click.option(
    "--merge",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=None,
    metavar="FOLDER",
    help="Put the shares that lie in a folder together.",
)
@click.option("--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary for a script.")
@click.pass_context
def build(
    ctx: click.Context,
    output: Path | None,
    at: str | None,
    *,
    anew: bool,
    no_search: bool,
    max_shard: int | None,
    shard: str | None,
    merge: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Build the site.

    Only what differs from the site that is there is made again, and the output folder is one whole site at every
    moment: a reader never meets half of one. A contribution with errors is left out and listed; the rest is published,
    and the exit code is 1.

    A commons that outgrows one machine is built in shares, `--shard 1/4` to `--shard 4/4`, each into a folder below
    one that `--merge` is then given.
    """
    if max_shard is not None and not anew:
        raise click.UsageError("--max-shard needs --anew: all pieces of the search index are made again.", ctx)
    search = Searched(not no_search, max_shard)
    root = commons_root(ctx)
    site = (output or root / "site").absolute()
    if merge is not None:
        said = _merged(root, merge.absolute(), site)
        if not quiet:
            click.echo(f"Merged {said}")
        return
    if shard is not None:
        if output is None:
            raise click.UsageError("--shard needs --output, a folder for the share", ctx)
        built = _part(root, site, at, _share(shard, ctx), quiet=quiet or as_json, search=search)
    else:
        built = publish(root, site, at, quiet=quiet or as_json, anew=anew, search=search)
    if as_json:
        click.echo(built.as_json())
    elif not quiet:
        where = f"The site is in {built.output}; open {built.output / 'index.html'}"
        click.echo(f"Built {built.summary()}.\n" + (f"The share is in {built.output}" if shard else where))
    report_left_out(built)
    ctx.exit(1 if built.left_out else 0)


def _share(text: str, ctx: click.Context) -> Share:
    from practice_commons.site.shards import Share

    try:
        return Share.parse(text)
    except ValueError as error:
        raise click.UsageError(str(error), ctx) from None


@click.command(epilog="Example: commons serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; another one when taken."
)
@click.option("--open/--no-open", "open_browser", default=False, help="Open the site in a browser.")
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, *, open_browser: bool) -> None:
    """Build the site, serve it, and rebuild as files change; pages reload themselves."""
    from practice_commons.site.server import Served, listen

    root = commons_root(ctx)
    output = workshop(root) / "site"
    built = publish(root, output)
    report_left_out(built)
    socket, address = listen(host, port)
    home = f"{address}{built.base_path}"
    command = "commons" if shutil.which("commons") else os.path.relpath(sys.argv[0])
    click.echo(f"""
The commons is at {home}
Built {built.summary()}.

Three things to try:
  1. Read what colleagues shared:  {home}communities/
  2. Search without a network:     {command} search "avoidable contact"
  3. Make an advocacy briefing:    {command} digest --list

Change a file under communities/ and the page reloads. Stop with Ctrl-C.""")
    if open_browser:
        click.launch(home)

    def rebuild() -> str:
        again = publish(root, output, quiet=True)
        report_left_out(again)
        return f"Built again: {again.summary()}."

    Served(output, built.base_path, rebuild, notify).run(
        socket, [root / name for name in ("communities", "contributions", "docs", "mkdocs.yml")]
    )
