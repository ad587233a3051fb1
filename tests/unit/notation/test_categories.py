"""Words that are judged once for each that is distinct."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.layouts import Layout, filled
from segkit.notation.categories import among, categories, judged


@pytest.mark.parametrize(
    ("column", "told"),
    [
        (pl.Series(["1.5", "x", None, "1.5"]), [True, False, None, True]),
        (pl.Series(["1.5", "x", None], dtype=pl.Categorical), [True, False, None]),
        (pl.Series(["1.5", "x"], dtype=pl.Enum(["x", "1.5"])), [True, False]),
        (pl.Series([1.5, float("nan"), None]), [True, False, None]),
        (pl.Series([None, None]), [None, None]),
        (pl.Series([], dtype=pl.String), []),
    ],
)
def test_a_column_of_any_type_is_judged_by_its_texts(column: pl.Series, told: list[bool | None]) -> None:
    frame = column.alias("a").to_frame().lazy()
    assert frame.select(judged(pl.col("a"), lambda word: word == "1.5")).collect().to_series().to_list() == told


def test_a_word_is_found_among_others_in_any_case_with_blanks_around_it() -> None:
    frame = pl.DataFrame({"a": [" JPY", "jpy", "Jpy ", "usd", "", None]})
    assert frame.select(among(pl.col("a"), ("jpy", "krw"))).to_series().to_list() == [
        True,
        True,
        True,
        False,
        False,
        None,
    ]


def test_each_word_is_asked_once() -> None:
    asked: list[str] = []

    def asks(word: pl.Expr) -> pl.Expr:
        return word.map_batches(lambda words: asked.extend(words) or words == "a", return_dtype=pl.Boolean)

    frame = pl.DataFrame({"a": ["a", "b"] * 500 + [None]}).select(categories(pl.col("a")))
    assert frame.select(judged(pl.col("a"), asks)).to_series().sum() == 500
    assert sorted(asked) == ["a", "b"]


def sales(**columns: list[Any]) -> pl.DataFrame:
    rows = len(next(iter(columns.values())))
    plain = {"customer_id": [f"c{n}" for n in range(rows)], "date": [date(2024, 5, 1)] * rows}
    return pl.DataFrame({**plain, "amount": [float(2**n) for n in range(rows)], **columns})


def test_a_currency_is_the_same_in_any_case_with_blanks_around_it() -> None:
    codes = ["eur", "EUR ", " Eur", "EUR"]
    assert float(segkit.abcxyz(sales(currency=codes)).table["total_amount"].sum()) == 15
    mixed = segkit.abcxyz(sales(currency=[*codes, "usd "]), in_currency="usd")
    assert float(mixed.table["total_amount"].sum()) == 16
    assert mixed.account.set_aside["currency"].rows == 4


def test_the_smallest_unit_of_a_currency_is_known_in_any_case_with_blanks_around_it() -> None:
    # Stripe counts in cents, whole yen and thousandths of a dinar: 12,345 is 123.45, 12,345 and 12.345.
    frame = pl.DataFrame({"currency": ["usd", " JPY", "Kwd "], "cents": [123_450_000] * 3})
    scaled = pl.col("cents"), pl.lit(value=False)
    units, _ = Layout(minor_units={"amount": "cents"}).in_units(scaled, "amount", "currency")
    assert frame.select(units).to_series().to_list() == [1_234_500, 123_450_000, 123_450]


def test_what_only_one_row_of_an_order_says_is_said_of_all_and_blanks_say_nothing() -> None:
    rows = pl.LazyFrame({"order_id": ["1", "1", "2", "2"], "currency": ["  ", "RUB", "AED", ""]})
    coded = rows.with_columns(categories(pl.col("currency")))
    found = filled(coded, ["currency"]).collect()["currency"].to_list()
    assert found == ["RUB", "RUB", "AED", "AED"]
