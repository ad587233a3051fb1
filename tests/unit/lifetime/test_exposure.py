"""Active days and margins by age against loops over days."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from segkit.lifetime.exposure import active_days, margins_by_age, months_of_age
from segkit.lifetime.history import Histories
from segkit.periods import Duration, day_number

FIRST = date(2024, 1, 1)
WINDOW = Duration(months=2)


def histories_of(days: dict[str, list[date]]) -> Histories:
    rows = [(customer, day, 1) for customer, bought in days.items() for day in bought]
    schema = {"customer_id": pl.String, "order_date": pl.Date, "order_count": pl.UInt32}
    return Histories.of(pl.DataFrame(rows, schema=schema, orient="row"))


def test_a_customer_is_active_until_the_window_after_a_purchase() -> None:
    days = [FIRST, FIRST + timedelta(days=10), FIRST + timedelta(days=200)]
    found = active_days(histories_of({"a": days, "b": [FIRST + timedelta(days=90)]}), day_number(FIRST) + 210, WINDOW)
    assert found.tolist() == [10 + 61 + 10, 61]


def by_age(days: list[tuple[str, int, int, int]], customers: list[tuple[str, int]]) -> list[tuple[str, int, float]]:
    """Return the margins of days (group, age, margin, days observed) of customers (group, days observed)."""
    seen = pl.DataFrame(customers, schema=["group", "observed"], orient="row")
    booked = pl.DataFrame(days, schema=["group", "age", "margin", "observed"], orient="row")
    ledger = months_of_age(booked, seen).group_by("group", "month").agg(pl.all().sum())
    return margins_by_age(ledger, ["group"]).filter(pl.col("margin") != 0).rows()


def test_the_margin_of_an_age_counts_those_who_were_observed_through_it() -> None:
    days = [("x", 0, 10, 70), ("x", 40, 6, 70), ("x", 0, 20, 40), ("x", 35, 100, 40)]
    assert by_age(days, [("x", 70), ("x", 40)]) == [("x", 0, 15.0), ("x", 1, 6.0)]


def test_groups_have_margins_of_their_own() -> None:
    days = [("x", 0, 10, 70), ("y", 0, 20, 40), ("y", -3, 4, 40)]
    assert by_age(days, [("x", 70), ("x", 40), ("y", 40)]) == [("x", 0, 5.0), ("y", 0, 24.0)]


def test_before_a_month_is_over_there_is_no_margin_by_age() -> None:
    assert by_age([("x", 0, 1, 20)], [("x", 20)]) == []
