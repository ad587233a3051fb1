"""Historic values and the formulas on frames of a few rows: identities, what is not identified, costs, groups."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.demo import shop
from segkit.errors import MissingColumnError, ParamsError
from segkit.result import Result

AS_OF = date(2024, 12, 31)
ROWS = [
    ("anna", "1", date(2024, 1, 31), 100.0, 60.0, "ads"),
    ("anna", "2", date(2024, 7, 31), 50.0, 20.0, "mail"),
    ("bert", "3", date(2024, 10, 31), 30.0, 40.0, "mail"),
    ("bert", "4", date(2024, 12, 15), -10.0, -5.0, "mail"),
    ("cleo", "5", date(2024, 12, 20), 0.0, 0.0, None),
    ("dora", "6", date(2024, 12, 21), -5.0, 0.0, "ads"),
]
COLUMNS = ["customer_id", "order_id", "order_date", "amount", "cogs", "channel"]


def ltv(rows: list[Any] = ROWS, *, drop: str = "cogs", **options: Any) -> Result:
    frame = pl.DataFrame(rows, schema=COLUMNS, orient="row").drop(drop.split())
    return segkit.ltv(frame, **{"as_of": AS_OF, **options})


def codes(result: Result) -> set[str]:
    return {note.code for note in result.notes}


def test_historic_value_is_net_revenue_times_margin_to_date() -> None:
    rows = ltv(method="historic", margin="40%").table
    assert rows.select("customer_id", "historic_value", "ltv").rows() == [
        ("anna", 60, 60),
        ("bert", 8, 8),
        ("cleo", 0, 0),
    ]
    assert rows.select("frequency", "recency", "T", "mean_spend").rows() == [
        (1, 182, 335, 75),
        (0, 0, 61, 30),
        (0, 0, 11, None),
    ]


def test_a_value_per_month_needs_an_age_of_one() -> None:
    assert ltv(method="historic").table["value_per_month"].to_list() == [
        pytest.approx(150 / (335 / 30.4375), abs=1e-4), pytest.approx(20 / (61 / 30.4375), abs=1e-4), None,
    ]  # fmt: skip


def test_costs_of_the_rows_are_the_margin_unless_one_is_given() -> None:
    assert ltv(drop="channel", method="historic").table["historic_value"].to_list() == [70.0, 0.0, -15.0]
    assert ltv(drop="channel", method="historic", margin=1).table["historic_value"].to_list() == [150.0, 20.0, 0.0]


def test_the_cost_of_acquisition_is_taken_off() -> None:
    rows = ltv(method="historic", cac=12.5).table
    assert rows.select("ltv", "cac", "historic_value").rows() == [(137.5, 12.5, 150), (7.5, 12.5, 20), (-12.5, 12.5, 0)]
    assert ltv(method="historic", cac=12.5).facts["customer_equity"] == 132.5


def test_simple_ltv_is_income_over_customers() -> None:
    (row,) = ltv(method="simple").table.rows(named=True)
    assert row == {
        "everybody": True, "group": None, "customers": 3, "order_count": 4, "total_amount": 170.0, "average_check": 42.5,
        "orders_per_customer": 4 / 3, "ltv": 56.6667,
    }  # fmt: skip


def test_a_group_is_that_of_the_first_row_that_has_one() -> None:
    rows = ltv(method="simple", by="channel").table.select("everybody", "group", "customers", "total_amount").rows()
    assert rows == [(True, None, 3, 170.0), (False, "ads", 1, 150.0), (False, "mail", 1, 20.0), (False, None, 1, 0.0)]


def test_a_group_has_the_check_the_rates_and_the_values_of_its_own_customers() -> None:
    table = ltv(method="formula", by="channel", churn=0.1).table
    row = table.row(table["group"].to_list().index("ads"), named=True)
    # anna: 100 and 50 within 182 and 153 active days, which are 11.00616 months of 30.4375 days.
    assert row == {
        "everybody": False, "group": "ads", "customers": 1, "order_count": 2, "total_amount": 150.0, "average_check": 75.0,
        "customer_months": pytest.approx(11.00616016), "purchase_rate": pytest.approx(0.1817164179), "arpu": 13.6287,
        "churn": 0.1, "churn_bound": None, "lifespan": 10.0, "formula_ltv": 136.2873, "churn_ltv": 136.2873,
        "ltv": 97.7958,  # 13.62873 (1 - .9^12) / .1
    }  # fmt: skip


@pytest.mark.parametrize("method", ["simple", "formula"])
def test_a_group_is_valued_as_if_there_were_no_other(method: str) -> None:
    shared = shop(250)
    firsts = (
        shared.filter(pl.col("customer_id") != "")
        .group_by("customer_id")
        .agg(pl.col("sku").first())
        .sort("customer_id")
    )
    opening = pl.DataFrame({"customer_id": [f"{sku} 0" for sku in firsts["sku"].unique()]}).with_columns(
        sku=pl.col("customer_id").str.head(6), order_date=pl.date(2023, 1, 1), amount=5.0
    )  # all groups begin on one day, since the months of a churn rate do
    lines = shared.drop("sku").join(firsts, on="customer_id").select(opening.columns)
    data = pl.concat([opening, lines.with_columns(pl.col("amount").cast(pl.Float64))]).sample(
        fraction=1.0, shuffle=True, seed=1
    )
    options: dict[str, Any] = {"method": method, "cac": 20, "as_of": AS_OF, "margin": "35%"}
    table = segkit.ltv(data, by="sku", **options).rows
    assert table.height > 10
    for row in table.rows(named=True):
        members = data if row["everybody"] else data.filter(pl.col("sku") == row["group"])
        alone = segkit.ltv(members, **options).rows.row(0, named=True)
        assert row == {**alone, "everybody": row["everybody"], "group": row["group"]}


def test_active_months_end_with_the_window_after_a_purchase() -> None:
    (row,) = ltv(method="formula").table.rows(named=True)
    days = 182 + 153 + 61 + 11  # anna to her second purchase and from it, bert, cleo; six months are 182.625 days
    assert row["customer_months"] == pytest.approx(days / 30.4375)


def test_without_losses_churn_is_not_identified_and_the_value_is_capped_by_the_horizon() -> None:
    rows = [(f"c{n}", str(n * 12 + m), date(2024, m, 5), 10.0, 0.0, "x") for n in range(5) for m in range(1, 13)]
    result = ltv(rows, method="formula")
    (row,) = result.table.rows(named=True)
    # Six complete months follow the first with half a year behind it (31 July), with 5 customers each but the first.
    assert (row["churn"], row["lifespan"], row["formula_ltv"], row["churn_ltv"]) == (None,) * 4
    assert row["churn_bound"] == 3 / 25
    assert row["ltv"] == pytest.approx(12 * row["arpu"], abs=1e-2)
    assert "churn-not-identified" in codes(result)


def test_rates_need_a_month_of_activity() -> None:
    result = ltv([("a", "1", AS_OF - timedelta(days=10), 5.0, 0.0, "x")], method="formula")
    (row,) = result.table.rows(named=True)
    assert (row["purchase_rate"], row["arpu"], row["ltv"]) == (None, None, None)
    assert "too-short" in codes(result)


def test_costs_of_zero_have_no_ratio_and_no_payback() -> None:
    (row,) = ltv(method="formula", churn=0.1, cac=0).table.rows(named=True)
    assert (row["ltv_to_cac"], row["payback"], row["cac"]) == (None, None, 0)


def test_payback_counts_the_margin_of_acquired_customers_by_age() -> None:
    (row,) = ltv(ROWS[:2], method="formula", churn=0.1, cac=110).table.rows(named=True)
    # 100 in the first month of age, 50 on day 182, in the sixth: 10 of the 50 are missing.
    assert row["payback"] == pytest.approx(5 + 10 / 50)
    assert row["ltv_to_cac"] == pytest.approx((row["ltv"] + 110) / 110, abs=1e-4)


def test_what_is_not_paid_back_within_the_data_is_empty() -> None:
    assert ltv(method="formula", churn=0.1, cac=1000).table["payback"].to_list() == [None]


@pytest.mark.parametrize("method", ["simple", "historic"])
def test_returns_only_are_set_aside_with_their_money_by_every_method(method: str) -> None:
    found = ltv(method=method, cac=2)
    assert found.facts["customers"] == 3
    assert found.facts["customer_equity"] == 100 + 50 + 30 - 10 + 0 - 3 * 2
    (note,) = (note for note in found.notes if note.code == "returns-only")
    assert note.message == "1 with returns only (-5.00) are set aside: no purchase"
    assert note.count == 1


def test_a_group_of_returns_only_is_no_group() -> None:
    assert ltv(method="simple", by="order_id").table["group"].to_list() == [None, "1", "3", "5"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"margin": "140%"}, "--margin 1.4 is not between"),
        ({"discount": "-1%"}, "--discount -0.01"),
        ({"method": "formula", "churn": "200%"}, "--churn 2 "),
        ({"method": "historic", "churn": "2%"}, "--churn goes with --method formula"),
        ({"cac": "cheap"}, '--cac "cheap" is neither a file nor an amount'),
        ({"margin": "much"}, '--margin: "much" is not a share such as 12% or 0.12'),
    ],
)
def test_values_out_of_range_are_named(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ParamsError, match=said.replace("(", r"\(")):
        ltv(**options)


def test_an_unknown_column_to_break_down_by_is_named() -> None:
    with pytest.raises(MissingColumnError, match=r'--by: no column "chanel"\. Did you mean "?channel'):
        ltv(method="simple", by="chanel")


def test_the_equity_of_groups_is_the_exact_total() -> None:
    rows = [(name, name, date(2024, 1, 1), 10.0 if name == "a" else 0.0, 0.0, "x") for name in "abc"]
    for cac in (None, 1.5):
        simple, historic = (ltv(rows, method=method, cac=cac, drop="cogs") for method in ("simple", "historic"))
        assert simple.facts["customer_equity"] == historic.facts["customer_equity"] == 10 - 3 * (cac or 0)
    assert ltv(rows, method="simple").facts["mean_ltv"] == 3.3333


def test_groups_may_have_any_name() -> None:
    names = ["(all)", "(none)", " ", "!", None]
    rows = [(f"c{n}", str(n), date(2024, 1, 1 + n), 10.0 * (n + 1), 0.0, name) for n, name in enumerate(names)]
    for method in ("simple", "formula"):
        found = ltv(rows, method=method, by="channel", cac=1)
        table = found.table.select("everybody", "group", "customers", "total_amount")
        assert table.row(0) == (True, None, 5, 150.0)
        assert sorted(table.rows()[1:], key=lambda row: row[3]) == [
            (False, "(all)", 1, 10.0), (False, "(none)", 1, 20.0), (False, "!", 1, 40.0), (False, None, 2, 80.0),
        ]  # fmt: skip
        assert found.facts["customers"] == 5
        assert (found.table["cac"] == 1).all()


@pytest.mark.parametrize(
    ("options", "flags"),
    [
        (
            {"method": "historic", "model": "bg", "horizon": "6mo", "spend_on": "repeat"},
            ["model", "horizon", "spend-on"],
        ),
        ({"method": "simple", "discount": "10%", "no_backtest": True}, ["discount", "no-backtest"]),
        ({"method": "formula", "time_unit": "week", "discounting": "monthly"}, ["discounting", "time-unit"]),
        ({"method": "predictive", "inactive": "3mo", "churn": "5%"}, ["churn", "inactive"]),
    ],
)
def test_options_that_the_method_would_not_look_at_are_refused(options: dict[str, Any], flags: list[str]) -> None:
    with pytest.raises(ParamsError) as caught:
        ltv(**options)
    assert [problem.split()[0] for problem in caught.value.problems] == [f"--{flag}" for flag in flags]
    assert all(problem.endswith(f"not with {options['method']}") for problem in caught.value.problems)
    assert (
        ltv(method="historic", model="pareto", horizon="12mo").rows.height == 3
    )  # what is so anyway is no contradiction
