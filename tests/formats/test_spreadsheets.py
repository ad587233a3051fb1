"""OpenDocument and old Excel workbooks are read like any other: as text first, with titles above and totals below."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import segkit
from segkit.errors import UnreadableInputError

sys.path.insert(0, str(Path(__file__).parents[1] / "fault"))
from opendocument import Cell, workbook

HOSTILE = Path(__file__).parents[3] / "shared" / "data" / "hostile"
HEADER: list[Cell] = ["Клиент", "Дата", "Сумма"]
SALES: list[list[Cell]] = [[100 + n % 7, date(2024, 1, 1 + n % 28), 10.25 + n] for n in range(1_400)]
LATE: list[Cell] = ["C489449", date(2024, 3, 1), 5]


def read(path: Path, **options: str) -> dict[str, float]:
    rows = segkit.abcxyz(path, **options).rows.select("customer_id", pl.col("total_amount") / 10_000)
    return {str(key): float(amount) for key, amount in rows.rows()}


def test_a_late_text_among_numeric_ids_of_a_spreadsheet_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "sales.ods"
    total: list[Cell] = ["Итого", None, 999_999]
    path.write_bytes(workbook({"Лист1": [["Отчёт о продажах", None, None], HEADER, *SALES, LATE, total], "пусто": []}))
    expected: dict[str, float] = {"C489449": 5.0}
    for key, _, amount in SALES:
        expected[str(key)] = expected.get(str(key), 0.0) + float(str(amount))
    assert read(path) == pytest.approx(expected, abs=1e-9)


def test_sheets_of_one_header_are_one_table_and_one_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "sales.ods"
    path.write_bytes(
        workbook({"январь": [HEADER, ["a", date(2024, 1, 5), 10]], "май": [HEADER, ["b", date(2024, 5, 5), 3]]})
    )
    assert read(path) == {"a": 10.0, "b": 3.0}
    assert read(path, sheet="май") == {"b": 3.0}


def test_sheets_may_name_their_columns_differently_and_others_are_named(tmp_path: Path) -> None:
    path = tmp_path / "sales.ods"
    january = [HEADER, ["a", date(2024, 1, 5), 10]]
    june = [["дата", "КЛИЕНТ", "Сумма", "примечание"], [date(2024, 6, 5), "b", 3, "x"]]
    stray = [[*HEADER, None, None, None, "see below"], ["c", date(2024, 7, 5), 4, None, None, None, None]]
    pivot: list[list[Cell]] = [["Клиент", "Сумма"], ["a", 10], ["b", 3]]
    path.write_bytes(workbook({"январь": january, "июнь": june, "июль": stray, "свод": pivot}))
    result = segkit.abcxyz(path)
    assert {row["customer_id"]: row["total_amount"] for row in result.table.to_dicts()} == {"a": 10, "b": 3, "c": 4}
    (said,) = [note for note in result.warnings if note.code == "sheets-not-read"]
    assert said.message == (
        f'{path}: a sheet is not read: "свод" (2 rows, no date column); --sheet "свод" reads it alone'
    )
    assert said.count == 2
    assert read(path, sheet="ию*") == {"b": 3.0, "c": 4.0}
    with pytest.raises(UnreadableInputError, match='has no sheet "май'):
        segkit.abcxyz(path, sheet="май*")


def test_a_chart_is_no_sheet_and_nothing_is_said_of_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, ["a", "2024-01-05", 10]):
        sheet.append(row)
    book.create_chartsheet("chart")
    book.save(tmp_path / "sales.xlsx")
    assert read(tmp_path / "sales.xlsx") == {"a": 10.0}
    assert capfd.readouterr() == ("", "")


def test_a_document_without_its_content_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sales.ods"
    path.write_bytes(workbook({}).replace(b"content.xml", b"contemt.xml"))
    with pytest.raises(UnreadableInputError, match="is no workbook that can be read"):
        segkit.abcxyz(path)


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the public sets are not beside the checkout")
@pytest.mark.parametrize("name", ["test.xls", "test.xlsx"])
def test_old_and_new_workbooks_of_one_table_are_read_alike(name: str) -> None:
    columns = {"customer": "text", "amount": "integer", "date": "date", "max_bad": "50%"}
    assert read(HOSTILE / "csvkit" / name, **columns) == {
        "Chicago Reader": 40, "Chicago Sun-Times": 63, "Chicago Tribune": 164,
    }  # fmt: skip
