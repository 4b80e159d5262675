"""The safe: what it keeps can be read by nobody without the key, works once or for a while, and goes."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from moderation.conftest import NOW
from practice_commons.failure import Failure
from practice_commons.moderation.safe import AFTERWARDS, DRAFTS, FOLDER, SESSION, TICKET, Safe

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def safe(tmp_path: Path) -> Safe:
    return Safe.of(tmp_path, {})


def everything(root: Path) -> bytes:
    return b"".join(file.read_bytes() for file in (root / FOLDER).iterdir() if file.name != "key")


def test_nobody_else_can_read_it(safe: Safe, tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600
    assert (folder / ".gitignore").read_text("utf-8") == "*\n"
    safe.keep_address("s-one", "somebody@example.org")
    safe.keep_draft("mine", {"title": "Confidential title"}, NOW)
    ticket = safe.ticket("ann", NOW)
    held = everything(tmp_path)
    for secret in (b"somebody", b"example.org", b"Confidential", ticket.encode(), safe.link("s-one").encode(), b"mine"):
        assert secret not in held


def test_what_was_kept_comes_back_after_a_restart(safe: Safe, tmp_path: Path) -> None:
    safe.keep_address("s-one", "somebody@example.org")
    safe.keep_draft("mine", {"title": "Ünïcode ☂", "tags": ["a"]}, NOW)
    again = Safe.of(tmp_path, {})
    assert again.address("s-one") == "somebody@example.org"
    assert again.draft("mine", NOW) == {"title": "Ünïcode ☂", "tags": ["a"]}
    assert again.link("s-one") == safe.link("s-one")


def test_with_another_key_nothing_is_read_and_no_link_works(safe: Safe, tmp_path: Path) -> None:
    safe.keep_address("s-one", "somebody@example.org")
    link = safe.link("s-one")
    (tmp_path / FOLDER / "key").unlink()
    other = Safe.of(tmp_path, {})
    assert other.address("s-one") == ""
    assert not other.holds("s-one", link, NOW)


@pytest.mark.parametrize("key", ["x", "-", "a" * 44, "é" * 32])
def test_a_key_that_is_none_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(Failure, match="COMMONS_KEY"):
        Safe.of(tmp_path, {"COMMONS_KEY": key})


def test_a_link_is_that_of_one_submission_until_a_while_after_it_is_closed(safe: Safe) -> None:
    link = safe.link("s-one")
    assert safe.holds("s-one", link, NOW)
    for reference, other in (("s-two", link), ("s-one", link[:-1]), ("s-one", ""), ("s-one", "é"), ("", link)):
        assert not safe.holds(reference, other, NOW)
    safe.close("s-one", NOW)
    assert safe.holds("s-one", link, NOW + AFTERWARDS - SECOND)
    assert not safe.holds("s-one", link, NOW + AFTERWARDS + SECOND)


def test_an_address_goes_a_while_after_the_decision(safe: Safe, tmp_path: Path) -> None:
    safe.keep_address("s-one", "somebody@example.org")
    safe.sweep(NOW + 10 * AFTERWARDS)
    assert safe.address("s-one")
    safe.close("s-one", NOW)
    safe.sweep(NOW + AFTERWARDS - SECOND)
    assert safe.address("s-one")
    safe.sweep(NOW + AFTERWARDS + SECOND)
    assert safe.address("s-one") == ""
    with sqlite3.connect(tmp_path / FOLDER / "safe.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM address").fetchone() == (0,)


def test_a_draft_goes_when_nobody_touches_it(safe: Safe) -> None:
    safe.keep_draft("mine", {"a": 1}, NOW)
    assert safe.draft("mine", NOW + DRAFTS - SECOND)
    assert safe.draft("mine", NOW + DRAFTS + SECOND) is None
    safe.keep_draft("mine", {"a": 2}, NOW)
    safe.drop_draft("mine")
    assert safe.draft("mine", NOW) is None


def test_a_ticket_signs_in_once_and_not_for_long(safe: Safe) -> None:
    ticket, late = safe.ticket("ann", NOW), safe.ticket("ann", NOW)
    assert safe.redeem(ticket, NOW) == "ann"
    assert safe.redeem(ticket, NOW) is None
    assert safe.redeem(late, NOW + TICKET + SECOND) is None
    assert safe.redeem("nothing", NOW) is None
    session = safe.begin("ann", NOW)
    assert safe.redeem(session, NOW) is None, "a session is no ticket"
    assert safe.who(session, NOW) == "ann"
    assert safe.who(safe.ticket("ann", NOW), NOW) is None, "and a ticket no session"
    assert safe.who(session, NOW + SESSION + SECOND) is None
    safe.end(session)
    assert safe.who(session, NOW) is None


def test_of_many_who_use_one_ticket_one_gets_in(safe: Safe) -> None:
    ticket = safe.ticket("ann", NOW)
    got: list[str | None] = []
    everybody = [threading.Thread(target=lambda: got.append(safe.redeem(ticket, NOW))) for _ in range(8)]
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()
    assert sorted(filter(None, got)) == ["ann"]


def test_a_flood_from_one_address_blocks_nobody_else(safe: Safe, tmp_path: Path) -> None:
    minute = dt.timedelta(minutes=1)
    assert [safe.allow("10.0.0.1", "submit", 3, minute, NOW) for _ in range(5)] == [True, True, True, False, False]
    assert safe.allow("10.0.0.2", "submit", 3, minute, NOW)
    assert safe.allow("10.0.0.1", "preview", 3, minute, NOW)
    assert safe.allow("10.0.0.1", "submit", 3, minute, NOW + minute)
    assert b"10.0.0" not in everything(tmp_path)


def test_what_was_damaged_is_not_there(safe: Safe, tmp_path: Path) -> None:
    safe.keep_address("s-one", "somebody@example.org")
    with sqlite3.connect(tmp_path / FOLDER / "safe.sqlite") as connection:
        connection.execute("UPDATE address SET sealed = x'00'")
    assert safe.address("s-one") == ""


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("", "utf-8")
    with pytest.raises(Failure, match="cannot be used"):
        Safe.of(tmp_path, os.environ)
