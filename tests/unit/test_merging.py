"""Spellings of one id: what becomes one, and what stays apart."""

from __future__ import annotations

import polars as pl
import pytest

import segkit
from segkit.errors import ParamsError
from segkit.merging import merged
from segkit.targets.identifiers import email
from segkit.targets.phones import phones


def forms(ids: list[str], *kinds: str) -> list[str]:
    return pl.DataFrame({"id": ids}).select(merged(pl.col("id"), kinds)).to_series().to_list()


PHONES = [
    "+7 (912) 345-67-89",
    "8 912 345 67 89",
    "89123456789",
    "9123456789",
    "79123456789",
    "7 912 345\u201367\u201389",
]


def test_a_russian_number_has_one_form_however_it_is_written() -> None:
    assert set(forms(PHONES, "phone")) == {"79123456789"}


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("+44 20 7946 0958", "442079460958"),
        ("0044 20 7946 0958", "442079460958"),
        ("+89123456789", "89123456789"),  # with a plus the country code is given, and 8 is none of Russia's
        ("4951234567", "4951234567"),  # ten digits that are no Russian mobile number: the country is anybody's guess
        ("12345", "12345"),
        ("1001-2024", "1001-2024"),
        ("9" * 16, "9" * 16),
        ("ann", "ann"),
    ],
)
def test_other_numbers_keep_their_digits_and_what_is_no_number_stays(written: str, form: str) -> None:
    assert forms([written], "phone") == [form]


def test_addresses_are_compared_without_case_and_blanks_around() -> None:
    assert forms([" Ann@Shop.RU", "ann@shop.ru", "Ann"], "email") == ["ann@shop.ru", "ann@shop.ru", "Ann"]


@pytest.mark.parametrize(
    "written", [*PHONES, "+7 495 123 45 67", "8 (495) 123-45-67", "0074951234567", "0044 20 7946 0958"]
)
def test_a_phone_is_one_for_the_merge_of_ids_and_for_lists(written: str) -> None:
    assert forms([written], "phone") == phones(pl.Series([written]), "RU").to_list()


@pytest.mark.parametrize("written", [" Ann@Shop.RU", "\u200bann@shop.ru", "ann@shop.ru\u00a0", "ANN@SHOP.RU"])
def test_an_address_is_one_for_the_merge_of_ids_and_for_lists(written: str) -> None:
    listed = pl.DataFrame({"id": [written]}).select(email(pl.col("id"))).to_series().to_list()
    assert forms([written], "email") == listed == ["ann@shop.ru"]


def test_names_are_compared_without_case_and_with_single_blanks() -> None:
    assert forms(["ООО  Ромашка", "ооо\u00a0ромашка "], "case") == ["ооо ромашка"] * 2


def test_kinds_that_are_not_asked_for_are_left_alone() -> None:
    ids = ["Ann@Shop.RU", "8 912 345 67 89", "АННА"]
    assert forms(ids) == ids


def test_money_of_all_spellings_is_the_customers_and_the_merge_is_counted() -> None:
    frame = pl.DataFrame({"customer_id": [*PHONES, "x"], "amount": [1, 2, 4, 8, 16, 32, 64]})
    result = segkit.abcxyz(frame, merge_ids="phone")
    assert result.rows.select("customer_id", "total_amount", "order_count").rows() == [
        ("x", 640_000, 1),
        ("79123456789", 630_000, 6),
    ]
    (note,) = [note for note in result.notes if note.code == "merged-ids"]
    assert (note.message, note.count) == ("--merge-ids: 7 ids as written are 2", 5)


def test_numbers_stored_as_integers_merge_as_well() -> None:
    frame = pl.DataFrame({"customer_id": [89123456789, 79123456789], "amount": [1, 2]})
    assert segkit.abcxyz(frame, merge_ids="phone").rows["customer_id"].to_list() == ["79123456789"]


def test_a_kind_that_there_is_not_is_refused_with_the_nearest() -> None:
    with pytest.raises(ParamsError, match=r'"emial" is none of email, phone, case, number\. Did you mean "email"\?'):
        segkit.abcxyz(pl.DataFrame({"customer_id": [1], "amount": [1]}), merge_ids="emial")


def test_padded_numbers_are_no_telephone_numbers_but_00_with_marks_or_of_a_russian_one_is() -> None:
    padded = ["00123456789", "000000123456", "001234567890", "0012345678901"]
    assert forms(padded, "phone") == padded
    assert forms(["0079123456789", "00 7 912 345-67-89", "00 372 5123 4567"], "phone") == [
        "79123456789", "79123456789", "37251234567",
    ]  # fmt: skip
