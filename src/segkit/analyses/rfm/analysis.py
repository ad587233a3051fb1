"""RFM: scores of recency, frequency and monetary value, and the named segments that a map makes of them.

Definitions with worked examples: docs/definitions.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

import polars as pl

from segkit import units
from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.rfm import overview, scoring
from segkit.analyses.rfm.explain import explain
from segkit.analyses.rfm.scoring import Measure, ScoreCuts
from segkit.analyses.rfm.segment_maps import (
    BUILT_IN_SEGMENTS,
    DEFAULT,
    SegmentMap,
    all_codes,
    map_problems,
    segment_map,
)
from segkit.analyses.rfm.words import WORDS
from segkit.cuts import label
from segkit.errors import ParamsError, did_you_mean
from segkit.frozen import frozen
from segkit.params import Params
from segkit.result import Note
from segkit.schema import KEY, Column, Schema
from segkit.values import Limits, Table

_MOST_BINS = 9
_MOST_WEIGHT = 1_000_000


@frozen(kw_only=True)
class ScoreParams(Params):
    """How customers are scored, and which map makes segments of the scores."""

    title: ClassVar[str] = "Scores and segments"

    bins: Annotated[int, "Scores from 1 (worst) to this (best)."] = 5
    method: Annotated[
        Literal["midrank", "r-compat"], "Cut by mid-rank (equals stay together), or as the R package rfm does."
    ] = "midrank"
    breaks: Annotated[Table | None, "Reuse the cuts that --save-breaks wrote, to compare months.", "FILE.toml"] = None
    monetary: Annotated[Literal["sum", "mean"], "Monetary is net revenue, or net revenue per purchase."] = "sum"
    map: Annotated[
        Table, "Segment map: default, quadrants, a name in segkit.toml, or a TOML file.", "NAME|FILE.toml"
    ] = DEFAULT

    def problems(self) -> Iterator[str]:
        """Yield scores, maps and cuts that cannot be used."""
        if not 2 <= self.bins <= _MOST_BINS:
            yield f"--bins {self.bins} is not between 2 and {_MOST_BINS}"
            return
        for problem in map_problems(self.map, self.bins):
            yield f"--map {self.map}: {problem}"
        if self.breaks is not None:
            for problem in scoring.table_problems(self.breaks, self.measures, self.bins):
                yield f"--breaks {problem}"

    @property
    def measures(self) -> tuple[Measure, Measure, Measure]:
        """What is scored."""
        return scoring.RECENCY, scoring.FREQUENCY, scoring.TOTAL if self.monetary == "sum" else scoring.MEAN

    @property
    def segment_map(self) -> SegmentMap:
        """The map of the segments."""
        return segment_map(self.map, self.bins)


@frozen(kw_only=True)
class RfmParams(ScoreParams):
    """Scores and segments, and one score of all three."""

    weights: Annotated[Limits | None, "Add a weighted score: weights of R, F and M, such as 1,1,1.", "R,F,M"] = None

    def problems(self) -> Iterator[str]:
        """Yield the faults of the scores, and weights that cannot be used."""
        yield from super().problems()
        if self.weights is not None and not _are_weights(self.weights):
            yield f"--weights takes three weights of R, F and M from 0 to {_MOST_WEIGHT:,} with up to six decimals: 2,1,1"


def _are_weights(weights: Limits) -> bool:
    bounded = all(0 <= weight <= _MOST_WEIGHT and weight * 10**6 % 1 == 0 for weight in weights)
    return bounded and len(weights) == 3 and sum(weights) > 0


OUTPUT = Schema(
    "rfm",
    version=1,
    order=("-total_amount", KEY),
    columns={
        KEY: Column("id", "The customer; item_id with --per item, entity_id with --per another column."),
        "recency_days": Column("count", "Days from the last purchase to as_of.", "days"),
        "order_count": Column("count", "Purchases: orders with money in; rows where there are no order ids.", "orders"),
        "total_amount": Column("amount", "Net revenue: amounts less returns.", "currency"),
        "average_amount": Column(
            "amount", "Net revenue per purchase, rounded to 1/10,000.", "currency", when="--monetary mean"
        ),
        "recency_score": Column("count", "1 (longest ago) to --bins (most recent)."),
        "frequency_score": Column("count", "1 (fewest purchases) to --bins."),
        "monetary_score": Column("count", "1 (least money) to --bins."),
        "rfm_score": Column("label", "The three scores as one text, such as 543."),
        "weighted_score": Column("ratio", "Weighted mean of the three scores.", when="--weights"),
        "segment": Column("label", "Key of the segment, such as at_risk."),
        "segment_label": Column(
            "text", "Display name of the segment, in the language of --lang.", when="--columns segment_label"
        ),
    },
    brief=(
        KEY, "segment", "rfm_score", "recency_days", "order_count", "total_amount", "average_amount", "weighted_score",
        "recency_score", "frequency_score", "monetary_score",
    ),
)  # fmt: skip


def schema_of(params: RfmParams) -> Schema:
    """Return the columns that these parameters give."""
    names = {name for name, column in OUTPUT.columns.items() if column.when is None}
    if params.monetary == "mean":
        names.add("average_amount")
    if params.weights is not None:
        names.add("weighted_score")
    return OUTPUT.select(names)


def needs(params: ScoreParams) -> Needs:  # noqa: ARG001 -- the same for all parameters
    """Return the columns that RFM needs."""
    return Needs(roles={"date": "recency needs one", "amount": "monetary value needs one"})


def compute(data: RolledUp, params: RfmParams) -> Computed:
    """Score every customer with a purchase: rows by income descending, then id."""
    customers = data.customers.rename({"amount": "total_amount"})
    buyers = customers.filter(pl.col("order_count") > 0)
    scored, cuts = with_scores(buyers, params, data.as_of)
    table = schema_of(params).arranged(scored.with_columns(weighted(params)))
    notes = [*_set_aside_notes(customers), *score_notes(table, params)]
    return Computed(
        table=table,
        facts=overview.facts(table, cuts),
        notes=notes,
        headline=(headline(params),),
        labels=params.segment_map.labels,
        breaks=scoring.table_of(cuts, params.bins),
    )


def with_scores(customers: pl.DataFrame, params: ScoreParams, as_of: date) -> tuple[pl.DataFrame, ScoreCuts]:
    """Return customers with what RFM knows about them, and the cuts of the scores.

    ``customers`` has ``last_order_date``, ``order_count`` and ``total_amount``; whoever has no purchase gets nulls.
    """
    bought = pl.col("order_count") > 0
    days = (pl.lit(as_of) - pl.col("last_order_date")).dt.total_days().cast(pl.Int32)
    mean = units.mean(pl.col("total_amount"), pl.col("order_count"))
    measured = customers.with_columns(
        days.alias("recency_days"),
        *([pl.when(bought).then(mean).alias("average_amount")] if params.monetary == "mean" else []),
    )
    cuts = _cuts(measured.filter(bought), params)
    scores = [pl.when(bought).then(scoring.score(measure, found)) for measure, found in cuts.items()]
    return measured.with_columns(scores).with_columns(_segment_columns(params)), cuts


def _cuts(buyers: pl.DataFrame, params: ScoreParams) -> ScoreCuts:
    if params.breaks is not None:
        return {measure: scoring.cuts_of(params.breaks, measure, params.bins) for measure in params.measures}
    find = scoring.midrank_cuts if params.method == "midrank" else scoring.r_compat_cuts
    return {measure: find(buyers, measure, params.bins) for measure in params.measures}


def _segment_columns(params: ScoreParams) -> list[pl.Expr]:
    """Return the score as text, and the segment."""
    bins, segments = params.bins, params.segment_map
    keys = segments.key_of_codes()
    of_code = {place: keys[code] for place, code in enumerate(all_codes(segments.scores, bins))}
    segment = _code(len(segments.scores), bins).replace_strict(of_code, return_dtype=pl.Enum(segments.keys))
    return [label(_code(3, bins), all_codes("RFM", bins)).alias("rfm_score"), segment.alias("segment")]


def weighted(params: RfmParams) -> list[pl.Expr]:
    """Return the weighted mean of the scores if it is asked for: the nearest float to the exact quotient."""
    if params.weights is None:
        return []
    ratios = [Fraction(weight) for weight in params.weights]
    whole = math.lcm(*(ratio.denominator for ratio in ratios))
    terms = [
        pl.col(f"{measure.name}_score").cast(pl.Int64) * int(ratio * whole)
        for measure, ratio in zip(params.measures, ratios, strict=True)
    ]
    total = int(sum(ratios) * whole)
    return [units.quotient(pl.sum_horizontal(terms, ignore_nulls=False), total).alias("weighted_score")]


def _code(length: int, bins: int) -> pl.Expr:
    """Return the place of a row's first ``length`` scores among all combinations."""
    place = pl.lit(0, dtype=pl.Int32)
    for measure in (scoring.RECENCY, scoring.FREQUENCY, scoring.TOTAL)[:length]:
        place = place * bins + (pl.col(f"{measure.name}_score").cast(pl.Int32) - 1)
    return place


