"""Who may decide what: from `community.yml`, and from `commons.yml` where that is silent, as they were at a commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from practice_commons.model.community import Commons, Community, Facilitator
from practice_commons.moderation.terms import Act
from practice_commons.reading.ledger import Ledger
from practice_commons.reading.tree import REGULAR, CommitTree, inside
from practice_commons.reading.vocabularies import COMMONS, list_entries, read_vocabularies


@dataclass(frozen=True)
class Policy:
    """Who may decide, in every community of a commons."""

    commons: Commons
    communities: Mapping[str, Community]

    @classmethod
    def at(cls, ledger: Ledger, commit: str, *communities: str, prefix: str = "") -> Policy:
        """Return the policy at a commit, of some communities or of all. Files with errors give nobody any right."""
        tree = CommitTree(ledger, commit, prefix)
        if communities:
            wanted = [f"{prefix}{path}" for path in (COMMONS, *map(file_of, communities))]
            entries = [inside(entry, prefix) for entry in ledger.files(commit, wanted).values()]
        else:
            entries = list_entries(tree)
        lists, _ = read_vocabularies(tree, [entry for entry in entries if entry.mode == REGULAR])
        return cls(lists.commons, lists.communities)

    def people(self, community: str) -> dict[str, Facilitator]:
        """Return those who look after a community, by their ids; the commons' own among them."""
        own = self.communities[community].facilitators if community in self.communities else ()
        return {one.id: one for one in (*self.commons.moderation.facilitators, *own)}

    def may(self, role: str, act: Act, community: str) -> bool:
        """Say whether somebody may do something in a community. Who may approve may also send back."""
        if community not in self.communities or role not in self.people(community):
            return False
        own, all_of_them = self.communities[community], self.commons.moderation
        approvers = own.approvers or all_of_them.approvers
        reviewers = own.reviewers or all_of_them.reviewers
        if act is Act.RETURN:
            return not reviewers or role in reviewers or role in approvers
        return role in approvers if approvers else role not in reviewers or not reviewers

    def roles(self) -> list[str]:
        """Return the ids of all who look after any community, sorted."""
        return sorted({one for community in self.communities for one in self.people(community)})

    def who(self, role: str) -> Facilitator | None:
        """Return somebody who looks after any community, by the role's id."""
        for community in self.communities:
            if role in self.people(community):
                return self.people(community)[role]
        return next((one for one in self.commons.moderation.facilitators if one.id == role), None)

    def with_account(self, account: str) -> Facilitator | None:
        """Return who has an account on GitHub; case does not count there."""
        own = (one for community in self.communities for one in self.people(community).values())
        everybody = (*self.commons.moderation.facilitators, *own)
        return next((one for one in everybody if one.github and one.github.casefold() == account.casefold()), None)


def file_of(community: str) -> str:
    """Return the path of a community's own file."""
    return f"communities/{community}/community.yml"
