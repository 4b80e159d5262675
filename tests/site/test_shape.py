"""A filled shell is, to the letter, the page that MkDocs and Material would have made."""

from __future__ import annotations

import datetime as dt

import pytest
from places import ROOT

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.reading.tree import open_tree
from practice_commons.site.community_pages import community_pages
from practice_commons.site.contribution_page import contribution_page
from practice_commons.site.holdings import Holdings
from practice_commons.site.hub_pages import hub_pages
from practice_commons.site.material import Theme
from practice_commons.site.publication import GUIDES
from practice_commons.site.shape import Hole, Shell

NONE = dict.fromkeys(GUIDES, "")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The hub's pages, and of the communities' the first four of each shape that they have."""
    tree = open_tree(ROOT, dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    store = tmp_path_factory.mktemp("catalogue") / "catalogue.sqlite"
    with Catalogue.of(tree, store, lambda _: None) as catalogue:
        holdings = Holdings(catalogue, {})
        contributions = [contribution_page(holdings, entry) for entry in holdings.entries]
        slugs = catalogue.vocabularies.communities
        communities = [page for slug in slugs for page in community_pages(holdings, slug, NONE)]
        return [*list(hub_pages(holdings, NONE))[:25], *contributions[:4], *communities[:4]]


def theme():
    return Theme(ROOT, "A <commons> & more", "https://example.org/", "A “notice” for <all>")


def test_a_filled_shell_is_what_material_makes(pages, monkeypatch):
    filled = dict(theme().community(pages))
    assert len(filled) == len({page.path for page in pages})
    for page in pages:
        values = values_of(page)
        with monkeypatch.context() as patched:
            patched.setattr(Hole, "mark", property(lambda self, values=values: values[self.value]))
            patched.setattr(Shell, "cut", classmethod(lambda cls, output: cls((output,))))
            whole = dict(theme().community([page]))[page.path]
        assert whole == filled[page.path], page.path


def values_of(page):
    """What the marks stand for on a page, as a shell is filled with them."""
    names = [hole.value for hole in Hole]
    pieces = [part for name in names for part in ("\x00", name)]
    parts = Shell((*pieces, "\x00")).fill(page, "https://example.org/").decode().split("\x00")[1:-1]
    return dict(zip(names, parts, strict=True))


def test_a_theme_that_forgets_a_part_of_the_page_is_refused():
    with pytest.raises(ValueError, match="content"):
        Shell.cut("".join(hole.mark for hole in Hole if hole is not Hole.CONTENT))
