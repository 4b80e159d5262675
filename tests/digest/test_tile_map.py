"""The tile map: everybody has one square, near its neighbours; it stays put; it is read without colour.

After a change that is meant: UPDATE_GOLDEN=1 pytest tests/digest/test_tile_map.py, and look at the picture.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT

from practice_commons.digest import tile_layout
from practice_commons.digest.cartogram import Place, neighbours, plane_of
from practice_commons.digest.composition import compose
from practice_commons.digest.coverage import _shares
from practice_commons.digest.digest import Coverage, Heard, Tile
from practice_commons.digest.standing import Standing
from practice_commons.digest.tile_keeping import kept_layout
from practice_commons.digest.tile_layout import fingerprint, has_square, lay_out
from practice_commons.digest.tile_map import tile_map
from practice_commons.digest.tile_standing import Row, rows
from practice_commons.digest.tiles import Board, assign
from practice_commons.model.community import Scope
from practice_commons.model.council import Council, Register
from practice_commons.model.terms import Nation
from practice_commons.reading.vocabularies import _register

DAY = dt.date(2026, 11, 22)
NEXT, LATER = dt.date(2026, 12, 1), dt.date(2027, 1, 1)
HANDFUL = 5
SVG = "{http://www.w3.org/2000/svg}"
REGISTER = _register((ROOT / "communities" / "councils.csv").read_bytes(), [])
CURRENT = [council for council in REGISTER if council.existed_on(DAY) and has_square(council)]
MADE_UP = [
    Place(
        f"place-{at}", f"region-{at % 80 // 20}", 51.0 + at % 80 // 20 + at * 37 % 101 / 100, -2.0 + at * 61 % 97 / 50
    )
    for at in range(80)
]


@functools.cache
def _assigned(places: tuple[Place, ...]) -> dict[str, tuple[int, int]]:
    return assign(places)


@pytest.fixture(scope="module")
def kept() -> Iterable[None]:
    """Layouts made afresh are kept: a change made to the register in a test begins from the same one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tile_layout, "assign", lambda places: dict(_assigned(tuple(places))))
        yield


@pytest.fixture(scope="module")
def squares(kept) -> dict[str, tuple[int, int]]:
    return lay_out(REGISTER, DAY)


def astray(squares: dict[str, tuple[int, int]], councils: Iterable[Council]) -> list[str]:
    regions = {council.slug: council.region for council in councils}
    board = Board([regions[slug] for slug in squares], list(squares.values()))
    return [list(squares)[at] for at in board.astray()]


def heard(council: Council, *through: str) -> Heard:
    return Heard(
        council.slug,
        council.name,
        council.type,
        council.region,
        own=not through,
        through=through,
        first_hand=True,
        citations=(),
    )


def tiles(told: Iterable[Row], squares: dict[str, tuple[int, int]]) -> tuple[Tile, ...]:
    return tuple(
        Tile(one.slug, one.name, one.region, one.standing, one.through, *squares[one.slug])
        for one in told
        if one.slug in squares
    )


def coverage(said: tuple[Heard, ...], scopes: list[Scope], outside: tuple[Heard, ...] = ()) -> Coverage:
    wanted = REGISTER.in_scope(scopes, DAY)
    shares = _shares(wanted, {one.slug for one in said}, lambda one: one.region, sorted({one.region for one in wanted}))
    return Coverage("", len(wanted), said, outside, (), (), shares, (), (), (), 0, (), ())


def test_every_council_has_one_square_and_no_county_has(squares) -> None:
    assert sorted(squares) == sorted(council.slug for council in CURRENT)
    assert len(set(squares.values())) == len(squares) == 361
    assert min(column for column, _ in squares.values()) == min(row for _, row in squares.values()) == 0


def test_every_region_is_in_one_piece(squares) -> None:
    assert astray(squares, CURRENT) == []


