"""Ours beside stock Material for MkDocs, on the same contributions, in one run, taking turns.

Run it with `.venv/bin/python tests/benchmarks/against_material.py [ROUNDS]`. It prints CPU and wall time per page and
the ratio of the two, each as minimum, median and maximum. The machine's noise is in both; believe the ratio.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable


def stage(folder: Path) -> None:
    """Write the demonstration's contributions as a stock MkDocs project: a title, and the body as it is."""
    for source in sorted((ROOT / "communities").glob("*/*.md")):
        head, body = source.read_text("utf-8").split("\n---\n", 1)
        title = re.search(r"(?m)^title: (.*)$", head)
        target = folder / "docs" / source.parent.name / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"# {title[1] if title else source.stem}\n\n{body}", "utf-8")
    (folder / "docs/index.md").write_text("# Home\n", "utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: Stock\ntheme: {name: material, font: false}\nplugins: [search]\n", "utf-8"
    )


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Return CPU and wall seconds of a command, as a whole process."""
    before, begun = os.times(), time.monotonic()
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return cpu, time.monotonic() - begun


def row(name: str, values: list[float], unit: str) -> str:
    """Return a line of the table: minimum, median and maximum."""
    return f"{name:34} {min(values):9.2f} {statistics.median(values):9.2f} {max(values):9.2f}  {unit}"


def main(rounds: int) -> None:
    """Take turns, and print what came of it."""
    with tempfile.TemporaryDirectory() as scratch:
        stock, ours = Path(scratch) / "stock", Path(scratch) / "ours"
        stage(stock)
        for name in ("communities", "contributions", "docs"):
            shutil.copytree(ROOT / name, ours / name)
        shutil.copy(ROOT / "mkdocs.yml", ours)
        figures: dict[str, list[float]] = {}
        pages: dict[str, int] = {}
        for _ in range(rounds):
            for name, command, folder in (
                ("ours, cold", [PYTHON, "-m", "practice_commons.cli", "build", "--quiet"], ours),
                ("stock Material", [PYTHON, "-m", "mkdocs", "build", "--quiet"], stock),
                ("ours, nothing changed", [PYTHON, "-m", "practice_commons.cli", "build", "--quiet"], ours),
            ):
                if name != "ours, nothing changed":
                    for made in ("site", ".commons"):
                        shutil.rmtree(folder / made, ignore_errors=True)
                cpu, wall = measured(command, folder)
                pages[name] = sum(1 for _ in (folder / "site").rglob("*.html"))
                figures.setdefault(f"{name}: CPU per page", []).append(cpu / pages[name] * 1000)
                figures.setdefault(f"{name}: wall, whole", []).append(wall)
        print(f"{rounds} rounds; pages: {', '.join(f'{name} {count}' for name, count in pages.items())}")
        print(f"{'':34} {'min':>9} {'median':>9} {'max':>9}")
        for name, values in figures.items():
            print(row(name, values, "ms" if "per page" in name else "s"))
        pairs = zip(figures["ours, cold: CPU per page"], figures["stock Material: CPU per page"], strict=True)
        print(row("ours / stock, CPU per page", [one / other for one, other in pairs], ""))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
