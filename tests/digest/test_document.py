"""The document as a whole: the same bytes always, a citation for every statement, nothing of a stranger's that acts."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import re
import subprocess
import sys
from html.parser import HTMLParser

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.small_commons import CONTRIBUTIONS, FILES, ask, commit, contribution, make, stance, write
from practice_commons.digest.as_html import html
from practice_commons.digest.as_json import as_json
from practice_commons.digest.as_markdown import markdown
from practice_commons.digest.composition import compose
from practice_commons.digest.passages import beginning
from practice_commons.digest.testimony import Citation, Passage

FORMS = {"md": markdown, "html": html, "json": as_json}
HOSTILE = (
    "# <script>alert(1)</script> | [x](javascript:alert(1)) ![y](http://e.example/p.png) </title></style>",
    '"><img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} www.e.example a@b.example',
)


class Shuffled:
    """A catalogue that gives everything in another order."""

    def __init__(self, catalogue, seed) -> None:
        self._catalogue = catalogue
        self._random = random.Random(seed)

    def __getattr__(self, name):
        return getattr(self._catalogue, name)

    def entries(self, **conditions):
        found = self._catalogue.entries(**conditions)
        self._random.shuffle(found)
        return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(3))
def test_order_never_matters(small, form, seed) -> None:
    assert FORMS[form]([compose(Shuffled(small, seed), "repairs")]) == FORMS[form]([compose(small, "repairs")])


@pytest.mark.parametrize("form", FORMS)
def test_neither_clock_nor_place_matters(small_commons, tmp_path, form) -> None:
    bytes_found = set()
    for at, surroundings in enumerate(
        (
            {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
        )
    ):
        output = tmp_path / f"{at}.{form}"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "practice_commons.cli",
                "-C",
                str(small_commons),
                "digest",
                "repairs",
                "phones",
                "--output",
                str(output),
            ],
            env=os.environ | surroundings,
            check=True,
            capture_output=True,
        )
        bytes_found.add(output.read_bytes())
    assert len(bytes_found) == 1


def test_a_later_commit_elsewhere_changes_no_citation(catalogue_of, tmp_path) -> None:
    root = make(tmp_path / "one", FILES | CONTRIBUTIONS)
    before = compose(catalogue_of(root), "repairs")
    write(root, dict((contribution("another-thing", priorities=["phones"]),)))
    commit(root, "Another", "2026-05-01T12:00:00+00:00")
    after = compose(catalogue_of(root), "repairs")
    assert [one.citation for one in before.annex] == [one.citation for one in after.annex]
    again = compose(catalogue_of(root, before.commit), "repairs")
    assert as_json([again]) == as_json([before])


def test_every_statement_in_a_document_is_cited(small) -> None:
    digest = compose(small, "repairs")
    annex = {item.citation for item in digest.annex}
    for citation in citations(digest):
        assert re.fullmatch(r"(communities/priorities\.yml|[a-z0-9-]+)@[0-9a-f]{12}", citation.text)
        assert citation.link in {None, f"https://commons.example/c/{citation.text.split('@')[0]}/"}
        assert citation.link is None or citation in annex
    for block in re.findall(r"(?m)(?:^>.*\n)+", markdown([digest])):
        assert "Notice" in block or "](<https://commons.example/c/" in block or "priorities.yml@" in block
    for row in as_rows(html([digest]), "blockquote"):
        assert 'class="cite"' in row or "priorities.yml@" in row


def test_passages_are_exact(small) -> None:
    digest = compose(small, "repairs")
    for passage in passages(digest):
        if passage.words is None:
            continue
        entry = small.entry(passage.citation.text.split("@")[0])
        held = " ".join(
            [*json.loads(entry.contribution.model_dump_json())["summary"].split(), *small.body(entry).words.split()]
        )
        held += " " + " ".join(
            [
                entry.contribution.title,
                *(one.ask for one in entry.contribution.asks),
                getattr(entry.contribution, "question", ""),
            ]
        )
        assert " ".join(passage.words.split()) in held


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["supports", "mixed", "challenges", None]),
            st.sampled_from(["named", "council-only", "anonymous", None]),
            st.lists(st.sampled_from(["fenwick", "oakshire", "harbourton", "llanfair"]), max_size=2, unique=True),
            st.sampled_from(["Fund it for three years.", "Fund it for three years, please.", "Stop it.", None]),
        ),
        max_size=8,
    )
)
def test_counts_recompute_and_everything_is_cited(catalogue_of, tmp_path_factory, sent) -> None:
    files = dict(
        contribution(
            f"item-{at:02}",
            councils=councils,
            consent=consent,
            asks=ask(wanted) if wanted else [],
            **({"stance": stance(side)} if side else {}),
        )
        for at, (side, consent, councils, wanted) in enumerate(sent)
    )
    digest = compose(catalogue_of(write(tmp_path_factory.mktemp("some"), FILES | files), at=None), "repairs")
    assert digest.method.included + sum(one.contributions for one in digest.method.exclusions) == len(sent)
    assert all(citation.text.count("@") == 1 for citation in citations(digest))
    for counted, backing in ((digest.tally, digest.annex), *((one.tally, one.backing) for one in digest.findings)):
        assert len(counted.voices) == sum(dataclasses.astuple(counted.councils))
        assert sum(dataclasses.astuple(counted.without_council)) <= len(backing)
    assert sum(grade.contributions for grade in digest.grades) == digest.method.evidence
    for finding in digest.findings:
        assert sum(grade.contributions for grade in finding.evidence) == len(finding.backing)
    assert sum(number for _, number in digest.coverage.roles) == digest.method.evidence


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_stay_words(catalogue_of, tmp_path, hostile) -> None:
    bad = contribution(
        "bad-words",
        title=hostile,
        summary=hostile,
        stance=stance("challenges"),
        outcome="did-not-work",
        asks=ask(hostile, hostile),
        author={"name": hostile, "role": "officer"},
        source={"title": hostile, "author": hostile, "year": "2024"},
        measures=[{"name": hostile, "after": "1", "unit": hostile, "note": hostile}],
    )
    calm = contribution(
        "bad-words",
        title="Calm",
        summary="Calm.",
        stance=stance("challenges"),
        outcome="did-not-work",
        asks=ask("Calm", "Calm"),
        author={"name": "Calm", "role": "officer"},
        source={"title": "Calm", "author": "Calm", "year": "2024"},
        measures=[{"name": "Calm", "after": "1", "unit": "Calm", "note": "Calm"}],
    )
    shown, plain = (
        compose(catalogue_of(make(tmp_path / name, FILES | dict((one,)))), "repairs")
        for name, one in (("bad", bad), ("calm", calm))
    )
    assert structure(html([shown])) == structure(html([plain]))
    assert html([shown]).count("<script") == 1
    assert structure(github(markdown([shown]))) == structure(github(markdown([plain])))


def test_page_stands_alone(small) -> None:
    page = html([compose(small, "repairs"), compose(small, "empty")])
    page = re.sub(r'<script type="application/json" id="[^"]*">[^<]*</script>', "", page)
    assert '<html lang="en-GB">' in page
    assert not re.search(r"<(script|link|img|iframe|object|embed|base)\b|@import|url\((?!#)", page)
    parsed = Page()
    parsed.feed(page)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert not parsed.fragments - set(parsed.ids)
    for before, after in zip(parsed.levels, parsed.levels[1:], strict=False):
        assert after <= before + 1
    assert page.count("<table>") == page.count("<caption>")
    assert not re.search(r"<th>", page)


def test_long_passages_end_where_a_sentence_does() -> None:
    sentence = "This is a sentence of some words. "
    taken = beginning((sentence * 40).strip())
    assert (sentence * 40).startswith(taken)
    assert taken.endswith("words.")
    assert 600 < len(taken) <= 700
    assert beginning("Short.") == "Short."
    assert beginning("One line.\n" * 100).endswith("One line.")


def citations(part):
    if isinstance(part, Citation):
        yield part
    elif dataclasses.is_dataclass(part):
        for one in dataclasses.fields(part):
            yield from citations(getattr(part, one.name))
    elif isinstance(part, tuple):
        for one in part:
            yield from citations(one)


def passages(part):
    if isinstance(part, Passage):
        yield part
    elif dataclasses.is_dataclass(part):
        for one in dataclasses.fields(part):
            yield from passages(getattr(part, one.name))
    elif isinstance(part, tuple):
        for one in part:
            yield from passages(one)


def github(source: str) -> str:
    """Return Markdown as GitHub renders it, raw HTML and all."""
    return cmarkgfm.cmark.markdown_to_html_with_extensions(
        source,
        options=Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES,
        extensions=("table", "strikethrough", "autolink", "tasklist"),
    )


def as_rows(page: str, element: str) -> list[str]:
    return re.findall(rf"<{element}[^>]*>.*?</{element}>", page, re.DOTALL)


def structure(page: str) -> list[str]:
    parsed = Page()
    parsed.feed(page)
    return parsed.elements


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.fragments: set[str] = set()
        self.levels: list[int] = []
        self.elements: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        found = dict(attrs)
        self.elements.append(f"{tag} {sorted(found)}")
        if "id" in found:
            self.ids.append(found["id"])
        if found.get("href", "").startswith("#"):
            self.fragments.add(found["href"][1:])
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
