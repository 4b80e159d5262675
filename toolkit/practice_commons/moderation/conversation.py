"""What was said about a submission on GitHub, in comments and reviews, and who is to act next.

What we say there ourselves begins with a line that GitHub does not show. Anybody can write such a line: it counts only
from ourselves, or from those whom GitHub calls members of the project.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from practice_commons.drafting.markdown import fenced
from practice_commons.moderation.forge import Note
from practice_commons.moderation.github_answers import Comment, Review, User

NOTE = "note"
FINDINGS = "findings"
_OPEN, _SHUT = "<!-- practice-commons ", " -->"
_MEMBERS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
_ASKED = "CHANGES_REQUESTED"
_STANDING = frozenset({"APPROVED", "DISMISSED", _ASKED})
_LONGEST = 60_000
"""Characters of a comment; GitHub refuses more than 65,536."""
_GONE = "ghost"
"""How GitHub calls whoever has no account any more."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said, whether it sends the submission back, and when its contributor last said something."""

    notes: tuple[Note, ...]
    returned: bool
    answered: dt.datetime | None

    @classmethod
    def of(
        cls, comments: Sequence[Comment], reviews: Sequence[Review], head: str, opener: str, account: str
    ) -> Conversation:
        """Read a conversation. `head` is what is proposed now: what was asked about another was answered by it."""
        said = [
            (_note(one, opener, account), _of_head(one, head)) for one in comments if not _is_findings(one, account)
        ]
        back = any(note.returned and current for note, current in said)
        standing = {_login(one.user): one for one in reviews if one.state in _STANDING and _is_member(one)}
        back = back or any(one.state == _ASKED and one.commit_id == head for one in standing.values())
        own = [one.created_at for one in comments if one.user and one.user.login == opener != account]
        notes = sorted([*(note for note, _ in said), *_reviewed(reviews, opener)], key=lambda one: one.when)
        return cls(tuple(notes), back, max(own, default=None))


def marker(said: str, **facts: str | bool) -> str:
    """Return the unseen first line of a comment of ours."""
    words = json.dumps({"said": said, **facts}, ensure_ascii=True)
    words = words.replace("--", "-\\u002d").replace(">", "\\u003e")  # nothing in it may end the unseen line
    return f"{_OPEN}{words}{_SHUT}"


def marked(body: str | None) -> Mapping[str, object]:
    """Return what the unseen first line of a comment says; nothing where it has none."""
    line = (body or "").partition("\n")[0].rstrip("\r")
    if not (line.startswith(_OPEN) and line.endswith(_SHUT)):
        return {}
    try:
        found = json.loads(line[len(_OPEN) : -len(_SHUT)])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def seen(body: str | None) -> str:
    """Return a comment as people see it: without our unseen line."""
    text = (body or "").replace("\r\n", "\n")
    return text.partition("\n")[2] if marked(text) else text


def shortened(text: str) -> str:
    """Return text that GitHub has room for in one comment."""
    kept = text.replace("\0", "").strip()
    return kept if len(kept) <= _LONGEST else f"{kept[:_LONGEST]}\n\nThere is more, which GitHub has no room for."


def presented(text: str) -> str:
    """Return a stranger's text as a pull request shows it: as it is, naming nobody and closing nothing."""
    return "\n".join(["Submitted to the commons.", "", *fenced(shortened(text))])


def own_findings(comments: Iterable[Comment], account: str) -> Iterator[Comment]:
    """Iterate over the comments of an account that say what was found. Those of others are not taken for ours."""
    for one in comments:
        if marked(one.body).get("said") == FINDINGS and _login(one.user) == account:
            yield one


def _note(one: Comment, opener: str, account: str) -> Note:
    facts = marked(one.body) if _is_ours(one, account) else {}
    if facts.get("said") == NOTE:
        by = str(facts.get("by", ""))[:100]
        return Note(by, one.created_at, seen(one.body), facts.get("returned") is True)
    login = _login(one.user)
    return Note("" if login == opener != account else login, one.created_at, one.body or "")


def _reviewed(reviews: Iterable[Review], opener: str) -> Iterator[Note]:
    for one in reviews:
        asked = one.state == _ASKED and _is_member(one)
        if one.submitted_at is not None and (asked or one.body.strip()):
            login = _login(one.user)
            yield Note("" if login == opener else login, one.submitted_at, one.body, asked)


def _of_head(one: Comment, head: str) -> bool:
    return marked(one.body).get("head") == head


def _is_findings(one: Comment, account: str) -> bool:
    bot = one.user is not None and one.user.type == "Bot"
    return marked(one.body).get("said") == FINDINGS and (bot or _is_ours(one, account))


def _is_ours(one: Comment, account: str) -> bool:
    return _login(one.user) == account or _is_member(one)


def _is_member(one: Comment | Review) -> bool:
    return one.author_association in _MEMBERS


def _login(user: User | None) -> str:
    return user.login if user else _GONE
