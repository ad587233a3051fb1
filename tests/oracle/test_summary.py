"""`segkit summary` against lifetimes on the same transactions, and against a plain loop where lifetimes is not at hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import segkit

CDNOW = Path(__file__).parents[2] / "examples" / "cdnow.csv"
COLUMNS = ["frequency", "recency", "T", "monetary_value"]


@pytest.fixture(scope="module")
def cdnow() -> pl.DataFrame:
    return pl.read_csv(CDNOW, schema_overrides={"customer_id": pl.String, "amount": pl.String}).with_columns(
        pl.col("date").str.to_date(), pl.col("amount").cast(pl.Float64)
    )


@pytest.mark.parametrize("unit", ["day", "week"])
@pytest.mark.parametrize("as_of", ["1997-09-30", "1998-06-30"])
def test_the_summary_of_cdnow_is_that_of_lifetimes(cdnow: pl.DataFrame, as_of: str, unit: str) -> None:
    utils = pytest.importorskip("lifetimes.utils")
    theirs = utils.summary_data_from_transaction_data(
        cdnow.to_pandas(), "customer_id", "date", monetary_value_col="amount", observation_period_end=as_of,
        freq_multiplier={"day": 1, "week": 7}[unit],
    )  # fmt: skip
    ours = segkit.summary(cdnow, as_of=as_of, time_unit=unit).rows
    assert ours["customer_id"].to_list() == theirs.index.to_list()
    for name in COLUMNS:
        assert ours[name].cast(pl.Float64).to_list() == pytest.approx(theirs[name].to_list(), rel=1e-12), name


def test_the_summary_of_cdnow_is_that_of_a_plain_loop(cdnow: pl.DataFrame) -> None:
    as_of = date(1997, 9, 30)
    spent: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    for customer, day, amount in cdnow.select("customer_id", "date", "amount").iter_rows():
        if day <= as_of:
            spent[customer][day] += amount
    rows = []
    for customer, by_day in sorted(spent.items()):
        days = sorted(by_day)
        repeats = [by_day[day] for day in days[1:]]
        mean = sum(repeats) / len(repeats) if repeats else 0.0
        rows.append((customer, len(repeats), float((days[-1] - days[0]).days), float((as_of - days[0]).days), mean))
    expected = pl.DataFrame(rows, schema=["customer_id", *COLUMNS], orient="row")
    assert_frame_equal(segkit.summary(cdnow, as_of=as_of).rows, expected, check_exact=False, abs_tol=1e-9)
