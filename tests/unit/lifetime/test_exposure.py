"""Active days and margins by age against loops over days."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from segkit.lifetime.exposure import active_days, margins_by_age
from segkit.lifetime.history import Histories, day_number
from segkit.periods import Duration

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


def test_the_margin_of_an_age_counts_those_who_were_observed_through_it() -> None:
    owners, ages = np.array([0, 0, 1, 1]), np.array([0, 40, 0, 35])
    margins = np.array([10.0, 6.0, 20.0, 100.0])
    observed = np.array([70, 40])
    assert margins_by_age(ages, margins, owners, observed) == pytest.approx([15.0, 6.0])


def test_before_a_month_is_over_there_is_no_margin_by_age() -> None:
    assert margins_by_age(np.array([0]), np.array([1.0]), np.array([0]), np.array([20])) == []
