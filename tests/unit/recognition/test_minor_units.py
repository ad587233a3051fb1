"""Money in the smallest unit of its currency is divided, or it is said that it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.errors import DataError
from segkit.result import Result
from segkit.roles import minor_unit


def run(folder: Path, text: str, **options: Any) -> Result:
    path = folder / "sales.csv"
    path.write_text(text, "utf-8")
    return segkit.abcxyz(path, **options)


def spent(result: Result) -> dict[str, float]:
    return {str(key): float(money) / 10_000 for key, money in result.rows.select("customer_id", "total_amount").rows()}


def said(result: Result) -> list[tuple[bool, str | None]]:
    return [(note.warning, note.fix) for note in result.notes if note.code == "minor-units"]


def sales(header: str, *amounts: str, currency: str = "usd") -> str:
    rows = "".join(f"{chr(97 + n)},2024-01-0{n + 1},{n},{amount},{currency}\n" for n, amount in enumerate(amounts))
    return f"customer_id,order_date,order_id,{header},currency\n{rows}"


@pytest.mark.parametrize(
    "header",
    ["amount_cents", "amount_in_cents", "amountCents", "Total (cents)", "total_minor_units", "AmountMinor", "Betrag in Cent",
     "Сумма (коп.)", "сумма_коп", "Сумма в копейках", "total_money.amount", "Montant en centimes"],
)  # fmt: skip
def test_a_column_of_cents_by_its_name_is_read_as_such(tmp_path: Path, header: str) -> None:
    result = run(tmp_path, sales(header, "1999", "-250"), amount=header)
    assert spent(result) == {"a": 19.99, "b": -2.5}
    assert said(result) == [(False, "--no-minor-units")]


@pytest.mark.parametrize("header", ["amount_cents", "totalCents", "Сумма, коп."])
def test_an_amount_of_cents_needs_no_flag(tmp_path: Path, header: str) -> None:
    text = sales("X", "1999").replace("X", f'"{header}"')
    assert spent(run(tmp_path, text)) == {"a": 19.99}


@pytest.mark.parametrize(
    "header", ["amount", "percent", "accent", "копия", "center", "minority", "cents_off_coupon"][:6]
)
def test_other_words_are_no_cents(header: str) -> None:
    assert minor_unit(header) is None


def test_the_flag_divides_and_takes_back(tmp_path: Path) -> None:
    for header, options, expected in [
        ("amount", {}, 1999), ("amount", {"minor_units": True}, 19.99), ("amount_cents", {"minor_units": False}, 1999),
    ]:  # fmt: skip
        result = run(tmp_path, sales(header, "1999"), **options)
        assert (spent(result), said(result)) == ({"a": expected}, [])


def test_cents_with_fractions_are_doubted_and_kept(tmp_path: Path) -> None:
    result = run(tmp_path, sales("amount_cents", "19.99", "250"))
    assert spent(result) == {"a": 19.99, "b": 250}
    assert said(result) == [(True, "--minor-units")]
    divided = run(tmp_path, sales("amount_cents", "19.99", "250"), minor_units=True)
    assert spent(divided) == {"a": 0.1999, "b": 2.5}


@pytest.mark.parametrize(
    ("currency", "expected"), [("JPY", 1999), ("krw", 1999), (" kwd", 1.999), ("EUR", 19.99), ("", 19.99)]
)
def test_the_currency_says_how_many_there_are(tmp_path: Path, currency: str, expected: float) -> None:
    assert spent(run(tmp_path, sales("amount_cents", "1999", currency=currency))) == {"a": expected}


def test_millionths_are_told_from_cents(tmp_path: Path) -> None:
    result = run(tmp_path, sales("amount_micros", "1990000", currency="JPY"))
    assert spent(result) == {"a": 1.99}
    text = sales("amount_micros", "1990000")
    assert spent(run(tmp_path, text, minor_units=True)) == {"a": 1.99}
    assert spent(run(tmp_path, text, minor_units=False)) == {"a": 1_990_000}


def test_prices_and_what_is_taken_off_are_in_cents_too(tmp_path: Path) -> None:
    text = "client,date,quantity,price_cents,refund\na,2024-01-02,3,1999,1.5\n"
    assert spent(run(tmp_path, text)) == {"a": 59.97}
    assert spent(run(tmp_path, text, subtract="refund")) == {"a": 58.47}
    assert spent(
        run(tmp_path, text.replace("refund", "refund_cents").replace("1.5", "150"), subtract="refund_cents")
    ) == {"a": 58.47}


def test_profit_is_of_cents_and_cents(tmp_path: Path) -> None:
    text = "client,date,amount_cents,cost_cents\na,2024-01-02,1999,1000\nb,2024-01-03,500,600\n"
    result = run(tmp_path, text, value="profit", cost="cost_cents")
    assert dict(result.rows.select("customer_id", "value").rows()) == {"a": 99_900, "b": -10_000}


def test_a_part_of_a_hundredth_of_a_cent_is_counted_as_lost(tmp_path: Path) -> None:
    result = run(tmp_path, sales("amount", "0.015", "7"), minor_units=True, decimal="point")
    assert spent(result) == {"a": 0.0002, "b": 0.07}
    assert [note.count for note in result.notes if note.code == "inexact-amounts"] == [1]


def test_a_table_of_typed_columns_is_divided_exactly() -> None:
    frame = pl.DataFrame(
        {"client": ["a", "b"], "date": ["2024-01-05", "2024-01-06"], "total_cents": [90_071_992_547_409, -1]}
    )
    units = dict(segkit.abcxyz(frame).rows.select("customer_id", "total_amount").rows())
    assert units == {"a": 9_007_199_254_740_900, "b": -100}


def test_grouped_cents_ask_for_the_decimal_mark(tmp_path: Path) -> None:
    text = sales("X", "1.999").replace("X", "amount_cents")
    with pytest.raises(DataError, match="ambiguous"):
        run(tmp_path, text)
    assert spent(run(tmp_path, text, decimal="comma")) == {"a": 19.99}
