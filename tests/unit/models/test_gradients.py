"""Log-likelihoods, gradients and Hessians agree with mpmath: the closed forms, and their numerical derivatives."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from segkit.models import beta_geometric, gamma_gamma, pareto
from segkit.models.histories import Histories
from segkit.models.optimize import Terms

sys.path.insert(0, str(Path(__file__).parent))
import reference

X = np.array([0, 0, 0, 1, 2, 3, 7, 40])
T_X = np.array([0, 0, 0, 0.5, 0.2, 1.4, 1.5, 0.9])
AGE = np.array([0, 1, 2.5, 0.5, 2, 1.5, 1.6, 2])
COUNTS = np.array([2, 30, 5, 3, 1, 2, 1, 1])
SEEN = Histories.of(X, T_X, AGE, COUNTS)
SPENDS = (np.array([1, 1, 2, 5, 40]), np.array([0.1, 1.0, 2.5, 0.7, 1.2]), np.array([4.0, 3, 1, 2, 1]))


def _counts(log_likelihood: Callable[..., Any]) -> Callable[..., Any]:
    """Return the log-likelihood of all customers as a function of the logarithms of the parameters."""
    rows = list(zip(X, T_X, AGE, COUNTS, strict=True))

    def total(*logs: Any) -> Any:
        at = [mp.exp(log) for log in logs]
        return mp.fsum(int(c) * log_likelihood(*at, int(x), float(t_x), float(T)) for x, t_x, T, c in rows)

    return total


def _spend(*logs: Any) -> Any:
    at = [mp.exp(log) for log in logs]
    rows = zip(*SPENDS, strict=True)
    return mp.fsum(int(c) * reference.spend_log_likelihood(*at, int(n), float(m)) for n, m, c in rows)


CASES: dict[str, tuple[Callable[[np.ndarray], Terms], Callable[..., Any], list[list[float]]]] = {
    "pareto": (
        lambda point: pareto.terms(point, SEEN),
        _counts(reference.pareto_log_likelihood),
        [[0.55, 0.4, 0.6, 0.7], [0.55, 0.9, 1.0, 0.2], [30.0, 8.0, 0.05, 0.01], [0.05, 0.02, 20.0, 40.0]],
    ),
    "bg": (
        lambda point: beta_geometric.terms(point, SEEN, 0),
        _counts(lambda *at: reference.geometric_log_likelihood(0, *at)),
        [[0.25, 0.4, 0.8, 2.4], [30.0, 8.0, 1.0, 0.05], [0.05, 0.02, 20.0, 40.0]],
    ),
    "mbg": (
        lambda point: beta_geometric.terms(point, SEEN, 1),
        _counts(lambda *at: reference.geometric_log_likelihood(1, *at)),
        [[0.5, 0.4, 0.9, 1.6], [30.0, 8.0, 1.0, 0.05], [0.05, 0.02, 20.0, 40.0]],
    ),
    "spend": (
        lambda point: gamma_gamma.terms(point, gamma_gamma._Spends.of(*SPENDS, unit=1.0)),
        _spend,
        [[6.25, 3.74, 0.4], [0.2, 0.8, 3.0], [50.0, 90.0, 1.5]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("case", "number"), [(case, number) for case in CASES for number in range(len(CASES[case][2]))]
)
def test_values_gradients_and_hessians_are_exact(case: str, number: int) -> None:
    terms, exact, points = CASES[case]
    logs = np.log(points[number])
    found = terms(logs)
    size = logs.size
    at = [mp.mpf(float(log)) for log in logs]
    with mp.workdps(60):
        step = mp.mpf(10) ** -15
        unit = [[step if i == j else mp.mpf(0) for j in range(size)] for i in range(size)]

        def moved(*shifts: list[Any]) -> Any:
            return exact(*(value + mp.fsum(shift[i] for shift in shifts) for i, value in enumerate(at)))

        back = [[-value for value in row] for row in unit]
        value = exact(*at)
        gradient = [(moved(unit[i]) - moved(back[i])) / (2 * step) for i in range(size)]
        hessian = [
            [
                (moved(unit[i], unit[j]) - moved(unit[i], back[j]) - moved(back[i], unit[j]) + moved(back[i], back[j]))
                / (4 * step**2)
                for j in range(size)
            ]
            for i in range(size)
        ]
    scale = float(max(1, *(abs(entry) for row in [*hessian, gradient] for entry in row)))
    assert found.value == pytest.approx(float(value), rel=1e-12, abs=1e-11)
    assert found.gradient == pytest.approx([float(entry) for entry in gradient], abs=1e-11 * scale)
    assert found.hessian == pytest.approx(
        np.array([[float(entry) for entry in row] for row in hessian]), abs=1e-11 * scale
    )
