"""What an analysis is: its parameters, what it needs of the roll-up, what it promises, and how it computes."""

from __future__ import annotations

import dataclasses
import math
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    NewType,
    Self,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from segkit.errors import ParamsError, did_you_mean
from segkit.periods import Duration, Inactivity
from segkit.schema import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import polars as pl

    from segkit.periods import Period
    from segkit.result import Fact, Note, Panel, Result
    from segkit.rollup import Level
    from segkit.schema import Schema

Limits = NewType("Limits", tuple[Decimal, ...])
"""Numbers separated by commas, such as ``80,95``; exact, because shares are compared exactly."""

Names = NewType("Names", tuple[str, ...])
"""Names separated by commas, such as ``AX,AY``."""

NO_NAMES = Names(())

Share = NewType("Share", Decimal)
"""A share or rate, such as ``0.12`` or ``12%``; exact, because money is multiplied by it."""

Shares = NewType("Shares", tuple[Share, ...])
"""Shares separated by commas, or in repeated flags: ``5%,10%``."""

Number = NewType("Number", Decimal)
"""A number such as ``12.5``; exact, because money is computed from it."""


@dataclass(frozen=True)
class Table:
    """A table of values under a name, such as a segment map: built in, of ``segkit.toml``, or a TOML file of its own."""

    name: str
    values: Mapping[str, Any] | None = None
    """None where only the name is known: the analysis may know the rest."""

    def __str__(self) -> str:
        """Return the name, as it is written on the command line."""
        return self.name


@dataclass(frozen=True)
class Listing:
    """A list of customers: a file or a frame that is not the input."""

    name: str
    rows: pl.DataFrame | None = field(default=None, compare=False, repr=False)
    """``customer_id`` as text, as often as it is listed, and more columns as text where the list has them; None if nobody
    read it."""

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.name


@dataclass(frozen=True)
class Moment:
    """A day, or the file with a result of that day."""

    day: date | None = None
    listing: Listing | None = None

    def __str__(self) -> str:
        """Return it as it is written on the command line."""
        return str(self.day or self.listing)


@dataclass(frozen=True)
class Option:
    """One field of a Params class as the command line and the documentation show it."""

    name: str
    type: object
    help: str
    default: object
    hint: str | None = None
    """What stands for the value in help."""

    @property
    def flag(self) -> str:
        """The option on the command line."""
        return "--" + self.name.strip("_").replace("_", "-")

    @property
    def choices(self) -> tuple[str, ...]:
        """The allowed words, or none."""
        return get_args(self.type) if get_origin(self.type) is Literal else ()

    @property
    def metavar(self) -> str:
        """What stands for the value in help."""
        if self.hint is not None:
            return self.hint
        return "|".join(self.choices) if self.choices else _METAVARS.get(self.type, "TEXT")

    def parse(self, value: object) -> object:
        """Return ``value`` as the field's type; raise ParamsError that names the option."""
        if value is None or (not isinstance(value, str) and _is_of(self.type, value)):
            return value
        try:
            return _PARSERS.get(self.type, self._word)(value)
        except (ValueError, InvalidOperation, TypeError):
            wanted = _EXAMPLES.get(self.type, self.metavar)
            raise ParamsError(f'{self.flag}: "{value}" is not {wanted}') from None
        except ParamsError as error:
            raise ParamsError(f"{self.flag}: {error.message}", fix=error.fix) from None

    def _word(self, value: object) -> object:
        if self.choices and value not in self.choices:
            raise ParamsError(
                f'"{value}" is none of {", ".join(self.choices)}.{did_you_mean(str(value), self.choices)}'
            )
        return str(value)


def _is_of(kind: object, value: object) -> bool:
    if isinstance(value, datetime | float) or (kind is int and isinstance(value, bool)):
        return False
    return isinstance(kind, type) and isinstance(value, kind)


def _limits(value: object) -> Limits:
    parts = value.split(",") if isinstance(value, str) else value
    numbers = tuple(Decimal(str(part).strip()) for part in parts)  # type: ignore[attr-defined]
    if not all(number.is_finite() for number in numbers):
        raise ValueError
    return Limits(numbers)


def _names(value: object) -> Names:
    parts = value.split(",") if isinstance(value, str) else value
    return Names(tuple(str(part).strip() for part in parts if str(part).strip()))  # type: ignore[attr-defined]


