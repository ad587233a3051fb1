"""Forecasts from earlier days held against what came after them.

At an origin everything is fitted to what was known on that day; the customers first seen by then are predicted for the
window after it. Cohorts, parameters and the correction's training all lie before the cut.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

import numpy as np

from segkit import units
from segkit.frozen import frozen
from segkit.lifetime.accuracy import Accuracy, accuracy
from segkit.lifetime.correction import LEAST_WINDOW, Correction, closed, learn, window_of
from segkit.lifetime.forecasts import Forecast, Model, fitted, last_window, naive_rate, of_model
from segkit.lifetime.spend import spend_of

if TYPE_CHECKING:
    from segkit.lifetime.history import Floats, Histories, Ints, Snapshot
    from segkit.models import CountModel

_STEPS = 2
"""Origins lie half a horizon apart."""

_LEAST_HISTORY = 2
"""An origin has at least half a horizon of history before it."""


def origins(first: int, last: int, horizon: int, count: int) -> list[int]:
    """Return up to ``count`` days to predict from, the latest first: each has its whole window within the data.

    The latest is one horizon before ``last``; each earlier one half a horizon before the next, as long as half a horizon
    of history lies before it.
    """
    step = max(horizon // _STEPS, 1)
    found = [last - horizon - step * place for place in range(count)]
    return [day for day in found if day - first >= horizon / _LEAST_HISTORY and day > first]


_Fit = tuple["CountModel | None", tuple[tuple[str, str], ...]]
"""A fitted model and what is to be said about it, as ``fitted`` returns them."""


@frozen
class Backtests:
    """Forecasts over one horizon from any origin; each fit is made once, whoever asks for it."""

    histories: Histories
    first: int
    """First day of the data."""
    horizon: int
    _snapshots: dict[int, Snapshot] = field(default_factory=dict)
    _fits: dict[tuple[int, Model], _Fit] = field(default_factory=dict)
    _forecasts: dict[tuple[int, Model], Forecast] = field(default_factory=dict)
    _corrections: dict[int, Correction] = field(default_factory=dict)

    def over(self, horizon: int) -> Backtests:
        """Return the backtests of another horizon: what is known, fitted and learned is the same."""
        return replace(self, horizon=horizon, _forecasts={})

    def known(self, origin: int) -> Snapshot:
        """Return what was known at the end of an origin."""
        if origin not in self._snapshots:
            self._snapshots[origin] = self.histories.at(origin)
        return self._snapshots[origin]

    def actual(self, origin: int) -> Ints:
        """Return the purchase days in the window after an origin of the customers known at it."""
        return self._bought(origin, self.horizon)

    def forecast(self, origin: int, model: Model) -> Forecast:
        """Return what a model, fitted at an origin, expects in the window after it."""
        if (origin, model) not in self._forecasts:
            self._forecasts[origin, model] = self._expected(origin, model, self.horizon)
        return self._forecasts[origin, model]

    def correction(self, origin: int) -> Correction:
        """Return the correction that was learned from the last window before an origin, whatever the horizon."""
        if origin not in self._corrections:
            self._corrections[origin] = self._learned(origin)
        return self._corrections[origin]

    def _learned(self, origin: int) -> Correction:
        window = window_of(self.first, origin)
        if window < LEAST_WINDOW:
            return closed("less than three weeks of history to learn from")
        start = origin - window
        before = self._expected(start, "pareto", window)
        if before.model is None:
            return closed(f"Pareto/NBD could not be fitted {window} days ago")
        return learn(self.histories, self.known(start), before.expected, self._bought(start, window), window)

    def _expected(self, origin: int, model: Model, days: int) -> Forecast:
        if (origin, model) not in self._fits:
            self._fits[origin, model] = fitted(model, self.known(origin))
        found, warnings = self._fits[origin, model]
        return of_model(found, self.known(origin), days, warnings=warnings)

    def _bought(self, origin: int, days: int) -> Ints:
        return self.histories.between(origin, origin + days)[self.known(origin).index]

    def predicted(self, origin: int, method: str) -> Floats:
        """Return the purchases that a method of ``lifetime.METHODS`` expects in the window after an origin."""
        known = self.known(origin)
        if method == "zero":
            return np.zeros(known.size)
        if method == "naive_rate":
            return naive_rate(known) * self.horizon
        if method == "naive_last_window":
            return last_window(self.histories, known, self.horizon)
        if method == "pareto_corrected":
            base = self.forecast(origin, "pareto")
            return base.expected * self.correction(origin).factors(self.histories, known, base.model)
        model: Model = "mbg" if method == "mbg" else "bg" if method == "bg" else "pareto"
        return self.forecast(origin, model).expected

    def accuracy(self, origin: int, method: str) -> Accuracy:
        """Return how wrong a method was at an origin."""
        return accuracy(self.actual(origin), self.predicted(origin, method))

    def money_error(self, origin: int, method: str) -> float | None:
        """Return ln(actual / predicted) of the money of the window, None where there is none on either side."""
        if self.histories.spend is None:
            return None
        known = self.known(origin)
        spent = self._spent(origin + self.horizon) - self._spent(origin)
        actual = float(spent[known.index].sum()) / units.SCALE
        each = spend_of(known).each
        return _log_ratio(actual, float(np.sort(self.predicted(origin, method) * each).sum()))

    def count_error(self, origin: int, method: str) -> float | None:
        """Return ln(actual / predicted) of the purchases of the window, None where there are none on either side."""
        return _log_ratio(float(self.actual(origin).sum()), float(np.sort(self.predicted(origin, method)).sum()))

    def _spent(self, cut: int) -> Ints:
        """Return the positive money of each customer up to a day."""
        return self.histories.positive_spend(cut)


def _log_ratio(actual: float, predicted: float) -> float | None:
    return float(np.log(actual / predicted)) if actual > 0 and predicted > 0 else None
