"""Expected purchases of customers who drop out with a beta-distributed chance at each purchase.

An active customer with dropout chance p and a rate that is Gamma(n, alpha + T) buys in time t on average
[1 - (1 + p tau)^-n] / p times, tau = t / (alpha + T) (Fader, Hardie and Lee 2005, Marketing Science 24, the step
before equation 10, its integral over the rate done). The mean over p ~ Beta(a, b) is taken here by the trapezoidal
rule in ln(p / (1 - p)), which on a whole line converges exponentially: sums of positive terms, no cancellation, for any
a (the closed form is 0/0 at a = 1), b and tau.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaln, expit

from segkit.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from segkit.models.histories import Floats

_NEGLIGIBLE = 40.0
_STEP = 0.25
_FLAT = 0.3
_BLOCK = 1 << 17
_LONGEST_TAU = 1e15


@frozen(eq=False)
class BetaAverage:
    """Nodes p and weights of the distribution Beta(a, b), for one a and b.

    Where a or b is below 0.3 its tail is too long to sum. The value at that end, n tau at p = 0 or 1 - (1 + tau)^-n at
    p = 1, is then taken out of the mean, linearly in p if it is both, which leaves the tail of a + 1 or b + 1.
    """

    p: Floats
    weight: Floats
    none: float
    """Weight of the value at p = 0."""
    sure: float
    """Weight of the value at p = 1."""

    @classmethod
    def of(cls, a: float, b: float) -> BetaAverage:
        """Return the nodes for Beta(a, b)."""
        left, right = a + (a < _FLAT), b + (b < _FLAT)
        low, high = _ends(left, right)
        step = min(_STEP, 0.4 * np.sqrt(1 / left + 1 / right))
        y = np.arange(np.floor(low / step), np.ceil(high / step) + 1) * step
        weight = step * np.exp(a * y - (a + b) * np.logaddexp(0, y) - betaln(a, b))
        if left > a and right > b:
            return cls(expit(y), weight, b / (a + b), a / (a + b))
        if left > a or right > b:
            return cls(expit(y), weight, float(left > a), float(right > b))
        return cls(expit(y), weight / weight.sum(), 0.0, 0.0)

    def purchases(self, n: float, tau: Floats) -> Floats:
        """Return the mean purchases for some tau of customers with one n."""
        found = np.empty_like(tau)
        block = max(_BLOCK // self.p.size, 1)
        ends = self.none * n * tau - self.sure * np.expm1(-n * np.log1p(tau))
        for begin in range(0, tau.size, block):
            part = tau[begin : begin + block, None]
            each = np.expm1(-n * np.log1p(self.p * part)) / -self.p
            if self.none or self.sure:
                each -= self._ends_at(n, part)
            found[begin : begin + block] = (each * self.weight).sum(axis=1)
        return found + ends

    def _ends_at(self, n: float, tau: Floats) -> Floats:
        """Return what is taken out of the mean: the value at an end, or the line between both."""
        none, sure = n * tau, -np.expm1(-n * np.log1p(tau))
        if self.none and self.sure:
            return none + self.p * (sure - none)
        return none if self.none else sure


def mean_purchases(n: Floats, tau: Floats, a: float, b: Floats) -> Floats:
    """Return the expected purchases of active customers; ``n`` and ``b`` change together, from customer to customer."""
    return _by_group(tau, n, a, b, BetaAverage.purchases)


def time_for_mean(mean: Floats, n: Floats, a: float, b: Floats) -> Floats:
    """Return the tau at which ``mean_purchases`` is ``mean``, inf where it is never reached.

    Inverted on a fine grid of ln tau for each different n, then corrected by one secant step.
    """
    return _by_group(mean, n, a, b, _inverse)


def _by_group(
    values: Floats, n: Floats, a: float, b: Floats, function: Callable[[BetaAverage, float, Floats], Floats]
) -> Floats:
    """Return ``function`` of the values of each group of customers with one ``b``, its average and its ``n``."""
    found = np.empty_like(values)
    order = np.argsort(b, kind="stable")
    starts = np.flatnonzero(np.diff(b[order], prepend=-1.0))
    for rows in np.split(order, starts[1:]):
        if rows.size:
            found[rows] = function(BetaAverage.of(a, float(b[rows[0]])), float(n[rows[0]]), values[rows])
    return found


def _inverse(average: BetaAverage, n: float, mean: Floats) -> Floats:
    """Return the tau of each mean for one n: the mean is concave in tau, and n tau where tau is small."""
    wanted = np.log(np.maximum(mean, 1e-300))
    low = wanted[mean > 0].min(initial=0.0) - np.log(n) - 0.1
    top = np.log(_LONGEST_TAU)
    high = min(low + 1.0, top)
    while high < top and average.purchases(n, np.array([np.exp(high)]))[0] < mean.max(initial=0.0):
        high = min(high + 1.0, top)
    grid = np.linspace(low, high, 2 + int((high - low) * 16))
    curve = np.log(average.purchases(n, np.exp(grid)))
    rising = np.concatenate([[True], np.diff(curve) > 0])
    tau = np.exp(hermite(wanted, curve[rising], grid[rising]))
    return np.where(mean <= 0, 0.0, np.where(wanted > curve[-1], np.inf, tau))


def hermite(at: Floats, x: Floats, y: Floats) -> Floats:
    """Return y at some x between points of a smooth curve: cubic, with slopes from the neighbours."""
    if x.size < 3:
        return np.interp(at, x, y)
    slope = np.gradient(y, x, edge_order=2)
    cell = np.clip(np.searchsorted(x, at) - 1, 0, x.size - 2)
    width = x[cell + 1] - x[cell]
    s = np.clip((at - x[cell]) / width, 0.0, 1.0)
    first = (1 + 2 * s) * y[cell] + s * width * slope[cell]
    second = (3 - 2 * s) * y[cell + 1] - (1 - s) * width * slope[cell + 1]
    return (1 - s) ** 2 * first + s**2 * second


def _ends(a: float, b: float) -> tuple[float, float]:
    """Return between which ln(p / (1-p)) the density of Beta(a, b) is above e^-40 of its highest."""
    peak = np.log(a / b)
    top = a * peak - (a + b) * np.logaddexp(0, peak)
    ends = []
    for far in (
        peak - _NEGLIGIBLE / a - 10 * np.sqrt(1 / a + 1 / b) - 5,
        peak + _NEGLIGIBLE / b + 10 * np.sqrt(1 / a + 1 / b) + 5,
    ):
        y = far
        for _ in range(8):
            height = a * y - (a + b) * np.logaddexp(0, y) - top + _NEGLIGIBLE
            y -= height / (a - (a + b) * expit(y))
        ends.append(float(y))
    return ends[0], ends[1]
