"""Raw rows to canonical transactions: the one place where column names of a source are known.

Every row leaves with a reason: 0 if it is used, else why it was set aside (it does not count: nobody to credit, a
status that does not count, another currency, outside the period) or rejected (it cannot be read).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from segkit import units
from segkit.dates import FIRST_DAY, LAST_DAY, DateFormat
from segkit.errors import DataError
from segkit.layouts import Layout, filled, once_per_order
from segkit.merging import merged
from segkit.numbers import NumberFormat
from segkit.schema import KEY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from segkit.periods import Period

SET_ASIDE = ("no_customer", "total", "service", "status", "currency", "period")
REJECTED = ("record", "date", "amount", "quantity", "price", "cost", "value")
REASONS = (*SET_ASIDE, *REJECTED)
"""Why a row is not used; its code in the column ``reason`` is its position plus 1."""

WRITTEN = "written_id"
"""The key as it is written, where spellings of it are merged."""

CARRY = "carry:"
"""Prefix of carried columns, so that they cannot collide with canonical ones."""

TOTAL = r"(?i)^\s*(?:итого|всего|общий итог|grand total|total|subtotal|сумма)\b"
"""The key of a row of totals, which exports put below the rows."""

NOT_COUNTED = (
    "cancelled", "canceled", "failed", "void", "voided", "pending", "expired", "declined", "rejected", "draft",
    "trash", "on hold", "on-hold", "отменен", "отменён", "отмена", "отменена", "аннулирован", "не оплачен",
)  # fmt: skip
"""Statuses (compared without case) of orders that never became income."""


_LEAST_BY_DIGITS = pl.Series([1, 0, *(10**digits for digits in range(1, 18)), 2**63 - 1], dtype=pl.Int64)
"""The least integer of so many digits, without leading zeros; the last entry stands for all longer texts."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How one source is to be read: the column of each role, and how its texts are written."""

    mapping: Mapping[str, str]
    dtypes: Mapping[str, pl.DataType]
    dates: DateFormat | None = None
    numbers: Mapping[str, NumberFormat] = field(default_factory=dict)
    measures: Sequence[str] = ()
    """Canonical measures to read: some of amount, quantity, value."""
    value: str | None = None
    """What the measure ``value`` is: ``profit`` or a numeric column of the source."""
    carry: Sequence[str] = ()
    tz: str | None = None
    not_counted: Sequence[str] = NOT_COUNTED
    currency: str | None = None
    totals: bool = False
    """The end of the source holds a row of totals."""
    last: str | None = None
    """The last column, of a source whose lines were not held against the header: where it is null, a row may be short."""
    text_ids: bool = False
    """Read ids as text although this source declares numbers, because another source of the run has text."""
    text_orders: bool = False
    """Read order ids as text although this source declares numbers."""
    whole_ids: bool = False
    """All floating-point ids are whole numbers."""
    floats: frozenset[str] = frozenset()
    """Columns of texts that the head shows to be short decimals: the reader of the file makes Float64 of them."""
    integers: frozenset[str] = frozenset()
    """Columns of ids that the head shows to be plain integers: they are grouped as such, and texts again in the result."""
    merge: Sequence[str] = ()
    """Kinds of ids whose spellings are one customer, see ``merging``."""
    layout: Layout = field(default_factory=Layout)
    """What is peculiar to the program that wrote the source."""

    @property
    def trusting(self) -> bool:
        """Whether texts are read as the numbers that the head shows, which a late cell may contradict."""
        return bool(self.floats or self.integers)

    def as_text(self) -> Reading:
        """Return the reading that takes texts for nothing but texts."""
        return replace(self, floats=frozenset(), integers=frozenset())

    def generalized(self) -> Reading:
        """Return the reading for columns that contradict their head: dates and numbers in the most general way."""
        dates = None if self.dates is None else self.dates.generalized()
        numbers = {name: number.generalized() for name, number in self.numbers.items()}
        return replace(self.as_text(), dates=dates, numbers=numbers)


