"""What stands before every page: headers, tokens, limits on size, time and number, and pages for errors."""

from __future__ import annotations

import re

import pytest

from editor.asgi_client import Client
from editor.conftest import begun, submitted
from practice_commons.editor import beginning, guard, room, sending
from practice_commons.editor.application import application

FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_headers_let_nothing_in_from_elsewhere(client):
    for path, status in (("/contribute/", 200), ("/contribute/nothing", 404), ("/moderate/", 403)):
        answer = client.get(path)
        assert answer.status == status
        policy = answer.header("content-security-policy")
        nonce = re.search(r"script-src 'nonce-([\w-]{20,})'", policy)[1]
        assert set(re.findall(r'<script nonce="([^"]*)"', answer.text)) == {nonce}
        assert answer.text.count("<script") == 1
        assert " style=" not in answer.text
        for said in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
            assert said in policy
        assert "unsafe" not in policy
        assert answer.header("x-content-type-options") == "nosniff"
        assert answer.header("referrer-policy") == "no-referrer"
        assert answer.header("cache-control") == "no-store"
    assert client.get("/contribute/").header("content-security-policy") != policy


def test_the_cookie_is_for_us_alone(client, desk, safe, clock):
    said = client.get("/contribute/").header("set-cookie").lower()
    assert "httponly" in said
    assert "samesite=lax" in said
    assert "secure" not in said
    secure = Client(application(desk, safe, clock, secure=True)).get("/contribute/")
    assert "secure" in secure.header("set-cookie").lower()
    assert "max-age" in secure.header("strict-transport-security")


def test_a_form_without_our_token_is_refused(client, app):
    page = begun(client)
    for token in ("", "0" * 32, client.cookies["commons-form"]):
        answer = client.post(page.path, {"token": token, "do": "save", "kind": "news"})
        assert (answer.status, answer.h1) == (403, "Sorry, this page has expired")
    other = Client(app, "192.0.2.2")
    theirs = other.get("/contribute/").hidden()
    assert client.post(page.path, {**theirs, "kind": "news"}).status == 403, "somebody else's token"
    assert client.send(page, {"kind": "news"}).status == 200


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}],
)
def test_a_form_sent_from_elsewhere_is_refused(client, headers):
    page = begun(client)
    assert client.send(page, {"kind": "news"}, headers=headers).status == 403


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin", "origin": "null"}, {"origin": "http://commons.example"}]
)
def test_a_form_of_ours_is_taken(client, headers):
    page = begun(client)
    assert "Which community" in client.send(page, {"kind": "news"}, headers=headers).h1


def test_a_program_that_fills_in_everything_is_refused(client):
    page = begun(client)
    assert client.send(page, {"kind": "news", "website": "https://spam.example"}).status == 400


def test_too_large_a_body_is_refused_while_it_arrives(client):
    page = begun(client)
    answer = client.ask("POST", page.path, body=[b"a" * 100_000] * 50, headers=FORM)
    assert (answer.status, answer.h1) == (413, "Sorry, that is too long")
    assert client.taken <= 1_100_000
    answer = client.ask("POST", page.path, body=b"", headers=FORM | {"content-length": "99999999"})
    assert answer.status == 413


def test_too_slow_a_body_is_refused(client, monkeypatch):
    monkeypatch.setattr(guard, "SLOW", 0.05)
    page = begun(client)
    answer = client.ask("POST", page.path, body=[b"a"] * 20, headers=FORM, delay=0.02)
    assert (answer.status, answer.h1) == (408, "Sorry, that took too long")


@pytest.mark.parametrize("body", [b"%ff=%fe", b"\xff\xfe", b"&".join(b"a=b" for _ in range(5000))])
def test_a_body_that_is_no_form_is_refused(client, body):
    page = begun(client)
    assert client.ask("POST", page.path, body=body, headers=FORM).status == 400
    multipart = {"content-type": "multipart/form-data; boundary=x"}
    assert client.ask("POST", page.path, body=b"--x--", headers=multipart).status == 415


