"""What facilitators do in the browser, and what a contributor may do after a decision."""

from __future__ import annotations

import pytest

from editor.asgi_client import Client
from editor.conftest import CASE, begun, filled, signed_in, submitted
from practice_commons.editor import deciding
from practice_commons.editor.asgi import create
from practice_commons.editor.comparison import compared
from practice_commons.failure import Failure
from practice_commons.moderation import decision
from practice_commons.moderation.decision import Decider


def reference_of(path: str) -> str:
    return path.split("/")[3]


def decided(moderator: Client, path: str, form: int = 0, **fields: str):
    page = moderator.get(f"/moderate/s/{reference_of(path)}/")
    return moderator.post(page.path, page.hidden(form) | fields)


def test_the_queue_is_oldest_first_and_says_what_there_is_to_know(client, app, safe, clock, monkeypatch):
    submitted(client, {**CASE, "title": {"title": "The older"}})
    clock.pass_(days=3)
    submitted(client, {**CASE, "title": {"title": "The newer"}})
    moderator = signed_in(app, safe, clock, "contact-facilitator")
    page = moderator.get("/moderate/")
    assert "2 submissions, the oldest first." in page.words
    assert page.words.index("The older") < page.words.index("The newer")
    assert "Case study for Customer contact. Waiting 3 days." in page.words
    monkeypatch.setattr(deciding, "PAGE", 1)
    assert "The newer" not in moderator.get("/moderate/").words
    assert "The newer" in moderator.get("/moderate/?page=2").words


def test_remarks_are_shown_to_the_moderator_only(desk, safe, clock):
    from practice_commons.checks.review.concern import Concern, Remark  # noqa: PLC0415
    from practice_commons.editor.application import application  # noqa: PLC0415

    said = [Remark(3, 1, Concern.NAMED_PERSON, "names a person", "<b>A. P.</b>")]
    app = application(desk, safe, clock, remarks=lambda _: said)
    client = Client(app)
    path = submitted(client)
    assert "names a person" not in client.get(path).text
    moderator = signed_in(app, safe, clock, "contact-facilitator")
    page = moderator.get(f"/moderate/s/{reference_of(path)}/")
    assert "Line 3: names a person" in page.words
    assert "<b>" not in page.text


def test_a_suggested_change_is_seen_as_words_taken_out_and_put_in(client, moderator, desk):
    page = client.get("/contribute/?about=fewer-repeat-calls")
    assert "You are suggesting a change to “Fewer repeat calls: a fixture”." in page.words
    page = begun(client, about="fewer-repeat-calls")
    assert page.h1 == "Check your answers"
    for fixed in ("kind", "community"):
        assert client.get(f"/contribute/q/{fixed}/").h1 == "Check your answers"
    story = client.get("/contribute/q/story/?from=check")
    body = story.hidden()["body"].replace("Night calls.", "Calls at night.")
    client.send(story, {"body": body, "do": "save"})
    client.send(client.get("/contribute/q/outcome/?from=check"), {"outcome": "worked", "do": "save"})
    page = client.send(client.get("/contribute/check/"), {"do": "send"})
    assert "Agree that others may use it" in page.errors[0]
    client.send(client.get("/contribute/q/licence/"), {"licence": "yes", "do": "save"})
    sent = client.send(client.get("/contribute/check/"), {"do": "send"})
    (proposal,) = desk.queue()
    assert proposal.files[0].path == "communities/customer-contact/fewer-repeat-calls.md"
    assert proposal.files[0].data.count(b"\n") == moderator_file(desk).count(b"\n")
    page = moderator.get(f"/moderate/s/{reference_of(sent.path)}/")
    assert page.tree.css_first("del").text().replace("\n", "") == "[taken out: Night calls.]"
    assert page.tree.css_first("ins").text().replace("\n", "") == "[put in: Calls at night.]"
    row = next(one for one in page.tree.css(".form-facts tr") if "Outcome" in one.text())
    assert [one.text() for one in row.css("td")] == ["worked", "mixed"]
    assert "accepted" in decided(moderator, sent.path, do="accept").words
    assert b"Calls at night." in moderator_file(desk)


def moderator_file(desk) -> bytes:
    path = "communities/customer-contact/fewer-repeat-calls.md"
    blob = desk.ledger.files(desk.main(), [path])[path].blob
    return dict(desk.ledger.blobs([blob]))[blob]


@pytest.mark.parametrize(
    ("kind", "to"), [("answer", "who-counts"), ("example", "needless-contact-call"), ("offer", "peer-wanted")]
)
def test_a_reply_says_what_it_replies_to(client, desk, kind, to):
    page = begun(client, responds_to=to, kind=kind)
    assert page.h1 == "Which community is it for?"
    assert page.hidden()["community"]
    more = {"what": {"what": "A visit."}, "story": {"body": "We did this, and it went well for everybody who came."}}
    page = filled(client, page, {**CASE, **more, "until": {}, "status": {}, "councils": {}})
    sent = client.send(client.get("/contribute/check/"), {"do": "send"})
    assert sent.h1 == "Thank you: we have it", sent.errors
    assert desk.queue()[0].files[0].contribution.responds_to == to


def test_what_cannot_be_replied_to_or_changed_is_not_found(client):
    for query in ("about=nothing", "responds_to=nothing&kind=answer", "responds_to=who-counts&kind=news"):
        assert client.get(f"/contribute/?{query}").status == 404
        assert begun_straight(client, query) == 404


