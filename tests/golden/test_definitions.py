"""The worked examples of docs/definitions.md, each as written there."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import segkit

WORKED = {
    "C01": (40, 1000), "C02": (5, 8000), "C03": (40, 125), "C04": (5, 1000), "C05": (1, 5000), "C06": (5, 200),
    "C07": (1, 1000), "C08": (1, 1000), "C09": (1, 1000), "C10": (1, 1000),
}  # fmt: skip


def of_values(*values: float) -> pl.DataFrame:
    """One customer per value, in one purchase each."""
    return pl.DataFrame({"customer_id": [f"c{n}" for n in range(len(values))], "amount": [float(v) for v in values]})


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        ((95, 3, 2), "ACC"),
        ((100,), "A"),
        ((80, 15, 5), "ABC"),
        ((10,) * 10, "AAAAAAAAAA"),
        ((100, 50, -70, 0), "AACC"),
        ((0, 0, 0), "CCC"),
    ],
)
def test_abc_traps_have_the_classes_of_the_definitions(values: tuple[float, ...], classes: str) -> None:
    table = segkit.abcxyz(of_values(*values), xyz_by="none").table.sort("customer_id")
    assert "".join(table["abc_class"]) == classes


def test_customers_without_positive_value_are_counted_in_a_note() -> None:
    notes = {note.code: note.message for note in segkit.abcxyz(of_values(100, 50, -70, 0)).notes}
    assert notes["not-positive"].startswith("2 with a revenue of zero or less")


def test_all_zero_is_a_warning() -> None:
    assert "no-value" in {note.code for note in segkit.abcxyz(of_values(0, 0, 0)).warnings}


def test_worked_example_of_ten_customers() -> None:
    rows = [(customer, amount) for customer, (count, amount) in WORKED.items() for _ in range(count)]
    result = segkit.abcxyz(pl.DataFrame(rows, schema=["customer_id", "amount"], orient="row"))
    cells = dict(result.table.group_by("abc_xyz_class").len().iter_rows())
    expected = {"AX": 1, "AY": 1, "AZ": 0, "BX": 1, "BY": 1, "BZ": 1, "CX": 0, "CY": 1, "CZ": 4}
    assert {cell: cells.get(cell, 0) for cell in expected} == expected
    assert set(result.table.filter("golden")["customer_id"]) == {"C01", "C02"}
    by_abc = {key[0]: part for key, part in result.table.group_by("abc_class")}
    assert {key: part.height for key, part in by_abc.items()} == {"A": 2, "B": 3, "C": 5}
    assert {key: part["total_amount"].sum() for key, part in by_abc.items()} == {"A": 80_000, "B": 15_000, "C": 5_000}
    assert dict(result.table.group_by("xyz_class").len().iter_rows()) == {"X": 2, "Y": 3, "Z": 5}
    assert result.facts["total_income"] == 100_000
    assert result.facts["order_count"] == 100


def test_purchases_and_months_of_one_customer() -> None:
    days = [date(2024, 1, 1), date(2024, 1, 15), date(2024, 1, 30), date(2024, 3, 2)]
    frame = pl.DataFrame({"customer_id": ["a"] * 4, "order_date": days, "amount": [1.0] * 4})
    row = segkit.abcxyz(frame).table.row(0, named=True)
    assert (row["order_count"], row["active_months"]) == (4, 2)
    assert (row["first_order_date"], row["last_order_date"]) == (days[0], days[-1])


def test_last_twelve_months_to_the_end_of_december_is_the_calendar_year() -> None:
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    frame = pl.DataFrame({"customer_id": list("abcd"), "order_date": days, "amount": [1.0] * 4})
    result = segkit.abcxyz(frame, last="12mo", as_of="2024-12-31")
    assert sorted(result.table["customer_id"]) == ["b", "c"]
    assert result.account is not None
    assert result.account.set_aside["period"].rows == 2
