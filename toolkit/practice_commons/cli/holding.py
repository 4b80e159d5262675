"""`commons status`."""

from __future__ import annotations

import json

import click

from practice_commons.cli.room import commons_root, open_commons
from practice_commons.model.terms import Kind
from practice_commons.model.wording import count


@click.command(epilog="Example: commons status --json")
@click.option("--at", metavar="COMMIT", default=None, help="A commit, not the folder as it lies.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def status(ctx: click.Context, at: str | None, *, as_json: bool) -> None:
    """Say what the commons holds, and whether anything keeps it from being published."""
    tree, catalogue = open_commons(commons_root(ctx), at, quiet=as_json)
    with catalogue:
        vocabularies = catalogue.vocabularies
        kinds, communities, priorities = map(catalogue.counts, ("kind", "community", "priority"))
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
            "priorities": {one: priorities.get(one, 0) for one in vocabularies.priorities},
            "tags": len(vocabularies.tags),
            "councils": len(vocabularies.register),
            "councils_heard": len(catalogue.counts("council")),
            "examined": catalogue.update.examined,
            "known": max(0, len(catalogue.contributions()) - catalogue.update.examined),
        }
    if as_json:
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    click.echo(f"{facts['name']}, {tree.name}")
    click.echo(f"  {count(sum(kinds.values()), 'contribution')} published, {len(left_out):,} left out")
    if kinds:
        listed = sorted(kinds.items(), key=lambda one: -one[1])
        click.echo(f"  {', '.join(f'{number} {named(Kind(kind), number)}' for kind, number in listed)}")
    click.echo(
        f"  {count(len(vocabularies.communities), 'community', 'communities')}, "
        f"{count(len(vocabularies.priorities), 'policy priority', 'policy priorities')}, "
        f"{count(len(vocabularies.tags), 'tag')}, "
        f"{count(len(vocabularies.register), 'council')} ({facts['councils_heard']} heard)"
    )
    errors, warnings = sum(problem.is_error for problem in problems), sum(not problem.is_error for problem in problems)
    click.echo(f"  {count(errors, 'error')}, {count(warnings, 'warning')}; see them with: commons check")
    click.echo(f"  catalogue: {facts['examined']} read now, {facts['known']} known already")


def named(kind: Kind, number: int) -> str:
    """Return what so many contributions of a kind are called, within a sentence."""
    return (kind.label if number == 1 else kind.plural).lower()
