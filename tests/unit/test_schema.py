"""Columns, schemas, and the JSON Schema of the documents."""

from __future__ import annotations

from typing import get_args

import polars as pl
import pytest

from segkit.schema import Column, Kind, Schema, json_schema

SCHEMA = Schema(
    "things",
    version=3,
    order=("-amount", "customer_id"),
    columns={
        "customer_id": Column("id", "Who."),
        "amount": Column("amount", "How much.", "currency", nullable=True),
        "carried": Column("text", "More.", when="--carry"),
    },
    brief=("customer_id", "amount"),
)


def test_a_selection_keeps_the_order_of_the_schema() -> None:
    assert list(SCHEMA.select({"amount", "customer_id"}).columns) == ["customer_id", "amount"]
    assert SCHEMA.select({"amount"}).order == SCHEMA.order
    assert SCHEMA.select({"amount"}, order=("amount",)).order == ("amount",)


def test_a_frame_is_arranged_as_the_schema_promises_it() -> None:
    frame = pl.DataFrame(
        {"surplus": [1, 2, 3, 4], "amount": [5, None, 9, 5], "customer_id": ["b", "a", "c", "a"], "carried": ["x"] * 4}
    )
    arranged = SCHEMA.arranged(frame)
    assert arranged.columns == ["customer_id", "amount", "carried"]
    assert arranged["customer_id"].to_list() == ["c", "a", "b", "a"]
    assert arranged["amount"].to_list() == [9, 5, 5, None]


def test_more_columns_stand_behind() -> None:
    assert list(SCHEMA.with_columns({"x": Column("count", "X.")}).columns) == [*SCHEMA.columns, "x"]


def test_a_renamed_column_is_renamed_everywhere() -> None:
    renamed = SCHEMA.renamed("customer_id", "item_id").renamed("amount", "money")
    assert list(renamed.columns) == ["item_id", "money", "carried"]
    assert renamed.order == ("-money", "item_id")
    assert renamed.brief == ("item_id", "money")


def test_a_column_renamed_to_itself_is_the_same_schema() -> None:
    assert SCHEMA.renamed("amount", "amount") is SCHEMA


def test_the_json_schema_describes_every_column() -> None:
    document = json_schema(SCHEMA)
    assert document["title"] == "segkit things, version 3"
    rows = document["properties"]["rows"]  # type: ignore[index]
    assert rows["items"]["properties"] == {
        "customer_id": {"type": "string", "description": "Who."},
        "amount": {"type": ["number", "null"], "description": "How much. Unit: currency."},
        "carried": {"type": "string", "description": "More. Only with --carry."},
    }
    assert rows["description"] == "Ordered by -amount, customer_id (a leading - means descending)."


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_of_column_has_a_json_type(kind: Kind) -> None:
    document = json_schema(Schema("x", version=1, order=("x",), columns={"x": Column(kind, "X.")}))
    column = document["properties"]["rows"]["items"]["properties"]["x"]  # type: ignore[index]
    assert column["type"] in {"string", "number", "integer", "boolean"}


def test_numbered_columns_take_the_place_of_their_pattern() -> None:
    schema = Schema(
        "wide", 1, ("a",), {"a": Column("id", "A."), "age_N": Column("count", "At N."), "z": Column("text", "Z.")}
    )
    assert list(schema.numbered(["a", "age_0", "age_10", "age_x", "z"]).columns) == ["a", "age_0", "age_10", "z"]
    assert list(schema.numbered(["a", "z"]).columns) == ["a", "z"]


def test_the_key_is_renamed_with_its_column() -> None:
    assert SCHEMA.renamed("customer_id", "item_id").key == ("item_id",)
