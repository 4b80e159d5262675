"""Nothing of anybody who did not consent, in any byte of any form; and the rule of attribution as a table."""

from __future__ import annotations

import json
import re

import pytest

from digest.small_commons import CONTRIBUTIONS, FILES, SECRETS, contribution, make, stance
from practice_commons.digest.as_html import html
from practice_commons.digest.as_json import as_json
from practice_commons.digest.as_markdown import markdown
from practice_commons.digest.composition import compose
from practice_commons.digest.hidden_names import author_name, contains, council_name, within_id

FORMS = {"md": markdown, "html": html, "json": as_json}


def without_silent_list(form: str, text: str) -> str:
    """Every council of the register is in scope or not, whoever contributed: its list and map tell of nobody."""
    if form == "md":
        return text[: text.index("## Annex B")]
    if form == "html":
        text = re.sub(r'<h2 id="annex-b.*?</main>', "", text, flags=re.DOTALL)
        return re.sub(r"<use [^>]*><title>[^<]*: (silent|out of scope, and not heard)</title></use>", "", text)
    document = json.loads(text)
    for digest in document["digests"]:
        del digest["coverage"]["silent"]
        tiles = digest["coverage"]["tiles"]
        digest["coverage"]["tiles"] = [one for one in tiles if one["standing"] not in {"silent", "outside"}]
    return json.dumps(document, ensure_ascii=False)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", [*SECRETS, "Kestrel", "kestrel-bay"])
def test_no_byte_without_consent(small, form, secret) -> None:
    text = FORMS[form]([compose(small, "repairs")])
    assert secret not in without_silent_list(form, text)


def test_who_is_not_used_leaves_only_a_count(small, catalogue_of, tmp_path) -> None:
    """The digest differs by nothing but its counts of what was left out when that is not there at all."""
    left_out = ("unconsented-words", "kestrel-bay-secret", "hidden-call", "hidden-question", "hushed-example")
    files = FILES | {path: text for path, text in CONTRIBUTIONS.items() if not any(one in path for one in left_out)}
    with_them = compose(small, "repairs")
    without = compose(catalogue_of(make(tmp_path / "without", files)), "repairs")
    names = [[one.name for one in digest.coverage.heard] for digest in (with_them, without)]
    assert names[0] == names[1]
    for part in ("tally", "grades"):
        assert getattr(with_them, part) == getattr(without, part)
    assert [one.ask.words for one in with_them.findings] == [one.ask.words for one in without.findings]
    assert with_them.coverage.by_region == without.coverage.by_region
    assert with_them.method.exclusions != without.method.exclusions


def test_anonymous_council_is_in_no_count(small) -> None:
    """Adding an anonymous contribution changes no council count, and leaves its council among those not heard."""
    digest = compose(small, "repairs")
    silent = [council.name for one in digest.coverage.silent for council in one.councils]
    assert "Kestrel Bay" in silent
    assert all("Kestrel" not in name for voice in digest.tally.voices for name in voice.names)
    assert len(digest.coverage.heard) + len(silent) == digest.coverage.in_scope


def test_named_and_anonymous_from_one_council_cannot_be_told_from_two(catalogue_of, tmp_path) -> None:
    named = contribution("named-one", councils=["harbourton"], stance=stance("supports"))
    digests = []
    for council in ("harbourton", "fenwick", None):
        fields = {"councils": [council]} if council else {}
        hushed = contribution("hushed-one", consent="anonymous", stance=stance("challenges"), **fields)
        root = make(tmp_path / str(council), FILES | dict((named, hushed)))
        digests.append(compose(catalogue_of(root), "repairs"))
    told = [re.sub(r"[0-9a-f]{12,40}", "", as_json([digest])) for digest in digests]
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize(
    ("consent", "author", "councils"),
    [
        ("named", "Jory Trelawny", ("Fenwick",)),
        ("council-only", None, ("Fenwick",)),
        ("anonymous", None, ()),
    ],
)
def test_credit(catalogue_of, tmp_path, consent, author, councils) -> None:
    one = contribution(
        "an-item",
        councils=["fenwick"],
        consent=consent,
        author={"name": "Jory Trelawny", "role": "councillor"},
    )
    [item] = compose(catalogue_of(make(tmp_path / "one", FILES | dict((one,)))), "repairs").annex
    assert (item.title.credit.author, item.title.credit.councils) == (author, councils)
    assert item.title.credit.role == "councillor"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Jory Trelawny", "Trelawny said so.", True),
        ("Jory Trelawny", "as Jory’s notes say", True),
        ("Jory Trelawny", "jory trelawny, in small letters", True),
        ("Jory Trelawny", "write to trelawny@council.example", True),
        ("Jory Trelawny", "JORY", True),
        ("Zoë Müller", "Zoe Muller", True),
        ("Jory Trelawny", "Nobody is named.", False),
        ("Learning Pool", "They went on learning.", False),
        ("Learning Pool", "The Learning Pool blog", True),
        ("A councillor", "A councillor spoke.", False),
        ("The stewards of this demonstration", "The stewards of this demonstration", False),
        ("B. Officer", "An Officer spoke.", False),
    ],
)
def test_authors_in_text(name, text, found) -> None:
    assert contains(text, (author_name(name),)) is found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Kestrel Bay", "in Kestrel Bay", True),
        ("Kestrel Bay", "KESTREL BAY COUNCIL", True),
        ("Kestrel Bay", "see www.kestrelbay.example", True),
        ("Kestrel Bay", "#KestrelBay", True),
        ("Kestrel Bay", "a bay with a view", True),
        ("Kent", "kent in small letters", True),
        ("Kent", "Kentish hops", False),
        ("Reading", "we were reading", False),
        ("Reading", "in Reading", True),
        ("City of London", "the City of London", True),
        ("North Yorkshire", "further north", False),
        ("North Yorkshire", "all over Yorkshire", True),
        ("E06009004", "code E06009004", True),
    ],
)
def test_councils_in_text(name, text, found) -> None:
    assert contains(text, (council_name(name),)) is found


def test_wigan_officer_names_nobody_where_wigan_may_be_printed() -> None:
    assert not contains("A team in Wigan", (author_name("A Wigan officer", "Wigan"),))


@pytest.mark.parametrize(
    ("identity", "found"),
    [
        ("trelawny-on-vans", True),
        ("jory-trelawny", True),
        ("jorytrelawny", True),
        ("on-vans", False),
        ("kestrel-vans", True),
    ],
)
def test_names_in_ids(identity, found) -> None:
    assert within_id(identity, (author_name("Jory Trelawny"), council_name("Kestrel Bay"))) is found
