"""A correction of the Pareto/NBD forecast that is learned from the last window, and used as far as it has proved itself.

A ridge Poisson regression (lambda 20) with the logarithm of the forecast as offset, on nine features without a unit, trained
on the last window of the data with what was known at its start. What it says about **who** buys more than the others is
learned from every customer; what it says about **all** of them together is one observation, which a season or a campaign made,
and is left out: factors keep the total. Out of fold they must lower the deviance by two standard errors, and the strength
grows with what is beyond. The window is told by the length of the data and not by the horizon of the forecast, so that a
longer horizon never expects less. Evidence and the origin of the numbers: docs/ltv.md, docs/decisions/0012.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.linalg import solve

from segkit.frozen import frozen
from segkit.lifetime.accuracy import deviances
from segkit.lifetime.forecasts import of_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from segkit.lifetime.history import Floats, Histories, Ints, Snapshot
    from segkit.models import CountModel

RIDGE = 20.0
STRENGTH = 0.5
"""Of a lesson beyond doubt."""
FOLDS = 5
GATE = -2.0
LEAST_CUSTOMERS = 100
"""Below, no correction is attempted: two standard errors of so few are not two."""

LONGEST_WINDOW = 365
LEAST_WINDOW = 7
"""Days of a window; shorter ones teach about weekdays."""

_MOST_CUSTOMERS = 200_000
_SMALLEST = 1e-9
_BOUND = 4.0
_BASKET_BOUND = 2.0
_STEPS = 50


def window_of(first: int, cut: int) -> int:
    """Return the days of the window that is learned from: the last third of the data, at most a year."""
    return min((cut - first) // 3, LONGEST_WINDOW)


@frozen
class Correction:
    """What was learned, and whether the gate opened for it."""

    weights: Floats
    window: int
    """Days of the window that it was learned from."""
    z: float | None
    """Gain in deviance out of fold, in standard errors; negative is better. None: nothing was learned."""
    reason: str

    @property
    def is_open(self) -> bool:
        """Whether the correction is used."""
        return self.z is not None and self.z < GATE

    @property
    def strength(self) -> float:
        """How much of the lesson is applied: nothing up to the gate, then more, half of it in the end."""
        return STRENGTH * (1 - (GATE / self.z) ** 2) if self.z is not None and self.is_open else 0.0

    def factors(self, histories: Histories, known: Snapshot, model: CountModel | None) -> Floats:
        """Return what each customer's purchases are multiplied by, over any horizon; 1 behind a closed gate.

        They leave the total that ``model`` expects over ``window`` as it is.
        """
        if not self.is_open:
            return np.ones(known.size)
        forecast = of_model(model, known, self.window).expected
        design = features(histories, known, forecast, self.window)
        return _balanced(_relative(design, self.weights, self.strength), forecast, float(np.sort(forecast).sum()))


def closed(reason: str) -> Correction:
    """Return the correction that corrects nothing."""
    return Correction(np.zeros(0), 0, None, reason)


def learn(histories: Histories, known: Snapshot, forecast: Floats, actual: Ints, window: int) -> Correction:
    """Return what the ``window`` days after ``known`` teach: ``forecast`` was expected in them, and ``actual`` happened."""
    if known.size < LEAST_CUSTOMERS:
        return closed(f"fewer than {LEAST_CUSTOMERS} customers to learn from")
    if not actual.any():
        return closed("nobody bought in the last window")
    some = np.flatnonzero(_scattered(known, 1) % np.uint64(-(-known.size // _MOST_CUSTOMERS)) == 0)
    design = features(histories, known, forecast, window)[some]
    # Sums of floats depend on their order: that of the figures themselves, so that it is not that of the ids.
    order = np.lexsort((actual[some], *design.T))
    some, design = some[order], design[order]
    offset, seen = np.maximum(forecast[some], _SMALLEST), actual[some].astype(np.float64)
    gain = _gains(design, offset, seen, folds(known)[some])
    spread = float(gain.std()) * gain.size**0.5
    z = float(gain.sum()) / spread if spread else 0.0
    return Correction(_regression(design, offset, seen), window, z, _verdict(z, window))


def _gains(design: Floats, offset: Floats, seen: Floats, fold: NDArray[np.int64]) -> Floats:
    """Return by how much the correction changes the deviance of each customer, learned from those of other folds.

    Both sides have the total of the other folds' customers, so that it is no merit of the correction.
    """
    plain, corrected = offset.copy(), offset.copy()
    for number in range(FOLDS):
        out = fold == number
        total = float(seen[~out].sum())
        if not out.any() or not total:
            continue
        weights = _regression(design[~out], offset[~out], seen[~out])
        inside = _balanced(_relative(design, weights, STRENGTH), offset, total, ~out)
        plain[out] *= total / float(offset[~out].sum())
        corrected[out] *= inside[out]
    return deviances(seen, corrected) - deviances(seen, plain)


def _verdict(z: float, window: int) -> str:
    learned = f"learned from the last {window} days"
    if z < GATE:
        return f"the gate opened (z = {z:.1f}, {learned})"
    return f"the gate stayed shut (z = {z:.1f}, {learned}; opens below -2)"


def features(histories: Histories, known: Snapshot, forecast: Floats, window: int) -> Floats:
    """Return the nine features of each customer, a row each; ``forecast`` is that of the ``window`` days after ``known``."""
    age = np.maximum(known.T, 1)
    logs = np.log(np.maximum(forecast, _SMALLEST))
    columns = [np.ones(known.size), logs - float(np.sort(logs).mean())]
    for share in (4, 2, 1):
        part = max(window // share, 1)
        recent = np.minimum(histories.between(known.cut - part, known.cut)[known.index], known.x)
        usual = known.x * np.minimum(part, known.T) / age
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


def _relative(design: Floats, weights: Floats, strength: float) -> Floats:
    """Return the factors up to one that all have in common, the intercept."""
    return np.exp(strength * np.clip(_linear(design[:, 1:], weights[1:]), -_BOUND, _BOUND))


def _balanced(factors: Floats, forecast: Floats, total: float, of: NDArray[np.bool_] | None = None) -> Floats:
    """Return the factors times the one number that makes the forecasts (of some customers) add up to a total."""
    product = forecast * factors if of is None else (forecast * factors)[of]
    summed = float(np.sort(product).sum())
    return factors * (total / summed) if summed else factors


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
