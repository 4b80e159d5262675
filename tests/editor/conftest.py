"""A commons with facilitators, its desk and safe, and browsers that go to its form."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from editor.asgi_client import Answer, Client
from practice_commons.editor.application import application
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.safe import Safe

STORY = """## Context

People rang twice.

## What we did

We asked one question.

## What changed

Fewer people rang.

## What did not work

Night calls.

## Lessons

Ask.
"""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += dt.timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the commons of these tests is made once."""
    return tmp_path_factory.mktemp("prepared") / "commons"


@pytest.fixture
def commons(prepared: Path, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A commons in which both communities have a facilitator: a fresh copy, with its catalogue up to date."""
    if not prepared.exists():
        made = with_facilitators(request.getfixturevalue("git_commons"), request.getfixturevalue("git"))
        desk = Desk.local(made, made / ".commons", lambda _: None)
        with desk.catalogue(desk.main()):
            pass
        shutil.copytree(made, prepared, symlinks=True)
    return Path(shutil.copytree(prepared, tmp_path / "copy", symlinks=True))


def with_facilitators(git_commons: Path, git: Callable[..., str]) -> Path:
    for name, role, who in (
        ("customer-contact", "contact-facilitator", "Example Facilitator"),
        ("peer-challenge", "peer-facilitator", "Other Facilitator"),
    ):
        file = git_commons / "communities" / name / "community.yml"
        text = file.read_text("utf-8")
        if role not in text:
            text = text.replace("facilitators: []", f"facilitators:\n  - id: {role}\n    name: {who}")
        file.write_text(text, "utf-8")
    git(git_commons, "commit", "--quiet", "--all", "--message", "Facilitators")
    return git_commons


@pytest.fixture
def desk(commons: Path) -> Desk:
    return Desk.local(commons, commons / ".commons", lambda _: None)


@pytest.fixture
def safe(commons: Path) -> Safe:
    return Safe.of(commons, {})


@pytest.fixture
def told() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def app(desk, safe, clock, told):
    return application(desk, safe, clock, site="/site/", notices=lambda *event: told.append(event))


@pytest.fixture
def client(app) -> Client:
    return Client(app)


@pytest.fixture
def moderator(app, safe, clock) -> Client:
    """The facilitator of customer contact, signed in."""
    return signed_in(app, safe, clock, "contact-facilitator", "192.0.2.100")


def signed_in(app, safe, clock, role, address="192.0.2.100") -> Client:
    client = Client(app, address)
    page = client.get(f"/moderate/sign-in/{safe.ticket(role, clock())}")
    assert client.send(page).h1 == "Waiting to be decided on"
    return client


CASE = {
    "kind": {"kind": "case-study"},
    "community": {"community": "customer-contact"},
    "title": {"title": "One question first"},
    "summary": {"summary": "We asked every caller one question."},
    "date": {"date-day": "27", "date-month": "3", "date-year": "2026", "date_known_to": "day"},
    "story": {"body": STORY},
    "author": {"author-name": "A. Officer", "author-role": "officer", "author-council": "Kent"},
    "consent": {"consent": "named"},
    "licence": {"licence": "yes"},
    "email": {"email": ""},
}


def begun(client: Client, **query: str) -> Answer:
    """Press the start button."""
    words = "&".join(f"{name}={value}" for name, value in query.items())
    page = client.get(f"/contribute/?{words}")
    return client.post("/contribute/start/", page.hidden() | {"do": "start"})


def filled(client: Client, page: Answer, answers=CASE) -> Answer:
    """Answer page after page, in the order in which they come, until one has no answer here."""
    while "/q/" in page.path and (slug := page.path.split("/q/")[1].strip("/")) in answers:
        page = client.send(page, {"do": "save"} | answers[slug])
        assert not page.errors, (slug, page.errors)
    return page


def submitted(client: Client, answers=CASE) -> str:
    """Send a case study; return the path of its private page."""
    filled(client, begun(client), answers)
    page = client.get("/contribute/check/")
    sent = client.send(page, {"do": "send"})
    assert sent.h1 == "Thank you: we have it", sent.words
    return sent.path.removesuffix("sent/")
