"""`commons serve`: another port when the usual one is taken, pages that reload, a page for lost readers."""

from __future__ import annotations

import re
import shutil
import socket
import time
import urllib.error
import urllib.request

import pytest
from browser_site import serving
from places import ROOT


@pytest.fixture
def served(good_commons):
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", good_commons)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(good_commons, port) as (home, said):
            assert f":{port}/" not in home, "the port is taken"
            yield good_commons, home, said


def fetch(address):
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode()


def test_it_serves_says_what_to_try_and_rebuilds(served):
    root, home, said = served
    assert said.count("\n  1. ") == said.count("\n  2. ") == said.count("\n  3. ") == 1
    assert "EventSource" in fetch(home)
    assert "EventSource" not in (root / ".commons/site/index.html").read_text("utf-8")
    with pytest.raises(urllib.error.HTTPError) as lost:
        fetch(f"{home}no/such/page/")
    assert lost.value.code == 404
    assert "Page not found" in lost.value.read().decode()
    lost.value.close()

    commons = root / "communities/commons.yml"
    commons.write_text(
        re.sub(r"(?m)^name: .*$", "name: Renamed while it is served", commons.read_text("utf-8")), "utf-8"
    )
    deadline = time.monotonic() + 40
    while "Renamed while it is served" not in fetch(home):
        assert time.monotonic() < deadline, "it did not build again"
        time.sleep(0.3)
