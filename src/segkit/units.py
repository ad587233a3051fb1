"""Exact money: decimals as Int64 in units of 1/10,000, from text and numbers and back to text.

Integers because their sums do not depend on the order of the rows or on the number of threads; four digits because
exchange rates and unit prices need them. Rows are rounded half away from zero, once, and rows that lose digits are
counted.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

SCALE = 10_000
"""Units in one of the currency."""

_DIGITS = 4

LIMIT = 2**63 - 1
"""The largest sum of magnitudes that an Int64 holds; beyond it sums would wrap silently, so it is an error."""

_TEXT_DIGITS = 20
_FACTOR_DIGITS = 10
_LARGEST = 9.2e14
"""Values above do not fit into an Int64 of units."""

# A tie such as 1.00005 is stored a little below the half; this nudge (four units in the last place) puts it back. Above
# a hundred million no float tells such a tie from its neighbors, and the nudge itself would be seen.
_NUDGE = 1 + 8.8e-16
_NUDGED_BELOW = 1e12
_FLOAT_NOISE = 1e-4
_EXACT_FLOATS = 2**53
_SHORT_LIMIT = 2.0**49
_FLOAT_STEP = 2.0**-51

Scaled = tuple[pl.Expr, pl.Expr]
"""Units, and whether digits were lost."""


def scale_text(text: pl.Expr) -> Scaled:
    """Return the units of plain decimal text; unreadable or out-of-range text gives null."""
    return scale_decimal(as_decimal(text))


def as_decimal(text: pl.Expr) -> pl.Expr:
    """Return plain decimal text as decimals, null where it is none."""
    return text.cast(pl.Decimal(38, _TEXT_DIGITS), strict=False)


def scale_decimal(decimal: pl.Expr) -> Scaled:
    """Return the units of the decimals that ``as_decimal`` returned."""
    rounded = decimal.round(_DIGITS, mode="half_away_from_zero")
    units = rounded.cast(pl.Decimal(38, _DIGITS)).to_physical().cast(pl.Int64, strict=False)
    return units, (decimal != rounded).fill_null(value=False)


def scale_number(column: pl.Expr, dtype: pl.DataType) -> Scaled:
    """Return the units of a numeric column of type ``dtype``; NaN, infinity and overflow give null."""
    if dtype.is_integer():
        wide = column.cast(pl.Int128) * SCALE
        return wide.cast(pl.Int64, strict=False), pl.lit(value=False)
    if dtype.is_decimal():
        return scale_text(column)
    if dtype == pl.Float32:  # its shortest text is what was meant; as Float64 it has digits that nobody wrote
        return scale_text(column.cast(pl.String))
    exact = column.cast(pl.Float64) * SCALE
    nudged = pl.when(exact.abs() < _NUDGED_BELOW).then(exact * _NUDGE).otherwise(exact)
    rounded = nudged.round(0, mode="half_away_from_zero")
    noise = _FLOAT_NOISE + exact.abs() * 1e-15
    return rounded.cast(pl.Int64, strict=False), ((exact - rounded).abs() > noise).fill_null(value=False)


def scale_short(scaled: pl.Expr) -> Scaled:
    """Return the units of plain decimals that were read as Float64 and multiplied by SCALE.

    Exact for texts of at most four decimals below 2^49 units: reading and multiplying are off by half a step of a float each,
    which is less than a quarter of a unit there. Any other is null or said to lose digits.
    """
    whole = scaled.round(0, mode="half_away_from_zero")
    doubtful = ((scaled - whole).abs() > whole.abs() * _FLOAT_STEP) | (whole.abs() > _SHORT_LIMIT)
    return whole.cast(pl.Int64, strict=False), doubtful.fill_null(value=False)


def product(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Return the product of two columns of decimals or plain decimal text, in 10^-20."""
    size = left.cast(pl.Float64, strict=False) * right.cast(pl.Float64, strict=False)
    fits = (size.abs() < _LARGEST).fill_null(value=False)
    return pl.when(fits).then(_fine(left)) * _fine(right)


