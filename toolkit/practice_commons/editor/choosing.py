"""The page on which councils are chosen from the register: typed, found, added one after the other."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from practice_commons.editor import course, keeping, visitor, wording
from practice_commons.editor.fields import name_of
from practice_commons.editor.filling import Mistake, first
from practice_commons.editor.questions import Question
from practice_commons.editor.sheet import Sheet
from practice_commons.model.council import Council
from practice_commons.model.wording import day
from practice_commons.reading.strict_yaml import Value
from practice_commons.reading.validation import did_you_mean
from practice_commons.reading.vocabularies import Vocabularies

MOST = 60
"""Councils of one contribution."""
SHOWN = 20
"""Matches that are listed to choose from."""


def councils(request: Request, sheet: Sheet, page: Question) -> Response:
    """Show the page, or take what was done on it."""
    lists = visitor.room_of(request).lists()
    if request.method != "POST":
        return _shown(request, sheet, page, lists)
    typed = visitor.typed(request)
    do, find = first(typed, "do"), first(typed, "find")
    chosen = sheet.answers.texts("councils")
    if do.startswith("remove-"):
        number = do.removeprefix("remove-")
        chosen = [one for at, one in enumerate(chosen, 1) if str(at) != number]
    known = {council.slug for council in lists.register}
    chosen += [one for one in typed.get("match", ()) if one in known]
    message = ""
    matches: tuple[Council, ...] = ()
    if find and not typed.get("match") and not do.startswith("remove-"):
        matches = matching(lists, find)
        exact = lists.register.find(find)
        if exact is not None and len([one for one in matches if _same(one, find)]) <= 1:
            chosen.append(exact.slug)
            find, matches = "", ()
        elif not matches:
            hint = did_you_mean(find, [council.name for council in lists.register])
            message = f"No council in the register has that name. {hint or 'Try a part of it, like “york”.'}"
        else:
            message = "Choose which of the councils below you mean" if do == "save" else ""
    elif typed.get("match"):
        find = ""
    _choose(sheet, chosen)
    keeping.keep(request, sheet)
    if len(sheet.answers.texts("councils")) > MOST:
        message = f"Choose at most {MOST} councils"
    if do == "save" and not message and not matches:
        return course.onward(request, sheet, page)
    return _shown(request, sheet, page, lists, find, matches, message)


def matching(lists: Vocabularies, text: str) -> tuple[Council, ...]:
    """Return the councils of whose names every word of a text is a part, those that exist first."""
    words = text.casefold().replace("-", " ").split()
    found = [
        council
        for council in lists.register
        if all(word in f"{council.name} {council.official_name} {council.gss}".casefold() for word in words)
    ]
    return tuple(sorted(found, key=lambda one: (one.ended is not None, one.name))[:SHOWN])


def _same(council: Council, text: str) -> bool:
    return council.name.casefold() == text.casefold()


def _choose(sheet: Sheet, chosen: list[str]) -> None:
    if chosen:
        kept: list[Value] = list(dict.fromkeys(chosen))
        sheet.fields["councils"] = kept
    else:
        sheet.fields.pop("councils", None)


def _label(council: Council) -> str:
    return f"{council.name} (until {day(council.ended)})" if council.ended else council.name


def _shown(
    request: Request,
    sheet: Sheet,
    page: Question,
    lists: Vocabularies,
    find: str = "",
    matches: tuple[Council, ...] = (),
    message: str = "",
) -> Response:
    mistakes = [Mistake("find", message)] if message else []
    return visitor.shown(
        request,
        "councils.html",
        **course.about_page(request, sheet, page),
        chosen=[(one, name_of(one, lists)) for one in sheet.answers.texts("councils")],
        find=find,
        hint=wording.COUNCILS,
        councils=[council.name for council in lists.register],
        matches=[{"value": one.slug, "text": _label(one)} for one in matches],
        mistakes=mistakes,
        wrong={one.name: one.message for one in mistakes},
    )
