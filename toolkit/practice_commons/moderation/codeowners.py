"""Whom GitHub asks to look at a pull request: those who may accept it, as `commons.yml` and `community.yml` say.

This gives nobody a right: who may decide is looked up in those files themselves, for every decision.
"""

from __future__ import annotations

from collections.abc import Iterable

from practice_commons.drafting.markdown import WRITTEN
from practice_commons.moderation.policy import Policy
from practice_commons.moderation.terms import Act

PATH = ".github/CODEOWNERS"


def files(policy: Policy, prefix: str = "") -> dict[str, str]:
    """Return the file, by its path. `prefix` is where the commons lies in its repository."""
    lines = [
        f"# This file is {WRITTEN}: a change made here would be lost.",
        "# Facilitators and their accounts stand in communities/commons.yml and communities/*/community.yml.",
    ]
    everywhere = _accounts(one.github for one in policy.commons.moderation.facilitators)
    anywhere: set[str] = set(everywhere)
    below = []
    for community in sorted(policy.communities):
        people = policy.people(community)
        accounts = _accounts(people[role].github for role in people if policy.may(role, Act.ACCEPT, community))
        anywhere |= set(accounts)
        below += _line(f"/{prefix}communities/{community}/", accounts)
    lines += _line(f"/{prefix}contributions/", sorted(anywhere, key=str.casefold))
    lines += _line(f"/{prefix}communities/", everywhere)
    return {PATH: "\n".join([*lines, *below]) + "\n"}


def _accounts(found: Iterable[str | None]) -> list[str]:
    return sorted({f"@{one}" for one in found if one}, key=str.casefold)


def _line(place: str, accounts: list[str]) -> list[str]:
    return [f"{place} {' '.join(accounts)}"] if accounts else []
