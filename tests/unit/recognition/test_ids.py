"""Ids that are damaged, or one customer under several writings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import segkit
from segkit.inspection import inspect
from segkit.io import encodings
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.options import ColumnOptions
from segkit.recognition.ids import id_notes

if TYPE_CHECKING:
    from pathlib import Path

    from segkit.result import Note


def notes(*ids: str) -> dict[str, Note]:
    return {note.code: note for note in id_notes("who", pl.Series(ids))}


def sales(ids: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"customer_id": ids, "date": ["2024-05-01"] * len(ids), "amount": [1.0] * len(ids)})


def warned(source: object, **options: Any) -> dict[str, Note]:
    return {note.code: note for note in segkit.abcxyz(source, **options).warnings}


@pytest.mark.parametrize(
    ("ids", "kind"),
    [
        (("a1", "a1 "), "case"),
        (("a1", "\ta1"), "case"),
        (("a1", "a1\u00a0"), "case"),
        (("a1", "\ufeffa1"), "case"),
        (("a1", "a\u200b1"), "case"),
        (("a1", "A1"), "case"),
        (("Ann B", "Ann  B"), "case"),
        (("17850", "17850.0"), "case,number"),
        (("17850", "17850.00", "17850,0", "3"), "case,number"),
        (("Ann@shop.ru", "ann@shop.ru "), "email"),
    ],
)
def test_ids_that_differ_in_writing_only_are_counted_and_can_be_merged(ids: tuple[str, ...], kind: str) -> None:
    note = notes(*ids)["id-variants"]
    assert note.warning
    assert note.count == len(ids) - 1 - ("3" in ids)
    assert note.fix == f"--merge-ids {kind} counts them as one."
    assert not any(text in note.message for text in ids)
    letters = [text for text in ids if text.lower() in [other.lower() for other in ids if other != text]]
    assert ("for upper or lower case" in note.message) is bool(letters)
    merged = segkit.abcxyz(sales(list(ids)), merge_ids=kind).table
    assert merged.height == len(ids) - note.count


@pytest.mark.parametrize("ids", [("a", "b"), ("1", "2"), ("1.5", "15"), ("a-1", "a1"), ("01", "1"), ("Ann",)])
def test_ids_that_differ_are_no_news(ids: tuple[str, ...]) -> None:
    assert notes(*ids) == {}


def test_a_few_damaged_ids_behind_the_head_are_counted() -> None:
    plain = [str(10_000_000_000 + n) for n in range(12_000)]
    odd = ["7.91603E+10", "7,91604E+10", "7.9E+10", "17850.0", "17851.0"]
    for ids in (plain + odd, odd + plain):
        found = warned(sales(ids))
        assert found["damaged-ids"].count == 3
        assert "3 of 12,005 ids" in found["damaged-ids"].message
        assert found["float-ids"].count == 2
        assert not any(text in note.message for text in odd for note in found.values())


def test_ids_are_looked_at_by_inspect_too(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    sales([*"abcdefgh", "A", "7.91603E+10"]).write_csv(path)
    with Scratch() as scratch:
        seen = inspect(open_sources([path], scratch)[0], ColumnOptions(), scratch)
    assert {"damaged-ids", "id-variants"} <= {note.code for note in seen.warnings}


def test_a_byte_order_mark_amid_joined_files_makes_no_new_customer_date_or_order(tmp_path: Path) -> None:
    head, mark = b"customer_id,date,amount\n", b"\xef\xbb\xbf"
    one, two = b"a,2024-05-01,1\nb,2024-05-01,2\n", b"a,2024-05-02,4\n"
    path = tmp_path / "joined.csv"
    for text in (mark + head + one + mark + two, head + one + mark + two + mark, mark + head + mark + one + two):
        path.write_bytes(text)
        rows = segkit.abcxyz(path).table.sort("customer_id")
        assert rows["customer_id"].to_list() == ["a", "b"]
        assert rows["total_amount"].to_list() == [5, 2]
    path.write_bytes(b"date,customer_id,amount\n2024-05-01,a,1\n" + mark + b"2024-05-02,a,4\n")
    assert segkit.abcxyz(path).table["total_amount"].to_list() == [5]


@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_a_byte_order_mark_is_found_wherever_the_file_is_cut(tmp_path: Path, before: int, monkeypatch: Any) -> None:
    path = tmp_path / "cut.csv"
    text = b"12345\n" + b"\xef\xbb\xbf" + b"67\n"
    path.write_bytes(text)
    monkeypatch.setattr(encodings, "_CHUNK", 6 + before)
    assert encodings.survey(path).marks
    encodings.transcode(path, "utf-8", tmp_path / "copy", "cut.csv")
    assert (tmp_path / "copy").read_bytes() == b"12345\n67\n"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Реализация товаров и услуг 00УТ-000012 от 12.01.2024 10:15:00", "documents"),
        ("12.01.2024", "days or months"), ("1/5/2024 9:30", "days or months"), ("2024-01-12", "days or months"),
        ("Январь 2024 г.", "days or months"), ("март 2024", "days or months"),
    ],
)  # fmt: skip
def test_ids_that_are_another_level_of_a_report_are_warned_about(name: str, what: str) -> None:
    names = [f"ООО Ромашка {n}" for n in range(36)]
    assert "level-ids" not in warned(sales([*names, name]))
    note = warned(sales([*names, name, f" {name}"]))["level-ids"]
    assert (note.count, note.message.partition(" are ")[2]) == (
        2,
        f"{what}: a report in several levels, and each counts the same money?",
    )


def test_ids_that_are_like_days_are_ids() -> None:
    ids = [
        "22-33-44",
        "22-33-45",
        "10-12-1003",
        "1.10.10",
        "01/12/20",
        "32.01.2024",
        "12.13.2024",
        "12-05-2024-7",
        "2024-01",
        "20240112",
        "12.01.20245",
        "Марта 2024",
        "А от 12.1.2024",
        "от 12.01.2024",
    ]
    assert "level-ids" not in warned(sales(ids))


def test_days_that_somebody_chose_are_no_warning() -> None:
    days = sales([f"{day}.01.2024" for day in range(10, 20)]).rename({"customer_id": "bought"})
    assert "level-ids" not in warned(days, customer="bought")
    assert "level-ids" not in warned(days, per="bought")
    assert "level-ids" in warned(days.rename({"bought": "client"}))
