"""How long customers were active, and what an acquired customer brought by age.

A customer is active from a purchase until the window after it has passed without another (DEFINITIONS, life cycle). Orders,
money and losses are set against the same customer-periods, so that the rates of a formula fit each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from segkit.lifetime.formulas import MONTH_DAYS, days_of

if TYPE_CHECKING:
    from segkit.lifetime.history import Floats, Histories, Ints
    from segkit.periods import Duration


def active_days(histories: Histories, cut: int, window: Duration) -> Floats:
    """Return how many days each customer was active up to ``cut``."""
    if not histories.size:
        return np.zeros(0)
    following = np.append(histories.days[1:], cut)
    following[histories.starts[1:] - 1] = cut
    spells = np.minimum(following - histories.days, round(days_of(window)))
    return np.add.reduceat(spells, histories.starts[:-1]).astype(np.float64)


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
