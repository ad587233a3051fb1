"""Reports in groups, and merged cells: a name stands once, and the rows below it are blank where it would be.

What is blank takes what stands above it. The row of a name may hold the total of its group, or be the first sale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from segkit.blanks import is_blank
from segkit.errors import MissingColumnError, columns_there, did_you_mean
from segkit.io.source import Source

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
    own = {name: _own(name, source.dtypes[name]) for name in names}
    named = pl.any_horizontal([cell.is_not_null() for cell in own.values()])
    made = source.making({NAMED: named, **{name: cell.forward_fill() for name, cell in own.items()}})
    return replace(
        made, dtypes={name: dtype for name, dtype in made.dtypes.items() if name != NAMED}
    )  # no column of the export


def _own(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    return pl.when(~is_blank(column)).then(column) if dtype == pl.String else column
