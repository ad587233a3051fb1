"""Which sheets of a workbook are one table, and what is said of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
import pytest

from segkit.io.sheets import belonging

SALES = ["order_id", "customer_id", "date", "amount"]
Sheets = Mapping[str, Sequence[Sequence[str]]]


def read(sheets: Sheets) -> tuple[list[str], list[str]]:
    """Return the sheets of a workbook (title, header and rows of each) that are read, and the messages."""
    tables = [
        (f"book.xlsx, sheet {title}", pl.DataFrame(rows, schema=list(header), orient="row"), 1)
        for title, (header, *rows) in sheets.items()
    ]
    kept, notes = belonging(tables, "book.xlsx")
    assert all(note.warning for note in notes)
    return [name.removeprefix("book.xlsx, sheet ") for name, _, _ in kept], [note.message for note in notes]


def sales(first: int, count: int = 3) -> list[list[str]]:
    return [[str(n), f"c{n % 4}", "2024-01-05", str(n * 10)] for n in range(first, first + count)]


@pytest.mark.parametrize(
    "header",
    [SALES, ["ORDER ID", "Customer", "Date", "Amount"], [*SALES, "note"], [*SALES, "status"], SALES[::-1]],
    ids=["the same", "another case", "a note", "a status", "another order"],
)
def test_sheets_whose_headers_tell_the_same_roles_are_one_table(header: list[str]) -> None:
    rows = [(row if header[0] != "amount" else row[::-1]) + ["x"] * (len(header) - 4) for row in sales(10)]
    assert read({"Jan": [SALES, *sales(1)], "Feb": [header, *rows]}) == (["Jan", "Feb"], [])


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            [["customer_id", "total"], ["c1", "90"]],
            '(1 row, no date or order column); --sheet "Pivot" reads it alone',
        ),
        (
            [["customer_id", "date", "amount"], ["c1", "2024-01-05", "9"]],
            '(1 row, no order column); --sheet "Pivot" reads it alone, --sheet "*" every sheet',
        ),
        ([["code", "meaning"], ["A", "good"]], '(1 row, other columns); --sheet "Pivot" reads it alone'),
        ([["column_1", "column_2"], ["3", "4"]], '(1 row, no header); --sheet "Pivot" reads it alone'),
    ],
)  # fmt: skip
def test_what_lacks_the_roles_of_the_sales_is_left_out_and_named(other: list[list[str]], said: str) -> None:
    for sheets in ({"Pivot": other, "Jan": [SALES, *sales(1)]}, {"Jan": [SALES, *sales(1)], "Pivot": other}):
        assert read(sheets) == (["Jan"], [f'book.xlsx: a sheet is not read: "Pivot" {said}'])


def test_orders_beside_their_lines_do_not_count_twice() -> None:
    lines = [[*row, sku] for row in sales(1) for sku in ("TEA", "MUG")]
    kept, (message,) = read({"Orders": [SALES, *sales(1)], "Lines": [[*SALES, "sku"], *lines]})
    assert kept == ["Lines"]
    assert '"Orders" (3 rows, no item column)' in message


def test_months_beside_a_sheet_of_all_months_do_not_count_twice() -> None:
    every = [SALES, *sales(1, 6)]
    parts = {"Jan": [SALES, *sales(1)], "All": every, "Feb": [SALES, *sales(4)]}
    kept, (message,) = read(parts)
    assert kept == ["All"]
    assert '"Jan" (3 rows, all in "All" too), "Feb" (3 rows, all in "All" too); --sheet "Jan" reads it alone' in message


def test_rows_that_are_alike_by_chance_are_all_read() -> None:
    header = SALES[1:]
    again = [["c1", "2024-01-05", "10"]]
    assert read({"Jan": [header, *again, ["c2", "2024-01-06", "5"]], "Feb": [header, *again]}) == (["Jan", "Feb"], [])


def test_sheets_without_rows_are_nothing_to_name() -> None:
    assert read({"Empty": [["a", "b"]], "Jan": [SALES, *sales(1)]}) == (["Jan"], [])
    assert read({"Empty": [["a", "b"]]}) == (["Empty"], [])


def test_sheets_of_unknown_columns_are_one_table_if_the_columns_are() -> None:
    header = ["Asiakas", "Hinta-arvio"]
    sheets = {"Jan": [header, ["a", "1"]], "Feb": [header, ["b", "2"]], "x": [["Asiakas"], ["c"]]}
    assert read(sheets) == (
        ["Jan", "Feb"],
        ['book.xlsx: a sheet is not read: "x" (1 row, other columns); --sheet "x" reads it alone'],
    )


def test_of_many_other_sheets_the_first_are_named() -> None:
    others = {f"s{n}": [["a", "b"], ["1", "2"]] for n in range(8)}
    _, (message,) = read({**others, "Jan": [SALES, *sales(1)]})
    assert message.startswith('book.xlsx: 8 sheets are not read: "s0" (')
    assert '"s4" (1 row, other columns) and 3 more; ' in message
