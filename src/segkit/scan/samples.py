"""Samples: the rows of one customer, or one order, in so many, taken in the scan that rolls all of them up.

A sample is taken by the hash of an id, so that a customer, or an order, is whole in it or not there at all.
"""

from __future__ import annotations

from dataclasses import field
from io import BytesIO

import polars as pl

from segkit.frozen import frozen

SAMPLE_ROWS = 125_000
"""About so many rows, up to twice as many, tell a share of a thousandth without taking time."""


def one_in(hint: int) -> int:
    """Return how many customers or orders there are for each that a sample of about ``hint`` rows holds: a power of two."""
    return 1 << max(0, (hint // SAMPLE_ROWS).bit_length() - 1)


def is_in_sample(name: str, every: int) -> pl.Expr:
    """Return whether an id is in the sample: by its hash, so that all its rows are or none."""
    return (pl.col(name).hash(seed=0) & (every - 1)) == 0


@frozen
class Sample:
    """Rows that a scan leaves in memory: ``rows`` has them once ``plan`` is collected.

    A sink takes the rows as they come. A second group-by in the scan would have what it needs of all rows kept until the first one ends.
    """

    taken: pl.LazyFrame
    """The plan of the rows."""
    every: int
    """One id in so many is in the sample."""
    _kept: BytesIO = field(default_factory=BytesIO, repr=False)

    def plan(self) -> pl.LazyFrame:
        """Return the plan that leaves the rows; what it collects to is empty."""
        return self.taken.sink_ipc(self._kept, lazy=True, maintain_order=False)

    @property
    def rows(self) -> pl.DataFrame:
        """The rows, in any order."""
        return pl.read_ipc(self._kept.getvalue())
