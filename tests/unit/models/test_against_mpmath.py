"""Predictions at fixed parameters agree with closed forms in many digits, over extreme points."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from segkit import models

sys.path.insert(0, str(Path(__file__).parent))
import reference

PARETO = (
    (0.55, 10.6, 0.61, 11.7), (0.55, 10.6, 1.0, 11.7), (0.02, 0.01, 30.0, 900.0), (60.0, 800.0, 0.01, 0.02),
    (3.0, 5.0, 1 + 1e-9, 5.0), (1.0, 1e-2, 2.0, 1e2),
)  # fmt: skip
GEOMETRIC = (
    (0.243, 4.414, 0.793, 2.426), (0.55, 10.6, 1.0, 2.5), (0.02, 0.01, 30.0, 0.3), (60.0, 800.0, 0.02, 90.0),
    (3.0, 5.0, 1 + 1e-9, 0.05), (1.0, 20.0, 30.0, 70.0),
)  # fmt: skip
HISTORIES = (
    (0, 0.0, 0.0), (0, 0.0, 39.0), (0, 0.0, 3000.0), (1, 1e-3, 39.0), (2, 30.43, 38.86), (5, 38.0, 38.0), (26, 30.8, 31.0),
    (400, 799.0, 800.0), (400, 50.0, 3000.0), (3, 1.0, 1.0 + 1e-9),
)  # fmt: skip
HORIZONS = (0.0, 1e-3, 39.0, 5000.0)
MODELS = ((models.BetaGeometricNBD, 0), (models.ModifiedBetaGeometricNBD, 1))
NAMES = ("r", "alpha", "a", "b")
POINTS = [*product(range(len(PARETO)), HISTORIES)]


@pytest.fixture(autouse=True)
def _digits() -> Any:
    with mp.workdps(reference.DIGITS):
        yield


def _pareto(at: tuple[float, ...]) -> models.ParetoNBD:
    return models.ParetoNBD(dict(zip(("r", "alpha", "s", "beta"), at, strict=True)))


def _near(ours: float, exact: Any, tolerance: float) -> bool:
    """Whether two numbers differ by at most the tolerance, relative where they are above 1."""
    return bool(abs(mp.mpf(float(ours)) - exact) <= tolerance * max(1, abs(exact)))


@pytest.mark.parametrize(("number", "history"), POINTS)
def test_pareto_predictions_equal_the_closed_forms(number: int, history: tuple[int, float, float]) -> None:
    at = PARETO[number]
    model = _pareto(at)
    assert _near(model.probability_alive(*history)[0], reference.pareto_alive(*at, *history), 1e-12)
    for horizon in HORIZONS:
        exact = reference.pareto_expected(*at, *history, horizon)
        assert _near(model.expected_purchases(*history, horizon)[0], exact, 1e-9)


@pytest.mark.parametrize("history", HISTORIES)
@pytest.mark.parametrize("number", range(len(PARETO)))
def test_pareto_discounted_purchases_equal_the_integral_and_tricomis_function(
    number: int, history: tuple[int, float, float]
) -> None:
    at = PARETO[number]
    for horizon, rate in ((52.0, 0.002), (5000.0, 0.05), (np.inf, 0.0027), (np.inf, 0.3)):
        with mp.workdps(40):
            exact = reference.pareto_discounted(*at, *history, mp.inf if horizon == np.inf else horizon, rate)
        assert _near(_pareto(at).discounted_purchases(*history, horizon, rate)[0], exact, 1e-9)


@pytest.mark.parametrize(("kind", "m"), MODELS)
@pytest.mark.parametrize(("number", "history"), POINTS)
def test_geometric_predictions_equal_the_closed_forms(
    kind: type[models.BetaGeometricNBD], m: int, number: int, history: tuple[int, float, float]
) -> None:
    at = GEOMETRIC[number]
    model = kind(dict(zip(NAMES, at, strict=True)))
    assert _near(model.probability_alive(*history)[0], reference.geometric_alive(m, *at, *history), 1e-12)
    for horizon in HORIZONS:
        exact = reference.geometric_expected(m, *at, *history, horizon)
        assert _near(model.expected_purchases(*history, horizon)[0], exact, 1e-9)


@pytest.mark.parametrize(("kind", "m"), MODELS)
@pytest.mark.parametrize("number", range(len(GEOMETRIC)))
def test_the_distribution_of_counts_equals_its_closed_form(
    kind: type[models.BetaGeometricNBD], m: int, number: int
) -> None:
    at = GEOMETRIC[number]
    model = kind(dict(zip(NAMES, at, strict=True)))
    for history in HISTORIES:
        found = model.count_distribution(*history, 39.0)
        for k in (1, 2, 7, 30):
            assert _near(found.at_least(k)[0], reference.geometric_at_least(m, *at, *history, 39.0, k), 1e-11)


@pytest.mark.parametrize("horizon", [1, 52, 600])
@pytest.mark.parametrize(("kind", "m"), MODELS)
def test_discounted_geometric_purchases_equal_the_integral(
    kind: type[models.BetaGeometricNBD], m: int, horizon: int
) -> None:
    at, history, rate = GEOMETRIC[0], (2, 30.43, 38.86), 0.01

    def expected(u: Any) -> Any:
        return mp.exp(-rate * u) * reference.geometric_expected(m, *at, *history, u)

    with mp.workdps(25):
        between = [each for each in (5, 52) if each < horizon]
        exact = expected(mp.mpf(horizon)) + rate * mp.quad(expected, [0, *between, horizon])
    found = kind(dict(zip(NAMES, at, strict=True))).discounted_purchases(*history, float(horizon), rate)
    assert _near(found[0], exact, 1e-11)


@pytest.mark.parametrize("at", [(6.25, 3.74, 15.44), (0.1, 1.01, 200.0), (300.0, 50.0, 0.02)])
def test_expected_spend_equals_the_closed_form(at: tuple[float, float, float]) -> None:
    model = models.GammaGamma(dict(zip(("p", "q", "v"), at, strict=True)))
    for n, mean in ((0, 0.0), (1, 35.5), (3, 0.01), (400, 9e5)):
        assert _near(model.expected_spend(n, mean)[0], reference.expected_spend(*at, n, mean), 1e-12)


@pytest.mark.deep
def test_predictions_equal_the_closed_forms_at_random_points() -> None:
    for seed in range(1000):
        rng = np.random.default_rng(seed)
        x, T = int(rng.choice([0, 1, 2, 8, 60, 400])), float(10 ** rng.uniform(-2, 4))
        t_x = 0.0 if x == 0 else T * float(rng.choice([rng.uniform(0.001, 1), 1, 1e-6, 0.999999]))
        r, alpha, s, beta = (float(10 ** rng.uniform(*range_)) for range_ in ((-2, 2), (-2, 3), (-2, 2), (-2, 3)))
        horizon = float(10 ** rng.uniform(-2, 4))
        model = _pareto((r, alpha, s, beta))
        assert _near(model.probability_alive(x, t_x, T)[0], reference.pareto_alive(r, alpha, s, beta, x, t_x, T), 1e-12)
        exact = reference.pareto_expected(r, alpha, s, beta, x, t_x, T, horizon)
        assert _near(model.expected_purchases(x, t_x, T, horizon)[0], exact, 1e-9)
        for kind, m in MODELS:
            geometric = kind(dict(zip(NAMES, (r, alpha, s, beta / 10), strict=True)))
            exact = reference.geometric_expected(m, r, alpha, s, beta / 10, x, t_x, T, horizon)
            assert _near(geometric.expected_purchases(x, t_x, T, horizon)[0], exact, 1e-9)
