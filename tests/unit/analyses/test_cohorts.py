"""Cohorts: what is in a cell, what is not, and what is not over yet."""

from __future__ import annotations

from datetime import date

import polars as pl

import segkit


def sales(*rows: tuple[str, str, float]) -> pl.DataFrame:
    """Return rows of (customer, day, amount) as an export."""
    frame = pl.DataFrame(rows, schema=["customer_id", "order_date", "amount"], orient="row")
    return frame.with_columns(pl.col("order_date").str.to_date())


SALES = sales(
    ("a", "2024-01-05", 10), ("a", "2024-02-10", 20), ("a", "2024-02-11", 5), ("a", "2024-04-01", 1),
    ("b", "2024-01-31", 30), ("b", "2024-03-01", -10), ("c", "2024-03-31", 7),
)  # fmt: skip


def test_golden_cells_by_hand() -> None:
    rows = segkit.cohorts(SALES).table
    assert rows.select("cohort", "age", "customers", "retention", "revenue", "cumulative_revenue_per_customer").rows() == [
        (date(2024, 1, 1), 0, 2, 1.0, 40.0, 20.0),
        (date(2024, 1, 1), 1, 1, 0.5, 25.0, 32.5),
        (date(2024, 1, 1), 2, 0, 0.0, -10.0, 27.5),
        (date(2024, 1, 1), 3, 1, 0.5, 1.0, 28.0),
        (date(2024, 3, 1), 0, 1, 1.0, 7.0, 7.0),
        (date(2024, 3, 1), 1, 0, 0.0, 0.0, 7.0),
    ]  # fmt: skip


def test_the_period_that_is_not_over_is_marked_and_no_fact_counts_it() -> None:
    result = segkit.cohorts(SALES)
    marked = result.rows.filter(~pl.col("complete"))
    assert marked.select("cohort", "age").rows() == [(date(2024, 1, 1), 3), (date(2024, 3, 1), 1)]
    assert {note.code for note in result.notes} >= {"partial-period"}
    assert result.facts == {"cohorts": 2, "customers": 3, "retention_1": 0.5, "retention_2": 0.0}
    assert segkit.cohorts(SALES, as_of="2024-04-30").rows["complete"].all()


def test_wide_has_a_column_an_age_and_nothing_where_it_is_not_reached() -> None:
    result = segkit.cohorts(SALES, wide=True, show="customers")
    assert result.schema.key == ("cohort",)
    assert result.rows.rows() == [
        (date(2024, 1, 1), 2, 2, 1, 0, 1),
        (date(2024, 3, 1), 1, 1, 0, None, None),
    ]
    assert result.rows.columns == ["cohort", "size", "customers_0", "customers_1", "customers_2", "customers_3"]


def test_the_heat_map_is_the_same_from_the_wide_rows() -> None:
    for show in ("retention", "customers", "revenue", "cumulative"):
        panels = [segkit.cohorts(SALES, wide=wide, show=show).overview["cohorts"] for wide in (False, True)]
        assert panels[0].frame.equals(panels[1].frame), show
        assert panels[0].title == panels[1].title, show


def test_money_before_the_first_purchase_is_in_no_cell_and_is_told() -> None:
    frame = sales(("a", "2024-01-05", -10), ("a", "2024-02-10", 20), ("b", "2024-02-01", -3))
    result = segkit.cohorts(frame)
    assert result.rows["cohort"].to_list() == [date(2024, 2, 1)]
    assert result.table["revenue"].to_list() == [20.0]
    told = {note.code: note.message for note in result.notes}
    assert told["returns-only"].startswith("2 returns before the month of a first purchase (-13.00)")


def test_ages_of_weeks_and_quarters_are_counted_in_them() -> None:
    frame = sales(("a", "2023-12-31", 1), ("a", "2024-01-01", 1), ("a", "2024-01-08", 1))
    weeks = segkit.cohorts(frame, grain="week").rows
    assert weeks.select("cohort", "age", "customers").rows() == [(date(2023, 12, 25), age, 1) for age in range(3)]
    quarters = segkit.cohorts(frame, grain="quarter").rows
    assert quarters.select("cohort", "age").rows() == [(date(2023, 10, 1), 0), (date(2023, 10, 1), 1)]


def test_a_return_before_the_first_purchase_in_its_period_is_in_the_cell_of_age_0() -> None:
    result = segkit.cohorts(sales(("a", "2024-02-03", -10), ("a", "2024-02-10", 30)))
    assert result.table["revenue"].to_list() == [20.0]
    assert "returns-only" not in {note.code for note in result.notes}


def test_the_heat_map_marks_what_is_not_over_and_begins_where_a_figure_tells_something() -> None:
    panel = segkit.cohorts(SALES).overview["cohorts"]
    assert panel.title == "Retention by age in months (* the month is not over)"
    assert panel.frame.select("cohort", "size", "age", "retention", "partial").rows() == [
        ("2024-01", 2, "1", 0.5, False), ("2024-01", 2, "2", 0.0, False), ("2024-01", 2, "3", 0.5, True),
        ("2024-03", 1, "1", 0.0, True),
    ]  # fmt: skip
    whole = segkit.cohorts(SALES, as_of="2024-04-30", show="revenue").overview["cohorts"]
    assert whole.title == "Revenue by age in months"
    assert whole.frame.select("age", "revenue").rows() == [
        ("0", 400_000), ("1", 250_000), ("2", -100_000), ("3", 10_000), ("0", 70_000), ("1", 0),
    ]  # fmt: skip


def test_the_heat_map_holds_the_last_24_cohorts() -> None:
    mondays = [date.fromisocalendar(2024, week, 1) for week in range(1, 27)]
    frame = sales(*((f"c{n}", str(day), 1.0) for n, day in enumerate(mondays)))
    panel = segkit.cohorts(frame, grain="week", show="revenue").overview["cohorts"]
    assert panel.title == "Revenue by age in weeks, the last 24 of 26 cohorts (* the week is not over)"
    assert panel.frame["cohort"].unique(maintain_order=True).to_list() == [f"2024-W{week:02}" for week in range(3, 27)]
    first = segkit.cohorts(frame.head(1)).overview
    assert first == {}


def test_the_first_cohort_and_the_period_that_is_not_over_are_told() -> None:
    notes = {note.code: note.message for note in segkit.cohorts(SALES).notes}
    assert notes["first-cohort"].startswith("the cohort of 2024-01, the first one, also holds customers who")
    assert notes["partial-period"].startswith("the last month is incomplete at 2024-04-01")
    assert "partial-period" not in {note.code for note in segkit.cohorts(SALES, as_of="2024-04-30").notes}
