"""Customers classed at two dates by the cuts of the first, from equal windows of the same orders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

import polars as pl

from segkit.analyses import rfm, scoring
from segkit.analyses._base import RolledUp, Table
from segkit.analyses.rfm import RfmParams
from segkit.cuts import Cuts, Distribution, label
from segkit.periods import Duration, Period, last_days
from segkit.schema import KEY

Kind = Literal["abcxyz", "rfm"]
_LIMITS = (Decimal(80), Decimal(95))
_CELLS = tuple(abc + xyz for abc in "ABC" for xyz in "XYZ")


@dataclass(frozen=True)
class _Seen:
    """The customers of one window: ``customer_id, total_amount, order_count, last_order_date``."""

    customers: pl.DataFrame
    day: date

    @property
    def brought_money(self) -> bool:
        """Whether a customer bought and brought money: there is something to cut."""
        bought = (pl.col("order_count") > 0) & (pl.col("total_amount") > 0)
        return bool(self.customers.select(bought.any()).item())


def window(last: Duration, day: date) -> Period:
    """Return the window of this length that ends with ``day``."""
    return Period(last_days(last, day), day)


def classes_of(kind: Kind) -> tuple[str, ...]:
    """Return the classes that customers can be in, the best first."""
    return _CELLS if kind == "abcxyz" else tuple(RfmParams().segment_map.keys)


def classed_twice(
    data: RolledUp, kind: Kind, last: Duration, days: tuple[date, date]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the customers of both windows with their class: ``customer_id, class, amount``.

    The cuts of the first window class both; without anybody in it who brought money those of the second do.
    """
    first, second = (_seen(data, window(last, day)) for day in days)
    cut_by = first if first.brought_money else second
    if kind == "abcxyz":
        cuts = _abc_xyz_cuts(cut_by.customers)
        return _abc_xyz(first.customers, *cuts), _abc_xyz(second.customers, *cuts)
    params = RfmParams()
    _, found = rfm.with_scores(_buyers(cut_by), params, cut_by.day)
    params = replace(params, breaks=Table("first", scoring.table_of(found, params.bins)))
    return _segments(first, params), _segments(second, params)


def _seen(data: RolledUp, period: Period) -> _Seen:
    assert data.orders is not None and period.first is not None and period.last is not None  # noqa: PT018, S101 -- needs say so
    inside = data.orders.lazy().filter(pl.col("order_date").is_between(period.first, period.last))
    bought = pl.when(pl.col("order_count") > 0).then(pl.col("order_date")).max()
    summed = inside.group_by("customer").agg(
        pl.col("amount").sum().alias("total_amount"), pl.col("order_count").sum(), last_order_date=bought
    )
    ids = data.customers.select(KEY).with_row_index("customer").lazy()
    return _Seen(ids.join(summed, on="customer").drop("customer").collect(), period.last)


def _abc_xyz_cuts(customers: pl.DataFrame) -> tuple[Cuts, Cuts]:
    money = customers["total_amount"].filter(customers["total_amount"] > 0).sort(descending=True)
    counts = Distribution.of_counts(customers["order_count"])
    return Distribution(money).pareto_cuts(_LIMITS), counts.pareto_cuts(_LIMITS, single=1)


def _abc_xyz(customers: pl.DataFrame, abc: Cuts, xyz: Cuts) -> pl.DataFrame:
    place = abc.position(pl.col("total_amount")).cast(pl.Int32) * 3 + xyz.position(pl.col("order_count"))
    return customers.select(KEY, label(place, _CELLS).cast(pl.String).alias("class"), amount="total_amount")


def _buyers(seen: _Seen) -> pl.DataFrame:
    return seen.customers.filter(pl.col("order_count") > 0)


def _segments(seen: _Seen, params: RfmParams) -> pl.DataFrame:
    scored, _ = rfm.with_scores(_buyers(seen), params, seen.day)
    return scored.select(KEY, pl.col("segment").cast(pl.String).alias("class"), amount="total_amount")
