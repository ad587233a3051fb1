"""Customers classed at two dates by the cuts of the first, from equal windows of the same orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from segkit.analyses._base import RolledUp
from segkit.analyses.abc_xyz.classing import class_cuts, classes
from segkit.analyses.migrate.params import MigrateParams
from segkit.analyses.rfm import analysis as rfm
from segkit.analyses.rfm import scoring
from segkit.periods import Duration, Period, last_days, month_number
from segkit.rollup import MEASURES
from segkit.schema import KEY
from segkit.values import Table


def window(last: Duration, day: date) -> tuple[date, date]:
    """Return the first and last day of the window of this length that ends with ``day``."""
    return last_days(last, day), day


def classed_twice(
    data: RolledUp, params: MigrateParams, last: Duration, days: tuple[date, date]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the customers of both windows with their class: ``customer_id, class, amount``.

    The cuts of the first window class both, or those of ``breaks``; without anybody in it who brought money those of the second do.
    """
    first, second = (rolled_up(data, window(last, day), params) for day in days)
    cut_by = first if _brought_money(first.customers) else second
    if params.analysis == "abcxyz":
        cuts = class_cuts(cut_by.customers, params)
        column = "abc_class" if params.xyz_by == "none" else "abc_xyz_class"
        found = [classes(part, params, cuts).rename({column: "class"}) for part in (first, second)]
    else:
        by_cuts = params if params.breaks is not None else replace(params, breaks=_breaks(cut_by, params))
        found = [
            _scored(part, by_cuts)[0].rename({"segment": "class", "total_amount": "amount"}) for part in (first, second)
        ]
    before, after = (part.select(KEY, pl.col("class").cast(pl.String), "amount") for part in found)
    return before, after


def rolled_up(data: RolledUp, days: tuple[date, date], params: MigrateParams) -> RolledUp:
    """Return the roll-up of the orders of one window, with the levels that the classes need."""
    first, last = days
    inside = data.orders.lazy().filter(pl.col("order_date").is_between(first, last))
    bought = pl.when(pl.col("order_count") > 0).then(pl.col("order_date"))
    measures = pl.col(*(name for name in MEASURES if name in data.orders.columns), "order_count").sum()
    xyz_by = params.xyz_by if params.analysis == "abcxyz" else None
    months = [month_number(bought.drop_nulls()).n_unique().alias("active_months")] if xyz_by == "months" else []
    customers = inside.group_by("customer").agg(measures, bought.max().alias("last_order_date"), *months)
    levels = {"customers": customers}
    if xyz_by == "variation":
        dated = inside.with_columns(month=month_number(pl.col("order_date")))
        keys = {"customer_days": "order_date", "customer_months": "month"}
        levels |= {name: dated.group_by("customer", key).agg(measures) for name, key in keys.items()}
    return RolledUp(
        levels={name: _of_customers(data, level) for name, level in levels.items()},
        days=(first, last),
        period=Period(first, last),
        has_orders=data.has_orders,
    )


def _of_customers(data: RolledUp, rows: pl.LazyFrame) -> pl.DataFrame:
    """Return rows about the places of customers as rows about customers."""
    ids = data.customers.select(KEY).with_row_index("customer").lazy()
    return ids.join(rows, on="customer").drop("customer").collect()


def _brought_money(customers: pl.DataFrame) -> bool:
    """Whether a customer bought and brought money: there is something to cut."""
    bought = (pl.col("order_count") > 0) & (pl.col("amount") > 0)
    return bool(customers.select(bought.any()).item())


def _breaks(part: RolledUp, params: MigrateParams) -> Table:
    return Table("first", scoring.table_of(_scored(part, params)[1], params.bins))


def _scored(part: RolledUp, params: MigrateParams) -> tuple[pl.DataFrame, scoring.ScoreCuts]:
    buyers = part.customers.filter(pl.col("order_count") > 0).rename({"amount": "total_amount"})
    return rfm.with_scores(buyers, params, part.as_of)
