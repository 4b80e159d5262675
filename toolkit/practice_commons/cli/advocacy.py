"""`commons digest`: experience on a policy priority, as a document to take into a meeting."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

from practice_commons.cli.dates import Day
from practice_commons.cli.room import COMMONS, commons_root, notify, now, open_commons
from practice_commons.failure import Failure

if TYPE_CHECKING:
    from practice_commons.catalogue.catalogue import Catalogue
    from practice_commons.digest.digest import Digest

FORMS = ("md", "html", "json", "csv", "docx", "odt", "pdf")
"""The formats that the digest package writes; named here too, so that `commons --help` need not load it."""
SUFFIXES = {f".{form}": form for form in FORMS} | {".htm": "html"}
"""The format that a file's name asks for."""
BINARY = {"docx", "odt", "pdf"}
NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")
PROFILES = ("briefing", "committee", "one-page")
"""As the digest package has them: named here too, for the same reason."""


class Forms(click.ParamType[tuple[str, ...]]):
    """One or more formats, with commas."""

    name = "FORMATS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the formats, each once, in the order given."""
        forms = tuple(dict.fromkeys(filter(None, (one.strip().lower() for one in str(value).split(",")))))
        unknown = [one for one in forms if one not in FORMS]
        if unknown or not forms:
            self.fail(f"{unknown[0] if unknown else value!r} is not one of {', '.join(FORMS)}.", param, ctx)
        return forms


