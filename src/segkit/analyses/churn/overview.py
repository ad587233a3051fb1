"""What the rows of ``churn`` say at a glance: the last periods, and the figures of the last complete one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import polars as pl

from segkit import units
from segkit.periods import Grain, named
from segkit.result import Fact, Panel, Result
from segkit.schema import GROUP, Column

FACTS: dict[str, str] = {
    "churn_rate": "churn rate of the last complete period; with --by the highest of the groups",
    "mean_churn_rate": "lost of all complete periods by their starts: the mean churn rate",
    "retention_rate": "retention rate of the last complete period; with --by the lowest of the groups",
    "revenue_churn_rate": "revenue churn of the last complete period; with --by the highest of the groups",
    "lost_customers": "customers lost in the last complete period",
    "lost_income": "income of the window that they brought",
    "active_customers": "customers active at the end of the last complete period",
}

_MOST_PERIODS = 13
_GROUP_PERIODS = 6
_MOST_GROUPS = 20


def facts(table: pl.DataFrame) -> dict[str, Fact]:
    """Return the figures of the last complete period, None where there is none."""
    known = table.filter(pl.col("complete") & pl.col("start_count").is_not_null())
    last = known.filter(pl.col("period") == pl.col("period").max())
    starts, lost = (int(known[name].sum()) for name in ("start_count", "lost_count"))
    there = last.height > 0
    return {
        "churn_rate": _extreme(last["churn_rate"].max()),
        "mean_churn_rate": lost / starts if starts else None,
        "retention_rate": _extreme(last["retention_rate"].min()),
        "revenue_churn_rate": _extreme(last["revenue_churn_rate"].max()),
        "lost_customers": int(last["lost_count"].sum()) if there else None,
        "lost_income": units.to_float(int(last["lost_amount"].sum())) if there else None,
        "active_customers": int(last["end_count"].sum()) if there else None,
    }


def _extreme(value: object) -> float | None:
    return value if isinstance(value, float) else None


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the last periods that are known; with ``--by`` the churn rates of the largest groups."""
    known = result.rows.filter(pl.col("start_count").is_not_null())
    if known.is_empty():
        return {}
    return (
        {"churn_by_group": _by_group(known, _grain(result))}
        if GROUP in known.columns
        else {"flow": _flow(result, known)}
    )


def _grain(result: Result) -> Grain:
    return cast("Grain", result.params["grain"])


def _label(periods: pl.Series, grain: Grain, marks: list[tuple[pl.Expr, str]]) -> pl.Expr:
    """Return the short name of the period, with the marks that fit it."""
    name = named("period", periods, grain)
    return pl.concat_str(name, *(pl.when(fits).then(pl.lit(mark)).otherwise(pl.lit("")) for fits, mark in marks))


_FLOW: dict[str, tuple[str, Column]] = {
    "start": ("start_count", Column("count", "Active on the eve.")),
    "new": ("new_count", Column("count", "First purchase.")),
    "back": ("reactivated_count", Column("count", "Reactivated.")),
    "lost": ("lost_count", Column("count", "Active on the eve, not on the last day.")),
    "end": ("end_count", Column("count", "Active on the last day.")),
    "churn": ("churn_rate", Column("share", "lost / start.")),
    "of income": ("revenue_churn_rate", Column("rate", "Likewise, of the income of the window.")),
    "repeat": ("repeat_rate", Column("share", "New customers who came again soon.")),
    "existing": ("existing_income_share", Column("rate", "Share of the income from who bought before.")),
    "income": ("total_amount", Column("amount", "Income of the period.")),
    "lost income": ("lost_amount", Column("amount", "Income of the window of those who are lost.")),
}


def _flow(result: Result, known: pl.DataFrame) -> Panel:
    grain = _grain(result)
    marks = [(~pl.col("complete"), "*"), (~pl.col("repeat_complete"), "+")]
    last = known.tail(_MOST_PERIODS)
    frame = last.select(
        _label(last["period"], grain, marks).alias(grain),
        *(pl.col(name).alias(title) for title, (name, _) in _FLOW.items()),
    )
    columns = {grain: Column("label", "Period."), **{title: column for title, (_, column) in _FLOW.items()}}
    star = "" if last["complete"].all() else f"* the {grain} is not over; "
    which = f", the last {last.height} of {known.height}" if known.height > last.height else ""
    # Who came in the last period has never had its time to come again.
    return Panel(f"Flow of customers{which} ({star}+ the repeat rate may rise)", frame, columns)


def _by_group(known: pl.DataFrame, grain: Grain) -> Panel:
    """Return the churn rates of the last periods of the groups with the most customers."""
    newest = known["period"].unique().sort().tail(_GROUP_PERIODS)
    largest = (
        known.group_by(GROUP).agg(pl.col("start_count").max()).sort("start_count", GROUP, descending=[True, False])
    )
    shown = largest.head(_MOST_GROUPS).select(GROUP)
    cells = shown.join(known, on=GROUP, nulls_equal=True, maintain_order="left_right")
    frame = cells.filter(pl.col("period").is_in(newest.implode())).select(
        pl.col(GROUP).fill_null("(blank)"),
        _label(newest, grain, []).alias("period"),
        "churn_rate",
        partial=~pl.col("complete"),
    )
    more = f", the {shown.height} largest of {largest.height:,} groups" if largest.height > shown.height else ""
    star = f" (* the {grain} is not over)" if frame["partial"].any() else ""
    columns = {
        GROUP: Column("text", "Value of --by."), "period": Column("label", "Period."),
        "churn_rate": Column("share", "lost / start."),
    }  # fmt: skip
    title = f"Churn rate{more}{star}"
    return Panel(title, frame, columns, (GROUP, "period"), heat="churn_rate", mark="partial")
