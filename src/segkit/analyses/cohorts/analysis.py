"""Cohorts: customers by the period of their first purchase, and what is left of them at every age.

Definitions with worked examples: docs/definitions.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

import polars as pl

from segkit import units
from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.cohorts import overview
from segkit.analyses.cohorts.overview import FIGURES
from segkit.analyses.cohorts.words import WORDS
from segkit.frozen import frozen
from segkit.params import Params
from segkit.periods import Grain, first_days, label_of, last_complete, number_of, period_number, period_of
from segkit.result import Note
from segkit.schema import Column, Schema

Measure = Literal["retention", "customers", "revenue", "cumulative"]


@frozen(kw_only=True)
class CohortsParams(Params):
    """How long the periods are, and which figure the heat map shows."""

    title: ClassVar[str] = "Cohorts"

    grain: Annotated[Grain, "Length of the periods of first purchase and of age; weeks begin on Monday."] = "month"
    show: Annotated[
        Measure, "Figure of the heat map and of --wide; cumulative is revenue to date per customer of the cohort."
    ] = "retention"
    wide: Annotated[bool, "A row a cohort and a column an age, instead of a row for each of both."] = False


_LONG = "rows, not --wide"

OUTPUT = Schema(
    "cohorts",
    version=1,
    key=("cohort", "age"),
    order=("cohort", "age"),
    columns={
        "cohort": Column("date", "First day of the period of the first purchase."),
        "age": Column("count", "Periods since then: 0 is the period of the first purchase.", "periods", when=_LONG),
        "customers": Column("count", "Customers of the cohort with a purchase at this age.", when=_LONG),
        "retention": Column("share", "Their share of the cohort.", when=_LONG),
        "revenue": Column("amount", "Net revenue that the cohort brought at this age.", "currency", when=_LONG),
        "cumulative_revenue_per_customer": Column(
            "amount", "Net revenue up to this age by customers of the cohort, to 1/10,000.", "currency", when=_LONG
        ),
        "size": Column("count", "Customers of the cohort."),
        "complete": Column("flag", "Whether the period of this age is over at as_of.", when=_LONG),
        "retention_N": Column("share", "Retention at age N; null where it is not reached.", nullable=True, when="--wide"),
        "customers_N": Column("count", "Customers at age N.", nullable=True, when="--wide --show customers"),
        "revenue_N": Column("amount", "Revenue at age N.", "currency", nullable=True, when="--wide --show revenue"),
        "cumulative_N": Column(
            "amount", "Revenue per customer up to age N.", "currency", nullable=True, when="--wide --show cumulative"
        ),
    },
    brief=("cohort", "age", "customers", "retention", "revenue", "cumulative_revenue_per_customer", "complete", "size"),
)  # fmt: skip


def schema_of(params: CohortsParams) -> Schema:
    """Return the columns that these parameters give; ``N`` stands for every age."""
    if params.wide:
        return OUTPUT.select({"cohort", "size", f"{params.show}_N"}, order=("cohort",), key=("cohort",))
    return OUTPUT.select({name for name, column in OUTPUT.columns.items() if column.when in (None, _LONG)})


def needs(params: CohortsParams) -> Needs:  # noqa: ARG001 -- the same for all parameters
    """Return the columns that cohorts need."""
    return Needs(levels=("orders",), roles={"date": "cohorts are periods", "amount": "cohorts bring revenue"})


def compute(data: RolledUp, params: CohortsParams) -> Computed:
    """Return a row for each cohort and each age that it has reached at ``as_of``: by cohort, then age."""
    last = number_of(data.as_of, params.grain)
    table = _table(cells(data.orders, data.customers, params.grain, last), params.grain, data.as_of)
    shown = _wide(table, params.show, schema_of(params)) if params.wide else table
    return Computed(
        table=shown,
        schema=schema_of(params).numbered(shown.columns),
        facts=overview.facts(table),
        notes=list(_notes(data, params.grain)),
        headline=(f"Cohorts by {params.grain} of the first purchase, and what is left of them at each age",),
    )


def cells(orders: pl.DataFrame, customers: pl.DataFrame, grain: Grain, last: int) -> pl.DataFrame:
    """Return every cell up to the period ``last``, by cohort and age: ``cohort, age, size, customers, revenue``.

    ``cohort`` is the number of the period of the first purchase. Returns of a customer in earlier periods are in no cell.
    """
    first = customers.select(period_number(pl.col("first_order_date"), grain)).to_series()
    cohort = first.gather(orders["customer"])
    rows = orders.lazy().with_columns(cohort=cohort, period=period_of(orders["order_date"], grain))
    aged = rows.with_columns(age=pl.col("period") - pl.col("cohort"))
    revenue = aged.group_by("cohort", "age").agg(revenue=pl.col("amount").sum())
    # The orders of a customer stand side by side by day: its first one in a period is where either changes.
    begins = pl.any_horizontal(pl.col(name) != pl.col(name).shift() for name in ("customer", "period"))
    buying = aged.filter(pl.col("order_count") > 0).filter(begins.fill_null(value=True))
    active = buying.group_by("cohort", "age").agg(customers=pl.len())
    sizes = first.drop_nulls().value_counts(name="size").lazy().rename({first.name: "cohort"})
    ages = pl.int_ranges(0, last - pl.col("cohort") + 1, dtype=pl.Int32).alias("age")
    grid = sizes.with_columns(ages).explode("age")
    for figures in (active, revenue):
        grid = grid.join(figures, on=["cohort", "age"], how="left")
    return grid.with_columns(pl.col("customers", "revenue").fill_null(0)).sort("cohort", "age").collect()


def _table(grid: pl.DataFrame, grain: Grain, as_of: date) -> pl.DataFrame:
    """Return the cells with the columns of the long table."""
    total = pl.col("revenue").cum_sum().over("cohort")
    return grid.select(
        first_days(pl.col("cohort"), grain).alias("cohort"),
        "age",
        "customers",
        (pl.col("customers") / pl.col("size")).alias("retention"),
        "revenue",
        units.mean(total, pl.col("size")).alias(FIGURES["cumulative"]),
        "size",
        (pl.col("cohort") + pl.col("age") <= last_complete(as_of, grain)).alias("complete"),
    )


def _wide(table: pl.DataFrame, show: Measure, schema: Schema) -> pl.DataFrame:
    """Return a row a cohort and a column an age; ages that are not reached yet are null."""
    wide = table.pivot("age", index=["cohort", "size"], values=FIGURES[show], aggregate_function=None)
    renamed = wide.rename({name: f"{show}_{name}" for name in wide.columns[2:]})
    return renamed.select(list(schema.numbered(renamed.columns).columns))


def _notes(data: RolledUp, grain: Grain) -> Iterator[Note]:
    """Yield what is in no cell, what the first cohort holds, and whether the last period is over."""
    yield from _unplaced(data, grain)
    first = data.customers["first_order_date"].min()
    if isinstance(first, date):
        message = f"the cohort of {label_of(first, grain)}, the first one, also holds customers who bought before the data begin"
        yield Note("first-cohort", message)
    if last_complete(data.as_of, grain) < number_of(data.as_of, grain):
        message = f"the last {grain} is incomplete at {data.as_of}: its cells are marked, and no fact counts them"
        yield Note("partial-period", message)


def _unplaced(data: RolledUp, grain: Grain) -> Iterator[Note]:
    """Yield the money of customers before the period of their first purchase, or without any."""
    returns = data.orders.filter(pl.col("order_count") == 0)
    cohorts = data.customers.select(period_number(pl.col("first_order_date"), grain)).to_series()
    cohort, period = pl.lit(cohorts).gather(pl.col("customer")), period_number(pl.col("order_date"), grain)
    early = returns.filter(cohort.is_null() | (period < cohort))
    if early.height:
        money = units.money_text(int(early["amount"].sum()))
        message = f"{early.height:,} returns before the {grain} of a first purchase ({money}) are in no cell"
        yield Note("returns-only", message)


ANALYSIS = Analysis(
    params=CohortsParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=schema_of,
    overview=overview.overview,
    facts=overview.FACTS,
    words=WORDS,
    examples=(
        "segkit cohorts sales.csv  # the heat map: which months brought customers who stay, and when they leave",
        "segkit cohorts sales.csv --show cumulative --wide -o payback.xlsx  # when a customer has paid for its acquisition",
        'segkit cohorts sales.csv --grain week --fail-on "retention_1 < 20%"  # warn when fewer come back in the next week',
    ),
)
