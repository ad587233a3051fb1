"""Expected spend: the mean of Gamma-Gamma where there is one, the customer's own where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from segkit.lifetime import spend
from segkit.lifetime.history import Snapshot
from segkit.lifetime.spend import spend_of
from segkit.models import GammaGamma

P, Q, V = 6.25, 3.74, 15.44  # Fader and Hardie (2013)


def known(*spent: tuple[int, float]) -> Snapshot:
    """Return customers by their purchase days with spend, and the mean of it."""
    days = np.array([n for n, _ in spent], dtype=np.int64)
    none = np.zeros(days.size, dtype=np.int64)
    means = np.array([mean for _, mean in spent], dtype=np.float64)
    return Snapshot(0, np.arange(days.size), none, none, none, days, means)


def published() -> GammaGamma:
    return GammaGamma({"p": P, "q": Q, "v": V})


def test_a_given_model_draws_the_own_mean_towards_that_of_all() -> None:
    found = spend_of(known((2, 35.0), (1, 10.0), (0, 0.0)), published())
    # p (v + n m) / (p n + q - 1): 6.25 x 85.44 / 15.24, 6.25 x 25.44 / 8.99; who spent nothing has the mean of 35 and 10
    assert found.each == pytest.approx([534 / 15.24, 159 / 8.99, 22.5])
    assert (found.model, found.warnings) == (published(), ())


def test_nobody_who_spent_is_expected_to_spend_nothing() -> None:
    found = spend_of(known((0, 0.0), (0, 0.0)))
    assert (found.each.tolist(), found.model) == ([0, 0], None)
    assert found.warnings == (("no-spend", "nobody has spent anything: spend is expected to be 0"),)


def test_too_few_spenders_have_their_own_means_and_others_the_mean_of_these() -> None:
    found = spend_of(known(*[(1, 10.0)] * 4, *[(2, 30.0)] * 5, (0, 0.0)))
    assert found.each == pytest.approx([10.0] * 4 + [30.0] * 5 + [190 / 9])
    assert (found.model, [code for code, _ in found.warnings]) == (None, ["few-spenders"])
    assert found.warnings[0][1].startswith("only 9 customers spent anything")


def test_ten_spenders_are_enough_for_a_model() -> None:
    found = spend_of(known(*[(n % 3 + 1, 10.0 + 3 * n) for n in range(10)]))
    assert found.model is not None
    assert all(said.startswith("Gamma-Gamma: ") for _, said in found.warnings)


@pytest.mark.parametrize("broken", [float("nan"), float("inf"), -1.0])
def test_an_expectation_that_is_none_gives_way_to_the_own_mean(monkeypatch: pytest.MonkeyPatch, broken: float) -> None:
    monkeypatch.setattr(GammaGamma, "expected_spend", lambda *_: np.array([broken, 0.0, 0.25, 9.0]))
    found = spend_of(known((1, 7.0), (1, 8.0), (1, 9.0), (0, 0.0)), published())
    assert found.each == pytest.approx([7.0, 0.0, 0.25, 8.0])


def test_a_model_that_cannot_be_fitted_is_told_and_own_means_step_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> GammaGamma:
        raise spend.ModelError("no optimum")

    monkeypatch.setattr(spend.models, "fit_spend", refuse)
    found = spend_of(known(*[(1, 10.0)] * 10))
    assert (found.model, found.each.tolist()) == (None, [10.0] * 10)
    assert found.warnings == (("no-spend-model", "Gamma-Gamma cannot be fitted: no optimum; own means step in"),)
