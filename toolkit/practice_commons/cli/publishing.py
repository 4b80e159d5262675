"""`commons build` and `commons serve`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from practice_commons.cli.building import Built, Wanted, merged, part, publish
from practice_commons.cli.room import commons_root, notify, workshop

if TYPE_CHECKING:
    from practice_commons.site.shards import Share


def report_left_out(built: Built) -> None:
    """List on stderr what was left out, and why."""
    for path, problems in built.left_out.items():
        click.echo(f"Left out: {path}", err=True)
        for problem in problems:
            click.echo(f"  {problem.line}:{problem.column} {problem.rule} {problem.message}", err=True)
    if built.left_out:
        click.echo(f"{len(built.left_out)} left out; everything else is published. See: commons check", err=True)


@click.command(epilog="Example: commons build --output public")
@click.option("--output", type=click.Path(path_type=Path), default=None, help="Where the site goes.  [default: site]")
@click.option("--at", metavar="COMMIT", default=None, help="Build a commit, not the folder as it lies.")
@click.option("--anew", is_flag=True, help="Make every page again, whatever is there.")
@click.option("--no-search", is_flag=True, help="Leave out what browsers search with: a first build is much quicker.")
@click.option(
    "--max-shard",
    type=click.IntRange(1_000, 1_000_000),
    metavar="BYTES",
    default=None,
    help="With --anew: how large a piece of the search index may be; larger ones are fewer files.",
)
@click.option("--offline-app", is_flag=True, help="Let readers keep the whole site on their device.")
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
    offline_app: bool,
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
    from practice_commons.site.extras import Extras

    if max_shard is not None and not anew:
        raise click.UsageError("--max-shard needs --anew: all pieces of the search index are made again.", ctx)
    wanted = Wanted(Extras(search=not no_search, offline=offline_app), max_shard)
    root = commons_root(ctx)
    site = (output or root / "site").absolute()
    if merge is not None:
        said = merged(root, merge.absolute(), site)
        if not quiet:
            click.echo(f"Merged {said}")
        return
    if shard is not None:
        if output is None:
            raise click.UsageError("--shard needs --output, a folder for the share", ctx)
        built = part(root, site, at, share_of(shard, ctx), wanted, quiet=quiet or as_json)
    else:
        built = publish(root, site, at, quiet=quiet or as_json, anew=anew, wanted=wanted)
    if as_json:
        click.echo(built.as_json())
    elif not quiet:
        where = f"The site is in {built.output}; open {built.output / 'index.html'}"
        click.echo(f"Built {built.summary()}.\n" + (f"The share is in {built.output}" if shard else where))
    report_left_out(built)
    ctx.exit(1 if built.left_out else 0)


def share_of(text: str, ctx: click.Context) -> Share:
    """Return the share that an option `--shard I/N` names."""
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
    from practice_commons.cli.doors import FORM, doors
    from practice_commons.site.extras import Extras
    from practice_commons.site.server import Served, listen

    root = commons_root(ctx)
    output = workshop(root) / "site"
    beside = doors(root)
    wanted = Wanted(Extras(form=FORM if beside else ""))
    built = publish(root, output, wanted=wanted)
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
{_doors_said(address, command, root) if beside else ""}
Change a file under communities/ and the page reloads. Stop with Ctrl-C.""")
    if open_browser:
        click.launch(home)

    def rebuild() -> str:
        again = publish(root, output, quiet=True, wanted=wanted)
        report_left_out(again)
        return f"Built again: {again.summary()}."

    Served(output, built.base_path, rebuild, notify, beside).run(
        socket, [root / name for name in ("communities", "contributions", "docs", "mkdocs.yml")]
    )


def _doors_said(address: str, command: str, root: Path) -> str:
    """Return where things are shared and decided on, and by whom."""
    from practice_commons.cli.deciding import roles

    known = roles(root)
    role = known[0] if known else "ROLE"
    return f"""
Share something:      {address}/contribute/
Decide what is published: {command} moderate sign-in --as {role} --address {address}
"""
