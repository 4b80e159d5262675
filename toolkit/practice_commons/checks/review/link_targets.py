"""Links that hide where they lead, or that lead where readers should not go.

Whether a scheme may be published is for the rules of the check. Sources: Unicode Technical Standard 39 (letters of
several scripts in one name), RFC 3492 (Punycode), RFC 3986 section 7.6 (user names in addresses as a deception).
"""

from __future__ import annotations

import functools
import html
import ipaddress
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from practice_commons.checks.review.concern import Concern, Remark
from practice_commons.checks.review.manuscript import Manuscript, letters
from practice_commons.rendering.markdown import Rendered, render

_SHORTENERS = (
    "adf.ly bit.do bit.ly bitly.com buff.ly cutt.ly db.tt dlvr.it fb.me g.co goo.gl ht.ly ift.tt is.gd j.mp l.ead.me "
    "lnkd.in mcaf.ee ow.ly qr.ae qrco.de rb.gy rebrand.ly s.id shorturl.at shorte.st shrtco.de snip.ly soo.gd t.co "
    "t.ly t2m.io tiny.cc tiny.one tinyurl.com tr.im trib.al u.nu urlz.fr v.gd vurl.com wp.me x.co"
)
SHORTENERS = frozenset(_SHORTENERS.split())
"""Services that give another address for one: readers cannot see where they go, and the service may end."""
WRAPPERS = frozenset(
    {"safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com", "linkprotect.cudasvc.com"}
)
"""What mail filters put round an address: it often holds the e-mail address of whoever received it."""
LONG = 300
"""Characters of a query from which an address carries more than a page's name."""
SEVERAL = 2_000
"""Links looked at in one file."""

_ADDRESS = re.compile(r"(?<![a-z0-9+.-])(?:https?|ftp)://[^\s<>\"'|\\^`]{1,4000}", re.IGNORECASE)
_NUMERIC = re.compile(
    r"(?:0x[0-9a-f]{1,16}|\d{1,20})(?:\.(?:0x[0-9a-f]{1,16}|\d{1,20})){0,3}", re.IGNORECASE | re.ASCII
)
_ANCHOR = re.compile(r'<a href="([^"<>]{1,4000})"[^<>]{0,400}>')
_TAG = re.compile(r"<[^<>]*>")
_WORDS = 2000
"""Characters of a link's words that are looked at."""
_NAMED = re.compile(
    r"(?<![\w@./-])(?:https?://)?(?:[^\s/@]{1,64}@)?((?:[a-z0-9-]{1,63}\.){1,6}(?:uk|com|org|net|gov|edu|info|io|eu|ie|wales|cymru"
    r"|scot|london|nhs|int))(?![\w-])(?!\.\w)",
    re.IGNORECASE,
)


def link_targets(manuscript: Manuscript) -> Iterator[Remark]:
    """Iterate over links to look at twice."""
    rendered = render(manuscript.body) if manuscript.document is not None else None
    seen: set[tuple[str, str]] = set()
    for address, line, column in _addresses(manuscript, rendered):
        host = _host(address)
        for said in _doubts(address, host):
            if (said, host) not in seen:
                seen.add((said, host))
                yield Remark(line, column, Concern.LINK, said, letters(host))
    if rendered is not None:
        yield from _disguised(manuscript, rendered)


def _addresses(manuscript: Manuscript, rendered: Rendered | None) -> Iterator[tuple[str, int, int]]:
    """Iterate over web addresses as they are written, then over those that only a parser of Markdown finds."""
    written: set[str] = set()
    for match in islice(_ADDRESS.finditer(manuscript.text), SEVERAL):
        address = match[0].rstrip(".,;:!?*_)]}")
        written.add(unquote(address))
        yield (address, *manuscript.place(match.start()))
    for link in islice(rendered.links if rendered is not None else (), SEVERAL):
        if link.address.lower().startswith(("http:", "https:", "//")) and unquote(link.address) not in written:
            yield link.address, manuscript.body_line + link.line - 1, 1


def _disguised(manuscript: Manuscript, rendered: Rendered) -> Iterator[Remark]:
    """Iterate over links whose words name another site than they lead to."""
    lines = {link.address: link.line for link in reversed(rendered.links)}
    for anchor in islice(_ANCHOR.finditer(rendered.html), SEVERAL):
        end = rendered.html.find("</a>", anchor.end(), anchor.end() + _WORDS)
        address = html.unescape(anchor[1])
        named = _NAMED.search(html.unescape(_TAG.sub("", rendered.html[anchor.end() : end]))) if end > 0 else None
        if named and _differ(named[1], _host(address)):
            said = "the words of a link name one site, and it leads to another"
            line = manuscript.body_line + lines.get(address, 1) - 1
            yield Remark(line, 1, Concern.LINK, said, letters(_host(address)))


def _doubts(address: str, host: str) -> Iterator[str]:
    """Iterate over what to doubt in an address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        yield "an address that programs read in different ways"
        return
    if "@" in parts.netloc:
        yield "an address with a user's name before the host: what stands first is not where it leads"
    yield from _told_of_host(host)
    if len(parts.query) > LONG:
        yield f"an address with {len(parts.query)} characters after the question mark: what do they tell, and whom?"


@functools.lru_cache(maxsize=1024)
def _told_of_host(host: str) -> tuple[str, ...]:
    return tuple(_doubts_of_host(host))


def _doubts_of_host(host: str) -> Iterator[str]:
    if host in SHORTENERS:
        yield "a shortened address: nobody sees where it leads"
    if any(host == one or host.endswith(f".{one}") for one in WRAPPERS):
        yield "an address as a mail filter rewrites it: it may hold somebody's e-mail address"
    if host.startswith("xn--") or ".xn--" in host:
        yield f"a host in Punycode, which is shown as {letters(_decoded(host))!r}"
    elif not host.isascii():
        scripts = _scripts(host)
        mixed = f" of {len(scripts)} scripts" if len(scripts) > 1 else ""
        yield f"a host with letters{mixed} that may look like others"
    if _is_number(host):
        yield "a host that is a number and not a name"
    elif host and "." not in host and ":" not in host:
        yield "a host that only one organisation's network knows"


def _host(address: str) -> str:
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return ""
    return unquote(host or "").rstrip(".").casefold()


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _NUMERIC.fullmatch(host) is not None
    return True


def _decoded(host: str) -> str:
    try:
        return host.encode("ascii", "ignore")[:253].decode("idna")
    except UnicodeError:
        return host


def _scripts(host: str) -> set[str]:
    """Return the scripts of a host's letters, by the first word of their names: LATIN, CYRILLIC, GREEK."""
    return {unicodedata.name(one, "UNKNOWN").split()[0] for one in host[:253] if one.isalpha()}


def _differ(named: str, leads: str) -> bool:
    one, other = (host.casefold().removeprefix("www.") for host in (named, leads))
    if not other:
        return False  # a link inside the commons, or to an e-mail address
    return one != other and not one.endswith(f".{other}") and not other.endswith(f".{one}")
