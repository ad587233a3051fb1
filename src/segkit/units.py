"""Exact money: decimals as Int64 in units of 1/10,000, from text and numbers and back to text.

Integers because their sums do not depend on the order of the rows or on the number of threads; four digits because
exchange rates and unit prices need them. Rows are rounded half away from zero, and rows that lose digits are counted.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

SCALE = 10_000
"""Units in one of the currency."""

LIMIT = 2**63 - 1
"""The largest sum of magnitudes that an Int64 holds; beyond it sums would wrap silently, so it is an error."""

_TEXT_DIGITS = 10
_FINE = 10 ** (_TEXT_DIGITS - 4)
# A tie such as 1.00005 is stored a little below the half; this nudge (two units in the last place) puts it back.
_NUDGE = 1 + 4.4e-16
_FLOAT_NOISE = 1e-4


def scale_text(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return (units, loses_digits) of plain decimal text; unreadable or out-of-range text gives null units."""
    fine = text.cast(pl.Decimal(38, _TEXT_DIGITS), strict=False).to_physical()
    return round_half_away(fine, _FINE), (fine % _FINE != 0).fill_null(value=False)


def scale_number(column: pl.Expr, dtype: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    """Return (units, loses_digits) of a numeric column of type ``dtype``; NaN, infinity and overflow give null."""
    if dtype.is_integer():
        wide = column.cast(pl.Int128) * SCALE
        return wide.cast(pl.Int64, strict=False), pl.lit(value=False)
    if dtype.is_decimal():
        return scale_text(column)
    exact = column.cast(pl.Float64) * SCALE
    rounded = (exact * _NUDGE).round(0, mode="half_away_from_zero")
    noise = _FLOAT_NOISE + exact.abs() * 1e-15
    return rounded.cast(pl.Int64, strict=False), ((exact - rounded).abs() > noise).fill_null(value=False)


def multiply(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Return the product of two scaled columns, scaled, rounded half away from zero, null where it overflows."""
    return round_half_away(left.cast(pl.Int128) * right.cast(pl.Int128), SCALE)


def round_half_away(fine: pl.Expr, divisor: int) -> pl.Expr:
    """Return Int128 ``fine`` divided by ``divisor``, rounded half away from zero, as Int64 (null where too large)."""
    magnitude = (fine.abs() + divisor // 2) // divisor
    return (magnitude * fine.sign()).cast(pl.Int64, strict=False)


def decimal_text(units: pl.Expr, *, least_digits: int) -> pl.Expr:
    """Return scaled units as the shortest decimal text with at least ``least_digits`` (0 or 2) decimals."""
    magnitude = units.cast(pl.Int128).abs()
    whole = magnitude // SCALE
    fraction = magnitude % SCALE
    sign = pl.when(units < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    four = fraction.cast(pl.String).str.zfill(4)
    if least_digits:
        digits = pl.when(fraction % 100 == 0).then(four.str.slice(0, 2)).otherwise(four.str.strip_chars_end("0"))
        digits = pl.when(fraction % 10 == 0).then(digits.str.pad_end(2, "0")).otherwise(digits)
        return pl.concat_str(sign, whole.cast(pl.String), pl.lit("."), digits)
    point = pl.when(fraction == 0).then(pl.lit("")).otherwise(pl.lit("."))
    return pl.concat_str(sign, whole.cast(pl.String), point, four.str.strip_chars_end("0"))


def to_float(units: pl.Expr) -> pl.Expr:
    """Return scaled units as the nearest Float64, the form that Parquet, Arrow and Python users get."""
    return units.cast(pl.Float64) / SCALE


def to_decimal(units: int) -> Decimal:
    """Return scaled units as an exact decimal number."""
    return Decimal(units) / SCALE
