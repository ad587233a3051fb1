"""What the rows of ``cohorts`` add up to: the heat map, and how many come back on average."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

import polars as pl

from segkit.periods import Grain, last_complete, named, number_of, period_number
from segkit.result import Fact, Panel, Result
from segkit.schema import Column, Kind

FACTS: dict[str, str] = {
    "cohorts": "cohorts with a customer",
    "customers": "customers with a purchase: those of all cohorts",
    "retention_AGE": "share of customers who bought at an age, such as retention_1, over all cohorts that have lived through it",
}

FIGURES: dict[str, str] = {
    "retention": "retention",
    "customers": "customers",
    "revenue": "revenue",
    "cumulative": "cumulative_revenue_per_customer",
}
"""The column of the long table that each word of ``--show`` stands for."""

_KINDS: dict[str, Kind] = {"retention": "share", "customers": "count", "revenue": "amount", "cumulative": "amount"}
_MOST_COHORTS = 24
_TITLES = {
    "retention": "Retention by age in {grain}s",
    "customers": "Customers by age in {grain}s",
    "revenue": "Revenue by age in {grain}s",
    "cumulative": "Revenue per customer up to each age in {grain}s",
}


def facts(table: pl.DataFrame) -> dict[str, Fact]:
    """Return the size of it all, and the retention of each age over the cohorts for which its period is over."""
    births = table.filter(pl.col("age") == 0)
    by_age = table.filter("complete").group_by("age").agg(pl.col("customers", "size").sum()).sort("age")
    kept = {f"retention_{age}": back / size for age, back, size in by_age.iter_rows() if age}
    return {"cohorts": births.height, "customers": int(births["size"].sum()), **kept}


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the heat map: a row a cohort, a column an age; retention from age 1, since at age 0 it is everybody."""
    show, grain = str(result.params["show"]), _grain(result)
    cells = _cells(result, show)
    if show in ("retention", "customers"):
        cells = cells.filter(pl.col("age") > 0)
    if cells.is_empty():
        return {}
    cohorts = cells["cohort"].unique().sort()
    recent = cells.filter(pl.col("cohort").is_in(cohorts.tail(_MOST_COHORTS).implode()))
    frame = recent.with_columns(named("cohort", cohorts, grain), pl.col("age").cast(pl.String))
    title = _TITLES[show].format(grain=grain)
    if cohorts.len() > _MOST_COHORTS:
        title += f", the last {_MOST_COHORTS} of {cohorts.len():,} cohorts"
    if frame["partial"].any():
        title += f" (* the {grain} is not over)"
    columns = {
        "cohort": Column("label", "Period of the first purchase."),
        "size": Column("count", "Customers of the cohort."),
        "age": Column("label", "Periods since the first purchase."),
        show: Column(_KINDS[show], "Figure of the cell."),
    }
    panel = Panel(title, frame, columns, ("cohort", "age"), heat=show, beside=("size",), mark="partial")
    return {"cohorts": panel}


def _grain(result: Result) -> Grain:
    return cast("Grain", result.params["grain"])


def _cells(result: Result, show: str) -> pl.DataFrame:
    """Return ``cohort, size, age``, the figure that is shown and whether its period is not over, of either table."""
    rows, grain = result.rows, _grain(result)
    if "age" in rows.columns:
        cells = rows.select("cohort", "size", "age", pl.col(FIGURES[show]).alias(show))
    else:
        long = rows.unpivot(index=["cohort", "size"], variable_name="age", value_name=show).drop_nulls(show)
        age = pl.col("age").str.strip_prefix(f"{show}_").cast(pl.Int32)
        cells = long.with_columns(age).sort("cohort", "age")
    period = period_number(pl.col("cohort"), grain) + pl.col("age")
    last = number_of(date.max, grain) if result.as_of is None else last_complete(result.as_of, grain)
    return cells.with_columns(partial=period > last)
