"""Purchase days as arrays, and what was known of every customer on any earlier day.

An event is a day with a purchase: several purchases of one day are one event, and a day with returns only is none (Fader
and Hardie, "Creating a Depth-of-Repeat Table", 2002, merge days likewise). The days of a customer lie side by side, so
that every statistic as of any cut is a count of days up to it and a difference of prefix sums: a backtest looks back at
as many origins as it likes without reading anything again.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from segkit import units
from segkit.frozen import frozen
from segkit.schema import KEY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@frozen
class Snapshot:
    """What was known of each customer at the end of a day: arrays of equal length, one entry a customer.

    ``x`` repeat purchase days, ``t_x`` days from the first purchase to the last, ``T`` days from the first purchase to the
    cut; ``spend_days`` purchase days with positive net spend and ``mean_spend`` their mean in the currency, 0 without any.
    """

    cut: int
    index: Ints
    """Positions of the customers among all of ``Histories``."""
    x: Ints
    t_x: Ints
    T: Ints
    spend_days: Ints
    mean_spend: Floats

    @property
    def size(self) -> int:
        """Customers whose first purchase was not after the cut."""
        return self.index.size


@frozen
class Histories:
    """The purchase days of every customer with a purchase, by customer and day."""

    customers: pl.Series
    """The ids, sorted."""
    starts: Ints
    """Where the days of each customer begin; one more entry than customers, the last is the number of days."""
    days: Ints
    spend: Ints | None
    """Net money of each purchase day in 1/10,000, None where the source has no amounts."""

    @classmethod
    def of(cls, customer_days: pl.DataFrame) -> Histories:
        """Return the histories of the level ``customer_days`` of the roll-up."""
        money = ["amount"] if "amount" in customer_days.columns else []
        bought = customer_days.filter(pl.col("order_count") > 0).select(KEY, "order_date", *money)
        bought = _by_customer_and_day(bought)
        first = (bought[KEY] != bought[KEY].shift(1)).fill_null(value=True)
        starts = np.append(first.arg_true().to_numpy().astype(np.int64), bought.height)
        return cls(
            customers=bought[KEY].filter(first),
            starts=starts,
            days=bought["order_date"].cast(pl.Int32).to_numpy().astype(np.int64),
            spend=bought["amount"].to_numpy() if money else None,
        )

    @property
    def size(self) -> int:
        """Customers with a purchase."""
        return self.starts.size - 1

    @cached_property
    def first_days(self) -> Ints:
        """The first purchase day of each customer."""
        return self.days[self.starts[:-1]]

    def counts(self, cut: int) -> Ints:
        """Return the purchase days of each customer up to ``cut``, that day included."""
        if not self.size:
            return np.zeros(0, np.int64)
        counted: Ints = np.add.reduceat((self.days <= cut).astype(np.int64), self.starts[:-1])
        return counted

    def between(self, after: int, until: int) -> Ints:
        """Return the purchase days of each customer in ``(after, until]``."""
        return self.counts(until) - self.counts(after)

    def at(self, cut: int, *, repeats_only: bool = False) -> Snapshot:
        """Return what was known at the end of day ``cut``; ``repeats_only`` leaves the first day out of the spend."""
        counted = self.counts(cut)
        index = np.flatnonzero(counted)
        start, count = self.starts[:-1][index], counted[index]
        first, last = self.days[start], self.days[start + count - 1]
        begin = start + 1 if repeats_only else start
        spend_days, mean_spend = self._spend(begin, start + count)
        return Snapshot(
            cut=cut, index=index, x=count - 1, t_x=last - first, T=cut - first, spend_days=spend_days,
            mean_spend=mean_spend,
        )  # fmt: skip

    def mean_of_repeats(self, cut: int) -> Floats:
        """Return the mean net spend of all repeat purchase days up to ``cut``, 0 without any."""
        counted = self.counts(cut)
        index = np.flatnonzero(counted)
        start, count = self.starts[:-1][index], counted[index]
        total = self._sums[start + count] - self._sums[start + 1]
        return _mean(total, count - 1)

    def gap_variation(self, snapshot: Snapshot) -> Floats:
        """Return the coefficient of variation of the days between purchases, 1 where fewer than two gaps are known.

        1 is that of the exponential gaps that the models assume; regular buyers have less.
        """
        start = self.starts[:-1][snapshot.index]
        x = snapshot.x
        squares = self._squared_gaps[start + x] - self._squared_gaps[start]
        mean = snapshot.t_x / np.maximum(x, 1)
        variance = np.maximum(squares / np.maximum(x, 1) - mean**2, 0)
        return np.where(x >= 2, np.sqrt(variance) / np.maximum(mean, 1), 1.0)

    @cached_property
    def _squared_gaps(self) -> Ints:
        """The prefix sums of the squared gaps; differences are meant within one customer."""
        gaps = np.diff(self.days, prepend=self.days[:1])
        gaps[self.starts[:-1]] = 0
        return np.cumsum(gaps**2)

    @cached_property
    def _sums(self) -> Ints:
        """The prefix sums of the money; what overflows comes back in the difference."""
        spend = np.zeros(self.days.size, np.int64) if self.spend is None else self.spend
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(spend)])

    @cached_property
    def _positive_sums(self) -> tuple[Ints, Ints]:
        """The prefix sums of the positive money and of the days that have it."""
        spend = np.zeros(self.days.size, np.int64) if self.spend is None else np.maximum(self.spend, 0)
        zero = np.zeros(1, np.int64)
        return np.concatenate([zero, np.cumsum(spend)]), np.concatenate([zero, np.cumsum(spend > 0)])

    def positive_spend(self, cut: int) -> Ints:
        """Return the money of each customer's days with positive spend up to ``cut``, in 1/10,000."""
        end = self.starts[:-1] + self.counts(cut)
        money, _ = self._positive_sums
        spent: Ints = money[end] - money[self.starts[:-1]]
        return spent

    def _spend(self, begin: Ints, end: Ints) -> tuple[Ints, Floats]:
        money, days = self._positive_sums
        count = days[end] - days[begin]
        return count, _mean(money[end] - money[begin], count)


def _by_customer_and_day(days: pl.DataFrame) -> pl.DataFrame:
    """Return the rows by customer and day; small whole ids sort as one number with the day, in half the time."""
    low, high = (days[KEY].min(), days[KEY].max()) if days[KEY].dtype == pl.Int64 else (None, None)
    if isinstance(low, int) and isinstance(high, int) and low >= 0 and high < 1 << 40:
        packed = pl.col(KEY) * (1 << 22) + pl.col("order_date").cast(pl.Int32)
        return days.with_columns(packed.alias("packed")).sort("packed").drop("packed")
    return days.sort(KEY, "order_date")


def _mean(total: Ints, count: Ints) -> Floats:
    """Return the mean in the currency, 0 where nothing is counted."""
    return np.where(count > 0, total / (np.maximum(count, 1) * units.SCALE), 0.0)
