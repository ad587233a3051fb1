"""The textbook formulas of lifetime value: rates, lifespans, discounted sums, payback.

Money and time are per period (a month of 30.4375 days); a figure that the data do not identify is None and never
infinite. Sources: Gupta and Lehmann, "Customers as Assets", 2003 (margin multiples); Berger and Nasr, "Customer Lifetime
Value: Marketing Models and Applications", 1998 (the sums over a horizon).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segkit.periods import Duration

MONTH_DAYS = 30.4375
"""Days of a month: a twelfth of 365.25."""

YEAR_DAYS = 365.25


def days_of(duration: Duration) -> float:
    """Return the length of a duration in days, a month being a twelfth of 365.25."""
    return duration.days or duration.months * MONTH_DAYS


def per_period(annual: float, periods: float = 12) -> float:
    """Return the rate of a period that compounds to an effective annual rate."""
    return float((1 + annual) ** (1 / periods) - 1)


def ratio(value: float | None, by: float | None) -> float | None:
    """Return ``value / by``, None where either is unknown or nothing is divided by."""
    return None if value is None or not by else value / by


def lifespan(churn: float | None) -> float | None:
    """Return the expected number of periods that a customer stays, ``1 / churn``; None where nobody was seen to leave."""
    return ratio(1, churn)


def churn_bound(at_risk: float) -> float | None:
    """Return the largest churn that is compatible with none seen in ``at_risk`` customer-periods, with 95 % confidence.

    The rule of three: Hanley and Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 1983.
    """
    return min(3 / at_risk, 1.0) if at_risk else None


def churn_value(margin: float, churn: float, discount: float = 0.0) -> float | None:
    """Return the value of a customer who brings ``margin`` each period, the first one for certain.

    ``margin (1 + d) / (1 + d - r)`` with retention ``r = 1 - churn``; without a discount ``margin / churn``. None without
    churn and discount: the sum has no end.
    """
    return ratio(margin * (1 + discount), discount + churn)


def horizon_value(margin: float, churn: float, discount: float, periods: float) -> float:
    """Return that value over the first ``periods`` periods: ``margin (1 - q^H) / (1 - q)``, ``q = r / (1 + d)``."""
    kept = (1 - churn) / (1 + discount)
    if kept == 1:
        return margin * periods
    return float(margin * (1 - kept**periods) / (1 - kept))


def payback(margins: Sequence[float], cac: float) -> float | None:
    """Return after how many periods the cumulative margin of an acquired customer reaches its cost, linear inside one.

    ``margins`` are the margins per acquired customer by age in periods; None where they never reach it.
    """
    if cac <= 0:
        return None
    total = [0.0]
    for margin in margins:
        total.append(total[-1] + margin)
    for age, (before, after) in enumerate(pairwise(total)):
        if after >= cac:
            return age + (cac - before) / (after - before)
    return None
