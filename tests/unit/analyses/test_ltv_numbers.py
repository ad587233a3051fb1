"""Predicted money against what it is written out: the integral of a discount, counts times spend, Student's interval."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats

import segkit
from segkit import models
from segkit.demo import shop

SHOP = shop(300)
MARGIN, CAC = 0.25, 3.0
THREE = ("C0139", "C0157", "C0196")
"""One who has long gone, one who bought now and then, one who buys all the time."""


def histories(table: pl.DataFrame) -> list[np.ndarray]:
    return [table[name].to_numpy() for name in ("frequency", "recency", "T")]


def test_the_interval_of_a_customer_is_counts_times_spend_less_its_cost() -> None:
    table = segkit.ltv(SHOP, horizon="6mo", margin=MARGIN, cac=CAC).table
    expected = table["expected_purchases"].to_numpy()
    mbg = models.fit("mbg", *histories(table))
    counts = mbg.count_quantiles(*histories(table), 6 * 30.4375, (0.05, 0.95), mean=expected)  # type: ignore[attr-defined]
    places = [table["customer_id"].to_list().index(name) for name in THREE]
    assert [tuple(counts[place]) for place in places] == [(0, 0), (0, 5), (2, 15)]
    for place in places:
        row = table.row(place, named=True)
        low, high = min(counts[place, 0], expected[place]), max(counts[place, 1], expected[place])
        assert row["ltv_low"] == pytest.approx(low * row["expected_spend"] * MARGIN - CAC, abs=1e-3)
        assert row["ltv_high"] == pytest.approx(high * row["expected_spend"] * MARGIN - CAC, abs=1e-3)


def test_the_purchases_of_an_interval_are_discounted_as_the_expected_ones_are() -> None:
    table = segkit.ltv(SHOP, horizon="6mo", discount="20%", margin=MARGIN, no_backtest=True).table
    plain = segkit.ltv(SHOP, horizon="6mo", margin=MARGIN, no_backtest=True).table
    both = table.join(plain, on="customer_id", suffix="_plain").filter(pl.col("ltv_plain") > 1)
    for end in ("ltv_low", "ltv_high"):
        discounted = both[f"{end}_plain"] * both["ltv"] / both["ltv_plain"]
        assert both[end].to_numpy() == pytest.approx(discounted.to_numpy(), abs=1e-2)


def test_the_value_is_the_margin_of_purchases_discounted_day_by_day() -> None:
    table = segkit.ltv(SHOP, discount="10%", margin=MARGIN, no_correction=True, no_backtest=True).table
    model = models.fit("pareto", *histories(table))
    days = np.linspace(0, 365.25, 801)
    curve = np.array(
        [model.expected_purchases(*histories(table), day) if day else np.zeros(table.height) for day in days]
    )
    middle = (days[1:] + days[:-1]) / 2
    discounted = np.exp(-np.log(1.1) * middle / 365.25) @ np.diff(curve, axis=0)
    worth = table["expected_spend"].to_numpy() * MARGIN
    assert table["ltv"].to_numpy() == pytest.approx(discounted * worth, rel=1e-5, abs=1e-3)


@pytest.mark.parametrize("model", ["pareto", "mbg"])
def test_the_interval_of_the_total_is_students_t_of_own_and_past_variance(model: str) -> None:
    result = segkit.ltv(SHOP, horizon="15mo", margin=MARGIN, cac=CAC, no_correction=True, model=model)
    table, facts = result.table, result.facts
    # Two years hold one origin, so that its error can be told from the mean bias, predicted / actual - 1.
    assert facts["backtest_origins"] == 1
    error = -np.log(1 + float(facts["backtest_bias"] or 0))
    purchases, alive, spend = (
        table[name].to_numpy() for name in ("expected_purchases", "probability_alive", "expected_spend")
    )
    worth = spend * MARGIN
    total = (purchases * worth).sum()
    # Alive with probability p, and then a negative binomial count of mean m and shape r + x; the law of total variance.
    mean = purchases / alive
    shape = float(facts["parameter_r"] or 0) + table["frequency"].to_numpy()
    counts = alive * (mean + mean**2 / shape) + alive * (1 - alive) * mean**2
    past = (2 * 0.1**2 + error**2) / (2 + 1)
    variance = (counts * worth**2).sum() / total**2 + 1 / table["frequency"].sum() + past
    freedom = (2 + 1) * (variance / past) ** 2
    wide = stats.t.ppf(0.95, freedom) * np.sqrt(variance)
    cost = CAC * table.height
    assert facts["customer_equity"] == pytest.approx(total - cost, rel=1e-5)
    assert facts["customer_equity_low"] == pytest.approx(total * np.exp(-wide) - cost, rel=1e-5)
    assert facts["customer_equity_high"] == pytest.approx(total * np.exp(wide) - cost, rel=1e-5)


@pytest.mark.parametrize("count", [199, 200, 201])
def test_the_top_one_percent_are_the_largest_hundredth_of_the_customers_rounded_up(count: int) -> None:
    worth = [n if n > 20 else -n for n in range(1, count + 1)]  # what 20 of them brought back counts for nothing
    frame = pl.DataFrame(
        {"customer_id": [f"c{n}" for n in range(count)] * 2, "amount": [1000] * count + [n - 1000 for n in worth]}
    )
    bought = frame.with_columns(order_date=pl.date(2024, 1, 1), order_id=pl.int_range(2 * count))
    facts = segkit.ltv(bought, method="historic").facts
    top = {199: 199 + 198, 200: 200 + 199, 201: 201 + 200 + 199}[count]
    assert facts["top_1_share"] == pytest.approx(top / sum(range(21, count + 1)), rel=1e-12)
