"""Losses of months against a loop over customers and months; flows with money are held to loops and SQL in tests/oracle."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

import segkit
from segkit.analyses.lifecycle.flows import losses
from segkit.analyses.lifecycle.rhythm import Window
from segkit.analyses.lifecycle.spells import Calendar
from segkit.periods import Duration

ROOT = Path(__file__).parents[3]
FIRST = date(2024, 1, 1)
WINDOW = Duration(months=2)


def test_losses_are_those_of_a_loop_over_months() -> None:
    rng = np.random.default_rng(5)
    days = {
        f"c{number:02}": sorted({FIRST + timedelta(days=int(day)) for day in rng.integers(0, 420, rng.integers(1, 6))})
        for number in range(40)
    }
    last = date(2025, 3, 10)
    purchases = [(number, day) for number, bought in enumerate(days.values()) for day in bought]
    rows = pl.DataFrame(purchases, schema={"customer": pl.UInt32, "order_date": pl.Date}, orient="row")
    groups = pl.Series([number % 3 for number in range(40)])
    found = losses(rows, groups, Calendar.of(FIRST, last, "month"), Window(WINDOW)).sort("group")
    at_risk, lost = [0, 0, 0], [0, 0, 0]
    # The first eve with two months behind it is 31 March (29 February is two months after 29 December).
    ends = [date(2024, month, 1) - timedelta(days=1) for month in range(4, 13)]
    ends += [date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 28)]

    def is_active(bought: list[date], day: date) -> bool:
        return any(WINDOW.before(day) <= purchase <= day for purchase in bought)

    for eve, end in pairwise(ends):
        for number, bought in enumerate(days.values()):
            if is_active(bought, eve):
                at_risk[number % 3] += 1
                lost[number % 3] += not is_active(bought, end)
    assert found.rows() == [(group, at_risk[group], lost[group]) for group in range(3)]
    assert sum(lost) > 5


def test_the_churn_of_lifetime_value_is_that_of_churn() -> None:
    shop = ROOT / "examples/shop.csv"
    months = segkit.churn(shop, inactive="90d").rows.filter(pl.col("complete")).drop_nulls("start_count")
    value = segkit.ltv(shop, method="formula", inactive="90d").rows
    lost, started = months["lost_count"].sum(), months["start_count"].sum()
    assert lost > 0
    assert value["churn"][0] == lost / started
