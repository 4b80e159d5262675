"""For whom a digest is laid out. The data are the same; only what is shown, and in what form, differs."""

from __future__ import annotations

from practice_commons.model.terms import Term


class Profile(Term):
    """For whom a digest is laid out."""

    BRIEFING = "briefing"
    COMMITTEE = "committee"
    ONE_PAGE = "one-page"
