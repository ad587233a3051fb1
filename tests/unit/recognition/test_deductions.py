"""What the user says is no income: columns that are subtracted, rows that are returns."""

from __future__ import annotations

import polars as pl
import pytest

import segkit
from segkit.errors import MissingColumnError

FRAME = pl.DataFrame(
    {
        "customer_id": list("abcde"),
        "amount": [10.0, 20.0, 30.0, 40.0, -50.0],
        "kind": ["sale", " Refund ", None, "credit note", "REFUND"],
        "tip": [1.0, None, 3.0, 0.5, 0.0],
    }
)


def spent(**options: str) -> dict[str, float]:
    return dict(segkit.abcxyz(FRAME, **options).table.select("customer_id", "total_amount").iter_rows())


def test_rows_of_a_kind_are_returns_in_any_case_and_blank_ones_are_sales() -> None:
    assert spent(returns="kind=refund, Credit Note") == {"a": 10.0, "b": -20.0, "c": 30.0, "d": -40.0, "e": -50.0}


def test_a_column_is_subtracted_where_it_is_filled() -> None:
    assert spent(subtract="tip") == {"a": 9.0, "b": 20.0, "c": 27.0, "d": 39.5, "e": -50.0}


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ({"subtract": "tips"}, ['--subtract: no column "tips" in frame. Did you mean "tip"?']),
        (
            {"subtract": "tips", "returns": "knd=refund"},
            ['--subtract: no column "tips" in frame. Did you mean "tip"?', '--returns: no column "knd" in frame. Did you mean "kind"?'],
        ),
    ],
)  # fmt: skip
def test_columns_that_are_not_there_are_all_named(options: dict[str, str], lines: list[str]) -> None:
    with pytest.raises(MissingColumnError) as caught:
        spent(**options)
    assert caught.value.message.splitlines() == lines
    assert caught.value.fix == "Columns: customer_id, amount, kind, tip"
