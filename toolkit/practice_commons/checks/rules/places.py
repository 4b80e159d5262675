"""Places: what may lie where in a commons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.layout import is_contribution, is_picture
from practice_commons.checks.registry import Finding, layout_rule, placed_rule
from practice_commons.checks.rules.files import TYPES
from practice_commons.checks.wording import quoted
from practice_commons.reading.own_files import DIGESTS, KEPT_FOLDERS, is_kept
from practice_commons.reading.tree import REGULAR

if TYPE_CHECKING:
    from practice_commons.checks.inspection import Layout, Placed

_TOP = re.compile(r"communities/((commons|priorities|tags|federation)\.yml|federation\.lock|councils\.csv|[^/]+\.md)")
_KEPT = re.compile(r"communities/((findings|advocacy)/[^/]+\.yml|digests/[^/]+\.json)")
_COMMUNITY = re.compile(r"communities/[^/]+/(community\.yml|[^/]+\.md|images/.+)", re.IGNORECASE)
_HOLDS = {
    "findings": "findings that staff settled on (.yml)",
    "advocacy": "what became of advocacy (.yml)",
    "digests": "published digests (.json)",
}
_TRAY = re.compile(r"contributions/([^/]+\.md|templates/[^/]+\.md)", re.IGNORECASE)


@layout_rule()
def misplaced_file(layout: Layout) -> Iterator[Finding]:
    """Every file lies where the commons looks for it.

    Why: A contribution in a folder of its own, or a picture beside the text, would be published nowhere.

    Bad:

        communities/customer-contact/2026/kent-gateway.md
        contributions/chart.png

    Good:

        communities/customer-contact/kent-gateway.md
        communities/customer-contact/images/chart.png

    Fix: Contributions lie straight in their community's folder, pictures in its folder `images`. The in-tray holds
    drafts, its README and the templates, and nothing else. Three folders beside the communities are kept for the
    commons' own files: `findings` and `advocacy` for lists (.yml), and `digests` for published digests (.json). No
    community can be called so.
    """
    for entry in layout.entries:
        path = entry.path
        typed = path.lower().endswith((*TYPES, "federation.lock")) or (
            path.startswith(DIGESTS) and path.endswith(".json")
        )
        if entry.mode != REGULAR or not typed:
            continue  # the rules file-mode and file-type have said so
        if path.startswith("communities/images/") or not _belongs(path):
            if is_kept(path):
                folder = path.split("/")[1]
                hint = f"communities/{folder} is kept for {_HOLDS[folder]}. No community can have that name."
            elif path.startswith("contributions/"):
                hint = "The in-tray holds drafts (.md) only; pictures go to communities/<community>/images/."
            elif is_picture(path):
                hint = "Pictures go to communities/<community>/images/."
            else:
                hint = "Contributions go straight into communities/<community>/."
            yield Finding(0, 0, "does not belong in this folder", hint, path)


@layout_rule()
def community_file(layout: Layout) -> Iterator[Finding]:
    """A community's folder has a `community.yml` that says what the community is for.

    Why: Without it the community has no page, and its contributions have no home.

    Bad:

        communities/housing/first-story.md, with no communities/housing/community.yml

    Good:

        communities/housing/community.yml
        communities/housing/first-story.md

    Fix: Add the file with a `title` and a `purpose`, or move the contribution to a community that exists.
    """
    paths = {entry.path for entry in layout.entries}
    folders = {path.split("/")[1] for path in paths if path.startswith("communities/") and path.count("/") >= 2}  # noqa: PLR2004
    for folder in sorted(folders - KEPT_FOLDERS):
        file = f"communities/{folder}/community.yml"
        if file not in paths:
            yield Finding(0, 0, "is missing", "Add it with a title and a purpose, or move the files elsewhere.", file)


@placed_rule()
def community_folder(placed: Placed) -> Iterator[Finding]:
    """A contribution lies in the folder of the community that it names.

    Why: The folder decides who looks after it, and the key decides where readers find it. They must agree.

    Bad:

        communities/peer-challenge/kent-gateway.md with community: customer-contact

    Good:

        communities/customer-contact/kent-gateway.md with community: customer-contact

    Fix: Move the file, or correct the key.
    """
    top, folder = placed.path.split("/")[:2]
    named = placed.contribution.community if placed.contribution else folder
    if top == "communities" and named != folder:
        said = f"names the community {quoted(named)} but lies in that of {quoted(folder)}"
        yield Finding(*placed.mark("community"), said, f"Write community: {folder}, or move the file.")


def _belongs(path: str) -> bool:
    if _TOP.fullmatch(path) or is_contribution(path) or _TRAY.fullmatch(path):
        return True
    if is_kept(path):
        return _KEPT.fullmatch(path) is not None and not path.endswith("/community.yml")
    found = _COMMUNITY.fullmatch(path)
    return found is not None and (not found[1].lower().startswith("images/") or is_picture(path))
