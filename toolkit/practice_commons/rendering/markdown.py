"""GitHub Flavored Markdown to safe HTML: cmark-gfm, GitHub's own engine, then nh3. Linear in the text's length.

cmark has neither heading ids nor alerts; a small step over its output adds both, and words for task-list boxes.
nh3 always follows, so nothing that this step or cmark lets through is published.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NewType

import nh3
from cmarkgfm import cmark
from cmarkgfm.cmark import Options

from practice_commons.rendering import policy
from practice_commons.rendering.survey import Link, Removed, elements, excess, links_at_once, survey, without_positions

Html = NewType("Html", str)
"""HTML that may be published. Only this package makes it."""

SETTLING = 4
"""Times that something is sanitised again before we give it up."""
_OPTIONS = Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_SOURCEPOS
_EXTENSIONS = ("table", "strikethrough", "autolink", "tasklist")
_HEADING = re.compile(r'<h([1-6])( data-sourcepos="(\d{1,9})[^"<>]*")?>|</h([1-6])>')
_ALERT = re.compile(
    r'<blockquote( data-sourcepos="[^"]*")?>\n<p( data-sourcepos="[^"]*")?>'
    r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\n"
)
_BOX = re.compile(r'<li( data-sourcepos="[^"]*")?><input type="checkbox"( checked="")? disabled="" /> ')
_BLOCK_END = re.compile(r"</(?:p|li|h[2-6]|td|th|tr|pre|summary|div)>|<br>")
_BLANK_LINES = re.compile(r"\n\s*\n+")
_WORDS_AT_ONCE = re.compile(r'<(?:p|h[2-6] id="[\w-]{1,200}")>\w')
_ADDRESS = re.compile(r'<(a|img)\b[^<>]*? (?:href|src)="([^"]*)"')
_ABSOLUTE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_ORDINARY = re.compile(r"[\w!#%&'()*+,./;=?@~-]+")
_NOT_WORD = re.compile(r"[^\w\s-]")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 2 to 6 (1 is the page's title), text, the id it is linked by, and its line in the body."""

    level: int
    text: str
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body's safe HTML, and what the checks and the catalogue need to know of it. Lines count from 1."""

    html: Html
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    removed: tuple[Removed, ...]
    excess: str = ""
    """What there is too much of, where there is too much for a page to be made: then all the rest is empty."""

    @property
    def text(self) -> str:
        """The words of it, a block to a line."""
        return plain_text(self.html)

    @property
    def is_empty(self) -> bool:
        """Say whether a reader would find nothing here: no words, no link, nothing taken out, nothing too much."""
        if self.links or self.removed or self.excess or _WORDS_AT_ONCE.match(self.html):
            return False
        return not self.text


def render(body: str) -> Rendered:
    """Render a contribution's body. The time it takes grows with the body's length, and no faster."""
    marked = _markup(body, Options.CMARK_OPT_UNSAFE)
    if too_much := _excess(marked, body):
        return Rendered(Html(""), (), (), (), too_much)
    dressed, headings = _dress(marked)
    if (found := links_at_once(dressed, body)) is not None:
        return Rendered(Html(_cleaner().clean(without_positions(dressed))), headings, found, ())
    links, removed = survey(dressed, body)
    safe: str = _cleaner().clean(dressed)
    if "<" in body and not removed and (_cleaner().clean(safe) != safe or elements(dressed) != elements(safe)):
        removed = (Removed("HTML that browsers do not read alike", 1),)
    published = _settled(safe) if removed else Html(safe)
    return Rendered(published, headings, links, removed)


def excessive(body: str) -> str:
    """Say what there is too much of in a body for a page to be made, as `render` does; empty where all is well."""
    return _excess(_markup(body, Options.CMARK_OPT_UNSAFE), body)


def retarget(markup: Html, target: Callable[[str], str | None]) -> Html:
    """Return safe HTML with each relative link or image address replaced by `target(address)`; None takes it out."""
    addresses = [found for found in _ADDRESS.finditer(markup) if not _ABSOLUTE.match(found[2])]
    if not addresses:
        return markup
    pieces: list[str] = []
    done = 0
    for found in addresses:
        new = target(html.unescape(found[2])) if _ORDINARY.fullmatch(found[2]) else None
        if new is None:  # rare; what is left of the element, and in which order, is for the sanitiser to say
            return Html(_cleaner(target).clean(markup))
        pieces += (markup[done : found.start(2)], _attribute(new))
        done = found.end(2)
    return Html("".join((*pieces, markup[done:])))


def text(value: str) -> Html:
    """Return a stranger's plain text (a title, a tag, a name) as HTML."""
    return Html(html.escape(value, quote=True))


def plain_text(markup: Html) -> str:
    """Return the words of safe HTML, a block to a line."""
    spaced = _BLOCK_END.sub("\n", markup)
    if "\r" in spaced or "\0" in spaced or "<pre>\n" in spaced:  # what parsers of HTML drop or change
        words = html.unescape(_words_only().clean(spaced))
    else:
        words = html.unescape(_TAG.sub("", spaced))
    return _BLANK_LINES.sub("\n", words).strip()


