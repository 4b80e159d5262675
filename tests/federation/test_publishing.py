"""What a peer publishes, published here: in our words, checked, cited, and gone again."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest
from neighbours import Ours, Theirs, git, neighbour
from places import ROOT

STORY = "communities/customer-contact/fewer-repeat-calls.md"
PAGE = "c/kent/fewer-repeat-calls/index.html"


def site(ours: Ours, *options: str, name: str = "site") -> Path:
    output = ours.folder.parent / name
    built = ours.run("build", "--output", output, *options)
    assert built.code == 0, built.err
    return output


def files(folder: Path) -> dict[str, bytes]:
    found = sorted(folder.rglob("*"))
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found if one.is_file()}


def test_what_is_accepted_is_published_and_what_is_only_fetched_is_not(ours: Ours, theirs: Theirs) -> None:
    ours.join(theirs)
    pages = site(ours)
    page = (pages / PAGE).read_text("utf-8")
    assert 'rel="canonical" href="https://kent.example/c/fewer-repeat-calls/"' in page
    assert "From The commons of Kent." in page
    first = git(theirs.folder, "rev-list", "--max-parents=0", "main")
    assert f"kent:fewer-repeat-calls@{first[:12]}" in page
    assert f"https://git.example/kent/blob/{first}/{STORY}" in page
    theirs.edit(STORY, "cut repeat calls by a third", "cut them by half")
    new = theirs.commit()
    assert ours.federation("sync").code == 0
    assert "cut them by half" not in (site(ours) / PAGE).read_text("utf-8")
    assert ours.federation("accept", "kent", "--seen", new[:12]).code == 0
    page = (site(ours) / PAGE).read_text("utf-8")
    assert "cut them by half" in page
    assert f"kent:fewer-repeat-calls@{new[:12]}" in page
    assert (pages / "c/fewer-repeat-calls/index.html").is_file()
    assert json.loads(ours.run("status", "--json").out)["errors"] == 0


def test_a_pin_that_moves_changes_those_pages_only_and_gives_the_site_that_is_made_from_nothing(
    ours: Ours, theirs: Theirs
) -> None:
    ours.join(theirs)
    before = files(site(ours))
    theirs.edit(STORY, "cut repeat calls by a third", "cut them by half")
    theirs.edit("communities/customer-contact/one-form.md", "---\n", "---\n")
    (theirs.folder / "communities/customer-contact/we-count.md").unlink()
    theirs.commit()
    ours.federation("sync")
    assert ours.federation("accept", "kent").code == 0
    built = json.loads(ours.run("build", "--json", "--output", ours.folder.parent / "site").out)
    assert built["written"] < built["pages"]
    after = files(ours.folder.parent / "site")
    assert "c/kent/we-count/index.html" in before
    assert "c/kent/we-count/index.html" not in after
    unchanged = "c/kent/counting-day/index.html"
    assert before[unchanged] == after[unchanged]
    again = files(site(ours, name="again"))
    mark = {name for name in after if name.startswith(".")}
    assert {name: data for name, data in after.items() if name not in mark} == {
        name: data for name, data in again.items() if name not in mark
    }


def test_a_pin_that_moves_is_published_without_a_look_at_other_peers(
    ours: Ours, theirs: Theirs, served: tuple[Path, str]
) -> None:
    york = neighbour(*served, "york")
    ours.join(theirs)
    ours.join(york, name="york")
    site(ours)
    theirs.edit(STORY, "cut repeat calls by a third", "cut them by half")
    theirs.commit()
    ours.federation("sync")
    assert ours.federation("accept", "kent").code == 0
    store = ours.folder / ".commons/federation/york.git"
    store.rename(store.with_suffix(".aside"))
    after = files(site(ours))
    assert b"cut them by half" in after[PAGE]
    store.with_suffix(".aside").rename(store)
    again = files(site(ours, name="again"))
    assert {name: data for name, data in after.items() if not name.startswith(".")} == {
        name: data for name, data in again.items() if not name.startswith(".")
    }


def test_what_is_pinned_no_more_is_taken_out_without_the_objects(
    ours: Ours, theirs: Theirs, served: tuple[Path, str]
) -> None:
    york = neighbour(*served, "york")
    ours.join(theirs)
    ours.join(york, name="york")
    before = files(site(ours))
    ours.federation("remove", "york")
    ours.commit()
    after = files(site(ours))
    assert "c/york/one-form/index.html" in before
    assert {name for name in after if name.startswith("c/york/")} == set()
    assert after[PAGE] == before[PAGE]


def test_their_words_become_ours_where_a_crosswalk_says_so(ours: Ours, theirs: Theirs) -> None:
    theirs.edit(
        "communities/tags.yml",
        "  contact-centre:\n    label: Contact centres",
        "  call-centre:\n    label: Call centres",
    )
    theirs.edit(STORY, "tags: [customer-service, contact-centre]", "tags: [customer-service, call-centre]")
    theirs.commit()
    ours.join(theirs)
    page = (site(ours) / PAGE).read_text("utf-8")
    assert "Tags there</dt><dd>call-centre" in page
    ours.settings(
        "        customer-service: customer-service\n",
        "        customer-service: customer-service\n      close_match:\n        call-centre: contact-centre\n",
    )
    pages = site(ours)
    assert "Tags there" not in (pages / PAGE).read_text("utf-8")
    assert "c/kent/fewer-repeat-calls/index.html" in (pages / "tags/contact-centre/index.html").read_text("utf-8")


def test_what_fails_our_checks_is_kept_out_and_told_to_them(ours: Ours, theirs: Theirs) -> None:
    theirs.edit(STORY, "outcome: mixed", "outcome: brilliant")
    theirs.write("communities/customer-contact/script.md", "No frontmatter.\n")
    theirs.commit()
    ours.join(theirs)
    pages = site(ours)
    assert not (pages / PAGE).exists()
    assert (pages / "c/kent/one-form/index.html").exists()
    said = json.loads(ours.federation("status", "--report", "kent", "--json").out)
    line = next(
        number
        for number, text in enumerate((theirs.folder / STORY).read_text("utf-8").splitlines(), 1)
        if text.startswith("outcome:")
    )
    found = {(one["path"], one["line"], one["rule"]) for one in said}
    assert (STORY, line, "schema") in found
    assert ("communities/customer-contact/script.md", 1, "frontmatter-missing") in found
    (standing,) = json.loads(ours.federation("status", "--json").out)
    assert standing["kept_out"] == 2
    assert ours.run("check", "--quiet").code == 0


def test_nobody_writes_as_a_peer_and_no_peer_as_us(ours: Ours, theirs: Theirs) -> None:
    file = ours.folder / STORY
    text = file.read_text("utf-8")
    file.write_text(text.replace("id: fewer-repeat-calls", "id: kent:fewer-repeat-calls"), "utf-8")
    done = ours.run("check", "--quiet")
    assert done.code == 1
    assert "foreign-facts" in done.out
    file.write_text(
        text.replace("\n---\n", "\norigin:\n  peer: kent\n  commons: Kent\n  path: a.md\n---\n", 1), "utf-8"
    )
    assert "foreign-facts" in ours.run("check", "--quiet").out
    file.write_text(text, "utf-8")
    theirs.edit(STORY, "id: fewer-repeat-calls", "id: york:fewer-repeat-calls")
    theirs.edit("communities/customer-contact/one-form.md", "\n---\n", "\norigin:\n  peer: us\n  commons: Us\n---\n")
    theirs.commit()
    ours.join(theirs)
    pages = site(ours)
    assert not list(pages.glob("c/york/**/*.html"))
    assert "From The commons of Kent." in (pages / "c/kent/one-form/index.html").read_text("utf-8")


def test_a_withdrawal_there_is_a_withdrawal_here(ours: Ours, theirs: Theirs) -> None:
    ours.join(theirs)
    site(ours)
    theirs.edit(STORY, "\n---\n", "\nwithdrawn:\n  date: 2026-01-01\n  reason: The figures were wrong\n---\n")
    theirs.commit()
    ours.federation("sync")
    said = json.loads(ours.federation("diff", "kent", "--json").out)
    assert [(one["what"], one["id"]) for one in said["differences"]] == [("withdrawn", "kent:fewer-repeat-calls")]
    ours.federation("accept", "kent")
    page = (site(ours) / PAGE).read_text("utf-8")
    assert "Withdrawn on" in page
    assert "asked every caller" not in page


def test_a_difference_is_told_contribution_by_contribution(ours: Ours, theirs: Theirs) -> None:
    ours.join(theirs)
    theirs.edit(STORY, "by a third", "by a half")
    theirs.edit("communities/customer-contact/one-form.md", "kind: ", "kind: un")
    (theirs.folder / "communities/customer-contact/we-count.md").unlink()
    text = (theirs.folder / STORY).read_text("utf-8")
    theirs.write(
        "communities/peer-challenge/new-one.md",
        text.replace("id: fewer-repeat-calls", "id: new-one").replace(
            "community: customer-contact", "community: peer-challenge"
        ),
    )
    theirs.commit()
    ours.federation("sync")
    said = json.loads(ours.federation("diff", "kent", "--json").out)
    assert {(one["what"], one["path"].rpartition("/")[2]) for one in said["differences"]} == {
        ("changed", "fewer-repeat-calls.md"),
        ("failing", "one-form.md"),
        ("gone", "we-count.md"),
        ("new", "new-one.md"),
    }
    plain = ours.federation("diff", "kent").out
    assert "-summary: A fixture council asked every caller one question, and cut repeat calls by a third." in plain
    assert "+summary: A fixture council asked every caller one question, and cut repeat calls by a half." in plain


def test_a_build_without_the_objects_says_what_to_do_and_fetches_only_what_is_pinned(
    ours: Ours, theirs: Theirs, tmp_path: Path
) -> None:
    ours.join(theirs)
    theirs.edit(STORY, "by a third", "by a half")
    theirs.commit()
    clone = Ours(tmp_path / "clone")
    git(tmp_path, "clone", "-q", str(ours.folder), "clone")
    done = clone.run("build", "--output", tmp_path / "site")
    assert done.code == 2
    assert "commons federation sync" in done.err
    assert clone.federation("sync", "--pinned").code == 0
    assert "by a third" in (site(clone) / PAGE).read_text("utf-8")


@pytest.mark.parametrize("broken", ["peers: [", "peers:\n  kent: {url: x}\n", "pears: {}\n"])
def test_a_broken_file_is_a_problem_and_no_empty_site(ours: Ours, theirs: Theirs, broken: str) -> None:
    ours.join(theirs)
    pages = site(ours)
    (ours.folder / "communities/federation.yml").write_text(broken, "utf-8")
    done = ours.run("check", "--quiet")
    assert done.code == 1
    assert "communities/federation.yml" in done.out
    assert ours.run("build", "--output", pages).code == 2
    assert (pages / PAGE).is_file()


def test_a_version_of_our_own_says_what_it_is_adapted_from(ours: Ours, theirs: Theirs) -> None:
    ours.join(theirs)
    assert ours.federation("adopt", "kent:fewer-repeat-calls").code == 0
    draft = ours.folder / "contributions/fewer-repeat-calls.md"
    text = draft.read_text("utf-8")
    first = git(theirs.folder, "rev-list", "--max-parents=0", "main")
    assert f"adapted_from: kent:fewer-repeat-calls@{first[:12]}" in text.replace('"', "")
    assert "name: Example Officer" in text
    assert "licence: CC-BY-4.0" in text
    assert "consent" not in text
    assert "origin" not in text
    assert ours.run("check", "--quiet", draft).code == 0
    assert ours.federation("adopt", "kent:nothing").code == 2


def test_comments_stay_when_peers_come_and_go(ours: Ours, theirs: Theirs, served: tuple[Path, str]) -> None:
    file = ours.folder / "communities/federation.yml"
    ours.join(theirs)
    text = "# Why we federate.\n" + file.read_text("utf-8").replace("  kent:\n", "  # Ann asked them.\n  kent:\n", 1)
    text = text.replace("    unsigned: yes\n", "    unsigned: yes # for now\n")
    file.write_text(text, "utf-8")
    assert ours.federation("add", theirs.url, "--insecure", "--unsigned", "--name", "york").code == 0
    assert file.read_text("utf-8").startswith(text)
    assert ours.federation("add", theirs.url, "--insecure", "--unsigned", "--name", "york").code == 2
    assert ours.federation("remove", "york").code == 0
    assert file.read_text("utf-8") == text
    assert ours.federation("remove", "kent").code == 0
    assert "# Why we federate." in file.read_text("utf-8")
    assert "pins: {}" in (ours.folder / "communities/federation.lock").read_text("utf-8")
    assert not (site(ours) / PAGE).exists()


def test_a_network_with_a_loop_ends_at_the_neighbour(ours: Ours, theirs: Theirs, served: tuple[Path, str]) -> None:
    """Kent federates us, we federate Kent and York, York federates Kent: nobody gets what a neighbour only took in."""
    york = neighbour(*served, "york")
    kent = Ours(theirs.folder)
    kent.join(york, name="york")
    Ours(york.folder).join(theirs, name="kent")
    theirs.clock += dt.timedelta(days=1)
    theirs.edit(STORY, "by a third", "by a half")
    theirs.commit()
    ours.join(theirs, name="kent")
    ours.join(york, name="york")
    pages = site(ours)
    assert {one.parent.name for one in pages.glob("c/kent/*/")} | {"kent"} == {"kent"}
    assert not list(pages.glob("c/kent/york/**/*.html"))
    assert (pages / "c/kent/one-form/index.html").is_file()
    assert (pages / "c/york/one-form/index.html").is_file()
    assert ours.federation("verify").code == 0


def test_only_signed_peers_are_accepted_by_themselves(ours: Ours, theirs: Theirs, key: tuple[Path, str]) -> None:
    theirs.key = key[0]
    theirs.commit("Signed", "--allow-empty")
    ours.join(theirs, "--signer", key[1])
    theirs.edit(STORY, "by a third", "by a half")
    new = theirs.commit()
    ours.federation("sync")
    assert json.loads(ours.federation("accept", "--auto", "--json").out) == []
    ours.settings("    insecure: yes\n", "    insecure: yes\n    automatic: yes\n")
    (row,) = json.loads(ours.federation("accept", "--auto", "--json").out)
    assert row["accepted"] == new
    assert json.loads(ours.federation("accept", "--auto", "--json").out) == []
    theirs.key = None
    theirs.commit("By nobody", "--allow-empty")
    ours.federation("sync")
    done = ours.federation("accept", "--auto", "--json")
    assert done.code == 1
    assert json.loads(done.out)[0]["refusals"][0]["ground"] == "unsigned"


def test_what_they_published_since_you_looked_is_not_accepted_unseen(ours: Ours, theirs: Theirs) -> None:
    ours.join(theirs)
    seen = theirs.commit("One", "--allow-empty")
    ours.federation("sync")
    theirs.commit("Two", "--allow-empty")
    ours.federation("sync")
    assert ours.federation("accept", "kent", "--seen", seen[:12]).code == 2
    assert ours.federation("accept", "kent").code == 0


def test_search_and_digests_name_the_peer_and_the_very_text(ours: Ours, theirs: Theirs) -> None:
    before = git(ours.folder, "rev-parse", "HEAD")
    ours.join(theirs)
    first = git(theirs.folder, "rev-list", "--max-parents=0", "main")
    found = json.loads(ours.run("search", "repeat calls", "--json").out)
    hits = found["results"] if isinstance(found, dict) else found
    hit = next(one for one in hits if one["id"] == "kent:fewer-repeat-calls")
    assert hit["source"] == "kent"
    assert hit["citation"] == f"kent:fewer-repeat-calls@{first[:12]}"
    file = ours.folder.parent / "digest.md"
    done = ours.run("digest", "avoidable-contact", "--output", file)
    assert done.code == 0, done.err
    assert f"kent:fewer-repeat-calls@{first[:12]}" in file.read_text("utf-8")
    assert "/c/kent/fewer-repeat-calls/" in file.read_text("utf-8")
    verified = ours.run("digest", "verify", file)
    assert verified.code == 0, verified
    here = ours.run("digest", "avoidable-contact", "--community", "customer-contact", "--output", file)
    assert here.code == 0
    assert "kent:fewer-repeat-calls@" in file.read_text("utf-8")
    done = ours.run("digest", "avoidable-contact", "--after", before, "--output", file)
    assert f"kent:fewer-repeat-calls@{first[:12]}" in file.read_text("utf-8"), done
    done = ours.run("digest", "avoidable-contact", "--after", "HEAD", "--output", file)
    assert f"kent:fewer-repeat-calls@{first[:12]}" not in file.read_text("utf-8"), done


def test_a_site_introduces_itself_to_programs(ours: Ours, theirs: Theirs) -> None:
    ours.join(theirs)
    pages = site(ours)
    said = json.loads((pages / ".well-known/commons.json").read_text("utf-8"))
    jsonschema.validate(said, json.loads((ROOT / "docs/reference/commons.schema.json").read_text("utf-8")))
    own = [one for one in ours.folder.glob("communities/*/*.md") if "withdrawn:" not in one.read_text("utf-8")]
    assert said["contributions"] == len(own)
    assert sum(said["licences"].values()) == len(own)
    assert said["commit"] == git(ours.folder, "rev-parse", "HEAD")
    assert sum(one["contributions"] for one in said["communities"]) == len(own)
    tags = json.loads((pages / "vocabularies/tags.jsonld").read_text("utf-8"))["@graph"]
    narrow = next(one for one in tags if one["@id"] == "https://commons.example/tags/contact-centre/")
    assert narrow["broader"] == ["https://commons.example/tags/customer-service/"]
    assert said["vocabularies"]["tags"].endswith("vocabularies/tags.jsonld")


def test_what_was_read_before_can_be_lost(ours: Ours, theirs: Theirs) -> None:
    ours.join(theirs)
    before = files(site(ours))
    for file in (ours.folder / ".commons").glob("contents-*"):
        file.unlink()
    after = files(site(ours, "--anew"))
    assert after == before
