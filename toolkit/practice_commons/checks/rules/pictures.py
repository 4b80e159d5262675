"""Pictures: they are what their names say, small enough, and in the commons itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.layout import is_picture, source_of
from practice_commons.checks.registry import Finding, content_rule, linked_rule, picture_rule
from practice_commons.checks.rules.links import home, resolved
from practice_commons.checks.wording import quoted
from practice_commons.reading import limits
from practice_commons.rendering.policy import scheme_allowed

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content
    from practice_commons.checks.inspection import Picture, Placed, Whole
    from practice_commons.reading.vocabularies import Vocabularies

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


@content_rule()
def remote_image(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """Pictures are files of the commons, not of another site.

    Why: A picture on another site can vanish or change, and tells that site who reads your page.

    Bad:

        ![Workshop](https://www.example.org/workshop.jpg)

    Good:

        ![Twelve people round a table](images/workshop.jpg)

    Fix: If its licence allows, put the file in the folder `images` of the community. If not, link to the page.
    """
    for link in content.rendered.links:
        if link.alternative is not None and _SCHEME.match(link.address) and scheme_allowed(link.address):
            said = f"the picture {quoted(link.address)} is on another site"
            hint = "Put the file in images/ of the community, or link to the page."
            yield Finding(content.line(link.line), 1, said, hint)


@linked_rule()
def broken_image(placed: Placed, whole: Whole) -> Iterator[Finding]:
    """A picture that is shown lies in the folder `images` of the same community.

    Why: Readers see a gap where the picture should be.

    Bad:

        ![Bar chart of repeat calls](chart.png)

    Good:

        ![Bar chart of repeat calls](images/chart.png)

    Fix: Put the file into `communities/<community>/images/` and name it from there. This goes for a draft too.
    """
    one = placed.examined
    if source_of(placed.path):
        return  # a peer's pictures are not taken
    start = home(placed.path, one.contribution)
    folder = "/".join(start.split("/")[:2]) + "/images/"
    for link in one.rendered.links if one.rendered else ():
        address = link.address
        if link.alternative is None or _SCHEME.match(address) or not scheme_allowed(address):
            continue
        target = None if address.startswith("/") else resolved(start, address)
        line = one.body_line + link.line - 1
        if target is None or not target.startswith(folder) or not is_picture(target):
            said = f"the picture {quoted(address)} is not in the community's images folder"
            yield Finding(line, 1, said, f"Put it in {folder} as a .png, .jpg, .gif or .webp file.")
        elif not whole.holds(target):
            said = f"the picture {quoted(address)} is not there"
            yield Finding(line, 1, said, f"Add the file {quoted(target)}.")


@picture_rule()
def picture_content(picture: Picture) -> Iterator[Finding]:
    """A picture is what the ending of its name says.

    Why: A web page or a program renamed to .png could do harm. A renamed photograph just fails to show.

    Bad:

        images/chart.png, which is a JPEG photograph

    Good:

        images/chart.jpg

    Fix: Rename the file to what it is, or save it again in the format of its name.
    """
    ending = picture.path.lower().rpartition(".")[2].replace("jpeg", "jpg")
    really = _format(picture.head)
    if really != ending:
        said = f"is {'not a picture that we know' if really is None else f'really a .{really} picture'}"
        hint = f"Rename it to end in .{really}." if really else "Save it again as a .png or .jpg file."
        yield Finding(0, 0, said, hint)


@picture_rule()
def picture_size(picture: Picture) -> Iterator[Finding]:
    """A picture is no larger than 2 MiB.

    Why: Many people read on a telephone with a slow connection. A page should not make them wait.

    Bad:

        images/workshop.jpg, 9 MiB, straight from a camera

    Good:

        images/workshop.jpg, 300 KiB, 1600 pixels wide

    Fix: Make the picture smaller. 1600 pixels in width is plenty.
    """
    if picture.size > limits.IMAGE_BYTES:
        said = f"is over {limits.IMAGE_BYTES // (1024 * 1024)} MiB, the limit for a picture"
        yield Finding(0, 0, said, "Make it 1600 pixels wide or less, and save it again.")


def _format(head: bytes) -> str | None:
    """Return the format that a picture's first bytes show: the signatures of its specification."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return None
