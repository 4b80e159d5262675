"""Secrets and keys: what opens a door to somebody who was not meant to enter.

The forms are those that the issuers document (AWS access key ids, GitHub, GitLab, Slack, Google, Stripe, npm and PyPI
tokens; RFC 7519 for JSON Web Tokens; RFC 7468 for private keys; RFC 3986 for passwords in addresses), and assignments
of what looks like chance. The library detect-secrets was looked at and left: it reads files, and brings a web client.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from practice_commons.checks.review.concern import Concern, Remark
from practice_commons.checks.review.manuscript import Manuscript

_ISSUED = re.compile(
    r"(?P<private_key>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)"
    r"|(?<![\w-])(?:"
    r"(?P<AWS>(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})"
    r"|(?P<GitHub>gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})"
    r"|(?P<GitLab>glpat-[\w-]{20,255})"
    r"|(?P<Slack>xox[abeoprs]-[A-Za-z0-9-]{10,255})"
    r"|(?P<Google>AIza[\w-]{35}|ya29\.[\w-]{20,255}|GOCSPX-[\w-]{20,64})"
    r"|(?P<Stripe>[rs]k_(?:live|test)_[A-Za-z0-9]{16,255})"
    r"|(?P<npm>npm_[A-Za-z0-9]{36})"
    r"|(?P<PyPI>pypi-AgE[\w-]{40,255})"
    r"|(?P<SendGrid>SG\.[\w-]{16,64}\.[\w-]{16,64})"
    r"|(?P<JSON_Web>eyJ[\w-]{8,2000}\.eyJ[\w-]{8,2000}\.[\w-]{8,2000})"
    r")(?![\w-])",
    re.ASCII,
)
_HOOK = re.compile(r"hooks\.slack\.com/services/[\w/]{20,100}", re.ASCII)
_IN_ADDRESS = re.compile(
    r"(?<![\w+.-])([a-z][a-z0-9+.-]{1,20})://[^\s:/@?#\[\]]{0,64}:([^\s/@?#]{1,128})@", re.IGNORECASE
)
_PASSWORD = re.compile(
    r"(?<![^\W_])(pass ?words?|passwd|pwd|pass ?phrase|passcode"
    r"|(?:api|access|account|secret|private|shared|encryption)[ _-]?key"
    r"|(?:client|app|shared)?[ _-]?secret|(?:access|api|auth|bearer|refresh)[ _-]?token|pin(?: code)?)"
    r"([\"'`*]{0,3}\s{0,3}(?:=>|[:=])|\s{1,3}(?:is|was))[ \t]{0,3}[\"'`“‘*]{0,3}([^\s\"'`“”‘’<>|]{4,128})(.{0,2})",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"(?<![\w./+-])\w{2,40}[\"']?\s{0,2}[:=]\s{0,2}[\"']?([A-Za-z0-9+/_=-]{20,200})(?![\w./+=-])", re.ASCII
)
_STANDS_FOR = re.compile(
    r"[*.x•…_#-]+|.*\b(?:your|my|the|example|sample|placeholder|changeme|change-me|insert|todo|redacted|removed|none|null"
    r"|required|optional|wrong|needed|forgotten|protected|reset|policy|policies)\b.*|[$%]?[{(\[<].*|\$[A-Z_]+",
    re.IGNORECASE,
)
_CHANCE = 3.8
"""Bits of entropy per character from which a string of letters and digits is no word: English has about two."""


def credentials(manuscript: Manuscript) -> Iterator[Remark]:
    """Iterate over what looks like a key, a token or a password."""
    text = manuscript.text
    for match in _ISSUED.finditer(text):
        issuer = (match.lastgroup or "").replace("_", " ")
        said = "a private key" if issuer == "private key" else f"a key or token, of the form of {issuer}'s"
        shown = "-----BEGIN…" if issuer == "private key" else f"{match[0][:4]}…"
        yield _remark(manuscript, match.start(), said, shown)
    for match in _HOOK.finditer(text):
        yield _remark(manuscript, match.start(), "an address that lets anybody post to somebody's Slack", "hooks.…")
    for match in _IN_ADDRESS.finditer(text):
        if not _STANDS_FOR.fullmatch(match[2]):
            yield _remark(manuscript, match.start(), "an address with a password in it", f"{match[1][:12]}://…:…@")
    for match in _PASSWORD.finditer(text):
        if _is_given(*match.group(1, 2, 3, 4)):
            yield _remark(manuscript, match.start(3), f"a {' '.join(match[1].lower().split())}, it seems", "…")
    for match in _ASSIGNED.finditer(text):
        if by_chance(match[1]):
            yield _remark(manuscript, match.start(1), "a long string that no person would write, as keys are", "…")


def by_chance(string: str) -> bool:
    """Say whether a string looks made by chance: capitals, small letters and digits, all mixed."""
    counts = Counter(string)
    entropy = -sum(count / len(string) * math.log2(count / len(string)) for count in counts.values())
    kinds = (any(map(str.isupper, string)), any(map(str.islower, string)), any(map(str.isdigit, string)))
    return all(kinds) and entropy >= _CHANCE and string.count("-") + string.count("/") < len(string) / 8


def _is_given(what: str, sign: str, value: str, after: str) -> bool:
    """Say whether a password is given, and not only talked about."""
    told = value.rstrip(".,;:!?)*_")
    if len(told) < 4 or _STANDS_FOR.fullmatch(told):  # noqa: PLR2004 - nothing shorter is worth a remark
        return False
    if any(map(str.isdigit, told)) or re.search(r"[^\W_][!$%^&#@~+][^\W_]|[!$%^&#@~+]$", value):
        return not re.fullmatch(r"\d{1,2}[/.-].*|\d{1,3}%?", told)
    alone = not after.strip(" \t\"'`”’*")
    return what.lower().startswith("p") and sign.strip(" \"'`*").startswith(("=", ":")) and alone


def _remark(manuscript: Manuscript, offset: int, said: str, shown: str) -> Remark:
    return manuscript.remark(offset, Concern.SECRET, f"{said}: it must be changed at once, and taken out", shown)
