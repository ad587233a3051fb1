"""How long without a purchase a customer is still active: a fixed window, or a multiple of its own rhythm.

The rhythm is the mean number of days from one purchase day to the next, from three purchase days on; for the others
the median of all rhythms stands in.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import polars as pl

from segkit.frozen import frozen
from segkit.periods import Duration, Inactivity
from segkit.result import Note

LEAST_DAYS = 3
"""Purchase days from which a customer has a rhythm of its own."""

_LONGEST_DAYS = 365_000
"""All sales lie within a window of this length."""

FALLBACK = Duration(months=6)
"""The window where nobody has a rhythm."""

HALF_A_YEAR = Inactivity(FALLBACK)
"""The window unless another is asked for."""


@frozen
class Window:
    """The window of inactivity: of one length for everybody, or in days by customer (row of the customers)."""

    duration: Duration | None = None
    days: pl.Series | None = None
    typical: int | None = None
    """The days of customers without a rhythm of their own."""
    note: Note | None = None

    def start(self, as_of: date) -> pl.Expr:
        """Return the first day of each customer's window that ends with ``as_of``."""
        if self.days is None:
            return pl.lit(self.typical_start(as_of))
        return pl.lit(as_of) - pl.duration(days=pl.lit(self.days))

    def typical_start(self, as_of: date) -> date:
        """Return the first day of the window of a customer without a rhythm."""
        return self.duration.before(as_of) if self.duration else as_of - timedelta(days=self.typical or 0)


def steps() -> tuple[pl.Expr, pl.Expr]:
    """Return the days from the first to the last purchase, and the steps between purchase days: the rhythm is their ratio."""
    span = (pl.col("last_order_date") - pl.col("first_order_date")).dt.total_days()
    return span, pl.col("active_days").cast(pl.Int64) - 1


def has_rhythm() -> pl.Expr:
    """Return whether a customer has a rhythm of its own."""
    return pl.col("active_days") >= LEAST_DAYS


def window_of(customers: pl.DataFrame, inactive: Inactivity, least: int = 0) -> Window:
    """Return the window of each of ``customers``; one in days is never shorter than ``least``.

    ``customers`` has ``first_order_date``, ``last_order_date`` and ``active_days``.
    """
    if inactive.times is None:
        return Window(duration=inactive.duration)
    typical = _median(customers)
    if typical is None:
        message = f"nobody has {LEAST_DAYS} purchase days, hence no rhythm: the window is {FALLBACK}"
        return Window(duration=FALLBACK, note=Note("no-rhythm", message, warning=True))
    times, (span, between) = inactive.times, steps()
    most = min(max(int(times * typical), least), _LONGEST_DAYS)
    own = (span * times.numerator).floordiv(between * times.denominator).clip(least, _LONGEST_DAYS)
    days = customers.select(pl.when(has_rhythm()).then(own).otherwise(most).cast(pl.Int32).alias("days"))
    return Window(days=days.to_series(), typical=most)


def _median(customers: pl.DataFrame) -> Fraction | None:
    """Return the median of the rhythms, exactly."""
    span, between = steps()
    known = customers.filter(has_rhythm()).select(span.alias("span"), between.alias("steps"))
    ranked = known.sort(pl.col("span") / pl.col("steps"), "span")
    if ranked.is_empty():
        return None
    middle = {(ranked.height - 1) // 2, ranked.height // 2}
    return sum((Fraction(*ranked.row(place)) for place in middle), Fraction()) / len(middle)
