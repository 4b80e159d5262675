"""A digest as one HTML file that stands alone: nothing that runs, no other file, no other host.

Jinja escapes every text. The manifest is a block of data, which browsers do not run.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import jinja2

from practice_commons.digest import carriers, phrasing, statements
from practice_commons.digest.digest import Digest
from practice_commons.digest.manifest import proof
from practice_commons.model import wording
from practice_commons.model.terms import Stance


def html(digests: Sequence[Digest]) -> str:
    """Return digests as one HTML document."""
    carried = carriers.block(proof(digests))
    return _environment().get_template("digest.html").render(digests=digests, carried=carried)


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
    environment.globals.update(
        phrasing=phrasing, wording=wording, statements=statements, sides=tuple(Stance), Stance=Stance
    )
    return environment
