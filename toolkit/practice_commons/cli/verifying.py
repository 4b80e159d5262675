"""`commons digest verify`: whether a digest that somebody holds is true, and still stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from practice_commons.cli.room import commons_root, open_commons

if TYPE_CHECKING:
    from practice_commons.catalogue.catalogue import Catalogue


@click.command(
    epilog="""\b
Examples:
  commons digest verify avoidable-contact.html
  commons digest verify meeting/avoidable-contact.pdf --json"""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def verify(ctx: click.Context, file: Path, *, as_json: bool) -> None:
    """Hold a digest in any format to the commons, and say what is not so.

    It is made again from the commit that it names and compared to the letter, and what was withdrawn since is named.
    The exit code is 1 where it does not hold.
    """
    from practice_commons.digest.verification import verify as verified
    from practice_commons.failure import Failure
    from practice_commons.model.wording import count

    root = commons_root(ctx)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Failure(f"cannot read {file}: {error.strerror}", "Name a digest: commons digest verify FILE") from None
    opened: list[Catalogue] = []

    def at(commit: str) -> Catalogue:
        opened.append(open_commons(root, commit, quiet=True)[1])
        return opened[-1]

    _, now = open_commons(root, quiet=True)
    try:
        found = verified(data, at, now)
    finally:
        for catalogue in (*opened, now):
            catalogue.close()
    if as_json:
        said = {
            "holds": found.holds,
            "statements": found.statements,
            "doubts": [{"where": one.where, "why": one.why} for one in found.doubts],
            "since": [{"where": one.where, "why": one.why} for one in found.since],
            "notes": found.notes,
        }
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
        ctx.exit(int(not found.holds))
    for one in found.doubts:
        click.echo(f"Not so: {one.where}: {one.why}")
    for one in found.since:
        click.echo(f"Changed since: {one.where} {one.why}")
    for note in found.notes:
        click.echo(note, err=True)
    verdict = "It holds." if found.holds else "It does not hold as it stands."
    click.echo(
        f"{count(found.statements, 'statement')} held to the commons, {count(len(found.doubts), 'doubt')}, "
        f"{count(len(found.since), 'source')} changed since. {verdict}"
    )
    ctx.exit(int(not found.holds))
