"""Links: each leads somewhere, and stays inside the commons or goes to the web."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from practice_commons.checks.layout import source_of
from practice_commons.checks.registry import MOST, Finding, content_rule, linked_rule
from practice_commons.checks.wording import quoted
from practice_commons.model.contribution import Contribution
from practice_commons.model.problem import Severity
from practice_commons.rendering.policy import scheme_allowed
from practice_commons.rendering.survey import Link

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content
    from practice_commons.checks.inspection import Placed, Whole
    from practice_commons.reading.vocabularies import Vocabularies

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_PERMALINK = re.compile(r"/c/([a-z0-9-]{1,80}(?:/[a-z0-9-]{1,40})?)/?(?:#(.*))?")
_FOOTNOTE = re.compile(r"(fn|fnref)-.*")
_EMPTY_WORDS = re.compile(
    r"\[[ *_]*(click here|click|here|read more|more|link|this|this link|this page|web ?site)[ *_.]*\]\(", re.IGNORECASE
)


@linked_rule()
def broken_link(placed: Placed, whole: Whole) -> Iterator[Finding]:
    """A link inside the commons leads to a contribution that is there, and to a heading that it has.

    Why: A reader who follows a link and finds nothing loses trust in the rest.

    Bad:

        [what Kent did](../customer-contact/kent-gatway.md)

    Good:

        [what Kent did](../customer-contact/kent-gateway.md)
        [what they learnt](../customer-contact/kent-gateway.md#lessons)
        [the same, for ever](/c/kent-gateway/)

    Fix: Name the file from where yours lies (`name.md` in the same community, `../community/name.md` in another), or
    write `/c/`, the contribution's id and `/`. A draft in the in-tray counts as lying in its community already. Other
    files are not published: link to a page on the web, or show a picture with `![…](images/…)`.
    """
    yield from islice(_broken(placed, whole), MOST[Severity.ERROR])


@content_rule(Severity.WARNING, advice=True)
def link_words(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """The words of a link say where it leads.

    Why: Many people move from link to link, by ear or by eye. A page of links called “here” tells them nothing.

    Bad:

        For the timetable, [click here](https://www.example.org/timetable).

    Good:

        See the [timetable of the pilot](https://www.example.org/timetable).

    Fix: Put the link on the words that name what it leads to.
    """
    body = content.document.body
    for match in _EMPTY_WORDS.finditer(body) if "](" in body else ():
        line = body.count("\n", 0, match.start()) + 1
        column = match.start() - body.rfind("\n", 0, match.start())
        said = f"a link is called {quoted(match[1])}"
        yield Finding(content.line(line), column, said, "Put the link on the words that say where it leads.")


def resolved(path: str, address: str) -> str | None:
    """Return the path in the commons that a relative address means from a file, or None when it climbs out."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address)))
    return None if joined == ".." or joined.startswith(("../", "/")) else joined


def meant(path: str, permalink: str) -> str:
    """Return the id that a permalink's part after `/c/` means in a file: a peer's own are those of that peer."""
    source = source_of(path)
    return f"{source}:{permalink}" if source else permalink.replace("/", ":")


def home(path: str, contribution: Contribution | None) -> str:
    """Return where a contribution's links start from: where it lies, or for a draft, where it will lie."""
    if path.startswith("contributions/") and contribution is not None:
        return f"communities/{contribution.community}/{path.removeprefix('contributions/')}"
    return path


def aims(path: str, contribution: Contribution | None, links: Iterable[Link]) -> Iterator[tuple[str, str]]:
    """Iterate over what links and pictures lead to inside the commons: (`id`, an id) or (`path`, a path).

    One that leads out of the commons, as nothing may, gives an empty path: it is there to be complained of.
    """
    start = home(path, contribution)
    for link in links:
        if _SCHEME.match(link.address) or not scheme_allowed(link.address):
            continue
        place = link.address.partition("#")[0]
        permalink = _PERMALINK.fullmatch(link.address)
        if permalink and link.alternative is None:
            yield "id", meant(path, permalink[1])
        elif link.alternative is not None:
            yield "path", resolved(start, link.address) or ""
        else:
            yield "path", (resolved(start, place) or "") if place else path


def _broken(placed: Placed, whole: Whole) -> Iterator[Finding]:
    path, one = placed.path, placed.examined
    if source_of(path):
        return  # what it leads to may be where it comes from, and not here
    for link in one.rendered.links if one.rendered else ():
        address = link.address
        if link.alternative is not None or _SCHEME.match(address) or not scheme_allowed(address):
            continue  # pictures, the web and what the policy refuses have rules of their own
        line = one.body_line + link.line - 1
        place, _, fragment = address.partition("#")
        permalink = _PERMALINK.fullmatch(address)
        if not place:
            target: str | None = path
        elif permalink:
            target = whole.holder(meant(path, permalink[1]))
        else:
            target = resolved(home(path, one.contribution), place)
            if target is None or not target.lower().endswith(".md") or "?" in place or address.startswith("/"):
                said = f"the link {quoted(address)} does not lead to a contribution"
                hint = "Link to a contribution's .md file, to /c/ and its id, or to the web."
                yield Finding(line, 1, said, hint)
                continue
        anchors = whole.anchors(target) if target is not None else None
        if anchors is None:
            said = f"the link {quoted(address)} leads nowhere"
            yield Finding(line, 1, said, _nearby(whole, target, permalink[1] if permalink else ""))
        elif fragment and not _FOOTNOTE.fullmatch(fragment) and unquote(fragment).removeprefix("s-") not in anchors:
            said = f"the link {quoted(address)} names a heading that is not there"
            yield Finding(line, 1, said, _choices(fragment, anchors))


def _nearby(whole: Whole, target: str | None, identity: str) -> str:
    if target is None:
        close = difflib.get_close_matches(identity, whole.identities(), n=1)
        return f"Did you mean '/c/{close[0]}/'?" if close else "Check the id."
    folder, name = posixpath.split(target)
    names = whole.names(folder)
    close = difflib.get_close_matches(name[:80], names, n=1) if names else []
    if close:
        return f"Did you mean {close[0]!r}?"
    elsewhere = whole.named(name)
    return f"There is {elsewhere}." if elsewhere else f"There is no file {quoted(target)}."


def _choices(fragment: str, anchors: frozenset[str]) -> str:
    close = difflib.get_close_matches(fragment[:80], anchors, n=1)
    if close:
        return f"Did you mean '#{close[0]}'?"
    if not anchors:
        return "It has no headings."
    return "Its headings are: " + ", ".join(f"#{one}" for one in sorted(anchors)[:6])
