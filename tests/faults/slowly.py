"""Runs `commons build` with a rule that takes its time: for ever at one title, or a little at every contribution.

Called as `slowly.py STAGE COMMONS`, with the stage that is to be slow: `endless`, `reading` or `making`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.registry import Finding, content_rule
from practice_commons.checks.rules import patience
from practice_commons.cli.main import main as commons
from practice_commons.site import pieces

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content
    from practice_commons.reading.vocabularies import Vocabularies

STAGE, ROOT = sys.argv[1:]
if STAGE == "endless":
    patience.PATIENCE = 1.0


@content_rule()
def takes_its_time(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """Find nothing, slowly."""
    if STAGE == "reading":
        time.sleep(0.03)
    while STAGE == "endless" and content.contribution and content.contribution.title == "Takes for ever":
        time.sleep(1)
    yield from ()


def main() -> None:
    """Build."""
    if STAGE == "making":
        quickly = pieces.Workshop.files

        def slowly(self, piece):
            time.sleep(0.02)
            yield from quickly(self, piece)

        pieces.Workshop.files = slowly
    commons(["-C", ROOT, "build"])


if __name__ == "__main__":
    main()
