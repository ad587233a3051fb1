# ruff: noqa: PLR0917 - the parameters are those of the papers
"""The models once more, in mpmath: the closed forms of the papers with hypergeometric functions, to many digits.

Nothing of segkit is used. Fader and Hardie (2005), "A Note on Deriving the Pareto/NBD Model", equations 18, 36, 37, 41;
Fader, Hardie and Lee (2005), Marketing Science 24, equations 6 and 10; Batislam, Denizel and Filiztekin (2007) for MBG;
Fader and Hardie (2013), equations 1a and 5.
"""

from __future__ import annotations

from typing import Any

import mpmath as mp

DIGITS = 60


def pareto_log_likelihood(r: Any, alpha: Any, s: Any, beta: Any, x: Any, t_x: Any, T: Any) -> Any:
    r, alpha, s, beta, x, t_x, T = map(mp.mpf, (r, alpha, s, beta, x, t_x, T))
    front = mp.gammaprod([r + x], [r]) * alpha**r * beta**s
    active = 1 / ((alpha + T) ** (r + x) * (beta + T) ** s)
    return mp.log(front * (active + s / (r + s + x) * _a0(r, alpha, s, beta, x, t_x, T)))


def _a0(r: Any, alpha: Any, s: Any, beta: Any, x: Any, t_x: Any, T: Any) -> Any:
    """Equations 19 and 20: a difference of two hypergeometric functions."""
    most, power = max(alpha, beta), r + s + x
    second = s + 1 if alpha >= beta else r + x
    gap = abs(alpha - beta)
    found = [mp.hyp2f1(power, second, power + 1, gap / (most + t)) / (most + t) ** power for t in (t_x, T)]
    return found[0] - found[1]


def pareto_alive(r: Any, alpha: Any, s: Any, beta: Any, x: Any, t_x: Any, T: Any) -> Any:
    r, alpha, s, beta, x, t_x, T = map(mp.mpf, (r, alpha, s, beta, x, t_x, T))
    odds = s / (r + s + x) * (alpha + T) ** (r + x) * (beta + T) ** s * _a0(r, alpha, s, beta, x, t_x, T)
    return 1 / (1 + odds)


def pareto_expected(r: Any, alpha: Any, s: Any, beta: Any, x: Any, t_x: Any, T: Any, t: Any) -> Any:
    alive = pareto_alive(r, alpha, s, beta, x, t_x, T)
    r, alpha, s, beta, x, T, t = map(mp.mpf, (r, alpha, s, beta, x, T, t))
    rate = (r + x) * (beta + T) / (alpha + T)
    if s == 1:
        return alive * rate * mp.log((beta + T + t) / (beta + T))
    return alive * rate / (s - 1) * (1 - ((beta + T) / (beta + T + t)) ** (s - 1))


def pareto_discounted(r: Any, alpha: Any, s: Any, beta: Any, x: Any, t_x: Any, T: Any, t: Any, rate: Any) -> Any:
    """The integral of e^(-rate u) times the rate of purchases times survival; to infinity, Tricomi's U (DERT)."""
    alive = pareto_alive(r, alpha, s, beta, x, t_x, T)
    r, alpha, s, beta, x, T, rate = map(mp.mpf, (r, alpha, s, beta, x, T, rate))
    front = alive * (r + x) / (alpha + T)
    if t == mp.inf:
        return front * (beta + T) * mp.hyperu(1, 2 - s, rate * (beta + T))
    ends = [0, *(mp.mpf(t) * mp.mpf(10) ** -k for k in (4, 3, 2, 1)), mp.mpf(t) / 2, mp.mpf(t)]
    return front * mp.quad(lambda u: mp.exp(-rate * u) * ((beta + T) / (beta + T + u)) ** s, ends)


def geometric_log_likelihood(m: int, r: Any, alpha: Any, a: Any, b: Any, x: Any, t_x: Any, T: Any) -> Any:
    r, alpha, a, b, x, t_x, T = map(mp.mpf, (r, alpha, a, b, x, t_x, T))
    purchases = mp.gammaprod([r + x], [r]) * alpha**r
    value = mp.beta(a, b + x + m) / mp.beta(a, b) / (alpha + T) ** (r + x)
    if x + m > 0:
        value += mp.beta(a + 1, b + x + m - 1) / mp.beta(a, b) / (alpha + t_x) ** (r + x)
    return mp.log(purchases * value)


def geometric_alive(m: int, r: Any, alpha: Any, a: Any, b: Any, x: Any, t_x: Any, T: Any) -> Any:
    r, alpha, a, b, x, t_x, T = map(mp.mpf, (r, alpha, a, b, x, t_x, T))
    if x + m == 0:
        return mp.mpf(1)
    return 1 / (1 + a / (b + x + m - 1) * ((alpha + T) / (alpha + t_x)) ** (r + x))


def geometric_expected(m: int, r: Any, alpha: Any, a: Any, b: Any, x: Any, t_x: Any, T: Any, t: Any) -> Any:
    """Equation 10; at a = 1 its limit, from 1e-30 beside it."""
    alive = geometric_alive(m, r, alpha, a, b, x, t_x, T)
    r, alpha, a, b, x, T, t = map(mp.mpf, (r, alpha, a, b, x, T, t))
    if a == 1:
        a += mp.mpf(10) ** -30
    front = (a + b + x + m - 1) / (a - 1)
    shrunk = ((alpha + T) / (alpha + T + t)) ** (r + x)
    return alive * front * (1 - shrunk * mp.hyp2f1(r + x, b + x + m, a + b + x + m - 1, t / (alpha + T + t)))


def geometric_at_least(m: int, r: Any, alpha: Any, a: Any, b: Any, x: Any, t_x: Any, T: Any, t: Any, k: int) -> Any:
    """P(X >= k): the k-th purchase comes in time, and none of the k - 1 before it was the last."""
    alive = geometric_alive(m, r, alpha, a, b, x, t_x, T)
    r, alpha, a, b, x, T, t = map(mp.mpf, (r, alpha, a, b, x, T, t))
    z = t / (alpha + T + t)
    few = mp.fsum(mp.rf(r + x, j) / mp.factorial(j) * z**j * (1 - z) ** (r + x) for j in range(k))
    return alive * (1 - few) * mp.rf(b + x + m, k - 1) / mp.rf(a + b + x + m, k - 1)


def spend_log_likelihood(p: Any, q: Any, v: Any, n: Any, m: Any) -> Any:
    p, q, v, n, m = map(mp.mpf, (p, q, v, n, m))
    front = mp.loggamma(p * n + q) - mp.loggamma(p * n) - mp.loggamma(q)
    return front + q * mp.log(v) + (p * n - 1) * mp.log(m) + p * n * mp.log(n) - (p * n + q) * mp.log(v + m * n)


def expected_spend(p: Any, q: Any, v: Any, n: Any, m: Any) -> Any:
    p, q, v, n, m = map(mp.mpf, (p, q, v, n, m))
    return p * (v + m * n) / (p * n + q - 1)
