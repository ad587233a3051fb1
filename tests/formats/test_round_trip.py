"""Hostile names, as customers and as columns, come back from every format exactly as they went in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.errors import SegkitError
from segkit.result import Result
from segkit.roles import recognize

Encoded = Callable[[Result, str], bytes]
Read = Callable[[bytes, str], list[list[str | None]]]

BLNS = Path(__file__).parents[3] / "shared" / "data" / "hostile" / "blns" / "blns.json"
NAUGHTY = (
    "00123", "1e5", "NULL", "null", "None", "nan", "true", "0x10", "1,234.5", "-5", "+7 900", "=1+1", "@x", "\t=1+1",
    "\r=1+1", "\n=1+1", "＝1+1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0", "'quoted", '"', '""', "a,b", "a;b", "a\tb", "a|b",
    "a\\|b", "back\\slash\\", "\\", "a\nb", "a\r\nb", "a\rb", " outer ", "<b>&amp;</b>", "[link](http://e.vil)", "http://e.vil",
    "mailto:a@example.org", "`code`", "*star*", "_x0041_", "_x000D_", "x\x00y", "\x1b[31mred", "\x85nel", "\x7f", "\u2028sep",
    "\u202egnp", "\ufeffbom", "\ufffe", "Анна", "日本語", "👩‍👩‍👧", "e\u0301", "é", "ß", "i̇", "A" * 1000, "#REF!", "{}", "%s", "--",
    "---", "| a |", "a  b", "$1", "\\1", "''", "__proto__", "\U0001f4a9", "２０２４",
)  # fmt: skip
FORMULAS = ("=1+1", "+7 900", "-5", "@x", "\t=1+1", "\r=1+1", "＝1+1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0")


def result_of(names: Sequence[str], **options: Any) -> Result:
    """Return a result with one row per name, in the order given."""
    amounts = [float(len(names) - place) for place in range(len(names))]
    return segkit.abcxyz(pl.DataFrame({"customer_id": names, "amount": amounts, "remark": names}), **options)


def expected_in(form: str, name: str) -> str:
    """Return what a reader of a format should see of a name."""
    if form == "md":
        return re.sub(r"[\r\n]+", " ", name)
    if form == "excel" and re.match(r"[=+\-@\t\r\n＝＋－＠]", name):
        return "'" + name
    return name


def assert_round_trip(names: Sequence[str], form: str, encoded: Encoded, read: Read) -> None:
    result = result_of(names, carry="remark")
    assert result.rows["customer_id"].to_list() == list(names)
    header, *rows = read(encoded(result, form), form)
    ids, remarks = header.index("customer_id"), header.index("remark")
    for place in (ids, remarks):
        assert [row[place] for row in rows] == [expected_in(form, name) for name in names]


def test_names_written_here(form: str, encoded: Encoded, read: Read) -> None:
    assert_round_trip(NAUGHTY, form, encoded, read)


@pytest.mark.skipif(not BLNS.exists(), reason="the big list of naughty strings is not here")
def test_big_list_of_naughty_strings(form: str, encoded: Encoded, read: Read) -> None:
    names = dict.fromkeys(name for name in json.loads(BLNS.read_text("utf-8")) if name.strip())
    assert len(names) > 400
    assert_round_trip(list(names), form, encoded, read)


def test_column_names(form: str, encoded: Encoded, read: Read) -> None:
    names = [name for name in NAUGHTY if name == name.strip() and not recognize([name])]
    frame = pl.DataFrame({"customer_id": ["anna"], "amount": [1.0], **{name: [name] for name in names}})
    result = segkit.abcxyz(frame, carry=names)
    header, row = read(encoded(result, form), form)
    assert header[-len(names) :] == [expected_in(form, name) for name in names]
    assert row[-len(names) :] == [expected_in(form, name) for name in names]


def test_names_come_in_through_csv(tmp_path: Path, encoded: Encoded, read: Read) -> None:
    import csv

    names = [name for name in NAUGHTY if "\x00" not in name and name != "\ufeffbom"]
    with (tmp_path / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([("customer_id", "amount"), *((name, len(names) - n) for n, name in enumerate(names))])
    result = segkit.abcxyz(tmp_path / "rows.csv")
    assert result.rows["customer_id"].to_list() == names
    assert [row[0] for row in read(encoded(result, "csv"), "csv")[1:]] == names


@pytest.mark.parametrize("formula", FORMULAS)
def test_excel_csv_neutralizes_formulas_and_counts_them(formula: str, encoded: Encoded, read: Read) -> None:
    from io import BytesIO

    from segkit.io.encode import encode_excel_csv

    result = result_of([formula, "harmless", "1+1"], carry="remark")
    assert encode_excel_csv(result, BytesIO()) == 2
    _, *rows = read(encoded(result, "excel"), "excel")
    assert [row[0] for row in rows] == ["'" + formula, "harmless", "1+1"]


def test_excel_csv_leaves_negative_numbers_alone(encoded: Encoded, read: Read) -> None:
    result = segkit.abcxyz(pl.DataFrame({"customer_id": ["a", "b"], "amount": [5.0, -7.25]}))
    header, *rows = read(encoded(result, "excel"), "excel")
    assert [row[header.index("total_amount")] for row in rows] == ["5,00", "-7,25"]


@pytest.mark.parametrize("exact", ["csv", "tsv", "json", "ndjson", "parquet", "arrow"])
def test_exact_formats_never_touch_a_formula(exact: str, encoded: Encoded, read: Read) -> None:
    _, *rows = read(encoded(result_of(FORMULAS), exact), exact)
    assert [row[0] for row in rows] == list(FORMULAS)


def test_whole_number_ids_are_texts_where_numbers_lose_digits(form: str, encoded: Encoded, read: Read) -> None:
    import io

    ids = [9_007_199_254_740_993, 2**63 - 1, -3]
    result = segkit.abcxyz(pl.DataFrame({"customer_id": ids, "amount": [3.0, 2.0, 1.0]}))
    data = encoded(result, form)
    assert [row[0] for row in read(data, form)[1:]] == [expected_in(form, str(value)) for value in ids] or (
        form == "excel" and [row[0] for row in read(data, form)[1:]] == [str(value) for value in ids]
    )
    if form in ("json", "ndjson"):
        assert b'"customer_id":"9007199254740993"' in data
    if form == "xlsx":
        import openpyxl

        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert sheet is not None
        assert [sheet.cell(row, 1).data_type for row in (2, 3, 4)] == ["s", "s", "s"]


NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
CARRIED: dict[str, tuple[pl.Series, list[str | None]]] = {
    "Int8": (pl.Series([1, 3], dtype=pl.Int8), ["1", "3"]),
    "UInt64": (pl.Series([1, 2**63 + 5], dtype=pl.UInt64), ["1", "9223372036854775813"]),
    "Float32": (pl.Series([1.5, None], dtype=pl.Float32), ["1.5", None]),
    "NaN": (pl.Series([float("nan"), 1.5]), ["NaN", "1.5"]),
    "infinity": (pl.Series([float("inf"), 1.5]), ["inf", "1.5"]),
    "Boolean": (pl.Series([True, None]), ["true", None]),
    "Date": (pl.Series([date(2024, 1, 1), None]), ["2024-01-01", None]),
    "Datetime": (pl.Series([NOON, None]).dt.replace_time_zone(None), ["2024-01-01 12:00:00.000000", None]),
    "zoned": (
        pl.Series([NOON, None]).dt.convert_time_zone("Asia/Kolkata"), ["2024-01-01 17:30:00.000000+05:30", None],
    ),
    "Time": (pl.Series([time(1, 2), None]), ["01:02:00", None]),
    "Decimal": (pl.Series([Decimal("1.10"), None]), ["1.10", None]),
    "Categorical": (pl.Series(["x", None], dtype=pl.Categorical), ["x", None]),
    "Enum": (pl.Series(["x", None], dtype=pl.Enum(["x"])), ["x", None]),
    "Null": (pl.Series([None, None]), [None, None]),
}  # fmt: skip


def carrying(extra: pl.Series) -> Result:
    return segkit.abcxyz(pl.DataFrame({"customer_id": ["a", "b"], "amount": [2.0, 1.0], "extra": extra}), carry="extra")


@pytest.mark.parametrize("kind", CARRIED)
def test_a_carried_column_of_any_plain_type_is_written_as_its_text(
    kind: str, form: str, encoded: Encoded, read: Read
) -> None:
    extra, texts = CARRIED[kind]
    header, *rows = read(encoded(carrying(extra), form), form)
    assert header[-1] == "extra"
    assert [row[-1] for row in rows] == texts


@pytest.mark.parametrize("values", [[timedelta(days=1), None], [[1], None]])
def test_a_column_that_is_no_text_in_any_format_is_not_carried(values: list[object]) -> None:
    with pytest.raises(SegkitError, match=r'column "extra" of type .* cannot be carried'):
        carrying(pl.Series(values))


def test_bytes_that_are_no_text_and_what_holds_other_fields_are_not_carried() -> None:
    with pytest.raises(SegkitError, match="holds bytes that are no text"):
        carrying(pl.Series([b"\xff", None]))
    with pytest.raises(SegkitError, match=r'no column "extra"\. Did you mean "extra\.a"'):
        carrying(pl.Series([{"a": 1}, None]))
