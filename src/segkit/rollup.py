"""The only heavy stage: transactions to orders, days, months and customers, each a group-by of the one before.

Every level uses ``group_by`` with ``sum``, ``min``, ``max`` and bitwise or, so that nothing needs a distinct count and the
stage can be restated on another engine. Levels that nobody asks for are skipped; active months need none: a month with
a purchase is a bit, and the bits of a customer are counted at the end.

The level ``orders`` is the rows before any of that, put side by side: a group-by of the customers gathers the days and
the money of each in lists, which costs little more than summing them, and much less than a group-by of days or months.

A row of any level carries the sums of the measures and, as far as the source has dates and orders, the number of
purchases and the first and last purchase date. A return brings money but is no purchase.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Literal

import polars as pl

from segkit.notation.dates import FIRST_DAY, LAST_DAY
from segkit.periods import day_number, month_number
from segkit.schema import GROUP, KEY

Level = Literal["customers", "customer_months", "customer_days", "customer_groups", "orders"]

MEASURES = ("amount", "quantity", "value")
"""Canonical Int64 columns that every level sums."""

WORD_MONTHS = 64
"""Months that one word of bits tells apart."""

MOST_WORDS = 4
"""Over more than 21 years months are counted by a level of their own: one mistyped date is enough for that."""


def roll_up(rows: pl.LazyFrame, levels: Collection[Level], *, month_words: int = 1) -> dict[Level, pl.LazyFrame]:
    """Return a plan for each of ``levels`` from the rows that ``transactions.used`` returns.

    Columns: ``customer_id``; the measures; ``order_count`` (purchases); with dates ``first_order_date``,
    ``last_order_date`` (null without a purchase) and, by level, ``order_date``, ``month`` or ``active_months`` (and
    ``active_days`` where days are asked for). ``customers`` is always in the answer. ``active_months`` is right if the
    rows span at most ``month_words * WORD_MONTHS`` months. The plan of ``orders`` comes alone: ``side_by_side`` makes the
    customers and the orders of what it gives.
    """
    names = rows.collect_schema().names()
    finer = _orders(rows, names)
    plans: dict[Level, pl.LazyFrame] = {}
    if "order_date" not in names:
        return {"customers": _merge(finer, (KEY,))}
    if "orders" in levels:
        return {"orders": _events(finer)}
    if "customer_days" in levels:
        plans["customer_days"] = finer = _merge(finer, (KEY, "order_date"))
        finer = finer.with_columns(active_days=(pl.col("order_count") > 0).cast(pl.UInt32))
    if "customer_months" in levels:
        plans["customer_months"] = _by_month(finer)
    if month_words > MOST_WORDS:
        return {**plans, "customers": _counted(plans.get("customer_months", _by_month(finer)))}
    words = [f"months_{word}" for word in range(month_words)]
    day = _source("last_order_date", finer.collect_schema().names())  # on either level the only one of the row
    bits = finer.with_columns(_month_bits(day, word, month_words).alias(name) for word, name in enumerate(words))
    counted = _merge(bits, (KEY,), words)
    active = pl.sum_horizontal(pl.col(words).bitwise_count_ones().fill_null(0)).cast(pl.UInt32)
    plans["customers"] = counted.with_columns(active_months=active).drop(words)
    return plans


def _by_month(finer: pl.LazyFrame) -> pl.LazyFrame:
    return _merge(finer.with_columns(month=month_number(pl.col("order_date"))), (KEY, "month"))


def _counted(months: pl.LazyFrame) -> pl.LazyFrame:
    """Return the customers from their months: slower than bits, but over any number of years."""
    return _merge(months.with_columns(active_months=(pl.col("order_count") > 0).cast(pl.UInt32)), (KEY,))


def _events(orders: pl.LazyFrame) -> pl.LazyFrame:
    """Return the orders with the day and, in its last bit, whether it is a purchase as ``event``; in the order of the input."""
    names = orders.collect_schema().names()
    event = pl.col("order_date").cast(pl.Int32) * 2 + pl.col("bought").cast(pl.Int32)
    return orders.select(KEY, event.alias("event"), *(name for name in MEASURES if name in names))


def side_by_side(events: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the customers and their orders from what the plan of ``orders`` gives.

    Orders, those of a customer side by side by day: ``customer`` (row of the customers), ``order_date``, the measures,
    ``order_count`` (1 for a purchase, 0 for a return). Customers as in ``roll_up``, with ``active_days`` in the place of
    ``active_months``. Most exports are in the order of time; the lists keep it, so that nothing is left to sort.
    """
    measures = events.columns[2:]
    lists = events.group_by(KEY, maintain_order=True).agg(pl.exclude(KEY))
    # What is asked of each element is asked of all lists at once, and lists are summed in a tenth of the time of groups.
    event, bought = pl.col("event").list, pl.col("order_count") > 0
    told = lists.select(
        KEY, *(pl.col(name).list.sum() for name in measures), rows=event.len(), days=_purchase_days(_BEFORE),
        order_count=event.eval(pl.element() % 2).list.sum().cast(pl.UInt32),
        first_order_date=_purchase_days(_AFTER).list.min().cast(pl.Date),
    )  # fmt: skip
    days, dates = pl.col("days").list, pl.col("first_order_date", "last_order_date")
    customers = told.select(
        KEY, *measures, "order_count", (days.n_unique() - (pl.col("rows") > pl.col("order_count"))).alias("active_days"),
        "first_order_date", days.max().cast(pl.Date).alias("last_order_date"),
    ).with_columns(pl.when(bought).then(dates))  # fmt: skip
    rows = lists.drop(KEY).with_row_index("customer").explode("event", *measures)
    if not (events["event"] // 2).is_sorted():
        rows = rows.sort("customer", "event")
    orders = rows.select(
        "customer", (pl.col("event") // 2).cast(pl.Date).alias("order_date"), *measures,
        order_count=(pl.col("event") % 2).cast(pl.UInt32),
    )  # fmt: skip
    return customers, orders


_BEFORE, _AFTER = -(2**31), 2**31 - 1
"""Days before and after all others."""


def _purchase_days(other: int) -> pl.Expr:
    """Return the days of the purchases, with ``other`` in the place of returns: lists with nulls take five times as long."""
    day = pl.when(pl.element() % 2 == 1).then(pl.element() // 2).otherwise(pl.lit(other, pl.Int32))
    return pl.col("event").list.eval(day)


def words_for(months: int) -> int:
    """Return how many words tell ``months`` consecutive months apart."""
    return -(-months // WORD_MONTHS)


@cache
def _bits_by_day(word: int, words: int) -> pl.Series:
    """Return the bit of the month of every day from FIRST_DAY to LAST_DAY, null in other words.

    Months are told apart by their number modulo the number of bits, so that no first month need be known; a table of
    days makes one lookup of what would be a division, a remainder and a shift a row.
    """
    months = pl.date_range(FIRST_DAY, LAST_DAY, "1mo", eager=True).to_frame("first")
    position = month_number(pl.col("first")) % (words * WORD_MONTHS)
    powers = pl.Series([1 << bit for bit in range(WORD_MONTHS)], dtype=pl.UInt64)
    bit = pl.when(position // WORD_MONTHS == word).then(pl.lit(powers).gather(position % WORD_MONTHS))
    return months.select(bit.repeat_by(pl.col("first").dt.days_in_month())).to_series().explode()


def _month_bits(day: str, word: int, words: int) -> pl.Expr:
    """Return the bit of the month of the purchase on ``day``, null in other words and without a purchase."""
    index = pl.col(day).cast(pl.Int32) - day_number(FIRST_DAY)
    return pl.lit(_bits_by_day(word, words)).gather(index)


_OF_ORDERS = {"order_count": "bought", "first_order_date": "purchase_date", "last_order_date": "purchase_date"}
"""What a column of a level is made of in single orders: a group-by keeps what it is given of every row, so that few narrow
columns are a tenth of its memory and a twentieth of its time."""


def _orders(rows: pl.LazyFrame, names: Collection[str], key: Sequence[str] = (KEY,)) -> pl.LazyFrame:
    """Return one row per order, the rows of one key and order id, else one row: with ``bought`` and ``purchase_date``, null for a return.

    An order is dated on its first day and is a purchase if any of its rows has an amount of zero or more.
    """
    measures = [name for name in MEASURES if name in names]
    rows = rows.select(*key, *(n for n in ("order_id", "order_date") if n in names), *measures, bought=_bought(names))
    if "order_id" in names:
        # A row without an order id is told apart by its number. Two filters and a union instead would push the filters down into
        # the scan, which then no other plan of the run could share: the input would be read three times.
        single = pl.when(pl.col("order_id").is_null()).then(pl.col("row"))
        numbered = rows.with_row_index("row").with_columns(row=single)
        sums = [pl.col(name).sum() for name in measures]
        days = [pl.col("order_date").min()] if "order_date" in names else []
        merged = numbered.group_by(*key, "order_id", "row").agg(*sums, *days, pl.col("bought").max())
        rows = merged.drop("order_id", "row")
    if "order_date" not in names:
        return rows
    return rows.with_columns(purchase_date=pl.when("bought").then("order_date"))


def _bought(names: Collection[str]) -> pl.Expr:
    """Tell whether a row brings money in, or none, not back; without amounts every row is a purchase."""
    return pl.col("amount") >= 0 if "amount" in names else pl.lit(value=True)


def _source(name: str, names: Collection[str]) -> str:
    """Return the column of rows of any level that a column of a level above is made of."""
    return name if name in names else _OF_ORDERS.get(name, name)


def _merge(rows: pl.LazyFrame, key: Collection[str], words: Sequence[str] = ()) -> pl.LazyFrame:
    """Group by the key: sums of the measures and counts, first and last purchase, the union of the month bits."""
    names = rows.collect_schema().names()
    sums = {name: _source(name, names) for name in (*MEASURES, "order_count", "active_days", "active_months")}
    aggregations = [pl.col(column).sum().alias(name) for name, column in sums.items() if column in names]
    aggregations += [pl.col(name).bitwise_or() for name in words]
    first, last = (_source(name, names) for name in ("first_order_date", "last_order_date"))
    if first in names:
        aggregations += [pl.col(first).min().alias("first_order_date"), pl.col(last).max().alias("last_order_date")]
    return rows.group_by(*key).agg(aggregations)


def by_group(rows: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """Return the level ``customer_groups``: customer by the value of ``column`` (as ``group``) and, with dates, by day.

    An order whose rows have several values is a purchase in each, with the money that its rows bring there.
    """
    grouped = rows.with_columns(pl.col(column).alias(GROUP))
    names = grouped.collect_schema().names()
    key = (KEY, GROUP)
    return _merge(_orders(grouped, names, key), (*key, "order_date") if "order_date" in names else key)


def last_values(rows: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """Return each customer's value of ``column`` in the last of its rows that has one.

    Of several values on that day the greatest is taken, so that the order of the rows does not matter.
    """
    known = rows.filter(pl.col(column).is_not_null())
    if "order_date" not in rows.collect_schema().names():
        return known.group_by(KEY).agg(pl.col(column).max())
    by_day = known.group_by(KEY, "order_date").agg(pl.col(column).max())
    return by_day.group_by(KEY).agg(pl.col(column).max_by("order_date"))


def first_values(rows: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """Return each customer's value of ``column`` in the first of its rows that has one, as ``group``.

    Of several values on that day the smallest is taken.
    """
    known = rows.filter(pl.col(column).is_not_null()).select(KEY, "order_date", group=pl.col(column))
    by_day = known.group_by(KEY, "order_date").agg(pl.col("group").min())
    return by_day.group_by(KEY).agg(pl.col("group").min_by("order_date"))
