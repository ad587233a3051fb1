"""Frequency, recency, T and monetary value of every customer, for people who fit their own models.

The numbers are those of ``lifetimes.utils.summary_data_from_transaction_data`` on the same purchases.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import polars as pl

from segkit import units
from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.summary.words import WORDS
from segkit.frozen import frozen
from segkit.params import Params
from segkit.periods import day_number
from segkit.result import Fact, Note, Panel, Result
from segkit.schema import KEY, Column, Schema

if TYPE_CHECKING:
    from segkit.lifetime.history import Histories

UNIT_DAYS = {"day": 1, "week": 7}
"""Days of a time unit."""


@frozen(kw_only=True)
class SummaryParams(Params):
    """In which unit time is stated, and over which purchases spend is."""

    title: ClassVar[str] = "Summary"

    time_unit: Annotated[
        Literal["day", "week"], "Unit of recency and T; a week is 7 days, never a calendar week."
    ] = "day"  # fmt: skip
    spend_on: Annotated[
        Literal["repeat", "all"],
        "Monetary value is the mean of the repeat purchase days, or of all with positive spend.",
    ] = "repeat"


OUTPUT = Schema(
    "summary",
    version=1,
    order=(KEY,),
    columns={
        KEY: Column("id", "The customer; item_id with --per item, entity_id with --per another column."),
        "frequency": Column("count", "Repeat purchase days: days with a purchase, less the first.", "days"),
        "recency": Column("ratio", "Time from the first purchase to the last.", "--time-unit"),
        "T": Column("ratio", "Time from the first purchase to as_of.", "--time-unit"),
        "monetary_value": Column(
            "ratio", "Mean net spend of the repeat purchase days, 0 without any; see --spend-on.", "currency"
        ),
    },
)

_FACTS = {
    "customers": "customers with a purchase: rows of the result",
    "repeat_customers": "those with a second purchase day",
    "repeat_share": "their share",
    "purchase_days": "days with a purchase, over all customers",
}


def needs(params: SummaryParams) -> Needs:  # noqa: ARG001 -- the same for all parameters
    """Return the levels and columns that the summary needs."""
    roles = {"date": "recency and T are times between purchases"}
    return Needs(levels=("customers", "customer_days"), roles=roles, counts_orders=False)


def compute(data: RolledUp, params: SummaryParams) -> Computed:
    """Return a row for every customer with a purchase, by id."""
    from segkit.lifetime.history import Histories  # noqa: PLC0415 -- imports NumPy

    histories = Histories.of(data.level("customer_days"))
    cut, unit = day_number(data.as_of), UNIT_DAYS[params.time_unit]
    known = histories.at(cut)
    columns = {"frequency": known.x, "recency": known.t_x / unit, "T": known.T / unit}
    if histories.spend is not None:
        columns["monetary_value"] = known.mean_spend if params.spend_on == "all" else histories.mean_of_repeats(cut)
    table = pl.DataFrame({KEY: histories.customers, **columns})
    notes = [*event_notes(data, histories), *_zero_notes(histories)]
    return Computed(
        table=table,
        schema=OUTPUT.select(table.columns),
        facts=_facts(table),
        notes=notes,
        headline=(_headline(params),),
    )


def event_notes(data: RolledUp, histories: Histories) -> Iterator[Note]:
    """Yield who has no purchase, and whether there is money at all."""
    aside = data.customers.filter(pl.col("order_count") == 0)
    if count := aside.height:
        money = f" ({units.money_text(int(aside['amount'].sum()))})" if "amount" in aside.columns else ""
        yield Note("returns-only", f"{count:,} with returns only{money} are set aside: no purchase", count=count)
    if histories.spend is None:
        yield Note("no-amounts", "no amounts: purchases are counted, and the columns of money are left out")


def _zero_notes(histories: Histories) -> Iterator[Note]:
    if histories.spend is None:
        return
    count = int((histories.spend <= 0).sum())
    if count:
        yield Note(
            "no-spend-days",
            f"{count:,} purchase days have a net spend of zero or less: in the mean of the repeats as they are, out of "
            "the mean of --spend-on all; a Gamma-Gamma model takes only customers above zero",
            count=count,
        )


def _facts(table: pl.DataFrame) -> dict[str, Fact]:
    repeaters = int((table["frequency"] > 0).sum())
    return {
        "customers": table.height,
        "repeat_customers": repeaters,
        "repeat_share": units.share(repeaters, table.height),
        "purchase_days": int(table["frequency"].sum()) + table.height,
    }


def _headline(params: SummaryParams) -> str:
    money = "the repeat purchase days" if params.spend_on == "repeat" else "all purchase days with positive spend"
    return f"Time in {params.time_unit}s, days with a purchase counted once, monetary value over {money}"


def overview(result: Result) -> dict[str, Panel]:
    """Return how many customers came back how often."""
    frame = (
        result.rows.group_by(pl.col("frequency").clip(upper_bound=10).cast(pl.Int64))
        .agg(pl.len().cast(pl.Int64).alias("customers"))
        .sort("frequency")
        .with_columns(
            units.shares(pl.col("customers"), result.rows.height).alias("share"),
            pl.when(pl.col("frequency") == 10)
            .then(pl.lit("10 and more"))
            .otherwise(pl.col("frequency").cast(pl.String))
            .alias("repeat purchase days"),
        )
        .select("repeat purchase days", "customers", "share")
    )
    columns = {
        "repeat purchase days": Column("label", "Repeat purchase days."),
        "customers": Column("count", "Customers."),
        "share": Column("share", "Share of the customers."),
    }
    return {"repeats": Panel("Customers by repeat purchase days", frame, columns)}


ANALYSIS = Analysis(
    params=SummaryParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=lambda _: OUTPUT,
    overview=overview,
    facts=_FACTS,
    words=WORDS,
    examples=(
        "segkit summary sales.csv -o summary.csv  # frequency, recency, T, monetary_value for lifetimes or PyMC",
        "segkit summary sales.csv --time-unit week -o - --format csv  # the unit of most papers",
        "segkit summary sales.csv --as-of 2024-06-30  # a calibration period",
    ),
)
