"""Spells of activity: from which period end to which a customer is active without a break.

One looks at the *bounds*: the eve of the first period, the last day of every period, and ``as_of`` in the place of a last day
that is yet to come. A customer is active at a bound if a purchase lies within the window that ends there, so that one
purchase makes it active from the first bound on or after its day to the last bound whose window holds it. Runs of
purchases whose bounds meet or overlap are a spell. Who came, came back and left, and with what money, are sums over spells.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from segkit.analyses.lifecycle.rhythm import Window
from segkit.frozen import frozen
from segkit.periods import Grain, day_number, first_day, last_day, number_of


@frozen
class Calendar:
    """The periods from a first to a last day."""

    periods: list[date]
    """The first day of every period."""
    ends: list[date]
    """The last day of every period, whether or not it is reached."""
    bounds: list[date]
    """Where one looks: ``bounds[k]`` is the eve of period k, ``bounds[k + 1]`` its last day, as far as that is reached."""
    first: date
    """The first day of the history."""

    @classmethod
    def of(cls, first: date, as_of: date, grain: Grain) -> Calendar:
        """Return the calendar of the days from ``first`` to ``as_of``."""
        numbers = range(number_of(first, grain), number_of(as_of, grain) + 1)
        periods = [first_day(number, grain) for number in numbers]
        ends = [last_day(number, grain) for number in numbers]
        return cls(periods, ends, [periods[0] - timedelta(days=1), *(min(end, as_of) for end in ends)], first)

    def knows(self, place: int, window: Window) -> bool:
        """Tell whether a full window of history lies before a period."""
        return window.typical_start(self.bounds[place]) >= self.first

    @property
    def last(self) -> int:
        """The number of the last bound."""
        return len(self.bounds) - 1


def reaches(calendar: Calendar, window: Window) -> list[pl.Expr]:
    """Return for orders the first bound on or after the day (``lo``) and the last one whose window holds it (``hi``)."""
    days = pl.date_range(calendar.periods[0], calendar.bounds[-1], eager=True).to_physical()
    bounds = pl.Series(calendar.bounds).to_physical()
    position = pl.col("order_date").cast(pl.Int32) - day_number(calendar.periods[0])
    first = bounds.search_sorted(days, side="left").cast(pl.Int16)
    if window.duration is not None:
        starts = pl.Series([window.duration.before(bound) for bound in calendar.bounds]).to_physical()
        last, reached = (starts.search_sorted(days, side="right") - 1).cast(pl.Int16), position
    else:
        last = (bounds.search_sorted(days, side="right") - 1).cast(pl.Int16)
        longer = position + pl.lit(window.days).gather(pl.col("customer"))
        reached = longer.clip(upper_bound=days.len() - 1)
    return [pl.lit(first).gather(position).alias("lo"), pl.lit(last).gather(reached).alias("hi")]


def purchases_in_spells(reached: pl.LazyFrame) -> pl.LazyFrame:
    """Return the purchases with their spell: ``enter`` and ``leave``, its first and last bound, and marks of where it begins.

    ``reached`` are orders with ``lo`` and ``hi``. ``begins`` is true on the first purchase of a spell, ``first`` on the first of
    the customer; ``enter`` is doubled, plus 1 in the customer's first spell.
    """
    same = (pl.col("customer") == pl.col("customer").shift()).fill_null(value=False)
    meets = same & (pl.col("lo") <= pl.col("hi").shift() + 1)
    marked = reached.filter(pl.col("order_count") > 0).with_columns(first=~same, begins=~meets.fill_null(value=False))
    ends = pl.col("begins").shift(-1).fill_null(value=True)
    return marked.with_columns(
        enter=pl.when("begins").then(pl.col("lo") * 2 + pl.col("first").cast(pl.Int16)).forward_fill(),
        leave=pl.when(ends).then("hi").backward_fill(),
    )


def spells(purchases: pl.LazyFrame) -> pl.LazyFrame:
    """Return a row a spell: ``customer, enter, leave, first`` (whether it is the customer's first)."""
    return purchases.filter("begins").select("customer", pl.col("lo").alias("enter"), "leave", "first")
