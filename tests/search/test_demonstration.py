"""The demonstration's contributions, asked as visitors would ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from places import ROOT
from searchable import opened

from practice_commons.search.index import Index
from practice_commons.search.query import Query

pytestmark = pytest.mark.skipif(
    not (ROOT / "communities" / "customer-contact" / "ni14-two-definitions.md").exists(), reason="it is not here"
)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with opened(ROOT, tmp_path_factory.mktemp("workshop")) as (index, _):
        yield index


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("NI14 definition", "ni14-two-definitions"),
        ('"Total Place" Kent', "whole-place:kent-total-place"),
        ("peer challenge", "tell-a-peer-challenge"),
        ("barriers", "whole-place:total-place-barriers"),
        ("parks", "camden-parks"),
        ("knowledge hub closing", "hub-to-close"),
        ("priority:avoidable-contact kind:event", "ni14-online-conference"),
        ("indicator scrapped", "ni-set-scrapped"),
    ],
)
def test_top_hit(demonstration: Index, text: str, first: str) -> None:
    assert [hit.id for hit in demonstration.search(Query(text)).hits][:1] == [first]


@pytest.mark.parametrize(
    "text",
    [
        "avoidable contact",
        "recession",
        "coproduction",
        "councillor induction",
        "commun* facilitat*",
        "kind:question",
        "outcome:did-not-work",
        "council:Kent",
        "sharing data",
    ],
)
def test_something_is_found(demonstration: Index, text: str) -> None:
    assert demonstration.search(Query(text)).total > 0


def test_a_slip_is_noticed(demonstration: Index) -> None:
    assert demonstration.search(Query("avoidabel contcat")).did_you_mean == "avoidable contact"


def test_where_enough_holds_all_of_the_words_nothing_is_added(demonstration: Index) -> None:
    assert not any(hit.partial for hit in demonstration.search(Query("avoidable contact", limit=100)).hits)
