"""The strength of a finding: a table of cases, and what must hold whatever was said."""

from __future__ import annotations

import itertools
import math
import re
import subprocess
import sys
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT

from practice_commons.digest.spread import DRAWS, by_chance, distance, spread
from practice_commons.digest.strength import InScope, Strength, Witness, once, strength
from practice_commons.digest.strength_rule import NEEDS, Cap, Level, table
from practice_commons.digest.strength_words import Aspect
from practice_commons.digest.wilson import lower_bound
from practice_commons.model.terms import CouncilType, Evidence, Outcome, Role, Stance

REGIONS = ("East", "London", "North", "West")
TYPES = (CouncilType.DISTRICT, CouncilType.UNITARY, CouncilType.LONDON_BOROUGH)
SCOPE = tuple(InScope(f"council-{at:02}", REGIONS[at % 4], TYPES[at % 3]) for at in range(48))
STANCES = {"+": Stance.SUPPORTS, "~": Stance.MIXED, "-": Stance.CHALLENGES, "?": None}
GRADES = {"n": None, "v": Evidence.VIEW, "d": Evidence.DESCRIBED_CHANGE, "b": Evidence.BEFORE_AFTER} | {
    "c": Evidence.COMPARISON,
    "i": Evidence.INDEPENDENT_EVALUATION,
}
ADEQUACY = (Aspect.COUNCILS, Aspect.RICHER, Aspect.MEASURED, Aspect.COMPARED)


def witnesses(told: str, step: int = 1) -> list[Witness]:
    """Councils in the order of the scope: `3+b` is three for it with figures before and after, `e` means too early."""
    found: list[Witness] = []
    for words in told.split():
        number, stance, grade, early = re.fullmatch(r"(\d+)(.)(.)(e?)", words).groups()
        for _ in range(int(number)):
            place = SCOPE[len(found) * step % len(SCOPE)]
            outcome = Outcome.TOO_EARLY if early else Outcome.WORKED
            roles = frozenset({Role.OFFICER})
            found.append(Witness(place.slug, STANCES[stance], GRADES[grade], outcome, place.region, place.type, roles))
    return found


@pytest.mark.parametrize(
    ("told", "step", "level", "cap", "contested"),
    [
        # Nothing, and too few.
        ("", 1, "very-limited", Cap.FEW, 0),
        ("1+i", 1, "very-limited", Cap.FEW, 0),
        ("2+i", 1, "very-limited", Cap.FEW, 0),
        ("2+i 5~b", 1, "very-limited", Cap.FEW, 0),
        ("9?i", 1, "very-limited", Cap.FEW, 0),
        # Views, and changes described.
        ("3+v", 1, "very-limited", Cap.NO_FIGURES, 0),
        ("40+v", 1, "very-limited", Cap.NO_FIGURES, 0),
        ("2+v 1+d", 1, "limited", Cap.NO_FIGURES, 0),
        ("40+d", 1, "limited", Cap.NO_FIGURES, 0),
        ("3+b", 1, "limited", None, 0),
        # Figures that cannot tell yet are no figures.
        ("9+be", 1, "limited", Cap.NO_FIGURES, 0),
        # Moderate, and what is one short of it.
        ("5+b", 1, "moderate", None, 0),
        ("4+b", 1, "limited", None, 0),
        ("4+d 1+b", 1, "limited", None, 0),
        ("3+v 2+b", 1, "limited", None, 0),
        ("2+v 1+d 2+b", 1, "moderate", None, 0),
        ("40+b", 1, "moderate", None, 0),
        # Strong, and what is one short of it.
        ("4+v 2+d 2+b 2+c", 1, "strong", None, 0),
        ("4+v 2+d 3+b 1+c", 1, "moderate", None, 0),
        # All from one region: further off than chance.
        ("10+c", 4, "limited", None, 0),
        # All of one type, over all regions: chance still brings that many regions.
        ("10+c", 3, "moderate", None, 0),
        # Disagreement.
        ("6+b 4~b", 1, "limited", None, 0),
        ("12+c 4-v", 1, "moderate", Cap.CONTESTED, 1),
        ("12+c 1-i", 1, "moderate", Cap.CONTESTED, 1),
        ("4+b 5-c", 1, "very-limited", Cap.CONTESTED, 2),
    ],
)
def test_cases(told, step, level, cap, contested) -> None:
    found = strength(witnesses(told, step), SCOPE)
    assert (found.level, found.cap, len(found.contested)) == (level, cap, contested)
    assert bool(found.held_back) or found.level is Level.STRONG or found.cap is not None


