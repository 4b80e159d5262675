"""What the commands of federation share: what the commons says of its peers, and how a refusal is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from practice_commons.cli.deciding import plain
from practice_commons.cli.room import now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from practice_commons.federation.refusal import Refusal
    from practice_commons.reading.federation import Federated
    from practice_commons.reading.tree import Tree
    from practice_commons.reading.vocabularies import Vocabularies

_Command = TypeVar("_Command", bound="Callable[..., object]")


def tree_of(root: Path) -> Tree:
    """Return the tree of the commons as it lies in its folder."""
    from practice_commons.reading.tree import open_tree

    return open_tree(root, now())


def federated(tree: Tree) -> Federated:
    """Return its peers and their pins."""
    from practice_commons.reading.federation import read_federation

    return read_federation(tree)


def words(tree: Tree) -> Vocabularies:
    """Return its own words."""
    from practice_commons.reading.vocabularies import read_vocabularies

    return read_vocabularies(tree)[0]


def sharded(command: _Command) -> _Command:
    """Give a command the option to do with a share of the peers."""
    return click.option("--shard", default="", metavar="I/N", help="Only one share of the peers, as for a CI matrix.")(
        command
    )


def share(ctx: click.Context, names: Sequence[str], shard: str) -> list[str]:
    """Return those of some peers, by name, that are in a share; all where none is named.

    Every share has as many peers as any other, or one less; together they have each peer once.
    """
    if not shard:
        return list(names)
    from practice_commons.cli.publishing import share_of

    found = share_of(shard, ctx)
    return sorted(names)[found.number - 1 :: found.of]


def refused(refusals: Iterable[Refusal]) -> None:
    """Show why a commit is not taken."""
    for one in refusals:
        click.echo(plain(f"  {one}"))
        if one.hint:
            click.echo(plain(f"    {one.hint}"))


def refusal_json(one: Refusal) -> dict[str, str]:
    """Return the same for a script."""
    return {"ground": one.ground.value, "message": one.message, "hint": one.hint}
