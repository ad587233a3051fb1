"""Flows of customers and money from period to period, as sums over spells of activity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from segkit.analyses.lifecycle.rhythm import Window
from segkit.analyses.lifecycle.spells import Calendar, purchases_in_spells, reaches, spells
from segkit.periods import Duration
from segkit.schema import GROUP

_FIGURES = (
    "new_count", "reactivated_count", "lost_count", "new_amount", "reactivated_amount", "existing_amount", "total_amount",
    "lost_amount", "window_amount",
)  # fmt: skip
_NEW, _REACTIVATED, _EXISTING, _NOBODY = range(4)
_KINDS = {_NEW: "new_amount", _REACTIVATED: "reactivated_amount", _EXISTING: "existing_amount"}


def flows(orders: pl.DataFrame, customers: pl.DataFrame, calendar: Calendar, window: Window) -> pl.DataFrame:
    """Return the flows of every period: ``place`` (of the period in the calendar), counts and amounts.

    With a ``group`` in ``customers`` there is a row for each group and period. ``existing_amount`` is the income of the
    period from who bought before it, reactivated or not; ``start_amount`` and ``lost_amount`` are incomes of the window that ends
    on the eve.
    """
    by = [GROUP] if GROUP in customers.columns else []
    group = [pl.lit(customers[GROUP]).gather(pl.col("customer")).alias(GROUP)] if by else []
    reached = orders.lazy().with_columns(*reaches(calendar, window), *group)
    purchases = purchases_in_spells(reached).drop("order_date", "order_count").collect()
    returns = reached.filter(pl.col("order_count") == 0).collect()
    found = spells(purchases.lazy()).collect()
    if by:
        found = found.with_columns(group)
    entries = [
        *_counts(found, by),
        *_incomes_of_purchases(purchases, by),
        *_incomes_of_returns(returns, found, by),
    ]
    ledger = pl.concat(entries).group_by(*by, "figure", "at").agg(pl.col("value").sum())
    wide = ledger.pivot("figure", on_columns=_FIGURES, index=[*by, "at"], values="value", aggregate_function="sum")
    return _balanced(wide, customers.select(by).unique(), calendar)


def losses(purchases: pl.DataFrame, groups: pl.Series, calendar: Calendar, window: Window) -> pl.DataFrame:
    """Return ``group, start_count, lost_count``: customer-periods that began active, and those of them that did not end so.

    They are those of the periods that are over and have one full window of history before them. ``purchases`` have ``customer``
    (row of ``groups``, the group of each customer) and ``order_date``, by both.
    """
    orders = purchases.with_columns(order_count=pl.lit(1, pl.UInt32), amount=pl.lit(0, pl.Int64))
    counted = flows(orders, groups.to_frame(GROUP), calendar, window)
    places = [
        place
        for place, end in enumerate(calendar.ends)
        if calendar.knows(place, window) and end == calendar.bounds[place + 1]
    ]
    return counted.filter(pl.col("place").is_in(places)).group_by(GROUP).agg(pl.col("start_count", "lost_count").sum())


def _entry(frame: pl.DataFrame, by: Sequence[str], figure: str, at: pl.Expr, value: pl.Expr) -> pl.DataFrame:
    """Return the amounts of one figure, each with the bound that it is booked at."""
    return frame.select(
        *by, at=at.cast(pl.Int32), figure=pl.lit(figure, dtype=pl.Enum(_FIGURES)), value=value.cast(pl.Int64)
    )


def _counts(found: pl.DataFrame, by: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield who came, came back and left, counted."""
    counted = found.lazy().group_by(*by, "enter", "leave", "first").agg(count=pl.len()).collect()
    yield _entry(counted.filter("first"), by, "new_count", pl.col("enter"), pl.col("count"))
    yield _entry(counted.filter(~pl.col("first")), by, "reactivated_count", pl.col("enter"), pl.col("count"))
    yield _entry(counted, by, "lost_count", pl.col("leave") + 1, pl.col("count"))


