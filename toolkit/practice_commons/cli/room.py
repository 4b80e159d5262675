"""Where a command works: the commons it is in, its catalogue, and the folder for what can be thrown away."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from practice_commons.cli.progress import progress
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from practice_commons.catalogue.catalogue import Catalogue
    from practice_commons.reading.tree import Tree

COMMONS = "communities/commons.yml"
WORKSHOP = ".commons"
SEARCH = "search"
"""The folder of the search index in it."""
"""The ignored folder of everything that can be computed again."""


def commons_root(ctx: click.Context) -> Path:
    """Return the top folder of the commons named with -C, or that the current folder lies in. Raises Failure."""
    start: Path = (ctx.find_root().obj or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / COMMONS).is_file():
            return folder
    raise Failure(
        f"{start} is not in a commons: there is no {COMMONS} here or above",
        "Go to a commons, name one with -C, or start one with: commons init my-commons",
    )


def workshop(root: Path) -> Path:
    """Return the ignored folder of a commons, made where it is missing."""
    folder = root / WORKSHOP
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", "utf-8")
    return folder


def open_commons(root: Path, at: str | None = None, *, quiet: bool = False) -> tuple[Tree, Catalogue]:
    """Return the tree of a commons, as it lies in its folder or at a commit, and its catalogue brought up to date."""
    from practice_commons.reading.tree import open_tree

    tree = open_tree(root, now(), at)
    return tree, catalogue_of(tree, root, quiet=quiet)


def catalogue_of(tree: Tree, root: Path, *, quiet: bool = False) -> Catalogue:
    """Return the catalogue of a commons, brought up to date with a tree of it and what peers have published."""
    from practice_commons.catalogue.catalogue import Catalogue
    from practice_commons.federation.view import FederatedTree

    folder = workshop(root)
    whole = FederatedTree(tree, folder)
    return Catalogue.of(whole, folder, notify, progress("Reading contributions", quiet=quiet))


def notify(message: str) -> None:
    """Tell the user something in a line, on stderr."""
    click.echo(message, err=True)


def now() -> dt.datetime:
    """Return the present: the only place where a command reads the clock."""
    return dt.datetime.now(dt.UTC)
