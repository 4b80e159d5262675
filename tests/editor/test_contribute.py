"""The form from its start to the private page, as somebody without an account meets it."""

from __future__ import annotations

from editor.conftest import CASE, begun, filled, submitted


def test_a_case_study_is_sent_returned_revised_and_accepted(client, moderator, desk, told):
    page = client.get("/contribute/")
    assert page.status == 200
    assert "You do not need an account" in page.words
    path = submitted(client)
    reference = path.split("/")[3]
    proposal = desk.proposal(reference)
    assert proposal.title == "One question first"
    assert proposal.files[0].contribution.author.council == "kent"
    waiting = client.get(path)
    assert waiting.h1 == "Waiting to be read"
    page = moderator.get(f"/moderate/s/{reference}/")
    assert "As it would be read" in page.words
    done = moderator.post(page.path, page.hidden(1) | {"do": "return", "text": "Which hours?\n\nAnd who paid?"})
    assert "back with its contributor" in done.words
    page = client.get(path)
    assert page.h1 == "We have a question for you"
    assert "And who paid?" in page.words
    page = client.post(f"{path}change/", page.hidden())
    assert page.h1 == "Check your answers"
    page = client.get("/contribute/q/summary/?from=check")
    assert "We asked every caller one question." in page.text
    page = client.send(page, {"do": "save", "summary": "We asked every caller one question, by day."})
    assert page.h1 == "Check your answers"
    assert client.send(page, {"do": "send"}).path == f"{path}sent/"
    assert b"by day" in desk.proposal(reference).files[0].data
    page = moderator.get(f"/moderate/s/{reference}/")
    done = moderator.post(page.path, page.hidden(0) | {"do": "accept"})
    assert "accepted and published" in done.words
    page = client.get(path)
    assert page.h1 == "It is published"
    assert "/site/c/one-question-first/" in page.text
    assert told == [(event, reference) for event in ("submitted", "return", "revised", "accept")]


def test_every_page_comes_in_its_order(client):
    page = filled(client, begun(client))
    assert "/q/councils/" in page.path
    seen = []
    while "/q/" in page.path:
        seen.append(page.path.split("/q/")[1].strip("/"))
        assert "(optional)" in page.h1
        page = client.send(page, {"do": "save"})
    assert seen == [
        "councils",
        "tags",
        "priorities",
        "practice",
        "outcome",
        "evidence",
        "measures",
        "asks",
        "source",
        "language",
    ]
    assert page.h1 == "Check your answers"
    assert not page.errors
    assert CASE["title"]["title"] in page.words


def test_a_button_pressed_twice_sends_it_once(client, desk):
    filled(client, begun(client))
    page = client.get("/contribute/check/")
    kept = dict(client.cookies)
    first = client.send(page, {"do": "send"})
    client.cookies = kept
    second = client.send(page, {"do": "send"})
    assert first.path == second.path
    assert len(desk.queue()) == 1
    assert client.get("/contribute/check/").h1 == "Share what you have learnt"


def test_another_draft_waits_while_something_sent_is_changed(client):
    path = submitted(client)
    begun(client)
    client.send(client.get("/contribute/q/kind/"), {"kind": "news"})
    client.send(client.get("/contribute/q/title/"), {"title": "The other one"})
    assert client.post(f"{path}change/", client.get(path).hidden()).h1 == "Check your answers"
    assert "The other one" not in client.get("/contribute/check/").words
    assert client.send(client.get("/contribute/check/"), {"do": "send"}).path == f"{path}sent/"
    assert "The other one" in client.get("/contribute/check/").words
