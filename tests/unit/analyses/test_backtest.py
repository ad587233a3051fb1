"""Backtests on frames of a few rows and on a shop: what is known, what happened, and how they are laid out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.analyses.backtest.analysis import METHODS, BacktestParams
from segkit.demo import shop
from segkit.errors import ParamsError
from segkit.lifetime.backtesting import origins
from segkit.result import Result

START = date(2024, 1, 1)
SHOP = shop(300)


def backtest(data: pl.DataFrame = SHOP, **options: Any) -> Result:
    return segkit.backtest(data, **options)


def test_origins_lie_half_a_horizon_apart_with_half_of_one_before_them() -> None:
    assert origins(0, 400, 100, 4) == [300, 250, 200, 150]
    assert origins(0, 400, 100, 9) == [300, 250, 200, 150, 100, 50]
    assert origins(0, 140, 100, 4) == []


def test_a_row_for_each_origin_and_method_the_latest_origin_first() -> None:
    result = backtest(horizon="60d", origins=3)
    assert result.rows.height == 3 * len(METHODS)
    assert result.rows["method"].to_list() == list(METHODS) * 3
    latest = result.as_of
    assert latest is not None
    assert result.rows["origin"].unique(maintain_order=True).to_list() == [
        latest - timedelta(days=60), latest - timedelta(days=90), latest - timedelta(days=120),
    ]  # fmt: skip


def test_actual_purchases_are_days_in_the_window_of_customers_known_at_the_origin() -> None:
    days = {"anna": [0, 30, 70, 70, 99], "bert": [50, 60, 61], "late": [61, 90]}
    rows = [(name, START + timedelta(days=day), 5.0) for name, found in days.items() for day in found]
    frame = pl.DataFrame(rows, schema=["customer_id", "order_date", "amount"], orient="row")
    row = backtest(frame, split=START + timedelta(days=60)).rows.filter(pl.col("method") == "zero").row(0, named=True)
    assert (row["customers"], row["actual_purchases"], row["horizon_days"]) == (2, 2 + 1, 39)
    assert (row["predicted_purchases"], row["bias"], row["mae"]) == (0, -1, 3 / 2)


def test_later_rows_do_not_change_a_prediction() -> None:
    split = date(2024, 6, 30)
    later = SHOP.filter(pl.col("order_date") > split)
    moved = pl.concat([SHOP.filter(pl.col("order_date") <= split), later.tail(5)])
    as_of = {"as_of": "2024-12-31", "split": split}
    predicted = [
        backtest(frame, **as_of).rows.select("method", "customers", "predicted_purchases") for frame in (SHOP, moved)
    ]
    assert predicted[0].equals(predicted[1])


def test_the_last_window_predicts_itself() -> None:
    split = date(2024, 6, 30)
    rows = backtest(split=split, as_of="2024-12-31").rows
    found = rows.filter(pl.col("method") == "naive_last_window").row(0, named=True)
    counted = SHOP.filter((pl.col("status") != "cancelled") & (pl.col("customer_id") != ""))
    orders = counted.group_by("customer_id", "order_id").agg(pl.col("order_date").min(), pl.col("amount").max())
    bought = orders.filter(pl.col("order_date").is_between(date(2023, 12, 30), split) & (pl.col("amount") >= 0))
    assert found["horizon_days"] == 184
    assert found["predicted_purchases"] == bought.select("customer_id", "order_date").unique().height


def test_facts_are_means_over_the_origins() -> None:
    result = backtest(horizon="60d")
    ours = result.rows.filter(pl.col("method") == "pareto_corrected")
    assert result.facts["backtest_bias"] == pytest.approx(ours["bias"].mean())
    assert result.facts["backtest_error"] == pytest.approx(ours["bias"].abs().mean())
    product = ours["deviance_to_pareto"].product()
    assert result.facts["deviance_to_pareto"] == pytest.approx(product ** (1 / ours.height))
    counted = [value for name, value in result.facts.items() if name.endswith("_customers")]
    assert sum(counted) == ours["customers"][0]  # type: ignore[arg-type]


def test_the_calibration_is_plotted() -> None:
    frame = backtest(horizon="60d").overview["calibration"].frame
    assert set("".join(frame["plot"])) <= set(".ox#")
    assert all(line.strip(".") for line in frame["plot"])


def test_only_takes_methods() -> None:
    from segkit.analyses.backtest.analysis import ANALYSIS

    assert ANALYSIS.only is not None
    with pytest.raises(ParamsError, match=r'no method "paretto"\. Did you mean "pareto'):
        ANALYSIS.only(["paretto"], None)


def test_data_that_are_too_short_give_no_row_and_a_warning() -> None:
    frame = pl.DataFrame({"customer_id": ["a"], "order_date": [START], "amount": [1.0]})
    result = backtest(frame)
    assert result.rows.is_empty()
    assert "nothing-to-test" in {note.code for note in result.warnings}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"split": "2020-01-01"}, "--split 2020-01-01 is not within"),
        ({"split": "2024-06-30", "horizon": "12mo"}, "less than --horizon 12mo"),
        ({"origins": 0}, "--origins 0 is not between 1 and 24"),
    ],
)
def test_a_window_that_is_not_in_the_data_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ParamsError, match=said):
        backtest(**options)


def test_a_split_leaves_no_origins_to_find() -> None:
    with pytest.raises(ParamsError, match="--split is the one day to predict from, --origins finds several: drop one"):
        BacktestParams.parse({"split": "2024-01-01", "origins": 9})
    assert BacktestParams.parse({"split": "2024-01-01", "origins": 4}).split is not None
