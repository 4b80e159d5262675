"""A digest as one HTML file that stands alone: nothing that runs, no other file, no other host.

Jinja escapes every text; pictures are ours. The manifest is a block of data, which browsers do not run.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import jinja2
from markupsafe import Markup

from practice_commons.digest import carriers
from practice_commons.digest.digest import Digest
from practice_commons.digest.layout import laid_out
from practice_commons.digest.manifest import proof
from practice_commons.digest.outline import Block, Heading, NewPage, Outline, Paragraph, Picture, Voice
from practice_commons.digest.profile import Profile

_UNSAFE = re.compile(r"[^a-z0-9]+")
_CONTENTS = 2
"""The level of the headings that the contents list."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A block and what kind it is; a quotation has its lines and its credit together. A heading has an address."""

    kind: str
    block: Block | None
    anchor: str = ""
    lines: tuple[Paragraph, ...] = ()
    svg: Markup = field(default_factory=Markup)


def html(digests: Sequence[Digest], profile: Profile = Profile.BRIEFING) -> str:
    """Return digests as one HTML document."""
    return written(laid_out(digests, profile), proof(digests, profile))


def written(outline: Outline, carried: str) -> str:
    """Return an outline as an HTML document that carries a manifest."""
    parts = list(_parts(outline.blocks))
    headings = [one for one in parts if isinstance(one.block, Heading) and one.block.level <= _CONTENTS]
    template = _environment().get_template("digest.html")
    return template.render(outline=outline, parts=parts, headings=headings, carried=carriers.block(carried))


def _parts(blocks: Sequence[Block]) -> Iterator[_Part]:
    anchors: dict[str, int] = {}
    quotation: list[Paragraph] = []
    for block in blocks:
        voice = block.voice if isinstance(block, Paragraph) else None
        begins = voice in {Voice.QUOTATION, Voice.ASK}
        if quotation and not (voice is Voice.CREDIT or (begins and quotation[-1].voice is not Voice.CREDIT)):
            yield _Part("quotation", None, lines=tuple(quotation))
            quotation = []
        if begins or (quotation and isinstance(block, Paragraph)):
            assert isinstance(block, Paragraph)
            quotation.append(block)
        elif isinstance(block, Heading):
            yield _Part("heading", block, _anchor(block.words, anchors))
        elif isinstance(block, Picture):
            yield _Part("picture", block, svg=Markup(block.svg))  # noqa: S704 - made by us, its words escaped
        elif not isinstance(block, NewPage):
            yield _Part(type(block).__name__.lower(), block)
    if quotation:
        yield _Part("quotation", None, lines=tuple(quotation))


def _anchor(words: str, taken: dict[str, int]) -> str:
    """Return an address for a heading that no other has: its words, and a number where they stand again."""
    plain = _UNSAFE.sub("-", words.lower()).strip("-")[:60].strip("-") or "part"
    taken[plain] = taken.get(plain, 0) + 1
    return plain if taken[plain] == 1 else f"{plain}--{taken[plain]}"


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("practice_commons.digest"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.tests["note"] = lambda one: type(one).__name__ == "Note"
    environment.tests["link"] = lambda one: type(one).__name__ == "Link"
    environment.tests["list"] = lambda one: type(one).__name__ == "Items"
    return environment
