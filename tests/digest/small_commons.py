"""A small commons that holds every case a digest must get right, and everything it must never print. All made up."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

REGISTER = """\
slug,name,official_name,gss,former_gss,type,nation,region,county,started,ended,successors,latitude,longitude
dunmere,Dunmere,Dunmere Council,E08009001,,metropolitan-district,England,North West,,,,,,
east-oakshire,East Oakshire,East Oakshire Council,E06009001,,unitary,England,North West,,2023-04-01,,,,
fenwick,Fenwick,Fenwick Borough Council,E07009002,,district,England,South East,,,,,,
harbourton,Harbourton,Harbourton City Council,E06009003,,unitary,England,South West,,,,,,
kestrel-bay,Kestrel Bay,Kestrel Bay Council,E06009004,,unitary,England,South West,,,,,,
llanfair,Llanfair,Llanfair Council,W06009001,,welsh-council,Wales,Wales,,,,,,
millbrook,Millbrook,Millbrook District Council,E07009001,,district,England,North West,,,2023-04-01,west-oakshire,,
oakshire,Oakshire,Oakshire County Council,E1,,county,England,North West,,,2023-04-01,east-oakshire;west-oakshire,,
stonebridge,Stonebridge,London Borough of Stonebridge,E09009001,,london-borough,England,London,,,,,,
west-oakshire,West Oakshire,West Oakshire Council,E06009002,,unitary,England,North West,,2023-04-01,,,,
"""
FILES = {
    "communities/commons.yml": (
        "name: Fixture commons\ndescription: A commons for tests.\nbase_url: https://commons.example/\n"
        "scope:\n  nations: [England]\nnotice: This is a fixture. None of it happened.\n"
    ),
    "communities/priorities.yml": (
        "priorities:\n"
        "  repairs:\n    label: Repairs\n    definition: Putting homes right at the first visit.\n"
        "    ask: Let councils keep what they save on repairs.\n"
        "  phones:\n    label: Phones\n    definition: Answering the telephone.\n"
        "  empty:\n    label: Nothing yet\n    definition: Nobody has shared anything.\n"
    ),
    "communities/tags.yml": "tags:\n  housing:\n    label: Housing\n",
    "communities/councils.csv": REGISTER,
    "communities/homes/community.yml": "title: Homes\npurpose: For people who look after homes.\n",
}
SECRETS = (
    "Nobody Consented",
    "unconsented",
    "Stonebridge",
    "stonebridge",
    "Withdrawn Person",
    "Taken back",
    "Superseded Person",
    "An older telling",
    "Silent Asker",
    "Unheard question",
    "Hidden call",
    "Trelawny",
    "Percival",
    "Quince",
    "bay-secret",
    "Secret of the bay",
)
"""Words that no digest of `repairs` may contain anywhere but in the register's own list of councils not heard."""
CASE_BODY = """\
## Context

Homes waited.

## What we did

We sent the right van.

## What changed

Fewer second visits.

## What did not work

The first rota failed. Nobody had asked
the drivers.

- Vans were too small.
- Stores closed at noon.

## Lessons

Ask the drivers.
"""


def contribution(identity: str, kind: str = "news", body: str = "", **fields: Any) -> tuple[str, str]:
    """Return the path and the text of a contribution; JSON is YAML."""
    frontmatter = {
        "id": identity,
        "kind": kind,
        "title": f"Title of {identity}",
        "summary": f"Summary of {identity}.",
        "date": "2025-05-01",
        "community": "homes",
        "priorities": ["repairs"],
        "author": {"name": "Ada Tester", "role": "officer"},
        "consent": "named",
    } | fields
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in frontmatter.items() if value is not None
    ]
    return f"communities/homes/{identity}.md", "\n".join(("---", *lines, "---", body or "A few words.", ""))


def ask(words: str, of: str = "Government") -> list[dict[str, str]]:
    return [{"ask": words, "of": of}]


def stance(side: str) -> dict[str, str]:
    return {"repairs": side}


