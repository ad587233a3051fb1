"""Roles that are needed and have no column."""

from __future__ import annotations

import pytest

from segkit.errors import MissingColumnError
from segkit.recognition.missing import require
from segkit.roles import resolve


def test_required_roles_that_are_there_pass() -> None:
    require({"customer": "c", "quantity": "q", "price": "p"}, {"customer": "why", "amount": "why"}, [], "x.csv")


def test_all_missing_roles_are_named_with_their_reasons_and_flags() -> None:
    with pytest.raises(MissingColumnError) as caught:
        require({"quantity": "q"}, {"customer": "rows are customers", "amount": "ABC needs one"}, ["q", "z"], "x.csv")
    assert caught.value.message == (
        "x.csv: no customer column found; rows are customers.\nx.csv: no amount column found; ABC needs one."
    )
    assert caught.value.fix == "Name it: --customer COLUMN --amount COLUMN\nColumns: q, z"


@pytest.mark.parametrize(
    ("headers", "perhaps"),
    [
        (["customer_id", "amount", "Product cost"], '--cost "Product cost"'),
        (["customer_id", "amount", "cost"], '--cost "cost"'),
        (
            ["Customer ref no", "Total weight", "cost"],
            '--customer "Customer ref no" --amount "Total weight" --cost "cost"',
        ),
        (["customer_id", "amount", "Закупочная себестоимость, руб."], '--cost "Закупочная себестоимость, руб."'),
        (["customer_id", "amount", "costume"], ""),
    ],
)
def test_columns_that_sound_like_a_missing_role_are_proposed(headers: list[str], perhaps: str) -> None:
    needed = dict.fromkeys(("customer", "amount", "cost"), "asked for")
    with pytest.raises(MissingColumnError) as caught:
        require(resolve(headers, {}), needed, headers, "sales.csv")
    proposed = [line for line in str(caught.value.fix).splitlines() if line.startswith("Perhaps")]
    assert proposed == ([f"Perhaps: {perhaps}"] if perhaps else [])


def test_a_single_column_is_sent_to_the_separator() -> None:
    with pytest.raises(MissingColumnError) as caught:
        require({}, {"customer": "rows are customers"}, ["column_1"], "x.csv")
    assert caught.value.fix == (
        "Name it: --customer COLUMN\nColumns: column_1\n"
        "One column only: if there are more, --separator CHARACTER divides them"
    )


def test_a_table_of_products_is_sent_to_per_item() -> None:
    with pytest.raises(MissingColumnError) as caught:
        require({"item": "sku"}, {"customer": "why"}, ["sku"], "x.csv")
    assert "--per item" in str(caught.value.fix)


def test_a_long_list_of_columns_is_cut() -> None:
    headers = [f"c{n}" for n in range(42)]
    with pytest.raises(MissingColumnError) as caught:
        require({}, {"customer": "why"}, headers, "x.csv")
    assert str(caught.value.fix).endswith("c39, and 2 more")


@pytest.mark.parametrize(
    ("headers", "perhaps"),
    [
        (["Date", "Customer", "Money out", "Money in"], '--amount "Money in" --subtract "Money out"'),
        (["Дата", "Контрагент", "Дебет", "Кредит"], '--amount "Кредит" --subtract "Дебет"'),
        (["Datum", "Kunde", "Soll", "Haben (EUR)"], '--amount "Haben (EUR)" --subtract "Soll"'),
        (["Date", "Customer", "Source fee amount", "Amount after fees"], '--amount "Amount after fees"'),
        (["Date", "Customer", "Credit"], ""),
    ],
)
def test_columns_of_two_sides_are_proposed_together_and_fees_are_not(headers: list[str], perhaps: str) -> None:
    with pytest.raises(MissingColumnError) as caught:
        require(resolve(headers, {}), {"amount": "asked for"}, headers, "bank.csv")
    proposed = [line.removesuffix(", or the other way round") for line in str(caught.value.fix).splitlines()]
    assert [line for line in proposed if line.startswith("Perhaps")] == ([f"Perhaps: {perhaps}"] if perhaps else [])
