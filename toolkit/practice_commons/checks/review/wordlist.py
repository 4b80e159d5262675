"""Words that offend: a maintained list, without those that councils need, and with some that it lacks.

The list is the English one of the package glin-profanity (MIT). Only its data are read: its code never runs.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import re
from pathlib import Path

PACKAGE = "glin_profanity"
LIST = "data/dictionaries/english.json"

ALLOWED: dict[str, str] = {
    "bodies and health: words of medicine, sexual health and personal care": (
        "anal, anus, boob, boobs, clitoris, ejaculation, fecal, genitals, g-spot, intercourse, masturbate, "
        "nipple, nipples, nude, nudity, orgasm, panties, panty, penis, rectum, semen, sex, undressing, urethra "
        "play, vagina, vulva, wet dream "
    ),
    "harm: words of safeguarding, criminal justice and the help that people get": (
        "bestiality, bondage, date rape, domination, grope, how to kill, how to murder, incest, paedophile, "
        "pedophile, porn, porno, pornography, rape, raping, rapist, sadism, suicide girls, upskirt, voyeur "
    ),
    "hate crime is reported by naming its signs": "neonazi, swastika, white power",
    "licensing: what a committee licenses must have a name": (
        "bdsm, erotic, erotism, hardcore, playboy, strip club, topless "
    ),
    "identity: nothing that people call themselves or what they do is an offence": "eunuch, gay sex, homoerotic",
    "everyday words: escorts see children to school, roads have humps, butts hold rain, surveys snowball": (
        "alaskan pipeline, bareback, barely legal, bastinado, beaver cleaver, big black, butt, cum, escort, "
        "fingering, girl on, girl on top, god damn, hard core, hoe, hooker, huge fat, humping, jelly donut, "
        "kinky, leather restraint, lolita, make me come, missionary position, pegging, scat, scissoring, sexo, "
        "sexy, shrimping, simp, skeet, smut, snatch, snowballing, suck, sucks, swinger, tainted love, taste my, "
        "tied up, tight white, tongue in a, twinkie, vibrator, wrapping men "
    ),
    "names, standards and placeholders: BS 5839, Rick Santorum, xxx": "babeland, bs, mf, santorum, testbad01, xx, xxx",
}
"""Why words of the list pass, and which."""

ADDED = frozenset(
    {
        # Insults that people in Britain know and the list does not.
        "arse",
        "arseholes",
        "bellend",
        "bugger",
        "dickhead",
        "fuckwit",
        "gobshite",
        "knobhead",
        "minger",
        "munter",
        "prick",
        "shitstorm",
        "slag",
        "slapper",
        "tosspot",
        "wanker",
        "whore",
        # Slurs against people whom councils serve.
        "chink",
        "chinky",
        "gippo",
        "golliwog",
        "gook",
        "gyppo",
        "half-caste",
        "mong",
        "mongoloid",
        "pikey",
        "shirtlifter",
        "spastic",
        "spaz",
        "spacker",
        "wog",
        "yid",
    }
)
"""Words that the list lacks: our own."""

INNOCENT = re.compile(
    r"\b(?:(?:blue|coal|great|long[- ]tailed|marsh|willow|crested)\stits?|tit[- ]for[- ]tat|cock[- ]ups?"
    r"|cock[- ]a[- ]hoop|half[- ]cock(?:ed)?|cocks?\scrow(?:ed|s|ing)?|cock\sand\sbull|spotted\sdick|clever\sdick"
    r"|spic\sand\sspan|slag[- ]heaps?|(?:blast[- ]furnace|furnace|steel)\sslag|faggots?\sand\speas|coon\scat"
    r"|(?:finger|pin|skin)[- ]prick(?:s|ed)?|law\sis\san\sass|fire\sretard(?:s|ed)?|coin\stoss(?:er|ers)?)\b",
    re.IGNORECASE,
)
"""Turns of phrase in which a word of the list means no harm: birds, puddings, mishaps and what furnaces leave."""

_NAMES = "ass bugger cock cocks coon coons cumming cummings dick dicks guro mong munter negro poon prick slag spunk tit"
ALSO_NAMES = frozenset(_NAMES.split())
"""Words that are names too when they begin with a capital: Dick Turpin, Cock Lane."""

VERBS = frozenset({"bugger", "fuck", "piss", "shit", "wank"})
"""Roots that people inflect in more ways than a list holds."""
_ENDINGS = ("s", "ed", "er", "ers", "in", "ing", "y")


@functools.cache
def words() -> frozenset[str]:
    """Return the single words that a review remarks on, folded."""
    inflected = {f"{root}{ending}" for root in VERBS for ending in ("", *_ENDINGS)}
    held = {word for word in _listed() - _allowed() if " " not in word} | ADDED
    plurals = {f"{word}s" for word in held if len(word) > 3 and not word.endswith(("s", "y", "ed"))}  # noqa: PLR2004
    return frozenset(held | plurals | inflected)


@functools.cache
def phrases() -> tuple[tuple[str, ...], ...]:
    """Return the phrases that a review remarks on, each as its words, folded."""
    return tuple(sorted(tuple(phrase.split()) for phrase in _listed() - _allowed() if " " in phrase))


def _allowed() -> frozenset[str]:
    return frozenset(word.strip() for several in ALLOWED.values() for word in several.split(","))


@functools.cache
def _listed() -> frozenset[str]:
    found = importlib.util.find_spec(PACKAGE)
    folder = Path(found.origin).parent if found is not None and found.origin else Path(PACKAGE)
    listed = json.loads((folder / LIST).read_text("utf-8"))["words"]
    return frozenset(" ".join(str(word).casefold().split()) for word in listed)
