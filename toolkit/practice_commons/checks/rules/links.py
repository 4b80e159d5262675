"""Links: each leads somewhere, and stays inside the commons or goes to the web."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from practice_commons.checks.registry import MOST, Finding, commons_rule, content_rule
from practice_commons.checks.wording import quoted
from practice_commons.model.problem import Severity
from practice_commons.rendering.policy import scheme_allowed

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content, Examined
    from practice_commons.checks.inspection import Whole
    from practice_commons.reading.vocabularies import Vocabularies

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_PERMALINK = re.compile(r"/c/([a-z0-9-]{1,40})/?(?:#(.*))?")
_FOOTNOTE = re.compile(r"(fn|fnref)-.*")
_EMPTY_WORDS = re.compile(
    r"\[[ *_]*(click here|click|here|read more|more|link|this|this link|this page|web ?site)[ *_.]*\]\(", re.IGNORECASE
)


@commons_rule()
def broken_link(whole: Whole) -> Iterator[Finding]:
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
    identities = {one.claimed_id: path for path, one in whole.examined.items() if one.claimed_id}
    anchors: dict[str, frozenset[str]] = {}
    for path, one in whole.examined.items():
        yield from islice(_broken(whole, path, one, identities, anchors), MOST[Severity.ERROR])


@content_rule(Severity.WARNING)
def link_words(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """The words of a link say where it leads.

    Why: Many people move from link to link, by ear or by eye. A page of links called “here” tells them nothing.

    Bad:

        For the timetable, [click here](https://www.example.org/timetable).

    Good:

        See the [timetable of the pilot](https://www.example.org/timetable).

    Fix: Put the link on the words that name what it leads to.
    """
    for at, row in enumerate(content.document.body.split("\n")):
        for match in _EMPTY_WORDS.finditer(row):
            said = f"a link is called {quoted(match[1])}"
            hint = "Put the link on the words that say where it leads."
            yield Finding(content.line(at + 1), match.start() + 1, said, hint)


def resolved(path: str, address: str) -> str | None:
    """Return the path in the commons that a relative address means from a file, or None when it climbs out."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address)))
    return None if joined == ".." or joined.startswith(("../", "/")) else joined


def home(path: str, one: Examined) -> str:
    """Return where a contribution's links start from: where it lies, or for a draft, where it will lie."""
    if path.startswith("contributions/") and one.contribution is not None:
        return f"communities/{one.contribution.community}/{path.removeprefix('contributions/')}"
    return path


def _broken(
    whole: Whole, path: str, one: Examined, identities: dict[str, str], anchors: dict[str, frozenset[str]]
) -> Iterator[Finding]:
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
            target = identities.get(permalink[1])
        else:
            target = resolved(home(path, one), place)
            if target is None or not target.lower().endswith(".md") or "?" in place or address.startswith("/"):
                said = f"the link {quoted(address)} does not lead to a contribution"
                hint = "Link to a contribution's .md file, to /c/ and its id, or to the web."
                yield Finding(line, 1, said, hint, path)
                continue
        if target is None or target not in whole.examined:
            said = f"the link {quoted(address)} leads nowhere"
            yield Finding(line, 1, said, _nearby(whole, target, permalink[1] if permalink else "", identities), path)
        elif fragment and not _FOOTNOTE.fullmatch(fragment):
            if target not in anchors:
                anchors[target] = _anchors(whole.examined[target])
            if unquote(fragment).removeprefix("s-") not in anchors[target]:
                said = f"the link {quoted(address)} names a heading that is not there"
                yield Finding(line, 1, said, _choices(fragment, anchors[target]), path)


def _anchors(one: Examined) -> frozenset[str]:
    headings = one.rendered.headings if one.rendered else ()
    return frozenset(heading.anchor.removeprefix("s-") for heading in headings)


def _nearby(whole: Whole, target: str | None, identity: str, identities: dict[str, str]) -> str:
    if target is None:
        close = difflib.get_close_matches(identity, identities, n=1)
        return f"Did you mean '/c/{close[0]}/'?" if close else "Check the id."
    folder, name = posixpath.split(target)
    names = [posixpath.basename(path) for path in whole.examined if posixpath.dirname(path) == folder]
    close = difflib.get_close_matches(name[:80], names, n=1) if names else []
    if close:
        return f"Did you mean {close[0]!r}?"
    elsewhere = [path for path in whole.examined if path.endswith(f"/{name}")]
    return f"There is {elsewhere[0]}." if elsewhere else f"There is no file {quoted(target)}."


def _choices(fragment: str, anchors: frozenset[str]) -> str:
    close = difflib.get_close_matches(fragment[:80], anchors, n=1)
    if close:
        return f"Did you mean '#{close[0]}'?"
    if not anchors:
        return "It has no headings."
    return "Its headings are: " + ", ".join(f"#{one}" for one in sorted(anchors)[:6])
