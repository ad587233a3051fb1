"""What a customer is expected to spend per purchase: Gamma-Gamma, and what steps in for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from segkit import models
from segkit.errors import ModelError
from segkit.frozen import frozen
from segkit.lifetime.forecasts import LEAST_BUYERS

if TYPE_CHECKING:
    from segkit.lifetime.history import Floats, Snapshot
    from segkit.models import GammaGamma


@frozen
class Spend:
    """What each customer is expected to spend per purchase, and the model of it."""

    each: Floats
    model: GammaGamma | None
    warnings: tuple[tuple[str, str], ...] = ()
    """What the fit had to say, and why something else stepped in: codes and sentences."""


def spend_of(known: Snapshot, model: GammaGamma | None = None) -> Spend:
    """Return the expected spend by a given model, else one that is fitted.

    Without a model it is the customer's own mean; whoever has no spend gets the mean of the others.
    """
    spent = known.spend_days > 0
    if not spent.any():
        said = "nobody has spent anything: spend is expected to be 0"
        return Spend(np.zeros(known.size), None, (("no-spend", said),))
    own = np.where(spent, known.mean_spend, float(np.sort(known.mean_spend[spent]).mean()))
    warnings: tuple[tuple[str, str], ...] = ()
    if model is None:
        model, warnings = _fitted(known, int(spent.sum()))
    if model is None:
        return Spend(own, None, warnings)
    with np.errstate(all="ignore"):  # what is not finite gives way to the customer's own mean
        each = model.expected_spend(known.spend_days, known.mean_spend)
    return Spend(np.where(spent & np.isfinite(each) & (each >= 0), each, own), model, warnings)


def _fitted(known: Snapshot, spenders: int) -> tuple[GammaGamma | None, tuple[tuple[str, str], ...]]:
    if spenders < LEAST_BUYERS:
        said = f"only {spenders} customers spent anything: too few for Gamma-Gamma, own means step in"
        return None, (("few-spenders", said),)
    try:
        model = models.fit_spend(known.spend_days, known.mean_spend)
    except ModelError as error:
        return None, (("no-spend-model", f"Gamma-Gamma cannot be fitted: {error.message}; own means step in"),)
    return model, tuple((warning.code, f"Gamma-Gamma: {warning.message}") for warning in model.warnings)