def normalize(raw: pl.LazyFrame, reading: Reading, keep: Sequence[pl.Expr] = ()) -> pl.LazyFrame:
    """Return the rows of ``raw`` under canonical names.

    Columns: ``customer_id``, ``reason`` (UInt8, 0 = readable and countable), ``inexact`` (amounts that lose digits)
    and, where the source has them, ``order_id``, ``order_date`` (Date), the measures as Int64 in 1/10,000,
    ``currency``, and the carried columns behind the prefix ``carry:``; the expressions of
    ``keep`` behind the prefix ``kept:``; the key as written, where spellings are merged. ``odd`` says that an id is not the
    integer that the head promised. No row is dropped.
    """
    reader, layout = _Reader(reading), reading.layout
    if layout.derived:
        raw = raw.with_columns(**layout.derived)
    columns = {**reader.key(), **reader.optional()}
    numbers, inexact = reader.numbers()
    columns |= numbers
    kept = [expression.name.prefix("kept:") for expression in keep]
    short = {} if reading.last is None else {"short": pl.col(reading.last).is_null()}
    total = {"__total": _is_total(reading)} if reading.totals else {}
    if reader.staged:
        raw = raw.with_columns(**reader.staged)
    odd = {"odd": pl.any_horizontal(reader.odd)} if reader.odd else {}
    told = {**short, **odd, **total, "inexact": inexact, "__status": reader.counts()}
    rows = raw.select(*kept, **columns, **told, **reader.carried())
    if layout.of_orders and "order_id" in columns:
        rows = filled(rows, [name for name in layout.of_orders if name in (*columns, "__status")])
    if layout.order_totals and {"order_id", "amount"} <= set(columns):
        rows = once_per_order(rows)
    if "cost" in columns:
        rows = rows.with_columns(value=units.subtract(pl.col("amount"), pl.col("cost")))
    return rows.with_columns(reason=_reason(columns, reading)).drop("__status", "__total", "cost", strict=False)


def within(rows: pl.LazyFrame, period: Period) -> pl.LazyFrame:
    """Return the rows with those outside the period set aside."""
    if period.first is None and period.last is None:
        return rows
    day = pl.col("order_date")
    outside = pl.lit(value=False)
    if period.first is not None:
        outside = outside | (day < period.first)
    if period.last is not None:
        outside = outside | (day > period.last)
    late = (pl.col("reason") == 0) & outside
    return rows.with_columns(reason=pl.when(late).then(_code("period")).otherwise(pl.col("reason")))


