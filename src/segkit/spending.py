"""Marketing spend by month and channel from a file: read as any export is, for ``ltv --cac``.

The file has a date or a month, an amount of money and, if there are several, a channel: a row a day, a month or a bill.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from segkit.analyses._base import Analysis, Computed, Needs
from segkit.errors import DataError, ParamsError
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.options import ColumnOptions, FileOptions, Options
from segkit.params import Params
from segkit.pipeline import compute
from segkit.preparation import prepare
from segkit.roles import fold, recognize
from segkit.schema import KEY, Column, Schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segkit.io.sources import Source

_MONEY = ("spend", "cost", "costs", "ad_spend", "ad_cost", "marketing_spend", "amount", "budget", "расход", "расходы",
          "затраты", "сумма", "бюджет")  # fmt: skip
_MONTHS = ("month", "period", "месяц", "период")
_CHANNELS = ("channel", "source", "source_id", "utm_source", "medium", "campaign", "канал", "источник")
_MONTH = re.compile(r"\d{4}[-./]\d{1,2}")

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
"""Files that ``read_spend`` reads."""

_OUTPUT = Schema("spend", 1, (KEY, "month"), {KEY: Column("id", "Channel."), "month": Column("count", "Month number.")})


def read_spend(path: Path) -> dict[str, Any]:
    """Return ``month`` (year x 12 + month - 1), ``channel`` (None without one) and ``units`` (1/10,000) as lists.

    Raises ParamsError for columns that cannot be told, and what reading an export raises as ParamsError.
    """
    try:
        with Scratch() as scratch:
            (source,) = open_sources([path], scratch, FileOptions().opening())
            day, money, channel = _columns(list(source.dtypes))
            columns = ColumnOptions(per=channel or day, date=day, amount=money, source="none")
            prepared = prepare([_whole_days(source, day)], _SPEND.needs(None), Options(columns=columns), scratch)
            months = compute(_SPEND, "spend", prepared, Params()).rows
    except DataError as error:
        raise ParamsError(str(error)) from error
    key = months.columns[0]
    sums = months.group_by([key, "month"] if channel else ["month"]).agg(pl.col("amount").sum()).sort(pl.all())
    return {
        "month": sums["month"].to_list(),
        "channel": sums[key].cast(pl.String).to_list() if channel else None,
        "units": sums["amount"].to_list(),
    }


def _columns(headers: Sequence[str]) -> tuple[str, str, str | None]:
    """Return the columns of the day or month, of the money, and of the channel if there is one."""
    day = _first(headers, _MONTHS) or recognize(headers).get("date")
    money = _first([name for name in headers if name != day], _MONEY)
    if day is None or money is None:
        missing = " and ".join(what for what, found in (("month or date", day), ("spend", money)) if found is None)
        raise ParamsError(
            f"no column of the {missing} found among {', '.join(headers)}",
            fix="Name the columns month, channel and spend.",
        )
    rest = [name for name in headers if name not in (day, money)]
    return day, money, _first(rest, _CHANNELS) or (rest[0] if len(rest) == 1 else None)


def _first(headers: Sequence[str], names: Sequence[str]) -> str | None:
    wanted = [fold(name) for name in names]
    found = sorted((wanted.index(fold(header)), header) for header in headers if fold(header) in wanted)
    return found[0][1] if found else None


def _whole_days(source: Source, day: str) -> Source:
    """Return the source with months such as 2024-05 as their first days."""
    if source.dtypes[day] != pl.String:
        return source
    head = pl.concat([part.select(day).head(1) for part in source.parts]).collect().to_series()
    if not all(text is not None and _MONTH.fullmatch(text.strip()) for text in head):
        return source
    first = pl.col(day).str.strip_chars().str.replace_all("[./]", "-") + "-01"
    return source.making({day: first})


def _months(data: Any, params: Any) -> Computed:  # noqa: ARG001 -- the signature of an analysis
    return Computed(table=data.customer_months.select(KEY, "month", "amount"))


@dataclass(frozen=True, kw_only=True)
class _NoParams(Params):
    """Nothing to choose."""


_SPEND = Analysis(
    params=_NoParams,
    output=_OUTPUT,
    needs=lambda _: Needs(
        levels=("customers", "customer_months"), roles={"date": "spend is by month", "amount": "spend is money"}
    ),
    compute=_months,
    schema_of=lambda _: _OUTPUT,
)
