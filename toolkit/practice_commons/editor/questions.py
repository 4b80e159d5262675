"""The questions of the form, one thing to a page, for each kind: first what is needed, then what may be skipped."""

from __future__ import annotations

from dataclasses import dataclass

from practice_commons.drafting.keys import Key, keys_of
from practice_commons.editor import wording
from practice_commons.editor.sheet import Sheet
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Kind

KIND, BODY, COUNCILS, LICENCE, EMAIL = "kind", "story", "councils", "licence", "email"
_OURS = {"id", "kind", "superseded_by", "withdrawn", "date_known_to", "review_by"}
_OURS |= {"adapted_from", "adapted_through", "origin"}
"""Keys without a page of their own: stamped, set by stewards, or asked with another."""
_OPENING = ("community", "responds_to", "title", "summary", "date")
_CLOSING = ("author", "consent", "licence")
_MAYBE = (
    "councils",
    "tags",
    "priorities",
    "stance",
    "practice",
    "outcome",
    "evidence",
    "measures",
    "asks",
    "source",
    "language",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One page: its address, its keys (none for the story and the e-mail address), and whether it may be skipped."""

    slug: str
    title: str
    keys: tuple[Key, ...] = ()
    optional: bool = False


def questions_of(sheet: Sheet) -> tuple[Question, ...]:
    """Return the pages of a sheet in their order. Before the kind is known there is one."""
    kind = sheet.answers.kind
    opening = () if KIND in sheet.fixed else (Question(KIND, wording.question(KIND)),)
    if kind is None:
        return opening
    keys = {key.name: key for key in keys_of(kind)}
    own = [name for name in keys if name not in Contribution.model_fields]
    needed = [name for name in own if keys[name].required]
    maybe = [name for name in own if not keys[name].required]
    if kind is Kind.EVENT:  # a place, or online: one of them is needed, so both are asked early
        needed += [name for name in maybe if name in {"place", "online"}]
        maybe = [name for name in maybe if name not in needed]
    opening_keys = [name for name in _OPENING if name != "responds_to" or keys[name].required]
    pages = [_page(name, keys) for name in opening_keys]
    pages += [_page(name, keys) for name in needed]
    pages.append(Question(BODY, wording.question("body"), optional=not KINDS[kind].body_required))
    pages += [_page(name, keys) for name in _CLOSING]
    pages.append(Question(EMAIL, wording.question(EMAIL), optional=True))
    pages += [_page(name, keys) for name in [*maybe, *_MAYBE] if name != "stance" or sheet.answers.texts("priorities")]
    return (*opening, *(page for page in pages if not _fixed(page, sheet)))


def question_at(sheet: Sheet, slug: str) -> Question | None:
    """Return the page at an address; None where this sheet has none there."""
    return next((one for one in questions_of(sheet) if one.slug == slug), None)


def after(sheet: Sheet, slug: str) -> Question | None:
    """Return the page that follows another; None after the last."""
    pages = questions_of(sheet)
    at = next((number for number, one in enumerate(pages) if one.slug == slug), -1)
    return pages[at + 1] if at + 1 < len(pages) else None


def before(sheet: Sheet, slug: str) -> Question | None:
    """Return the page that another follows; None before the first."""
    pages = questions_of(sheet)
    at = next((number for number, one in enumerate(pages) if one.slug == slug), 0)
    return pages[at - 1] if at else None


def slug_for(sheet: Sheet, key: str) -> str:
    """Return the address of the page that asks for a key; empty where none does."""
    if key in {"body", ""}:
        return BODY
    wanted = "date" if key == "date_known_to" else key
    return next((one.slug for one in questions_of(sheet) if one.slug == wanted.replace("_", "-")), "")


def _page(name: str, keys: dict[str, Key]) -> Question:
    asked = (keys[name], keys["date_known_to"]) if name == "date" else (keys[name],)
    needed = keys[name].required or name in {"consent", "licence"}
    return Question(name.replace("_", "-"), wording.question(name), asked, optional=not needed)


def _fixed(page: Question, sheet: Sheet) -> bool:
    if page.slug == EMAIL:
        return bool(sheet.reference)
    return any(key.name in sheet.fixed for key in page.keys)
