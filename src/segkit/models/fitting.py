"""From purchase histories to a fitted model of counts: scale, start, climb, and the names of what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from segkit.errors import ModelError
from segkit.models import beta_geometric, pareto
from segkit.models._base import CountModel, FitWarning
from segkit.models.beta_geometric import BetaGeometricNBD, ModifiedBetaGeometricNBD
from segkit.models.histories import Floats, Histories
from segkit.models.optimize import Optimum, Terms, maximize
from segkit.models.pareto import ParetoNBD

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

_SMALLEST, _LARGEST = 1e-6, 1e6
"""The box of shape parameters; ages are scaled to a mean of 1."""
_SHORTEST, _LONGEST = 1e-9, 1e12
_HOMOGENEOUS = 1e4
_NO_DROPOUT = 1e-3
_FEW = 20


@dataclass(frozen=True)
class _Kind:
    """What a model of counts is to the fit."""

    model: type[CountModel]
    names: tuple[str, ...]
    terms: Callable[[Floats, Histories], Terms]
    dropouts: tuple[tuple[float, float], ...]
    """Where the climb starts in the two parameters of dropout."""
    times: tuple[int, ...]
    """Which parameters are times."""


_BG_STARTS = ((0.8, 2.5), (0.1, 0.3), (0.5, 10.0))
KINDS = {
    "pareto": _Kind(ParetoNBD, pareto.NAMES, pareto.terms, ((0.6, 0.6), (0.2, 0.02), (2.0, 10.0)), (1, 3)),
    "bg": _Kind(BetaGeometricNBD, beta_geometric.NAMES, partial(beta_geometric.terms, first=0), _BG_STARTS, (1,)),
    "mbg": _Kind(
        ModifiedBetaGeometricNBD, beta_geometric.NAMES, partial(beta_geometric.terms, first=1), _BG_STARTS, (1,)
    ),
}


def fit(
    model: str,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    *,
    counts: ArrayLike | None = None,
) -> CountModel:
    """Fit ``"pareto"`` (Pareto/NBD), ``"bg"`` (BG/NBD) or ``"mbg"`` (MBG/NBD) by maximum likelihood.

    ``x`` are repeat purchases, ``t_x`` the time from the first to the last purchase, ``T`` the time from the first
    purchase to the end of observation, in any one unit of time, which is the unit of the parameters too; ``counts``
    says how many customers each row stands for. Row order, and whether equal rows are counted or repeated, make no
    difference. Degenerate optima are returned with a warning that names them. Raises ModelError if nobody bought
    twice, ValueError for rows that are no purchase histories.
    """
    if model not in KINDS:
        raise ValueError(f"no model {model!r}: one of {', '.join(KINDS)}")
    return fit_histories(KINDS[model], Histories.of(x, t_x, T, counts))


def fit_histories(kind: _Kind, seen: Histories) -> CountModel:
    """Fit a model to histories that are collapsed already."""
    if not seen.size or seen.purchases == 0:
        raise ModelError(
            "nobody bought on two days, so that nothing tells how often customers buy or when they leave",
            fix="Value them by what they have spent so far: segkit ltv FILE --method historic",
            customers=seen.customers if seen.size else 0,
        )
    unit = seen.mean_age
    scaled = seen.over(unit)
    lower, upper = _box(kind)
    near = scaled.binned() if scaled.size > 4000 else scaled
    climbs = [maximize(partial(_terms, kind, near), np.log(start), lower, upper) for start in _starts(kind, scaled)]
    best = max(climbs, key=lambda climb: climb.terms.value)
    if near is not scaled:
        best = maximize(partial(_terms, kind, scaled), best.point, lower, upper)
    return _fitted(kind, best, seen, unit)


def _terms(kind: _Kind, seen: Histories, point: Floats) -> Terms:
    return kind.terms(point, seen)


def _box(kind: _Kind) -> tuple[Floats, Floats]:
    """Return the least and greatest logarithms of the parameters."""
    lower, upper = np.full(4, np.log(_SMALLEST)), np.full(4, np.log(_LARGEST))
    lower[list(kind.times)], upper[list(kind.times)] = np.log(_SHORTEST), np.log(_LONGEST)
    return lower, upper


def _starts(kind: _Kind, seen: Histories) -> list[list[float]]:
    """Return starting points: the rate of purchases by moments, several guesses of dropout."""
    mean = seen.purchases / seen.customers
    variance = float((seen.counts * (seen.x - mean) ** 2).sum()) / seen.customers
    r = min(max(mean**2 / max(variance - mean, 1e-9), 0.05), 20.0)
    return [[r, r / mean, *dropout] for dropout in kind.dropouts]


def _fitted(kind: _Kind, best: Optimum, seen: Histories, unit: float) -> CountModel:
    """Return the model in the caller's unit of time."""
    values = np.exp(best.point)
    spread = best.errors()
    held = ~best.free | (np.abs(np.log10(values)) >= np.log10(_HOMOGENEOUS))
    for shape, partner in ((0, 1), (2, 3)):
        if held[shape] and values[shape] > 1:
            spread[[shape, partner]] = np.inf
    scale = np.ones(4)
    scale[list(kind.times)] = unit
    values = values * scale
    parameters = {name: float(value) for name, value in zip(kind.names, values, strict=True)}
    return kind.model(
        parameters=parameters,
        standard_errors={name: float(value) for name, value in zip(kind.names, values * spread, strict=True)},
        log_likelihood=best.terms.value - seen.purchases * float(np.log(unit)),
        warnings=tuple(_warnings(parameters, seen, best)),
    )


def _warnings(found: dict[str, float], seen: Histories, best: Optimum) -> list[FitWarning]:
    """Name what is degenerate about an optimum."""
    said = []
    if not best.converged:
        said.append(FitWarning("not-converged", "the search for the best parameters did not settle"))
    buyers = seen.customers - float(seen.by_purchases[0])
    if buyers < _FEW:
        said.append(
            FitWarning("few-repeat-buyers", f"only {buyers:,.0f} customers bought again: the parameters are guesses")
        )
    if found["r"] >= _HOMOGENEOUS:
        rate = found["r"] / found["alpha"]
        said.append(
            FitWarning(
                "homogeneous-rate", f"all customers seem to buy equally often: r / alpha = {rate:.6g} a unit of time"
            )
        )
    if "s" in found:
        said.extend(_pareto_warnings(found, seen.mean_age))
    else:
        said.extend(_geometric_warnings(found))
    return said


def _pareto_warnings(found: dict[str, float], age: float) -> list[FitWarning]:
    s, beta = found["s"], found["beta"]
    gone = -np.expm1(-s * np.log1p(age / beta))
    if gone < _NO_DROPOUT:
        return [FitWarning("no-dropout", "no customer can be told to have left: dropout is not detectable")]
    if s >= _HOMOGENEOUS:
        return [
            FitWarning(
                "homogeneous-dropout",
                f"all customers seem to leave at one rate: s / beta = {s / beta:.6g} a unit of time",
            )
        ]
    return []


def _geometric_warnings(found: dict[str, float]) -> list[FitWarning]:
    a, b = found["a"], found["b"]
    if a / (a + b) < _NO_DROPOUT:
        return [FitWarning("no-dropout", f"no customer can be told to have left: a / (a + b) = {a / (a + b):.2g}")]
    if a + b >= _HOMOGENEOUS:
        return [
            FitWarning(
                "homogeneous-dropout",
                f"all customers seem to leave at a purchase with one chance: a / (a + b) = {a / (a + b):.6g}",
            )
        ]
    return []