CONTRIBUTIONS = dict(
    (
        contribution(
            "first-visit",
            "case-study",
            CASE_BODY,
            councils=["oakshire"],
            stance=stance("supports"),
            outcome="mixed",
            evidence="before-after",
            asks=ask("Fund invest-to-save for three years."),
            author={"name": "Ada Tester", "role": "officer", "council": "oakshire"},
            measures=[
                {
                    "name": "Second visits",
                    "before": "41",
                    "after": "29.50",
                    "unit": "% of jobs",
                    "period": "2024",
                    "note": "Counted | by hand.",
                }
            ],
        ),
        contribution(
            "right-van",
            councils=["millbrook"],
            stance=stance("supports"),
            evidence="described-change",
            consent="council-only",
            author={"name": "Percival Quince", "role": "officer"},
            asks=ask("Fund invest to save for three years!", "the Government"),
            source={
                "title": "Vans",
                "author": "Percival Quince",
                "year": "2024",
                "link": "https://quince.example/vans",
            },
        ),
        contribution(
            "harbour-for",
            councils=["harbourton"],
            stance=stance("supports"),
            evidence="view",
            outcome="worked",
            asks=ask("Fund invest-to-save for five years."),
        ),
        contribution("harbour-against", councils=["harbourton"], stance=stance("challenges"), outcome="did-not-work"),
        contribution(
            "quiet-word",
            title="What we learnt in Kestrel Bay",
            councils=["kestrel-bay"],
            stance=stance("challenges"),
            consent="anonymous",
            evidence="comparison",
            author={"name": "Jory Trelawny", "role": "councillor"},
            asks=ask("Fund invest-to-save for three years."),
            summary="A rota that nobody wanted.",
            source={"title": "A rota", "author": "Jory Trelawny", "year": "2024"},
        ),
        contribution(
            "kestrel-bay-secret",
            title="Secret of the bay",
            councils=["kestrel-bay"],
            consent="anonymous",
            stance=stance("challenges"),
            author={"name": "Jory Trelawny", "role": "councillor"},
        ),
        contribution(
            "unconsented-words",
            title="unconsented title",
            summary="unconsented summary",
            consent=None,
            councils=["stonebridge"],
            stance=stance("challenges"),
            author={"name": "Nobody Consented", "role": "officer"},
            asks=ask("Stop it, unconsented."),
            measures=[{"name": "unconsented", "after": "1", "unit": "unit"}],
        ),
        contribution(
            "gone-again",
            title="Taken back",
            author={"name": "Withdrawn Person", "role": "officer"},
            stance=stance("supports"),
            withdrawn={"date": "2026-01-01", "reason": "It was wrong."},
        ),
        contribution(
            "older-one",
            title="An older telling",
            author={"name": "Superseded Person", "role": "officer"},
            superseded_by="first-visit",
        ),
        contribution("over-the-border", councils=["llanfair"], stance=stance("mixed")),
        contribution(
            "long-ago",
            date="2001-01-01",
            title="Long ago",
            stance=stance("mixed"),
            evidence="independent-evaluation",
            author={"name": "Rita Tenant", "role": "resident"},
        ),
        contribution("open-call", "call", question="What did you try?", priority="repairs", deadline="2026-12-31"),
        contribution("closed-call", "call", question="What was it like?", priority="repairs", status="closed"),
        contribution(
            "hidden-call", "call", title="Hidden call", question="Hidden call?", priority="repairs", consent=None
        ),
        contribution(
            "an-example",
            "example",
            responds_to="open-call",
            councils=["fenwick"],
            evidence="view",
            author={"name": "Radio Fen", "role": "partner", "reporting": "yes"},
        ),
        contribution("hushed-example", "example", responds_to="open-call", consent=None),
        contribution("open-question", "question", title="Who has a spare van?", wanted_by="2026-01-31"),
        contribution("answered-question", "question", title="Who was answered?"),
        contribution("an-answer", "answer", responds_to="answered-question"),
        contribution(
            "hidden-question",
            "question",
            title="Unheard question",
            consent=None,
            author={"name": "Silent Asker", "role": "officer"},
        ),
        contribution("a-meeting", "event", starts="2025-06-01", place="Town hall", councils=["dunmere"]),
        contribution("on-phones", priorities=["phones"], asks=ask("Answer within a minute.")),
    )
)


def make(root: Path, files: dict[str, str] | None = None) -> Path:
    """Write the commons in a folder, committed in a repository whose ids are the same everywhere."""
    write(root, (FILES | CONTRIBUTIONS) if files is None else files)
    git(root, "init", "--quiet", "--initial-branch=main", "--object-format=sha1")
    commit(root, "Begin", "2026-04-30T12:00:00+00:00")
    return root


def write(root: Path, files: dict[str, str]) -> Path:
    """Write files in a folder, without Git."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8", newline="\n")
    return root


def commit(root: Path, message: str, when: str) -> None:
    git(root, "add", "communities", when=when)
    git(root, "commit", "--quiet", "--message", message, when=when)


def git(root: Path, *arguments: str, when: str = "2026-04-30T12:00:00+00:00") -> str:
    environment = os.environ | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "TZ": "UTC",
        "GIT_AUTHOR_NAME": "Steward",
        "GIT_AUTHOR_EMAIL": "steward@commons.example",
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_NAME": "Steward",
        "GIT_COMMITTER_EMAIL": "steward@commons.example",
        "GIT_COMMITTER_DATE": when,
    }
    command = [
        "git",
        "-c",
        "core.autocrlf=false",
        "-c",
        "core.filemode=false",
        "-c",
        "commit.gpgsign=false",
        *arguments,
    ]
    return subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, text=True).stdout
