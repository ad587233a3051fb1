"""Raw rows to canonical transactions, every row with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segkit.errors import DataError
from segkit.notation.dates import DateFormat
from segkit.notation.numbers import NumberFormat
from segkit.periods import Period
from segkit.reading import Reading
from segkit.schema import KEY
from segkit.transactions import REASONS, normalize, used, within

DAY = date(2024, 5, 1)


def normalized(
    data: dict[str, Any], roles: dict[str, str], measures: tuple[str, ...] = ("amount",), **more: Any
) -> pl.DataFrame:
    """Return the canonical rows of literal columns, ``c`` being the customer."""
    raw = pl.DataFrame(data)
    mapping = {KEY: "c", **roles}
    return normalize(raw.lazy(), Reading(mapping=mapping, dtypes=raw.schema, measures=measures, **more)).collect()


def reasons(frame: pl.DataFrame) -> list[str]:
    """Return the reason of each row in words, ``used`` for none."""
    return [("used", *REASONS)[code] for code in frame["reason"]]


def test_columns_get_their_canonical_names_and_types() -> None:
    frame = normalized(
        {"c": ["a"], "no": ["7"], "when": [DAY], "paid": [1.5], "n": [2], "cur": ["USD"], "city": ["Omsk"]},
        {"order": "no", "date": "when", "amount": "paid", "quantity": "n", "currency": "cur"},
        ("amount", "quantity"),
        carry=("city",),
    )
    assert dict(frame.schema) == {
        KEY: pl.String, "order_id": pl.String, "order_date": pl.Date, "currency": pl.Categorical, "amount": pl.Int64,
        "quantity": pl.Int64, "inexact": pl.Boolean, "carry:city": pl.String, "reason": pl.UInt8,
    }  # fmt: skip
    assert frame.row(0) == ("a", "7", DAY, "USD", 15_000, 20_000, False, "Omsk", 0)


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (pl.Series(["00123", " 1 ", "x"]), ["00123", " 1 ", "x"]),
        (pl.Series([3, 1], dtype=pl.Int32), [3, 1]),
        (pl.Series([2**64 - 1], dtype=pl.UInt64), [2**64 - 1]),
        (pl.Series([1.5, 2.0]), ["1.5", "2.0"]),
    ],
)
def test_ids_stay_as_the_source_declares_them(ids: pl.Series, expected: list[object]) -> None:
    frame = normalized({"c": ids, "x": [1] * ids.len()}, {"amount": "x"})
    assert frame[KEY].to_list() == expected


def test_whole_floating_point_ids_become_integers_where_the_reading_says_so() -> None:
    frame = normalized({"c": [17850.0, 2.0], "x": [1, 1]}, {"amount": "x"}, whole_ids=True)
    assert frame[KEY].dtype == pl.Int64
    assert frame[KEY].to_list() == [17850, 2]


@pytest.mark.parametrize("ids", [pl.Series([7, 8]), pl.Series([7.0, 8.0])])
def test_ids_are_text_where_another_source_has_text(ids: pl.Series) -> None:
    whole = ids.dtype.is_float()
    frame = normalized({"c": ids, "x": [1, 1]}, {"amount": "x"}, text_ids=True, whole_ids=whole)
    assert frame[KEY].to_list() == ["7", "8"]


def test_dates_and_truth_values_are_no_ids() -> None:
    with pytest.raises(DataError, match="cannot be an id"):
        normalized({"c": [True], "x": [1]}, {"amount": "x"})


@pytest.mark.parametrize(
    "ids",
    [
        pl.Series([None, "", "  ", "\t"], dtype=pl.String),
        pl.Series([None], dtype=pl.Int64),
        pl.Series([None, float("nan")], dtype=pl.Float64),
    ],
)
def test_rows_without_a_customer_are_set_aside(ids: pl.Series) -> None:
    frame = normalized({"c": ids, "x": [1] * ids.len()}, {"amount": "x"})
    assert reasons(frame) == ["no_customer"] * ids.len()


@pytest.mark.parametrize(
    "dates",
    [
        pl.Series([None, date(1899, 12, 31), date(2200, 1, 1)], dtype=pl.Date),
        pl.Series([None, datetime(1899, 12, 31), datetime(9999, 12, 31)], dtype=pl.Datetime),  # noqa: DTZ001
        pl.Series([None, "1899-12-31", "2024-02-30"], dtype=pl.String),
    ],
)
def test_rows_without_a_credible_date_are_rejected(dates: pl.Series) -> None:
    columns = {"c": ["a"] * 3, "x": [1] * 3, "d": dates}
    frame = normalized(columns, {"amount": "x", "date": "d"}, dates=DateFormat("%Y-%m-%d"))
    assert reasons(frame) == ["date"] * 3


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2199, 12, 31)])
def test_the_first_and_the_last_credible_day_are_used(day: date) -> None:
    frame = normalized({"c": ["a"], "x": [1], "d": [day]}, {"amount": "x", "date": "d"})
    assert reasons(frame) == ["used"]


def test_a_time_is_dated_in_its_own_zone_or_the_wanted_one() -> None:
    late = pl.Series([datetime(2024, 5, 1, 22, 30, tzinfo=UTC)]).dt.convert_time_zone("America/New_York")
    columns = {"c": ["a"], "x": [1], "d": late}
    roles = {"amount": "x", "date": "d"}
    assert normalized(columns, roles)["order_date"].to_list() == [DAY]
    assert normalized(columns, roles, tz="Asia/Tokyo")["order_date"].to_list() == [date(2024, 5, 2)]


def test_dates_may_be_written_as_whole_numbers() -> None:
    columns = {"c": ["a", "b"], "x": [1, 1], "d": [20240501, 5]}
    frame = normalized(columns, {"amount": "x", "date": "d"}, dates=DateFormat("", "digits", width=8))
    assert frame["order_date"].to_list() == [DAY, None]


@pytest.mark.parametrize("amounts", [["1", "n/a", None], [1.0, float("nan"), None], [1.0, float("inf"), 1e300]])
def test_rows_without_a_readable_amount_are_rejected(amounts: list[object]) -> None:
    assert reasons(normalized({"c": ["a"] * 3, "x": amounts}, {"amount": "x"})) == ["used", "amount", "amount"]


def test_texts_are_read_in_the_format_of_their_column() -> None:
    frame = normalized(
        {"c": ["a"], "x": ["1.234,5"]}, {"amount": "x"}, numbers={"x": NumberFormat("comma", dressed=True)}
    )
    assert frame["amount"].to_list() == [12_345_000]


def test_an_amount_may_be_quantity_times_price() -> None:
    columns = {"c": ["a", "b"], "q": [3, -2], "p": [1.25, 0.5]}
    frame = normalized(columns, {"quantity": "q", "price": "p"}, ("amount",))
    assert frame["amount"].to_list() == [37_500, -10_000]


@pytest.mark.parametrize(("quantity", "price", "amount"), [(1_000, "0.00005", 500), (3, "0.33335", 10_001)])
def test_a_product_is_rounded_once(quantity: int, price: str, amount: int) -> None:
    columns = {"c": ["a"], "q": [quantity], "p": [price]}
    assert normalized(columns, {"quantity": "q", "price": "p"})["amount"].to_list() == [amount]


def test_a_product_that_loses_digits_is_counted() -> None:
    frame = normalized({"c": ["a"], "q": ["1.5"], "p": ["0.3333"]}, {"quantity": "q", "price": "p"})
    assert frame.select("amount", "inexact").row(0) == (5_000, True)  # 0.49995


def test_an_amount_column_wins_over_quantity_and_price() -> None:
    columns = {"c": ["a"], "x": [5], "q": [3], "p": [1.25]}
    frame = normalized(columns, {"amount": "x", "quantity": "q", "price": "p"})
    assert frame["amount"].to_list() == [50_000]


def test_rows_that_lose_digits_are_marked() -> None:
    frame = normalized({"c": ["a", "b"], "x": ["1.00005", "1.0000"]}, {"amount": "x"})
    assert frame.select("amount", "inexact").rows() == [(10_001, True), (10_000, False)]


def test_profit_is_amount_less_cost() -> None:
    columns = {"c": ["a", "b", "c"], "x": [5, 2, 1], "k": ["1.25", "3", "?"]}
    frame = normalized(columns, {"amount": "x", "cost": "k"}, ("amount", "value"), value="profit")
    assert frame["value"].to_list() == [37_500, -10_000, None]
    assert reasons(frame) == ["used", "used", "cost"]
    assert "cost" not in frame.columns


def test_profit_beyond_the_range_does_not_wrap() -> None:
    columns = {"c": ["a"], "x": [9 * 10**14], "k": [-9 * 10**14]}
    frame = normalized(columns, {"amount": "x", "cost": "k"}, ("amount", "value"), value="profit")
    assert frame["value"].to_list() == [None]


def test_any_numeric_column_may_be_the_value() -> None:
    frame = normalized({"c": ["a", "b"], "points": ["7", "?"]}, {}, ("value",), value="points")
    assert frame["value"].to_list() == [70_000, None]
    assert reasons(frame) == ["used", "value"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("cancelled", "status"), (" CANCELLED ", "status"), ("Отменён", "status"), ("On hold", "status"),
        ("returned", "status"), ("paid", "used"), ("partially refunded", "used"), ("", "used"), (None, "used"),
    ],
)  # fmt: skip
def test_a_status_that_never_became_income_is_set_aside(status: str | None, reason: str) -> None:
    columns = {"c": ["a"], "x": [1], "s": pl.Series([status], dtype=pl.String)}
    assert reasons(normalized(columns, {"amount": "x", "status": "s"})) == [reason]


def test_the_statuses_that_do_not_count_can_be_named() -> None:
    columns = {"c": ["a", "b"], "x": [1, 1], "s": ["cancelled", "Test"]}
    frame = normalized(columns, {"amount": "x", "status": "s"}, not_counted=["test"])
    assert reasons(frame) == ["used", "status"]


def test_rows_in_another_currency_are_set_aside() -> None:
    columns = {"c": ["a"] * 3, "x": [1] * 3, "cur": ["USD", "EUR", None]}
    frame = normalized(columns, {"amount": "x", "currency": "cur"}, currency="USD")
    assert reasons(frame) == ["used", "currency", "currency"]


@pytest.mark.parametrize(
    ("customer", "status", "day", "amount", "reason"),
    [
        (None, "void", "x", "x", "no_customer"),
        ("a", "void", "x", "x", "status"),
        ("a", "paid", "x", "x", "date"),
        ("a", "paid", "2024-05-01", "x", "amount"),
        ("a", "paid", "2024-05-01", "1", "used"),
    ],
)
def test_the_first_thing_that_is_wrong_with_a_row_is_its_reason(
    customer: str | None, status: str, day: str, amount: str, reason: str
) -> None:
    columns = {"c": pl.Series([customer], dtype=pl.String), "s": [status], "d": [day], "x": [amount]}
    roles = {"status": "s", "date": "d", "amount": "x"}
    assert reasons(normalized(columns, roles, dates=DateFormat("%Y-%m-%d"))) == [reason]


@pytest.mark.parametrize("orders", [["", " ", None], [float("nan"), float("nan"), None]])
def test_an_empty_order_id_is_no_order_id(orders: list[object]) -> None:
    frame = normalized({"c": ["a"] * 3, "x": [1] * 3, "o": orders}, {"amount": "x", "order": "o"})
    assert frame["order_id"].to_list() == [None] * 3


def test_carried_texts_without_letters_are_missing() -> None:
    columns = {"c": ["a"] * 3, "x": [1] * 3, "city": ["Omsk", " ", None]}
    frame = normalized(columns, {"amount": "x"}, carry=("city",))
    assert frame["carry:city"].to_list() == ["Omsk", None, None]


def test_kept_expressions_ride_along() -> None:
    raw = pl.DataFrame({"c": ["a", "b"], "x": [1, 2]})
    reading = Reading(mapping={KEY: "c", "amount": "x"}, dtypes=raw.schema, measures=("amount",))
    frame = normalize(raw.lazy(), reading, keep=[pl.col("x")]).collect()
    assert frame["kept:x"].to_list() == [1, 2]


@pytest.mark.parametrize("role", ["amount", "date"])
def test_a_column_of_another_kind_is_an_error(role: str) -> None:
    columns = {"c": ["a"], "x": [1], "odd": [[1]]}
    with pytest.raises(DataError, match='column "odd" of type'):
        normalized(columns, {"amount": "x", role: "odd"})


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period(date(2024, 5, 1), date(2024, 5, 2)), ["period", "used", "used", "period", "no_customer"]),
        (Period(first=date(2024, 5, 1)), ["period", "used", "used", "used", "no_customer"]),
        (Period(last=date(2024, 5, 1)), ["used", "used", "period", "period", "no_customer"]),
        (Period(), ["used", "used", "used", "used", "no_customer"]),
    ],
)
def test_rows_outside_the_period_are_set_aside(period: Period, expected: list[str]) -> None:
    frame = pl.LazyFrame(
        {"order_date": [date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 3), date(2024, 6, 1)],
         "reason": pl.Series([0, 0, 0, 0, 1], dtype=pl.UInt8)}
    )  # fmt: skip
    assert reasons(within(frame, period).collect()) == expected


def test_used_rows_come_without_their_reasons() -> None:
    frame = pl.LazyFrame({KEY: ["a", "b"], "reason": [0, 1], "inexact": [False, False], "currency": ["USD", "USD"]})
    assert used(frame).collect().rows(named=True) == [{KEY: "a"}]


def is_the_only_text(text: str) -> bool:
    """Tell whether a text is how Python writes a number of 64 bits that is zero or more."""
    return text.isascii() and text.isdigit() and str(int(text)) == text and int(text) < 2**63


ODD_IDS = [
    "0",
    "00",
    "01",
    "-1",
    "-0",
    "+1",
    " 1",
    "1 ",
    "1.0",
    "1e3",
    "1_0",
    "１",
    "",
    "x",
    "-",
    "9" * 18,
    "9" * 19,
    "9" * 30,
    "1,0",
]


@pytest.mark.parametrize("text", [*ODD_IDS, str(2**63 - 1), str(2**63), "007", "10", "9", "1\t"])
def test_an_id_grouped_as_an_integer_is_odd_if_another_text_is_the_same_integer(text: str) -> None:
    raw = pl.DataFrame({"c": ["12", text]})
    reading = Reading(mapping={KEY: "c"}, dtypes=raw.schema, integers=frozenset({"c"}))
    assert normalize(raw.lazy(), reading).collect()["odd"].to_list() == [False, not is_the_only_text(text)]


@given(st.text(st.sampled_from("0123456789+-. "), max_size=21))
def test_any_text_is_odd_where_python_would_write_its_integer_otherwise(text: str) -> None:
    raw = pl.DataFrame({"c": [text]})
    reading = Reading(mapping={KEY: "c"}, dtypes=raw.schema, integers=frozenset({"c"}))
    assert normalize(raw.lazy(), reading).collect()["odd"].to_list() == [not is_the_only_text(text)]
