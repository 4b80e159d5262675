"""Jinja templates in which every value is escaped, unless this package made it HTML."""

from __future__ import annotations

import functools

import jinja2
from markupsafe import Markup

from practice_commons.model.wording import count, dated, day, known
from practice_commons.rendering.markdown import Html


@functools.cache
def environment(package: str) -> jinja2.Environment:
    """Return the environment of a package's `templates` folder. A missing value is an error, never an empty space."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader(package, "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"day": day, "known": known, "html": markup, "plural": count, "dated": dated}
    return made


def fill(package: str, template: str, **values: object) -> Html:
    """Return a template filled with values."""
    return Html(environment(package).get_template(template).render(**values))


def markup(safe: Html) -> Markup:
    """Tell a template that this is HTML already. Only `Html`, which only this package makes, may be given."""
    return Markup(safe)  # noqa: S704 - Html has been through the sanitiser
