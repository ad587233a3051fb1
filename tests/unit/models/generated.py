"""Invented customer bases, most of them hard on a model: tiny, all alike, one whale, no repeats, no spend."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Base = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""x, t_x, T, purchases with spend, mean spend."""


def base(seed: int) -> Base:
    """Return the customer base of a seed; the kinds take turns."""
    rng = np.random.default_rng(seed)
    x, t_x, T = KINDS[seed % len(KINDS)](rng)
    x, t_x, T = _legal(x, t_x, T)
    n, mean = SPENDS[(seed // len(KINDS)) % len(SPENDS)](rng, x)
    return x, t_x, T, n, mean


def _legal(x: np.ndarray, t_x: np.ndarray, T: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, t_x, T = (np.asarray(values, dtype=np.float64) for values in (x, t_x, T))
    t_x = np.where(x > 0, np.minimum(t_x, T), 0.0)
    x = np.where(t_x > 0, x, 0.0)
    return x, t_x, T


def _simulated(rng: np.random.Generator) -> Base:
    size = int(10 ** rng.uniform(1, 3.5))
    r, alpha, s, beta = 10 ** rng.uniform([-1, 0, -1, 0], [1.5, 2.5, 1.5, 2.5])
    T = rng.integers(0, 700, size)
    rate = rng.gamma(r, 1 / alpha, size)
    life = np.minimum(rng.exponential(1, size) / np.maximum(rng.gamma(s, 1 / beta, size), 1e-9), T)
    x = np.minimum(rng.poisson(np.minimum(rate * life, 1e5)), np.maximum(life, 0).astype(int))
    t_x = np.ceil(life * rng.uniform(0, 1, size) ** (1 / np.maximum(x, 1)))
    return x, t_x, T


def _tiny(rng: np.random.Generator) -> Base:
    size = int(rng.integers(1, 6))
    T = rng.integers(0, 50, size)
    t_x = rng.integers(0, T + 1)
    return rng.integers(0, 4, size), t_x, T


def _one_timers(rng: np.random.Generator) -> Base:
    size = int(rng.integers(1, 300))
    return np.zeros(size), np.zeros(size), rng.integers(0, 400, size)


def _one_repeat(rng: np.random.Generator) -> Base:
    x, t_x, T = _one_timers(rng)
    x[0], t_x[0], T[0] = 1, 5, 10
    return x, t_x, T


def _whale(rng: np.random.Generator) -> Base:
    x, t_x, T = _one_timers(rng)
    x[0], t_x[0], T[0] = 400, 799, 800
    return x, t_x, T


def _weekly(rng: np.random.Generator) -> Base:
    size = int(rng.integers(2, 200))
    T = rng.integers(60, 700, size)
    return T // 7, T // 7 * 7, T


def _clones(rng: np.random.Generator) -> Base:
    size = int(rng.integers(1, 50))
    T = int(rng.integers(2, 400))
    t_x = int(rng.integers(1, T + 1))
    return np.full(size, rng.integers(1, 30)), np.full(size, t_x), np.full(size, T)


def _still_here(rng: np.random.Generator) -> Base:
    """Everybody bought on the last day."""
    size = int(rng.integers(2, 300))
    T = rng.integers(1, 400, size)
    return rng.poisson(T / 20) + 1, T, T


def _gone_at_once(rng: np.random.Generator) -> Base:
    """Everybody bought twice in the first days, then never again."""
    size = int(rng.integers(2, 300))
    return np.ones(size), rng.integers(1, 3, size), rng.integers(300, 400, size)


def _born_today(rng: np.random.Generator) -> Base:
    x, t_x, T = _simulated(rng)
    T = np.where(rng.random(T.size) < 0.7, 0, T)
    return np.where(T > 0, x, 0), t_x, T


def _fractions(rng: np.random.Generator) -> Base:
    x, t_x, T = _simulated(rng)
    return x, t_x / 365.25, T / 365.25


def _two_sorts(rng: np.random.Generator) -> Base:
    """Half never come back, half come every other day."""
    size = int(rng.integers(4, 300))
    T = rng.integers(100, 200, size)
    loyal = np.arange(size) % 2 == 0
    return np.where(loyal, T // 2, 0), T // 2 * 2, T


KINDS: tuple[Callable[[np.random.Generator], tuple], ...] = (
    _simulated, _tiny, _one_timers, _one_repeat, _whale, _weekly, _clones, _still_here, _gone_at_once, _born_today,
    _fractions, _two_sorts,
)  # fmt: skip


def _gamma(rng: np.random.Generator, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n = x + 1
    return n, np.round(rng.gamma(6 * n, 1 / n) / rng.gamma(rng.uniform(0.3, 5), 1 / 15, x.size), 2)


def _nothing(rng: np.random.Generator, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros(x.size), np.zeros(x.size)


def _one_price(rng: np.random.Generator, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return x + 1, np.full(x.size, 9.99)


def _subscriptions(rng: np.random.Generator, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Everybody always pays the same, of three plans."""
    return x + 1, rng.choice([9.0, 29.0, 99.0], x.size)


def _returns(rng: np.random.Generator, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Some are left with nothing or less."""
    n, mean = _gamma(rng, x)
    return np.where(rng.random(x.size) < 0.3, 0, n), mean - np.where(rng.random(x.size) < 0.3, 50, 0)


def _rich(rng: np.random.Generator, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One customer has nearly all the money."""
    n, mean = _gamma(rng, x)
    mean[0] = 1e9
    return n, mean


SPENDS = (_gamma, _nothing, _one_price, _subscriptions, _returns, _rich)
