"""Everything about a customer in one row: the roll-up, ABC-XYZ and RFM, from one pass over the input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import polars as pl

from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.abc_xyz import analysis as abc_xyz
from segkit.analyses.abc_xyz import overview as abc_xyz_overview
from segkit.analyses.abc_xyz.params import AbcXyzParams
from segkit.analyses.rfm import analysis as rfm
from segkit.analyses.rfm import explain as rfm_explain
from segkit.analyses.rfm import overview as rfm_overview
from segkit.analyses.rfm import scoring
from segkit.analyses.rfm.analysis import RfmParams
from segkit.analyses.rfm.segment_maps import NO_PURCHASE
from segkit.analyses.segment.words import WORDS
from segkit.cuts import names_of
from segkit.errors import ParamsError
from segkit.frozen import frozen
from segkit.result import Panel, Result
from segkit.schema import KEY, Column, Schema

_NO_PURCHASE_LABELS = {"en": "No purchase", "ru": "Без покупок"}


@frozen(kw_only=True)
class SegmentParams(RfmParams, AbcXyzParams):
    """The options of ABC-XYZ and of RFM."""

    title: ClassVar[str] = "Classes, scores and segments"

    def problems(self) -> Iterator[str]:
        """Yield the faults of both."""
        yield from AbcXyzParams.problems(self)
        yield from RfmParams.problems(self)


_CLASSES, _SCORES = abc_xyz.OUTPUT.columns, rfm.OUTPUT.columns

OUTPUT = Schema(
    "segment",
    version=1,
    order=("-total_amount", KEY),
    columns={
        **_CLASSES,
        **{name: replace(column, nullable=True) for name, column in _SCORES.items() if name not in _CLASSES},
        "total_amount": _SCORES["total_amount"],
        "segment": Column("label", f"Key of the segment; {NO_PURCHASE}: returns only, and no scores."),
    },
    brief=(
        KEY, "abc_xyz_class", "segment", "total_amount", "order_count", "recency_days", "rfm_score", "value",
        "last_order_date", "share", "cumulative_share", "average_amount", "weighted_score",
    ),
    highlight=abc_xyz.OUTPUT.highlight,
)  # fmt: skip


def schema_of(params: SegmentParams) -> Schema:
    """Return the columns and the order that these parameters give."""
    classes = abc_xyz.schema_of(params)
    return OUTPUT.select({*classes.columns, *rfm.schema_of(params).columns}, order=classes.order)


def needs(params: SegmentParams) -> Needs:
    """Return what both analyses need."""
    classes, scores = abc_xyz.needs(params), rfm.needs(params)
    return replace(classes, roles={**classes.roles, **scores.roles})


def compute(data: RolledUp, params: SegmentParams) -> Computed:
    """Class every customer, then score those with a purchase: rows by the classed value descending, then id."""
    classed = abc_xyz.compute(data, params)
    scored, cuts = rfm.with_scores(classed.table, params, data.as_of)
    segments = params.segment_map
    keys = pl.Enum([*segments.keys, NO_PURCHASE])
    table = scored.with_columns(rfm.weighted(params)).with_columns(
        pl.col("segment").cast(pl.String).fill_null(NO_PURCHASE).cast(keys)
    )
    table = table.select(list(schema_of(params).columns))
    return Computed(
        table=table,
        facts={**classed.facts, **rfm_overview.segment_facts(table), **rfm_overview.cut_facts(cuts)},
        notes=[*classed.notes, *rfm.score_notes(table, params)],
        headline=(*classed.headline, rfm.headline(params)),
        labels={
            language: {**names, NO_PURCHASE: _NO_PURCHASE_LABELS[language]}
            for language, names in segments.labels.items()
        },
        breaks=scoring.table_of(cuts, params.bins),
    )


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the panels of the terminal: the matrix of ABC-XYZ, the segments, and how the two meet."""
    matrix = {name: panel for name, panel in abc_xyz_overview.overview(result).items() if name == "matrix"}
    return {
        **matrix,
        "segments": rfm_overview.segments_panel(result),
        "classes_of_segments": _classes_of_segments(result),
    }


def _classes_of_segments(result: Result) -> Panel:
    """Return the customers of each segment by ABC class."""
    keys = ["segment", "abc_class"]
    counted = result.rows.group_by(keys).agg(pl.len().cast(pl.Int64).alias("customers"))
    segments, classes = (pl.DataFrame({key: names_of(result.rows[key])}) for key in keys)
    cells = segments.join(classes, how="cross", maintain_order="left_right")
    counted = counted.with_columns(pl.col(keys).cast(pl.String))
    frame = cells.join(counted, on=keys, how="left", maintain_order="left").fill_null(0)
    columns = {
        "segment": Column("label", "Segment."), "abc_class": Column("label", "Class."),
        "customers": Column("count", "Customers."),
    }  # fmt: skip
    return Panel("Customers by segment and ABC class", frame, columns, pivot=("segment", "abc_class"), heat="customers")


def only(words: Sequence[str], params: SegmentParams) -> pl.Expr:
    """Return the filter for segments and classes: whoever is in any of them."""
    named = {**params.segment_map.named(words), **{word: word for word in words if word == NO_PURCHASE}}
    parts = [pl.col("segment").cast(pl.String).is_in(list(named.values()))]
    if classes := [word for word in words if word not in named]:
        try:
            parts.append(abc_xyz.only(classes, params))
        except ParamsError as error:
            segments = ", ".join([*params.segment_map.keys, NO_PURCHASE])
            raise ParamsError(error.problems, fix=f"{error.fix} Segments: {segments}") from error
    return pl.any_horizontal(parts)


def explain(result: Result, params: SegmentParams, row: Mapping[str, Any]) -> Sequence[str]:
    """Return why a customer has its segment, and where its value lies among all."""
    held = f"{row['share']:.2%} of the total; everybody with as much or more holds {row['cumulative_share']:.1%}"
    return [*rfm_explain.explain(result, params, row), f"class: {row['abc_xyz_class'] or row['abc_class']}, {held}"]


ANALYSIS = Analysis(
    params=SegmentParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=schema_of,
    overview=overview,
    only=only,
    explain=explain,
    split_by=("segment",),
    facts={**rfm_overview.FACTS, **abc_xyz_overview.FACTS},
    words=WORDS,
    examples=(
        "segkit segment sales.csv -o customers.parquet  # all that is known, one row a customer",
        "segkit segment sales.csv --only golden,at_risk  # the golden ones, and those who slip away",
        "segkit segment sales.csv --explain C0137  # why one customer is where it is",
    ),
)
