"""The form and the facilitators' pages in a real browser: whole journeys, with and without JavaScript, by keyboard."""

from __future__ import annotations

import contextlib
import itertools
import re
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.conftest import abroad
from browser.test_accessibility import TAGS
from editor.conftest import CASE, STORY, Clock
from practice_commons.editor.application import application
from practice_commons.moderation.desk import Desk
from practice_commons.moderation.safe import Safe
from practice_commons.moderation.submission import Contributor, Draft, submit
from practice_commons.moderation.terms import Door

MINUTES = 2


class Service:
    """The application on a port, over a commons of its own."""

    def __init__(self, commons: Path) -> None:
        self.desk = Desk.local(commons, commons / ".commons", lambda _: None)
        self.safe, self.clock = Safe.of(commons, {}), Clock()
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = application(self.desk, self.safe, self.clock)
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        self.thread = threading.Thread(target=self.server.run, args=([listening],), daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)

    def sign_in(self, page, role: str = "contact-facilitator") -> None:
        page.goto(f"{self.address}/moderate/sign-in/{self.safe.ticket(role, self.clock())}")
        act(page, "Sign in")


@pytest.fixture
def service(git_commons: Path):
    found = Service(git_commons)
    yield found
    found.stop()


@contextlib.contextmanager
def visit(browser, **options):
    """A browser of somebody's own, in which nothing may go wrong, nothing be blocked, and nothing asked elsewhere."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    page = context.new_page()
    page.set_default_timeout(15_000)
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: trouble.append(f"asked: {request.url}") if abroad(request.url) else None)
    yield page
    context.close()
    assert trouble == []


def act(page, name, role="button"):
    """Press a button or follow a link, and wait for the page that comes."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=name == "Accept").last.click()


def onward(page):
    act(page, "Save and continue")


def fill_in(page, service):
    """Answer what is needed, as a person would."""
    page.goto(f"{service.address}/contribute/")
    act(page, "Start now")
    page.get_by_role("radio", name="Case study").check()
    onward(page)
    page.get_by_role("radio", name="Customer contact").check()
    onward(page)
    page.get_by_label("What is its title?").fill("One question first")
    onward(page)
    page.get_by_label("What is it about, in one or two sentences?").fill(CASE["summary"]["summary"])
    onward(page)
    for name, value in (("Day", "27"), ("Month", "3"), ("Year", "2026")):
        page.get_by_label(name, exact=True).fill(value)
    onward(page)
    page.get_by_label("Tell the story").fill(STORY)
    act(page, "Preview")
    expect(page.locator("#preview").get_by_role("heading", name="Lessons")).to_be_visible()
    onward(page)
    page.get_by_label("Name", exact=True).fill("A. Officer")
    page.get_by_role("radio", name="Officer").check()
    page.get_by_label("Council (optional)").fill("Kent")
    onward(page)
    page.get_by_role("radio", name="Yes, with my name").check()
    onward(page)
    page.get_by_role("checkbox", name="I agree").check()
    onward(page)
    act(page, "Skip to check your answers", "link")


def journey(browser, service, **options):
    """Submitted, returned, revised from the private link, accepted, and read."""
    with visit(browser, **options) as page, visit(browser, **options) as desk:
        fill_in(page, service)
        act(page, "Accept and send")
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: we have it")
        private = page.locator(".form-address a").get_attribute("href")
        service.sign_in(desk)
        act(desk, "One question first", "link")
        desk.get_by_label("What would you like to ask?").fill("How many hours did it take?")
        act(desk, "Send it back")
        expect(desk.get_by_text("It is back with its contributor.")).to_be_visible()
        page.goto(f"{service.address}{private}")
        expect(page.get_by_text("How many hours did it take?")).to_be_visible()
        act(page, "Change what you sent")
        act(page, "Change answer to: Tell the story", "link")
        page.get_by_label("Tell the story").fill(STORY.replace("Ask.", "Ask. It took nine hours."))
        onward(page)
        act(page, "Accept and send")
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: we have it")
        act(desk, "One question first", "link")
        expect(desk.locator(".form-rendered").get_by_text("It took nine hours.")).to_be_visible()
        act(desk, "Accept")
        expect(desk.get_by_text("It is accepted and published.")).to_be_visible()
        page.goto(f"{service.address}{private}")
        expect(page.get_by_role("heading", level=1)).to_have_text("It is published")
        assert page.get_by_role("link", name="Read it on the site").get_attribute("href") == "/c/one-question-first/"
    root = service.desk.ledger.root
    path = "main:communities/customer-contact/one-question-first.md"
    kept = subprocess.run(["git", "show", path], cwd=root, capture_output=True, check=True).stdout.decode()
    assert "It took nine hours." in kept


def test_a_person_without_an_account_submits_is_asked_revises_and_is_published(browser, service):
    began = time.monotonic()
    journey(browser, service)
    assert time.monotonic() - began < MINUTES * 60


def test_the_same_without_javascript(browser, service):
    journey(browser, service, java_script_enabled=False)


