"""The command group: commands are imported when they are called, so that ``--help`` imports no data frame."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from segkit._version import __version__
from segkit.analyses import REGISTRY
from segkit.cli.asgiven import AsGiven
from segkit.cli.diagnostics import ending, interrupt, terminate
from segkit.values import Table

TOOLS = {
    "export": "Write the list that an e-mail or advertising tool imports, from a result, contacts or sales.",
    "inspect": "Show what segkit sees in a file: columns and roles, rows, period, money, warnings.",
    "demo": "Write a small shop export and show the first commands to try.",
    "config": "Print every option of a command, its value, and where that came from.",
    "schema": "Print the JSON Schema of an analysis's output.",
    "completion": "Print the completion script of a shell: bash, zsh or fish.",
}
"""Commands that are no analyses: one line of help each, the command in ``segkit.cli.<name>``."""


def helps() -> dict[str, str]:
    """Return every command with its line of help, the analyses first."""
    return {**{name: entry.help for name, entry in REGISTRY.items()}, **TOOLS}


_ABOUT = """Customer segmentation from a transaction export.

\b
  segkit demo                        a small shop export to try things on
  segkit abcxyz sales.csv            who the golden customers are
  segkit inspect sales.csv           what segkit sees in a file
"""


class Group(AsGiven, typer.core.TyperGroup):
    """A group that knows the names and help lines of its commands, and imports the one that is called."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands: Any = dict.fromkeys(helps())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 -- the signature of the base
        """Import and return the command, or None if there is none of that name."""
        if cmd_name in REGISTRY:
            from segkit.cli.analysis import build  # noqa: PLC0415 -- when it is called

            return build(REGISTRY[cmd_name])
        if cmd_name in TOOLS:
            return import_module(f"segkit.cli.{cmd_name}").build(TOOLS[cmd_name])
        return None

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 -- the signature of the base
        """Write the commands from their help lines, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(helps().items()))


def known_options() -> dict[str, dict[str, bool]]:
    """Return the options (field names) of every command, each with whether it names tables, importing them all."""
    group: Any = application()
    commands = {name: group.get_command(None, name).options for name in helps()}
    return {
        name: {one: about.type is Table for one, about in options.items() if one != "config"}
        for name, options in commands.items()
    }


def _version(value: bool) -> None:  # noqa: FBT001 -- a typer callback
    if value:
        typer.echo(f"segkit {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[  # noqa: ARG001, FBT002 -- a typer option, handled by its callback
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, show_envvar=False, help="Show the version."),
    ] = False,
) -> None:
    return


def application() -> typer.core.TyperGroup:
    """Return the command group."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    settings = {"help_option_names": ["-h", "--help"]}
    app.callback(cls=Group, no_args_is_help=True, help=_ABOUT, context_settings=settings)(_root)
    group = typer.main.get_group(app)
    if not isinstance(group, typer.core.TyperGroup):
        message = "typer made no group"
        raise TypeError(message)
    return group


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    given = sys.argv[1:] if arguments is None else arguments
    with ending(debug="--debug" in given):
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, terminate)
        if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
            signal.signal(signal.SIGINT, interrupt)
        code = application().main(args=given, prog_name="segkit", standalone_mode=False)
        if isinstance(code, int) and code:
            raise SystemExit(code)
