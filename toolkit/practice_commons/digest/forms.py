"""Every format that a digest is written in. A new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from practice_commons.digest.digest import Digest
from practice_commons.digest.profile import Profile

_MAKERS = {
    "md": ("as_markdown", "markdown"),
    "html": ("as_html", "html"),
    "json": ("as_json", "as_json"),
    "csv": ("as_csv", "csv_table"),
    "docx": ("as_docx", "docx"),
    "odt": ("as_odt", "odt"),
    "pdf": ("as_pdf", "pdf"),
}
"""The module and the function of each format, called as its files end."""
NAMES = tuple(_MAKERS)
_AT_ONCE = 2


def rendered(digests: Sequence[Digest], form: str, profile: Profile = Profile.BRIEFING) -> bytes:
    """Return digests in one of the formats. Its module is imported now: some bring large libraries."""
    module, function = _MAKERS[form]
    made: str | bytes = getattr(import_module(f"{__package__}.{module}"), function)(digests, profile)
    return made.encode() if isinstance(made, str) else made


def all_rendered(
    digests: Sequence[Digest], names: Sequence[str], profile: Profile = Profile.BRIEFING
) -> dict[str, bytes]:
    """Return digests in several formats. Two at a time: pandoc and Typst do most of the work outside Python."""
    with ThreadPoolExecutor(_AT_ONCE) as crew:
        slowest_first = sorted(names, key=NAMES.index, reverse=True)
        return dict(
            zip(slowest_first, crew.map(lambda form: rendered(digests, form, profile), slowest_first), strict=True)
        )
