"""Pivots as rich tables: every way to write one is tried until the window holds it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from segkit.cells import cell, rounded
from segkit.frozen import frozen
from segkit.plaintext import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from segkit.result import Panel
    from segkit.schema import Column

_SHADES = ("dim", *(f"black on color({color})" for color in (230, 222, 215, 208, 202)))
"""Styles of the cells of a heat map: nothing, then from little to the most, legible on light and dark terminals."""

_ROUNDED = "k: thousands, M: millions; a wider window shows the counts in full"


def pivot(panel: Panel, width: int, say: Callable[[str], str]) -> Iterator[RenderableType]:
    """Yield a table whose cells hold the figures of a pair, a share beside the figure before it.

    A heat map that is too wide has numbers for the names of columns that its rows have too, then rounded counts, and is cut
    only if that does not help; what is not shown is said.
    """
    grids = list(_grids(panel))
    grid = next((grid for grid in grids if grid.fitting(width) == len(grid.heads)), grids[-1])
    shown = grid.fitting(width) if panel.heat else len(grid.heads)
    yield _table(panel, grid, shown)
    if hidden := grid.heads[shown:]:
        yield Text(one_line(say(f"a wider window shows more columns: {hidden[0]} to {hidden[-1]}")), style="dim")
    if grid.rounded:
        yield Text(say(_ROUNDED), style="dim")


@frozen
class _Grid:
    """A pivot written in one way: the names of its rows, what is said about each, its columns, and the texts of its cells."""

    sides: list[str]
    about: list[list[str]]
    heads: list[str]
    cells: list[list[Text]]
    rounded: bool

    def fitting(self, width: int) -> int:
        """Return how many columns of cells a window holds beside the names of the rows and what is said about them."""
        taken = max(map(len, self.sides), default=0) + 1
        taken += max((sum(len(text) + 1 for text in texts) for texts in self.about), default=0)
        lines = (line for row in self.cells for text in row for line in text.plain.split("\n"))
        widest = max(map(len, lines), default=0)
        ends = accumulate(max(widest, len(head)) + 1 for head in self.heads)
        return max(1, sum(taken + end <= width for end in ends))


def _grids(panel: Panel) -> Iterator[_Grid]:
    """Yield the ways to write a pivot, the most telling first."""
    yield _grid(panel)
    # Numbers need the names on the other side, and rounded counts are for a table that means nothing without some of its columns.
    if panel.heat is not None and panel.names(0) == panel.names(1):
        yield _grid(panel, numbered=True)
        if panel.columns[panel.heat].kind == "count":
            yield _grid(panel, as_rounded=True)
            yield _grid(panel, numbered=True, as_rounded=True)


def _grid(panel: Panel, *, numbered: bool = False, as_rounded: bool = False) -> _Grid:
    down, across = panel.names(0), panel.names(1)
    digits = len(str(len(down)))
    sides = [f"{place:>{digits}} {name}" for place, name in enumerate(down, start=1)] if numbered else down
    heads = [str(place) for place, _ in enumerate(across, start=1)] if numbered else across
    cells = _cells(panel, _rounded_cell if as_rounded else cell)
    about = {row[0]: row[1:] for row in panel.frame.select((panel.pivot or ("",))[0], *panel.beside).iter_rows()}
    columns = [panel.columns[name] for name in panel.beside]
    return _Grid(
        sides=[one_line(side) for side in sides],
        about=[[cell(value, column) for value, column in zip(about[name], columns, strict=True)] for name in down],
        heads=[one_line(head) for head in heads],
        cells=[[cells.get((name, other), Text()) for other in across] for name in down],
        rounded=as_rounded,
    )


def _table(panel: Panel, grid: _Grid, shown: int) -> Table:
    lines = _lines_of_cell(panel)
    # With one figure a cell the title says what it is.
    legend = [Text("\n".join(one_line(names[0]) for names in lines), style="dim")] if len(lines) > 1 else []
    tight = (0, 1, 0, 0) if panel.heat else (0, 1)
    table = Table(box=None, pad_edge=False, header_style="bold", leading=1 if legend else 0, padding=tight)
    for name in ("", *panel.beside, *("" for _ in legend)):
        table.add_column(Text(name), justify="right" if name else "left", no_wrap=bool(name))
    for head in grid.heads[:shown]:
        table.add_column(Text(head), justify="right", no_wrap=True)
    for side, about, cells in zip(grid.sides, grid.about, grid.cells, strict=True):
        table.add_row(Text(side, style="bold"), *about, *legend, *cells[:shown])
    return table


def _lines_of_cell(panel: Panel) -> list[tuple[str, ...]]:
    """Return the columns that the lines of a cell hold: a figure, and the shares behind it."""
    lines: list[tuple[str, ...]] = []
    for name, column in panel.columns.items():
        if name in (*(panel.pivot or ()), *panel.beside):
            continue
        if column.kind in ("share", "rate") and lines:
            lines[-1] = (*lines[-1], name)
        else:
            lines.append((name,))
    return lines


Write = Callable[[Any, "Column"], str]


def _rounded_cell(value: Any, column: Column) -> str:
    return rounded(value) if column.kind == "count" and value is not None else cell(value, column)


def _cells(panel: Panel, write: Write) -> dict[tuple[Any, Any], Text]:
    """Return the cells by the names of their row and column."""
    down, across = panel.pivot or ("", "")
    rows = {(row[down], row[across]): row for row in panel.frame.iter_rows(named=True)}
    if panel.heat is not None:
        return _heated(panel, panel.heat, rows, write)
    lines = _lines_of_cell(panel)
    styles = {key: "yellow" if key in panel.highlight else "" for key in rows}
    return {key: Text(_lines(row, lines, panel, write), style=styles[key]) for key, row in rows.items()}


def _lines(row: Mapping[str, Any], lines: Sequence[tuple[str, ...]], panel: Panel, write: Write) -> str:
    texts = []
    beside = " " * 8 if any(rest for _, *rest in lines) else ""
    for first, *rest in lines:
        shares = "".join(f" {write(row[name], panel.columns[name]):>7}" for name in rest)
        texts.append(write(row[first], panel.columns[first]) + (shares or beside))
    return "\n".join(texts)


def _heated(
    panel: Panel, heat: str, rows: Mapping[tuple[Any, Any], Mapping[str, Any]], write: Write
) -> dict[tuple[Any, Any], Text]:
    """Return the cells of a heat map, as wide as the widest, so that their shades are a field."""
    texts = {key: write(row[heat], panel.columns[heat]) for key, row in rows.items()}
    width, most = max(map(len, texts.values()), default=0), panel.frame[heat].max()
    marks = {key: "*" if panel.mark and row[panel.mark] else " " if panel.mark else "" for key, row in rows.items()}
    return {
        key: Text(f" {text:>{width}}{marks[key]}", style=_shade(rows[key][heat], most)) for key, text in texts.items()
    }


def _shade(value: float | None, most: Any) -> str:
    return _SHADES[math.ceil(max(value, 0) / most * (len(_SHADES) - 1)) if value is not None and most > 0 else 0]
