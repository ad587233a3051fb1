"""A correction of the Pareto/NBD forecast that is learned from the last window, and used only if it has proved itself.

A ridge Poisson regression (lambda 20) with the logarithm of the forecast as offset, on nine features without a unit: trained
on the window ``(cut - H, cut]`` with what was known at its start, applied at half strength, and only if its deviance out of
fold is lower than that of the bare forecast by two standard errors. Evidence and the origin of the numbers: docs/ltv.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.linalg import solve

from segkit.lifetime.accuracy import deviances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from segkit.lifetime.history import Floats, Histories, Ints, Snapshot

RIDGE = 20.0
STRENGTH = 0.5
FOLDS = 5
GATE = -2.0
LEAST_CUSTOMERS = 100
"""Below, no correction is attempted: two standard errors of so few are not two."""

_MOST_CUSTOMERS = 200_000
_SMALLEST = 1e-9
_BOUND = 4.0
_BASKET_BOUND = 2.0
_STEPS = 50


@dataclass(frozen=True)
class Correction:
    """What was learned, and whether the gate opened for it."""

    weights: Floats
    center: float
    """Mean logarithm of the forecast that it was trained on."""
    z: float | None
    """Gain in deviance out of fold, in standard errors; negative is better. None: nothing was learned."""
    reason: str

    @property
    def is_open(self) -> bool:
        """Whether the correction is used."""
        return self.z is not None and self.z < GATE

    def factors(self, histories: Histories, known: Snapshot, forecast: Floats, horizon: int) -> Floats:
        """Return what each customer's forecast is multiplied by; 1 behind a closed gate."""
        if not self.is_open:
            return np.ones(known.size)
        return _factors(features(histories, known, forecast, horizon, self.center), self.weights)


def closed(reason: str) -> Correction:
    """Return the correction that corrects nothing."""
    return Correction(np.zeros(0), 0.0, None, reason)


def learn(histories: Histories, known: Snapshot, forecast: Floats, actual: Ints, horizon: int) -> Correction:
    """Return what the window after ``known`` teaches: ``forecast`` was expected in it, and ``actual`` happened."""
    if known.size < LEAST_CUSTOMERS:
        return closed(f"fewer than {LEAST_CUSTOMERS} customers to learn from")
    if not actual.any():
        return closed("nobody bought in the last window")
    some = np.flatnonzero(_scattered(known, 1) % np.uint64(-(-known.size // _MOST_CUSTOMERS)) == 0)
    center = float(np.sort(np.log(np.maximum(forecast[some], _SMALLEST))).mean())
    design = features(histories, known, forecast, horizon, center)[some]
    # Sums of floats depend on their order: that of the figures themselves, so that it is not that of the ids.
    order = np.lexsort((actual[some], *design.T))
    some, design = some[order], design[order]
    offset, seen, fold = np.maximum(forecast[some], _SMALLEST), actual[some].astype(np.float64), folds(known)[some]
    unseen = np.ones(some.size)
    for number in range(FOLDS):
        out = fold == number
        if out.any() and not out.all():
            unseen[out] = _factors(design[out], _regression(design[~out], offset[~out], seen[~out]))
    gain = deviances(seen, offset * unseen) - deviances(seen, offset)
    spread = float(gain.std()) * gain.size**0.5
    z = float(gain.sum()) / spread if spread else 0.0
    verdict = "opened" if z < GATE else "stayed shut"
    return Correction(_regression(design, offset, seen), center, z, f"the gate {verdict} (z = {z:.1f}, opens below -2)")


def features(histories: Histories, known: Snapshot, forecast: Floats, horizon: int, center: float) -> Floats:
    """Return the nine features of each customer, a row each."""
    age = np.maximum(known.T, 1)
    columns = [np.ones(known.size), np.log(np.maximum(forecast, _SMALLEST)) - center]
    for share in (4, 2, 1):
        window = max(horizon // share, 1)
        recent = np.minimum(histories.between(known.cut - window, known.cut)[known.index], known.x)
        usual = known.x * np.minimum(window, known.T) / age
        columns.append(np.log((recent + 0.5) / (usual + 0.5)))
    columns += [
        (known.x == 0).astype(np.float64),
        np.log1p((known.T - known.t_x) * known.x / age),
        _relative_basket(known),
        histories.gap_variation(known) - 1,
    ]
    return np.column_stack(columns)


def folds(known: Snapshot) -> NDArray[np.int64]:
    """Return the fold of each customer, told by its history alone, so that neither ids nor the order of rows matter."""
    return (_scattered(known, 0) % np.uint64(FOLDS)).astype(np.int64)


def _scattered(known: Snapshot, salt: int) -> NDArray[np.uint64]:
    """Return a number for each history as if at random: the finalizer of SplitMix64 (Steele, Lea and Flood 2014)."""
    parts = (known.x, known.t_x, known.T, known.spend_days)
    mixed = np.full(known.size, salt, dtype=np.uint64)
    for part in parts:
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + part.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
    return mixed


def _relative_basket(known: Snapshot) -> Floats:
    """Return the logarithm of the mean spend over everybody's, within bounds; 0 where there is none."""
    spent = known.mean_spend > 0
    if not spent.any():
        return np.zeros(known.size)
    usual = float(known.mean_spend[spent].mean())
    return np.clip(np.log(np.where(spent, known.mean_spend, usual) / usual), -_BASKET_BOUND, _BASKET_BOUND)


def _factors(design: Floats, weights: Floats) -> Floats:
    return np.exp(STRENGTH * np.clip(_linear(design, weights), -_BOUND, _BOUND))


def _linear(design: Floats, weights: Floats) -> Floats:
    # Not a product of BLAS, whose order of summation depends on the number of its threads; so are those of _regression.
    product: Floats = np.einsum("ij,j->i", design, weights)
    return product


def _regression(design: Floats, offset: Floats, seen: Floats) -> Floats:
    """Return the weights of the ridge Poisson regression by Newton's method; the intercept is not shrunk."""
    columns = np.ascontiguousarray(design.T)
    penalty = np.full(design.shape[1], RIDGE)
    penalty[0] = 1e-6
    weights = np.zeros(design.shape[1])
    value = np.inf
    for _ in range(_STEPS):
        mean = offset * np.exp(np.clip(_linear(design, weights), -30, 30))
        gradient = np.einsum("ji,i->j", columns, mean - seen) + penalty * weights
        hessian = np.einsum("ji,ki->jk", columns * mean, columns) + np.diag(penalty)
        step = solve(hessian, gradient)
        size = 1.0
        while size > 1e-6:
            tried = weights - size * step
            reached = _loss(design, offset, seen, tried, penalty)
            if reached <= value:
                break
            size /= 2
        if value - reached < 1e-10 * abs(reached):
            return tried if reached <= value else weights
        weights, value = tried, reached
    return weights


def _loss(design: Floats, offset: Floats, seen: Floats, weights: Floats, penalty: Floats) -> float:
    linear = np.clip(_linear(design, weights), -30, 30)
    return float((offset * np.exp(linear) - seen * linear).sum() + 0.5 * (penalty * weights**2).sum())
