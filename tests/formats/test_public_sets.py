"""What public sets of CSV files teach, each as files of our own; the sets themselves where they are beside the checkout."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from segkit.errors import MissingColumnError, UnreadableInputError
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.roles import resolve

HOSTILE = Path(__file__).parents[3] / "shared" / "data" / "hostile"
beside = pytest.mark.skipif(not HOSTILE.exists(), reason="the sets are not beside the checkout")


def read(path: Path) -> tuple[list[str], list[list[str]], int, int]:
    """Return header, rows, records set apart, and stray quotes that are warned about."""
    with Scratch() as scratch:
        source = open_sources([path], scratch)[0]
        rows = source.frame.select(list(source.dtypes)).collect().rows()
        stray = sum(text.repaired.stray_quotes for text in source.texts if text.repaired is not None)
        cells = [["" if cell is None else cell for cell in row] for row in rows]
        return list(source.dtypes), cells, source.bad_records, stray


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,b\n"1,5",2\n', [["1,5", "2"]]),
        ('a,b\n"say ""hi""",2\n', [['say "hi"', "2"]]),
        ('a,b\n"Once\nupon",2\n3,4\n', [["Once\nupon", "2"], ["3", "4"]]),
        ('a,b\r\n"Once\r\nupon",2\r\n3,4\r\n', [["Once\r\nupon", "2"], ["3", "4"]]),
        ('a,b\n1,""\n2,3\n', [["1", ""], ["2", "3"]]),
        ('a,b\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n', [["1", '{"type": "Point", "coordinates": [102.0, 0.5]}']]),
        ("a,b\n1,ʤ\n", [["1", "ʤ"]]),
        ("a,b\n 1 ,2 \n", [[" 1 ", "2 "]]),
        ("a,b\n1,2", [["1", "2"]]),
        ("a\n1\n2\n", [["1"], ["2"]]),
        ("a,b\n", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_good_files_are_read_cell_by_cell(tmp_path: Path, text: str, rows: list[list[str]], encoding: str) -> None:
    path = tmp_path / "good.csv"
    path.write_bytes(text.encode(encoding))
    header, cells, bad, stray = read(path)
    assert header == text.splitlines()[0].split(",")
    # What is transcoded has line feeds, as in Python's text files.
    expected = [[cell.replace("\r\n", "\n") for cell in row] for row in rows] if encoding == "utf-16" else rows
    assert (cells, bad, stray) == (expected, 0, 0)


@pytest.mark.parametrize(
    ("text", "rows", "apart", "stray"),
    [
        ("foo,bar,baz\n1,2\n", [], 1, 0),
        ('foo,bar,baz\n1,"2,3\n', [], 1, 0),
        ('foo,bar,baz\n1,"a "quoted" word",3\n', [], 1, 0),
        ('foo,bar,baz\n1,a "quoted" word,3\n', [["1", 'a "quoted" word', "3"]], 0, 1),
    ],
)
def test_bad_records_are_set_apart_or_warned_about(
    tmp_path: Path, text: str, rows: list[list[str]], apart: int, stray: int
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    assert read(path) == (["foo", "bar", "baz"], rows, apart, stray)


@pytest.mark.parametrize(
    ("text", "said"), [("foo,bar,baz\n1,2,3,4\n", "the header has 3 fields, the rows have 4"), ("", "is empty")]
)
def test_bad_files_are_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(UnreadableInputError, match=said):
        read(path)


@pytest.mark.parametrize("mac", [True, False])
def test_dates_from_1904_are_those_of_the_spreadsheet(tmp_path: Path, mac: bool) -> None:
    """Excel for Mac writes a second ``workbookPr`` among the extensions, which hid the first from the reader."""
    plain, path = tmp_path / "plain.xlsx", tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(plain, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["customer_id", "order_date"])
        sheet.write(1, 0, "ann")
        sheet.write_datetime(1, 1, date(2024, 5, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    extension = b'<extLst><ext uri="{79F54976}" xmlns:x14="x"><x14:workbookPr defaultImageDpi="32767"/></ext></extLst></workbook>'
    with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(path, "w") as copy:
        for name in parts.namelist():
            data = parts.read(name)
            is_book = mac and name == "xl/workbook.xml"
            copy.writestr(name, data.replace(b"</workbook>", extension) if is_book else data)
    assert read(path)[1] == [["ann", "2024-05-01 00:00:00"]]


@beside
@pytest.mark.deep
def test_csv_spectrum() -> None:
    """All twelve; the phone number of one JSON file is not that of its CSV file, and is not ours to match."""
    equal = 0
    for path in sorted((HOSTILE / "csv-spectrum" / "csvs").glob("*.csv")):
        told: Any = json.loads((HOSTILE / "csv-spectrum" / "json" / f"{path.stem}.json").read_text())
        wanted = told if isinstance(told, list) else [told]
        header, rows, bad, _ = read(path)
        found: list[dict[str, str]] = [dict(zip(header, row, strict=True)) for row in rows]
        for record in (*wanted, *found):
            record.pop("Contact Phone Number", None)
            for name, cell in record.items():  # copies of the set lose carriage returns
                record[name] = cell.replace("\r\n", "\n")
        equal += found == wanted and not bad
    print(f"csv-spectrum: {equal} of 12")
    assert equal == 12


@beside
@pytest.mark.deep
def test_csv_test_data() -> None:
    """All good files equal and all bad ones flagged: by reading them, or by naming the header that the set promises."""
    promised = {"customer": "foo", "date": "bar", "amount": "baz"}  # as --customer foo and so on
    good, bad = [], []
    for path in sorted((HOSTILE / "csv-test-data" / "csv").glob("*.csv")):
        with_header = "header-" in path.stem
        if path.stem.startswith("bad"):
            try:
                header, _, apart, stray = read(path)
                resolve(header, promised if with_header else {})
                flagged = bool(apart or stray)
            except (UnreadableInputError, MissingColumnError):
                flagged = True
            bad += [path.stem] if flagged else []
            continue
        wanted: Any = json.loads((HOSTILE / "csv-test-data" / "json" / f"{path.stem}.json").read_text())
        header, rows, _, _ = read(path)
        if with_header:
            assert resolve(header, promised) == promised
            found: Any = [dict(zip(header, row, strict=True)) for row in rows]
        else:  # a first row of words is taken for a header: the cells are the same
            found = rows if header[0].startswith("column_") else [header, *rows]
        assert found == wanted, path.stem
        good.append(path.stem)
    print(f"csv-test-data: {len(good)} of 18 good ones equal, {len(bad)} of 7 bad ones flagged")
    assert (len(good), len(bad)) == (18, 7)


@beside
@pytest.mark.deep
@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("test_latin1.csv", "©"), ("test_utf8.csv", "ʤ"), ("test_utf8_bom.csv", "ʤ"), ("test_utf16_big.csv", "ʤ"),
        ("test_utf16_little.csv", "ʤ"), ("mac_newlines.csv", "ʤ"),
    ],
)  # fmt: skip
def test_encodings_of_csvkit(name: str, last: str) -> None:
    _, rows, bad, _ = read(HOSTILE / "csvkit" / name)
    assert rows[-1][-1] == last or name == "mac_newlines.csv"
    assert (len(rows), len(rows[0]), bad) == (2, 3, 0)


@beside
@pytest.mark.deep
@pytest.mark.parametrize("name", ["test.xls", "test.xlsx", "sheets.xls", "sheets.xlsx", "test_skip_lines.xlsx"])
def test_workbooks_of_csvkit_have_their_dates(name: str) -> None:
    _, rows, _, _ = read(HOSTILE / "csvkit" / name)
    assert rows[0][:2] == ["Chicago Reader", "1971-01-01 00:00:00"]
