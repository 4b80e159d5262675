"""Bytes become a document or problems: strictly, with every place kept."""

from __future__ import annotations

import hashlib

import frontmatter
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice_commons.reading import limits
from practice_commons.reading.document import Document, StrictHandler, blob_id, read_document
from practice_commons.reading.strict_yaml import StrictYamlError, parse

GOOD = "---\nkind: news\ntitle: A title\ntags:\n  - one\n  - two\nauthor: {name: Example}\n---\n\n## Words\n"


def read(text: str | bytes) -> Document:
    found = read_document("a.md", text.encode() if isinstance(text, str) else text)
    assert isinstance(found, Document), found
    return found


def refused(text: str | bytes) -> tuple[str, int, int]:
    found = read_document("a.md", text.encode() if isinstance(text, str) else text)
    assert isinstance(found, tuple), found
    assert len(found) == 1
    assert found[0].path == "a.md"
    assert found[0].hint
    return found[0].rule, found[0].line, found[0].column


def test_document_keeps_fields_places_body_and_blob() -> None:
    document = read(GOOD)
    assert document.fields == {
        "kind": "news",
        "title": "A title",
        "tags": ["one", "two"],
        "author": {"name": "Example"},
    }
    assert document.body == "\n## Words\n"
    assert document.body_line == 9
    assert document.mark("title") == (3, 1)
    assert document.mark("tags", 1) == (6, 5)
    assert document.mark("author", "name") == (7, 10)
    assert document.mark("author", "role", 3) == (7, 1)
    assert document.mark("none") == (1, 1)
    assert document.blob == hashlib.sha1(b"blob %d\0" % len(GOOD) + GOOD.encode()).hexdigest()


def test_sha256_repositories_have_ids_of_their_own() -> None:
    assert blob_id(b"x", "sha256") == hashlib.sha256(b"blob 1\0x").hexdigest()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("no", "no"),
        ("12:30", "12:30"),
        ("0123", "0123"),
        ("2010-02-30", "2010-02-30"),
        ("~", "~"),
        ("null", "null"),
        ("1e3", "1e3"),
        ("'quoted'", "quoted"),
        ("0x1F", "0x1F"),
        ("9" * 4300, "9" * 4300),
        ("", None),
        ("''", ""),
    ],
)
def test_nothing_is_guessed(value: str, text: str | None) -> None:
    assert read(f"---\nkey: {value}\n---\n").fields == {"key": text}


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_and_byte_order_marks_make_no_difference(ending: str, mark: str) -> None:
    document = read(mark + GOOD.replace("\n", ending))
    assert (document.body, document.body_line, document.mark("tags", 1)) == ("\n## Words\n", 9, (6, 5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("frontmatter-missing", 1, 1)),
        ("\n---\na: b\n---\n", ("frontmatter-missing", 1, 1)),
        ("---\na: b\n", ("frontmatter-missing", 1, 1)),
        (" ---\na: b\n---\n", ("frontmatter-missing", 1, 1)),
        ("---\na: b: c\n---\n", ("frontmatter-syntax", 2, 5)),
        ("---\n- a\n---\n", ("frontmatter-syntax", 2, 1)),
        ("---\na\n---\n", ("frontmatter-syntax", 2, 1)),
        ("---\n%YAML 1.1\n---\n", ("frontmatter-syntax", 3, 1)),
        ("---\n? [a]\n: b\n---\n", ("frontmatter-syntax", 2, 3)),
        ("---\na: b\na: c\n---\n", ("frontmatter-duplicate-key", 3, 1)),
        ("---\na: {b: c, b: d}\n---\n", ("frontmatter-duplicate-key", 2, 11)),
        ("---\na: &x b\n---\n", ("frontmatter-anchor", 2, 4)),
        ("---\na: *x\n---\n", ("frontmatter-anchor", 2, 4)),
        ("---\na: !!int 3\n---\n", ("frontmatter-tag", 2, 4)),
        ("---\na: [[[[[[[[x]]]]]]]]\n---\n", ("frontmatter-too-deep", 2, 11)),
        ('---\na: "\\e"\n---\n', ("control-character", 2, 4)),
        ('---\na: "\\u202e"\n---\n', ("bidi-control", 2, 4)),
        ('---\n"\\0": a\n---\n', ("control-character", 2, 1)),
        ("---\na: b\n---\nx\x00", ("control-character", 4, 2)),
        ("---\na: b\n---\nx\x85", ("control-character", 4, 2)),
        ("---\na: b\n---\nx\n\u2066", ("bidi-control", 5, 1)),
        (b"---\na: b\n---\n\xff", ("not-utf-8", 4, 1)),
        (b"\xff\xfe-\0", ("not-utf-8", 1, 1)),
        (b"\xed\xa0\x80", ("not-utf-8", 1, 1)),
        (b"x" * (limits.FILE_BYTES + 1), ("file-too-large", 1, 1)),
        (f"---\na: {'x' * limits.FRONTMATTER_BYTES}\n---\n", ("frontmatter-too-large", 1, 1)),
    ],
)
def test_what_strict_reading_refuses(text: str | bytes, expected: tuple[str, int, int]) -> None:
    assert refused(text) == expected


def test_limits_are_inclusive() -> None:
    head = "---\na: b\n---\n"
    assert read(head + "x" * (limits.FILE_BYTES - len(head))).body
    assert read(f"---\na: {'x' * (limits.FRONTMATTER_BYTES - 4)}\n---\n").fields


def test_handler_serves_python_frontmatter() -> None:
    post = frontmatter.loads("---\na: no\n---\n  Words.\n", handler=StrictHandler())
    assert post.metadata == {"a": "no"}


@settings(max_examples=300, database=None)
@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_document_or_in_problems(data: bytes) -> None:
    for given_bytes in (data, b"---\n" + data, b"---\na: " + data + b"\n---\n"):
        found = read_document("a.md", given_bytes)
        assert isinstance(found, Document) or all(problem.hint for problem in found)


@settings(max_examples=300, database=None)
@given(st.text("ab:-[]{}&*!|>'\"%#?,\n \t\\x0", max_size=60))
def test_any_yaml_is_plain_or_refused(text: str) -> None:
    try:
        fields, marks = parse(text)
    except StrictYamlError as error:
        refusal = error
    else:
        refusal = None
    if refusal:
        assert refusal.mark[0] >= 1
        assert refusal.hint
        return
    lines = text.count("\n") + 1
    assert set(fields) == {place[0] for place in marks if len(place) == 1}
    assert all(1 <= line <= lines and column >= 1 for line, column in marks.values())


@settings(max_examples=200, database=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_the_body_is_kept_as_it_is(body: str) -> None:
    found = read_document("a.md", f"---\na: b\n---\n{body}".encode())
    if isinstance(found, Document):
        assert found.body == body.replace("\r\n", "\n")
