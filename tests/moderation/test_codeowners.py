"""Whom GitHub asks: those who may accept, as the commons says."""

from __future__ import annotations

from practice_commons.model.community import Commons, Community, Facilitator, Moderation
from practice_commons.moderation.codeowners import PATH, files
from practice_commons.moderation.policy import Policy


def person(role, github=None):
    return Facilitator(id=role, name=role, github=github)


def test_those_who_may_accept_are_asked():
    everywhere = Moderation(facilitators=(person("chief", "Chief"),))
    commons = Commons(name="C", description="D", base_url="https://c.example/", moderation=everywhere)
    people = (person("ann", "ann-f"), person("bob"), person("cat", "cat-r"))
    first = Community(title="A", purpose="P", facilitators=people, approvers=("ann", "bob"), reviewers=("cat",))
    second = Community(title="B", purpose="P")
    text = files(Policy(commons, {"b-second": second, "a-first": first}))[PATH]
    assert [line for line in text.splitlines() if not line.startswith("#")] == [
        "/contributions/ @ann-f @Chief",
        "/communities/ @Chief",
        "/communities/a-first/ @ann-f",
        "/communities/b-second/ @Chief",
    ]
    assert "/sub/communities/ @Chief" in files(Policy(commons, {}), "sub/")[PATH]


def test_a_commons_without_accounts_asks_nobody():
    commons = Commons(name="C", description="D", base_url="https://c.example/")
    text = files(Policy(commons, {"a": Community(title="A", purpose="P", facilitators=(person("ann"),))}))[PATH]
    assert all(line.startswith("#") for line in text.splitlines())


def test_what_decides_over_peers_is_asked_of_those_who_decide_everywhere():
    everywhere = Moderation(facilitators=(person("chief", "Chief"),))
    commons = Commons(name="C", description="D", base_url="https://c.example/", moderation=everywhere)
    one = Community(title="A", purpose="P", facilitators=(person("ann", "ann-f"),))
    rows = [line.split() for line in files(Policy(commons, {"a-first": one}))[PATH].splitlines() if line[0] == "/"]
    for path in ("/communities/federation.yml", "/communities/federation.lock"):
        assert [people for place, *people in rows if path.startswith(place)][-1] == ["@Chief"]
