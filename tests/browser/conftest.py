"""A real browser, and the demonstration commons built once for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browser_site import build
from places import ROOT
from playwright.sync_api import Browser, Page, expect, sync_playwright

expect.set_options(timeout=30_000)
"""Milliseconds: a busy machine is slow, and what never comes is still found out."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
LEFT = {"net::ERR_ABORTED", None}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=PreloadTopChromeWebUI",  # without a window it fails and is begun again, without end
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        if found is None and not Path(playwright.chromium.executable_path).exists():
            reason = "no Chromium: install your system's package, or run `playwright install chromium`"
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
        running = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The demonstration commons of this repository, built by the command itself."""
    output = tmp_path_factory.mktemp("site") / "site"
    build(ROOT, output)
    return output


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def served(site) -> Iterator[str]:
    """The address of the same site on a server that knows nothing but files."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(params=["folder", "server"])
def address(request, site) -> Callable[[str], str]:
    """How to reach the site's files, from a folder and from a server."""
    base = f"{site.as_uri()}/" if request.param == "folder" else request.getfixturevalue("served")
    return lambda path: f"{base}{path}"


@pytest.fixture(scope="session")
def digest(tmp_path_factory) -> Path:
    """A digest of the demonstration, as the command writes it."""
    paper = tmp_path_factory.mktemp("digest") / "avoidable-contact.html"
    command = [sys.executable, "-m", "practice_commons.cli", "-C", str(ROOT), "digest", "avoidable-contact"]
    done = subprocess.run([*command, "--output", str(paper)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return paper


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A page that fails its test when it asks for anything from elsewhere, fails to load a file, or logs an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    # A page that is left before its icon has come is no trouble.
    page.on("requestfailed", lambda one: trouble.append(f"failed: {one.url}") if one.failure not in LEFT else None)
    page.on("request", lambda request: trouble.append(f"asked: {request.url}") if abroad(request.url) else None)
    yield page
    context.close()
    assert trouble == []


def abroad(url: str) -> bool:
    return not url.startswith(
        ("file:", "data:", "blob:", "about:", "http://127.0.0.1", "https://practice-commons.example")
    )
