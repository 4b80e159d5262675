"""The index is brought up to date with what changed, made anew when it cannot be used, and shared between commands."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st
from searchable import ENTRIES, TAGS, entry, opened, small_commons, write
from whoosh import fields as whoosh_fields
from whoosh.index import create_in

from practice_commons.failure import Failure
from practice_commons.search import engine, fields
from practice_commons.search.document import Kept
from practice_commons.search.holdings import Holdings
from practice_commons.search.index import Index
from practice_commons.search.query import Query
from practice_commons.search.shelf import Shelf
from practice_commons.search.words import RELEASE

QUERIES = (
    "contact",
    "avoidable contact",
    '"avoidable contact"',
    "learn* OR survey",
    "-contact",
    "",
    "kind:offer",
    "wander",
)
NEW = {"contact/new": entry("brand-new", "Brand new", "A wanderer.")}


def ids(index: Index, text: str) -> list[str]:
    return [hit.id for hit in index.search(Query(text, limit=1000)).hits]


def kept(folder: Path) -> list[tuple[str, Kept]]:
    """Return what Whoosh keeps, by key, of what an index holds."""
    (inside,) = folder.glob("index-*")
    with contextlib.closing(engine.Reading(inside)) as reading:
        return sorted(reading.kept(), key=lambda one: one[0])


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the keys that are indexed from now on."""
    keys: list[str] = []
    add = engine.Writing.add

    def watched(self: engine.Writing, document: engine.Document) -> None:
        keys.append(document.key)
        add(self, document)

    monkeypatch.setattr(engine.Writing, "add", watched)
    return keys


def test_only_what_changed_is_indexed_again(root: Path, added: list[str]) -> None:
    with opened(root):
        pass
    assert len(added) == len(ENTRIES)
    added.clear()
    with opened(root) as (_, said):
        assert (added, said) == ([], [])
    write(root, NEW)
    write(root, {"contact/tax": entry("tax-help", "Tax", "x")})
    (root / "communities/contact/surveys.md").unlink()
    with opened(root) as (index, said):
        assert sorted(added) == [":communities/contact/new.md", ":communities/contact/tax.md"]
        assert said == []
        assert ids(index, "wander") == ["brand-new"]
        assert ids(index, "surveys") == []
        assert ids(index, "CTR") == []


def test_what_changed_is_found_without_looking_at_the_rest(root: Path, added: list[str], monkeypatch) -> None:
    """Texts, ids, places, files that go and come, and what an error keeps out: by touched paths, as made anew."""
    with opened(root):
        added.clear()
    contact = root / "communities/contact"
    turns = [
        lambda: write(root, {"contact/tax": entry("tax-help", "Tax", "A wanderer.", tags="[libraries]")}),
        lambda: (contact / "letters.md").rename(contact / "calls.md"),
        lambda: write(root, {"contact/mixed-words": entry("other-words", "Contact", "Other words.")}),
        lambda: write(root, {"contact/surveys": entry("surveys", "Broken", "x", tags="[no-such-tag]")}),
        (contact / "tax.md").unlink,
        lambda: write(root, {"contact/surveys": ENTRIES["contact/surveys"], **NEW}),
        lambda: None,
    ]
    for number, turn in enumerate(turns):
        turn()
        with monkeypatch.context() as patch:
            patch.setattr(Holdings, "placed", property(lambda _: pytest.fail("everything was looked at")))
            with opened(root) as (index, said):
                assert said == []
                held = kept(root / ".commons/search"), [ids(index, text) for text in QUERIES]
        count = len(added)
        with opened(root, root / ".commons" / f"anew{number}") as (anew, _):
            assert held[0] == kept(root / ".commons" / f"anew{number}" / "search")
            assert [sorted(one) for one in held[1]] == [sorted(ids(anew, text)) for text in QUERIES]
        del added[count:]
    assert added == [
        ":communities/contact/tax.md",
        ":communities/contact/calls.md",
        ":communities/contact/mixed-words.md",
        ":communities/contact/new.md",
        ":communities/contact/surveys.md",
    ]


def test_an_index_of_another_line_of_editions_is_compared_with_everything(root: Path, added: list[str]) -> None:
    with opened(root):
        added.clear()
    shutil.rmtree(root / ".commons" / "catalogue.sqlite")
    write(root, NEW)
    with opened(root) as (index, said):
        assert (added, said) == ([":communities/contact/new.md"], [])
        assert ids(index, "wander") == ["brand-new"]


