"""`commons serve`: another port when the usual one is taken, pages that reload, a page for lost readers."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from places import ROOT


@pytest.fixture
def served(good_commons):
    shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", good_commons)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [
            sys.executable,
            "-u",
            "-m",
            "practice_commons.cli",
            "-C",
            str(good_commons),
            "serve",
            "--port",
            str(port),
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = ""
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        address = re.search(r"http://127\.0\.0\.1:(\d+)/\S*", said)
        assert int(address[1]) != port
        yield good_commons, address[0], said
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in {0, 130}
        process.stdout.close()


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
