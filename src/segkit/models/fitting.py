"""From purchase histories to a fitted model of counts: scale, start, climb, and the names of what went wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from segkit.errors import ModelError
from segkit.frozen import frozen
from segkit.models import beta_geometric, pareto
from segkit.models._base import CountModel, FitWarning
from segkit.models.beta_geometric import BetaGeometricNBD, ModifiedBetaGeometricNBD
from segkit.models.histories import Floats, Histories
from segkit.models.optimize import Optimum, Terms, maximize
from segkit.models.pareto import ParetoNBD

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

_SHAPES, _MEANS = (1e-6, 1e6), (1e-10, 1e10)
"""The box, ages scaled to a mean of 1."""
_NEAR = 0.01
"""How near a maximum of coarse data is near enough."""
_RIVAL = (5.0, 1e-4)
"""How much lower, and how much for each customer, a maximum of coarse data may be and still turn out to be the best."""

# From where a parameter is called degenerate.
_HOMOGENEOUS = 1e4
_NO_DROPOUT = 1e-3
_FEW = 20
_AT_ONCE = 1e-4
_POLARIZED = "customers seem either to leave at once or to stay for ever"


@frozen
class _Kind:
    """What a model of counts is to the fit."""

    model: type[CountModel]
    names: tuple[str, ...]
    terms: Callable[[Floats, Histories], Terms]
    dropouts: tuple[tuple[float, float], ...]
    """Where climbs start in the two parameters of dropout, two for slow buyers and three for fast ones who soon leave."""
    times: tuple[int, ...]
    """Which parameters are times."""
    axes: Floats
    """Logarithms of the parameters from those of shapes and means, which are what the climb is about."""


_PARETO_AXES = np.array([[1.0, 0, 0, 0], [1, -1, 0, 0], [0, 0, 1, 0], [0, 0, 1, -1]])
"""From r, r / alpha, s, s / beta."""
_BETA_AXES = np.array([[1.0, 0, 0, 0], [1, -1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 0]])
"""From r, r / alpha, b, a / b."""
_PARETO_STARTS = ((0.6, 0.6), (2.0, 10.0), (0.3, 0.01), (10.0, 0.5), (0.1, 1e-5))
_BETA_STARTS = ((0.8, 2.5), (0.1, 20.0), (0.3, 0.2), (3.0, 5.0), (0.03, 0.02))


def _geometric(model: type[CountModel], first: int) -> _Kind:
    terms = partial(beta_geometric.terms, first=first)
    return _Kind(model, beta_geometric.NAMES, terms, _BETA_STARTS, (1,), _BETA_AXES)


KINDS = {
    "pareto": _Kind(ParetoNBD, pareto.NAMES, pareto.terms, _PARETO_STARTS, (1, 3), _PARETO_AXES),
    "bg": _geometric(BetaGeometricNBD, 0),
    "mbg": _geometric(ModifiedBetaGeometricNBD, 1),
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
    best = _climb(kind, scaled)
    return _fitted(kind, best, seen, unit)


def _climb(kind: _Kind, seen: Histories) -> Optimum:
    """Return the highest maximum that is reached from the starting points, by way of coarser data."""
    levels = _levels(seen)
    lower, upper = np.log([_SHAPES, _MEANS, _SHAPES, _MEANS]).T
    back = np.linalg.inv(kind.axes)
    points = [np.asarray(back @ np.log(start), dtype=np.float64) for start in _starts(kind, seen)]
    for level in levels[:-1]:
        climbs = [maximize(partial(_terms, kind, level), point, lower, upper, small=_NEAR) for point in points]
        points = _rivals(climbs, seen.customers)
    climbs = [maximize(partial(_terms, kind, seen), point, lower, upper) for point in points]
    return max(climbs, key=lambda climb: climb.terms.value)


def _rivals(climbs: list[Optimum], customers: float) -> list[Floats]:
    """Return the different maxima that are so nearly the best that finer data may decide otherwise."""
    climbs = sorted(climbs, key=lambda climb: -climb.terms.value)
    least = climbs[0].terms.value - _RIVAL[0] - _RIVAL[1] * customers
    kept: list[Floats] = []
    for climb in climbs:
        if climb.terms.value >= least and all(np.abs(climb.point - point).max() > 0.1 for point in kept):
            kept.append(climb.point)
    return kept


def _levels(seen: Histories) -> list[Histories]:
    """Return the histories from coarse to exact: a climb over many starts at little cost that ends in two full passes."""
    levels = [seen]
    for side in (32, 8):
        if levels[0].size > 1_000:
            levels.insert(0, seen.binned(side))
    return levels


def _terms(kind: _Kind, seen: Histories, point: Floats) -> Terms:
    """Return the terms in logarithms of shapes and means."""
    return kind.terms(kind.axes @ point, seen).along(kind.axes)


def _starts(kind: _Kind, seen: Histories) -> list[list[float]]:
    """Return starting points: few purchases because customers buy slowly, or because most have left.

    Either can be the better maximum; the rate is then that over all time or that while purchases were seen.
    """
    mean = seen.purchases / seen.customers
    variance = float((seen.counts * (seen.x - mean) ** 2).sum()) / seen.customers
    r = min(max(mean**2 / max(variance - mean, 1e-9), 0.05), 20.0)
    fast = seen.purchases / float((seen.counts * seen.t_x).sum())
    return [
        [shape, shape / rate, *dropout]
        for (shape, rate), dropout in zip(
            [(r, mean)] * 2 + [(4.0, fast)] * 2 + [(50.0, fast)], kind.dropouts, strict=True
        )
    ]


def _fitted(kind: _Kind, best: Optimum, seen: Histories, unit: float) -> CountModel:
    """Return the model in the caller's unit of time."""
    values = np.exp(kind.axes @ best.point)
    spread = best.errors(kind.axes)
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
        said.append(FitWarning("few-repeat-buyers", f"only {buyers:,.0f} bought again: the parameters are guesses"))
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
    if -np.expm1(-s * np.log1p(age / beta)) < _NO_DROPOUT:
        return [FitWarning("no-dropout", "no customer can be told to have left: dropout is not detectable")]
    if beta < _AT_ONCE * age:
        return [FitWarning("polarized-dropout", _POLARIZED)]
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
    if a + b <= 100 * _AT_ONCE:
        return [FitWarning("polarized-dropout", _POLARIZED)]
    if a + b >= _HOMOGENEOUS:
        return [
            FitWarning(
                "homogeneous-dropout",
                f"all customers seem to leave at a purchase with one chance: a / (a + b) = {a / (a + b):.6g}",
            )
        ]
    return []
