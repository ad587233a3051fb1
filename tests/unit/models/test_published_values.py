"""Fits reach the published estimates of the CDNOW sample (Fader and Hardie; calibration to 1997-09-30, in weeks).

The sample is a tenth of the 23,570 customers of examples/cdnow.csv; cdnow_sample_ids.txt says which.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from segkit import models

HERE = Path(__file__).parent
CUT = date(1997, 9, 30)
BGNBD = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
PARETO = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}
MBG = {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}


@pytest.fixture(scope="module")
def days() -> pl.DataFrame:
    """The purchase days of the sample's customers until the cut: customer_id, date, amount, number (from 0)."""
    rows = pl.read_csv(HERE.parents[2] / "examples" / "cdnow.csv", try_parse_dates=True)
    lines = (HERE / "cdnow_sample_ids.txt").read_text().splitlines()
    sample = [int(number) for line in lines[1:] for number in line.split()]
    rows = rows.filter(pl.col("customer_id").cast(pl.Int64).is_in(sample), pl.col("date") <= CUT)
    merged = rows.group_by("customer_id", "date").agg(pl.col("amount").sum()).sort("customer_id", "date")
    return merged.with_columns(number=pl.int_range(pl.len()).over("customer_id"))


@pytest.fixture(scope="module")
def weeks(days: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x, t_x and T of the sample, in weeks."""
    first, last = pl.col("date").min(), pl.col("date").max()
    rows = days.group_by("customer_id").agg(
        x=pl.len() - 1, t_x=(last - first).dt.total_days(), T=(CUT - first).dt.total_days()
    )
    assert rows.height == 2_357
    return rows["x"].to_numpy(), rows["t_x"].to_numpy() / 7, rows["T"].to_numpy() / 7


@pytest.mark.parametrize(
    ("model", "published", "log_likelihood"), [("bg", BGNBD, -9582.4), ("pareto", PARETO, -9595.0), ("mbg", MBG, None)]
)
def test_counts_reach_the_published_estimates(
    weeks: tuple[np.ndarray, ...], model: str, published: dict[str, float], log_likelihood: float | None
) -> None:
    found = models.fit(model, *weeks)
    assert {name: round(value, 3) for name, value in found.parameters.items()} == published
    assert log_likelihood is None or round(found.log_likelihood, 1) == log_likelihood
    assert found.warnings == ()


def test_spend_of_the_repeat_purchases_reaches_the_published_estimates(days: pl.DataFrame) -> None:
    repeats = days.filter(pl.col("number") > 0).group_by("customer_id").agg(n=pl.len(), m=pl.col("amount").mean())
    assert repeats.height == 946
    found = models.fit_spend(repeats["n"].to_numpy(), repeats["m"].to_numpy())
    assert {name: round(value, 2) for name, value in found.parameters.items()} == {"p": 6.25, "q": 3.74, "v": 15.44}
    assert round(found.correlation, 2) == 0.11


def test_the_log_likelihood_in_days_is_lower_by_ln_7_for_each_repeat_purchase(weeks: tuple[np.ndarray, ...]) -> None:
    x, t_x, T = weeks
    for model in ("bg", "mbg", "pareto"):
        in_weeks, in_days = models.fit(model, x, t_x, T), models.fit(model, x, np.rint(t_x * 7), np.rint(T * 7))
        assert in_days.log_likelihood == pytest.approx(in_weeks.log_likelihood - x.sum() * np.log(7), abs=1e-6)
        assert in_days.parameters["alpha"] == pytest.approx(7 * in_weeks.parameters["alpha"], rel=1e-6)
        assert in_days.parameters["r"] == pytest.approx(in_weeks.parameters["r"], rel=1e-6)
