"""Fitted models in other units of time: histories are in days, papers and saved models often in weeks."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segkit.models import CountModel, SavedModel

_TIMES = ("alpha", "beta")


def in_unit(model: CountModel, days: int, purchases: int) -> CountModel:
    """Return a model of days with its times in units of so many days.

    The log-likelihood is that of the densities in that unit: higher by ln(days) for each of the repeat ``purchases``.
    """
    return replace(
        model,
        parameters=_scaled(model.parameters, 1 / days),
        standard_errors=_scaled(model.standard_errors, 1 / days),
        log_likelihood=model.log_likelihood + purchases * math.log(days),
    )


def in_days(saved: SavedModel, days: int) -> SavedModel:
    """Return a saved model, whose unit is so many days, with its times in days."""
    counts = replace(saved.counts, parameters=_scaled(saved.counts.parameters, days))
    return replace(saved, counts=counts, time_unit="day")


def _scaled(values: Mapping[str, float], factor: float) -> dict[str, float]:
    return {name: value * factor if name in _TIMES else value for name, value in values.items()}
