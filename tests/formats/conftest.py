"""A literal result with every kind of column, and readers of the output formats that share no code with segkit."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from segkit.periods import Period
from segkit.result import Note, Result
from segkit.schema import Column, Schema

SCHEMA = Schema(
    "literal",
    version=3,
    order=("-total_amount", "customer_id"),
    columns={
        "customer_id": Column("id", "Who."),
        "total_amount": Column("amount", "Money.", "currency"),
        "value": Column("number", "A number.", nullable=True),
        "order_count": Column("count", "Orders.", "orders"),
        "last_order_date": Column("date", "When.", nullable=True),
        "share": Column("share", "Share."),
        "mean": Column("ratio", "Mean.", nullable=True),
        "abc_class": Column("label", "Class.", nullable=True),
        "golden": Column("flag", "Golden.", nullable=True),
        "remark": Column("text", "What somebody wrote.", nullable=True),
    },
)
LITERAL: list[dict[str, Any]] = [
    {
        "customer_id": "00123", "total_amount": Decimal("1000.00"), "value": Decimal(7), "order_count": 12,
        "last_order_date": date(2024, 12, 31), "share": 0.9, "mean": 1 / 3, "abc_class": "A", "golden": True,
        "remark": 'says "a, b; c"',
    },
    {
        "customer_id": "Анна|O'Neil", "total_amount": Decimal("12.3456"), "value": Decimal("0.5"), "order_count": 1,
        "last_order_date": date(1999, 1, 2), "share": 0.1, "mean": 1e-7, "abc_class": "C", "golden": False,
        "remark": "=1+1",
    },
    {
        "customer_id": "12345678901234567890", "total_amount": Decimal("0.10"), "value": Decimal("-1234567.0001"),
        "order_count": 0, "last_order_date": None, "share": 0.0, "mean": None, "abc_class": None, "golden": None,
        "remark": "two\nlines\tand \\ back",
    },
    {
        "customer_id": "=cmd", "total_amount": Decimal("-5.05"), "value": None, "order_count": 3,
        "last_order_date": date(2024, 2, 29), "share": 0.0, "mean": 2.0, "abc_class": "C", "golden": False,
        "remark": None,
    },
]  # fmt: skip
"""The rows, as a reader should see them."""


@pytest.fixture
def literal() -> list[dict[str, Any]]:
    return LITERAL


@pytest.fixture
def result() -> Result:
    """Return the literal rows as a Result: money as Int64 in 1/10,000."""
    scaled = [
        {key: int(value * 10_000) if isinstance(value, Decimal) else value for key, value in row.items()}
        for row in LITERAL
    ]
    kinds = {
        "total_amount": pl.Int64, "value": pl.Int64, "order_count": pl.UInt32, "abc_class": pl.Enum(["A", "B", "C"]),
    }  # fmt: skip
    return Result(
        analysis="literal",
        schema=SCHEMA,
        params={"abc": [80, 95], "carry": ["remark"], "value": None},
        rows=pl.DataFrame(scaled, schema_overrides=kinds),
        facts={"customers": 4, "golden_share": 0.25, "note": 'a "fact"'},
        notes=(Note("equals", "Привет: 2 are equal"), Note("odd", "an odd thing", warning=True)),
        as_of=date(2024, 12, 31),
        period=Period(date(1999, 1, 2), date(2024, 12, 31)),
    )


@pytest.fixture
def encoded() -> Callable[[Result, str], bytes]:
    """Return the bytes of a result in a format; ``excel`` is the CSV for people."""
    from segkit.io.encode import ENCODERS, encode_excel_csv

    def encode(result: Result, form: str) -> bytes:
        stream = io.BytesIO()
        (encode_excel_csv if form == "excel" else ENCODERS[form])(result, stream)
        return stream.getvalue()

    return encode


Table = list[list[str | None]]
"""Header and rows as texts, None for null."""


def _csv(data: bytes, **dialect: Any) -> Table:
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True, **dialect)
    return [header, *([cell or None for cell in row] for row in rows)]


def _objects(rows: list[dict[str, Any]]) -> Table:
    header = list(rows[0])
    assert all(list(row) == header for row in rows)
    return [header, *([_text(row[name]) for name in header] for row in rows)]


def _ndjson(data: bytes) -> Table:
    assert data.endswith(b"\n")
    return _objects([json.loads(line) for line in data.decode().removesuffix("\n").split("\n")])


def _parquet(data: bytes) -> Table:
    import pyarrow.parquet

    return _objects(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist())


def _arrow(data: bytes) -> Table:
    import pyarrow as pa

    with pa.ipc.open_file(io.BytesIO(data)) as reader:
        return _objects(reader.read_all().to_pylist())


def _markdown(data: bytes) -> Table:
    """Read a table as GitHub does: cells between bars, an escaped bar or backslash is data."""
    lines = data.decode().removesuffix("\n").split("\n")
    rows = []
    for line in lines:
        assert line.startswith("| ")
        assert line.endswith(" |")
        rows.append([_unescaped(cell[1:-1]) for cell in _cells(line[1:-1])])
    rule = rows.pop(1)
    assert all(re.fullmatch(r"-{3,}:?", cell) for cell in rule)
    assert {len(row) for row in rows} == {len(rule)}
    header, *body = rows
    return [header, *([cell or None for cell in row] for row in body)]


def _cells(line: str) -> list[str]:
    cells, start, place = [], 0, 0
    while place < len(line):
        if line[place] == "\\":
            place += 1
        elif line[place] == "|":
            cells.append(line[start:place])
            start = place + 1
        place += 1
    return [*cells, line[start:]]


def _unescaped(cell: str) -> str:
    return re.sub(r"\\(.)", r"\1", cell)


def _xlsx(data: bytes) -> Table:
    """Read the parts of the workbook themselves: openpyxl does not undo the escapes of control characters."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        shared = ET.fromstring(parts.read("xl/sharedStrings.xml"))
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert not sheet.findall(f".//{space}f")
    assert not sheet.findall(f".//{space}hyperlink")
    texts = [_shown("".join(part.text or "" for part in item.iter(f"{space}t"))) for item in shared]
    rows = [{_column(cell.attrib["r"]): cell for cell in row} for row in sheet.iter(f"{space}row")]
    width = max(max(row) for row in rows) + 1
    return [[_cell(row.get(place), texts, space) for place in range(width)] for row in rows]


def _cell(cell: ET.Element | None, texts: list[str], space: str) -> str | None:
    value = None if cell is None else cell.find(f"{space}v")
    if cell is None or value is None or value.text is None:
        return None
    return texts[int(value.text)] if cell.attrib.get("t") == "s" else value.text


def _column(reference: str) -> int:
    place = 0
    for letter in reference.rstrip("0123456789"):
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _shown(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


READERS: Mapping[str, Callable[[bytes], Table]] = MappingProxyType(
    {
        "csv": _csv,
        "tsv": lambda data: _csv(data, delimiter="\t"),
        "excel": lambda data: _csv(data, delimiter=";"),
        "json": lambda data: _objects(json.loads(data)["rows"]),
        "ndjson": _ndjson,
        "parquet": _parquet,
        "arrow": _arrow,
        "md": _markdown,
        "xlsx": _xlsx,
    }
)


@pytest.fixture
def read() -> Callable[[bytes, str], Table]:
    """Return the header and rows of an output as texts."""
    return lambda data, form: READERS[form](data)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "form" in metafunc.fixturenames:
        metafunc.parametrize("form", READERS)
