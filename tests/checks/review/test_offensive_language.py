"""Offensive language: whole words and their disguises, and all that councils must be able to say."""

from __future__ import annotations

import pytest

from practice_commons.checks.review.manuscript import read_manuscript
from practice_commons.checks.review.offensive_language import offensive_language
from practice_commons.checks.review.wordlist import ADDED, ALLOWED, _allowed, _listed, phrases, words


def told(text: str) -> list[str]:
    return [one.shown for one in offensive_language(read_manuscript(text.encode()))]


OFFENDS = [
    "fuck", "Fucking", "FUCKED", "fuckers", "shit", "shitty", "bullshit", "wanker", "wankers", "bastards", "bitch",
    "twat", "f*ck", "f**k", "f***", "sh*t", "c**t", "w*nker", "b******s", "sh1t", "5hit", "$hit", "a$$hole", "b1tch",
    "fück", "ｆｕｃｋ", "f u c k", "s.h.i.t", "s-h-i-t", "fuuuuck", "shiiiit", "sh\u200bit", "fu&#99;k",
    "what-the-fuck",
    "shit's", "pikey", "gyppo", "spastic", "mong", "chinky", "wog", "paki", "pakis", "nigger", "raghead",
    "half-caste", "retard", "tranny", "arse", "bollocks", "piss", "pissed", "piece of shit", "nig nog",
    "date\nrape fuckers", "DICK", "dick", "carpet\nmuncher", "a dick", "**shit**", "`shit`", "_shit_",
]  # fmt: skip
PASSES = [
    "Scunthorpe", "Penistone", "Lightwater", "Clitheroe", "Cockermouth", "Essex", "Middlesex", "Sussex",
    "Cockfosters", "Dick Turpin", "Cock Lane", "The Cock Inn", "Chorlton-cum-Hardy", "Dominic Cummings", "Mong Kok",
    "Hancock", "Shitterton", "Twatt", "Bell End", "Pratt's Bottom", "a cock-up", "cock-ups", "tit for tat",
    "blue tits", "a great tit", "spotted dick", "the law is an ass", "a finger prick test", "spic and span",
    "faggots and peas", "slag heaps", "fire retardant", "breast cancer", "breastfeeding", "sexual health",
    "sex education", "same-sex couples", "abuse", "sexual abuse", "child abuse", "suicide prevention", "suicide",
    "LGBT", "LGBTQ+", "lesbian", "gay", "gay men", "bisexual", "trans", "transgender", "queer", "homosexual",
    "disability", "disabled", "cripple", "learning difficulties", "autistic", "Down's syndrome", "wheelchair",
    "dwarf", "blind", "deaf", "mental", "rape crisis", "rapists", "date rape", "incest", "paedophiles", "pornography",
    "modern slavery", "debt bondage", "domination", "penis", "vagina", "anal cancer", "rectum", "nipples",
    "menstruation", "testicles", "prostate", "urine", "incontinence", "school escorts", "escort", "road humps",
    "humping", "water butts", "a hoe", "rugby hooker", "hookers", "hardcore", "swastikas", "strip clubs", "nude",
    "undressing", "BS 5839", "the A55", "A55 and M4", "S41", "4th", "1st", "2nd", "£45", "assess", "assessment",
    "class", "grass", "pass", "analysis", "cucumber", "circumstances", "document", "title", "constitution",
    "shiitake", "country", "Arsenal", "basement", "therapist", "grapes", "scrape", "Uranus", "snatch", "suck",
    "sucks", "pegging", "bloody", "damn", "hell", "crap", "God", "drunk", "drugs", "weed", "cannabis", "thug",
    "murder", "kill", "girls and boys", "tied up", "a b c d e f", "Virginia", "cats", "Gypsy, Roma and Traveller",
    "black people", "snowballing", "shrimping", "**it** was", "**as** is", "x * y", "2 * 2", "5 ** 2",
    "https://a.org/fuck", "buttercup", "cockle", "cockpit", "peacock", "titular", "Titchfield",
]  # fmt: skip


@pytest.mark.parametrize("text", OFFENDS)
def test_offends(text):
    assert len(told(text)) == 1
    assert told(text)[0][1:] == "***"


@pytest.mark.parametrize("text", PASSES)
def test_passes(text):
    assert told(text) == []


def test_what_is_allowed_was_listed_and_what_is_added_was_not():
    assert _allowed() <= _listed()
    assert not ADDED & _listed()
    assert all(len(reason) > 20 for reason in ALLOWED)
    assert not _allowed() & words()
    assert not {" ".join(phrase) for phrase in phrases()} & _allowed()


def test_list_is_the_one_that_was_looked_through():
    assert 300 < len(_listed()) < 600
    assert len(words()) > 300
    assert len(phrases()) > 50


def test_place_is_that_of_the_word():
    (one,) = offensive_language(read_manuscript(b"A line.\nIt was &amp; is shit.\n"))
    assert (one.line, one.column) == (2, 17)
