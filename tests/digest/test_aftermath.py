"""What became of what a published digest uses, told from its manifest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from digest.published_digests import LATER, edit
from digest.small_commons import commit, git, make
from practice_commons.digest import composition
from practice_commons.digest.aftermath import Change, changed
from practice_commons.digest.composition import compose
from practice_commons.digest.manifest import manifest

CHANGES = {
    "withdrawn": ("long-ago", "consent:", 'withdrawn: {"date": "2026-04-29", "reason": "We erred."}\nconsent:'),
    "superseded": ("long-ago", "consent:", 'superseded_by: "first-visit"\nconsent:'),
    "taken back": ("long-ago", 'consent: "named"', 'consent: "none"'),
    "never said": ("long-ago", 'consent: "named"\n', ""),
    "narrowed": ("long-ago", 'consent: "named"', 'consent: "anonymous"'),
    "corrected": ("long-ago", "A few words.", "Fewer words."),
}
SAID = {
    "withdrawn": (Change.WITHDRAWN, "was withdrawn on 2026-04-29: We erred.", dt.date(2026, 4, 29)),
    "superseded": (Change.SUPERSEDED, "was replaced by first-visit", dt.date(2026, 5, 1)),
    "taken back": (Change.CONSENT, "consent was taken back", dt.date(2026, 5, 1)),
    "never said": (Change.CONSENT, "consent was taken back", dt.date(2026, 5, 1)),
    "narrowed": (Change.CONSENT, "may be used only as “anonymous” now, and was used as “named”", dt.date(2026, 5, 1)),
    "corrected": (Change.CORRECTED, "was corrected", dt.date(2026, 5, 1)),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "commons")


@pytest.fixture
def part(small):
    return manifest([compose(small, "repairs")]).digests[0]


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_told_with_its_day(root, part, catalogue_of, name) -> None:
    edit(root, *CHANGES[name])
    commit(root, "Change", LATER)
    (one,) = changed(part, catalogue_of(root))
    change, why, day = SAID[name]
    assert (one.id, one.change, one.day) == ("long-ago", change, day)
    assert why in one.why


def test_what_is_gone_is_told(root, part, catalogue_of) -> None:
    git(root, "rm", "--quiet", "communities/homes/long-ago.md")
    commit(root, "Remove", LATER)
    assert [(one.id, one.change, one.day) for one in changed(part, catalogue_of(root))] == [
        ("long-ago", Change.GONE, None)
    ]


def test_what_moved_or_was_never_used_changes_nothing(root, part, catalogue_of) -> None:
    git(root, "mv", "communities/homes/first-visit.md", "communities/homes/moved-away.md")
    edit(root, "on-phones", "A few words.", "Other words.")
    edit(root, "unconsented-words", "A few words.", "Other words.")
    commit(root, "Move", LATER)
    assert list(changed(part, catalogue_of(root))) == []


def test_only_what_differs_is_read_and_nothing_is_made_again(root, part, catalogue_of, monkeypatch) -> None:
    edit(root, *CHANGES["corrected"])
    commit(root, "Change", LATER)
    catalogue, read = catalogue_of(root), []
    monkeypatch.setattr(composition, "compose", lambda *_: pytest.fail("made again"))
    content = catalogue.content
    monkeypatch.setattr(catalogue, "content", lambda *about: read.append(about[1]) or content(*about))
    assert len(list(changed(part, catalogue))) == 1
    assert read == ["communities/homes/long-ago.md"]
