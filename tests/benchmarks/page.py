"""The page of results, `docs/benchmarks.md`."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.aims import HEADINGS, aims, verdict
from benchmarks.layout import table
from benchmarks.report import Outcome, tables

BOUNDS = "## What bounds what was missed"
"""From this heading on, the page is written by hand, and kept."""


def page(
    outcome: Outcome,
    *,
    contributions: int,
    date: str,
    shape: str,
    versions: Mapping[str, str],
    commands: str,
    kept: str,
) -> str:
    """Return the page of results. What is kept is the part written by hand."""
    named = ", ".join(f"{name} {version}" for name, version in versions.items())
    return f"""# Benchmarks

Measured on {date}, with {outcome.size}.

The pages are synthetic: a program made them, and they go to every program with the same titles and bodies. The
programs take turns within one run, so that the machine's noise falls on all of them; believe the ratios rather than the
seconds.

- **Machine:** {shape}.
- **Versions:** {named}.

```sh
{commands}
```

## What is reached and what is missed

{verdict(outcome, contributions)}

{table(HEADINGS, aims(outcome, contributions), 2)}

## What was measured

Every figure is the minimum, median and maximum over the runs, of whole processes from start to end. A program has fewer
runs where they take long, and one that takes too long is stopped and said to have been. CPU is user and system time of
a program and all its children, as the kernel counts them. Memory is the proportional share (PSS) of all its processes
added up, sampled at most 20 times a second: what two processes share counts once, and the harness not at all. CPU per
page divides by the HTML pages that the program itself built, so ours is divided by more pages than theirs: it also
makes pages of tags, councils, people and priorities, and besides pages it checks every contribution and makes feeds, a
sitemap and the catalogue. Hugo has a plain theme and is asked for none of these; Material makes its own search index.
Ours is built with `--no-search`: search is measured by itself, beside Pagefind.

Ours runs as `commons -C DIR build --quiet --json`, and its pages are counted by what that says. Cold means that
`.commons`, `site` and `.site.*` are deleted; no program has the disk's cache emptied. After a cold build nothing is
changed; then one contribution's body, then its title are edited in the work tree; one is added beside it; and all three
are committed, on the day of the last commit. Each is followed by a build. Hugo builds after the same edits; it knows no
commits, and builds again.

Hugo, Zensical, and Material as one site are asked to build everything again whatever has changed. Material per
community is one stock project for each community, one `mkdocs build` after another; after a change only the community
that it is in is built, and where nothing is left to build there is nothing to run.

{tables(outcome)}

{kept or f"{BOUNDS}{chr(10)}{chr(10)}To be written by hand; a run keeps what stands here."}
"""
