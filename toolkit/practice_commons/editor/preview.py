"""A story as the site would show it, made by the site's own renderer; only links that lead somewhere here are kept."""

from __future__ import annotations

import re

from practice_commons.rendering.markdown import Html, render, retarget, text

_PERMALINK = re.compile(r"/(c/[a-z0-9-]{4,40}/?)(#[\w-]*)?")


def rendered(body: str, site: str) -> Html:
    """Return a story as safe HTML. Other pages of the commons are linked where the site is; files are not there yet."""
    found = render(body)
    if found.excess:
        return text(f"It cannot be shown: there is too much of one thing in it ({found.excess}).")

    def target(address: str) -> str | None:
        if address.startswith("#"):
            return address
        permalink = _PERMALINK.fullmatch(address)
        return f"{site}{permalink[1]}{permalink[2] or ''}" if permalink else None

    return retarget(found.html, target)