def scale_product(product: pl.Expr) -> Scaled:
    """Return the units of what ``product`` returned, rounded once."""
    divisor = 10 ** (2 * _FACTOR_DIGITS) // SCALE
    return round_half_away(product, divisor), (product % divisor != 0).fill_null(value=False)


def subtract(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Return the difference of two columns of units, null where it does not fit."""
    return (left.cast(pl.Int128) - right.cast(pl.Int128)).cast(pl.Int64, strict=False)


def _fine(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Decimal(38, _FACTOR_DIGITS), strict=False).to_physical()


def round_half_away(fine: pl.Expr, divisor: int | pl.Expr) -> pl.Expr:
    """Return Int128 divided by ``divisor``, rounded half away from zero, as Int64 (null where it does not fit)."""
    magnitude = (fine.abs() + divisor // 2) // divisor
    return (magnitude * fine.sign()).cast(pl.Int64, strict=False)


def nearest(dividend: int, divisor: int) -> int:
    """Return ``dividend / divisor`` rounded half away from zero; ``divisor`` is positive."""
    magnitude = (2 * abs(dividend) + divisor) // (2 * divisor)
    return magnitude if dividend >= 0 else -magnitude


def mean(total: pl.Expr, count: pl.Expr) -> pl.Expr:
    """Return ``total / count`` of two columns of integers, rounded half away from zero; null where nothing is counted."""
    return round_half_away(total.cast(pl.Int128), count.cast(pl.Int128))


def positive_total(values: pl.Series) -> int:
    """Return the sum of what lies above zero: the whole that shares of money are of, since returns are no part of it."""
    return int(values.clip(lower_bound=0).sum())


def quotient(dividend: pl.Expr, divisor: float) -> pl.Expr:
    """Return ``dividend / divisor`` as the nearest Float64.

    Polars multiplies by the reciprocal of a scalar, which is not the nearest (17 / 10,000 becomes 0.0017000000000000001,
    and shares need not end at 1); a column divides.
    """
    column = (dividend * 0).cast(pl.Float64) + float(divisor)
    return dividend.cast(pl.Float64) / column


def share(part: int, whole: int) -> float:
    """Return what part of the whole something is; 0 where the whole is nothing, as nobody has a share of that."""
    return part / whole if whole else 0.0


def shares(parts: pl.Expr, whole: int) -> pl.Expr:
    """Return the same of a column, each the nearest Float64."""
    return quotient(parts, whole) if whole else (parts * 0).cast(pl.Float64)


def decimal_text(units: pl.Expr, *, least_digits: int) -> pl.Expr:
    """Return units as the shortest decimal text with at least ``least_digits`` (0 or 2) decimals."""
    magnitude = units.cast(pl.Int128).abs()
    whole = magnitude // SCALE
    fraction = magnitude % SCALE
    sign = pl.when(units < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    four = fraction.cast(pl.String).str.zfill(4)
    if least_digits:
        digits = pl.when(fraction % 100 == 0).then(four.str.slice(0, 2)).otherwise(four.str.strip_chars_end("0"))
        return pl.concat_str(sign, whole.cast(pl.String), pl.lit("."), digits)
    point = pl.when(fraction == 0).then(pl.lit("")).otherwise(pl.lit("."))
    return pl.concat_str(sign, whole.cast(pl.String), point, four.str.strip_chars_end("0"))


def to_floats(units: pl.Series) -> pl.Series:
    """Return units as the nearest Float64, the form that Parquet, Arrow and Python users get."""
    largest = units.abs().max()
    column = pl.col(units.name)
    if isinstance(largest, int) and largest > _EXACT_FLOATS:  # the cast alone would round
        nearest = decimal_text(column, least_digits=0).cast(pl.Float64)
    else:
        nearest = quotient(column, SCALE)
    return units.to_frame().select(nearest.alias(units.name)).to_series()


def to_float(units: int) -> float:
    """Return units as the nearest float, the form of facts."""
    return float(to_decimal(units))


def money_text(units: int) -> str:
    """Return units as people read money: ``1,234.50``."""
    return f"{to_decimal(units):,.2f}"


def to_decimal(units: int) -> Decimal:
    """Return units as an exact decimal number."""
    return Decimal(units) / SCALE
