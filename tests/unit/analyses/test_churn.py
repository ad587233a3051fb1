"""Churn: both ends of the window are in, periods without history are empty, what is not over is marked."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import segkit
from segkit.errors import MissingColumnError, ParamsError


def sales(*rows: tuple[str, str, float]) -> pl.DataFrame:
    """Return rows of (customer, day, amount) as an export."""
    frame = pl.DataFrame(rows, schema=["customer_id", "order_date", "amount"], orient="row")
    return frame.with_columns(pl.col("order_date").str.to_date())


SALES = sales(
    ("a", "2024-01-01", 10), ("a", "2024-02-29", 20), ("b", "2024-01-31", 30), ("b", "2024-04-10", 5),
    ("c", "2024-03-15", 7), ("c", "2024-03-20", 1), ("c", "2024-04-30", 2),
)  # fmt: skip
"""By hand, with one month as the window: the eve of March is 29 February, its window begins on 29 January; that of April
is 31 March and 29 February: both ends in, so that a is active on the eve of March and of April, and lost in April."""

FLOW = ("period", "start_count", "new_count", "reactivated_count", "lost_count", "end_count")


def test_both_ends_of_the_window_are_in() -> None:
    rows = segkit.churn(SALES, inactive="1mo").rows
    assert rows.select(FLOW).rows() == [
        (date(2024, 1, 1), None, None, None, None, None),
        (date(2024, 2, 1), None, None, None, None, None),
        (date(2024, 3, 1), 2, 1, 0, 1, 2),
        (date(2024, 4, 1), 2, 0, 1, 1, 2),
    ]
    march, april = segkit.churn(SALES, inactive="1mo").table.rows(named=True)[2:]
    assert (march["start_amount"], march["lost_amount"], march["churn_rate"]) == (50.0, 30.0, 0.5)
    assert (march["revenue_churn_rate"], march["existing_income_share"]) == (0.6, 0.0)
    assert (april["start_amount"], april["lost_amount"], april["reactivated_amount"]) == (28.0, 20.0, 5.0)
    assert (april["new_amount"], april["existing_amount"], april["total_amount"]) == (0.0, 7.0, 7.0)


def test_a_period_before_one_full_window_is_empty_and_not_zero() -> None:
    result = segkit.churn(SALES, inactive="1mo")
    empty = result.rows.head(2).drop("period", "complete", "repeat_complete")
    assert empty.null_count().sum_horizontal().item() == 2 * empty.width
    assert "short-history" in {note.code for note in result.notes}
    # 31 December to 31 January is one month: with a day more of history February is known.
    earlier = pl.concat([SALES, sales(("z", "2023-12-31", 1))])
    assert segkit.churn(earlier, inactive="1mo").rows["start_count"].to_list() == [None, None, 3, 2, 2]


def test_a_period_that_is_not_over_ends_at_as_of_and_no_fact_counts_it() -> None:
    result = segkit.churn(SALES, inactive="1mo", as_of="2024-04-09")
    april = result.rows.row(3, named=True)
    assert (april["complete"], april["lost_count"], april["end_count"]) == (False, 1, 1)
    assert result.facts["churn_rate"] == 0.5
    assert result.facts["lost_income"] == 30.0
    assert "partial-period" in {note.code for note in result.notes}


def test_rows_after_a_period_do_not_change_it() -> None:
    whole = segkit.churn(SALES, inactive="1mo").rows
    early = segkit.churn(SALES, inactive="1mo", as_of="2024-03-31").rows
    assert early.drop("repeat_rate", "repeat_complete").equals(whole.head(3).drop("repeat_rate", "repeat_complete"))


def test_repeat_rate_counts_second_days_within_the_time_and_marks_the_young() -> None:
    frame = sales(
        ("a", "2024-01-01", 1), ("a", "2024-01-01", 1), ("b", "2024-03-01", 1), ("b", "2024-05-30", 1),
        ("c", "2024-03-02", 1), ("c", "2024-06-01", 1), ("d", "2024-04-01", 1),
    )  # fmt: skip
    rows = segkit.churn(frame, inactive="1mo", as_of="2024-06-30").rows
    march, april = rows.row(2, named=True), rows.row(3, named=True)
    assert (march["repeat_rate"], march["repeat_complete"]) == (0.5, True)
    assert (april["repeat_rate"], april["repeat_complete"]) == (0.0, False)
    assert segkit.churn(frame, inactive="1mo", as_of="2024-06-30", within="91d").rows["repeat_rate"][2] == 1.0


@pytest.mark.parametrize(
    ("grain", "short", "enough"), [("week", "5d", "6d"), ("month", "29d", "30d"), ("quarter", "2mo", "1q")]
)
def test_a_window_shorter_than_the_period_is_refused(grain: str, short: str, enough: str) -> None:
    with pytest.raises(ParamsError, match=f"--inactive {short} is shorter than a {grain}"):
        segkit.churn(SALES, grain=grain, inactive=short)
    assert segkit.churn(SALES, grain=grain, inactive=enough).rows.height > 0


def test_an_unknown_column_to_break_down_by_is_named() -> None:
    with pytest.raises(MissingColumnError, match=r'--by: no column "regio"\. Did you mean "region"'):
        segkit.churn(SALES.with_columns(region=pl.lit("x")), by="regio")


def test_groups_hold_the_blank_one_too() -> None:
    frame = SALES.with_columns(region=pl.when(pl.col("customer_id") == "b").then(pl.lit(" ")).otherwise(pl.lit("N")))
    result = segkit.churn(frame, inactive="1mo", by="region")
    assert result.schema.key == ("group", "period")
    assert result.rows["group"].to_list() == ["N"] * 4 + [None] * 4
    assert result.rows["start_count"].drop_nulls().to_list() == [1, 2, 1, 0]
    assert result.facts["churn_rate"] == 0.5
    assert list(result.overview) == ["churn_by_group"]


def test_the_own_rhythm_is_at_least_the_period_and_is_told() -> None:
    days = [("a", f"2024-0{month}-{day:02}", 1.0) for month in (1, 2, 3) for day in (1, 2, 3, 28)]
    result = segkit.churn(sales(*days, ("b", "2024-01-05", 1)), inactive="3x")
    assert "3x the own rhythm" in result.headline[0]
    assert result.rows["end_count"].to_list() == [None, 1, 1]


def test_time_before_the_first_row_is_no_history() -> None:
    plain, early = segkit.churn(SALES, inactive="1mo"), segkit.churn(SALES, inactive="1mo", from_="2020-01-01")
    assert early.rows.equals(plain.rows)
    assert (early.facts, early.notes) == (plain.facts, plain.notes)
    assert segkit.churn(SALES, inactive="1mo", from_="2024-02-15").rows["period"][0] == date(2024, 2, 1)


REGIONS = pl.when(pl.col("customer_id") == "b").then(pl.lit(" ")).otherwise(pl.lit("N")).alias("region")


def test_facts_are_those_of_the_last_complete_period_and_with_groups_of_the_worst() -> None:
    # March: a of N stays with 20 of the window, b of the blank group goes with 30; c came.
    facts = segkit.churn(SALES.with_columns(REGIONS), inactive="1mo", by="region", as_of="2024-03-31").facts
    assert facts == {
        "churn_rate": 1.0, "mean_churn_rate": 0.5, "retention_rate": 0.0, "revenue_churn_rate": 1.0, "lost_customers": 1,
        "lost_income": 30.0, "active_customers": 2,
    }  # fmt: skip


def test_without_a_complete_period_that_is_known_every_fact_is_empty() -> None:
    assert set(segkit.churn(SALES, inactive="1y").facts.values()) == {None}
    assert segkit.churn(SALES, inactive="1y").overview == {}
    assert "young-cohorts" not in {note.code for note in segkit.churn(SALES, inactive="1y").notes}
    young = {note.code: note.message for note in segkit.churn(SALES, inactive="1mo").notes}["young-cohorts"]
    assert young.startswith("the repeat rate of the last 2 months may rise")


@pytest.mark.parametrize(
    ("as_of", "title", "labels"),
    [
        ("2024-04-09", "Flow of customers (* the month is not over; + the repeat rate may rise)", ["2024-03+", "2024-04*+"]),
        ("2024-04-30", "Flow of customers (+ the repeat rate may rise)", ["2024-03+", "2024-04+"]),
        ("2024-06-29", "Flow of customers (* the month is not over; + the repeat rate may rise)",
         ["2024-03", "2024-04+", "2024-05+", "2024-06*+"]),
    ],
)  # fmt: skip
def test_the_flow_marks_what_is_not_over(as_of: str, title: str, labels: list[str]) -> None:
    panel = segkit.churn(SALES, inactive="1mo", as_of=as_of).overview["flow"]
    assert (panel.title, panel.frame["month"].to_list()) == (title, labels)
    # as by hand above: 30 of the 50 of the window are lost in March, in which c alone came and spent 8
    march = panel.frame.row(0, named=True)
    assert [march[name] for name in ("start", "new", "back", "lost", "end", "churn")] == [2, 1, 0, 1, 2, 0.5]
    assert [march[name] for name in ("of income", "repeat", "existing", "income", "lost income")] == [
        0.6, 1.0, 0.0, 80_000, 300_000,
    ]  # fmt: skip


def test_the_flow_holds_the_last_13_periods() -> None:
    panel = segkit.churn(SALES, grain="week", inactive="6d").overview["flow"]
    # 1 January to 30 April are 18 weeks, before the first of which there is no history
    assert panel.title.startswith("Flow of customers, the last 13 of 17 (")
    assert [label[:8] for label in panel.frame["week"]] == [f"2024-W{week:02}" for week in range(6, 19)]


def test_the_largest_groups_are_shown_with_their_last_six_periods() -> None:
    rows = [
        (f"c{group}-{n}", f"2024-{month:02}-15", 1.0)
        for group in range(22) for n in range(group + 1) for month in range(1, 13)
    ]  # fmt: skip
    frame = sales(*rows).with_columns(group=pl.col("customer_id").str.extract("c(.*)-"))
    for as_of, star in (("2024-12-31", ""), ("2024-12-30", " (* the month is not over)")):
        panel = segkit.churn(frame, inactive="1mo", by="group", as_of=as_of).overview["churn_by_group"]
        assert panel.title == f"Churn rate, the 20 largest of 22 groups{star}"
        assert panel.frame["group"].unique(maintain_order=True).to_list() == [str(group) for group in range(21, 1, -1)]
        months = [f"2024-{month:02}" for month in range(7, 13)]
        assert panel.frame.filter(pl.col("group") == "2")["period"].to_list() == months
        assert panel.frame.filter("partial")["period"].to_list() == (["2024-12"] * 20 if star else [])
        assert set(panel.frame["churn_rate"]) == {0.0}


def test_a_return_is_no_second_purchase() -> None:
    frame = sales(("a", "2024-03-01", 5), ("a", "2024-03-09", -5), ("b", "2024-02-27", -1), ("b", "2024-03-02", 3))
    rows = segkit.churn(
        pl.concat([SALES, frame.with_columns(customer_id="x" + pl.col("customer_id"))]), inactive="1mo"
    ).rows
    # of c, xa and xb, who came in March, c alone came again
    assert rows["repeat_rate"][2] == 1 / 3
