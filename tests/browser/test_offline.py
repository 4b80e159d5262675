"""A site kept on a reader's device, in a real browser and with the server gone."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_site import build
from places import ROOT
from playwright.sync_api import expect

from browser.test_accessibility import TAGS


class Server:
    """The files of a folder at one address, which can go away and come back, lose files, and tell what was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, 0
        self.asked: list[str] = []
        self.most = 1_000_000
        self.start()

    def start(self) -> None:
        outer = self

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                if len(outer.asked) > outer.most:
                    self.close_connection = True
                    self.connection.close()
                    return
                super().do_GET()

            def handle(self) -> None:
                with contextlib.suppress(OSError, ValueError):
                    super().handle()

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), partial(Handler, directory=str(self.folder)))
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def __call__(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"


@pytest.fixture
def commons(good_commons: Path) -> Path:
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", good_commons)
    return good_commons


@pytest.fixture
def server(commons: Path, tmp_path: Path):
    build(commons, tmp_path / "site", "--offline-app")
    server = Server(tmp_path / "site")
    yield server
    server.stop()


@pytest.fixture
def reader(browser):
    """A page in a browser of its own; a lost server is no trouble here."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def files_of(server: Server) -> dict[str, Any]:
    return json.loads((server.folder / "offline.json").read_text("utf-8"))


def said(page):
    return page.locator("#commons-offline").get_by_role("status")


def button(page, name):
    return page.locator("#commons-offline").get_by_role("button", name=re.compile(name))


def keep(page, server):
    page.goto(server("offline.html"))
    button(page, "^Download").click()
    expect(said(page)).to_contain_text("a copy of the whole site", timeout=30_000)


def axe(page):
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in results.response["violations"]], over


def test_it_says_how_much_before_it_downloads_anything(server, reader):
    reader.goto(server("index.html"))
    reader.get_by_role("link", name="Keep this site offline").click()
    expect(button(reader, "^Download")).to_be_visible()
    listed = files_of(server)
    assert f"{round(listed['bytes'] / 1e3)} kB" in said(reader).inner_text()
    assert f"{round(listed['bytes'] / 1e3)} kB" in button(reader, "^Download").inner_text()
    assert f"{listed['files']:,} files" in said(reader).inner_text()
    assert reader.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert reader.evaluate("caches.keys().then((all) => all.length)") == 0
    assert len(set(server.asked)) < 40, "only what these two pages need"


def test_the_whole_site_works_when_the_server_is_gone(server, reader, commons):
    keep(reader, server)
    server.stop()
    reader.goto(server(""))
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    pages = sorted(path.relative_to(server.folder).as_posix() for path in server.folder.rglob("*.html"))
    for path in pages:
        answer = reader.goto(server(path))
        assert answer.ok, path
        assert answer.from_service_worker
    reader.goto(server("search/index.html?q=contact"))
    expect(reader.locator("#commons-results").get_by_role("status")).to_contain_text("result")
    assert reader.goto(server("c/nothing/")).status == 404
    expect(reader.get_by_role("heading", level=1)).to_have_text("Page not found")
    reader.goto(server("offline.html"))
    expect(said(reader)).to_contain_text("You are reading the copy on this device")
    server.start()


def test_with_a_network_the_newest_page_is_read_and_the_copy_says_that_it_is_older(server, reader, commons):
    keep(reader, server)
    file = next((commons / "communities/customer-contact").glob("*.md"))
    file.write_text(file.read_text("utf-8") + "\nA sentence that was not there.\n", "utf-8")
    build(commons, server.folder, "--offline-app")
    changed = next(path for path in (server.folder / "c").rglob("*.html") if "was not there" in path.read_text("utf-8"))
    path = changed.relative_to(server.folder).as_posix()
    reader.goto(server(path))
    expect(reader.get_by_text("A sentence that was not there.")).to_be_visible()
    reader.goto(server("offline.html"))
    expect(said(reader)).to_contain_text(re.compile(r"has changed since .* copy was made: \d+ files"))
    server.asked.clear()
    button(reader, "^Download").click()
    expect(said(reader)).to_contain_text("a copy of the whole site")
    assert f"/{path}" in server.asked
    assert len(server.asked) < files_of(server)["files"] / 4, "what did not change is not asked for"
    server.stop()
    reader.goto(server(path))
    expect(reader.get_by_text("A sentence that was not there.")).to_be_visible()
    assert len(reader.evaluate("caches.keys()")) == 2, "the older copy is gone"
    server.start()


def test_a_download_that_breaks_off_goes_on_where_it_was(server, reader):
    reader.goto(server("offline.html"))
    expect(button(reader, "^Download")).to_be_visible()
    server.most = len(server.asked) + 60
    button(reader, "^Download").click()
    expect(said(reader)).to_contain_text("The copy is not whole", timeout=30_000)
    axe_found, over = axe(reader)
    assert (axe_found, over) == ([], 0)
    server.most = 1_000_000
    reader.goto(server("offline.html"))
    expect(said(reader)).to_contain_text("A part of it is on this device")
    came = reader.evaluate("caches.keys().then((names) => caches.open(names.at(-1))).then((one) => one.keys())")
    server.asked.clear()
    button(reader, "^Go on").click()
    expect(said(reader)).to_contain_text("a copy of the whole site", timeout=30_000)
    assert len(came) > 20
    assert len(server.asked) <= files_of(server)["files"] - len(came) + 20


def test_a_file_that_is_not_what_the_list_says_never_becomes_part_of_a_copy(server, reader):
    page = server.folder / "index.html"
    data = page.read_bytes()
    page.unlink()
    page.write_bytes(data.replace(b"</body>", b"<p>Not published</p></body>"))
    reader.goto(server("offline.html"))
    button(reader, "^Download").click()
    expect(said(reader)).to_contain_text("The copy is not whole", timeout=30_000)
    server.stop()
    with pytest.raises(Exception, match="ERR_"):
        reader.goto(server("index.html"))
    server.start()


def test_it_can_be_stopped_and_removed_by_the_keyboard(server, reader):
    reader.goto(server("offline.html"))
    button(reader, "^Download").focus()
    reader.keyboard.press("Enter")
    expect(said(reader)).to_contain_text("a copy of the whole site", timeout=30_000)
    expect(button(reader, "Remove")).to_be_focused()
    reader.keyboard.press("Enter")
    expect(said(reader)).to_contain_text("The copy was removed")
    assert reader.evaluate("caches.keys()") == []
    assert reader.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_and_after(server, browser, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(server("offline.html"))
    expect(button(page, "^Download")).to_be_visible()
    assert axe(page) == ([], 0)
    button(page, "^Download").click()
    expect(said(page)).to_contain_text("a copy of the whole site", timeout=30_000)
    assert axe(page) == ([], 0)
    context.close()


def test_in_a_folder_and_without_javascript_it_says_what_else_can_be_done(server, browser, reader):
    reader.goto((server.folder / "offline.html").as_uri())
    expect(reader.get_by_text("You are reading this site from a folder: it is offline already.")).to_be_visible()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server("offline.html"))
    expect(page.get_by_text("Keeping a copy needs JavaScript")).to_be_visible()
    context.close()
