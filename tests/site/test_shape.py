"""A filled shell is, to the letter, the page that MkDocs and Material would have made: for every shape of page."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest
from places import ROOT

from practice_commons.catalogue.catalogue import Catalogue
from practice_commons.federation.view import FederatedTree
from practice_commons.reading.tree import open_tree
from practice_commons.site import address, listing, material
from practice_commons.site.holdings import Holdings
from practice_commons.site.material import Theme
from practice_commons.site.page import Section
from practice_commons.site.people_pages import Person, person_page
from practice_commons.site.pieces import Workshop, pieces
from practice_commons.site.publication import GUIDES
from practice_commons.site.shape import SHAPES, Hole, Shape, Shell
from practice_commons.site.wardrobe import Wardrobe

EACH = 4
"""Pages of each shape that are compared."""
HOME = Shape(0, Section.HOME, own=True)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of the demonstration by their shape, were its lists so long that each has parts."""
    tree = FederatedTree(open_tree(ROOT, dt.datetime(2026, 12, 1, tzinfo=dt.UTC)), ROOT / ".commons")
    found = {}
    with (
        pytest.MonkeyPatch.context() as patched,
        Catalogue.of(tree, tmp_path_factory.mktemp("catalogue"), lambda _: None) as catalogue,
    ):
        patched.setattr(listing, "SHOWN", 1)
        patched.setattr(listing, "FULL", 2)
        holdings = Holdings(catalogue)
        workshop = Workshop(holdings, Wardrobe({}, None, ""), dict.fromkeys(GUIDES, ""), tree)
        name = "Nobody of the demonstration's, who chose to be listed"
        nobody = Person(name, address.person(name), "officer", holdings.entries)
        for page in (*map(workshop._page, pieces(holdings)), person_page(holdings, nobody)):
            if page is not None:
                found.setdefault(Shape.of(page), []).append(page)
    return found


@pytest.fixture(params=["a welcome of the stewards'", "no welcome"])
def stewards(request, tmp_path):
    """The folder of `mkdocs.yml`, with guides and a welcome, or with neither."""
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    if request.param != "no welcome":
        shutil.copytree(ROOT / "docs", tmp_path / "docs")
        assert (tmp_path / "docs/index.md").is_file()
    return tmp_path


def theme(stewards):
    scratch = stewards.parent / "scratch"
    return Theme(stewards, "A <commons> & more", "https://example.org/", "A “notice” for <all>", scratch)


def made(theme):
    """The wardrobe of a theme, and the files that Material makes itself."""
    files = dict(theme.files())
    return theme.wardrobe(), files


def test_the_shapes_are_those_that_pages_have(pages):
    assert set(pages) == set(SHAPES)
    assert len(SHAPES) == len(set(SHAPES))


def test_a_filled_shell_is_what_material_makes(pages, stewards, monkeypatch):
    wardrobe, files = made(theme(stewards))
    assert Wardrobe.from_json(wardrobe.as_json()) == wardrobe
    assert set(wardrobe.shells) | ({HOME} if wardrobe.welcome else set()) == set(SHAPES)
    for turn in range(EACH):
        chosen = {shape: some[turn * (len(some) - 1) // (EACH - 1)] for shape, some in pages.items()}
        with monkeypatch.context() as patched:
            _let_material_make(patched, {shape: values_of(page) for shape, page in chosen.items()})
            whole, others = made(theme(stewards))
        assert others == files, "the guides and the theme's own files are the same"
        for shape, page in chosen.items():
            shell = whole.welcome if shape == HOME and whole.welcome else whole.shells[shape]
            assert shell.fill(page, "https://example.org/") == wardrobe.dress(page), page.path


def _let_material_make(patched, values):
    """Let Material make whole pages, by their shape, where it made shells: values instead of marks, and no cutting."""
    shaped, current = material._ShapePage, dict(values[HOME])

    class Whole(shaped):
        def __init__(self, shape, *arguments):
            current.update(values[shape])
            super().__init__(shape, *arguments)

        def render(self, *arguments):
            current.update(values[self.shape])
            super().render(*arguments)

    class Events(material._Events):
        def on_page_content(self, html, **facts):
            current.update(values[HOME])
            return super().on_page_content(html, **facts)

    patched.setattr(material, "_ShapePage", Whole)
    patched.setattr(material, "_Events", Events)
    patched.setattr(Hole, "mark", property(lambda self: current[self.value]))
    patched.setattr(Shell, "cut", classmethod(lambda cls, output, *_: cls((output,))))


def values_of(page):
    """What the marks stand for on a page, as a shell is filled with them."""
    names = [hole.value for hole in Hole]
    pieces = [part for name in names for part in ("\x00", name)]
    parts = Shell((*pieces, "\x00")).fill(page, "https://example.org/").decode().split("\x00")[1:-1]
    return dict(zip(names, parts, strict=True))


def test_a_theme_that_forgets_a_part_of_the_page_is_refused():
    with pytest.raises(ValueError, match="content"):
        Shell.cut("".join(hole.mark for hole in Hole if hole is not Hole.CONTENT))
