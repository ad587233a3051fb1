"""Churn by period: who was there, who came, came back and left, and with what money.

Definitions with worked examples: docs/definitions.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, ClassVar

import polars as pl

from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.churn import overview
from segkit.analyses.churn.words import WORDS
from segkit.analyses.lifecycle.flows import flows, repeats
from segkit.analyses.lifecycle.rhythm import HALF_A_YEAR, Window, window_of
from segkit.analyses.lifecycle.spells import Calendar
from segkit.frozen import frozen
from segkit.params import Params
from segkit.periods import Duration, Grain, Inactivity
from segkit.result import Note
from segkit.schema import GROUP, KEY, Column, Schema
from segkit.values import Share

_NINETY_DAYS = Duration(days=90)

_LONGEST: dict[Grain, tuple[int, tuple[tuple[date, date], ...]]] = {
    "week": (6, ((date(2023, 1, 2), date(2023, 1, 8)),)),
    "month": (30, ((date(2023, 1, 1), date(2023, 1, 31)), (date(2023, 3, 1), date(2023, 3, 31)))),
    "quarter": (91, ((date(2023, 7, 1), date(2023, 9, 30)), (date(2023, 10, 1), date(2023, 12, 31)))),
}
"""Days before its last one in the longest period of each grain, and such periods."""


@frozen(kw_only=True)
class ChurnParams(Params):
    """Who counts as active, and over which periods."""

    title: ClassVar[str] = "Churn"

    grain: Annotated[Grain, "Length of the periods; weeks begin on Monday."] = "month"
    inactive: Annotated[
        Inactivity,
        "Lost is who has bought nothing for so long: a duration, or 3x, three times the customer's own rhythm.",
    ] = HALF_A_YEAR
    within: Annotated[Duration, "Repeat rate: a second purchase day so soon after the first."] = _NINETY_DAYS
    by: Annotated[
        str | None, "Break down by this column, taken from the customer's first row: channel, product.", "COL"
    ] = None
    max_churn: Annotated[
        Share | None, "Fail with exit code 4 if the churn rate of the last complete period is above.", "3%"
    ] = None

    def problems(self) -> Iterator[str]:
        """Yield a window that is shorter than a period: somebody could come and leave unseen within it."""
        window = self.inactive.duration
        _, longest = _LONGEST[self.grain]
        if window is not None and any(window.before(last) > first for first, last in longest):
            yield f"--inactive {window} is shorter than a {self.grain}: choose a longer one, or a finer --grain"
        if self.max_churn is not None and not 0 <= self.max_churn <= 1:
            yield f"--max-churn {self.max_churn} is not between 0% and 100%"


_MONEY = "currency"

OUTPUT = Schema(
    "churn",
    version=1,
    key=("period",),
    order=("period",),
    columns={
        GROUP: Column("text", "Value of --by; empty where no row of the customer has one.", nullable=True, when="--by"),
        "period": Column("date", "First day of the period."),
        "start_count": Column("count", "Customers active on its eve: bought within the window.", nullable=True),
        "new_count": Column("count", "First purchase in the period.", nullable=True),
        "reactivated_count": Column(
            "count", "Bought in the period and before, but were not active on the eve.", nullable=True
        ),
        "lost_count": Column("count", "Active on the eve, not on the last day.", nullable=True),
        "end_count": Column("count", "Active on the last day: start + new + reactivated - lost.", nullable=True),
        "churn_rate": Column("share", "lost_count / start_count.", nullable=True),
        "retention_rate": Column("share", "1 - churn_rate.", nullable=True),
        "revenue_churn_rate": Column("rate", "lost_amount / start_amount.", nullable=True),
        "repeat_rate": Column(
            "share", "New customers with a second purchase day within --within of the first.", nullable=True
        ),
        "existing_income_share": Column(
            "rate", "Share of the income from customers who bought before the period.", nullable=True
        ),
        "start_amount": Column(
            "amount", "Income of the window that ends on the eve, from who is active then.", _MONEY, nullable=True
        ),
        "new_amount": Column("amount", "Income of the period from new customers.", _MONEY, nullable=True),
        "reactivated_amount": Column("amount", "Income of the period from reactivated ones.", _MONEY, nullable=True),
        "existing_amount": Column(
            "amount", "Income of the period from who bought before it, reactivated or not.", _MONEY, nullable=True
        ),
        "lost_amount": Column("amount", "The part of start_amount of those who are lost.", _MONEY, nullable=True),
        "total_amount": Column("amount", "Income of the period.", _MONEY, nullable=True),
        "complete": Column("flag", "Whether the period is over at as_of; else its end is as_of."),
        "repeat_complete": Column("flag", "Whether all new customers have had --within to come again."),
    },
    brief=(
        GROUP, "period", "start_count", "new_count", "reactivated_count", "lost_count", "end_count", "churn_rate",
        "revenue_churn_rate", "repeat_rate", "existing_income_share",
    ),
)  # fmt: skip


def schema_of(params: ChurnParams) -> Schema:
    """Return the columns that these parameters give."""
    if params.by is None:
        return OUTPUT.select(OUTPUT.columns.keys() - {GROUP})
    return OUTPUT.select(OUTPUT.columns, (GROUP, "period"), (GROUP, "period"))


def needs(params: ChurnParams) -> Needs:
    """Return the columns that churn needs."""
    roles = {"date": "churn is about periods", "amount": "revenue churn needs one"}
    return Needs(levels=("orders",), roles=roles, by=params.by)


def compute(data: RolledUp, params: ChurnParams) -> Computed:
    """Return a row for each period from the first day of the data to ``as_of``, by value of ``--by`` if there is one."""
    least, _ = _LONGEST[params.grain]
    customers = _grouped(data)
    window = window_of(customers, params.inactive, least)
    calendar = Calendar.of(data.first_day, data.as_of, params.grain)
    counted = flows(data.orders, customers, calendar, window)
    repeated = repeats(data.orders, customers, calendar, params.within)
    by = [GROUP] if GROUP in customers.columns else []
    joined = counted.join(repeated, on=[*by, "place"], how="left", nulls_equal=True)
    table = _table(joined.with_columns(pl.col("repeat_count").fill_null(0)), params, (calendar, window))
    return Computed(
        table=table,
        facts=overview.facts(table),
        notes=list(_notes(data, params, window, table)),
        headline=(_headline(params, window),),
    )


def _grouped(data: RolledUp) -> pl.DataFrame:
    """Return the customers, in their order, with the group of each if there are groups."""
    if data.groups is None:
        return data.customers
    return data.customers.join(data.groups, on=KEY, how="left", maintain_order="left")


def _table(counted: pl.DataFrame, params: ChurnParams, frame: tuple[Calendar, Window]) -> pl.DataFrame:
    """Return the figures with rates; what lies before one full window of history is null."""
    calendar, window = frame
    known = [calendar.knows(place, window) for place in range(calendar.last)]
    young = params.within.before(calendar.bounds[-1])
    periods = pl.DataFrame(
        {
            "place": pl.int_range(len(known), dtype=pl.Int16, eager=True),
            "period": calendar.periods,
            "known": known,
            "complete": [end <= calendar.bounds[-1] for end in calendar.ends],
            "repeat_complete": [end <= young for end in calendar.ends],
        }
    )
    rows = counted.join(periods, on="place").with_columns(
        churn_rate=_ratio("lost_count", "start_count"),
        retention_rate=_ratio(pl.col("start_count") - pl.col("lost_count"), "start_count"),
        revenue_churn_rate=_ratio("lost_amount", "start_amount"),
        repeat_rate=_ratio("repeat_count", "new_count"),
        existing_income_share=_ratio("existing_amount", "total_amount"),
    )
    schema = schema_of(params)
    kept = [
        pl.when("known").then(pl.col(name)).alias(name) if column.nullable and name != GROUP else pl.col(name)
        for name, column in schema.columns.items()
    ]
    return schema.arranged(rows.select(kept))


def _ratio(part: str | pl.Expr, whole: str) -> pl.Expr:
    """Return a quotient, null where the whole is not positive."""
    top = pl.col(part) if isinstance(part, str) else part
    return pl.when(pl.col(whole) > 0).then(top / pl.col(whole))


def _notes(data: RolledUp, params: ChurnParams, window: Window, table: pl.DataFrame) -> Iterator[Note]:
    """Yield what is empty, what is not over, and how the window was found."""
    if window.note is not None:
        yield window.note
    empty = table.filter(pl.col("start_count").is_null())["period"].n_unique()
    if empty:
        message = f"{empty:,} {params.grain}s lie before one full window of history and are empty"
        yield Note("short-history", message)
    if not table["complete"].all():
        message = f"the last {params.grain} is incomplete at {data.as_of}: its end is that day, and no fact counts it"
        yield Note("partial-period", message)
    young = table.filter(pl.col("start_count").is_not_null() & ~pl.col("repeat_complete"))["period"].n_unique()
    if young:
        message = (
            f"the repeat rate of the last {young:,} {params.grain}s may rise: {params.within} are not over for all"
        )
        yield Note("young-cohorts", message)


def _headline(params: ChurnParams, window: Window) -> str:
    if window.days is None:
        return f"Churn by {params.grain}: lost is who has bought nothing for {window.duration}"
    typical = f"{window.typical} days where there are fewer than three purchase days"
    return f"Churn by {params.grain}: lost is who has bought nothing for {params.inactive} the own rhythm ({typical})"


def gates(params: ChurnParams) -> Mapping[str, str]:
    """Return the condition that ``--max-churn`` stands for."""
    if params.max_churn is None:
        return {}
    limit = float(params.max_churn)
    return {f"--max-churn {limit:.6g}": f"churn_rate > {limit!r}"}


ANALYSIS = Analysis(
    params=ChurnParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=schema_of,
    overview=overview.overview,
    facts=overview.FACTS,
    gates=gates,
    words=WORDS,
    examples=(
        "segkit churn sales.csv  # by month: who was there, came, came back and left, and with what money",
        "segkit churn sales.csv --grain quarter --by product -o churn.xlsx  # who leaves, by what they bought first",
        "segkit churn sales.csv --inactive 3x --max-churn 3% -q  # from cron: exit code 4 when too many left",
    ),
)
