"""Three commons and more: loops, adoptions of adoptions, and what travels from one to the next."""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from neighbours import Ours, Theirs, neighbour, serving
from places import ROOT

STORY = "communities/customer-contact/fewer-repeat-calls.md"
COMMUNITY = "communities/customer-contact/community.yml"
SAID = "cut repeat calls by a third"
WITHDRAWN = "\nwithdrawn:\n  date: 2026-01-01\n  reason: The figures were wrong\n---\n"


@dataclass
class Network:
    """Commons that are served, and what stops serving them."""

    root: Path
    address: str
    stop: Callable[[], None]

    def commons(self, name: str, phrase: str = "") -> Theirs:
        """Begin a commons; with a phrase, one of its contributions says it and no other does."""
        found = neighbour(self.root, self.address, name)
        shutil.copy(ROOT / "toolkit/practice_commons/starter/copies/mkdocs.yml", found.folder)
        if phrase:
            found.edit(STORY, SAID, phrase)
        found.commit("Begin")
        return found


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    root = tmp_path / "network"
    with ExitStack() as served:
        yield Network(root, served.enter_context(serving(root)), served.close)


def found(ours: Ours, word: str) -> list[str]:
    said = json.loads(ours.run("search", word, "--json").out)
    return [one["id"] for one in (said["results"] if isinstance(said, dict) else said)]


def renew(ours: Ours, name: str) -> None:
    """Fetch from a peer, and accept what it published."""
    assert ours.federation("sync", name).code == 0
    done = ours.federation("accept", name)
    assert done.code == 0, done


def page(ours: Ours, path: str) -> str:
    output = ours.folder.parent / f"{ours.folder.name}-site"
    built = ours.run("build", "--output", output)
    assert built.code == 0, built.err
    return (output / path / "index.html").read_text("utf-8")


def adopted(ours: Ours, identity: str, name: str) -> Path:
    """Take up what a peer published, and publish it as a version of our own."""
    draft = ours.folder / f"contributions/{name}.md"
    assert ours.federation("adopt", identity, "--output", draft).code == 0
    place = ours.folder / f"communities/customer-contact/{name}.md"
    text = draft.read_text("utf-8").replace("---\n", f"---\nid: {name}\n", 1)
    place.write_text(text.replace("\n---\n", "\nconsent: named\n---\n", 1), "utf-8")
    draft.unlink()
    ours.commit(f"Adopt {identity}")
    return place


def test_in_a_loop_and_a_diamond_an_item_is_found_once_at_its_origin(network: Network) -> None:
    """Hub takes Kent and York; Kent takes York; York takes Hub."""
    hub, kent, york = (
        network.commons(name, phrase)
        for name, phrase in (("hub", "met a quagga"), ("kent", "met a zebra"), ("york", "met an okapi"))
    )
    at = {one.folder.name: Ours(one.folder) for one in (hub, kent, york)}
    at["kent"].join(york, name="york")
    at["york"].join(hub, name="hub")
    at["hub"].join(kent, name="kent")
    at["hub"].join(york, name="york")
    for _ in range(2):  # once around the loop more: nothing grows
        renewed = {"kent": "york", "york": "hub"}
        for name, peer in renewed.items():
            at[name].federation("sync")
            at[name].federation("accept", peer)
        for peer in ("kent", "york"):
            at["hub"].federation("sync", peer)
            at["hub"].federation("accept", peer)
    assert {word: found(at["hub"], word) for word in ("quagga", "zebra", "okapi")} == {
        "quagga": ["fewer-repeat-calls"],
        "zebra": ["kent:fewer-repeat-calls"],
        "okapi": ["york:fewer-repeat-calls"],
    }
    assert {word: found(at["kent"], word) for word in ("quagga", "zebra", "okapi")} == {
        "quagga": [],
        "zebra": ["fewer-repeat-calls"],
        "okapi": ["york:fewer-repeat-calls"],
    }
    assert found(at["york"], "quagga") == ["hub:fewer-repeat-calls"]
    assert found(at["york"], "zebra") == []
    for one in at.values():
        assert one.federation("verify").code == 0


