"""How long customers were active, and what an acquired customer brought by age.

A customer is active from a purchase until the window after it has passed without another (docs/definitions.md, life cycle). Orders,
money and losses are set against the same customer-periods, so that the rates of a formula fit each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from segkit.lifetime.formulas import MONTH_DAYS, days_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segkit.lifetime.history import Floats, Histories
    from segkit.periods import Duration


def active_days(histories: Histories, cut: int, window: Duration) -> Floats:
    """Return how many days each customer was active up to ``cut``."""
    if not histories.size:
        return np.zeros(0)
    following = np.append(histories.days[1:], cut)
    following[histories.starts[1:] - 1] = cut
    spells = np.minimum(following - histories.days, round(days_of(window)))
    return np.add.reduceat(spells, histories.starts[:-1]).astype(np.float64)


def months_of_age(days: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Return a ledger by ``group`` and ``month`` of age: the ``margin`` booked in it, and who is not observed through it.

    ``days`` are those with money: ``group``, ``age`` (days since the customer's first purchase), ``margin``, and
    ``observed`` (how many days the customer was observed after its first purchase), which ``customers`` have with ``group`` too. A
    month of age counts the customers who were observed through it, and their money.
    """
    through = (pl.col("observed") / MONTH_DAYS).floor().cast(pl.Int32)
    month = (pl.col("age").clip(lower_bound=0) / MONTH_DAYS).floor().cast(pl.Int32)
    nothing = pl.lit(0, dtype=pl.Int64)
    booked = days.filter(month < through).select("group", month=month, margin="margin", gone=nothing)
    gone = customers.select("group", month=through, margin=nothing, gone=pl.lit(1, dtype=pl.Int64))
    return pl.concat([booked, gone])


def margins_by_age(ledger: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return the ``margin`` per acquired customer by ``by`` and ``month`` of age, sorted by both, from the sums of the ledger."""
    gone = pl.col("gone")
    observed = (gone.sum() - gone.cum_sum()).over(by)
    counted = ledger.sort(*by, "month").with_columns(observed=observed).filter(pl.col("observed") > 0)
    return counted.select(*by, "month", pl.col("margin") / pl.col("observed"))
