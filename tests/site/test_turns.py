"""Builds that wait for each other: what is published last is never older than what was there."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

from filelock import FileLock
from places import ROOT

from practice_commons.cli.building import publish
from practice_commons.site.mark import key_of
from practice_commons.site.shelf import Shelf


def test_a_build_that_waited_looks_again_where_another_came_first(git_commons: Path) -> None:
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", git_commons)
    output, work = git_commons / "site", git_commons / ".commons"
    publish(git_commons, output, quiet=True)
    story = next((git_commons / "communities/customer-contact").glob("*.md"))
    words = story.read_text("utf-8")
    story.write_text(f"{words}\nThe first sentence.\n", "utf-8")
    waiting = threading.Thread(target=publish, args=(git_commons, output), kwargs={"quiet": True})
    with FileLock(work / "publishing.lock"):
        waiting.start()
        time.sleep(2)
        story.write_text(f"{words}\nThe second sentence.\n", "utf-8")
        Shelf(output, work / f"publishing/{key_of(output)}.json").put_changes([], "what another build published")
    waiting.join(timeout=120)
    pages = [page.read_text("utf-8") for page in (output / "c").rglob("index.html")]
    assert any("The second sentence." in page for page in pages)
    assert not any("The first sentence." in page for page in pages)
