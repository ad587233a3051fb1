"""Text written by Python's own csv module, strftime and format is read back as what was written."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from segkit import units
from segkit.errors import DataError
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.notation.dates import detect_dates
from segkit.notation.numbers import detect_numbers

SOME = settings(max_examples=150)
HEADER = ["customer_id", "date", "amount", "city", "note"]
# Everything that quoting is for. A cell that ends in a backslash is left out: some programs escape quotes so.
CELLS = [
    "a", "b", "c d", "Omsk", "Perm", "5", "", "a", "b", "Ян", "1", "-3,5", "x;y", "p|q", "t\tu", 'say "hi"', '"', "it's", "'quoted'", "two\nlines", "one\n\nthree",
    "#1001", "=1", "N/A", "null", "b\\c", "a, b, c", "Smith [/] Ltd",
]  # fmt: skip


def read(path: Path) -> tuple[list[str], list[list[str]], int]:
    """Return the names of the columns, the rows, and how many records were set apart."""
    with Scratch() as scratch:
        (source,) = open_sources([str(path)], scratch)
        frame = source.frame.select(list(source.dtypes)).collect()
        return frame.columns, [[cell or "" for cell in row] for row in frame.rows()], source.bad_records


def written(rows: Sequence[Sequence[str]], separator: str, line_end: str, *, quote_all: bool) -> str:
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=separator, lineterminator=line_end, quoting=quoting).writerows(rows)
    return text.getvalue()


cities = st.lists(st.sampled_from(CELLS), min_size=2, max_size=2)
tables = st.lists(
    st.tuples(st.sampled_from(["00123", "b c", "Ян, Б.", "O'Neil", "7", "two\nlines"]), st.integers(1, 28), st.integers(0, 99_999), cities)
    .map(lambda row: [row[0], f"2024-01-{row[1]:02}", f"{row[2] / 100:.2f}", *row[3]]),
    min_size=3, max_size=12,
)  # fmt: skip


# Not shrunk: that takes minutes here, and the cases below are the small ones.
@settings(SOME, phases=[Phase.explicit, Phase.generate])
@given(
    table=tables,
    separator=st.sampled_from([",", ";", "\t", "|"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    quote_all=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_a_well_formed_file_is_read_cell_by_cell(
    tmp_path_factory: pytest.TempPathFactory,
    *,
    table: list[list[str]],
    separator: str,
    line_end: str,
    quote_all: bool,
    encoding: str,
) -> None:
    assume(sum(any("\n" in cell for cell in row) for row in table) * 3 <= len(table))
    path = tmp_path_factory.getbasetemp() / "sales.csv"
    text = written([HEADER, *table], separator, line_end, quote_all=quote_all)
    path.write_bytes(text.encode(encoding))
    assert read(path) == (HEADER, table, 0)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote_all", [False, True])
@pytest.mark.parametrize("cell", ["two\nlines", "two\nlines\nmore", '"', "x y", "a, b"])
def test_a_short_file_with_one_odd_cell_is_read_cell_by_cell(
    tmp_path: Path, cell: str, separator: str, *, quote_all: bool
) -> None:
    table = [[f"c{n}", "2024-01-02", "9.50", "Omsk", "a"] for n in range(3)]
    table[1][4] = cell
    path = tmp_path / "sales.csv"
    path.write_text(written([HEADER, *table], separator, "\n", quote_all=quote_all), encoding="utf-8", newline="")
    assert read(path) == (HEADER, table, 0)


SIGNS = ["-{}", "\u2212{}", "({})", "{}-"]
DRESSES = ["{}", "{}", "${}", "{} €", "{} руб."]
MARKS = [
    (".", ""),
    (".", ","),
    (".", " "),
    (".", "'"),
    (",", ""),
    (",", "."),
    (",", " "),
    (",", "\u00a0"),
    (",", "\u202f"),
]


@SOME
@given(st.sampled_from(MARKS), st.sampled_from(SIGNS), st.sampled_from(DRESSES), st.integers(0, 4),
       st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=8))  # fmt: skip
def test_numbers_are_read_as_they_were_written_or_refused(
    marks: tuple[str, str], sign: str, dress: str, places: int, numbers: list[int]
) -> None:
    point, group = marks
    values = [Decimal(number).scaleb(-places) for number in numbers]
    texts = []
    for value in values:
        digits = f"{abs(value):,.{places}f}".replace(",", "G").replace(".", point).replace("G", group)
        texts.append(sign.format(dress.format(digits)) if value < 0 else dress.format(digits))
    try:
        found = detect_numbers(texts, "amount")
    except DataError as error:
        assume("ambiguous" not in error.message)
        raise
    scaled, _ = units.scale_text(found.plain(pl.col("text")))
    assert pl.DataFrame({"text": texts}).select(scaled).to_series().to_list() == [int(v.scaleb(4)) for v in values]


DATES = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%y",
    "%Y%m%d",
    "%d-%b-%Y",
    "%B %d, %Y",
    "%d %B %Y",
]
TIMES = ["", " 10:30", " 23:59:59", "T00:00:00Z", " 11:30 PM", " 09:15:00 +0300"]


@SOME
@given(st.sampled_from(DATES), st.sampled_from(TIMES), st.booleans(),
       st.lists(st.dates(date(1970, 1, 1), date(2060, 1, 1)), min_size=1, max_size=8))  # fmt: skip
def test_dates_are_read_as_they_were_written_or_refused(
    pattern: str, time: str, shouted: bool, days: list[date]
) -> None:
    tail = "" if pattern == "%Y%m%d" else time
    texts = [day.strftime(pattern) + tail for day in days]
    texts = [text.upper() for text in texts] if shouted else texts
    try:
        found = detect_dates(texts, lambda: [text.split(" ")[0] for text in texts], "when")
    except DataError as error:
        assume("ambiguous" not in error.message)
        raise
    frame = pl.DataFrame({"text": texts})
    assert frame.select(found.day(pl.col("text"))).to_series().to_list() == days


@SOME
@given(st.lists(st.dates(date(1980, 1, 1), date(2060, 1, 1)), min_size=1, max_size=8))
def test_serial_dates_of_spreadsheets_are_days_from_the_end_of_1899(days: list[date]) -> None:
    texts = [str((day - date(1899, 12, 30)) // timedelta(days=1)) for day in days]
    found = detect_dates(texts, list, "when")
    assert pl.DataFrame({"text": texts}).select(found.day(pl.col("text"))).to_series().to_list() == days
