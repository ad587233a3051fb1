"""Samples of customers and orders that a scan leaves in memory."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from segkit.scan.samples import Sample, is_in_sample, one_in


@pytest.mark.parametrize(
    ("hint", "every"), [(0, 1), (124_999, 1), (249_999, 1), (250_000, 2), (500_000, 4), (10_000_000, 64)]
)
def test_a_sample_has_an_eighth_to_a_quarter_of_a_million_rows_of_a_large_input(hint: int, every: int) -> None:
    assert one_in(hint) == every


def test_an_id_is_in_the_sample_with_all_its_rows_or_with_none() -> None:
    rows = pl.DataFrame({"id": [f"c{n % 1_000}" for n in range(5_000)]})
    times = rows.filter(is_in_sample("id", 8))["id"].value_counts()["count"]
    assert set(times) == {5}
    assert 60 < times.len() < 190  # 125 of 1,000, by chance


@pytest.mark.parametrize("engine", ["streaming", "in-memory"])
def test_a_sample_is_there_once_its_plan_is_collected_with_others(engine: pl.EngineType) -> None:
    rows = pl.LazyFrame({"id": ["a", "b", "ж", None], "units": [1, 2, 3, 4]})
    sample = Sample(rows.filter(pl.col("units") > 1), 1)
    whole, left = pl.collect_all([rows.select(pl.col("units").sum()), sample.plan()], engine=engine)
    assert (whole.item(), left.height) == (10, 0)
    assert_frame_equal(sample.rows, rows.collect()[1:], check_row_order=False)


def test_a_sample_of_nothing_has_its_columns() -> None:
    sample = Sample(pl.LazyFrame({"id": ["a"], "units": [1]}).filter(pl.col("units") > 1), 1)
    pl.collect_all([sample.plan()])
    assert sample.rows.schema == {"id": pl.String, "units": pl.Int64}
    assert sample.rows.height == 0
