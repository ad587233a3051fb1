"""Columns of typed files in the few types that the core knows: texts, numbers, dates and times.

Databases write texts as categories or bytes (which stay bytes where they are none, such as a picture), pandas a column without any value as one without a type, and programs with an
interface of their own nest what belongs together: ``customer: {id, email}`` has the columns ``customer.id`` and ``customer.email``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

import polars as pl
from polars.exceptions import PolarsError

from segkit.errors import UnreadableInputError
from segkit.io.jsonlines import field_name
from segkit.io.source import reading_errors

if TYPE_CHECKING:
    from segkit.io.source import Source

_TEXTS = pl.Categorical | pl.Enum | pl.Binary | pl.Null
_ROWS = 100
"""Rows whose bytes are looked at: there may be a picture in each."""


def plainly_typed(source: Source) -> Source:
    """Return the source with categories, bytes that are texts and columns without a type as texts, and nested fields as columns."""
    pictures = _pictures(source)
    columns = {
        name: list(_columns(name, dtype, pl.col(name)))
        for name, dtype in source.dtypes.items()
        if _is_odd(dtype) and name not in pictures
    }
    if not columns:
        return source
    names = [made for name in source.dtypes for made in (dict(columns[name]) if name in columns else [name])]
    # Of a field that is called as a column beside it the column is kept.
    made = {name: expression for found in columns.values() for name, expression in found}
    made = {name: one for name, one in made.items() if name in columns or name not in source.dtypes}
    return source.making(made).only(list(dict.fromkeys(names)))


def _pictures(source: Source) -> list[str]:
    """Return the columns of bytes that are no texts, as their first rows show."""
    names = [name for name, dtype in source.dtypes.items() if dtype == pl.Binary]
    if not names:
        return []
    with reading_errors(source.name):
        head = source.head(names, _ROWS).collect()
    return [name for name in names if not _are_texts(head[name])]


def _are_texts(cells: pl.Series) -> bool:
    try:
        cells.cast(pl.String)
    except PolarsError:
        return False
    return True


def require_texts(source: Source, names: Sequence[str]) -> None:
    """Raise UnreadableInputError where one of the columns is of bytes that are no texts."""
    for name in names:
        if source.dtypes.get(name) == pl.Binary:
            message = f'{source.name}: column "{name}" holds bytes that are no text (UTF-8)'
            raise UnreadableInputError(message, fix="Name another column, or write it as text.", path=source.name)


def _is_odd(dtype: pl.DataType) -> bool:
    return isinstance(dtype, _TEXTS | pl.Struct)


def _columns(name: str, dtype: pl.DataType, column: pl.Expr) -> Iterator[tuple[str, pl.Expr]]:
    """Yield the columns, each with its name, that a column is made of."""
    if not isinstance(dtype, pl.Struct):
        yield name, column.cast(pl.String) if isinstance(dtype, _TEXTS) else column
        return
    for field in dtype.fields:
        yield from _columns(
            field_name(name, field.name), cast("pl.DataType", field.dtype), column.struct.field(field.name)
        )
