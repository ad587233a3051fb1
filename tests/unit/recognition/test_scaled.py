"""Thousands and millions that a header or a title speaks of are said, and the money is as in the file."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import segkit
from segkit.result import Result

ROWS = "a;1,5\nb;2,25\n"


def said(result: Result) -> list[str]:
    return [note.message for note in result.notes if note.code == "scaled-money"]


def run(folder: Path, text: str) -> Result:
    path = folder / "sales.csv"
    path.write_text(text, "utf-8")
    return segkit.abcxyz(path)


@pytest.mark.parametrize(
    ("header", "what", "unit"),
    [
        ("Сумма, тыс. руб.", "thousands", "тыс. руб."),
        ("Выручка (млн руб.)", "millions", "млн руб."),
        ("Umsatz TEUR", "thousands", "TEUR"),
        ("Montant (k€)", "thousands", "k€"),
        ("Revenue ($000)", "thousands", "$000"),
        ("Revenue (in thousands)", "thousands", "in thousands"),
    ],
)
def test_a_header_of_thousands_is_the_amount_and_said(tmp_path: Path, header: str, what: str, unit: str) -> None:
    result = run(tmp_path, f"client;{header}\n{ROWS}")
    assert said(result) == [f'money is in {what}, as "{header}" says ("{unit}"): shown as it is in the file']
    assert sorted(result.rows["total_amount"].to_list()) == [15_000, 22_500]


@pytest.mark.parametrize(
    "title", ["Продажи за год, тыс. руб.", "Sales, in thousands of USD", "Umsätze 2025 (TEUR)", "в тысячах рублей"]
)
def test_a_title_of_thousands_is_said(tmp_path: Path, title: str) -> None:
    (message,) = said(run(tmp_path, f"{title};\nclient;amount\n{ROWS}"))
    assert message.startswith("money is in thousands, as a title says")


@pytest.mark.parametrize(
    "text", ["Sales 2025;\nclient;amount\n", "Top 1000 customers;\nclient;amount\n", "client;Сумма, руб.\n"]
)
def test_other_titles_and_headers_say_nothing(tmp_path: Path, text: str) -> None:
    assert said(run(tmp_path, text + ROWS)) == []


def test_the_titles_of_a_sheet_are_looked_at_too(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    rows = {"one": ["Выручка, тыс. руб.", None, "Клиент", "a", "b"], "two": [None, None, "Выручка", "1.5", "2.25"]}
    pl.DataFrame(rows).write_excel(path, include_header=False)
    assert len(said(segkit.abcxyz(path))) == 1
