"""What must not matter does not: row order, counted or repeated rows, the units of time and money; and saved models."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from segkit import models
from segkit.errors import DataError
from segkit.models.histories import Histories

RNG = np.random.default_rng(11)
SIZE = 3_000
T = RNG.integers(0, 500, SIZE).astype(float)
_LIFE = np.minimum(RNG.exponential(150, SIZE), T)
X = np.minimum(RNG.poisson(RNG.gamma(0.8, 1 / 40, SIZE) * _LIFE), np.floor(_LIFE))
T_X = np.where(X > 0, np.ceil(_LIFE), 0.0)
N, MEAN = X + 1, np.round(RNG.gamma(6 * (X + 1), 1 / (X + 1)) / RNG.gamma(3.7, 1 / 15, SIZE), 2)
ORDER = RNG.permutation(SIZE)


def _same(one: models.CountModel | models.GammaGamma, other: models.CountModel | models.GammaGamma) -> None:
    assert dict(one.parameters) == dict(other.parameters)
    assert dict(one.standard_errors) == dict(other.standard_errors)
    assert one.log_likelihood == other.log_likelihood


@pytest.mark.parametrize("name", ["pareto", "bg", "mbg"])
def test_the_order_of_the_rows_changes_no_bit(name: str) -> None:
    _same(models.fit(name, X, T_X, T), models.fit(name, X[ORDER], T_X[ORDER], T[ORDER]))


@pytest.mark.parametrize("name", ["pareto", "bg", "mbg"])
def test_counted_rows_are_as_good_as_repeated_ones(name: str) -> None:
    seen = Histories.of(X, T_X, T)
    assert seen.size < SIZE == seen.customers
    _same(models.fit(name, X, T_X, T), models.fit(name, seen.x, seen.t_x, seen.T, counts=seen.counts))


def test_spends_may_come_in_any_order_and_counted() -> None:
    whole = models.fit_spend(N, MEAN)
    _same(whole, models.fit_spend(N[ORDER], MEAN[ORDER]))
    rows, counts = np.unique(np.stack([N, MEAN], axis=1), axis=0, return_counts=True)
    counted = models.fit_spend(rows[:, 0], rows[:, 1], counts=counts)
    assert dict(counted.parameters) == pytest.approx(dict(whole.parameters), rel=1e-9)


@pytest.mark.parametrize("name", ["pareto", "bg", "mbg"])
@pytest.mark.parametrize("unit", [7.0, 365.25, 1 / 24])
def test_another_unit_of_time_gives_the_same_model(name: str, unit: float) -> None:
    days, others = models.fit(name, X, T_X, T), models.fit(name, X, T_X / unit, T / unit)
    times = {"alpha", "beta"}
    for key, value in days.parameters.items():
        factor = unit if key in times else 1.0
        assert others.parameters[key] * factor == pytest.approx(value, rel=1e-6)
        assert others.standard_errors[key] * factor == pytest.approx(days.standard_errors[key], rel=1e-6)
    assert others.log_likelihood == pytest.approx(days.log_likelihood + X.sum() * np.log(unit), abs=1e-6)
    assert others.expected_purchases(X, T_X / unit, T / unit, 100 / unit) == pytest.approx(
        days.expected_purchases(X, T_X, T, 100), rel=1e-6
    )


def test_another_currency_gives_the_same_model() -> None:
    one, other = models.fit_spend(N, MEAN), models.fit_spend(N, MEAN * 90)
    assert other.parameters["v"] == pytest.approx(90 * one.parameters["v"], rel=1e-6)
    assert other.expected_spend(N, MEAN * 90) == pytest.approx(90 * one.expected_spend(N, MEAN), rel=1e-6)


def test_true_parameters_lie_within_their_errors() -> None:
    rng = np.random.default_rng(17)
    truth = {"r": 0.55, "alpha": 10.6, "s": 0.61, "beta": 11.7}
    size = 60_000
    age = rng.uniform(20, 80, size)
    rate, leave = rng.gamma(truth["r"], 1 / truth["alpha"], size), rng.gamma(truth["s"], 1 / truth["beta"], size)
    life = np.minimum(rng.exponential(1, size) / leave, age)
    x = rng.poisson(rate * life)
    t_x = np.where(x > 0, life * rng.uniform(0, 1, size) ** (1 / np.maximum(x, 1)), 0.0)
    found = models.fit("pareto", x, t_x, age)
    for name, value in truth.items():
        assert abs(found.parameters[name] - value) < 4 * found.standard_errors[name]
    spend = models.fit_spend(x + 1, rng.gamma(6.25 * (x + 1), 1 / (x + 1)) / rng.gamma(3.74, 1 / 15.44, size))
    for name, value in {"p": 6.25, "q": 3.74, "v": 15.44}.items():
        assert abs(spend.parameters[name] - value) < 4 * spend.standard_errors[name]


@pytest.mark.parametrize("name", ["bg", "mbg"])
def test_the_mean_of_the_counts_is_the_expectation(name: str) -> None:
    found = models.fit(name, X, T_X, T)
    assert isinstance(found, models.BetaGeometricNBD)
    counts = found.count_distribution(X, T_X, T, 90)
    summed = sum(counts.at_least(k) for k in range(1, 400))
    assert summed == pytest.approx(found.expected_purchases(X, T_X, T, 90), rel=1e-9)


def test_a_stretched_distribution_has_the_mean_that_was_asked_for() -> None:
    found = models.fit("mbg", X, T_X, T)
    assert isinstance(found, models.BetaGeometricNBD)
    wanted = models.fit("pareto", X, T_X, T).expected_purchases(X, T_X, T, 365)
    counts = found.count_distribution(X, T_X, T, 365, mean=wanted)
    assert counts.mean == pytest.approx(wanted, rel=1e-5)
    none = found.count_distribution(X, T_X, T, 365, mean=np.zeros(SIZE))
    assert (none.quantiles((0.95,)) == 0).all()


def test_quantiles_are_the_least_counts_that_reach_the_probability() -> None:
    found = models.ModifiedBetaGeometricNBD({"r": 0.5, "alpha": 30.0, "a": 0.8, "b": 1.6})
    x, t_x, age = np.array([0, 1, 5, 60, 400, 400]), np.array([0, 9, 90, 99, 700, 100.0]), np.full(6, 700.0)
    counts = found.count_distribution(x, t_x, age, 400.0)
    probabilities = (0.05, 0.5, 0.9, 0.99)
    quantiles = counts.quantiles(probabilities)
    for column, probability in enumerate(probabilities):
        at = quantiles[:, column]
        assert (1 - counts.at_least(at + 1) >= probability).all()
        assert ((at == 0) | (1 - counts.at_least(at) < probability)).all()


def test_the_end_of_month_sum_is_between_its_bounds_and_tends_to_the_integral() -> None:
    found = models.fit("pareto", X, T_X, T)
    whole = found.discounted_purchases(X, T_X, T, 365.25, 0.0005)
    monthly = found.discounted_by_period(X, T_X, T, 365.25, 0.0005, period=30.4375)
    assert (monthly < whole).all()
    assert (monthly > np.exp(-0.0005 * 30.4375) * whole).all()
    assert found.discounted_by_period(X, T_X, T, 365.25, 0.0005, period=0.05) == pytest.approx(whole, rel=5e-5)
    undiscounted = found.discounted_by_period(X, T_X, T, 100, 0.0, period=30)
    assert undiscounted == pytest.approx(found.expected_purchases(X, T_X, T, 100), rel=1e-12)


def test_a_saved_model_predicts_the_same() -> None:
    counts, spend = models.fit("mbg", X, T_X, T), models.fit_spend(N, MEAN)
    stored = json.loads(json.dumps(models.to_dict(models.SavedModel(counts, spend, "day"))))
    assert set(stored) == {"model", "time_unit", "parameters", "standard_errors", "log_likelihood", "spend"}
    back = models.from_dict(stored)
    assert (back.counts.name, back.time_unit) == ("mbg-nbd", "day")
    assert (back.counts.expected_purchases(X, T_X, T, 9) == counts.expected_purchases(X, T_X, T, 9)).all()
    assert back.spend is not None
    assert (back.spend.expected_spend(N, MEAN) == spend.expected_spend(N, MEAN)).all()
    _same(back.counts, counts)


def test_what_is_not_identified_is_null_in_json_and_infinite_again() -> None:
    found = models.fit("pareto", [3, 4, 5, 6] * 9, [30] * 36, [30] * 36)
    assert found.standard_errors["s"] == np.inf
    stored = json.loads(json.dumps(models.to_dict(models.SavedModel(found)), allow_nan=False))
    assert stored["standard_errors"]["s"] is None
    assert models.from_dict(stored).counts.standard_errors["s"] == np.inf
    bare = models.to_dict(models.SavedModel(models.ParetoNBD(found.parameters)))
    assert (bare["log_likelihood"], "spend" in bare) == (None, False)


def test_a_model_that_is_none_is_refused_with_every_fault() -> None:
    with pytest.raises(DataError) as refused:
        models.from_dict(
            {"model": "pareto-nbd", "time_unit": "fortnight", "parameters": {"r": -1, "alpha": 2, "s": "x"}}
        )
    for said in ("fortnight", '"r"', '"s"', '"beta"'):
        assert said in str(refused.value)
    with pytest.raises(DataError, match="pareto-nbd, bg-nbd, mbg-nbd"):
        models.from_dict({"model": ["x"]})


def test_threads_of_the_numeric_library_change_no_bit() -> None:
    code = (
        "import numpy as np; from segkit import models; rng = np.random.default_rng(2); T = rng.integers(50, 400, 40000);"
        "x = rng.poisson(rng.gamma(.6, 3, 40000)); t = np.where(x > 0, np.ceil(T * rng.uniform(.01, 1, 40000)), 0);"
        "m = models.fit('pareto', x, t, T); print(m.parameters, m.standard_errors, m.log_likelihood)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            env={"OPENBLAS_NUM_THREADS": threads},
        ).stdout
        for threads in ("1", "2")
    }
    assert len(said) == 1


def test_models_import_no_data_frame() -> None:
    code = "import segkit.models, sys; print(sorted({'polars', 'pyarrow', 'typer', 'rich', 'scipy.optimize'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "[]\n"
