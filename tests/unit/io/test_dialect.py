"""Separator, quotes, header and names, told from the first lines: each file by the table that it is read as."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from segkit.errors import UnreadableInputError
from segkit.io.dialect import place, unique_names
from segkit.io.opening import Opening
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources

Table = tuple[list[str], list[tuple[str | None, ...]]]
Reader = Callable[..., Table]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Return a function that reads lines as a file, and returns names and rows."""

    def reader(*lines: str, separator: str | None = None) -> Table:
        path = tmp_path / "a.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with Scratch() as scratch:
            (source,) = open_sources([str(path)], scratch, Opening(separator=separator))
            frame = source.frame.select(list(source.dtypes)).collect()
            return frame.columns, frame.rows()

    return reader


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        (("customer_id,date,amount", "a,2024-01-01,1"), ("a", "2024-01-01", "1")),
        (("customer_id;date;amount", "a;2024-01-01;1,5", "b;2024-01-02;2,5"), ("a", "2024-01-01", "1,5")),
        (("customer_id\tdate\tamount", "a, b\t2024-01-01\t1"), ("a, b", "2024-01-01", "1")),
        (("customer_id|date|amount", "a|2024-01-01|1"), ("a", "2024-01-01", "1")),
        (("customer_id^date^amount", "a, b^2024-01-01^1"), ("a, b", "2024-01-01", "1")),
        (("customer_id~date~amount", "a^b~2024-01-01~1"), ("a^b", "2024-01-01", "1")),
        (('"customer_id";"date";"amount"', '"a,b,c";"d;e";"1"'), ("a,b,c", "d;e", "1")),
        (("customer_id date amount", "a 2024-01-01 1", "b 2024-01-02  2"), ("a", "2024-01-01", "1")),
        (("'customer_id','date','amount'", "'a, b','c','1'"), ("a, b", "c", "1")),
    ],
)
def test_the_separator_that_divides_all_lines_alike_is_taken(
    read: Reader, lines: tuple[str, ...], row: tuple[str, ...]
) -> None:
    names, rows = read(*lines)
    assert names == ["customer_id", "date", "amount"]
    assert rows[0] == row


def test_one_column_needs_no_separator(read: Reader) -> None:
    assert read("customer_id", "a", "b") == (["customer_id"], [("a",), ("b",)])


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("phone", ["+7 912 000-00-01"]),
        ("Телефон", ["8 (912) 000 00 01", "8 (912) 000 00 02"]),
        ("customer_id", ["Anna Bella", "Cleo Dora", "Eva"]),
    ],
)
def test_blanks_divide_nothing_below_the_name_of_one_column(read: Reader, header: str, cells: list[str]) -> None:
    assert read(header, *cells) == ([header], [(cell,) for cell in cells])


def test_blanks_divide_what_nothing_else_does_where_no_name_stands_alone(read: Reader) -> None:
    assert read("00001 19970101 1 11.77", "00002  19970112 1 12.00")[1] == [
        ("00001", "19970101", "1", "11.77"), ("00002", "19970112", "1", "12.00"),
    ]  # fmt: skip


def test_the_user_names_the_separator(read: Reader) -> None:
    assert read("a:b,c", "1:2,3", separator=":") == (["a", "b,c"], [("1", "2,3")])


@pytest.mark.parametrize(
    "lines",
    [
        ("customer_id,amount", "'a',1", "b,2", "c,3", "d,4", "e,5"),
        ("customer_id,amount", "'a',it's", "'tis,O'Neil", "d,'n'", "e,5"),
    ],
)
def test_apostrophes_in_some_cells_are_part_of_them(read: Reader, lines: tuple[str, ...]) -> None:
    assert read(*lines)[1] == [tuple(line.split(",")) for line in lines[1:]]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("customer_id,amount", "a,1"), ["customer_id", "amount"]),
        (("who,what", "a,1"), ["who", "what"]),
        (("клиент,сумма", "Иванов,5"), ["клиент", "сумма"]),
        (("a,2024-01-01,1", "b,2024-01-02,2"), None),
        (("1,2", "3,4"), None),
    ],
)
def test_a_first_line_of_names_is_a_header(read: Reader, lines: tuple[str, ...], names: list[str] | None) -> None:
    found, rows = read(*lines)
    width = len(lines[0].split(","))
    assert found == (names or [f"column_{n}" for n in range(1, width + 1)])
    assert len(rows) == len(lines) - (names is not None)