def test_methods_that_do_not_fit_are_told_so(client):
    assert client.ask("HEAD", "/contribute/").status == 200
    for method, path in (("PUT", "/contribute/"), ("DELETE", "/moderate/"), ("GET", "/contribute/start/")):
        answer = client.ask(method, path)
        assert (answer.status, answer.h1) == (405, "Sorry, that does not work here")
        assert answer.header("allow")


def test_a_bug_is_a_page_of_ours_and_never_a_traceback(client, monkeypatch, caplog):
    monkeypatch.setattr(beginning, "_begun", lambda _: 1 / 0)
    begun(client)
    answer = client.get("/contribute/")
    assert (answer.status, answer.h1) == (500, "Sorry, something went wrong")
    assert "ZeroDivision" not in answer.text
    assert "ZeroDivision" in caplog.text
    assert answer.header("content-security-policy")


def test_a_flood_from_one_address_never_blocks_another(app, clock, monkeypatch):
    monkeypatch.setattr(guard, "POSTS", 5)
    flood, other = Client(app, "192.0.2.9"), Client(app, "192.0.2.10")
    answers = [begun(flood) for _ in range(7)]
    assert [one.status for one in answers] == [200] * 5 + [429] * 2
    assert answers[-1].h1 == "Sorry, there is too much at once"
    assert begun(other).status == 200
    clock.pass_(minutes=11)
    assert begun(flood).status == 200


def test_starts_checks_and_sendings_are_counted_each(client, monkeypatch):
    monkeypatch.setattr(sending, "SENT", 1)
    submitted(client)
    with pytest.raises(AssertionError, match="too much at once"):
        submitted(client)
    monkeypatch.setattr(beginning, "STARTS", 2)
    assert begun(client).status == 429


def test_only_our_own_proxies_are_believed(desk, safe, clock, monkeypatch):
    monkeypatch.setattr(guard, "POSTS", 1)
    plain = Client(application(desk, safe, clock), "192.0.2.20")
    assert [started(plain, f"198.51.100.{one}") for one in (1, 2)] == [303, 429], "what it says is not believed"
    behind = Client(application(desk, safe, clock, trusted_proxies=1), "192.0.2.21")
    assert [started(behind, f"203.0.113.9, 198.51.100.{one}") for one in (1, 2, 2)] == [303, 303, 429]


def test_a_network_of_new_addresses_is_one_address(app, monkeypatch):
    monkeypatch.setattr(guard, "POSTS", 1)
    codes = [started(Client(app, one), "") for one in ("2001:db8::1", "2001:db8::2:2", "2001:db8:0:1::1")]
    assert codes == [303, 429, 303]


def started(client, forwarded):
    fields = client.get("/contribute/").hidden() | {"do": "start"}
    return client.post("/contribute/start/", fields, headers={"x-forwarded-for": forwarded}, follow=False).status


def test_a_full_queue_is_told_kindly(client, desk, safe, clock, monkeypatch):
    submitted(client)
    monkeypatch.setattr(room.Room, "full", lambda self: len(self.desk.forge.waiting()) >= 1)
    fields = client.get("/contribute/").hidden()
    clock.pass_(minutes=1)
    page = client.get("/contribute/")
    assert "more today" in page.words
    assert not page.tree.css("form")
    refused = client.post("/contribute/start/", fields)
    assert (refused.status, refused.h1) == (503, "Sorry, we have more than we can read")


def test_no_redirect_leads_away(client):
    for path in ("/contribute//evil.example/", "/contribute/q/..%2f..%2fevil/", "/contribute/?next=//evil.example"):
        answer = client.ask("GET", path, follow=False)
        location = answer.header("location")
        assert not location or location.startswith(("/contribute/", "http://commons.example/")), (path, location)
