"""Links that hide where they lead."""

from __future__ import annotations

import pytest

from practice_commons.checks.review.concern import Remark
from practice_commons.checks.review.link_targets import link_targets
from practice_commons.checks.review.manuscript import read_manuscript

HEAD = "---\nkind: news\ntitle: A\n---\n"


def found(body: str) -> list[Remark]:
    return list(link_targets(read_manuscript(f"{HEAD}{body}\n".encode())))


DOUBTFUL = {
    "[a page](https://bit.ly/abc)": ("shortened", "bit.ly"),
    "see https://t.co/abc.": ("shortened", "t.co"),
    "[a page](HTTP://TinyURL.com/abc)": ("shortened", "tinyurl.com"),
    "[a page][1]\n\n[1]: https://ow.ly/abc": ("shortened", "ow.ly"),
    "www.bit.ly": None,
    "[a page](https&#58;//is.gd/x)": ("shortened", "is.gd"),
    '<a href="https://is.gd/x">a page</a>': ("shortened", "is.gd"),
    "[a page](https://xn--bcher-kva.example/)": ("Punycode", "xn--bcher-kva.example"),
    "[a page](https://аррӏе.com/)": ("look like others", "аррӏе.com"),
    "[a page](https://pаypal.com/)": ("2 scripts", "pаypal.com"),
    "[a page](http://192.0.2.7/x)": ("number", "192.0.2.7"),
    "[a page](http://[2001:db8::1]/)": ("number", "2001:db8::1"),
    "[a page](http://3221225991/)": ("number", "3221225991"),
    "[a page](http://0xC0.0.2.7/)": ("number", "0xc0.0.2.7"),
    "[a page](https://www.gov.uk@evil.example/)": ("user's name", "evil.example"),
    "[a page](https://jo:word@kent.gov.uk/)": ("user's name", "kent.gov.uk"),
    "[a page](https://eur01.safelinks.protection.outlook.com/?url=x)": (
        "mail filter",
        "eur01.safelinks.protection.outlook",
    ),
    "[a page](https://intranet/staff)": ("organisation's network", "intranet"),
    f"[a page](https://a.org/?x={'y' * 301})": ("303 characters", "a.org"),
    "[www.gov.uk](https://evil.example/)": ("name one site", "evil.example"),
    "[https://www.gov.uk/pay](https://evil.example/)": ("name one site", "evil.example"),
    "[Pay at **gov.uk** now](https://gov.uk.evil.example/)": ("name one site", "gov.uk.evil.example"),
    "[jo@kent.gov.uk](https://evil.example/)": ("name one site", "evil.example"),
    "http://[::1": ("different ways", ""),
}
FINE = [
    "[what Kent did](kent.md)",
    "[a page](https://www.gov.uk/guidance)",
    "[www.gov.uk](https://www.gov.uk/guidance)",
    "[gov.uk](https://www.gov.uk/guidance)",
    "[www.kent.gov.uk](https://kent.gov.uk/)",
    "[read README.md](https://www.gov.uk/)",
    "[e.g. this](https://www.gov.uk/)",
    "[jo@kent.gov.uk](mailto:jo@kent.gov.uk)",
    "https://www.gov.uk/search?q=calls&page=2",
    "https://rabbit.ly.example/",
    "https://notbit.ly/",
    "[a page](https://kent.gov.uk:8443/x)",
    "bit.ly",
    "[a](b) and [c](#d)",
    "http://",
]


@pytest.mark.parametrize(("body", "expected"), DOUBTFUL.items())
def test_doubtful(body, expected):
    remarks = found(body)
    if expected is None:
        assert remarks == []
        return
    assert len(remarks) == 1
    assert expected[0] in remarks[0].message
    assert remarks[0].shown.startswith(expected[1])
    assert remarks[0].line == (7 if "[1]:" in body else 5)


@pytest.mark.parametrize("body", FINE)
def test_fine(body):
    assert found(body) == []


def test_links_in_facts_are_looked_at():
    (one,) = link_targets(read_manuscript(b"---\nkind: news\nlink: https://bit.ly/x\n---\nWords.\n"))
    assert (one.line, one.column) == (3, 7)


def test_file_that_cannot_be_read_is_looked_at():
    (one,) = link_targets(read_manuscript(b"No frontmatter, \xff, https://bit.ly/x\n"))
    assert (one.line, one.column) == (1, 20)


def test_a_host_is_doubted_once():
    assert len(found("https://bit.ly/a https://bit.ly/b [c](https://bit.ly/c)")) == 1


def test_host_that_acts_is_shown_without_acting():
    one, *_ = found("[a](https://intra%E2%80%AEnet/)")
    assert "\u202e" not in one.shown
