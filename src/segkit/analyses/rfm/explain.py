"""Why a customer has its scores and its segment, in lines that can be read out to somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from segkit import units
from segkit.analyses.rfm.scoring import RECENCY, Measure
from segkit.result import Result

if TYPE_CHECKING:
    from segkit.analyses.rfm.analysis import RfmParams

_WORDS = {
    "recency_days": ("day(s) since the last purchase", "at most", "more than", "bought longer ago", "as long ago"),
    "order_count": ("purchase(s)", "at least", "fewer than", "have fewer", "as many"),
    "total_amount": ("net revenue", "at least", "less than", "have less", "the same"),
    "average_amount": ("net revenue per purchase", "at least", "less than", "have less", "the same"),
}
"""What a column is, how a score begins and ends, and what the customers with a worse and with an equal value have."""


def explain(result: Result, params: RfmParams, row: Mapping[str, Any]) -> Sequence[str]:
    """Return where each value lies among all customers, the scores that follow, and the segment that they make."""
    name = next(iter(row.values()))
    if row["recency_score"] is None:
        return [f"{name}: no purchase, so no scores and no segment"]
    segment = params.segment_map.segment(row["segment"])
    scores = params.segment_map.scores
    code = row["rfm_score"][: len(scores)]
    lines = [f"{name}: {segment.key} ({segment.label['en']})", f"scores: {row['rfm_score']}"]
    for measure in params.measures:
        lines += _measure_lines(result, measure, row)
    if params.weights is not None:
        weights = ", ".join(f"{weight:f}" for weight in params.weights)
        lines.append(f"weighted score: {row['weighted_score']:.4g} (weights {weights})")
    lines.append(f"segment: {code} on {' x '.join(scores)} is {segment.pattern_of(code)} of map {params.map}")
    return [*lines, *([f"suggested action: {segment.action['en']}"] if segment.action["en"] else [])]


def _measure_lines(result: Result, measure: Measure, row: Mapping[str, Any]) -> Iterator[str]:
    what, *_, worse, equal = _WORDS[measure.column]
    score, value = row[f"{measure.name}_score"], row[measure.column]
    everybody = result.rows[measure.column].drop_nulls()
    others = int((everybody == value).sum()) - 1
    below = int((everybody > value).sum() if measure is RECENCY else (everybody < value).sum())
    what = what.replace("(s)", "" if value == 1 else "s")
    bounds = ", ".join(_bounds(measure, score, result.breaks[measure.column]))
    yield f"{measure.name} {score}: {_said(value, measure)} {what} (score {score}: {bounds})"
    yield f"  {below:,} of {everybody.len():,} {worse}, {others:,} other{'s' if others != 1 else ''} {equal}"


def _bounds(measure: Measure, score: int, cuts: Mapping[str, Any]) -> Iterator[str]:
    """Yield where a score begins and where the next one does."""
    _, begins, ends, *_ = _WORDS[measure.column]
    own, above = cuts.get(str(score)), cuts.get(str(score + 1))
    if own is not None:
        yield f"{begins} {_number(own, measure)}"
    if above is not None:
        yield f"{ends} {_number(above, measure)}"
    if own is None and above is None:
        yield "any"


def _said(value: int, measure: Measure) -> str:
    return _number(units.to_decimal(value) if measure.scale > 1 else value, measure)


def _number(number: int | Decimal, measure: Measure) -> str:
    return f"{number:,.2f}" if measure.scale > 1 else f"{number:,}"
