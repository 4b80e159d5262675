"""Publishing through the aside: what is live is exactly what was published, at the price of the change."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from practice_commons.failure import Failure
from practice_commons.site import aside, exchange
from practice_commons.site.shelf import MARK, Laid, Shelf, edition_of, lay, write

PATHS = ["index.html", "a", "a/b", "a/b/c", "A", "c/1/index.html", "c/2/index.html", "c/2/data.json", "C/2/data.json"]


def read(folder):
    return {path: (folder / path).read_bytes() for path in aside.survey(folder).files}


def empty_folders(folder):
    return [here for here, folders, files in os.walk(folder) if not folders and not files]


def possible(files):
    """Say whether a folder can hold these paths, on any system."""
    folders = {"/".join(path.split("/")[:depth]) for path in files for depth in range(1, path.count("/") + 1)}
    return not folders & set(files) and len({path.casefold() for path in files}) == len(files)


class Publishing(RuleBasedStateMachine):
    """Publications, accidents and a dict that says what is live."""

    def __init__(self):
        super().__init__()
        self.room = Path(tempfile.mkdtemp())
        self.shelf = Shelf(self.room / "site", self.room / "work/journal.json")
        self.model = None
        self.edition = None

    def teardown(self):
        shutil.rmtree(self.room)

    files = st.dictionaries(st.sampled_from(PATHS), st.sampled_from([b"", b"one", b"two"]), max_size=5)
    changes = st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from([None, b"", b"one", b"two"])), max_size=5)
    editions = st.sampled_from(["first", "second", "é\n"])

    @initialize()
    def nothing_to_change(self):
        with pytest.raises(Failure, match="no site of ours to change"):
            self.shelf.put_changes([("a", b"")], "first")

    @rule(files=files, edition=editions)
    def whole(self, files, edition):
        self.publish(files, edition, lambda: self.shelf.put_whole(files.items(), edition))

    @precondition(lambda self: self.model is not None)
    @rule(changes=changes, edition=editions)
    def change(self, changes, edition):
        after = dict(self.model)
        for path, data in changes:
            after.pop(path, None)
            if data is not None:
                after[path] = data
        laid = self.publish(after, edition, lambda: self.shelf.put_changes(iter(changes), edition))
        if laid:
            assert laid.written == sum(self.before.get(path) != data for path, data in after.items())

    def publish(self, after, edition, put):
        self.before = self.model or {}
        if not possible(after):
            with pytest.raises(Failure, match=r"only by case|could not be written"):
                put()
            return None
        laid = put()
        self.model, self.edition = after, edition
        assert laid.files == len(after)
        assert laid.removed == len(self.before.keys() - after.keys())
        # A change that changes nothing makes no aside either.
        assert {path.name for path in self.room.iterdir()} <= {".site.aside", "site", "work"}
        assert {path.name for path in (self.room / "work").iterdir()} <= {"journal.json"}
        assert not empty_folders(self.shelf.output / "c")
        return laid

    @rule()
    def lose_the_journal(self):
        self.shelf.journal.forget()

    @precondition(lambda self: self.shelf.journal.path.exists() and self.shelf.journal.path.stat().st_size > 0)
    @rule(place=st.integers(0, 200), cut=st.booleans())
    def damage_the_journal(self, place, cut):
        said = bytearray(self.shelf.journal.path.read_bytes())
        place %= len(said)
        said[place] ^= 1
        self.shelf.journal.path.write_bytes(said[:place] if cut else said)

    @rule()
    def lose_the_aside(self):
        shutil.rmtree(self.shelf.aside, ignore_errors=True)

    @precondition(lambda self: self.model is not None)
    @rule()
    def restore_the_site_from_a_copy(self):
        shutil.copytree(self.shelf.output, self.room / "copy")
        shutil.rmtree(self.shelf.output)
        (self.room / "copy").rename(self.shelf.output)

    @precondition(lambda self: self.model is not None)
    @rule(name=st.sampled_from([".site.new", ".site.old", ".site.aside"]), path=st.sampled_from(PATHS))
    def leave_debris(self, name, path):
        with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            if name == ".site.aside" and self.shelf.journal.read(self.shelf.output, self.shelf.aside) is not None:
                self.shelf.journal.forget()  # whoever writes there by hand breaks the journal's word
            (self.room / name / path).parent.mkdir(parents=True, exist_ok=True)
            (self.room / name / path).unlink(missing_ok=True)
            (self.room / name / path).write_bytes(b"debris")
        (self.room / "work").mkdir(exist_ok=True)
        self.shelf.journal.draft.write_bytes(b"debris")

    @invariant()
    def live_is_what_was_published(self):
        if self.model is None:
            assert not self.shelf.output.exists()
            return
        assert read(self.shelf.output) == self.model
        assert self.shelf.edition() == self.edition

    @invariant()
    def the_journal_lists_every_difference(self):
        pending = self.shelf.journal.read(self.shelf.output, self.shelf.aside)
        if pending is not None:
            live, other = read(self.shelf.output), read(self.shelf.aside)
            assert {path for path in live | other if live.get(path) != other.get(path)} <= set(pending)


TestPublishing = Publishing.TestCase
TestPublishing.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "site", tmp_path / "work/journal.json")


def inodes(*folders):
    found = {folder.stat().st_ino for folder in folders}
    for folder in folders:
        found |= {path.stat().st_ino for path in folder.rglob("*")}
    return found


@pytest.mark.skipif(os.name != "posix", reason="counts inodes")
def test_one_change_makes_only_its_own_files(shelf):
    shelf.put_whole(((f"c/{number}/index.html", b"%d" % number) for number in range(3000)), "first")
    for number, edition in enumerate(["second", "third"]):
        live, other = shelf.output.stat().st_ino, shelf.aside.stat().st_ino
        before = inodes(shelf.output, shelf.aside)
        assert shelf.put_changes([(f"c/{number}/index.html", b"changed"), ("c/9/index.html", b"9")], edition) == Laid(
            3000, 1, 0
        )
        assert len(inodes(shelf.output, shelf.aside) - before) == 2, "the page and the mark; no folder"
        assert (shelf.output.stat().st_ino, shelf.aside.stat().st_ino) == (other, live), "the two changed places"
    assert shelf.journal.read(shelf.output, shelf.aside) == ["c/1/index.html"]


@pytest.mark.skipif(os.name != "posix", reason="counts inodes")
def test_an_unchanged_page_keeps_its_file(shelf):
    shelf.put_whole([("a", b"a"), ("b", b"b")], "first")
    before = (shelf.output / "a").stat()
    assert shelf.put_whole([("a", b"a"), ("b", b"changed")], "second") == Laid(2, 1, 0)
    shelf.put_changes([("b", b"again")], "third")
    after = (shelf.output / "a").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_nothing_new_touches_nothing(shelf):
    shelf.put_whole([("a", b"a")], "first")
    before = shelf.journal.path.stat().st_mtime_ns, shelf.output.stat().st_ino
    assert shelf.put_changes([("a", b"a"), ("b", None)], "first") == Laid(1, 0, 0)
    assert before == (shelf.journal.path.stat().st_mtime_ns, shelf.output.stat().st_ino)
    assert shelf.put_changes([], "second") == Laid(1, 0, 0)
    assert shelf.edition() == "second"


def test_several_processes_write_one_site(shelf):
    beside = shelf.begin_whole()
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        pages = [pool.submit(write, beside, f"c/{number}/index.html", b"%d" % number) for number in range(100)]
        assert not any(page.result() for page in pages)
    assert shelf.finish_whole(beside, "both") == Laid(100, 100, 0)
    assert read(shelf.output) == {f"c/{number}/index.html": b"%d" % number for number in range(100)}
    assert shelf.put_changes([("c/7/index.html", None)], "less") == Laid(99, 0, 1)
    shelf.begin_whole()
    shelf.abandon_whole()
    assert not shelf.beside.exists()


@pytest.mark.parametrize("path", ["../escape", "/etc/x", "a/../../b", "a\\b", "", "a//b", "./a", "a/", MARK])
def test_a_change_stays_inside(shelf, tmp_path, path):
    shelf.put_whole([("a", b"a")], "first")
    for put in (shelf.put_changes, shelf.put_whole):
        with pytest.raises(Failure, match=r"outside its folder|over its mark"):
            put([("a", b"changed"), (path, b"")], "second")
    assert read(shelf.output) == {"a": b"a"}
    assert shelf.edition() == "first"
    assert not shelf.beside.exists()


def test_names_that_differ_by_case_are_refused_unless_one_goes(shelf):
    shelf.put_whole([("c/a/Page.html", b"")], "first")
    with pytest.raises(Failure, match="differ only by case"):
        shelf.put_changes([("C/A/page.html", b"")], "second")
    assert shelf.put_changes([("C/A/page.html", b""), ("c/a/Page.html", None)], "second") == Laid(1, 1, 1)
    beside = shelf.begin_whole()
    write(beside, "x", b"")
    write(beside, "X", b"")
    if len(aside.survey(beside).files) == 2:
        with pytest.raises(Failure, match="differ only by case"):
            shelf.finish_whole(beside, "third")
    assert shelf.edition() == "second"


def test_a_file_in_the_place_of_a_folder_is_counted(shelf):
    shelf.put_whole([("a/b", b"1"), ("c", b"2")], "first")
    assert shelf.put_changes([("a/b", None), ("a", b"3")], "second") == Laid(2, 1, 1)
    assert shelf.put_changes([("a", None), ("a/b", b"1")], "third") == Laid(2, 1, 1)


def test_a_path_given_twice_never_writes_into_the_live_file(shelf):
    shelf.put_whole([("a", b"a")], "first")
    with pytest.raises(Failure, match="stop"):
        shelf.put_whole(stopping([("a", b"a"), ("a", b"changed")]), "second")
    assert read(shelf.output) == {"a": b"a"}
    shelf.put_changes([("a", b"x"), ("a", None), ("b", b"1"), ("b", b"2")], "third")
    assert read(shelf.output) == {"b": b"2"}


def stopping(files):
    yield from files
    raise Failure("stop")


def test_a_failure_while_gathering_changes_nothing(shelf):
    shelf.put_whole([("a", b"a")], "first")
    before = shelf.journal.path.read_bytes()
    with pytest.raises(Failure, match="stop"):
        shelf.put_changes(stopping([("a", b"x"), ("b", b"y")]), "second")
    assert read(shelf.output) == {"a": b"a"}
    assert shelf.journal.path.read_bytes() == before
    assert not shelf.beside.exists()


def test_what_is_not_ours_is_left_alone(shelf, tmp_path):
    shelf.output.mkdir()
    (shelf.output / "thesis.txt").write_bytes(b"years of work")
    for put in (shelf.put_changes, shelf.put_whole):
        with pytest.raises(Failure, match="not a site of ours"):
            put([("a", b"a")], "first")
    assert read(shelf.output) == {"thesis.txt": b"years of work"}
    shelf.output.rename(tmp_path / "elsewhere")
    shelf.output.symlink_to(tmp_path / "elsewhere")
    for put in (shelf.put_changes, shelf.put_whole):
        with pytest.raises(Failure, match="not a folder"):
            put([("a", b"a")], "first")


@pytest.mark.parametrize(
    "damage", [lambda said: said[:-3], lambda said: said.replace(b"first", b"worst"), lambda _: b""]
)
def test_a_damaged_mark_names_no_edition(shelf, damage):
    shelf.put_whole([("a", b"a")], "first")
    mark = shelf.output / MARK
    assert edition_of(shelf.output) == "first"
    assert b"computed" in mark.read_bytes()
    mark.write_bytes(damage(mark.read_bytes()))
    assert shelf.edition() is None
    with pytest.raises(Failure, match="no site of ours to change"):
        shelf.put_changes([("a", b"b")], "second")
    shelf.put_whole([("a", b"b")], "second")
    assert shelf.edition() == "second"


def test_a_site_of_an_earlier_version_is_taken_over(shelf):
    lay(shelf.output, [("a", b"a"), ("b", b"b")])
    (shelf.output / MARK).write_bytes(b"This folder is computed.\n")
    assert shelf.edition() is None
    assert shelf.put_whole([("a", b"a")], "first") == Laid(1, 0, 1)


def test_a_journal_kept_by_another_shelf_is_not_believed(shelf, tmp_path):
    """Two commands with two journals, and editions that come back: only the marks' own moments tell them apart."""
    other = Shelf(shelf.output, tmp_path / "other.json")
    shelf.put_whole([("a", b"1"), ("b", b"1")], "first")
    shelf.put_changes([("a", b"2")], "second")
    other.put_changes([("b", b"2")], "third")
    other.put_changes([("b", b"1")], "second")
    assert shelf.journal.read(shelf.output, shelf.aside) is None
    shelf.put_changes([("a", b"3")], "fourth")
    assert read(shelf.output) == {"a": b"3", "b": b"1"}


def test_links_are_done_without_where_they_are_refused(shelf, monkeypatch):
    """As on FAT, and on some network shares."""

    def refuse(*_):
        raise OSError(errno.EPERM, "refused")

    monkeypatch.setattr(os, "link", refuse)
    shelf.put_whole([("a/1", b"1"), ("a/2", b"2")], "first")
    shelf.put_changes([("a/1", b"changed")], "second")
    shelf.put_changes([("a/2", None)], "third")
    assert read(shelf.output) == {"a/1": b"changed"}
    shelf.put_whole([("a/1", b"changed"), ("b", b"")], "fourth")
    assert read(shelf.aside) == read(shelf.output) == {"a/1": b"changed", "b": b""}


def test_renames_do_where_folders_cannot_be_exchanged(shelf, monkeypatch):
    monkeypatch.setattr(exchange, "_exchange", lambda *_: False)
    for number in range(4):
        put = shelf.put_changes if number % 4 else shelf.put_whole
        put([("a", b"%d" % number), (f"b/{number}", b"")], f"{number}")
        assert (shelf.output / "a").read_bytes() == b"%d" % number
    assert len(read(shelf.output)) == 5
    assert sorted(path.name for path in shelf.output.parent.iterdir()) == [".site.aside", "site", "work"]
