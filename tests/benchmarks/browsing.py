"""Both searches in one real browser, by turns: cold, each in a context of its own with nothing kept, and then warm."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.comparison import say
from benchmarks.searched import COLD, FURTHER, OURS, PAGEFIND, WITH_PASSAGES, Searched
from benchmarks.wire import BLANK, Wire
from browser.conftest import BROWSERS, QUIET

FEW, MORE = 6, 10
"""Results that the box shows, and that a page of results begins with."""
_SETTLED = 250
"""Milliseconds after an answer in which what it set off, and did not wait for, is still counted as its own."""
_BATCH = 20
"""Queries that one side is asked before it is the other's turn."""
_OURS = """async ([text, limit, complete, passages]) => {
    const begun = performance.now();
    if (!window.searcher) {
        await new Promise((done, failed) => {
            const script = document.createElement("script");
            Object.assign(script, {src: "/search/client.js", onload: done, onerror: failed});
            document.head.append(script);
        });
        window.searcher = await PracticeCommons.open(`${location.origin}/search/`);
    }
    const {total, hits} = await searcher.search(text, {limit, complete});
    if (passages) await Promise.all(hits.map((hit) => hit.passage()));
    return {spent: performance.now() - begun, total, shown: hits.length};
}"""
_PAGEFIND = """async ([text, limit]) => {
    const begun = performance.now();
    window.pagefind = window.pagefind || await import("/pagefind/pagefind.js");
    const {results} = await pagefind.search(text);
    const shown = await Promise.all(results.slice(0, limit).map((one) => one.data()));
    return {spent: performance.now() - begun, total: results.length, shown: shown.length};
}"""
_KINDS = (
    (r"/search/client\.js", "client.js"),
    (r"/search/manifest\.js", "manifest.js"),
    (r"/search/(names|labels)-", "names and labels"),
    (r"/search/[^/]+/index\.js", "index"),
    (r"/search/[^/]+/([a-z]+)\d*\.js", r"\1"),
    (r"/pagefind/.*\.pf_(\w+)", r"pf_\1"),
    (r"/pagefind/wasm\.", "wasm"),
    (r"/pagefind/.*\.js(on)?$", "scripts"),
)
"""What a path is a file of."""


def kind_of(path: str) -> str:
    """Return what a file of either search is for."""
    for pattern, name in _KINDS:
        if found := re.match(pattern, path):
            return found.expand(name)
    return "other"


@dataclass(frozen=True)
class Side:
    """One of the two searches."""

    name: str
    code: str

    def ask(self, page: Page, text: str, limit: int = FEW, *, complete: bool = False) -> dict[str, Any]:
        """Ask, and return the milliseconds, how many there are, and how many are shown.

        The box shows a few results without passages, the page of results more, with passages; Pagefind has a passage
        with every result.
        """
        found: dict[str, Any] = page.evaluate(self.code, [text, limit, complete, limit > FEW])
        return found


SIDES = (Side(OURS, _OURS), Side(PAGEFIND, _PAGEFIND))


@contextmanager
def started() -> Iterator[Browser]:
    """Start Chromium as the tests do."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=QUIET)
        try:
            yield running
        finally:
            running.close()


def chromium_is_there() -> bool:
    """Tell whether there is a browser to measure in."""
    if any(map(shutil.which, BROWSERS)):
        return True
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


@dataclass
class Visits:
    """A browser, the server, the sides that take part, and where to note what is found."""

    browser: Browser
    wire: Wire
    sides: Sequence[Side]
    found: Searched

    def rehearse(self, texts: Sequence[str]) -> list[str]:
        """Ask everything once, so that the server has packed what it sends; return what every side has results for."""
        fit = list(texts)
        for side in self.sides:
            say(f"rehearsal: {side.name}")
            with self._blank() as page:
                fit = [text for text in fit if side.ask(page, text, MORE)["total"]]
        self.wire.taken()
        return fit

    def cold(self, texts: Sequence[str]) -> None:
        """Ask each query in a fresh context, then for more of its results, then the next query in the same page."""
        for number, text in enumerate(texts):
            for side in _turns(self.sides, number):
                say(f"cold, query {number + 1}: {side.name}")
                with self._blank() as page:
                    said = side.ask(page, text)
                    first = self._taken(page, COLD, side)
                    self.found.note(f"{COLD}, ms", side.name, said["spent"])
                    side.ask(page, text, MORE)
                    self.found.note(WITH_PASSAGES, side.name, first + self._taken(page, "", side))
                    said = side.ask(page, texts[(number + 1) % len(texts)])
                    self._taken(page, FURTHER, side)
                    self.found.note(f"{FURTHER}, ms", side.name, said["spent"])

    def warm(self, what: str, texts: Sequence[str], seconds: float, *, complete: bool = False, star: str = "") -> None:
        """Ask queries again that were asked in the same page, by turns, until each side has had its seconds.

        `star` is what ours is told by that the last word is cut; Pagefind takes every last word as if it were.
        """
        with self._blank() as one, self._blank() as other:
            pages = {side.name: page for side, page in zip(self.sides, (one, other), strict=False)}
            left = dict.fromkeys(pages, seconds)
            for batch in range(0, len(texts), _BATCH):
                for side in _turns(self.sides, batch // _BATCH):
                    if left[side.name] <= 0:
                        continue
                    say(f"{what}, from query {batch + 1}: {side.name}")
                    begun, page = time.monotonic(), pages[side.name]
                    asked = [text + (star if side.name == OURS else "") for text in texts[batch : batch + _BATCH]]
                    before = []
                    for text in asked:
                        side.ask(page, text, complete=complete)
                        before.append(text)
                        if time.monotonic() - begun > left[side.name] / 2:
                            break
                    for text in before:
                        self.found.note(f"{what}, ms", side.name, side.ask(page, text, complete=complete)["spent"])
                    whole = len(before) == len(asked)  # after half a batch, queries would no longer be beside their own
                    left[side.name] -= time.monotonic() - begun if whole else left[side.name]
        self.wire.taken()

    @contextmanager
    def _blank(self) -> Iterator[Page]:
        context: BrowserContext = self.browser.new_context()
        try:
            page = context.new_page()
            page.set_default_timeout(120_000)
            page.goto(f"{self.wire.address}{BLANK}")
            self.wire.taken()
            yield page
        finally:
            context.close()

    def _taken(self, page: Page, what: str, side: Side) -> float:
        """Note what was sent since the last time, in all and by kind, and return the kilobytes."""
        page.wait_for_timeout(_SETTLED)
        sent = self.wire.taken()
        kilobytes = sum(size for _, size in sent) / 1000
        if missing := [path for path, size in sent if not size]:
            raise FileNotFoundError(missing[0])
        if what:
            self.found.note(f"{what}, kB", side.name, kilobytes)
            self.found.note(f"{what}, requests", side.name, len(sent))
            self.found.sent.setdefault((what, side.name), []).append(
                [(kind_of(path), size / 1000) for path, size in sent]
            )
        return kilobytes


def _turns(sides: Sequence[Side], number: int) -> list[Side]:
    """Return the sides in the order of a turn: each begins every other time."""
    first = number % len(sides)
    return [*sides[first:], *sides[:first]]
