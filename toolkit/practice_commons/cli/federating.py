"""`commons federation`: other commons, taken in at commits that people have looked at."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from practice_commons.cli.deciding import plain
from practice_commons.cli.progress import progress
from practice_commons.cli.room import commons_root, now, workshop
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from practice_commons.federation.diff import Difference
    from practice_commons.federation.refusal import Refusal
    from practice_commons.federation.sync import Synced
    from practice_commons.reading.federation import Federated
    from practice_commons.reading.vocabularies import Vocabularies


@click.group()
def federation() -> None:
    """Take in what other commons publish, at commits that you have looked at.

    \b
    Examples:
      commons federation add https://git.example.org/kent/commons.git --signer "kent@example.org ssh-ed25519 AAAA…"
      commons federation sync
      commons federation diff kent
      commons federation accept kent
    """


@federation.command(epilog="Example: commons federation add https://git.example.org/commons.git --name kent --unsigned")
@click.argument("url")
@click.option("--name", default="", metavar="SLUG", help="What to call it here.  [default: from its address]")
@click.option("--ref", default="main", show_default=True, help="The branch that it publishes from.")
@click.option("--folder", default="", help="The folder of its repository in which the commons lies.")
@click.option("--community", "communities", multiple=True, metavar="GLOB", help="Which of its communities; repeat it.")
@click.option(
    "--signer", "signers", multiple=True, metavar="LINE", help="Who may sign: a line of an allowed signers file."
)
@click.option("--unsigned", is_flag=True, help="Take commits that nobody signed.")
@click.option("--insecure", is_flag=True, help="Allow http, or a folder: for trying things out.")
@click.pass_context
def add(
    ctx: click.Context,
    url: str,
    *,
    name: str,
    ref: str,
    folder: str,
    communities: tuple[str, ...],
    signers: tuple[str, ...],
    unsigned: bool,
    insecure: bool,
) -> None:
    """Add a peer to communities/federation.yml, from what its repository says of itself.

    Nothing of it is published by that. Without --signer or --unsigned nothing is written, and the key of its last
    commit is shown, to be compared with what its people tell you by another way.
    """
    from pydantic import ValidationError

    from practice_commons.cli import writing
    from practice_commons.federation.files import with_peer
    from practice_commons.federation.proposal import proposed, slug_of
    from practice_commons.federation.store import Store
    from practice_commons.model.federation import FEDERATION, Peer

    if signers and unsigned:
        raise click.UsageError("--signer and --unsigned exclude each other.")
    root = commons_root(ctx)
    name = slug_of(name or url.rstrip("/").removesuffix(".git").rpartition("/")[2])
    facts: dict[str, Any] = {"url": url, "ref": ref, "communities": communities or ("*",), "insecure": insecure}
    facts |= {"folder": folder or None, "unsigned": not signers}
    try:
        peer = Peer(**facts, signers=signers)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        said = str(first.get("ctx", {}).get("error", "")) or f"{first['loc'][0]} is not as it should be"
        raise Failure(f"{plain(url)}: {said}", "Write an address like https://git.example.org/commons.git") from None
    found = proposed(Store(workshop(root), name), peer, _words(root), now())
    if not signers and not unsigned:
        if found.key is None:
            raise Failure(
                f"the last commit of {url} is not signed with SSH", "To take it all the same, say so with --unsigned."
            )
        click.echo(f"Its last commit says that it is signed with {found.key[1]}", err=True)
        raise Failure(
            "say who may sign for it, once its people have confirmed that by another way than the repository",
            f'Then: --signer "{name} {found.key[0]}"',
        )
    peer = found.peer.model_copy(update={"communities": communities} if communities else {})
    file = root / FEDERATION
    text = file.read_text("utf-8") if file.is_file() else ""
    writing.replace(file, with_peer(text, name, peer, found.comment))
    click.echo(f"Added {name} to {FEDERATION}. Look at it, commit it, then: commons federation diff {name}")


@federation.command(epilog="Example: commons federation sync --json")
@click.argument("peers", nargs=-1, metavar="[PEERS]...")
@click.option("--pinned", is_flag=True, help="Fetch only the commits in the lock that are not here, for a build.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def sync(ctx: click.Context, peers: tuple[str, ...], *, pinned: bool, as_json: bool) -> int:
    """Fetch what peers publish now, or some of them. Nothing that is published here changes.

    The exit code is 1 where what a peer publishes is refused, or it could not be asked.
    """
    from practice_commons.federation.sync import chosen, synced

    root = commons_root(ctx)
    said = _federated(root)
    names = chosen(said, peers)
    show = progress("Fetching from peers", quiet=as_json)
    found = list(synced(said, names, workshop(root), now(), show, only_pinned=pinned))
    if as_json:
        click.echo(json.dumps([_synced(one) for one in found], indent=2, ensure_ascii=False))
    for one in found if not as_json else ():
        state = "has news" if one.new else "has nothing new"
        click.echo(f"{one.name}: {'refused' if one.refusals else state}{f', {one.tip[:12]}' if one.tip else ''}")
        _refused(one.refusals)
        for warning in one.verdict.warnings if one.verdict else ():
            click.echo(f"  warning: {plain(warning)}")
    if not found and not as_json:
        click.echo("There is no peer. Add one with: commons federation add URL")
    return int(any(one.refusals for one in found))


@federation.command(epilog="Example: commons federation diff kent --json")
@click.argument("peer")
@click.option("--brief", is_flag=True, help="Leave out the texts.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def diff(ctx: click.Context, peer: str, *, brief: bool, as_json: bool) -> int:
    """Show what accepting what PEER published when it was last fetched would change here.

    The exit code is 1 where it is refused.
    """
    from practice_commons.federation.acceptance import compared, summary
    from practice_commons.federation.store import Store
    from practice_commons.federation.sync import chosen, looked_at

    root = commons_root(ctx)
    said = _federated(root)
    chosen(said, (peer,))
    entry, pin, store = said.federation.peers[peer], said.lock.pins.get(peer), Store(workshop(root), peer)
    looked = looked_at(store, entry, pin, now())
    holding = looked.verdict.holding if looked.verdict else None
    found = compared(store, peer, entry, pin, holding, _words(root), now().date()) if holding else []
    if as_json:
        click.echo(
            json.dumps(
                {**_synced(looked), "differences": [_difference(one) for one in found]}, indent=2, ensure_ascii=False
            )
        )
        return int(bool(looked.refusals))
    click.echo(f"{peer}: {pin.commit[:12] if pin else 'nothing'} to {looked.tip[:12] or 'nothing'}: {summary(found)}")
    _refused(looked.refusals)
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


@federation.command(epilog="Example: commons federation accept kent --seen 3f2a9c11d0e4")
@click.argument("peer", required=False)
@click.option("--auto", is_flag=True, help="Accept from every peer that says `automatic: yes` and signs.")
@click.option("--seen", default="", metavar="COMMIT", help="Only if it is what was looked at.")
@click.option("--rewritten", is_flag=True, help="Accept a history that does not descend from what is pinned.")
@click.option("--reason", default="", metavar="TEXT", help="Why a rewritten history is accepted: it stays on record.")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def accept(
    ctx: click.Context, peer: str | None, *, auto: bool, seen: str, rewritten: bool, reason: str, as_json: bool
) -> int:
    """Pin PEER at what it published when it was last fetched: one commit on main.

    Whatever is refused leaves what is published as it is, and the exit code is 1.
    """
    from practice_commons.federation.acceptance import Accepted, Standing, summary, waiting
    from practice_commons.federation.acceptance import accept as accepted

    if auto == bool(peer) or (auto and (seen or rewritten)):
        raise click.UsageError("Name one peer, or give --auto alone.")
    if rewritten != bool(reason.strip()):
        raise click.UsageError("--rewritten and --reason go together: the reason stays on record.")
    root = commons_root(ctx)
    folder = workshop(root)
    names = [peer] if peer else waiting(Standing.of(root).federated, folder)
    done = [(name, accepted(root, folder, name, now(), seen=seen, reason=reason)) for name in names]
    if as_json:
        rows = [
            {"peer": name, "accepted": one.pinned, "commit": one.commit, "refusals": []}
            if isinstance(one, Accepted)
            else {"peer": name, "accepted": None, "commit": None, "refusals": [_refusal(each) for each in one.refusals]}
            for name, one in done
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return int(any(not isinstance(one, Accepted) for _, one in done))
    for name, one in done:
        if isinstance(one, Accepted):
            click.echo(f"{name}: pinned at {one.pinned[:12]}, in {one.commit[:12]}: {summary(one.differences)}")
        else:
            click.echo(f"{name}: refused; what is published stays as it is")
            _refused(one.refusals)
    if not done:
        click.echo("Nothing is waiting that may be accepted by itself.")
    return int(any(not isinstance(one, Accepted) for _, one in done))


@federation.command(epilog="Example: commons federation status --report kent")
@click.option(
    "--report", default="", metavar="PEER", help="What of PEER is kept out here, and why: to send to its people."
)
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def status(ctx: click.Context, *, report: str, as_json: bool) -> None:
    """Say how each peer stands: what is pinned, what is waiting, what is kept out."""
    from practice_commons.cli.room import open_commons
    from practice_commons.federation.report import kept_out, standings
    from practice_commons.federation.sync import chosen

    root = commons_root(ctx)
    said = _federated(root)
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


@federation.command(epilog="Example: commons federation verify --json")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
@click.pass_context
def verify(ctx: click.Context, *, as_json: bool) -> int:
    """Prove every pin again: that it is here, whole, signed by whom it should be, and goes on from those before it.

    The exit code is 1 where one does not hold.
    """
    from practice_commons.federation.report import doubts
    from practice_commons.federation.sync import chosen

    root = commons_root(ctx)
    said = _federated(root)
    names = [name for name in chosen(said, ()) if name in said.lock.pins]
    found = {name: doubts(said, name, workshop(root), now()) for name in names}
    if as_json:
        rows = {name: [_refusal(one) for one in each] for name, each in found.items()}
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    for name, each in found.items() if not as_json else ():
        click.echo(f"{name}: {'does not hold' if each else 'holds'}, {said.lock.pins[name].commit[:12]}")
        _refused(tuple(each))
    return int(any(found.values()))


@federation.command(epilog="Example: commons federation remove kent")
@click.argument("peer")
@click.pass_context
def remove(ctx: click.Context, peer: str) -> None:
    """Take PEER out of communities/federation.yml and the lock: with that change, all that it published goes."""
    from practice_commons.cli import writing
    from practice_commons.federation.files import lock_text, with_pin, without_peer
    from practice_commons.model.federation import FEDERATION, LOCK

    root = commons_root(ctx)
    said = _federated(root)
    file = root / FEDERATION
    if peer not in said.federation.peers and peer not in said.lock.pins:
        raise Failure(f"there is no peer {peer!r}", f"Peers stand in {FEDERATION}.")
    if peer in said.federation.peers:
        writing.replace(file, without_peer(file.read_text("utf-8"), peer))
    if peer in said.lock.pins:
        writing.replace(root / LOCK, lock_text(with_pin(said.lock, peer, None)))
    click.echo(f"Took {peer} out. Look at the change and commit it.")


@federation.command(epilog="Example: commons federation adopt kent:one-call-one-answer")
@click.argument("identity", metavar="PEER:ID")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@click.pass_context
def adopt(ctx: click.Context, identity: str, *, output: Path | None) -> None:
    """Begin your own version of what a peer published: a draft in the in-tray that says what it is adapted from."""
    from practice_commons.cli import writing
    from practice_commons.cli.room import open_commons
    from practice_commons.federation.translation import own_version
    from practice_commons.reading.git import TreeEntry
    from practice_commons.reading.tree import REGULAR

    root = commons_root(ctx)
    _, catalogue = open_commons(root)
    with catalogue:
        entry = catalogue.entry(identity)
        if entry is None or not entry.source:
            raise Failure(f"no peer has published {identity!r} here", "Write it as PEER:ID; look with: commons search")
        if entry.contribution.withdrawn:
            raise Failure(f"{identity} was withdrawn where it comes from", "What was taken back is not to be taken up.")
        data = next(data for _, data in catalogue.tree.read([TreeEntry(REGULAR, entry.blob, entry.path)]))
    file = output or root / "contributions" / entry.path.rpartition("/")[2]
    writing.write_new(file, own_version(data, entry.citation).decode())
    click.echo(
        f"Wrote {writing.as_typed(file)}. Say in it what is yours, then: commons submit {writing.as_typed(file)}"
    )


def _federated(root: Path) -> Federated:
    from practice_commons.reading.federation import read_federation
    from practice_commons.reading.tree import open_tree

    return read_federation(open_tree(root, now()))


def _words(root: Path) -> Vocabularies:
    from practice_commons.reading.tree import open_tree
    from practice_commons.reading.vocabularies import read_vocabularies

    return read_vocabularies(open_tree(root, now()))[0]


def _refused(refusals: tuple[Refusal, ...]) -> None:
    for one in refusals:
        click.echo(plain(f"  {one}"))
        if one.hint:
            click.echo(plain(f"    {one.hint}"))


def _refusal(one: Refusal) -> dict[str, str]:
    return {"ground": one.ground.value, "message": one.message, "hint": one.hint}


def _synced(one: Synced) -> dict[str, Any]:
    return {
        "peer": one.name,
        "tip": one.tip,
        "news": one.new,
        "signer": one.verdict.signer if one.verdict else "",
        "when": one.verdict.when.isoformat() if one.verdict else None,
        "warnings": list(one.verdict.warnings) if one.verdict else [],
        "refusals": [_refusal(each) for each in one.refusals],
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
