"""Values of single customers: what they brought to date."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from segkit import units
from segkit.analyses._base import Computed, RolledUp
from segkit.analyses.ltv.costs import Costs
from segkit.analyses.ltv.overview import customer_facts
from segkit.analyses.ltv.params import LtvParams, schema_of
from segkit.analyses.summary.analysis import event_notes
from segkit.frozen import frozen
from segkit.lifetime.formulas import MONTH_DAYS
from segkit.lifetime.history import Histories, Snapshot
from segkit.periods import day_number
from segkit.result import Note
from segkit.schema import KEY

_MARGIN_SCALE = 10**6


@frozen
class Margin:
    """What part of the revenue stays: given, or told by the costs of the rows."""

    share: float
    """Of the revenue of all customers."""
    given: Decimal | None
    from_costs: bool

    @classmethod
    def of(cls, customers: pl.DataFrame, params: LtvParams) -> Margin:
        """Return the margin of the parameters, else the profit of the rows over their revenue, else 1."""
        if params.margin is not None or "value" not in customers.columns:
            given = Decimal(1) if params.margin is None else Decimal(params.margin)
            return cls(float(given), given, from_costs=False)
        revenue, profit = int(customers["amount"].sum()), int(customers["value"].sum())
        return cls(profit / revenue if revenue > 0 else 1.0, None, from_costs=True)

    def value(self) -> pl.Expr:
        """Return the margin of each row that has ``amount`` (and ``value``, the profit), exactly, in 1/10,000."""
        if self.given is None:
            return pl.col("value")
        share = int(self.given * _MARGIN_SCALE)
        return units.round_half_away(pl.col("amount").cast(pl.Int128) * share, _MARGIN_SCALE)

    def __str__(self) -> str:
        """Return the margin as the headline says it."""
        return f"margin {self.share:.4g}" + (" (profit / revenue)" if self.from_costs else "")


def historic(data: RolledUp, params: LtvParams) -> Computed:
    """Return what every customer with a purchase brought to date: rows by value descending, then id."""
    margin = Margin.of(data.customers, params)
    histories = Histories.of(data.level("customer_days"))
    known = histories.at(day_number(data.as_of))
    rows = customer_rows(data, histories, known, margin)
    months = pl.col("T") / MONTH_DAYS
    per_month = (pl.col("historic_value") / months).round().cast(pl.Int64)
    costs = Costs(params, histories, rows["group"])
    cac = costs.of_customers
    table = rows.with_columns(
        value_per_month=pl.when(months >= 1).then(per_month), ltv=pl.col("historic_value") - cac, cac=cac
    )
    table = schema_of(params).arranged(table)
    return Computed(
        table=table,
        facts=customer_facts(table),
        notes=[*event_notes(data, histories), *_negative_notes(table), *costs.notes()],
        headline=(f"Historic value to {data.as_of}: net revenue x {margin}" + net_of_cac(params),),
    )


def net_of_cac(params: LtvParams) -> str:
    """Return what the headline says about the cost of acquisition."""
    if params.cac is None:
        return ""
    return f", net of the spend of {params.cac}" if params.cac_spend else f", net of a CAC of {params.cac}"


def customer_rows(data: RolledUp, histories: Histories, known: Snapshot, margin: Margin | None) -> pl.DataFrame:
    """Return what is known of every customer with a purchase: history, group; with a margin also mean spend and value."""
    rows = with_groups(
        pl.DataFrame({KEY: histories.customers, "frequency": known.x, "recency": known.t_x, "T": known.T}), data
    )
    if margin is None:
        return rows
    mean_spend = pl.Series((known.mean_spend * units.SCALE).round(), dtype=pl.Int64)
    rows = rows.with_columns(mean_spend=pl.when(pl.Series(known.spend_days) > 0).then(mean_spend))
    money = data.customers.select(KEY, margin.value().alias("historic_value"))
    return rows.join(money, on=KEY, how="left", maintain_order="left")


def with_groups(rows: pl.DataFrame, data: RolledUp) -> pl.DataFrame:
    """Return the rows with the group of each customer, null where there is none."""
    if data.groups is None:
        return rows.with_columns(group=pl.lit(None, dtype=pl.String))
    return rows.join(data.groups, on=KEY, how="left", maintain_order="left")


def _negative_notes(table: pl.DataFrame) -> Iterator[Note]:
    if count := int((table["historic_value"] <= 0).sum()):
        yield Note(
            "not-positive", f"{count:,} with a value of zero or less: shown as they are, in the total", count=count
        )
