"""Results as rich tables. Knows kinds of columns, not analyses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from segkit.cells import cell
from segkit.pivots import pivot
from segkit.plaintext import one_line
from segkit.schema import Column, Schema
from segkit.words import entity, of_entity

if TYPE_CHECKING:
    import polars as pl

    from segkit.result import Panel, Result

Say = Callable[[str], str]
"""What an English text is called."""

TOP_ROWS = 10
"""Rows of the result that a terminal shows unless ``--top`` says otherwise."""

_LEFT = {"id", "text", "label", "date"}
_WIDEST_TEXT = 32


def render(result: Result, top: int | None, width: int, say: Say = str) -> RenderableType:
    """Return what a terminal shows: the headline, the overview, and the first rows with what they leave out.

    ``say`` gives the words of another language for the English ones.
    """
    parts: list[RenderableType] = [Text(one_line(say(line)), style="bold") for line in _headlines(result)]
    for panel in result.overview.values():
        if top is not None and panel.of_rows:
            continue
        parts += [Text(), _title(say(panel.title)), *_panel(panel, width, say)]
    shown = result.rows.head(top or TOP_ROWS)
    if top is None and result.overview and not _is_list(result.schema):
        parts += [
            Text(),
            Text(
                say(
                    f"{result.rows.height:,} row{'s' * (result.rows.height != 1)}: -o FILE writes them, --top N shows some"
                ),
                style="dim",
            ),
        ]
    elif shown.height:
        fitting = _fitting(shown, _most_telling(result.schema), width)
        parts += [
            Text(),
            _title(say(_rows_title(result, shown.height))),
            _table(shown, fitting, width, result.schema.highlight),
        ]
        parts += list(_left_out(result, shown.height, len(fitting), say))
    return Group(*parts)


def _is_list(schema: Schema) -> bool:
    """Tell whether the rows are customers or the like, which no overview can show."""
    return any(schema.columns[name].kind == "id" for name in schema.key if name in schema.columns)


def _headlines(result: Result) -> Iterator[str]:
    if result.period is not None:
        yield f"{result.period}, as of {result.as_of}"
    yield from result.headline


def _title(text: str) -> Text:
    return Text(one_line(text), style="bold cyan")


def _rows_title(result: Result, shown: int) -> str:
    """Return what the rows are, how many of them are shown, and by what they are ordered."""
    one, many = entity(result.per) if _is_list(result.schema) else ("row", "rows")
    total = result.cut_from or result.rows.height
    if shown == total:
        return f"All {shown:,} {many}" if shown > 1 else f"The only {one}"
    first = result.schema.order[0]
    if not first.startswith("-"):
        return f"First {shown:,} of {total:,} {many}"
    return f"Top {shown:,} of {total:,} {many} by {first.removeprefix('-')}"


def _panel(panel: Panel, width: int, say: Say) -> Iterator[RenderableType]:
    if panel.pivot is not None:
        yield from pivot(panel, width, say)
        return
    frame = panel.frame
    fitting = _fitting(frame, panel.columns, width)
    if fitting:
        yield _table(frame, fitting, width)
    hidden = [n.strip() for n in panel.columns if n not in fitting and frame[n].null_count() < frame.height]
    if hidden:
        yield Text(one_line(say(f"a wider window shows more columns: {', '.join(hidden)}")), style="dim")


def _table(frame: pl.DataFrame, columns: Mapping[str, Column], width: int, highlight: str | None = None) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    *others, last = columns
    # A text in the last column has what the others leave of the window.
    widest = dict.fromkeys(others, _WIDEST_TEXT)
    widest[last] = max(width - sum(_width(frame, name, columns[name]) for name in others), _WIDEST_TEXT)
    for name, column in columns.items():
        left = column.kind in _LEFT
        table.add_column(
            Text(one_line(name.strip())), justify="left" if left else "right", no_wrap=True,
            overflow="ellipsis", max_width=widest[name] if left else None,
        )  # fmt: skip
    for row in frame.iter_rows(named=True):
        cells = (Text(cell(row[name], column)) for name, column in columns.items())
        table.add_row(*cells, style="yellow" if highlight is not None and row.get(highlight) else None)
    return table


def _most_telling(schema: Schema) -> dict[str, Column]:
    """Return the columns of a schema, those that tell most first."""
    return {name: schema.columns[name] for name in (*schema.brief, *schema.columns) if name in schema.columns}


def _fitting(frame: pl.DataFrame, columns: Mapping[str, Column], width: int) -> dict[str, Column]:
    """Return the columns that fit into the window: the first of them, none that is empty."""
    kept: dict[str, Column] = {}
    used = 0
    for name, column in columns.items():
        if frame[name].null_count() == frame.height:
            continue
        used += _width(frame, name, column)
        if used > width + 2 and kept:
            break
        kept[name] = column
    return kept


def _width(frame: pl.DataFrame, name: str, column: Column) -> int:
    """Return the width that a column takes, with the blanks behind it."""
    longest = max(len(cell(value, column)) for value in frame[name])
    return max(min(longest, _WIDEST_TEXT), len(name)) + 2


def _left_out(result: Result, shown: int, columns: int, say: Say) -> Iterator[RenderableType]:
    rows, wide = (result.cut_from or result.rows.height) - shown, len(result.schema.columns) - columns
    said = [f"{rows:,} more row{'s' * (rows > 1)}"] if rows > 0 else []
    said += [f"{wide} more column{'s' * (wide > 1)}"] if wide > 0 else []
    if said:
        yield Padding(Text(say(f"{' and '.join(said)}: -o FILE writes all of it"), style="dim"), (0, 0))


def show(result: Result, top: int | None, stream: Any, say: Say) -> None:
    """Print the result on a terminal, classes under their display names, titles and headers in the words of ``say``."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)

    def heading(text: str) -> str:
        return of_entity(say(text), result.per)

    worded = _worded(result, say, heading)
    console.print(render(worded, top, console.width, heading))


def _worded(result: Result, say: Say, heading: Say) -> Result:
    """Return the result with its labels as ``say`` and the columns of its overview as ``heading`` calls them."""
    panels = {name: _worded_panel(panel, say, heading) for name, panel in result.overview.items()}
    return replace(result, rows=_renamed(result.rows, result.schema.columns, say), panels=lambda: panels)


def _worded_panel(panel: Panel, say: Say, heading: Say) -> Panel:
    frame = _renamed(panel.frame, panel.columns, say)
    return replace(
        panel,
        frame=frame.rename({name: heading(name) for name in frame.columns}),
        columns={heading(name): column for name, column in panel.columns.items()},
        pivot=None if panel.pivot is None else (heading(panel.pivot[0]), heading(panel.pivot[1])),
        highlight=frozenset((say(down), say(across)) for down, across in panel.highlight),
        heat=None if panel.heat is None else heading(panel.heat),
        beside=tuple(map(heading, panel.beside)),
        mark=None if panel.mark is None else heading(panel.mark),
    )


def _renamed(frame: pl.DataFrame, columns: Mapping[str, Column], say: Say) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 -- loaded by whoever made the frame

    named = [name for name, column in columns.items() if column.kind == "label" and name in frame.columns]
    texts = {name: frame[name].cast(pl.String) for name in named}
    return frame.with_columns(
        text.replace({one: say(one) for one in text.drop_nulls().unique()}).alias(name) for name, text in texts.items()
    )
