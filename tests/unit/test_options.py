"""The options that every analysis shares."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from segkit.errors import ParamsError
from segkit.options import ColumnOptions, FileOptions, PeriodOptions, RowOptions

DAY = date(2024, 12, 31)


def test_only_named_columns_are_chosen() -> None:
    assert ColumnOptions(customer="who", price="p").chosen == {"customer": "who", "price": "p"}


@pytest.mark.parametrize(("per", "name"), [("customer", "customer_id"), ("item", "item_id"), ("region", "entity_id")])
def test_the_key_is_named_after_the_entity(per: str, name: str) -> None:
    assert ColumnOptions(per=per).key_name == name


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ({}, None),
        ({"to": "2024-06-30"}, date(2024, 6, 30)),
        ({"as_of": "2024-12-31"}, DAY),
        ({"to": "2024-12-31", "as_of": "2025-12-31"}, DAY),
        ({"to": "2025-12-31", "as_of": "2024-12-31"}, DAY),
    ],
)
def test_the_last_day_is_the_earlier_of_to_and_as_of(given: dict[str, str], end: date | None) -> None:
    assert PeriodOptions.parse(given).end == end


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"from_": "2024-01-01", "last": "12mo"}, "--from and --last both say where the period begins"),
        ({"from_": "2024-02-01", "to": "2024-01-31"}, "--from 2024-02-01 is after 2024-01-31"),
        ({"from_": "2024-02-01", "as_of": "2024-01-31"}, "--from 2024-02-01 is after 2024-01-31"),
        ({"to": "31.12.2024"}, '--to: "31.12.2024" is not a date such as 2024-12-31'),
        ({"last": "12"}, '--last: "12" is not a duration'),
    ],
)
def test_contradictions_of_the_period_are_named(given: dict[str, str], problem: str) -> None:
    with pytest.raises(ParamsError) as caught:
        PeriodOptions.parse(given)
    assert problem in caught.value.message


def test_one_day_is_a_period() -> None:
    assert PeriodOptions.parse({"from_": DAY, "to": DAY}).end == DAY


def test_a_moment_is_taken_for_its_day() -> None:
    period = PeriodOptions.parse({"from_": date(2024, 1, 1), "as_of": datetime(2024, 12, 31, 10, 30)})  # noqa: DTZ001
    assert str(period.end) == "2024-12-31"


@pytest.mark.parametrize(
    ("given", "limited"), [({}, False), ({"tz": "UTC"}, False), ({"last": "1y"}, True), ({"to": DAY}, True)]
)
def test_options_that_need_dates_are_known(given: dict[str, object], *, limited: bool) -> None:
    assert PeriodOptions.parse(given).limited is limited


@pytest.mark.parametrize(
    ("max_bad", "rows", "allowed"),
    [
        ("1%", 1_000, Fraction(10)),
        ("0.5 %", 1_000, Fraction(5)),
        ("1%", 99, Fraction(99, 100)),
        ("7", 1_000, Fraction(7)),
        ("0", 1_000, Fraction(0)),
        (" 100% ", 3, Fraction(3)),
    ],
)
def test_bad_rows_are_allowed_by_share_or_number(max_bad: str, rows: int, allowed: Fraction) -> None:
    assert RowOptions.parse({"max_bad": max_bad}).allowed(rows) == allowed


def test_a_number_of_bad_rows_may_be_a_number() -> None:
    assert RowOptions.parse({"max_bad": 7}).allowed(1_000) == 7


@pytest.mark.parametrize("max_bad", ["few", "-1", "1%%", "%"])
def test_other_texts_allow_no_bad_rows(max_bad: str) -> None:
    with pytest.raises(ParamsError, match="is neither a share such as 1% nor a number of rows"):
        RowOptions.parse({"max_bad": max_bad})


@pytest.mark.parametrize(
    ("size", "count"), [("1000", 1_000), ("64G", 64 << 30), ("2 kb", 2_048), ("1M", 1 << 20), (" 1T ", 1 << 40)]
)
def test_a_size_is_a_number_of_bytes(size: str, count: int) -> None:
    assert FileOptions.parse({"max_unpacked": size}).opening().most_bytes == count


@pytest.mark.parametrize("size", ["G", "64 giga", "-1", "1.5G"])
def test_other_sizes_are_refused(size: str) -> None:
    with pytest.raises(ParamsError, match="is no size such as 64G"):
        FileOptions.parse({"max_unpacked": size})


def test_a_separator_is_one_character_or_a_written_tab() -> None:
    assert FileOptions.parse({"separator": "\\t"}).opening().separator == "\t"
    with pytest.raises(ParamsError, match="is not one character"):
        FileOptions.parse({"separator": "||"})
