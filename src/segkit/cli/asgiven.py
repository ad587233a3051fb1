"""Command-line values as they are given: segkit's own parsers read them (docs/decisions/0002)."""

from __future__ import annotations

from typing import Any

_TRUE = {"1", "true", "yes", "on"}


class _AsGiven:
    """Hands values over as they are, so that pydantic (70 ms) is never imported."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 -- typer calls it so
        if value is None:
            return () if getattr(param, "multiple", False) or param.nargs == -1 else None
        if getattr(param, "is_flag", False) and isinstance(value, str):  # from the environment
            return value.strip().lower() in _TRUE
        return value


def take_as_given(parameter: Any) -> None:
    """Make a typer parameter hand its value over untouched; if typer renames the attribute, runs only start later."""
    parameter._runtime_param = _AsGiven()  # noqa: SLF001 -- the only way around pydantic
