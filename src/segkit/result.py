"""What an analysis returns: the rows, what was learned on the way, and the account of every row that was read."""

from __future__ import annotations

from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from segkit import units
from segkit.errors import MissingColumnError, columns_there, did_you_mean
from segkit.frozen import frozen
from segkit.schema import SCALED, Column, Schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from segkit.periods import Period

Fact = str | int | float | bool | None
"""A figure about the whole result, with a name that scripts can rely on."""


@frozen
class Note:
    """Something that the reader of a result should know; a warning is a note that ``--strict`` fails on."""

    code: str
    message: str
    warning: bool = False
    count: int | None = None
    """Rows, customers or records that it is about."""
    fix: str | None = None
    """The flag or command that settles it."""


@frozen
class Tally:
    """Rows and their money in units of 1/10,000 (None where the analysis reads no amounts)."""

    rows: int = 0
    units: int | None = None


@frozen
class Account:
    """Rows read = used + set aside + rejected, and their money likewise."""

    used: Tally
    set_aside: Mapping[str, Tally] = field(default_factory=dict)
    rejected: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def read(self) -> Tally:
        """Everything that was read."""
        return _total([self.used, *self.set_aside.values(), *self.rejected.values()])

    @property
    def rejected_total(self) -> Tally:
        """All rejected rows."""
        return _total(list(self.rejected.values()))


@frozen
class Panel:
    """A part of the overview: a small frame that the terminal shows as a table.

    With ``pivot = (rows, columns)`` the frame is long, and the table has a row for each value of the first column,
    a column for each value of the second, and the other columns as the lines of each cell.
    """

    title: str
    frame: pl.DataFrame
    columns: Mapping[str, Column]
    pivot: tuple[str, str] | None = None
    highlight: frozenset[tuple[str, str]] = frozenset()
    """Cells of the pivot that matter most."""
    heat: str | None = None
    """The column whose size shades the cells of the pivot."""
    beside: tuple[str, ...] = ()
    """Columns that say something about a row of the pivot: shown once, before its cells."""
    mark: str | None = None
    """The flag that puts an asterisk behind a cell of the pivot."""
    of_rows: bool = False
    """Whether it shows rows of the result, so that those of ``--top`` take its place."""

    def names(self, side: Literal[0, 1]) -> list[Any]:
        """Return the names of the rows (0) or columns (1) of the pivot, in their order."""
        return [] if self.pivot is None else self.frame[self.pivot[side]].unique(maintain_order=True).to_list()


@frozen
class Result:
    """The outcome of one analysis, independent of files, clock and terminal."""

    analysis: str
    schema: Schema
    params: Mapping[str, object]
    rows: pl.DataFrame
    """The rows with money as Int64 in 1/10,000, as the text formats print it."""
    headline: tuple[str, ...] = ()
    panels: Callable[[], Mapping[str, Panel]] | None = field(default=None, repr=False)
    """Makes the overview of the whole result, which is needed only where it is shown."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    notes: Sequence[Note] = ()
    cut_from: int | None = None
    """Rows before ``head`` left some out."""
    as_of: date | None = None
    period: Period | None = None
    account: Account | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What tables call a label, by language: ``{"ru": {"champions": "Чемпионы"}}``."""
    breaks: Mapping[str, Any] = field(default_factory=dict)
    """The cut values by column and class; given as ``breaks``, they class another input in the same way."""
    model: Mapping[str, Any] = field(default_factory=dict)
    """The fitted model; given as ``model_file``, it predicts from another input without fitting one."""

    @property
    def per(self) -> str:
        """What a row is about, or was before rows were summed up: ``customer``, ``item`` or a column."""
        return str(self.params.get("per", "customer"))

    @property
    def dates(self) -> dict[str, object]:
        """``as_of`` and the period as documents hold them; None where there are none."""
        as_of, period = self.as_of, self.period
        return {
            "as_of": None if as_of is None else as_of.isoformat(),
            "period": None if period is None or period.last is None else [str(period.first), str(period.last)],
        }

    @cached_property
    def overview(self) -> Mapping[str, Panel]:
        """The parts of the terminal's overview by name."""
        return {} if self.panels is None else self.panels()

    @cached_property
    def table(self) -> pl.DataFrame:
        """The rows for use in frames: money and numbers as the nearest Float64."""
        scaled = [name for name, column in self.schema.columns.items() if column.kind in SCALED]
        return self.rows.with_columns(units.to_floats(self.rows[name]) for name in scaled)

    @property
    def warnings(self) -> tuple[Note, ...]:
        """The notes that ``--strict`` fails on."""
        return tuple(note for note in self.notes if note.warning)

    def select(self, columns: Sequence[str]) -> Result:
        """Return the result with these columns in this order; MissingColumnError names any that is not there."""
        unknown = [name for name in columns if name not in self.schema.columns]
        if unknown:
            message = "; ".join(f'no output column "{n}".{did_you_mean(n, self.schema.columns)}' for n in unknown)
            raise MissingColumnError(message, fix=columns_there(self.schema.columns), columns=unknown)
        kept = {name: self.schema.columns[name] for name in columns}
        return replace(self, schema=replace(self.schema, columns=kept), rows=self.rows.select(list(kept)))

    def labelled(self, names: Sequence[str], language: str, own: Mapping[str, str] | None = None) -> Result:
        """Return the result with a column ``<name>_label`` for each label column of ``names``: its display names.

        ``own`` are names that go before those of the language.
        """
        display = {**self.labels.get(language, {}), **(own or {})}
        rows, schema = self.rows, self.schema
        for name in names:
            texts = pl.col(name).cast(pl.String).replace(display).alias(f"{name}_label")
            rows = rows.with_columns(texts)
            described = Column("text", f"Display name of {name}.", nullable=schema.columns[name].nullable)
            schema = schema.with_columns({f"{name}_label": described})
        return replace(self, rows=rows, schema=schema)

    def filter(self, keep: pl.Expr) -> Result:
        """Return the result with the rows that ``keep`` is true for; facts and overview stay those of the whole."""
        return replace(self, rows=self.rows.filter(keep))

    def head(self, count: int) -> Result:
        """Return the result with its first ``count`` rows."""
        return replace(self, rows=self.rows.head(count), cut_from=self.cut_from or self.rows.height)


def _total(tallies: Sequence[Tally]) -> Tally:
    known = [tally.units for tally in tallies if tally.units is not None]
    return Tally(rows=sum(tally.rows for tally in tallies), units=sum(known) if known else None)
