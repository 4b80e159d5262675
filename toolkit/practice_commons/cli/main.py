"""The `commons` command: finds the command asked for, and handles every failure in one place."""

from __future__ import annotations

import importlib
import io
import os
import sys
from pathlib import Path
from typing import Any

import click

from practice_commons import __version__
from practice_commons.failure import Failure

COMMANDS = {
    "build": ("publishing", "Build the site."),
    "call": ("calling", "Ask councils for examples, and see who has answered."),
    "case-study": ("working_up", "Work examples up into the draft of a case study."),
    "check": ("checking", "Check contributions."),
    "digest": ("advocacy", "Turn experience into an advocacy digest."),
    "federation": ("federating", "Take in what other commons publish."),
    "findings": ("settling", "Settle what a digest's findings say and gather."),
    "hook": ("hooking", "Answer Git's hooks, and the workflows of a forge."),
    "init": ("starting", "Start a new commons."),
    "metrics": ("measuring", "Say what shows that the commons is worth having."),
    "moderate": ("moderating", "Decide on submissions, and show how it was decided."),
    "new": ("drafting", "Write a draft from a template."),
    "reference": ("references", "Write the generated reference pages."),
    "schema": ("drafting", "Print the JSON Schema of a kind of contribution."),
    "search": ("searching", "Search the commons."),
    "serve": ("publishing", "Build the site, serve it, and rebuild as files change."),
    "status": ("holding", "Say what the commons holds."),
    "submit": ("submitting", "Submit a contribution."),
}
"""Each command: the module that defines it, and its one-line help. Modules are loaded only when asked for."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used, so that `commons --help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, importing its module."""
        if cmd_name not in COMMANDS:
            import difflib  # most commands exist, and every one of them would wait for it

            close = difflib.get_close_matches(cmd_name, COMMANDS, n=1)
            if close:
                raise click.UsageError(f"No such command {cmd_name!r}. Did you mean {close[0]!r}?", ctx)
            return None
        module = importlib.import_module(f"practice_commons.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands with their help, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="commons")
@click.option(
    "-C",
    "--commons",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=None,
    help="The commons to work on.  [default: the one that this folder is in]",
)
@click.pass_context
def commons(ctx: click.Context, folder: Path | None) -> None:
    """A knowledge commons in plain files: check, publish, search, and turn practice into advocacy.

    \b
    Example:
      commons new case-study --community customer-contact
      commons check
      commons serve
    """
    ctx.obj = folder


def main(arguments: list[str] | None = None) -> Any:
    """Run the command and exit: 0 clean, 1 problems found, 2 usage, 3 our bug, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console that lacks a quotation mark is no reason to stop
    try:
        sys.exit(commons.main(args=arguments, prog_name="commons", standalone_mode=False) or 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nInterrupted. Nothing was left half done.", err=True)
        sys.exit(130)
    except click.ClickException as failure:
        if isinstance(failure, Failure):
            click.echo(f"Error: {failure.format_message()}", err=True)
        else:
            failure.show()
        sys.exit(failure.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        click.echo(f"Error: {error.strerror or error}: {error.filename or 'no file named'}", err=True)
        sys.exit(2)
    except Exception:  # noqa: BLE001 - the one place where a bug becomes a sentence
        import tempfile
        import traceback

        log = Path(tempfile.gettempdir()) / "practice-commons-error.log"
        log.write_text(traceback.format_exc(), "utf-8")
        click.echo(f"Error: something went wrong that is our fault, not yours.\nThe details are in {log}", err=True)
        sys.exit(3)