def test_the_same_by_keyboard_alone(browser, service):
    with visit(browser) as page, visit(browser) as desk:
        page.goto(f"{service.address}/contribute/")
        press(page, "Start now")
        choose(page, "case-study")
        choose(page, "customer-contact")
        write(page, "One question first")
        write(page, "We asked every caller one question.")
        write(page, "27", "3", "2026")
        write(page, STORY)
        reach(page, "author-name")
        page.keyboard.type("A. Officer")
        reach(page, "author-role")
        page.keyboard.press("Space")
        press(page, "Save and continue")
        choose(page, "named")
        reach(page, "licence")
        page.keyboard.press("Space")
        press(page, "Save and continue")
        press(page, "Skip to check your answers")
        press(page, "Accept and send")
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: we have it")
        private = page.locator(".form-address a").get_attribute("href")
        desk.goto(f"{service.address}/moderate/sign-in/{service.safe.ticket('contact-facilitator', service.clock())}")
        press(desk, "Sign in")
        press(desk, "One question first")
        reach(desk, "text")
        desk.keyboard.type("Which hours?")
        press(desk, "Send it back with this question")
        page.goto(f"{service.address}{private}")
        press(page, "Change what you sent")
        press(page, re.compile("Change answer to: What is its title"))
        reach(page, "title")
        page.keyboard.press("End")
        page.keyboard.type(", by day")
        press(page, "Save and continue")
        press(page, "Accept and send")
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: we have it")
        desk.goto(f"{service.address}/moderate/")
        press(desk, "One question first, by day")
        press(desk, "Accept")
        page.goto(f"{service.address}{private}")
        expect(page.get_by_role("heading", level=1)).to_have_text("It is published")


FOCUSED = """() => { const e = document.activeElement; const s = getComputedStyle(e);
  return {id: e.id, tag: e.tagName, said: (e.textContent || '').replace(/\\s+/g, ' ').trim(), value: e.value || '',
  outline: s.outlineStyle, seen: e.getBoundingClientRect().width > 2} }"""


def walk(page, wanted):
    """Press Tab until something has the focus; whatever has it on the way can be seen to have it."""
    page.wait_for_load_state()
    page.evaluate("document.activeElement && document.activeElement.blur()")
    for _ in range(150):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found["tag"] != "BODY":
            assert found["outline"] != "none", found
        if wanted(found):
            assert found["seen"], found
            return
    raise AssertionError(f"not reached on {page.url}")


def reach(page, name):
    walk(page, lambda one: one["id"] == name)


def press(page, name):
    same = name.search if isinstance(name, re.Pattern) else lambda said: said == name
    walk(page, lambda one: one["tag"] in {"A", "BUTTON"} and bool(same(one["said"])))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page, value):
    """Choose a radio button: Tab to the first, arrows to the one."""
    walk(page, lambda one: one["tag"] == "INPUT")
    page.keyboard.press("Space")
    for _ in range(20):
        if page.evaluate(FOCUSED)["value"] == value:
            break
        page.keyboard.press("ArrowDown")
    press(page, "Save and continue")


def write(page, *values):
    for number, value in enumerate(values):
        if number:
            page.keyboard.press("Tab")
        else:
            walk(page, lambda one: one["tag"] in {"INPUT", "TEXTAREA"})
            page.keyboard.press("Control+A")
        page.keyboard.insert_text(value)
    press(page, "Save and continue")


class Watch:
    """What axe finds on every page that is looked at, and what scrolls sideways."""

    def __init__(self, page) -> None:
        self.page, self.found, self.seen = page, [], 0

    def __call__(self, name: str) -> None:
        results = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": TAGS}})
        self.seen += 1
        self.found += [
            f"{name}: {one['id']}: {node['target']} {node['failureSummary'][:300]}"
            for one in results.response["violations"]
            for node in one["nodes"]
        ]
        over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            self.found.append(f"{name}: scrolls sideways by {over} pixels")


LONG = "an-extraordinarily-long-word-without-any-space-in-it-" * 3
WRONG = {
    "date": {"#date-day": "31", "#date-month": "2", "#date-year": "2026"},
    "story": {"#body": ""},
    "measures": {"#measures-1-name": "Calls", "#measures-1-before": "many"},
    "asks": {"#asks-1-ask": "Money"},
    "source": {"#source-title": "A report", "#source-link": "here"},
    "councils": {"#find": "Atlantis"},
    "email": {"#email": "nobody"},
    "language": {"#language": "x" * 2001},
}


