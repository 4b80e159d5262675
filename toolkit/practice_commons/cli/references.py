"""`commons reference`: the pages and files that are written from the code, kept current."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from practice_commons.cli.room import commons_root

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option("--write", is_flag=True, help="Write what has changed, and remove what is no longer written.")
@click.option("--check", is_flag=True, help="Only say what is out of date.  [default]")
@click.pass_context
def reference(ctx: click.Context, *, write: bool, check: bool) -> None:
    """Keep the generated reference pages, templates and copies up to date.

    They are made from the model, the rules and the commands, so that each is described in one place only. Only files
    that say they were written by this command are ever removed.

    \b
    Examples:
      commons reference
      commons reference --write
    """
    from practice_commons.cli.reference_pages import extra, pages
    from practice_commons.cli.writing import replace

    if write and check:
        raise click.UsageError("Choose one: --write or --check.")
    root = commons_root(ctx)
    known = pages(root)
    gone = list(extra(root, known))
    if write:
        changed = [path for path, text in known.items() if replace(root / path, text)]
        for path in gone:
            (root / path).unlink()
        for path in changed:
            click.echo(f"wrote {path}")
        for path in gone:
            click.echo(f"removed {path}")
        click.echo(f"{len(known)} files are up to date.", err=True)
        return
    stale = [path for path, text in known.items() if not _says(root / path, text)]
    for path in stale:
        click.echo(f"out of date: {path}")
    for path in gone:
        click.echo(f"no longer written: {path}")
    if stale or gone:
        click.echo("Bring them up to date with: commons reference --write", err=True)
        ctx.exit(1)


def _says(file: Path, text: str) -> bool:
    return file.is_file() and file.read_bytes() == text.encode()
