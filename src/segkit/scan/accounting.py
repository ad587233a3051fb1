"""The account of a run: rows and money, used, set aside and rejected, and what the days of the rows look like.

Totals over all rows cost next to nothing in the scan that rolls them up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from segkit import units
from segkit.errors import DataError
from segkit.frozen import frozen
from segkit.notation import currencies, statuses
from segkit.periods import number_of
from segkit.result import Account, Tally
from segkit.rollup import MEASURES
from segkit.transactions import REASONS, SET_ASIDE

OUTLIER_ROWS = 1_000
OUTLIER_DAYS = 90
_OUTLIER_PER_MILLE = 999
_USED = pl.col("reason") == 0
_OUTSIDE = REASONS.index("period") + 1


def tally(rows: pl.LazyFrame) -> dict[str, pl.LazyFrame]:
    """Return the plans of the account: totals, the rows that are not used by reason, the used ones by currency."""
    names = rows.collect_schema().names()
    money = [pl.col("amount").sum().alias("units")] if "amount" in names else []
    counted = [pl.len().alias("rows"), *money]
    plans = {
        "totals": rows.select(*counted, *_totals(names)),
        "unused": rows.filter(~_USED).select(*_by_reason(names)),
    }
    if "currency" in names:
        # A filter of the rows would be one more in the plan, for which Polars reads them again.
        by_code = rows.group_by("currency", used=_USED).agg(counted).filter("used").drop("used")
        plans["currencies"] = by_code.group_by(currencies.leveled(pl.col("currency"))).agg(pl.all().sum())
    if "status" in names:
        about_status = pl.col("reason").is_in([0, REASONS.index("status") + 1])
        back = pl.col("amount") < 0 if "amount" in names else pl.lit(value=False)
        by_status = rows.filter(about_status).group_by("status", used=_USED, negative=back).agg(counted)
        status = statuses.leveled(pl.col("status"))
        plans["statuses"] = by_status.group_by(status, "used", "negative").agg(pl.all().sum())
    return plans


def days(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return the plan of the used rows by day: ``order_date, rows``."""
    return rows.filter(_USED).group_by("order_date").agg(pl.len().alias("rows")).sort("order_date")


def _by_reason(names: list[str]) -> list[pl.Expr]:
    """Return the rows, the money and the first day outside the period of the rows that are not used.

    A sum for each reason in the place of one group-by: what a group-by beside that of the customers needs of the rows
    would be kept until that one ends.
    """
    sums: list[pl.Expr] = []
    for code, reason in enumerate(REASONS, 1):
        such = pl.col("reason") == code
        sums.append(such.sum().alias(f"rows:{reason}"))
        if "amount" in names:
            sums.append(pl.when(such).then(pl.col("amount")).sum().alias(f"units:{reason}"))
    if "order_date" in names:  # only the days of such rows are known to be days
        sums.append(pl.when(pl.col("reason") == _OUTSIDE).then(pl.col("order_date")).min().alias("first"))
    return sums


def _totals(names: list[str]) -> list[pl.Expr]:
    totals = [(pl.col("inexact") & _USED).sum().alias("inexact")]
    if "order_date" in names:
        day = pl.when(_USED).then(pl.col("order_date"))
        totals += [day.min().alias("first"), day.max().alias("last")]
    if "short" in names:
        totals.append(pl.col("short").sum())
    if "odd" in names:
        totals.append(pl.col("odd").sum())
    if "repeated" in names:
        totals.append((pl.col("repeated") & _USED).sum())
    # Float64 magnitudes are there to see an overflow coming, not to be printed.
    size = {name: pl.col(name).cast(pl.Float64).abs().sum() for name in MEASURES if name in names}
    return [*totals, *(expression.alias(f"{name}_size") for name, expression in size.items())]


