"""`commons federation`: other commons, taken in at commits that people have looked at; here, what changes something."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from practice_commons.cli import surveying
from practice_commons.cli.deciding import plain
from practice_commons.cli.peers import federated, refusal_json, refused, tree_of, words
from practice_commons.cli.room import commons_root, now, workshop
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from practice_commons.federation.refusal import Refusal


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


for _command in (surveying.sync, surveying.diff, surveying.status, surveying.verify):
    federation.add_command(_command)


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
    found = proposed(Store(workshop(root), name), peer, words(tree_of(root)), now())
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
    from practice_commons.federation.acceptance import Accepted, accept_waiting, summary
    from practice_commons.federation.acceptance import accept as accepted

    if auto == bool(peer) or (auto and (seen or rewritten)):
        raise click.UsageError("Name one peer, or give --auto alone.")
    if rewritten != bool(reason.strip()):
        raise click.UsageError("--rewritten and --reason go together: the reason stays on record.")
    root = commons_root(ctx)
    folder = workshop(root)
    done: list[tuple[str, Accepted | tuple[Refusal, ...]]]
    if peer:
        found = accepted(root, folder, peer, now(), seen=seen, reason=reason)
        done = [(peer, found if isinstance(found, Accepted) else found.refusals)]
    else:
        done = list(accept_waiting(root, folder, now()))
    if as_json:
        rows = [
            {"peer": name, "accepted": one.pinned, "commit": one.commit, "refusals": []}
            if isinstance(one, Accepted)
            else {"peer": name, "accepted": None, "commit": None, "refusals": [refusal_json(each) for each in one]}
            for name, one in done
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    for name, one in done if not as_json else ():
        if isinstance(one, Accepted):
            click.echo(f"{name}: pinned at {one.pinned[:12]}, in {one.commit[:12]}: {summary(one.differences)}")
        else:
            click.echo(f"{name}: refused; what is published stays as it is")
            refused(one)
    if not done and not as_json:
        click.echo("Nothing is waiting that may be accepted by itself.")
    return int(any(not isinstance(one, Accepted) for _, one in done))


@federation.command(epilog="Example: commons federation remove kent")
@click.argument("peer")
@click.pass_context
def remove(ctx: click.Context, peer: str) -> None:
    """Take PEER out of communities/federation.yml and the lock: with that change, all that it published goes."""
    from practice_commons.cli import writing
    from practice_commons.federation.files import lock_text, with_pin, without_peer
    from practice_commons.model.federation import FEDERATION, LOCK

    root = commons_root(ctx)
    said = federated(tree_of(root))
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