def test_attribution_is_kept_through_two_adoptions(network: Network) -> None:
    york, kent, hub = (network.commons(name) for name in ("york", "kent", "hub"))
    first, second = Ours(kent.folder), Ours(hub.folder)
    first.join(york, name="york")
    taken = adopted(first, "york:fewer-repeat-calls", "calls-in-kent").read_text("utf-8")
    [original] = re.findall(r'^"?adapted_from"?: "?([^"\n]+)', taken, re.MULTILINE)
    second.join(kent, name="kent")
    there = page(second, "c/kent/calls-in-kent")
    assert f"<strong>Adapted</strong> from <code>{original}</code>." in there
    text = adopted(second, "kent:calls-in-kent", "calls-in-hub").read_text("utf-8")
    for line in ("Example Officer", "licence: CC-BY-4.0", "A made-up report"):
        assert line in text, line
    here = page(second, "c/calls-in-hub")
    assert f"</code>, and that from <code>{original}</code>." in here
    assert "Example Officer" in here
    assert 'href="../../c/kent/calls-in-kent/index.html"' in here
    assert second.run("check", "--quiet").code == 0


def test_a_peer_called_as_ours_is_not_taken_for_it(network: Network) -> None:
    """Kent adapted from the York it knows: what Hub calls York may be somebody else."""
    york, kent, hub = (network.commons(name) for name in ("york", "kent", "hub"))
    Ours(kent.folder).join(york, name="york")
    adopted(Ours(kent.folder), "york:fewer-repeat-calls", "calls-in-kent")
    ours = Ours(hub.folder)
    ours.join(network.commons("other"), name="york")
    ours.join(kent, name="kent")
    assert (
        "c/york/fewer-repeat-calls" not in page(ours, "c/kent/calls-in-kent").split("<strong>Adapted</strong>")[1][:200]
    )


