"""What GitHub's workflows do with our help: say what was found, ask what stands approved, submit what a form holds.

Whatever comes from outside is data here: a report is typed and cut, a number is a number, a text is a text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from practice_commons.checks.report import shown
from practice_commons.failure import Failure
from practice_commons.model.problem import Problem, Severity
from practice_commons.moderation.conversation import presented
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.forge import Waiting
from practice_commons.moderation.github_answers import Comment, Pull, Review
from practice_commons.moderation.github_api import Api
from practice_commons.moderation.issue_forms import contribution_of
from practice_commons.moderation.mirror import named, own
from practice_commons.moderation.submission import Contributor, Draft, Receipt, submit
from practice_commons.moderation.terms import Door

_REPORT = 4_000_000
"""Bytes of a report; what says more is not read."""
_EVENT = 1_000_000
_SAID = 40
"""Problems that a comment tells one by one."""
_LONG = 300
_STANDING = frozenset({"APPROVED", "DISMISSED", "CHANGES_REQUESTED"})


class _Found(BaseModel):
    """One problem, as `commons check --format json` has it."""

    model_config = ConfigDict(strict=True)

    path: str
    line: int
    column: int
    rule: str
    severity: str
    message: str
    hint: str = ""


class _Report(BaseModel):
    model_config = ConfigDict(strict=True)

    checked: int
    errors: int
    warnings: int
    problems: list[_Found]


class _Issue(BaseModel):
    number: int
    body: str | None
    user: Mapping[str, object]


class _Event(BaseModel):
    issue: _Issue


def proposal_of(desk: Desk, folder: Path, head: str) -> Waiting | None:
    """Return the submission that findings in a folder are about; None where it proposes another commit by now.

    The number in the folder comes from whoever proposed it: it counts only where it names that very commit.
    """
    number = _bytes(folder / "number", 20).decode("ascii", "replace").strip()
    if not re.fullmatch(r"[1-9][0-9]{0,9}", number):
        raise Failure("what was handed over names no pull request", "Look at the run that checked it.")
    found = desk.forge.get(named(int(number)))
    return found if found and found.head == head else None


def findings_in(folder: Path) -> str:
    """Return what was found, as Markdown in which a stranger's words are only words. Raises Failure."""
    try:
        report = _Report.model_validate_json(_bytes(folder / "report.json", _REPORT))
    except ValidationError:
        raise Failure("what was handed over is no report of commons check", "Look at the run that made it.") from None
    return "\n".join(_markdown(report)) + "\n"


def approved(api: Api, name: str, head: str, login: str) -> list[str]:
    """Return the references of what proposes a commit and stands approved, at that commit, by an account."""
    pulls = api.several(Pull, f"/repos/{name}/pulls", state="open", base="main")
    found = []
    for pull in pulls:
        if pull.head.sha == head and not pull.draft:
            reviews = api.several(Review, f"/repos/{name}/pulls/{pull.number}/reviews")
            theirs = [one for one in reviews if one.user and one.user.login == login and one.state in _STANDING]
            if theirs and (theirs[-1].state, theirs[-1].commit_id) == ("APPROVED", head):
                found.append(own(pull, name) or named(pull.number))
    return found


def issue_submitted(
    desk: Desk, api: Api, name: str, event: Path, now: dt.datetime, communities: Mapping[str, str]
) -> Receipt | tuple[Problem, ...] | None:
    """Submit what an issue holds that was written with one of our forms, and answer it; None where it is no such issue.

    Whoever opened it stands as its contributor: the pull request itself is opened by the workflow.
    """
    try:
        issue = _Event.model_validate_json(_bytes(event, _EVENT)).issue
    except ValidationError:
        raise Failure("this event is not about an issue", "See: commons hook issue-form --help") from None
    data = contribution_of(issue.body or "", now.date(), communities)
    login = str(issue.user.get("login", ""))
    if data is None or not re.fullmatch(r"[A-Za-z0-9-]{1,39}(\[bot\])?", login):
        return None
    done = submit(desk, Draft(data), Contributor(login), Door.PULL_REQUEST, now)
    place = f"/repos/{name}/issues/{issue.number}"
    if isinstance(done, Receipt):
        said = f"Thank you. It is submitted as `{done.reference}`, and a facilitator looks at it: {done.address}"
        api.post(Comment, f"{place}/comments", body=said)
        api.patch(place, state="closed")
    else:
        wrong = "\n".join(f"{one.message}. {one.hint}".strip() for one in done if one.is_error)
        said = f"This could not be submitted yet. Edit what you wrote, and it is tried again.\n\n{presented(wrong)}"
        api.post(Comment, f"{place}/comments", body=said)
    return done


def _bytes(file: Path, most: int) -> bytes:
    if file.is_symlink() or not file.is_file():
        raise Failure(f"{file.name} was not handed over", "Look at the run that made it.")
    with file.open("rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise Failure(f"{file.name} has more than {most:,} bytes", "Look at the run that made it.")
    return data


def _markdown(report: _Report) -> Iterator[str]:
    errors = [one for one in report.problems if one.severity == Severity.ERROR]
    others = [one for one in report.problems if one.severity != Severity.ERROR]
    if not report.problems:
        yield "The checks found nothing to mend."
        return
    yield f"The checks found {len(errors):,} to mend, and {len(others):,} to think about."
    for one in [*errors, *others][:_SAID]:
        yield ""
        word = "Mend" if one.severity == Severity.ERROR else "Think about"
        yield f"- {word}: {_code(one.message)}"
        yield f"  in {_code(one.path)}, line {max(0, one.line)} ({_code(one.rule)})"
        if one.hint:
            yield f"  {_code(one.hint)}"
    if len(report.problems) > _SAID:
        yield f"\nAnd {len(report.problems) - _SAID:,} more: the run of the check lists them."


def _code(text: str) -> str:
    """Return text as code, which GitHub shows as it is: it names nobody, links nothing and ends nothing."""
    plain = shown(" ".join(text.split()))[:_LONG].strip() or "-"
    longest = max((len(run) for run in re.findall("`+", plain)), default=0)
    fence = "`" * (longest + 1)
    space = " " if plain[:1] == "`" or plain[-1:] == "`" else ""
    return f"{fence}{space}{plain}{space}{fence}"