def _set_aside_notes(customers: pl.DataFrame) -> Iterator[Note]:
    aside = customers.filter(pl.col("order_count") == 0)
    if aside.height:
        money = units.money_text(int(aside["total_amount"].sum()))
        yield Note(
            "returns-only", f"{aside.height:,} with returns only ({money}) are set aside: no purchase, no recency"
        )
    if aside.height == customers.height:
        yield Note("no-purchase", "no customer has a purchase: there is nothing to score", warning=True)


def score_notes(table: pl.DataFrame, params: RfmParams) -> Iterator[Note]:
    """Yield a note for each measure that does not tell customers apart."""
    if params.method != "midrank" or params.breaks is not None:
        return
    scored = table.filter(pl.col("recency_days").is_not_null())
    for measure in params.measures:
        values = scored[measure.column]
        if values.len() and values.min() == values.max():
            what = measure.column.replace("_", " ")
            middle = params.bins // 2 + 1
            yield Note(
                "all-equal", f"{measure.name}: all {values.len():,} have the same {what}, and the middle score {middle}"
            )


def headline(params: ScoreParams) -> str:
    """Return what was scored, how, and which map was used."""
    how = f"by the cuts of {params.breaks}" if params.breaks is not None else _METHODS[params.method]
    money = "net revenue" if params.monetary == "sum" else "net revenue per purchase"
    return (
        f"RFM of {money}: scores 1 to {params.bins} {how}, map {params.map} on {' x '.join(params.segment_map.scores)}"
    )


_METHODS = {"midrank": "by mid-rank", "r-compat": "as the R package rfm"}


def only(words: Sequence[str], params: RfmParams) -> pl.Expr:
    """Return the filter for segments, by key or display name."""
    keys = params.segment_map.keys
    named = params.segment_map.named(words)
    if unknown := [word for word in words if word not in named]:
        lines = [f'--only: no segment "{word}".{did_you_mean(word, keys)}' for word in unknown]
        raise ParamsError(lines, fix="Segments: " + ", ".join(keys))
    return pl.col("segment").cast(pl.String).is_in(list(named.values()))


ANALYSIS = Analysis(
    params=RfmParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=schema_of,
    overview=overview.overview,
    only=only,
    explain=explain,
    split_by=("segment",),
    classes=BUILT_IN_SEGMENTS,
    facts=overview.FACTS,
    words=WORDS,
    examples=(
        "segkit rfm sales.csv  # the segments, what to do with each, and the heat map",
        "segkit rfm sales.csv --only at_risk --carry email --columns email | mailtool  # a list to write to",
        "segkit rfm june.csv --breaks may.toml --split june/  # a file a segment, scored as last month",
    ),
)
