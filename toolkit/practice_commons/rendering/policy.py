"""What HTML may come out of a contribution. One table serves the sanitiser and the check that refuses the rest.

The elements are those that GitHub Flavored Markdown makes, and a few that people write by hand to good purpose
(`br` in a table cell, `sub`, `sup`, `kbd`, `details`). Everything else is refused with its line.
"""

from __future__ import annotations

import re

ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset(
        {
            "href",
            "title",
            "class",
            "id",
            "data-footnote-ref",
            "data-footnote-backref",
            "aria-label",
            "data-footnote-backref-idx",
        }
    ),
    "abbr": frozenset({"title"}),
    "b": frozenset(),
    "blockquote": frozenset(),
    "br": frozenset(),
    "caption": frozenset(),
    "code": frozenset({"class"}),
    "del": frozenset(),
    "details": frozenset({"open"}),
    "div": frozenset({"class"}),
    "em": frozenset(),
    "h2": frozenset({"id"}),
    "h3": frozenset({"id"}),
    "h4": frozenset({"id"}),
    "h5": frozenset({"id"}),
    "h6": frozenset({"id"}),
    "hr": frozenset(),
    "i": frozenset(),
    "img": frozenset({"src", "alt", "title"}),
    "ins": frozenset(),
    "kbd": frozenset(),
    "li": frozenset({"id", "class"}),
    "mark": frozenset(),
    "ol": frozenset({"start"}),
    "p": frozenset({"class"}),
    "pre": frozenset(),
    "s": frozenset(),
    "section": frozenset({"class", "data-footnotes"}),
    "span": frozenset({"class", "role", "aria-label"}),
    "strong": frozenset(),
    "sub": frozenset(),
    "summary": frozenset(),
    "sup": frozenset({"class"}),
    "table": frozenset(),
    "tbody": frozenset(),
    "td": frozenset({"align"}),
    "th": frozenset({"align"}),
    "thead": frozenset(),
    "tr": frozenset(),
    "ul": frozenset({"class"}),
}
"""Each element that may be published, with its attributes."""

EMPTIED = frozenset(
    {
        "iframe",
        "math",
        "noembed",
        "noframes",
        "noscript",
        "plaintext",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "xmp",
    }
)
"""Elements that are taken out with all that they hold, because browsers do not read what they hold as HTML."""

SCHEMES = frozenset({"http", "https", "mailto"})
"""What a link may begin with. Nothing that a browser would run, and no `tel` or `data`."""

CLASS = re.compile(
    r"(language-[\w+#.-]{1,30}|footnote-ref|footnote-backref|footnotes|task|task-item|admonition|admonition-title"
    r"|note|tip|important|warning|caution)(?![\w-])"
)
IDENTIFIER = re.compile(r"(s|fn|fnref)-[\w-]{1,120}")
LABEL = re.compile(r"(Done|To do|Back to reference [\w-]{1,40})")


def permitted(element: str, attribute: str, value: str) -> str | None:
    """Return an attribute's value where the policy lets it pass, None where it does not.

    Links are judged by `scheme_allowed`; here are the attributes that could imitate or steal the page's own parts.
    """
    if attribute not in ATTRIBUTES.get(element, ()):
        return None
    if attribute == "class":
        return value if all(CLASS.fullmatch(word) for word in value.split()) else None
    if attribute == "id":
        return value if IDENTIFIER.fullmatch(value) else None
    if attribute in {"role", "aria-label"}:
        return value if value == "img" or LABEL.fullmatch(value) else None
    if attribute in {"href", "src"}:
        return value if scheme_allowed(value) else None
    return value


def scheme_allowed(address: str) -> bool:
    """Say whether a link may be published: relative, or of an allowed scheme. Blanks and controls hide schemes."""
    if address.startswith(("https://", "http://")):
        return True
    plain = re.sub(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", "", address)
    if plain.startswith(("//", "\\", "/\\")):
        return False
    scheme = re.match(r"([^/?#:]*):", plain)
    return scheme is None or scheme[1].lower() in SCHEMES
