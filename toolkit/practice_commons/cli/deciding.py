"""What the commands of moderation share: the desk that they work at, and who decides."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

import click

from practice_commons.cli.room import commons_root, notify, now, workshop
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from practice_commons.moderation.decision import Decider
    from practice_commons.moderation.desk import Desk

ROLE = "COMMONS_ROLE"
_Command = TypeVar("_Command", bound="Callable[..., object]")


def desk_of(ctx: click.Context) -> Desk:
    """Return the desk of the commons that the command is in, on GitHub if the environment says so. Raises Failure."""
    from practice_commons.cli.hooking import REPOSITORY, github_desk
    from practice_commons.moderation.desk import Desk

    if os.environ.get(REPOSITORY):
        return github_desk(ctx)
    root = commons_root(ctx)
    return Desk.local(root, workshop(root), notify)


def decider(desk: Desk, role: str | None, signed: str = "", account: str = "") -> Decider:
    """Return who decides: the role named, an account's on GitHub, or the environment's. Raises Failure."""
    from practice_commons.moderation.decision import Decider

    if account:
        bearer = desk.policy(desk.main()).with_account(account)
        if bearer is None:
            raise Failure(
                f"nobody who may decide has the account {account!r} on GitHub",
                "Accounts stand with facilitators, in communities/*/community.yml (github:).",
            )
        return Decider(bearer.id, signed)
    found = role or os.environ.get(ROLE, "")
    if not found:
        known = desk.policy(desk.main()).roles()
        said = f"Facilitators here: {', '.join(known)}." if known else "Name some in communities/*/community.yml."
        raise Failure(f"who decides is not said: give --as ROLE, or set {ROLE}", said)
    return Decider(found, signed)


def roles(root: Path) -> list[str]:
    """Return the ids of those who may decide, as the folder says; none where nobody may."""
    from practice_commons.moderation.policy import Policy
    from practice_commons.reading.ledger import MAIN, Ledger

    ledger = Ledger.at(root)
    return Policy.at(ledger, ledger.reference(MAIN), prefix=ledger.prefix_of(root)).roles()


def tell(ctx: click.Context, desk: Desk, event: str, reference: str) -> None:
    """Tell the contributor of a submission what happened to it, where there is anything to tell them by."""
    from practice_commons.moderation.safe import FOLDER, Safe
    from practice_commons.moderation.teller import Teller

    root = commons_root(ctx)
    if (root / FOLDER).is_dir():
        Teller.of(desk, Safe.of(root, os.environ), now, notify, os.environ)(event, reference)


def plain(text: str) -> str:
    """Return a stranger's text as it can be shown: nothing in it moves the cursor, colours, or turns direction."""
    return "".join(one if one.isprintable() or one in "\n\t" else "\ufffd" for one in text)


def as_role(command: _Command) -> _Command:
    """Give a command the options that say who decides."""
    signed = click.option("--signed-off-by", "signed", default="", metavar="NAME", help="Add a Signed-off-by line.")
    role = click.option("--as", "role", metavar="ROLE", help=f"Who decides: the id of a role.  [default: ${ROLE}]")
    account = click.option("--as-github", "account", default="", metavar="LOGIN", help="Who decides, on GitHub.")
    seen = click.option("--seen", default="", metavar="COMMIT", help="Only if it has not changed since this commit.")
    return role(account(seen(signed(command))))
