"""Invented shops that are hard on a forecast in one way each: seasons, growth, campaigns, regular buyers, few customers.

Purchases are seeded and in whole days, over three years. Everybody's rate follows the calendar of the shop; a customer has its
own share of it and leaves for good on a day of its own (Pareto/NBD, where the calendar is even and gaps are exponential).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

FIRST_DAY = 19_000
DAYS = 3 * 365


@dataclass(frozen=True)
class Shop:
    """What is unusual about a shop."""

    customers: int = 2_000
    season: float = 0.0
    """Half of the logarithm of the best over the worst week of the year."""
    growth: float = 0.0
    """Of the logarithm of everybody's rate, in a year."""
    campaigns: float = 0.0
    """Standard deviation of the logarithm of the rate from month to month."""
    cohorts: float = 0.0
    """By what the logarithm of the rate of those who come a year later differs."""
    regularity: float = 1.0
    """Shape of the gamma distribution of the gaps: 1 is exponential, more is more regular."""
    stays: bool = False
    """Whether nobody ever leaves."""

    def days(self, seed: int) -> pl.DataFrame:
        """Return purchase days as the roll-up gives them: customer_id, order_date, order_count, amount."""
        rng = np.random.default_rng(seed)
        clock = self._clock(rng)
        firsts = rng.integers(0, DAYS - 30, self.customers)
        rates = rng.gamma(0.9, 1 / (0.9 * 60), self.customers) * np.exp(self.cohorts * firsts / 365)
        lives = rng.exponential(1, self.customers) / rng.gamma(0.7, 1 / 150, self.customers)
        pieces = []
        for number, (first, rate, life) in enumerate(zip(firsts, rates, lives, strict=True)):
            least = 20 + int(3 * rate * DAYS * 2)
            gaps = rng.gamma(self.regularity, 1 / (self.regularity * rate), least)
            bought = np.searchsorted(clock, clock[first] + np.cumsum(gaps), side="right") - 1
            bought = bought[(bought < DAYS) & (self.stays | (bought <= first + life))]
            own = np.unique(np.append(bought, first))
            spent = rng.lognormal(3, 0.6) * rng.lognormal(0, 0.3, own.size)
            pieces.append(pl.DataFrame({"number": number, "day": own + FIRST_DAY, "amount": np.rint(spent * 10_000)}))
        return pl.concat(pieces).select(
            customer_id=pl.format("c{}", pl.col("number").cast(pl.String).str.zfill(6)),
            order_date=pl.col("day").cast(pl.Int32).cast(pl.Date),
            order_count=pl.lit(1, dtype=pl.UInt32),
            amount=pl.col("amount").cast(pl.Int64),
        )

    def _clock(self, rng: np.random.Generator) -> np.ndarray:
        """Return the shop's own time at the start of each day, which runs as fast as purchases come."""
        day = np.arange(DAYS)
        pace = self.season * np.cos(2 * np.pi * (day - 340) / 365) + self.growth * day / 365
        pace += rng.normal(0, self.campaigns, DAYS // 30 + 1).repeat(30)[:DAYS]
        speed = np.exp(pace)
        return np.concatenate([[0.0], np.cumsum(speed / speed.mean())])


SHOPS = {
    "even": Shop(),
    "seasonal": Shop(season=0.4),
    "growing": Shop(growth=0.4),
    "shrinking": Shop(growth=-0.4),
    "worse cohorts": Shop(cohorts=-0.4),
    "campaigns": Shop(campaigns=0.25),
    "regular buyers": Shop(regularity=3.0),
    "regular, seasonal, campaigns": Shop(season=0.4, campaigns=0.2, regularity=2.0),
    "few": Shop(customers=300),
    "few, regular": Shop(customers=300, regularity=3.0),
    "few, campaigns": Shop(customers=300, campaigns=0.3),
    "nobody leaves, seasonal": Shop(customers=700, season=0.3, stays=True),
}
