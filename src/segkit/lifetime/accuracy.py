"""How wrong a forecast of counts was: figures that do not depend on the order of the customers or on ties among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from segkit.frozen import frozen

if TYPE_CHECKING:
    from segkit.lifetime.history import Floats, Ints

FLOOR = 1e-3
"""Least purchases that a deviance takes as predicted: one buyer predicted at zero would make it infinite."""


@frozen
class Accuracy:
    """Predicted against actual purchases of the same customers."""

    customers: int
    actual: int
    predicted: float
    deviance: float
    """Poisson deviance per customer: 2 (y ln(y / m) - (y - m)), the lower the better."""
    gini: float | None
    """Ranking: 1 is that of the actual purchases, 0 a random one; None where all bought equally often."""
    top_decile_share: float | None
    """Share of the actual purchases that the tenth of the customers with the highest prediction made."""
    rmse: float
    mae: float

    @property
    def bias(self) -> float | None:
        """Predicted / actual - 1 of the total."""
        return self.predicted / self.actual - 1 if self.actual else None


def accuracy(actual: Ints, predicted: Floats) -> Accuracy:
    """Return the figures of a forecast."""
    size = max(actual.size, 1)
    error = predicted - actual
    return Accuracy(
        customers=actual.size,
        actual=int(actual.sum()),
        predicted=float(np.sort(predicted).sum()),
        deviance=float(np.sort(deviances(actual, predicted)).sum()) / size,
        gini=gini(actual, predicted),
        top_decile_share=top_share(actual, predicted, 0.1),
        rmse=float(np.sqrt(np.sort(error**2).sum() / size)),
        mae=float(np.sort(np.abs(error)).sum() / size),
    )


def deviances(actual: Ints | Floats, predicted: Floats) -> Floats:
    """Return the Poisson deviance of each customer (McCullagh and Nelder, "Generalized Linear Models", 1989, p. 34)."""
    mean = np.maximum(predicted, FLOOR)
    logs = np.log(np.maximum(actual, 1) / mean)
    own: Floats = np.where(actual > 0, actual * logs, 0.0)
    return 2 * (own - (actual - mean))


def gini(actual: Ints, predicted: Floats) -> float | None:
    """Return the normalized Gini index: the area of the actual purchases ordered by prediction over that ordered by themselves."""
    best = _lorenz_area(actual, actual.astype(np.float64))
    return _lorenz_area(actual, predicted) / best if best > 1e-12 else None


def _lorenz_area(actual: Ints, by: Floats) -> float:
    """Return twice the area between the diagonal and the share of purchases of the lowest; ties are a straight line."""
    total = int(actual.sum())
    if not total:
        return 0.0
    _, place, count = np.unique(by, return_inverse=True, return_counts=True)
    bought = np.bincount(place, weights=actual)
    reached = bought.cumsum() / total
    before = np.concatenate([[0.0], reached[:-1]])
    return float(1 - ((reached + before) * count).sum() / actual.size)


def top_share(actual: Ints, predicted: Floats, share: float) -> float | None:
    """Return the share of the actual purchases of the top ``share`` by prediction; ties at the edge count in proportion."""
    total = int(actual.sum())
    if not total:
        return None
    wanted = np.ceil(share * actual.size)
    _, place, count = np.unique(-predicted, return_inverse=True, return_counts=True)
    bought = np.bincount(place, weights=actual)
    before = count.cumsum() - count
    taken = np.clip((wanted - before) / count, 0, 1)
    return float((bought * taken).sum() / total)
