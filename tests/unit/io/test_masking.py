"""No value of the data in a message of a library."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.exceptions import PolarsError

from segkit.errors import UnreadableInputError
from segkit.io.masking import unquoted
from segkit.io.source import reading_errors


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "conversion from `i128` to `i64` failed in column 'customer_id' for 1 out of 2 values: [123456789012345678901]",
            "conversion from `i128` to `i64` failed in column 'customer_id' for 1 out of 2 values: [...]",
        ),
        ("cannot parse 'anna@shop.ru' (str) as Int64", "cannot parse '...' (str) as Int64"),
        (
            "could not parse `+7 912 000` as dtype `i64` at column 'phone' (column number 1)",
            "could not parse `...` as dtype `i64` at column 'phone' (column number 1)",
        ),
        ('values: ["a", "b", … "c"', "values: [...]"),
        ("unexpected end of file", "unexpected end of file"),
    ],
)
def test_values_are_masked_and_types_and_columns_kept(message: str, said: str) -> None:
    assert unquoted(message) == said


@pytest.mark.parametrize("value", ["anna@shop.ru", "+79120001122", "123456789012345678901"])
def test_no_value_of_a_cell_is_in_an_error_of_reading(value: str) -> None:
    frame = pl.LazyFrame({"customer_id": [value, "x"]})
    with pytest.raises(UnreadableInputError) as caught, reading_errors("a.csv"):
        frame.select(pl.col("customer_id").cast(pl.Int64)).collect()
    assert value not in str(caught.value)
    assert "customer_id" in str(caught.value)
    assert isinstance(caught.value.__cause__, PolarsError)


def test_the_name_of_a_file_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match=r"gone\.csv"), reading_errors("a.csv"):
        (tmp_path / "gone.csv").open()
