"""What an analysis returns."""

from __future__ import annotations

import polars as pl
import pytest

from segkit.errors import MissingColumnError
from segkit.result import Account, Note, Result, Tally
from segkit.schema import Column, Schema

SCHEMA = Schema(
    "things",
    version=1,
    order=("customer_id",),
    columns={
        "customer_id": Column("id", "Who."),
        "total_amount": Column("amount", "Money."),
        "points": Column("number", "Points.", nullable=True),
        "order_count": Column("count", "Orders."),
    },
)
ROWS = pl.DataFrame(
    {"customer_id": ["a", "b"], "total_amount": [12_345, -5], "points": [17, None], "order_count": [1, 2]}
)
RESULT = Result(analysis="things", schema=SCHEMA, params={}, rows=ROWS)


def test_the_table_has_money_and_numbers_as_floats() -> None:
    assert RESULT.table["total_amount"].to_list() == [1.2345, -0.0005]
    assert RESULT.table["order_count"].to_list() == [1, 2]


def test_the_floats_of_the_table_are_the_nearest() -> None:
    assert RESULT.table["points"].to_list() == [0.0017, None]


def test_selected_columns_come_in_the_wanted_order() -> None:
    chosen = RESULT.select(["order_count", "customer_id"])
    assert chosen.rows.columns == list(chosen.schema.columns) == ["order_count", "customer_id"]
    assert chosen.table.columns == ["order_count", "customer_id"]


def test_a_column_selected_twice_comes_once() -> None:
    assert RESULT.select(["customer_id", "customer_id"]).rows.columns == ["customer_id"]


def test_unknown_columns_are_named_at_once_with_the_closest() -> None:
    with pytest.raises(MissingColumnError) as caught:
        RESULT.select(["customer", "order_cuont", "points"])
    assert caught.value.message == (
        'no output column "customer". Did you mean "customer_id"?; '
        'no output column "order_cuont". Did you mean "order_count"?'
    )
    assert caught.value.facts["columns"] == ["customer", "order_cuont"]


def test_filtered_and_first_rows_leave_the_rest_as_it_is() -> None:
    assert RESULT.filter(pl.col("order_count") == 2).rows["customer_id"].to_list() == ["b"]
    assert RESULT.head(1).rows["customer_id"].to_list() == ["a"]
    assert RESULT.head(1).schema is SCHEMA
    assert RESULT.rows.height == 2


def test_warnings_are_the_notes_that_warn() -> None:
    notes = (Note("one", "x"), Note("two", "y", warning=True))
    assert Result("things", SCHEMA, {}, ROWS, notes=notes).warnings == (notes[1],)


def test_everything_read_is_used_set_aside_or_rejected() -> None:
    account = Account(Tally(5, 50), {"period": Tally(2, 20)}, {"date": Tally(1, -7), "amount": Tally(1, 0)})
    assert account.read == Tally(9, 63)
    assert account.rejected_total == Tally(2, -7)


def test_an_account_without_money_reads_no_money() -> None:
    assert Account(Tally(5), {"period": Tally(2)}).read == Tally(7, None)
    assert Account(Tally(5, 1)).rejected_total == Tally(0, None)
