"""`commons federation sync`, `diff`, `status` and `verify`: peers, looked at. Nothing that is published changes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from practice_commons.cli.deciding import plain
from practice_commons.cli.peers import federated, refusal_json, refused, sharded, share, tree_of, words
from practice_commons.cli.progress import progress
from practice_commons.cli.room import commons_root, now, open_commons, workshop

if TYPE_CHECKING:
    from pathlib import Path

    from practice_commons.federation.diff import Difference
    from practice_commons.federation.sync import Synced
    from practice_commons.reading.federation import Federated
    from practice_commons.reading.tree import Tree


@click.command(epilog="Example: commons federation sync --json")
@click.argument("peers", nargs=-1, metavar="[PEERS]...")
@click.option("--pinned", is_flag=True, help="Fetch only the commits in the lock that are not here, for a build.")
@click.option("--check", is_flag=True, help="Put what is new to our checks too, so that `diff` and `accept` need not.")
@sharded
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def sync(ctx: click.Context, peers: tuple[str, ...], *, pinned: bool, check: bool, shard: str, as_json: bool) -> int:
    """Fetch what peers publish now, or some of them. Nothing that is published here changes.

    The exit code is 1 where what a peer publishes is refused, or it could not be asked. What our checks keep out is no
    ground to refuse the rest.
    """
    from practice_commons.federation.acceptance import summary
    from practice_commons.federation.sync import chosen, synced

    if check and pinned:
        raise click.UsageError("--check and --pinned exclude each other: what is pinned was checked.")
    root = commons_root(ctx)
    tree = tree_of(root)
    said = federated(tree)
    names = share(ctx, [name for name in chosen(said, peers) if name in said.lock.pins or not pinned], shard)
    show = progress("Fetching from peers", quiet=as_json)
    found = list(synced(said, names, workshop(root), now(), show, only_pinned=pinned))
    checked = {one.name: _differences(root, tree, said, one) for one in found if one.new} if check else {}
    if as_json:
        rows = [_synced(one) | ({"differences": _counted(checked.get(one.name, []))} if check else {}) for one in found]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    for one in found if not as_json else ():
        state = "has news" if one.new else "has nothing new"
        click.echo(f"{one.name}: {'refused' if one.refusals else state}{f', {one.tip[:12]}' if one.tip else ''}")
        refused(one.refusals)
        for warning in one.verdict.warnings if one.verdict else ():
            click.echo(f"  warning: {plain(warning)}")
        if one.name in checked:
            click.echo(f"  {summary(checked[one.name])}")
    if not said.federation.peers and not as_json:
        click.echo("There is no peer. Add one with: commons federation add URL")
    return int(any(one.refusals for one in found))


@click.command(epilog="Example: commons federation diff kent --json")
@click.argument("peer")
@click.option("--brief", is_flag=True, help="Leave out the texts.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def diff(ctx: click.Context, peer: str, *, brief: bool, as_json: bool) -> int:
    """Show what accepting what PEER published when it was last fetched would change here.

    The exit code is 1 where it is refused.
    """
    from practice_commons.federation.acceptance import summary
    from practice_commons.federation.store import Store
    from practice_commons.federation.sync import chosen, looked_at

    root = commons_root(ctx)
    tree = tree_of(root)
    said = federated(tree)
    chosen(said, (peer,))
    pin = said.lock.pins.get(peer)
    looked = looked_at(Store(workshop(root), peer), said.federation.peers[peer], pin, now())
    found = _differences(root, tree, said, looked)
    if as_json:
        click.echo(
            json.dumps(
                {**_synced(looked), "differences": [_difference(one) for one in found]}, indent=2, ensure_ascii=False
            )
        )
        return int(bool(looked.refusals))
    click.echo(f"{peer}: {pin.commit[:12] if pin else 'nothing'} to {looked.tip[:12] or 'nothing'}: {summary(found)}")
    refused(looked.refusals)
    community = None
    for one in found:
        if one.look.community != community:
            community = one.look.community
            click.echo(f"\n{plain(community)}")
        click.echo(f"  {one.what:9} {plain(one.look.title or one.path)} ({plain(one.look.identity or one.path)})")
        for problem in one.now.problems if one.now else ():
            click.echo(plain(f"    {problem.line}:{problem.column} {problem.rule} {problem.message}"))
        for line in one.lines() if not brief else ():
            click.echo(plain(f"    {line}"))
    if found and not looked.refusals:
        click.echo(f"\nAccept it with: commons federation accept {peer} --seen {looked.tip[:12]}")
    return int(bool(looked.refusals))


@click.command(epilog="Example: commons federation status --report kent")
@click.option(
    "--report", default="", metavar="PEER", help="What of PEER is kept out here, and why: to send to its people."
)
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def status(ctx: click.Context, *, report: str, as_json: bool) -> None:
    """Say how each peer stands: what is pinned, what is waiting, what is kept out."""
    from practice_commons.federation.report import kept_out, standings
    from practice_commons.federation.sync import chosen

    root = commons_root(ctx)
    said = federated(tree_of(root))
    names = chosen(said, (report,) if report else ())
    _, catalogue = open_commons(root, quiet=as_json)
    with catalogue:
        if report:
            found = kept_out(catalogue, said, report, workshop(root))
            if as_json:
                said_so = [
                    {"path": one.path, "line": one.line, "rule": one.rule, "message": one.message} for one in found
                ]
                click.echo(json.dumps(said_so, indent=2, ensure_ascii=False))
                return
            for one in found:
                click.echo(plain(f"{one.path}:{one.line} {one.rule} {one.message}"))
                if one.hint:
                    click.echo(plain(f"  {one.hint}"))
            click.echo(
                f"{len({one.path for one in found}):,} of {report} are kept out." if found else "Nothing is kept out."
            )
            return
        rows = standings(catalogue, said, names, workshop(root), now())
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False))
        return
    for row in rows:
        pinned = f"pinned at {row.pinned[:12]}, {row.published:,} published, {row.kept_out:,} kept out"
        click.echo(f"{row.peer}: {pinned if row.pinned else 'nothing is pinned'}")
        if row.news:
            click.echo(f"  {row.tip[:12]} is waiting: commons federation diff {row.peer}")
        for warning in (*row.warnings, *row.refusals):
            click.echo(plain(f"  {warning}"))
    if not rows:
        click.echo("There is no peer. Add one with: commons federation add URL")


@click.command(epilog="Example: commons federation verify --json")
@sharded
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def verify(ctx: click.Context, *, shard: str, as_json: bool) -> int:
    """Prove every pin again: that it is here, whole, signed by whom it should be, and goes on from those before it.

    The exit code is 1 where one does not hold.
    """
    from practice_commons.federation.report import doubts
    from practice_commons.federation.sync import chosen

    root = commons_root(ctx)
    said = federated(tree_of(root))
    names = share(ctx, [name for name in chosen(said, ()) if name in said.lock.pins], shard)
    found = {name: doubts(said, name, workshop(root), now()) for name in names}
    if as_json:
        rows = {name: [refusal_json(one) for one in each] for name, each in found.items()}
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    for name, each in found.items() if not as_json else ():
        click.echo(f"{name}: {'does not hold' if each else 'holds'}, {said.lock.pins[name].commit[:12]}")
        refused(tuple(each))
    return int(any(found.values()))


def _differences(root: Path, tree: Tree, said: Federated, looked: Synced) -> list[Difference]:
    """Return what accepting what a peer publishes would change here; nothing where it cannot be read."""
    from practice_commons.federation.acceptance import compared
    from practice_commons.federation.store import Store

    name, holding = looked.name, looked.verdict.holding if looked.verdict else None
    if holding is None:
        return []
    peer, pin = said.federation.peers[name], said.lock.pins.get(name)
    return compared(Store(workshop(root), name), name, peer, pin, holding, words(tree), now().date())


def _counted(found: list[Difference]) -> dict[str, int]:
    return dict(Counter(one.what.value for one in found))


def _synced(one: Synced) -> dict[str, Any]:
    return {
        "peer": one.name,
        "tip": one.tip,
        "news": one.new,
        "signer": one.verdict.signer if one.verdict else "",
        "when": one.verdict.when.isoformat() if one.verdict else None,
        "warnings": list(one.verdict.warnings) if one.verdict else [],
        "refusals": [refusal_json(each) for each in one.refusals],
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "path": one.path,
        "what": one.what.value,
        "id": one.look.identity,
        "title": one.look.title,
        "community": one.look.community,
        "problems": [
            {"line": each.line, "rule": each.rule, "message": each.message}
            for each in (one.now.problems if one.now else ())
        ],
        "difference": list(one.lines()),
    }
