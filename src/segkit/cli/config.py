"""``segkit config``: every option of a command, its value, and where that came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from segkit.cli.analysis import examples
from segkit.cli.diagnostics import ending, say_out
from segkit.cli.options import command, configuration
from segkit.errors import ParamsError, did_you_mean
from segkit.plaintext import without_secrets

if TYPE_CHECKING:
    import typer.core

_SOURCES = {"ENVIRONMENT": "environment", "DEFAULT_MAP": "file", "DEFAULT": "default"}


def build(summary: str) -> typer.core.TyperCommand:
    """Return the command."""
    lines = (
        "segkit config abcxyz  # the options of one command",
        "segkit config  # those of all commands",
        "SEGKIT_ABCXYZ_LAST=12mo segkit config abcxyz | grep -v default  # what is set",
    )
    return command("config", _call, [], summary=summary, epilog=examples(lines), inputs="A command, such as abcxyz.")


def _call(names: Sequence[str], _: dict[str, object]) -> None:
    from segkit.cli.app import application, helps  # noqa: PLC0415 -- app imports this module by name

    with ending(debug=False):
        unknown = [name for name in names if name not in helps()]
        if unknown:
            raise ParamsError(f'no command "{unknown[0]}".{did_you_mean(unknown[0], helps())}')
        path = configuration().path
        say_out(f"configuration file: {path or 'none'}\n")
        for name in names or helps():
            say_out("".join(f"{line}\n" for line in _lines(application(), name)))


def _lines(group: Any, name: str) -> Iterator[str]:
    path = configuration(command=name).path
    made = group.get_command(None, name)
    context = made.make_context(name, [])
    for parameter in made.params:
        if parameter.param_type_name != "option" or parameter.name == "help":
            continue
        source = context.get_parameter_source(parameter.name)
        where = _SOURCES.get(getattr(source, "name", ""), "default")
        value = made.options[parameter.name].default if where == "default" else context.params[parameter.name]
        shown = "" if value in (None, ()) else f" = {without_secrets(str(value))}"
        yield f"{name}.{parameter.opts[0].removeprefix('--')}{shown}  ({path if where == 'file' else where})"