def _incomes_of_purchases(purchases: pl.DataFrame, by: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield the money of purchases: a customer is active at all bounds whose window holds one.

    Those that go out of the window at the bound at which the customer is lost are what is lost: any other has gone before.
    """
    entered = pl.col("enter") // 2 == pl.col("lo")
    kind = pl.when(~entered).then(_EXISTING).when(pl.col("enter") % 2 == 1).then(_NEW).otherwise(_REACTIVATED)
    keys = [*by, "lo", "hi", kind.cast(pl.Int8).alias("kind"), (pl.col("hi") == pl.col("leave")).alias("lost")]
    summed = purchases.lazy().group_by(keys).agg(pl.col("amount").sum()).collect()
    yield from _incomes_of_periods(summed, by)
    yield _entry(summed, by, "window_amount", pl.col("lo"), pl.col("amount"))
    yield _entry(summed, by, "window_amount", pl.col("hi") + 1, -pl.col("amount"))
    yield _entry(summed.filter("lost"), by, "lost_amount", pl.col("hi") + 1, pl.col("amount"))


def _incomes_of_returns(returns: pl.DataFrame, found: pl.DataFrame, by: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield the money of returns, which make nobody active: they count in the windows of those spells that they meet."""
    back = found.filter(~pl.col("first")).select("customer", lo="enter", back=True)
    births = found.filter("first").select("customer", born="enter")
    known = returns.join(births, on="customer", how="left").join(back, on=["customer", "lo"], how="left")
    kind = (
        pl.when(pl.col("lo") == pl.col("born")).then(_NEW)
        .when(pl.col("back")).then(_REACTIVATED)
        .when(pl.col("lo") > pl.col("born")).then(_EXISTING)
        .otherwise(_NOBODY)
    )  # fmt: skip
    yield from _incomes_of_periods(known.with_columns(kind=kind.cast(pl.Int8)), by)
    met = returns.join(found.select("customer", "enter", "leave"), on="customer").with_columns(
        pl.max_horizontal("lo", "enter").alias("enter"), till=pl.min_horizontal("hi", "leave")
    )
    met = met.filter(pl.col("enter") <= pl.col("till"))
    yield _entry(met, by, "window_amount", pl.col("enter"), pl.col("amount"))
    yield _entry(met, by, "window_amount", pl.col("till") + 1, -pl.col("amount"))
    lost = met.filter(pl.col("till") == pl.col("leave"))
    yield _entry(lost, by, "lost_amount", pl.col("leave") + 1, pl.col("amount"))


def _incomes_of_periods(summed: pl.DataFrame, by: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield the income of the periods: all of it, and that of each kind of customer."""
    yield _entry(summed, by, "total_amount", pl.col("lo"), pl.col("amount"))
    for kind, figure in _KINDS.items():
        part = summed.filter(pl.col("kind") == kind)
        yield _entry(part, by, figure, pl.col("lo"), pl.col("amount"))
        if kind == _REACTIVATED:
            yield _entry(part, by, _KINDS[_EXISTING], pl.col("lo"), pl.col("amount"))


def _balanced(wide: pl.DataFrame, groups: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """Return a row for each period, with who and what was there at its start and its end."""
    bounds = pl.DataFrame({"at": pl.int_range(calendar.last + 1, dtype=pl.Int32, eager=True)})
    by = groups.columns
    grid = groups.join(bounds, how="cross") if by else bounds
    filled = grid.join(wide, on=[*by, "at"], how="left", nulls_equal=True).with_columns(pl.col(_FIGURES).fill_null(0))
    came = pl.col("new_count") + pl.col("reactivated_count") - pl.col("lost_count")
    ordered = filled.sort(*by, "at")
    running = [came.alias("end_count"), pl.col("window_amount")]
    summed = ordered.with_columns(e.cum_sum().over(by) if by else e.cum_sum() for e in running)
    before = [pl.col("end_count").alias("start_count"), pl.col("window_amount").alias("start_amount")]
    balanced = summed.with_columns(e.shift() for e in before)  # the first bound, which has none before it, goes
    place = (pl.col("at") - 1).cast(pl.Int16).alias("place")
    return balanced.filter(pl.col("at") > 0).with_columns(place).drop("at", "window_amount")


def repeats(orders: pl.DataFrame, customers: pl.DataFrame, calendar: Calendar, within: Duration) -> pl.DataFrame:
    """Return how many customers had a second purchase day within so long after the first: ``place, repeat_count``."""
    by = [GROUP] if GROUP in customers.columns else []
    first = pl.lit(customers["first_order_date"]).gather(pl.col("customer"))
    bought = orders.lazy().filter(pl.col("order_count") > 0).with_columns(first=first)
    opening = pl.col("order_date") == pl.col("first")
    second = ~opening & opening.shift() & (pl.col("customer") == pl.col("customer").shift())
    days = pl.date_range(calendar.periods[0], calendar.bounds[-1], eager=True)
    limits = pl.Series([within.before(day) for day in days])
    index = (pl.col("order_date") - calendar.periods[0]).dt.total_days()
    soon = bought.filter(second).filter(pl.lit(limits).gather(index) <= pl.col("first"))
    places = pl.Series(calendar.periods).search_sorted(pl.Series(days), side="right") - 1
    born = pl.lit(places.cast(pl.Int16)).gather((pl.col("first") - calendar.periods[0]).dt.total_days())
    group = [pl.lit(customers[GROUP]).gather(pl.col("customer")).alias(GROUP)] if by else []
    counted = soon.with_columns(*group, place=born).group_by(*by, "place").agg(repeat_count=pl.len())
    return counted.collect()
