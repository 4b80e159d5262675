"""`commons digest affected`: which published digests use what was withdrawn or corrected since."""

from __future__ import annotations

import json

import click

from practice_commons.cli.room import commons_root, open_commons


@click.command(
    epilog="""\b
Examples:
  commons digest affected
  commons digest affected 2026-11-avoidable-contact --json"""
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def affected(ctx: click.Context, names: tuple[str, ...], *, as_json: bool) -> None:
    """Say which published digests, or which of those NAMED, use what has changed since.

    That is a contribution that was withdrawn, replaced or corrected, whose contributor took consent back or narrowed
    it, or that is gone. The exit code is 1 where there is any.
    """
    from practice_commons.digest.aftermath import changed
    from practice_commons.digest.published import published
    from practice_commons.failure import Failure
    from practice_commons.model.wording import count
    from practice_commons.reading.validation import did_you_mean

    root = commons_root(ctx)
    tree, catalogue = open_commons(root, quiet=as_json)
    with catalogue:
        held = {one.name: one for one in published(tree)}
        for name in names:
            if name not in held:
                hint = f"{did_you_mean(name, list(held))}\nList them with: commons digest published".lstrip()
                raise Failure(f"there is no published digest {name!r}", hint)
        chosen = [held[name] for name in dict.fromkeys(names)] or list(held.values())
        found = {
            one.name: {change.citation: change for part in one.parts for change in changed(part, catalogue)}
            for one in chosen
        }
    if as_json:
        rows = [
            {
                "name": one.name,
                "contributions": len(one.sources),
                "changed": [
                    {
                        "id": change.id,
                        "citation": change.citation,
                        "change": change.change.value,
                        "on": change.day.isoformat() if change.day else None,
                        "why": change.why,
                    }
                    for change in found[one.name].values()
                ],
            }
            for one in chosen
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        ctx.exit(int(any(found.values())))
    for one in chosen:
        changes = found[one.name].values()
        of = count(len(one.sources), "contribution")
        click.echo(f"{one.name}: {f'{len(changes)} of' if changes else 'none of'} {of} changed since")
        for change in changes:
            click.echo(f"  {change.citation} {change.why}")
    if not chosen:
        click.echo("No digest has been published yet.")
    ctx.exit(int(any(found.values())))
