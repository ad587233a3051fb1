"""One snapshot per text format, byte for byte, and literal values read back from the binary ones."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from segkit.io.encode import ENCODERS
from segkit.result import Result

GOLDEN = Path(__file__).parent / "golden"
SNAPSHOTS = {
    "csv": "rows.csv", "tsv": "rows.tsv", "json": "rows.json", "ndjson": "rows.ndjson", "md": "rows.md",
    "excel": "rows.excel.csv",
}  # fmt: skip
Encoded = Callable[[Result, str], bytes]
Rows = list[dict[str, Any]]


@pytest.mark.parametrize("text_form", SNAPSHOTS)
def test_snapshot(result: Result, encoded: Encoded, text_form: str) -> None:
    """Run once with UPDATE_GOLDEN=1 after a change that is meant, and read the difference."""
    path = GOLDEN / SNAPSHOTS[text_form]
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(encoded(result, text_form))
    assert encoded(result, text_form) == path.read_bytes()


def test_every_format_has_a_golden_test() -> None:
    assert {*SNAPSHOTS, "parquet", "arrow", "xlsx"} == {*ENCODERS, "excel"}


def as_floats(rows: Rows) -> Rows:
    return [{key: float(value) if isinstance(value, Decimal) else value for key, value in row.items()} for row in rows]


def test_parquet_read_by_pyarrow_and_duckdb(result: Result, encoded: Encoded, literal: Rows, tmp_path: Path) -> None:
    import duckdb
    import pyarrow.parquet

    path = tmp_path / "rows.parquet"
    path.write_bytes(encoded(result, "parquet"))
    table = pyarrow.parquet.read_table(path)
    assert table.to_pylist() == as_floats(literal)
    kinds = {field.name: str(getattr(field.type, "value_type", field.type)) for field in table.schema}
    kinds = {name: kind.removeprefix("large_") for name, kind in kinds.items()}
    assert kinds == {
        "customer_id": "string", "total_amount": "double", "value": "double", "order_count": "uint32",
        "last_order_date": "date32[day]", "share": "double", "mean": "double", "abc_class": "string", "golden": "bool",
        "remark": "string",
    }  # fmt: skip
    found = duckdb.sql(f"select * from read_parquet('{path}')")
    assert [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()] == as_floats(literal)


def test_arrow_read_by_pyarrow(result: Result, encoded: Encoded, literal: Rows) -> None:
    import pyarrow as pa

    with pa.ipc.open_file(io.BytesIO(encoded(result, "arrow"))) as reader:
        table = reader.read_all()
    assert table.to_pylist() == as_floats(literal)
    texts = {str(table.schema.field(name).type) for name in ("customer_id", "remark")}
    assert texts <= {"string", "large_string"}, "not every Arrow library reads string views"


def test_xlsx_read_by_openpyxl(result: Result, encoded: Encoded, literal: Rows) -> None:
    import openpyxl

    data = encoded(result, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["literal"]
    header, *rows = book["literal"].iter_rows()
    assert [cell.value for cell in header] == list(literal[0])
    for cells, row in zip(rows, as_floats(literal), strict=True):
        for cell, (name, expected) in zip(cells, row.items(), strict=True):
            value = cell.value.date() if isinstance(cell.value, datetime) else cell.value
            assert value == expected, name
            if expected is not None and name in ("customer_id", "remark", "abc_class"):
                assert cell.data_type == "s", name
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert not any("hyperlink" in name.lower() or "External" in name for name in parts.namelist())
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_csv_read_by_duckdb(result: Result, encoded: Encoded, literal: Rows, tmp_path: Path) -> None:
    import duckdb

    (tmp_path / "rows.csv").write_bytes(encoded(result, "csv"))
    found = duckdb.sql(
        f"select customer_id, total_amount::decimal(18, 4), value::decimal(18, 4), remark "
        f"from read_csv('{tmp_path}/rows.csv', all_varchar = true, quote = '\"', escape = '\"')"
    )
    expected = [(row["customer_id"], row["total_amount"], row["value"], row["remark"]) for row in literal]
    assert found.fetchall() == expected


@pytest.mark.parametrize("json_form", ["json", "ndjson"])
def test_json_money_is_exact_and_ids_are_texts(result: Result, encoded: Encoded, literal: Rows, json_form: str) -> None:
    text = encoded(result, json_form).decode()
    assert '"customer_id":"00123","total_amount":1000.00,"value":7,' in text
    whole = "[" + ",".join(text.splitlines()) + "]" if json_form == "ndjson" else text
    told = json.loads(whole, parse_float=Decimal)
    rows = told if json_form == "ndjson" else told["rows"]
    for row, expected in zip(rows, literal, strict=True):
        assert (row["customer_id"], row["total_amount"]) == (expected["customer_id"], expected["total_amount"])
        assert row["value"] == expected["value"]
        assert row["last_order_date"] == (expected["last_order_date"] and str(expected["last_order_date"]))


def test_json_document_says_what_it_is(result: Result, encoded: Encoded) -> None:
    told = json.loads(encoded(result, "json"))
    assert (told["schema"], told["version"], told["as_of"]) == ("literal", 3, "2024-12-31")
    assert told["period"] == ["1999-01-02", "2024-12-31"]
    assert told["parameters"] == {"abc": [80, 95], "carry": ["remark"], "value": None}
    assert told["facts"] == {"customers": 4, "golden_share": 0.25, "note": 'a "fact"'}
    assert told["notes"][1] == {"code": "odd", "message": "an odd thing", "warning": True}


def test_json_without_dates_has_no_period(encoded: Encoded) -> None:
    import polars as pl

    import segkit

    told = json.loads(encoded(segkit.abcxyz(pl.DataFrame({"customer_id": ["a"], "amount": [5.0]})), "json"))
    assert (told["as_of"], told["period"]) == (None, None)


def test_money_of_any_size_is_written_exactly(encoded: Encoded, result: Result) -> None:
    import polars as pl

    units = [2**63 - 1, 1, 9_999, 10_000, 12_300, -1, -10_000, -(2**63) + 1, 0, 100, 123_450]
    texts = [
        "922337203685477.5807", "0.0001", "0.9999", "1.00", "1.23", "-0.0001", "-1.00", "-922337203685477.5807", "0.00",
        "0.01", "12.345",
    ]  # fmt: skip
    one = result.select(["total_amount"])
    grown = Result(one.analysis, one.schema, {}, pl.DataFrame({"total_amount": units}))
    assert encoded(grown, "csv").decode().split() == ["total_amount", *texts]
    assert encoded(grown, "excel").decode("utf-8-sig").split() == [
        "total_amount",
        *(t.replace(".", ",") for t in texts),
    ]
    lines = [f'{{"total_amount":{text}}}' for text in texts]
    assert encoded(grown, "ndjson").decode().splitlines() == lines


def test_no_rows_are_a_header(result: Result, encoded: Encoded, form: str) -> None:
    data = encoded(result.head(0), form)
    header = ",".join(result.schema.columns)
    if form == "csv":
        assert data.decode() == header + "\n"
    elif form == "json":
        assert json.loads(data)["rows"] == []
    elif form == "ndjson":
        assert data == b""
    else:
        assert len(data) > len(header)
