"""What the rows of ``ltv`` add up to: facts for scripts, panels for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from segkit import units
from segkit.result import Fact, Panel, Result
from segkit.schema import Column

FACTS: dict[str, str] = {
    "customers": "customers with a purchase",
    "customer_equity": "sum of their ltv, net of all costs",
    "historic_value": "sum of what they brought to date, x margin",
    "mean_ltv": "ltv per customer",
    "top_1_share": "share of the positive ltv that the top 1 % of the customers hold",
    "average_check": "net revenue per purchase (simple, formula)",
    "purchase_rate": "purchases per active customer and month (formula)",
    "arpu": "net revenue per active customer and month (formula)",
    "churn": "monthly churn (formula)",
    "lifespan": "expected months that a customer stays (formula)",
    "formula_ltv": "average check x rate x lifespan x margin (formula)",
    "churn_ltv": "discounted value without end (formula)",
    "ltv_to_cac": "margin over the horizon per cost of a customer (formula with --cac)",
    "payback": "months after which a customer has paid for itself (formula with --cac)",
}

_OF_GROUPS = (
    "average_check", "purchase_rate", "arpu", "churn", "lifespan", "formula_ltv", "churn_ltv", "ltv_to_cac", "payback",
)  # fmt: skip
_MONEY = {"average_check", "arpu", "formula_ltv", "churn_ltv"}


def customer_facts(table: pl.DataFrame) -> dict[str, Fact]:
    """Return the figures of rows about customers."""
    equity = int(table["ltv"].sum())
    return {
        "customers": table.height,
        "customer_equity": _money(equity),
        "historic_value": _money(int(table["historic_value"].sum())),
        "mean_ltv": _money(equity) / table.height if table.height else None,
        "top_1_share": top_share(table["ltv"], 0.01),
    }


def group_facts(row: Mapping[str, Any]) -> dict[str, Fact]:
    """Return the figures of everybody, the first row of a result about groups."""
    mean = None if row["ltv"] is None else _money(row["ltv"])
    found: dict[str, Fact] = {
        "customers": row["customers"],
        "mean_ltv": mean,
        "customer_equity": None if mean is None else mean * row["customers"],
    }
    for name in _OF_GROUPS:
        if name in row:
            value = row[name]
            found[name] = _money(value) if name in _MONEY and value is not None else value
    return found


def top_share(values: pl.Series, share: float) -> float | None:
    """Return what part of the positive total the ceil(share n) largest hold; None without any."""
    positive = values.clip(lower_bound=0)
    total = int(positive.sum())
    count = -int(-len(values) * share // 1)
    return int(positive.top_k(count).sum()) / total if total else None


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the panels of the terminal."""
    if "group" not in result.schema.columns or result.schema.key == ("group",):
        return {}
    return {"groups": groups_panel(result)}


def groups_panel(result: Result) -> Panel:
    """Return customers and value by group."""
    total = max(int(result.rows["ltv"].clip(lower_bound=0).sum()), 1)
    frame = (
        result.rows.group_by("group")
        .agg(
            pl.len().cast(pl.Int64).alias("customers"),
            pl.col("ltv").sum().alias("total"),
            pl.col("ltv").clip(lower_bound=0).sum().alias("positive"),
            pl.col("historic_value").sum(),
        )
        .sort("total", "group", descending=[True, False], nulls_last=True)
        .select(
            "group", "customers", "total",
            units.quotient(pl.col("positive"), total).alias("share"),
            units.round_half_away(pl.col("total").cast(pl.Int128), pl.col("customers").cast(pl.Int128)).alias("ltv"),
            "historic_value",
        )
    )  # fmt: skip
    columns = {
        "group": Column("text", "Group."), "customers": Column("count", "Customers."),
        "total": Column("amount", "Sum of their ltv."), "share": Column("share", "Share of the positive total."),
        "ltv": Column("amount", "Per customer."), "historic_value": Column("amount", "Brought to date."),
    }  # fmt: skip
    return Panel(f"By {result.params['by']}: total and mean ltv", frame, columns)


def _money(value: int) -> float:
    return float(units.to_decimal(value))
