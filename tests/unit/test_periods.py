"""Durations, periods and their numbers."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest

from segkit.errors import ParamsError
from segkit.periods import (
    Duration,
    Grain,
    Inactivity,
    Period,
    day_number,
    day_of,
    first_day,
    first_days,
    label_of,
    last_complete,
    last_day,
    last_days,
    month_number,
    number_of,
    period_number,
    period_of,
    week_number,
)

EVERY_DAY = [date(1967, 12, 25) + timedelta(days=n) for n in range(0, 25_000, 13)]


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("90d", Duration(days=90)),
        ("13w", Duration(days=91)),
        ("6mo", Duration(months=6)),
        ("2q", Duration(months=6)),
        ("1y", Duration(months=12)),
        (" 12 MO ", Duration(months=12)),
    ],
)
def test_durations_are_days_or_calendar_months(text: str, duration: Duration) -> None:
    assert Duration.parse(text) == duration


@pytest.mark.parametrize("text", ["", "12", "12m", "0d", "-3mo", "1.5y", "mo", "6mo3d"])
def test_other_texts_are_no_durations(text: str) -> None:
    with pytest.raises(ParamsError, match="is not a duration"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("text", "day", "before"),
    [
        ("1d", date(2024, 3, 1), date(2024, 2, 29)),
        ("1w", date(2024, 1, 3), date(2023, 12, 27)),
        ("1mo", date(2024, 3, 31), date(2024, 2, 29)),
        ("1mo", date(2023, 3, 31), date(2023, 2, 28)),
        ("6mo", date(2024, 8, 31), date(2024, 2, 29)),
        ("6mo", date(2024, 12, 31), date(2024, 6, 30)),
        ("2mo", date(2024, 1, 15), date(2023, 11, 15)),
        ("1y", date(2024, 2, 29), date(2023, 2, 28)),
        ("1q", date(2024, 5, 31), date(2024, 2, 29)),
    ],
)
def test_the_day_is_clipped_to_the_length_of_the_month(text: str, day: date, before: date) -> None:
    assert Duration.parse(text).before(day) == before


@pytest.mark.parametrize("text", ["9999y", "99999mo", "9999999d", "99999999999999999999d", "1001y", "52001w"])
def test_a_duration_beyond_all_history_is_refused(text: str) -> None:
    with pytest.raises(ParamsError, match=f"^{text} is longer than 1,000 years$"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("365000d", Duration(days=365_000)), ("52000w", Duration(days=364_000)), ("12000mo", Duration(months=12_000)),
        ("4000q", Duration(months=12_000)), ("1000y", Duration(months=12_000)),
    ],
)  # fmt: skip
def test_a_thousand_years_are_a_duration_and_one_unit_more_is_none(text: str, duration: Duration) -> None:
    assert Duration.parse(text) == duration
    count = int(text.rstrip("dwmoqy"))
    with pytest.raises(ParamsError, match="is longer than 1,000 years"):
        Duration.parse(text.replace(str(count), str(count + 1)))


@pytest.mark.parametrize("duration", [Duration(days=9_999_999), Duration(months=99_999), Duration(days=10**30)])
def test_a_day_before_the_calendar_is_refused(duration: Duration) -> None:
    with pytest.raises(ParamsError, match="is not a date"):
        duration.before(date(2024, 1, 1))


@pytest.mark.parametrize(
    ("text", "times"), [("1x", Fraction(1)), ("2.5x", Fraction(5, 2)), (" 1000 X ", Fraction(1000)), ("3.001x", Fraction(3001, 1000))]
)  # fmt: skip
def test_a_multiple_of_the_rhythm_is_exact(text: str, times: Fraction) -> None:
    assert Inactivity.parse(text) == Inactivity(times=times)


@pytest.mark.parametrize("text", ["3x", "2.5x", "1.001x", "90d", "6mo"])
def test_a_time_of_inactivity_is_written_as_the_command_line_takes_it(text: str) -> None:
    assert str(Inactivity.parse(text)) == text


@pytest.mark.parametrize("text", ["0x", "0.999x"])
def test_less_than_one_rhythm_is_refused(text: str) -> None:
    with pytest.raises(ParamsError, match="is less than one rhythm"):
        Inactivity.parse(text)


@pytest.mark.parametrize("text", ["1000.5x", "99999999999999999999999x", "3.0001x"])
def test_a_multiple_that_no_rhythm_has_is_refused(text: str) -> None:
    with pytest.raises(ParamsError, match="is more than 1,000 times, or has more than three decimals"):
        Inactivity.parse(text)


@pytest.mark.parametrize(
    ("text", "as_of", "first"),
    [
        ("12mo", date(2024, 12, 31), date(2024, 1, 1)),
        ("1mo", date(2024, 2, 29), date(2024, 2, 1)),
        ("1q", date(2024, 3, 31), date(2024, 1, 1)),
        ("12mo", date(2024, 6, 15), date(2023, 6, 16)),
        ("7d", date(2024, 1, 7), date(2024, 1, 1)),
        ("1mo", date(2024, 3, 30), date(2024, 2, 29)),
    ],
)
def test_the_last_months_begin_on_the_day_after_as_of_less_the_months(text: str, as_of: date, first: date) -> None:
    assert last_days(Duration.parse(text), as_of) == first


@pytest.mark.parametrize("text", ["91d", "6mo"])
def test_a_duration_is_written_as_the_command_line_takes_it(text: str) -> None:
    assert str(Duration.parse(text)) == text


def test_a_period_is_written_with_both_days() -> None:
    assert str(Period(date(2024, 1, 1), date(2024, 12, 31))) == "2024-01-01 to 2024-12-31"


@pytest.mark.parametrize("period", [Period(), Period(first=date(2024, 1, 1)), Period(last=date(2024, 1, 1))])
def test_an_open_period_is_without_dates(period: Period) -> None:
    assert str(period) == "without dates"


def test_a_month_is_its_year_times_twelve_plus_its_place() -> None:
    assert number_of(date(2024, 3, 31), "month") == 2024 * 12 + 2


def test_quarters_are_thirds_of_months() -> None:
    assert [number_of(date(2024, month, 1), "quarter") - 2024 * 4 for month in (1, 3, 4, 12)] == [0, 0, 1, 3]


def test_weeks_begin_on_monday() -> None:
    for day in EVERY_DAY:
        monday = day - timedelta(days=day.weekday())
        assert {number_of(monday + timedelta(days=n), "week") for n in range(7)} == {number_of(day, "week")}
        assert number_of(monday - timedelta(days=1), "week") == number_of(day, "week") - 1


@pytest.mark.parametrize(
    ("grain", "as_of", "last"),
    [
        ("month", date(2024, 2, 29), date(2024, 2, 1)),
        ("month", date(2024, 2, 28), date(2024, 1, 1)),
        ("month", date(2023, 12, 31), date(2023, 12, 1)),
        ("quarter", date(2024, 3, 31), date(2024, 1, 1)),
        ("quarter", date(2024, 3, 30), date(2023, 12, 1)),
        ("week", date(2024, 1, 7), date(2024, 1, 1)),
        ("week", date(2024, 1, 6), date(2023, 12, 31)),
    ],
)
def test_a_period_is_complete_when_as_of_reaches_its_last_day(grain: Grain, as_of: date, last: date) -> None:
    assert last_complete(as_of, grain) == number_of(last, grain)


def test_columns_are_numbered_as_single_days() -> None:
    frame = pl.DataFrame({"day": EVERY_DAY}).select(month=month_number(pl.col("day")), week=week_number(pl.col("day")))
    assert frame["month"].to_list() == [number_of(day, "month") for day in EVERY_DAY]
    assert frame["week"].to_list() == [number_of(day, "week") for day in EVERY_DAY]


@pytest.mark.parametrize("grain", ["week", "month", "quarter"])
def test_periods_begin_and_end_on_their_days_and_follow_each_other(grain: Grain) -> None:
    numbers = pl.Series([number_of(day, grain) for day in EVERY_DAY])
    days = pl.DataFrame({"day": EVERY_DAY, "number": numbers})
    assert days.select(period_number(pl.col("day"), grain)).to_series().to_list() == numbers.to_list()
    assert period_of(days["day"], grain).to_list() == numbers.to_list()
    firsts = days.select(first_days(pl.col("number"), grain)).to_series().to_list()
    assert firsts == [first_day(number, grain) for number in numbers]
    for day, number in zip(EVERY_DAY, numbers, strict=True):
        assert first_day(number, grain) <= day <= last_day(number, grain)
        assert last_day(number, grain) + timedelta(days=1) == first_day(number + 1, grain)


def test_labels_of_periods_are_those_of_the_calendar() -> None:
    assert label_of(date(2024, 5, 6), "month") == "2024-05"
    assert label_of(date(2024, 5, 6), "quarter") == "2024-Q2"
    assert label_of(date(2024, 12, 30), "week") == "2025-W01"


def test_days_are_numbered_from_1970() -> None:
    assert [day_number(date(1970, 1, 2)), day_number(date(1969, 12, 31))] == [1, -1]
    assert day_of(day_number(date(2024, 2, 29))) == date(2024, 2, 29)