@pytest.mark.parametrize(("scheme", "width"), list(itertools.product(["light", "dark"], [1280, 320])))
def test_axe_finds_nothing_on_any_page_or_error(browser, service, scheme, width):
    with visit(browser, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        look = Watch(page)
        for path in ("/contribute/", "/contribute/privacy/"):
            page.goto(f"{service.address}{path}")
            look(path)
        page.goto(f"{service.address}/contribute/")
        act(page, "Start now")
        look_at_every_question(page, look)
        look("check, with errors and advice")
        page.goto(f"{service.address}/contribute/later/")
        look("later")
        link = page.locator(".form-address a").get_attribute("href")
        page.goto(f"{service.address}{link}")
        look("resume")
        page.goto(f"{service.address}/contribute/")
        look("start, with a draft")
        page.goto(f"{service.address}/contribute/check/")
        act(page, "Accept and send")
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: we have it")
        look("sent")
        private = page.locator(".form-address a").get_attribute("href")
        for path in ("", "take-back/"):
            page.goto(f"{service.address}{private}{path}")
            look(f"private {path}")
        look_at_the_desk(page, look, service)
        for path in ("", "ask-withdrawal/"):
            page.goto(f"{service.address}{private}{path}")
            look(f"accepted {path}")
        act(page, "Ask for it")
        look("ask for withdrawal, error")
        assert look.found == [], "\n".join(look.found)
        assert look.seen > 50


def look_at_every_question(page, look):
    """Send each page as it is, or wrong, then right; look at it each time."""
    look("kind")
    onward(page)
    look("kind, error")
    page.get_by_role("radio", name="Case study").check()
    onward(page)
    right = {slug: dict(answers) for slug, answers in CASE.items()}
    right["title"]["title"] = f"One question first {LONG}"
    right["priorities"] = {"priorities": "avoidable-contact"}
    while "/q/" in page.url:
        slug = page.url.split("/q/")[1].strip("/")
        look(slug)
        for name, value in WRONG.get(slug, {}).items():
            page.fill(name, value)
        onward(page)
        if f"/q/{slug}/" in page.url:
            look(f"{slug}, error")
            if slug == "councils":
                page.fill("#find", "o")
                act(page, "Find and add")
                look("councils, matches")
                page.fill("#find", "Kent")
                act(page, "Find and add")
                look("councils, added")
            if slug == "measures":
                act(page, "Add another")
                look("measures, another")
            for name in WRONG.get(slug, {}):
                if page.locator(name).count():
                    page.fill(name, "")
            put(page, right.get(slug, {}))
            if slug == "story":
                act(page, "Preview")
                look("story, preview")
            onward(page)


def put(page, answers):
    for name, value in answers.items():
        field = page.locator(f"[name='{name}']")
        if field.first.get_attribute("type") in {"radio", "checkbox"}:
            page.locator(f"[name='{name}'][value='{value}']").check()
        else:
            field.fill(value)


def look_at_the_desk(page, look, service):
    root = service.desk.ledger.root
    data = (root / "communities/customer-contact/fewer-repeat-calls.md").read_bytes()
    changed = data.replace(b"Night calls.", b"Calls at night, and on Sundays.")
    submit(
        service.desk,
        Draft(changed, "communities/customer-contact/fewer-repeat-calls.md"),
        Contributor(),
        Door.FORM,
        service.clock(),
    )
    with page.context.browser.new_context() as stranger:
        assert stranger.request.get(f"{service.address}/moderate/").status == 403
    page.context.clear_cookies()  # a facilitator's browser is not the one in which it was written
    page.goto(f"{service.address}/moderate/sign-in/{service.safe.ticket('contact-facilitator', service.clock())}")
    look("sign in")
    act(page, "Sign in")
    look("queue")
    act(page, "Fewer repeat calls", "link")
    expect(page.locator("ins")).to_contain_text("Calls at night")
    look("a change")
    page.goto(f"{service.address}/moderate/")
    act(page, "One question first", "link")
    look("a submission")
    act(page, "Decline")
    look("decline, error")
    act(page, "Send it back")
    look("return, error")
    act(page, "Accept")
    assert "It is accepted and published." in page.locator("main").inner_text()
    look("queue, accepted")
    page.goto(f"{service.address}/moderate/withdraw/")
    look("withdraw")
    act(page, "Withdraw it")
    look("withdraw, error")
    page.goto(f"{service.address}/moderate/log/")
    look("log")


def test_forced_colours_and_a_long_list_of_subjects(browser, git_commons, git):
    file = git_commons / "communities/tags.yml"
    more = "".join(f"  subject-{number}:\n    label: Subject {number}\n" for number in range(30))
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    git(git_commons, "commit", "--quiet", "--all", "--message", "Tags")
    service = Service(git_commons)
    with visit(browser, viewport={"width": 320, "height": 800}, forced_colors="active") as page:
        look = Watch(page)
        page.goto(f"{service.address}/contribute/")
        act(page, "Start now")
        onward(page)
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        look("error, forced colours")
        page.get_by_role("link", name="Choose what you would like to share").click()
        expect(page.locator("#kind")).to_be_focused()
        page.get_by_role("radio", name="News").check()
        onward(page)
        page.goto(f"{service.address}/contribute/q/tags/")
        look("subjects, forced colours")
        assert page.get_by_role("checkbox").count() > 30
        page.get_by_label("Show only subjects that contain").fill("subject 7")
        expect(page.get_by_role("checkbox")).to_have_count(1)
        expect(page.get_by_role("status")).to_have_text("1 shown")
        page.get_by_role("checkbox").check()
        look("subjects, filtered")
        onward(page)
        page.goto(f"{service.address}/contribute/check/")
        expect(page.get_by_text("Subject 7", exact=True)).to_be_visible()
        assert look.found == [], "\n".join(look.found)
    service.stop()
