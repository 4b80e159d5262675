"""Signing in with an account, at a real provider: a small one of ours, over HTTP, with keys of its own."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPErrorProcessor, build_opener

import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from editor.asgi_client import Client
from practice_commons.editor.account import CLIENT, ISSUER, ROLES, SECRET, Provider
from practice_commons.editor.application import application
from practice_commons.failure import Failure

ANN = {"sub": "7", "email": "Ann@example.gov.uk", "email_verified": True}


class Place:
    """A provider of accounts that can be told what to say, and to go wrong."""

    def __init__(self) -> None:
        self.key, self.other = RSAKey.generate_key(2048, {"kid": "k"}), RSAKey.generate_key(2048, {"kid": "k"})
        self.said: dict[str, object] = dict(ANN)
        self.wrong = ""
        self.codes: dict[str, str] = {}
        routes = [
            Route("/.well-known/openid-configuration", self.about),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/keys", lambda _: JSONResponse({"keys": [self.key.as_dict(private=False)]})),
        ]
        server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=0, log_level="error"))
        self.server, self.thread = server, threading.Thread(target=server.run, daemon=True)
        self.thread.start()
        while not server.started:
            time.sleep(0.02)
        self.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"

    def about(self, _: Request) -> JSONResponse:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        said = {name: f"{self.address}/{path}" for name, path in names.items()}
        return JSONResponse({"issuer": self.address, **said, "id_token_signing_alg_values_supported": ["RS256"]})

    def authorize(self, request: Request) -> RedirectResponse:
        asked = request.query_params
        assert asked["code_challenge_method"] == "S256"
        self.codes["code"] = asked["nonce"]
        back = {"code": "code", "state": "forged" if self.wrong == "state" else asked["state"]}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}")

    async def token(self, request: Request) -> JSONResponse:
        sent = parse_qs((await request.body()).decode())
        nonce = self.codes.pop(sent["code"][0], None)
        if nonce is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        said = {
            "iss": "https://elsewhere.example" if self.wrong == "issuer" else self.address,
            "aud": "another" if self.wrong == "audience" else "commons",
            "iat": now - (90_000 if self.wrong == "time" else 0),
            "exp": now + (300 if self.wrong != "time" else -86_400),
            "nonce": "another" if self.wrong == "nonce" else nonce,
            **self.said,
        }
        key = self.other if self.wrong == "signature" else self.key
        made = jwt.encode({"alg": "RS256", "kid": "k"}, said, key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": made})


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    made = Place()
    yield made
    made.server.should_exit = True
    made.thread.join(10)


@pytest.fixture
def environment(place: Place, tmp_path: Path) -> dict[str, str]:
    place.said, place.wrong = dict(ANN), ""
    roles = tmp_path / "roles.json"
    roles.write_text(json.dumps({"ann@example.gov.uk": "contact-facilitator", "gone@example.gov.uk": "gone"}), "utf-8")
    return {ISSUER: place.address, CLIENT: "commons", SECRET: "hush", ROLES: str(roles)}


@pytest.fixture
def browser(desk, safe, clock, environment) -> Client:
    return Client(application(desk, safe, clock, account=Provider.of(environment)))


class _Stay(HTTPErrorProcessor):
    """Takes an answer as it is: a redirect is not followed."""

    def http_response(self, _request, response):
        return response


def go(browser: Client):
    """Follow somebody to the provider and back."""
    there = browser.get("/moderate/account/", follow=False)
    assert there.status in {302, 307}, there.text
    with build_opener(_Stay).open(there.header("location")) as answer:
        back = urlsplit(answer.headers["location"])
    return browser.get(f"{back.path}?{back.query}")


def test_an_account_with_a_role_is_signed_in(browser: Client) -> None:
    assert browser.get("/moderate/").h1 != "Waiting to be decided on"
    answer = go(browser)
    assert answer.h1 == "You are signed in"
    assert "contact-facilitator" in answer.words
    assert browser.get("/moderate/").h1 == "Waiting to be decided on"


@pytest.mark.parametrize("wrong", ["state", "issuer", "audience", "time", "nonce", "signature"])
def test_what_is_forged_lets_nobody_in(browser: Client, place: Place, wrong: str) -> None:
    place.wrong = wrong
    answer = go(browser)
    assert (answer.status, answer.h1) == (403, "You are not signed in")
    assert browser.get("/moderate/").h1 != "Waiting to be decided on"


@pytest.mark.parametrize(
    "said",
    [
        {"email": "ann@example.gov.uk", "email_verified": False, "sub": "1"},
        {"email": "ann@example.gov.uk", "email_verified": "true", "sub": "1"},
        {"email": "ann@example.gov.uk", "sub": "1"},
        {"email": "eve@example.gov.uk", "email_verified": True, "sub": "1"},
        {"email": "gone@example.gov.uk", "email_verified": True, "sub": "1"},
        {"sub": "contact-facilitator"},
    ],
)
def test_an_account_without_a_role_is_not_let_in(browser: Client, place: Place, said: dict[str, object]) -> None:
    place.said = said
    assert go(browser).status == 403
    assert browser.get("/moderate/").h1 != "Waiting to be decided on"


def test_an_answer_works_once_and_only_in_the_browser_that_asked(
    browser: Client, desk, safe, clock, environment
) -> None:
    there = browser.get("/moderate/account/", follow=False)
    with build_opener(_Stay).open(there.header("location")) as answer:
        back = urlsplit(answer.headers["location"])
    path = f"{back.path}?{back.query}"
    stranger = Client(application(desk, safe, clock, account=Provider.of(environment)))
    assert stranger.get(path).status == 403
    assert browser.get(path).status == 200
    assert browser.get(path).status == 403


def test_a_provider_that_is_away_is_said(desk, safe, clock, environment) -> None:
    away = Provider.of({**environment, ISSUER: "http://127.0.0.1:9"})
    answer = Client(application(desk, safe, clock, account=away)).get("/moderate/account/")
    assert answer.status == 403
    assert "could not be reached" in answer.words


def test_what_is_set_up_wrongly_is_said(environment: dict[str, str], tmp_path: Path) -> None:
    assert Provider.of({}) is None
    assert "hush" not in repr(Provider.of(environment))
    for name in (CLIENT, SECRET, ROLES):
        with pytest.raises(Failure, match=name):
            Provider.of({**environment, name: ""})
    (tmp_path / "wrong.json").write_text("[", "utf-8")
    with pytest.raises(Failure, match="cannot be read"):
        Provider.of({**environment, ROLES: str(tmp_path / "wrong.json")})


def test_without_a_provider_there_is_no_such_page(desk, safe, clock) -> None:
    assert Client(application(desk, safe, clock)).get("/moderate/account/").status == 404
