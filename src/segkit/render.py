"""Results as rich tables. Knows kinds of columns, not analyses."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from segkit import units
from segkit.plaintext import one_line
from segkit.schema import Column, Kind, Schema

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
        parts += [Text(), _title(say(panel.title)), *_panel(panel, width, say)]
    shown = result.rows.head(top or TOP_ROWS)
    if top is None and result.overview and not _is_list(result.schema):
        parts += [
            Text(),
            Text(
                f"{result.rows.height:,} row{'' if result.rows.height == 1 else 's'}: -o FILE writes them, --top N shows some",
                style="dim",
            ),
        ]
    elif shown.height:
        fitting = _fitting(shown, _most_telling(result.schema), width)
        parts += [Text(), _title(say(_rows_title(result, shown.height))), _table(shown, fitting, width)]
        parts += list(_left_out(result, shown.height, len(fitting), say))
    return Group(*parts)


def cell(value: Any, column: Column) -> str:
    """Return one value as people read it: ``1,234.50``, ``12.3 %``, ``2024-12-31``."""
    if value is None:
        return ""
    return _FORMATS.get(column.kind, lambda text: one_line(str(text)))(value)


_FORMATS: dict[Kind, Callable[[Any], str]] = {
    "amount": lambda value: f"{units.to_decimal(value):,.2f}",
    "number": lambda value: f"{units.to_decimal(value).normalize():,f}",
    "share": lambda value: f"{value * 100:z.1f} %",
    "rate": lambda value: f"{value * 100:z.1f} %",
    "count": lambda value: f"{value:,}",
    "ratio": lambda value: f"{value:,.2f}",
    "flag": lambda value: "yes" if value else "",
}


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
    key = next(iter(result.schema.columns)).replace("_id", "")
    total = result.cut_from or result.rows.height
    if shown == total:
        return f"All {shown}"
    return f"Top {shown} of {total:,} by {key}" if len(result.schema.key) == 1 else f"First {shown} of {total:,} rows"


def _panel(panel: Panel, width: int, say: Say) -> Iterator[RenderableType]:
    if panel.pivot is not None:
        yield from _pivot(panel, width, say)
        return
    frame = panel.frame
    fitting = _fitting(frame, panel.columns, width)
    if fitting:
        yield _table(frame, fitting, width)
    hidden = [n.strip() for n in panel.columns if n not in fitting and frame[n].null_count() < frame.height]
    if hidden:
        yield Text(one_line(say(f"a wider window shows more columns: {', '.join(hidden)}")), style="dim")


def _table(frame: pl.DataFrame, columns: Mapping[str, Column], width: int) -> Table:
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
    golden = frame.columns.index("golden") if "golden" in frame.columns else None
    for row in frame.iter_rows():
        cells = (Text(cell(row[frame.columns.index(name)], column)) for name, column in columns.items())
        table.add_row(*cells, style="yellow" if golden is not None and row[golden] else None)
    return table


def _pivot(panel: Panel, width: int, say: Say) -> Iterator[RenderableType]:
    """Yield a table whose cells hold the other columns, a share beside the figure before it."""
    down, across = panel.pivot or ("", "")
    lines = _lines_of_cell(panel.columns, (down, across, *panel.beside))
    found = {(row[down], row[across]): row for row in panel.frame.iter_rows(named=True)}
    rows = {row[down]: row for row in panel.frame.iter_rows(named=True)}
    names = panel.frame[across].unique(maintain_order=True).to_list()
    cells = {key: _cell_text(row, lines, panel) for key, row in found.items()}
    # With one figure a cell the title says what it is.
    legend = [Text("\n".join(one_line(names[0]) for names in lines), style="dim")] if len(lines) > 1 else []
    tight = (0, 1, 0, 0) if panel.heat else (0, 1)
    table = Table(box=None, pad_edge=False, header_style="bold", leading=1 if legend else 0, padding=tight)
    for name in ("", *panel.beside, *("" for _ in legend)):
        table.add_column(Text(name), justify="right" if name else "left", no_wrap=bool(name))
    about = {key: [cell(row[name], panel.columns[name]) for name in panel.beside] for key, row in rows.items()}
    shown = names[: _columns_that_fit(width, names, about, cells)] if panel.heat else names
    for name in shown:
        table.add_column(Text(one_line(str(name))), justify="right", no_wrap=True)
    for key in rows:
        body = [cells.get((key, other), Text()) for other in shown]
        table.add_row(Text(one_line(str(key)), style="bold"), *about[key], *legend, *body)
    yield table
    if hidden := names[len(shown) :]:
        yield Text(one_line(say(f"a wider window shows more columns: {hidden[0]} to {hidden[-1]}")), style="dim")


def _columns_that_fit(
    width: int, names: Sequence[object], about: Mapping[Any, Sequence[str]], cells: Mapping[Any, Text]
) -> int:
    """Return how many columns of cells a window holds beside the names of the rows and what is said about them."""
    beside = max((sum(len(text) + 1 for text in texts) for texts in about.values()), default=0)
    taken = max((len(str(key)) for key in about), default=0) + 1 + beside
    widest = max((len(line) for text in cells.values() for line in text.plain.split("\n")), default=0)
    ends = accumulate(max(widest, len(str(name))) + 1 for name in names)
    return max(1, sum(taken + end <= width for end in ends))


def _lines_of_cell(columns: Mapping[str, Column], keys: Sequence[str]) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = []
    for name, column in columns.items():
        if name in keys:
            continue
        if column.kind in ("share", "rate") and lines:
            lines[-1] = (*lines[-1], name)
        else:
            lines.append((name,))
    return lines


def _cell_text(row: Mapping[str, Any], lines: Sequence[tuple[str, ...]], panel: Panel) -> Text:
    style = "yellow" if (row[panel.pivot[0]], row[panel.pivot[1]]) in panel.highlight else ""  # type: ignore[index]
    texts = []
    beside = " " * 8 if any(rest for _, *rest in lines) else ""
    for first, *rest in lines:
        shares = "".join(f" {cell(row[name], panel.columns[name]):>7}" for name in rest)
        texts.append(cell(row[first], panel.columns[first]) + (shares or beside))
    if panel.heat is None:
        return Text("\n".join(texts), style=style)
    heat = panel.frame[panel.heat]
    width = max(len(cell(value, panel.columns[panel.heat])) for value in heat)
    mark = "*" if panel.mark and row[panel.mark] else " " if panel.mark else ""
    return Text("\n".join(f" {text:>{width}}{mark}" for text in texts), style=_shade(row[panel.heat], heat.max()))


_SHADES = ("dim", *(f"black on color({color})" for color in (230, 222, 215, 208, 202)))
"""Styles of the cells of a heat map: nothing, then from little to the most, legible on light and dark terminals."""


def _shade(value: float | None, most: Any) -> str:
    return _SHADES[math.ceil(max(value, 0) / most * (len(_SHADES) - 1)) if value is not None and most > 0 else 0]


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
    said = [f"{rows:,} more rows"] if rows > 0 else []
    said += [f"{wide} more columns"] if wide > 0 else []
    if said:
        yield Padding(Text(say(f"{' and '.join(said)}: -o FILE writes all of it"), style="dim"), (0, 0))


def show(result: Result, top: int | None, stream: Any, say: Say) -> None:
    """Print the result on a terminal, classes under their display names, titles and headers in the words of ``say``."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    console.print(render(_worded(result, say), top, console.width, say))


