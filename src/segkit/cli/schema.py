"""``segkit schema``: the JSON Schema of an output."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from segkit.analyses import REGISTRY
from segkit.cli.analysis import examples
from segkit.cli.diagnostics import ending, say_out
from segkit.cli.options import command
from segkit.errors import ParamsError, did_you_mean
from segkit.schema import json_schema

if TYPE_CHECKING:
    import typer.core


def build(summary: str) -> typer.core.TyperCommand:
    """Return the command."""
    lines = (
        "segkit schema abcxyz  # columns, types and meaning of every output of abcxyz",
        "segkit schema abcxyz > abcxyz.schema.json  # to validate with",
        "segkit schema  # the analyses that have one",
    )
    return command("schema", _call, [], summary=summary, epilog=examples(lines), inputs="An analysis, such as abcxyz.")


def _call(names: Sequence[str], _: dict[str, object]) -> None:
    with ending(debug=False):
        if not names:
            say_out("".join(f"{name}\n" for name in REGISTRY))
            return
        unknown = [name for name in names if name not in REGISTRY]
        if unknown:
            raise ParamsError(
                f'no analysis "{unknown[0]}".{did_you_mean(unknown[0], REGISTRY)}', fix="segkit schema lists them."
            )
        if len(names) > 1:
            raise ParamsError("one schema at a time", fix=f"segkit schema {names[0]}")
        document = json_schema(REGISTRY[names[0]].load().output)
        say_out(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
