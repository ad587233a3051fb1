"""Cut values of a distribution, and classes from cuts.

A classification is two things: the few *cut values* where one class ends and the next begins, and the comparison of
every value with them. Equal values share a class by construction, the order of the rows cannot matter, and cuts can
be printed, saved and applied to another month. One sorted column is all that finding them needs.

Shares are compared as integers (``before * 100 < limit * total``), never as accumulated floating-point numbers.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from fractions import Fraction
from operator import neg
from typing import TYPE_CHECKING, Literal

import polars as pl

from segkit.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

Boundary = Literal["include", "exclude"]


@frozen
class Moved:
    """A group of equal values that a limit cut through, and the class that took it whole."""

    value: int
    size: int
    position: int
    """The class it went to, counted from the best (0)."""


@frozen
class Cuts:
    """The least value of each class but the last, best class first; None where a class is empty from there up.

    A value belongs to the first class whose cut it reaches (value >= cut), else to the last class.
    """

    values: tuple[int | None, ...]
    moved: tuple[Moved, ...] = ()

    def position(self, value: pl.Expr) -> pl.Expr:
        """Return the class of each value as UInt8, counted from the best (0); null counts as the last class."""
        missed = [pl.lit(value=True) if cut is None else (value < cut).fill_null(value=True) for cut in self.values]
        return pl.sum_horizontal(miss.cast(pl.UInt8) for miss in missed).cast(pl.UInt8)


def label(position: pl.Expr, names: Sequence[str]) -> pl.Expr:
    """Return the name of each class position as an Enum."""
    return position.cat.to(pl.Enum(list(names)))


def names_of(labels: pl.Series) -> list[str]:
    """Return the names that a column of labels can hold, in their order."""
    return list(labels.dtype.categories)  # type: ignore[attr-defined]


@frozen
class _Group:
    """A run of equal values in descending order: its value, size and the weight before and after it."""

    value: int
    size: int
    before: int
    after: int
    first: int


class Distribution:
    """The values of a measure in descending order, each with its weight, ready to be cut.

    ``values`` must be sorted in descending order. The weight of a value is the value itself (its share of the total;
    all of them positive then), or 1 for every entity with ``equal_weight``.
    """

    def __init__(self, values: pl.Series, *, equal_weight: bool = False) -> None:
        self.values = values
        weights = pl.repeat(1, values.len(), dtype=pl.Int64, eager=True) if equal_weight else values
        self.accumulated = weights.cast(pl.Int64).cum_sum()
        self.total = int(self.accumulated[-1]) if values.len() else 0

    @classmethod
    def of_counts(cls, counts: pl.Series) -> Distribution:
        """Return the distribution of positive counts in any order."""
        return cls(counts.filter(counts > 0).cast(pl.Int64).sort(descending=True))

    @classmethod
    def of_entities(cls, values: pl.Series) -> Distribution:
        """Return the distribution of values of any sign in any order, every entity weighing the same."""
        return cls(values.cast(pl.Int64).sort(descending=True), equal_weight=True)

    def pareto_cuts(
        self, limits: Sequence[Decimal], *, boundary: Boundary = "include", single: int | None = None
    ) -> Cuts:
        """Return the cuts at which the classes reach ``limits`` percent of the total weight.

        An entity belongs to a class if the share accumulated before it is below the class's limit, so the one that
        crosses a limit is in the upper class. A group of two or more equals goes to the upper class if at least half
        of its own share lies before the limit. The first group is always in the first class. With
        ``boundary="exclude"`` an entity, or its whole group of equals, must end at or before the limit, and nobody is
        exempt. The value ``single`` (one order, one month) is in the last class as long as any value is larger.
        """
        if not self.total:
            return Cuts((None,) * len(limits))
        found: list[int | None] = []
        divided: list[_Group] = []
        for limit in limits:
            reach = Fraction(limit) * self.total / 100
            group = self._group_at(self._index_reaching(reach))
            cut = group.value if _inside(group, reach, boundary) else self._value_above(group)
            found.append(self._above_single(cut, single))
            if group.size > 1 and group.before < reach < group.after:
                divided.append(group)
        cuts = tuple(found)
        moved = (Moved(group.value, group.size, _position(group.value, cuts)) for group in divided)
        return Cuts(cuts, tuple(dict.fromkeys(moved)))

    def score_cuts(self, bins: int) -> Cuts:
        """Return the cuts of the scores ``bins`` (best) to 2 of entities that weigh the same; what is below scores 1.

        The score is that of the mid-rank, ``1 + floor(bins * (worse + equal / 2) / all)``: the group that a cut falls
        into is above it if at least half of the group is. Of two or more distinct values the worst scores 1 and the
        best ``bins``, whatever their mid-ranks; a single value has the middle score.
        """
        if not self.total:
            return Cuts((None,) * (bins - 1))
        found: list[int | None] = []
        for score in range(bins, 1, -1):
            reach = Fraction(self.total * (bins - score + 1), bins)
            group = self._group_at(self._index_reaching(reach))
            cut = group.value if group.before + group.after <= 2 * reach else self._value_above(group)
            found.append(self._between_extremes(cut))
        return Cuts(tuple(found))

    def quantile(self, part: Fraction) -> Fraction:
        """Return the quantile of equally weighing entities, interpolated linearly (type 7 of Hyndman and Fan)."""
        place = part * (self.total - 1)
        below = math.floor(place)
        low, high = self._from_below(below), self._from_below(min(below + 1, self.total - 1))
        return low + (place - below) * (high - low)

    def share_of_top(self, count: int) -> Fraction:
        """Return the share of the total weight that the ``count`` largest values hold."""
        if not self.total or count <= 0:
            return Fraction(0)
        return Fraction(int(self.accumulated[min(count, self.values.len()) - 1]), self.total)

    def fewest_for(self, percent: int) -> int:
        """Return the smallest number of entities that together hold ``percent`` of the total weight."""
        if not self.total:
            return 0
        return self._index_reaching(Fraction(percent) * self.total / 100) + 1

    def _index_reaching(self, reach: Fraction) -> int:
        return bisect_left(self.accumulated, reach)

    def _group_at(self, index: int) -> _Group:
        value = int(self.values[index])
        first = bisect_left(self.values, -value, key=neg)
        end = bisect_right(self.values, -value, key=neg)
        before = int(self.accumulated[first - 1]) if first else 0
        return _Group(value, end - first, before, int(self.accumulated[end - 1]), first)

    def _value_above(self, group: _Group) -> int | None:
        return int(self.values[group.first - 1]) if group.first else None

    def _from_below(self, rank: int) -> int:
        """Return the value of the entity that ``rank`` others lie below."""
        return int(self.values[self.values.len() - 1 - rank])

    def _between_extremes(self, cut: int | None) -> int | None:
        """Return a cut that the best value reaches and the worst does not, where they differ."""
        best, worst = int(self.values[0]), int(self.values[-1])
        if best == worst:
            return cut
        return (
            self._value_above(self._group_at(self.values.len() - 1)) if cut == worst else best if cut is None else cut
        )

    def _above_single(self, cut: int | None, single: int | None) -> int | None:
        """Raise a cut at ``single`` to the least larger value, if there is one."""
        if single is None or cut != single or int(self.values[0]) == single:
            return cut
        return int(self.values[bisect_left(self.values, -single, key=neg) - 1])


def _inside(group: _Group, reach: Fraction, boundary: Boundary) -> bool:
    """Tell whether the group in which a limit falls belongs to the upper class."""
    if boundary == "exclude":
        return group.after <= reach
    if group.first == 0:
        return True
    if group.size == 1:
        return group.before < reach
    return group.before + group.after <= 2 * reach


def _position(value: int, cuts: Sequence[int | None]) -> int:
    """Return the class of one value, counted from the best (0)."""
    return sum(cut is None or value < cut for cut in cuts)
