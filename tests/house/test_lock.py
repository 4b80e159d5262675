"""What the locks promise: hashes for everything, no registry's address, and wheels wherever council staff work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLATFORMS = {"Windows": "win_amd64", "macOS": "macosx_", "Linux": "manylinux"}
PURE = re.compile(r"-none-any\.whl$")


def packages(name: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    current: dict[str, list[str]] = {}
    for line in (ROOT / name).read_text("utf-8").splitlines():
        if match := re.match(r"([a-z0-9][a-z0-9._-]*)==(\S+)( ;.*)?", line):
            current = found[f"{match[1]} {match[2]}"] = {"hashes": [], "wheels": []}
        elif match := re.match(r"\s+--hash=sha256:([0-9a-f]{64})", line):
            current["hashes"].append(match[1])
        elif match := re.match(r"\s+# wheel (\S+)", line):
            current["wheels"].append(match[1])
    return found


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_pinned_by_hash_and_no_registry_is_named(name):
    assert "://" not in (ROOT / name).read_text("utf-8")
    assert packages(name)
    assert [one for one, facts in packages(name).items() if not facts["hashes"]] == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_run_time_dependency_has_a_wheel(platform):
    missing = [
        name
        for name, facts in packages("requirements.lock").items()
        if not any(PURE.search(wheel) or fits(wheel, PLATFORMS[platform]) for wheel in facts["wheels"])
    ]
    assert missing == []


def fits(wheel: str, platform: str) -> bool:
    """A wheel for a platform, and for Python 3.11: by its own tag, the stable ABI of an older one, or any Python 3."""
    tags = wheel.removesuffix(".whl").split("-")
    python, abi = tags[-3], tags[-2]
    right_python = (
        python == "cp311" or abi == "none" or (abi == "abi3" and int(python.removeprefix("cp3").split(".")[0]) <= 11)
    )
    return platform in tags[-1] and right_python


def test_the_locks_agree_where_they_overlap():
    users, developers = packages("requirements.lock"), packages("requirements-dev.lock")
    assert [name for name in users if name not in developers] == []
