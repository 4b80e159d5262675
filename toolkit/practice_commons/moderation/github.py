"""The forge that GitHub is: a pull request for each submission, words as comments and reviews.

What is decided is made here, commit by commit, and pushed: GitHub's own buttons are never pressed. Everything is
fetched into the ledger first, so that whoever is above works on commits, as with any forge.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from practice_commons.failure import Failure
from practice_commons.moderation.conversation import (
    FINDINGS,
    NOTE,
    Conversation,
    marked,
    marker,
    own_findings,
    presented,
    seen,
    shortened,
)
from practice_commons.moderation.forge import BRANCHES, DECISIONS, REFERENCE, MovedError, Note, Waiting
from practice_commons.moderation.github_answers import Comment, Committed, Pull, Review, User
from practice_commons.moderation.github_api import Api, RefusedError
from practice_commons.moderation.mirror import Mirror, branch, named, number_of
from practice_commons.moderation.terms import State
from practice_commons.moderation.trailers import CONTRIBUTOR
from practice_commons.reading.ledger import MAIN, NONE, Ledger, Written
from practice_commons.reading.remote import Remote

HOST = "https://github.com"
_FRESH = dt.timedelta(seconds=5)
"""What has changed so lately may change again within the second that GitHub gives for it."""
_PAGES = "web-flow"
"""The account that commits when somebody edits on GitHub's own pages: nobody's."""


class GitHubForge:
    """A repository on GitHub, `name` as owner/name. `account` is whose the token is, where GitHub would not say.

    Nobody decides on what was opened by their own account: a form that strangers use needs an account of its own.
    """

    def __init__(self, ledger: Ledger, name: str, api: Api, remote: Remote, account: str = "") -> None:
        """Keep a ledger in step with a repository on GitHub."""
        self._name = name
        self._api = api
        self._mirror = Mirror(ledger, remote, name)
        self._account = account
        self._known: dict[int, tuple[object, tuple[str, ...], Conversation]] = {}

    @classmethod
    def of(cls, ledger: Ledger, name: str, token: str, account: str = "") -> GitHubForge:
        """Return the forge of a repository on github.com, reached with a token."""
        return cls(ledger, name, Api(token), Remote(ledger, f"{HOST}/{name}.git", token), account)

    def whoami(self) -> str:
        """Return the account whose token this is."""
        if not self._account:
            found = None
            with contextlib.suppress(RefusedError):
                found = self._api.one(User, "/user")
            if found is None:
                raise Failure("GitHub does not say whose the token is", "A workflow's own is github-actions[bot].")
            self._account = found.login
        return self._account

    def open(self, reference: str, commit: str, title: str, text: str, now: dt.datetime) -> str:  # noqa: ARG002 - GitHub has its own clock
        """Open a submission with a commit, and return its pull request's address. Raises MovedError if it is there."""
        self._mirror.push(NONE, (branch(reference), NONE, commit))
        said = {"title": " ".join(title.split())[:200] or reference, "body": presented(text)}
        try:
            made = self._api.post(Pull, self._at("pulls"), **said, head=f"{BRANCHES}{reference}", base="main")
        except Failure:
            with contextlib.suppress(Failure, MovedError):
                if found := self._pull(reference):  # it was opened, and only the answer was lost
                    return found.html_url
                self._mirror.push(NONE, (branch(reference), commit, NONE))
            raise
        return made.html_url

    def revise(self, reference: str, old: str, new: str, now: dt.datetime) -> None:  # noqa: ARG002 - GitHub has its own clock
        """Put a new commit in a submission's place. Raises MovedError when it is no longer at the old one."""
        branch(reference)
        pull = self._pull(reference)
        if pull is None:
            raise MovedError(f"{reference} is not open")
        if pull.head.repo is None or pull.head.repo.full_name.casefold() != self._name.casefold():
            raise Failure(f"{reference} was made in another repository", "It is changed there, by its contributor.")
        self._mirror.push(NONE, (f"refs/heads/{pull.head.ref}", old, new))

    def waiting(self) -> Sequence[Waiting]:
        """Return the open submissions, the oldest first."""
        found = self._api.several(Pull, self._at("pulls"), state="open", base="main", sort="created", direction="asc")
        return self._read(found, whole=True)

    def get(self, reference: str) -> Waiting | None:
        """Return an open submission; None where there is none of that reference.

        `pr-7` is another name of our own submission whose pull request has that number.
        """
        pull = self._pull(reference)
        return next(iter(self._read([pull] if pull else [])), None)

    def comment(self, waiting: Waiting, note: Note) -> None:
        """Say something about a submission, or send it back. Raises MovedError when it has changed since."""
        self._say(self._unmoved(waiting), note.text, by=note.by, returned=note.returned, head=waiting.head)

    def set_findings(self, waiting: Waiting, text: str) -> None:
        """Set what the checks found of a submission, in the place of what was said before: in one comment of ours."""
        pull = self._pull(waiting.reference)
        if pull is None:
            return
        body = f"{marker(FINDINGS)}\n{shortened(text)}"
        held = self._findings(pull)
        if not held:
            self._api.post(Comment, self._at(f"issues/{pull.number}/comments"), body=body)
        elif (held[0].body or "").replace("\r\n", "\n") != body:
            self._api.patch(self._at(f"issues/comments/{held[0].id}"), body=body)
        for one in held[1:]:  # two of us were at it at once
            self._api.delete(self._at(f"issues/comments/{one.id}"))

    def findings(self, waiting: Waiting) -> str:
        """Return what was set; empty where nothing was."""
        pull = self._pull(waiting.reference)
        return next((seen(one.body) for one in self._findings(pull)), "") if pull else ""

    def merge(self, waiting: Waiting | None, main: str, commit: str) -> None:
        """Move main from a commit to one that takes a submission in, and end the submission. Raises MovedError.

        GitHub sees that main holds what the pull request proposed, and says that it was merged.
        """
        own = self._mirror.own(self._unmoved(waiting)) if waiting else ""
        still = [(branch(own), waiting.head, waiting.head)] if waiting and own else []
        self._mirror.push(MAIN, (MAIN, main, commit), *still)
        if waiting and own:
            with contextlib.suppress(Failure, MovedError):  # a branch that is left says nothing: main holds it already
                self._mirror.push(NONE, (branch(own), waiting.head, NONE))

    def close(self, waiting: Waiting, decisions: str, commit: str, text: str) -> None:
        """End a submission without taking it in, and move the branch of decisions to a commit. Raises MovedError."""
        pull = self._unmoved(waiting)
        own = self._mirror.own(pull)
        ended = [(branch(own), waiting.head, NONE)] if own else []
        self._mirror.push(DECISIONS, (DECISIONS, decisions, commit), *ended)
        try:
            self._say(pull, text, by="", returned=False, head=waiting.head)
            self._api.patch(self._at(f"pulls/{pull.number}"), state="closed")
        except Failure as error:
            raise Failure(
                f"the decision stands, but its pull request could not be closed: {error.message}",
                f"Close it by hand: {pull.html_url}",
            ) from None

    def refresh(self) -> None:
        """Bring main, and the record of what was declined, in step with GitHub. Raises Failure."""
        self._mirror.bring([])

    def _at(self, path: str) -> str:
        return f"/repos/{self._name}/{path}"

    def _pull(self, reference: str) -> Pull | None:
        """Return the open pull request of a submission. A draft is not submitted yet."""
        if number := number_of(reference):
            found = [self._api.one(Pull, self._at(f"pulls/{number}"))]
        elif REFERENCE.fullmatch(reference):
            head = f"{self._name.partition('/')[0]}:{BRANCHES}{reference}"
            listed = self._api.several(Pull, self._at("pulls"), state="open", base="main", head=head)
            found = [one for one in listed if self._mirror.own(one) == reference]
        else:
            found = []
        return next(
            (one for one in found if one and one.state == "open" and one.base.ref == "main" and not one.draft), None
        )

    def _unmoved(self, waiting: Waiting) -> Pull:
        """Return a submission's pull request. Raises MovedError when it has ended, or proposes something else."""
        pull = self._pull(waiting.reference)
        if pull is None or self._mirror.bring([pull]).get(pull.number) != waiting.head:
            raise MovedError(f"{waiting.reference} has changed")
        return pull

    def _read(self, pulls: Sequence[Pull], *, whole: bool = False) -> list[Waiting]:
        offered = [pull for pull in pulls if not pull.draft]
        heads = self._mirror.bring(offered, whole=whole) if offered or whole else {}
        own = self._mirror.proposed(list(heads.values()))
        found = [self._submission(pull, own[at], own) for pull in offered if (at := heads.get(pull.number, "")) in own]
        return sorted(found, key=lambda one: (one.opened, one.reference))

    def _submission(self, pull: Pull, head: Written, own: Mapping[str, Written]) -> Waiting:
        accounts, talk = self._heard(pull, head.commit)
        chain, base = self._mirror.part(own, head.commit)
        ours = self._mirror.own(pull)
        roles = [said for one in chain if ours and (said := one.trailers.get(CONTRIBUTOR))]
        changed = max(pull.created_at, min(head.when, pull.updated_at), talk.answered or pull.created_at)
        return Waiting(
            ours or named(pull.number),
            head.commit,
            base,
            pull.created_at,
            changed,
            State.RETURNED if talk.returned else State.WAITING,
            tuple(dict.fromkeys((*accounts, *roles))),
            talk.notes,
            pull.html_url,
        )

    def _heard(self, pull: Pull, head: str) -> tuple[tuple[str, ...], Conversation]:
        """Return whose a submission is and what was said of it: asked of GitHub again only when it says it changed."""
        stamp = (pull.updated_at, head)
        if (known := self._known.get(pull.number)) and known[0] == stamp:
            return known[1:]
        comments = self._comments(pull)
        account = self.whoami() if any(marked(one.body) for one in comments) else ""
        reviews = self._api.several(Review, self._at(f"pulls/{pull.number}/reviews"))
        opener = pull.user.login if pull.user else ""
        talk = Conversation.of(comments, reviews, head, opener, account)
        accounts = tuple(dict.fromkeys(filter(None, (opener, *self._committers(pull)))))
        if self._api.moment and self._api.moment - pull.updated_at > _FRESH:
            self._known[pull.number] = (stamp, accounts, talk)
        return accounts, talk

    def _committers(self, pull: Pull) -> Iterator[str]:
        for one in self._api.several(Committed, self._at(f"pulls/{pull.number}/commits")):
            for person in (one.author, one.committer):
                login = (person or {}).get("login")
                if isinstance(login, str) and login != _PAGES:
                    yield login

    def _comments(self, pull: Pull) -> list[Comment]:
        return self._api.several(Comment, self._at(f"issues/{pull.number}/comments"))

    def _findings(self, pull: Pull) -> list[Comment]:
        return list(own_findings(self._comments(pull), self.whoami()))

    def _say(self, pull: Pull, text: str, **facts: str | bool) -> None:
        body = f"{marker(NOTE, **facts)}\n{shortened(text)}"
        self._api.post(Comment, self._at(f"issues/{pull.number}/comments"), body=body)
