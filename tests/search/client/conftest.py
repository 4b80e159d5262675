"""A blank page of a real browser that holds the client as it is published."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from places import ROOT
from playwright.sync_api import Page, Playwright, sync_playwright
from whoosh.analysis import STOP_WORDS

from browser.conftest import BROWSERS, QUIET
from practice_commons.search import export, fields, language, query

CLIENT = ROOT / "toolkit/practice_commons/search/client"
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


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client as sites have it: every test of it is one of these bytes."""
    place = tmp_path_factory.mktemp("client")
    (place / "room").mkdir()
    (place / "client.js").write_bytes(export.client(place / "room"))
    return place / "client.js"


@contextmanager
def opened_with(script: Path, settings: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """Open a page of a folder of files, with a script and settings; evaluate a function in it.

    It has a thread of its own: the site's tests have Playwright running in this one.
    """
    with ThreadPoolExecutor(max_workers=1) as thread, tempfile.TemporaryDirectory() as place:
        said = f"<script>PracticeCommons.settings = {json.dumps(settings)};</script>"
        text = f'<!doctype html><meta charset=utf-8><script src="{script.as_uri()}"></script>{said}'
        (Path(place) / "page.html").write_text(text, "utf-8")
        playwright = thread.submit(sync_playwright().start).result()
        try:
            page = thread.submit(opened, playwright).result()
            thread.submit(page.goto, (Path(place) / "page.html").as_uri()).result()
            yield lambda code, argument=None: thread.submit(page.evaluate, code, argument).result()
        finally:
            thread.submit(playwright.stop).result()


@pytest.fixture(scope="session")
def client(published: Path) -> Iterator[Callable[..., Any]]:
    """Evaluate a function in a page that has the client and its settings."""
    with opened_with(published, SETTINGS) as evaluate:
        yield evaluate


def opened(playwright: Playwright) -> Page:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and not Path(playwright.chromium.executable_path).exists():
        reason = "no Chromium: install your system's package, or run `playwright install chromium`"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return playwright.chromium.launch(executable_path=found, args=QUIET).new_page()
