"""The pages of the form: every kind's, every mistake, the ways to add and remove, and nothing typed ever lost."""

from __future__ import annotations

import pytest

from editor.asgi_client import Client
from editor.conftest import CASE, begun, filled
from practice_commons.editor.application import application
from practice_commons.editor.questions import questions_of
from practice_commons.editor.sheet import Sheet
from practice_commons.model.contribution import Contribution
from practice_commons.model.kinds import KINDS
from practice_commons.model.terms import Kind

COMMON = {
    slug: CASE[slug] for slug in ("community", "title", "summary", "date", "author", "consent", "licence", "email")
}
DAY = {"{}-day": "1", "{}-month": "5", "{}-year": "2026"}


def day(name, **more):
    return {key.format(name): value for key, value in DAY.items()} | more


OWN = {
    "case-study": {"story": CASE["story"]},
    "example": {"responds-to": {"responds_to": "https://commons.example/c/needless-contact-call/"}},
    "question": {"wanted-by": day("wanted_by")},
    "answer": {"responds-to": {"responds_to": "who-counts"}},
    "resource": {
        "format": {"format": "toolkit"},
        "publisher": {"publisher": "LGA"},
        "link": {"link": "https://a.example/"},
    },
    "guidance": {"publisher": {"publisher": "LGA"}, "applies-to": {"applies_to": "Any council"}},
    "event": {
        "starts": day("starts", **{"starts-time": "9:30"}),
        "place": {"place": "York"},
        "online": {"online": "yes"},
        "sessions": {
            "sessions-1-title": "One",
            "sessions-1-speakers": "A. Person\r\nB. Person",
            **day("sessions-1-starts"),
        },
    },
    "offer": {"what": {"what": "A visit."}, "until": {}, "status": {"status": "open"}},
    "request": {"what": {"what": "A visit."}},
    "call": {
        "question": {"question": "What works?"},
        "priority": {"priority": "avoidable-contact"},
        "asked-regions": {"asked_regions": "South East"},
        "asked-types": {"asked_types": "metropolitan-district"},
        "asked-councils": {"asked_councils": "Fife\r\nE10000016"},
    },
    "challenge": {
        "host": {"host": "York"},
        "team": {
            "team-1-role": "officer",
            "team-2-role": "councillor",
            "team-2-council": "Kent",
            "team-2-name": "C. Ouncillor",
        },
        "recommendations": {"recommendations-1": "Listen.\r\nAnd act.", "recommendations-2": "Ask."},
    },
    "module": {
        "minutes": {"minutes": "20"},
        "lessons": {"lessons": "Ask\r\nListen"},
        "quiz": {"quiz-1-question": "Which?", "quiz-1-options": "This\nThat", "quiz-1-answer": "2"},
    },
    "news": {"link": {"link": "https://a.example/"}},
}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_filled_in_and_sent(client, kind, desk):
    body = {"story": {"body": "We counted every call for a week. It showed us what people wanted."}}
    answers = {"kind": {"kind": kind.value}, **COMMON, **body, **OWN[kind.value]}
    page = begun(client)
    for _ in range(40):
        if "/q/" not in page.path:
            break
        slug = page.path.split("/q/")[1].strip("/")
        assert "–" in page.title
        page = client.send(page, {"do": "save"} | answers.get(slug, {}))
        assert not page.errors, (slug, page.errors)
    assert page.h1 == "Check your answers"
    assert page.errors == []
    sent = client.send(page, {"do": "send"})
    assert sent.h1 == "Thank you: we have it", sent.errors
    (proposal,) = desk.queue()
    made = proposal.files[0].contribution
    assert made.kind is kind
    if kind is Kind.CHALLENGE:
        assert [(one.role.value, one.council) for one in made.team] == [("officer", None), ("councillor", "kent")]
        assert made.recommendations == ("Listen.\nAnd act.", "Ask.")
    if kind is Kind.CALL:
        assert [one.value for one in made.asked_types] == ["metropolitan-district"]
        assert (made.asked_regions, made.asked_councils) == (("South East",), ("Fife", "E10000016"))
    if kind is Kind.EVENT:
        assert made.starts.isoformat() == "2026-05-01T09:30:00"
        assert made.sessions[0].speakers == ("A. Person", "B. Person")


def test_every_key_that_people_write_has_a_page():
    left = {"id", "kind", "superseded_by", "withdrawn", "date_known_to", "review_by"}
    for kind, model in KINDS.items():
        sheet = Sheet({"kind": kind.value, "priorities": ["avoidable-contact"]})
        asked = {key.name for page in questions_of(sheet) for key in page.keys}
        assert set(model.model_fields) - left - asked <= {"responds_to", "origin", "adapted_from", "adapted_through"}, (
            kind
        )
    assert left <= set(Contribution.model_fields)


