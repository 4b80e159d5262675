"""Whatever a stranger sends, checking it ends in problems or in a contribution: never in another exception."""

from __future__ import annotations

import string

from held import good_files, inspected
from hostile import HERE, contribution
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice_commons.checks.examination import examine
from practice_commons.checks.registry import RULES
from practice_commons.checks.report import FORMATS, report
from practice_commons.model.kinds import KINDS
from practice_commons.reading.vocabularies import Vocabularies

SETTINGS = settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
GOOD = [data for path, data in good_files().items() if path.endswith(".md") and b"kind:" in data]
MARKUP = st.lists(
    st.sampled_from(
        [
            "# ",
            "## ",
            "- [ ] ",
            "> ",
            "[!NOTE]\n",
            "|a|b|\n|-|-|\n",
            "![",
            "](",
            ")",
            "[^1]",
            "[^1]: ",
            "<b>",
            "</b>",
            "<div ",
            "onclick=x",
            ">",
            "<!--",
            "-->",
            "&#x202e;",
            "`",
            "```\n",
            "**",
            "~~",
            "\n",
            "\n\n",
            "    ",
            "\\",
            "a",
            "http://a.b",
            "javascript:x",
            "../",
            "/c/x/",
            "#x",
            ".md",
            "<h2>",
            "</h2>",
            "<svg>",
            "<a href='",
            "'",
            '"',
            "LGA",
            "utilise",
            ". ",
        ]
    )
    | st.text(max_size=8),
    max_size=40,
).map("".join)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
FACTS = st.recursive(
    WORDS | st.sampled_from(["2010-05-01", "no", "12:30", "0123", "~", "*a", "&a x", "!!int 3", "[", "{", "- a", "'"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda some: f"[{', '.join(some)}]")
        | st.dictionaries(st.text(string.ascii_lowercase, min_size=1, max_size=4), inner, max_size=3).map(
            lambda some: "{" + ", ".join(f"{key}: {value}" for key, value in some.items()) + "}"
        )
    ),
    max_leaves=8,
)
KEYS = sorted({key for kind in KINDS.values() for key in kind.model_fields})
PATHS = st.lists(
    st.sampled_from(
        [
            "communities",
            "contributions",
            "customer-contact",
            "images",
            "templates",
            "x.md",
            "X.md",
            "x.png",
            "community.yml",
            "aux.md",
            "..",
            "README.md",
            "é",
            "e\u0301",
        ]
    )
    | st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=6),
    min_size=1,
    max_size=4,
).map(lambda parts: "/".join(("communities", *parts)))


def _vocabularies() -> Vocabularies:
    return inspected({})[0].vocabularies


VOCABULARIES = _vocabularies()


def _examined(data: bytes) -> None:
    one = examine(data, VOCABULARIES)
    assert all(problem.rule in RULES for problem in one.problems)
    assert all(problem.line >= 0 and problem.message and "\n" not in problem.message for problem in one.problems)
    assert one.contribution is not None or one.problems
    if one.publishable:
        assert one.rendered is not None
        assert not one.rendered.removed
    for form in FORMATS:
        report(one.problems, form, 1)


@SETTINGS
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    _examined(data)
    _examined(b"---\n" + data)
    _examined(contribution("x").replace(b"Words", data))


@SETTINGS
@given(st.sampled_from(GOOD), st.integers(0, 2000), st.binary(max_size=6), st.integers(0, 40))
def test_any_change_of_a_good_file(good: bytes, at: int, new: bytes, gone: int) -> None:
    _examined(good[: at % len(good)] + new + good[at % len(good) + gone :])


@SETTINGS
@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(KEYS), FACTS, max_size=6))
def test_any_frontmatter(kind: str, facts: dict[str, str]) -> None:
    rows = "".join(f"{key}: {value}\n" for key, value in facts.items())
    _examined(f"---\nkind: {kind}\n{rows}---\nWords.\n".encode("utf-8", "surrogatepass"))
    _examined(f"---\nkind: {kind}\ntitle: x\nsummary: x\n{rows}---\nWords.\n".encode("utf-8", "surrogatepass"))


@SETTINGS
@given(MARKUP)
def test_any_body(body: str) -> None:
    _, problems = inspected({HERE: contribution(body).decode("utf-8", "replace").encode("utf-8", "replace")})
    assert all(problem.rule in RULES for problem in problems)


@SETTINGS
@given(
    st.dictionaries(PATHS, st.sampled_from([*GOOD[:3], b"", b"\x89PNG\r\n\x1a\n", b"title: x\n", b"\xff"]), max_size=5),
    st.lists(st.sampled_from(["100644", "100755", "120000", "160000", "040000"]), min_size=5, max_size=5),
)
def test_any_tree(files: dict[str, bytes], modes: list[str]) -> None:
    whole, problems = inspected(files, dict(zip(files, modes, strict=False)))
    assert all(problem.rule in RULES for problem in problems)
    assert all(problem.hint for problem in problems)
    for path, mode in zip(files, modes, strict=False):
        assert mode == "100644" or path not in whole.examined
    for form in FORMATS:
        report(problems, form, len(whole.examined)).encode("utf-8")
