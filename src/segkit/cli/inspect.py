"""``segkit inspect``: what segkit sees in a file, for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from segkit.cli.account import accounted
from segkit.cli.analysis import INPUTS, examples
from segkit.cli.diagnostics import ending, say_out
from segkit.cli.options import command
from segkit.frozen import frozen
from segkit.options import ColumnOptions, FileOptions
from segkit.params import OptionGroups, Params
from segkit.plaintext import one_line

if TYPE_CHECKING:
    import typer.core

    from segkit.inspection import Inspection


@frozen(kw_only=True)
class InspectOptions(Params):
    """How the answer is written."""

    title: ClassVar[str] = "Output"

    format: Annotated[Literal["text", "json"], "For people or for machines."] = "text"
    debug: Annotated[bool, "Show the traceback of an error."] = False


_GROUPS = (FileOptions, ColumnOptions, InspectOptions)


def build(summary: str) -> typer.core.TyperCommand:
    """Return the command."""
    lines = (
        "segkit inspect sales.csv  # columns and roles, rows, period, money, warnings",
        "segkit inspect exports/  # a folder of exports",
        "segkit inspect sales.csv --format json | jq .columns  # for scripts",
    )
    return command("inspect", _call, _GROUPS, summary=summary, epilog=examples(lines), inputs=INPUTS)


def _call(paths: Sequence[str], given: dict[str, object]) -> None:
    with ending(debug=bool(given.get("debug"))):
        options = OptionGroups.parse(_GROUPS, given)
        from segkit.inspection import HEAD_BYTES, inspect  # noqa: PLC0415 -- imports polars
        from segkit.io.scratch import Scratch  # noqa: PLC0415 -- imports polars
        from segkit.io.sources import open_sources  # noqa: PLC0415 -- imports polars

        opening = replace(options[FileOptions].opening(), head_bytes=HEAD_BYTES)
        with Scratch() as scratch:
            seen = [
                inspect(source, options[ColumnOptions], scratch) for source in open_sources(paths, scratch, opening)
            ]
        if options[InspectOptions].format == "json":
            found = [one.as_dict() for one in seen]
            document = found[0] if len(found) == 1 else found
            say_out(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        else:
            say_out("\n".join(line for one in seen for line in _text(one)) + "\n")


def _text(seen: Inspection) -> Iterator[str]:
    yield one_line(f"{seen.name}: {_format(seen)}")
    if seen.profile is not None:
        yield f"source: {seen.profile.name} ({seen.profile.title}): {seen.profile.row}"
        yield from (f"  {trap}" for trap in seen.profile.traps)
    yield ""
    rows = [(one_line(c.name), c.role or "", c.type, one_line(c.example)[:30]) for c in seen.columns]
    head = ("column", "role", "type", "example (masked)")
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(4)]
    for row in [head, *rows]:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
    yield ""
    if seen.is_sample:
        yield "A sample of the head: the file is large."
    if seen.account is not None:
        yield accounted(seen.account)
    if seen.period is not None:
        yield f"period: {seen.period[0]} to {seen.period[1]}"
    for note in seen.warnings:
        yield one_line(("warning: " if note.warning else "note: ") + note.message.replace("\n", " "))
        if note.fix is not None and note.fix not in note.message:
            yield one_line(f"  {note.fix}")


_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", "^": "carets", "~": "tildes", " ": "blanks"}


def _format(seen: Inspection) -> str:
    text = seen.text
    if text is None:
        return seen.format
    header = text.dialect.place.header_line
    where = "no header" if header is None else f"header in line {header + 1}"
    separated = f"separated by {_SEPARATORS.get(text.dialect.separator, text.dialect.separator)}"
    return f"{seen.format}, {text.encoding}, {text.line_end} lines, {separated}, {where}"
