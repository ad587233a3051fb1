"""Reports in groups, and merged cells: a name stands once, and the rows below it are blank where it would be.

What is blank takes what stands above it. The row of a name may hold the total of its group, or be the first sale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from segkit.errors import MissingColumnError, columns_there, did_you_mean
from segkit.io.source import Source
from segkit.notation.blanks import is_blank

NAMED = "segkit:named"
"""Column that says whether a cell of a filled row was there before: such a row without a date is the total of its group."""


def filled_down(source: Source, names: Sequence[str]) -> Source:
    """Return the source with the blanks of columns filled from above, file by file; raise MissingColumnError for one that it lacks."""
    unknown = [name for name in names if name not in source.dtypes]
    if unknown:
        lines = [f'--fill-down: no column "{name}".{did_you_mean(name, source.dtypes)}' for name in unknown]
        raise MissingColumnError("\n".join(lines), fix=columns_there(source.dtypes), columns=unknown)
    if not names:
        return source
    told = {name: own(name, source.dtypes[name]) for name in names}
    named = pl.any_horizontal([cell.is_not_null() for cell in told.values()])
    return grouped(source, named, {name: cell.forward_fill() for name, cell in told.items()})


def grouped(source: Source, named: pl.Expr, columns: Mapping[str, pl.Expr]) -> Source:
    """Return the source with columns filled, and NAMED, which is no column of the export."""
    made = source.making({NAMED: named, **columns})
    return replace(made, dtypes={name: dtype for name, dtype in made.dtypes.items() if name != NAMED}, grouped=True)


def own(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return what the cells of a column hold, null where that is nothing."""
    column = pl.col(name)
    return pl.when(~is_blank(column)).then(column) if dtype == pl.String else column
