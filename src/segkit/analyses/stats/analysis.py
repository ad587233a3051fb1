"""Sales figures by any column or by the calendar: customers, orders, income and the average check.

Definitions: docs/definitions.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, cast

import polars as pl

from segkit import units
from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.stats.words import WORDS
from segkit.frozen import frozen
from segkit.params import Params
from segkit.periods import Grain, first_day, label_of, number_of, period_number
from segkit.result import Fact, Note, Panel, Result
from segkit.schema import GROUP, KEY, Column, Schema

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_RU = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
CALENDAR = ("weekday", "week", "month", "quarter")

_MOST_GROUPS = 30
_HEADS = {
    "order_count": "purchases",
    "total_amount": "income",
    "average_amount": "average check",
    "income_share": "share",
}

FACTS: dict[str, str] = {
    "customers": "customers with a purchase",
    "orders": "purchases, each once; not known with --by COL --first-only",
    "income": "net revenue",
    "average_check": "net revenue per purchase; not known with --by COL --first-only",
}


@frozen(kw_only=True)
class StatsParams(Params):
    """What the figures are broken down by."""

    title: ClassVar[str] = "Breakdown"

    by: Annotated[
        str, "weekday, week, month, quarter, or a column of the input: region, store, channel.", "WORD|COL"
    ] = "month"
    first_only: Annotated[bool, "Only the first purchase day of each customer: what new customers bring."] = False

    @property
    def column(self) -> str | None:
        """The column of the input to break down by, None for the calendar."""
        return None if self.by in CALENDAR else self.by


OUTPUT = Schema(
    "stats",
    version=1,
    key=(GROUP,),
    order=("-total_amount", GROUP),
    columns={
        GROUP: Column(
            "text", "Value of the column, or the period; empty where a row has no value.", nullable=True, when="--by COL"
        ),
        "weekday": Column("label", "Day of the week, Monday first.", when="--by weekday"),
        "period": Column("text", "Period: 2024-05, 2024-Q2, 2024-W18.", when="--by week|month|quarter"),
        "customers": Column("count", "Customers with a purchase."),
        "order_count": Column("count", "Purchases; one with rows in several groups counts in each.", "orders"),
        "total_amount": Column("amount", "Net revenue: amounts less returns.", "currency"),
        "average_amount": Column(
            "amount", "Net revenue per purchase, rounded to 1/10,000; empty without one.", "currency", nullable=True
        ),
        "income_share": Column("rate", "Share of the net revenue of all groups.", nullable=True),
    },
)  # fmt: skip


def schema_of(params: StatsParams) -> Schema:
    """Return the columns and the order that these parameters give."""
    name = _name(params)
    kept = OUTPUT.columns.keys() - ({GROUP, "weekday", "period"} - {name})
    return OUTPUT.select(kept, ("-total_amount", GROUP) if name == GROUP else (name,), (name,))


def _name(params: StatsParams) -> str:
    return GROUP if params.column is not None else "weekday" if params.by == "weekday" else "period"


def needs(params: StatsParams) -> Needs:
    """Return the columns that the figures need."""
    roles = {"amount": "income needs one"}
    if params.column is None or params.first_only:
        roles["date"] = "the calendar needs one" if params.column is None else "the first purchase needs one"
    return Needs(
        levels=("customer_days",) if params.column is None else ("customer_groups",), roles=roles, by=params.column
    )


def compute(data: RolledUp, params: StatsParams) -> Computed:
    """Return a row for each group: by the calendar, else by income descending."""
    parts = _parts(data, params)
    buyers = parts.lazy().group_by(KEY).agg(pl.col("order_count").sum()).filter(pl.col("order_count") > 0)
    figures = _figures(parts, params)
    if params.column is None:
        figures = _filled(figures, params, data)
    table = schema_of(params).arranged(_finished(figures))
    return Computed(
        table=table,
        facts=_facts(table, int(buyers.select(pl.len()).collect().item()), _orders(table, data, params)),
        notes=list(_notes(table, params)),
        headline=(_headline(params),),
        labels={"ru": dict(zip(WEEKDAYS, _WEEKDAYS_RU, strict=True))} if params.by == "weekday" else {},
    )


def _parts(data: RolledUp, params: StatsParams) -> pl.DataFrame:
    """Return what is counted: customer by day, and by group where a column is broken down by."""
    parts = data.level("customer_days" if params.column is None else "customer_groups")
    if not params.first_only:
        return parts
    first = data.customers.select(KEY, pl.col("first_order_date").alias("first"))
    return parts.join(first, on=KEY).filter(pl.col("order_date") == pl.col("first"))


def _figures(parts: pl.DataFrame, params: StatsParams) -> pl.DataFrame:
    """Return the sums of each group, a group of the calendar by its number; who bought in it counts once."""
    sums = pl.col("order_count", "amount").sum()
    buyers = (pl.col("order_count") > 0).sum().cast(pl.UInt32).alias("customers")
    grouped = parts.lazy().with_columns(_group(params).alias(_name(params)))
    pairs = grouped.group_by(_name(params), KEY).agg(sums)
    return pairs.group_by(_name(params)).agg(buyers, sums).collect(engine="streaming")


def _group(params: StatsParams) -> pl.Expr:
    day = pl.col("order_date")
    if params.by == "weekday":
        return (day.dt.weekday() - 1).cast(pl.Int32)
    return pl.col(GROUP) if params.column is not None else period_number(day, cast("Grain", params.by))


def _filled(figures: pl.DataFrame, params: StatsParams, data: RolledUp) -> pl.DataFrame:
    """Return the figures of every weekday or of every period of the data, empty ones too, under their names."""
    if params.by == "weekday":
        numbers, names = range(7), pl.Series(WEEKDAYS, dtype=pl.Enum(WEEKDAYS))
    else:
        grain = cast("Grain", params.by)
        numbers = range(number_of(data.first_day, grain), number_of(data.as_of, grain) + 1)
        names = pl.Series([label_of(first_day(number, grain), grain) for number in numbers])
    name = _name(params)
    grid = pl.DataFrame({"number": pl.Series(numbers, dtype=pl.Int32), name: names})
    filled = grid.join(figures.rename({name: "number"}), on="number", how="left", maintain_order="left")
    return filled.with_columns(pl.col("customers", "order_count", "amount").fill_null(0))


def _finished(figures: pl.DataFrame) -> pl.DataFrame:
    """Return the figures with the average check and the share of the income, where there is any."""
    total = int(figures["amount"].sum())
    mean = units.mean(pl.col("amount"), pl.col("order_count"))
    share = units.quotient(pl.col("amount"), total) if total > 0 else pl.lit(None, dtype=pl.Float64)
    return figures.with_columns(
        total_amount=pl.col("amount"), average_amount=pl.when(pl.col("order_count") > 0).then(mean), income_share=share
    )


def _orders(table: pl.DataFrame, data: RolledUp, params: StatsParams) -> int | None:
    """Return the purchases, each once; None where only how many lie in each group is known."""
    if not params.first_only:
        return int(data.customers["order_count"].sum())
    return int(table["order_count"].sum()) if params.column is None else None


def _facts(table: pl.DataFrame, customers: int, orders: int | None) -> dict[str, Fact]:
    income = units.to_float(int(table["total_amount"].sum()))
    check = income / orders if orders else None
    return {"customers": customers, "orders": orders, "income": income, "average_check": check}


def _notes(table: pl.DataFrame, params: StatsParams) -> Iterator[Note]:
    """Yield what is in no group, and what first purchases are."""
    if params.column is not None and table[GROUP].null_count():
        blank = table.filter(pl.col(GROUP).is_null())
        message = f'{int(blank["order_count"].sum()):,} purchases have no "{params.by}": the row without a name'
        yield Note("no-group", message, count=int(blank["order_count"].sum()))
    if params.first_only:
        yield Note(
            "first-only",
            "first purchases are those in the rows that were read: older customers look new in a short period",
        )


def _headline(params: StatsParams) -> str:
    of = " of first purchase days" if params.first_only else ""
    return f"Customers, purchases, net revenue and average check{of} by {params.by}"


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the figures as a table: the largest groups of a column, the latest periods."""
    by_time = result.schema.order == ("period",)
    frame = result.rows.tail(_MOST_GROUPS) if by_time else result.rows.head(_MOST_GROUPS)
    which = "last" if by_time else "first"
    more = f", the {which} {_MOST_GROUPS} of {result.rows.height:,}" if result.rows.height > _MOST_GROUPS else ""
    columns = {_HEADS.get(name, name): column for name, column in result.schema.columns.items()}
    return {"stats": Panel(f"Sales by {result.params['by']}{more}", frame.rename(_HEADS), columns, of_rows=True)}


ANALYSIS = Analysis(
    params=StatsParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=schema_of,
    overview=overview,
    classes=(WEEKDAYS,),
    facts=FACTS,
    words=WORDS,
    examples=(
        "segkit stats sales.csv --by weekday  # on which days to open longer, and when to write to customers",
        "segkit stats sales.csv --by product -o products.xlsx  # which products, regions or shops bring the income",
        "segkit stats sales.csv --by product --first-only  # what new customers come for, and their first check",
    ),
)