def test_another_word_for_a_tag_reaches_those_that_carry_it_and_no_other(root: Path, added: list[str]) -> None:
    with opened(root):
        added.clear()
    (root / "communities/tags.yml").write_text(TAGS.replace("[CTR,", "[Rebates, CTR,"), "utf-8")
    with opened(root) as (index, _):
        assert added == [":communities/contact/tax.md"]
        assert ids(index, "rebate") == ["tax-help"]


def test_moving_a_file_moves_its_document(root: Path) -> None:
    with opened(root):
        pass
    (root / "communities/contact/tax.md").rename(root / "communities/contact/renamed.md")
    with opened(root) as (index, _):
        assert [hit.path for hit in index.search(Query("bills")).hits] == ["communities/contact/renamed.md"]


def test_many_deletions_make_the_index_anew_without_a_word(root: Path) -> None:
    folder = root / ".commons" / "search"
    with opened(root):
        before = sorted(folder.glob("index-*"))
    for turn in range(55):
        write(root, {"contact/tax": entry("tax-help", "Tax", f"turn{turn}")})
        with opened(root) as (_, said):
            assert said == []
        if sorted(folder.glob("index-*")) != before:
            break
    assert turn >= 40
    assert len(sorted(folder.glob("index-*"))) == 1


EDITS = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.none()
        | st.lists(
            st.sampled_from(
                [
                    "contact",
                    "avoidable",
                    "learning",
                    "survey",
                    "wander",
                    "calls",
                    "avoidable contact",
                    "the",
                    "council",
                ]
            ),
            min_size=1,
            max_size=12,
        ),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=15, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_an_index_kept_up_to_date_finds_what_one_made_anew_finds(
    turns: list[list[tuple[str, list[str] | None]]],
) -> None:
    """Sets, not orders: documents that are gone still count in scores until the index is made anew."""
    with tempfile.TemporaryDirectory() as scratch:
        root = small_commons(Path(scratch) / "commons")
        for number, edits in enumerate(turns):
            for name, said in edits:
                path = root / "communities" / "learning" / f"{name}.md"
                if said is None:
                    path.unlink(missing_ok=True)
                else:
                    text = entry(f"made-{name}", f"{said[0]} {name}", " ".join(said), community="learning")
                    write(root, {f"learning/{name}": text})
            beside = root / ".commons" / f"anew{number}"
            with opened(root) as (index, _), opened(root, beside) as (anew, _):
                for text in QUERIES:
                    assert set(ids(index, text)) == set(ids(anew, text)), text
                assert kept(root / ".commons/search") == kept(beside / "search")
        with opened(root, root / ".commons" / "one") as (one, _), opened(root, root / ".commons" / "two") as (two, _):
            for text in QUERIES:
                assert one.search(Query(text, limit=1000)) == two.search(Query(text, limit=1000))


def _halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[random.Random(path.name).randrange(len(data))] ^= 0x10
    path.write_bytes(bytes(data))


def _remove(path: Path) -> None:
    path.unlink()


def _lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


@pytest.mark.parametrize("damage", [_halve, _empty, _flip, _remove, _lengthen])
@pytest.mark.parametrize("pattern", ["index-*/*.toc", "index-*/*.seg", "state.json"])
def test_a_damaged_index_is_made_anew(root: Path, damage: Callable[[Path], None], pattern: str) -> None:
    with opened(root) as (index, _):
        expected = [index.search(Query(text)) for text in QUERIES]
    for path in (root / ".commons" / "search").glob(pattern):
        damage(path)
    with opened(root) as (index, said):
        assert [index.search(Query(text)) for text in QUERIES] == expected
    assert len(said) == 1
    assert said[0].startswith("The search index ")
    assert said[0].endswith("; making it anew.")
    with opened(root) as (_, said):
        assert said == []


def test_every_flipped_byte_is_noticed(root: Path) -> None:
    with opened(root):
        pass
    folder = root / ".commons" / "search"
    for path in folder.glob("index-*/*"):
        if path.suffix not in {".toc", ".seg"}:
            continue
        data = path.read_bytes()
        chance = random.Random(3)
        for place in [chance.randrange(len(data)) for _ in range(3)]:
            path.write_bytes(data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :])
            assert look(folder) == "is damaged"
        path.write_bytes(data)
    assert not isinstance(look(folder), str)


