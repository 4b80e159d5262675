"""What the commands on calls say: a call in lines and as facts, and a reminder as text, as facts and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from practice_commons.catalogue.calls import Calling
    from practice_commons.digest.reminder import Reminder


def lines(one: Calling) -> list[str]:
    """Return a call in lines, its id first."""
    from practice_commons.model.wording import count, day

    call = one.call
    state = "open" if one.open else "closed"
    last = f"last day {day(call.deadline)}" if call.deadline else "no last day"
    left = f", {count(one.days_left, 'day')} left" if one.days_left is not None else ""
    whom = f" Asked: {one.audience}." if one.audience else ""
    return [
        f"{one.entry.id}  {state}, {last}{left}",
        f"  {call.title}",
        f"  {one.answered}.{whom}",
        f"  {call.priority}, {call.community}",
    ]


def facts(one: Calling) -> dict[str, object]:
    """Return a call for a script."""
    call = one.call
    return {
        "id": one.entry.id,
        "title": call.title,
        "question": call.question,
        "community": call.community,
        "priority": call.priority,
        "open": one.open,
        "deadline": call.deadline.isoformat() if call.deadline else None,
        "days_left": one.days_left,
        "responses": len(one.responses),
        "councils_asked": len(one.asked),
        "councils_heard": len(one.heard),
        "other_councils_heard": one.beyond,
        "closed_because": call.closed_because,
    }


def reminder_facts(made: Reminder) -> dict[str, object]:
    """Return a reminder for a script."""
    return {
        **facts(made.calling),
        "as_at": made.calling.catalogue.today.isoformat(),
        "facilitators": list(made.facilitators),
        "silent": [
            {
                "council": one.council.slug,
                "name": one.council.name,
                "region": group.region,
                "type": group.type.value,
                "has_shared": one.shared,
                "neighbour": one.neighbour.council.slug if one.neighbour else None,
                "kilometres": one.neighbour.kilometres if one.neighbour else None,
                "neighbour_responded": one.neighbour.responded if one.neighbour else None,
            }
            for group in made.groups
            for one in group.silent
        ],
        "text": made.text,
    }


def silent_table(made: Reminder) -> str:
    """Return the silent councils as CSV (RFC 4180)."""
    import csv
    import io

    from practice_commons.digest.as_csv import safe

    stream = io.StringIO(newline="")
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow(("council", "name", "region", "type", "has_shared", "neighbour", "kilometres", "neighbour_responded"))
    for group in made.groups:
        for one in group.silent:
            near = one.neighbour
            beside = (near.council.name, near.kilometres, "yes" if near.responded else "no") if near else ("", "", "")
            row = (one.council.slug, one.council.name, group.region, group.type.value, one.shared, *beside)
            rows.writerow(tuple(safe(str(cell)) for cell in row))
    return stream.getvalue()


def reminder_text(made: Reminder) -> str:
    """Return a reminder for a person, with the text to send."""
    from practice_commons.digest.phrasing import TYPES
    from practice_commons.digest.reminder import silent_line

    said = [*lines(made.calling), ""]
    if not made.groups:
        return "\n".join([*said, "Every council asked has been heard.", ""])
    said += ["Not heard. Silence is not disagreement: it means only that no response names the council.", ""]
    for group in made.groups:
        said.append(f"{group.region}, {TYPES[group.type].lower()}")
        said += [f"  {silent_line(one)}" for one in group.silent]
    asks = ", ".join(made.facilitators) or "nobody yet: name somebody in community.yml"
    said += [
        "",
        f"Who can ask: {asks}.",
        "",
        "A text to send. Nothing has been sent.",
        "",
        "-" * 8,
        made.text.rstrip(),
    ]
    return "\n".join([*said, "-" * 8, ""])
