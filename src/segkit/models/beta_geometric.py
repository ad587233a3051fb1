"""The BG/NBD and MBG/NBD models: purchases at a gamma-distributed rate, dropout by chance at each purchase.

BG/NBD: Fader, Hardie and Lee (2005), "'Counting Your Customers' the Easy Way: An Alternative to the Pareto/NBD Model",
Marketing Science 24, 275-284: likelihood equation 6, conditional expectation equation 10. A customer can only drop out
at a repeat purchase, so that everyone who bought once is active for sure.

MBG/NBD: Batislam, Denizel and Filiztekin (2007), "Empirical validation and comparison of models for customer base
analysis", International Journal of Research in Marketing 24, 201-209, and Hoppe and Wagner (2007): dropout is possible
at the first purchase too. One formula serves both: m = 0 is BG, m = 1 is MBG.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from scipy.special import expit

from segkit.frozen import frozen
from segkit.models._base import CountModel
from segkit.models.beta_average import mean_purchases, time_for_mean
from segkit.models.counts import CountDistribution, Integers
from segkit.models.histories import Floats, Histories, checked
from segkit.models.optimize import Terms
from segkit.models.pareto import rising

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

NAMES = ("r", "alpha", "a", "b")


@frozen
class BetaGeometricNBD(CountModel):
    """A fitted BG/NBD model with parameters r, alpha (purchases) and a, b (dropout at a purchase)."""

    name: ClassVar[str] = "bg-nbd"
    first: ClassVar[int] = 0
    """1 if a customer can drop out at the first purchase, else 0: m of the formulas."""

    def _alive(self, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """Return 1 / (1 + e^D), e^D = a / (b + x + m - 1) x ((alpha + T) / (alpha + t_x))^(r + x)."""
        r, alpha, a, b = (self.parameters[name] for name in NAMES)
        return expit(-_log_odds(x, np.log1p((T - t_x) / (alpha + t_x)), (r, a, b), self.first))

    def _if_alive(self, x: Floats, T: Floats, horizon: float) -> Floats:
        """Return c G, c = a + b + x + m - 1, z = t / (alpha + T + t).

        G = [1 - (1-z)^(a-1) 2F1(a+b+m-1-r, a-1; c; z)] / (a-1) is equation 10 of Fader, Hardie and Lee after Euler's
        transformation; summed in segkit.models.beta_average, without its singularity at a = 1.
        """
        r, alpha, a, b = (self.parameters[name] for name in NAMES)
        return mean_purchases(r + x, horizon / (alpha + T), a, b + x + self.first)

    def count_distribution(
        self,
        x: ArrayLike,
        t_x: ArrayLike,
        T: ArrayLike,
        horizon: float,
        *,
        mean: ArrayLike | None = None,
    ) -> CountDistribution:
        """Return the distribution of each customer's number of purchases in (T, T + horizon].

        With ``mean``, the expectations of another model, the time axis of each customer is stretched until the
        distribution has that mean; where no time reaches it, P(alive) is raised as well.
        """
        counted, last, age = checked(x, t_x, T)
        r, alpha, a, b = (self.parameters[name] for name in NAMES)
        alive = self._alive(counted, last, age)
        n, left = r + counted, b + counted + self.first
        if mean is None:
            return CountDistribution(alive, n, horizon / (alpha + age), a, left)
        wanted = np.broadcast_to(np.asarray(mean, dtype=np.float64), counted.shape)
        tau = time_for_mean(wanted / np.maximum(alive, 1e-300), n, a, left)
        return CountDistribution(alive, n, tau, a, left).raised(wanted)

    def count_quantiles(
        self,
        x: ArrayLike,
        t_x: ArrayLike,
        T: ArrayLike,
        horizon: float,
        probabilities: Sequence[float],
        *,
        mean: ArrayLike | None = None,
    ) -> Integers:
        """Return quantiles of ``count_distribution``, a column for each probability."""
        return self.count_distribution(x, t_x, T, horizon, mean=mean).quantiles(probabilities)


@frozen
class ModifiedBetaGeometricNBD(BetaGeometricNBD):
    """A fitted MBG/NBD model: as BG/NBD, with dropout possible at the first purchase too."""

    name: ClassVar[str] = "mbg-nbd"
    first: ClassVar[int] = 1


def _log_odds(x: Floats, gap: Floats, shape: tuple[float, float, float], first: int) -> Floats:
    """Return D, the log odds of having dropped out; ``gap`` is ln((alpha + T) / (alpha + t_x))."""
    r, a, b = shape
    odds = (r + x) * gap + np.log(a / (b + np.maximum(x + (first - 1), 0)))
    return odds if first else np.where(x > 0, odds, -np.inf)


def terms(point: Floats, seen: Histories, first: int) -> Terms:
    """Return log-likelihood, gradient and Hessian in (ln r, ln alpha, ln a, ln b); ``first`` is m.

    ll = ln G(n) - ln G(r) + r ln alpha - n ln(alpha + T) + ln B(a, b + x + m) - ln B(a, b) + ln(1 + e^D), n = r + x:
    equation 6 of Fader, Hardie and Lee (2005), its two terms one behind the other.
    """
    r, alpha, a, b = np.exp(point)
    value, gradient, hessian = _purchasing(r, alpha, seen)
    tally = np.concatenate([np.zeros(first), seen.by_purchases])
    for sign, start, held in ((1, b, [3]), (-1, a + b, [2, 3])):
        total, slope, bend = rising(start, tally)
        value += sign * total
        along = np.array([a, b])[[at - 2 for at in held]]
        gradient[held] += sign * slope * along
        hessian[np.ix_(held, held)] += sign * (bend * np.outer(along, along) + slope * np.diag(along))
    more = _dropped((r, alpha, a, b), seen, first)
    return Terms(value + more.value, gradient + more.gradient, hessian + more.hessian)


def _purchasing(r: float, alpha: float, seen: Histories) -> tuple[float, Floats, Floats]:
    """Return the terms of an NBD of purchases."""
    value, first, second = rising(r, seen.by_purchases)
    c, since = seen.counts, np.log1p(seen.T / alpha)
    share = seen.T / (alpha + seen.T)
    value -= float((c * (r * since + seen.x * np.log(alpha + seen.T))).sum())
    gradient, hessian = np.zeros(4), np.zeros((4, 4))
    gradient[0] = r * (first - float((c * since).sum()))
    gradient[1] = float((c * (r * share - seen.x * (1 - share))).sum())
    hessian[0, 0] = gradient[0] + r**2 * second
    hessian[0, 1] = hessian[1, 0] = r * float((c * share).sum())
    hessian[1, 1] = -float((c * (r + seen.x) * share * (1 - share)).sum())
    return value, gradient, hessian


def _dropped(at: tuple[float, float, float, float], seen: Histories, first: int) -> Terms:
    """Return the terms of ln(1 + e^D)."""
    r, alpha, a, b = at
    x, c = seen.x, seen.counts
    gap = np.log1p((seen.T - seen.t_x) / (alpha + seen.t_x))
    odds = _log_odds(x, gap, (r, a, b), first)
    dead = expit(odds)
    now, last = alpha / (alpha + seen.T), alpha / (alpha + seen.t_x)
    above = np.maximum(x + (first - 1), 0)
    slopes = (r * gap, (r + x) * (now - last), 1.0, -b / (b + above))
    weight = c * dead
    spread = weight * (1 - dead)
    gradient = np.array([float((weight * slope).sum()) for slope in slopes])
    hessian = np.empty((4, 4))
    for i in range(4):
        for j in range(i, 4):
            hessian[i, j] = hessian[j, i] = float((spread * slopes[i] * slopes[j]).sum())
    hessian[0, 0] += gradient[0]
    cross = r * float((weight * (now - last)).sum())
    hessian[0, 1] += cross
    hessian[1, 0] += cross
    hessian[1, 1] += float((weight * (r + x) * (now * (1 - now) - last * (1 - last))).sum())
    hessian[3, 3] -= float((weight * b * above / (b + above) ** 2).sum())
    return Terms(float((c * np.logaddexp(0, odds)).sum()), gradient, hessian)
