"""Fitted models as plain dictionaries, to keep in JSON: fit monthly, score daily."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from segkit.errors import DataError
from segkit.frozen import frozen
from segkit.models.fitting import KINDS
from segkit.models.gamma_gamma import NAMES as SPEND_NAMES
from segkit.models.gamma_gamma import GammaGamma

if TYPE_CHECKING:
    from segkit.models._base import CountModel


@frozen
class SavedModel:
    """A model of counts, perhaps one of spend, and the unit of its times."""

    counts: CountModel
    spend: GammaGamma | None = None
    time_unit: str = "day"


def to_dict(saved: SavedModel) -> dict[str, Any]:
    """Return a dictionary for JSON; what is not finite (a standard error that nothing identifies) becomes None."""
    counts = saved.counts
    found: dict[str, Any] = {
        "model": counts.name,
        "time_unit": saved.time_unit,
        "parameters": dict(counts.parameters),
        "standard_errors": {name: _finite(value) for name, value in counts.standard_errors.items()},
        "log_likelihood": _finite(counts.log_likelihood),
    }
    if saved.spend is not None:
        found["spend"] = dict(saved.spend.parameters)
    return found


def from_dict(stored: Mapping[str, Any]) -> SavedModel:
    """Return the models of a dictionary; raise DataError with every fault if it is none of a saved model."""
    kinds = {kind.model.name: kind for kind in KINDS.values()}
    faults: list[str] = []
    kind = kinds.get(str(stored.get("model")))
    if kind is None:
        faults.append(f'"model" is {stored.get("model")!r}, not one of {", ".join(kinds)}')
    if stored.get("time_unit") not in ("day", "week"):
        faults.append(f'"time_unit" is {stored.get("time_unit")!r}, not day or week')
    parameters = _positive(stored.get("parameters"), kind.names if kind else (), "parameters", faults)
    spend = _positive(stored["spend"], SPEND_NAMES, "spend", faults) if stored.get("spend") is not None else None
    if faults or kind is None:
        raise DataError(
            "this is no saved model: " + "; ".join(faults), fix="Save one with segkit ltv FILE --save-model m.json"
        )
    errors = stored.get("standard_errors")
    likelihood = stored.get("log_likelihood")
    counts = kind.model(
        parameters=parameters,
        standard_errors=_numbers(errors),
        log_likelihood=float(likelihood) if isinstance(likelihood, int | float) else math.nan,
    )
    return SavedModel(counts, None if spend is None else GammaGamma(parameters=spend), str(stored["time_unit"]))


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _numbers(values: Any) -> dict[str, float]:
    """Return the numbers of a mapping, inf for None."""
    if not isinstance(values, Mapping):
        return {}
    return {str(name): math.inf if value is None else float(value) for name, value in values.items()}


def _positive(values: Any, names: tuple[str, ...], where: str, faults: list[str]) -> dict[str, float]:
    """Return the named positive numbers of a mapping; note what is missing or is none."""
    if not isinstance(values, Mapping):
        faults.append(f'"{where}" is missing')
        return {}
    found = {}
    for name in names:
        value = values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
            faults.append(f'"{name}" of "{where}" is {value!r}, not a positive number')
        else:
            found[name] = float(value)
    return found
