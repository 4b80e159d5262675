"""The types of single values in frontmatter: text until the schema says otherwise, then exactly what it says."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ISO_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:00)?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


def _date(value: object) -> object:
    if isinstance(value, str):
        if not _ISO_DATE.fullmatch(value):
            raise ValueError("must be a date like 2026-04-30")
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value} is not a day in the calendar") from None
    return value


def _moment(value: object) -> object:
    if isinstance(value, str):
        if _ISO_DATE.fullmatch(value):
            return dt.datetime.combine(_date(value), dt.time())  # type: ignore[arg-type]
        match = _ISO_TIME.fullmatch(value)
        if not match:
            raise ValueError("must be a date like 2026-04-30, or a date and time like 2026-04-30 09:30")
        try:
            return dt.datetime.fromisoformat(f"{match[1]}T{match[2]}")
        except ValueError:
            raise ValueError(f"{value} is not a moment in the calendar") from None
    return value


def _whole(value: object) -> object:
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value):
            raise ValueError("must be a whole number, in digits")
        return int(value)
    return value


def _decimal(value: object) -> object:
    if isinstance(value, str):
        if not _DECIMAL.fullmatch(value):
            raise ValueError("must be a number in digits, without commas or a unit")
        return Decimal(value)
    return value


def _yes_no(value: object) -> object:
    if isinstance(value, str):
        if value not in _YES_NO:
            raise ValueError("must be yes or no")
        return _YES_NO[value]
    return value


Date = Annotated[dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[
    dt.datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2})?$"}),
]
"""A local date, or a local date and time (no zone: events happen where they happen)."""
Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Number = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "number"})]
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": [True, False, "yes", "no"]})]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""Lower-case letters and digits in words joined by single hyphens: safe in addresses and on every file system."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=4, max_length=40)]
Reference = Annotated[
    str,
    StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*:)?[a-z0-9]+(-[a-z0-9]+)*$", min_length=4, max_length=121),
]
"""An id, or a peer's name, a colon and an id there."""
Citation = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*:[a-z0-9]+(-[a-z0-9]+)*@[0-9a-f]{7,64}$", min_length=4, max_length=190
    ),
]
"""A text of a peer: its name, a colon, an id there, and the commit that gave it this text."""
Signer = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z0-9@.*_+-]+ ((namespaces=\"git\"|valid-(after|before)=\"[0-9]{8}([0-9]{4,6})?Z?\")"
        r"(,(namespaces=\"git\"|valid-(after|before)=\"[0-9]{8}([0-9]{4,6})?Z?\"))* )?"
        r"(ssh-ed25519|sk-ssh-ed25519@openssh\.com|ecdsa-sha2-nistp(256|384|521)|ssh-rsa) "
        r"[A-Za-z0-9+/]+=*( [^\r\n]*)?$",
        max_length=2000,
    ),
]
"""A line of an allowed signers file (ssh-keygen(1), ALLOWED SIGNERS): who, until when, and the public key."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\r\n]*$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Link = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s<>\"'`{}|\\^]+$", max_length=500),
    Field(examples=["https://www.gov.uk/"]),
]
"""A web address. Only http and https: nothing that a browser would run."""
