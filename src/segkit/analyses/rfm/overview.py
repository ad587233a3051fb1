"""What the rows of ``rfm`` add up to: segments and what to do with them, the heat map, the scores, the facts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import polars as pl

from segkit import units
from segkit.analyses.rfm.scoring import ScoreCuts, by_score
from segkit.analyses.rfm.segment_maps import map_of
from segkit.cuts import names_of
from segkit.result import Fact, Panel, Result
from segkit.schema import Column, Kind

FACTS: dict[str, str] = {
    "customers": "customers with a purchase: rows of the result",
    "order_count": "their purchases",
    "total_income": "their net income",
    "positive_income": "income of those above zero: what shares are of",
    "SEGMENT_customers": "customers of a segment, such as champions_customers",
    "SEGMENT_customer_share": "its share of the customers",
    "SEGMENT_income": "its net income",
    "SEGMENT_income_share": "its share of the positive income",
    "recency_SCORE_cut": "most days since the last purchase of a score, such as recency_5_cut",
    "frequency_SCORE_cut": "least purchases of a score",
    "monetary_SCORE_cut": "least money of a score",
}

_SCORES = ("recency_score", "frequency_score", "monetary_score")


def facts(table: pl.DataFrame, cuts: ScoreCuts) -> dict[str, Fact]:
    """Return the figures that scripts can rely on; shares are of customers or of the positive income."""
    positive = units.positive_total(table["total_amount"])
    found: dict[str, Fact] = {
        "customers": table.height,
        "order_count": int(table["order_count"].sum()),
        "total_income": units.to_float(int(table["total_amount"].sum())),
        "positive_income": units.to_float(positive),
    }
    return found | segment_facts(table) | cut_facts(cuts)


def segment_facts(table: pl.DataFrame) -> dict[str, Fact]:
    """Return customers and income of every segment, with their shares."""
    positive = units.positive_total(table["total_amount"])
    found: dict[str, Fact] = {}
    for row in _by_segment(table).iter_rows(named=True):
        found[f"{row['segment']}_customers"] = row["customers"]
        found[f"{row['segment']}_customer_share"] = units.share(row["customers"], table.height)
        found[f"{row['segment']}_income"] = units.to_float(row["income"])
        found[f"{row['segment']}_income_share"] = units.share(row["income"], positive)
    return found


def cut_facts(cuts: ScoreCuts) -> dict[str, Fact]:
    """Return the cut of every score that anybody can reach."""
    return {
        f"{measure.name}_{score}_cut": number if isinstance(number, int) else float(number)
        for measure, found in cuts.items()
        for score, number in by_score(measure, found).items()
    }


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the panels of the terminal: segments, actions, heat map and scores."""
    return {
        "segments": segments_panel(result),
        "actions": actions_panel(result),
        "heat_map": _heat_map(result),
        "scores": _scores_panel(result),
    }


def segments_panel(result: Result) -> Panel:
    """Return customers, income and averages by segment; an empty segment is a row of zeros."""
    rows = result.rows
    positive = units.positive_total(rows["total_amount"])
    size = pl.col("customers")
    frame = _by_segment(rows).select(
        "segment", "customers", units.shares(size, rows.height).alias("share"),
        "income", units.shares(pl.col("income"), positive).alias("share "),
        (pl.col("days") / pl.col("dated")).alias("days"), (pl.col("purchases") / size).alias("purchases"),
        units.mean(pl.col("money"), pl.col("valued")).alias("money"),
    ).with_columns(pl.col("days", "purchases").fill_nan(None))  # fmt: skip
    money = "net revenue" if result.params["monetary"] == "sum" else "net revenue per purchase"
    return Panel(f"Segments, the best first; averages of days, purchases and {money}", frame, {
        "segment": Column("label", "Segment."), "customers": Column("count", "Customers."),
        "share": Column("share", "Share of the customers."), "income": Column("amount", "Net income."),
        "share ": Column("share", "Share of the positive income."), "days": Column("ratio", "Average recency."),
        "purchases": Column("ratio", "Average frequency."), "money": Column("amount", "Average monetary value."),
    })  # fmt: skip