class Digests(click.Group):
    """`commons digest PRIORITY…` makes a digest; a command in the priority's place does something with digests."""

    MAKE = "make"
    COMMANDS: ClassVar = {
        "affected": ("recalling", "Say which published digests use what has changed since."),
        "publish": ("issuing", "Put a digest into the commons, for a commit or a pull request."),
        "published": ("issuing", "List the published digests."),
        "verify": ("verifying", "Hold a digest to the commons, and say what is not so."),
    }
    """Each command but the first: the module that defines it, and its one-line help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what begins with no command's name as what the first command is given."""
        if args and args[0] not in (*self.list_commands(ctx), *self.get_help_option_names(ctx)):
            args = [self.MAKE, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return [self.MAKE, *sorted(self.COMMANDS)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return a command by its name, importing its module."""
        if cmd_name == self.MAKE:
            return make
        if cmd_name not in self.COMMANDS:
            return None
        module = importlib.import_module(f"practice_commons.cli.{self.COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands with their help, without importing any of them."""
        rows = [(self.MAKE, "Turn experience into an advocacy digest: what is done where no command is named.")]
        rows += [(name, said) for name, (_, said) in sorted(self.COMMANDS.items())]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(
    cls=Digests,
    subcommand_metavar="[COMMAND] PRIORITY...",
    epilog="""\b
Examples:
  commons digest --list
  commons digest avoidable-contact --output avoidable-contact.docx
  commons digest avoidable-contact --profile one-page --output page.pdf
  commons digest make --help
  commons digest publish avoidable-contact
  commons digest verify avoidable-contact.docx""",
)
def digest() -> None:
    """Turn experience on a policy PRIORITY into an advocacy digest, and check the ones there are.

    `commons digest PRIORITY` is short for `commons digest make PRIORITY`.
    """


@digest.command(
    epilog="""\b
Examples:
  commons digest --list
  commons digest avoidable-contact --output avoidable-contact.docx
  commons digest avoidable-contact --format pdf,docx,csv --output meeting
  commons digest avoidable-contact --profile committee --output evidence.docx
  commons digest avoidable-contact --since-last --output news.docx
  commons digest co-production data-sharing --since 2008 --until 2010-06"""
)
@click.argument("priorities", nargs=-1, metavar="PRIORITY...")
@click.option("--list", "listing", is_flag=True, help="List the priorities and how much there is on each.")
@click.option("--since", type=Day(last=False), help="Only what is dated from a day, month or year on.")
@click.option("--until", type=Day(last=True), help="Only what is dated up to a day, month or year.")
@click.option("--community", metavar="SLUG", default=None, help="Only what was shared in a community of practice.")
@click.option(
    "--nation",
    type=click.Choice(NATIONS, case_sensitive=False),
    default=None,
    help="Only councils of a nation.",
)
@click.option("--after", metavar="COMMIT", default=None, help="Only what is new or changed since a commit.")
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default=PROFILES[0],
    show_default=True,
    help="For whom: the whole, written evidence to a committee, or the first page alone.",
)
@click.option(
    "--since-last", is_flag=True, help="Only what is new or changed since the last published digest on PRIORITY."
)
@click.option(
    "--format",
    "forms",
    type=Forms(),
    default=None,
    help="md, html, json, csv, docx, odt or pdf; several with commas.  [default: as PATH ends, else md]",
)
@click.option(
    "--output", type=click.Path(path_type=Path), default=None, help="Write to a file, or several formats to a folder."
)
@click.option("--at", metavar="COMMIT", default=None, help="Read a commit.  [default: HEAD]")
@click.option("--json", "as_json", is_flag=True, help="With --list: write JSON.")
@click.pass_context
def make(
    ctx: click.Context,
    priorities: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
    community: str | None,
    nation: str | None,
    after: str | None,
    profile: str,
    forms: tuple[str, ...] | None,
    output: Path | None,
    at: str | None,
    *,
    since_last: bool,
    listing: bool,
    as_json: bool,
) -> None:
    """Turn experience on a policy PRIORITY into an advocacy digest.

    It says what is asked, on what evidence, who was heard, who was silent and who disagrees. Every statement cites the
    contribution and the commit it comes from, so the last commit is read, not files that you have not committed.
    Contributions without consent for advocacy are counted and never shown.
    """
    if listing == bool(priorities) or (as_json and not listing) or (since_last and listing):
        raise click.UsageError("Name a priority, or list them with --list (and --json).", ctx)
    if after and since_last:
        raise click.UsageError("--after and --since-last exclude each other.", ctx)
    if since and until and since > until:
        raise click.UsageError("--since is after --until.", ctx)
    forms = forms or (_form(output),)
    if output is None and len(forms) > 1:
        raise click.UsageError("Several formats need a folder to be written to: add --output.", ctx)
    if output is None and BINARY & {*forms} and sys.stdout.isatty():
        raise click.UsageError(f"{forms[0]} is not for a terminal: add --output FILE.", ctx)
    root = commons_root(ctx)
    _, catalogue = open_commons(root, commit_to_read(root, at))
    with catalogue:
        if listing:
            click.echo(_list(catalogue, as_json=as_json))
            return
        for priority in priorities:
            require_priority(priority, catalogue)
        from practice_commons.digest.composition import compose
        from practice_commons.digest.forms import all_rendered
        from practice_commons.digest.inclusion import Bounds
        from practice_commons.digest.profile import Profile
        from practice_commons.model.terms import Nation

        commit = _known_commit(root, after) if after else None
        begun = _last(catalogue, priorities) if since_last else dict.fromkeys(priorities, commit)
        bounds = Bounds(since, until, community, Nation(nation) if nation else None)
        digests = [compose(catalogue, priority, replace(bounds, after=after)) for priority, after in begun.items()]
        written = all_rendered(digests, forms, Profile(profile))
    if output is not None and len(forms) > 1:
        _make(output)
    for form in forms:
        _write(written[form], _place(output, forms, digests, form))


def commit_to_read(root: Path, at: str | None) -> str | None:
    """Return the commit to read: the one named, else HEAD, else None where the commons has never been committed."""
    from practice_commons.reading.tree import FolderTree, open_tree

    if at is not None:
        return at
    folder = open_tree(root, now())
    assert isinstance(folder, FolderTree)
    overlay, held = folder.overlay(), {}
    if overlay is not None and folder.repository is not None and folder.commit is not None:
        lying = {path: one for path, one in overlay.items() if path.startswith("communities/")}
        found = folder.repository.files(folder.commit, [f"{folder.prefix}{path}" for path in (COMMONS, *lying)])
        held = {path.removeprefix(folder.prefix): one.blob for path, one in found.items()}
    if COMMONS not in held:
        notify("Note: this commons is not committed to Git. The digest cites “@uncommitted”: nobody can check it.")
        return None
    changed = [path for path, one in lying.items() if held.get(path) != (one.blob if one else None)]
    if changed:
        files = "1 file" if len(changed) == 1 else f"{len(changed)} files"
        notify(f"Note: {files} under communities/ differ from the last commit. The digest reads the commit.")
    return "HEAD"


def _known_commit(root: Path, name: str) -> str:
    """Return the whole id of a commit that goes by a name. Raises Failure where there is none."""
    from practice_commons.reading.tree import CommitTree, open_tree

    tree = open_tree(root, now(), name)
    assert isinstance(tree, CommitTree)
    assert tree.commit is not None
    return tree.commit


def _form(output: Path | None) -> str:
    if output is None:
        return "md"
    if output.suffix.lower() not in SUFFIXES:
        raise Failure(
            f"{output} does not say which form to write", f"End it in {', '.join(SUFFIXES)}, or add --format."
        )
    return SUFFIXES[output.suffix.lower()]


def require_priority(priority: str, catalogue: Catalogue) -> None:
    """Fail where the commons has no such priority."""
    from practice_commons.reading.validation import require_known

    require_known(priority, catalogue.vocabularies.priorities, "policy priority")


def _last(catalogue: Catalogue, priorities: Sequence[str]) -> dict[str, str]:
    """Return, for each priority, the commit of the digest that was published last on it. Raises Failure for none."""
    from practice_commons.digest.renewal import require_published

    return {priority: require_published(catalogue, priority) for priority in priorities}


def _list(catalogue: Catalogue, *, as_json: bool) -> str:
    counts = catalogue.counts("priority")
    known = catalogue.vocabularies.priorities
    if as_json:
        rows = [
            {
                "priority": name,
                "label": one.label,
                "contributions": counts.get(name, 0),
                "ask_settled": one.ask is not None,
            }
            for name, one in known.items()
        ]
        return json.dumps(rows, indent=2, ensure_ascii=False)
    if not known:
        return "There are no policy priorities yet. Add them to communities/priorities.yml."
    width = max(map(len, known))
    return "\n".join(f"{name:{width}}  {counts.get(name, 0):>5,}  {one.label}" for name, one in known.items())


def _place(output: Path | None, forms: Sequence[str], digests: Sequence[Digest], form: str) -> Path | None:
    """Return where a format goes: to the file named, or under the priorities' names into the folder named."""
    if output is None or (len(forms) == 1 and not output.is_dir()):
        return output
    return output / f"{'-'.join(digest.priority for digest in digests)}.{form}"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise Failure(f"cannot make the folder {folder}: {error.strerror}") from None


def _write(data: bytes, output: Path | None) -> None:
    """Write to standard output, or to a file that is replaced in one step."""
    if output is None:
        click.echo(data, nl=False)
        return
    from practice_commons.cli.writing import replace

    replace(output, data, folders=False)
    notify(f"Wrote {output}")
