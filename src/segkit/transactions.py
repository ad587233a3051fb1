"""Raw rows to canonical transactions: the one place where column names of a source are known.

Every row leaves with a reason: 0 if it is used, else why it was set aside (it does not count: nobody to credit, a
status that does not count, another currency, outside the period) or rejected (it cannot be read).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from segkit import units
from segkit.columns import Columns
from segkit.layouts import filled, once_per_order
from segkit.notation.categories import among
from segkit.notation.dates import FIRST_DAY, LAST_DAY
from segkit.notation.totals import TOTAL, TOTAL_ALONE
from segkit.schema import KEY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from segkit.periods import Period
    from segkit.reading import Reading

SET_ASIDE = ("no_customer", "total", "service", "status", "currency", "period")
REJECTED = ("record", "date", "amount", "quantity", "cost", "value")
REASONS = (*SET_ASIDE, *REJECTED)
"""Why a row is not used; its code in the column ``reason`` is its position plus 1."""


def normalize(raw: pl.LazyFrame, reading: Reading, keep: Sequence[pl.Expr] = ()) -> pl.LazyFrame:
    """Return the rows of ``raw`` under canonical names.

    Columns: ``customer_id``, ``reason`` (UInt8, 0 = readable and countable), ``inexact`` (amounts that lose digits)
    and, where the source has them, ``order_id``, ``order_date`` (Date), the measures as Int64 in 1/10,000,
    ``currency``, the ``status`` that is judged by its words, and the carried columns behind the prefix ``carry:``; the expressions of
    ``keep`` behind the prefix ``kept:``; the key as written, where spellings are merged. ``odd`` says that an id is not the
    integer that the head promised. No row is dropped.
    """
    reader, layout = Columns(reading), reading.layout
    if layout.derived:
        raw = raw.with_columns(**layout.derived)
    columns = {**reader.key(), **reader.optional()}
    numbers, inexact = reader.numbers()
    columns |= numbers
    counts = reader.counts(columns.get("amount"))
    kept = [expression.name.prefix("kept:") for expression in keep]
    short = {} if reading.last is None else {"short": pl.col(reading.last).is_null()}
    total = {"__total": _is_total(reading)} if reading.totals else {}
    if reader.staged:
        raw = raw.with_columns(**reader.staged)
    odd = {"odd": pl.any_horizontal(reader.odd)} if reader.odd else {}
    told = {**short, **odd, **total, "inexact": inexact, "__status": counts}
    rows = raw.select(*kept, **columns, **told, **reader.carried())
    if layout.of_orders and "order_id" in columns:
        rows = filled(rows, [name for name in layout.of_orders if name in (*columns, "__status")])
    if layout.order_totals and {"order_id", "amount"} <= set(columns):
        rows = once_per_order(rows)
    if "cost" in columns:
        rows = rows.with_columns(value=units.subtract(pl.col("amount"), pl.col("cost")))
    return rows.with_columns(reason=_reason(columns, reading)).drop("__status", "__total", "cost", strict=False)


def within(rows: pl.LazyFrame, period: Period) -> pl.LazyFrame:
    """Return the rows with those outside the period set aside."""
    if period.first is None and period.last is None:
        return rows
    day = pl.col("order_date")
    outside = pl.lit(value=False)
    if period.first is not None:
        outside = outside | (day < period.first)
    if period.last is not None:
        outside = outside | (day > period.last)
    late = (pl.col("reason") == 0) & outside
    return rows.with_columns(reason=pl.when(late).then(_code("period")).otherwise(pl.col("reason")))


def used(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows that the analysis counts, without the columns that say why others are not."""
    return rows.filter(pl.col("reason") == 0).drop(
        "reason", "inexact", "short", "odd", "repeated", "currency", "status", strict=False
    )


def _code(reason: str) -> pl.Expr:
    return pl.lit(REASONS.index(reason) + 1, dtype=pl.UInt8)


def _reason(columns: Mapping[str, pl.Expr], reading: Reading) -> pl.Expr:
    """Return the first thing that is wrong with a row, in the order in which a reader would care."""
    key = pl.col(KEY)
    blank = key.is_null()
    name = reading.mapping[KEY]
    if name not in reading.integers and reading.dtypes[name] == pl.String:
        # Ids are as they are written: NULL may be a name, and guards say how much it bought.
        blank = blank | (key.str.strip_chars().str.len_bytes() == 0)
    faults: list[tuple[pl.Expr, str]] = []
    if reading.totals:
        undated = pl.col("order_date").is_null() if "order_date" in columns else pl.lit(value=True)
        faults.append((pl.col("__total") & undated, "total"))
    faults.append((blank, "no_customer"))
    if reading.layout.services:
        faults.append((reading.layout.is_service(key), "service"))
    if "status" in reading.mapping or reading.layout.counted:
        faults.append((~pl.col("__status").fill_null(not reading.layout.counted), "status"))
    if "order_date" in columns:
        day = pl.col("order_date")
        faults.append((day.is_null() | ~day.is_between(FIRST_DAY, LAST_DAY), "date"))
    faults += [(pl.col(name).is_null(), name) for name in ("amount", "quantity", "cost") if name in columns]
    if "value" in columns or "cost" in columns:
        faults.append((pl.col("value").is_null(), "value"))
    if reading.currency is not None and "currency" in columns:
        same = among(pl.col("currency"), [reading.currency.lower()])
        faults.append((~same.fill_null(value=False), "currency"))
    found = pl.lit(0, dtype=pl.UInt8)
    for fault, name in reversed(faults):
        found = pl.when(fault).then(_code(name)).otherwise(found)
    return found


def _is_total(reading: Reading) -> pl.Expr:
    """Return whether the key, or the first column of the source, is called a total; without dates that says more."""
    pattern = TOTAL if "date" in reading.mapping else TOTAL_ALONE
    first, dtype = next(iter(reading.dtypes.items()))
    named = dict.fromkeys((reading.mapping[KEY], *([first] if dtype != pl.Binary else [])))
    found = [pl.col(name).cast(pl.String).str.contains(pattern).fill_null(value=False) for name in named]
    return pl.any_horizontal(found if reading.named is None else [*found, pl.col(reading.named)])
