"""Purchase histories as the models see them: (x, t_x, T), equal ones counted once.

``x`` is the number of repeat purchases, ``t_x`` the time from the first purchase to the last, ``T`` the time from the
first purchase to the end of observation; ``t_x`` and ``T`` are in one unit, whichever. The three are sufficient for
every model here (Schmittlein, Morrison and Colombo 1987, p. 5), and a million customers in whole days share some
300,000 histories.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from segkit.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

_MOST_PURCHASES = 10_000_000
_CELLS = 1 << 22
_BLOCK = 1 << 16


@frozen(eq=False)
class Histories:
    """Different histories in the order of (x, t_x, T), each with the number of customers who have it."""

    x: Floats
    t_x: Floats
    T: Floats
    counts: Floats

    @classmethod
    def of(cls, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, counts: ArrayLike | None = None) -> Histories:
        """Return the different histories of customers, checked; ``counts`` says how many customers a row stands for.

        Raises ValueError for values that are no history: x not a whole number from 0, not 0 <= t_x <= T, or a
        purchase count and a recency of which only one is 0.
        """
        given = checked(x, t_x, T)
        weights = None if counts is None else _weights(counts, given[0].size)
        key, decode = _keys(given)
        if weights is None:
            distinct, rows = np.unique(key, return_counts=True)
            counted, last, age = decode(distinct)
            return cls(counted, last, age, rows.astype(np.float64))
        distinct, inverse = np.unique(key, return_inverse=True)
        shared = tally(inverse, weights)
        kept = shared > 0
        counted, last, age = decode(distinct[kept])
        return cls(counted, last, age, shared[kept])

    @property
    def size(self) -> int:
        """The number of different histories."""
        return self.x.size

    @cached_property
    def customers(self) -> float:
        """The number of customers."""
        return float(self.counts.sum())

    @cached_property
    def by_purchases(self) -> Floats:
        """The number of customers with 0, 1, 2, ... repeat purchases."""
        return tally(self.x.astype(np.intp), self.counts)

    @cached_property
    def purchases(self) -> float:
        """The number of repeat purchases of all customers."""
        return float((self.x * self.counts).sum())

    @cached_property
    def mean_age(self) -> float:
        """The mean of T over customers."""
        return float((self.T * self.counts).sum()) / self.customers

    def over(self, unit: float) -> Histories:
        """Return the histories with times divided by ``unit``."""
        return Histories(self.x, self.t_x / unit, self.T / unit, self.counts)

    def binned(self, side: int) -> Histories:
        """Return fewer histories with nearly the same likelihood: means over cells of equal x and near times.

        A cell is ``side``-th parts of the range of T by the range of t_x / T; the difference falls with its square.
        """
        low, high = self.T.min(), self.T.max()
        side = min(side, max(int((_CELLS / (self.x.max() + 1)) ** 0.5), 1))
        age = _cell((self.T - low) / max(high - low, 1e-300), side)
        when = _cell(self.t_x / np.maximum(self.T, 1e-300), side)
        cell = (self.x.astype(np.intp) * side + age) * side + when
        weight = tally(cell, self.counts)
        full = np.flatnonzero(weight)
        weight = weight[full]
        t_x, T = (tally(cell, self.counts * time)[full] / weight for time in (self.t_x, self.T))
        return Histories((full // (side * side)).astype(np.float64), np.minimum(t_x, T), T, weight)


def checked(x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return the three as arrays of one shape; raise ValueError where they are no purchase histories."""
    given = [np.asarray(values, dtype=np.float64) for values in (x, t_x, T)]
    counted, last, age = np.broadcast_arrays(*given)
    counted, last, age = (np.atleast_1d(values) for values in (counted, last, age))
    faults = {
        "x is not a whole number from 0 (to ten million)": ~(
            (counted >= 0) & (counted <= _MOST_PURCHASES) & (counted == np.rint(counted))
        ),
        "t_x and T are not 0 <= t_x <= T": ~((last >= 0) & (last <= age) & (age < np.inf)),
        "one of x and t_x is 0 and the other is not": (counted > 0) != (last > 0),
    }
    found = [
        f"{said}: row {np.flatnonzero(bad)[0]:,} and {bad.sum() - 1:,} more"
        for said, bad in faults.items()
        if bad.any()
    ]
    if found:
        raise ValueError("; ".join(found))
    return counted, last, age


def distinct_pairs(first: Floats, second: Floats) -> tuple[Floats, Floats, Indices]:
    """Return the different pairs of two arrays and, for each row, the position of its pair."""
    codes, decode = _keys([first, second])
    pairs, inverse = unique_inverse(codes)
    one, two = decode(pairs)
    return one, two, inverse


def unique_inverse(codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], Indices]:
    """Return the different codes in order and the position of each row's; by a table where the range is small."""
    low, high = (int(codes.min()), int(codes.max())) if codes.size else (0, 0)
    if high - low >= max(_CELLS, 4 * codes.size):
        distinct, inverse = np.unique(codes, return_inverse=True)
        return distinct, inverse
    shifted = codes - low
    present = np.zeros(high - low + 1, dtype=bool)
    present[shifted] = True
    position = np.cumsum(present, dtype=np.intp) - 1
    return np.flatnonzero(present) + low, position[shifted]


def blocks(size: int) -> Iterator[slice]:
    """Yield slices of rows that stay in the processor's cache with what is computed from them."""
    for begin in range(0, size, _BLOCK):
        yield slice(begin, min(begin + _BLOCK, size))


def tally(cells: Indices, weights: Floats) -> Floats:
    """Return the total weight of cell 0, 1, 2, ..."""
    return np.bincount(cells, weights).astype(np.float64, copy=False)


def _weights(counts: ArrayLike, rows: int) -> Floats:
    weights = np.broadcast_to(np.asarray(counts, dtype=np.float64), (rows,))
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError("counts are not finite numbers from 0")
    return weights


def _cell(share: Floats, side: int) -> Indices:
    """Return which of ``side`` equal parts of 0 to 1 each share lies in."""
    return np.minimum((share * side).astype(np.intp), side - 1)


def _keys(
    columns: list[Floats] | tuple[Floats, ...],
) -> tuple[NDArray[np.int64], Callable[[NDArray[np.int64]], tuple[Floats, ...]]]:
    """Return one integer for each row, ordered as the rows are, and the function back from integers to columns."""
    coded = [_codes(column) for column in columns]
    if np.prod([float(radix) for _, radix, _ in coded]) > 2.0**62:
        coded = [_ranks(column) for column in columns]
    key = coded[0][0]
    for code, radix, _ in coded[1:]:
        key = key * radix + code

    def decode(keys: NDArray[np.int64]) -> tuple[Floats, ...]:
        found = []
        for _, radix, back in reversed(coded[1:]):
            keys, code = np.divmod(keys, radix)
            found.append(back(code))
        return (coded[0][2](keys), *reversed(found))

    return key, decode


def _codes(column: Floats) -> tuple[NDArray[np.int64], int, Any]:
    """Return whole numbers as they are, others by their rank; the number of codes; and the function back."""
    if column.size and column.max() < 2**31:
        whole = column.astype(np.int64)
        if (whole == column).all():
            return whole, int(whole.max()) + 1, lambda code: code.astype(np.float64)
    return _ranks(column)


def _ranks(column: Floats) -> tuple[NDArray[np.int64], int, Any]:
    values, code = np.unique(column, return_inverse=True)
    return code.astype(np.int64), max(values.size, 1), lambda codes: values[codes]
