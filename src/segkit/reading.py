"""How one source is to be read: the column of each role, and how its texts are written."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from segkit.frozen import frozen
from segkit.layouts import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from segkit.notation.dates import DateFormat
    from segkit.notation.numbers import NumberFormat


@frozen(kw_only=True)
class Reading:
    """What is known of a source before its rows are read."""

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
    not_counted: Sequence[str] | None = None
    """Statuses (leveled) that do not count, where the user says which; see ``statuses``."""
    returns: bool = False
    """Rows whose status is one of refunds count, since some of them are negative: they take back what others brought."""
    currency: str | None = None
    totals: bool = False
    """The source may hold rows of totals."""
    named: str | None = None
    """Column that says whether a row holds a name that was filled down: without a date it is the total of its group."""
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
    def judges_status(self) -> bool:
        """Whether statuses are told by their words: neither the user nor a profile says which ones count."""
        return "status" in self.mapping and self.not_counted is None and not self.layout.counted

    @property
    def marked(self) -> str | None:
        """The column of money whose cells bear the mark of a currency, None without one."""
        money = [self.mapping.get(role) for role in ("amount", "price", "cost")] + [self.value]
        return next((name for name in money if name and name in self.numbers and self.numbers[name].marked), None)

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