def test_title_lines_above_the_header_are_passed_over(read: Reader) -> None:
    names, rows = read("Sales report;;", "January;;", "", "Клиент;Дата;Сумма", "Иванов;01.02.2024;5")
    assert names == ["Клиент", "Дата", "Сумма"]
    assert rows == [("Иванов", "01.02.2024", "5")]


def test_titles_that_a_spreadsheet_filled_up_with_separators_are_passed_over(read: Reader) -> None:
    lines = [
        "Sunrise Traders,,,",
        "Sales Register,,,",
        "Date,Particulars,Vch No.,Debit",
        "1-Apr-24,a,1,10.00",
        "2-Apr-24,b,2,20.00",
    ]
    names, rows = read(*lines)
    assert (names, len(rows)) == (["Date", "Particulars", "Vch No.", "Debit"], 2)
    # without names below it a sparse first line is a row
    assert len(read("7,,,", "1,2,3,4", "5,6,7,8")[1]) == 3


@pytest.mark.parametrize(
    "between", [["a,2024-01-01,5"], ["a,2024-01-01,5", "b,2024-01-02,6"], ["", "a,2024-01-01,5"], []]
)
def test_rows_between_a_header_and_the_same_again_are_rows(read: Reader, between: list[str]) -> None:
    header, last = "customer_id,date,amount", "c,2024-01-03,7"
    names, rows = read(header, *between, header, last)
    assert names == header.split(",")
    assert [",".join(map(str, row)) for row in rows] == [*filter(None, between), last]


def test_a_blank_line_is_a_row_where_there_is_one_column_only(read: Reader) -> None:
    assert read("", "") == (["column_1"], [(None,), (None,)])
    assert read("customer", "", "7", "") == (["customer"], [(None,), ("7",), (None,)])
    assert read("customer,amount", "", "7,1", "") == (["customer", "amount"], [("7", "1")])


def test_a_file_without_a_byte_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    with Scratch() as scratch, pytest.raises(UnreadableInputError, match=r"a\.csv is empty"):
        open_sources([tmp_path / "a.csv"], scratch)


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["a", "b"], ("a", "b")),
        ([" a ", "\ufeffb"], ("a", "b")),
        (["", "a", " "], ("column_1", "a", "column_3")),
        (["a", "a", "a"], ("a", "a_2", "a_3")),
        (["a", "a_2", "a"], ("a", "a_2", "a_3")),
        (["two\nlines"], ("two lines",)),
    ],
)
def test_every_column_gets_a_name_of_its_own(cells: list[str], names: tuple[str, ...]) -> None:
    assert unique_names(cells) == names


def test_a_head_that_a_stray_quote_runs_through_is_no_table() -> None:
    with pytest.raises(UnreadableInputError, match="no line with"):
        place({0: ["a"], 1: ["b"]}, 2, "x.csv")


@pytest.mark.parametrize(
    "lines",
    [
        ["| customer | date | amount |", "|---|:---:|--:|", "| a | 2024-05-01 | 5 |", "| b | 2024-05-02 | -- |"],
        [
            "+---+---+---+",
            "| customer | date | amount |",
            "+---+---+---+",
            "| a | 2024-05-01 | 5 |",
            "| b | 2024-05-02 | -- |",
            "+---+---+---+",
        ],
        [
            " customer |    date    | amount ",
            "----------+------------+--------",
            " a | 2024-05-01 | 5 ",
            " b | 2024-05-02 | -- ",
            "(2 rows)",
        ],
    ],
    ids=["Markdown", "MySQL", "PostgreSQL"],
)
def test_lines_that_are_drawn_are_no_rows(read: Reader, lines: list[str]) -> None:
    names, rows = read(*lines)
    cells = [[cell.strip() for cell in row if cell and cell.strip()] for row in rows]
    assert {"customer", "date", "amount"} <= set(names)
    assert cells == [["a", "2024-05-01", "5"], ["b", "2024-05-02", "--"]]


def test_dashes_in_a_table_of_commas_are_cells(read: Reader) -> None:
    assert read("customer,amount", "---,5", "b,6")[1] == [("---", "5"), ("b", "6")]
