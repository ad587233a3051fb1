"""What the fitted models share: warnings, parameters with standard errors, and predictions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import field
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

from segkit.frozen import frozen
from segkit.models.histories import Floats, checked, distinct_pairs
from segkit.models.quadrature import legendre

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import ArrayLike

_MOST_NODES = 48
_DIGITS = 15 * np.log(10)
_FORGOTTEN = 40.0


class FitWarning(NamedTuple):
    """A degenerate or doubtful outcome of a fit, by name."""

    code: str
    message: str


@frozen
class Fitted:
    """Parameters by name in the caller's units, with standard errors (inf where the data does not identify one)."""

    parameters: Mapping[str, float]
    standard_errors: Mapping[str, float] = field(default_factory=dict)
    log_likelihood: float = float("nan")
    warnings: tuple[FitWarning, ...] = ()


@frozen
class CountModel(Fitted, ABC):
    """A fitted model of who is still active and buys how often. Times are in the unit that it was fitted in."""

    name: ClassVar[str]

    @abstractmethod
    def _alive(self, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """Return P(alive) of checked histories."""

    @abstractmethod
    def _if_alive(self, x: Floats, T: Floats, horizon: float) -> Floats:
        """Return the expected purchases in the horizon of customers known to be active at T."""

    def probability_alive(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Floats:
        """Return the probability that each customer is still active at T."""
        return self._alive(*checked(x, t_x, T))

    def expected_purchases(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, horizon: float) -> Floats:
        """Return the expected number of purchases of each customer in (T, T + horizon]."""
        counted, last, age = checked(x, t_x, T)
        _check_horizon(horizon, endless=False)
        return self._alive(counted, last, age) * self._by_pair(
            counted, age, lambda n, old: self._if_alive(n, old, horizon)
        )

    def discounted_purchases(
        self,
        x: ArrayLike,
        t_x: ArrayLike,
        T: ArrayLike,
        horizon: float,
        rate: float,
    ) -> Floats:
        """Return int_0^horizon e^(-rate u) dE(u): expected purchases, each discounted continuously to T.

        ``rate`` is per unit of time; ``horizon`` may be inf if it is positive. For the Pareto/NBD model this is DERT
        (Fader, Hardie and Lee 2005, "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis", JMR 42, p. 415)
        with an end.
        """
        counted, last, age = checked(x, t_x, T)
        _check_horizon(horizon, endless=rate > 0)
        _check_rate(rate)
        return self._alive(counted, last, age) * self._by_pair(
            counted, age, lambda n, old: self._discounted_if_alive(n, old, horizon, rate)
        )

    def discounted_by_period(
        self,
        x: ArrayLike,
        t_x: ArrayLike,
        T: ArrayLike,
        horizon: float,
        rate: float,
        *,
        period: float,
    ) -> Floats:
        """Return the sum over periods of (purchases expected in it) x e^(-rate x its end): the end-of-month sum.

        The last period ends with the horizon.
        """
        counted, last, age = checked(x, t_x, T)
        _check_horizon(horizon, endless=False)
        _check_rate(rate)
        if not period > 0:
            raise ValueError("period is not positive")
        ends = np.minimum(np.arange(1, np.ceil(horizon / period - 1e-9) + 1) * period, horizon)

        def total(n: Floats, old: Floats) -> Floats:
            found, before = np.zeros_like(n), np.zeros_like(n)
            for end in ends:
                until = self._if_alive(n, old, float(end))
                found += np.exp(-rate * end) * (until - before)
                before = until
            return found

        return self._alive(counted, last, age) * self._by_pair(counted, age, total)

    def _discounted_if_alive(self, x: Floats, T: Floats, horizon: float, rate: float) -> Floats:
        """Integrate by parts: e^(-rate H) E(H) + rate int_0^H e^(-rate u) E(u) du, in the logarithm of time."""
        if rate == 0 or horizon == 0:
            return self._if_alive(x, T, horizon)
        end = min(horizon, _FORGOTTEN / rate)
        unit = self._time_scale()
        stretch = float(np.log1p(end / unit))
        nodes, weights = legendre(_enough_nodes(stretch, rate * unit))
        times = unit * np.expm1(nodes * stretch)
        found = np.exp(-rate * end) * self._if_alive(x, T, end)
        for time, weight in zip(times, weights * stretch * (times + unit), strict=True):
            found += rate * weight * np.exp(-rate * time) * self._if_alive(x, T, float(time))
        return found

    def _time_scale(self) -> float:
        """Return a time in which little changes, for the nodes of an integral over time."""
        return self.parameters["alpha"]

    @staticmethod
    def _by_pair(x: Floats, T: Floats, function: Callable[[Floats, Floats], Floats]) -> Floats:
        """Return a function of (x, T), evaluated once for each different pair."""
        n, old, inverse = distinct_pairs(x, T)
        return function(n, old)[inverse]


def _enough_nodes(length: float, decay: float) -> int:
    """Return the nodes of Gauss and Legendre that leave 1e-15 of an integral over the logarithm of time.

    E(u) is analytic but where u <= -alpha, and so is the integrand in v = ln(1 + u / alpha) up to pi off the real axis; up
    to pi / 2 the discount is at most e^decay, decay = rate x alpha. The error of n nodes falls as rho^-2n, rho being the sum
    of the half axes of that ellipse over the half length (Trefethen, "Is Gauss Quadrature Better than Clenshaw-Curtis?",
    SIAM Review 50, 2008, theorem 4.5).
    """
    growth = 2 * np.arcsinh(np.pi / length)
    return min(int(np.ceil((_DIGITS + decay) / growth)) + 2, _MOST_NODES)


def _check_horizon(horizon: float, *, endless: bool) -> None:
    if not (0 <= horizon < np.inf or (endless and horizon == np.inf)):
        raise ValueError(f"horizon is not a time from 0: {horizon}")


def _check_rate(rate: float) -> None:
    if not 0 <= rate < np.inf:
        raise ValueError(f"rate is not a discount rate from 0: {rate}")
