"""A text file is scanned whole, or its first rows are read from their bytes: the same rows."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import segkit
from segkit.io import textfile
from segkit.io.opening import Opening
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.io.textfile import open_text

ROWS = [f"C{n};2024-01-{n % 28 + 1:02};{n},50" for n in range(300)]
PLAIN = "id;date;amount\n" + "\n".join(ROWS) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        "Sales of 2024\n\n" + PLAIN,
        PLAIN.replace("C7;", '"C7;a";'),
        PLAIN.replace("C7;", "C7;too;"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.removeprefix("id;date;amount\n"),
    ],
    ids=["plain", "bom", "title", "quoted", "ragged", "crlf", "headless"],
)
@pytest.mark.parametrize("rows", [1, 100, 1000])
def test_the_head_of_a_file_is_the_head_of_its_scan(tmp_path: Path, text: str, rows: int) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(text.encode())
    with Scratch() as scratch:
        file = open_text(path, "sales.csv", Opening(), scratch)
        assert file.head(rows).collect().equals(file.scan().head(rows).collect())


def test_the_head_of_several_files_goes_on_where_the_first_ends(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.csv").write_text(f"id,amount\n{number}a,1\n{number}b,2\n")
    with Scratch() as scratch:
        (source,) = open_sources([tmp_path], scratch)
        assert source.head(["id"], 5).collect().to_series().to_list() == ["0a", "0b", "1a", "1b", "2a"]
        assert source.head(["amount"], 1).collect().columns == ["amount"]


def test_a_file_without_quotes_is_scanned_without_looking_for_them(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    with Scratch() as scratch:
        path.write_text(PLAIN)
        assert not open_text(path, "sales.csv", Opening(), scratch).quoted
        path.write_text(PLAIN.replace("C7;", '"C7";'))
        file = open_text(path, "sales.csv", Opening(), scratch)
        assert file.quoted
        assert file.scan().filter(pl.col("id") == "C7").collect().height == 1


def test_quotes_of_an_encoding_with_other_bytes_for_them_are_quotes(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes('id,amount\n"A,1",5\n'.encode("cp037"))
    with Scratch() as scratch:
        file = open_text(path, "sales.csv", Opening(encoding="cp037"), scratch)
        assert file.scan().collect().to_dicts() == [{"id": "A,1", "amount": "5"}]


SHORT, LONG, BLANK = "C7;2024-01-01", "C7;2024-01-01;5,00;9", ""


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("row", [SHORT, LONG, BLANK], ids=["short", "long", "blank"])
@pytest.mark.parametrize("place", [1, 6])
def test_an_odd_row_near_the_top_is_set_apart_in_a_file_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, place: int, *, large: bool
) -> None:
    lines = PLAIN.splitlines()
    lines.insert(place, row)
    (tmp_path / "sales.csv").write_text("\n".join(lines) + "\n")
    monkeypatch.setattr(textfile, "VERIFIED_BYTES", 0 if large else 1 << 25)
    found = segkit.rfm(tmp_path / "sales.csv", customer="id")
    assert found.account is not None
    assert found.account.used.rows == 300
    assert found.account.rejected_total.rows == (row != BLANK)


def totals(path: Path) -> dict[str, float]:
    return dict(segkit.abcxyz(path).table.select("customer_id", "total_amount").rows())


SOLD = {"00123": 3.5, 'O"Neil; A, B': 2.0, "c": 7.25}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("quoted", [True, False])
def test_texts_written_as_formulas_are_those_texts(tmp_path: Path, separator: str, *, quoted: bool) -> None:
    """Programs write ="00123", so that a spreadsheet keeps the zeros."""

    def cell(text: str) -> str:
        formula = '="' + text.replace('"', '""') + '"'
        return '"' + formula.replace('"', '""') + '"' if quoted else formula

    header = separator.join(map(cell, ("customer_id", "order_date", "amount")))
    rows = [separator.join([cell(one), cell("2024-05-01"), cell(str(paid))]) for one, paid in SOLD.items()]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    wanted = {key.replace('"', '""'): paid for key, paid in SOLD.items()} if quoted else SOLD
    assert totals(path) == wanted


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ('"customer_id","order_date","amount"', '"{n}","{one}","2024-05-01",{paid}'),  # write.table(sep = ",") of R
        ("customer_id order_date amount", '"{n}" "{one}" "2024-05-01" {paid}'),  # write.table of R
        ("customer_id;order_date;amount", "{one};2024-05-01;{paid};"),  # a separator behind each row
    ],
)
def test_a_header_without_a_name_for_row_numbers_or_for_nothing_is_a_header(
    tmp_path: Path, header: str, row: str
) -> None:
    sold = {"a": 3.5, "b": 2.0, "c": 7.25}
    rows = [row.format(n=n, one=one, paid=paid) for n, (one, paid) in enumerate(sold.items(), start=1)]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    assert totals(path) == sold


@pytest.mark.parametrize("row", ["x,a,2024-05-01,{0}", "7,a,2024-05-01,{0}", "a,2024-05-01,{0},7"])
def test_a_header_that_lacks_another_name_is_refused(tmp_path: Path, row: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("customer_id,order_date,amount\n" + "".join(row.format(n) + "\n" for n in range(1, 4)))
    with pytest.raises(segkit.errors.UnreadableInputError, match="the header has 3 fields, the rows have 4"):
        totals(path)