def _attribute(value: str) -> str:
    """Return an attribute's value as nh3 writes it."""
    escaped = value.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace('"', "&quot;")
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def slugify(heading: str) -> str:
    """Return a heading's anchor, as GitHub makes it: lower case, punctuation dropped, spaces to hyphens."""
    folded = unicodedata.normalize("NFKC", heading).lower()
    return re.sub(r"\s", "-", _NOT_WORD.sub("", folded).strip())[:100] or "section"


def _markup(body: str, options: int = 0) -> str:
    # What cmarkgfm's own `markdown_to_html_with_extensions` does, without looking the extensions up each time.
    parser = cmark.parser_new(_OPTIONS | options)
    try:
        for extension in _extensions():
            cmark.parser_attach_syntax_extension(parser, extension)
        cmark.parser_feed(parser, body)
        root = cmark.parser_finish(parser)
        made: str = cmark.render_html(root, _OPTIONS | options, cmark.parser_get_syntax_extensions(parser))
    finally:
        cmark.parser_free(parser)
    return made


@functools.cache
def _extensions() -> tuple[object, ...]:
    cmark.core_extensions_ensure_registered()
    return tuple(cmark.find_syntax_extension(name) for name in _EXTENSIONS)


def _excess(marked: str, body: str) -> str:
    return excess(marked, _markup(body) if "<" in body else marked)


def _settled(safe: str) -> Html:
    """Sanitise what something was taken out of again, until nothing changes.

    What is left when an element goes may read differently to the next parser; what never settles is not published.
    """
    for _ in range(SETTLING):
        before, safe = safe, _cleaner().clean(safe)
        if safe == before:
            return Html(safe)
    return Html("")


def _dress(markup: str) -> tuple[str, tuple[Heading, ...]]:
    """Add heading ids, alerts and words for task boxes. Raw HTML can imitate any of them, and gains nothing by it."""

    def alert(match: re.Match[str]) -> str:
        kind = match[3].lower()
        return (
            f'<blockquote{match[1] or ""}><div class="admonition {kind}">'
            f'<p class="admonition-title">{kind.title()}</p>\n'
            f"<p{match[2] or ''}>"
        )

    def box(match: re.Match[str]) -> str:
        name, sign = ("Done", "☑") if match[2] else ("To do", "☐")
        return f'<li{match[1] or ""}><span class="task" role="img" aria-label="{name}">{sign}</span> '

    markup, headings = _identify(markup) if "</h" in markup else (markup, ())
    if "[!" in markup:
        markup = _ALERT.sub(alert, markup)
    if 'type="checkbox"' in markup:
        markup = _BOX.sub(box, markup)
    return markup, headings


def _identify(markup: str) -> tuple[str, tuple[Heading, ...]]:
    """Give each heading an id of its own. One pass: an opening tag waits for its closing one, the last one wins."""
    used: dict[str, int] = {}
    taken: set[str] = set()
    headings: list[Heading] = []
    pieces: list[str] = []
    done = 0
    opened: re.Match[str] | None = None
    for tag in _HEADING.finditer(markup):
        if tag[1]:
            opened = tag
        elif opened is not None and opened[1] == tag[4]:
            words = html.unescape(_TAG.sub("", markup[opened.end() : tag.start()])).strip()
            slug = slugify(words)
            anchor = f"s-{slug}"
            while anchor in taken:
                used[slug] = used.get(slug, 0) + 1
                anchor = f"s-{slug}-{used[slug]}"
            taken.add(anchor)
            pieces += (markup[done : opened.start()], f'<h{tag[4]} id="{html.escape(anchor)}"{opened[2] or ""}>')
            done = opened.end()
            headings.append(
                Heading(int(tag[4]), words, anchor, int(opened[3]) if opened[3] else _line_before(markup, opened))
            )
            opened = None
    return "".join((*pieces, markup[done:])), tuple(headings)


def _line_before(markup: str, tag: re.Match[str]) -> int:
    at = markup.rfind('data-sourcepos="', 0, tag.start())
    found = re.compile(r'data-sourcepos="(\d{1,9})').match(markup, at) if at >= 0 else None
    return int(found[1]) if found else 1


@functools.cache
def _words_only() -> nh3.Cleaner:
    return nh3.Cleaner(tags=set())


@functools.lru_cache(maxsize=1)
def _plain_cleaner() -> nh3.Cleaner:
    return _make_cleaner("pass_through")


def _cleaner(target: Callable[[str], str | None] | None = None) -> nh3.Cleaner:
    return _plain_cleaner() if target is None else _make_cleaner(target)


def _make_cleaner(relative: Literal["pass_through"] | Callable[[str], str | None]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(policy.ATTRIBUTES),
        attributes={element: set(names) for element, names in policy.ATTRIBUTES.items()},
        attribute_filter=policy.permitted,
        clean_content_tags=set(policy.EMPTIED),
        url_schemes=set(policy.SCHEMES),
        url_relative=relative,
        link_rel="noopener noreferrer ugc",
        strip_comments=True,
    )
