"""The textbook formulas of lifetime value: rates, lifespans, discounted sums, payback.

Money and time are per period (a month of 30.4375 days); a figure that the data do not identify is null and never
infinite. Sources: Gupta and Lehmann, "Customers as Assets", 2003 (margin multiples); Berger and Nasr, "Customer Lifetime
Value: Marketing Models and Applications", 1998 (the sums over a horizon).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from segkit import units

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


def ratio(value: pl.Expr, by: pl.Expr) -> pl.Expr:
    """Return ``value / by``, null where either is unknown or nothing is divided by."""
    return pl.when(by != 0).then(value / by)


def lifespan(churn: pl.Expr) -> pl.Expr:
    """Return the expected number of periods that a customer stays, ``1 / churn``; null where nobody was seen to leave."""
    return ratio(pl.lit(1.0), churn)


def churn_bound(at_risk: pl.Expr) -> pl.Expr:
    """Return the largest churn that is compatible with none seen in ``at_risk`` customer-periods, with 95 % confidence.

    The rule of three: Hanley and Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 1983.
    """
    return ratio(pl.lit(3.0), at_risk).clip(upper_bound=1.0)


def churn_value(margin: pl.Expr, churn: pl.Expr, discount: float = 0.0) -> pl.Expr:
    """Return the value of a customer who brings ``margin`` each period, the first one for certain.

    ``margin (1 + d) / (1 + d - r)`` with retention ``r = 1 - churn``; without a discount ``margin / churn``. Null without
    churn and discount: the sum has no end.
    """
    return ratio(margin * (1 + discount), discount + churn)


def horizon_value(margin: pl.Expr, churn: pl.Expr, discount: float, periods: float) -> pl.Expr:
    """Return that value over the first ``periods`` periods: ``margin (1 - q^H) / (1 - q)``, ``q = r / (1 + d)``."""
    kept = units.quotient(1 - churn, 1 + discount)
    return pl.when(kept == 1).then(margin * periods).otherwise(margin * (1 - kept**periods) / (1 - kept))


def payback(margins: pl.DataFrame, costs: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return ``costs`` with ``payback``: after how many periods the margin of an acquired customer has reached its cost.

    ``margins`` are ``margin`` per acquired customer by ``by`` and age in periods (``month``), sorted by both; ``costs``
    are ``cac`` by ``by``, in the same unit. Linear inside a period; null where they never reach it, or it is 0.
    """
    reached = pl.col("margin").cum_sum().over(by)
    total = margins.with_columns(reached=reached).with_columns(before=pl.col("reached").shift(fill_value=0.0).over(by))
    enough = total.join(costs.select(*by, "cac"), on=by, nulls_equal=True, maintain_order="left").filter(
        pl.col("cac") > 0, pl.col("reached") >= pl.col("cac")
    )
    first = enough.group_by(by).agg(pl.all().first())
    inside = (pl.col("cac") - pl.col("before")) / (pl.col("reached") - pl.col("before"))
    return costs.join(first.select(*by, payback=pl.col("month") + inside), on=by, how="left", nulls_equal=True)