def test_a_reorganisation_travels_through_two_hops(network: Network) -> None:
    """York renames a community, a tag and a priority and merges a council; Kent follows; so does Hub, after Kent."""
    york, kent, hub = (network.commons(name) for name in ("york", "kent", "hub"))
    first, second = Ours(kent.folder), Ours(hub.folder)
    first.join(york, name="york")
    place = adopted(first, "york:fewer-repeat-calls", "calls-in-kent")
    second.join(kent, name="kent")
    before = page(second, "c/kent/calls-in-kent")
    assert "changed there since" not in page(first, "c/calls-in-kent")

    row = "newshire,Newshire,Newshire Council,E06009999,,unitary,England,South East,,2026-01-01,,,,\n"
    york.edit("communities/councils.csv", "barnsley,", f"{row}barnsley,")
    york.edit(STORY, "councils: [kent, ", "councils: [newshire, kent, ")
    (york.folder / "communities/customer-contact").rename(york.folder / "communities/contact")
    for file in york.folder.rglob("*.*"):
        if file.suffix in {".md", ".yml"} and ".git" not in file.parts:
            text = file.read_text("utf-8")
            for old, new in (
                ("community: customer-contact", "community: contact"),
                ("../customer-contact/", "../contact/"),
                ("contact-centre", "call-centre"),
                ("avoidable-contact", "needless-contact"),
            ):
                text = text.replace(old, new)
            file.write_text(text, "utf-8")
    (york.folder / "communities/findings/avoidable-contact.yml").rename(
        york.folder / "communities/findings/needless-contact.yml"
    )
    york.commit("Reorganise")
    assert Ours(york.folder).run("check", "--quiet").code == 0

    # Kent sees that all is gone under the old name, and says what has become of it.
    first.federation("sync")
    told = json.loads(first.federation("diff", "york", "--json").out)["differences"]
    assert {one["what"] for one in told if one["path"].startswith("communities/customer-contact/")} == {"gone"}
    first.settings("      - customer-contact\n", "      - contact\n      - customer-contact\n")
    first.settings("    unsigned: yes\n", "    unsigned: yes\n    into: {contact: customer-contact}\n")
    first.settings("        contact-centre: contact-centre\n", "        call-centre: contact-centre\n")
    first.settings("        avoidable-contact: avoidable-contact\n", "        needless-contact: avoidable-contact\n")
    assert first.federation("accept", "york").code == 0
    moved = page(first, "c/york/fewer-repeat-calls")
    assert "Customer contact" in moved
    assert "Tags there" not in moved
    assert "Policy priorities there" not in moved
    assert "<dt>Also names</dt><dd>newshire" in moved
    assert "It has changed there since." in page(first, "c/calls-in-kent")

    # Kent's register learns of the council, and its own version moves and names it.
    kent.edit("communities/councils.csv", "barnsley,", f"{row}barnsley,")
    text = place.read_text("utf-8").replace("councils: [kent, ", "councils: [newshire, kent, ")
    place.unlink()
    goal = kent.folder / "communities/peer-challenge/calls-in-kent.md"
    text = text.replace("community: customer-contact", "community: peer-challenge")
    text = re.sub(r"^!\[.*\n", "", text, flags=re.MULTILINE)  # pictures stay with their community
    goal.write_text(text.replace("](how-to", "](../customer-contact/how-to"), "utf-8")
    kent.commit("Follow")
    assert "<dt>Also names</dt>" not in page(first, "c/york/fewer-repeat-calls")

    renew(second, "kent")
    after = page(second, "c/kent/calls-in-kent")
    assert "communities/customer-contact/" in before
    assert "communities/peer-challenge/" in after
    assert "<dt>Also names</dt><dd>newshire" in after
    assert "Example Officer" in after
    assert second.federation("verify").code == 0


def test_a_withdrawal_travels_through_two_hops(network: Network) -> None:
    york, kent, hub = (network.commons(name) for name in ("york", "kent", "hub"))
    first, second = Ours(kent.folder), Ours(hub.folder)
    first.join(york, name="york")
    place = adopted(first, "york:fewer-repeat-calls", "calls-in-kent")
    second.join(kent, name="kent")
    second.join(york, name="york")
    york.edit(STORY, "\n---\n", WITHDRAWN)
    york.commit("Withdraw")
    renew(first, "york")
    assert "It was withdrawn there since." in page(first, "c/calls-in-kent")
    assert SAID not in page(first, "c/york/fewer-repeat-calls")
    place.write_text(place.read_text("utf-8").replace("\n---\n", WITHDRAWN, 1), "utf-8")
    first.commit("Withdraw ours as well")
    for name in ("york", "kent"):
        renew(second, name)
    for path in ("c/york/fewer-repeat-calls", "c/kent/calls-in-kent"):
        tombstone = page(second, path)
        assert "Withdrawn on" in tombstone
        assert "asked every caller" not in tombstone
    assert {"york:fewer-repeat-calls", "kent:calls-in-kent"}.isdisjoint(found(second, "third"))


def test_a_digest_that_cites_three_commons_is_verified_with_the_network_off(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    york, kent, hub = (network.commons(name) for name in ("york", "kent", "hub"))
    kent.edit(STORY, SAID, "cut repeat calls by a quarter")
    kent.commit()
    ours = Ours(hub.folder)
    ours.join(kent, name="kent")
    ours.join(york, name="york")
    paper = ours.folder.parent / "paper.md"
    assert ours.run("digest", "avoidable-contact", "--output", paper).code == 0
    text = paper.read_text("utf-8")
    for citation in ("(<", "kent:fewer-repeat-calls@", "york:fewer-repeat-calls@", "[fewer-repeat-calls@"):
        assert citation in text

    def refused(*_: object) -> None:
        raise OSError("the network is off")

    network.stop()
    shutil.rmtree(kent.folder)
    shutil.rmtree(york.folder)
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refused)
    assert ours.federation("sync").code == 1
    verified = ours.run("digest", "verify", paper)
    assert verified.code == 0, verified
    assert ours.federation("verify").code == 0
    assert text.count("by a quarter") >= 1
    paper.write_text(text.replace("by a quarter", "by a half", 1), "utf-8")
    verified = ours.run("digest", "verify", paper)
    assert verified.code == 1
    assert "Not so: document" in verified.out


