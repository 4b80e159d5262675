"""The pages of the form: one thing at a time, kept after each, nothing typed ever lost."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from practice_commons.drafting.guidance import in_body, under_heading
from practice_commons.drafting.schema import purpose_of
from practice_commons.editor import filling, keeping, visitor, wording
from practice_commons.editor.answers import story
from practice_commons.editor.choosing import councils
from practice_commons.editor.course import about_page, onward
from practice_commons.editor.fields import Choice, Field, Shape, field_of, subjects
from practice_commons.editor.filling import Mistake, Typed, first
from practice_commons.editor.preview import rendered
from practice_commons.editor.questions import BODY, COUNCILS, EMAIL, KIND, LICENCE, Question, question_at
from practice_commons.editor.sheet import Sheet
from practice_commons.editor.writing import unwritable
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Kind
from practice_commons.reading.vocabularies import Vocabularies

LONGEST = 300_000
"""Characters of a story: with its frontmatter it must stay under the limit of a file, whatever its alphabet."""
_EMAIL = re.compile(r"[^@\s<>\",;:()]{1,64}@[^@\s<>\",;:()]{1,190}\.[^@\s<>\",;:().]{2,63}")


def question(request: Request) -> Response:
    """Show a page, or take what was typed into it."""
    sheet = keeping.sheet_of(request)
    if sheet is None:
        return visitor.moved(request, "contribute/")
    slug = request.path_params["slug"]
    page = question_at(sheet, slug)
    if page is None:
        return visitor.moved(request, "contribute/check/" if sheet.answers.kind else "contribute/q/kind/")
    if slug == COUNCILS:
        return councils(request, sheet, page)
    lists = visitor.room_of(request).lists()
    if request.method == "POST":
        return _answered(request, sheet, page, lists)
    return _shown(request, sheet, page, sheet.unfinished.get(slug) or _spelled(sheet, page, lists), lists)


def _answered(request: Request, sheet: Sheet, page: Question, lists: Vocabularies) -> Response:
    typed = visitor.typed(request)
    do = first(typed, "do")
    mistakes: list[Mistake] = []
    if do == "add" or do.startswith("remove-"):
        typed = _rearranged(page, typed, do)
    else:
        mistakes = _taken(sheet, page, typed, lists)
        if not mistakes and do != "preview":
            return onward(request, sheet, page)
    seen = do == "preview"
    if seen and not mistakes:
        sheet.unfinished.pop(page.slug, None)
    else:
        sheet.unfinished[page.slug] = {name: values for name, values in typed.items() if name != "do"}
    keeping.keep(request, sheet)
    return _shown(request, sheet, page, typed, lists, [] if seen else mistakes, preview=seen)


def fields_of(sheet: Sheet, page: Question, lists: Vocabularies) -> list[Field]:
    """Return the fields of a page that asks for keys."""
    if page.slug == KIND:
        kinds = tuple(Choice(kind.value, kind.label, purpose_of(kind)) for kind in Kind)
        return [Field(KIND, page.title, "", Shape.RADIOS, required=True, choices=kinds)]
    if page.slug == "community":
        choices = subjects("community", lists)
        return [Field("community", page.title, "", Shape.RADIOS, required=True, choices=choices)]
    made = [field_of(key, lists, sheet.answers) for key in page.keys]
    if page.optional:
        made = [_optional(made[0]), *made[1:]]
    return made


def _optional(field: Field) -> Field:
    label = f"{field.label} (optional)"
    return Field(
        field.key,
        label,
        field.hint,
        field.shape,
        field.form,
        field.required,
        field.choices,
        field.parts,
        field.limit,
    )


def _taken(sheet: Sheet, page: Question, typed: Typed, lists: Vocabularies) -> list[Mistake]:
    """Put what was typed in its place in the sheet; return what is wrong with it, and change nothing then."""
    if page.slug == BODY:
        return _take_story(sheet, typed)
    if page.slug == LICENCE:
        sheet.agreed = first(typed, "licence") == "yes"
        return [] if sheet.agreed else [Mistake("licence", wording.missing("licence", ""))]
    if page.slug == EMAIL:
        email = first(typed, "email")
        if email and (not _EMAIL.fullmatch(email) or unwritable(email)):
            return [Mistake("email", "Enter an e-mail address like name@example.org, or leave it blank")]
        sheet.email = email
        return []
    found = [(field.key, *filling.read(field, field.key, typed, lists)) for field in fields_of(sheet, page, lists)]
    mistakes = [mistake for _, _, said in found for mistake in said]
    if mistakes:
        return mistakes
    for key, value, _ in found:
        if value is None:
            sheet.fields.pop(key, None)
        else:
            sheet.fields[key] = value
    _settle(sheet)
    return []


def _take_story(sheet: Sheet, typed: Typed) -> list[Mistake]:
    kind = sheet.answers.kind or Kind.NEWS
    text = story(typed.get("body", [""])[0])
    words = re.sub(r"(?m)^#.*$", "", text).strip()
    if message := unwritable(text):
        return [Mistake("body", f"The story {message}")]
    if len(text) > LONGEST:
        return [Mistake("body", f"The story must be {LONGEST:,} characters or fewer. It has {len(text):,}")]
    if not words and KINDS[kind].body_required:
        return [Mistake("body", wording.missing("body", ""), blank=True)]
    sheet.body = text if words else ""
    return []


def _settle(sheet: Sheet) -> None:
    """Let go of answers that only another kind asks for, and of a stance on priorities that are no longer chosen."""
    kind, stance = sheet.answers.kind, sheet.fields.get("stance")
    if isinstance(stance, dict):
        chosen = sheet.answers.texts("priorities")
        sheet.fields["stance"] = {key: one for key, one in stance.items() if key in chosen}
    if kind is not None:
        known = set(KINDS[kind].model_fields)
        sheet.fields = {key: value for key, value in sheet.fields.items() if key in known}


def _spelled(sheet: Sheet, page: Question, lists: Vocabularies) -> dict[str, list[str]]:
    if page.slug == BODY:
        return {"body": [sheet.body or _headings(sheet)]}
    if page.slug == EMAIL:
        return {"email": [sheet.email]}
    made: dict[str, list[str]] = {}
    for field in fields_of(sheet, page, lists):
        if field.key in sheet.fields:
            made |= filling.spelled(field, field.key, sheet.fields[field.key], lists)
        elif field.key == "date_known_to":
            made[field.key] = ["day"]
    return made


def _headings(sheet: Sheet) -> str:
    kind = sheet.answers.kind
    return "\n\n\n".join(f"## {one}" for one in KINDS[kind].required_headings) if kind else ""


def _rearranged(page: Question, typed: dict[str, list[str]], do: str) -> dict[str, list[str]]:
    """Return what was typed with another, blank, part of an answer, or without one of them."""
    name = page.keys[0].name if page.keys else page.slug
    found = filling.numbers(typed, name)
    if do == "add":
        return {**typed, f"{name}-{max(found, default=1) + 1}": [""]}
    gone = do.removeprefix("remove-")
    return {key: one for key, one in typed.items() if not re.fullmatch(rf"{name}-{re.escape(gone)}(-.*)?", key)}


def _shown(
    request: Request,
    sheet: Sheet,
    page: Question,
    typed: Typed,
    lists: Vocabularies,
    mistakes: list[Mistake] | tuple[()] = (),
    *,
    preview: bool = False,
) -> Response:
    said: dict[str, Any] = {
        **about_page(request, sheet, page),
        "raw": typed,
        "mistakes": mistakes,
        "wrong": {mistake.name: mistake.message for mistake in reversed(mistakes)},
    }
    kind = sheet.answers.kind
    if page.slug == BODY and kind is not None:
        room = visitor.room_of(request)
        return visitor.shown(
            request,
            "story.html",
            **said,
            hint=wording.STORY,
            purpose=in_body(kind).replace("Delete this if", "Leave this blank if"),
            guidance=[(heading, under_heading(heading)) for heading in KINDS[kind].required_headings],
            preview=rendered(story(first(typed, "body")), room.site) if preview else None,
        )
    if page.slug == LICENCE:
        licence = sheet.answers.text("licence") or lists.commons.licence
        return visitor.shown(request, "agree.html", **said, licence=licence, agreed=sheet.agreed)
    if page.slug == EMAIL:
        return visitor.shown(request, "email.html", **said, hint=wording.EMAIL)
    fields = fields_of(sheet, page, lists)
    return visitor.shown(request, "question.html", **said, fields=fields, councils=_names(fields, lists))


def _names(fields: list[Field], lists: Vocabularies) -> list[str]:
    """Return the names of councils, where a field of the page asks for one."""
    shapes = {field.shape for field in fields} | {part.shape for field in fields for part in field.parts}
    return [council.name for council in lists.register] if Shape.COUNCIL in shapes else []
