"""Columns that say of rows that they are no sales are named, whatever they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

import segkit
from segkit.result import Note

CODES = ("flagged-rows", "unread-status")


def doubts(folder: Path, header: str, rows: list[str], **options: str) -> list[Note]:
    path = folder / "sales.csv"
    path.write_text("\n".join([f"client,date,amount,{header}", *rows]) + "\n", "utf-8")
    return [note for note in segkit.abcxyz(path, **options).notes if note.code in CODES]


def sales(*cells: str) -> list[str]:
    return [f"c{n},2024-01-0{n},{n}0,{cell}" for n, cell in enumerate(cells, start=1)]


@pytest.mark.parametrize("name", ["valid", "Is Paid", "captured", "Оплачен"])
def test_a_flag_of_sales_that_says_no_is_named(tmp_path: Path, name: str) -> None:
    (found,) = doubts(tmp_path, name, sales("1", "0", "1", "0"))
    assert (found.code, found.warning, found.count) == ("flagged-rows", True, 2)
    assert found.fix == f'--status "{name}" --skip-status 0'


def test_the_way_out_of_a_flag_of_sales_leaves_the_others_out(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("client,amount,valid\na,10,1\nb,20,0\n", "utf-8")
    result = segkit.abcxyz(path, status="valid", skip_status=["0"])
    assert result.rows["customer_id"].to_list() == ["a"]


def test_a_flag_of_sales_that_nobody_ever_set_says_nothing(tmp_path: Path) -> None:
    assert doubts(tmp_path, "valid", sales("0", "0", "0")) == []


@pytest.mark.parametrize(
    ("name", "cells", "count"),
    [
        ("state", ("complete", "canceled", "complete"), 1),
        ("Zustand", ("Încasată", "Anulată", "Anulată", "Încasată", "Încasată"), 2),
        ("PaymentState", ("Paid", "Refunded", "Paid"), 1),
        ("Где", ("доставлен", "отменён", "доставлен"), 1),
    ],
)
def test_a_status_under_another_name_is_named(tmp_path: Path, name: str, cells: tuple[str, ...], count: int) -> None:
    (found,) = doubts(tmp_path, name, sales(*cells))
    assert (found.code, found.warning, found.count, found.fix) == ("unread-status", True, count, f'--status "{name}"')
    assert doubts(tmp_path, name, sales(*cells), status=name) == []


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Cancellation policy", ("Cancelled free of charge", "None", "None")),
        ("Reason", ("Refunded by staff", "", "")),
        ("room", ("Refundable", "Free cancellation", "Single")),
        ("shop", ("Void Ltd", "Void Ltd", "Other")),
    ],
)
def test_words_about_cancellations_are_no_statuses(tmp_path: Path, name: str, cells: tuple[str, ...]) -> None:
    assert doubts(tmp_path, name, sales(*cells)) == []


def test_a_second_status_says_nothing_of_rows_that_do_not_count(tmp_path: Path) -> None:
    rows = sales("paid,ok", "cancelled,refunded", "paid,ok")
    assert doubts(tmp_path, "status,money", rows) == []
    (found,) = doubts(tmp_path, "status,money", sales("paid,ok", "paid,refunded", "paid,ok"))
    assert found.count == 1
