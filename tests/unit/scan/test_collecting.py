"""Collecting: the customers of a large file come in parts, each from a scan of its own."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import segkit
from segkit.errors import UnreadableInputError
from segkit.scan import collecting

if TYPE_CHECKING:
    from collections.abc import Callable

CUSTOMERS, ROWS = 40, 200


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the list to which all plans that are collected together add how many scans of a file they hold."""
    found: list[int] = []
    collect_all = pl.collect_all

    def counting(plans: list[pl.LazyFrame], **options: object) -> list[pl.DataFrame]:
        found.append(pl.explain_all(plans).count("SCAN ["))
        return collect_all(plans, **options)

    monkeypatch.setattr(pl, "collect_all", counting)
    monkeypatch.setattr(collecting, "PART_ROWS", 100)
    monkeypatch.setattr(collecting, "PART_LINES", 50)
    return found


def written(path: Path, *, orders: bool = False, rows: int = ROWS) -> Path:
    frame = pl.DataFrame({"customer_id": [n % CUSTOMERS for n in range(rows)], "amount": [1.0] * rows})
    if orders:
        frame = frame.with_columns(order_id=pl.int_range(pl.len()))
    frame.write_parquet(path) if path.suffix == ".parquet" else frame.write_csv(path)
    return path


@pytest.mark.parametrize(
    ("rows", "orders", "parts"),
    [
        (100, False, 1),
        (101, False, 2),
        (200, False, 2),
        (1_000, False, 4),
        (50, True, 1),
        (120, True, 3),
        (900, True, 4),
    ],
)
def test_large_files_are_scanned_for_a_part_of_the_customers_at_a_time(
    rows: int, orders: bool, parts: int, scans: list[int], tmp_path: Path
) -> None:
    result = segkit.abcxyz(written(tmp_path / "sales.parquet", orders=orders, rows=rows))
    assert scans == [1] * parts
    assert result.account is not None
    assert result.account.used.rows == rows
    assert result.table["order_count"].sum() == rows
    assert result.table["customer_id"].n_unique() == result.table.height == min(rows, CUSTOMERS)


def test_text_files_are_parsed_once(scans: list[int], tmp_path: Path) -> None:
    segkit.abcxyz(written(tmp_path / "sales.csv"))
    assert scans == [1]


def test_rows_side_by_side_are_read_once(scans: list[int], tmp_path: Path) -> None:
    path = tmp_path / "sales.parquet"
    days = pl.date_range(pl.date(2024, 1, 1), pl.date(2024, 7, 18), eager=True)
    pl.DataFrame({"customer_id": [n % 9 for n in range(ROWS)], "order_date": days, "amount": 1.0}).write_parquet(path)
    segkit.churn(path)
    assert scans == [1]


@pytest.mark.parametrize("step", [3, 60])  # days: 30 months, and 50 years
@pytest.mark.parametrize("period", [{}, {"from_": "2003-02-01", "to": "2004-01-31"}, {"last": "9mo"}])
@pytest.mark.parametrize("analysis", ["abcxyz", "rfm", "stats"])
def test_parts_know_the_months_and_the_period_of_the_whole(
    analysis: str, period: dict[str, str], step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [date(2003, 1, 1) + timedelta(days=step * n) for n in range(300)]
    rows = {
        "customer_id": [n * n % 37 for n in range(300)],
        "order_date": days,
        "amount": [n % 11 + 1.0 for n in range(300)],
    }
    pl.DataFrame(rows).write_parquet(tmp_path / "sales.parquet")
    whole = getattr(segkit, analysis)(tmp_path / "sales.parquet", **period)
    monkeypatch.setattr(collecting, "PART_ROWS", 100)
    parts = getattr(segkit, analysis)(tmp_path / "sales.parquet", **period)
    assert_frame_equal(parts.table, whole.table, check_exact=True)
    assert (parts.account, parts.facts, parts.notes) == (whole.account, whole.facts, whole.notes)


def append(path: Path) -> None:
    with path.open("a") as file:
        file.write("7,1.0\n")


def touch(path: Path) -> None:
    os.utime(path, ns=(1, 1))


def replace(path: Path) -> None:
    stat = path.stat()
    other = path.with_name("other.parquet")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.rename(path)


def once_read(change: Callable[[Path], None], path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody change the file after the next scan."""
    collect_all, changes = pl.collect_all, [change]

    def changing(plans: list[pl.LazyFrame], **options: object) -> list[pl.DataFrame]:
        frames = collect_all(plans, **options)
        while changes:
            changes.pop()(path)
        return frames

    monkeypatch.setattr(pl, "collect_all", changing)


@pytest.mark.parametrize("change", [touch, replace, Path.unlink])
def test_a_file_that_changes_between_two_parts_is_refused(
    change: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "sales.parquet")
    once_read(change, path, monkeypatch)
    monkeypatch.setattr(collecting, "PART_ROWS", 100)
    with pytest.raises(UnreadableInputError, match=r"sales\.parquet changed while it was read|cannot be read"):
        segkit.abcxyz(path)


@pytest.mark.parametrize("change", [append, touch, replace])
def test_a_file_that_changes_while_it_is_read_once_is_warned_about(
    change: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, quiet = (written(tmp_path / name) for name in ("sales.csv", "quiet.csv"))
    assert "changed-input" not in {note.code for note in segkit.abcxyz(quiet).warnings}
    once_read(change, path, monkeypatch)
    (note,) = (note for note in segkit.abcxyz(path, quiet).warnings if note.code == "changed-input")
    assert note.message == f"1 files changed while they were read, rows may be missing: {path}"
    assert note.fix == "Run it again once the file is complete."


def test_a_file_that_is_gone_once_it_is_read_is_warned_about_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = (written(tmp_path / name) for name in ("sales.csv", "other.csv"))
    once_read(Path.unlink, path, monkeypatch)
    assert "changed-input" in {note.code for note in segkit.abcxyz(path).warnings}
    path = written(path)
    once_read(Path.unlink, path, monkeypatch)
    with pytest.raises(UnreadableInputError, match=r"cannot be read: .*No such file"):  # whether it is a copy
        segkit.abcxyz(path, other)
