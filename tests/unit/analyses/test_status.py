"""Statuses: the golden list of the inactive, both ends of the window, lists, warnings, whom to win back."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

import segkit
from segkit.analyses.status.analysis import StatusParams, only
from segkit.errors import DataError, ParamsError


def sales(*rows: tuple[str, str, float]) -> pl.DataFrame:
    """Return rows of (customer, day, amount) as an export."""
    frame = pl.DataFrame(rows, schema=["customer_id", "order_date", "amount"], orient="row")
    return frame.with_columns(pl.col("order_date").str.to_date())


def statuses(frame: pl.DataFrame, **options: object) -> dict[str, str]:
    """Return the status by customer."""
    return dict(segkit.status(frame, **options).rows.select("customer_id", pl.col("status").cast(pl.String)).rows())


def test_golden_inactive_list() -> None:
    frame = sales(("a", "2024-12-01", 1), ("b", "2024-06-30", 1), ("c", "2024-06-29", 1))
    clients = pl.DataFrame({"customer_id": ["a", "b", "c", "d"]})
    result = segkit.status(frame, as_of="2024-12-31", inactive="6mo", clients=clients)
    inactive = result.filter(only(["inactive"], None)).rows["customer_id"]  # type: ignore[arg-type]
    assert set(inactive) == {"c", "d"}
    assert set(inactive) & {"c", "e"} == {"c"}
    assert result.facts["never_bought_customers"] == result.facts["departed_customers"] == 1


def test_statuses_are_told_apart_by_both_ends_of_the_window() -> None:
    frame = sales(
        ("new", "2024-07-01", 1), ("edge", "2024-06-30", 1), ("gone", "2024-06-29", 1),
        ("back", "2023-12-31", 1), ("back", "2024-07-01", 1), ("stayed", "2024-01-01", 1), ("stayed", "2024-07-01", 1),
        ("returned-only", "2024-12-31", -1),
    )  # fmt: skip
    told = statuses(frame, as_of="2024-12-31")
    # The window of 1 July begins on 1 January: a purchase on that day is no gap, one on 31 December is.
    assert told == {"new": "new", "edge": "new", "gone": "departed", "back": "reactivated", "stayed": "active"}


def test_the_own_rhythm_and_the_median_for_the_others() -> None:
    def at(name: str, *days: int) -> list[tuple[str, str, float]]:
        return [(name, str(date(2024, 1, 1) + timedelta(days=day)), 1.0) for day in days]

    frame = sales(
        *at("ten", 0, 10, 20), *at("late", 0, 10, 19), *at("once", 20), *at("twice", 0, 19), *at("gap", 0, 1, 2, 50)
    )
    # Rhythms 10, 9.5 and 50/3: the median is 10. As of day 50, three rhythms ago is day 20 for ten, once and twice.
    told = statuses(frame, as_of="2024-02-20", inactive="3x")
    assert told == {"ten": "active", "late": "departed", "once": "new", "twice": "departed", "gap": "new"}


def test_leads_who_never_bought_are_failed_sales_and_are_counted() -> None:
    frame = sales(("a", "2024-12-01", 1), ("b", "2024-12-01", 1))
    result = segkit.status(
        frame, clients=pl.DataFrame({"client": ["b", "c"]}), leads=pl.DataFrame({"lead": ["a", "c", "d"]})
    )
    told = dict(result.rows.select("customer_id", pl.col("status").cast(pl.String)).rows())
    assert told == {"a": "new", "b": "new", "c": "never_bought", "d": "failed_sale"}
    assert (result.facts["leads_bought"], result.facts["leads_bought_share"]) == (1, 1 / 3)


def test_an_explicit_status_of_the_list_wins_where_it_is_filled() -> None:
    frame = sales(("a", "2024-12-01", 1), ("b", "2024-12-01", 2), ("c", "2024-12-02", 3))
    clients = pl.DataFrame({"customer_id": ["a", "b", "d"], "Status": ["Churned", " ", "active"]})
    assert statuses(frame, clients=clients) == {"a": "departed", "b": "new", "c": "new", "d": "active"}
    with pytest.raises(DataError, match='--clients: no status "vip"'):
        segkit.status(frame, clients=pl.DataFrame({"customer_id": ["a"], "status": ["VIP"]}))


def test_whole_number_ids_meet_the_texts_of_a_list() -> None:
    frame = sales(("1", "2024-12-01", 1)).with_columns(customer_id=pl.lit(7, dtype=pl.Int64))
    told = segkit.status(frame, clients=pl.DataFrame({"id": ["007", "8"]})).rows
    assert told["customer_id"].to_list() == [7, 8]
    mixed = segkit.status(frame, clients=pl.DataFrame({"id": ["7", "x"]})).rows
    assert dict(mixed.select("customer_id", pl.col("status").cast(pl.String)).rows()) == {
        "7": "new",
        "x": "never_bought",
    }


def test_warnings_come_in_their_order_and_only_for_those_who_are_here() -> None:
    def bought(name: str, days: list[int], amount: float = 10.0) -> list[tuple[str, str, float]]:
        return [(name, str(date(2024, 1, 1) + timedelta(days=day)), amount) for day in days]

    frame = sales(
        *bought("late", [20, 30, 40, 100, 110, 120]), *bought("fewer", [0, 30, 60, 80, 99, 170, 199]),
        *bought("smaller", [0, 50, 99]), *bought("smaller", [110, 150, 199], 5.0), *bought("fine", [0, 50, 99, 110, 150, 199]),
        *bought("gone", [0, 30, 60]),
    )  # fmt: skip
    # As of day 199 the windows of 99 days are days 100 to 199 and 0 to 99.
    result = segkit.status(frame, inactive="99d", as_of="2024-07-18")
    risks = dict(result.rows.select("customer_id", pl.col("risk").cast(pl.String)).rows())
    assert risks == {"late": "late", "fewer": "fewer_orders", "smaller": "smaller_checks", "fine": None, "gone": None}
    assert result.facts["at_risk_customers"] == 3
    assert segkit.status(frame, inactive="99d", fall="61%").facts["at_risk_customers"] == 1


def test_win_back_waits_until_the_departed_are_gone_long_enough() -> None:
    frame = sales(("a", "2024-01-31", 1), ("b", "2024-05-31", 1), ("c", "2024-12-31", 1))
    result = segkit.status(frame, inactive="6mo", cooloff="60d")
    assert result.rows.filter("winback")["customer_id"].to_list() == ["a"]
    assert segkit.status(frame, inactive="6mo").facts["winback_customers"] == 2


def test_lists_are_ranked_by_profit_where_it_is_asked_for() -> None:
    frame = sales(("a", "2024-01-01", 100), ("b", "2024-01-01", 60), ("c", "2024-12-31", 1)).with_columns(
        cost=pl.Series([90.0, 10.0, 0.0])
    )
    rows = segkit.status(frame, value="profit", cost="cost").table
    assert rows.select("customer_id", "value").rows() == [("b", 50.0), ("a", 10.0), ("c", 1.0)]


@pytest.mark.parametrize(
    ("options", "said"), [({"late": 0.5}, "--late 0.5"), ({"fall": "0%"}, "--fall"), ({"cooloff": "soon"}, "--cooloff")]
)
def test_numbers_out_of_range_are_refused(options: dict[str, object], said: str) -> None:
    with pytest.raises(ParamsError, match=said):
        segkit.status(sales(("a", "2024-01-01", 1)), **options)


def test_words_of_only_that_nobody_knows_are_refused() -> None:
    with pytest.raises(ParamsError, match='no status "depart"'):
        only(["depart"], None)  # type: ignore[arg-type]


@pytest.mark.parametrize("late", ["nan", "inf", float("nan")])
def test_a_lateness_that_is_no_number_is_refused(late: object) -> None:
    with pytest.raises(ParamsError, match=r"--late: .* is not a number"):
        StatusParams.parse({"late": late})


def test_a_gap_of_exactly_the_own_window_is_no_return() -> None:
    days = [date(2024, 1, 1) + timedelta(days=day) for day in (0, 10, 30)]
    frame = pl.DataFrame({"customer_id": ["a"] * 3, "order_date": days, "amount": [1.0] * 3})
    as_of = str(days[0] + timedelta(days=31))
    # a rhythm of 15 days: 1.334 of it are 20 days, as long as the last gap, 1.3 of it are 19
    assert statuses(frame, as_of=as_of, inactive="1.334x") == {"a": "active"}
    assert statuses(frame, as_of=as_of, inactive="1.3x") == {"a": "reactivated"}


def test_who_has_returns_only_is_set_aside_with_a_note_unless_it_is_listed() -> None:
    frame = sales(("a", "2024-12-01", 9), ("b", "2024-12-01", -5), ("c", "2024-12-02", -2))
    notes = {note.code: note.message for note in segkit.status(frame).notes}
    assert notes["returns-only"] == "2 with returns only (-7.00) are set aside: they never bought"
    listed = segkit.status(frame, clients=pl.DataFrame({"customer_id": ["b", "c"]}))
    assert "returns-only" not in {note.code for note in listed.notes}
    rows = listed.table.select("customer_id", pl.col("status").cast(pl.String), "total_amount", "order_count").rows()
    assert rows == [("a", "new", 9.0, 1), ("c", "never_bought", -2.0, 0), ("b", "never_bought", -5.0, 0)]


def test_who_is_listed_and_is_in_no_row_has_zeros_and_no_days() -> None:
    rows = segkit.status(sales(("a", "2024-12-01", 9)), leads=pl.DataFrame({"customer_id": ["d", "d"]})).rows
    counted = (
        "total_amount",
        "order_count",
        "recent_order_count",
        "previous_order_count",
        "recent_amount",
        "previous_amount",
    )
    dated = ("recency_days", "rhythm_days", "first_order_date", "last_order_date", "risk")
    row = rows.row(1, named=True)
    assert rows["customer_id"].to_list() == ["a", "d"]
    assert {name: row[name] for name in counted} == dict.fromkeys(counted, 0)
    assert {name: row[name] for name in dated} == dict.fromkeys(dated)


def test_an_id_that_is_listed_with_two_statuses_is_refused_and_with_one_twice_is_not() -> None:
    frame = sales(("a", "2024-12-01", 9))
    torn = pl.DataFrame({"customer_id": ["a", "a", "b", "b"], "status": ["new", "active", "gone", "lost"]})
    with pytest.raises(DataError, match="--clients: 1 ids are listed with more than one status"):
        segkit.status(frame, clients=torn)
    assert statuses(frame, clients=torn.tail(2)) == {"a": "new", "b": "departed"}


def test_a_list_may_call_somebody_departed_who_never_bought() -> None:
    clients = pl.DataFrame({"customer_id": ["d", "n"], "status": ["departed", ""]})
    for cooloff in (None, "30d"):
        result = segkit.status(sales(("a", "2024-12-01", 9)), clients=clients, cooloff=cooloff)
        assert result.rows.filter("winback")["customer_id"].to_list() == ["d"]


def test_every_unknown_status_of_a_list_is_told_up_to_five() -> None:
    clients = pl.DataFrame({"customer_id": list("abcdef"), "status": [f"s{n}" for n in range(6)]})
    with pytest.raises(DataError) as caught:
        segkit.status(sales(("a", "2024-12-01", 9)), clients=clients)
    assert [line.partition(".")[0] for line in caught.value.message.splitlines()] == [
        f'--clients: no status "s{n}"' for n in range(5)
    ]


def test_facts_and_panels_add_up_customers_and_money_by_status() -> None:
    frame = sales(("a", "2024-12-01", 60), ("b", "2024-12-02", 30), ("c", "2024-01-01", 10))
    result = segkit.status(frame, clients=pl.DataFrame({"customer_id": ["d"]}))
    facts = {name: value for name, value in result.facts.items() if value}
    assert facts == {
        "customers": 4, "here_customers": 2, "winback_customers": 1, "winback_income": 10.0,
        "new_customers": 2, "new_customer_share": 0.5, "new_income": 90.0,
        "departed_customers": 1, "departed_customer_share": 0.25, "departed_income": 10.0,
        "never_bought_customers": 1, "never_bought_customer_share": 0.25,
    }  # fmt: skip
    assert result.overview["statuses"].frame.rows() == [
        ("active", 0, 0.0, 0, 0.0), ("new", 2, 0.5, 900_000, 0.9), ("reactivated", 0, 0.0, 0, 0.0),
        ("departed", 1, 0.25, 100_000, 0.1), ("never_bought", 1, 0.25, 0, 0.0),
    ]  # fmt: skip
    assert [row[:3] for row in result.overview["warnings"].frame.rows()] == [
        ("late", 0, 0), ("fewer_orders", 0, 0), ("smaller_checks", 0, 0),
    ]  # fmt: skip


def test_there_are_no_shares_of_an_income_of_nothing() -> None:
    frame = sales(("a", "2024-12-01", 10), ("a", "2024-12-02", -10))
    assert segkit.status(frame).overview["statuses"].frame["of income"].to_list() == [None] * 4


def test_the_headline_says_who_is_departed() -> None:
    frame = sales(("a", "2024-01-01", 1), ("a", "2024-01-11", 1), ("a", "2024-01-21", 1))
    assert segkit.status(frame, as_of="2024-12-31", inactive="45d").headline == (
        "Status: departed is who has bought nothing since 2024-11-16",
    )
    assert segkit.status(frame, inactive="2.5x").headline == (
        "Status: departed is who has bought nothing for 2.5x the own rhythm (others: 25 days)",
    )
