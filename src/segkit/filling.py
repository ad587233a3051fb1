"""Reports in groups, and merged cells: a name stands once, above the rows that it is the name of.

Where those are blank, or hold documents in the same column, they take the name that stands above. The row of a name may hold the
total of its group, or be the first sale.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from segkit.blanks import is_blank
from segkit.errors import MissingColumnError, columns_there, did_you_mean
from segkit.ids import DOCUMENT
from segkit.io.source import Source, reading_errors
from segkit.result import Note

NAMED = "segkit:named"
"""Column that says whether a cell of a filled row was there before: such a row without a date is the total of its group."""

_DOCUMENTS = "Документ"
_HEAD_ROWS = 1_000


def documents_apart(source: Source) -> Source:
    """Return the source with customers and documents in columns of their own, where one column has each customer above its documents.

    That is how 1C prints a report in two levels. In one of three, such as with the items of each document, a name is followed by
    another somewhere: it stays as it is.
    """
    if _DOCUMENTS in source.dtypes or not any(re.search("[а-яё]", name) for name in source.dtypes):
        return source
    texts = [name for name, dtype in source.dtypes.items() if dtype == pl.String]
    with reading_errors(source.name):
        head = source.head(texts, _HEAD_ROWS).collect()
        column = next((name for name in texts if head[name].count()), None)  # the first column of a sheet may be empty
        if column is None or not _in_two_levels(head[column]):
            return source
        if not _in_two_levels(source.frame.select(column).collect()[column]):
            return source
    cell, title = _own(column, pl.String()), re.split(r"[/,;]", column)[0].strip() or column
    is_document = pl.col(column).str.contains(DOCUMENT).fill_null(value=False)
    columns = {title: pl.when(~is_document).then(cell).forward_fill(), _DOCUMENTS: pl.when(is_document).then(cell)}
    message = f'{source.name}: "{column}" holds names, with totals, and below each its documents: read as two columns'
    found = _grouped(source, cell.is_not_null() & ~is_document, columns)
    return replace(found, notes=(*found.notes, Note("documents-apart", message)))


def _in_two_levels(cells: pl.Series) -> bool:
    """Tell whether names and documents take turns: between the first document and the last no name follows another."""
    texts = cells.to_frame().select(_own(cells.name, cells.dtype)).to_series().drop_nulls()
    turns = texts.str.contains(DOCUMENT)
    first, last = turns.arg_max() or 0, turns.len() - (turns.reverse().arg_max() or 0)
    between = turns[first:last]
    return first > 0 and not (~between & ~between.shift(-1, fill_value=True)).any()


def filled_down(source: Source, names: Sequence[str]) -> Source:
    """Return the source with the blanks of columns filled from above, file by file; raise MissingColumnError for one that it lacks."""
    unknown = [name for name in names if name not in source.dtypes]
    if unknown:
        lines = [f'--fill-down: no column "{name}".{did_you_mean(name, source.dtypes)}' for name in unknown]
        raise MissingColumnError("\n".join(lines), fix=columns_there(source.dtypes), columns=unknown)
    if not names:
        return source
    own = {name: _own(name, source.dtypes[name]) for name in names}
    named = pl.any_horizontal([cell.is_not_null() for cell in own.values()])
    return _grouped(source, named, {name: cell.forward_fill() for name, cell in own.items()})


def _grouped(source: Source, named: pl.Expr, columns: Mapping[str, pl.Expr]) -> Source:
    """Return the source with columns filled, and NAMED, which is no column of the export."""
    made = source.making({NAMED: named, **columns})
    return replace(made, dtypes={name: dtype for name, dtype in made.dtypes.items() if name != NAMED}, grouped=True)


def _own(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    return pl.when(~is_blank(column)).then(column) if dtype == pl.String else column
