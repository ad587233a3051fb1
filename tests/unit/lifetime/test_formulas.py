"""The textbook formulas against sums written out and figures worked by hand."""

from __future__ import annotations

import pytest

from segkit.lifetime import formulas
from segkit.periods import Duration


def test_a_month_is_a_twelfth_of_365_and_a_quarter_days() -> None:
    assert formulas.days_of(Duration(months=12)) == 365.25
    assert formulas.days_of(Duration(days=90)) == 90


def test_the_monthly_rate_compounds_to_the_annual_one() -> None:
    assert (1 + formulas.per_period(0.12)) ** 12 == pytest.approx(1.12, rel=1e-14)


@pytest.mark.parametrize(("churn", "stay"), [(0.1, 10), (1.0, 1), (None, None), (0.0, None)])
def test_the_lifespan_is_one_over_churn_and_not_known_without(churn: float | None, stay: float | None) -> None:
    assert formulas.lifespan(churn) == stay


def test_nothing_is_divided_by_nothing() -> None:
    assert formulas.ratio(5, 0) is None
    assert formulas.ratio(5, None) is None
    assert formulas.ratio(None, 5) is None


def test_without_losses_churn_is_at_most_three_in_n() -> None:
    assert formulas.churn_bound(300) == 0.01
    assert formulas.churn_bound(2) == 1
    assert formulas.churn_bound(0) is None


@pytest.mark.parametrize(("churn", "discount"), [(0.1, 0.0), (0.05, 0.01), (1.0, 0.2), (0.0, 0.02)])
def test_the_value_without_end_is_the_limit_of_the_sum(churn: float, discount: float) -> None:
    summed = sum(10 * ((1 - churn) / (1 + discount)) ** age for age in range(20_000))
    assert formulas.churn_value(10, churn, discount) == pytest.approx(summed, rel=1e-9)


def test_the_value_without_end_has_none_without_churn_and_discount() -> None:
    assert formulas.churn_value(10, 0) is None


@pytest.mark.parametrize(("churn", "discount"), [(0.1, 0.0), (0.05, 0.01), (1.0, 0.2), (0.0, 0.0)])
def test_the_value_over_a_horizon_is_the_sum(churn: float, discount: float) -> None:
    summed = sum(10 * ((1 - churn) / (1 + discount)) ** age for age in range(12))
    assert formulas.horizon_value(10, churn, discount, 12) == pytest.approx(summed, rel=1e-12)


def test_churn_of_one_hundred_percent_leaves_the_margin_of_one_period() -> None:
    assert formulas.horizon_value(10, 1, 0, 12) == formulas.churn_value(10, 1) == 10


@pytest.mark.parametrize(
    ("margins", "cac", "months"),
    [([10, 10], 15, 1.5), ([20], 20, 1.0), ([20], 5, 0.25), ([10, 0, 10], 10, 1.0), ([10, 0, 10], 12, 2.2), ([5], 6, None)],
)  # fmt: skip
def test_payback_is_linear_inside_a_period(margins: list[float], cac: float, months: float | None) -> None:
    assert formulas.payback(margins, cac) == months


def test_without_a_cost_there_is_nothing_to_pay_back() -> None:
    assert formulas.payback([10], 0) is None
