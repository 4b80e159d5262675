"""What the site's pages look things up in: the catalogue's published contributions, every way that pages need them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, unquote, urlsplit

from practice_commons.catalogue.calls import Calling, calling
from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.codec import storable
from practice_commons.catalogue.entry import Entry, Listed
from practice_commons.checks.layout import is_picture
from practice_commons.checks.rules.links import meant
from practice_commons.model.terms import Kind, Stance
from practice_commons.reading.own_files import DIGESTS
from practice_commons.reading.vocabularies import Vocabularies
from practice_commons.rendering.markdown import Html
from practice_commons.rendering.templates import joined, piece
from practice_commons.site import address
from practice_commons.site.gathered import Gathered, carrying

if TYPE_CHECKING:
    from practice_commons.digest.published import Published
    from practice_commons.site.papers import Papers

PACKAGE = "practice_commons.site"
Made = TypeVar("Made")
PIECES = "pieces.html"
REMEMBERED = 50_000
"""Items of lists that are kept once made: some fifty megabytes."""


@dataclass
class Holdings:
    """The published contributions, asked for as pages need them; nothing is held that grows with the commons."""

    catalogue: Catalogue
    vocabularies: Vocabularies = field(init=False)
    _made: dict[str, object] = field(default_factory=dict)
    _cards: dict[int, Html] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the vocabularies."""
        self.vocabularies = self.catalogue.vocabularies

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what is made of the holdings and kept under a name."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]  # type: ignore[return-value]

    @property
    def entries(self) -> Gathered:
        """Return everything that lists show."""
        return Gathered(self.catalogue)

    def by_community(self, slug: str) -> Gathered:
        """Return what a community's members have shared."""
        return Gathered(self.catalogue, "community = ?", (slug,))

    def by_priority(self, identity: str) -> Gathered:
        """Return what informs a policy priority."""
        return carrying(self.catalogue, "priority", identity)

    def by_stance(self, identity: str, stance: Stance) -> Gathered:
        """Return what takes a stance on a policy priority."""
        return carrying(self.catalogue, stance.value, identity)

    def by_council(self, slug: str) -> Gathered:
        """Return what a council has shared."""
        return carrying(self.catalogue, "council", slug)

    def by_tag(self, identity: str) -> Gathered:
        """Return what carries a tag."""
        return carrying(self.catalogue, "tag", identity)

    def councils_heard(self) -> dict[str, int]:
        """Return how much each council has shared."""
        return self.once("councils", lambda: self.entries.values("council"))

    def pairs(self, one: str, other: str) -> dict[str, list[str]]:
        """Return, for each value of a facet, the values of another that stand beside it, in no order."""
        rows = self.catalogue.connection.execute(_PAIRS, (one, other))
        found: dict[str, list[str]] = {}
        for value, beside in rows:
            found.setdefault(value, []).append(beside)
        return found

    def standing(self, *kinds: Kind) -> Gathered:
        """Return the calls, offers or requests that are open on the tree's day."""
        marks = ", ".join("?" * len(kinds))
        today = self.catalogue.today.isoformat()
        return Gathered(self.catalogue, f"kind IN ({marks}) AND until >= ?", (*(kind.value for kind in kinds), today))

    def calling(self, identity: str) -> Calling | None:
        """Return a call with whom it asks and what came back; None where there is no call with that id."""
        return self.once(f"call {identity}", lambda: calling(self.catalogue, identity))

    def unanswered(self) -> Gathered:
        """Return the questions that nobody has answered yet."""
        return Gathered(self.catalogue, f"kind = 'question' AND id NOT IN ({_ANSWERED})")

    def responses(self, identity: str) -> list[Listed]:
        """Return what responds to a contribution, oldest first."""
        return self.catalogue.listed("responds_to = ?", (identity,), order="date, id DESC")

    def find(self, identity: str | None) -> Listed | None:
        """Return what has a page at an id: what was withdrawn keeps its address."""
        return self.catalogue.placed("id = ?", identity) if identity else None

    def is_withdrawn(self, identity: str | None) -> bool:
        """Say whether what has a page at an id was taken back."""
        return bool(identity) and self.catalogue.count("id = ? AND published AND withdrawn", (str(identity),)) > 0

    @property
    def papers(self) -> Papers:
        """Return the published digests."""
        from practice_commons.site.papers import Papers  # noqa: PLC0415 - a change to a contribution needs none

        return self.once("papers", lambda: Papers(self.catalogue))

    @property
    def has_papers(self) -> bool:
        """Say whether there is any file that a digest may be published in."""
        query = "SELECT 1 FROM file WHERE path > ? AND path < ? LIMIT 1"
        return self.catalogue.connection.execute(query, (DIGESTS, f"{DIGESTS[:-1]}0")).fetchone() is not None

    def papers_on(self, priority: str) -> tuple[Published, ...]:
        """Return the published digests on a policy priority, newest first."""
        return self.papers.on(priority) if self.has_papers else ()

    def picture(self, path: str) -> str | None:
        """Return the blob id of a picture that may be published; None where there is none."""
        if not path.startswith("communities/") or not is_picture(path):
            return None
        row = self.catalogue.connection.execute(_PICTURE, (storable(path),)).fetchone()
        return row[0] if row else None

    def target(self, entry: Entry, link: str) -> str | None:
        """Return where a relative link in a contribution leads on the site, from its page; None for nowhere.

        The same links work in a pull request's preview: a path to another contribution's file, `#heading`, or a
        picture beside it.
        """
        here = address.contribution(entry.id)
        parts = urlsplit(link)
        anchor = _anchor(parts.fragment)
        if not parts.path:
            return anchor
        if parts.path.startswith("/c/"):
            known = self.find(meant(entry.path, parts.path.removeprefix("/c/").strip("/")))
        else:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), unquote(parts.path)))
            picture = self.picture(path)
            if picture is not None:
                return address.relative(here, address.media(picture, path))
            known = self.catalogue.placed("path = ?", storable(path))
        if known is None:
            return _there(entry, parts.path)
        return address.relative(here, address.contribution(known.id)) + anchor

    def cards(self, entries: Iterable[Listed], to: Callable[[str], str], community: bool) -> Html:  # noqa: FBT001 - a template passes it
        """Return the items of a list. `to` is the way from the page to another file."""
        opening, up = piece(PACKAGE, PIECES, "opening"), Html(to(""))
        return joined([part for entry in entries for part in (opening, up, self._card(entry, community))])

    def _card(self, entry: Listed, community: bool) -> Html:  # noqa: FBT001 - a template passes it
        """Return a contribution's item in a list, from its link's end on: made once for many lists."""
        key = entry.number if community else -entry.number
        card = self._cards.get(key)
        if card is None:
            if len(self._cards) >= REMEMBERED:
                self._cards.clear()
            card = self._cards[key] = self._card_of(entry, community=community)
        return card

    def _card_of(self, entry: Listed, *, community: bool) -> Html:
        register = self.vocabularies.register
        return piece(
            PACKAGE,
            PIECES,
            "card",
            entry,
            entry.said,
            Kind(entry.kind),
            [register.find(slug) for slug in entry.councils],
            self.vocabularies.communities.get(entry.community) if community else None,
        )


