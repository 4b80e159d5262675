"""The catalogue: parsed once, rebuilt when it cannot be used, the same whatever it remembers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sqlite3

import pytest
from filelock import FileLock
from hostile import contribution

from practice_commons.catalogue import codec
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.contents import Contents, sealed
from practice_commons.checks.examination import Examined, examine
from practice_commons.failure import Failure
from practice_commons.reading.tree import open_tree
from practice_commons.reading.vocabularies import read_vocabularies

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def catalogue(root, at=None, notices=None):
    said = [] if notices is None else notices
    return Catalogue.of(open_tree(root, NOW, at), root / ".commons", said.append)


def holdings(opened):
    with opened:
        return [(one.id, one.path, one.citation, opened.body(one)) for one in opened.entries()], opened.problems()


def edition(root):
    """The file of the current edition."""
    folder = root / ".commons/catalogue"
    return folder / json.loads((folder / "current.json").read_text("utf-8"))["file"]


def pointer(root):
    return root / ".commons/catalogue/current.json"


def contents(root):
    """The cache of what was examined, whole: nothing of it lies in a file beside it."""
    (file,) = (root / ".commons").glob("contents-*.sqlite")
    store = sqlite3.connect(file)
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return file


def test_what_is_examined_comes_back_the_same_from_the_catalogue(good_commons):
    tree = open_tree(good_commons, NOW)
    vocabularies, _ = read_vocabularies(tree)
    notices = []
    with Contents(good_commons / ".commons", notices.append) as kept:
        for entry, data in tree.read(entry for entry in tree.entries() if entry.path.endswith(".md")):
            before = examine(data, vocabularies)
            kept.keep([sealed(codec.row(before))])
            after = kept.examined(entry.blob, before.marks)
            for field in dataclasses.fields(Examined):
                one, other = getattr(before, field.name), getattr(after, field.name)
                if field.name == "rendered" and one is not None:
                    one = dataclasses.replace(one, removed=())
                assert one == other, f"{entry.path}: {field.name}"
    assert notices == []


def test_lines_and_columns_are_read_again_from_the_file_when_they_are_asked_for(good_commons):
    path = "communities/customer-contact/bad.md"
    (good_commons / path).write_bytes(contribution("Words.", "responds_to: nobody\n"))
    with catalogue(good_commons) as first:
        said = first.problems(path)
    assert [(one.line, one.column, one.rule) for one in said] == [(11, 1, "unknown-id")]
    edition(good_commons).unlink()
    with catalogue(good_commons) as second:
        assert second.update.examined == 0, "it was examined before"
        assert second.problems(path) == said


def test_a_content_is_parsed_once_ever(good_commons):
    with catalogue(good_commons) as first:
        count = first.update.examined
        assert count > 10
    with catalogue(good_commons) as second:
        assert second.update.examined == 0
        assert len(second.contributions()) == count
    draft = next((good_commons / "communities/customer-contact").glob("*.md"))
    moved = draft.rename(draft.with_name("moved-elsewhere.md"))
    with catalogue(good_commons) as third:
        assert third.update.examined == 0
        assert third.update.removed >= 1, "and whatever linked to it"
    moved.write_text(moved.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    with catalogue(good_commons) as fourth:
        assert fourth.update.examined == 1


def test_a_changed_vocabulary_is_noticed(good_commons):
    catalogue(good_commons).close()
    tags = good_commons / "communities/tags.yml"
    tags.write_text("tags: {}\n", "utf-8")
    with catalogue(good_commons) as opened:
        assert {problem.rule for problem in opened.problems()} >= {"unknown-tag"}


def spoil_empty(path):
    path.write_bytes(b"")


def spoil_text(path):
    path.write_text("not a database", "utf-8")


def spoil_truncate(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoil_flip(path):
    data = bytearray(path.read_bytes())
    for at in range(5000, len(data), 97):
        data[at] ^= 0xFF
    path.write_bytes(bytes(data))


def spoil_foreign(path):
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (x)")
    other.commit()
    other.close()


def spoil_older(path):
    older = sqlite3.connect(path)
    older.execute("PRAGMA user_version = 1")
    older.commit()
    older.close()


SPOILS = [spoil_empty, spoil_text, spoil_truncate, spoil_flip, spoil_foreign, spoil_older]


@pytest.mark.parametrize("where", [edition, pointer])
@pytest.mark.parametrize("spoil", SPOILS)
def test_a_catalogue_that_cannot_be_used_is_made_anew_with_one_line(git_commons, spoil, where):
    expected = holdings(catalogue(git_commons))
    if where is pointer and spoil in {spoil_flip, spoil_older}:
        pytest.skip("it is shorter than that, and no database")
    spoil(where(git_commons))
    notices = []
    assert holdings(catalogue(git_commons, notices=notices)) == expected
    assert len(notices) == 1
    assert "making it anew" in notices[0]
    assert holdings(catalogue(git_commons, notices=notices)) == expected
    assert len(notices) == 1, "it is sound again"


@pytest.mark.parametrize("key", ["file", "seal", "schema"])
def test_a_pointer_to_something_else_is_not_followed(git_commons, key):
    expected = holdings(catalogue(git_commons))
    said = json.loads(pointer(git_commons).read_text("utf-8"))
    pointer(git_commons).write_text(json.dumps(said | {key: "another"}), "utf-8")
    notices = []
    assert holdings(catalogue(git_commons, notices=notices)) == expected
    assert len(notices) == 1
    assert "making it anew" in notices[0]


def test_a_pointer_that_leads_out_of_the_folder_is_not_followed(git_commons):
    expected = holdings(catalogue(git_commons))
    said = json.loads(pointer(git_commons).read_text("utf-8"))
    elsewhere = edition(git_commons).rename(git_commons.parent / said["file"])
    pointer(git_commons).write_text(json.dumps(said | {"file": f"../../../{said['file']}"}), "utf-8")
    notices = []
    assert holdings(catalogue(git_commons, notices=notices)) == expected
    assert len(notices) == 1
    assert elsewhere.exists()


@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize("also", [None, edition])
def test_what_was_read_before_and_cannot_be_used_is_read_anew(git_commons, spoil, also):
    expected = holdings(catalogue(git_commons))
    spoil(contents(git_commons))
    if also is not None:
        spoil_text(also(git_commons))
    notices = []
    assert holdings(catalogue(git_commons, notices=notices)) == expected
    about_edition = [one for one in notices if "making it anew" in one]
    rest = [one for one in notices if one not in about_edition]
    assert len(about_edition) == int(also is not None)
    assert rest in ([], ["What was read before is damaged; reading it anew."])
    assert rest or spoil is not spoil_text
    before = len(notices)
    assert holdings(catalogue(git_commons, notices=notices)) == expected
    assert len(notices) == before, "it is sound again"


def test_a_row_that_does_not_fit_its_seal_is_never_believed(git_commons):
    expected = holdings(catalogue(git_commons))
    for column in ("contribution", "html", "headings", "links", "problems", "claimed_id"):
        with sqlite3.connect(contents(git_commons)) as store:
            store.execute(f"UPDATE content SET {column} = '[]'")
        store.close()
        with sqlite3.connect(contents(git_commons)) as store:
            assert store.execute(f"SELECT count(*) FROM content WHERE {column} = '[]'").fetchone()[0] > 10
        store.close()
        notices = []
        assert holdings(catalogue(git_commons, notices=notices)) == expected
        edition(git_commons).unlink()
        assert holdings(catalogue(git_commons, notices=notices)) == expected
        assert all("making it anew" in one for one in notices)


def test_a_commit_is_read_as_it_was_and_cited(git_commons, git):
    first = git(git_commons, "rev-parse", "HEAD").strip()
    story = next((git_commons / "communities/customer-contact").glob("*.md"))
    before = story.read_text("utf-8")
    story.write_text(before + "\nA later thought.\n", "utf-8")
    with catalogue(git_commons) as working:
        entry = next(one for one in working.entries() if one.path.endswith(story.name))
        assert entry.citation.endswith("@uncommitted")
    git(git_commons, "commit", "--quiet", "--all", "--message", "Think again")
    second = git(git_commons, "rev-parse", "HEAD").strip()
    with catalogue(git_commons) as now:
        entry = next(one for one in now.entries() if one.path.endswith(story.name))
        assert entry.citation == f"{entry.id}@{second[:12]}"
        assert [change.subject for change in entry.changes] == ["Think again", "Begin"]
        assert "A later thought." in now.body(entry).words
    with catalogue(git_commons, at=first) as then:
        entry = next(one for one in then.entries() if one.path.endswith(story.name))
        assert entry.citation == f"{entry.id}@{first[:12]}"
        assert "A later thought." not in then.body(entry).words


def test_queries_agree_with_what_the_files_say(good_commons):
    with catalogue(good_commons) as opened:
        everything = opened.entries()
        assert [one.id for one in everything] == [
            one.id for one in sorted(everything, key=lambda one: (-one.contribution.date.toordinal(), one.id))
        ]
        for community in opened.vocabularies.communities:
            assert opened.entries(community=community) == [
                one for one in everything if one.contribution.community == community
            ]
        for tag, count in opened.counts("tag").items():
            assert len(opened.entries(tag=tag)) == count
        day = everything[len(everything) // 2].contribution.date
        assert opened.entries(since=day) == [one for one in everything if one.contribution.date >= day]
        assert opened.entries(until=day) == [one for one in everything if one.contribution.date <= day]
        for one in everything:
            assert opened.entry(one.id) == one


def test_a_catalogue_in_use_is_waited_for_and_never_thrown_away(git_commons, monkeypatch):
    catalogue(git_commons).close()
    kept = {file: file.read_bytes() for file in (edition(git_commons), pointer(git_commons), contents(git_commons))}
    monkeypatch.setattr("practice_commons.catalogue.editions.PATIENCE", 0.02)
    story = next((git_commons / "communities/customer-contact").glob("*.md"))
    before = story.read_text("utf-8")
    with FileLock(git_commons / ".commons/catalogue/lock"):
        catalogue(git_commons).close()
        story.write_text(before + "\nOne more sentence.\n", "utf-8")
        with pytest.raises(Failure, match="another command is using"):
            catalogue(git_commons)
    story.write_text(before, "utf-8")
    assert {file: file.read_bytes() for file in kept} == kept
    with catalogue(git_commons) as opened:
        assert opened.update.examined == 0


def test_contents_in_use_are_waited_for_and_never_thrown_away(git_commons, monkeypatch):
    catalogue(git_commons).close()
    file = contents(git_commons)
    monkeypatch.setattr("practice_commons.catalogue.contents.PATIENCE", 0.2)
    story = next((git_commons / "communities/customer-contact").glob("*.md"))
    story.write_text(story.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Failure, match="another command is using"):
            catalogue(git_commons)
        other.execute("ROLLBACK")
    other.close()
    assert len(list((git_commons / ".commons/catalogue").glob("edition-*"))) == 1, "nothing half made is left"
    with catalogue(git_commons) as opened:
        assert opened.update.examined == 1


def test_what_one_command_reads_is_not_changed_by_another_beside_it(git_commons):
    story = next((git_commons / "communities/customer-contact").glob("*.md"))
    with catalogue(git_commons, at="HEAD") as committed:
        story.write_text(story.read_text("utf-8") + "\nA thought that is not committed.\n", "utf-8")
        with catalogue(git_commons) as folder:
            changed = next(one for one in folder.entries() if one.path.endswith(story.name))
            assert changed.citation.endswith("@uncommitted")
        entry = next(one for one in committed.entries() if one.path.endswith(story.name))
        assert not entry.citation.endswith("@uncommitted")
        assert "not committed" not in committed.body(entry).words
