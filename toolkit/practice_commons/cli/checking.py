"""`commons check`: every rule, on the whole commons, and the problems of what was asked for."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from practice_commons.checks.report import FORMATS, report, shown, summary
from practice_commons.cli.progress import progress
from practice_commons.cli.room import commons_root, open_commons
from practice_commons.failure import Failure
from practice_commons.reading.tree import FOLDERS

if TYPE_CHECKING:
    from practice_commons.model.problem import Problem
    from practice_commons.reading.tree import Tree


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--at", metavar="COMMIT", help="Check the commons as it was at a commit.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to report.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to a file.")
@click.option("--quiet", is_flag=True, help="Leave out warnings and the summary.")
@click.pass_context
def check(
    ctx: click.Context, paths: tuple[str, ...], at: str | None, form: str, output: Path | None, quiet: bool
) -> int:
    """Check contributions, all of them or those at PATHS, and say how to mend what is wrong.

    PATHS are files or folders of the commons. The exit code is 0 when nothing is wrong or there are only warnings, 1
    when there are errors, and 2 when the command cannot be understood.

    \b
    Example:
      commons check
      commons check communities/customer-contact contributions/my-story.md
      commons check --format sarif --output problems.sarif
    """
    root = commons_root(ctx)
    _, catalogue = open_commons(root, at, quiet=quiet)
    with catalogue:
        wanted = [within(root, path, catalogue.holds) for path in paths]
        found = [*catalogue.problems(*wanted), *_of_digests(catalogue.tree, wanted)]
        if not quiet:
            from practice_commons.catalogue.advice import advice

            found += advice(catalogue, wanted, progress("Reading how they are written"))
        checked = len(catalogue.contributions(wanted))
    problems = sorted(dict.fromkeys(one for one in found if one.is_error or not quiet))
    written = report(problems, form, checked)
    if output is None:
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"  # an old Windows console holds few characters
        click.echo(written.encode(encoding, "backslashreplace").decode(encoding), nl=False)
    else:
        _write(output, written)
    if not quiet:
        click.echo(summary(problems, checked), err=True)
    return int(any(problem.is_error for problem in problems))


def _of_digests(tree: Tree, wanted: Sequence[str]) -> list[Problem]:
    """Return what is wrong with the published digests that were asked for."""
    from practice_commons.reading.own_files import DIGESTS

    if not tree.below((DIGESTS,)):
        return []
    from practice_commons.digest.published import problems

    found = problems(tree)
    below = tuple(f"{path}/" for path in wanted)
    return [one for one in found if not wanted or "" in wanted or one.path in wanted or one.path.startswith(below)]


def _write(output: Path, written: str) -> None:
    try:
        output.write_text(written, "utf-8", newline="\n")
    except OSError as error:
        raise Failure(f"{output} cannot be written: {error.strerror}", "Name a file in a folder that exists.") from None


def within(root: Path, path: str, held: Callable[[str], bool]) -> str:
    """Return a path that the user named, relative to the commons and with forward slashes. Raises Failure.

    A path is read from the current folder first, and from the top of the commons where nothing is there. `held` says
    whether a path, or anything below it, is in the commons.
    """
    plain = path.replace("\\", "/") if os.name == "nt" or not os.path.lexists(path) else path
    for start in (Path.cwd(), root):
        whole = Path(os.path.normpath(start / plain))
        # the folder may be a link (as /tmp is on macOS), the file itself is never followed
        here = whole.parent.resolve() / whole.name if whole != whole.parent else whole
        if not here.is_relative_to(root):
            if _exists(whole):
                raise Failure(f"{shown(path)} is outside the commons in {root}", "Name files or folders inside it.")
            continue
        inside = here.relative_to(root).as_posix()
        if inside == "." or inside in FOLDERS:
            return "" if inside == "." else inside
        if held(inside) or _exists(whole):
            if inside.split("/")[0] not in FOLDERS:
                hint = f"Contributions and lists lie in: {', '.join(FOLDERS)}."
                raise Failure(f"{shown(path)} is not a part of the commons that is checked", hint)
            return inside
    raise Failure(f"{shown(path)} does not exist", "Check the name, or leave it out to check everything.")


def _exists(path: Path) -> bool:
    try:
        return bool(stat.S_IFMT(path.lstat().st_mode))
    except (OSError, ValueError):
        return False
