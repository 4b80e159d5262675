"""`commons serve` as a newcomer meets it: something is shared in the form, decided on, and read on the site."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from browser_site import serving
from places import ROOT
from playwright.sync_api import expect

from browser.test_contribute import act, journey, visit


def test_what_is_shared_in_the_form_is_read_on_the_site(browser, git_commons: Path, git) -> None:
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", git_commons)
    git(git_commons, "add", ".")
    git(git_commons, "commit", "--quiet", "--message", "The site's look")
    with serving(git_commons) as (home, said):
        address = home.rstrip("/")
        assert f"{address}/contribute/" in said

        def sign_in(page) -> None:
            command = ["moderate", "sign-in", "--as", "contact-facilitator", "--address", address]
            done = subprocess.run(
                [sys.executable, "-m", "practice_commons.cli", "-C", str(git_commons), *command],
                capture_output=True, text=True, check=True, timeout=60,
            )  # fmt: skip
            page.goto(done.stdout.strip())
            act(page, "Sign in")

        desk = SimpleNamespace(ledger=SimpleNamespace(root=git_commons))
        journey(browser, SimpleNamespace(address=address, sign_in=sign_in, desk=desk))
        until = time.monotonic() + 60
        while not (git_commons / ".commons/site/c/one-question-first/index.html").is_file():
            assert time.monotonic() < until, "the site is built again when something is accepted"
            time.sleep(0.2)
        with visit(browser) as page:
            page.goto(f"{address}/c/one-question-first/")
            expect(page.get_by_text("It took nine hours.")).to_be_visible()
            expect(page.get_by_role("link", name="Suggest a change to this page")).to_be_visible()
