"""The predictive distribution of a customer's number of purchases, for intervals that are whole numbers.

For an active customer under (M)BG/NBD, with n = r + x, z = tau / (1 + tau) and dropout chance Beta(a, b),

    P(X >= k | active) = I_z(k, n) (b)_{k-1} / (a + b)_{k-1},  k >= 1:

the k-th purchase happens if a negative binomial count reaches k and none of the k - 1 purchases before was the last.
It follows from the individual-level process of Fader, Hardie and Lee (2005, Marketing Science 24, equations 2 to 4): the
regularized incomplete beta function I is the tail of the mixed Poisson count, the quotient of rising factorials the mean
of (1 - p)^(k-1).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaln

from segkit.frozen import frozen
from segkit.models.beta_average import mean_purchases
from segkit.models.histories import blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segkit.models.histories import Floats, Indices

Integers = NDArray[np.int64]

_COUNTED = 64
_UNDERFLOW = 600.0
_LONGEST = 1e15


@frozen(eq=False)
class CountDistribution:
    """For each customer P(alive), the gamma shape n, the scaled time tau, and the dropout distribution Beta(a, b)."""

    alive: Floats
    n: Floats
    tau: Floats
    a: float
    b: Floats

    @property
    def mean(self) -> Floats:
        """The expected number of purchases."""
        return self.alive * mean_purchases(self.n, self.tau, self.a, self.b)

    def raised(self, wanted: Floats) -> CountDistribution:
        """Return the distribution with P(alive) raised where tau is infinite, so that the mean comes as near as it can."""
        endless = np.flatnonzero(np.isinf(self.tau))
        if not endless.size:
            return self
        tau, alive = self.tau.copy(), self.alive.copy()
        tau[endless] = _LONGEST
        most = mean_purchases(self.n[endless], tau[endless], self.a, self.b[endless])
        alive[endless] = np.minimum(wanted[endless] / most, 1.0)
        return replace(self, tau=tau, alive=alive)

    def at_least(self, count: int | Integers) -> Floats:
        """Return P(X >= count) of each customer."""
        k = np.broadcast_to(np.asarray(count, dtype=np.float64), self.n.shape)
        above = np.maximum(k, 1)
        stay = _stays(self.a, self.b, above - 1)
        tail = betainc(above, self.n, self.tau / (1 + self.tau))
        return np.where(k <= 0, 1.0, self.alive * tail * stay)

    def quantiles(self, probabilities: Sequence[float]) -> Integers:
        """Return the least count whose cumulative probability reaches each probability, a column each.

        Counts to 64 by recurrence over all customers at once, larger ones by bisection of the closed form.
        """
        wanted = np.asarray(probabilities, dtype=np.float64)
        if not ((wanted >= 0) & (wanted < 1)).all():
            raise ValueError("probabilities are not from 0 up to below 1")
        found = np.concatenate([_counted_up(self._some(rows), wanted) for rows in blocks(self.n.size)])
        for column, probability in enumerate(wanted):
            rows = np.flatnonzero(found[:, column] >= _COUNTED)
            if rows.size:
                found[rows, column] = self._bisect(rows, probability)
        return found

    def _some(self, rows: slice | Indices) -> CountDistribution:
        """Return the distributions of some customers."""
        return CountDistribution(self.alive[rows], self.n[rows], self.tau[rows], self.a, self.b[rows])

    def _bisect(self, rows: Indices, probability: float) -> Integers:
        """Return the quantile of some customers by bisection."""
        some = self._some(rows)
        low, high = np.zeros(rows.size, dtype=np.int64), np.full(rows.size, 64, dtype=np.int64)
        while (short := 1 - some.at_least(high + 1) < probability).any() and high.max() < 2**60:
            high[short] *= 2
        while (low < high).any():
            middle = (low + high) // 2
            met = 1 - some.at_least(middle + 1) >= probability
            high, low = np.where(met, middle, high), np.where(met, low, np.minimum(middle + 1, high))
        return low


def _counted_up(who: CountDistribution, wanted: Floats) -> Integers:
    """Return the quantiles below 64, the number of counts whose cumulative probability is too low; else 64."""
    found = np.zeros((who.n.size, wanted.size), dtype=np.int64)
    log_none = -who.n * np.log1p(who.tau)
    found[log_none <= -_UNDERFLOW] = _COUNTED
    rows = np.flatnonzero(log_none > -_UNDERFLOW)
    here, below = np.exp(log_none[rows]), np.zeros(rows.size)
    stay, z = who.alive[rows], (who.tau / (1 + who.tau))[rows]
    n, b = who.n[rows], who.b[rows]
    for k in range(_COUNTED):
        below += here
        reached = 1 - stay * np.maximum(1 - below, 0)
        for column, probability in enumerate(wanted):
            found[rows[reached < probability], column] += 1
        left = reached < wanted.max()
        remaining = np.count_nonzero(left)
        if remaining < 0.8 * rows.size:
            rows = rows[left]
            here, below, stay, z, n, b = (some[left] for some in (here, below, stay, z, n, b))
        if not remaining:
            break
        here *= z * (n + k) / (k + 1)
        stay *= (b + k) / (who.a + b + k)
    return found


def _stays(a: float, b: Floats, purchases: Floats) -> Floats:
    """Return the mean of (1 - p)^k: (b)_k / (a + b)_k."""
    return np.exp(betaln(a, b + purchases) - betaln(a, b))
