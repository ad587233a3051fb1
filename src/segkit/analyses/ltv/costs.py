"""What acquiring each customer cost: one number for all, or the spend of its first month (and channel) over those who came."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

import polars as pl

from segkit import units
from segkit.analyses.ltv.params import LtvParams
from segkit.errors import ParamsError
from segkit.lifetime.history import Histories
from segkit.periods import month_number
from segkit.result import Note


class Costs:
    """The costs of the customers with a purchase, in the order of their histories.

    With a spend file the CAC of a customer is the spend of the month (and, with ``--by``, the channel) of its first
    purchase over the new customers of that month (and channel); where nothing was spent it is 0.
    """

    def __init__(self, params: LtvParams, histories: Histories, groups: pl.Series) -> None:
        self.params = params
        self.by_channel = params.by is not None and bool((params.cac_spend or {}).get("channel"))
        first = pl.Series("day", histories.first_days).cast(pl.Int32).cast(pl.Date)
        self.customers = pl.DataFrame({"day": first, "channel": groups}).select(
            month_number(pl.col("day")).cast(pl.Int64).alias("month"), pl.col("channel").cast(pl.String)
        )

    @property
    def keys(self) -> list[str]:
        """The columns that tell whom a spend acquired."""
        return ["month", "channel"] if self.by_channel else ["month"]

    @cached_property
    def spend(self) -> pl.DataFrame:
        """The spend by month (and channel) with the new customers of it."""
        given = self.params.cac_spend or {}
        channels = given.get("channel") or [None] * len(given.get("month", []))
        columns = {"month": given.get("month", []), "channel": channels, "units": given.get("units", [])}
        schema = {"month": pl.Int64, "channel": pl.String, "units": pl.Int64}
        spend = pl.DataFrame(columns, schema=schema).group_by(self.keys).agg(pl.col("units").sum())
        new = self.customers.group_by(self.keys).agg(pl.len().cast(pl.Int64).alias("new"))
        return spend.join(new, on=self.keys, how="left").with_columns(pl.col("new").fill_null(0))

    @cached_property
    def of_customers(self) -> pl.Series:
        """The cost of each customer in 1/10,000."""
        if self.params.cac_spend is None:
            number = int((self.params.cac_number or Decimal(0)) * units.SCALE)
            if number * self.customers.height > units.LIMIT // 2:  # half: values are what is left of them
                most = units.LIMIT // 2 // units.SCALE
                raise ParamsError(
                    f"--cac {self.params.cac} for {self.customers.height:,} customers is above {most:,}, the most that is counted exactly"
                )
            return pl.repeat(number, self.customers.height, dtype=pl.Int64, eager=True)
        each = units.mean(pl.col("units"), pl.col("new"))
        costs = self.spend.filter(pl.col("new") > 0).select(*self.keys, each.alias("cac"))
        return self.customers.join(costs, on=self.keys, how="left", maintain_order="left")["cac"].fill_null(0)

    def notes(self) -> Iterator[Note]:
        """Yield customers without spend, and spend without customers."""
        if self.params.cac_spend is None:
            return
        spend = self.spend
        free = self.customers.join(spend, on=self.keys, how="anti").height
        if free:
            where = "a month and channel" if self.by_channel else "a month"
            yield Note("no-spend-for", f"{free:,} customers came in {where} without spend: their CAC is 0", count=free)
        if lost := int(spend.filter(pl.col("new") == 0)["units"].sum()):
            message = f"{units.money_text(lost)} were spent where nobody came: they are in no CAC"
            yield Note("spend-without-customers", message, warning=True)
