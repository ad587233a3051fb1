"""Days that no column tells by its name are said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import segkit
from segkit.result import Note


def doubts(source: Path | pl.DataFrame, **options: str) -> list[Note]:
    return [note for note in segkit.abcxyz(source, **options).notes if note.code in ("undated", "periods-across")]


def written(folder: Path, text: str) -> Path:
    path = folder / "sales.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "days", [("12.01.2025", "13.02.2025"), ("2025-01-12 10:00", "2025-02-13 11:00"), ("1/12/25", "2/13/25")]
)
def test_a_column_that_holds_days_is_named_where_none_is_a_date(tmp_path: Path, days: tuple[str, str]) -> None:
    text = f"guest_id,Когда,amount\na,{days[0]},10\na,{days[1]},20\n"
    (found,) = doubts(written(tmp_path, text))
    assert (found.code, found.warning, found.fix) == ("undated", True, '--date "Когда"')
    assert doubts(written(tmp_path, text), date="Когда") == []


def test_days_of_typed_columns_are_named_too() -> None:
    frame = pl.DataFrame({"client": ["a"], "seen": [date(2025, 1, 2)], "amount": [1]})
    assert [note.fix for note in doubts(frame)] == ['--date "seen"']


@pytest.mark.parametrize("header", ["client,birthday,amount", "client,version,amount"])
def test_other_days_and_other_numbers_are_not_named(tmp_path: Path, header: str) -> None:
    cell = "1990-01-02" if "birth" in header else "1.2.3"
    assert doubts(written(tmp_path, f"{header}\na,{cell},10\n")) == []


@pytest.mark.parametrize(
    "months",
    [
        "Январь 2025 г.,Февраль 2025 г.,Март 2025 г.",
        "2025-01,2025-02,2025-03",
        "Jan 2025,Feb 2025,Mar 2025",
        "Q1,Q2,Q3",
    ],
)
def test_periods_side_by_side_are_said(tmp_path: Path, months: str) -> None:
    (found,) = doubts(written(tmp_path, f"client,{months},total\na,1,2,3,6\nb,1,,1,2\n"))
    assert (found.code, found.warning, found.count) == ("periods-across", True, 3)
