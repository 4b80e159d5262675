"""Dates as people give them to a command."""

from __future__ import annotations

import datetime as dt

import click


class Day(click.ParamType[dt.date]):
    """A day, or a month or year that stands for its first day, or for its last."""

    name = "date"

    def __init__(self, *, last: bool) -> None:
        """Say whether a month stands for its last day."""
        self.last = last

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the day, or fail."""
        from practice_commons.search.facets import period

        found = period(str(value))
        if found is None:
            self.fail(f"{value!r} is not a date; write 2008, 2008-03 or 2008-03-31.", param, ctx)
        return found[1] if self.last else found[0]