MISTAKES = [
    ("kind", {}, "Choose what you would like to share", "kind"),
    ("kind", {"kind": "poem"}, "Choose one of these", "kind"),
    ("community", {"community": "peer"}, "Choose one of these", "community"),
    ("title", {"title": "  "}, "Enter a title", "title"),
    ("title", {"title": "x" * 201}, "200 characters or fewer", "title"),
    ("title", {"title": "a\u202eb"}, "changes the order", "title"),
    ("summary", {"summary": "x" * 2001}, "2,000 characters", "summary"),
    ("date", {}, "Enter the date", "date-day"),
    ("date", {"date-day": "1", "date-year": "2026"}, "include a month", "date-month"),
    ("date", {"date-day": "31", "date-month": "2", "date-year": "2026"}, "day in the calendar", "date-day"),
    ("date", {"date-day": "1", "date-month": "May", "date-year": "2026"}, "month must be a number", "date-month"),
    ("date", {"date-day": "1", "date-month": "5", "date-year": "26"}, "4 digits", "date-year"),
    ("story", {"body": "## Context\n\n## Lessons"}, "Write the story", "body"),
    ("story", {"body": "x" * 300_001}, "300,000 characters", "body"),
    ("author", {"author-name": "A"}, "Choose a capacity", "author-role"),
    (
        "author",
        {"author-name": "A", "author-role": "officer", "author-council": "Atlantis"},
        "no council",
        "author-council",
    ),
    ("consent", {}, "Choose how we may use it", "consent"),
    ("licence", {}, "Tick the box", "licence"),
    ("email", {"email": "me at home"}, "Enter an e-mail address", "email"),
    ("councils", {"find": "Atlantis"}, "No council in the register", "find"),
    ("measures", {"measures-1-name": "Calls", "measures-1-before": "4,1"}, "must be a number", "measures-1-before"),
    ("measures", {"measures-1-before": "41"}, "Enter a name", "measures-1-name"),
    ("asks", {"asks-1-ask": "Money"}, "Enter who could give it", "asks-1-of"),
    (
        "source",
        {"source-title": "A", "source-year": "2008", "source-link": "x y"},
        "begin with https://",
        "source-link",
    ),
]


@pytest.fixture
def whole(client):
    filled(client, begun(client))
    return client


@pytest.mark.parametrize(("slug", "typed", "message", "field"), MISTAKES)
def test_a_mistake_is_told_at_the_top_and_at_its_field_and_nothing_is_lost(whole, slug, typed, message, field):
    page = whole.get(f"/contribute/q/{slug}/")
    names = {name: "" for name in page.hidden() if name != "token"}
    answer = whole.send(page, names | typed | {"do": "save"})
    assert any(message in one for one in answer.errors), answer.errors
    assert answer.title.startswith("Error: ")
    links = {one.attributes["href"] for one in answer.tree.css(".govuk-error-summary a")}
    assert f"#{field}" in links
    assert answer.tree.css_first(f"[id='{field}']")
    told = answer.tree.css_first(".govuk-error-message")
    assert told is not None
    identity = told.attributes["id"]
    assert answer.tree.css(f"[aria-describedby~='{identity}']")
    again = whole.get(f"/contribute/q/{slug}/")
    kept = again.hidden()
    for name, value in typed.items():
        if name not in {"kind", "community", "find"}:
            assert kept[name] == value.replace("\r\n", "\n").strip() or kept[name] == value
    if slug != "councils":
        assert any(
            "Finish this page" in one or "agree" in one.lower() for one in whole.get("/contribute/check/").errors
        )


def test_parts_are_added_and_removed_and_stay(whole):
    page = whole.get("/contribute/q/measures/")
    page = whole.send(page, {"measures-1-name": "Calls", "measures-1-unit": "a day", "do": "add"})
    assert len(page.tree.css("fieldset.form-one")) == 2
    page = whole.send(page, {"measures-2-name": "Letters", "measures-2-unit": "a day", "do": "add"})
    page = whole.send(page, {"do": "remove-1"})
    assert [page.hidden()[f"measures-{number}-name"] for number in (2, 3)] == ["Letters", ""]
    whole.send(page, {"do": "save"})
    assert "Name: Letters" in whole.get("/contribute/check/").words
    assert "Calls" not in whole.get("/contribute/check/").words


def test_councils_are_found_chosen_and_removed_without_javascript(whole, desk):
    page = whole.get("/contribute/q/councils/")
    assert page.tree.css("datalist option")
    page = whole.send(page, {"find": "kent", "do": "find"})
    assert "Kent Remove" in page.words
    page = whole.send(page, {"find": "o", "do": "find"})
    matches = [one.attributes["value"] for one in page.tree.css("[name=match]")]
    assert len(matches) > 1
    page = whole.send(page, {"find": "", "match": matches[:2], "do": "choose"})
    assert len(page.tree.css(".form-chosen li")) == 3
    page = whole.send(page, {"do": "remove-1"})
    assert "Kent Remove" not in page.words
    done = whole.send(page, {"do": "save"})
    assert "/q/tags/" in done.path


