"""Skewed shapes that real shops have, each against the plain-Python oracle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest

import oracle
import segkit
from oracle import Row

FIRST_DAY = date(2024, 1, 1)


def bought(customer: str, amounts: Sequence[float], every: int = 30) -> list[Row]:
    """Return purchases of one customer, so many days apart."""
    return [
        Row(customer, f"{customer}-{n}", FIRST_DAY + timedelta(days=n * every), Fraction(str(amount)))
        for n, amount in enumerate(amounts)
    ]


def crowd(size: int, amounts: Sequence[float], name: str = "c", every: int = 30) -> list[Row]:
    """Return customers who all buy the same."""
    return [row for n in range(size) for row in bought(f"{name}{n:04d}", amounts, every)]


ONE_TIME = crowd(970, [20]) + [row for n in range(30) for row in bought(f"loyal{n:02d}", [15] * (2 + n % 7))]
SHAPES = {
    "97 % one-time buyers": ONE_TIME,
    "equal subscriptions": crowd(50, [9.99] * 6),
    "two price plans": crowd(40, [10] * 6, "basic") + crowd(10, [50] * 6, "extra"),
    "two price plans of equal size": crowd(30, [10] * 6, "basic") + crowd(30, [40] * 6, "extra"),
    "two rhythms": crowd(20, [10] * 12, "monthly") + crowd(20, [30] * 4, "quarterly", every=90),
    "one whale": [*bought("whale", [1_000_000] * 5), *crowd(99, [10])],
    "a ladder": [row for n in range(1, 101) for row in bought(f"c{n:03d}", [n] * (n % 9 + 1))],
    "a long tail": [row for n in range(1, 201) for row in bought(f"c{n:03d}", [round(1_000 / n**1.2, 2)])],
    "returns only": crowd(10, [-5, -7]),
    "returns and one buyer": [*crowd(10, [-5]), *bought("buyer", [100])],
    "all zero": crowd(10, [0, 0]),
    "one customer": bought("only", [10, 20, 30]),
    "one customer with one purchase": bought("only", [10]),
    "one cent and a million": [*bought("small", [0.01]), *bought("large", [1_000_000])],
    "everything returned": crowd(10, [25, -25]),
}
OPTIONS = {
    "defaults": {},
    "exclude": {"boundary": "exclude"},
    "by count": {"abc_by": "count"},
    "by count, exclude": {"abc_by": "count", "boundary": "exclude"},
    "by purchases": {"value": "orders"},
    "months": {"xyz_by": "months"},
    "months, exclude": {"xyz_by": "months", "boundary": "exclude"},
    "variation": {"xyz_by": "variation"},
    "variation over the window": {"xyz_by": "variation", "fill": "window", "std": "sample", "keep_partial": True},
}


def expected(rows: Sequence[Row], options: dict[str, str]) -> dict[str, tuple[str, str, bool]]:
    """Return the oracle's classes of each customer: ABC, XYZ, golden."""
    people = oracle.customers(rows)
    exclude = options.get("boundary") == "exclude"
    by_count = options.get("abc_by") == "count"
    totals = {name: person.total(options.get("value", "revenue")) for name, person in people.items()}
    limits = [Fraction(20), Fraction(50)] if by_count else [Fraction(80), Fraction(95)]
    single = options.get("value") == "orders"
    abc = oracle.pareto(totals, limits, exclude=exclude, by_count=by_count, single_is_last=single)
    letters = _varying(people, rows, options) if options.get("xyz_by") == "variation" else _frequent(people, options)
    return {
        name: ("ABC"[place], letters[name], oracle.is_golden("ABC"[place], letters[name]))
        for name, place in abc.items()
    }


def _frequent(people: dict[str, oracle.Customer], options: dict[str, str]) -> dict[str, str]:
    by_months = options.get("xyz_by") == "months"
    counts = {name: Fraction(own.months if by_months else len(own.purchases)) for name, own in people.items()}
    exclude = options.get("boundary") == "exclude"
    places = oracle.pareto(counts, [Fraction(80), Fraction(95)], exclude=exclude, single_is_last=True)
    return {name: "XYZ"[place] for name, place in places.items()}


def _varying(people: dict[str, oracle.Customer], rows: Sequence[Row], options: dict[str, str]) -> dict[str, str]:
    days = [row.day for row in rows]
    start = min(days) if options.get("fill") == "window" else None
    return {
        name: oracle.variation(
            own,
            "revenue",
            grain="month",
            as_of=max(days),
            window_start=start,
            keep_partial=bool(options.get("keep_partial")),
            sample=options.get("std") == "sample",
        ).letter
        for name, own in people.items()
    }


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("rows", SHAPES.values(), ids=SHAPES)
def test_classes_of_a_skewed_shape(rows: list[Row], options: dict[str, str]) -> None:
    frame = pl.DataFrame(
        [(row.customer, row.order, row.day, float(row.amount)) for row in rows],
        schema=["customer_id", "order_id", "order_date", "amount"],
        orient="row",
    )
    table = segkit.abcxyz(frame, **options).table
    found = {name: (abc, xyz, gold) for name, abc, xyz, gold in table.select(
        "customer_id", "abc_class", "xyz_class", "golden").iter_rows()}  # fmt: skip
    assert found == expected(rows, options)


def test_one_time_buyers_are_not_frequent_though_they_hold_most_purchases() -> None:
    letters = {name: xyz for name, (_, xyz, _) in expected(ONE_TIME, {}).items()}
    assert {xyz for name, xyz in letters.items() if name.startswith("c")} == {"Z"}
    assert "X" in {xyz for name, xyz in letters.items() if name.startswith("loyal")}
