"""`commons digest publish` and `commons digest published`: digests kept in the commons, and reviewed like any file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from practice_commons.cli.advocacy import commit_to_read, require_priority
from practice_commons.cli.room import commons_root, notify, now, open_commons
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from practice_commons.catalogue.catalogue import Catalogue
    from practice_commons.digest.publishing import Draft

_BRANCH = re.compile(r"[A-Za-z0-9]+([._/-][A-Za-z0-9]+)*")


@click.command(
    epilog="""\b
Examples:
  commons digest publish avoidable-contact
  commons digest publish avoidable-contact --since-last --name 2026-11-news-on-contact
  commons digest publish --all --since-last --branch digests/2026-12"""
)
@click.argument("priorities", nargs=-1, metavar="[PRIORITY]...")
@click.option("--all", "every", is_flag=True, help="Publish on each priority on which there is something.")
@click.option(
    "--since-last",
    is_flag=True,
    help="Only what is new or changed since the last published digest; with --all, everything where there is none.",
)
@click.option("--name", default="", metavar="NAME", help="What to call it.  [default: its month and priority]")
@click.option(
    "--branch", default="", metavar="BRANCH", help="Commit it on a new branch, and leave the folder as it is."
)
@click.option("--force", is_flag=True, help="Write over a published digest of that name.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def publish(
    ctx: click.Context,
    priorities: tuple[str, ...],
    *,
    every: bool,
    since_last: bool,
    name: str,
    branch: str,
    force: bool,
    as_json: bool,
) -> None:
    """Put the digest on each PRIORITY into communities/digests, for a commit or a pull request.

    It is made from the last commit. From then on it does not change; what becomes of the contributions that it uses is
    told by `commons digest affected`, and on its page of the site.
    """
    if every == bool(priorities):
        raise click.UsageError("Name a priority, or publish on each with --all.", ctx)
    if (name or force) and len(set(priorities)) != 1:
        raise click.UsageError("--name and --force need exactly one priority.", ctx)
    _refuse_odd(name, branch)
    root = commons_root(ctx)
    if commit_to_read(root, None) is None:
        raise Failure("a published digest cites the commit that it is made from, and there is none", "Commit first.")
    _, catalogue = open_commons(root, "HEAD", quiet=as_json)
    with catalogue:
        for priority in priorities:
            require_priority(priority, catalogue)
        drafts = _drafts(catalogue, root, dict.fromkeys(priorities), name, since_last=since_last, every=every)
        _refuse_taken(drafts, root, catalogue, branch, force=force)
        if drafts:
            _commit(catalogue, drafts, branch) if branch else _write(root, drafts)
    click.echo(_as_json(drafts) if as_json else "\n".join(one.line() for one in drafts), nl=as_json or bool(drafts))
    if not drafts:
        notify("There is nothing to publish on any priority.")
    elif branch:
        notify(f"On the branch {branch}. Look at it with: git show {branch}")
    else:
        notify("Read it, then commit it like any other change, or send it as a pull request.")


def _refuse_odd(name: str, branch: str) -> None:
    from practice_commons.digest.publishing import require_name

    if name:
        require_name(name)
    if branch and not _BRANCH.fullmatch(branch):
        raise Failure(f"{branch!r} cannot be the name of a branch", "Use letters, digits, hyphens and slashes.")


def _as_json(drafts: list[Draft]) -> str:
    rows = [
        {
            "name": one.name,
            "path": one.path,
            "priority": one.priority,
            "since": one.since,
            "contributions": list(one.contributions),
        }
        for one in drafts
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _drafts(
    catalogue: Catalogue, root: Path, priorities: dict[str, None], name: str, *, since_last: bool, every: bool
) -> list[Draft]:
    """Return what is to be published; where nothing is new on a priority that was named, that is a failure."""
    from practice_commons.digest.publishing import draft
    from practice_commons.digest.renewal import last_published, require_published

    taken = _taken(root, catalogue)
    drafts = []
    for priority in priorities or catalogue.vocabularies.priorities:
        last = last_published(catalogue, priority) if since_last else None
        if since_last and not every:
            require_published(catalogue, priority)
        one = draft(catalogue, priority, last, taken, name)
        if one.contributions:
            drafts.append(one)
            taken.add(one.name)
        elif not every:
            since = f" is new or changed since {last.name}" if last else " may be used in advocacy"
            raise Failure(f"nothing on {priority!r}{since}", "See what there is with: commons digest --list")
    return drafts


def _taken(root: Path, catalogue: Catalogue) -> set[str]:
    """Return the names that digests have, in the commit and in the folder, whatever their state."""
    from practice_commons.digest.published import ENDING, entries
    from practice_commons.reading.own_files import DIGESTS

    found = {one.path.removeprefix(DIGESTS).removesuffix(ENDING) for one in entries(catalogue.tree)}
    return found | {file.name.removesuffix(ENDING) for file in (root / DIGESTS).glob(f"*{ENDING}")}


def _refuse_taken(drafts: list[Draft], root: Path, catalogue: Catalogue, branch: str, *, force: bool) -> None:
    taken = _taken(root, catalogue)
    for one in drafts:
        if one.name in taken and not force:
            raise Failure(
                f"{one.path} is there already",
                "Give another name with --name, or write over it with --force.",
            )
    if branch:
        from practice_commons.reading.ledger import Ledger

        if Ledger.at(root).reference(f"refs/heads/{branch}"):
            raise Failure(f"there is a branch {branch!r} already", "Name another one with --branch.")


def _write(root: Path, drafts: list[Draft]) -> None:
    from practice_commons.cli.writing import replace

    for one in drafts:
        replace(root / one.path, one.data)


def _commit(catalogue: Catalogue, drafts: list[Draft], branch: str) -> None:
    """Commit digests on a new branch from the commit that they were made from; no file of the folder is touched."""
    from practice_commons.federation.view import own_tree
    from practice_commons.reading.ledger import NONE, Ledger, MovedError
    from practice_commons.reading.tree import CommitTree

    base = catalogue.commit or NONE
    tree = own_tree(catalogue.tree)
    assert isinstance(tree, CommitTree)
    ledger = Ledger(tree.repository.root)
    files = {f"{tree.prefix}{one.path}": ledger.write_blob(one.data) for one in drafts}
    subject = f"Publish {drafts[0].name}" if len(drafts) == 1 else f"Publish {len(drafts)} digests"
    message = "\n".join((subject, "", *(one.line() for one in drafts), ""))
    commit = ledger.write_commit(ledger.write_tree(base, files), [base], message, now(), signed=True)
    try:
        ledger.move((f"refs/heads/{branch}", NONE, commit))
    except MovedError as error:
        raise Failure(f"the branch {branch!r} cannot be made: {error}", "Name another one with --branch.") from None


@click.command(
    epilog="""\b
Examples:
  commons digest published
  commons digest published --json"""
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def published(ctx: click.Context, *, as_json: bool) -> None:
    """List the published digests, newest first: name, day, how many contributions they use, and on what."""
    from practice_commons.digest.published import entries
    from practice_commons.digest.published import published as found_in
    from practice_commons.model.wording import count
    from practice_commons.reading.tree import open_tree

    tree = open_tree(commons_root(ctx), now())
    found = found_in(tree)
    if broken := len(entries(tree)) - len(found):
        notify(f"{count(broken, 'file')} cannot be read: commons check communities/digests")
    if as_json:
        rows = [
            {
                "name": one.name,
                "path": one.path,
                "blob": one.blob,
                "as_at": one.as_at.isoformat(),
                "contributions": len(one.sources),
                "digests": [
                    {"priority": part.priority, "label": label, "commit": part.commit}
                    for part, label in zip(one.parts, one.labels, strict=True)
                ],
            }
            for one in found
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("No digest has been published yet. Publish one with: commons digest publish PRIORITY")
        return
    width = max(len(one.name) for one in found)
    for one in found:
        click.echo(f"{one.name:{width}}  {one.as_at}  {len(one.sources):>5,}  {one.title}")