def test_a_withdrawal_at_the_origin_marks_the_digest_that_used_it(network: Network) -> None:
    kent, hub = (network.commons(name) for name in ("kent", "hub"))
    ours = Ours(hub.folder)
    ours.join(kent, name="kent")
    assert ours.run("digest", "publish", "avoidable-contact", "--name", "contact").code == 0
    ours.commit("Publish a digest")
    assert ours.run("digest", "affected").code == 0
    assert "The figures were wrong" not in page(ours, "digests/contact")
    kent.edit(STORY, "\n---\n", WITHDRAWN)
    kent.commit("Withdraw")
    renew(ours, "kent")
    told = ours.run("digest", "affected", "--json")
    assert told.code == 1
    assert "kent:fewer-repeat-calls" in told.out
    assert "withdrawn" in told.out
    assert "The figures were wrong" in page(ours, "digests/contact")


def test_a_change_of_our_own_words_corrects_no_peer(network: Network) -> None:
    """The register and the crosswalk are ours: what they make of a peer's text is not what its people wrote."""
    kent, hub = (network.commons(name) for name in ("kent", "hub"))
    ours = Ours(hub.folder)
    ours.join(kent, name="kent")
    assert ours.run("digest", "publish", "avoidable-contact", "--name", "contact").code == 0
    ours.commit("Publish a digest")
    register = ours.folder / "communities/councils.csv"
    row = register.read_text("utf-8").splitlines()[-1]
    register.write_text(register.read_text("utf-8").replace(row, row.replace(",", ",New ", 1)), "utf-8")
    ours.commit("A council has a new name")
    affected = ours.run("digest", "affected")
    assert affected.code == 0, affected
    kent.edit(STORY, SAID, "cut repeat calls by a tenth")
    kent.commit("Correct")
    renew(ours, "kent")
    affected = ours.run("digest", "affected")
    assert affected.code == 1
    assert "was corrected" in affected.out


def test_an_answer_from_a_peer_stands_below_our_question(network: Network) -> None:
    """Kent answers Hub, and York: where both know the question, its page shows the answer."""
    york, kent, hub = (network.commons(name) for name in ("york", "kent", "hub"))
    for one in (york, hub):
        one.edit("communities/commons.yml", f"https://git.example/{one.folder.name}", one.url)
        one.commit("Say where it is")
    first, ours = Ours(kent.folder), Ours(hub.folder)
    first.join(york, name="northern")
    first.join(hub, name="centre")
    answer = (kent.folder / "communities/customer-contact/we-count.md").read_text("utf-8")
    for peer in ("northern", "centre", "nobody"):
        text = answer.replace("id: we-count", f"id: to-{peer}")
        text = re.sub("^responds_to: .*", f"responds_to: {peer}:who-counts", text, flags=re.MULTILINE)
        kent.write(f"communities/customer-contact/to-{peer}.md", text)
    kent.commit("Answers")
    ours.join(york, name="york")
    ours.join(kent, name="kent")
    assert "c/kent/to-centre/" not in page(ours, "c/york/who-counts")
    assert "/kent/to-northern/index.html" in page(ours, "c/york/who-counts")
    assert "/kent/to-centre/index.html" in page(ours, "c/who-counts")
    assert page(ours, "c/kent/to-nobody")
