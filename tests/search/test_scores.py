"""Results are ranked by the formula that `fields` states: worked out here a second time, from the documents alone."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pytest
from searchable import NOW
from whoosh.util.numeric import byte_to_length, length_to_byte

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.reading.tree import open_tree
from practice_commons.search import fields
from practice_commons.search.document import Document
from practice_commons.search.holdings import Holdings
from practice_commons.search.index import Index
from practice_commons.search.query import Query
from practice_commons.search.words import tokens


@pytest.mark.parametrize(
    "text",
    [
        "contact",
        "avoidable contact",
        "contact plain letters",
        "people council",
        "officers learned",
        "contact contact",
        "needed OR plain OR people",
        "council:kent OR contact",
        "avoidable -plain",
    ],
)
def test_scores(root: Path, text: str) -> None:
    with Catalogue.of(open_tree(root, NOW), root / ".commons", print) as catalogue:
        index = Index.of(catalogue, root / ".commons/search", print)
        scored(index, {key: Holdings(catalogue).document(key) for key in Holdings(catalogue).placed}, text)


def scored(index: Index, documents: dict[str, Document], text: str) -> None:
    """Compare the scores of a query's results with those worked out from the documents."""
    counts = {
        key: {name: Counter(token.stem for token in tokens(one.texts.get(name, ""))) for name in fields.WEIGHTS}
        for key, one in documents.items()
    }
    lengths = {key: {name: each[name].total() for name in fields.WEIGHTS} for key, each in counts.items()}
    wanted = list(
        dict.fromkeys(
            token.stem for word in text.split() if ":" not in word and word[0] != "-" for token in tokens(word)
        )
    )

    def score(key: str) -> float:
        total = 0.0
        for stem in wanted:
            for name, weight in fields.WEIGHTS.items():
                frequency = counts[key][name][stem]
                if frequency:
                    held = sum(each[name][stem] > 0 for each in counts.values())
                    idf = math.log(len(documents) / (held + 1)) + 1
                    average = sum(each[name] for each in lengths.values()) / len(documents)
                    length = byte_to_length(length_to_byte(lengths[key][name]))
                    norm = fields.K1 * ((1 - fields.B) + fields.B * length / average)
                    total += weight * idf * frequency * (fields.K1 + 1) / (frequency + norm)
        return total

    results = index.search(Query(text, limit=1000))
    assert results.hits
    for hit in results.hits:
        assert hit.score == pytest.approx(score(f"{hit.source}:{hit.path}"), abs=1e-5), hit.id
    order = [(-hit.score, -hit.date.toordinal(), f"{hit.source}:{hit.path}") for hit in results.hits if not hit.partial]
    assert order == sorted(order)
