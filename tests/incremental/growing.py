"""A commons that is edited, committed and published in ever new ways, and the site that a cold build makes of it.

An edit is a name and two numbers, which choose among what is there; so any list of them can be made smaller and stays
a list of edits. What an edit cannot do it leaves.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from places import ROOT

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.cli import room
from practice_commons.cli.building import Built, publish
from practice_commons.failure import Failure
from practice_commons.reading.tree import open_tree
from practice_commons.search import encoding
from practice_commons.site.mark import MARK

GOOD = ROOT / "tests/fixtures/good"
LOOK = ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml"
BEGUN = dt.datetime(2020, 3, 28, 12, tzinfo=dt.UTC)
"""A few days before councils of the fixtures' register end."""
KINDS = {
    "news": "",
    "guidance": "publisher: Example Association\napplies_to: Everybody\n",
    "question": "wanted_by: 2030-01-01\n",
    "answer": "",
    "call": "question: What works?\npriority: avoidable-contact\n",
    "example": "",
    "request": "what: An hour on the telephone.\n",
    "offer": "what: A visit.\n",
    "resource": "format: toolkit\npublisher: Example Association\n",
    "event": "starts: 2020-05-01 09:30\nonline: yes\n",
    "module": "minutes: 20\nlessons: [Count calls]\n",
    "challenge": "host: york\nteam: [{role: officer}, {role: councillor}]\n",
    "case-study": "",
}
ASKING = {"answer": ("question",), "example": ("call",)}
STUDY = ("Context", "What we did", "What changed", "What did not work", "Lessons")
COUNCILS = ("kent", "york", "sheffield", "wycombe", "chiltern", "aylesbury-vale", "buckinghamshire", "fife", "cardiff")
PEOPLE = ("Ann Other", "Ánn Other", "Ben Example", "Zoë Sample")
_WHO = {f"GIT_{role}_{what}": "example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

Edit: TypeAlias = tuple[str, int, int]


def git(folder: Path, *arguments: str, when: dt.datetime = BEGUN) -> str:
    """Run Git in a folder, with made-up names and a given clock."""
    moment = when.isoformat()
    who = _WHO | {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-c", "core.hooksPath=/dev/null", "-c", "advice.detachedHead=false", *arguments]
    return subprocess.run(command, cwd=folder, env=clean | who, capture_output=True, check=True, text=True).stdout


def begin(root: Path, count: int) -> None:
    """Make a commons with a history, of the fixtures' lists and so many contributions."""
    for name in ("commons.yml", "councils.csv", "priorities.yml", "tags.yml", "README.md"):
        (root / "communities").mkdir(parents=True, exist_ok=True)
        shutil.copy(GOOD / "communities" / name, root / "communities" / name)
    shutil.copy(LOOK, root)
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# Welcome\n\nTo all.\n", "utf-8")
    (root / "docs/contribute.md").write_text("# How to contribute\n\nWrite.\n", "utf-8")
    (root / ".gitignore").write_text("/.commons/\n/site/\n/.site.*\n", "utf-8")
    for slug in ("alpha", "beta", "gamma"):
        (root / "communities" / slug / "images").mkdir(parents=True)
        (root / "communities" / slug / "images/one.png").write_bytes(_picture(1))
        (root / "communities" / slug / "community.yml").write_text(_community(slug), "utf-8")
    git(root, "init", "--quiet", "--initial-branch=main")
    garden = Garden(root)
    for number in range(count):
        garden.add(number, number * 7)
        if number in {count // 3, count // 2}:
            garden.commit(0, 1)
    garden.commit(0, 1)


def _community(slug: str) -> str:
    return f"title: Community {slug}\npurpose: To share.\nfacilitators: []\n"


def _picture(number: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"%d" % number


class Garden:
    """A commons in a folder, and the edits that can be made to it."""

    def __init__(self, root: Path) -> None:
        self.root, self.clock, self.number = root, BEGUN, 0
        self.kept: dict[Path, bytes] = {}
        """What was broken, by where it lies, as it was before."""

    def do(self, edit: Edit) -> None:
        """Make an edit."""
        name, one, other = edit
        EDITS[name](self, one, other)

    # what is there

    @property
    def contributions(self) -> list[Path]:
        return [file for file in sorted(self.root.glob("communities/*/*.md")) if file.name != "README.md"]

    @property
    def communities(self) -> list[str]:
        return [file.parent.name for file in sorted(self.root.glob("communities/*/community.yml"))]

    def pick(self, number: int, kinds: Sequence[str] = ()) -> Path | None:
        found = [file for file in self.contributions if not kinds or _fields(file).get("kind") in kinds]
        return found[number % len(found)] if found else None

    def id_at(self, number: int, kinds: Sequence[str] = ()) -> str:
        file = self.pick(number, kinds)
        return _fields(file).get("id", "nobody") if file else "nobody"

    def day(self, shift: int) -> str:
        return (self.clock + dt.timedelta(days=shift)).date().isoformat()

    # contributions

    def add(self, one: int, other: int) -> None:
        kind = list(KINDS)[one % len(KINDS)]
        self.number += 1
        community = self.communities[other % len(self.communities)] if self.communities else "alpha"
        fields = {
            "id": f"entry-{self.number}-{one % 97}",
            "kind": kind,
            "title": f"Entry {self.number}",
            "summary": f"What {self.number} says.",
            "date": self.day(-(other % 40) * 3),
            "community": community,
            "tags": "[" + ", ".join(("customer-service", "contact-centre", "peer-review")[: other % 4]) + "]",
            "author": _author(other),
        }
        if other % 3 == 0:
            fields |= {"priorities": "[avoidable-contact]", "stance": "{sector-led-improvement: supports}"}
        if other % 2:
            fields["councils"] = f"[{COUNCILS[other % len(COUNCILS)]}]"
        if kind in ASKING:
            fields["responds_to"] = self.id_at(other, ASKING[kind])
        text = _text(fields, KINDS[kind], f"Something about {self.number}.")
        file = self.root / "communities" / community / f"{fields['id']}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")

    def draft(self, one: int, other: int) -> None:
        file = self.root / "contributions" / f"draft-{one % 3}.md"
        if file.exists():
            file.unlink()
            return
        file.parent.mkdir(exist_ok=True)
        fields = {"kind": "news", "title": "Draft", "summary": "Soon.", "date": self.day(0), "community": "alpha"}
        file.write_text(_text(fields | {"author": _author(other)}, "", f"See [it](entry-{other % 9}.md)."), "utf-8")

    def duplicate(self, one: int, other: int) -> None:
        file = self.pick(one)
        if file and self.communities:
            shutil.copy(file, file.parent.parent / self.communities[other % len(self.communities)] / f"copy-{one}.md")

    def change(self, one: int, **said: str | None) -> None:
        """Give some of a contribution's fields other values; None takes a field away."""
        file = self.pick(one)
        if file is None:
            return
        head, body = _parts(file)
        lines = [line for line in head if line.partition(":")[0] not in said]
        lines += [f"{name}: {value}" for name, value in said.items() if value is not None]
        file.write_text("---\n" + "\n".join(lines) + f"\n---\n{body}", "utf-8")

    def body(self, one: int, other: int) -> None:
        if file := self.pick(one):
            file.write_bytes(file.read_bytes() + f"\nMore, {other}.\n".encode())

    def link(self, one: int, other: int) -> None:
        file, target = self.pick(one), self.pick(other)
        if file is None or target is None:
            return
        away = f"../{target.parent.name}/{target.name}"
        fine = (
            away,
            f"{away}#lessons",
            f"/c/{self.id_at(other)}/",
            f"/c/{self.id_at(other)}/#more",
            "../alpha/none.md",
        )
        address = fine[(one + other) % len(fine)]
        file.write_bytes(file.read_bytes() + f"\n## Lessons\n\nSee [that]({address}).\n".encode())

    def heading(self, one: int, other: int) -> None:
        if file := self.pick(one):
            words = ("Lessons", "More", "Other")
            text = file.read_bytes()
            before, after = (words[(other + at) % 3].encode() for at in (0, 1))
            changed = text.replace(b"## " + before, b"## " + after)
            file.write_bytes(changed if changed != text else text + b"\n## " + after + b"\n\nWords.\n")

    def answer(self, one: int, other: int) -> None:
        file = self.pick(one)
        kinds = ASKING.get(_fields(file).get("kind", ""), ("call", "question", "request", "offer")) if file else ()
        self.change(one, responds_to=self.id_at(other, kinds) if other % 5 else None)

    def ask(self, one: int, other: int) -> None:
        """Change what a call asks, whom, and until when; every third time let something answer it."""
        calls = [at for at, file in enumerate(self.contributions) if _fields(file).get("kind") == "call"]
        if not calls:
            return
        call = calls[one % len(calls)]
        if other % 3 == 0:
            self.change(other, responds_to=_fields(self.contributions[call]).get("id"))
            return
        self.change(
            call,
            question=f"What works, {other}?",
            deadline=self.day(other % 7 - 2) if other % 4 else None,
            asked_regions=("[South East]", "[Yorkshire and The Humber, Wales]", None)[other % 3],
            asked_types=("[county, unitary]", None)[other % 2],
            asked_councils=("[wycombe, fife]", None, "[kent]", None)[other % 4],
        )

    def withdraw(self, one: int, other: int) -> None:
        file = self.pick(one)
        taken = file is not None and "withdrawn" in _fields(file)
        reason = f"{{date: {self.day(other % 4)}, reason: Wrong figures.}}"
        self.change(one, withdrawn=None if taken else reason)

    def kind(self, one: int, other: int) -> None:
        file = self.pick(one)
        if file is None:
            return
        kind = list(KINDS)[other % len(KINDS)]
        extra = {line.partition(":")[0] for one in KINDS.values() for line in one.splitlines()}
        fields = {name: value for name, value in _fields(file).items() if name not in {*extra, "responds_to"}}
        if kind in ASKING:
            fields["responds_to"] = self.id_at(other, ASKING[kind])
        file.write_text(_text(fields | {"kind": kind}, KINDS[kind], _parts(file)[1]), "utf-8")

    def move(self, one: int, other: int) -> None:
        file = self.pick(one)
        if file and self.communities:
            community = self.communities[other % len(self.communities)]
            self.change(one, community=community)
            target = file.parent.parent / community / file.name
            target.parent.mkdir(exist_ok=True)
            file.rename(target)

    def rename(self, one: int, other: int) -> None:
        if file := self.pick(one):
            file.rename(file.with_name(f"renamed-{other}.md"))

    def exchange(self, one: int, other: int) -> None:
        file, target = self.pick(one), self.pick(other)
        if file and target:
            ours, theirs = file.read_bytes(), target.read_bytes()
            file.write_bytes(theirs)
            target.write_bytes(ours)

    def identify(self, one: int, other: int) -> None:
        self.change(one, id=f"named-{other}" if other % 4 else self.id_at(other))

    def delete(self, one: int, other: int) -> None:
        for file in {self.pick(one + step) for step in range(1 + other % 3)} - {None}:
            file.unlink()  # type: ignore[union-attr]

    def mode(self, one: int, other: int) -> None:
        if file := self.pick(one):
            if other % 2:
                file.chmod(0o644 if file.stat().st_mode & 0o100 else 0o755)
            else:
                file.unlink()
                file.symlink_to("elsewhere.md")

    def spoil(self, one: int, other: int) -> None:
        file = self.pick(one)
        if file is None or not file.is_file():
            return
        self.kept.setdefault(file, file.read_bytes())
        match other % 6:
            case 0:
                self.change(one, tags="[no-such-tag]")
            case 1:
                file.write_bytes(file.read_bytes() + b"\n[Nowhere](../alpha/no-such.md)\n")
            case 2:
                file.write_bytes(file.read_bytes().replace(b"title: ", b"title: [", 1))
            case 3:
                self.change(one, id=None)
            case 4:
                self.change(one, responds_to="no-such-id", superseded_by="entry-1-1")
            case 5:
                file.write_bytes(b"\xff\xfe")

    def mend(self, one: int, _: int) -> None:
        if self.kept:
            file = sorted(self.kept)[one % len(self.kept)]
            data = self.kept.pop(file)
            if file.parent.is_dir():
                file.unlink(missing_ok=True)
                file.write_bytes(data)

    # pictures

    def picture(self, one: int, other: int) -> None:
        folders = sorted(self.root.glob("communities/*/images"))
        if not folders:
            return
        file = folders[one % len(folders)] / f"{('one', 'two', 'three')[other % 3]}.png"
        match one % 4:
            case 0:
                file.unlink(missing_ok=True)
            case 1:
                file.write_bytes(b"not a picture")
            case _:
                file.write_bytes(_picture(other % 4))

    def show(self, one: int, other: int) -> None:
        if file := self.pick(one):
            name = ("one", "two", "three")[other % 3]
            file.write_bytes(file.read_bytes() + f"\n![A picture](images/{name}.png)\n".encode())

    # communities and lists

    def community(self, one: int, other: int) -> None:
        folder = self.root / "communities" / f"extra-{other % 3}"
        if folder.exists():
            shutil.rmtree(folder)
        else:
            folder.mkdir()
            (folder / "community.yml").write_text(_community(f"extra {one}"), "utf-8")

    def resettle(self, one: int, other: int) -> None:
        if not self.communities:
            return
        slug = self.communities[one % len(self.communities)]
        folder = self.root / "communities" / slug
        target = folder.with_name(f"moved-{other % 5}")
        if target.exists():
            return
        folder.rename(target)
        for file in target.glob("*.md"):
            if file.is_file() and not file.is_symlink():
                text = file.read_bytes()
                file.write_bytes(text.replace(f"community: {slug}\n".encode(), f"community: {target.name}\n".encode()))

    def close_down(self, one: int, _: int) -> None:
        if len(self.communities) > 1:
            shutil.rmtree(self.root / "communities" / self.communities[one % len(self.communities)])

    def lists(self, one: int, other: int) -> None:
        name, before, after = (
            ("tags.yml", "label: Contact centres", f"label: Contact centres {other}"),
            ("priorities.yml", "label: Avoidable contact", f"label: Avoidable contact {other}"),
            ("commons.yml", "name: Fixture", f"name: Fixture{other}"),
            ("commons.yml", "notice: This", f"notice: Now {other}, this"),
            ("councils.csv", ",Kent,", f",Kent{other % 9},"),
            ("councils.csv", "south-bucks,South Bucks,", f"south-bucks,South Bucks {other % 9},"),
            ("councils.csv", ",2020-04-01,buckinghamshire", ",2020-04-03,buckinghamshire"),
            ("tags.yml", "  peer-review:", "  peer-reviews:"),
            ("tags.yml", "tags:\n", "# A remark.\ntags:\n"),
            ("tags.yml", "tags:\n", "tags: [\n"),
            ("tags.yml", "tags: [\n", "tags:\n"),
            ("tags.yml", "  peer-reviews:", "  peer-review:"),
        )[one % 12]
        file = self.root / "communities" / name
        if file.exists():
            file.write_text(file.read_text("utf-8").replace(before, after, 1), "utf-8")

    # records of advocacy

    def settle(self, one: int, other: int) -> None:
        """Write, change or take away what staff settled on: right, of no consent, or of nothing there is."""
        priority = ("avoidable-contact", "sector-led-improvement", "nothing-known")[one % 3]
        file = self.root / f"communities/findings/{priority}.yml"
        if file.exists() and other % 5 == 0:
            file.unlink()
            return
        file.parent.mkdir(exist_ok=True)
        gathered = "".join(f"      - id: {self.id_at(other + step)}\n" for step in range(1 + other % 2))
        said = f"    statement: Settled {other}.\n    asks:\n{gathered}"
        file.write_text(f"findings:\n  - id: {('time', 'money')[other % 2]}\n{said}", "utf-8")

    def advocate(self, one: int, other: int) -> None:
        """Write, change, move or take away a record of what was raised; now and then what it rests on may be used."""
        file = self.root / f"communities/advocacy/raised-{one % 3}.yml"
        if file.exists() and other % 4 == 0:
            if other % 8:
                file.rename(file.with_name(f"raised-{one % 3 + 3}.yml"))
            else:
                file.unlink()
            return
        file.parent.mkdir(exist_ok=True)
        for step in range(other % 3):
            self.change(other + step, consent="named")
        priority = ("avoidable-contact", "sector-led-improvement")[other % 2]
        used = ", ".join(dict.fromkeys(self.id_at(other + step) for step in range(other % 3)))
        raised = f"raised:\n  - on: {self.day(other % 6 - 4)}\n    where: A meeting\n"
        findings = "findings: [time]\n" if one % 5 == 0 else ""
        text = f"priority: {priority}\nask: Ask {other}.\n{findings}{raised}used: [{used}]\noutcome: open\n"
        file.write_text(text if one % 11 else f"{text}word: unknown\n", "utf-8")

    def guide(self, one: int, other: int) -> None:
        file = self.root / ("docs/moderate.md", "docs/index.md", "docs/more/deep/page.md", "mkdocs.yml")[one % 4]
        if one % 4 == 3:
            text = file.read_text("utf-8")
            colours = ("primary: custom", "primary: indigo")
            file.write_text(text.replace(colours[other % 2], colours[1 - other % 2], 1), "utf-8")
        elif file.exists() and other % 3 == 0:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"# Guide {other}\n\nWords.\n", "utf-8")

    # Git and the clock

    def commit(self, one: int, other: int) -> None:
        self.clock += dt.timedelta(hours=(0, 1, 30, 24 * 7)[one % 4])
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", "--allow-empty", "--message", f"Commit {other}", when=self.clock)

    def earlier(self, one: int, other: int) -> None:
        self.commit(1, other)
        count = int(git(self.root, "rev-list", "--count", "HEAD"))
        git(self.root, "checkout", "--quiet", f"HEAD~{min(one % 4, self._depth(count))}")

    def latest(self, one: int, other: int) -> None:
        self.commit(1, other)
        heads = git(self.root, "rev-list", "--all", "--date-order").split()
        git(self.root, "checkout", "--quiet", heads[one % min(3, len(heads))])

    def revert(self, one: int, _: int) -> None:
        """Put a file back to what an earlier commit says."""
        file = self.pick(one)
        if file is not None:
            path = file.relative_to(self.root).as_posix()
            known = git(self.root, "log", "-n2", "--format=%H", "--", path).split()
            if known and path in git(self.root, "ls-tree", "-r", "--name-only", "-z", known[-1]).split("\0"):
                git(self.root, "checkout", known[-1], "--", path)

    def discard(self, _: int, __: int) -> None:
        git(self.root, "checkout", "--quiet", "--force", "HEAD")

    def amend(self, _: int, other: int) -> None:
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", "--amend", "--allow-empty", "--message", f"Again {other}", when=self.clock)

    def merge(self, one: int, other: int) -> None:
        """Merge a side branch with a change of its own, which may be older than what is here."""
        self.commit(1, other)
        here = git(self.root, "rev-parse", "HEAD").strip()
        count = int(git(self.root, "rev-list", "--count", "--first-parent", "HEAD"))
        back = min(one % 3, self._depth(count))
        moment = dt.datetime.fromisoformat(git(self.root, "show", "-s", "--format=%cI", f"HEAD~{back}").strip())
        git(self.root, "checkout", "--quiet", "--detach", f"HEAD~{back}")
        for number in range(1 + other % 2):
            (self.add, self.body, self.delete)[(one + number) % 3](other + number, one)
            self.clock, clock = (moment if other % 2 else self.clock), self.clock
            self.commit(other % 3, number)
            self.clock = max(clock, self.clock)
        side = git(self.root, "rev-parse", "HEAD").strip()
        git(self.root, "checkout", "--quiet", "--detach", here)
        how = ("-Xtheirs", "-Xours", "-sours")[other % 3]
        try:
            git(self.root, "merge", "--quiet", "--no-ff", "--no-edit", how, side, when=self.clock)
        except subprocess.CalledProcessError:  # deleted there and changed here
            git(self.root, "merge", "--abort")

    def wait(self, one: int, _: int) -> None:
        self.clock += dt.timedelta(hours=(1, 25, 24 * 5)[one % 3])

    @staticmethod
    def _depth(count: int) -> int:
        return max(0, count - 2)


def _author(number: int) -> str:
    name, role = PEOPLE[number % len(PEOPLE)], ("officer", "councillor", "partner", "resident")[number // 3 % 4]
    council = f", council: {COUNCILS[number % len(COUNCILS)]}" if number % 5 else ""
    return f"{{name: {name}, role: {role}{council}, listed: {('no', 'yes')[number % 2]}}}"


def _text(fields: Mapping[str, str], extra: str, body: str) -> str:
    head = "".join(f"{name}: {value}\n" for name, value in fields.items())
    if fields.get("kind") == "case-study" and "## Context" not in body:
        body += "".join(f"\n\n## {one}\n\nWords." for one in STUDY)
    return f"---\n{head}{extra}---\n{body}\n"


def _parts(file: Path) -> tuple[list[str], str]:
    """Return the lines of a contribution's frontmatter, and its body; nothing of what is no contribution any more."""
    try:
        _, head, body = file.read_text("utf-8").split("---\n", 2)
    except (OSError, ValueError):
        return [], ""
    return head.splitlines(), body


def _fields(file: Path) -> dict[str, str]:
    return {name: value for name, _, value in (line.partition(": ") for line in _parts(file)[0])}


def _field(name: str, *values: Callable[[Garden, int], str | None]) -> Callable[[Garden, int, int], None]:
    def edit(garden: Garden, one: int, other: int) -> None:
        garden.change(one, **{name: values[other % len(values)](garden, other)})

    return edit


def _said(value: str | None) -> Callable[[Garden, int], str | None]:
    return lambda _, __: value


EDITS: dict[str, Callable[[Garden, int, int], None]] = {
    "add": Garden.add,
    "draft": Garden.draft,
    "duplicate": Garden.duplicate,
    "body": Garden.body,
    "title": _field("title", lambda _, other: f"Title {other}", _said("Entry 1")),
    "summary": _field("summary", lambda _, other: f"Summary {other}."),
    "date": _field("date", lambda garden, other: garden.day(other % 90 - 80)),
    "precision": _field("date_known_to", _said("month"), _said("year"), _said(None)),
    "tags": _field("tags", _said("[contact-centre]"), _said("[]"), _said("[peer-review, customer-service]")),
    "councils": _field("councils", *(_said(f"[{one}]") for one in COUNCILS), _said(None), _said("[kent, wycombe]")),
    "priorities": _field("priorities", _said("[avoidable-contact]"), _said("[sector-led-improvement]"), _said(None)),
    "stance": _field(
        "stance", *(_said(f"{{avoidable-contact: {one}}}") for one in ("supports", "challenges", "mixed")), _said(None)
    ),
    "author": _field("author", lambda _, other: _author(other)),
    "outcome": _field("outcome", _said("worked"), _said("mixed"), _said("did-not-work"), _said(None)),
    "consent": _field("consent", _said("named"), _said("anonymous"), _said(None)),
    "asks": _field("asks", _said("[{ask: Give us time., of: Government}]"), _said(None)),
    "review": _field("review_by", lambda garden, other: garden.day(other % 9 - 3), _said(None)),
    "until": _field("until", lambda garden, other: garden.day(other % 9 - 3), _said(None)),
    "deadline": _field("deadline", lambda garden, other: garden.day(other % 9 - 3), _said(None)),
    "status": _field("status", _said("closed"), _said("open"), _said(None)),
    "language": _field("language", _said("cy"), _said(None)),
    "supersede": _field("superseded_by", lambda garden, other: garden.id_at(other), _said(None)),
    "kind": Garden.kind,
    "answer": Garden.answer,
    "ask": Garden.ask,
    "withdraw": Garden.withdraw,
    "link": Garden.link,
    "heading": Garden.heading,
    "move": Garden.move,
    "rename": Garden.rename,
    "exchange": Garden.exchange,
    "identify": Garden.identify,
    "delete": Garden.delete,
    "mode": Garden.mode,
    "spoil": Garden.spoil,
    "mend": Garden.mend,
    "picture": Garden.picture,
    "show": Garden.show,
    "community": Garden.community,
    "resettle": Garden.resettle,
    "close_down": Garden.close_down,
    "lists": Garden.lists,
    "settle": Garden.settle,
    "advocate": Garden.advocate,
    "guide": Garden.guide,
    "commit": Garden.commit,
    "earlier": Garden.earlier,
    "latest": Garden.latest,
    "revert": Garden.revert,
    "discard": Garden.discard,
    "amend": Garden.amend,
    "merge": Garden.merge,
    "wait": Garden.wait,
}


# building


def build(root: Path, at: str | None = None) -> Built | str:
    """Publish a commons to its folder `site`; return what that came to, or why it was refused."""
    try:
        return publish(root, root / "site", at, quiet=True)
    except Failure as failure:
        return failure.message.replace(str(root), "")


def cold(root: Path, beside: Path, at: str | None = None) -> Built | str:
    """Build a copy of a commons that holds nothing computed."""
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(root, beside, symlinks=True, ignore=shutil.ignore_patterns(".commons", "site", ".site.*"))
    return build(beside, at)


def files(site: Path) -> dict[str, bytes | None]:
    """Return all that lies in a site but for its mark: files with their bytes, and folders.

    What browsers search with follows the index's history too, and is looked at by itself.
    """
    return {
        path.relative_to(site).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in site.rglob("*")
        if path.name != MARK and not (site / "search" in path.parents and path.name != "index.html")
    }


def missing_shards(site: Path) -> dict[str, str]:
    """Return what a site's search manifest names, directly or not, that is not there."""
    folder = site / "search"
    manifest = folder / "manifest.js"
    if not manifest.exists():
        return {} if not site.exists() else {"search/manifest.js": "is missing"}
    text = manifest.read_text("utf-8")
    said = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    named = [said["names"], said["labels"], "client.js"]
    for one in said["generations"]:
        script = folder / one["name"] / "index.js"
        facts, more = (
            json.loads(encoding.Reader.of(file.read_bytes()).data) for file in (script, script.with_name("more.js"))
        )
        for space, first in (facts["first"] | more).items():
            named += [f"{one['name']}/{space}{at}.js" for at in range(len(first))]
        named += [f"{one['name']}/c{at}.js" for at in range(-(-facts["documents"] // facts["cards"]))]
        named += [f"{one['name']}/d{at}.js" for at in range(len(facts["years"]))] + [f"{one['name']}/v.js"]
    return {f"search/{name}": "is missing" for name in named if not (folder / name).is_file()}


def differing(site: Path, other: Path) -> dict[str, str]:
    """Return where two sites differ, and how."""
    ours, theirs = files(site), files(other)
    found = missing_shards(site) | dict.fromkeys(theirs.keys() - ours.keys(), "is missing")
    found |= dict.fromkeys(ours.keys() - theirs.keys(), "is too much")
    for path in sorted(ours.keys() & theirs.keys()):
        if ours[path] != theirs[path]:
            found[path] = _first(ours[path] or b"", theirs[path] or b"")
    return found


def _first(ours: bytes, theirs: bytes) -> str:
    at = next((at for at, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), 0)
    return f"is {ours[max(0, at - 60) : at + 120]!r} in place of {theirs[max(0, at - 60) : at + 120]!r}"


def problems(root: Path, at: str | None = None) -> list[str]:
    """Return all that the catalogue of a commons finds wrong."""
    tree = open_tree(root, room.now(), at)
    with Catalogue.of(tree, room.workshop(root), print) as catalogue:
        return [f"{one} [{one.severity}] {one.hint}" for one in catalogue.problems()]


class Themes:
    """Stands in for the theme: asks MkDocs once for the same guides and settings, which takes most of a small build."""

    def __init__(self, theme: Callable[..., Any]) -> None:
        self.theme = theme
        self.made: dict[object, tuple[list[tuple[str, bytes]], Any]] = {}

    def __call__(self, root: Path, *facts: str) -> _Kept:
        wanted = [root / "mkdocs.yml", *sorted(file for file in (root / "docs").rglob("*") if file.is_file())]
        key = (*facts, *((file.relative_to(root).as_posix(), file.read_bytes()) for file in wanted if file.is_file()))
        if key not in self.made:
            theme = self.theme(root, *facts)
            self.made[key] = list(theme.files()), theme.wardrobe()
        return _Kept(*self.made[key])


class _Kept:
    def __init__(self, made: list[tuple[str, bytes]], wardrobe: object) -> None:
        self.files, self.wardrobe = functools.partial(iter, made), lambda: wardrobe
