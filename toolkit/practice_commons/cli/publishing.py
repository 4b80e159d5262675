"""`commons build` and `commons serve`."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click

from practice_commons.cli.progress import progress
from practice_commons.cli.room import commons_root, notify, open_commons, workshop
from practice_commons.failure import Failure
from practice_commons.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    output: Path
    pages: int
    contributions: int
    communities: int
    written: int
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
                "seconds": round(self.seconds, 3),
                "left_out": [
                    {"path": path, "problems": [str(problem) for problem in problems]}
                    for path, problems in self.left_out.items()
                ],
            },
            indent=2,
        )


def publish(root: Path, output: Path, at: str | None = None, *, quiet: bool = False) -> Built:
    """Build the site of the commons in a folder, and put it in the output folder's place. Raises Failure."""
    from practice_commons.reading.tree import steward_folder
    from practice_commons.site.publication import Publication
    from practice_commons.site.shelf import held, lay

    begun = time.monotonic()
    with held(workshop(root) / "publishing.lock", notify), tempfile.TemporaryDirectory(prefix="commons-") as scratch:
        tree, catalogue = open_commons(root, at, quiet=quiet)
        with catalogue:
            _refuse_broken_commons(catalogue.problems())
            publication = Publication(
                catalogue, tree, steward_folder(tree, Path(scratch)), progress("Building pages", quiet=quiet)
            )
            laid = lay(output, publication.files())
            counts = catalogue.counts("community")
            return Built(
                output,
                publication.pages,
                sum(counts.values()),
                len(catalogue.vocabularies.communities),
                laid.written,
                time.monotonic() - begun,
                catalogue.left_out(),
                urlsplit(catalogue.vocabularies.commons.base_url).path.rstrip("/") + "/",
            )


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
@click.option("--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary for a script.")
@click.pass_context
def build(ctx: click.Context, output: Path | None, at: str | None, *, quiet: bool, as_json: bool) -> None:
    """Build the site.

    The output folder is replaced in one step: a reader never meets half a site. A contribution with errors is left
    out and listed; the rest is published, and the exit code is 1.
    """
    root = commons_root(ctx)
    built = publish(root, (output or root / "site").absolute(), at, quiet=quiet or as_json)
    if as_json:
        click.echo(built.as_json())
    elif not quiet:
        click.echo(f"Built {built.summary()}.\nThe site is in {built.output}; open {built.output / 'index.html'}")
    report_left_out(built)
    ctx.exit(1 if built.left_out else 0)


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
