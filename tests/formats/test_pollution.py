"""Polluted copies of one export, in the kinds of the Pollock benchmark: never silently wrong.

Every row that is used is a row of the clean export, and every row that is lost was counted: rejected, set aside or warned
about. The full set (2,290 files brought from elsewhere) runs where it lies beside the checkout.
"""

from __future__ import annotations

import collections
import tarfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from segkit.analyses._base import Needs
from segkit.errors import EmptyInputError, SegkitError
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.options import ColumnOptions, Options
from segkit.periods import Period
from segkit.recognition.preparation import prepare
from segkit.scan import collecting

POLLOCK = Path(__file__).parents[3] / "shared" / "data" / "hostile" / "pollock"
NEEDS = Needs(measures=("quantity", "amount"), roles={"quantity": "it counts", "amount": "it pays", "date": "it dates"})
COLUMNS = ColumnOptions(per="item", item="PRODUCTID", quantity="Qty", price="Price", date="DATE")
NAMES = ("DATE", "TIME", "Qty", "PRODUCTID", "Price", "Description", "Comments")

Row = tuple[object, ...]


def clean_lines() -> list[str]:
    rows = [
        f'{13 + n}/02/2018,{n:02}:15,{n % 4},MG-{8769 + n},${70 + n}.{n:02},"Boots, size ""{n}"" for rain",'
        for n in range(12)
    ]
    return [",".join(NAMES), *rows]


def polluted() -> Iterator[tuple[str, list[str]]]:
    """Yield kinds of pollution with the lines that they leave."""
    lines = clean_lines()
    cells = [line.split(",", 5) for line in lines]
    for row in range(1, len(lines)):
        for column in range(5):
            before, after = ",".join(cells[row][: column + 1]), ",".join(cells[row][column + 1 :])
            yield "more separators", [*lines[:row], f"{before},,{after}", *lines[row + 1 :]]
            yield "less separators", [*lines[:row], f"{before}{after}", *lines[row + 1 :]]
            opened = [*cells[row][:column], '"' + cells[row][column], *cells[row][column + 1 :]]
            yield "an extra quote", [*lines[:row], ",".join(opened), *lines[row + 1 :]]
        yield "another separator", [*lines[:row], lines[row].replace(",", " "), *lines[row + 1 :]]
    yield "titles", ["REPORT,,,,,,", ",,,,,,", *lines]
    yield "two headers", [lines[0], *lines]
    yield "two tables", [*lines, *lines]
    yield "a narrower table below", [*lines, "", "PRODUCTID,Qty", "MG-1,5"]
    yield "no last row", lines[:2]


def read(path: Path) -> tuple[list[Row], int, bool]:
    """Return the rows that are used, how many are not, and whether anything is warned about."""
    with Scratch() as scratch:
        options = Options(columns=COLUMNS)
        prepared = prepare(open_sources([path], scratch), NEEDS, options, scratch)
        prepared, collected = collecting.collect_checked(prepared, Period())
        account = collected.tallied.account(prepared.bad_records)
        if not account.used.rows:  # as the pipeline does
            raise EmptyInputError("no row to analyze")
        used = prepared.rows().filter(pl.col("reason") == 0)
        rows = used.select("customer_id", "order_date", "quantity", "amount").collect().rows()
        return rows, account.read.rows - account.used.rows, any(note.warning for note in prepared.notes)


def judge(path: Path, clean: collections.Counter[Row]) -> str:
    """Return how a file was read: exact, flagged, warned, refused, or silently wrong."""
    try:
        rows, unused, warned = read(path)
    except SegkitError as error:
        return "refused" if error.exit_code == 3 else "wrong"
    found = collections.Counter(rows)
    wrong, lost = found - clean, clean - found
    if not wrong and not lost:
        return "exact"
    if not wrong and sum(lost.values()) <= unused:
        return "flagged"
    return "warned" if warned else "wrong"


def test_polluted_copies_are_never_silently_wrong(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(clean_lines()) + "\n")
    clean = collections.Counter(read(path)[0])
    assert sum(clean.values()) == 12
    judged: collections.Counter[str] = collections.Counter()
    for kind, lines in polluted():
        path.write_text("\n".join(lines) + "\n")
        subset = (
            clean if kind != "no last row" else collections.Counter({row: 1 for row in clean if row[0] == "MG-8769"})
        )
        judged[judge(path, subset)] += 1
    assert judged["wrong"] == 0
    assert judged["refused"] <= sum(judged.values()) * 0.05


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_other_separators_and_line_ends_are_exact(tmp_path: Path, separator: str, line_end: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(clean_lines()) + "\n")
    clean = collections.Counter(read(path)[0])
    text = pl.read_csv(path, infer_schema=False).write_csv(separator=separator)
    path.write_bytes(text.replace("\n", line_end).encode())
    assert judge(path, clean) == "exact"


@pytest.mark.deep
@pytest.mark.skipif(not POLLOCK.exists(), reason="the Pollock files are not beside the checkout")
def test_pollock(tmp_path: Path) -> None:
    with tarfile.open(POLLOCK / "polluted_files.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    clean = collections.Counter(read(POLLOCK / "source.csv")[0])
    first = collections.Counter(read(POLLOCK / "source.csv")[0][:1])
    table: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for path in sorted((tmp_path / "polluted_files" / "csv").glob("*.csv")):
        kind = path.stem.rstrip("0123456789").split("_0x")[0].split("_col")[0].rstrip("0123456789_")
        table[kind][judge(path, first if "one_data_row" in path.name else clean)] += 1
    total = sum(table.values(), collections.Counter())
    for kind, counts in sorted(table.items()):
        print(kind, dict(counts))
    print("total", dict(total))
    assert sum(total.values()) == 2_290
    assert total["wrong"] == 0
    assert total["exact"] + total["flagged"] + total["warned"] >= 0.95 * 2_290
