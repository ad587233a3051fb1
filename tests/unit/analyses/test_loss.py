"""Losses from numbers and from sales, projections, acquisitions: exact figures, and options that fit together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import segkit
from segkit import units
from segkit.errors import EmptyInputError, ParamsError

SALES = pl.DataFrame(
    {
        "customer_id": ["a", "a", "b", "c", "c", "c", "d", "e"],
        "order_date": [
            date(2023, 3, 1), date(2024, 2, 1), date(2023, 5, 5), date(2024, 1, 1), date(2024, 6, 30), date(2024, 12, 31),
            date(2024, 6, 29), date(2024, 3, 3),
        ],
        "amount": [10.0, 20.0, 30.0, 5.0, 7.0, 9.0, 11.0, -1.0],
    }
)  # fmt: skip
"""Purchases of four; e has a return only. At 2024-12-31 the window of 6mo begins on 2024-06-30: c is here, a, b, d departed."""


def test_what_is_not_given_comes_from_all_of_the_sales() -> None:
    row = segkit.loss(SALES).table.row(0, named=True)
    assert row == {
        "churn_rate": 0.75, "customers": 4, "customer_value": 91 / 4, "lost_customers": 3, "lost_amount": 91 / 4 * 3,
    }  # fmt: skip


def test_with_last_the_figures_are_those_of_who_bought_in_the_period_and_the_history_says_who_is_new() -> None:
    row = segkit.loss(SALES, last="12mo", margin="10%").table.row(0, named=True)
    # a, c and d bought in 2024, a not for the first time: 5 purchases, 51 net; a and d departed.
    assert (row["customers"], row["customer_value"], row["churn_rate"]) == (2, 17, 2 / 3)
    assert row["lost_customers"] == pytest.approx(4 / 3, abs=5e-5)
    assert row["lost_amount"] == pytest.approx(17 * 4 / 3, abs=5e-5)
    assert row["lost_profit"] == pytest.approx(1.7 * 4 / 3, abs=5e-5)


def test_a_figure_that_is_given_wins_and_the_headline_tells_which_came_from_where() -> None:
    result = segkit.loss(SALES, new=10, periods=50, check="2.5", churn=0.5)
    assert result.table.row(0) == (0.5, 500, 3.125 + 1.25, 250, 250 * 4.375)
    assert result.headline == (
        "Loss from churn: 500 customers (10 new x 50 periods), each worth 4.38 (1.75 purchases x 2.50)",
        "From the sales since 2023-03-01: 1.75 purchases a customer",
        "Given: --new, --check, --churn, --periods",
    )


def test_the_own_rhythm_may_decide_who_departed() -> None:
    # c bought on days 0, 181, 365: a rhythm of 182.5 days, the median for the others: 365 days at 2x.
    result = segkit.loss(SALES, inactive="2x")
    assert result.table["churn_rate"].item() == 0.25  # b, last seen 2023-05-05; a and d within 365 days
    assert "1 of 4 departed: no purchase for 2x the own rhythm, others for 365 days" in result.headline[1]


def test_a_period_in_which_nobody_can_depart_is_warned_about() -> None:
    assert [note.code for note in segkit.loss(SALES, last="3mo", new=3).warnings] == ["no-departures"]
    assert segkit.loss(SALES, last="3mo", new=3, churn="3%").warnings == ()


def test_a_period_without_new_customers_is_warned_about() -> None:
    found = segkit.loss(SALES, last="3mo", churn="3%")  # c alone, who came on 1 January
    assert [note.code for note in found.warnings] == ["no-new-customers"]
    assert found.table.row(0, named=True)["lost_amount"] == 0


def test_returns_only_leave_the_figures_empty_with_a_warning() -> None:
    result = segkit.loss(SALES.filter(pl.col("amount") < 0), margin="40%", prevention_cost=5)
    assert result.table.row(0) == (None, 0, None, None, None, None, None, None)
    assert [note.code for note in result.warnings] == ["no-purchases"]


RATES = st.integers(0, 10**6).map(lambda n: Decimal(n) / 10**6)


@settings(max_examples=40)
@given(
    st.integers(0, 10**6), st.integers(0, 10**8).map(lambda n: Decimal(n) / 10_000), st.integers(0, 1000),
    st.lists(RATES, min_size=1, max_size=3, unique=True), st.integers(1, 40),
)  # fmt: skip
def test_the_projection_is_that_of_fractions(
    customers: int, check: Decimal, new: int, rates: list[Decimal], periods: int
) -> None:
    found = segkit.loss(customers=customers, check=check, new=new, retention=rates, periods=periods).rows
    expected = []
    for rate in sorted(rates):
        here, total = Fraction(customers), Fraction(0)
        for period in range(1, periods + 1):
            here = here if period == 1 else Fraction(rate) * here + new
            total += here * Fraction(check)
            exact = [here, here * Fraction(check), total]
            expected.append((float(rate), period, *(int(one * 10_000 + Fraction(1, 2)) for one in exact)))
    assert found.rows() == expected


def test_facts_are_those_of_the_worst_rate_and_of_the_difference() -> None:
    numbers = {"new": 10, "periods": 50, "purchases": 12, "check": 50}
    facts = segkit.loss(**numbers, churn=["3%", "10%"]).facts
    assert (facts["churn_rate"], facts["lost_amount"], facts["saved_amount"]) == (0.1, 30_000, 21_000)
    projected = segkit.loss(customers=100, check=10, retention=["10%", "5%"], periods=2).facts
    assert projected == {"final_customers": 5, "total_revenue": 1_050, "gained_revenue": 50}


def test_a_prevention_that_has_nothing_to_save_has_no_break_even() -> None:
    row = segkit.loss(new=1, purchases=1, check=1, churn=0, margin="40%", prevention_cost=3).table.row(0, named=True)
    assert (row["net_benefit"], row["break_even_share"]) == (-3, None)


def test_a_free_first_check_has_no_share() -> None:
    assert segkit.loss(cac=5, first_check=0, regular_check=7).table.row(0) == (5, 0, 7, -5, None, 7)


@pytest.mark.parametrize(
    ("options", "problems"),
    [
        ({"retention": "5%", "cac": 3}, ["--retention and --cac ask for different tables: drop one"]),
        ({"retention": "5%"}, ["--retention needs --customers", "--retention needs --check", "--retention needs --periods"]),
        ({"cac": 3, "first_check": 2}, ["--cac needs --regular-check"]),
        ({"customers": 3, "first_check": 2}, ["--customers goes with --retention", "--first-check goes with --cac"]),
        (
            {"retention": "5%", "customers": 1, "check": 1, "periods": 1, "margin": "4%", "churn": "3%"},
            ["--churn does not go with --retention: drop one", "--margin does not go with --retention: drop one"],
        ),
        ({"churn": "3%", "inactive": "3x"}, ["--inactive finds the churn in the data, --churn gives it: drop one"]),
        ({"prevention_cost": 3}, ["--prevention-cost is weighed against the lost profit: give --margin"]),
        ({"periods": 3, "churn": "3%"}, [
            "--periods multiplies the new customers of one period, and those of the data came in all of it: give --new as well",
        ]),
        ({"churn": "3%,3%"}, ["--churn has a share twice"]),
        ({"churn": "101%"}, ["--churn 1.01 is not between 0 and 1 (100%), with up to 6 decimals"]),
        ({"margin": "140%"}, ["--margin 1.4 is not between 0 and 1 (100%), with up to 6 decimals"]),
        ({"churn": "0.0000001"}, ["--churn 1E-7 is not between 0 and 1 (100%), with up to 6 decimals"]),
        ({"check": "0.00001"}, ["--check: 0.00001 is not between 0 and 1,000,000,000,000, with up to 4 decimals"]),
        ({"new": -1, "periods": 0}, [
            "--new -1 is not between 0 and 1,000,000,000,000, with up to 4 decimals",
            "--periods 0 is not between 1 and 10,000",
        ]),
        ({"churn": "3%,many", "check": "1,5"}, [
            '--churn: "3%,many" is not shares such as 5%,10%', '--check: "1,5" is not a number such as 12.5',
        ]),
    ],
)  # fmt: skip
def test_all_problems_of_the_options_are_told_at_once(options: dict[str, object], problems: list[str]) -> None:
    with pytest.raises(ParamsError) as caught:
        segkit.loss(**options)
    assert list(caught.value.problems) == problems


def test_without_an_input_what_is_missing_is_named() -> None:
    with pytest.raises(EmptyInputError) as caught:
        segkit.loss(new=10, churn="3%")
    assert caught.value.fix == "Name a file: segkit loss sales.csv; or give what is missing: --purchases, --check"


def test_more_than_can_be_told_exactly_is_refused() -> None:
    with pytest.raises(ParamsError, match="the most that can be told exactly"):
        segkit.loss(new=10**12, purchases=10**12, check=1, churn=1)


@pytest.mark.parametrize(("dividend", "nearest"), [(5, 3), (-5, -3), (4, 2), (0, 0), (1, 1), (-1, -1)])
def test_halves_are_rounded_away_from_zero(dividend: int, nearest: int) -> None:
    assert units.nearest(dividend, 2) == nearest


def test_the_rates_stand_side_by_side_the_worst_first() -> None:
    result = segkit.loss(new=10, periods=50, purchases=12, check=50, churn="3%,10%", margin="40%", prevention_cost=5000)
    assert result.schema.order == ("-churn_rate",)
    panel = result.overview["losses"]
    # of 500 customers worth 600 each
    assert panel.frame.rows(named=True) == [
        {"churn": 0.1, "lost": 50.0, "lost income": 300_000_000, "lost profit": 120_000_000, "net benefit": 70_000_000,
         "break-even": 5 / 12},
        {"churn": 0.03, "lost": 15.0, "lost income": 90_000_000, "lost profit": 36_000_000, "net benefit": -14_000_000,
         "break-even": 25 / 18},
    ]  # fmt: skip
    plain = segkit.loss(new=1, purchases=1, check=1, churn=1).overview["losses"]
    assert plain.frame.columns == ["churn", "lost", "lost income"]


@pytest.mark.parametrize(("periods", "which"), [(12, ""), (13, ", the first 12 of 13")])
def test_a_projection_shows_its_first_twelve_periods_and_its_end(periods: int, which: str) -> None:
    result = segkit.loss(customers=100, check=10, retention=["50%", "12.5%"], periods=periods)
    assert result.schema.order == ("retention_rate", "period")
    ends, shown = result.overview["ends"].frame, result.overview["periods"]
    assert ends["retention"].to_list() == [0.125, 0.5]
    assert ends["customers"].to_list() == [round(100 * rate ** (periods - 1), 4) for rate in (0.125, 0.5)]
    assert shown.title == f"Revenue so far by period (rows) and retention rate{which}"
    assert shown.frame["retention"].unique(maintain_order=True).to_list() == ["12.5 %", "50 %"]
    assert shown.frame.filter(pl.col("retention") == "50 %").select("period", "revenue").rows() == [
        # 1,000 (1 + 1/2 + 1/4 + ...)
        (str(period), round(10_000_000 * (2 - Fraction(1, 2 ** (period - 1))))) for period in range(1, 13)
    ]  # fmt: skip


def test_an_acquisition_speaks_for_itself() -> None:
    assert segkit.loss(cac=5, first_check=9, regular_check=7).overview == {}
