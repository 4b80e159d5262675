"""Pages made from templates: GOV.UK's markup by its macros, every value escaped, no script without its nonce."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from importlib import resources
from typing import Any

import jinja2

from practice_commons.editor import wording
from practice_commons.editor.fields import Choice
from practice_commons.editor.filling import Mistake, numbers
from practice_commons.model.wording import count, day
from practice_commons.rendering.templates import markup

PACKAGE = "practice_commons.editor"
ASSETS = {
    "form.css": "text/css; charset=utf-8",
    "form.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_MACROS = "govuk_frontend_jinja"


@functools.cache
def environment() -> jinja2.Environment:
    """Return the environment of our templates and of GOV.UK's macros, which count on missing values being empty."""
    macros = jinja2.PrefixLoader({_MACROS: jinja2.PackageLoader(_MACROS)})
    made = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(PACKAGE, "templates"), macros]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"day": day, "html": markup, "plural": count}
    made.globals |= {"summary_of": _summary, "items_of": _items, "numbers": numbers, "stances": _items(_STANCES)}
    made.globals |= {"style": f"form.css?{_stamp('form.css')}", "script": f"form.js?{_stamp('form.js')}"}
    return made


_STANCES = tuple(Choice(word, *wording.term("stance", word)) for word in ("supports", "challenges", "mixed"))


def page(template: str, **values: object) -> str:
    """Return a page."""
    return environment().get_template(template).render(values)


@functools.cache
def asset(name: str) -> bytes:
    """Return a file of ours by its name."""
    return resources.files(PACKAGE).joinpath("assets", name).read_bytes()


def _summary(mistakes: Iterable[Mistake]) -> list[dict[str, str]]:
    """Return an error summary's list: each mistake, linked to where it can be put right."""
    return [
        {"text": one.message} | ({"href": one.href or f"#{one.name}"} if one.href or one.name else {})
        for one in mistakes
    ]


def _items(choices: Iterable[Choice]) -> list[dict[str, Any]]:
    return [
        {"value": one.value, "text": one.label} | ({"hint": {"text": one.hint}} if one.hint else {}) for one in choices
    ]


def _stamp(name: str) -> str:
    return hashlib.sha256(asset(name)).hexdigest()[:12]
