"""Columns of typed files in types that the core does not know."""

from __future__ import annotations

import struct
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import segkit
from segkit.inspection import Seen, inspect
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.options import ColumnOptions
from segkit.reading import Reading
from segkit.recognition.typed import plainly_typed
from segkit.transactions import normalize

if TYPE_CHECKING:
    from pathlib import Path

SALES = {"order_id": [1, 2, 3], "order_date": [date(2024, 5, day) for day in (1, 2, 3)]}
IDS = ["a", "b", "a"]
TOTALS = {"a": 5.5, "b": 7.0}


def totals(frame: pl.DataFrame, path: Path, **options: Any) -> dict[str, float]:
    frame.write_parquet(path)
    table = segkit.abcxyz(str(path), **options).table
    return dict(table.select("customer_id", "total_amount").rows())


@pytest.mark.parametrize("dtype", [pl.String, pl.Binary, pl.Categorical, pl.Enum(["b", "a"])])
def test_ids_may_be_texts_of_any_type(tmp_path: Path, dtype: Any) -> None:
    frame = pl.DataFrame({"customer_id": pl.Series(IDS).cast(dtype), **SALES, "amount": [2.5, 7.0, 3.0]})
    assert totals(frame, tmp_path / "s.parquet") == TOTALS


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["", "a"]), pl.Null])
def test_blank_ids_of_any_type_are_nobody(dtype: Any) -> None:
    ids = [None] * 3 if dtype is pl.Null else ["", "a", None]
    frame = pl.DataFrame({"customer_id": pl.Series(ids, dtype=dtype), **SALES, "amount": [2.5, 7.0, 3.0]})
    if dtype is pl.Null:
        with pytest.raises(segkit.errors.EmptyInputError, match="no customer 3"):
            segkit.abcxyz(frame)
        return
    result = segkit.abcxyz(frame)
    assert result.table["customer_id"].to_list() == ["a"]
    assert result.account.set_aside["no_customer"].rows == 2


NO_TEXTS = pl.Series([b"\xff\xfe", b"a", b"b"])
"""Bytes that no encoding of texts explains."""


@pytest.mark.parametrize("place", [0, 4])
@pytest.mark.parametrize(
    "name",
    ["photo", "void", "line_type", "paid", "login", "time", "data", "valuta", "email", "returned", "type", "status",
     "currency", "refunded_amount", "total", "invoice", "dr_cr"],
)  # fmt: skip
def test_bytes_that_are_no_text_are_refused_only_where_they_are_asked_for(
    tmp_path: Path, name: str, place: int
) -> None:
    frame = pl.DataFrame({"customer_id": IDS, **SALES, "amount": [2.5, 7.0, 3.0]}).insert_column(
        place, NO_TEXTS.alias(name)
    )
    assert totals(frame, tmp_path / "s.parquet") == TOTALS
    for option in ("customer", "amount", "status"):
        with pytest.raises(segkit.errors.UnreadableInputError, match=f'"{name}" holds bytes that are no text'):
            totals(frame, tmp_path / "s.parquet", **{option: name})
    with pytest.raises(segkit.errors.UnreadableInputError, match=f'"{name}" holds bytes that are no text'):
        totals(frame, tmp_path / "s.parquet", carry=(name,))


def test_a_first_column_of_pictures_is_no_total() -> None:
    rows = pl.DataFrame({"photo": NO_TEXTS, "customer": IDS, "amount": [2.5, 7.0, 3.0]})
    with Scratch() as scratch:
        source = plainly_typed(open_sources([rows], scratch)[0])
    reading = Reading(mapping={"customer_id": "customer", "amount": "amount"}, dtypes=source.dtypes, totals=True)
    assert normalize(source.frame, reading).select("reason").collect().to_series().to_list() == [0, 0, 0]


def test_a_column_without_a_type_is_blank(tmp_path: Path) -> None:
    nothing = pl.Series([None] * 3, dtype=pl.Null)
    frame = pl.DataFrame(
        {"customer_id": IDS, **SALES, "amount": [2.5, 7.0, 3.0], "refund": nothing, "currency": nothing}
    )
    assert totals(frame, tmp_path / "s.parquet", subtract="refund") == TOTALS


def test_nested_fields_are_columns(tmp_path: Path) -> None:
    customer = [{"id": one, "home": {"city": "Omsk", "zip": "1"}} for one in IDS]
    amount = [{"$numberDecimal": text} for text in ("2.5", "7", "3")]
    frame = pl.DataFrame({"customer": customer, **SALES, "amount": amount, "lines": [[{"sku": "x"}]] * 3})
    with Scratch() as scratch:
        source = plainly_typed(open_sources([frame], scratch)[0])
    assert list(source.dtypes) == [
        "customer.id", "customer.home.city", "customer.home.zip", "order_id", "order_date", "amount", "lines",
    ]  # fmt: skip
    assert totals(frame, tmp_path / "s.parquet") == TOTALS
    frame.write_ndjson(tmp_path / "s.ndjson")
    result = segkit.abcxyz(str(tmp_path / "s.ndjson"), carry=("customer.home.city",))
    assert dict(result.table.select("customer_id", "customer.home.city").rows()) == {"a": "Omsk", "b": "Omsk"}


def test_a_column_is_kept_before_a_field_of_its_name() -> None:
    frame = pl.DataFrame({"customer": [{"id": "x", "no": 1}], "customer.id": ["y"], "amount": [1]})
    with Scratch() as scratch:
        source = plainly_typed(open_sources([frame], scratch)[0])
    assert source.frame.select("customer.id").collect().item() == "y"


def test_short_floats_are_what_their_shortest_text_says(tmp_path: Path) -> None:
    cents = [1_698_567, 3_948_115, 101, 99_999, 9_999_999]
    written = [struct.unpack("f", struct.pack("f", n / 100))[0] for n in cents]
    assert any(round(value, 4) != n / 100 for value, n in zip(written, cents, strict=True))
    frame = pl.DataFrame({"customer_id": [str(n) for n in cents], "amount": pl.Series(written, dtype=pl.Float32)})
    found = totals(frame, tmp_path / "s.parquet")
    assert {one: Decimal(str(total)) for one, total in found.items()} == {str(n): Decimal(n) / 100 for n in cents}


def test_inspect_shows_bytes_that_are_no_text_and_reads_on(tmp_path: Path) -> None:
    frame = pl.DataFrame({"paid": NO_TEXTS, "customer_id": IDS, **SALES, "amount": [2.5, 7.0, 3.0]})
    with Scratch() as scratch:
        found = inspect(open_sources([frame], scratch)[0], ColumnOptions(), scratch)
    assert found.columns[0] == Seen("paid", None, "Binary", "")
    assert found.account is not None
    assert (found.account.used.rows, found.account.used.units) == (3, 125_000)
