"""Seasonality: what share of the year each month brings, how far it is from an even one, and when the peak comes.

Seasonal indices are ratios to a centered moving average of twelve months where the data allow one, averaged by month
of the year and scaled to a mean of 1: the classical decomposition (Hyndman and Athanasopoulos, Forecasting: Principles and
Practice, 3rd ed., section 3.4). Definitions: docs/definitions.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal

import polars as pl

from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.seasonality.words import WORDS
from segkit.frozen import frozen
from segkit.params import Params
from segkit.periods import last_complete, number_of
from segkit.result import Fact, Note, Panel, Result
from segkit.schema import Column, Schema

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTHS_RU = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_YEAR = 12
_LATEST_BEGIN = 7
"""A first month is whole if the data begin within its first week."""

FACTS: dict[str, str] = {
    "peak_month": "month of the year with the highest seasonal index, 1 to 12; none without twelve months",
    "months_to_peak": "months from the month of as_of to the next peak, 0 to 11",
    "peak_index": "its seasonal index",
    "peak_share": "its share of the year",
    "months": "whole months in the data",
}


@frozen(kw_only=True)
class SeasonalityParams(Params):
    """What is measured."""

    title: ClassVar[str] = "Seasonality"

    of: Annotated[Literal["revenue", "orders"], "Seasonality of the net revenue, or of the number of purchases."] = (
        "revenue"
    )


OUTPUT = Schema(
    "seasonality",
    version=1,
    key=("month",),
    order=("month",),
    columns={
        "month": Column("label", "Month of the year."),
        "months_observed": Column("count", "Whole months of that name in the data.", "months"),
        "order_count": Column("count", "Purchases in them.", "orders"),
        "total_amount": Column("amount", "Net revenue in them.", "currency"),
        "year_share": Column(
            "rate", "Share of an average year: the mean of such a month by the sum of the twelve means.", nullable=True
        ),
        "seasonal_index": Column(
            "ratio",
            "1 is a month like any other, 1.3 is 30 % above the trend around it; the share of the year is without the trend.",
            nullable=True,
        ),
    },
    brief=("month", "seasonal_index", "year_share", "total_amount", "order_count", "months_observed"),
)  # fmt: skip


_HEADS = {
    "seasonal_index": "index", "year_share": "share of year", "total_amount": "income", "order_count": "purchases",
    "months_observed": "months of data",
}  # fmt: skip


def needs(params: SeasonalityParams) -> Needs:  # noqa: ARG001 -- the same for all parameters
    """Return the columns that seasonality needs."""
    roles = {"date": "seasonality is about months", "amount": "income needs one"}
    return Needs(levels=("customer_months",), roles=roles)


def compute(data: RolledUp, params: SeasonalityParams) -> Computed:
    """Return a row for each month of the year."""
    months = whole_months(data)
    values = months["order_count" if params.of == "orders" else "amount"].to_list()
    first = int(months["month"][0]) % _YEAR if months.height else 0
    indices, shares = seasonal_indices(values, first), year_shares(values, first)
    by_month = months.group_by((pl.col("month") % _YEAR).alias("place")).agg(
        pl.len().alias("months_observed"), pl.col("order_count", "amount").sum()
    )
    grid = pl.DataFrame({"place": pl.Series(range(_YEAR), dtype=pl.Int32)})
    table = grid.join(by_month, on="place", how="left", maintain_order="left").select(
        pl.Series("month", MONTHS, dtype=pl.Enum(MONTHS)),
        pl.col("months_observed", "order_count").fill_null(0),
        pl.col("amount").fill_null(0).alias("total_amount"),
        pl.Series("year_share", shares, dtype=pl.Float64),
        pl.Series("seasonal_index", indices, dtype=pl.Float64),
    )
    facts = _facts(table, data, months.height)
    return Computed(
        table=table,
        facts=facts,
        notes=list(_notes(data, months.height)),
        headline=(_headline(params, facts),),
        labels={"ru": dict(zip(MONTHS, _MONTHS_RU, strict=True))},
    )


def _opened(data: RolledUp) -> date:
    """Return the first day of the history; a period that begins in the month of the first row says how much of it there is."""
    first, begin = data.first_day, None if data.period is None else data.period.first
    if begin is None:
        return first
    return begin if (begin.year, begin.month) == (first.year, first.month) else first


def whole_months(data: RolledUp) -> pl.DataFrame:
    """Return ``month`` (its number), ``order_count`` and ``amount`` of every month that the data hold whole, empty ones too."""
    opened = _opened(data)
    begin = number_of(opened, "month") + (opened.day > _LATEST_BEGIN)
    numbers = range(begin, last_complete(data.as_of, "month") + 1)
    sums = data.level("customer_months").group_by("month").agg(pl.col("order_count", "amount").sum())
    grid = pl.DataFrame({"month": pl.Series(numbers, dtype=pl.Int32)})
    return grid.join(sums, on="month", how="left", maintain_order="left").fill_null(0)


def seasonal_indices(values: list[int], first: int) -> list[float | None]:
    """Return the seasonal index of each month of the year from the values of consecutive months.

    ``first`` is the month of the year (0 to 11) of the first value. With 24 months or more, the mean ratio of a month to the
    centered moving average of twelve (half weights at both ends); with 12 or more, its mean by the mean of all months of
    the year. Indices have a mean of 1. None with less, or without a positive average.
    """
    if len(values) < _YEAR:
        return [None] * _YEAR
    ratios: list[list[float]] = [[] for _ in range(_YEAR)]
    if len(values) >= 2 * _YEAR:
        for place in range(_YEAR // 2, len(values) - _YEAR // 2):
            window = values[place - _YEAR // 2 : place + _YEAR // 2 + 1]
            trend = (2 * sum(window) - window[0] - window[-1]) / (2 * _YEAR)
            if trend > 0:
                ratios[(first + place) % _YEAR].append(values[place] / trend)
    else:
        for place, value in enumerate(values):
            ratios[(first + place) % _YEAR].append(float(value))
    if not all(ratios):
        return [None] * _YEAR
    means = [sum(found) / len(found) for found in ratios]
    average = sum(means) / _YEAR
    return [mean / average for mean in means] if average > 0 else [None] * _YEAR


def year_shares(values: list[int], first: int) -> list[float | None]:
    """Return the share of an average year that each month of the year brings; None with less than a year or no income."""
    found: list[list[int]] = [values[(month - first) % _YEAR :: _YEAR] for month in range(_YEAR)]
    if not all(found):
        return [None] * _YEAR
    means = [sum(month) / len(month) for month in found]
    total = sum(means)
    return [mean / total for mean in means] if total > 0 else [None] * _YEAR


def months_to(peak: int, now: int) -> int:
    """Return the months from the month ``now`` to the next month ``peak`` (1 to 12): 2 from October to December."""
    return (peak - now) % _YEAR


def _facts(table: pl.DataFrame, data: RolledUp, months: int) -> dict[str, Fact]:
    indices = table["seasonal_index"]
    highest = indices.arg_max()
    if highest is None:
        return {"peak_month": None, "months_to_peak": None, "peak_index": None, "peak_share": None, "months": months}
    return {
        "peak_month": highest + 1,
        "months_to_peak": months_to(highest + 1, data.as_of.month),
        "peak_index": float(indices[highest]),
        "peak_share": table["year_share"][highest],
        "months": months,
    }


def _notes(data: RolledUp, months: int) -> Iterator[Note]:
    """Yield which months were left out, and whether the data tell a season from a trend."""
    if last_complete(data.as_of, "month") < number_of(data.as_of, "month"):
        yield Note("partial-period", f"the last month is incomplete at {data.as_of} and left out")
    opened = _opened(data)
    if opened.day > _LATEST_BEGIN:
        yield Note("partial-period", f"the first month begins on {opened} and is left out")
    if months < _YEAR:
        yield Note("under-a-year", f"{months} whole months: a season needs twelve at least", warning=True)
    elif months < 2 * _YEAR:
        message = f"{months} whole months: with less than two years growth looks like a season"
        yield Note("under-two-years", message, warning=True)
    elif months < 3 * _YEAR:
        message = f"{months} whole months: each index rests on a single month beside the trend around it"
        yield Note("few-years", message)


def _headline(params: SeasonalityParams, facts: Mapping[str, Fact]) -> str:
    what = "net revenue" if params.of == "revenue" else "purchases"
    peak = facts["peak_month"]
    if not isinstance(peak, int):
        return f"Seasonality of {what}"
    ahead = facts["months_to_peak"]
    when = "now" if ahead == 0 else "in 1 month" if ahead == 1 else f"in {ahead} months"
    return f"Seasonality of {what}: the peak is {MONTHS[peak - 1]}, {when}"


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the year as a table."""
    columns = {_HEADS.get(name, name): OUTPUT.columns[name] for name in OUTPUT.brief}
    return {
        "year": Panel("The months of the year, all years together", result.rows.rename(_HEADS), columns, of_rows=True)
    }


ANALYSIS = Analysis(
    params=SeasonalityParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=lambda _: OUTPUT,
    overview=overview,
    classes=(MONTHS,),
    facts=FACTS,
    words=WORDS,
    examples=(
        "segkit seasonality sales.csv  # when to stock up and when to advertise: the peak, and the months to it",
        "segkit seasonality sales.csv --of orders -o year.csv  # the indices, to correct a plan for the season",
        'segkit seasonality sales.csv -q --fail-on "months_to_peak == 2" > year.csv  # a reminder two months ahead',
    ),
)
