"""A proposal for findings as the text of their file: added to what staff settled on, which stays to the letter."""

from __future__ import annotations

from collections.abc import Iterator

from practice_commons.checks.wording import short
from practice_commons.digest.suggestion import Proposed, Suggestion
from practice_commons.drafting.template import scalar
from practice_commons.failure import Failure
from practice_commons.model.findings import SettledFindings
from practice_commons.model.wording import count
from practice_commons.reading import limits
from practice_commons.reading.own_files import FINDINGS, OwnFile, load


def file_text(suggestion: Suggestion, held: str | None, day: str) -> str:
    """Return the text of the priority's file with what is proposed in it. `held` is the text that it has now.

    `day` is when it is proposed. Raises Failure where the file is too long, or so laid out that nothing can be put in.
    """
    path = f"{FINDINGS}{suggestion.priority}.yml"
    remark = f"# Proposed on {day}: {count(len(suggestion.proposed), 'finding')} that nobody has settled on yet."
    if held is None:
        before = OwnFile(path, SettledFindings(), {})
        lines = [f"# Findings on “{short(suggestion.label)}”.", *_INTRODUCTION, remark, "findings:"]
        text = "\n".join([*lines, *_items(suggestion, 2)]) + "\n"
    else:
        before = _read(path, held)
        text = _put_in(held, before, suggestion, remark) if suggestion.proposed else held
    if len(text.encode()) > limits.FILE_BYTES:
        hint = "Ask for what more contributions ask, with --least 2 or more."
        raise Failure(f"{path} would be longer than {limits.FILE_BYTES // 1024} KiB", hint)
    _hold(text, before, suggestion)
    return text


def read_settled(path: str, held: str) -> SettledFindings:
    """Return what staff settled on, from the text of a file of findings. Raises Failure."""
    return _read(path, held).said


_INTRODUCTION = (
    "#",
    "# Software found the asks and put together those that say nearly the same in nearly the same words. What a",
    "# finding says, and what it gathers, is yours to settle: reword the statements, so that each says no more than",
    "# its asks do; join findings, divide them, or move asks to left_out with the reason. Then delete the remarks.",
    "#",
    "# left_out:",
    "#   - id: the-id-of-a-contribution",
    "#     reason: Why it is gathered under no finding.",
)


def _read(path: str, held: str) -> OwnFile[SettledFindings]:
    found = load(SettledFindings, path, held.encode("utf-8", "surrogatepass"))
    if isinstance(found, tuple):
        raise Failure(f"{path} cannot be read: line {found[0].line}: {found[0].message}", "See: commons check")
    return found


def _put_in(held: str, before: OwnFile[SettledFindings], suggestion: Suggestion, remark: str) -> str:
    """Put what is proposed after the last finding, and change nothing else."""
    plain = held.replace("\r\n", "\n").split("\n")
    while plain and not plain[-1]:
        plain.pop()
    if ("findings", 0) not in before.marks:
        if ("findings",) in before.marks:
            hint = "Take out the line `findings`, which holds nothing, and try again."
            raise Failure(f"{before.path} has a list of findings that holds nothing", hint)
        return "\n".join([*plain, "", remark, "findings:", *_items(suggestion, 2)]) + "\n"
    first = before.marks["findings", 0]
    indent = len(plain[first[0] - 1]) - len(plain[first[0] - 1].lstrip())
    after = [mark[0] for place, mark in before.marks.items() if len(place) == 1 and mark[0] > first[0]]
    end = min(after) - 1 if after else len(plain)
    while after and (not plain[end - 1].strip() or plain[end - 1].startswith("#")):
        end -= 1  # remarks above the next key belong to it
    pad = " " * indent
    return "\n".join([*plain[:end], f"{pad}{remark}", *_items(suggestion, indent), *plain[end:]]) + "\n"


def _items(suggestion: Suggestion, indent: int) -> Iterator[str]:
    pad = " " * indent
    for one in suggestion.proposed:
        yield ""
        for line in _item(one):
            yield f"{pad}{line}"


def _item(one: Proposed) -> Iterator[str]:
    asked_of = f" Asked of: {short('; '.join(one.asked_of))}." if one.asked_of else ""
    yield f"# {count(one.contributions, 'contribution')}, {count(one.councils, 'council')}.{asked_of}"
    yield from (f"# {question}" for question in one.questions)
    yield f"- id: {one.id}"
    yield f"  statement: {scalar(one.statement)}"
    yield "  asks:"
    for identity, ask in one.asks:
        yield f"    - id: {identity}"
        yield f"      ask: {scalar(ask)}"


def _hold(text: str, before: OwnFile[SettledFindings], suggestion: Suggestion) -> None:
    """See that the text says what it is to say: what was settled, and then what is proposed. Raises Failure."""
    found = load(SettledFindings, before.path, text.encode("utf-8", "surrogatepass"))
    number = len(before.said.findings)
    if not isinstance(found, tuple):
        said = found.said
        kept = (said.findings[:number], said.left_out) == (before.said.findings, before.said.left_out)
        added = [(one.id, one.statement, tuple((it.id, it.ask) for it in one.asks)) for one in said.findings[number:]]
        if kept and added == [(one.id, one.statement, one.asks) for one in suggestion.proposed]:
            return
    hint = "Write its findings as a list with a line for each key. What is proposed can be seen with: --json"
    raise Failure(f"{before.path} is laid out in a way that nothing can be put into it without changing it", hint)
