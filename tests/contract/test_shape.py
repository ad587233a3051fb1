"""What every analysis promises about the rows that it returns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import polars as pl
import pytest
from contract_support import FRAMES, frame_of, given_rows, has_ids, many, run, variants
from hypothesis import given
from hypothesis import strategies as st

from segkit.analyses import REGISTRY
from segkit.errors import EXIT_DATA, EmptyInputError
from segkit.schema import SCALED, json_schema

if TYPE_CHECKING:
    from pathlib import Path

    from segkit.result import Result

DTYPES: dict[str, tuple[type[pl.DataType], ...]] = {
    "id": (pl.String, pl.Int64, pl.UInt64),
    "text": (pl.String,),
    "label": (pl.Enum,),
    "date": (pl.Date,),
    "amount": (pl.Int64,),
    "number": (pl.Int64,),
    "count": (pl.UInt8, pl.UInt32, pl.UInt64, pl.Int32, pl.Int64),
    "share": (pl.Float64,),
    "rate": (pl.Float64,),
    "ratio": (pl.Float64,),
    "flag": (pl.Boolean,),
}


def assert_schema_holds(result: Result) -> None:
    assert result.rows.columns == result.table.columns == list(result.schema.columns)
    for name, column in result.schema.columns.items():
        values = result.rows[name]
        assert isinstance(values.dtype, DTYPES[column.kind]), (name, values.dtype)
        assert result.table[name].dtype == (pl.Float64 if column.kind in SCALED else values.dtype)
        assert column.nullable or not values.null_count(), name
        known = values.drop_nulls()
        if column.kind in ("share", "rate", "ratio"):
            assert known.is_finite().all(), name
        if column.kind == "share":
            assert known.is_between(0, 1).all(), name
        if column.kind == "count":
            assert (known >= 0).all(), name


def test_rows_are_those_that_the_schema_declares_and_add_up(name: str) -> None:
    @many
    @given(given_rows(name))
    def check(case: tuple[pl.DataFrame, dict[str, object]]) -> None:
        frame, params = case
        result = run(name, frame, **params)
        assert_columns_are_those_of_the_schema(result, name, params)
        assert_order_is_the_declared_one_and_holds_the_key(result)
        assert_one_row_per_key_and_every_buyer_has_one(result, frame, has_ids=has_ids(name, params))
        assert_pivots_add_up_to_the_rows(result, has_ids=has_ids(name, params))

    check()


def assert_columns_are_those_of_the_schema(result: Result, name: str, params: dict[str, object]) -> None:
    assert_schema_holds(result)
    analysis = REGISTRY[name].load()
    assert result.schema == analysis.schema_of(analysis.params.parse(params)).numbered(result.rows.columns)
    assert result.schema.columns.items() <= analysis.output.numbered(result.rows.columns).columns.items()
    always = {key for key, column in analysis.output.columns.items() if column.when is None}
    assert always <= set(result.rows.columns)


def assert_order_is_the_declared_one_and_holds_the_key(result: Result) -> None:
    order = result.schema.order
    by = [key.removeprefix("-") for key in order]
    assert set(result.schema.key) <= set(by)
    assert tuple(result.schema.columns)[: len(result.schema.key)] == result.schema.key
    ordered = result.rows.sort(by, descending=[key.startswith("-") for key in order], nulls_last=True)
    assert ordered.equals(result.rows)


def assert_one_row_per_key_and_every_buyer_has_one(result: Result, frame: pl.DataFrame, *, has_ids: bool) -> None:
    assert result.rows.select(result.schema.key).is_unique().all()
    if has_ids:
        buyers = frame.filter(pl.col("amount") >= 0)["customer_id"]
        assert set(buyers) <= set(result.rows["customer_id"]) <= set(frame["customer_id"])


def assert_pivots_add_up_to_the_rows(result: Result, *, has_ids: bool) -> None:
    for panel in result.overview.values():
        assert set(panel.columns) <= set(panel.frame.columns)
        if panel.pivot is not None and "customers" in panel.frame.columns and has_ids:
            assert panel.frame["customers"].sum() == result.rows.height


def test_columns_hold_without_dates_and_orders(name: str) -> None:
    @many
    @given(given_rows(name))
    def check(case: tuple[pl.DataFrame, dict[str, object]]) -> None:
        frame, params = case
        roles = REGISTRY[name].load().needs(REGISTRY[name].load().params.parse(params)).roles
        dropped = ["order_id"] if "date" in roles else ["order_id", "order_date"]
        assert_schema_holds(run(name, frame.drop(dropped), **params))

    check()


def test_account_covers_every_row_and_all_money(name: str) -> None:
    @many
    @given(FRAMES, st.lists(st.sampled_from([None, "", "  "]), max_size=3))
    def check(frame: pl.DataFrame, nobody: list[str | None]) -> None:
        lost = frame.head(len(nobody)).with_columns(customer_id=pl.Series(nobody[: frame.height], dtype=pl.String))
        everything = pl.concat([frame, lost])
        account = run(name, everything).account
        assert account is not None
        assert account.read.rows == everything.height
        assert account.read.units == (everything["amount"] * 100).round().cast(pl.Int64).sum() * 100
        assert account.used.rows == frame.height

    check()


def test_matrix_and_classes_of_abcxyz_add_up_to_the_rows() -> None:
    @many
    @given(given_rows("abcxyz"))
    def check(case: tuple[pl.DataFrame, dict[str, object]]) -> None:
        frame, params = case
        result = run("abcxyz", frame, **params)
        classes = result.overview["classes"].frame
        for part in classes.partition_by("by"):
            letters = part["class"].to_list()
            labels = result.rows["abc_class" if letters[0] == "A" else "xyz_class"]
            for letter, count in zip(letters, part["customers"], strict=True):
                assert (labels == letter).sum() == count
        if "matrix" in result.overview:
            matrix = result.overview["matrix"].frame
            name, column = ("income", "total_amount") if "income" in matrix.columns else ("value", "value")
            assert matrix[name].sum() == result.rows[column].sum()
            assert matrix["purchases"].sum() == result.rows["order_count"].sum()
            for row in matrix.iter_rows(named=True):
                cell = row["abc_class"] + row["xyz_class"]
                assert (result.rows["abc_xyz_class"] == cell).sum() == row["customers"]

    check()


def test_one_customer_works(name: str) -> None:
    for params in variants(name):
        if not has_ids(name, params):
            assert_schema_holds(run(name, frame_of([("anna", 1, 0, 100_00, 1)]), **params))
            continue
        for amount in (100_00, 0, -100_00):
            assert run(name, frame_of([("anna", 1, 0, amount, 1)]), **params).rows.height <= 1
        rows = run(name, frame_of([("anna", 1, 0, 100_00, 1)]), **params).rows
        assert rows["customer_id"].to_list() == ["anna"]


def test_equal_customers_differ_in_nothing_but_the_id(name: str) -> None:
    rows = [(f"c{n}", None, day, 10_00, 2) for n in range(12) for day in (0, 35, 70, 200)]
    for params in variants(name):
        if not has_ids(name, params):
            continue
        result = run(name, frame_of(rows), **params)
        assert result.rows["customer_id"].to_list() == sorted(f"c{n}" for n in range(12))
        assert result.rows.drop("customer_id").n_unique() == 1, params


def empty_inputs(folder: Path) -> dict[str, object]:
    frame = frame_of([("anna", 1, 0, 100_00, 1)])
    frame.clear().write_csv(folder / "empty.csv")
    frame.clear().write_parquet(folder / "empty.parquet")
    nobody = frame.with_columns(customer_id=pl.lit(None, dtype=pl.String))
    return {
        "no rows": frame.clear(),
        "no customer": nobody,
        "CSV header only": folder / "empty.csv",
        "Parquet without rows": folder / "empty.parquet",
    }


@pytest.mark.parametrize("kind", ["no rows", "no customer", "CSV header only", "Parquet without rows"])
def test_empty_input_is_a_clear_error(name: str, kind: str, tmp_path: Path) -> None:
    with pytest.raises(EmptyInputError) as caught:
        run(name, empty_inputs(tmp_path)[kind])
    assert caught.value.exit_code == EXIT_DATA
    assert "no row" in caught.value.message


def test_period_without_rows_is_a_clear_error(name: str) -> None:
    with pytest.raises(EmptyInputError):
        run(name, frame_of([("anna", 1, 0, 100_00, 1)]), from_="2030-01-01")


def test_json_of_every_variant_fits_the_published_schema(name: str, tmp_path: Path) -> None:
    from segkit.io.encode import encode_json

    schema = json_schema(REGISTRY[name].load().output)
    jsonschema.Draft202012Validator.check_schema(schema)
    rows = [("anna", 1, 0, 100_01, 1), ("bert", 2, 40, 50_03, 2), ("anna", 3, 80, -20_07, 1), ("cleo", 4, 90, -1, 1)]
    frame = frame_of(rows).with_columns(amount=pl.Series([100.01, 12.3456, -20.07, 0.0003]))
    for params in variants(name):
        path = tmp_path / "result.json"
        with path.open("wb") as stream:
            encode_json(run(name, frame, **params), stream)
        jsonschema.validate(json.loads(path.read_bytes()), schema, jsonschema.Draft202012Validator)
