"""What a site has beside its pages, as whoever builds it chose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extras:
    """Whether readers get something to search with, and a way to keep the whole site on their device."""

    search: bool = True
    offline: bool = False

    def __str__(self) -> str:
        """Return the same in words, for a site to say what it was built with."""
        return f"{'with' if self.search else 'without'} search{' and an offline app' if self.offline else ''}"
