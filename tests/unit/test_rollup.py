"""Transactions to orders, days, months and customers."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from segkit.rollup import Level, last_values, roll_up, side_by_side, words_for
from segkit.schema import KEY

MARCH, APRIL = date(2024, 3, 31), date(2024, 4, 1)


def rolled(rows: list[dict[str, Any]], *levels: Level, order_ids: bool = True) -> dict[Level, pl.DataFrame]:
    """Return the levels of rows ``{c, o, d, x}`` in short."""
    short = {"c": KEY, "o": "order_id", "d": "order_date", "x": "amount", "q": "quantity"}
    schema = {KEY: pl.String, "order_id": pl.String, "order_date": pl.Date, "amount": pl.Int64, "quantity": pl.Int64}
    names = {short[key] for row in rows for key in row} | ({"order_id"} if order_ids else set())
    frame = pl.LazyFrame(
        [{short[key]: value for key, value in row.items()} for row in rows],
        schema={name: kind for name, kind in schema.items() if name in names},
    )
    return {level: plan.collect().sort(pl.all()) for level, plan in roll_up(frame, levels).items()}


def customers(rows: list[dict[str, Any]], **more: bool) -> list[dict[str, Any]]:
    return rolled(rows, "customers", **more)["customers"].sort(KEY).rows(named=True)


def test_a_customer_is_the_sum_of_its_orders() -> None:
    rows = [
        {"c": "a", "o": "1", "d": MARCH, "x": 100},
        {"c": "a", "o": "2", "d": APRIL, "x": 50},
        {"c": "b", "o": "3", "d": APRIL, "x": 7},
    ]
    assert customers(rows) == [
        {KEY: "a", "amount": 150, "order_count": 2, "active_months": 2, "first_order_date": MARCH,
         "last_order_date": APRIL},
        {KEY: "b", "amount": 7, "order_count": 1, "active_months": 1, "first_order_date": APRIL,
         "last_order_date": APRIL},
    ]  # fmt: skip


def test_lines_of_one_order_are_one_purchase_on_its_first_day() -> None:
    rows = [{"c": "a", "o": "1", "d": APRIL, "x": 100}, {"c": "a", "o": "1", "d": MARCH, "x": 50}]
    found = rolled(rows, "customers", "customer_months", "customer_days")
    day = {KEY: "a", "amount": 150, "order_count": 1, "first_order_date": MARCH, "last_order_date": MARCH}
    assert found["customer_days"].rows(named=True) == [{**day, "order_date": MARCH}]
    assert found["customer_months"].drop("active_days").rows(named=True) == [{**day, "month": 2024 * 12 + 2}]
    assert found["customers"].rows(named=True) == [{**day, "active_days": 1, "active_months": 1}]


def test_one_order_id_of_two_customers_is_two_orders() -> None:
    rows = [{"c": "a", "o": "1", "d": MARCH, "x": 1}, {"c": "b", "o": "1", "d": MARCH, "x": 1}]
    assert [row["order_count"] for row in customers(rows)] == [1, 1]


@pytest.mark.parametrize("order_ids", [True, False])
def test_rows_without_an_order_id_are_orders_of_their_own(*, order_ids: bool) -> None:
    rows = [{"c": "a", "d": MARCH, "x": 1}, {"c": "a", "d": MARCH, "x": 1}]
    (row,) = customers(rows, order_ids=order_ids)
    assert (row["order_count"], row["active_months"]) == (2, 1)


def test_known_and_missing_order_ids_mix() -> None:
    rows = [{"c": "a", "o": order, "d": MARCH, "x": 1} for order in ("1", "1", None, None)]
    assert customers(rows)[0]["order_count"] == 3


@pytest.mark.parametrize(
    ("amounts", "purchases"), [((-5,), 0), ((0,), 1), ((-5, 5), 1), ((-5, 0), 1), ((-5, -1), 0), ((5, -5), 1)]
)
def test_an_order_is_a_purchase_if_any_of_its_rows_brings_money_or_none(
    amounts: tuple[int, ...], purchases: int
) -> None:
    rows = [{"c": "a", "o": "1", "d": MARCH, "x": amount} for amount in amounts]
    (row,) = customers(rows)
    assert (row["order_count"], row["amount"]) == (purchases, sum(amounts))


def test_a_return_moves_money_but_no_dates() -> None:
    rows = [
        {"c": "a", "o": "1", "d": APRIL, "x": 10},
        {"c": "a", "o": "2", "d": MARCH, "x": -4},
        {"c": "a", "o": "3", "d": date(2024, 5, 1), "x": -1},
    ]
    assert customers(rows) == [
        {KEY: "a", "amount": 5, "order_count": 1, "active_months": 1, "first_order_date": APRIL,
         "last_order_date": APRIL}
    ]  # fmt: skip


def test_a_customer_with_returns_only_has_no_purchase_and_no_dates() -> None:
    assert customers([{"c": "a", "o": "1", "d": MARCH, "x": -4}]) == [
        {KEY: "a", "amount": -4, "order_count": 0, "active_months": 0, "first_order_date": None,
         "last_order_date": None}
    ]  # fmt: skip


def test_days_and_months_with_a_purchase_are_counted_once() -> None:
    days = [MARCH, MARCH, APRIL, date(2024, 4, 30), date(2023, 4, 1)]
    rows = [{"c": "a", "o": str(n), "d": day, "x": 1} for n, day in enumerate(days)]
    (row,) = rolled(rows, "customers", "customer_days")["customers"].rows(named=True)
    assert (row["order_count"], row["active_days"], row["active_months"]) == (5, 4, 3)


def test_months_are_the_same_with_and_without_days() -> None:
    rows = [{"c": c, "o": None, "d": day, "x": x} for c, day, x in [("a", MARCH, 1), ("a", APRIL, -1), ("b", MARCH, 2)]]
    alone = rolled(rows, "customers", "customer_months")["customer_months"]
    beside = rolled(rows, "customers", "customer_months", "customer_days")["customer_months"]
    assert beside.select(alone.columns).equals(alone)


@pytest.mark.parametrize(("months", "words"), [(1, 1), (64, 1), (65, 2), (128, 2), (129, 3), (0, 0)])
def test_a_word_of_bits_tells_sixty_four_months_apart(months: int, words: int) -> None:
    assert words_for(months) == words


@pytest.mark.parametrize("months", [1, 2, 63, 64, 65, 127, 128, 129, 600, 3_600])
@pytest.mark.parametrize("first", [date(1900, 1, 1), date(1969, 11, 1), date(2019, 5, 1)])
def test_months_are_told_apart_over_any_span(first: date, months: int) -> None:
    start = first.year * 12 + first.month - 1
    numbers = [number for number in range(start, start + months) if number < 2200 * 12]
    days = [date(number // 12, number % 12 + 1, day) for number in numbers for day in (1, 28)]
    frame = pl.LazyFrame(
        {KEY: ["all"] * len(days) + ["ends"] * 2, "order_date": [*days, days[0], days[-1]], "amount": [1] * (len(days) + 2)}
    )  # fmt: skip
    found = roll_up(frame, ["customers"], month_words=words_for(months))["customers"].collect()
    assert dict(found.select(KEY, "active_months").iter_rows()) == {"all": len(numbers), "ends": min(2, len(numbers))}


def test_every_measure_is_summed() -> None:
    rows = [{"c": "a", "o": "1", "d": MARCH, "x": 5, "q": 2}, {"c": "a", "o": "2", "d": MARCH, "x": -1, "q": -1}]
    (row,) = customers(rows)
    assert (row["amount"], row["quantity"]) == (4, 1)


def test_without_dates_there_are_no_months() -> None:
    rows = [{"c": "a", "o": "1", "x": 5}, {"c": "a", "o": "1", "x": 1}]
    assert customers(rows) == [{KEY: "a", "amount": 6, "order_count": 1}]


def test_without_amounts_every_order_is_a_purchase() -> None:
    rows = [{"c": "a", "o": "1"}, {"c": "a", "o": "1"}, {"c": "a", "o": None}]
    assert customers(rows) == [{KEY: "a", "order_count": 2}]


def test_levels_that_nobody_asks_for_are_not_planned() -> None:
    assert set(rolled([{"c": "a", "d": MARCH, "x": 1}], "customers")) == {"customers"}
    assert set(rolled([{"c": "a", "d": MARCH, "x": 1}])) == {"customers"}


@pytest.mark.parametrize(
    ("values", "last"),
    [
        ([(MARCH, "x"), (APRIL, "y")], "y"),
        ([(APRIL, "x"), (MARCH, "y")], "x"),
        ([(MARCH, "x"), (APRIL, None)], "x"),
        ([(APRIL, "x"), (APRIL, "z"), (APRIL, "y")], "z"),
    ],
)
def test_the_last_known_value_of_a_customer_is_carried(values: list[tuple[date, str | None]], last: str) -> None:
    days, texts = zip(*values, strict=True)
    rows = pl.LazyFrame({KEY: ["a"] * len(days), "order_date": days, "carry:city": texts})
    assert last_values(rows, "carry:city").collect().rows() == [("a", last)]


def test_a_customer_without_any_known_value_is_left_out() -> None:
    rows = pl.LazyFrame({KEY: ["a", "b"], "order_date": [MARCH, MARCH], "carry:city": [None, "x"]})
    assert last_values(rows, "carry:city").collect().rows() == [("b", "x")]


def test_without_dates_the_greatest_value_is_carried() -> None:
    rows = pl.LazyFrame({KEY: ["a", "a"], "carry:city": ["y", "x"]})
    assert last_values(rows, "carry:city").collect().rows() == [("a", "y")]


Row = tuple[str, date, int, int]


def sales(seed: int) -> list[Row]:
    """Return orders around 1970 in the order of time: returns, days with several orders, customers with returns only."""
    draw = random.Random(seed)
    days = sorted(date(1969, 12, 1) + timedelta(days=draw.randrange(60)) for _ in range(400))
    return [(f"c{draw.randrange(60)}", day, draw.choice([-300, -1, 0, 5, 900]), draw.randrange(9)) for day in days]


@pytest.mark.parametrize(
    "arranged", [list, lambda rows: rows[::-1], lambda rows: random.Random(1).sample(rows, len(rows))],
    ids=["by time", "newest first", "shuffled"],
)  # fmt: skip
def test_orders_side_by_side_are_those_of_a_loop_in_whatever_order_they_come(
    arranged: Callable[[list[Row]], list[Row]],
) -> None:
    rows = sales(7)
    names = [KEY, "order_date", "amount", "quantity"]
    frame = pl.DataFrame(
        arranged(rows), schema=dict(zip(names, [pl.String, pl.Date, pl.Int64, pl.Int64], strict=True)), orient="row"
    )
    customers, orders = side_by_side(roll_up(frame.lazy(), ["orders"])["orders"].collect())

    looped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        looped[row[0]].append(row)
    assert set(customers[KEY]) == set(looped)
    assert orders.height == len(rows)
    for position, customer in enumerate(customers.iter_rows(named=True)):
        own = looped[customer[KEY]]
        bought = [day for _, day, amount, _ in own if amount >= 0]
        assert customer == {
            KEY: own[0][0], "amount": sum(row[2] for row in own), "quantity": sum(row[3] for row in own),
            "order_count": len(bought), "active_days": len(set(bought)),
            "first_order_date": min(bought, default=None), "last_order_date": max(bought, default=None),
        }  # fmt: skip
        found = orders.filter(pl.col("customer") == position)
        assert found["order_date"].is_sorted()
        told = found.select("order_date", "amount", "quantity", "order_count").rows()
        assert sorted(told) == sorted((day, amount, quantity, int(amount >= 0)) for _, day, amount, quantity in own)
    assert orders["customer"].is_sorted()
