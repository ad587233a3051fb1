"""Maximum likelihood by Newton's method with exact derivatives, in a box of logarithms of parameters.

Degenerate optima lie at infinity: the likelihood of customers who are all alike rises for ever along r, alpha -> inf.
A box makes them ordinary points of its boundary, which the models then name; its sides are shapes and means (r and
r / alpha), so that a ridge runs along one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from segkit.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from segkit.models.histories import Floats

_PASSES = 200
_GAIN = 1e-7
"""A climb ends where neither the Newton step nor one of a factor of e squared along a ridge promises more than this."""
_SMALL = 2e-4
"""A Newton step as small as this leaves an error of about its square."""
_NOISE = 4e-14
_CURVED = 1e-9
_TOUCHED = 1e-4


@frozen(eq=False)
class Terms:
    """A log-likelihood at one point: its value, gradient and Hessian."""

    value: float
    gradient: Floats
    hessian: Floats

    def along(self, axes: Floats) -> Terms:
        """Return the terms in coordinates whose product with ``axes`` gives the present ones."""
        return Terms(self.value, axes.T @ self.gradient, axes.T @ self.hessian @ axes)


@frozen(eq=False)
class Optimum:
    """Where a climb ended."""

    point: Floats
    terms: Terms
    free: NDArray[np.bool_]
    """Which coordinates are not held by the box."""
    converged: bool = True

    def errors(self, axes: Floats) -> Floats:
        """Return the standard errors of ``axes @ point`` from the observed information; inf where nothing identifies one."""
        held = np.flatnonzero(self.free)
        curvature, turned = np.linalg.eigh(-self.terms.hessian[np.ix_(held, held)])
        known = curvature > _CURVED * curvature.max(initial=1e-300)
        along = axes[:, held] @ turned
        variance = (along[:, known] ** 2 / curvature[known]).sum(axis=1)
        unknown = (along[:, ~known] ** 2).sum(axis=1) + (axes[:, ~self.free] ** 2).sum(axis=1)
        return np.where(unknown > _TOUCHED, np.inf, np.sqrt(variance))


def maximize(
    terms: Callable[[Floats], Terms], start: Floats, lower: Floats, upper: Floats, *, small: float = _SMALL
) -> Optimum:
    """Climb from ``start`` to the nearest maximum in the box; each pass evaluates value, gradient and Hessian once.

    A trust-region Newton method: directions of negative curvature are followed uphill (by the absolute eigenvalue),
    no direction further than the radius, and what the box holds is left out. The last step, by then far below the
    standard error, is taken without another pass; its gain is added to the value. ``small`` is the size of such a step.
    """
    point, radius = np.clip(start, lower, upper), 1.0
    now, retries = terms(point), 3
    for _ in range(_PASSES):
        free = ~(((point <= lower) & (now.gradient < 0)) | ((point >= upper) & (now.gradient > 0)))
        step, promised = _step(now, free, radius)
        target = np.clip(point + step, lower, upper)
        inside = bool((target == point + step).all())
        if inside and np.abs(step).max() <= min(small, radius / 2):
            return _landed(target, promised, now, free)
        if promised <= _GAIN + _NOISE * abs(now.value):
            _, ridge = _step(now, free, 2.0)
            if retries == 0 or radius >= 2 or ridge <= _GAIN + _NOISE * abs(now.value):
                return _landed(target, promised, now, free) if inside else Optimum(point, now, free)
            radius, retries = 2.0, retries - 1
            continue
        if not inside:
            promised = _gain(now, target - point)
        tried = terms(target)
        gained = tried.value - now.value
        if not np.isfinite(gained) or gained < 0.1 * promised - _NOISE * abs(now.value):
            radius = min(radius, float(np.abs(step).max())) / 4
            if radius < 1e-12:
                return Optimum(point, now, free, converged=False)
        elif gained > 0.6 * promised:
            radius = min(radius * 2, 4.0)
        if gained > 0 or (np.isfinite(gained) and gained >= -_NOISE * abs(now.value)):
            point, now = target, tried
    return Optimum(point, now, free, converged=False)


def _landed(target: Floats, promised: float, now: Terms, free: NDArray[np.bool_]) -> Optimum:
    """Return the end of a climb: the last step taken on trust, its promised gain counted."""
    return Optimum(target, Terms(now.value + promised, now.gradient, now.hessian), free)


def _step(now: Terms, free: NDArray[np.bool_], radius: float) -> tuple[Floats, float]:
    """Return the Newton step among the free coordinates, cut to the radius, and the gain it promises."""
    step = np.zeros(free.size)
    at = np.flatnonzero(free)
    if not at.size:
        return step, 0.0
    curvature, axes = np.linalg.eigh(-now.hessian[np.ix_(at, at)])
    slope = axes.T @ now.gradient[at]
    reach = np.abs(slope) / radius
    along = slope / np.maximum(np.maximum(np.abs(curvature), reach), 1e-300)
    step[at] = axes @ along
    return step, float((slope * along - 0.5 * curvature * along**2).sum())


def _gain(now: Terms, step: Floats) -> float:
    """Return the gain that the quadratic model promises for a step."""
    return float(now.gradient @ step + 0.5 * step @ now.hessian @ step)
