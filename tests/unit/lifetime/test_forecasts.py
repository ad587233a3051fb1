"""Baselines and fallbacks: the naive rate, the last window, and what steps in where a model cannot be told."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from segkit import models
from segkit.lifetime import intervals
from segkit.lifetime.forecasts import TITLES, Discounting, Forecast, Model, fitted, last_window, naive_rate, of_model
from segkit.lifetime.history import Histories, Snapshot
from segkit.periods import day_of

ZERO = 19_000


def histories_of(days: list[list[int]]) -> Histories:
    rows = [(f"c{n:05}", day_of(ZERO + day), 1) for n, bought in enumerate(days) for day in bought]
    schema = {"customer_id": pl.String, "order_date": pl.Date, "order_count": pl.UInt32}
    return Histories.of(pl.DataFrame(rows, schema=schema, orient="row"))


def known_of(days: list[list[int]], cut: int) -> Snapshot:
    return histories_of(days).at(ZERO + cut)


def forecast(model: Model, known: Snapshot, horizon: float) -> Forecast:
    found, warnings = fitted(model, known)
    return of_model(found, known, horizon, warnings=warnings)


def many(size: int = 400, seed: int = 4) -> list[list[int]]:
    rng = np.random.default_rng(seed)
    days = []
    for _ in range(size):
        first, rate, life = rng.integers(0, 150), rng.gamma(0.6, 0.05), rng.exponential(300)
        later = np.cumsum(rng.exponential(1 / max(rate, 1e-6), 60))
        days.append(sorted({int(first), *(int(first + gap) for gap in later if gap < life and first + gap <= 300)}))
    return days


def test_the_naive_rate_is_smoothed_by_one_purchase_at_everybodys_rate() -> None:
    known = known_of([[0, 10, 20], [60], [100]], 100)
    everybody = 2.5 / (100 + 40)
    assert naive_rate(known) == pytest.approx([3 / (100 + 1 / everybody), 1 / (40 + 1 / everybody), everybody])


def test_before_anybody_was_observed_for_a_day_nothing_is_expected() -> None:
    known = known_of([[0], [0]], 0)
    assert naive_rate(known).tolist() == [0, 0]
    found = forecast("pareto", known, 30)
    assert (found.model, found.expected.tolist()) == (None, [0, 0])


def test_the_last_window_counts_the_days_before_the_cut() -> None:
    histories = histories_of([[0, 10, 20], [15]])
    assert last_window(histories, histories.at(ZERO + 20), 10).tolist() == [1, 1]


@pytest.mark.parametrize("model", ["pareto", "mbg", "bg"])
@pytest.mark.parametrize(("buyers", "few"), [(0, "nobody"), (1, "only 1 customer"), (9, "only 9 customers")])
def test_too_few_repeat_buyers_get_the_naive_rate_and_a_name_for_it(model: str, buyers: int, few: str) -> None:
    known = known_of([[0], [1], *[[2, 5]] * buyers], 50)
    found = forecast(model, known, 30)  # type: ignore[arg-type]
    assert found.model is None
    ((code, said),) = found.warnings
    assert code == "few-repeat-buyers"
    assert said.startswith(f"{few} bought on two days: too few for {TITLES[model]}")
    assert found.expected == pytest.approx(naive_rate(known) * 30)


def test_ten_repeat_buyers_are_enough_to_try_a_model() -> None:
    days = [[0], [1], *[[2, 5 + n, 30 + n] for n in range(10)]]
    assert fitted("mbg", known_of(days[:-1], 50))[0] is None
    found, _ = fitted("mbg", known_of(days, 50))
    assert found is not None
    assert found.name == "mbg-nbd"


def test_whoever_a_model_gives_no_figure_for_gets_the_naive_rate_and_is_counted() -> None:
    known = known_of([[0, 9], [5], [7], [8]], 50)
    rate = naive_rate(known)
    odd = SimpleNamespace(
        name="pareto-nbd",
        expected_purchases=lambda *_: np.array([np.nan, -0.5, 2.0, 3.0]),
        discounted_purchases=lambda *_: np.array([1.0, 1.0, 1.5, -1.0]),
    )
    found = of_model(odd, known, 60, Discounting(0.01))  # type: ignore[arg-type]
    assert found.expected == pytest.approx([rate[0] * 60, rate[1] * 60, 2, rate[3] * 60])
    days = (1 - np.exp(-0.6)) / 0.01
    assert found.discounted == pytest.approx([rate[0] * days, rate[1] * days, 1.5, rate[3] * days])
    assert found.warnings == (("not-finite", "Pareto/NBD gives no figure for 3 customers: they get the naive rate"),)


@pytest.mark.parametrize("model", ["pareto", "mbg", "bg"])
def test_a_model_expects_what_it_expects_when_called_alone(model: str) -> None:
    known = known_of(many(), 300)
    alone = models.fit(model, known.x, known.t_x, known.T)
    found = forecast(model, known, 90.5)  # type: ignore[arg-type]
    assert found.expected == pytest.approx(alone.expected_purchases(known.x, known.t_x, known.T, 90.5), rel=1e-12)
    assert found.discounted.tolist() == found.expected.tolist()


def test_discounting_is_the_integral_or_the_sum_over_months() -> None:
    known = known_of(many(), 300)
    model, _ = fitted("pareto", known)
    assert model is not None
    rate, month = 0.002, 30.0
    history = (known.x, known.t_x, known.T)
    ends = np.arange(1, 4) * month
    steps = np.diff([np.zeros(known.size), *(model.expected_purchases(*history, end) for end in ends)], axis=0)
    monthly = of_model(model, known, 90, Discounting(rate, month))
    assert monthly.discounted == pytest.approx(np.exp(-rate * ends) @ steps, rel=1e-9)
    fine = np.linspace(0, 90, 2_001)
    curve = np.array([model.expected_purchases(*history, float(end)) if end else np.zeros(known.size) for end in fine])
    middle = (fine[1:] + fine[:-1]) / 2
    continuous = of_model(model, known, 90, Discounting(rate))
    assert continuous.discounted == pytest.approx(np.exp(-rate * middle) @ np.diff(curve, axis=0), rel=1e-6)


def test_the_naive_rate_is_discounted_alike() -> None:
    known = known_of([[0, 10], [5]], 50)
    rate = naive_rate(known)
    assert of_model(None, known, 60, Discounting(0.01)).discounted == pytest.approx(rate * (1 - np.exp(-0.6)) / 0.01)
    monthly = rate * 30 * (np.exp(-0.3) + np.exp(-0.6))
    assert of_model(None, known, 60, Discounting(0.01, 30.0)).discounted == pytest.approx(monthly)


def test_past_errors_are_mixed_with_ten_percent_twice() -> None:
    assert intervals.backtest_variance(()) == pytest.approx(0.01)
    assert intervals.backtest_variance((0.3, -0.1)) == pytest.approx((0.02 + 0.09 + 0.01) / 4)


def test_the_interval_of_a_total_widens_with_past_errors() -> None:
    known = known_of(many(), 300)
    found = forecast("pareto", known, 90)
    spread = intervals.count_variance(found, known, found.expected)
    good = intervals.total(found.expected, spread, known, (0.01, 0.02))
    bad = intervals.total(found.expected, spread, known, (0.4, -0.3))
    assert good.value == bad.value == pytest.approx(found.expected.sum())
    assert bad.low < good.low < good.value < good.high < bad.high
    assert (
        np.exp(1.6448536 * np.sqrt(intervals.backtest_variance((0.01, 0.02))))
        < good.high / good.value
        == pytest.approx(good.value / good.low)
    )
    assert intervals.total(np.zeros(2), np.zeros(2), known, ()).high == 0


@pytest.mark.parametrize(("errors", "quantile"), [((), 2.91999), ((0.1, -0.1), 2.13185), ((0.1,) * 4, 1.94318)])
def test_few_past_errors_are_few_degrees_of_freedom(errors: tuple[float, ...], quantile: float) -> None:
    known = bought_often(1_000_000_000)  # so that the model's own share is nothing
    total = intervals.total(np.ones(1), np.zeros(1), known, errors)
    # Student's t at 95 % for 2, 4 and 6 degrees of freedom, from any table.
    assert np.log(total.high) / 0.1 == pytest.approx(quantile, abs=1e-4)


def test_where_the_model_is_the_larger_share_the_interval_is_a_normal_one() -> None:
    total = intervals.total(np.ones(1), np.full(1, 25.0), bought_often(10**9), (0.1, 0.1))
    assert np.log(total.high) / 5 == pytest.approx(1.644854, abs=1e-3)


def test_the_variances_of_independent_customers_add_up() -> None:
    # of 1 and 3, with variances of 2 and 6: half of the square of 4, beside .01 of the past
    total = intervals.total(np.array([1.0, 3.0]), np.array([2.0, 6.0]), bought_often(10**9), ())
    assert total.value == 4
    assert np.log(total.high / 4) == pytest.approx(1.645 * np.sqrt(0.51), rel=1e-3)


def test_the_variance_of_the_naive_rate_is_that_of_a_negative_binomial_count() -> None:
    # mean 2 and shape 3 + 1: 2 + 4 / 4
    found = Forecast(np.array([2.0]), np.array([2.0]), None)
    assert intervals.count_variance(found, bought_often(3), found.expected).tolist() == [3.0]


@pytest.mark.parametrize("count", [0, 1, 4])
def test_an_interval_holds_as_often_as_it_says_whatever_the_number_of_errors(count: int) -> None:
    rng, known, held = np.random.default_rng(3), bought_often(10**9), 0
    for _ in range(4_000):
        sigma = np.sqrt(2 * 0.01 / rng.chisquare(2))
        *errors, to_come = rng.normal(0, sigma, count + 1)
        total = intervals.total(np.ones(1), np.zeros(1), known, errors)
        held += total.low <= np.exp(to_come) <= total.high
    assert held / 4_000 == pytest.approx(0.9, abs=0.02)


def bought_often(x: int) -> Snapshot:
    one = np.ones(1, np.int64)
    return Snapshot(cut=ZERO, index=one * 0, x=one * x, t_x=one * x, T=one * x, spend_days=one, mean_spend=np.ones(1))


def test_the_variance_of_counts_is_that_of_simulated_customers() -> None:
    known = known_of(many(), 300)
    found = forecast("pareto", known, 90)
    assert found.model is not None
    alive = found.model.probability_alive(known.x, known.t_x, known.T)
    shape = found.model.parameters["r"] + known.x
    rng = np.random.default_rng(9)
    drawn = rng.poisson(rng.gamma(shape, found.expected / alive / shape, (40_000, known.size)))
    counts = drawn * (rng.random((40_000, known.size)) < alive)
    expected = intervals.count_variance(found, known, found.expected)
    assert counts.var(axis=0).sum() == pytest.approx(expected.sum(), rel=0.02)


def test_intervals_of_customers_hold_their_expectation() -> None:
    known = known_of(many(), 300)
    found = forecast("pareto", known, 90)
    mbg = models.fit("mbg", known.x, known.t_x, known.T)
    for distribution in (mbg, None):
        low, high, widened = intervals.count_interval(distribution, known, found.expected, 90)  # type: ignore[arg-type]
        assert (low <= found.expected).all()
        assert (found.expected <= high).all()
        assert widened == ((low == found.expected) | (high == found.expected)).sum()


def test_without_a_model_the_interval_is_that_of_a_poisson_count() -> None:
    known = known_of([[0], [0], [0]], 10)
    low, high, widened = intervals.count_interval(None, known, np.array([0.0, 0.01, 5.0]), 30)
    # P(X <= 1) = .04, P(X <= 2) = .125; P(X <= 8) = .932, P(X <= 9) = .968
    assert (low.tolist(), high.tolist(), widened) == ([0, 0, 2], [0, 0.01, 9], 1)
