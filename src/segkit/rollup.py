"""The only heavy stage: transactions to orders, days, months and customers, each a group-by of the one before.

Every level uses ``group_by`` with ``sum``, ``min`` and ``max`` alone, so that orders, active days and active months are
counts of rows and never need a distinct count, and so that the stage can be restated on another engine. Levels that
nobody asks for are skipped.

A row of any level carries the sums of the measures and, as far as the source has dates and orders, the number of
purchases and the first and last purchase date. A return brings money but is no purchase.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import polars as pl

from segkit.periods import month_number
from segkit.schema import KEY

Level = Literal["customers", "customer_months", "customer_days"]

MEASURES = ("amount", "quantity", "value")
"""Canonical Int64 columns that every level sums."""


def roll_up(rows: pl.LazyFrame, levels: Collection[Level]) -> dict[Level, pl.LazyFrame]:
    """Return a plan for each of ``levels`` from the rows that ``transactions.used`` returns.

    Columns: ``customer_id``; the measures; ``order_count`` (purchases); with dates ``first_order_date``,
    ``last_order_date`` (null without a purchase) and, by level, ``order_date``, ``month`` or ``active_months`` (and ``active_days`` where days are asked for).
    ``customers`` is always in the answer.
    """
    names = rows.collect_schema().names()
    dated = "order_date" in names
    finer = _orders(rows, names)
    plans: dict[Level, pl.LazyFrame] = {}
    if dated and "customer_days" in levels:
        finer = plans["customer_days"] = _merge(finer, (KEY, "order_date"))
        finer = finer.with_columns(active_days=_counts("order_count"))
    if dated:
        months = finer.with_columns(month=month_number(pl.col("order_date")))
        finer = _merge(months, (KEY, "month"))
        if "customer_months" in levels:
            plans["customer_months"] = finer
        finer = finer.with_columns(active_months=_counts("order_count"))
    plans["customers"] = _merge(finer, (KEY,))
    return plans


def _orders(rows: pl.LazyFrame, names: Collection[str]) -> pl.LazyFrame:
    """Return one row per order: the rows of one customer and order id, else one row.

    An order is dated on its first day and is a purchase if any of its rows has an amount of zero or more.
    """
    measures = [name for name in MEASURES if name in names]
    rows = rows.select(
        KEY, *(n for n in ("order_id", "order_date") if n in names), *measures, order_count=_bought(names)
    )
    if "order_id" in names:
        known = pl.col("order_id").is_not_null()
        sums = [pl.col(name).sum() for name in measures]
        days = [pl.col("order_date").min()] if "order_date" in names else []
        merged = rows.filter(known).group_by(KEY, "order_id").agg(*sums, *days, pl.col("order_count").max())
        columns = [KEY, *measures, *(["order_date"] if days else []), "order_count"]
        rows = pl.concat([merged.select(columns), rows.filter(~known).select(columns)])
    if "order_date" not in names:
        return rows
    purchase_day = pl.when(pl.col("order_count") > 0).then(pl.col("order_date"))
    return rows.with_columns(first_order_date=purchase_day, last_order_date=purchase_day)


def _counts(purchases: str) -> pl.Expr:
    """Return 1 for a day or month with a purchase, else 0; summed, the active days or months."""
    return (pl.col(purchases) > 0).cast(pl.UInt32)


def _bought(names: Collection[str]) -> pl.Expr:
    """Return 1 for a row with money in or none, 0 for money back; without amounts every row is a purchase."""
    if "amount" not in names:
        return pl.lit(1, dtype=pl.UInt32)
    return (pl.col("amount") >= 0).cast(pl.UInt32)


def _merge(rows: pl.LazyFrame, key: Collection[str]) -> pl.LazyFrame:
    """Group by the key: sums of the measures and counts, first and last purchase."""
    names = rows.collect_schema().names()
    sums = [name for name in (*MEASURES, "order_count", "active_days", "active_months") if name in names]
    aggregations = [pl.col(name).sum() for name in sums]
    if "first_order_date" in names:
        aggregations += [pl.col("first_order_date").min(), pl.col("last_order_date").max()]
    return rows.group_by(*key).agg(aggregations)


def last_values(rows: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """Return each customer's value of ``column`` in the last of its rows that has one.

    Of several values on that day the greatest is taken, so that the order of the rows does not matter.
    """
    known = rows.filter(pl.col(column).is_not_null())
    if "order_date" not in rows.collect_schema().names():
        return known.group_by(KEY).agg(pl.col(column).max())
    by_day = known.group_by(KEY, "order_date").agg(pl.col(column).max())
    return by_day.group_by(KEY).agg(pl.col(column).max_by("order_date"))
