"""Open a commons' tree, bring its catalogue up to date, and print the seconds that each took: within one process."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from pathlib import Path

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.cli.room import workshop
from practice_commons.reading.tree import open_tree


def _nobody(_: str) -> None:
    """Hear nothing."""


def main() -> None:
    """Read the folder from the command line, and print JSON."""
    root = Path(sys.argv[1]).resolve()
    folder = workshop(root)
    begun = time.perf_counter()
    tree = open_tree(root, dt.datetime.now(dt.UTC))
    opened = time.perf_counter()
    with Catalogue.of(tree, folder, _nobody) as catalogue:
        ended = time.perf_counter()
        facts = {"open_tree": opened - begun, "of": ended - opened, "examined": catalogue.update.examined}
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
