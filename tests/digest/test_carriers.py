"""The manifest inside every format: it says what the digest says, and is read back out of files that mean no good."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import re
import tracemalloc
import zipfile
import zlib

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import paper
from digest.small_commons import SECRETS
from practice_commons.digest import carriers, forms
from practice_commons.digest.carriers import MARK, NAMESPACE, ODT_PART, read
from practice_commons.digest.composition import compose
from practice_commons.digest.manifest import Manifest, canonical, manifest, parsed
from practice_commons.failure import Failure

BOMB = 200 * 1024 * 1024


@pytest.fixture(scope="module")
def digests(small):
    return [compose(small, "repairs"), compose(small, "empty")]


@pytest.fixture(scope="module")
def made(digests) -> dict[str, bytes]:
    return {form: forms.rendered(digests, form) for form in forms.NAMES}


def package(compression: int = zipfile.ZIP_DEFLATED, **files: bytes | str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as packed:
        for name, data in files.items():
            packed.writestr({"odt": ODT_PART, "word": "customXml/item1.xml"}.get(name, name), data)
    return stream.getvalue()


def pdf(*attached: bytes, packed: bool = True) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    for number, data in enumerate(attached):
        document.attachments[f"{number}.json"] = pikepdf.AttachedFileSpec(document, data, filename=f"{number}.json")
    stream = io.BytesIO()
    modes = pikepdf.ObjectStreamMode
    document.save(
        stream, compress_streams=packed, object_stream_mode=modes.generate if packed else modes.disable, static_id=True
    )
    return stream.getvalue()


@pytest.mark.parametrize("form", forms.NAMES)
def test_what_went_in_comes_out(made, digests, form, tmp_path) -> None:
    assert read(made[form]) == manifest(digests)
    path = tmp_path / "renamed.bin"
    path.write_bytes(made[form])
    assert read(path) == read(str(path)) == manifest(digests)


def test_manifest_says_what_the_digest_says(digests) -> None:
    digest, (part, _) = digests[0], manifest(digests).digests
    assert (part.priority, part.commit, part.command) == ("repairs", digest.commit, digest.method.command)
    assert {one.citation: one.blob for one in part.sources} == {one.citation.text: one.blob for one in digest.annex}
    quoted = {one.where: one for one in part.quotations}
    assert quoted["findings.0.ask"].exact == digest.findings[0].ask.words
    assert quoted["experience.0.summary"].citation == digest.experience[0].summary.citation.text
    assert [one.where for one in part.quotations if one.exact is None] == ["experience.5.title", "annex.11.title"]
    coded = {one.where: one.said for one in part.codings}
    assert coded["figures.0"] == {
        "name": "Second visits",
        "before": "41",
        "after": "29.50",
        "unit": "% of jobs",
        "period": "2024",
        "note": "Counted | by hand.",
    }
    assert coded["ask"] == {"words": digest.ask.words}
    assert coded["annex.0"]["blob"] == digest.annex[0].blob
    assert part.counts["coverage.heard"] == len(digest.coverage.heard)
    assert part.counts["tally.councils.supports"] == digest.tally.councils.supports
    assert part.counts["method.exclusions.2.contributions"] == digest.method.exclusions[2].contributions


def test_canonical_form(digests) -> None:
    text = canonical(manifest(digests))
    assert re.fullmatch(r"[\n -~]*", text)
    assert not set("<>&") & set(text)
    assert text.replace("\n", "") == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
    assert parsed(text) == manifest(digests)
    json.loads(text, parse_float=pytest.fail)
    spoilt = dataclasses.replace(digests[0], definition="</script> --> ]]> & “ü”", commons="<x>")
    assert parsed(canonical(manifest([spoilt]))) == manifest([spoilt])


def test_manifest_names_nobody_without_consent(digests) -> None:
    text = canonical(manifest(digests))
    assert not [secret for secret in (*SECRETS, "Kestrel", "kestrel-bay") if secret in text]


def test_saved_again_by_other_programs(made, digests) -> None:
    for name in ("docx", "odt"):
        parts = paper.parts(made[name])
        assert read(package(**parts)) == manifest(digests)
    parts = paper.parts(made["docx"])
    inside = parts.pop("customXml/item1.xml").decode()
    moved = inside.replace("<manifest xmlns=", "<ns0:manifest xmlns:ns0=").replace("</manifest", "</ns0:manifest")
    assert read(
        package(**parts, **{"customXml/item3.xml": moved.replace('"schema"', "&quot;schema&quot;")})
    ) == manifest(digests)
    with pikepdf.open(io.BytesIO(made["pdf"])) as document:
        for modes in ("generate", "disable"):
            stream = io.BytesIO()
            document.save(stream, object_stream_mode=getattr(pikepdf.ObjectStreamMode, modes), recompress_flate=True)
            assert read(stream.getvalue()) == manifest(digests)
    for name in ("md", "html", "csv", "json"):
        crlf = made[name].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        assert read(crlf) == manifest(digests)
    assert read(b"\xef\xbb\xbf" + made["json"]) == manifest(digests)


def test_the_pdf_lists_it_as_an_attachment(made, digests) -> None:
    with pikepdf.open(io.BytesIO(made["pdf"])) as document:
        [(name, attached)] = document.attachments.items()
        assert name == f"{MARK}.json"
        assert parsed(attached.get_file().read_bytes()) == manifest(digests)
        assert str(document.Root.AF[0].AFRelationship) == "/Data"


def test_word_knows_its_custom_part(made) -> None:
    parts = paper.parts(made["docx"])
    assert "../customXml/item1.xml" in parts["word/_rels/document.xml.rels"].decode()
    assert "itemProps1.xml" in parts["customXml/_rels/item1.xml.rels"].decode()
    assert "/customXml/itemProps1.xml" in parts["[Content_Types].xml"].decode()
    assert NAMESPACE in parts["customXml/itemProps1.xml"].decode()


ENTITIES = (
    f'<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><manifest xmlns="{NAMESPACE}">&b;&b;</manifest>'
)
OUTSIDE = f'<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><manifest xmlns="{NAMESPACE}">&a;</manifest>'
NEWER = '{"schema":"practice-commons/manifest/3.0"}'
DEEP = "[" * 100_000
TRAPS = {
    "nothing": (b"", "no digest's manifest"),
    "noise": (b"\x00\xff" * 1000, "no digest's manifest"),
    "another-page": (b"<!doctype html><script>alert(1)</script>", "no digest's manifest"),
    "another-package": (package(hello=b"x"), "no digest's manifest"),
    "another-pdf": (pdf(b'{"schema":"other"}'), "no digest's manifest"),
    "other-json": (b'{"schema": 1}', "no digest's manifest"),
    "other-csv": (b"record,words\r\nask,x\r\n", "no digest's manifest"),
    "not-json": (b"{", "damaged"),
    "deep-json": (b"{" + DEEP.encode(), "damaged"),
    "deep-manifest": (package(odt=DEEP), "damaged"),
    "number": (package(odt=b'{"schema":' + b"9" * 5000 + b"}"), "damaged"),
    "newer": (package(odt=NEWER), "does not know"),
    "half": (
        package(odt=b'{"schema":"practice-commons/manifest/2.0","digests":[{"priority":1}]}'),
        "damaged at digests.0",
    ),
    "entities": (package(word=ENTITIES), "damaged"),
    "outside-entity": (package(word=OUTSIDE), "damaged"),
    "bomb-in-odt": (package(odt=b" " * BOMB), "larger than any"),
    "bomb-in-word": (package(word=b" " * BOMB), "larger than any"),
    "bomb-in-pdf": (pdf(b'{"schema":"practice-commons/manifest/' + b" " * BOMB), "larger than any"),
    "many-parts": (package(**{f"{number}": b"" for number in range(10_050)}), "more than any digest"),
    "two-in-word": (
        package(**{f"customXml/item{n}.xml": carriers.element(f'{{"a":{n}}}') for n in (1, 2)}),
        "2 different",
    ),
    "two-in-page": (b"".join(carriers.block(f'{{"a":{n}}}').encode() for n in (1, 2)), "2 different"),
    "two-in-pdf": (pdf(*(f'{{"schema":"practice-commons/manifest/{n}'.encode() for n in (1, 2))), "2 different"),
    "odd-compression": (package(zipfile.ZIP_LZMA, odt=b"{}"), "packed in a way"),
    "too-large": (b" " * (64 * 1024 * 1024 + 1), "larger than any digest"),
    "cut-package": (package(odt=b"{}" * 100)[:60], "damaged"),
    "endless-pdf": (b"%PDF-1.7\n" + b"/EmbeddedFile stream\n" * 100_000, "damaged"),
    "endless-zlib": (
        b"%PDF-1.7\n1 0 obj <</Type/EmbeddedFile/Filter/FlateDecode>> stream\n" + zlib.compress(b"x" * 10_000)[:20],
        "damaged",
    ),
}


@pytest.mark.parametrize("name", TRAPS)
def test_traps_are_failures_in_plain_words_and_little_memory(name) -> None:
    data, said = TRAPS[name]
    tracemalloc.start()
    try:
        with pytest.raises(Failure, match=re.escape(said)):
            read(data)
        assert tracemalloc.get_traced_memory()[1] < 100 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(Failure, match="cannot read"):
        read(tmp_path / "none.pdf")


@pytest.mark.parametrize("form", forms.NAMES)
def test_a_file_cut_off_anywhere_is_a_failure_or_whole(made, digests, form) -> None:
    data = made[form]
    for part in range(1, 40):
        try:
            held = read(data[: len(data) * part // 40])
        except Failure:
            continue
        assert held == manifest(digests)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_noise_anywhere_never_breaks_the_reader(made, data) -> None:
    form = data.draw(st.sampled_from(forms.NAMES))
    held = bytearray(made[form])
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(held) - 1))
        held[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=6))
    with contextlib.suppress(Failure):
        assert isinstance(read(bytes(held)), Manifest)


def test_a_changed_word_in_the_manifest_is_seen(made, digests) -> None:
    changed = made["md"].replace(b'"exact":"Fund invest-to-save for three', b'"exact":"Fund invest-to-save for seven')
    assert changed != made["md"]
    assert read(changed) != manifest(digests)
