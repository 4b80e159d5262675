"""What a commons has been good for, counted on real commons."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from digest.small_commons import FILES, commit, contribution, git, make
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.cli.main import commons
from practice_commons.failure import Failure
from practice_commons.metrics.metrics import Quarter, Questions, decisions_of, measured
from practice_commons.model.advocacy import AdvocacyRecord, Result
from practice_commons.reading.tree import open_tree

NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
PAST, COMING = "2026-04-01", "2026-05-01"  # the small commons is committed on 30 April 2026
FILES_OF_TWO = FILES | {"communities/roads/community.yml": "title: Roads\npurpose: For people who mend roads.\n"}


def elsewhere(identity: str, **fields) -> tuple[str, str]:
    path, text = contribution(identity, **{"community": "roads"} | fields)
    return path.replace("/homes/", "/roads/"), text


TOLD = dict(
    (
        contribution("asked-first", "question", date="2024-01-01", review_by=PAST),
        contribution("asked-second", "question", date="2024-01-01"),
        contribution("asked-in-january", "question", date="2024-01-01", date_known_to="month"),
        contribution("never-answered", "question", date="2024-01-01"),
        contribution("late-answer", "answer", date="2024-02-10", responds_to="asked-first", councils=["millbrook"]),
        elsewhere("early-answer", kind="answer", date="2024-01-05", responds_to="asked-first"),
        contribution("second-answer", "answer", date="2024-01-21", responds_to="asked-second", review_by=COMING),
        contribution("third-answer", "answer", date="2024-04-21", responds_to="asked-in-january"),
        contribution("quarter-news", councils=["oakshire"], date="2026-02-01", consent="none"),
        contribution("year-news", councils=["fenwick"], date="2026-01-01", date_known_to="year"),
        contribution("old-news", councils=["dunmere"], date="2020-01-01"),
    )
)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make(tmp_path_factory.mktemp("metrics") / "commons", FILES_OF_TWO | TOLD)


@pytest.fixture(scope="module")
def catalogue(root, tmp_path_factory):
    said: list[str] = []
    with Catalogue.of(open_tree(root, NOW, "HEAD"), tmp_path_factory.mktemp("scratch"), said.append) as found:
        assert not [problem for problem in found.problems() if problem.is_error]
        yield found


def test_a_community_costs_what_it_holds_and_not_what_others_do(tmp_path) -> None:
    many = (contribution(f"news-{number}", councils=["millbrook", "oakshire"]) for number in range(200))
    root = make(tmp_path / "commons", FILES_OF_TWO | dict((*many, elsewhere("lone", councils=["fenwick"]))))
    with Catalogue.of(open_tree(root, NOW, "HEAD"), tmp_path / "scratch", lambda _: None) as found:

        def steps(community: str) -> int:
            taken: list[None] = []
            found.connection.set_progress_handler(lambda: taken.append(None), 10)
            assert measured(found, community).contributions in {1, len(FILES) + 200, 200}
            found.connection.set_progress_handler(None, 0)
            return len(taken)

        assert steps("roads") * 20 < steps("homes")


def test_questions_are_answered_by_the_first_answer_wherever_it_was_shared(catalogue) -> None:
    # asked-first after 4 days, asked-second after 20; the third is known to the month and has no number of days
    assert measured(catalogue, "homes").questions == Questions(4, 3, 12)
    assert measured(catalogue, "roads").questions == Questions(0, 0, None)


def test_councils_are_counted_once_and_those_that_took_over_for_those_before(catalogue) -> None:
    found = measured(catalogue)
    assert found.councils == 4, "East and West Oakshire, Fenwick, Dunmere: two of them through councils that ended"
    assert found.quarters[-2:] == (Quarter("2026-Q1", 2), Quarter("2026-Q2", 0))
    assert found.quarters[0].quarter == "2024-Q3"


def test_what_is_due_is_judged_by_the_day_of_the_tree(catalogue) -> None:
    review = measured(catalogue, "homes").review
    assert (review.dated, review.overdue) == (2, 1)


def test_advocacy_is_told_of_what_rests_on_a_communitys_experience(catalogue) -> None:
    def record(outcome: str, *used: str) -> AdvocacyRecord:
        said = {
            "priority": "repairs",
            "ask": "Fund it.",
            "raised": ({"on": dt.date(2026, 4, 1), "where": "A meeting"},),
            "used": used,
            "outcome": Result(outcome),
        }
        if outcome != "raised":
            said["response"] = {"on": dt.date(2026, 4, 2), "text": "They said so."}
        return AdvocacyRecord.model_validate(said)

    told = {
        "first": record("agreed", "late-answer"),
        "second": record("declined", "early-answer"),
        "third": record("raised", "late-answer", "old-news"),
    }
    homes = measured(catalogue, "homes", advocacy=told, cited={"second-answer", "late-answer"}).advocacy
    assert (homes.used, homes.raised, homes.answered, homes.agreed) == (3, 2, 1, 1)
    everywhere = measured(catalogue, advocacy=told).advocacy
    assert (everywhere.used, everywhere.raised, everywhere.answered, everywhere.agreed) == (3, 3, 2, 1)


def test_a_submission_counts_once_by_its_last_decision() -> None:
    hour = dt.timedelta(hours=1)
    found = decisions_of([("s-2", True, 5 * hour), ("s-1", False, 2 * hour), ("s-2", False, hour), ("s-3", True, None)])
    assert (found.decided, found.accepted, found.median_hours) == (3, 2, 3.5)


def run(root, *arguments):
    return CliRunner().invoke(commons, ["-C", str(root), "metrics", *arguments], standalone_mode=False)


def test_the_command_says_it_to_people_and_to_scripts(root) -> None:
    said = run(root, "--community", "homes").stdout
    assert said.startswith("Homes, as at 30 April 2026\n")
    assert "Questions answered:      3 of 4, half of them within 12 days" in said
    found = json.loads(run(root, "--json").stdout)
    assert (found["community"], found["questions"]["median_days"], found["decisions"]["decided"]) == (None, 12, 0)


def test_a_community_that_is_not_there_is_said(root) -> None:
    done = run(root, "--community", "home")
    assert isinstance(done.exception, Failure)
    assert "Did you mean 'homes'?" in done.exception.hint


def test_what_peers_shared_is_theirs_to_count(tmp_path) -> None:
    files = dict(
        (
            contribution("asked-first", "question", date="2024-01-01", review_by=PAST),
            contribution("late-answer", "answer", date="2024-02-10", responds_to="asked-first", councils=["millbrook"]),
        )
    )
    root = make(tmp_path / "ours", FILES_OF_TWO | files)
    before = _measured(root)
    theirs = dict(
        (
            contribution("their-news", councils=["fenwick"], date="2026-02-01", review_by=PAST),
            contribution("their-question", "question", date="2024-01-01"),
        )
    )
    for path, text in (FILES_OF_TWO | theirs).items():
        file = root / "peers/theirs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (root / "communities/federation.yml").write_text(
        "peers:\n  theirs:\n    url: ./peers/theirs\n    communities: [homes]\n    unsigned: yes\n", "utf-8"
    )
    git(root, "add", "peers")
    commit(root, "A peer", "2026-04-30T12:00:00+00:00")
    for arguments in (["sync"], ["accept", "theirs"]):
        done = CliRunner().invoke(commons, ["-C", str(root), "federation", *arguments])
        assert done.exit_code == 0, done.output
    after = _measured(root)
    found = json.loads(CliRunner().invoke(commons, ["-C", str(root), "federation", "status", "--json"]).output)
    assert found[0]["published"] == 2
    for counted in ("contributions", "questions", "councils", "advocacy", "review"):
        assert after[counted] == before[counted], counted
    for one in ("homes", "roads"):
        said = CliRunner().invoke(commons, ["-C", str(root), "metrics", "--json", "--community", one])
        assert json.loads(said.output)["contributions"] == (2 if one == "homes" else 0)


def _measured(root) -> dict:
    done = CliRunner().invoke(commons, ["-C", str(root), "metrics", "--json"])
    found = json.loads(done.output)
    assert found["contributions"] > 0
    return found
