"""How long customers were active, how many were lost, and what an acquired customer brought by age.

A customer is active from a purchase until the window after it has passed without another (DEFINITIONS, life cycle). Orders,
money and losses are set against the same customer-periods, so that the rates of a formula fit each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from segkit.lifetime.formulas import MONTH_DAYS, days_of
from segkit.lifetime.history import Histories, day_number
from segkit.periods import last_complete

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from segkit.lifetime.history import Floats, Ints
    from segkit.periods import Duration


@dataclass(frozen=True)
class Losses:
    """By group: customer-months that began active, and those of them that did not end so."""

    at_risk: Ints
    lost: Ints


def active_days(histories: Histories, cut: int, window: Duration) -> Floats:
    """Return how many days each customer was active up to ``cut``."""
    if not histories.size:
        return np.zeros(0)
    following = np.append(histories.days[1:], cut)
    following[histories.starts[1:] - 1] = cut
    spells = np.minimum(following - histories.days, round(days_of(window)))
    return np.add.reduceat(spells, histories.starts[:-1]).astype(np.float64)


def losses(histories: Histories, period: tuple[date, date], window: Duration, groups: Ints) -> Losses:
    """Return the losses of the complete months that have one full window of history before them.

    ``groups`` are the group numbers of the customers, from 0. Active on a day means a purchase in the window that ends
    with it, both ends in; lost in a month means active on its eve and not on its last day.
    """
    size = int(groups.max(initial=-1)) + 1
    at_risk, lost = np.zeros(size, np.int64), np.zeros(size, np.int64)
    before: NDArray[np.bool_] | None = None
    for day in _month_ends(period, window):
        active = histories.between(day_number(window.before(day)) - 1, day_number(day)) > 0
        if before is not None:
            at_risk += np.bincount(groups[before], minlength=size)
            lost += np.bincount(groups[before & ~active], minlength=size)
        before = active
    return Losses(at_risk, lost)


def _month_ends(period: tuple[date, date], window: Duration) -> Iterator[date]:
    """Yield the last days of months from the first with a full window of history behind it."""
    first, last = period
    for number in range(first.year * 12 + first.month - 1, last_complete(last, "month") + 1):
        year, month = divmod(number + 1, 12)
        day = date(year, month + 1, 1) - timedelta(days=1)
        if window.before(day) >= first:
            yield day


def margins_by_age(ages: Ints, margins: Floats, owners: Ints, observed: Ints) -> list[float]:
    """Return the margin that an acquired customer brought at each age in months.

    ``ages`` (days since the customer's first purchase), ``margins`` and ``owners`` (positions in ``observed``) are those of
    days with money; ``observed`` is how many days each customer was observed after its first purchase. A month of age
    counts the customers who were observed through it.
    """
    through = np.floor(observed / MONTH_DAYS).astype(np.int64)
    months = int(through.max(initial=0))
    customers = np.bincount(through, minlength=months + 1)[::-1].cumsum()[::-1]
    month = np.floor(ages / MONTH_DAYS).astype(np.int64)
    seen = month < through[owners]
    total = np.bincount(month[seen], weights=margins[seen], minlength=months)
    return [float(total[age] / customers[age + 1]) for age in range(months)]
