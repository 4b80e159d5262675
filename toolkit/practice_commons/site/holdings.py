"""What the site's pages look things up in: the published contributions, gathered every way that pages need them."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.catalogue.entry import Entry, priorities_of
from practice_commons.model.kinds import Call, Offer, Question, Request, stands
from practice_commons.model.terms import Kind
from practice_commons.rendering.markdown import Html
from practice_commons.rendering.templates import fill
from practice_commons.site import address

PACKAGE = "practice_commons.site"


@dataclass
class Holdings:
    """The published contributions, newest first, and by everything that a page is about."""

    catalogue: Catalogue
    pictures: Mapping[str, str]
    """Blob id of each picture, by path."""
    pages: Sequence[Entry] = field(init=False)
    """Everything that has a page: what was withdrawn keeps its address, and is in no list."""
    entries: Sequence[Entry] = field(init=False)
    pages_of: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    """What has a page, by community."""
    by_id: dict[str, Entry] = field(default_factory=dict)
    by_path: dict[str, Entry] = field(default_factory=dict)
    by_community: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    by_priority: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    by_council: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    by_tag: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    responses: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    _cards: dict[tuple[str, str, bool], Html] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gather once."""
        self.pages = self.catalogue.entries()
        self.entries = [entry for entry in self.pages if not entry.contribution.withdrawn]
        for entry in self.pages:
            self.by_id[entry.id] = entry
            self.by_path[entry.path] = entry
            self.pages_of[entry.contribution.community].append(entry)
        for entry in self.entries:
            said = entry.contribution
            self.by_community[said.community].append(entry)
            for priority in priorities_of(said):
                self.by_priority[priority].append(entry)
            for council in entry.councils:
                self.by_council[council].append(entry)
            for tag in said.tags:
                self.by_tag[tag].append(entry)
            if said.responds_to:
                self.responses[said.responds_to].append(entry)

    def card(self, entry: Entry, community: bool) -> Html:  # noqa: FBT001 - a template passes it
        """Return a contribution's place in a list, but for its link: made once for all lists."""
        key = (entry.source, entry.path, community)
        if key not in self._cards:
            said = entry.contribution
            vocabularies = self.catalogue.vocabularies
            self._cards[key] = fill(
                PACKAGE,
                "card.html",
                said=said,
                councils=[vocabularies.register.find(slug) for slug in entry.councils],
                community=vocabularies.communities.get(said.community) if community else None,
            )
        return self._cards[key]

    def standing(self, kind: Kind) -> list[Entry]:
        """Return the calls, offers or requests that are open on the tree's day."""
        today = self.catalogue.today
        return [
            entry
            for entry in self.entries
            if entry.contribution.kind is kind
            and isinstance(entry.contribution, Call | Offer | Request)
            and stands(entry.contribution, today)
        ]

    def unanswered(self) -> list[Entry]:
        """Return the questions that nobody has answered yet."""
        return [
            entry
            for entry in self.entries
            if isinstance(entry.contribution, Question) and not self.responses.get(entry.id)
        ]

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
            known = self.by_id.get(parts.path.removeprefix("/c/").strip("/"))
        else:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), unquote(parts.path)))
            if path in self.pictures:
                return address.relative(here, address.media(self.pictures[path], path))
            known = self.by_path.get(path)
        return address.relative(here, address.contribution(known.id)) + anchor if known else None


def _anchor(fragment: str) -> str:
    if not fragment:
        return ""
    return f"#{fragment}" if fragment.startswith(("s-", "fn-", "fnref-")) else f"#s-{fragment}"
