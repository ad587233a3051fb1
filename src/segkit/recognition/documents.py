"""Reports of 1C in two levels: one column has each customer and, below it, its documents.

They are told by the money: a name has what its documents have together. In a report of three levels, or in a column of remarks, that
is not so, and the column stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from segkit import roles
from segkit.io.source import Source, reading_errors
from segkit.notation.numbers import numbers_in
from segkit.notation.totals import TOTAL
from segkit.recognition.filling import grouped, own
from segkit.recognition.ids import DOCUMENT
from segkit.result import Note

_DOCUMENT, _DAY = "Документ", "Дата"
_DAY_OF = r"\sот\s+(\d{1,2}\.\d{2}\.(?:\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?)"
_RETURN = r"(?i)^\s*возврат"
_HEAD_ROWS = 1_000
"""A column without a document among so many rows is not looked through."""
_HALF_A_KOPECK = 0.005


def documents_apart(source: Source) -> Source:
    """Return the source with names, documents and days in columns of their own, where one column has names above their documents.

    The rows of names are their totals. What only those tell, such as a region, is that of their documents too.
    """
    headers = list(source.dtypes)
    if {_DOCUMENT, _DAY} & {*headers} or not any(re.search("(?i)[а-яё]", name) for name in headers):
        return source
    texts = [name for name in headers if source.dtypes[name] == pl.String]
    with reading_errors(source.name):
        head = source.head(texts, _HEAD_ROWS).collect()
        column = next((name for name in texts if head[name].str.contains(DOCUMENT).any()), None)
        if column is None:
            return source
        title = re.split(r"[/,;]", column)[0].strip() or column
        told = roles.recognize([title if name == column else name for name in headers]).get("customer", title)
        parts = [part.select(headers).with_columns(**_levels(column)).collect() for part in source.parts]
    if told != title or not all(any(_adds_up(part, name) for name in headers) for part in parts):
        return source
    return _split(
        source, column, title, [name for name in texts if not any(_is_told_below(part, name) for part in parts)]
    )


def _levels(column: str) -> dict[str, pl.Expr]:
    """Return what a row is: a document, a name, the first of a group (a name that is no total); and whether it is a return."""
    cell = own(column, pl.String())
    document = cell.str.contains(DOCUMENT).fill_null(value=False)
    named = cell.is_not_null() & ~document
    first = named & ~cell.str.contains(TOTAL).fill_null(value=False)
    back = cell.str.contains(_RETURN).fill_null(value=False)
    return {"document:": document, "named:": named, "first:": first, "return:": back}


def _adds_up(rows: pl.DataFrame, name: str) -> bool:
    """Tell whether each name has, in a column of numbers, what its documents have together; documents of returns take off."""
    cells = rows[name]
    if cells.dtype != pl.String and not cells.dtype.is_numeric():
        return False
    numbers = (numbers_in(cells) if cells.dtype == pl.String else cells.cast(pl.Float64)).fill_null(0)
    rows, money = rows.with_columns(numbers.alias("money:")), pl.col("money:")
    sold = pl.when("return:").then(-money.abs()).otherwise(money).filter("document:")
    groups = rows.group_by(group=pl.col("first:").cum_sum()).agg(
        whole=money.filter("first:").sum(), below=sold.sum(),
        beside=money.filter(~pl.col("document:") & ~pl.col("named:")).abs().sum(),
    )  # fmt: skip
    apart = (pl.col("whole") - pl.col("below")).abs() + pl.col("beside")
    same, some = groups.select((apart < _HALF_A_KOPECK).all(), (pl.col("below") != 0).any()).row(0)
    return bool(same and some)


def _is_told_below(rows: pl.DataFrame, name: str) -> bool:
    return bool(rows.filter("document:").select(own(name, pl.String()).is_not_null().any()).item())


def _split(source: Source, column: str, title: str, of_names: list[str]) -> Source:
    """Return the source with the column in three, and the columns that only names tell filled down."""
    row, cell = _levels(column), own(column, pl.String())
    above = {title: cell, column: cell, **{name: pl.col(name) for name in of_names if name != column}}
    filled = {
        name: pl.when(row["document:"])
        .then(pl.when(row["first:"]).then(text.fill_null("")).forward_fill())
        .otherwise(text)
        for name, text in above.items()
    }
    document = pl.when(row["document:"]).then(cell)
    found = grouped(source, row["named:"], {**filled, _DOCUMENT: document, _DAY: document.str.extract(_DAY_OF, 1)})
    message = f'{source.name}: "{column}" holds names, with totals, and below each its documents: read as two columns'
    return replace(found, notes=(*found.notes, Note("documents-apart", message)))
