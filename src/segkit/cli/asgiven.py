"""Command-line values as they are given: segkit's own parsers read them (docs/decisions/0002)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from segkit.cli.diagnostics import stdout
from segkit.errors import EMPTY, ParamsError
from segkit.values import YES_NO


class _AsGiven:
    """Hands values over as they are, so that pydantic (70 ms) is never imported."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return () if param.nargs == -1 else None
        if isinstance(value, list) and param.nargs == 1:  # from the command line
            return _one(value, param.opts[0], joined=ctx.command.options[param.name].is_list)
        if getattr(param, "is_flag", False) and isinstance(value, str):  # from the environment or a file
            if value.strip().lower() not in YES_NO:
                raise ParamsError(f'{param.opts[0]}: "{value}" is not yes or no')
            return YES_NO[value.strip().lower()]
        return value


def _one(texts: Sequence[str], flag: str, *, joined: bool) -> str:
    """Return the texts of a flag as one: those of a list with commas between; a flag of one value is given once."""
    if len(texts) == 1:
        return texts[0]
    if not joined:
        raise ParamsError(f"{flag} is given {len(texts)} times, and takes one value: {', '.join(texts)}")
    if not all(text.strip() for text in texts):
        raise ParamsError(f"{flag} {EMPTY}")
    return ",".join(texts)


def _collect(parameter: Any, parser: Any, _: object) -> None:
    """Have the parser keep all that is given to an option, not only the last."""
    parser.add_option(obj=parameter, opts=parameter.opts, dest=parameter.name, action="append")


class AsGiven:
    """A command or group whose parameters, ``--help`` among them, hand their values over untouched."""

    def get_help(self, ctx: Any) -> str:
        """Return the help, which is about to be printed; raise OutputError where nothing can be."""
        stdout()
        return str(super().get_help(ctx))  # type: ignore[misc]

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters; if typer renames the attribute set here, runs only start later."""
        parameters: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for parameter in parameters:
            parameter._runtime_param = _AsGiven()  # noqa: SLF001 -- the only way around pydantic
            if parameter.param_type_name == "option" and not parameter.is_flag:
                parameter.add_to_parser = partial(_collect, parameter)
        return parameters
