"""What somebody who means harm tries: other people's roles, old and guessed links, paths and markup in every field."""

from __future__ import annotations

import re

import pytest

from editor.asgi_client import Client
from editor.conftest import CASE, begun, filled, signed_in, submitted
from practice_commons.editor.session import COOKIE
from practice_commons.moderation.safe import SESSION, TICKET

MARKUP = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b onclick=x>{{ 99991*7 }}{% raw %}</textarea></title>"
)
NASTY = [
    "../../etc/passwd",
    "--upload-pack=touch",
    "-rf",
    "/etc/passwd",
    "..",
    "refs/heads/main",
    "a\x00b",
    "%2e%2e%2f",
    "${x}",
]
MEDDLING = ["accept", "return", "decline"]


def reference_of(path: str) -> str:
    return path.split("/")[3]


def test_nobody_decides_without_a_session(client, app, desk):
    reference = reference_of(submitted(client))
    stranger = Client(app, "192.0.2.66")
    for act in MEDDLING:
        fields = {"do": act, "seen": desk.proposal(reference).waiting.head, "text": "x", "reason": "test"}
        assert stranger.post(f"/moderate/s/{reference}/", fields).status == 403
    stranger.cookies[COOKIE] = "contact-facilitator"
    assert stranger.get("/moderate/").status == 403
    stranger.cookies[COOKIE] = client.cookies["commons-form"]
    assert stranger.get(f"/moderate/s/{reference}/").status == 403
    assert desk.forge.get(reference)


def test_a_ticket_works_once_for_a_while_and_not_by_looking_at_it(app, safe, clock):
    ticket = safe.ticket("contact-facilitator", clock())
    preview, first, second = (Client(app, f"192.0.2.{number}") for number in (71, 72, 73))
    for _ in range(3):
        assert preview.get(f"/moderate/sign-in/{ticket}").h1 == "Sign in to moderate"
    assert first.send(first.get(f"/moderate/sign-in/{ticket}")).h1 == "Waiting to be decided on"
    replayed = second.send(second.get(f"/moderate/sign-in/{ticket}"))
    assert "used already" in replayed.errors[0]
    assert COOKIE not in second.cookies
    old = safe.ticket("contact-facilitator", clock())
    clock.pass_(seconds=TICKET.total_seconds() + 1)
    assert second.send(second.get(f"/moderate/sign-in/{old}")).errors
    assert second.send(second.get("/moderate/sign-in/guessed")).errors
    unknown = safe.ticket("nobody-we-know", clock())
    assert second.send(second.get(f"/moderate/sign-in/{unknown}")).errors, "a role that is not in any file"
    clock.pass_(seconds=SESSION.total_seconds())
    assert first.get("/moderate/").status == 403, "the session is over"


def test_the_session_cookie_goes_nowhere_else(app, safe, clock):
    client = Client(app)
    page = client.get(f"/moderate/sign-in/{safe.ticket('contact-facilitator', clock())}")
    said = client.post(page.path, page.hidden(), follow=False).header("set-cookie").lower()
    for part in ("httponly", "samesite=strict", "path=/moderate/"):
        assert part in said


def test_guessing_tickets_is_counted(app, monkeypatch):
    client = Client(app)
    page = client.get("/moderate/sign-in/guess")
    assert [client.send(page).status for _ in range(21)] == [200] * 20 + [429]


def test_signing_out_ends_the_session(moderator):
    kept = dict(moderator.cookies)
    page = moderator.get("/moderate/")
    form = page.tree.css_first("header form")
    token = form.css_first("[name=token]").attributes["value"]
    assert moderator.post("/moderate/sign-out/", {"token": token}).status == 403
    moderator.cookies = kept
    assert moderator.get("/moderate/").status == 403


def test_a_facilitator_acts_only_in_their_own_community(client, app, safe, clock, desk):
    reference = reference_of(submitted(client))
    other = signed_in(app, safe, clock, "peer-facilitator", "192.0.2.101")
    assert "One question first" not in other.get("/moderate/").words
    page = other.get(f"/moderate/s/{reference}/")
    assert not page.tree.css("main form")
    token = page.tree.css_first("[name=token]").attributes["value"]
    for act in MEDDLING:
        fields = {
            "token": token,
            "do": act,
            "seen": desk.proposal(reference).waiting.head,
            "text": "x",
            "reason": "test",
        }
        assert "may not" in other.post(page.path, fields).errors[0]
    assert desk.forge.get(reference)


