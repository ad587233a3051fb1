"""Scores of recency, frequency and monetary value: the cut values of three columns, and the comparison with them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import polars as pl

from segkit import units
from segkit.cuts import Cuts, Distribution
from segkit.errors import did_you_mean
from segkit.frozen import frozen
from segkit.values import Table


@frozen
class Measure:
    """A column that is scored. ``sign`` is -1 where less is better, so that more of the product is always better."""

    name: str
    column: str
    sign: int = 1
    scale: int = 1
    """Units in one of what people read: 10,000 for money."""

    @property
    def value(self) -> pl.Expr:
        """What the cuts apply to: more is better."""
        return pl.col(self.column).cast(pl.Int64) * self.sign

    def read(self, cut: int) -> int | Decimal:
        """Return a cut as people read it: days, purchases, or money."""
        return cut * self.sign if self.scale == 1 else Decimal(cut) / self.scale

    def unread(self, number: Decimal) -> int:
        """Return the cut that a number stands for: the least value that reaches it."""
        return math.ceil(number * self.scale * self.sign)


RECENCY = Measure("recency", "recency_days", sign=-1)
FREQUENCY = Measure("frequency", "order_count")
TOTAL = Measure("monetary", "total_amount", scale=units.SCALE)
MEAN = Measure("monetary", "average_amount", scale=units.SCALE)

ScoreCuts = Mapping[Measure, Cuts]


def midrank_cuts(customers: pl.DataFrame, measure: Measure, bins: int) -> Cuts:
    """Return the cuts of a measure by mid-rank."""
    return _distribution(customers, measure).score_cuts(bins)


def r_compat_cuts(customers: pl.DataFrame, measure: Measure, bins: int) -> Cuts:
    """Return the cuts at which the R package rfm begins its scores: the quantiles of type 7, each plus one.

    A bin holds its lower end. Recency is scored in reverse, so a score holds the days below the quantile plus one.
    R computes in floating-point numbers, this in fractions; they differ where a quantile is a whole number that R misses.
    """
    distribution = _distribution(customers, measure)
    if not distribution.total:
        return Cuts((None,) * (bins - 1))
    quantiles = [distribution.quantile(Fraction(score - 1, bins)) for score in range(bins, 1, -1)]
    if measure.sign < 0:
        return Cuts(tuple(math.floor(quantile) for quantile in quantiles))
    return Cuts(tuple(math.ceil(quantile + measure.scale) for quantile in quantiles))


def _distribution(customers: pl.DataFrame, measure: Measure) -> Distribution:
    return Distribution.of_entities(customers.select(measure.value).to_series())


def score(measure: Measure, cuts: Cuts) -> pl.Expr:
    """Return the score of each row, ``<measure>_score``."""
    best = len(cuts.values) + 1
    return (best - cuts.position(measure.value)).cast(pl.UInt8).alias(f"{measure.name}_score")


def table_of(cuts: ScoreCuts, bins: int) -> dict[str, Any]:
    """Return cuts as a table of numbers by column and score, which can be saved and given as ``breaks``."""
    return {
        "bins": bins,
        **{
            measure.column: {str(score): number for score, number in by_score(measure, found).items()}
            for measure, found in cuts.items()
        },
    }


def by_score(measure: Measure, cuts: Cuts) -> dict[int, int | Decimal]:
    """Return the cuts as people read them by score, best first; scores that nobody can reach are left out."""
    best = len(cuts.values) + 1
    return {best - place: measure.read(cut) for place, cut in enumerate(cuts.values) if cut is not None}


def cuts_of(table: Table, measure: Measure, bins: int) -> Cuts:
    """Return the cuts of a measure that a table gives."""
    given = _given(table, measure) or {}
    numbers = [given.get(str(score)) for score in range(bins, 1, -1)]
    return Cuts(tuple(None if number is None else measure.unread(Decimal(str(number))) for number in numbers))


def table_problems(table: Table, measures: Sequence[Measure], bins: int) -> Iterator[str]:
    """Yield everything that is wrong with a table of cuts."""
    if table.values is None:
        yield f'"{table.name}" is no TOML file'
        return
    known = [RECENCY.column, FREQUENCY.column, TOTAL.column, MEAN.column, "bins"]
    for name in table.values:
        if name not in known:
            yield f'{table} has "{name}", which is none of {", ".join(known)}.{did_you_mean(str(name), known)}'
    if table.values.get("bins", bins) != bins:
        yield f"{table} has the cuts of {table.values['bins']} scores: add --bins {table.values['bins']}"
        return
    for measure in measures:
        yield from _measure_problems(table, measure, bins)


def _measure_problems(table: Table, measure: Measure, bins: int) -> Iterator[str]:
    given = _given(table, measure)
    if given is None:
        yield f"{table} has no table [{measure.column}]"
        return
    scores = [str(score) for score in range(bins, 1, -1)]
    where = f"{table}, [{measure.column}]"
    if strange := [name for name in given if name not in scores]:
        yield f"{where}: {', '.join(strange)} is no score from {bins} to 2"
    present = [score for score in scores if score in given]
    if present != scores[len(scores) - len(present) :]:
        yield f"{where}: only the highest scores may lack a cut"
    elif any(_number(given[score]) is None for score in present):
        yield f"{where}: a cut is a number"
    else:
        found = [measure.sign * Decimal(str(given[score])) for score in present]
        if found != sorted(found, reverse=True):
            yield f"{where}: a higher score has the {'larger' if measure.sign > 0 else 'smaller'} cut"


def _given(table: Table, measure: Measure) -> dict[str, object] | None:
    """Return the cuts that a table gives for a measure, by score; None if it gives none."""
    given = (table.values or {}).get(measure.column)
    return {str(name): number for name, number in given.items()} if isinstance(given, Mapping) else None


def _number(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= units.LIMIT // units.SCALE else None
