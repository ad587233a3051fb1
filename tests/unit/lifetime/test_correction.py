"""The correction: its features by hand, its regression against a general optimizer, its gate with and without a lesson."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from scipy.optimize import minimize

from segkit.lifetime import correction
from segkit.lifetime.forecasts import fitted, of_model
from segkit.lifetime.history import Histories, Snapshot
from segkit.periods import day_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

ZERO = 19_000


def histories_of(days: dict[str, list[int]], spend: dict[str, int] | None = None) -> Histories:
    rows = [(name, day_of(ZERO + day), 1, (spend or {}).get(name, 10) * 10_000) for name in days for day in days[name]]
    schema = {"customer_id": pl.String, "order_date": pl.Date, "order_count": pl.UInt32, "amount": pl.Int64}
    return Histories.of(pl.DataFrame(rows, schema=schema, orient="row"))


def test_the_nine_features_are_those_of_a_hand_calculation() -> None:
    histories = histories_of({"a": [0, 50, 90], "b": [60], "c": [100]}, {"a": 20, "b": 10, "c": 30})
    known = histories.at(ZERO + 100)
    found = correction.features(histories, known, np.array([2.0, 0.5, 0.1]), 40)
    assert found.shape == (3, 9)
    assert found[:, 0].tolist() == [1, 1, 1]
    assert found[:, 1] == pytest.approx(np.log([2.0, 0.5, 0.1]) - np.log(2.0 * 0.5 * 0.1) / 3)
    # Windows of 10, 20 and 40 days: (90, 100] holds none of a's repeats, the others the one of day 90.
    usual = [2 * w / 100 for w in (10, 20, 40)]
    assert found[0, 2:5] == pytest.approx(
        [np.log((n + 0.5) / (u + 0.5)) for n, u in zip([0, 1, 1], usual, strict=True)]
    )
    assert found[1:, 2:5].tolist() == [[0] * 3, [0] * 3]
    assert found[:, 5].tolist() == [0, 1, 1]
    assert found[:, 6] == pytest.approx([np.log1p(10 * 2 / 100), 0, 0])
    assert found[:, 7] == pytest.approx(np.log([20 / 20, 10 / 20, 30 / 20]))
    assert found[:, 8] == pytest.approx([5 / 45 - 1, 0, 0])


def test_a_basket_far_from_the_others_counts_within_bounds() -> None:
    histories = histories_of({"a": [0], "b": [0]}, {"a": 1, "b": 1_000_000})
    found = correction.features(histories, histories.at(ZERO + 1), np.ones(2), 4)
    assert found[0, 7] == -2


def test_the_regression_is_the_minimum_of_its_penalized_likelihood() -> None:
    rng = np.random.default_rng(8)
    design = np.column_stack([np.ones(400), rng.normal(size=(400, 8))])
    offset = rng.gamma(2.0, 0.5, 400)
    seen = rng.poisson(offset * np.exp(design @ rng.normal(0, 0.2, 9))).astype(float)
    found = correction._regression(design, offset, seen)

    def loss(weights: NDArray[np.float64]) -> float:
        linear = design @ weights
        return float((offset * np.exp(linear) - seen * linear).sum() + 10 * (weights[1:] ** 2).sum())

    best = minimize(loss, np.zeros(9), method="BFGS", options={"gtol": 1e-9})
    assert found == pytest.approx(best.x, abs=1e-4)
    assert loss(found) <= loss(best.x) + 1e-7


def shop(rng: np.random.Generator, customers: int, change: float) -> Histories:
    """Return purchases at customers' own rates, which change in the last 100 of 300 days if they buy often."""
    days = {}
    for number in range(customers):
        first = int(rng.integers(0, 100))
        rate = rng.gamma(1.0, 0.03)
        bought = {first}
        for day in range(first + 1, 300):
            faster = change if day > 200 and rate > 0.03 else 1.0
            if rng.random() < rate * faster:
                bought.add(day)
        days[f"c{number:04}"] = sorted(bought)
    return histories_of(days)


def season(rng: np.random.Generator, customers: int, change: float) -> Histories:
    """Return purchases at customers' own rates, which all change alike in the last 100 of 300 days."""
    days = {}
    for number in range(customers):
        first, rate = int(rng.integers(0, 100)), rng.gamma(1.0, 0.03)
        later = np.arange(first + 1, 300)
        bought = later[rng.random(later.size) < rate * np.where(later > 200, change, 1.0)]
        days[f"c{number:04}"] = [first, *bought.tolist()]
    return histories_of(days)


def learned(histories: Histories) -> correction.Correction:
    known = histories.at(ZERO + 200)
    forecast = (known.x + 0.5) / (known.T + 25) * 100
    actual = histories.between(ZERO + 200, ZERO + 300)[known.index]
    return correction.learn(histories, known, forecast, actual, 100)


def test_the_gate_opens_for_what_repeats_and_stays_shut_for_noise() -> None:
    rng = np.random.default_rng(2)
    taught = learned(shop(rng, 600, 0.3))
    assert taught.is_open
    assert taught.z is not None
    assert taught.z < -2
    fair = [learned(shop(rng, 200, 1.0)).is_open for _ in range(4)]
    assert sum(fair) <= 1


