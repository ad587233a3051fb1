"""Who may be several under one name, or one address, is said; nobody is named."""

from __future__ import annotations

from pathlib import Path

import pytest

import segkit
from segkit.result import Note


def doubts(folder: Path, text: str, **options: str) -> list[Note]:
    path = folder / "sales.csv"
    path.write_text(text, "utf-8")
    return [note for note in segkit.abcxyz(path, **options).notes if note.code in ("namesakes", "customer-in-doubt")]


@pytest.mark.parametrize(
    ("header", "one", "two"),
    [
        ("Client,E-mail", "Ivan Petrov,a@x.example", "Ivan Petrov,b@x.example"),
        ("Клиент,Телефон", "Петров Иван,+7 912 555-01-11", "Петров Иван,+7 912 555-02-22"),
        ("Email,Username", "desk@x.example,petrov_1", "desk@x.example,petrov_2"),
    ],
)
def test_one_customer_with_several_ids_of_a_surer_kind_is_said(tmp_path: Path, header: str, one: str, two: str) -> None:
    other = header.split(",")[1]
    name = one.split(",", maxsplit=1)[0]
    text = f"date,amount,{header}\n2024-01-01,1,{one}\n2024-01-02,2,{two}\n2024-01-03,3,{two}\n"
    (found,) = doubts(tmp_path, text)
    assert (found.code, found.warning, found.count, found.fix) == ("namesakes", True, 1, f'--customer "{other}"')
    assert name not in found.message
    assert doubts(tmp_path, text, customer=other) == []
    assert doubts(tmp_path, text.replace(two, one)) == []


def test_addresses_in_capitals_or_none_are_no_other_person(tmp_path: Path) -> None:
    text = "date,amount,Client,E-mail\n2024-01-01,1,Ann Lee,a@x.example\n2024-01-02,2,Ann Lee,A@X.example\n2024-01-03,3,Ann Lee,\n"
    assert doubts(tmp_path, text) == []


def test_an_id_may_have_several_addresses(tmp_path: Path) -> None:
    text = "date,amount,customer_id,email\n2024-01-01,1,17,a@x.example\n2024-01-02,2,17,b@x.example\n"
    assert doubts(tmp_path, text) == []


def test_the_account_of_the_books_is_no_customer_where_contacts_are_many(tmp_path: Path) -> None:
    rows = "".join(f"{n}.01.2024,{n},200,Person {n}\n" for n in range(13, 19))
    (found,) = doubts(tmp_path, f"Date,Total,AccountCode,ContactName\n{rows}")
    assert (found.code, found.fix) == ("customer-in-doubt", '--customer "ContactName"')
