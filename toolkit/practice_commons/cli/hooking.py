"""`commons hook`: what Git's hooks and the workflows of a forge call. People need none of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from practice_commons.cli.room import commons_root, notify, now, workshop
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from practice_commons.model.problem import Problem
    from practice_commons.moderation.desk import Desk
    from practice_commons.moderation.github_api import Api

REPOSITORY, TOKEN, ACCOUNT = "COMMONS_GITHUB", "COMMONS_GITHUB_TOKEN", "COMMONS_GITHUB_ACCOUNT"
"""What the environment says of GitHub: owner/name, a token, and whose it is where GitHub would not say."""


@click.group()
def hook() -> None:
    """Answer Git's hooks, and the workflows of a forge.

    \b
    Example:
      git config core.hooksPath hooks
    """


@hook.command("pre-commit")
@click.pass_context
def pre_commit(ctx: click.Context) -> int:
    """Check what is staged, and nothing else: the exit code is 1 where a commit would bring errors."""
    from practice_commons.moderation.hooks import staged

    root = commons_root(ctx)
    found = staged(root, workshop(root), now(), notify)
    _tell(found)
    if found:
        click.echo(
            "Not committed: mend what is said above, and stage it. To commit it so: git commit --no-verify", err=True
        )
    return int(bool(found))


@hook.command("pre-receive")
def pre_receive() -> int:
    """Refuse a push of what the checks refuse, or of what was published without a decision."""
    from practice_commons.moderation.hooks import arriving, updates_in

    found = arriving(Path.cwd(), updates_in(sys.stdin.read()), os.environ, notify)
    _tell(found.problems)
    for reason in found.reasons:
        click.echo(f"Refused: {reason}", err=True)
    if found.reasons or found.problems:
        click.echo("Nothing was changed here. See: commons moderate --help, and commons check --help", err=True)
    return int(bool(found.reasons or found.problems))


@hook.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--head", required=True, metavar="COMMIT", help="The commit that was checked, as GitHub says.")
@click.pass_context
def findings(ctx: click.Context, folder: Path, *, head: str) -> None:
    """Say under a pull request what the check of it handed over in FOLDER."""
    from practice_commons.moderation.errands import findings_in, proposal_of

    desk = github_desk(ctx)
    waiting = proposal_of(desk, folder, head)
    if waiting is None:
        click.echo("What was checked is no longer proposed: nothing is said of it.", err=True)
        return
    desk.forge.set_findings(waiting, findings_in(folder))
    click.echo(f"Said what was found of {waiting.reference}.", err=True)


@hook.command()
@click.option("--head", required=True, metavar="COMMIT", help="What was reviewed.")
@click.option("--by", "login", required=True, metavar="LOGIN", help="Who reviewed it.")
def approved(*, head: str, login: str) -> None:
    """Print the reference of what proposes a commit, if that account's approval of it stands; nothing otherwise."""
    from practice_commons.moderation.errands import approved as found

    name, token = _github()
    click.echo("\n".join(found(_api(token), name, head, login)[:1]))


@hook.command("issue-form")
@click.argument("event", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def issue_form(ctx: click.Context, event: Path) -> None:
    """Submit the issue of an EVENT, the file in which GitHub puts it, if it was written with one of our forms."""
    from practice_commons.moderation.errands import issue_submitted
    from practice_commons.moderation.submission import Receipt

    name, token = _github()
    desk = github_desk(ctx)
    policy = desk.policy(desk.main())
    titles = {slug: one.title for slug, one in sorted(policy.communities.items())}
    done = issue_submitted(desk, _api(token), name, event, now(), titles)
    if done is None:
        click.echo("This is not one of our forms.", err=True)
    else:
        click.echo(
            "Submitted." if isinstance(done, Receipt) else "Not submitted: its contributor was told why.", err=True
        )


def _github() -> tuple[str, str]:
    name, token = os.environ.get(REPOSITORY, ""), os.environ.get(TOKEN, "")
    if not name or not token:
        raise Failure(f"{REPOSITORY} and {TOKEN} are not both set", "The first is owner/name on GitHub.")
    return name, token


def _api(token: str) -> Api:
    from practice_commons.moderation.github_api import Api

    return Api(token)


def _tell(problems: list[Problem] | tuple[Problem, ...]) -> None:
    from practice_commons.checks.report import report

    click.echo(report(sorted(problems), "text", len(problems)), nl=False, err=True)


def github_desk(ctx: click.Context) -> Desk:
    """Return the desk of a commons that is moderated on GitHub, as the environment says. Raises Failure."""
    from practice_commons.moderation.desk import Desk
    from practice_commons.moderation.github import GitHubForge
    from practice_commons.reading.ledger import Ledger

    name, token = _github()
    root = commons_root(ctx)
    ledger = Ledger.at(root)
    forge = GitHubForge.of(ledger, name, token, os.environ.get(ACCOUNT, ""))
    return Desk(ledger, forge, workshop(root), notify, ledger.prefix_of(root))
