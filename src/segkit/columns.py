"""The canonical columns of one source: the expressions that make ids, days and money of what its cells hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from segkit import units
from segkit.errors import DataError
from segkit.merging import merged
from segkit.notation.blanks import is_blank
from segkit.notation.categories import among, categories, judged
from segkit.notation.currencies import currency
from segkit.notation.dates import written
from segkit.notation.numbers import NumberFormat
from segkit.notation.statuses import given_back, never_income
from segkit.schema import CARRY, KEY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segkit.reading import Reading

WRITTEN = "written_id"
"""The key as it is written, where spellings of it are merged."""


class Columns:
    """Builds the expressions of one source."""

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
        if self.reading.text_ids or dtype.is_float():
            return column.cast(pl.String)
        if dtype.is_integer():
            return column if dtype == pl.UInt64 else column.cast(pl.Int64)
        raise DataError(f'column "{name}" of type {dtype} cannot be an id', fix="Choose another column.", column=name)

    def integer(self, name: str) -> pl.Expr:
        """Return ids that the head shows to be integers; what another text could stand for as well is odd: with a sign or zeros first."""
        text, number = pl.col(name), self.stage(name, pl.col(name).cast(pl.Int64, strict=False))
        only_one = (text >= "1") | (text == "0")  # of what begins as an integer does, signs and zeros are below 1
        self.odd.append(text.is_not_null() & (number.is_null() | ~only_one))
        return number

    def optional(self) -> dict[str, pl.Expr]:
        """Return the order id, date, currency and a status to be judged, where the source has them."""
        columns: dict[str, pl.Expr] = {}
        if "order" in self.mapping:
            columns["order_id"] = self.order_id()
        if "date" in self.mapping:
            columns["order_date"] = self.day()
        if (code := self.currency()) is not None:
            columns["currency"] = code
        if self.reading.judges_status:
            columns["status"] = self.status()
        return columns

    def currency(self) -> pl.Expr | None:
        """Return the currency: its own column, else what the cells of the money are marked with."""
        marks = [] if self.reading.marked is None else [categories(currency(pl.col(self.reading.marked)))]
        if "currency" not in self.mapping:
            return marks[0] if marks else None
        code = self.stage("currency", categories(pl.col(self.mapping["currency"])))
        return pl.coalesce(pl.when(~judged(code, is_blank)).then(code), *marks) if marks else code

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
        return pl.when(~is_blank(text)).then(text)

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
        return self.reading.dates.day(written(column, dtype), tz)

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
            columns["cost"], _ = self.money(self.mapping["cost"])
        elif "value" in wanted and value is not None:
            columns["value"], lost = self.money(value)
            inexact = inexact | lost
        return columns, inexact

    def amount(self) -> tuple[pl.Expr, pl.Expr]:
        """Return the amount of the row: its own column, else quantity times price."""
        layout = self.reading.layout
        if "amount" in self.mapping:
            amount, lost = self.money(self.mapping["amount"])
        else:
            factors = self.decimal(self.mapping["quantity"]), self.decimal(self.mapping["price"])
            product = units.scale_product(self.stage("quantity x price", units.product(*factors)))
            amount, lost = layout.in_units(product, self.mapping["price"], self.mapping.get("currency"))
        return layout.signed(amount), lost

    def refund(self, columns: Mapping[str, pl.Expr]) -> dict[str, pl.Expr]:
        """Return the amount net of what went back, whatever its sign, or both where the amount is that of the order.

        Of the two either may be blank, as debits are beside credits: it is nothing then.
        """
        layout = self.reading.layout
        if layout.refund is None:
            return {}
        blank = self.blank(layout.refund)
        back = self.money(layout.refund)[0].abs()
        back = pl.when(blank).then(pl.lit(0, pl.Int64)).otherwise(back)
        if layout.order_totals:
            return {"refund": back}
        amount, name = columns["amount"], self.mapping.get("amount")
        if name is not None:
            amount = pl.when(self.blank(name) & ~blank).then(pl.lit(0, pl.Int64)).otherwise(amount)
        return {"amount": units.subtract(amount, back)}

    def blank(self, name: str) -> pl.Expr:
        """Tell whether a cell holds nothing."""
        missing = pl.col(name).is_null()
        textual = self.dtypes[name] == pl.String and name not in self.reading.floats
        return missing | is_blank(pl.col(name)) if textual else missing

    def money(self, name: str) -> units.Scaled:
        """Return a column of money in 1/10,000 of its currency and whether it loses digits."""
        return self.reading.layout.in_units(self.scaled(name), name, self.mapping.get("currency"))

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

    def status(self) -> pl.Expr:
        """Return the status as it is written."""
        return self.stage("status", categories(pl.col(self.mapping["status"])))

    def counts(self, amount: pl.Expr | None) -> pl.Expr:
        """Return whether the row's status counts, null where it is blank; an unknown status does."""
        if self.reading.layout.counted:
            return self.reading.layout.known_status()
        if "status" not in self.mapping:
            return pl.lit(value=True)
        status = self.status()
        if self.reading.not_counted is not None:
            skipped = among(status, self.reading.not_counted)
        elif self.reading.returns:
            skipped = never_income(status) & ~given_back(status)
        elif amount is None:
            skipped = never_income(status)
        else:  # a negative one takes off what another row brought: ``collect_checked`` will count them all
            skipped = never_income(status) & ~(given_back(status) & (amount < 0)).fill_null(value=False)
        if self.reading.layout.of_orders:
            return ~pl.when(~judged(status, is_blank)).then(skipped)
        return ~skipped.fill_null(value=False)

    def carried(self) -> dict[str, pl.Expr]:
        """Return the carried columns as text, empty ones as null: one form, whatever the source declares."""
        columns: dict[str, pl.Expr] = {}
        for name in self.reading.carry:
            column, dtype = pl.col(name), self.dtypes[name]
            if dtype.is_nested() or isinstance(dtype, pl.Duration | pl.Object):
                fix = "Carry a column of text, numbers or dates."
                raise DataError(f'column "{name}" of type {dtype} cannot be carried', fix=fix, column=name)
            text = column.cast(pl.String)
            columns[CARRY + name] = pl.when(text.str.strip_chars() != "").then(text)
        return columns
