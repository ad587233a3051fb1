"""The summary on frames of a few rows: what is an event, what is spend, and what is said about the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.errors import MissingColumnError
from segkit.result import Result

ROWS = [
    ("anna", date(2024, 1, 1), 100.0),
    ("anna", date(2024, 1, 15), 40.0),
    ("anna", date(2024, 1, 15), 20.0),
    ("anna", date(2024, 1, 29), 0.0),
    ("anna", date(2024, 2, 5), -10.0),
    ("bert", date(2024, 2, 12), 50.0),
    ("cleo", date(2024, 2, 13), -5.0),
]


def summary(rows: list[tuple[str, date, float]] = ROWS, **options: Any) -> Result:
    frame = pl.DataFrame(rows, schema=["customer_id", "order_date", "amount"], orient="row")
    return segkit.summary(frame, **{"as_of": date(2024, 2, 26), **options})


def test_two_purchases_of_a_day_are_one_and_a_return_is_none() -> None:
    assert summary().rows.rows() == [("anna", 2, 28.0, 56.0, 30.0), ("bert", 0, 0.0, 14.0, 0.0)]


def test_a_week_is_seven_days_and_no_calendar_week() -> None:
    assert summary(time_unit="week").rows.rows() == [("anna", 2, 4.0, 8.0, 30.0), ("bert", 0, 0.0, 2.0, 0.0)]


def test_spend_on_all_is_the_mean_of_the_days_with_positive_spend() -> None:
    assert summary(spend_on="all").rows["monetary_value"].to_list() == [80.0, 50.0]


def test_facts_count_customers_and_days() -> None:
    assert summary().facts == {"customers": 2, "repeat_customers": 1, "repeat_share": 0.5, "purchase_days": 4}


def test_notes_name_returns_and_days_without_spend() -> None:
    notes = {note.code: note.count for note in summary().notes if note.code in ("returns-only", "no-spend-days")}
    assert notes == {"returns-only": 1, "no-spend-days": 1}


def test_without_amounts_the_column_of_money_is_left_out() -> None:
    frame = pl.DataFrame(ROWS, schema=["customer_id", "order_date", "amount"], orient="row").drop("amount")
    result = segkit.summary(frame, as_of=date(2024, 2, 26))
    assert result.rows.columns == list(result.schema.columns) == ["customer_id", "frequency", "recency", "T"]
    assert "no-amounts" in {note.code for note in result.notes}


def test_dates_are_needed() -> None:
    with pytest.raises(MissingColumnError, match="times between purchases"):
        segkit.summary(pl.DataFrame({"customer_id": ["a"], "amount": [1.0]}))


def test_the_overview_counts_every_customer() -> None:
    assert summary().overview["repeats"].frame.rows() == [("0", 1, 0.5), ("2", 1, 0.5)]
