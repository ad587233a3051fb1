"""Predictions on a generated shop: identities between the columns, what options change, what is named and survived."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import segkit
from segkit import models
from segkit.demo import shop
from segkit.errors import ParamsError
from segkit.result import Result

SHOP = shop(300)
EXAMPLE = Path(__file__).parents[3] / "examples" / "shop.parquet"
"""The gate of the correction is open for it."""
COLUMNS = [
    "customer_id",
    "frequency",
    "recency",
    "T",
    "mean_spend",
    "probability_alive",
    "expected_purchases",
    "expected_spend",
    "ltv",
    "ltv_low",
    "ltv_high",
    "historic_value",
]


def ltv(data: pl.DataFrame = SHOP, **options: Any) -> Result:
    return segkit.ltv(data, **{"horizon": "3mo", **options})


def codes(result: Result) -> set[str]:
    return {note.code for note in result.notes}


@pytest.fixture(scope="module")
def plain() -> Result:
    return ltv()


def assert_sound(result: Result) -> None:
    """Assert what holds for every prediction, whatever the data."""
    rows = result.table
    for name, column in result.schema.columns.items():
        if column.kind in ("ratio", "share", "amount"):
            assert rows[name].drop_nulls().is_finite().all(), name
    assert (rows["expected_purchases"] >= 0).all()
    if "ltv" in rows.columns:
        assert (rows["ltv_low"] <= rows["ltv"] + 1e-4).all()
        assert (rows["ltv"] <= rows["ltv_high"] + 1e-4).all()


def test_columns_are_those_of_the_issue(plain: Result) -> None:
    assert plain.rows.columns == COLUMNS
    assert_sound(plain)


def test_ltv_is_purchases_times_spend(plain: Result) -> None:
    product = plain.table["expected_purchases"] * plain.table["expected_spend"]
    assert (product - plain.table["ltv"]).abs().max() < 1e-2


def test_purchases_are_those_of_the_model_on_the_summary(plain: Result) -> None:
    rows = plain.table.sort("customer_id")
    x, t_x, T = (rows[name].to_numpy() for name in ("frequency", "recency", "T"))
    model = models.fit("pareto", x, t_x, T)
    alone = ltv(no_correction=True).table.sort("customer_id")
    expected = model.expected_purchases(x, t_x, T, 3 * 30.4375)
    assert alone["expected_purchases"].to_numpy() == pytest.approx(expected, rel=1e-9)
    assert alone["probability_alive"].to_numpy() == pytest.approx(model.probability_alive(x, t_x, T), rel=1e-9)
    assert plain.facts["parameter_alpha"] == pytest.approx(model.parameters["alpha"])


def test_margin_costs_and_discount_change_the_value_and_not_the_purchases(plain: Result) -> None:
    other = ltv(margin="25%", cac=3, discount="10%")
    assert other.table["expected_purchases"].sort().equals(plain.table["expected_purchases"].sort())
    worth = plain.table.sort("customer_id")["ltv"].to_numpy()
    gross = (other.table.sort("customer_id")["ltv"].to_numpy() + 3) * 4
    ratio = gross[worth > 10] / worth[worth > 10]
    # A purchase within three months is discounted by at most a quarter of a year at 10 %.
    assert (ratio < 1.0).all()
    assert (ratio > 1.1**-0.25 - 0.01).all()
    assert other.facts["customer_equity"] == pytest.approx(other.table["ltv"].sum(), abs=1e-2)
    monthly = ltv(margin="25%", cac=3, discount="10%", discounting="monthly")
    assert monthly.facts["customer_equity"] < other.facts["customer_equity"]  # type: ignore[operator]


def test_without_amounts_purchases_are_expected_and_nothing_is_priced() -> None:
    result = ltv(SHOP.select("customer_id", "order_id", "order_date"))
    money = {"mean_spend", "expected_spend", "ltv", "ltv_low", "ltv_high", "historic_value"}
    assert result.rows.columns == [name for name in COLUMNS if name not in money]
    assert "no-amounts" in codes(result)
    assert result.facts["expected_purchases_low"] < result.facts["expected_purchases"]  # type: ignore[operator]
    assert "customer_equity" not in result.facts
    assert result.overview["repeats"].frame["customers"].sum() == result.rows.height


@pytest.mark.parametrize("model", ["mbg", "bg", "naive"])
def test_other_models_are_used_and_leave_the_correction_off(model: str) -> None:
    result = ltv(model=model)
    assert_sound(result)
    assert result.facts["correction_open"] is False
    assert ("bg-alive" in codes(result)) == (model == "bg")
    assert (result.rows["probability_alive"].null_count() == result.rows.height) == (model == "naive")


def test_skipping_the_backtest_skips_all_that_it_tells_and_says_so() -> None:
    result = ltv(no_backtest=True)
    assert "no-backtest" in codes(result)
    assert result.facts["correction_z"] is result.facts["customer_equity_low"] is result.facts["backtest_bias"] is None
    assert result.facts["correction_open"] is False


def test_the_overview_says_what_the_past_and_the_gate_said(plain: Result) -> None:
    said = "\n".join(plain.headline)
    assert "LTV over 3mo: Pareto/NBD" in said
    assert f"Customer equity {plain.facts['customer_equity']:,.0f} (90 %:" in said
    assert "Backtest: forecasts of the total money over 3mo from 4 earlier days were off by" in said
    assert "Correction: the gate" in said


def test_a_saved_model_predicts_the_same_in_either_unit() -> None:
    alone = {"no_backtest": True}
    fitted = ltv(**alone)
    for unit in ("day", "week"):
        saved = ltv(time_unit=unit, **alone).model
        assert saved["time_unit"] == unit
        again = ltv(model_file=saved, **alone)
        for name in ("expected_purchases", "ltv"):
            assert again.table.sort("customer_id")[name].to_list() == pytest.approx(
                fitted.table.sort("customer_id")[name].to_list(), rel=1e-9, abs=1e-4
            )


def test_weeks_change_times_and_the_likelihood_of_a_purchase() -> None:
    day, week = (ltv(time_unit=unit).model for unit in ("day", "week"))
    purchases = ltv().rows["frequency"].sum()
    assert week["parameters"]["alpha"] == pytest.approx(day["parameters"]["alpha"] / 7)
    assert week["parameters"]["r"] == day["parameters"]["r"]
    assert week["standard_errors"]["beta"] == pytest.approx(day["standard_errors"]["beta"] / 7)
    assert week["log_likelihood"] == pytest.approx(day["log_likelihood"] + purchases * math.log(7))


def test_a_file_that_is_no_model_is_refused_with_its_faults() -> None:
    with pytest.raises(ParamsError, match=r'--model-file own: .*"model" is \'lda\''):
        ltv(model_file={"model": "lda", "time_unit": "day"})


def test_a_short_history_is_tested_over_a_shorter_window() -> None:
    result = ltv(horizon="3y")
    assert "shorter-backtest" in codes(result)
    assert result.facts["correction_open"] is False


def test_a_first_week_full_of_new_customers_is_pointed_at() -> None:
    early = [(f"e{n}", date(2024, 1, 1) + timedelta(days=n % 5), 5.0) for n in range(60)]
    late = [(f"l{n}", date(2024, 1, 9) + timedelta(days=n * 5), 5.0) for n in range(50)]
    frame = pl.DataFrame(early + late, schema=["customer_id", "order_date", "amount"], orient="row")
    assert {"left-truncation", "seasons"} <= codes(ltv(frame))
    assert "left-truncation" not in codes(ltv())


def assert_never_less(months: Sequence[int], **options: Any) -> None:
    """Assert that no customer of the example, and no total, is worth less over a longer horizon."""
    before: Result | None = None
    for count in months:
        now = segkit.ltv(EXAMPLE, horizon=f"{count}mo", **options)
        assert now.facts["correction_open"] is not options.get("no_correction", False)
        if before is not None:
            pairs = before.table.join(now.table, on="customer_id", suffix="_now")
            assert pairs.height == now.rows.height
            for name in ("expected_purchases", "ltv"):
                assert (pairs[f"{name}_now"] >= pairs[name]).all(), (count, name)
                assert now.table[name].sum() > before.table[name].sum()
        before = now


@pytest.mark.parametrize("options", [{"discount": "15%"}, {"no_correction": True, "discounting": "monthly"}])
def test_a_longer_horizon_is_never_worth_less(options: dict[str, Any]) -> None:
    assert_never_less((3, 11, 12, 24), **options)


@pytest.mark.deep
@pytest.mark.parametrize("no_correction", [False, True])
@pytest.mark.parametrize("discounting", ["continuous", "monthly"])
def test_no_month_more_is_worth_less(discounting: str, no_correction: bool) -> None:
    assert_never_less(range(1, 25), discounting=discounting, discount="15%", no_correction=no_correction)


KINDS = ("tiny", "one_timers", "whale", "weekly", "free", "returns", "plain")


def generated(kind: str, rng: np.random.Generator) -> pl.DataFrame:
    """Return a small data set that is odd in one way."""
    size = int(rng.integers(1, 6)) if kind == "tiny" else int(rng.integers(10, 60))
    rows = []
    for number in range(size):
        first = int(rng.integers(0, 300))
        count = 1 if kind == "one_timers" else int(rng.integers(1, 12))
        days = (
            [first + 7 * k for k in range(count)]
            if kind == "weekly"
            else [first, *(rng.integers(first, 400, count - 1))]
        )
        for day in days:
            amount = {"free": 0.0, "returns": -5.0}.get(kind, float(rng.gamma(2.0, 20.0)))
            rows.append((f"c{number}", date(2023, 1, 1) + timedelta(days=int(day)), round(amount, 2)))
    if kind == "whale":
        rows += [("moby", date(2023, 1, 1) + timedelta(days=3 * k), 1e7) for k in range(120)]
    if kind == "returns":
        rows.append(("only", date(2023, 5, 1), 3.0))
    return pl.DataFrame(rows, schema=["customer_id", "order_date", "amount"], orient="row")


@pytest.mark.parametrize("kind", KINDS)
def test_odd_data_are_survived_and_every_fallback_is_named(kind: str) -> None:
    rng = np.random.default_rng(KINDS.index(kind))
    assert_survived(generated(kind, rng))


@pytest.mark.deep
@pytest.mark.parametrize("kind", KINDS)
def test_a_thousand_odd_data_sets_are_survived(kind: str) -> None:
    rng = np.random.default_rng(1_000 + KINDS.index(kind))
    for _ in range(143):
        assert_survived(generated(kind, rng))


def assert_survived(frame: pl.DataFrame) -> None:
    """Assert that predictions are sound, and that whatever stepped in for the model is named."""
    result = ltv(frame, horizon="2mo")
    assert_sound(result)
    if "the naive rate" in result.headline[0]:
        assert {"few-repeat-buyers", "not-identified"} & codes(result)
    else:
        assert "Pareto/NBD" in result.headline[0]
    assert segkit.backtest(frame).schema.name == "backtest"
