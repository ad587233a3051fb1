"""Marketing spend by month and channel from a file: read as any export is, for ``ltv --cac``.

The file has a date or a month, an amount of money and, if there are several, a channel: a row a day, a month or a bill.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from segkit import pipeline, transactions
from segkit.analyses._base import Needs
from segkit.errors import DataError, ParamsError
from segkit.io.scratch import Scratch
from segkit.io.source import verified_source
from segkit.io.sources import open_sources
from segkit.options import ColumnOptions, FileOptions, Options
from segkit.periods import month_number
from segkit.recognition.preparation import Prepared, prepare
from segkit.roles import matching, recognize
from segkit.schema import CARRY
from segkit.values import Names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segkit.io.source import Source

_MONEY = ("spend", "cost", "costs", "ad_spend", "ad_cost", "marketing_spend", "amount", "budget", "расход", "расходы",
          "затраты", "сумма", "бюджет")  # fmt: skip
_MONTHS = ("month", "period", "месяц", "период")
_CHANNELS = ("channel", "source", "source_id", "utm_source", "medium", "campaign", "канал", "источник")
_HEAD = 100
_MONTH = re.compile(r"\d{4}[-./]\d{1,2}")

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
"""Files that ``read_spend`` reads."""

_EVERYTHING = "segkit:everything"
"""Column that takes the place of the customer: whom a spend acquired is not known yet."""


def read_spend(path: Path) -> dict[str, Any]:
    """Return ``month`` (year x 12 + month - 1), ``channel`` (None without one) and ``units`` (1/10,000) as lists.

    Raises ParamsError for columns that cannot be told, for a row that cannot be read, since no spend may get lost, and
    what reading an export raises as ParamsError.
    """
    try:
        with Scratch() as scratch:
            source, *more = open_sources([path], scratch, FileOptions().opening())
            if more:
                raise ParamsError(f"{path} holds tables of different columns", fix="Keep one in the file.")
            columns = _columns(source)
            rows = _rows(_prepared(source, *columns, scratch))
    except DataError as error:
        raise ParamsError(str(error)) from error
    channel = columns[-1]
    group = pl.lit(None, pl.String) if channel is None else pl.col(CARRY + channel)
    keys = (month_number(pl.col("order_date")).alias("month"), group.alias("channel"))
    sums = rows.group_by(*keys).agg(pl.col("amount").sum()).sort("channel", "month")
    return {
        "month": sums["month"].to_list(),
        "channel": None if channel is None else sums["channel"].to_list(),
        "units": sums["amount"].to_list(),
    }


def _prepared(source: Source, day: str, money: str, channel: str | None, scratch: Scratch) -> Prepared:
    """Return the file with nothing but the columns of spend: what was paid was paid, whatever the status of a campaign is."""
    used = [name for name in (day, money, channel, recognize(list(source.dtypes)).get("currency")) if name is not None]
    verified = verified_source(source, scratch)
    narrow = _whole_days(verified, day).making({_EVERYTHING: pl.lit("all")}).only([_EVERYTHING, *dict.fromkeys(used)])
    named = ColumnOptions(
        per=_EVERYTHING, date=day, amount=money, source="none", carry=Names((channel,) if channel else ())
    )
    roles = {"date": "spend is by month", "amount": "spend is money"}
    return prepare([narrow], Needs(levels=(), roles=roles, counts_orders=False), Options(columns=named), scratch)


def _rows(prepared: Prepared) -> pl.DataFrame:
    """Return the rows of spend; raise DataError where one cannot be read."""
    found = pipeline.read(prepared)
    if lost := found.account.rejected_total.rows:
        message = f"{prepared.sources[0].name}: {lost:,} of {found.account.read.rows:,} rows of spend cannot be read"
        raise DataError(
            f"{message} ({', '.join(found.account.rejected)})", fix="Mend them; write 0 where nothing was spent."
        )
    found.check()
    return transactions.used(found.prepared.rows()).collect()


def _columns(source: Source) -> tuple[str, str, str | None]:
    """Return the columns of the day or month, of the money, and of the channel if there is one."""
    headers = list(source.dtypes)
    day = _first(headers, _MONTHS) or recognize(headers).get("date")
    money = _first([name for name in headers if name != day], _MONEY)
    if day is None or money is None:
        missing = " and ".join(what for what, found in (("month or date", day), ("spend", money)) if found is None)
        raise ParamsError(
            f"no column of the {missing} found among {', '.join(headers)}",
            fix="Name the columns month, channel and spend.",
        )
    rest = [name for name in headers if name not in (day, money)]
    return day, money, _first(rest, _CHANNELS) or (rest[0] if len(rest) == 1 and _has_words(source, *rest) else None)


def _has_words(source: Source, name: str) -> bool:
    """Tell whether the head of a column has letters: clicks, rates and bills are no channels."""
    if source.dtypes[name] not in (pl.String, pl.Categorical, pl.Enum):
        return False
    head = pl.concat([part.select(pl.col(name).cast(pl.String)).head(_HEAD) for part in source.parts]).collect()
    return bool(head.to_series().str.contains(r"\pL").any())


def _first(headers: Sequence[str], names: Sequence[str]) -> str | None:
    return next(iter(matching(headers, names)), None)


def _whole_days(source: Source, day: str) -> Source:
    """Return the source with months such as 2024-05 as their first days."""
    if source.dtypes[day] != pl.String:
        return source
    head = pl.concat([part.select(day).head(1) for part in source.parts]).collect().to_series()
    if not all(text is not None and _MONTH.fullmatch(text.strip()) for text in head):
        return source
    first = pl.col(day).str.strip_chars().str.replace_all("[./]", "-") + "-01"
    return source.making({day: first})
