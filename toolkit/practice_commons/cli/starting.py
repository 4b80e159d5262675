"""`commons init`: a new commons, ready to be made one's own."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import click

from practice_commons.failure import Failure


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--name", default="Our commons", show_default=True, help="What the commons is called.")
@click.option(
    "--base-url",
    default="https://commons.example/",
    show_default=True,
    metavar="URL",
    help="Where it will be published.",
)
@click.option(
    "--community", default="", metavar="SLUG", help="The first community's folder.  [default: from its title]"
)
@click.option("--community-title", "title", default="", metavar="TEXT", help="What the first community is called.")
def init(folder: Path, name: str, base_url: str, community: str, title: str) -> None:
    """Start a new commons in a folder that is not there yet, or is empty.

    It has one community, a few words of vocabulary, every council of the United Kingdom, and a template for each kind
    of contribution. Nothing is committed.

    \b
    Example:
      commons init our-commons --name "Our commons" --community-title "Customer contact"
    """
    from practice_commons.cli.writing import as_typed
    from practice_commons.drafting.naming import slug
    from practice_commons.model.scalars import Line, Link, Slug
    from practice_commons.starter.contents import Start, contents

    title = title or community.replace("-", " ").capitalize() or "Getting started"
    community = community or slug(title, "community")
    _require("--name", Line, name, "one line of text, at most 200 characters")
    _require("--base-url", Link, base_url, "a web address, like https://commons.example/")
    _require("--community", Slug, community, "lower-case letters, digits and hyphens, like customer-contact")
    _require("--community-title", Line, title, "one line of text, at most 200 characters")
    _require_empty(folder)
    _write(folder, contents(Start(name, base_url, community, title)))
    click.echo(f"Started {name!r} in {as_typed(folder)}, with the community {title!r}.\n{_history(folder)}\nNext:")
    steps = (
        f"cd {as_typed(folder)}",
        f"Say what it is for, in communities/commons.yml and communities/{community}/community.yml.",
        "commons check",
        f"commons new question --community {community}",
        "commons serve",
    )
    for number, step in enumerate(steps, start=1):
        click.echo(f"  {number}. {step}")
    click.echo("README.md says more.")


def _require(option: str, scalar: Any, value: str, form: str) -> None:
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(scalar).validate_python(value)
    except ValidationError:
        raise click.BadParameter(f"must be {form}.", param_hint=option) from None


def _require_empty(folder: Path) -> None:
    """Stop unless nothing would be overwritten; a repository without files is as good as empty. Raises Failure."""
    if folder.is_dir():
        held = sorted(item.name for item in folder.iterdir() if item.name != ".git")
        if held:
            raise Failure(
                f"{folder} is not empty: it holds {held[0]!r}", "Name a folder that is empty or not there yet."
            )
    elif folder.exists():
        raise Failure(f"{folder} is a file", "Name a folder that is empty or not there yet.")


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write every file, or none: what was written is taken away again when something stops us."""
    from practice_commons.cli.writing import write_new

    written: list[Path] = []
    try:
        for path, text in files.items():
            write_new(folder / path, text)
            written.append(folder / path)
    except BaseException:
        for file in reversed(written):
            file.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # it still holds something
                file.parent.rmdir()
        raise


def _history(folder: Path) -> str:
    """Make the folder a repository unless it lies in one already; return a sentence that says which."""
    from practice_commons.reading import git

    if (repository := git.Repository.holding(folder)) is not None:
        return f"Its history is kept in the Git repository {repository.root}. Nothing is committed yet."
    try:
        git.create(folder)
    except Failure as failure:
        return f"No history is kept yet: {failure.format_message()}"
    return "It is a new Git repository. Nothing is committed yet."
