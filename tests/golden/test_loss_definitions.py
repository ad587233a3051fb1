"""The worked examples of docs/definitions.md about what churn costs, each as written there."""

from __future__ import annotations

import pytest

import segkit

NUMBERS = {"new": 10, "periods": 50, "purchases": 12, "check": 50}


def test_ten_new_a_week_for_fifty_weeks_lose_thirty_thousand_or_nine() -> None:
    rows = segkit.loss(**NUMBERS, churn="10%,3%").table.rows(named=True)
    assert rows == [
        {"churn_rate": 0.1, "customers": 500, "customer_value": 600, "lost_customers": 50, "lost_amount": 30_000},
        {"churn_rate": 0.03, "customers": 500, "customer_value": 600, "lost_customers": 15, "lost_amount": 9_000},
    ]


def test_prevention_for_five_thousand_nets_seven_and_breaks_even_at_41_7_percent() -> None:
    row = segkit.loss(**NUMBERS, churn="10%", margin="40%", prevention_cost=5_000).table.row(0, named=True)
    assert (row["lost_profit"], row["net_benefit"]) == (12_000, 7_000)
    assert row["break_even_share"] == 5_000 / 12_000
    assert round(row["break_even_share"] * 100, 1) == 41.7


@pytest.mark.parametrize(
    ("new", "totals"), [(None, {0.05: 1_052.63, 0.1: 1_111.11}), (100, {0.05: 12_576.18, 0.1: 13_209.88})]
)
def test_two_shops_after_twelve_months(new: int | None, totals: dict[float, float]) -> None:
    table = segkit.loss(customers=100, check=10, retention=["5%", "10%"], periods=12, new=new).table
    last = table.filter(table["period"] == 12)
    assert {row[0]: round(row[1], 2) for row in last.select("retention_rate", "cumulative_revenue").rows()} == totals


def test_a_first_check_of_198_3_leaves_119_8_after_a_cost_of_78_5() -> None:
    row = segkit.loss(cac="78.5", first_check="198.3", regular_check=212).table.row(0, named=True)
    assert (row["left_after_cac"], row["check_growth"]) == (119.8, 13.7)
    assert round(row["cac_share"] * 100, 2) == 39.59
