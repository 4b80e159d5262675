"""A peer's file in our words: whatever its people wrote, its id is theirs, and its lines are where they were."""

from __future__ import annotations

from typing import Any

import pytest
from held import GOOD, inspected
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice_commons.failure import Failure
from practice_commons.federation.files import with_peer, without_peer
from practice_commons.federation.translation import Crossing
from practice_commons.model.community import Commons
from practice_commons.model.federation import Crosswalk, Peer
from practice_commons.reading.document import Document, read_document
from practice_commons.reading.vocabularies import Vocabularies

PEER = Peer(
    url="https://git.example.org/kent.git",
    communities=("*",),
    unsigned=True,
    into={"contact": "customer-contact"},
    tags=Crosswalk(exact_match={"front-desk": "customer-service"}, broader={"web-chat": "contact-centre"}),
    priorities=Crosswalk(exact_match={"ni14": "avoidable-contact"}, broader={"peer-support": "sector-led-improvement"}),
)
COMMONS = Commons(
    name="Kent", description="-", base_url="https://kent.example/", repository_url=None, licence="CC-BY-4.0"
)
PATH = "communities/contact/story.md"


@pytest.fixture(scope="module")
def ours() -> Vocabularies:
    return inspected({})[0].vocabularies


@pytest.fixture(scope="module")
def crossing(ours: Vocabularies) -> Crossing:
    return Crossing.of("kent", PEER, COMMONS, ours)


def fields(crossing: Crossing, text: str) -> dict[str, Any]:
    found = read_document("", crossing.translated(text.encode(), PATH))
    assert isinstance(found, Document)
    return dict(found.fields)


def test_words_change_and_what_has_none_is_kept_as_it_was_said(crossing: Crossing) -> None:
    found = fields(
        crossing,
        "---\nid: one-story\ncommunity: contact\ntags: [front-desk, web-chat, cattle, customer-service]\n"
        "priorities: [ni14, peer-support, transparency]\nstance: {ni14: supports, peer-support: challenges}\n"
        "asks:\n  - ask: Money\n    of: Government\n    priority: peer-support\n  - ask: Time\n    of: Us\n"
        "    priority: ni14\ncouncils: [kent, Atlantis]\nauthor:\n  name: A\n  role: officer\n  listed: yes\n"
        "  council: Nowhere\nresponds_to: a-question\nsuperseded_by: another\n---\n",
    )
    assert found["id"] == "kent:one-story"
    assert found["community"] == "customer-contact"
    assert found["tags"] == ["customer-service", "contact-centre"]
    assert found["priorities"] == ["avoidable-contact", "sector-led-improvement"]
    assert found["stance"] == {"avoidable-contact": "supports"}
    assert found["asks"] == [
        {"ask": "Money", "of": "Government"},
        {"ask": "Time", "of": "Us", "priority": "avoidable-contact"},
    ]
    assert found["councils"] == ["kent"]
    assert found["author"] == {"name": "A", "role": "officer"}
    assert (found["responds_to"], found["superseded_by"]) == ("kent:a-question", "kent:another")
    assert found["licence"] == "CC-BY-4.0"
    assert found["origin"] == {
        "peer": "kent",
        "commons": "Kent",
        "path": PATH,
        "link": "https://kent.example/c/one-story/",
        "tags": ["cattle", "customer-service"],
        "priorities": ["transparency"],
        "councils": ["Atlantis", "Nowhere"],
    }


ODD = {
    "a key inside a quotation": '---\ntitle: "one\nid: two\n  three"\nid: real-one\n---\nBody\n',
    "a key inside a block": "---\ntitle: |\n  id: two\n  more\nid: real-one\n---\nBody\n",
    "quoted keys": '---\n"id": real-one\n"tags": [cattle]\n---\nBody\n',
    "all on one line": "---\n{id: real-one, tags: [cattle]}\n---\nBody\n",
    "other ends of lines": "---\r\nid: real-one\r\ntags:\r\n- cattle\r\n---\r\nBody\r\n",
    "a mark at the beginning": "\ufeff---\nid: real-one\n---\nBody\n",
    "comments": "---\n# first\nid: real-one # the id\n\n# last\ntags: [cattle] # tags\n---\nBody\n",
    "no end of line": "---\nid: real-one\n---",
    "wrong types": "---\nid: real-one\ntags: cattle\nasks: {a: b}\nauthor: [x]\nstance: [y]\nteam: [z]\n---\nBody\n",
    "nothing in a list": "---\nid: real-one\ntags:\n-\n- cattle\ncouncils: [kent, ]\n---\nBody\n",
    "odd characters": '---\nid: real-one\nsummary: "é 😀 \\" \\\\ #: "\ntags: [x]\n---\nBody\n',
}


@pytest.mark.parametrize("name", ODD)
def test_however_it_is_written_the_id_is_the_peers(crossing: Crossing, name: str) -> None:
    was = read_document("", ODD[name].encode())
    assert isinstance(was, Document)
    made = read_document("", crossing.translated(ODD[name].encode(), PATH))
    assert isinstance(made, Document)
    assert made.fields["id"] == "kent:real-one"
    assert made.body == was.body
    kept = {key: said for key, said in was.fields.items() if key in {"title", "summary"}}
    assert {key: made.fields[key] for key in kept} == kept


@pytest.mark.parametrize("text", ["", "No frontmatter\n", "---\nid: a\nid: b\n---\n", "---\nid: &a b\n---\n", "\xff"])
def test_what_cannot_be_read_is_left_to_the_checks(crossing: Crossing, text: str) -> None:
    data = text.encode("latin-1")
    assert crossing.translated(data, PATH) == data


def test_lines_stay_where_they_were(crossing: Crossing) -> None:
    for file in sorted((GOOD / "communities").glob("*/*.md")):
        was = read_document("", file.read_bytes())
        assert isinstance(was, Document)
        made = read_document("", crossing.translated(file.read_bytes(), PATH))
        assert isinstance(made, Document)
        for key in was.fields:
            assert made.mark(key)[0] == was.mark(key)[0], (file, key)
        assert made.body == was.body


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
def test_nothing_that_anybody_writes_is_published_without_the_peers_name(crossing: Crossing, text: str) -> None:
    made = read_document("", crossing.translated(f"---\n{text}\nid: real-one\n---\n".encode("utf-8", "replace"), PATH))
    if isinstance(made, Document) and "id" in made.fields:
        assert str(made.fields["id"]).startswith("kent:") or not isinstance(made.fields["id"], str)


@pytest.mark.parametrize(
    "text",
    [
        "peers: {kent: {url: 'https://a.example/a.git', communities: ['*'], unsigned: yes}}\n",
        (
            "# One\npeers:\n    kent:\n        url: https://a.example/a.git\n"
            "        communities: ['*']\n        unsigned: yes\n"
        ),
    ],
)
def test_a_file_that_cannot_be_changed_without_loss_is_left_alone(text: str) -> None:
    with pytest.raises(Failure, match="without loss"):
        with_peer(text, "york", PEER)


def test_what_was_added_can_be_taken_out_again_in_any_order() -> None:
    text = ""
    for name in ("kent", "york", "barnsley"):
        text = with_peer(text, name, PEER, f"About {name}.\nSecond line.")
    assert text.index("kent") < text.index("york") < text.index("barnsley")
    middle = without_peer(text, "york")
    assert "york" not in middle
    assert "About kent." in middle
    assert "About barnsley." in middle
    assert with_peer(without_peer(without_peer(middle, "kent"), "barnsley"), "kent", PEER).count("kent:") == 1