_ANSWERED = "SELECT responds_to FROM placement WHERE responds_to IS NOT NULL AND published AND NOT withdrawn"
_PAIRS = (
    "SELECT DISTINCT first.value, second.value FROM facet AS first CROSS JOIN facet AS second"
    " ON second.number = first.number AND second.facet = ?2"
    " CROSS JOIN placement ON placement.number = first.number"
    " WHERE first.facet = ?1 AND published AND NOT withdrawn"
)
_PICTURE = (
    "SELECT blob FROM file WHERE path = ? AND mode = '100644' AND NOT EXISTS"
    " (SELECT 1 FROM problem WHERE problem.path = file.path AND severity = 'error')"
)


def _there(entry: Entry, path: str) -> str | None:
    """Return where a link of a peer's contribution leads that leads nowhere here: to the peer's own site or file."""
    origin = entry.contribution.origin
    if origin is None:
        return None
    if path.startswith("/c/") and origin.link:
        return f"{origin.link.rpartition('/c/')[0]}{path}"
    if path.endswith(".md") and origin.repository:
        file = posixpath.normpath(posixpath.join(posixpath.dirname(origin.path), unquote(path)))
        return None if file.startswith("..") else f"{origin.repository.rstrip('/')}/blob/{entry.commit}/{quote(file)}"
    return None


def _anchor(fragment: str) -> str:
    if not fragment:
        return ""
    return f"#{fragment}" if fragment.startswith(("s-", "fn-", "fnref-")) else f"#s-{fragment}"