@pytest.mark.parametrize("change", [0.5, 2.0])
def test_a_season_of_everybody_is_no_lesson(change: float) -> None:
    rng = np.random.default_rng(5)
    assert sum(learned(season(rng, 300, change)).is_open for _ in range(4)) <= 1


def test_an_open_gate_moves_purchases_between_customers_and_keeps_their_total() -> None:
    histories = shop(np.random.default_rng(2), 600, 0.3)
    taught = learned(histories)
    known = histories.at(ZERO + 300)
    model = fitted("pareto", known)[0]
    forecast = of_model(model, known, taught.window).expected
    factors = taught.factors(histories, known, model)
    assert (forecast * factors).sum() == pytest.approx(forecast.sum(), rel=1e-12)
    assert factors.min() < 0.9
    assert factors.max() > 1.05
    # The frequent ones slowed down, and are expected to stay slow.
    assert factors[known.x > 10].mean() < factors[known.x < 3].mean()


@pytest.mark.parametrize(("z", "strength"), [(None, 0.0), (3.0, 0.0), (-2.0, 0.0), (-4.0, 0.375), (-1e9, 0.5)])
def test_the_strength_grows_from_the_gate_on_with_the_evidence(z: float | None, strength: float) -> None:
    found = correction.Correction(np.zeros(9), 30, z, "")
    assert found.strength == pytest.approx(strength)


def test_the_window_is_a_third_of_the_data_and_at_most_a_year() -> None:
    assert [correction.window_of(ZERO, ZERO + days) for days in (20, 300, 5_000)] == [6, 100, 365]


def test_what_is_learned_does_not_depend_on_the_ids() -> None:
    histories = shop(np.random.default_rng(2), 300, 0.3)
    days = [histories.days[a:b] - ZERO for a, b in pairwise(histories.starts)]
    turned = histories_of({f"d{299 - place:04}": bought.tolist() for place, bought in enumerate(days)})
    first, second = learned(histories), learned(turned)
    assert (first.z, first.weights.tolist()) == (second.z, second.weights.tolist())


def test_a_shut_gate_leaves_every_forecast_alone() -> None:
    histories = histories_of({"a": [0, 5], "b": [3]})
    known = histories.at(ZERO + 10)
    few = correction.learn(histories, known, np.ones(2), np.ones(2, np.int64), 5)
    assert (few.is_open, few.z) == (False, None)
    assert "fewer than 100 customers" in few.reason
    assert few.factors(histories, known, None).tolist() == [1, 1]


def test_folds_depend_on_the_history_and_not_on_its_place() -> None:
    rng = np.random.default_rng(1)
    days = {f"c{n:04}": sorted({int(d) for d in rng.integers(0, 90, 4)}) for n in range(1_000)}
    plain = histories_of(days).at(ZERO + 100)
    turned = histories_of({f"c{999 - int(name[1:]):04}": bought for name, bought in days.items()}).at(ZERO + 100)
    assert correction.folds(plain).tolist() == correction.folds(turned)[::-1].tolist()
    sizes = np.bincount(correction.folds(plain), minlength=5)
    assert sizes.min() > 150


def test_the_regression_is_the_same_on_any_number_of_threads() -> None:
    program = """
import numpy as np
from segkit.lifetime import correction
from segkit.lifetime.forecasts import fitted, of_model
rng = np.random.default_rng(3)
design = np.column_stack([np.ones(70_000), rng.normal(size=(70_000, 8))])
offset = rng.gamma(2.0, 0.5, 70_000)
seen = rng.poisson(offset * np.exp(0.1 * design.sum(axis=1))).astype(float)
weights = correction._regression(design, offset, seen)
print(weights.tobytes().hex(), correction._relative(design, weights, 0.5).tobytes().hex()[:200_000])
"""
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
            capture_output=True, check=True,
        ).stdout
        for threads in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1


WORD = 2**64


def split_mix(state: int) -> int:
    """Return the first number of SplitMix64 with this seed, as its authors wrote it in C."""
    z = (state + 0x9E3779B97F4A7C15) % WORD
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % WORD
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB % WORD
    return z ^ (z >> 31)


def test_histories_are_scattered_by_split_mix() -> None:
    assert split_mix(1234567) == 6457827717110365317  # the seed and the number that many implementations test with
    ones = np.ones(3, np.int64)
    known = Snapshot(
        cut=ZERO, index=ones, x=np.array([0, 1, 7]), t_x=np.array([0, 9, 30]), T=np.array([5, 10, 99]),
        spend_days=np.array([1, 2, 8]), mean_spend=np.ones(3),
    )  # fmt: skip
    for salt in (0, 1):
        expected = []
        for parts in zip(known.x, known.t_x, known.T, known.spend_days, strict=True):
            mixed = salt
            for part in parts:
                mixed = split_mix((mixed * 0x9E3779B97F4A7C15 + int(part)) % WORD)
            expected.append(mixed)
        assert correction._scattered(known, salt).tolist() == expected
