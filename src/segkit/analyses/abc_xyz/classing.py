"""From values, counts and variation to the classes A, B, C and X, Y, Z: where they begin, and who is in which."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from segkit import units
from segkit.analyses.abc_xyz.variation import LEAST_PERIODS, last_period, period_sums, variation
from segkit.cuts import Cuts, Distribution, label
from segkit.frozen import frozen
from segkit.periods import number_of
from segkit.schema import KEY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segkit.analyses._base import RolledUp
    from segkit.analyses.abc_xyz.params import AbcXyzParams

ABC, XYZ = ("A", "B", "C"), ("X", "Y", "Z", "U")
"""The classes, the best first; U has too little history for its variation."""


def _cells(letters: Sequence[str]) -> tuple[str, ...]:
    return tuple(abc + xyz for abc in ABC for xyz in letters)


CELLS = _cells(XYZ)
GOLDEN = ("AX", "AY")


@frozen
class ClassCuts:
    """Where the classes begin; those of XYZ only where purchases or months are counted."""

    abc: Cuts
    xyz: Cuts | None


def letters_of(params: AbcXyzParams) -> tuple[str, ...]:
    """Return the classes of XYZ that customers can be in: U is one of variation."""
    return XYZ if params.xyz_by == "variation" else XYZ[:3]


def classes_of(params: AbcXyzParams) -> tuple[str, ...]:
    """Return the classes that customers can be in, the best first."""
    return ABC if params.xyz_by == "none" else _cells(letters_of(params))


def count_column(params: AbcXyzParams) -> str:
    """Return the column of the roll-up that XYZ counts."""
    return "active_months" if params.xyz_by == "months" else "order_count"


def class_cuts(customers: pl.DataFrame, params: AbcXyzParams) -> ClassCuts:
    """Return the cuts that these parameters find in customers of the roll-up."""
    measured = with_units(customers, params).sort("units", descending=True)
    return cuts_of(distribution_of(measured), counts_of(measured, params), params)


def classes(data: RolledUp, params: AbcXyzParams, cuts: ClassCuts) -> pl.DataFrame:
    """Return the customers of the roll-up with the classes that ``cuts`` give them: those of ABC alone without XYZ.

    The columns ``abc_class``, ``xyz_class`` and ``abc_xyz_class`` are added to those of the roll-up.
    """
    return with_classes(with_units(data.customers, params), data, params, cuts)


def with_units(customers: pl.DataFrame, params: AbcXyzParams) -> pl.DataFrame:
    """Return customers with ``units``: what ABC is by in 1/10,000, a count as if it were money."""
    scale = units.SCALE if params.measure == "order_count" else 1
    return customers.with_columns(units=pl.col(params.measure).cast(pl.Int64) * scale)


def distribution_of(customers: pl.DataFrame) -> Distribution:
    """Return the distribution of the positive values of customers sorted by them."""
    return Distribution(customers["units"].filter(customers["units"] > 0))


def counts_of(customers: pl.DataFrame, params: AbcXyzParams) -> Distribution | None:
    """Return the distribution of what XYZ counts, None where it counts nothing."""
    if params.xyz_by not in ("orders", "months"):
        return None
    return Distribution.of_counts(customers[count_column(params)])


def cuts_of(distribution: Distribution, counts: Distribution | None, params: AbcXyzParams) -> ClassCuts:
    """Return the cuts that these parameters find in the distributions of the value and of what XYZ counts."""
    xyz = None if counts is None else counts.pareto_cuts(params.xyz_limits, boundary=params.boundary, single=1)
    return ClassCuts(_abc_cuts(distribution, params), xyz)


def _abc_cuts(distribution: Distribution, params: AbcXyzParams) -> Cuts:
    if params.abc_by == "value":
        return Cuts(tuple(math.ceil(limit * units.SCALE) for limit in params.abc_limits))
    if params.abc_by == "count":
        distribution = Distribution(distribution.values, equal_weight=True)
    # A crowd of one-time buyers is not frequent: one order is the last class.
    single = units.SCALE if params.measure == "order_count" else None
    return distribution.pareto_cuts(params.abc_limits, boundary=params.boundary, single=single)


def with_classes(customers: pl.DataFrame, data: RolledUp, params: AbcXyzParams, cuts: ClassCuts) -> pl.DataFrame:
    """Return customers with their ``units`` in the classes of these cuts, or of their variation."""
    letters = letters_of(params)
    if params.xyz_by == "variation":
        placed = _with_variation(customers, data, params)
    else:
        counted = pl.lit(None, pl.UInt8) if cuts.xyz is None else cuts.xyz.position(pl.col(count_column(params)))
        placed = customers.with_columns(xyz=counted)
    placed = placed.with_columns(abc=cuts.abc.position(pl.col("units")))
    cell = pl.col("abc").cast(pl.Int32) * len(letters) + pl.col("xyz")
    return placed.with_columns(
        abc_class=label(pl.col("abc"), ABC),
        xyz_class=label(pl.col("xyz"), letters),
        abc_xyz_class=label(cell, _cells(letters)),
    )


def _with_variation(classed: pl.DataFrame, data: RolledUp, params: AbcXyzParams) -> pl.DataFrame:
    level = data.level("customer_days" if params.grain == "week" else "customer_months")
    window = data.period.first if data.period is not None and params.fill == "window" else None
    spread = variation(
        period_sums(level, params.varying, params.grain),
        last=last_period(data.as_of, params.grain, keep_partial=params.keep_partial),
        window_start=None if window is None else number_of(window, params.grain),
        std=params.std,
    )
    coefficient = pl.col("coefficient_of_variation")
    known = (pl.col("n_periods") >= LEAST_PERIODS) & coefficient.is_not_null()
    above = [(coefficient > float(limit)).cast(pl.UInt8) for limit in params.xyz_limits]
    position = pl.when(known).then(pl.sum_horizontal(above)).otherwise(XYZ.index("U")).cast(pl.UInt8)
    return classed.join(spread, on=KEY, how="left", maintain_order="left").with_columns(xyz=position)
