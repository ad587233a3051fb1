"""Rows as bytes: one result of every kind of column in every format."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import openpyxl
import polars as pl
import pytest

import segkit
from segkit.errors import OutputError
from segkit.io.encode import ENCODERS, encode_excel_csv, encode_json
from segkit.periods import Period
from segkit.result import Note, Result
from segkit.schema import Column, Schema

SCHEMA = Schema(
    "things",
    version=2,
    order=("customer_id",),
    columns={
        "customer_id": Column("id", "Who."),
        "name": Column("text", "Name.", nullable=True),
        "abc_class": Column("label", "Class."),
        "day": Column("date", "When.", nullable=True),
        "total_amount": Column("amount", "Money.", nullable=True),
        "value": Column("number", "Value."),
        "orders": Column("count", "Orders."),
        "share": Column("share", "Share."),
        "cv": Column("ratio", "Variation.", nullable=True),
        "golden": Column("flag", "Golden.", nullable=True),
    },
)
ROWS = pl.DataFrame(
    {
        "customer_id": ["00123", "b"],
        "name": ['O"Neil, Ян', None],
        "abc_class": pl.Series(["A", "C"], dtype=pl.Enum(["A", "B", "C"])),
        "day": [date(2024, 5, 1), None],
        "total_amount": pl.Series([12_345_000, None], dtype=pl.Int64),
        "value": [17, 20_000],
        "orders": pl.Series([3, 0], dtype=pl.UInt32),
        "share": [0.25, 0.0],
        "cv": [0.5, None],
        "golden": [True, None],
    }
)


def result(rows: pl.DataFrame = ROWS, **more: Any) -> Result:
    columns = {name: column for name, column in SCHEMA.columns.items() if name in rows.columns}
    schema = Schema("things", version=2, order=("customer_id",), columns=columns)
    return Result(analysis="things", schema=schema, params={"bins": 5}, rows=rows, **more)


def encoded(kind: str, given: Result | None = None) -> bytes:
    stream = io.BytesIO()
    ENCODERS[kind](given or result(), stream)
    return stream.getvalue()


def named(*names: str | None) -> Result:
    """Return a result of customers with these names."""
    ids = [str(n) for n, _ in enumerate(names)]
    return result(pl.DataFrame({"customer_id": ids, "name": pl.Series(names, dtype=pl.String)}))


def test_csv_is_exact_and_quoted_only_where_needed() -> None:
    assert encoded("csv").decode() == (
        "customer_id,name,abc_class,day,total_amount,value,orders,share,cv,golden\n"
        '00123,"O""Neil, Ян",A,2024-05-01,1234.50,0.0017,3,0.25,0.5,true\n'
        "b,,C,,,2,0,0.0,,\n"
    )


def test_tsv_is_separated_by_tabs() -> None:
    assert encoded("tsv").decode().splitlines()[2] == "b\t\tC\t\t\t2\t0\t0.0\t\t"


def test_ndjson_is_an_object_a_row() -> None:
    lines = encoded("ndjson").decode().splitlines()
    assert [json.loads(line) for line in lines] == [
        {"customer_id": "00123", "name": 'O"Neil, Ян', "abc_class": "A", "day": "2024-05-01", "total_amount": 1234.5,
         "value": 0.0017, "orders": 3, "share": 0.25, "cv": 0.5, "golden": True},
        {"customer_id": "b", "name": None, "abc_class": "C", "day": None, "total_amount": None, "value": 2,
         "orders": 0, "share": 0.0, "cv": None, "golden": None},
    ]  # fmt: skip
    assert '"total_amount":1234.50,' in lines[0]


def test_json_is_one_document_about_the_whole_result() -> None:
    document = json.loads(
        encoded(
            "json",
            result(
                as_of=date(2024, 5, 31),
                period=Period(date(2024, 5, 1), date(2024, 5, 31)),
                facts={"customers": 2},
                notes=(Note("odd", "Something.", warning=True),),
            ),
        )
    )
    assert [row["customer_id"] for row in document.pop("rows")] == ["00123", "b"]
    assert document == {
        "schema": "things", "version": 2, "parameters": {"bins": 5}, "as_of": "2024-05-31",
        "period": ["2024-05-01", "2024-05-31"], "facts": {"customers": 2},
        "notes": [{"code": "odd", "message": "Something.", "warning": True}],
    }  # fmt: skip


@pytest.mark.parametrize("period", [None, Period()])
def test_json_of_undated_rows_has_no_period(period: Period | None) -> None:
    document = json.loads(encoded("json", result(period=period)))
    assert (document["as_of"], document["period"]) == (None, None)


@pytest.mark.parametrize("kind", ["json", "ndjson", "csv"])
def test_no_rows_are_no_rows_in_every_text_format(kind: str) -> None:
    text = encoded(kind, result(ROWS.clear())).decode()
    if kind == "json":
        assert json.loads(text)["rows"] == []
    else:
        assert text == ("" if kind == "ndjson" else ",".join(ROWS.columns) + "\n")


NAUGHTY = ['"', "\\", "a\nb", "\t", "\x00", "\x1b[31m", "\u2028", "ё", "🎄", "</script>", "", " ", "null", "{}", "%s"]


@pytest.mark.parametrize("text", NAUGHTY)
def test_every_text_survives_json_and_csv(text: str) -> None:
    given = named(text)
    assert json.loads(encoded("json", given))["rows"][0]["name"] == text
    rows = list(csv.reader(io.StringIO(encoded("csv", given).decode(), newline="")))
    assert rows[1] == ["0", text]


def test_ids_that_are_numbers_are_texts_in_json() -> None:
    frame = pl.DataFrame({"customer_id": [2**63 - 1], "amount": [1.0]})
    stream = io.BytesIO()
    encode_json(segkit.abcxyz(frame), stream)
    assert json.loads(stream.getvalue())["rows"][0]["customer_id"] == "9223372036854775807"


@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_parquet_and_arrow_have_the_nearest_floats_and_plain_texts(kind: str) -> None:
    read = pl.read_parquet if kind == "parquet" else pl.read_ipc
    frame = read(io.BytesIO(encoded(kind)))
    assert frame["total_amount"].to_list() == [1234.5, None]
    assert frame["value"].to_list() == [0.0017, 2.0]
    assert frame["abc_class"].cast(pl.String).to_list() == ["A", "C"]
    assert frame.schema["day"] == pl.Date
    assert frame["customer_id"].to_list() == ["00123", "b"]


@pytest.mark.parametrize("kind", ENCODERS)
def test_equal_results_are_equal_bytes(kind: str) -> None:
    chunked = pl.concat([ROWS.head(1), ROWS.tail(1)], rechunk=False)
    assert encoded(kind) == encoded(kind) == encoded(kind, result(chunked))


def test_markdown_is_a_table_with_numbers_to_the_right() -> None:
    chosen = result(ROWS.select("customer_id", "total_amount"))
    assert encoded("md", chosen).decode() == (
        "| customer_id | total_amount |\n| --- | ---: |\n| 00123 | 1234.50 |\n| b |  |\n"
    )


def test_markdown_cells_keep_to_their_cell() -> None:
    assert encoded("md", named("a|b\\c\nd")).decode().splitlines()[2] == "| 0 | a\\|b\\\\c d |"


def sheet(given: Result) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(encoded("xlsx", given)))
    return list(book.active.iter_rows(values_only=True))


def test_a_workbook_holds_texts_numbers_and_dates() -> None:
    header, first, second = sheet(result())
    assert list(header) == ROWS.columns
    assert [str(cell) for cell in first] == [
        "00123", 'O"Neil, Ян', "A", "2024-05-01 00:00:00", "1234.5", "0.0017", "3", "0.25", "0.5", "True",
    ]  # fmt: skip
    assert second == ("b", None, "C", None, None, 2, 0, 0, None, None)


@pytest.mark.parametrize("text", ["=1+1", "+7", "-7", "@x", "https://example.com", "00123", "1E5", "mailto:a@b.c"])
def test_a_text_stays_a_text_in_a_workbook(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(encoded("xlsx", named(text))))
    cell = book.active["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384])
def test_a_text_that_a_cell_would_cut_is_refused(text: str) -> None:
    assert sheet(named(text[:-1]))[1] == ("0", text[:-1])
    with pytest.raises(OutputError, match=r"a text of 32,768 characters in the column name .* \(32,767\)") as told:
        encoded("xlsx", named("short", text, None))
    assert "CSV" in str(told.value)
    named_so = Result("things", Schema("things", 1, (), {text: Column("text", "")}), {}, pl.DataFrame({text: ["a"]}))
    with pytest.raises(OutputError, match="a text of 32,768 characters"):
        encoded("xlsx", named_so)


def test_an_arrow_file_does_not_tell_how_its_rows_were_computed() -> None:
    """Masks of nulls where there are none, offsets into shared text, chunks, what is behind a null."""
    plain = result().rows
    masked = pl.concat([plain.clear(1), plain, plain.clear(2)]).filter(pl.col("customer_id").is_not_null())
    sliced = pl.concat([plain, plain, plain], rechunk=False).slice(2, 2)
    hidden = plain.with_columns(
        pl.when(pl.col("name").is_null()).then(pl.lit("behind the null, long")).otherwise(pl.col("name")).alias("name")
    ).with_columns(pl.when(pl.Series([True, False])).then(pl.col("name")).alias("name"))
    assert {encoded("arrow", result(rows)) for rows in (plain, masked, sliced, hidden)} == {encoded("arrow")}


def excel(given: Result) -> tuple[str, int]:
    stream = io.BytesIO()
    changed = encode_excel_csv(given, stream)
    return stream.getvalue().decode(), changed


def test_csv_for_spreadsheets_has_a_mark_semicolons_and_decimal_commas() -> None:
    text, changed = excel(result())
    assert changed == 0
    assert text.split("\r\n") == [
        "\ufeffcustomer_id;name;abc_class;day;total_amount;value;orders;share;cv;golden",
        '00123;"O""Neil, Ян";A;2024-05-01;1234,50;0,0017;3;0,25;0,5;true',
        "b;;C;;;2;0;0,0;;",
        "",
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_is_counted(start: str) -> None:
    text, changed = excel(named(f"{start}SUM(A1)", "safe", None))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert rows[1:] == [["0", f"'{start}SUM(A1)"], ["1", "safe"], ["2", ""]]
    assert changed == 1


def test_negative_money_stays_a_number_for_spreadsheets() -> None:
    rows = pl.DataFrame({"customer_id": ["a"], "total_amount": [-50_000]})
    assert excel(result(rows)) == ("\ufeffcustomer_id;total_amount\r\na;-5,00\r\n", 0)


@pytest.mark.parametrize("column", ["customer_id", "total_amount", "orders"])
def test_one_column_is_enough_for_spreadsheets(column: str) -> None:
    assert excel(result(ROWS.select(column)))[0].startswith(f"\ufeff{column}\r\n")