def used(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows that the analysis counts, without the columns that say why others are not."""
    return rows.filter(pl.col("reason") == 0).drop(
        "reason", "inexact", "short", "odd", "repeated", "currency", strict=False
    )


def _code(reason: str) -> pl.Expr:
    return pl.lit(REASONS.index(reason) + 1, dtype=pl.UInt8)


def _reason(columns: Mapping[str, pl.Expr], reading: Reading) -> pl.Expr:
    """Return the first thing that is wrong with a row, in the order in which a reader would care."""
    key = pl.col(KEY)
    blank = key.is_null()
    name = reading.mapping[KEY]
    if name not in reading.integers and isinstance(reading.dtypes[name], pl.String | pl.Categorical | pl.Enum):
        blank = blank | (key.str.strip_chars().str.len_bytes() == 0)
    faults: list[tuple[pl.Expr, str]] = []
    if reading.totals:
        undated = pl.col("order_date").is_null() if "order_date" in columns else pl.lit(value=True)
        faults.append((pl.col("__total") & undated, "total"))
    faults.append((blank, "no_customer"))
    if reading.layout.services:
        faults.append((reading.layout.is_service(key), "service"))
    if "status" in reading.mapping or reading.layout.counted:
        faults.append((~pl.col("__status").fill_null(not reading.layout.counted), "status"))
    if "order_date" in columns:
        day = pl.col("order_date")
        faults.append((day.is_null() | ~day.is_between(FIRST_DAY, LAST_DAY), "date"))
    faults += [(pl.col(name).is_null(), name) for name in ("amount", "quantity", "cost") if name in columns]
    if "value" in columns or "cost" in columns:
        faults.append((pl.col("value").is_null(), "value"))
    if reading.currency is not None and "currency" in columns:
        faults.append(((pl.col("currency") != reading.currency.upper()).fill_null(value=True), "currency"))
    found = pl.lit(0, dtype=pl.UInt8)
    for fault, name in reversed(faults):
        found = pl.when(fault).then(_code(name)).otherwise(found)
    return found


def _is_total(reading: Reading) -> pl.Expr:
    """Return whether the key, or the first column of the source, is called a total."""
    named = dict.fromkeys((reading.mapping[KEY], next(iter(reading.dtypes))))
    found = [pl.col(name).cast(pl.String).str.contains(TOTAL).fill_null(value=False) for name in named]
    return pl.any_horizontal(found)


class _Reader:
    """Builds the canonical expressions of one source."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.mapping = reading.mapping
        self.dtypes = reading.dtypes
        self.staged: dict[str, pl.Expr] = {}
        """Columns made before the others: Polars reads a text again in every expression that uses it."""
        self.odd: list[pl.Expr] = []
        """Whether an id contradicts the head."""

    def stage(self, name: str, expression: pl.Expr) -> pl.Expr:
        """Return a column that holds the expression, computed once."""
        self.staged[f"staged:{name}"] = expression
        return pl.col(f"staged:{name}")

    def key(self) -> dict[str, pl.Expr]:
        """Return the key of the row; where spellings are merged, with the text as it is written."""
        key = self.identifier(KEY)
        if not self.reading.merge:
            return {KEY: key}
        text = key.cast(pl.String)
        return {KEY: self.stage(KEY, merged(text, self.reading.merge)), WRITTEN: text}

    def identifier(self, role: str) -> pl.Expr:
        """Return an id as declared: text as text, whole numbers as integers."""
        name = self.mapping[role]
        column, dtype = pl.col(name), self.dtypes[name]
        if name in self.reading.integers:
            return self.integer(name)
        if dtype == pl.String:
            return column
        if dtype.is_float():
            column = pl.when(column.is_not_nan()).then(column)
        if dtype.is_float() and self.reading.whole_ids:
            column, dtype = column.cast(pl.Int64), pl.Int64()
        if self.reading.text_ids or dtype.is_float() or isinstance(dtype, pl.Categorical | pl.Enum):
            return column.cast(pl.String)
        if dtype.is_integer():
            return column if dtype == pl.UInt64 else column.cast(pl.Int64)
        if dtype == pl.Null:
            return column.cast(pl.String)
        raise DataError(f'column "{name}" of type {dtype} cannot be an id', fix="Choose another column.", column=name)

    def integer(self, name: str) -> pl.Expr:
        """Return ids that the head shows to be integers; what another text could stand for as well is odd."""
        text, number = pl.col(name), self.stage(name, pl.col(name).cast(pl.Int64, strict=False))
        least = pl.lit(_LEAST_BY_DIGITS).gather(text.str.len_bytes().clip(upper_bound=_LEAST_BY_DIGITS.len() - 1))
        self.odd.append(text.is_not_null() & (number < least).fill_null(value=True))
        return number

    def optional(self) -> dict[str, pl.Expr]:
        """Return the order id, date and currency, where the source has them."""
        columns: dict[str, pl.Expr] = {}
        if "order" in self.mapping:
            columns["order_id"] = self.order_id()
        if "date" in self.mapping:
            columns["order_date"] = self.day()
        if "currency" in self.mapping:
            columns["currency"] = pl.col(self.mapping["currency"]).cast(pl.String).str.strip_chars().str.to_uppercase()
        return columns

    def order_id(self) -> pl.Expr:
        """Return the order id, null where it is empty: such a row is an order of its own."""
        name = self.mapping["order"]
        column, dtype = pl.col(name), self.dtypes[name]
        if name in self.reading.integers:
            return self.integer(name)
        if dtype.is_integer():
            return column.cast(pl.String) if self.reading.text_orders else column
        if dtype.is_float():
            return pl.when(column.is_not_nan()).then(column).cast(pl.String)
        text = column.cast(pl.String)
        return pl.when(text.str.strip_chars() != "").then(text)

    def day(self) -> pl.Expr:
        """Return the calendar day of the row."""
        name, tz = self.mapping["date"], self.reading.tz
        column, dtype = pl.col(name), self.dtypes[name]
        if isinstance(dtype, pl.Datetime):
            if tz is not None and dtype.time_zone is not None:
                column = column.dt.convert_time_zone(tz)
            return column.dt.date()
        if dtype == pl.Date:
            return column
        if self.reading.dates is None:
            raise DataError(f'column "{name}" of type {dtype} cannot be a date', column=name)
        return self.reading.dates.day(column.cast(pl.String), tz)

    def numbers(self) -> tuple[dict[str, pl.Expr], pl.Expr]:
        """Return the measures that are read, and whether the row's money loses digits."""
        wanted, value = self.reading.measures, self.reading.value
        columns: dict[str, pl.Expr] = {}
        inexact = pl.lit(value=False)
        if "amount" in wanted:
            columns["amount"], inexact = self.amount()
            columns |= self.refund(columns)
        if "quantity" in wanted:
            columns["quantity"] = self.reading.layout.signed(self.scaled(self.mapping["quantity"])[0])
        if "value" in wanted and value == "profit":
            columns["cost"], _ = self.scaled(self.mapping["cost"])
        elif "value" in wanted and value is not None:
            columns["value"], lost = self.scaled(value)
            inexact = inexact | lost
        return columns, inexact

    def amount(self) -> tuple[pl.Expr, pl.Expr]:
        """Return the amount of the row: its own column, else quantity times price."""
        layout = self.reading.layout
        if "amount" in self.mapping:
            amount, lost = self.scaled(self.mapping["amount"])
        else:
            factors = self.decimal(self.mapping["quantity"]), self.decimal(self.mapping["price"])
            amount, lost = units.scale_product(self.stage("quantity x price", units.product(*factors)))
        return layout.signed(layout.in_units(amount, self.mapping.get("currency"))), lost

    def refund(self, columns: Mapping[str, pl.Expr]) -> dict[str, pl.Expr]:
        """Return the amount net of what went back, or both where the amount is that of the order; blank is nothing."""
        layout = self.reading.layout
        if layout.refund is None:
            return {}
        blank = pl.col(layout.refund).is_null()
        if self.dtypes[layout.refund] == pl.String:
            blank = blank | (pl.col(layout.refund).str.strip_chars() == "")
        back = layout.in_units(self.scaled(layout.refund)[0], self.mapping.get("currency"))
        back = pl.when(blank).then(pl.lit(0, pl.Int64)).otherwise(back)
        return {"refund": back} if layout.order_totals else {"amount": units.subtract(columns["amount"], back)}

    def decimal(self, name: str) -> pl.Expr:
        """Return a numeric column as plain decimal text, or as it is where it is exact."""
        column, dtype = pl.col(name), self.dtypes[name]
        if dtype == pl.String:
            return self.reading.numbers.get(name, NumberFormat()).plain(column)
        return column if dtype.is_decimal() or dtype.is_integer() else column.cast(pl.String)

    def scaled(self, name: str) -> tuple[pl.Expr, pl.Expr]:
        """Return a numeric column in 1/10,000 and whether it loses digits."""
        column, dtype = pl.col(name), self.dtypes[name]
        if name in self.reading.floats:
            return units.scale_short(self.stage(name, column * units.SCALE))
        if dtype == pl.String:
            text = self.reading.numbers.get(name, NumberFormat()).plain(column)
            return units.scale_decimal(self.stage(name, units.as_decimal(text)))
        if dtype.is_numeric():
            return units.scale_number(column, dtype)
        raise DataError(f'column "{name}" of type {dtype} is not a number', column=name)

    def counts(self) -> pl.Expr:
        """Return whether the row's status counts, null where it is blank; an unknown status does."""
        if self.reading.layout.counted:
            return self.reading.layout.known_status()
        if "status" not in self.mapping:
            return pl.lit(value=True)
        status = pl.col(self.mapping["status"]).cast(pl.String).str.strip_chars().str.to_lowercase()
        if self.reading.layout.of_orders:
            return ~pl.when(status != "").then(status.is_in(list(self.reading.not_counted)))
        return ~status.is_in(list(self.reading.not_counted)).fill_null(value=False)

    def carried(self) -> dict[str, pl.Expr]:
        """Return the carried columns as text, empty ones as null: one form, whatever the source declares."""
        columns: dict[str, pl.Expr] = {}
        for name in self.reading.carry:
            column, dtype = pl.col(name), self.dtypes[name]
            if dtype.is_nested() or isinstance(dtype, pl.Binary | pl.Duration | pl.Object):
                fix = "Carry a column of text, numbers or dates."
                raise DataError(f'column "{name}" of type {dtype} cannot be carried', fix=fix, column=name)
            text = column.cast(pl.String)
            columns[CARRY + name] = pl.when(text.str.strip_chars() != "").then(text)
        return columns
