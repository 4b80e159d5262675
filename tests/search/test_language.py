"""What a query's text means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice_commons.search.language import Clause, Condition, Prefix, Words, parse
from practice_commons.search.query import CLAUSES


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("", ()),
        ("  \t ", ()),
        ("one two", (Clause((Words("one", 0),)), Clause((Words("two", 4),)))),
        ('"one two"', (Clause((Words("one two", 1, quoted=True),)),)),
        ("“one two” three", (Clause((Words("one two", 1, quoted=True),)), Clause((Words("three", 10),)))),
        ('"no end', (Clause((Words("no end", 1, quoted=True),)),)),
        ("pre*", (Clause((Prefix("pre", 0),)),)),
        ("-one", (Clause((Words("one", 1),), negated=True),)),
        ("NOT one", (Clause((Words("one", 4),), negated=True),)),
        ("NOT -one", (Clause((Words("one", 5),), negated=True),)),
        ("+one", (Clause((Words("one", 1),)),)),
        ("a-b", (Clause((Words("a-b", 0),)),)),
        ("x OR y z", (Clause((Words("x", 0), Words("y", 5))), Clause((Words("z", 7),)))),
        ("x OR y OR z", (Clause((Words("x", 0), Words("y", 5), Words("z", 10))),)),
        ("x AND y", (Clause((Words("x", 0),)), Clause((Words("y", 6),)))),
        ("x OR", (Clause((Words("x", 0),)),)),
        ("OR OR NOT", ()),
        ("x OR -y", (Clause((Words("x", 0),)), Clause((Words("y", 6),), negated=True))),
        ("or not", (Clause((Words("or", 0),)), Clause((Words("not", 3),)))),
        ("kind:news", (Clause((Condition("kind", "news"),)),)),
        ("-KIND:news", (Clause((Condition("kind", "news"),), negated=True),)),
        ('council:"Kent County" x', (Clause((Condition("council", "Kent County"),)), Clause((Words("x", 22),)))),
        ('region:"South East"', (Clause((Condition("region", "South East"),)),)),
        ("Year:2024", (Clause((Condition("year", "2024"),)),)),
        ("exact:one", (Clause((Words("exact:one", 0),)),)),
        ('title:"one two"', (Clause((Words("one two", 7, "title", quoted=True),)),)),
        ("date:2008..2010", (Clause((Condition("date", "2008..2010"),)),)),
        ("title:one", (Clause((Words("one", 6, "title"),)),)),
        ("title:on*", (Clause((Prefix("on", 6, "title"),)),)),
        ("kind: news", (Clause((Words("kind:", 0),)), Clause((Words("news", 6),)))),
        ('kind:""', ()),
        ("http://x", (Clause((Words("http://x", 0),)),)),
        ("12:30", (Clause((Words("12:30", 0),)),)),
    ],
)
def test_meaning(text: str, clauses: tuple[Clause, ...]) -> None:
    assert parse(text).clauses == clauses


def test_text_is_read_in_its_composed_form() -> None:
    assert parse("Mo\u0302n").clauses == parse("Môn").clauses


def test_only_so_many_clauses_are_read() -> None:
    expression = parse("word " * (CLAUSES + 1))
    assert (len(expression.clauses), expression.cut) == (CLAUSES, True)
    assert not parse("word " * CLAUSES).cut


@given(st.text() | st.text('"-*: ORNTkind:“a+', max_size=80))
def test_any_text_is_a_query_and_its_words_stand_where_they_say(text: str) -> None:
    expression = parse(text)
    for clause in expression.clauses:
        for leaf in clause.either:
            if not isinstance(leaf, Condition):
                assert expression.text[leaf.start : leaf.start + len(leaf.text)] == leaf.text