def test_every_part_has_a_number_and_a_sentence() -> None:
    found = strength(witnesses("3+b 1+v 1~d 1-v 1?n"), SCOPE)
    assert [part.aspect for part in found.parts] == list(Aspect)
    said = {part.aspect: (part.value, part.sentence) for part in found.parts}
    counted, words = said[Aspect.COUNCILS]
    assert counted == 4
    assert words.startswith("4 councils are for it, each counted once; 1 mixed and 1 against. 1 more council gave")
    assert said[Aspect.RICHER] == (3, "3 of the 4 councils for it give more than a view.")
    assert said[Aspect.AGREED] == (66, "4 of the 6 councils that take a side or are mixed are for it (66%).")
    assert said[Aspect.CAUTION][0] == 29
    assert said[Aspect.ROLES] == (1, "Who spoke of the councils for it: officers in 4.")
    assert all(part.sentence[0].isupper() or part.sentence[0].isdigit() for part in found.parts)
    assert all(part.sentence.endswith(".") for part in found.parts)


def test_councils_out_of_scope_count_and_are_left_out_of_the_spread() -> None:
    abroad = Witness("abroad", Stance.SUPPORTS, None, None, "Elsewhere", CouncilType.WELSH_COUNCIL)
    found = {part.aspect: part for part in strength([abroad, *witnesses("2+v")], SCOPE).parts}
    assert found[Aspect.COUNCILS].value == 3
    assert "1 council out of scope is left out of this." in found[Aspect.REGIONS].sentence
    alone = {part.aspect: part for part in strength([abroad], SCOPE).parts}
    assert (alone[Aspect.REGIONS].value, alone[Aspect.REGIONS].allows) == (100, Level.LIMITED)


def test_docs_show_the_rule() -> None:
    lines = (ROOT / "docs" / "strength.md").read_text("utf-8").splitlines()
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("| ")]
    heads = rows.index(table()[0])
    assert rows[heads : heads + len(table())] == table()
    assert rows[heads + len(table()) + 1 :] == [(cap.label, cap.level.label) for cap in Cap]
    assert f"{DRAWS} random draws" in "\n".join(lines)


def test_each_level_needs_no_less_than_the_one_below() -> None:
    rows = list(NEEDS.values())
    assert list(NEEDS) == list(Level)
    for below, above in itertools.pairwise(rows):
        assert all(getattr(below, name) <= getattr(above, name) for name in below.__slots__)


SPOKEN = st.lists(
    st.builds(
        lambda at, stance, evidence, outcome, roles: Witness(
            SCOPE[at].slug, stance, evidence, outcome, SCOPE[at].region, SCOPE[at].type, roles
        ),
        st.integers(0, 47),
        st.sampled_from((*Stance, None)),
        st.sampled_from((*Evidence, None)),
        st.sampled_from((*Outcome, None)),
        st.frozensets(st.sampled_from(Role)),
    ),
    max_size=30,
)


def numbers(found: Strength, aspects: Iterable[Aspect]) -> list[int]:
    return [part.value for part in found.parts if part.aspect in set(aspects)]


