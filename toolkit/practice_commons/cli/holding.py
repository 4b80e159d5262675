"""`commons status`."""

from __future__ import annotations

import json

import click

from practice_commons.cli.room import commons_root, open_commons


@click.command(epilog="Example: commons status --json")
@click.option("--at", metavar="COMMIT", default=None, help="A commit, not the folder as it lies.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def status(ctx: click.Context, at: str | None, *, as_json: bool) -> None:
    """Say what the commons holds, and whether anything keeps it from being published."""
    tree, catalogue = open_commons(commons_root(ctx), at, quiet=as_json)
    with catalogue:
        vocabularies = catalogue.vocabularies
        kinds, communities = catalogue.counts("kind"), catalogue.counts("community")
        problems = catalogue.problems()
        left_out = catalogue.left_out()
        facts = {
            "name": vocabularies.commons.name,
            "commit": catalogue.commit,
            "when": catalogue.when.isoformat(),
            "published": sum(kinds.values()),
            "left_out": sorted(left_out),
            "errors": sum(problem.is_error for problem in problems),
            "warnings": sum(not problem.is_error for problem in problems),
            "kinds": kinds,
            "communities": {slug: communities.get(slug, 0) for slug in vocabularies.communities},
            "priorities": {one: catalogue.counts("priority").get(one, 0) for one in vocabularies.priorities},
            "tags": len(vocabularies.tags),
            "councils": len(vocabularies.register),
            "councils_heard": len(catalogue.counts("council")),
            "examined": catalogue.update.examined,
            "known": catalogue.update.known,
        }
    if as_json:
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    click.echo(f"{facts['name']}, {tree.name}")
    click.echo(f"  {facts['published']:,} contributions published, {len(left_out):,} left out")
    click.echo(f"  {', '.join(f'{count} {kind}' for kind, count in sorted(kinds.items(), key=lambda one: -one[1]))}")
    click.echo(
        f"  {len(vocabularies.communities)} communities, {len(vocabularies.priorities)} policy priorities, "
        f"{facts['tags']} tags, {facts['councils']} councils ({facts['councils_heard']} heard)"
    )
    click.echo(f"  {facts['errors']} errors, {facts['warnings']} warnings; see them with: commons check")
    click.echo(f"  catalogue: {facts['examined']} read now, {facts['known']} known already")
