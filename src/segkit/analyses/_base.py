"""What an analysis is: its parameters, what it needs of the roll-up, what it promises, and how it computes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from segkit.errors import ParamsError
from segkit.frozen import frozen
from segkit.params import Params
from segkit.schema import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import polars as pl

    from segkit.periods import Duration, Period
    from segkit.result import Fact, Note, Panel, Result
    from segkit.rollup import Level
    from segkit.schema import Schema


@frozen(kw_only=True)
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
    counts_orders: bool = True
    """Whether the result counts purchases, so that a reader must know where every row is one, for want of order ids."""


@frozen(kw_only=True)
class RolledUp:
    """What the roll-up gives an analysis: a frame for each level that it needs, and what was observed.

    Asking for a level or a day that the input cannot give raises ParamsError; ``Needs`` sees to it that nobody does.
    """

    levels: Mapping[str, pl.DataFrame]
    """``customers`` always; the levels of ``Needs``; ``groups`` with ``Needs.by``."""
    days: tuple[date, date] | None = None
    """The first day of the history (that of the rows, or of the period where rows lie before it) and ``as_of``, if there are dates."""
    period: Period | None = None
    last: Duration | None = None
    """What ``--last`` says, for an analysis with ``own_windows``."""
    has_orders: bool = False

    @property
    def customers(self) -> pl.DataFrame:
        """A row for each customer."""
        return self.level("customers")

    @property
    def orders(self) -> pl.DataFrame:
        """Orders, those of a customer side by side by day: ``customer`` is the row of its customer."""
        return self.level("orders")

    @property
    def groups(self) -> pl.DataFrame | None:
        """``customer_id`` and ``group``, the value of ``Needs.by``, of the customers who have one."""
        return self.levels.get("groups")

    @property
    def first_day(self) -> date:
        """The first day of the history."""
        return self._dated()[0]

    @property
    def as_of(self) -> date:
        """The last day of observation."""
        return self._dated()[1]

    def level(self, name: Level) -> pl.DataFrame:
        """Return a level of the roll-up; ``customer_groups`` has null as ``group`` of rows without a value."""
        if name not in self.levels:
            raise ParamsError(
                f"the input gives no {name.replace('_', ' ')}: it has no dates (--date COLUMN names them)"
            )
        return self.levels[name]

    def _dated(self) -> tuple[date, date]:
        if self.days is None:
            raise ParamsError("the input has no dates (--date COLUMN names them)")
        return self.days


@frozen(kw_only=True)
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


@frozen(kw_only=True)
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
    classes: Sequence[Sequence[str]] = ()
    """Every class, segment or other label of its rows that is known beforehand, those of a column together: display names may
    be given to them."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Every fact that ``compute`` can give, with its meaning; ``--fail-on`` takes them.

    A word in capitals stands for any: ``SEGMENT_customers``.
    """
    gates: Callable[[Any], Mapping[str, str]] = lambda _: {}
    """Conditions on facts that the parameters stand for, each by the option that sets it; they fail like ``--fail-on``."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What a terminal says for its English texts, by language, as ``segkit.words`` reads them."""
    examples: Sequence[str] = ()
    """Three commands for the help, each with what it answers, separated by ``#``."""

    def has_ids(self, params: Params) -> bool:
        """Whether a row is about one customer (or other entity), so that columns of the customer can stand beside it."""
        return self.schema_of(params).key == (KEY,)

    def has_fact(self, name: str) -> bool:
        """Tell whether a fact of that name is documented."""
        return any(re.fullmatch(re.sub("[A-Z]+", "[a-z0-9_]+", known), name) for known in self.facts)
