"""What a site has beside its pages, as whoever builds it chose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extras:
    """Whether readers get something to search with, and a way to keep the whole site on their device."""

    search: bool = True
    offline: bool = False
    form: str = ""
    """Where the web form is, as pages say it; empty for where the commons says it is, if anywhere."""

    def __str__(self) -> str:
        """Return the same in words, for a site to say what it was built with."""
        said = f"{'with' if self.search else 'without'} search{' and an offline app' if self.offline else ''}"
        return f"{said}, form at {self.form}" if self.form else said
