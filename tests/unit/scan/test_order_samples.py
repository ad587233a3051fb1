"""What the orders of a sample look like, on frames small enough to count by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from segkit.scan.order_samples import OrderCounts, counts, order_notes, order_sample

DAY = date(2024, 1, 1)
Line = tuple[str, str, int, int]
"""Order, customer, days after the first of January, and money."""


def looked_at(*lines: Line, without: str | None = None) -> OrderCounts:
    names = ["order_id", "customer_id", "days", "amount"]
    frame = pl.DataFrame(lines, schema=names, orient="row")
    dated = frame.with_columns(order_date=pl.lit(DAY) + pl.duration(days="days")).drop("days")
    rows = dated.drop(without or []).with_columns(reason=pl.lit(0, pl.UInt8))
    sample = order_sample(rows.lazy(), rows.height)
    pl.collect_all([sample.plan()])
    return counts(sample)


def of(**found: int) -> OrderCounts:
    return OrderCounts(**{"every": 1, "orders": 1_000, "shared": 0, "doubled": 0, "long": 0, **found})


def test_an_order_of_two_customers_is_shared() -> None:
    assert looked_at(("1", "a", 0, 5), ("1", "b", 0, 5), ("2", "a", 0, 5)).shared == 1


@pytest.mark.parametrize(
    ("first", "second", "doubled", "long"), [(2, 2, 1, 1), (4, 2, 1, 1), (2, 3, 0, 1), (1, 1, 0, 1), (2, 0, 0, 0)]
)
def test_an_order_is_doubled_if_each_of_several_lines_stands_there_an_even_number_of_times(
    first: int, second: int, doubled: int, long: int
) -> None:
    found = looked_at(*[("1", "a", 0, 5)] * first, *[("1", "a", 0, 7)] * second)
    assert (found.orders, found.doubled, found.long) == (1, doubled, long)


def test_one_line_that_stands_there_twice_is_there_again_if_money_tells_lines_apart() -> None:
    lines = [("1", "a", 0, 5)] * 2, [("2", "a", 0, 5), ("2", "a", 0, 6)], [("3", "b", 0, 5)]
    rows = [line for order in lines for line in order]
    assert looked_at(*rows).again == 1
    assert looked_at(*rows, without="amount").again == 0


def test_orders_of_several_rows_count_if_they_bring_money_and_are_level_if_each_row_brings_as_much() -> None:
    found = looked_at(
        *[("one row", "a", 0, 5)], *[("free", "a", 0, 0)] * 2, *[("level", "a", 0, 5)] * 3,
        *[("unlike", "a", 0, 5), ("unlike", "a", 0, 6)], *[("part free", "a", 0, 0), ("part free", "a", 0, 6)],
    )  # fmt: skip
    assert (found.orders, found.several, found.level) == (5, 3, 1)


@pytest.mark.parametrize(
    ("later", "apart"),
    [
        (("1", "a", 60, 5), 0),
        (("1", "a", 61, 5), 1),
        (("1", "a", 61, 0), 1),  # a free purchase is one
        (("1", "a", 61, -5), 0),  # what comes back months later comes back to its order
        (("1", "b", 61, 5), 0),  # that is shared
    ],
)
def test_purchases_of_one_customer_under_one_number_are_apart_from_the_sixty_first_day_on(
    later: Line, apart: int
) -> None:
    assert looked_at(("1", "a", 0, 5), later).apart == apart


def test_without_amounts_every_row_is_a_purchase_that_may_lie_apart() -> None:
    assert looked_at(("1", "a", 0, 5), ("1", "a", 61, -5), without="amount").apart == 1
    assert looked_at(("1", "a", 0, 5), ("1", "a", 0, 6), without="order_date").apart == 0


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"again": 51, "long": 50}, True),
        ({"again": 50, "long": 50}, False),  # as many orders of different lines
        ({"again": 52, "long": 51}, False),  # more than one in twenty
        ({"orders": 2, "again": 1}, True),
        ({"orders": 1, "again": 1}, False),
    ],
)
def test_a_row_is_an_order_where_few_have_different_lines(found: dict[str, int], *, expected: bool) -> None:
    assert of(**found).one_row_each is expected


def test_files_may_overlap_from_one_order_in_two_hundred_on() -> None:
    among_lines = {"long": 900}
    assert not of(again=5, **among_lines).may_overlap(2)
    assert of(again=6, **among_lines).may_overlap(2)
    assert not of(again=6, **among_lines).may_overlap(1)
    assert of(again=6).may_overlap(1)


def test_totals_may_stand_on_each_row_where_more_than_nineteen_in_twenty_are_level() -> None:
    assert not of(several=100, level=95).may_hold_totals
    assert of(several=100, level=96).may_hold_totals


@pytest.mark.parametrize(
    ("found", "codes"),
    [
        ({}, []),
        ({"shared": 1}, []),
        ({"shared": 2}, ["shared-orders"]),
        ({"apart": 1}, []),
        ({"apart": 2}, ["reused-orders"]),
        ({"doubled": 1, "long": 200}, []),
        ({"doubled": 2, "long": 200}, ["doubled-orders"]),
        (
            {"orders": 3, "shared": 1, "apart": 1, "doubled": 1, "long": 1},
            ["shared-orders", "reused-orders", "doubled-orders"],
        ),
    ],
)
def test_what_a_chance_may_bring_is_not_warned_about(found: dict[str, int], codes: list[str]) -> None:
    notes = list(order_notes(of(**found)))
    assert [note.code for note in notes] == codes
    assert all(note.warning and note.fix for note in notes)
