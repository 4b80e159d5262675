"""A digest verified: true in every format, and each way of tampering named."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.small_commons import commit, make
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest.composition import compose
from practice_commons.digest.forms import NAMES, rendered
from practice_commons.digest.verification import Verification, verify
from practice_commons.failure import Failure
from practice_commons.reading.tree import open_tree

from .conftest import NOW

PRIORITY = "repairs"


@pytest.fixture(scope="module")
def documents(small: Catalogue) -> dict[str, bytes]:
    digest = compose(small, PRIORITY)
    return {form: rendered([digest], form) for form in NAMES}


@pytest.fixture
def held(small: Catalogue) -> Callable[[bytes], Verification]:
    def at(commit: str) -> Catalogue:
        if commit != small.commit:
            raise Failure(f"{commit!r} is not a commit")
        return small

    return lambda data: verify(data, at, small)


@pytest.mark.parametrize("form", NAMES)
def test_a_digest_holds_in_every_format(form: str, documents, held) -> None:
    found = held(documents[form])
    assert (found.doubts, found.since) == ([], [])
    assert found.holds
    assert found.statements > 50
    assert found.notes == ["The document is the digest's own, to the byte."]


def _zipped(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry.filename, change(part) if entry.filename == name else part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


WORD = (b"councils", b"mayors")


@pytest.mark.parametrize(
    ("form", "change"),
    [
        ("md", lambda data: data.replace(*WORD, 1)),
        ("html", lambda data: data.replace(b" councils", b" mayors", 1)),
        ("docx", lambda data: _zipped(data, "word/document.xml", lambda part: part.replace(*WORD, 1))),
        ("odt", lambda data: _zipped(data, "content.xml", lambda part: part.replace(*WORD, 1))),
        ("csv", lambda data: data.replace(b'"supports"', b'"challenges"', 1)),
        ("pdf", lambda data: data.replace(b"%%EOF", b"% one more comment\n%%EOF")),
    ],
)
def test_a_changed_word_is_named(form: str, change: Callable[[bytes], bytes], documents, held) -> None:
    changed = change(documents[form])
    assert changed != documents[form]
    found = held(changed)
    assert not found.holds
    assert {one.where for one in found.doubts} == {"document"}
    if form in {"md", "html", "docx", "odt"}:
        assert "mayors" in found.doubts[0].why


@pytest.mark.parametrize(
    ("form", "part"),
    [("html", None), ("docx", "word/_rels/document.xml.rels"), ("odt", "content.xml")],
)
def test_a_link_that_leads_elsewhere_is_named(form: str, part: str | None, documents, held) -> None:
    def elsewhere(data: bytes) -> bytes:
        return data.replace(b'"https://commons.example/c/', b'"https://elsewhere.example/c/', 1)

    changed = _zipped(documents[form], part, elsewhere) if part else elsewhere(documents[form])
    assert changed != documents[form]
    found = held(changed)
    assert not found.holds
    assert any("elsewhere.example" in one.why for one in found.doubts)


def test_a_document_that_was_saved_anew_still_holds(documents, held) -> None:
    again = _zipped(documents["docx"], "", lambda part: part)
    assert again != documents["docx"]
    found = held(again)
    assert found.holds
    assert found.notes == ["The document was saved anew; none of its words differ."]


def _tampered(documents: dict[str, bytes], change: Callable[[dict], None]) -> bytes:
    """The HTML with its manifest changed, and nothing else."""
    text = documents["html"].decode()
    begun = text.index('id="practice-commons-manifest">') + len('id="practice-commons-manifest">')
    end = text.index("</script>", begun)
    said = json.loads(text[begun:end])
    change(said["digests"][0])
    return (text[:begun] + json.dumps(said).replace("<", "\\u003c").replace("&", "\\u0026") + text[end:]).encode()


def _count(part: dict) -> None:
    where = next(one for one in part["counts"] if part["counts"][one] > 1)
    part["counts"][where] += 1


def _passage(part: dict) -> None:
    one = next(one for one in part["quotations"] if one["exact"])
    one["exact"] = one["exact"].upper()


def _forged(part: dict) -> None:
    part["sources"][0]["citation"] = "nobody-wrote-this@" + part["sources"][0]["citation"].partition("@")[2]


def _blob(part: dict) -> None:
    part["sources"][0]["blob"] = "0" * 40


def _dropped(part: dict) -> None:
    del part["sources"][0]


def _commit(part: dict) -> None:
    part["commit"] = "f" * 40


def _coded(part: dict) -> None:
    one = next(one for one in part["codings"] if "stance" in one["said"])
    one["said"]["stance"] = "challenges" if one["said"]["stance"] != "challenges" else "supports"


def _period(part: dict) -> None:
    part["since"] = "2020-01-01"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_count, "the count says"),
        (_passage, "the passage says"),
        (_forged, "is not published at that commit"),
        (_blob, "names another file"),
        (_dropped, "is missing from it"),
        (_commit, "cites a commit that is not here"),
        (_coded, "what was coded says"),
        (_period, "is not"),
    ],
)
def test_a_changed_manifest_is_named(change: Callable[[dict], None], why: str, documents, held) -> None:
    found = held(_tampered(documents, change))
    assert not found.holds
    assert any(why in one.why for one in found.doubts), found.doubts


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            lambda text: text.replace("\n---\n", "\nwithdrawn:\n  date: 2029-01-01\n  reason: Wrong\n---\n", 1),
            "was withdrawn",
        ),
        (lambda text: re.sub(r'consent: "[a-z-]+"', "consent: none", text), "consent was taken back"),
        (lambda _: None, "is not published any more"),
    ],
)
def test_what_changed_since_is_named(tmp_path: Path, change: Callable[[str], str | None], why: str) -> None:
    root = make(tmp_path / "small")

    def opened(at: str) -> Catalogue:
        return Catalogue.of(open_tree(root, NOW, at), tmp_path / "work", lambda _: None)

    with opened("HEAD") as before:
        digest = compose(before, PRIORITY)
        data, first = rendered([digest], "md"), str(before.commit)
        entry = before.entry(digest.annex[0].citation.text.partition("@")[0])
    file = root / entry.path
    text = change(file.read_text("utf-8"))
    if text is None:
        file.unlink()
    else:
        file.write_text(text, "utf-8")
    commit(root, "A change", "2029-06-01T12:00:00+00:00")
    with opened("HEAD") as now:
        found = verify(data, lambda one: opened(first if one == first else "nothing"), now)
    assert found.doubts == []
    assert [why in one.why for one in found.since] == [True]
    assert not found.holds


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"{}", b"<html>", b"\xff" * 1000, b"record,x\n"])
def test_what_is_no_digest_is_said_in_words(data: bytes, held) -> None:
    with pytest.raises(Failure):
        held(data)
