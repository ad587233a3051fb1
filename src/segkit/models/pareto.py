"""The Pareto/NBD model: purchases at a gamma-distributed rate until a gamma-distributed dropout rate ends them.

Schmittlein, Morrison and Colombo (1987), "Counting Your Customers: Who Are They and What Will They Do Next?",
Management Science 33, 1-24; in the notation of Fader and Hardie (2005), "A Note on Deriving the Pareto/NBD Model and
Related Expressions" (brucehardie.com/notes/009): likelihood equation 18, P(alive) 36 and 37, conditional expectation 41.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from scipy.special import expit, exprel

from segkit.frozen import frozen
from segkit.models._base import CountModel
from segkit.models.optimize import Terms
from segkit.models.quadrature import Departures, Rates, departures, legendre

if TYPE_CHECKING:
    from segkit.models.histories import Floats, Histories

NAMES = ("r", "alpha", "s", "beta")
_TRIANGLE = [(i, j) for i in range(4) for j in range(i, 4)]


@frozen
class ParetoNBD(CountModel):
    """A fitted Pareto/NBD model with parameters r, alpha (purchases) and s, beta (dropout)."""

    name: ClassVar[str] = "pareto-nbd"

    @property
    def rates(self) -> Rates:
        """The parameters."""
        return Rates(*(self.parameters[name] for name in NAMES))

    def _alive(self, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """Return 1 / (1 + D), D of segkit.models.quadrature (Fader and Hardie 2005, note, equations 36 and 37)."""
        at = self.rates
        odds = np.full(x.size, -np.inf)
        for gone in departures(x, t_x, T, at):
            odds[gone.rows] = _log_odds(gone, x[gone.rows], t_x[gone.rows], T[gone.rows], at)
        return expit(-odds)

    def _if_alive(self, x: Floats, T: Floats, horizon: float) -> Floats:
        """Return (r + x)(beta + T) / (alpha + T) x [1 - ((beta + T)/(beta + T + t))^(s - 1)] / (s - 1).

        Equation 41 of the note without P(alive); through s = 1 by exprel.
        """
        at = self.rates
        stretch = np.log1p(horizon / (at.beta + T))
        return (at.r + x) * (at.beta + T) / (at.alpha + T) * stretch * exprel((1 - at.s) * stretch)

    def _discounted_if_alive(self, x: Floats, T: Floats, horizon: float, rate: float) -> Floats:
        """Return (r + x) / (alpha + T) int_0^H e^(-rate u) ((beta + T) / (beta + T + u))^s du.

        The integrand is the rate of purchases times the survival of the dropout's Pareto distribution (Fader, Hardie
        and Lee 2005, JMR 42, appendix: the definition of DERT before its integral to infinity is solved).
        """
        at = self.rates
        end = min(horizon, 40 / rate) if rate else horizon
        ages, inverse = np.unique(T, return_inverse=True)
        nodes, weights = legendre(128)
        base = (at.beta + ages)[:, None]
        stretch = np.log1p(end / base)
        grown = nodes * stretch
        value = np.exp(-rate * base * np.expm1(grown) - (at.s - 1) * grown)
        integral = (value * weights).sum(axis=1) * base[:, 0] * stretch[:, 0]
        return (at.r + x) / (at.alpha + T) * integral[inverse]


def _log_odds(gone: Departures, x: Floats, t_x: Floats, T: Floats, at: Rates) -> Floats:
    """Return ln D, the log odds of having left against being active."""
    whole = np.log(np.maximum(gone.mass.sum(axis=0), 1e-300))
    return whole + (at.r + x) * np.log1p((T - t_x) / (at.alpha + t_x)) + at.s * np.log1p((T - t_x) / (at.beta + t_x))


def terms(point: Floats, seen: Histories) -> Terms:
    """Return log-likelihood, gradient and Hessian in (ln r, ln alpha, ln s, ln beta).

    ll = ln G(r+x) - ln G(r) - r ln(1 + T/alpha) - x ln(alpha + T) - s ln(1 + T/beta) + ln(1 + D). The last term is
    that of a mixture, being active at T or having left at u, so that its derivatives are means and covariances of
    the derivatives of the components under the posterior distribution of u.
    """
    at = Rates(*np.exp(point))
    value, gradient, hessian = _active(at, seen)
    for gone in departures(seen.x, seen.t_x, seen.T, at):
        more = _gone(gone, seen, at)
        value += more.value
        gradient += more.gradient
        hessian += more.hessian
    return Terms(value, gradient, hessian)


def _active(at: Rates, seen: Histories) -> tuple[float, Floats, Floats]:
    """Return the terms of everybody's being active at T: an NBD of purchases, and survival."""
    value, first, second = rising(at.r, seen.by_purchases)
    n, c = at.r + seen.x, seen.counts
    alpha, beta = at.alpha + seen.T, at.beta + seen.T
    left, stay = np.log1p(seen.T / at.alpha), np.log1p(seen.T / at.beta)
    value -= float((c * (at.r * left + seen.x * np.log(alpha) + at.s * stay)).sum())
    gradient, hessian = np.zeros(4), np.zeros((4, 4))
    share_a, share_b = seen.T / alpha, seen.T / beta
    lost = float((c * left).sum())
    cross = float((c * share_a).sum())
    gradient[0] = at.r * (first - lost)
    gradient[1] = float((c * (at.r * share_a - seen.x * (1 - share_a))).sum())
    gradient[2] = -at.s * float((c * stay).sum())
    gradient[3] = at.s * float((c * share_b).sum())
    hessian[0, 0] = gradient[0] + at.r**2 * second
    hessian[0, 1] = hessian[1, 0] = at.r * cross
    hessian[1, 1] = -float((c * n * share_a * (1 - share_a)).sum())
    hessian[2, 2] = gradient[2]
    hessian[2, 3] = hessian[3, 2] = gradient[3]
    hessian[3, 3] = -at.s * float((c * share_b * (1 - share_b)).sum())
    return value, gradient, hessian


