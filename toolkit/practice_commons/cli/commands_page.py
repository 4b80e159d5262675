"""The reference page of the commands, made from the commands themselves."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator

import click

from practice_commons.cli.main import COMMANDS, commons
from practice_commons.drafting.markdown import fenced, opening, plain, table

_CODES = {
    "0": "All is well.",
    "1": "Problems were found, and are listed.",
    "2": "The command was not understood, or could not go on; it says why.",
    "3": "A fault of ours; the details are in the file that it names.",
    "130": "You interrupted it.",
}


def page() -> str:
    """Return the page. Every command is imported."""
    top = click.Context(commons, info_name="commons", **commons.context_settings)
    lines = [*opening("Commands"), *_described(commons), "Before any command:", "", *_options(commons, top)]
    names = commons.list_commands(top)
    lines += table(
        ("Command", "What it does"), ((f"[`commons {name}`](#commons-{name})", COMMANDS[name][1]) for name in names)
    )
    lines += ["Every command ends with one of these codes:", "", *table(("Exit code", "Meaning"), _CODES.items())]
    for name in names:
        if (command := commons.get_command(top, name)) is not None:
            lines += _command(command, click.Context(command, info_name=name, parent=top))
    return "\n".join(lines).rstrip("\n") + "\n"


def _command(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """Yield the lines of one command, and of those inside it."""
    yield from (f"## `{ctx.command_path}`", "")
    yield from fenced(" ".join([ctx.command_path, *command.collect_usage_pieces(ctx)]))
    yield from _described(command)
    yield from _options(command, ctx)
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            if (inner := command.get_command(ctx, name)) is not None:
                yield from _command(inner, click.Context(inner, info_name=name, parent=ctx))


def _described(command: click.Command) -> Iterator[str]:
    """Yield a command's help: its paragraphs as text, and what is marked not to be wrapped as code."""
    for block in inspect.cleandoc(command.help or "").split("\n\n"):
        lines = block.split("\n")
        if lines[0].strip() != "\b":
            yield from (plain(" ".join(line.strip() for line in lines)), "")
            continue
        if len(lines) > 1 and lines[1].endswith(":"):
            yield from (lines[1], "")
            lines = lines[1:]
        yield from fenced(textwrap.dedent("\n".join(lines[1:])))


def _options(command: click.Command, ctx: click.Context) -> list[str]:
    options = (option for option in command.get_params(ctx) if isinstance(option, click.Option))
    records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
    return table(("Option", "What it does"), ((_named(name), plain(said)) for name, said in records))


def _named(option: str) -> str:
    """Return an option as code, its words apart: engines disagree on how to write a bar inside code in a table."""
    name, _, words = option.partition(" [")
    if "|" not in words:
        return f"`{option}`"
    return f"`{name}` {', '.join(f'`{word}`' for word in words.rstrip(']').split('|'))}"