def _bool(value: object) -> bool:
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    return known[str(value).strip().lower()] if str(value).strip().lower() in known else _raise()


def _share(value: object) -> Share:
    text = str(value).strip()
    number = Decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not number.is_finite():
        raise ValueError
    return Share(number)


def _shares(value: object) -> Shares:
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list | tuple) else [value]
    return Shares(tuple(_share(part) for part in parts))


def _float(value: object) -> float:
    number = float(value)  # type: ignore[arg-type]
    if not math.isfinite(number):
        raise ValueError
    return number


def _number(value: object) -> Number:
    number = Decimal(str(value).strip())
    if not number.is_finite():
        raise ValueError
    return Number(number)


def _table(value: object) -> Table:
    return Table("own", dict(value)) if isinstance(value, Mapping) else Table(str(value))


def _raise() -> bool:
    raise ValueError


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


def _int(value: object) -> int:
    if isinstance(value, float) and not value.is_integer():
        raise ValueError
    return int(value)  # type: ignore[call-overload, no-any-return]


_PARSERS: dict[object, Callable[[Any], object]] = {
    int: _int, float: _float, bool: _bool, date: _date, Limits: _limits, Names: _names, Duration: _duration,
    Table: _table, Share: _share, Inactivity: lambda value: Inactivity.parse(str(value)), Listing: _listing,
    Moment: _moment, Shares: _shares, Number: _number,
}  # fmt: skip
_METAVARS: dict[object, str] = {
    int: "N", float: "X", date: "YYYY-MM-DD", Limits: "A,B", Names: "NAME,...", Duration: "90d|6mo|1y", str: "TEXT", Share: "X%",
    Inactivity: "90d|6mo|3x", Listing: "FILE", Moment: "DATE|FILE",
    Shares: "X%,...", Number: "X",
}  # fmt: skip
_EXAMPLES: dict[object, str] = {
    int: "a whole number", float: "a number", bool: "yes or no", date: "a date such as 2024-12-31",
    Limits: "numbers separated by commas, such as 80,95", Names: "names separated by commas",
    Share: "a share such as 12% or 0.12", Moment: "a date such as 2024-12-31, nor a file",
    Shares: "shares such as 5%,10%", Number: "a number such as 12.5",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Params:
    """Base of all option groups: a frozen dataclass whose annotations are the help."""

    title: ClassVar[str] = "Options"

    @classmethod
    @cache
    def options(cls) -> tuple[Option, ...]:
        """Return the fields as options, in their order."""
        return tuple(_options_of(cls))

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Return the parameters from texts or typed values; raise ParamsError with every problem at once."""
        known = {option.name: option for option in cls.options()}
        problems: list[str] = []
        read: dict[str, object] = {}
        for name, value in values.items():
            try:
                read[name] = known[name].parse(value)
            except ParamsError as error:
                problems += [problem if error.fix is None else f"{problem}: {error.fix}" for problem in error.problems]
        if problems:
            raise ParamsError(problems)
        params = cls(**{name: value for name, value in read.items() if value is not None})
        if problems := list(params.problems()):
            raise ParamsError(problems)
        return params

    def problems(self) -> Iterator[str]:
        """Yield every fault in the values."""
        return iter(())

    def as_dict(self) -> dict[str, object]:
        """Return the values as JSON can hold them, for manifests and results."""
        return {option.name.strip("_"): plain(getattr(self, option.name)) for option in self.options()}


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


def _options_of(cls: type[Params]) -> Iterator[Option]:
    hints = get_type_hints(cls, include_extras=True)
    for item in dataclasses.fields(cls):
        hint, *described = (
            get_args(hints[item.name]) if get_origin(hints[item.name]) is Annotated else (hints[item.name],)
        )
        default = item.default_factory() if item.default_factory is not dataclasses.MISSING else item.default
        yield Option(item.name, _bare(hint), str(described[0]) if described else "", default, *map(str, described[1:2]))


def _bare(hint: object) -> object:
    """Return ``X`` of ``X | None``."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(arg for arg in get_args(hint) if arg is not type(None))
    return hint


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What an analysis asks of the input, for given parameters."""

    levels: Sequence[Level] = ("customers",)
    """Levels of the roll-up that ``compute`` reads; none for an analysis that takes no input."""
    instead: Sequence[str] = ()
    """Options that make an input unnecessary once all of them are given."""
    own_windows: bool = False
    """Whether ``compute`` cuts the windows of ``--last`` itself, so that all rows up to ``as_of`` are wanted."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """Roles without which the analysis cannot run, each with the reason ("ABC of revenue needs an amount ...")."""
    measures: Sequence[str] = ("amount",)
    """Measures to sum where the source has them; those of ``roles`` are certain."""
    value: str | None = None
    """What the measure ``value`` is: ``profit`` (where there is a cost column) or a numeric column."""
    by: str | None = None
    """A column to break down by: each customer belongs where its first row that has a value does, unless the level
    ``customer_groups`` is asked for, where each row belongs where it lies."""
    uses_orders: bool = True
    """Whether purchases are counted by order ids."""


@dataclass(frozen=True, kw_only=True)
class RolledUp:
    """What the roll-up gives an analysis: a frame for each level, and what was observed."""

    customers: pl.DataFrame
    customer_months: pl.DataFrame | None = None
    customer_days: pl.DataFrame | None = None
    customer_groups: pl.DataFrame | None = None
    """Customer by ``group`` (the value of ``Needs.by``) and day, with null for rows without a value."""
    orders: pl.DataFrame | None = None
    """Orders, those of a customer side by side by day: ``customer`` is the row of its customer."""
    groups: pl.DataFrame | None = None
    """``customer_id`` and ``group``, the value of ``Needs.by``, of the customers who have one."""
    as_of: date | None = None
    period: Period | None = None
    first_day: date | None = None
    """The first day of the history: that of the rows, or of the period where rows lie before it."""
    last: Duration | None = None
    """What ``--last`` says, for an analysis with ``own_windows``."""
    has_orders: bool = False


@dataclass(frozen=True, kw_only=True)
class Computed:
    """What an analysis computes: ordered rows with the columns of its schema, facts and notes."""

    table: pl.DataFrame
    facts: Mapping[str, Fact] = field(default_factory=dict)
    notes: Sequence[Note] = ()
    headline: tuple[str, ...] = ()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Display names by language, see Result."""
    breaks: Mapping[str, Any] = field(default_factory=dict)
    """Cut values by column and class, as the parameter ``breaks`` takes them."""
    model: Mapping[str, Any] = field(default_factory=dict)
    """A fitted model, as the parameter ``model_file`` takes it."""
    schema: Schema | None = None
    """The schema of the table where the data decide it, such as without amounts; else that of the parameters."""


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """An analysis, complete: everything else (command, help, documentation, API, tests) follows from it."""

    params: type[Params]
    output: Schema
    """Every column that the analysis can give; ``schema_of`` says which of them for given parameters."""
    needs: Callable[[Any], Needs]
    compute: Callable[[RolledUp, Any], Computed]
    schema_of: Callable[[Any], Schema]
    overview: Callable[[Result], Mapping[str, Panel]] = lambda _: {}
    only: Callable[[Sequence[str], Any], pl.Expr] | None = None
    """The filter that ``--only`` stands for, given its words and the parameters; ParamsError for an unknown word."""
    explain: Callable[[Result, Any, Mapping[str, Any]], Sequence[str]] | None = None
    """Why a row is where it is, in lines, given the result, the parameters and the row."""
    fits_model: bool = False
    """Whether ``compute`` gives a model that can be saved."""
    split_by: Sequence[str] = ()
    """The label column that ``--split`` makes files of; where it is not there or empty, the next."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Every fact that ``compute`` can give, with its meaning; ``--fail-on`` takes them.

    A word in capitals stands for any: ``SEGMENT_customers``.
    """
    gates: Callable[[Any], Mapping[str, str]] = lambda _: {}
    """Conditions on facts that the parameters stand for, each by the option that sets it; they fail like ``--fail-on``."""
    examples: Sequence[str] = ()
    """Three commands for the help, each with what it answers, separated by ``#``."""

    def has_ids(self, params: Params) -> bool:
        """Whether a row is about one customer (or other entity), so that columns of the customer can stand beside it."""
        return self.schema_of(params).key == (KEY,)

    def has_fact(self, name: str) -> bool:
        """Tell whether a fact of that name is documented."""
        return any(re.fullmatch(re.sub("[A-Z]+", "[a-z0-9_]+", known), name) for known in self.facts)
