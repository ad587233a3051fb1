"""What backtests hold against each other, on a shop small enough to add up in the head."""

from __future__ import annotations

import math

import polars as pl
import pytest

from segkit.lifetime.backtesting import Backtests
from segkit.lifetime.history import Histories
from segkit.periods import day_of

ZERO = 19_000

BOUGHT = [
    ("a", 0, 9.0), ("a", 10, 3.0), ("a", 20, 6.0), ("a", 25, 15.0), ("a", 30, 12.0), ("a", 31, 100.0),
    ("b", 15, 4.0), ("b", 21, 8.0),
    ("late", 21, 50.0),
]  # fmt: skip
"""As of day 20 a has bought for 6 on average, b for 4; in the ten days after it a twice for 27, b once for 8."""


def backtests(*, spend: bool = True) -> Backtests:
    rows = [(name, day_of(ZERO + day), 1, round(money * 10_000)) for name, day, money in BOUGHT]
    schema = {"customer_id": pl.String, "order_date": pl.Date, "order_count": pl.UInt32, "amount": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return Backtests(Histories.of(frame if spend else frame.drop("amount")), ZERO, 10)


def test_purchases_of_the_window_are_those_of_customers_known_before_it() -> None:
    found = backtests()
    assert found.actual(ZERO + 20).tolist() == [2, 1]
    assert found.predicted(ZERO + 20, "zero").tolist() == [0, 0]
    assert found.predicted(ZERO + 20, "naive_last_window").tolist() == [1, 1]


def test_the_error_of_counts_and_of_money_is_the_logarithm_of_actual_by_predicted() -> None:
    found = backtests()
    assert found.count_error(ZERO + 20, "naive_last_window") == pytest.approx(math.log(3 / 2))
    assert found.money_error(ZERO + 20, "naive_last_window") == pytest.approx(math.log((27 + 8) / (6 + 4)))


def test_there_is_no_error_where_nothing_is_predicted_or_no_money_is_known() -> None:
    assert backtests().count_error(ZERO + 20, "zero") is None
    assert backtests().money_error(ZERO + 20, "zero") is None
    assert backtests(spend=False).money_error(ZERO + 20, "naive_last_window") is None
    assert backtests().count_error(ZERO + 40, "naive_last_window") is None


def test_another_horizon_counts_another_window() -> None:
    assert backtests().over(11).actual(ZERO + 20).tolist() == [3, 1]
    assert backtests().over(5).actual(ZERO + 20).tolist() == [1, 1]