def test_neighbours_stay_near(squares) -> None:
    places = [Place(one.slug, one.region, one.latitude, one.longitude) for one in CURRENT]
    pairs = [(places[one].slug, places[other].slug) for one, other in neighbours(plane_of(places))]

    def mean(at: dict[str, tuple[int, int]]) -> float:
        far = [(at[one][0] - at[other][0]) ** 2 + (at[one][1] - at[other][1]) ** 2 for one, other in pairs]
        return sum(square**0.5 for square in far) / len(far)

    shuffled = sorted(squares, key=lambda slug: hashlib.sha256(slug.encode()).digest())
    random = dict(zip(shuffled, squares.values(), strict=True))
    assert mean(squares) < 1.5
    assert mean(random) > 6 * mean(squares)


def test_north_is_up_and_east_is_right(squares) -> None:
    """Where councils lie on the ground and where their squares do agree for nearly all pairs that are far apart."""
    pairs = [(one, other) for one in CURRENT[::7] for other in CURRENT[::5]]
    north = [(a, b) for a, b in pairs if a.latitude - b.latitude > 1.0]
    east = [(a, b) for a, b in pairs if a.longitude - b.longitude > 2.0 and abs(a.latitude - b.latitude) < 1.0]
    assert sum(squares[a.slug][1] < squares[b.slug][1] for a, b in north) > 0.97 * len(north)
    assert sum(squares[a.slug][0] > squares[b.slug][0] for a, b in east) > 0.97 * len(east)


def moved(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> int:
    """How many of those on both maps moved against the rest."""
    steps = Counter(
        (after[slug][0] - before[slug][0], after[slug][1] - before[slug][1]) for slug in before if slug in after
    )
    return steps.total() - steps.most_common(1)[0][1]


@pytest.mark.parametrize("council", CURRENT[4::24], ids=lambda one: one.slug)
def test_a_council_that_comes_or_goes_moves_a_handful(squares, council) -> None:
    ended = tuple(dataclasses.replace(one, ended=NEXT) if one is council else one for one in REGISTER)
    new = dataclasses.replace(council, slug="new", started=NEXT, latitude=council.latitude + 0.02)
    near = min(
        (one for one in CURRENT if one is not council and one.region == council.region),
        key=lambda one: (one.latitude - council.latitude) ** 2 + (one.longitude - council.longitude) ** 2,
    )
    merged = tuple(
        dataclasses.replace(one, ended=NEXT, successors=("new",)) if one in {council, near} else one for one in REGISTER
    )
    for councils, size in ((ended, 360), ((*REGISTER, new), 362), ((*merged, new), 360)):
        found = lay_out(Register(councils), LATER)
        assert len(set(found.values())) == len(found) == size
        assert moved(squares, found) <= HANDFUL
        assert astray(found, councils) == []
        assert lay_out(Register(councils), DAY) == squares
    taken = lay_out(Register((*merged, new)), LATER)
    assert taken.keys() - squares.keys() == {"new"}


def test_a_reorganisation_makes_a_new_layout_of_all(kept) -> None:
    gone = {one.slug for one in CURRENT if one.county == "kent"}
    new = dataclasses.replace(REGISTER.find("dover"), slug="all-kent", started=NEXT)
    councils = tuple(
        dataclasses.replace(one, ended=NEXT, successors=("all-kent",)) if one.slug in gone else one for one in REGISTER
    )
    assert len(gone) > tile_layout.FEW
    found = lay_out(Register((*councils, new)), LATER)
    assert len(set(found.values())) == len(found) == len(CURRENT) - len(gone) + 1
    assert astray(found, (*councils, new)) == []


def test_fingerprint_changes_when_the_layout_may() -> None:
    assert fingerprint(REGISTER, DAY) == fingerprint(Register(tuple(reversed(REGISTER.councils))), LATER)
    later = tuple(dataclasses.replace(one, ended=NEXT) if one.slug == "adur" else one for one in REGISTER)
    assert fingerprint(Register(later), DAY) == fingerprint(REGISTER, DAY)
    assert fingerprint(Register(later), LATER) != fingerprint(REGISTER, LATER)
    renamed = tuple(dataclasses.replace(one, name=f"{one.name}!") for one in REGISTER)
    assert fingerprint(Register(renamed), DAY) == fingerprint(REGISTER, DAY)
    nudged = tuple(dataclasses.replace(one, latitude=50.0) if one.slug == "adur" else one for one in REGISTER)
    assert fingerprint(Register(nudged), DAY) != fingerprint(REGISTER, DAY)


def test_it_takes_no_longer_than_it_may(squares) -> None:
    begun = time.process_time()
    assign([Place(one.slug, one.region, one.latitude, one.longitude) for one in CURRENT])
    assert time.process_time() - begun < 5
    begun = time.process_time()
    tile_map(tiles(rows(REGISTER, DAY, coverage((), []), []), squares), "Map")
    assert time.process_time() - begun < 0.3


@pytest.mark.parametrize("seed", ["0", "7", "4242"])
def test_hash_seed_and_order_have_no_say(seed) -> None:
    program = (
        "import hashlib, json, sys\n"
        "from practice_commons.digest.tiles import assign\n"
        "from practice_commons.digest.cartogram import Place\n"
        "places = {Place(*one) for one in json.load(sys.stdin)}\n"
        "print(hashlib.sha256(json.dumps(sorted(assign(places).items())).encode()).hexdigest())\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps([dataclasses.astuple(one) for one in MADE_UP]),
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "toolkit")},
        capture_output=True,
        text=True,
        check=True,
    )
    matches("tile-layout.sha256", run.stdout)


