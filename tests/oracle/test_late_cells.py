"""Cells that contradict what ten thousand rows before them showed are read as what they say, in every kind of file."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest

import segkit
from segkit.errors import RejectedRowsError

HEAD = [
    (str(100 + row % 500), f"2024-{1 + row % 12:02}-15 10:00:00", f"{row % 97}.{row % 100:02}") for row in range(12_000)
]
"""Plain integers, plain dates with a time, and amounts of two decimals: more rows than the sample has."""

IDS = [
    "007",
    "+107",
    "-5",
    " 107",
    "107 ",
    "107.0",
    "1e3",
    "abc",
    "00",
    "9" * 18,
    "9" * 19,
    "9223372036854775807",
    "1_000",
    "ёж",
]
AMOUNTS = [
    "1.5",
    ".5",
    "5.",
    "+5.25",
    "-12.345",
    "1.00001",
    "2.00005",
    "0.30000001",
    "45000000000.1234",
    "99999999999.9999",
    "1e3",
]
ODD_AMOUNTS = ["1,234.50", "(5.00)", "$7.25", "12 000.10"]
DATES = ["2024-03-01", "2024-03-01T10:00:00", "2024-03-01, 10:00"]


def totals(rows: list[tuple[str, str, str]]) -> dict[str, Decimal]:
    """Return the money of every id as written, each amount rounded half away from zero to four decimals."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for key, _, amount in rows:
        plain = amount.replace(",", "").replace("$", "").replace(" ", "")
        plain = f"-{plain[1:-1]}" if plain.startswith("(") else plain
        found[key] += Decimal(plain).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return found


def read(path: Path, rows: list[tuple[str, str, str]]) -> segkit.Result:
    """Write the rows to the file and analyze it."""
    frame = pl.DataFrame(rows, schema=["customer_id", "date", "amount"], orient="row")
    frame.write_csv(path) if path.suffix == ".csv" else frame.write_parquet(path)
    return segkit.abcxyz(path)


def assert_as_written(result: segkit.Result, rows: list[tuple[str, str, str]]) -> None:
    assert result.rows["customer_id"].dtype == pl.String
    assert dict(zip(result.rows["customer_id"], result.rows["total_amount"], strict=True)) == {
        key: int(amount * 10_000) for key, amount in totals(rows).items()
    }


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("key", IDS)
def test_a_late_id_that_is_no_plain_integer_stays_as_written(tmp_path: Path, key: str, suffix: str) -> None:
    rows = [*HEAD, (key, "2024-05-05 10:00:00", "3.10")]
    assert_as_written(read(tmp_path / f"sales{suffix}", rows), rows)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("amount", [*AMOUNTS, *ODD_AMOUNTS])
def test_a_late_amount_in_another_notation_is_the_money_it_says(tmp_path: Path, amount: str, suffix: str) -> None:
    rows = [*HEAD, ("100", "2024-05-05 10:00:00", amount)]
    assert_as_written(read(tmp_path / f"sales{suffix}", rows), rows)


@pytest.mark.parametrize("amount", ["nan", "inf", "-inf", "abc", "1e400", "0x10", "1.2.3", "--5", "9" * 40])
def test_a_late_amount_that_is_none_is_rejected(tmp_path: Path, amount: str) -> None:
    rows = [*HEAD, ("100", "2024-05-05 10:00:00", amount)]
    result = read(tmp_path / "sales.csv", rows)
    assert result.account is not None
    assert result.account.rejected["amount"].rows == 1
    assert_as_written(result, HEAD)


@pytest.mark.parametrize("day", DATES)
def test_a_late_date_with_another_mark_before_its_time_is_read(tmp_path: Path, day: str) -> None:
    rows = [*HEAD, ("100", day, "3.10")]
    assert_as_written(read(tmp_path / "sales.csv", rows), rows)


@pytest.mark.parametrize("blank", ["", " ", "\u00a0"])
def test_rows_without_an_id_are_set_aside_and_not_a_customer(tmp_path: Path, blank: str) -> None:
    rows = [*HEAD, (blank, "2024-05-05 10:00:00", "3.10")]
    result = read(tmp_path / "sales.csv", rows)
    assert result.account is not None
    assert {name: tally.rows for name, tally in result.account.set_aside.items()} == {"no_customer": 1}
    assert_as_written(result, HEAD)


def test_a_digit_lost_beyond_the_fourth_is_noted(tmp_path: Path) -> None:
    rows = [*HEAD, ("100", "2024-05-05 10:00:00", "0.30000001")]
    assert "inexact-amounts" in [note.code for note in read(tmp_path / "sales.csv", rows).notes]


def test_files_whose_ids_differ_in_kind_are_read_as_texts_together(tmp_path: Path) -> None:
    late = [("007", "2024-05-05 10:00:00", "3.10"), ("100", "2024-05-06 10:00:00", "1.00")]
    for name, rows in (("first.csv", HEAD), ("second.csv", late)):
        pl.DataFrame(rows, schema=["customer_id", "date", "amount"], orient="row").write_csv(tmp_path / name)
    assert_as_written(segkit.abcxyz(tmp_path / "first.csv", tmp_path / "second.csv"), [*HEAD, *late])


def test_order_ids_that_turn_into_texts_late_stay_apart(tmp_path: Path) -> None:
    rows = [(key, day, amount, str(number)) for number, (key, day, amount) in enumerate(HEAD, start=1)]
    rows += [("100", "2024-05-05 10:00:00", "3.10", order) for order in ("01", "1", "C1", "01", "")]
    frame = pl.DataFrame(rows, schema=["customer_id", "date", "amount", "order_id"], orient="row")
    frame.write_csv(tmp_path / "sales.csv")
    counted = segkit.abcxyz(tmp_path / "sales.csv").rows.filter(pl.col("customer_id") == "100")["order_count"].item()
    # 24 orders of the head, of which order 1 goes on; 01 (two lines), C1, and a row without an order id.
    assert counted == 24 + 3


def test_more_unreadable_amounts_than_allowed_stop_the_run(tmp_path: Path) -> None:
    rows = [*HEAD, *[("100", "2024-05-05 10:00:00", "none")] * 200]
    with pytest.raises(RejectedRowsError):
        read(tmp_path / "sales.csv", rows)