def actions_panel(result: Result) -> Panel:
    """Return what to do with each segment."""
    segments = map_of(result.params["map"], _bins(result))
    advised = [(segment.key, segment.action["en"]) for segment in segments.segments]
    frame = pl.DataFrame(advised, schema={"segment": pl.String, "suggested action": pl.String}, orient="row")
    columns = {"segment": Column("label", "Segment."), "suggested action": Column("label", "What to do.")}
    return Panel("What to do", frame, columns)


def _by_segment(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the sums of every segment in the order of the map, and how many have the days and the money."""
    money = "average_amount" if "average_amount" in rows.columns else "total_amount"
    counted = rows.group_by(pl.col("segment").cast(pl.String)).agg(
        pl.len().cast(pl.Int64).alias("customers"),
        pl.col("total_amount").sum().alias("income"),
        pl.col("recency_days").cast(pl.Int64).sum().alias("days"),
        pl.col("recency_days").count().cast(pl.Int64).alias("dated"),
        pl.col("order_count").cast(pl.Int64).sum().alias("purchases"),
        pl.col(money).sum().alias("money"),
        pl.col(money).count().cast(pl.Int64).alias("valued"),
    )
    keys = pl.DataFrame({"segment": names_of(rows["segment"])})
    return keys.join(counted, on="segment", how="left", maintain_order="left").fill_null(0)


def _heat_map(result: Result) -> Panel:
    bins = _bins(result)
    counted = result.rows.group_by("recency_score", "frequency_score").agg(pl.len().cast(pl.Int64).alias("customers"))
    cells = pl.DataFrame(
        [(recency, frequency) for recency in range(bins, 0, -1) for frequency in range(1, bins + 1)],
        schema={"recency_score": pl.UInt8, "frequency_score": pl.UInt8},
        orient="row",
    )
    full = cells.join(counted, on=list(cells.columns), how="left", maintain_order="left").fill_null(0)
    frame = full.with_columns(
        recency_score=pl.format("R {}", "recency_score"), frequency_score=pl.format("F {}", "frequency_score")
    )
    columns = {
        "recency_score": Column("text", "Recency."), "frequency_score": Column("text", "Frequency."),
        "customers": Column("count", "Customers."),
    }  # fmt: skip
    title = f"Customers by recency (R) and frequency (F); {bins} is best"
    return Panel(title, frame, columns, pivot=("recency_score", "frequency_score"), heat="customers")


def _scores_panel(result: Result) -> Panel:
    """Return where every score begins and how many customers have it."""
    bins = _bins(result)
    money = "average_amount" if result.params["monetary"] == "mean" else "total_amount"
    frame = pl.DataFrame({"score": range(bins, 0, -1)}, schema={"score": pl.Int64})
    columns = {"score": Column("count", "Score.")}
    heads = {"recency_days": "days <=", "order_count": "purchases >=", money: "money >="}
    for place, (score, (column, head)) in enumerate(zip(_SCORES, heads.items(), strict=True)):
        count = "customers" + " " * place
        kind: Kind = "amount" if column == money else "count"
        sizes = dict(result.rows.group_by(score).len().iter_rows())
        frame = frame.with_columns(
            pl.Series(head, _cut_column(result.breaks[column], bins, kind), dtype=pl.Int64),
            pl.Series(count, [sizes.get(number, 0) for number in range(bins, 0, -1)], dtype=pl.Int64),
        )
        columns |= {head: Column(kind, "Cut."), count: Column("count", "Customers with this score.")}
    return Panel("Where the scores begin", frame, columns)


def _cut_column(cuts: Mapping[str, Any], bins: int, kind: Kind) -> list[int | None]:
    """Return the cuts from the best score to 1; none where the score is empty, as whoever reaches it reaches the next."""
    scale = units.SCALE if kind == "amount" else 1
    numbers = [cuts.get(str(score)) for score in range(bins, 0, -1)]
    shown = [None if number == above else number for above, number in pairwise([None, *numbers])]
    return [None if number is None else int(number * scale) for number in shown]


def _bins(result: Result) -> int:
    return int(str(result.params["bins"]))
