"""Figures of a forecast's errors against loops, and their indifference to ties and order."""

from __future__ import annotations

import math

import numpy as np
import pytest

from segkit.lifetime.accuracy import FLOOR, accuracy, deviances, gini, top_share

ACTUAL = np.array([0, 2, 1, 5, 0])
PREDICTED = np.array([0.5, 1.0, 1.5, 4.0, 0.0])


def test_the_deviance_is_the_likelihood_ratio_of_poisson_counts() -> None:
    def log_likelihood(y: int, mean: float) -> float:
        return y * math.log(mean) - mean - math.lgamma(y + 1) if mean else 0.0

    expected = [
        2 * (log_likelihood(int(y), float(y)) - log_likelihood(int(y), max(m, FLOOR)))
        for y, m in zip(ACTUAL, PREDICTED, strict=True)
    ]
    assert deviances(ACTUAL, PREDICTED) == pytest.approx(expected, rel=1e-12)


def test_totals_bias_and_errors() -> None:
    found = accuracy(ACTUAL, PREDICTED)
    assert (found.customers, found.actual, found.predicted) == (5, 8, 7)
    assert found.bias == 7 / 8 - 1
    assert found.deviance == pytest.approx(sum(deviances(ACTUAL, PREDICTED)) / 5, rel=1e-12)
    assert found.mae == pytest.approx((0.5 + 1 + 0.5 + 1 + 0) / 5)
    assert found.rmse == pytest.approx(math.sqrt((0.25 + 1 + 0.25 + 1) / 5))


def test_the_gini_is_the_share_of_the_pairs_that_a_lorenz_curve_orders() -> None:
    def area(order: list[int]) -> float:
        reached = np.concatenate([[0], np.cumsum(ACTUAL[order])]) / ACTUAL.sum()
        return 1 - sum((reached[k] + reached[k + 1]) / 5 for k in range(5))

    by_prediction, by_actual = [4, 0, 1, 2, 3], [0, 4, 2, 1, 3]
    assert gini(ACTUAL, PREDICTED) == pytest.approx(area(by_prediction) / area(by_actual), rel=1e-12)
    assert gini(ACTUAL, ACTUAL.astype(float)) == 1
    assert gini(ACTUAL, -ACTUAL.astype(float)) == pytest.approx(-1)


def test_equal_predictions_rank_nobody() -> None:
    assert gini(ACTUAL, np.ones(5)) == pytest.approx(0)
    assert top_share(ACTUAL, np.ones(5), 0.2) == pytest.approx(0.2)


def test_the_top_share_counts_ties_at_its_edge_in_proportion() -> None:
    actual, predicted = np.array([4, 2, 0, 2]), np.array([9.0, 5.0, 5.0, 1.0])
    assert top_share(actual, predicted, 0.5) == (4 + 1) / 8
    assert top_share(actual, predicted, 0.25) == 4 / 8


def test_the_top_decile_is_a_tenth_of_the_customers() -> None:
    actual = np.array([*range(20)])
    assert accuracy(actual, actual.astype(float)).top_decile_share == (19 + 18) / sum(range(20))
    assert accuracy(actual, -actual.astype(float)).top_decile_share == (0 + 1) / sum(range(20))


def test_where_nobody_bought_there_is_no_bias_and_no_ranking() -> None:
    found = accuracy(np.zeros(3, np.int64), np.array([1.0, 2.0, 3.0]))
    assert (found.bias, found.gini, found.top_decile_share) == (None, None, None)
    assert gini(np.ones(3, np.int64), np.array([1.0, 2.0, 3.0])) is None


def test_no_figure_depends_on_the_order_of_the_customers() -> None:
    rng = np.random.default_rng(3)
    actual, predicted = rng.poisson(1.0, 500), rng.gamma(1.0, 1.0, 500).round(1)
    mixed = rng.permutation(500)
    assert accuracy(actual, predicted) == accuracy(actual[mixed], predicted[mixed])
