"""Intervals that have held: of a total from past errors, of a customer from the distribution of its purchases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import pdtrik, stdtrit

from segkit.frozen import frozen

if TYPE_CHECKING:
    from segkit.lifetime.forecasts import Forecast
    from segkit.lifetime.history import Floats, Snapshot
    from segkit.models import BetaGeometricNBD

LEVEL = 0.9
"""Nominal coverage of every interval."""

PRIOR_ERROR, PRIOR_COUNT = 0.10, 2
"""Before any backtest a total is taken to be off by 10 %, as if two had shown it."""


@frozen
class Total:
    """A total with an interval, both in the unit of the total."""

    value: float
    low: float
    high: float


def backtest_variance(errors: Sequence[float]) -> float:
    """Return the variance of the logarithm of a total from its past errors: ``(2 x .10^2 + sum of e^2) / (2 + n)``."""
    return (PRIOR_COUNT * PRIOR_ERROR**2 + sum(error**2 for error in errors)) / (PRIOR_COUNT + len(errors))


def total(values: Floats, variances: Floats, known: Snapshot, errors: Sequence[float]) -> Total:
    """Return the total of the customers' values with its interval of LEVEL, symmetric in the logarithm.

    The variance of the logarithm is that of the model (the customers' own, which are independent, and that of a rate
    learned from so many repeat purchases) and that of the past errors. The latter is itself told by few: the quantile is
    that of Student's t with PRIOR_COUNT + n degrees of freedom, what a scaled inverse chi-square prior comes to (Gelman
    et al., "Bayesian Data Analysis", 2013, p. 67), more where the model's share grows (Satterthwaite 1946).
    """
    value = float(np.sort(values).sum())
    if value <= 0:
        return Total(value, value, value)
    own = float(np.sort(variances).sum()) / value**2
    rate = 1 / max(float(known.x.sum()), 1.0)
    past = backtest_variance(errors)
    variance = own + rate + past
    freedom = (PRIOR_COUNT + len(errors)) * (variance / past) ** 2
    wide = float(stdtrit(freedom, (1 + LEVEL) / 2) * np.sqrt(variance))
    return Total(value, value * float(np.exp(-wide)), value * float(np.exp(wide)))


def count_variance(forecast: Forecast, known: Snapshot, expected: Floats) -> Floats:
    """Return the variance of each customer's purchases: negative binomial if alive, none if not.

    With mean m if alive and shape r + x the count has variance m + m^2 / (r + x); the naive rate takes x + 1 as the shape.
    """
    if forecast.model is None:
        return expected + expected**2 / (known.x + 1)
    alive = np.maximum(forecast.model.probability_alive(known.x, known.t_x, known.T), 1e-12)
    mean = expected / alive
    shape = forecast.model.parameters["r"] + known.x
    return np.maximum(alive * (mean + mean**2 / shape + mean**2) - expected**2, 0.0)


def count_interval(
    distribution: BetaGeometricNBD | None, known: Snapshot, expected: Floats, horizon: float
) -> tuple[Floats, Floats, int]:
    """Return between which counts the purchases of each customer lie with probability LEVEL, and how many were widened.

    From the closed-form distribution of MBG/NBD with its time axis stretched to the mean ``expected``; without a model
    from the Poisson distribution. Where more than 95 % of the probability lies on one side of the mean, the interval is
    widened to hold it.
    """
    tails = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    if distribution is None:
        low, high = (_poisson_quantile(expected, tail) for tail in tails)
    else:
        with np.errstate(over="ignore"):
            found = distribution.count_quantiles(known.x, known.t_x, known.T, horizon, tails, mean=expected)
        low, high = found[:, 0].astype(np.float64), found[:, 1].astype(np.float64)
    outside = (low > expected) | (high < expected)
    return np.minimum(low, expected), np.maximum(high, expected), int(outside.sum())


def _poisson_quantile(mean: Floats, probability: float) -> Floats:
    """Return the least count whose cumulative probability reaches ``probability``."""
    count = np.ceil(pdtrik(probability, np.maximum(mean, 1e-12)) - 1e-9)
    return np.where(mean > 0, np.maximum(np.nan_to_num(count), 0.0), 0.0)
