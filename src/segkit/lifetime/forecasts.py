"""What a snapshot lets expect of each customer in the days after it, by each method, and what a method falls back to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from segkit import models
from segkit.errors import ModelError
from segkit.frozen import frozen

if TYPE_CHECKING:
    from segkit.lifetime.history import Floats, Histories, Snapshot
    from segkit.models import CountModel

Model = Literal["pareto", "mbg", "bg", "naive"]

TITLES = {"pareto": "Pareto/NBD", "mbg": "MBG/NBD", "bg": "BG/NBD"}
TITLES_OF = {f"{name}-nbd": title for name, title in TITLES.items()}
"""What models are called in sentences, by the word of --model and by their own name."""


LEAST_BUYERS = 10
"""Repeat buyers, or customers with spend, that the parameters of a model can be told from."""


@frozen
class Discounting:
    """How purchases are discounted to the day of the snapshot: a continuous rate a day, or at the ends of months."""

    rate: float = 0.0
    period: float | None = None
    """Days of the period at whose end purchases are dated; None dates them when they happen."""


UNDISCOUNTED = Discounting()


@frozen
class Forecast:
    """Expected purchases of each customer of a snapshot over a horizon."""

    expected: Floats
    discounted: Floats
    """The same, each purchase discounted to the day of the snapshot."""
    model: CountModel | None
    """The fitted model, None for the naive rate."""
    warnings: tuple[tuple[str, str], ...] = ()
    """What the fit had to say, and why another method stepped in: codes and sentences."""

    @property
    def name(self) -> str:
        """The method that was used in the end."""
        return "naive-rate" if self.model is None else self.model.name


def fitted(model: Model, known: Snapshot) -> tuple[CountModel | None, tuple[tuple[str, str], ...]]:
    """Return the fitted model, None where only the naive rate is left, and what is to be said about it."""
    if model == "naive":
        return None, ()
    buyers = int((known.x > 0).sum())
    if buyers < LEAST_BUYERS:
        few = "nobody" if not buyers else f"only {buyers} customers" if buyers > 1 else "only 1 customer"
        said = f"{few} bought on two days: too few for {TITLES[model]}, the naive rate steps in"
        return None, (("few-repeat-buyers", said),)
    try:
        found = models.fit(model, known.x, known.t_x, known.T)
    except ModelError as error:
        return None, (
            ("not-identified", f"{TITLES[model]} cannot be fitted: {error.message}; the naive rate steps in"),
        )
    return found, tuple((warning.code, f"{TITLES[model]}: {warning.message}") for warning in found.warnings)


def of_model(
    model: CountModel | None,
    known: Snapshot,
    horizon: float,
    discounting: Discounting = UNDISCOUNTED,
    warnings: tuple[tuple[str, str], ...] = (),
) -> Forecast:
    """Return what a fitted model expects in the ``horizon`` days after a snapshot; customers for whom its figures are not finite get the naive rate."""
    naive = naive_rate(known)
    expected, discounted = naive * horizon, naive * _naive_days(horizon, discounting)
    if model is not None and known.size:
        history = (known.x, known.t_x, known.T)
        with np.errstate(all="ignore"):  # what is not finite is found below
            theirs = model.expected_purchases(*history, horizon)
            if discounting.rate == 0:
                later = theirs
            elif discounting.period is None:
                later = model.discounted_purchases(*history, horizon, discounting.rate)
            else:
                later = model.discounted_by_period(*history, horizon, discounting.rate, period=discounting.period)
        usable = np.isfinite(theirs) & np.isfinite(later) & (theirs >= 0) & (later >= 0)
        if lost := int((~usable).sum()):
            said = f"{TITLES_OF[model.name]} gives no figure for {lost:,} customers: they get the naive rate"
            warnings = (*warnings, ("not-finite", said))
        expected, discounted = np.where(usable, theirs, expected), np.where(usable, later, discounted)
    return Forecast(expected, discounted, model, warnings)


def naive_rate(known: Snapshot) -> Floats:
    """Return the purchases a day of each customer: its own repeats, smoothed by one purchase at everybody's rate.

    ``(x + 1) / (T + 1 / rate)`` with ``rate = (sum of x + 1/2) / sum of T``: positive for everybody as soon as anybody was
    observed for a day, and 0 before.
    """
    observed = float(known.T.sum())
    if not observed:
        return np.zeros(known.size)
    everybody = (float(known.x.sum()) + 0.5) / observed
    return (known.x + 1) / (known.T + 1 / everybody)


def last_window(histories: Histories, known: Snapshot, horizon: int) -> Floats:
    """Return the purchase days of each customer in the ``horizon`` days before the snapshot: next window = last window."""
    return histories.between(known.cut - horizon, known.cut)[known.index].astype(np.float64)


def _naive_days(horizon: float, discounting: Discounting) -> float:
    """Return the discounted days of the horizon: what a rate of one purchase a day is worth."""
    if discounting.rate == 0:
        return horizon
    if discounting.period is None:
        return float(-np.expm1(-discounting.rate * horizon) / discounting.rate)
    ends = np.minimum(np.arange(1, np.ceil(horizon / discounting.period - 1e-9) + 1) * discounting.period, horizon)
    return float((np.exp(-discounting.rate * ends) * np.diff(ends, prepend=0)).sum())
