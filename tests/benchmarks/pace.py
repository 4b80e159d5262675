"""How long a run may take: how often each program has its turn, and when a turn or the whole has lasted enough."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.measurement import Cost


@dataclass(frozen=True)
class Pace:
    """Turns and times. A first turn is always had; later ones while there is time for them."""

    runs: int = 5
    """Turns of ours and of Hugo, which are quick."""
    rounds: int = 3
    """Turns of the others."""
    budget: float = 60
    """Seconds after which a program has had enough turns in a scenario."""
    limit: float = 180
    """Seconds that one turn may take."""
    minutes: float = 9
    """Minutes for everything."""
    one_site: int = 1_000
    """The most contributions that stock Material is given as one site."""
    communities: int | None = None
    """How many communities stock Material builds one by one: None for all of them."""
    begun: float = field(default_factory=time.monotonic)

    def again(self, had: Sequence[Cost], turn: int, share: float = 1.0, *, patient: bool = False) -> bool:
        """Tell whether there is time for a turn, after those had. Patient: for what takes longer, the cold builds."""
        if not turn:
            return True
        spent = sum(cost.wall for cost in had)
        fits = spent < self.budget * (3 if patient else 1)
        return len(had) == turn and fits and time.monotonic() - self.begun < self.minutes * 60 * share


QUICK = Pace()
WHOLE = Pace(rounds=1, budget=75, limit=600, minutes=52, one_site=2_000, communities=12)
