"""Word, OpenDocument, PDF and CSV: what is in them, the same bytes always, nothing of anybody who did not consent."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT

from digest import paper
from digest.small_commons import FILES, SECRETS, ask, contribution, make, stance
from practice_commons.cli.advocacy import FORMS
from practice_commons.digest import as_docx, as_odt, as_pdf, as_typst, composition, forms, typefaces
from practice_commons.digest.as_csv import COLUMNS, csv_table, safe
from practice_commons.digest.composition import compose
from practice_commons.digest.outline import Heading, Outline, Paragraph, Picture, Text, text
from practice_commons.digest.typefaces import shown
from practice_commons.failure import Failure

PAPER = ("docx", "odt", "pdf")
GOLDEN = ROOT / "tests" / "golden"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
HOSTILE = (
    '#pagebreak() #panic("x") $x$ *b* _i_ `c` <label> @ref \\ \\u{41} "quoted" // -- /* no */ [a](b) = h',
    "</w:t><w:p> & <text:p> &lt; ]]> <!-- --> %PDF {{ 7*7 }}",
)


@pytest.fixture(scope="module")
def digest(small):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composition, "__version__", "0.0.0")
        return compose(small, "repairs")


@pytest.fixture(scope="module")
def made(digest) -> dict[str, bytes]:
    return {form: forms.rendered([digest], form) for form in forms.NAMES}


def outlined(*blocks) -> Outline:
    return Outline("A title", "A commons", "A subject", dt.date(2026, 4, 30), None, (Heading(1, "Top"), *blocks))


def read(form: str, data: bytes) -> str:
    if form == "pdf":
        return paper.pdf_text(data)
    return paper.office_text(data, paper.WORD if form == "docx" else paper.OPEN)


@pytest.mark.parametrize("form", [*PAPER, "csv"])
def test_text_is_the_golden_one(made, form) -> None:
    """What other programs read out of the file: layout may change freely, words only on purpose."""
    held = made[form].decode() if form == "csv" else read(form, made[form])
    path = GOLDEN / ("digest-repairs.csv" if form == "csv" else f"digest-repairs.{form}.txt")
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(held.encode())
    assert held == path.read_bytes().decode()


def test_command_knows_the_formats() -> None:
    assert forms.NAMES == FORMS


def test_every_statement_is_in_every_document(made, digest) -> None:
    for form in PAPER:
        held = "".join(read(form, made[form]).split())
        for passage in (*(one.ask for one in digest.findings), *(one.summary for one in digest.experience)):
            assert "".join(passage.words.split()) in held
        for item in digest.annex:
            assert item.citation.text in held


def test_word_document(made) -> None:
    held = paper.parts(made["docx"])
    body = held["word/document.xml"].decode()
    assert re.search(r'<w:pgSz[^>]*w:h="16838"[^>]*w:w="11906"', body)
    assert 'w:val="eachSect"' not in body
    assert '<w:numRestart w:val="continuous" />' in body
    assert body.count("<w:tblHeader") == body.count("<w:tbl>") == body.count("<w:tblCaption") > 5
    assert 'w:firstRow="1"' in body
    assert {int(level) for level in re.findall(r'w:pStyle w:val="Heading(\d)"', body)} == {1, 2, 3, 4}
    assert re.search(r'<w:lang [^>]*w:val="en-GB"', held["word/styles.xml"].decode())
    assert "en-US" not in "".join(held[f"word/{name}.xml"].decode() for name in ("styles", "settings", "document"))
    assert "<dc:title>Advocacy digest: Repairs</dc:title>" in held["docProps/core.xml"].decode()
    assert "commit ebd328e072e5" in held["word/footer1.xml"].decode()
    numbers = [int(one) for one in re.findall(r'<w:footnoteReference w:id="(\d+)"', body)]
    assert len(numbers) == len(set(numbers)) > 4
    widths = re.findall(r"<w:tblGrid>(.*?)</w:tblGrid>", body)
    assert all(9500 < sum(map(int, re.findall(r'w:w="(\d+)"', one))) <= 9638 for one in widths)


def test_opendocument(made) -> None:
    held = paper.parts(made["odt"])
    body = held["content.xml"].decode()
    assert next(iter(held)) == "mimetype"
    assert 'fo:page-width="210mm"' in held["styles.xml"].decode()
    assert 'fo:country="US"' not in held["styles.xml"].decode()
    assert body.count("<table:table-header-rows>") == body.count("</table:table>") > 5
    assert len(re.findall(r'text:note-class="footnote"', body)) > 4
    assert "<dc:title>Advocacy digest: Repairs</dc:title>" in held["meta.xml"].decode()
    assert "<dc:language>en-GB</dc:language>" in held["meta.xml"].decode()
    listed = re.findall(r'manifest:full-path="([^"]+)"', held["META-INF/manifest.xml"].decode())
    assert {name for name in held if not name.startswith("META-INF/")} - {"mimetype"} <= {*listed}


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_packages_hold_no_time_and_no_compression(made, form) -> None:
    with zipfile.ZipFile(io.BytesIO(made[form])) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in package.infolist()} == {zipfile.ZIP_STORED}


def test_structure_of_the_pdf(made) -> None:
    found = paper.elements(made["pdf"])
    kinds = [kind for kind, _ in found]
    levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert kinds.count("/Table") == kinds.count("/THead") == kinds.count("/TBody") > 5
    assert {said for kind, said in found if kind == "/TH"} == {"/Column"}
    assert kinds.count("/Note") > 4
    assert kinds.count("/BlockQuote") > 10
    assert "/Span" not in [kind for kind, _ in found[:4]]
    with pikepdf.open(io.BytesIO(made["pdf"])) as document:
        about = document.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("3", "A", "1")
        assert (about["dc:title"], document.Root.Lang) == ("Advocacy digest: Repairs", "en-GB")
        assert document.Root.MarkInfo.Marked
        assert [str(page.MediaBox[2])[:3] for page in document.pages][:1] == ["595"]
        fonts = {str(one["/FontName"])[8:] for one in document.objects if "/FontName" in one_of(one)}
    assert fonts <= {"OpenSans-Regular", "OpenSans-Bold", "OpenSans-Italic", "OpenSans-SemiBold", "OpenSans-BoldItalic"}


def one_of(thing) -> object:
    return thing if isinstance(thing, pikepdf.Dictionary) else {}


def test_page_one_stands_alone(made) -> None:
    first = paper.pdf_text(made["pdf"]).split("\f")[0]
    for words in ("1. The ask", "In brief", "Main dissent", "Biggest gap", "Page 1 of", "commit ebd328e072e5"):
        assert words in first
    assert "2. Who we heard" not in first


def test_pictures_have_words_in_every_document() -> None:
    picture = Picture(SVG, "A map & its words", "Figure 1: a map", 80)
    outline = outlined(picture, Paragraph(text("After.")))
    body = paper.parts(as_docx.written(outline, "{}"))["word/document.xml"].decode()
    assert 'descr="A map &amp; its words"' in body
    body = paper.parts(as_odt.written(outline, "{}"))["content.xml"].decode()
    assert "<svg:desc>A map &amp; its words</svg:desc></draw:frame>" in body
    assert ("/Figure", "A map & its words") in paper.elements(as_pdf.written(outline, "{}"))


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("form", PAPER)
def test_hostile_words_stay_words(catalogue_of, tmp_path, form, words) -> None:
    bad = contribution(
        "bad-words",
        title=words,
        summary=words,
        stance=stance("challenges"),
        outcome="did-not-work",
        asks=ask(words, words),
        author={"name": words, "role": "officer"},
        measures=[{"name": words, "after": "1", "unit": words, "note": words}],
    )
    digest = compose(catalogue_of(make(tmp_path / "bad", FILES | dict((bad,)))), "repairs")
    held = "".join(read(form, forms.rendered([digest], form)).split())
    assert held.count("".join(words.split())) >= 5


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_words_are_a_string_in_typst(words) -> None:
    code = f"#metadata({as_typst._string(words)}) <it>\n#metadata({as_typst.quoted(words)}) <shown>"
    exact, printed = (typst.query(code.encode(), f"<{name}>", field="value", one=True) for name in ("it", "shown"))
    assert json.loads(exact) == words
    assert json.loads(printed) == shown(re.sub(r"[\n\r\t]", " ", words))


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=60))
def test_any_words_make_a_document(words) -> None:
    outline = outlined(Paragraph((Text(words), Text("|end"))), Heading(2, words))
    for writer in (as_docx, as_odt, as_pdf):
        assert writer.written(outline, "{}")


def test_what_the_typeface_lacks_is_shown_as_its_number() -> None:
    assert shown("ŵŷ “é” £5 – €") == "ŵŷ “é” £5 – €"
    assert shown("☃ 😀 漢\u2011\u202f\ufe0f") == "‹U+2603› ‹U+1F600› ‹U+6F22›- "
    assert shown("e\u0301\u2603") == "é‹U+2603›"
    held = paper.pdf_text(as_pdf.written(outlined(Paragraph(text("A 😀 of عربى"))), "{}"))
    assert "A ‹U+1F600› of ‹U+0639›" in held


def test_long_words_do_not_leave_the_page() -> None:
    data = as_pdf.written(outlined(Paragraph(text("x" * 400))), "{}")
    assert "x" * 400 in paper.pdf_text(data).replace("\n", "")
    rectangles = paper.rectangles(data)
    assert len(rectangles) > 4
    assert max(right for *_, right, _ in rectangles) < 595 - 50


def test_a_missing_typeface_stops_the_pdf(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(as_pdf, "files", lambda: (tmp_path / "none.ttf",))
    as_pdf._fonts.cache_clear()
    with pytest.raises(Failure, match="the PDF cannot be made"):
        as_pdf.written(outlined(Paragraph(text("Words."))), "{}")
    as_pdf._fonts.cache_clear()


@pytest.mark.parametrize(("module", "form"), [("pypandoc", "docx"), ("ttf_opensans", "pdf")])
def test_what_is_not_installed_is_said(monkeypatch, module, form, digest) -> None:
    typefaces.files.cache_clear()
    as_pdf._fonts.cache_clear()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(Failure, match="not installed") as said:
        forms.rendered([digest], form)
    assert "requirements.lock" in said.value.hint
    typefaces.files.cache_clear()
    as_pdf._fonts.cache_clear()


SCRIPT = """\
import datetime as dt, sys
from pathlib import Path
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.digest import composition, forms
from practice_commons.reading.tree import open_tree
root, out, day = Path(sys.argv[1]), Path(sys.argv[2]), dt.datetime.fromisoformat(sys.argv[3])
out.mkdir()
with Catalogue.of(open_tree(root, day, "HEAD"), out / "c.sqlite", print) as catalogue:
    digests = [composition.compose(catalogue, name) for name in ("repairs", "phones")]
