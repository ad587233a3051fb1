"""How evenly a value arrives, on series short enough to work out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt
from typing import Any, Literal

import polars as pl
import pytest

from segkit.analyses.abc_xyz.variation import last_period, period_sums, variation
from segkit.errors import DataError
from segkit.periods import Grain, number_of
from segkit.schema import KEY

Std = Literal["population", "sample"]


def spread(
    *sums: tuple[int, int], last: int, window_start: int | None = None, std: Std = "population"
) -> dict[str, Any]:
    """Return the variation of one customer with the sums (period, whole amount)."""
    frame = pl.DataFrame(
        [("a", period, amount * 10_000) for period, amount in sums],
        schema={KEY: pl.String, "period": pl.Int32, "units": pl.Int64},
        orient="row",
    )
    found = variation(frame, last=last, window_start=window_start, std=std)
    return found.row(0, named=True)


def test_a_month_without_a_row_is_a_zero() -> None:
    # 4, 0, 2: mean 2, variance (4 + 4 + 0) / 3
    row = spread((10, 4), (12, 2), last=12)
    assert (row["n_periods"], row["n_zero_periods"], row["mean"]) == (3, 1, 2.0)
    assert row["std"] == pytest.approx(sqrt(8 / 3))
    assert row["coefficient_of_variation"] == pytest.approx(sqrt(8 / 3) / 2)


def test_the_sample_divides_by_one_less() -> None:
    # 4, 0, 2: variance 8 / 2
    row = spread((10, 4), (12, 2), last=12, std="sample")
    assert (row["std"], row["coefficient_of_variation"]) == (pytest.approx(2), pytest.approx(1))


@pytest.mark.parametrize(
    ("values", "std", "coefficient"),
    [
        ((1, 3), "population", 0.5),
        ((0, 2), "population", 1.0),
        ((9, 11), "population", 0.1),
        ((7, 13), "population", 0.3),
        ((5, 5, 5), "population", 0.0),
        ((1, 2, 3), "sample", 0.5),
        ((0, 1, 2), "sample", 1.0),
        ((0, 5, 10), "sample", 1.0),
        ((10, 20, 30), "sample", 0.5),
        ((9, 10, 11), "sample", 0.1),
        # 14 in 7 periods, squares 34: (7 x 34 - 14 x 14) / (7 x 6) = 1, mean 2
        ((4, 2, 2, 2, 2, 1, 1), "sample", 0.5),
        # 7 in 7 periods, squares 13: (7 x 13 - 7 x 7) / (7 x 6) = 1, mean 1
        ((3, 1, 1, 1, 1, 0, 0), "sample", 1.0),
    ],
)
def test_a_coefficient_that_is_a_limit_is_exactly_the_limit(
    values: tuple[int, ...], std: Std, coefficient: float
) -> None:
    row = spread(*enumerate(values), last=len(values) - 1, window_start=0, std=std)
    assert row["coefficient_of_variation"] == coefficient


def test_a_lifetime_begins_with_the_first_positive_period() -> None:
    row = spread((8, -3), (9, 0), (10, 6), (11, 6), last=11)
    assert (row["n_periods"], row["mean"], row["coefficient_of_variation"]) == (2, 6.0, 0.0)


def test_a_window_begins_where_it_is_told() -> None:
    # 0, 0, 6, 6
    row = spread((10, 6), (11, 6), last=11, window_start=8)
    assert (row["n_periods"], row["n_zero_periods"], row["mean"]) == (4, 2, 3.0)
    assert row["coefficient_of_variation"] == 1.0


def test_periods_after_the_last_do_not_count() -> None:
    row = spread((10, 6), (11, 6), (12, 999), last=11)
    assert (row["n_periods"], row["coefficient_of_variation"]) == (2, 0.0)


def test_a_period_that_adds_up_to_nothing_is_a_zero_period() -> None:
    assert spread((10, 6), (11, 0), last=11)["n_zero_periods"] == 1


@pytest.mark.parametrize("sums", [((10, -6),), ((10, 0),), ((12, 5),)])
def test_without_a_positive_period_in_time_there_is_nothing_to_vary(sums: tuple[tuple[int, int], ...]) -> None:
    row = spread(*sums, last=11)
    assert row["n_periods"] == 0
    assert (row["mean"], row["std"], row["coefficient_of_variation"]) == (None, None, None)


@pytest.mark.parametrize("second", [-5, -6])
def test_a_mean_of_zero_or_less_has_no_coefficient(second: int) -> None:
    row = spread((10, 5), (11, second), last=11)
    assert row["mean"] == (5 + second) / 2
    assert row["coefficient_of_variation"] is None


def test_one_period_has_no_sample_deviation() -> None:
    assert spread((10, 5), last=10, std="sample")["std"] is None
    assert spread((10, 5), last=10)["std"] == 0.0


def test_customers_do_not_mix() -> None:
    frame = pl.DataFrame(
        {KEY: ["a", "b", "b"], "period": [1, 1, 2], "units": [10_000, 20_000, 20_000]},
        schema={KEY: pl.String, "period": pl.Int32, "units": pl.Int64},
    )
    found = variation(frame, last=2, window_start=None, std="population").sort(KEY)
    assert found["mean"].to_list() == [0.5, 2.0]
    assert found["coefficient_of_variation"].to_list() == [1.0, 0.0]


def test_the_mean_is_the_nearest_float() -> None:
    frame = pl.DataFrame(
        {KEY: ["a", "b"], "period": [0, 0], "units": [17, 12_345]},
        schema={KEY: pl.String, "period": pl.Int32, "units": pl.Int64},
    )
    found = variation(frame, last=0, window_start=None, std="population").sort(KEY)
    assert found["mean"].to_list() == [0.0017, 1.2345]


def test_large_amounts_vary_exactly() -> None:
    row = spread((0, 3 * 10**11), (1, 10**11), last=1)
    assert row["coefficient_of_variation"] == 0.5


def test_amounts_too_large_for_their_squares_are_an_error() -> None:
    # A hundred periods times the square of 2^62 is beyond 2^127, whoever stands beside them; ninety of 10^12 are not.
    frame = pl.DataFrame(
        {KEY: ["a", "b"], "period": [99, 0], "units": [1, 2**62]},
        schema={KEY: pl.String, "period": pl.Int32, "units": pl.Int64},
    )
    with pytest.raises(DataError, match="too large for a coefficient of variation"):
        variation(frame, last=99, window_start=None, std="population")
    assert spread((0, 10**12), last=89)["coefficient_of_variation"] == pytest.approx(sqrt(89))


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("week", {date(2024, 1, 1): 3, date(2024, 1, 8): 4, date(2024, 4, 1): 8}),
        ("month", {date(2024, 1, 1): 7, date(2024, 4, 1): 8}),
        ("quarter", {date(2024, 1, 1): 7, date(2024, 4, 1): 8}),
    ],
)
def test_sums_by_period(grain: Grain, expected: dict[date, int]) -> None:
    days = pl.DataFrame(
        {"order_date": [date(2024, 1, 1), date(2024, 1, 7), date(2024, 1, 8), date(2024, 4, 1)], "amount": [1, 2, 4, 8]}
    ).with_columns(pl.lit("a").alias(KEY))
    months = pl.DataFrame({KEY: ["a", "a"], "month": [2024 * 12, 2024 * 12 + 3], "amount": [7, 8]})
    found = period_sums(days if grain == "week" else months, "amount", grain)
    assert dict(found.select("period", "units").iter_rows()) == {
        number_of(day, grain): units for day, units in expected.items()
    }


def test_purchases_vary_as_whole_numbers() -> None:
    months = pl.DataFrame({KEY: ["a"], "month": [5], "order_count": pl.Series([3], dtype=pl.UInt32)})
    assert period_sums(months, "order_count", "month")["units"].to_list() == [30_000]


@pytest.mark.parametrize("grain", ["week", "month", "quarter"])
def test_an_incomplete_last_period_counts_only_if_kept(grain: Grain) -> None:
    for ahead in range(100):
        day = date(2024, 1, 1) + timedelta(days=ahead)
        complete = number_of(day + timedelta(days=1), grain) != number_of(day, grain)
        number = number_of(day, grain)
        assert last_period(day, grain, keep_partial=True) == number
        assert last_period(day, grain, keep_partial=False) == (number if complete else number - 1)