def test_nobody_decides_on_their_own(client, moderator, desk):
    own = {**CASE, "author": {"author-name": "example facilitator", "author-role": "officer"}}
    reference = reference_of(submitted(client, own))
    page = moderator.get(f"/moderate/s/{reference}/")
    answer = moderator.post(page.path, page.hidden(0) | {"do": "accept"})
    assert "nobody decides on their own" in answer.errors[0].lower()
    assert desk.forge.get(reference)


def test_nobody_decides_on_what_was_sent_from_their_own_browser(moderator, desk):
    reference = reference_of(submitted(moderator))
    page = moderator.get(f"/moderate/s/{reference}/")
    answer = moderator.post(page.path, page.hidden(0) | {"do": "accept"})
    assert "nobody decides on their own" in answer.errors[0].lower()
    assert desk.forge.get(reference)


def test_a_moderators_form_needs_the_sessions_token(client, moderator, desk):
    reference = reference_of(submitted(client))
    page = moderator.get(f"/moderate/s/{reference}/")
    fields = page.hidden(0) | {"do": "accept"}
    for token in ("", client.get("/contribute/").hidden()["token"], moderator.get("/contribute/").hidden()["token"]):
        assert moderator.post(page.path, fields | {"token": token}).status == 403
    assert moderator.post(page.path, fields, headers={"sec-fetch-site": "cross-site"}).status == 403
    assert desk.forge.get(reference)


def test_a_decision_needs_what_was_looked_at(client, moderator, desk):
    reference = reference_of(submitted(client))
    page = moderator.get(f"/moderate/s/{reference}/")
    assert moderator.post(page.path, page.hidden(0) | {"do": "accept", "seen": ""}).status == 400
    assert moderator.post(page.path, page.hidden(0) | {"do": "publish"}).status == 400
    wrong = moderator.post(page.path, page.hidden(0) | {"do": "accept", "seen": "0" * 40})
    assert "since you looked" in wrong.errors[0]
    assert desk.forge.get(reference)


def test_private_links_are_not_guessed_and_stop_working(client, moderator, safe, clock):
    path = submitted(client)
    reference = reference_of(path)
    for wrong in (
        f"/contribute/s/{reference}/{'0' * 32}/",
        f"/contribute/s/{reference}/{safe.link('s-another')}/",
        f"/contribute/s/s-another/{safe.link('s-another')}/",
        f"/contribute/s/..%2f..%2fmain/{safe.link('../../main')}/",
        f"/contribute/s/--all/{safe.link('--all')}/",
        f"/contribute/s/{reference}/é/",
    ):
        answer = client.get(wrong)
        assert (answer.status, answer.h1) == (404, "Page not found"), wrong
        for act in ("change/", "take-back/"):
            assert client.post(f"{wrong}{act}", {}).status in {403, 404}
    page = moderator.get(f"/moderate/s/{reference}/")
    moderator.post(page.path, page.hidden(2) | {"do": "decline", "reason": "promotion"})
    assert client.get(path).h1 == "We cannot publish it"
    clock.pass_(days=31)
    assert client.get(path).status == 404


def test_a_draft_is_only_its_owners(client, app):
    page = begun(client)
    filled(client, page)
    other = Client(app, "192.0.2.2")
    assert other.get("/contribute/check/").h1 == "Share what you have learnt"
    assert other.get(f"/contribute/d/{'A' * 43}/").status == 404
    assert other.get("/contribute/d/..%2f/").status == 404
    other.cookies["commons-form"] = "../../x"
    assert other.get("/contribute/check/").h1 == "Share what you have learnt"


