"""Marks of currencies in the cells of a column of money."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import segkit
from segkit.errors import DataError, RejectedRowsError
from segkit.notation.currencies import currency, is_marked, unmarked

MARKED = {
    "$10.00": ("10.00", "USD"), "-$10": ("-10", "USD"), "$-10": ("-10", "USD"), "($10)": ("(10)", "USD"), "10$": ("10", "USD"),
    "R$ 10.50": ("10.50", "BRL"), "US$5": ("5", "USD"), "CA$ 7": ("7", "CAD"), "A$ 7": ("7", "AUD"), "Rs.500": ("500", "INR"),
    "Rs 500": ("500", "INR"), "AED 10": ("10", "AED"), "10 Kč": ("10", "CZK"), "10 Ft": ("10", "HUF"), "10zł": ("10", "PLN"),
    "10 kr": ("10", "KR"), "10 kr.": ("10", "KR"), "100руб.": ("100", "RUB"), "100,00 руб": ("100,00", "RUB"), "р.500": ("500", "RUB"),
    "1 234,50 ₽": ("1 234,50", "RUB"), "7,25 р.": ("7,25", "RUB"), "10 USD": ("10", "USD"), "USD10": ("10", "USD"),
    "10 eur": ("10", "EUR"), "$.50": (".50", "USD"), "$10 CAD": ("10", "CAD"), "¥3000": ("3000", "JPY"), "3000円": ("3000", "JPY"),
    "৳2,999": ("2,999", "BDT"), "(10 €)": ("(10)", "EUR"), "12,- €": ("12,-", "EUR"), "₿ 2": ("2", "₿"), "XY$ 2": ("2", "XY$"),
}  # fmt: skip
OTHER = (
    "10",
    "1e5",
    "10 pcs",
    "10 шт",
    "10 кг",
    "1.5K",
    "1.5 M",
    "10k",
    "10%",
    "USD",
    "$",
    "10 (USD)",
    "10 р 50",
    "-",
    "x10",
)


def column(*texts: str) -> pl.DataFrame:
    return pl.DataFrame({"text": texts})


@pytest.mark.parametrize("text", MARKED)
def test_a_mark_is_taken_off_and_tells_its_currency(text: str) -> None:
    cell = pl.col("text")
    row = (
        column(text)
        .select(unmarked(cell).str.strip_chars(), currency(cell).alias("code"), is_marked(cell).alias("is"))
        .row(0)
    )
    assert row == (*MARKED[text], True)


@pytest.mark.parametrize("text", OTHER)
def test_what_is_no_mark_of_a_currency_stays(text: str) -> None:
    cell = pl.col("text")
    row = column(text).select(unmarked(cell), currency(cell).alias("code"), is_marked(cell).alias("is")).row(0)
    assert row == (text, None, False)


def sales(*amounts: str, **more: list[str]) -> pl.DataFrame:
    days = ["2024-05-01"] * len(amounts)
    return pl.DataFrame(
        {"customer_id": [f"c{n}" for n in range(len(amounts))], "date": days, "amount": amounts, **more}
    )


def money(*amounts: str, **options: Any) -> float:
    return float(segkit.abcxyz(sales(*amounts), **options).table["total_amount"].sum())


@pytest.mark.parametrize(
    ("amounts", "listed"),
    [
        (("$10.00", "€20.00", "¥3000"), "EUR 1 rows, JPY 1 rows, USD 1 rows"),
        (("10 USD", "20 EUR", "$5"), "USD 2 rows, EUR 1 rows"),
        (("1 000,50 ₽", "20,10 $"), "RUB 1 rows, USD 1 rows"),
        (("100", "200", "$5", "€7"), "EUR 1 rows, USD 1 rows"),
    ],
)
def test_several_currencies_in_the_cells_are_not_added(amounts: tuple[str, ...], listed: str) -> None:
    with pytest.raises(DataError, match=f"cannot be added: {listed}") as caught:
        money(*amounts)
    assert "--in-currency" in str(caught.value.fix)


def test_one_of_several_currencies_in_the_cells_can_be_chosen() -> None:
    assert money("$10.50", "€20.00", "7.25 USD", "¥3000", in_currency="USD") == 17.75


def test_currencies_behind_the_head_of_the_file_are_found() -> None:
    with pytest.raises(DataError, match="EUR 1 rows, USD 1 rows"):
        money(*["5.00"] * 12_000, "$5.00", "€5.00")
    with pytest.raises(DataError, match="USD 12,000 rows, EUR 1 rows"):
        money(*["$5.00"] * 12_000, "€5.00")
    with pytest.raises(DataError, match="EUR 1 rows, USD 1 rows"):
        money(*["5,50"] * 12_000, "$5,25", "€5,25")


def test_prices_are_marked_like_amounts() -> None:
    frame = sales("$2.00", "€3.00", quantity=["2", "3"]).rename({"amount": "price"})
    with pytest.raises(DataError, match="EUR 1 rows, USD 1 rows"):
        segkit.abcxyz(frame)
    assert segkit.abcxyz(frame, in_currency="EUR").table["total_amount"].sum() == 9


def test_a_column_of_the_currency_goes_before_marks_and_marks_fill_its_blanks() -> None:
    assert segkit.abcxyz(sales("$5", "5 $", currency=["CAD", "CAD"])).table["total_amount"].sum() == 10
    with pytest.raises(DataError, match="CAD 1 rows, USD 1 rows"):
        segkit.abcxyz(sales("$5", "5 $", currency=["CAD", ""]))


@pytest.mark.parametrize("odd", ["10 pcs", "10 шт", "1.5K", "$1.5K", "2M"])
def test_units_that_are_no_money_are_refused(odd: str) -> None:
    with pytest.raises(RejectedRowsError, match=r"cannot be read \(amount 1\)"):
        money("10.50", odd)
