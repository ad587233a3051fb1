"""Seasonal indices against hand calculations and a series made of a known season."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import segkit
from segkit.analyses.seasonality.analysis import MONTHS, months_to, seasonal_indices, year_shares

SEASON = [0.6, 0.7, 0.9, 1.0, 1.0, 1.1, 0.8, 0.7, 1.0, 1.1, 1.3, 1.8]
"""Twelve indices with a mean of 1."""


def sales(amounts: list[int], first: int = 2022 * 12) -> pl.DataFrame:
    """Return one sale on the 15th of each month from the month ``first`` on, and the ends that make months whole."""
    days = [date((first + n) // 12, (first + n) % 12 + 1, 15) for n in range(len(amounts))]
    return pl.DataFrame({"customer_id": ["a"] * len(days), "order_date": days, "amount": amounts})


@pytest.mark.parametrize(("peak", "now", "months"), [(12, 10, 2), (1, 11, 2), (5, 5, 0), (4, 5, 11)])
def test_months_to_the_peak_are_counted_round_the_year(peak: int, now: int, months: int) -> None:
    assert months_to(peak, now) == months


@pytest.mark.parametrize("first", [0, 4, 11])
def test_a_steady_season_is_found_exactly_whatever_month_the_data_begin_with(first: int) -> None:
    values = [int(SEASON[(first + n) % 12] * 1000) for n in range(36)]
    assert seasonal_indices(values, first) == pytest.approx(SEASON, abs=1e-12)
    assert year_shares(values, first) == pytest.approx([index / 12 for index in SEASON], abs=1e-12)


def test_growth_is_told_from_the_season_with_two_years() -> None:
    values = [round(SEASON[n % 12] * 100_000 * 1.03**n) for n in range(48)]
    found = seasonal_indices(values, 0)
    assert found == pytest.approx(SEASON, abs=0.02)
    plain = [sum(values[month::12]) / sum(values) * 12 for month in range(12)]
    assert abs(plain[0] - SEASON[0]) > 0.05  # without the moving average January looks worse than it is


def test_a_single_year_is_each_month_by_the_mean() -> None:
    assert seasonal_indices([1, 2, 3] * 4, 0) == [0.5, 1.0, 1.5] * 4


def test_centered_average_by_hand() -> None:
    # 24 months of 10, but for 34 in month 6: the average around it is (2 * 130 + 24 * 2 - ...) / 24.
    values = [10] * 24
    values[6] = 34
    trends = {
        place: (2 * sum(values[place - 6 : place + 7]) - values[place - 6] - values[place + 6]) / 24
        for place in range(6, 18)
    }
    assert (trends[6], trends[12], trends[13]) == (12.0, 11.0, 10.0)
    ratios = [values[place] / trends[place] for place in range(6, 18)]
    expected = [ratio / (sum(ratios) / 12) for ratio in ratios]
    assert seasonal_indices(values, 0) == pytest.approx(expected[6:] + expected[:6], abs=1e-12)


@pytest.mark.parametrize("values", [[], [5] * 11, [0] * 30, [-5] * 12])
def test_no_index_without_a_year_or_income(values: list[int]) -> None:
    assert seasonal_indices(values, 3) == [None] * 12


def test_months_that_are_not_whole_are_left_out_and_named() -> None:
    frame = sales([100, *range(1, 25)])  # begins on 15 January 2022
    result = segkit.seasonality(frame, as_of="2024-01-20")
    assert result.facts["months"] == 23  # February 2022 to December 2023
    assert result.rows["months_observed"].to_list() == [1, *[2] * 11]
    assert [note.message for note in result.notes if note.code == "partial-period"] == [
        "the last month is incomplete at 2024-01-20 and left out",
        "the first month begins on 2022-01-15 and is left out",
    ]


def test_peak_and_the_way_to_it_are_facts() -> None:
    frame = sales([int(SEASON[n % 12] * 1000) for n in range(24)])
    result = segkit.seasonality(frame, from_="2022-01-01", as_of="2023-12-31")
    assert result.facts == {
        "peak_month": 12,
        "months_to_peak": 0,
        "peak_index": pytest.approx(1.8),
        "peak_share": pytest.approx(0.15),
        "months": 24,
    }
    assert result.headline == ("Seasonality of net revenue: the peak is December, now",)
    assert result.rows["month"].to_list() == list(MONTHS)
    later = segkit.seasonality(frame, from_="2022-01-01", as_of="2023-10-31")
    assert later.facts["months_to_peak"] == 2


def test_purchases_have_a_season_of_their_own() -> None:
    frame = pl.concat([sales([100] * 24), sales([1] * 12, first=2022 * 12)])
    by_orders = segkit.seasonality(frame, of="orders", from_="2022-01-01", as_of="2023-12-31")
    assert by_orders.rows["order_count"].to_list() == [3] * 12
    assert by_orders.rows["year_share"].to_list() == pytest.approx([1 / 12] * 12)


def test_a_period_longer_than_the_data_is_no_history() -> None:
    frame = sales([int(SEASON[n % 12] * 100) for n in range(36)])
    plain, longer = segkit.seasonality(frame), segkit.seasonality(frame, last="5y")
    assert longer.rows.equals(plain.rows)
    assert (longer.facts, longer.notes) == (plain.facts, plain.notes)
    assert plain.rows["months_observed"].sum() == 34  # of 36, the halves at both ends left out


def test_a_period_within_the_data_begins_where_it_says() -> None:
    frame = sales([int(SEASON[n % 12] * 100) for n in range(36)])
    # The month of the first day is whole although its first sale is on the 15th: there are rows before the period.
    assert segkit.seasonality(frame, from_="2023-01-01").facts["months"] == 23
