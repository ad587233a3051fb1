"""The kinds of values that options take: what each is called in help, and how text becomes one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, NewType

from segkit.errors import ParamsError
from segkit.frozen import frozen
from segkit.periods import Duration, Inactivity

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

Limits = NewType("Limits", tuple[Decimal, ...])
"""Numbers separated by commas, such as ``80,95``; exact, because shares are compared exactly."""

Names = NewType("Names", tuple[str, ...])
"""Names separated by commas, such as ``AX,AY``."""

NO_NAMES = Names(())

YES_NO = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
"""How a flag is written where it needs a value: in the environment and in files."""

Share = NewType("Share", Decimal)
"""A share or rate, such as ``0.12`` or ``12%``; exact, because money is multiplied by it."""

Shares = NewType("Shares", tuple[Share, ...])
"""Shares separated by commas, such as ``5%,10%``."""

LIST_TYPES: tuple[object, ...] = (Limits, Names, Shares)
"""The kinds that are several values: separated by commas, or in repeated flags."""

Number = NewType("Number", Decimal)
"""A number such as ``12.5``; exact, because money is computed from it."""

Money = NewType("Money", Decimal)
"""An amount of money that nobody owes, such as ``78.5``: from 0 to ``MOST_MONEY``, exact to 1/10,000."""

MOST_MONEY = 10**12
"""Far from what the units of ``segkit.units`` can hold, so that sums and products of a few of them fit."""

_MONEY_DIGITS = 4
_MOST_WHOLE = 2**63 - 1
_MOST = _MOST_WHOLE // 10**_MONEY_DIGITS
_MOST_DIGITS = 30
_LONGEST = 40


@frozen
class Table:
    """A table of values under a name, such as a segment map: built in, of ``segkit.toml``, or a TOML file of its own."""

    name: str
    values: Mapping[str, Any] | None = None
    """None where only the name is known: the analysis may know the rest."""

    def __str__(self) -> str:
        """Return the name, as it is written on the command line."""
        return self.name


@frozen
class Listing:
    """A list of customers: a file or a frame that is not the input."""

    name: str
    rows: pl.DataFrame | None = field(default=None, compare=False, repr=False)
    """``customer_id`` as text, as often as it is listed, and more columns as text where the list has them; None if nobody
    read it."""

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.name


@frozen
class Moment:
    """A day, or the file with a result of that day."""

    day: date | None = None
    listing: Listing | None = None

    def __str__(self) -> str:
        """Return it as it is written on the command line."""
        return str(self.day or self.listing)


def plain(value: object) -> object:
    """Return a parameter value as text, number, list, mapping or None."""
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Table):
        return value.name if value.values is None else {"name": value.name, **_plain_values(value.values)}
    if isinstance(value, Mapping):
        return _plain_values(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _plain_values(values: Mapping[str, object]) -> dict[str, object]:
    return {str(name): plain(value) for name, value in values.items()}


def _limits(value: object) -> Limits:
    parts = value.split(",") if isinstance(value, str) else value
    return Limits(tuple(_decimal(part) for part in parts))  # type: ignore[attr-defined]


def _names(value: object) -> Names:
    parts = value.split(",") if isinstance(value, str) else value
    return Names(tuple(str(part).strip() for part in parts if str(part).strip()))  # type: ignore[attr-defined]


def _bool(value: object) -> bool:
    word = str(value).strip().lower()
    if word not in YES_NO:
        raise ValueError
    return YES_NO[word]


def _share(value: object) -> Share:
    text = str(value).strip()
    return Share(_decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1))


def _shares(value: object) -> Shares:
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list | tuple) else [value]
    return Shares(tuple(_share(part) for part in parts))


def _float(value: object) -> float:
    number = float(value)  # type: ignore[arg-type]
    if not math.isfinite(number):
        raise ValueError
    return number


def _number(value: object) -> Number:
    return Number(_decimal(value))


def _decimal(value: object) -> Decimal:
    """Return a number that exact arithmetic is done with; ParamsError for one whose digits nobody can have meant."""
    text = str(value).strip()
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError
    if abs(number) > _MOST:
        raise ParamsError(f"{_cut(text)} is beyond {_MOST:,}, the most that is counted exactly")
    if _decimals(number) > _MOST_DIGITS:
        raise ParamsError(f"{_cut(text)} has more than {_MOST_DIGITS} decimals")
    return number


def _decimals(number: Decimal) -> int:
    """Return the decimals of a number that are not trailing zeros."""
    digits, exponent = number.as_tuple()[1:]  # Decimal.normalize makes 0 of 1e-9999999
    written = "".join(map(str, digits))
    zeros = len(written) - len(written.rstrip("0"))
    return -(int(exponent) + zeros) if number else 0


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


def money(value: object) -> Money:
    """Return an amount of money; raise ParamsError for one out of range, InvalidOperation for no number."""
    text = str(value).strip()
    number = Decimal(text)
    if not number.is_finite() or not 0 <= number <= MOST_MONEY or _decimals(number) > _MONEY_DIGITS:
        raise ParamsError(f"{_cut(text)} is not between 0 and {MOST_MONEY:,}, with up to {_MONEY_DIGITS} decimals")
    return Money(number)


def _table(value: object) -> Table:
    return Table("own", dict(value)) if isinstance(value, Mapping) else Table(str(value))


def _date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    return date.fromisoformat(str(value).strip())


def _listing(value: object) -> Listing:
    return Listing(str(value))


def _moment(value: object) -> Moment:
    if isinstance(value, Listing):
        return Moment(listing=value)
    return Moment(_date(value))


def _duration(value: object) -> Duration:
    return Duration.parse(str(value))


def _inactivity(value: object) -> Inactivity:
    return Inactivity.parse(str(value))


def _int(value: object) -> int:
    if isinstance(value, float) and not value.is_integer():
        raise ValueError
    number = int(value)  # type: ignore[call-overload]
    if abs(number) > _MOST_WHOLE:
        raise ParamsError(f"{_cut(str(value))} is beyond {_MOST_WHOLE:,}, the most that a whole number may be")
    return int(number)


class Notation(NamedTuple):
    """How values of a type are written."""

    parse: Callable[[Any], object]
    """Returns the value of a text or of what Python users pass; raises ValueError, TypeError or InvalidOperation."""
    metavar: str
    """What stands for the value in help."""
    example: str
    """What is said to be wanted where the value is something else."""


NOTATIONS: dict[object, Notation] = {
    int: Notation(_int, "N", "a whole number"),
    float: Notation(_float, "X", "a number"),
    bool: Notation(_bool, "TEXT", "yes or no"),
    date: Notation(_date, "YYYY-MM-DD", "a date such as 2024-12-31"),
    Limits: Notation(_limits, "A,B", "numbers separated by commas, such as 80,95"),
    Names: Notation(_names, "NAME,...", "names separated by commas"),
    Share: Notation(_share, "X%", "a share such as 12% or 0.12"),
    Shares: Notation(_shares, "X%,...", "shares such as 5%,10%"),
    Number: Notation(_number, "X", "a number such as 12.5"),
    Money: Notation(money, "X", "a number such as 12.5"),
    Duration: Notation(_duration, "90d|6mo|1y", "90d|6mo|1y"),
    Inactivity: Notation(_inactivity, "90d|6mo|3x", "90d|6mo|3x"),
    Table: Notation(_table, "TEXT", "TEXT"),
    Listing: Notation(_listing, "FILE", "FILE"),
    Moment: Notation(_moment, "DATE|FILE", "a date such as 2024-12-31, nor a file"),
}
"""The types that the fields of a Params class may have, besides texts and choices of words."""
