"""The commons' own files: read, or reported without taking the rest down."""

from __future__ import annotations

import pytest
from held import good_files, inspected

COUNCILS = "communities/councils.csv"
HEAD = good_files()[COUNCILS].splitlines()[0] + b"\n"


@pytest.mark.parametrize(
    ("path", "data", "said"),
    [
        ("communities/tags.yml", b"tags: [", "frontmatter-syntax"),
        ("communities/tags.yml", b"", "frontmatter-syntax"),
        ("communities/priorities.yml", b"priorities: x\n", "schema"),
        ("communities/commons.yml", b"name: x\nplugins: [x]\n", "unknown-key"),
        ("communities/commons.yml", b"\xff", "not-utf-8"),
        ("communities/peer-challenge/community.yml", b"title: &a x\n", "frontmatter-anchor"),
        (COUNCILS, b"a,b\n", "council-register"),
        (COUNCILS, HEAD + b"kent\n", "council-register"),
        (COUNCILS, HEAD + b"kent,Kent,Kent,E1,,county,England,S,,2010-13-01,,,,\n", "council-register"),
        (COUNCILS, HEAD + b"kent,Kent,Kent,E1,,county,England,S,,,,,north,\n", "council-register"),
        (COUNCILS, HEAD + b"Kent,Kent,Kent,E1,,county,England,S,,,,,,\n", "council-register"),
        (COUNCILS, HEAD + b"kent,Kent,Kent,E1,,county,France,S,,,,,,\n", "council-register"),
        (COUNCILS, HEAD + b'"' + b"x" * 200_000 + b"\n", "council-register"),
        (COUNCILS, HEAD + b'kent,"K"x,Kent,E1,,county,England,S,,,,,,\n', "council-register"),
    ],
)
def test_a_broken_list_is_reported_and_blames_nobody_else(path: str, data: bytes, said: str) -> None:
    whole, problems = inspected({path: data})
    assert {problem.path for problem in problems} == {path}
    assert said in {problem.rule for problem in problems}
    assert all(problem.hint for problem in problems)
    assert all(one.publishable for one in whole.examined.values())


def test_fingerprint_changes_with_any_list() -> None:
    before = inspected({})[0].vocabularies.fingerprint
    assert inspected({})[0].vocabularies.fingerprint == before
    changed = {path: data + b"\n" for path, data in good_files().items() if path.endswith("tags.yml")}
    assert inspected(changed)[0].vocabularies.fingerprint != before