def begun_straight(client, query):
    fields = dict(part.split("=") for part in query.split("&"))
    return client.post("/contribute/start/", client.get("/contribute/").hidden() | fields | {"do": "start"}).status


def test_of_two_who_decide_the_second_is_told_and_keeps_what_was_written(client, moderator, desk, clock):
    path = submitted(client)
    page = moderator.get(f"/moderate/s/{reference_of(path)}/")
    change = client.post(f"{path}change/", client.get(path).hidden())
    assert change.h1 == "Check your answers"
    clock.pass_(minutes=1)
    client.send(client.get("/contribute/q/title/"), {"title": "Another title", "do": "save"})
    client.send(client.get("/contribute/check/"), {"do": "send"})
    late = moderator.post(page.path, page.hidden(1) | {"do": "return", "text": "A long question"})
    assert "since you looked at it" in late.errors[0]
    assert "Another title" in late.h1
    assert late.hidden(1)["text"] == "A long question"
    decision.accept(desk, reference_of(path), Decider("contact-facilitator"), clock())
    gone = moderator.post(page.path, late.hidden(1) | {"do": "return"})
    assert gone.status == 404
    assert "A long question" in gone.words


def test_what_is_missing_for_a_decision_is_told_at_its_field(client, moderator):
    path = submitted(client)
    for form, act, field in ((1, "return", "text"), (2, "decline", "reason")):
        page = decided(moderator, path, form, do=act)
        assert page.title.startswith("Error: ")
        assert page.tree.css_first(f"#{field}-error")


def test_declined_is_told_kindly_and_recorded_without_the_text(client, moderator, safe, desk, told):
    path = submitted(client, {**CASE, "email": {"email": "a@example.org"}})
    assert "It is declined." in decided(moderator, path, 2, do="decline", reason="promotion").words
    page = client.get(path)
    assert page.h1 == "We cannot publish it"
    assert "It offers something for sale." in page.words
    assert "no judgement of your work" in page.words
    assert client.get(f"{path}sent/").h1 == page.h1
    assert client.get(f"{path}take-back/").h1 == page.h1
    log = moderator.get("/moderate/log/").words
    assert "promotion" in log
    assert "contact-facilitator" in log
    assert "One question first" not in log
    assert "promotion" not in moderator.get("/moderate/log/?community=peer-challenge").words
    assert told[-1] == ("decline", reference_of(path))


def test_taken_back_by_its_contributor(client, moderator, desk):
    path = submitted(client)
    page = client.get(f"{path}take-back/")
    assert page.h1 == "Do you want to take it back?"
    assert desk.queue()
    assert client.send(page).h1 == "You took it back"
    assert desk.queue() == []
    assert client.get(f"{path}ask-withdrawal/").h1 == "You took it back"
    assert "taken-back" in moderator.get("/moderate/log/").words


def test_what_is_published_is_withdrawn_at_its_contributors_wish(client, moderator, desk):
    path = submitted(client)
    decided(moderator, path, do="accept")
    page = client.get(f"{path}ask-withdrawal/")
    assert page.h1 == "Why should it be withdrawn?"
    assert "Say why" in client.send(page).errors[0]
    assert "200 characters" in client.send(page, {"reason": "x" * 201}).errors[0]
    sent = client.send(page, {"reason": 'The figures: "wrong"\nid: x'})
    assert sent.h1 == "Thank you: we have it"
    decided(moderator, sent.path, do="accept")
    page = client.get(path)
    assert "It has been withdrawn." in page.words
    assert client.get(f"{path}ask-withdrawal/").h1 == "It is published"


def test_a_facilitator_withdraws(moderator, desk):
    page = moderator.get("/moderate/withdraw/")
    assert len(moderator.send(page).errors) == 2
    assert "There is no contribution" in moderator.send(page, {"id": "nothing", "reason": "x"}).errors[0]
    kept = moderator.send(page, {"id": "challenge-begins", "reason": "It was wrong"})
    assert "may not withdraw" in kept.errors[0]
    assert kept.hidden()["reason"] == "It was wrong"
    assert "It is withdrawn" in moderator.send(page, {"id": "we-count", "reason": "It was wrong"}).words
    assert b"withdrawn:" in desk.ledger._out("show", "main:communities/customer-contact/we-count.md")


def test_texts_are_compared_by_words():
    assert compared("One two three.\nFour.", "One two three.\nFour.") == []
    found = [(one.change, one.text) for one in compared("One two three.\nFour.", "One 2 three.\nFour.\nFive.")]
    assert found == [
        ("same", "One "),
        ("taken", "two "),
        ("put", "2 "),
        ("same", "three.\nFour.\n"),
        ("put", "Five.\n"),
    ]
    long = "word " * 500
    passages = compared(f"{long}\nend", f"{long}\nother")
    assert "[…]" in passages[0].text


def test_it_is_deployed_alone(commons):
    app = create({"COMMONS_ROOT": str(commons), "COMMONS_INSECURE": "1"})
    assert Client(app).get("/contribute/").h1 == "Share what you have learnt"
    assert Client(app).get("/contribute").h1 == "Share what you have learnt"
    for wrong in ({}, {"COMMONS_ROOT": str(commons), "COMMONS_TRUSTED_PROXIES": "-1"}):
        with pytest.raises(Failure):
            create(wrong)
