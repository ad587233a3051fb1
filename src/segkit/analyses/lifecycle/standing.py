"""How a customer stands at ``as_of``: the status by its last window, and what warns before it departs."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from segkit.analyses.lifecycle.rhythm import Window, has_rhythm, steps

HERE = ("active", "new", "reactivated")
INACTIVE = ("departed", "never_bought")
STATUSES = (*HERE, *INACTIVE, "failed_sale")
STATUS = pl.Enum(STATUSES)
RISKS = ("late", "fewer_orders", "smaller_checks")
LABELS = {
    "en": {
        "active": "Active", "new": "New", "reactivated": "Reactivated", "departed": "Departed",
        "never_bought": "Never bought", "failed_sale": "Failed sale", "late": "Late",
        "fewer_orders": "Buys less often", "smaller_checks": "Smaller checks",
    },
    "ru": {
        "active": "Активный", "new": "Новый", "reactivated": "Вернулся", "departed": "Ушел",
        "never_bought": "Не покупал", "failed_sale": "Несостоявшаяся продажа", "late": "Опаздывает",
        "fewer_orders": "Покупает реже", "smaller_checks": "Чек меньше",
    },
}  # fmt: skip

_RISK = pl.Enum(RISKS)
_LEAST_ORDERS = 2
"""Purchases in a window from which a fall says something."""


def with_windows(orders: pl.DataFrame, customers: pl.DataFrame, window: Window, as_of: date) -> pl.DataFrame:
    """Return the customers with what the last two windows hold, and whether they came back after a gap.

    Columns: ``recent_order_count, recent_amount, previous_order_count, previous_amount`` and ``returned``: the first
    purchase in the window comes after a gap that is longer than the window.
    """
    recent, previous = (_of_orders(first, window) for first in (window.start(as_of), _previous(window, as_of)))
    rows, day = orders.lazy(), pl.col("order_date")
    inside = {"recent": day >= recent, "previous": (day >= previous) & (day < recent)}
    held = [
        rows.filter(inside[name])
        .group_by("customer")
        .agg(pl.col("order_count", "amount").sum().name.prefix(f"{name}_"))
        for name in inside
    ]
    # Who had bought before the window has a purchase of its own there, so that the one before is no other customer's.
    purchases = rows.filter(pl.col("order_count") > 0).select("customer", "order_date", before=day.shift())
    born = pl.lit(customers["first_order_date"]).gather(pl.col("customer"))
    opening = purchases.filter(inside["recent"] & (pl.col("before") < recent))
    back = opening.filter((born < recent) & _longer_gap(window, as_of)).select("customer", returned=True)
    found = pl.collect_all([*held, back])
    return customers.hstack([column for frame in found for column in _placed(frame, customers.height)])


def _placed(found: pl.DataFrame, height: int) -> list[pl.Series]:
    """Return the columns of ``found`` for all customers, 0 or false for those who are not in it."""
    rows = found["customer"]
    return [
        pl.zeros(height, column.dtype, eager=True).scatter(rows, column).alias(column.name)
        for column in found.drop("customer")
    ]


def _previous(window: Window, as_of: date) -> pl.Expr:
    """Return the first day of the equal window that ends on the eve of the last one."""
    if window.duration is not None:
        return pl.lit(window.duration.before(window.typical_start(as_of) - timedelta(days=1)))
    return window.start(as_of) - pl.duration(days=pl.lit(window.days) + 1)


def _of_orders(first: pl.Expr, window: Window) -> pl.Expr:
    """Return for orders what ``first`` is for customers: the same for everybody, or that of the customer."""
    return first if window.days is None else first.gather(pl.col("customer"))


def _longer_gap(window: Window, as_of: date) -> pl.Expr:
    """Return whether the gap that ends with a purchase is longer than the window."""
    if window.duration is None:
        return pl.col("order_date") - pl.col("before") > pl.duration(
            days=pl.lit(window.days).gather(pl.col("customer"))
        )
    first = window.typical_start(as_of)
    limits = [window.duration.before(first + timedelta(days=n)) for n in range((as_of - first).days + 1)]
    place = (pl.col("order_date") - first).dt.total_days()
    return pl.col("before") < pl.lit(pl.Series(limits, dtype=pl.Date)).gather(place)


def departed(start: pl.Expr) -> pl.Expr:
    """Return whether customers with a purchase have none since ``start``, the first day of their window."""
    return pl.col("last_order_date") < start


def status(start: pl.Expr) -> pl.Expr:
    """Return the status of customers of ``with_windows`` whose window begins on ``start``; null without a purchase."""
    return (
        pl.when(pl.col("order_count") == 0).then(None)
        .when(departed(start)).then(pl.lit("departed", STATUS))
        .when(pl.col("first_order_date") >= start).then(pl.lit("new", STATUS))
        .when("returned").then(pl.lit("reactivated", STATUS))
        .otherwise(pl.lit("active", STATUS))
    )  # fmt: skip


def risk(late: float, fall: float) -> pl.Expr:
    """Return the first warning that fits, null if none does.

    ``late``: not seen for more than so many times the own rhythm. ``fewer_orders`` and ``smaller_checks``: purchases, or the
    mean check, of the last window at least ``fall`` below those of the window before, if that has two purchases.
    """
    span, between = steps()
    kept = 1 - fall + 1e-12
    recent, previous = pl.col("recent_order_count"), pl.col("previous_order_count")
    fewer = recent <= previous * kept
    money = pl.col("previous_amount") > 0
    smaller = (
        pl.col("recent_amount") * previous.cast(pl.Float64)
        <= pl.col("previous_amount") * recent.cast(pl.Float64) * kept
    )
    compared = previous >= _LEAST_ORDERS
    return (
        pl.when(has_rhythm() & (pl.col("recency_days") * between > late * span)).then(pl.lit("late", _RISK))
        .when(compared & fewer).then(pl.lit("fewer_orders", _RISK))
        .when(compared & (recent > 0) & money & smaller).then(pl.lit("smaller_checks", _RISK))
        .otherwise(None)
    )  # fmt: skip