def _worded(result: Result, say: Say) -> Result:
    """Return the result with its labels and the columns of its overview as ``say`` calls them."""
    panels = {name: _worded_panel(panel, say) for name, panel in result.overview.items()}
    return replace(result, rows=_renamed(result.rows, result.schema.columns, say), panels=lambda: panels)


def _worded_panel(panel: Panel, say: Say) -> Panel:
    frame = _renamed(panel.frame, panel.columns, say)
    return replace(
        panel,
        frame=frame.rename({name: say(name) for name in frame.columns}),
        columns={say(name): column for name, column in panel.columns.items()},
        pivot=None if panel.pivot is None else (say(panel.pivot[0]), say(panel.pivot[1])),
        highlight=frozenset((say(down), say(across)) for down, across in panel.highlight),
        heat=None if panel.heat is None else say(panel.heat),
        beside=tuple(map(say, panel.beside)),
        mark=None if panel.mark is None else say(panel.mark),
    )


def _renamed(frame: pl.DataFrame, columns: Mapping[str, Column], say: Say) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415 -- loaded by whoever made the frame

    named = [name for name, column in columns.items() if column.kind == "label" and name in frame.columns]
    texts = {name: frame[name].cast(pl.String) for name in named}
    return frame.with_columns(
        text.replace({one: say(one) for one in text.drop_nulls().unique()}).alias(name) for name, text in texts.items()
    )
