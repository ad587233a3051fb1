"""A sample of the orders: what it shows of them, and what it leaves in doubt.

The sample is taken in the scan that rolls the rows up, by the hash of the order id, so that orders are whole in it. It has
the columns that the run reads anyway; ``second_look`` settles what only the others can tell.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from segkit.frozen import frozen
from segkit.result import Note
from segkit.rollup import MEASURES
from segkit.scan.samples import Sample, is_in_sample, one_in
from segkit.schema import KEY

SHARED_SHARE = 0.001
DOUBLED_SHARE = 0.005
_LONG_SHARE = 0.05
"""Share of orders of different lines up to which a row is an order: a correction, or a part that was sent later."""
LEVEL_SHARE = 0.95
"""Share of the orders of several lines with one amount on all of them, from which on it may be that of the order."""
APART_DAYS = 60
"""Days between two purchases under one number that no order takes: parts that come later come sooner than that."""


@frozen(kw_only=True)
class OrderCounts:
    """Counts of the orders of a sample."""

    every: int
    """One in so many orders is in the sample."""
    orders: int
    shared: int
    """Orders of several customers."""
    doubled: int
    """Orders of two different lines or more, each of which stands there an even number of times."""
    long: int
    """Orders of two different lines or more."""
    again: int = 0
    """Orders of one line that stands there several times."""
    several: int = 0
    """Orders of several rows with money."""
    level: int = 0
    """Orders of several rows with the same money on each."""
    apart: int = 0
    """Orders of one customer with purchases that lie more than ``APART_DAYS`` apart."""

    @property
    def about(self) -> str:
        """The sample in words, empty where it is everything."""
        return "" if self.every == 1 else f" in a sample of 1 in {self.every}"

    @property
    def one_row_each(self) -> bool:
        """Whether orders have one row each but for those that repeat it: where a row is a line, different lines are usual."""
        return self.again > self.long and self.long <= _LONG_SHARE * self.orders and self.orders > 1

    def may_overlap(self, parts: int) -> bool:
        """Tell whether orders of one line seem to stand there several times, in ``parts`` files or sheets."""
        return self.one_row_each or (parts > 1 and self.again > DOUBLED_SHARE * self.orders)

    @property
    def may_hold_totals(self) -> bool:
        """Whether the amount seems to be that of the order on each of its rows."""
        return self.level > LEVEL_SHARE * self.several


def is_sampled(every: int) -> pl.Expr:
    """Return whether a row counts and is of an order of the sample."""
    counted = (pl.col("reason") == 0) & pl.col("order_id").is_not_null()
    if every == 1:
        return counted
    # One filter: the hash is computed once a row and nothing else is touched.
    return is_in_sample("order_id", every) & counted


def order_sample(rows: pl.LazyFrame, hint: int) -> Sample:
    """Return the sample that ``counts`` looks at; ``hint`` is about how many rows there are."""
    every = one_in(hint)
    names = [name for name in rows.collect_schema().names() if name in ("order_id", KEY, "order_date", *MEASURES)]
    return Sample(rows.filter(is_sampled(every)).select(names), every)


def counts(sample: Sample) -> OrderCounts:
    """Return what the orders of a sample look like."""
    rows = sample.rows.lazy()
    names = rows.collect_schema().names()
    lines = rows.group_by(pl.all()).agg(pl.len().alias("times"))
    one = pl.col(KEY).min() == pl.col(KEY).max()
    found = {
        "shared": ~one,
        "doubled": (pl.len() > 1) & (pl.col("times") % 2 == 0).all(),
        "long": pl.len() > 1,
    }
    if "amount" in names:
        amount = pl.col("amount")
        # Without amounts all lines of an order look alike.
        found["again"] = (pl.len() == 1) & (pl.col("times").max() > 1)
        found["several"] = (pl.col("times").sum() > 1) & (amount != 0).any()
        found["level"] = found["several"] & (amount.min() == amount.max())
    if "order_date" in names:
        # What comes back months later comes back to its order.
        day = pl.col("order_date").filter(amount >= 0) if "amount" in names else pl.col("order_date")
        found["apart"] = one & ((day.max() - day.min()).dt.total_days() > APART_DAYS)
    orders = lines.group_by("order_id").agg(**found)
    counted = orders.select(pl.len().alias("orders"), pl.col(list(found)).sum()).collect(engine="streaming")
    return OrderCounts(every=sample.every, **counted.row(0, named=True))


def order_notes(sample: OrderCounts) -> Iterator[Note]:
    """Yield what a sample of the orders shows by itself."""
    orders = sample.orders
    if sample.shared and sample.shared > SHARED_SHARE * orders:
        message = (
            f"{sample.shared:,} of {orders:,} order ids{sample.about} belong to several customers: numbers that begin "
            "anew, several shops, or a wrong column; each customer's part is an order of its own"
        )
        fix = "Check --order and --customer; read shops and years one by one."
        yield Note("shared-orders", message, warning=True, count=sample.shared, fix=fix)
    if sample.apart and sample.apart > SHARED_SHARE * orders:
        message = (
            f"{sample.apart:,} of {orders:,} order ids{sample.about} have purchases of one customer more than "
            f"{APART_DAYS} days apart, which count as one: numbers that begin anew?"
        )
        fix = (
            "Read the years one by one (--from, --to), or name the column that tells the orders apart: --order COLUMN."
        )
        yield Note("reused-orders", message, warning=True, count=sample.apart, fix=fix)
    if sample.doubled and sample.doubled > DOUBLED_SHARE * sample.long:
        message = (
            f"{sample.doubled:,} of {sample.long:,} orders of several lines{sample.about} hold each line twice: "
            "exports that overlap?"
        )
        fix = "Leave out the export, or the sheet (--sheet), that repeats them."
        yield Note("doubled-orders", message, warning=True, count=sample.doubled, fix=fix)
