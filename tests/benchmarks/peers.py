"""A program as it is measured: its folder, what it runs in each scenario, and what it is given to build from."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks import edits
from benchmarks.measurement import Command, Cost

SCENARIOS = COLD, UNCHANGED, BODY, TITLE, ADDED, COMMITTED = (
    "cold build",
    "nothing changed",
    "a body changed",
    "a title changed",
    "a contribution added",
    "the changes committed",
)
CHANGES = {BODY: edits.body, TITLE: edits.title, ADDED: edits.add, COMMITTED: edits.commit}
OURS, HUGO, TENTH = "ours", "Hugo", "ours, a tenth of the size"
MATERIAL, MATERIAL_EACH, ZENSICAL = "Material, one site", "Material, a site per community", "Zensical, one site"
COMMONS = str(Path(sys.executable).with_name("commons"))


@dataclass(frozen=True)
class Page:
    """A contribution as every program is given it."""

    community: str
    name: str
    title: str
    body: str


@dataclass(frozen=True)
class Peer:
    """A program with its folder: what builds all, what it runs after a change, and when nothing has changed."""

    name: str
    folder: Path
    cold: Sequence[Command]
    changed: Sequence[Command]
    unchanged: Sequence[Command]
    made: Sequence[str]
    """Patterns of what it makes; what begins with a dot holds no pages."""
    edited: str
    part: str = ""
    """Which part of the contributions it was given, where that was not all of them."""

    def commands(self, scenario: str) -> Sequence[Command]:
        """Return what it runs in a scenario: nothing where there is nothing to do, or nothing worth measuring."""
        return {COLD: self.cold, UNCHANGED: self.unchanged, COMMITTED: self.unchanged}.get(scenario, self.changed)

    def forget(self) -> None:
        """Delete all that was built, so that the next build is a cold one."""
        for pattern in self.made:
            for found in list(self.folder.glob(pattern)):
                shutil.rmtree(found)

    def change(self, scenario: str, number: int) -> None:
        """Do to the same contribution as for every program what the scenario is about."""
        if scenario in CHANGES:
            CHANGES[scenario](self.folder / self.edited, number)

    def pages(self, cost: Cost) -> int:
        """Return how many HTML pages a build made: as it says itself, or counted."""
        if (said := stated(cost)) is not None:
            return said["pages"]
        folders = [one for pattern in self.made if pattern[0] != "." for one in self.folder.glob(pattern)]
        return sum(1 for folder in folders for _ in folder.rglob("*.html"))


def stated(cost: Cost) -> dict[str, int] | None:
    """Return what our build says of itself: `pages` that there are, files `written`; None where another program ran."""
    try:
        said = json.loads(cost.said)
    except ValueError:
        return None
    return {name: int(said[name]) for name in ("pages", "written")} if isinstance(said, dict) else None


def ours(commons: Path, edited: Page, name: str = OURS) -> Peer:
    """Return ours, which reads the commons as it is; one of a tenth is only built cold."""
    build = [[COMMONS, "-C", str(commons), "build", "--no-search", "--quiet", "--json"]]
    made = ("site", ".site.*", ".commons")
    path = f"communities/{edited.community}/{edited.name}.md"
    if name == OURS:
        return Peer(name, commons, build, build, build, made, path)
    return Peer(name, commons, build, (), (), made, path, "a commons of a tenth of the contributions and communities")


def pages(commons: Path) -> list[Page]:
    """Return a commons' contributions, in the order of their paths."""
    found = []
    for source in sorted(commons.glob("communities/*/*.md")):
        head, marker, body = source.read_text("utf-8").partition("\n---\n")
        titles = [line for line in head.splitlines() if line.startswith("title:")]
        if marker and titles:
            found.append(Page(source.parent.name, source.stem, yaml.safe_load(titles[0])["title"], body))
    return found