@frozen
class Tallied:
    """The collected account."""

    totals: Mapping[str, object]
    unused: Mapping[str, Tally]
    """Rows and money by the reason for which they are not used."""
    outside: date | None = None
    """The first day before or after the period."""
    by_currency: pl.DataFrame | None = None
    by_status: pl.DataFrame | None = None
    """Rows and money of each status that was judged by its words, of used rows and of those it set aside, by sign."""

    @classmethod
    def of(cls, frames: dict[str, pl.DataFrame]) -> Tallied:
        """Take the frames of the plans that ``tally`` made out of ``frames``."""
        totals, found = (frames.pop(name).row(0, named=True) for name in ("totals", "unused"))
        unused = {
            reason: Tally(rows, found.get(f"units:{reason}")) for reason in REASONS if (rows := found[f"rows:{reason}"])
        }
        return cls(totals, unused, found.get("first"), frames.pop("currencies", None), frames.pop("statuses", None))

    def account(self, bad_records: int) -> Account:
        """Return the account by reason, with the records that are no rows; DataError where sums could overflow."""
        for name in MEASURES:
            if _number(self.totals.get(f"{name}_size")) > units.LIMIT * 0.999:
                message = f"the {name}s of this input add up to more than {units.LIMIT // units.SCALE:,}"
                raise DataError(message, fix="Check the column, or leave out the rows that are mistyped.")
        tallies = dict(self.unused)
        money = None
        if "units" in self.totals:
            money = int(_number(self.totals["units"])) - sum(tally.units or 0 for tally in tallies.values())
        if bad_records:
            tallies["record"] = Tally(bad_records)
        return Account(
            used=Tally(self.used_rows, money),
            set_aside={name: tally for name, tally in tallies.items() if name in SET_ASIDE},
            rejected={name: tally for name, tally in tallies.items() if name not in SET_ASIDE},
        )

    @property
    def short_rows(self) -> int:
        """Rows whose last column is empty, in files whose lines were not held against the header."""
        return int(_number(self.totals.get("short")))

    @property
    def odd_ids(self) -> int:
        """Ids that are not the integers that the head showed."""
        return int(_number(self.totals.get("odd")))

    @property
    def repeated_totals(self) -> int:
        """Used rows that hold the total of their order again."""
        return int(_number(self.totals.get("repeated")))

    @property
    def inexact_rows(self) -> int:
        """Used rows whose money loses digits."""
        return int(_number(self.totals["inexact"]))

    @property
    def currencies(self) -> Mapping[str, Tally]:
        """Used rows by currency, rows without one left out."""
        if self.by_currency is None:
            return {}
        known = self.by_currency.filter(pl.col("currency").is_not_null())
        ordered = known.sort("rows", "currency", descending=[True, False])
        return {row["currency"]: Tally(int(row["rows"]), row.get("units")) for row in ordered.iter_rows(named=True)}

    @property
    def blank_currency(self) -> Tally:
        """Used rows without a currency."""
        if self.by_currency is None:
            return Tally()
        blank = self.by_currency.filter(pl.col("currency").is_null())
        return Tally(int(blank["rows"].sum()), int(blank["units"].sum()) if "units" in blank.columns else None)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of the used rows."""
        first, last = self.totals.get("first"), self.totals.get("last")
        return (first, last) if isinstance(first, date) and isinstance(last, date) else None

    @property
    def first_day(self) -> date | None:
        """The first day of the rows, of those outside the period too."""
        if self.days is None:
            return None
        return min(self.days[0], self.outside or self.days[0])

    @property
    def months(self) -> int:
        """Months from the first to the last day of the used rows, both counted."""
        return 0 if self.days is None else number_of(self.days[1], "month") - number_of(self.days[0], "month") + 1

    @property
    def used_rows(self) -> int:
        """Rows that count."""
        return int(_number(self.totals["rows"])) - sum(tally.rows for tally in self.unused.values())

    def last_day_is_usual(self, customers: pl.DataFrame) -> bool:
        """Tell from the roll-up that more than one row in a thousand lies within 90 days of the last one.

        Every customer who bought then has such a row, so that the days need not be counted.
        """
        if self.days is None or self.used_rows < OUTLIER_ROWS:
            return True
        recent = customers["last_order_date"] >= self.days[1] - timedelta(days=OUTLIER_DAYS)
        return int(recent.sum()) * 1000 > self.used_rows


def check_last_day(by_day: pl.DataFrame) -> None:
    """Raise DataError where a handful of rows lies far after all others, which would move ``as_of``.

    ``by_day`` has ``order_date`` and ``rows``, sorted by day.
    """
    rows = int(by_day["rows"].sum())
    if rows < OUTLIER_ROWS:
        return
    reached = by_day.filter(pl.col("rows").cum_sum() * 1000 >= rows * _OUTLIER_PER_MILLE)
    usual, last = reached["order_date"].min(), by_day["order_date"].max()
    if isinstance(usual, date) and isinstance(last, date) and last - usual > timedelta(days=OUTLIER_DAYS):
        late = int(by_day.filter(pl.col("order_date") > usual)["rows"].sum())
        raise DataError(
            f"the last date is {last}, but 99.9 % of the rows lie on or before {usual} ({late} after it)",
            fix=f"If those are mistyped: --as-of {usual}; if they are right: --as-of {last}",
            last=last,
            usual=usual,
        )


def _number(value: object) -> float:
    return value if isinstance(value, int | float) else 0
