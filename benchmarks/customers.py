"""Invented customers of known parameters, as the summaries that models are fitted to; seeded, in whole days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

R, ALPHA, S, BETA = 0.55, 74.0, 0.61, 82.0
"""Pareto/NBD in days, near those of CDNOW."""
P, Q, V = 6.25, 3.74, 15.44
YEARS = 2


@dataclass(frozen=True)
class Summary:
    """Repeat purchases, recency and age in days; purchases with spend and their mean."""

    x: np.ndarray
    t_x: np.ndarray
    T: np.ndarray
    n: np.ndarray
    mean_spend: np.ndarray


def customers(size: int, seed: int = 1) -> Summary:
    """Return customers who came in over two years and were observed to their end."""
    rng = np.random.default_rng(seed)
    T = rng.integers(1, YEARS * 365, size).astype(np.float64)
    rate = rng.gamma(R, 1 / ALPHA, size)
    life = np.minimum(rng.exponential(1, size) / rng.gamma(S, 1 / BETA, size), T)
    x = rng.poisson(rate * life).astype(np.float64)
    # The last of x uniform moments; purchases on one day are one, so that there are no more than days.
    t_x = np.where(x > 0, np.ceil(life * rng.uniform(0, 1, size) ** (1 / np.maximum(x, 1))), 0.0)
    t_x = np.minimum(np.maximum(t_x, x > 0), T)
    x = np.minimum(x, t_x)
    n = x + 1
    mean_spend = rng.gamma(P * n, 1 / n) / rng.gamma(Q, 1 / V, size)
    return Summary(x, t_x, T, n, np.round(mean_spend, 2))
