"""Licences: open ones only, by their SPDX id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from practice_commons.checks.registry import Finding, commons_rule, content_rule
from practice_commons.checks.wording import quoted
from practice_commons.reading.validation import did_you_mean
from practice_commons.reading.vocabularies import COMMONS, Vocabularies

if TYPE_CHECKING:
    from practice_commons.checks.examination import Content

OPEN_LICENCES = {
    "OGL-UK-3.0": "Open Government Licence v3.0",
    "OGL-UK-2.0": "Open Government Licence v2.0",
    "OGL-UK-1.0": "Open Government Licence v1.0",
    "CC0-1.0": "Creative Commons Zero v1.0",
    "CC-BY-4.0": "Creative Commons Attribution 4.0",
    "CC-BY-SA-4.0": "Creative Commons Attribution-ShareAlike 4.0",
    "CC-BY-3.0": "Creative Commons Attribution 3.0",
    "CC-BY-SA-3.0": "Creative Commons Attribution-ShareAlike 3.0",
    "CC-BY-2.0-UK": "Creative Commons Attribution 2.0 England and Wales",
    "ODC-By-1.0": "Open Data Commons Attribution v1.0",
    "ODbL-1.0": "Open Database Licence v1.0",
    "PDDL-1.0": "Open Data Commons Public Domain Dedication v1.0",
    "MIT": "MIT Licence",
    "Apache-2.0": "Apache Licence 2.0",
    "BSD-3-Clause": "BSD 3-Clause Licence",
    "GPL-3.0-or-later": "GNU General Public Licence v3.0 or later",
}
"""The licences accepted, by SPDX id. Each lets anybody use, change and share the work, for any purpose."""


@content_rule()
def licence(content: Content, _: Vocabularies) -> Iterator[Finding]:
    """A contribution has an open licence that the commons accepts, named by its SPDX id.

    Why: Everybody must be able to use, change and share what is here, or it is no commons. A licence that forbids
    commercial use or changes (CC-BY-NC, CC-BY-ND) would keep a contribution out of a digest or a training course.
    Accepted are OGL-UK-3.0 (also 2.0 and 1.0), CC0-1.0, CC-BY-4.0, CC-BY-SA-4.0 (both also 3.0), CC-BY-2.0-UK,
    ODC-By-1.0, ODbL-1.0, PDDL-1.0, and for code MIT, Apache-2.0, BSD-3-Clause and GPL-3.0-or-later.

    Bad:

        licence: OGL v3

    Good:

        licence: OGL-UK-3.0

    Fix: Use one of these ids. Leave the line out for the Open Government Licence. If the work is under another
    licence, write about it and link to it instead of copying it.
    """
    if content.contribution and content.contribution.licence not in OPEN_LICENCES:
        yield Finding(*content.document.mark("licence"), *_said(content.contribution.licence))


@commons_rule()
def commons_licence(vocabularies: Vocabularies) -> Iterator[Finding]:
    """The commons' own licence, in `commons.yml`, is an open one that the commons accepts.

    Why: It stands on every page as the licence of contributions that name none.

    Bad:

        licence: all rights reserved

    Good:

        licence: OGL-UK-3.0

    Fix: Use one of the ids that the rule `licence` lists.
    """
    if vocabularies.commons.licence not in OPEN_LICENCES:
        yield Finding(0, 0, *_said(vocabularies.commons.licence), COMMONS)


def _said(named: str) -> tuple[str, str]:
    hint = did_you_mean(named, OPEN_LICENCES) or "Use OGL-UK-3.0, CC-BY-4.0 or another that the rule's page lists."
    return f"{quoted(named)} is not an open licence that this commons accepts", hint