@given(
    st.lists(
        st.builds(
            Place,
            st.text(max_size=3),
            st.sampled_from("abc"),
            st.none() | st.floats(-90, 90),
            st.none() | st.floats(-180, 180),
        ),
        max_size=9,
        unique_by=lambda place: place.slug,
    )
)
@settings(max_examples=30, deadline=None)
def test_any_places_get_squares_of_their_own(places) -> None:
    found = assign(places)
    assert found.keys() == {place.slug for place in places}
    assert len(set(found.values())) == len(places)
    assert found == assign(reversed(places))


def standings() -> tuple[Row, ...]:
    scopes = [Scope(nations=(Nation.ENGLAND, Nation.WALES))]
    said = tuple(
        heard(REGISTER.find(slug), *through)
        for slug, *through in (
            ("kent",),
            ("dover",),
            ("cumberland", "Cumbria County Council (until 2023)"),
            ("cardiff",),
        )
    )
    return rows(REGISTER, DAY, coverage(said, scopes, (heard(REGISTER.find("fife")),)), scopes)


def test_standings_say_what_the_coverage_says() -> None:
    told = standings()
    found = {row.slug: (row.standing, row.through) for row in told}
    assert len(told) == len(found) == 382
    assert found["dover"] == (Standing.OWN, ())
    assert found["kent"] == (Standing.OWN, ())
    assert found["ashford"] == (Standing.COUNTY, ("Kent",))
    assert found["cumberland"] == (Standing.FORMER, ("Cumbria County Council (until 2023)",))
    assert found["fife"] == (Standing.BEYOND, ())
    assert found["belfast"] == (Standing.OUTSIDE, ())
    assert found["barnet"] == (Standing.SILENT, ())
    assert sum(standing is Standing.COUNTY for standing, _ in found.values()) == 11
    assert list(told) == sorted(told, key=lambda row: (row.region, row.name.casefold(), row.slug))


def test_a_coverage_of_other_scopes_is_refused() -> None:
    with pytest.raises(ValueError, match="these scopes"):
        rows(REGISTER, DAY, coverage((), []), [Scope(nations=(Nation.WALES,))])


def test_map_is_small_and_shows_every_standing_by_a_mark_of_its_own(squares) -> None:
    text = tile_map(tiles(standings(), squares), "Who was heard")
    assert len(text.encode()) <= 60_000
    root = ET.fromstring(text)
    marks = {mark.get("id"): ET.tostring(mark) for mark in root.find(f"{SVG}defs")}
    assert set(marks) == {f"tile-map-{one}" for one in Standing}
    shapes = {tuple(part.get("d") for part in ET.fromstring(mark)) for mark in marks.values()}
    assert len(shapes) == len(Standing), "two marks differ in no shape"
    uses = [use for use in root.iter(f"{SVG}use") if use.find(f"{SVG}title") is not None]
    assert len(uses) == 361
    assert root.get("aria-labelledby").split() == [root[0].get("id"), root[1].get("id")]
    assert root[0].text == "Who was heard"
    assert root[1].text.startswith(
        "A map of 361 councils, one square each: heard in its own name, 2; heard through a council it replaced, 1; "
    )
    said = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    assert {"Scotland", "London", "Yorkshire andThe Humber", "Heard in its own name (2)"} <= said


