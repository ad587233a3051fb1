"""The textbook formulas against sums written out and figures worked by hand."""

from __future__ import annotations

import polars as pl
import pytest

from segkit.lifetime import formulas
from segkit.periods import Duration


def value_of(formula: pl.Expr) -> float | None:
    found: float | None = pl.select(formula).item()
    return found


def number(value: float | None) -> pl.Expr:
    return pl.lit(value, dtype=pl.Float64)


def test_a_month_is_a_twelfth_of_365_and_a_quarter_days() -> None:
    assert formulas.days_of(Duration(months=12)) == 365.25
    assert formulas.days_of(Duration(days=90)) == 90


def test_the_monthly_rate_compounds_to_the_annual_one() -> None:
    assert (1 + formulas.per_period(0.12)) ** 12 == pytest.approx(1.12, rel=1e-14)


@pytest.mark.parametrize(("churn", "stay"), [(0.1, 10), (1.0, 1), (None, None), (0.0, None)])
def test_the_lifespan_is_one_over_churn_and_not_known_without(churn: float | None, stay: float | None) -> None:
    assert value_of(formulas.lifespan(number(churn))) == stay


def test_nothing_is_divided_by_nothing() -> None:
    for value, by in ((5, 0), (5, None), (None, 5)):
        assert value_of(formulas.ratio(number(value), number(by))) is None


def test_without_losses_churn_is_at_most_three_in_n() -> None:
    found = [value_of(formulas.churn_bound(pl.lit(at_risk))) for at_risk in (300, 2, 0)]
    assert found == [0.01, 1, None]


@pytest.mark.parametrize(("churn", "discount"), [(0.1, 0.0), (0.05, 0.01), (1.0, 0.2), (0.0, 0.02)])
def test_the_value_without_end_is_the_limit_of_the_sum(churn: float, discount: float) -> None:
    summed = sum(10 * ((1 - churn) / (1 + discount)) ** age for age in range(20_000))
    found = value_of(formulas.churn_value(number(10), number(churn), discount))
    assert found == pytest.approx(summed, rel=1e-9)


def test_the_value_without_end_has_none_without_churn_and_discount() -> None:
    assert value_of(formulas.churn_value(number(10), number(0))) is None


@pytest.mark.parametrize(("churn", "discount"), [(0.1, 0.0), (0.05, 0.01), (1.0, 0.2), (0.0, 0.0)])
def test_the_value_over_a_horizon_is_the_sum(churn: float, discount: float) -> None:
    summed = sum(10 * ((1 - churn) / (1 + discount)) ** age for age in range(12))
    found = value_of(formulas.horizon_value(number(10), number(churn), discount, 12))
    assert found == pytest.approx(summed, rel=1e-12)


def test_churn_of_one_hundred_percent_leaves_the_margin_of_one_period() -> None:
    margin, churn = number(10), number(1)
    assert value_of(formulas.horizon_value(margin, churn, 0, 12)) == value_of(formulas.churn_value(margin, churn)) == 10


def test_payback_is_linear_inside_a_period() -> None:
    cases: list[tuple[list[float], float, float | None]] = [
        ([10, 10], 15, 1.5), ([20], 20, 1.0), ([20], 5, 0.25), ([10, 0, 10], 10, 1.0), ([10, 0, 10], 12, 2.2),
        ([10, -5, 10], 12, 2.7), ([5], 6, None), ([10], 0, None),
    ]  # fmt: skip
    rows = [(case, month, margin) for case, (margins, *_) in enumerate(cases) for month, margin in enumerate(margins)]
    margins = pl.DataFrame(rows, schema={"group": pl.Int64, "month": pl.Int32, "margin": pl.Float64}, orient="row")
    costs = pl.DataFrame({"group": range(len(cases)), "cac": [cac for _, cac, _ in cases]})
    found = formulas.payback(margins, costs, ["group"]).sort("group")
    assert found["payback"].to_list() == [months for *_, months in cases]


def test_payback_is_that_of_a_group_without_a_name_too() -> None:
    margins = pl.DataFrame({"group": ["a", "a", None], "month": [0, 3, 1], "margin": [10.0, 10.0, 40.0]})
    costs = pl.DataFrame({"group": ["a", None], "cac": [15.0, 10.0]})
    assert formulas.payback(margins, costs, ["group"])["payback"].to_list() == [3.5, 1.25]
