"""The account of a run: rows and money, used, set aside and rejected, and what the days of the rows look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from segkit import units
from segkit.errors import DataError
from segkit.result import Account, Tally
from segkit.rollup import MEASURES
from segkit.transactions import REASONS, SET_ASIDE

OUTLIER_ROWS = 1_000
OUTLIER_DAYS = 90
_OUTLIER_PER_MILLE = 999


def tally(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return the plan of the account: rows, money and digits lost by reason, day and currency."""
    names = rows.collect_schema().names()
    keys = [name for name in ("reason", "order_date", "currency") if name in names]
    measures = [name for name in MEASURES if name in names]
    # Float64 magnitudes are there to see an overflow coming, not to be printed.
    sizes = [pl.col(name).cast(pl.Float64).abs().sum().alias(f"{name}_size") for name in measures]
    sums = [pl.col("amount").sum().alias("units")] if "amount" in names else []
    short = [pl.col("short").sum()] if "short" in names else []
    return rows.group_by(keys).agg(pl.len().alias("rows"), pl.col("inexact").sum(), *short, *sums, *sizes)


@dataclass(frozen=True)
class Tallied:
    """The collected account."""

    frame: pl.DataFrame

    @property
    def short_rows(self) -> int:
        """Rows whose last column is empty, in files whose lines were not held against the header."""
        return int(self.frame["short"].sum()) if "short" in self.frame.columns else 0

    def account(self, bad_records: int = 0) -> Account:
        """Return the account by reason, with the records that are no rows; raise DataError where sums could overflow."""
        for name in MEASURES:
            if f"{name}_size" in self.frame.columns and self.frame[f"{name}_size"].sum() > units.LIMIT * 0.999:
                message = f"the {name}s of this input add up to more than {units.LIMIT // units.SCALE:,}"
                raise DataError(message, fix="Check the column, or leave out the rows that are mistyped.")
        money = [pl.col("units").cast(pl.Int64).sum()] if "units" in self.frame.columns else []
        by_reason = self.frame.group_by("reason").agg(pl.col("rows").sum(), *money).sort("reason")
        tallies = {
            row["reason"]: Tally(int(row["rows"]), None if not money else int(row["units"] or 0))
            for row in by_reason.iter_rows(named=True)
        }
        named = {REASONS[code - 1]: tally for code, tally in tallies.items() if code}
        if bad_records:
            named["record"] = Tally(bad_records)
        return Account(
            used=tallies.get(0, Tally(0, 0 if money else None)),
            set_aside={name: tally for name, tally in named.items() if name in SET_ASIDE},
            rejected={name: tally for name, tally in named.items() if name not in SET_ASIDE},
        )

    @property
    def inexact_rows(self) -> int:
        """Used rows whose money loses digits."""
        return int(self._used["inexact"].sum())

    @property
    def currencies(self) -> Mapping[str, Tally]:
        """Used rows by currency, rows without one left out."""
        if "currency" not in self.frame.columns:
            return {}
        known = self._used.filter(pl.col("currency").str.strip_chars() != "")
        money = [pl.col("units").sum()] if "units" in known.columns else []
        counted = (
            known.group_by("currency")
            .agg(pl.col("rows").sum(), *money)
            .sort("rows", "currency", descending=[True, False])
        )
        return {row["currency"]: Tally(int(row["rows"]), row.get("units")) for row in counted.iter_rows(named=True)}

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of the used rows."""
        if "order_date" not in self.frame.columns:
            return None
        first, last = self._used["order_date"].min(), self._used["order_date"].max()
        return (first, last) if isinstance(first, date) and isinstance(last, date) else None

    def check_last_day(self) -> None:
        """Raise DataError where a handful of rows lies far after all others, which would move ``as_of``."""
        days = self.days
        rows = int(self._used["rows"].sum())
        if days is None or rows < OUTLIER_ROWS:
            return
        by_day = self._used.group_by("order_date").agg(pl.col("rows").sum()).sort("order_date")
        reached = by_day.filter(pl.col("rows").cum_sum() * 1000 >= rows * _OUTLIER_PER_MILLE)
        usual = reached["order_date"].min()
        if isinstance(usual, date) and days[1] - usual > timedelta(days=OUTLIER_DAYS):
            late = int(by_day.filter(pl.col("order_date") > usual)["rows"].sum())
            raise DataError(
                f"the last date is {days[1]}, but 99.9 % of the rows lie on or before {usual} ({late} after it)",
                fix=f"If those are mistyped: --as-of {usual}; if they are right: --as-of {days[1]}",
                last=days[1],
                usual=usual,
            )

    @property
    def _used(self) -> pl.DataFrame:
        return self.frame.filter(pl.col("reason") == 0)
