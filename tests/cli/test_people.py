"""The lists of people beside the input of segkit export, as a process: sheets, bare columns, dates that cannot be read."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

Run = Any

CONTACTS = "customer_id,email\n1,anna@example.org\n5,fritz@example.org\n8,emil@example.org\n"
ORDERS = "customer_id,order_date,amount\n1,2024-01-05,10.00\n5,2024-05-06,40.00\n"


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), strict=True))


def sheets(path: Path, **tables: str) -> None:
    """Write a workbook with a sheet for each table, given as lines of cells."""
    with xlsxwriter.Workbook(path) as book:
        for name, text in tables.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(text.split()):
                sheet.write_row(number, 0, line.split(","))


def test_every_sheet_of_a_list_that_names_people_keeps_them_out(here: Run, contacts: str, tmp_path: Path) -> None:
    sheets(
        tmp_path / "s.xlsx", Legend="color,meaning red,late", Unsubscribed="email anna@example.org",
        Orders="customer_id,order_date,amount 8,2024-01-01,5", Bounced="customer_id,reason 5,full",
    )  # fmt: skip
    ended = here("export", contacts, "--to", "plain", "--suppress", "s.xlsx")
    assert [row["customer_id"] for row in read(ended.text)] == ["8"]
    later = "if it lists somebody, save it as a file of its own"
    assert f"warning: s.xlsx, sheet Legend is not read: no id or email or phone column; {later}\n" in ended.err
    assert f"warning: s.xlsx, sheet Orders is not read: sales; {later}\n" in ended.err
    assert here("export", contacts, "--to", "plain", "--suppress", "s.xlsx", "--strict").code == 4


def test_contacts_come_from_the_sheets_that_have_them_whatever_stands_beside(here: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("customer_id,segment\n7,new\n8,new\n", "utf-8")
    sheets(
        tmp_path / "c.xlsx", Orders="customer_id,order_date,amount,order_id 7,2024-01-01,5,1 8,2024-01-01,5,2",
        Phones="customer_id,city,phone 7,Omsk,+79995551111 8,,+79995552222", Mails="customer_id,email 7,a@x.ru 8,b@x.ru",
    )  # fmt: skip
    ended = here("export", "r.csv", "--to", "plain", "--contacts", "c.xlsx")
    assert [tuple(row.values())[:3] for row in read(ended.text)] == [
        ("7", "a@x.ru", "+79995551111"), ("8", "b@x.ru", "+79995552222"),
    ]  # fmt: skip
    assert "warning: c.xlsx, sheet Orders is not read: sales;" in ended.err


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ANNA@example.org\nfritz@example.org\n", ["8"]),
        ("1\n8\n", ["5"]),
        ("Who has left\n5\nanna@example.org\n", ["8"]),
        ("Anna Smith\nBob Stone\n", ["1", "5", "8"]),
    ],
    ids=["addresses", "ids", "both", "names"],
)
def test_a_bare_list_keeps_out_whom_its_only_column_names(
    here: Run, contacts: str, tmp_path: Path, text: str, left: list[str]
) -> None:
    (tmp_path / "s.txt").write_text(text, "utf-8")
    ended = here("export", contacts, "--to", "plain", "--suppress", "s.txt")
    assert sorted(row["customer_id"] for row in read(ended.text)) == left
    nobody = "none of its only column is an id, e-mail or phone of INPUT, and nobody is left out"
    assert (f"warning: --suppress s.txt: {nobody}\n" in ended.err) == (len(left) == 3)


def test_dates_of_a_list_that_cannot_be_read_name_the_list_and_what_helps(
    here: Run, contacts: str, orders: str, tmp_path: Path
) -> None:
    (tmp_path / "s.csv").write_text("customer_id,sent_at\n1,yesterday\n2,long ago\n", "utf-8")
    more = ("--suppress", "s.csv", "--days", "3")
    for ended in (here("export", contacts, "--to", "plain", *more), here("rfm", orders, *more)):
        assert (ended.code, ended.out) == (3, b"")
        assert 'segkit: --suppress s.csv: column "sent_at" does not look like dates: long ago, yesterday\n' in ended.err
        assert "Write its dates like 2024-05-31, or drop --days: then everybody in it counts.\n" in ended.err