def test_a_stance_is_asked_only_of_chosen_priorities(whole):
    assert "stance" not in whole.get("/contribute/check/").text
    page = whole.get("/contribute/q/priorities/")
    page = whole.send(page, {"priorities": "avoidable-contact", "do": "save"})
    assert "/q/stance/" in page.path
    page = whole.send(page, {"stance-avoidable-contact": "supports", "do": "save"})
    assert "supports" in whole.get("/contribute/check/").words
    page = whole.get("/contribute/q/priorities/?from=check")
    fields = page.hidden() | {"do": "save"}
    fields.pop("priorities")
    assert "supports" not in whole.post(page.path, fields).words


def test_the_preview_is_made_by_the_sites_own_renderer(whole):
    page = whole.get("/contribute/q/story/")
    page = whole.send(
        page,
        {"body": "## A heading\n\n<script>x</script>\n\n**bold** [c](/c/we-count/) [d](other.md)", "do": "preview"},
    )
    shown = page.tree.css_first(".form-rendered")
    assert shown.css_first("h2").text() == "A heading"
    assert shown.css_first("strong").text() == "bold"
    assert shown.css_first("a").attributes["href"] == "/site/c/we-count/"
    assert "<script>" not in shown.html
    assert "**bold**" in page.hidden()["body"]


def test_a_draft_survives_a_restarted_server_and_a_lost_cookie(whole, desk, safe, clock):
    restarted = Client(application(desk, safe, clock), "192.0.2.5")
    restarted.cookies = dict(whole.cookies)
    assert "One question first" in restarted.get("/contribute/check/").words
    later = restarted.get("/contribute/later/")
    link = later.tree.css_first(".form-address a").attributes["href"]
    other = Client(application(desk, safe, clock), "192.0.2.6")
    page = other.get(link)
    assert "One question first" in page.h1
    assert other.get("/contribute/check/").h1 == "Share what you have learnt", "looking at a link takes nothing over"
    assert other.send(page).h1 == "Check your answers"
    clock.pass_(days=31)
    assert other.get(link).status == 404


def test_what_is_begun_can_be_gone_on_with_or_deleted(whole):
    page = whole.get("/contribute/")
    assert "You have begun “One question first” in this browser." in page.words
    assert whole.post("/contribute/start/", page.hidden() | {"do": "anew"}).h1 == "What would you like to share?"
    assert "One question first" not in whole.get("/contribute/check/").text


def test_without_a_draft_every_page_leads_to_the_start(client):
    for path in ("q/title/", "check/", "later/", "q/nothing/"):
        assert client.get(f"/contribute/{path}").h1 == "Share what you have learnt"
    begun(client)
    for path in ("q/title/", "check/", "q/nothing/"):
        assert client.get(f"/contribute/{path}").h1 == "What would you like to share?"


def test_what_the_rules_say_leads_to_the_page_of_the_field(client, desk):
    wrong = {**CASE, "story": {"body": "See [this](javascript:alert(1)).\n\n<script>x</script>"}}
    filled(client, begun(client), wrong)
    page = client.send(client.get("/contribute/check/"), {"do": "send"})
    assert page.title.startswith("Error: ")
    links = {one.attributes.get("href") for one in page.tree.css(".govuk-error-summary a")}
    assert "/contribute/q/story/?from=check" in links
    assert desk.queue() == []


def test_an_address_is_kept_in_the_safe_and_never_in_git(client, safe, desk, commons, git):
    filled(client, begun(client), {**CASE, "email": {"email": "somebody@example.org"}})
    sent = client.send(client.get("/contribute/check/"), {"do": "send"})
    reference = sent.path.split("/")[3]
    assert safe.address(reference) == "somebody@example.org"
    assert "We will write to you" in sent.words
    everything = git(commons, "log", "--all", "--patch")
    assert "somebody@" not in everything
    assert b"somebody@" not in (commons / ".commons-private/safe.sqlite").read_bytes()


def test_the_catalogue_is_not_opened_for_a_page_of_questions(whole, desk, monkeypatch):
    monkeypatch.setattr(desk, "catalogue", None)
    for path in ("", "q/title/", "q/tags/", "q/councils/", "q/author/", "later/", "privacy/"):
        assert whole.get(f"/contribute/{path}").status == 200


def test_lists_are_read_again_when_they_change(client, commons, git):
    begun(client)
    file = commons / "communities/peer-challenge/community.yml"
    file.write_text(file.read_text("utf-8").replace("Peer challenge", "Peers <b>who</b> ask"), "utf-8")
    git(commons, "commit", "--quiet", "--all", "--message", "Renamed")
    client.send(client.get("/contribute/q/kind/"), {"kind": "news"})
    page = client.get("/contribute/q/community/")
    assert "Peers <b>who</b> ask" in page.words
    assert "<b>" not in page.text


def test_another_kind_asks_its_own_questions_and_keeps_what_was_answered(whole):
    whole.send(whole.get("/contribute/q/kind/"), {"kind": "offer"})
    page = whole.get("/contribute/check/")
    assert "One question first" in page.words
    assert "What exactly?" in page.words
    page = whole.send(page, {"do": "send"})
    assert any("'what'" in one for one in page.errors), page.errors
    assert whole.get("/contribute/q/what/?from=check").h1.startswith("What exactly?")
