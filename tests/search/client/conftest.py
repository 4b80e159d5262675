"""A blank page of a real browser that holds the client's scripts."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from places import ROOT
from playwright.sync_api import Page, Playwright, sync_playwright
from whoosh.analysis import STOP_WORDS

from browser.conftest import BROWSERS, QUIET
from practice_commons.search import fields, language, query

CLIENT = ROOT / "toolkit/practice_commons/search/client"
SCRIPTS = ("stemmer.js", "words.js", "language.js")
SETTINGS = {
    "clauses": query.CLAUSES,
    "text": [field.name for field in fields.TEXT],
    "facets": fields.FACETS,
    "spans": language.SPANS,
    "shortest": fields.SHORTEST_WORD,
    "longest": fields.LONGEST_WORD,
    "stop": sorted(STOP_WORDS),
}


@pytest.fixture(scope="session")
def scripts() -> Path:
    return CLIENT


@contextmanager
def opened_at(folder: Path, scripts: Iterable[str], settings: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """Open a page that lies in a folder of files, with scripts and settings; evaluate a function in it."""
    with ThreadPoolExecutor(max_workers=1) as thread, tempfile.TemporaryDirectory() as place:
        tags = "".join(f'<script src="{(folder / name).as_uri()}"></script>' for name in scripts)
        said = f"<script>var PracticeCommons = {{settings: {json.dumps(settings)}}};</script>"
        (Path(place) / "page.html").write_text(f"<!doctype html><meta charset=utf-8>{said}{tags}", "utf-8")
        playwright = thread.submit(sync_playwright().start).result()
        try:
            page = thread.submit(opened, playwright, ()).result()
            thread.submit(page.goto, (Path(place) / "page.html").as_uri()).result()
            yield lambda code, argument=None: thread.submit(page.evaluate, code, argument).result()
        finally:
            thread.submit(playwright.stop).result()


@pytest.fixture(scope="session")
def client() -> Iterator[Callable[[str, Any], Any]]:
    """Evaluate a function in the page, in a thread of its own: the site's tests have Playwright running in this one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        playwright = thread.submit(sync_playwright().start).result()
        try:
            page = thread.submit(opened, playwright).result()
            yield lambda code, argument: thread.submit(page.evaluate, code, argument).result()
        finally:
            thread.submit(playwright.stop).result()


def opened(playwright: Playwright, scripts: Iterable[str] = SCRIPTS) -> Page:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and not Path(playwright.chromium.executable_path).exists():
        reason = "no Chromium: install your system's package, or run `playwright install chromium`"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    page = playwright.chromium.launch(executable_path=found, args=QUIET).new_page()
    page.add_script_tag(content=f"var PracticeCommons = {{settings: {json.dumps(SETTINGS)}}};")
    for name in scripts:
        page.add_script_tag(path=CLIENT / name)
    return page
