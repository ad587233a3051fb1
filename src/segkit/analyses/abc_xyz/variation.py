"""The logistics meaning of XYZ: how evenly a value arrives, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from segkit.errors import DataError
from segkit.periods import Grain, last_complete, number_of, week_number
from segkit.schema import KEY
from segkit.units import SCALE

if TYPE_CHECKING:
    from datetime import date

LEAST_PERIODS = 3
"""With fewer periods a coefficient of variation says nothing: class U."""

_INT128_MAX = 2**127 - 1


def period_sums(level: pl.DataFrame, measure: str, grain: Grain) -> pl.DataFrame:
    """Return the sum of ``measure`` by customer and period: ``customer_id, period, units``.

    ``level`` is ``customer_days`` for weeks, ``customer_months`` for months and quarters.
    """
    if grain == "week":
        period = week_number(pl.col("order_date"))
    else:
        period = pl.col("month") // 3 if grain == "quarter" else pl.col("month")
    units = pl.col(measure).cast(pl.Int64) * (SCALE if measure == "order_count" else 1)
    sums = level.select(KEY, period=period.cast(pl.Int32), units=units)
    return sums if grain == "month" else sums.group_by(KEY, "period").agg(pl.col("units").sum())


def last_period(as_of: date, grain: Grain, *, keep_partial: bool) -> int:
    """Return the number of the last period that counts: the last complete one, unless partial ones are kept."""
    return number_of(as_of, grain) if keep_partial else last_complete(as_of, grain)


def variation(
    sums: pl.DataFrame, *, last: int, window_start: int | None, std: Literal["population", "sample"]
) -> pl.DataFrame:
    """Return how evenly each customer's value arrives, periods without a row counting as zero.

    The periods run from the customer's first one with a positive value, or from ``window_start``, to ``last``.
    Columns: ``customer_id, n_periods, n_zero_periods, mean, std, coefficient_of_variation``; mean and std in units of
    the value, null without a period, the coefficient null where the mean is not positive. Sums and sums of squares are
    integers, so that neither the order of the rows nor rounding can move a customer across a limit.
    """
    start = pl.col("period").filter(pl.col("units") > 0).min() if window_start is None else pl.lit(window_start)
    starts = sums.group_by(KEY).agg(start.first().cast(pl.Int32).alias("start"))
    inside = sums.join(starts, on=KEY).filter(pl.col("period").is_between(pl.col("start"), last))
    wide = pl.col("units").cast(pl.Int128)
    moments = inside.group_by(KEY).agg(
        total=wide.sum(), squares=(wide * wide).sum(), filled=(pl.col("units") != 0).sum()
    )
    joined = starts.join(moments, on=KEY, how="left").with_columns(pl.col("total", "squares", "filled").fill_null(0))
    length = (last - pl.col("start").cast(pl.Int64) + 1).clip(lower_bound=0).fill_null(0)
    counted = joined.with_columns(n_periods=length)
    _check_width(counted)
    return counted.select(KEY, *_statistics(std))


def _statistics(std: Literal["population", "sample"]) -> list[pl.Expr]:
    n, total = pl.col("n_periods"), pl.col("total")
    spread = (n.cast(pl.Int128) * pl.col("squares") - total * total).cast(pl.Float64)
    size = n.cast(pl.Float64)
    # The square root of an exact square is exact: a coefficient that equals a limit is found equal to it.
    squared = spread if std == "population" else spread * size / (size - 1)
    root = squared.sqrt()
    enough = n >= (1 if std == "population" else 2)
    return [
        n,
        (n - pl.col("filled")).alias("n_zero_periods"),
        pl.when(n > 0).then(total.cast(pl.Float64) / (size * SCALE)).alias("mean"),
        pl.when(enough).then(root / (size * SCALE)).alias("std"),
        pl.when(enough & (total > 0)).then(root / total.cast(pl.Float64)).alias("coefficient_of_variation"),
    ]


def _check_width(counted: pl.DataFrame) -> None:
    largest = counted.select(pl.col("squares").max(), pl.col("n_periods").max()).row(0)
    if largest[0] is not None and int(largest[0]) * int(largest[1]) > _INT128_MAX:
        raise DataError("amounts are too large for a coefficient of variation", fix="Check the amount column.")