@given(SPOKEN, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_never_matters(spoken, chance) -> None:
    mixed, scope = list(spoken), list(SCOPE)
    chance.shuffle(mixed)
    chance.shuffle(scope)
    assert strength(mixed, scope) == strength(spoken, SCOPE)


@given(SPOKEN, st.data())
@settings(max_examples=60, deadline=None)
def test_a_council_repeated_changes_nothing(spoken, data) -> None:
    repeated = data.draw(st.lists(st.sampled_from(spoken), max_size=5)) if spoken else []
    assert strength([*spoken, *repeated], SCOPE) == strength(spoken, SCOPE)
    assert strength(once(spoken), SCOPE) == strength(spoken, SCOPE)


@given(SPOKEN, st.sampled_from((*Evidence, None)), st.sampled_from((*Outcome, None)))
@settings(max_examples=60, deadline=None)
def test_another_council_for_it_never_lowers_adequacy_or_agreement(spoken, evidence, outcome) -> None:
    more = Witness("another", Stance.SUPPORTS, evidence, outcome, "East", CouncilType.DISTRICT)
    before, after = strength(spoken, SCOPE), strength([*spoken, more], (*SCOPE, InScope("another", "East", more.type)))
    counted = (*ADEQUACY, Aspect.AGREED)
    assert all(one <= other for one, other in zip(numbers(before, counted), numbers(after, counted), strict=True))


@given(SPOKEN)
@settings(max_examples=120, deadline=None)
def test_caps_and_levels_hold(spoken) -> None:
    found = strength(spoken, SCOPE)
    levels = list(Level)
    supporting = [one for one in once(spoken) if one.stance is Stance.SUPPORTS]
    figures = {Evidence.BEFORE_AFTER, Evidence.COMPARISON, Evidence.INDEPENDENT_EVALUATION}
    if len(supporting) < 3:
        assert (found.level, found.cap) == (Level.VERY_LIMITED, Cap.FEW)
    if not any(one.evidence in figures for one in supporting):
        assert levels.index(found.level) <= levels.index(Level.LIMITED)
    if found.contested:
        assert found.level is not Level.STRONG
    if found.cap:
        assert levels.index(found.level) <= levels.index(found.cap.level)
    assert all(levels.index(found.level) <= levels.index(part.allows) for part in found.parts if part.allows)


@given(SPOKEN)
@settings(max_examples=60, deadline=None)
def test_contested_looks_at_both_sides_alike(spoken) -> None:
    """Turn every stance round: an equal split stays contested, and evidence is stronger on one side at most."""
    turned = {Stance.SUPPORTS: Stance.CHALLENGES, Stance.CHALLENGES: Stance.SUPPORTS}
    told = once(spoken)
    other = [
        Witness(w.slug, turned.get(w.stance, w.stance), w.evidence, w.outcome, w.region, w.type, w.roles) for w in told
    ]
    here, there = strength(told, SCOPE).contested, strength(other, SCOPE).contested
    sides = [sum(one.stance is stance for one in told) for stance in (Stance.SUPPORTS, Stance.CHALLENGES)]
    assert not any("stronger" in reason for reason in here) or not any("stronger" in reason for reason in there)
    if not any(one.stance is Stance.MIXED for one in told) and any(sides):
        assert here or there or min(sides) * 4 < sum(sides)
        if sides[0] == sides[1]:
            assert here
            assert there


@pytest.mark.parametrize("whole", [1, 2, 3, 7, 10, 40, 361])
def test_wilson_is_wilson(whole) -> None:
    z = 1.96
    for part in range(whole + 1):
        p = part / whole
        root = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
        expected = (p + z * z / (2 * whole) - root) / (1 + z * z / whole)
        assert lower_bound(part, whole) == max(0, math.floor(100 * expected + 1e-9))


def test_wilson_of_nothing_and_of_nonsense() -> None:
    assert lower_bound(0, 0) == 0
    with pytest.raises(ValueError, match="between"):
        lower_bound(2, 1)


def test_chance_at_the_sizes_we_measured() -> None:
    """See the facts: about 0.55 for 10 of the councils over the regions, 0.11 for 160."""
    sizes = tuple(sorted((70, 50, 39, 36, 33, 33, 32, 29, 22, 15, 12, 11)))
    far = {n: 100 * by_chance(sizes, n) / (2 * n * sum(sizes)) for n in (1, 10, 160, sum(sizes))}
    assert 45 < far[10] < 60
    assert 6 < far[160] < 13
    assert far[1] > 85
    assert far[sum(sizes)] == 0


def test_chance_is_close_to_the_exact_distribution() -> None:
    """Of two groups, how many come from the first is hypergeometric."""
    sizes, n = (12, 20), 9
    ways = {at: math.comb(12, at) * math.comb(20, n - at) for at in range(n + 1)}
    within = sum(number for at, number in ways.items() if distance((at, n - at), sizes) <= by_chance(sizes, n))
    below = sum(number for at, number in ways.items() if distance((at, n - at), sizes) < by_chance(sizes, n))
    assert below / math.comb(32, n) < 0.96
    assert within / math.comb(32, n) > 0.94


def test_spread_of_all_is_nought_and_of_too_many_nonsense() -> None:
    every = [one.region for one in SCOPE]
    found = spread(every, every)
    assert (found.distance, found.within, found.missing) == (0, True, ())
    assert spread([], every) is None
    with pytest.raises(ValueError, match="More councils"):
        spread(["East"] * 13, every)


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_hash_seed_has_no_say(seed) -> None:
    program = (
        "from practice_commons.digest.spread import by_chance, spread\n"
        "print(by_chance((3, 5, 9, 22), 7), spread(['a', 'b', 'b'], 'aaabbbbcccccd'))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "toolkit")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "200 Spread(councils=3, distance=46, chance=62, within=True, missing=('c', 'd'))\n"
