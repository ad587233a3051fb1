"""NDJSON: read as it is, or line by line where a line or a type stands against that."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.errors import UnreadableInputError
from segkit.io.opening import Opening
from segkit.io.scratch import Scratch
from segkit.io.source import Source, repaired_source
from segkit.io.sources import open_sources

LINES = '{"customer_id": "a", "amount": 1.5}\n{"customer_id": "б", "amount": 2}\n'
ROWS = [("a", 1.5), ("б", 2.0)]


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    with Scratch() as folder:
        yield folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sales.ndjson"


def opened(path: Path, data: str | bytes, scratch: Scratch, encoding: str | None = None) -> Source:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (source,) = open_sources([path], scratch, Opening(encoding=encoding))
    assert source.format == "ndjson"
    return source


def rows(source: Source) -> list[tuple[Any, ...]]:
    return source.frame.select(list(source.dtypes)).collect().rows()


def set_apart(source: Source) -> list[tuple[int, str]]:
    (found,) = source.repaired
    return [] if found is None else [(record.line, record.reason) for record in found.bad]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (LINES.encode(), None),
        (LINES.encode("utf-8-sig"), None),
        (LINES.encode("utf-16"), None),
        (LINES.encode("cp1251"), "cp1251"),
        (LINES.replace("\n", "\r\n").encode(), None),
        (LINES.rstrip().encode(), None),
        (gzip.compress(LINES.encode()), None),
    ],
    ids=["utf-8", "mark", "utf-16", "cp1251", "crlf", "no end", "gzip"],
)
def test_the_same_lines_are_read_in_every_dress(
    path: Path, scratch: Scratch, data: bytes, encoding: str | None
) -> None:
    source = opened(path, data, scratch, encoding)
    assert (rows(source), source.bad_records, source.paths) == (ROWS, 0, (path,))


@pytest.mark.parametrize("digits", [19, 20, 21, 38, 45])
def test_ids_of_any_number_of_digits_are_exactly_as_written(path: Path, digits: int) -> None:
    ids = ["9" * digits, "9" * (digits - 1) + "8", "5"]
    path.write_text("".join(f'{{"customer_id": {key}, "amount": 1}}\n' for key in ids))
    assert sorted(segkit.abcxyz(path).table["customer_id"].cast(pl.String)) == sorted(ids)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"customer_id": "c", "amo', "no JSON object"),
        ("[1, 2]", "no JSON object"),
        ("5", "no JSON object"),
        ('{"customer_id": "c"} {"customer_id": "d"}', "no JSON object"),
        ('{"customer_id": "c", "amount": 1e400}', "a number is too large"),
        ('{"customer_id": "c", "amount": NaN}', "NaN is no JSON"),
        ('{"customer_id": "c", "amount": 1, "amount": x}', "no JSON object"),
        (b'{"customer_id": "\xd0"}', "no UTF-8"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_object_is_set_apart_and_no_other(
    path: Path, scratch: Scratch, line: str | bytes, reason: str
) -> None:
    first, last = LINES.encode().splitlines(keepends=True)
    data = first + b"\n" + (line if isinstance(line, bytes) else line.encode()) + b"\n" + last
    source = repaired_source(opened(path, data, scratch), scratch)  # some are seen only as rows are read
    assert (rows(source), set_apart(source)) == (ROWS, [(3, reason)])


def test_a_name_that_comes_twice_sets_a_line_apart_once_lines_are_looked_at(path: Path, scratch: Scratch) -> None:
    source = opened(path, LINES + '{"customer_id": "c", "amount": 1, "amount": 2}\n{"cut', scratch)
    assert (rows(source), set_apart(source)) == (ROWS, [(3, "a name comes twice"), (4, "no JSON object")])


def test_values_of_several_types_become_text(path: Path, scratch: Scratch) -> None:
    lines = ['{"k": true, "n": [1], "m": 1}', '{"k": 7, "n": {"a": "б"}, "m": null}', '{"k": "x", "n": 5, "m": 2.5}']
    source = opened(path, "\n".join([*lines, "cut"]), scratch)
    assert list(source.dtypes) == ["k", "n", "m", "n.a"]
    assert rows(source) == [("true", "[1]", 1.0, None), ("7", None, None, "б"), ("x", "5", 2.5, None)]


def test_nested_fields_are_the_same_columns_whether_lines_are_broken_or_not(path: Path) -> None:
    sale = '{{"_id": {{"$oid": "{0}"}}, "customer": {{"id": "{1}", "visits": {0}}}, "total": {{"$numberDecimal": "{2}"}}, "lines": [{{"a": 1}}]}}\n'
    lines = "".join(sale.format(n, "ab"[n % 2], n * 1.25) for n in range(1, 5))  # a: 2.5 + 5, b: 1.25 + 3.75
    for broken in ("", '{"cut'):
        path.write_text(lines + broken)
        table = segkit.abcxyz(path, max_bad="50%").table
        assert dict(table.select("customer_id", "total_amount").rows()) == {"a": 7.5, "b": 5.0}


@pytest.mark.parametrize("more", ["", ', "page": 1, "total": 2'])
def test_an_answer_with_the_rows_inside_is_refused_with_the_way_to_them(
    path: Path, scratch: Scratch, more: str
) -> None:
    with pytest.raises(UnreadableInputError, match=r'is one object with the rows in "orders"') as caught:
        opened(path, f'{{"orders": [{LINES.splitlines()[0]}, {LINES.splitlines()[1]}]{more}}}\n', scratch)
    assert "jq -c '.orders[]'" in str(caught.value.fix)


def test_one_sale_with_its_lines_is_a_row(path: Path, scratch: Scratch) -> None:
    source = opened(path, '{"customer_id": "a", "amount": 1, "lines": [{"sku": "x"}]}\n', scratch)
    assert source.frame.collect().height == 1


def test_a_type_that_shows_only_as_rows_are_read_is_mended_then(path: Path) -> None:
    """Polars tells a number from the first lines and stops at the late word."""
    path.write_text('{"customer_id": 8.5, "amount": 1}\n{"customer_id": true, "amount": 2}\n')
    assert sorted(segkit.abcxyz(path).table["customer_id"]) == ["8.5", "true"]


def test_what_was_read_whole_can_be_looked_at_line_by_line(path: Path, scratch: Scratch) -> None:
    source = repaired_source(opened(path, LINES, scratch), scratch)
    assert (rows(source), source.verified, repaired_source(source, scratch)) == (ROWS, True, source)


def test_rejected_lines_and_rows_are_written_with_their_lines(path: Path, tmp_path: Path) -> None:
    from segkit.cli.app import main

    path.write_text(LINES + '\n{"cut\n{"customer_id": "d", "amount": "x"}\n')
    main(["abcxyz", str(path), "-q", "--max-bad", "90%", "--rejects", str(tmp_path / "bad.csv")])
    bad = pl.read_csv(tmp_path / "bad.csv").select("line", "reason", "text").rows()
    assert bad == [(4, "record: no JSON object", '{"cut'), (5, "amount", None)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('{\n "customer_id": "a"\n}\n', "line 1: no JSON object; no line is a JSON object"),
        ("{", "no line is a JSON object"),
    ],
)
def test_a_file_without_any_object_in_a_line_is_refused(path: Path, scratch: Scratch, data: str, said: str) -> None:
    with pytest.raises(UnreadableInputError, match=said) as caught:
        opened(path, data, scratch)
    assert caught.value.fix is not None
    assert "jq -c" in caught.value.fix