def test_map_needs_nothing_from_outside_and_holds_nothing_that_runs(squares) -> None:
    text = tile_map(tiles(standings(), squares), "Who was heard")
    for never in ("<script", "<style", "<image", "@font-face", "var(", "currentColor", "url(", "foreignObject"):
        assert never not in text
    assert text.count("http") == 1, "the namespace, and nothing else"
    root = ET.fromstring(text)
    assert all(not name.startswith("on") for part in root.iter() for name in part.attrib)
    assert all(use.get("href").startswith("#") for use in root.iter(f"{SVG}use"))


def test_two_maps_on_a_page_share_no_id(squares) -> None:
    pages = [ET.fromstring(tile_map(tiles(standings(), squares), "Map", prefix)) for prefix in ("one", "two")]
    ids = [part.get("id") for page in pages for part in page.iter() if part.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "name", ["</title><script>alert(1)</script>", "A & B", "\"'<", "\x00\x0b\ud800\ufffe", "]]>", "", " ", "x" * 5000]
)
def test_hostile_names_stay_words(name) -> None:
    told = [
        Row("a", name, "Unitary", name, Standing.OWN, (name,)),
        Row("b", "B", "Unitary", "B", Standing.FORMER, (name,)),
    ]
    text = tile_map(tiles(told, {"a": (0, 0), "b": (1, 0)}), name)
    root = ET.fromstring(text)
    assert not list(root.iter(f"{SVG}script"))
    assert len(list(root.iter(f"{SVG}use"))) == 4
    if name.isprintable():
        assert f"{name}: heard in its own name ({name})" in {title.text for title in root.iter(f"{SVG}title")}


def test_an_empty_map_is_a_map() -> None:
    root = ET.fromstring(tile_map((), "Nobody"))
    assert root[1].text == "A map of 0 councils, one square each: none."


def test_map_of_the_small_commons_is_the_golden_one(small) -> None:
    vocabularies = small.vocabularies
    scopes = (vocabularies.commons.scope, vocabularies.priorities["repairs"].scope or Scope())
    found = compose(small, "repairs").coverage
    told = rows(vocabularies.register, small.today, found, scopes)
    standing = Counter(row.standing for row in told)
    assert standing[Standing.OWN] + standing[Standing.FORMER] == len(found.heard)
    assert standing[Standing.SILENT] == sum(len(one.councils) for one in found.silent)
    assert sum(standing.values()) - standing[Standing.OUTSIDE] - standing[Standing.BEYOND] == found.in_scope
    assert found.tiles == tiles(told, lay_out(vocabularies.register, small.today))
    matches("tile-map.svg", tile_map(found.tiles, "Who was heard on repairs"))


def test_a_layout_is_kept_until_the_register_changes(kept, tmp_path, monkeypatch) -> None:
    assert kept_layout(REGISTER, DAY, tmp_path) == lay_out(REGISTER, DAY)
    with monkeypatch.context() as patched:
        patched.setattr(tile_layout, "assign", None)
        assert kept_layout(REGISTER, DAY, tmp_path) == lay_out_of(tmp_path)
    smaller = Register(tuple(one for one in REGISTER if one.slug != "dover"))
    assert kept_layout(smaller, DAY, tmp_path).keys() == kept_layout(REGISTER, DAY, tmp_path).keys() - {"dover"}


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"fingerprint": 1}'])
def test_a_damaged_layout_is_worked_out_again(kept, tmp_path, damage) -> None:
    (tmp_path / "tiles.json").write_text(damage)
    assert kept_layout(REGISTER, DAY, tmp_path) == lay_out(REGISTER, DAY)
    assert kept_layout(REGISTER, DAY, tmp_path / "no-such-folder") == lay_out(REGISTER, DAY)


def lay_out_of(folder) -> dict[str, tuple[int, int]]:
    said = json.loads((folder / "tiles.json").read_text())["squares"]
    return {slug: tuple(square) for slug, square in said.items()}


def matches(name: str, text: str) -> None:
    path = ROOT / "tests" / "golden" / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_bytes().decode()
