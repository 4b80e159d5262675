"""Personal data: what tells who a private person is, where they live, or how to reach them; the gravest first."""

from __future__ import annotations

from collections.abc import Iterator

from practice_commons.checks.review.concern import Remark
from practice_commons.checks.review.contact_details import contact_details
from practice_commons.checks.review.home_details import home_details
from practice_commons.checks.review.identity_numbers import identity_numbers
from practice_commons.checks.review.manuscript import Manuscript


def personal_data(manuscript: Manuscript) -> Iterator[Remark]:
    """Iterate over what looks like personal data."""
    yield from identity_numbers(manuscript)
    yield from home_details(manuscript)
    yield from contact_details(manuscript)
