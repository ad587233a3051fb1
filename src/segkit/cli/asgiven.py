"""Command-line values as they are given: segkit's own parsers read them (docs/decisions/0002)."""

from __future__ import annotations

from typing import Any

from segkit.errors import ParamsError
from segkit.values import YES_NO


class _AsGiven:
    """Hands values over as they are, so that pydantic (70 ms) is never imported."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 -- typer calls it so
        if value is None:
            return () if getattr(param, "multiple", False) or param.nargs == -1 else None
        if getattr(param, "is_flag", False) and isinstance(value, str):  # from the environment or a file
            if value.strip().lower() not in YES_NO:
                raise ParamsError(f'{param.opts[0]}: "{value}" is not yes or no')
            return YES_NO[value.strip().lower()]
        return value


class AsGiven:
    """A command or group whose parameters, ``--help`` among them, hand their values over untouched."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters; if typer renames the attribute set here, runs only start later."""
        parameters: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for parameter in parameters:
            parameter._runtime_param = _AsGiven()  # noqa: SLF001 -- the only way around pydantic
        return parameters
