"""The Gamma-Gamma model of spend per purchase.

Fader and Hardie (2013), "The Gamma-Gamma Model of Monetary Value" (brucehardie.com/notes/025): the amounts of a customer
are Gamma(p, nu), nu differs between customers as Gamma(q, v). Likelihood equation 1a, conditional mean equation 5.
How often a customer buys and how much must be unrelated; their correlation is reported.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaln, digamma, gammaincinv, polygamma

from segkit.errors import ModelError
from segkit.frozen import frozen
from segkit.models._base import Fitted, FitWarning
from segkit.models.histories import blocks
from segkit.models.optimize import Optimum, Terms, maximize

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from segkit.models.histories import Floats, Indices

NAMES = ("p", "q", "v")
_BOX = ((1e-4, 1e6), (1e-4, 1e6), (1e-10, 1e10))
_AXES = np.array([[1.0, 0, 0], [0, 1, 0], [-1, 1, 1]])
"""Logarithms of p, q, v from those of p, q, p v / q, nearly the mean."""
_STARTS = ((6.0, 4.0, 0.5), (1.0, 2.0, 1.0))
_HOMOGENEOUS = 1e4
_RELATED = 0.3
_FEW = 20


@frozen
class GammaGamma(Fitted):
    """A fitted Gamma-Gamma model with parameters p, q, v; amounts are in the unit that it was fitted in."""

    correlation: float = 0.0
    """Of the number of purchases and the mean spend, over the customers that it was fitted to."""

    @property
    def has_mean(self) -> bool:
        """Whether spend per purchase has a mean; for q <= 1 expectations are medians."""
        return self.parameters["q"] > 1

    def expected_spend(self, n: ArrayLike, mean_spend: ArrayLike) -> Floats:
        """Return the expected spend per purchase of customers who spent ``mean_spend`` on average of ``n`` purchases.

        p (v + n m) / (p n + q - 1): the customer's own mean drawn towards everybody's, the more so the fewer purchases
        (equation 5). Customers without positive spend count as new (n = 0). Without a mean (q <= 1), the median of
        the customer's own mean: p (v + n m) over the median of Gamma(p n + q, 1).
        """
        count, amount = _spenders(n, mean_spend)
        p, q, v = (self.parameters[name] for name in NAMES)
        whole = p * (v + count * amount)
        if self.has_mean:
            return whole / (p * count + q - 1)
        return whole / np.maximum(gammaincinv(p * count + q, 0.5), 1e-300)


def fit_spend(n: ArrayLike, mean_spend: ArrayLike, *, counts: ArrayLike | None = None) -> GammaGamma:
    """Fit the Gamma-Gamma model to numbers of purchases with positive spend and the mean spend of those.

    Rows without positive spend are left out; ``counts`` says how many customers each row stands for. Raises
    ModelError if no row is left.
    """
    count, amount = _spenders(n, mean_spend)
    weight = np.broadcast_to(np.asarray(1.0 if counts is None else counts, dtype=np.float64), count.shape)
    kept = (count > 0) & (weight > 0)
    if not kept.any():
        raise ModelError(
            "no purchase with positive spend, so that nothing tells how much customers spend",
            fix="Predict counts alone: leave out the amount column.",
        )
    seen = _Spends.of(count[kept], amount[kept], weight[kept])
    lower, upper = np.log(_BOX).T
    near = seen.sample()
    starts = [np.linalg.solve(_AXES, np.log(start)) for start in _STARTS]
    climbs = [maximize(partial(_terms, near), start, lower, upper) for start in starts]
    best = max(climbs, key=lambda climb: climb.terms.value)
    if near is not seen:
        best = maximize(partial(_terms, seen), best.point, lower, upper)
    return _fitted(best, seen)


@frozen(eq=False)
class _Spends:
    """Numbers of purchases and mean spends in units of the mean, sorted, with the number of customers of each row."""

    n: Floats
    mean: Floats
    counts: Floats
    unit: float
    levels: Floats
    """The different n, and how many customers have each."""
    tally: Floats

    @classmethod
    def of(cls, n: Floats, mean: Floats, counts: Floats, unit: float | None = None) -> _Spends:
        order = _order(n, mean, counts)
        n, mean, counts = n[order], mean[order], counts[order]
        unit = float((mean * counts).sum() / counts.sum()) if unit is None else unit
        starts = np.flatnonzero(np.diff(n, prepend=-1.0))
        return cls(n, mean / unit, counts, unit, n[starts], np.add.reduceat(counts, starts))

    def sample(self) -> _Spends:
        """Return some thousand rows, evenly taken, to start from."""
        if self.n.size <= 10_000:
            return self
        some = slice(None, None, self.n.size // 5_000)
        return _Spends.of(self.n[some], self.mean[some] * self.unit, self.counts[some], self.unit)

    def correlation(self) -> float:
        """Return the correlation of n and mean spend; 0 where one of them does not vary."""
        total = self.counts.sum()
        n, mean = (values - (values * self.counts).sum() / total for values in (self.n, self.mean))
        spread = np.sqrt((self.counts * n**2).sum() * (self.counts * mean**2).sum())
        return float((self.counts * n * mean).sum() / spread) if spread > 1e-9 * total else 0.0


def _order(n: Floats, mean: Floats, counts: Floats) -> Indices:
    """Return the order by n, mean and counts, so that sums do not depend on the order of the rows."""
    if n.max() >= 2**16 or (n != np.rint(n)).any() or counts.min() != counts.max():
        return np.lexsort((counts, mean, n))
    order = np.argsort(mean)
    return order[np.argsort(n[order].astype(np.uint16), kind="stable")]


def _spenders(n: ArrayLike, mean_spend: ArrayLike) -> tuple[Floats, Floats]:
    """Return purchases and mean spend, both 0 where there was no positive spend."""
    count, amount = np.broadcast_arrays(np.asarray(n, dtype=np.float64), np.asarray(mean_spend, dtype=np.float64))
    count, amount = np.atleast_1d(count), np.atleast_1d(amount)
    if not (np.isfinite(count) & (count >= 0)).all():
        raise ValueError("n is not a number of purchases from 0")
    if np.isinf(amount).any() or (np.isnan(amount) & (count > 0)).any():
        raise ValueError("mean_spend is not finite")
    spent = (count > 0) & (amount > 0)
    return np.where(spent, count, 0.0), np.where(spent, amount, 0.0)


def _terms(seen: _Spends, point: Floats) -> Terms:
    """Return the terms in logarithms of p, q and p v / q."""
    return terms(_AXES @ point, seen).along(_AXES)


def terms(point: Floats, seen: _Spends) -> Terms:
    """Return log-likelihood, gradient and Hessian in (ln p, ln q, ln v).

    Equation 1a: with w = n m / (v + n m), which is Beta(pn, q), ll = pn ln w + q ln(1 - w) - ln B(pn, q) - ln m.
    """
    p, q, v = np.exp(point)
    sums = np.zeros(6)
    for rows in blocks(seen.n.size):
        sums += _sums(seen.n[rows], seen.mean[rows], seen.counts[rows], (p, q, v))
    paid, kept, logs, shares, rests, bends = (float(total) for total in sums)
    k, customers = p * seen.levels, seen.tally
    both, own, other = digamma(k + q), digamma(k), digamma(q)
    bend, bend_p = polygamma(1, k + q), polygamma(1, k)
    value = p * paid + q * kept - logs - float((customers * betaln(k, q)).sum())
    slope_p = p * paid + float((customers * k * (both - own)).sum())
    slope_q = q * (kept + float((customers * (both - other)).sum()))
    hessian = np.empty((3, 3))
    hessian[0, 0] = slope_p + float((customers * k**2 * (bend - bend_p)).sum())
    hessian[1, 1] = slope_q + q**2 * float((customers * (bend - polygamma(1, q))).sum())
    hessian[0, 1] = hessian[1, 0] = q * float((customers * k * bend).sum())
    hessian[0, 2] = hessian[2, 0] = -p * rests
    hessian[1, 2] = hessian[2, 1] = q * shares
    hessian[2, 2] = -bends
    return Terms(value, np.array([slope_p, slope_q, q * shares - p * rests]), hessian)


def _sums(n: Floats, mean: Floats, c: Floats, at: tuple[float, float, float]) -> Floats:
    """Return what the terms need of a block of customers: sums over n ln w, ln(1 - w), ln m, w, n (1 - w), (pn + q) w (1 - w)."""
    p, q, v = at
    ratio = n * mean / v
    log_rest = -np.log1p(ratio)
    log_w = -np.log1p(1 / ratio)
    rest = 1 / (1 + ratio)
    w = ratio * rest
    bought = c * n
    parts = (bought * log_w, c * log_rest, c * np.log(mean), c * w, bought * rest, (p * bought + q * c) * w * rest)
    return np.array([part.sum() for part in parts])


def _fitted(best: Optimum, seen: _Spends) -> GammaGamma:
    """Return the model in the caller's unit of money."""
    p, q, v = (float(value) for value in np.exp(_AXES @ best.point))
    spread = best.errors(_AXES)
    scale = np.array([p, q, v * seen.unit])
    return GammaGamma(
        parameters=dict(zip(NAMES, scale.tolist(), strict=True)),
        standard_errors=dict(zip(NAMES, (scale * spread).tolist(), strict=True)),
        log_likelihood=best.terms.value - float(seen.counts.sum()) * float(np.log(seen.unit)),
        warnings=tuple(_warnings(p, q, seen, best)),
        correlation=seen.correlation(),
    )


def _warnings(p: float, q: float, seen: _Spends, best: Optimum) -> list[FitWarning]:
    """Name what is degenerate about an optimum."""
    said = []
    if not best.converged:
        said.append(FitWarning("not-converged", "the search for the best parameters of spend did not settle"))
    if (buyers := float(seen.counts.sum())) < _FEW:
        said.append(
            FitWarning("few-spenders", f"only {buyers:,.0f} spent anything: the parameters of spend are guesses")
        )
    if q <= 1:
        said.append(
            FitWarning(
                "no-mean-spend",
                f"spend differs so much between customers that it has no mean (q = {q:.3g}): medians instead",
            )
        )
    if p >= _HOMOGENEOUS:
        said.append(FitWarning("constant-spend", "each customer seems to spend the same amount every time"))
    if q >= _HOMOGENEOUS:
        said.append(FitWarning("homogeneous-spend", "all customers seem to spend the same on average"))
    if abs(related := seen.correlation()) > _RELATED:
        said.append(
            FitWarning(
                "related-spend",
                f"how often and how much customers buy is correlated ({related:.2f}): the model takes them as unrelated",
            )
        )
    return said