for form in forms.NAMES:
    (out / f"digest.{form}").write_bytes(forms.rendered(digests, form))
"""


def test_neither_day_nor_place_matters(small_commons, tmp_path) -> None:
    surroundings = (
        ("2029-12-31T12:00:00+00:00", {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"}),
        ("2031-06-01T00:00:00+00:00", {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}),
    )
    for number, (day, environment) in enumerate(surroundings):
        command = [sys.executable, "-c", SCRIPT, str(small_commons), str(tmp_path / str(number)), day]
        subprocess.run(command, env=os.environ | environment, cwd=tmp_path, check=True, capture_output=True)
    for form in forms.NAMES:
        one, other = (tmp_path / str(number) / f"digest.{form}" for number in range(2))
        assert one.read_bytes() == other.read_bytes(), form


@pytest.mark.parametrize("form", [*PAPER, "csv"])
def test_no_byte_without_consent(digest, form) -> None:
    data = forms.rendered([paper.without_silent(digest)], form)
    if form == "csv":
        held = [data]
    elif form == "pdf":
        held = [*paper.pdf_bytes(data), paper.pdf_text(data).encode()]
    else:
        held = [*paper.parts(data).values(), read(form, data).encode()]
    for secret in (*SECRETS, "Kestrel", "kestrel-bay"):
        assert not [one for one in held if secret.encode() in one], secret


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_libreoffice_opens_it(made, form, tmp_path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    (tmp_path / f"digest.{form}").write_bytes(made[form])
    home = (tmp_path / "home").as_uri()
    command = [office, f"-env:UserInstallation={home}", "--headless", "--convert-to", "pdf", f"digest.{form}"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    held = paper.pdf_text((tmp_path / "digest.pdf").read_bytes())
    for words in ("Advocacy digest: Repairs", "Let councils keep what they save", "Annex B", "Page 1", "ebd328e072e5"):
        assert words in held
    assert held.count("\f") > 3


def test_csv_is_read_by_others(made, digest) -> None:
    assert made["csv"].startswith(b"\xef\xbb\xbf")
    rows = [*csv.DictReader(io.StringIO(made["csv"].decode("utf-8-sig"), newline=""))]
    assert tuple(rows[0]) == COLUMNS
    held = [row for row in rows if row["record"] != "manifest"]
    assert [row["words"] for row in held if row["record"] == "finding"] == [one.ask.words for one in digest.findings]
    assert len([row for row in held if row["record"] == "contribution"]) == len(digest.annex)
    assert all(re.fullmatch(r"[a-z0-9./-]+@[0-9a-f]{12}", row["citation"]) for row in held)
    blobs = {item.citation.text: item.blob for item in digest.annex}
    assert all(row["blob"] == blobs.get(row["citation"], "") for row in held)
    for row in rows:
        assert max(map(len, row.values())) < 32_767


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1", '=HYPERLINK("http://e.example")']
)
def test_no_cell_is_a_formula(catalogue_of, tmp_path, words) -> None:
    assert safe(words) == f"'{words}"
    plain = words.strip()
    bad = contribution(
        "bad-words",
        title=plain,
        summary=plain,
        stance=stance("challenges"),
        asks=ask(plain, plain),
        measures=[{"name": plain, "after": "-1", "unit": plain, "note": plain}],
    )
    digest = compose(catalogue_of(make(tmp_path / "bad", FILES | dict((bad,)))), "repairs")
    rows = [*csv.reader(io.StringIO(csv_table([digest]).decode("utf-8-sig"), newline=""))]
    assert any(f"'{plain}" in row for row in rows)
    for row in rows:
        for cell in row:
            assert not re.match(r"\s*[=+\-@\t\r＝＋－＠]", cell)


def test_an_uncommitted_digest_says_so_on_every_page(digest) -> None:
    loose = dataclasses.replace(digest, commit=None)
    assert "Fixture commons, not committed to Git" in paper.pdf_text(forms.rendered([loose], "pdf"))


def test_several_digests_make_one_document(digest, small) -> None:
    digests = [digest, compose(small, "empty")]
    for form in PAPER:
        held = read(form, forms.rendered(digests, form))
        assert "Advocacy digest: Repairs" in held
        assert "Advocacy digest: Nothing yet" in held


def test_no_document_names_this_machine(made) -> None:
    for form in ("docx", "odt"):
        for part in paper.parts(made[form]).values():
            assert b"/tmp" not in part
            assert str(Path.home()).encode() not in part
