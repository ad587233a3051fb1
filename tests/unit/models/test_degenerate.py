"""No customer base breaks a fit: whatever is degenerate is named, predictions are finite and not negative."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from segkit import models
from segkit.errors import ModelError
from segkit.models import fitting, gamma_gamma

sys.path.insert(0, str(Path(__file__).parent))
import generated

FULL = range(1000)
PART = [kind + len(generated.KINDS) * ((kind + ahead) % 6) for ahead in (0, 3) for kind in range(len(generated.KINDS))]
"""Every kind of customers with two kinds of spend, every kind of spend with four of customers."""


def _codes(found: models.CountModel | models.GammaGamma) -> set[str]:
    return {warning.code for warning in found.warnings}


def _check(values: np.ndarray) -> None:
    assert np.isfinite(values).all()
    assert (values >= 0).all()


def _survives(seed: int) -> None:
    x, t_x, T, n, mean = generated.base(seed)
    if x.sum() == 0:
        for name in fitting.KINDS:
            with pytest.raises(ModelError, match="nobody bought on two days"):
                models.fit(name, x, t_x, T)
    else:
        for name in fitting.KINDS:
            _counts_hold(models.fit(name, x, t_x, T), x, t_x, T)
    if ((n > 0) & (mean > 0)).any():
        _spend_holds(models.fit_spend(n, mean), n, mean)
    else:
        with pytest.raises(ModelError, match="no purchase with positive spend"):
            models.fit_spend(n, mean)


def _counts_hold(found: models.CountModel, x: np.ndarray, t_x: np.ndarray, T: np.ndarray) -> None:
    horizon = max(float(T.max()), 1.0)
    alive, expected = found.probability_alive(x, t_x, T), found.expected_purchases(x, t_x, T, horizon)
    _check(alive)
    assert (alive <= 1).all()
    _check(expected)
    _check(found.discounted_purchases(x, t_x, T, np.inf, 0.1 / horizon))
    _check(np.array(list(found.parameters.values())))
    assert np.isfinite(found.log_likelihood)
    assert not any(np.isnan(error) or error < 0 for error in found.standard_errors.values())
    assert "not-converged" not in _codes(found)
    if found.parameters["r"] >= 1e4:
        assert "homogeneous-rate" in _codes(found)
    if any(found.parameters[name] >= 1e6 for name in ("s", "a", "b") if name in found.parameters):
        assert _codes(found) & {"homogeneous-dropout", "no-dropout"}
    if np.isinf([found.standard_errors[name] for name in ("r", "alpha")]).any():
        assert "homogeneous-rate" in _codes(found)
    if isinstance(found, models.BetaGeometricNBD):
        quantiles = found.count_quantiles(x, t_x, T, horizon, (0.05, 0.5, 0.95), mean=1.2 * expected + 0.1)
        assert (np.diff(quantiles, axis=1) >= 0).all()


def _spend_holds(found: models.GammaGamma, n: np.ndarray, mean: np.ndarray) -> None:
    _check(found.expected_spend(n, mean))
    _check(np.array(list(found.parameters.values())))
    assert np.isfinite(found.log_likelihood)
    assert ("no-mean-spend" in _codes(found)) == (found.parameters["q"] <= 1)
    assert "not-converged" not in _codes(found)


@pytest.mark.parametrize("seed", PART)
def test_a_fit_survives_and_names_what_is_degenerate(seed: int) -> None:
    _survives(seed)


@pytest.mark.deep
@pytest.mark.parametrize("seed", sorted({*FULL} - {*PART}))
def test_a_fit_survives_and_names_what_is_degenerate_in_all_sets(seed: int) -> None:
    _survives(seed)


def test_without_repeat_buyers_the_next_best_method_is_named() -> None:
    with pytest.raises(ModelError, match="--method historic"):
        models.fit("pareto", [0, 0, 0], [0, 0, 0], [10, 20, 30])


def test_nobody_at_all_is_an_error_too() -> None:
    with pytest.raises(ModelError):
        models.fit("pareto", [], [], [])
    with pytest.raises(ModelError):
        models.fit_spend([], [])


def test_equal_dropout_is_reported_as_one_chance() -> None:
    rng = np.random.default_rng(5)
    size, chance = 20_000, 0.2
    x, t_x = np.zeros(size), np.zeros(size)
    T, rate = np.full(size, 300.0), rng.gamma(1.5, 1 / 20, size)
    now, active = np.zeros(size), rng.random(size) > chance
    for _ in range(400):
        now = now + rng.exponential(1, size) / rate
        bought = active & (now <= T)
        x, t_x = x + bought, np.where(bought, now, t_x)
        active = bought & (rng.random(size) > chance)
    found = models.fit("mbg", x, t_x, T)
    a, b = found.parameters["a"], found.parameters["b"]
    assert a / (a + b) == pytest.approx(chance, abs=0.01)
    assert a + b > 20


def test_no_dropout_is_named_and_everybody_stays() -> None:
    rng = np.random.default_rng(3)
    T = np.full(2_000, 200.0)
    gaps = rng.exponential(1, (2_000, 400)) / rng.gamma(2.0, 1 / 20, (2_000, 1))
    times = np.cumsum(gaps, axis=1)
    x = (times <= 200).sum(axis=1)
    t_x = np.where(x > 0, np.take_along_axis(times, np.maximum(x - 1, 0)[:, None], 1)[:, 0], 0.0)
    for name in ("pareto", "mbg"):
        found = models.fit(name, x, t_x, T)
        alive = found.probability_alive(x, t_x, T)
        assert alive.mean() > 0.97
        assert found.parameters["r"] == pytest.approx(2.0, rel=0.15)
    assert "no-dropout" in _codes(models.fit("mbg", [3, 4, 5, 6] * 9, [30] * 36, [30] * 36))


def test_without_a_mean_the_median_is_offered() -> None:
    found = models.GammaGamma({"p": 2.0, "q": 0.7, "v": 10.0})
    assert not found.has_mean
    rng = np.random.default_rng(1)
    draws = 2.0 / rng.gamma(2.0 * 3 + 0.7, 1 / (10.0 + 3 * 20.0), 400_000)
    assert found.expected_spend(3, 20.0)[0] == pytest.approx(np.median(draws), rel=0.005)
    heavy = 1 / rng.gamma(0.5, 1, 3_000)
    assert {"no-mean-spend"} <= _codes(models.fit_spend(np.full(3_000, 3), heavy))


def test_related_frequency_and_spend_are_named() -> None:
    n = np.tile(np.arange(1, 11), 30)
    found = models.fit_spend(n, 5.0 * n + np.tile([0.0, 1.0], 150))
    assert "related-spend" in _codes(found)
    assert found.correlation == pytest.approx(np.corrcoef(n, 5.0 * n + np.tile([0.0, 1.0], 150))[0, 1])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (([0.5], [1], [2]), "whole number"), (([-1], [0], [2]), "whole number"), (([np.nan], [0], [2]), "whole number"),
        (([1], [3], [2]), "0 <= t_x <= T"), (([0], [0], [np.inf]), "0 <= t_x <= T"), (([1], [0], [2]), "one of x and t_x"),
        (([0], [1], [2]), "one of x and t_x"),
    ],
)  # fmt: skip
def test_rows_that_are_no_history_are_refused(rows: tuple[list[float], ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        models.fit("pareto", *rows)


def test_no_start_finds_more_than_the_fit() -> None:
    """Climbs from other starts, by another optimizer, end no higher."""
    from scipy.optimize import minimize

    for seed in (0, 12, 24, 46, 60):
        x, t_x, T, *_ = generated.base(seed)
        for name, kind in fitting.KINDS.items():
            best = models.fit(name, x, t_x, T).log_likelihood
            seen = fitting.Histories.of(x, t_x, T)
            scaled = seen.over(seen.mean_age)
            offset = seen.purchases * np.log(seen.mean_age)
            rng = np.random.default_rng(seed)
            for _ in range(6):

                def cost(point: np.ndarray) -> tuple[float, np.ndarray]:
                    terms = kind.terms(point, scaled)  # noqa: B023 - called at once
                    return -terms.value, -terms.gradient

                ended = minimize(cost, rng.uniform(-3, 3, 4), jac=True, method="L-BFGS-B", bounds=[(-12, 12)] * 4)
                assert best >= -ended.fun - offset - 1e-4


def test_all_spends_equal_are_expected_again() -> None:
    found = models.fit_spend(np.arange(1, 30), np.full(29, 9.99))
    assert {"constant-spend", "homogeneous-spend"} <= _codes(found)
    assert found.expected_spend([0, 1, 400], [0.0, 9.99, 9.99]) == pytest.approx(9.99, rel=1e-3)
    assert isinstance(found, gamma_gamma.GammaGamma)
