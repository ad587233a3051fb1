"""Lists of customers: which column holds the ids, what counts as listed, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from segkit.errors import DataError, MissingColumnError, UnreadableInputError
from segkit.io import textfile
from segkit.io.lists import Members, read_listing, read_members
from segkit.io.scratch import Scratch

NAMES = ["customer_id"]


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    with Scratch() as place:
        yield place


def members(given: object, scratch: Scratch, names: list[str] = NAMES, role: str | None = "customer") -> Members:
    return read_members(given, scratch, names, role)


@pytest.mark.parametrize(
    ("headers", "names", "role", "expected"),
    [
        (["email", "customer_id"], ["customer_id"], "customer", "customer_id"),
        (["email", "Customer ID"], ["customer_id"], "customer", "Customer ID"),
        (["customer_id", "email"], ["email", "customer_id"], "customer", "email"),
        (["name", "e-mail"], ["customer_id"], "customer", "e-mail"),
        (["name", "sku"], ["item_id"], "item", "sku"),
        (["shop", "city"], ["shop", "entity_id"], None, "shop"),
        (["whoever"], ["customer_id"], "customer", "whoever"),
    ],
)
def test_ids_are_in_the_named_column_else_in_that_of_the_role_else_in_the_only_one(
    scratch: Scratch, headers: list[str], names: list[str], role: str | None, expected: str
) -> None:
    frame = pl.DataFrame({header: [f"{header} 1"] for header in headers})
    found = members(frame, scratch, names, role)
    assert (found.id_column, f"{expected} 1" in found.ids()) == (expected, True)


def test_a_list_without_an_id_column_is_refused_with_its_columns(scratch: Scratch) -> None:
    with pytest.raises(MissingColumnError) as refused:
        members(pl.DataFrame({"city": ["x"], "amount": [1]}), scratch)
    assert refused.value.message == "frame: no column of ids found"
    assert refused.value.fix == "Call it customer_id, or leave nothing but it in the file.\nColumns: city, amount"


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (pl.Series([3, 1, 3], dtype=pl.Int64), ["1", "3"]),
        (pl.Series([7, None], dtype=pl.UInt64), ["7"]),
        (pl.Series([1.0, 2.5]), ["1", "2.5"]),
        (pl.Series(["00123", " b ", "", None]), ["00123", "b"]),
        (pl.Series(["b", "a", "b"], dtype=pl.Categorical), ["a", "b"]),
        (pl.Series([], dtype=pl.String), []),
    ],
    ids=["whole numbers", "unsigned", "floats", "texts", "categories", "nobody"],
)
def test_ids_of_every_type_are_texts_each_once(scratch: Scratch, ids: pl.Series, expected: list[str]) -> None:
    assert members(pl.DataFrame({"customer_id": ids}), scratch).ids().sort().to_list() == expected


@pytest.mark.parametrize("text", ["c\n", "c\ne\n", "customer_id\nc\ne\n", "ids\nc\n"])
def test_a_list_of_bare_ids_loses_none_to_its_header(scratch: Scratch, tmp_path: Path, text: str) -> None:
    (tmp_path / "list.txt").write_text(text, "utf-8")
    assert "c" in members(tmp_path / "list.txt", scratch).ids()


@pytest.mark.parametrize("text", ["Anna Smith\nBob Stone\nCarl von Weber\n", "Anna Smith\nBob Stone\nCarl Weber\n"])
def test_bare_names_with_blanks_are_one_column(scratch: Scratch, tmp_path: Path, text: str) -> None:
    (tmp_path / "names.txt").write_text(text, "utf-8")
    assert members(tmp_path / "names.txt", scratch).ids().to_list().count("Anna Smith") == 1
    assert set(text.splitlines()) <= set(members(tmp_path / "names.txt", scratch).ids())


def test_every_file_of_a_folder_counts(scratch: Scratch, tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text("customer_id,sent_at\na,2024-05-01\n", "utf-8")
    (tmp_path / "june.csv").write_text("id_клиента;дата\nb;01.06.2024\n", "utf-8")
    pl.DataFrame({"customer_id": [3]}).write_parquet(tmp_path / "old.parquet")
    found = members(tmp_path, scratch)
    assert found.ids().sort().to_list() == ["3", "a", "b"]
    assert len(found.sources) == 3


DATED = pl.DataFrame(
    {
        "customer_id": ["late", "edge", "old", "twice", "twice", "future", "undated"],
        "order_date": ["2020-01-01"] * 7,
        "sent_at": ["2024-12-20", "2024-12-01", "2024-11-30", "2024-01-01", "2024-12-02", "2025-03-01", None],
    }
)


def test_the_first_day_counts_as_do_later_days_and_rows_without_a_date(scratch: Scratch) -> None:
    found = members(DATED, scratch)
    assert found.date_column == "sent_at"
    assert found.ids(date(2024, 12, 1)).sort().to_list() == ["edge", "future", "late", "twice", "undated"]
    assert found.ids().len() == 6


@pytest.mark.parametrize("kind", [pl.Date, pl.Datetime])
def test_typed_dates_are_dates(scratch: Scratch, kind: pl.DataType) -> None:
    frame = DATED.with_columns(pl.col("sent_at").str.to_date().cast(kind))
    assert members(frame, scratch).ids(date(2024, 12, 20)).sort().to_list() == ["future", "late", "undated"]


def test_without_dates_everybody_counts(scratch: Scratch) -> None:
    found = members(DATED.select("customer_id"), scratch)
    assert (found.date_column, found.ids(date(2024, 12, 1)).len()) == (None, 6)


def test_dates_that_nothing_tells_apart_are_refused(scratch: Scratch) -> None:
    frame = pl.DataFrame({"customer_id": ["a"], "sent_at": ["03/04/2024"]})
    with pytest.raises(DataError, match=r'^--suppress frame: column "sent_at" is ambiguous') as caught:
        members(frame, scratch).ids(date(2024, 1, 1))
    assert "--date-format" not in str(caught.value.fix)  # which is about the input, not the list


def test_a_list_with_broken_records_is_refused_with_the_line(scratch: Scratch, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("customer_id,sent_at\na,2024-12-01\nb\n", "utf-8")
    with pytest.raises(UnreadableInputError, match="1 records are no rows; line 3: 1 fields instead of 2"):
        members(tmp_path / "bad.csv", scratch)


@pytest.mark.parametrize("record", ["9", "9,active,more"])
def test_every_record_of_a_large_list_is_looked_at(
    tmp_path: Path, scratch: Scratch, monkeypatch: pytest.MonkeyPatch, record: str
) -> None:
    monkeypatch.setattr(textfile, "VERIFIED_BYTES", 0)
    monkeypatch.setattr(textfile, "SAMPLE_BYTES", 64)
    path = tmp_path / "list.csv"
    path.write_text("customer_id,status\n" + "".join(f"{n},active\n" for n in range(9)) + f"{record}\n", "utf-8")
    for read in (read_listing, lambda given: members(given, scratch)):
        with pytest.raises(UnreadableInputError, match="1 records are no rows; line 11"):
            read(path)
