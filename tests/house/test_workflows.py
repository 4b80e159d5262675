"""The workflows: nothing that zizmor finds, every action pinned, nothing of a stranger's in a command."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def loaded(file):
    found = yaml.safe_load(file.read_text("utf-8"))
    found["on"] = found.pop(True, found.get("on"))  # YAML 1.1 takes the word for a yes
    return found


def steps(file):
    return [step for job in loaded(file)["jobs"].values() for step in job["steps"]]


def test_an_auditor_finds_nothing():
    zizmor = Path(sys.executable).with_name("zizmor")
    command = [zizmor, "--pedantic", "--offline", "--no-progress", "--strict-collection", ROOT / ".github"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
    assert b"No findings to report" in done.stdout


def test_what_the_auditor_is_told_to_leave_out_is_known():
    told = {
        (file.name, rule)
        for file in WORKFLOWS
        for rule in re.findall(r"zizmor: ignore\[([^]]*)\]", file.read_text("utf-8"))
    }
    assert told == {("accept.yml", "dangerous-triggers"), ("comment.yml", "dangerous-triggers")}


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda one: one.name)
def test_every_action_is_pinned_and_nothing_is_put_into_a_command(file):
    text = file.read_text("utf-8")
    uses = re.findall(r"uses: (\S+)( # v\d+\.\d+\.\d+)?\n", text)
    assert len(uses) == text.count("uses:")
    assert all(version and re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) for action, version in uses)
    for step in steps(file):
        assert "${{" not in step.get("run", "")
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
            assert step["with"].get("ref", "main") == "main"


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda one: one.name)
def test_rights_are_given_to_jobs_one_by_one(file):
    found = loaded(file)
    assert found["permissions"] == {}
    assert "pull_request_target" not in found["on"]
    strangers = {"pull_request", "pull_request_review"} & set(found["on"])
    for job in found["jobs"].values():
        assert job["timeout-minutes"] <= 60
        given = job.get("permissions", {})
        assert not strangers or set(given.values()) <= {"read"}
    assert not strangers or "secrets." not in file.read_text("utf-8")


def test_one_action_has_one_version():
    pinned = {}
    for file in WORKFLOWS:
        for action, commit in re.findall(r"uses: ([^@\s]+)@(\w+)", file.read_text("utf-8")):
            pinned.setdefault(action, set()).add(commit)
    assert {action: len(found) for action, found in pinned.items() if len(found) > 1} == {}
