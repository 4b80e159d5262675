"""What a change reaches: the pieces of the site that may differ between two editions of the catalogue.

Nothing else is made again. Naming one piece too many costs a moment, since what comes out the same is not written;
naming one too few would leave a wrong page, so a property test compares with sites made from nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.checks.layout import is_picture
from practice_commons.model.advocacy import AdvocacyRecord
from practice_commons.model.terms import Kind
from practice_commons.reading.own_files import FINDINGS
from practice_commons.reading.records import is_record, name_of
from practice_commons.site import address, listing
from practice_commons.site.advocacy import raised_with
from practice_commons.site.holdings import Holdings
from practice_commons.site.hub_pages import OPEN_LISTS
from practice_commons.site.pieces import Piece, list_pieces, listing_of

_COLUMNS = (
    "number, id, published, withdrawn, kind, community, date, responds_to, superseded_by, outcome, until, review_by,"
    " person, role, asks, councils, headline, changed, changes, blob"
)
_ASKING = frozenset({Kind.CALL.value, Kind.QUESTION.value, Kind.REQUEST.value, Kind.OFFER.value})


@dataclass(frozen=True)
class _State:
    """A contribution as one edition has it. `facets` are the lists that it stands in, with its place there."""

    row: tuple[Any, ...]
    facets: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        return str(self.row[1])

    @property
    def community(self) -> str:
        return str(self.row[5])

    @property
    def responds_to(self) -> str | None:
        return self.row[7]  # type: ignore[no-any-return]

    @property
    def kind(self) -> str:
        return str(self.row[4])

    @property
    def person(self) -> str | None:
        return self.row[12]  # type: ignore[no-any-return]

    @property
    def place(self) -> tuple[str, str] | None:
        """Return where it stands in a list, by date and id; None where it is in no list."""
        return None if self.row[3] else (str(self.row[6]), self.id)

    @property
    def shown(self) -> tuple[object, ...]:
        """Return all that other pages may show of it."""
        whole = self.row[-1] if self.kind == Kind.CALL.value else None  # whom it asks, and its question
        return (*self.row[1:17], whole, self.facets)

    def folders(self) -> Iterator[str]:
        """Iterate over the folders of the site whose lists it stands in."""
        yield f"communities/{self.community}/"
        for facet, value in self.facets:
            if facet in _FOLDERS:
                yield f"{_FOLDERS[facet]}/{value}/"


_FOLDERS = {"priority": "priorities", "tag": "tags", "council": "councils"}


@dataclass
class Reach:
    """What a change reaches, found out by comparing an old edition with a new one."""

    old: Holdings
    new: Holdings
    pieces: set[Piece] = field(default_factory=set)
    _ids: set[str] = field(default_factory=set)
    """Of the contributions that were touched."""
    _moves: dict[str, list[tuple[_State | None, _State | None]]] = field(default_factory=dict)

    def find(self) -> set[Piece] | None:
        """Return the pieces that may differ; None where that may be every one."""
        old, new = self.old.catalogue, self.new.catalogue
        before, after = old.holding, new.holding
        known = new.connection.execute("SELECT token FROM ancestry WHERE edition = ?", (before.edition,)).fetchone()
        if before.lists != after.lists or known != (before.token,):
            return None
        if self._councils_change():
            return None
        touched = {row[0] for row in new.connection.execute(_TOUCHED, (before.edition,))}
        touched |= self._due()
        self.pieces.add(Piece("introduction"))
        for path in touched:
            if is_picture(path):
                self.pieces.add(Piece("picture", path))
                self._referring(f"path:{path}")
            if is_record(path):
                self._told(path)
            self._compare(path, _state(old, path), _state(new, path))
        for folder, moves in self._moves.items():
            self._list(folder, moves)
        if (self.old.has_papers or self.new.has_papers) and not self._papers():
            return None
        return self.pieces

    def removed(self, gone: Iterator[str]) -> Iterator[str]:
        """Iterate over those of some files that really are gone: another picture may have the same content."""
        query = "SELECT path FROM file WHERE blob = ?"
        for path in gone:
            blob = path.removeprefix("media/").partition(".")[0]
            rows = self.new.catalogue.connection.execute(query, (blob,)) if path.startswith("media/") else ()
            files = (address.media(blob, row[0]) for row in rows if self.new.picture(row[0]))
            if path not in set(files):
                yield path

    def _papers(self) -> bool:
        """Name what shows published digests that came, went or changed, or that use what did. False for unknown."""
        before, after = self.old.papers, self.new.papers
        if not (before.known and after.known):
            return False
        paths = before.rows.keys() | after.rows.keys()
        other = {path for path in paths if before.rows.get(path) != after.rows.get(path)}
        for one in (*before.all, *after.all):
            if one.path in other or one.sources & self._ids:
                self.pieces |= {Piece("digests"), Piece("digest", one.name)}
                self.pieces |= {Piece("priority", priority) for priority in one.priorities}
        if other:
            self.pieces |= {Piece("digests"), Piece("sitemap")}
        return True

    def _councils_change(self) -> bool:
        """Say whether a council began or ended between the two days: then coverage differs on every page of it."""
        days = sorted((self.old.catalogue.today, self.new.catalogue.today))
        return days[0] != days[1] and any(
            day is not None and days[0] < day <= days[1]
            for council in self.new.vocabularies.register
            for day in (council.started, council.ended)
        )

    def _due(self) -> set[str]:
        """Return what closed, or fell due for another look, between the two days."""
        days = sorted((self.old.catalogue.today.isoformat(), self.new.catalogue.today.isoformat()))
        if days[0] == days[1]:
            return set()
        query = "SELECT path FROM placement WHERE (until >= ?1 AND until < ?2) OR (review_by >= ?1 AND review_by < ?2)"
        due = {row[0] for row in self.new.catalogue.connection.execute(query, days)}
        for path in due:
            state = _state(self.new.catalogue, path)
            if state is not None:
                self._show(state)
        return due

    def _told(self, path: str) -> None:
        """Name the pages on which a record of advocacy is told, before and after."""
        if path.startswith(FINDINGS):
            self.pieces.add(Piece("priority", name_of(path)))
        for holdings in (self.old, self.new):
            row = holdings.catalogue.connection.execute(_RECORD, (path,)).fetchone()
            if row is not None:
                said = AdvocacyRecord.model_validate_json(row[0])
                self.pieces.add(Piece("priority", said.priority))
                self.pieces.update(Piece("contribution", one) for one in said.used)

    def _compare(self, path: str, was: _State | None, now: _State | None) -> None:
        for state in (was, now):
            if state is not None:
                self._ids.add(state.id)
                self._referring(f"text:{state.id}")
                self.pieces |= {Piece("contribution", state.id), Piece("community", state.community), Piece("newest")}
                self.pieces |= {Piece("priority", value) for facet, value in state.facets if facet == "priority"}
                for holdings in (self.old, self.new):
                    told = raised_with(holdings.catalogue, state.id)
                    self.pieces.update(Piece("priority", one.said.priority) for one in told)
        if (was and was.shown) == (now and now.shown):
            return
        for state in (was, now):
            if state is not None:
                self._show(state)
                self._referring(f"id:{state.id}")
                for folder in state.folders():
                    moves = self._moves.setdefault(folder, [])
                    if (was, now) not in moves:
                        moves.append((was, now))
        self._referring(f"path:{path}")

    def _show(self, state: _State) -> None:
        """Name every piece that shows something of a contribution, but for the parts of lists."""
        add = self.pieces.add
        self.pieces |= {Piece("home"), Piece("communities"), Piece("newest"), Piece("community", state.community)}
        for facet, value in state.facets:
            if facet in _FOLDERS:
                self.pieces |= {Piece(facet, value), Piece(_FOLDERS[facet])}
            council = self.new.vocabularies.register.find(value) if facet == "council" else None
            for slug in council.successors if council else ():
                add(Piece("council", slug))
        if state.person:
            self.pieces |= {Piece("people"), Piece("person", address.person(state.person))}
        if state.responds_to:
            add(Piece("contribution", state.responds_to))
            self._answered(state.responds_to)
        if state.kind in _ASKING or state.responds_to:
            add(Piece("open"))
            for holdings in (self.old, self.new):
                for name in OPEN_LISTS:
                    self.pieces.update(list_pieces(holdings, f"open/{name}/"))

    def _answered(self, identity: str) -> None:
        """Name the pages that tell of what was answered: its community's, and of a call its priorities' as well."""
        for holdings in (self.old, self.new):
            connection = holdings.catalogue.connection
            for number, kind, community in connection.execute(_ANSWERED, (identity,)).fetchall():
                if community:
                    self.pieces.add(Piece("community", community))
                found = connection.execute(_INFORMS, (number,)) if kind == Kind.CALL.value else ()
                self.pieces |= {Piece("priority", value) for (value,) in found}

    def _referring(self, aim: str) -> None:
        rows = self.new.catalogue.connection.execute(_REFERRING, (aim,))
        self.pieces.update(Piece("contribution", row[0]) for row in rows)

    def _list(self, folder: str, moves: list[tuple[_State | None, _State | None]]) -> None:
        """Name the parts of a full list that differ: what moved shifts all that is newer, the rest stays as it is."""
        before, after = listing_of(self.old, folder), listing_of(self.new, folder)
        if before is None or after is None:
            return
        lengths = len(before.gathered), len(after.gathered)
        if len(listing.parts(lengths[0])) != len(listing.parts(lengths[1])):
            for holdings in (self.old, self.new):
                self.pieces.update(list_pieces(holdings, folder))
            return
        shifted: int | None = None
        for was, now in moves:
            places = [_place_in(state, folder) for state in (was, now)]
            for place in places:
                if place is None:
                    continue
                older = after.gathered.older(*place)
                self.pieces.add(Piece("list", folder, listing.part_at(older, lengths[1])))
                if places[0] != places[1]:
                    shifted = older if shifted is None else min(shifted, older)
        if shifted is not None:
            first = shifted // listing.FULL + 1
            parts = listing.parts(lengths[1])
            self.pieces.update(Piece("list", folder, part) for part in parts if part == listing.NEWEST or part >= first)


def _place_in(state: _State | None, folder: str) -> tuple[str, str] | None:
    return state.place if state is not None and folder in state.folders() else None


def _state(catalogue: Catalogue, path: str) -> _State | None:
    """Return a published contribution as an edition has it, or None."""
    query = f"SELECT {_COLUMNS} FROM placement WHERE path = ? AND published"  # noqa: S608 - our own columns
    row = catalogue.connection.execute(query, (path,)).fetchone()
    if row is None:
        return None
    facets = catalogue.connection.execute("SELECT facet, value FROM facet WHERE number = ? ORDER BY 1, 2", (row[0],))
    return _State(row, tuple(facets.fetchall()))


_ANSWERED = "SELECT number, kind, community FROM placement WHERE id = ?"
_INFORMS = "SELECT value FROM facet WHERE number = ? AND facet = 'priority'"
_TOUCHED = "SELECT DISTINCT path FROM touched WHERE edition > ?"
_RECORD = "SELECT said FROM record WHERE path = ? AND priority != ''"
_REFERRING = "SELECT id FROM placement JOIN reference USING (path) WHERE aim = ? AND published"