def _gone(gone: Departures, seen: Histories, at: Rates) -> Terms:
    """Return the terms of ln(1 + D) for a block of customers."""
    x, t_x, T, c = (values[gone.rows] for values in (seen.x, seen.t_x, seen.T, seen.counts))
    odds = _log_odds(gone, x, t_x, T, at)
    dead, n = expit(odds), at.r + x
    posterior = gone.mass
    posterior *= c * dead / np.maximum(posterior.sum(axis=0), 1e-300)
    share_a = np.divide(at.alpha / (at.alpha + t_x), gone.rise_a)
    share_b = np.divide(at.beta / (at.beta + t_x), gone.rise_b)
    last_a, last_b = at.alpha / (at.alpha + T), at.beta / (at.beta + T)
    # The derivatives of having left at u, less those of being active at T.
    slopes = (
        at.r * (np.log1p((T - t_x) / (at.alpha + t_x)) - gone.log_a),
        n * (last_a - share_a),
        1 + at.s * (np.log1p((T - t_x) / (at.beta + t_x)) - gone.log_b),
        at.s * last_b - (at.s + 1) * share_b,
    )
    weighted = [posterior * slope for slope in slopes]
    sums = [part.sum(axis=0) for part in weighted]
    gradient = np.array([float(part.sum()) for part in sums])
    hessian = np.empty((4, 4))
    for i, j in _TRIANGLE:
        hessian[i, j] = hessian[j, i] = _dot(weighted[i], slopes[j]) - float((sums[i] * sums[j] / c).sum())
    mean_a, mean_b = c * dead * last_a - sums[1] / n, (at.s * c * dead * last_b - sums[3]) / (at.s + 1)
    square_a = float((n * last_a * mean_a).sum()) - _dot(weighted[1], share_a)
    square_b = at.s * float((last_b * mean_b).sum()) - _dot(weighted[3], share_b)
    hessian[0, 0] += gradient[0]
    hessian[0, 1] += float((at.r / n * sums[1]).sum())
    hessian[1, 1] += square_a + float((n * (c * dead * last_a * (1 - last_a) - mean_a)).sum())
    hessian[2, 2] += gradient[2] - float((c * dead).sum())
    hessian[2, 3] += at.s * float((c * dead * last_b - mean_b).sum())
    hessian[3, 3] += square_b + float((at.s * c * dead * last_b * (1 - last_b) - (at.s + 1) * mean_b).sum())
    hessian[1, 0], hessian[3, 2] = hessian[0, 1], hessian[2, 3]
    return Terms(float((c * np.logaddexp(0, odds)).sum()), gradient, hessian)


def _dot(one: Floats, other: Floats) -> float:
    """Return the sum of products; not by BLAS, whose threads would decide about the last digits."""
    return float(np.einsum("i,i->", one.ravel(), other.ravel()))


def rising(start: float, tally: Floats) -> tuple[float, float, float]:
    """Return sum over k of tally_k times ln G(start + k) - ln G(start), and its first two derivatives in start."""
    above = tally[::-1].cumsum()[::-1][1:]
    steps = start + np.arange(above.size)
    return float((above * np.log(steps)).sum()), float((above / steps).sum()), -float((above / steps**2).sum())