@pytest.mark.parametrize("text", [MARKUP, *NASTY])
def test_nasty_text_in_every_field_stays_text(client, moderator, desk, text):
    """Whatever is typed is shown as text, kept as text or refused, and never a path, an option or markup."""
    answers = {
        **CASE,
        "title": {"title": text},
        "summary": {"summary": text},
        "story": {"body": f"{CASE['story']['body']}\n\n{text}\n"},
        "author": {"author-name": text, "author-role": "officer", "author-council": ""},
    }
    page = begun(client)
    while "/q/" in page.path and (slug := page.path.split("/q/")[1].strip("/")) in answers:
        again = client.send(page, {"do": "save"} | answers[slug])
        assert again.status == 200
        assert clean(again.text)
        if again.errors:
            assert text == "a\x00b"
            assert "control character" in again.errors[0]
            return
        page = again
    asks = client.get("/contribute/q/asks/")
    client.send(asks, {"do": "save", "asks-1-ask": text, "asks-1-of": text})
    page = client.get("/contribute/check/")
    assert clean(page.text)
    sent = client.send(page, {"do": "send"})
    assert clean(sent.text)
    if sent.h1 != "Thank you: we have it":
        assert sent.errors
        return
    reference = sent.path.split("/")[3]
    (proposal,) = desk.queue()
    assert proposal.outside == ()
    assert re.fullmatch(r"contributions/[a-z0-9-]+\.md", proposal.files[0].path)
    assert proposal.files[0].contribution.title == text
    assert proposal.files[0].contribution.asks[0].of == text
    for path in (f"/moderate/s/{reference}/", "/moderate/", sent.path.removesuffix("sent/")):
        assert clean(moderator.get(path).text), path
    page = moderator.get(f"/moderate/s/{reference}/")
    done = moderator.post(page.path, page.hidden(1) | {"do": "return", "text": text})
    assert clean(done.text)
    assert clean(client.get(sent.path.removesuffix("sent/")).text)
    assert clean(moderator.get(f"/moderate/s/{reference}/").text)


def clean(page: str) -> bool:
    """Nothing of the markup has become markup."""
    return (
        "<script>" not in page
        and "<img" not in page
        and "onclick=x>" not in page.replace("&gt;", "")
        and "699937" not in page
    )


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_in_every_part_of_an_address(client, moderator, text):
    from urllib.parse import quote  # noqa: PLC0415

    said = quote(text, safe="")
    for path in (
        f"/contribute/?about={said}",
        f"/contribute/?responds_to={said}&kind=answer",
        f"/contribute/q/{said}/",
        f"/contribute/d/{said}/",
        f"/contribute/s/{said}/{said}/",
        f"/contribute/assets/{said}",
        f"/moderate/s/{said}/",
        f"/moderate/sign-in/{said}",
        f"/moderate/log/?community={said}&page={said}",
        f"/moderate/withdraw/?id={said}",
        f"/moderate/?done={said}&page={said}",
    ):
        answer = moderator.get(path)
        assert answer.status in {200, 404}, path
        assert "Traceback" not in answer.text
    page = moderator.get("/moderate/withdraw/")
    answer = moderator.post("/moderate/withdraw/", page.hidden() | {"id": text, "reason": "wrong"})
    assert "there is no contribution" in answer.errors[0].lower()


def test_markup_that_came_by_another_door_is_shown_as_text(moderator, desk, clock):
    """A branch can hold anything: it never went through the form, nor through any rule."""
    main = desk.main()
    nasty = {
        "contributions/x.md": f"---\nkind: {MARKUP}\ncommunity: customer-contact\n---\n{MARKUP}\n",
        "contributions/y.md": f"---\ntitle: |\n  {MARKUP}\ncommunity: customer-contact\ntags: [x]\n---\n# {MARKUP}\n",
        "contributions/z.md": MARKUP,
        f"contributions/{MARKUP.replace('/', '')}.md": "---\ncommunity: customer-contact\n---\n",
        "communities/commons.yml": "name: stolen\n",
    }
    changes = {path: desk.ledger.write_blob(text.encode()) for path, text in nasty.items()}
    commit = desk.ledger.write_commit(desk.ledger.write_tree(main, changes), [main], MARKUP, clock())
    desk.forge.open("s-nasty", commit, MARKUP, MARKUP, clock())
    for path in ("/moderate/", "/moderate/s/s-nasty/", "/moderate/log/"):
        answer = moderator.get(path)
        assert answer.status == 200
        assert len(answer.tree.css("script")) == 1
        for one in answer.tree.css("main *"):
            assert not [name for name in one.attributes if name.startswith("on")], path
    page = moderator.get("/moderate/s/s-nasty/")
    assert "cannot be accepted" in page.words
    assert moderator.post(page.path, page.hidden(0) | {"do": "accept"}).errors
    assert desk.main() == main