def look(folder: Path) -> object:
    return Shelf(folder).look(fields.fingerprint(RELEASE))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("mark", "somebody's", "is not one of ours"),
        ("folder", "../elsewhere", "is not one of ours"),
        ("folder", "..", "is not one of ours"),
        ("made", {"schema": "old", "lists": "", "rules": "", "token": ""}, "was made by another version"),
        ("made", [], "is damaged"),
        ("files", {}, "is damaged"),
    ],
)
def test_an_older_or_foreign_index_is_made_anew(root: Path, key: str, value: object, said: str) -> None:
    with opened(root):
        pass
    state = root / ".commons" / "search" / "state.json"
    state.write_text(json.dumps({**json.loads(state.read_text("utf-8")), key: value}), "utf-8")
    with opened(root) as (index, notices):
        assert notices == [f"The search index {said}; making it anew."]
        assert ids(index, "surveys") == ["surveys"]


def test_somebody_elses_whoosh_index_is_neither_opened_nor_deleted(root: Path) -> None:
    folder = root / ".commons" / "search"
    folder.mkdir(parents=True)
    create_in(folder, whoosh_fields.Schema(text=whoosh_fields.TEXT()))
    theirs = {path.name for path in folder.iterdir()}
    with opened(root) as (index, said):
        assert said == ["The search index is not one of ours; making it anew."]
        assert ids(index, "surveys") == ["surveys"]
    assert theirs <= {path.name for path in folder.iterdir()}


def test_an_update_that_is_interrupted_leaves_the_old_index(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(root):
        pass
    write(root, NEW)

    def interrupted(self: engine.Writing, staying: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(engine.Writing, "commit", interrupted)
        with pytest.raises(KeyboardInterrupt), opened(root):
            pass
    with opened(root) as (index, said):
        assert said == []
        assert ids(index, "wander") == ["brand-new"]


def test_an_index_committed_but_not_noted_is_made_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(root):
        pass
    write(root, NEW)
    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "keep", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt), opened(root):
            pass
    with opened(root) as (index, said):
        assert said == ["The search index is damaged; making it anew."]
        assert ids(index, "wander") == ["brand-new"]


def test_while_another_command_updates_it_the_index_is_searched_as_it_was(root: Path) -> None:
    with opened(root):
        pass
    write(root, NEW)
    (root / "communities/contact/surveys.md").unlink()
    with FileLock(root / ".commons" / "search" / "lock"), opened(root, patience=0.5) as (index, said):
        assert said == [
            "Another command is updating the search index; waiting up to 0 seconds.",
            "The search index is still being updated by another command; searching it as it was.",
        ]
        assert ids(index, "wander") == []
        assert "surveys" not in ids(index, "avoidable contact")  # the catalogue has gone on without it


def test_without_an_earlier_index_it_says_to_try_again(root: Path) -> None:
    (root / ".commons" / "search").mkdir(parents=True)
    with (
        FileLock(root / ".commons" / "search" / "lock"),
        pytest.raises(Failure, match="Another command is updating the search index"),
        opened(root, patience=0.1),
    ):
        pass


def test_it_waits_for_an_update_that_ends_in_time(root: Path) -> None:
    with opened(root):
        pass  # the catalogue is there, so that all that is waited for is the lock
    folder = root / ".commons" / "search"
    shutil.rmtree(folder)
    folder.mkdir()
    lock = FileLock(folder / "lock", thread_local=False)
    lock.acquire()
    timer = threading.Timer(0.8, lock.release)
    timer.start()
    begun = time.monotonic()
    with opened(root) as (index, said):
        assert time.monotonic() - begun > 0.5
        assert said == ["Another command is updating the search index; waiting up to 30 seconds."]
        assert ids(index, "surveys") == ["surveys"]
    timer.join()


def test_an_update_does_not_disturb_who_is_reading(root: Path) -> None:
    with opened(root) as (reading, _):
        write(root, NEW)
        with opened(root) as (index, _):
            assert ids(index, "wander") == ["brand-new"]
        assert ids(reading, "surveys") == ["surveys"]
        assert ids(reading, "wander") == []


def test_an_empty_commons_can_be_searched(root: Path) -> None:
    for path in root.glob("communities/*/*.md"):
        path.unlink()
    with opened(root) as (index, _):
        for text in ("", "contact", "co*", "-contact", '"a phrase"', "kind:news", "date:2008", "cotnact"):
            assert index.search(Query(text)).total == 0


def test_hostile_words_can_be_indexed(root: Path) -> None:
    body = "\n\n".join(["w" * 100_000, "a.b." * 2000, "é" * 70, "𝒳𝒴 ﬁ İstanbul", "x" + "\u0301" * 500, "-_*" * 500])
    write(root, {"contact/hostile": entry("hostile", "Hostile words", body)})
    with opened(root) as (index, _):
        assert ids(index, "hostile İSTANBUL") == ids(index, "hostile") == ["hostile"]
