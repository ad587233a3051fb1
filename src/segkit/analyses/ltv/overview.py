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
    "expected_purchases": "purchase days that they are expected to have within the horizon (predictive)",
    "expected_purchases_low": "lower end of its 90 % interval, without amounts",
    "expected_purchases_high": "upper end of its 90 % interval, without amounts",
    "customers_alive": "sum of their probabilities of still being customers (predictive)",
    "customer_equity_low": "lower end of the 90 % interval of customer_equity (predictive)",
    "customer_equity_high": "upper end of the 90 % interval of customer_equity (predictive)",
    "correction_open": "whether the forecast was corrected by what the last window taught",
    "correction_z": "gain of the correction out of fold in standard errors; it is used below -2, the more the lower",
    "spend_correlation": "correlation of frequency and spend; Gamma-Gamma takes them as unrelated",
    "backtest_origins": "earlier days from which the total was predicted",
    "backtest_bias": "mean of predicted / actual - 1 of the total over them",
    "backtest_error": "mean of its absolute value",
    "parameter_NAME": "a fitted parameter: parameter_r, parameter_alpha, ... in --time-unit",
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

_REPEATS = (0, 1, 2, 3, 6, None)
_NAMES = ("0", "1", "2", "3", "4 to 6", "7 and more")
_OF_GROUPS = (
    "average_check", "purchase_rate", "arpu", "churn", "lifespan", "formula_ltv", "churn_ltv", "ltv_to_cac", "payback",
)  # fmt: skip
_MONEY = {"average_check", "arpu", "formula_ltv", "churn_ltv"}


def customer_facts(table: pl.DataFrame) -> dict[str, Fact]:
    """Return the figures of rows about customers."""
    equity = int(table["ltv"].sum())
    return {
        "customers": table.height,
        "customer_equity": units.to_float(equity),
        "historic_value": units.to_float(int(table["historic_value"].sum())),
        "mean_ltv": units.to_float(equity) / table.height if table.height else None,
        "top_1_share": top_share(table["ltv"], 0.01),
    }


def predictive_facts(table: pl.DataFrame, figures: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the figures of predictions; those of money only where there is any."""
    money = customer_facts(table) if "ltv" in table.columns else {"customers": table.height}
    alive = table["probability_alive"]
    return {
        **money,
        "expected_purchases": float(table["expected_purchases"].sort().sum()),
        "customers_alive": None if alive.null_count() else float(alive.sort().sum()),
        **figures,
    }


def total_line(facts: Mapping[str, Fact]) -> str:
    """Return the total with its interval, in words."""
    what = "customer_equity" if "customer_equity" in facts else "expected_purchases"
    value, low, high = (facts.get(f"{what}{end}") for end in ("", "_low", "_high"))
    said = f"{what.replace('_', ' ').capitalize()} {_said(value)}"
    if low is not None:
        said += f" (90 %: {_said(low)} to {_said(high)})"
    said += f" of {facts['customers']:,} customers"
    top = facts.get("top_1_share")
    return said if top is None else f"{said}; the top 1 % hold {float(top):.1%}"


def _said(value: Fact) -> str:
    return f"{float(value):,.0f}" if isinstance(value, int | float) else "nothing"


def group_facts(row: Mapping[str, Any], equity: int | None) -> dict[str, Fact]:
    """Return the figures of everybody, the first row of a result about groups; ``equity`` is the exact total of their ltv."""
    mean = None if row["ltv"] is None else units.to_float(row["ltv"])
    found: dict[str, Fact] = {
        "customers": row["customers"],
        "mean_ltv": mean,
        "customer_equity": None if equity is None else units.to_float(equity),
    }
    for name in _OF_GROUPS:
        if name in row:
            value = row[name]
            found[name] = units.to_float(value) if name in _MONEY and value is not None else value
    return found


def top_share(values: pl.Series, share: float) -> float | None:
    """Return what part of the positive total the ceil(share n) largest hold; None without any."""
    total = units.positive_total(values)
    count = -int(-len(values) * share // 1)
    return units.positive_total(values.top_k(count)) / total if total else None


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the panels of the terminal."""
    if "everybody" in result.schema.columns:
        return {}
    panels = {"repeats": _repeats_panel(result)} if "expected_purchases" in result.rows.columns else {}
    if "group" in result.schema.columns and "ltv" in result.rows.columns:
        panels["groups"] = groups_panel(result)
    return panels


def _repeats_panel(result: Result) -> Panel:
    """Return what is expected of customers by the repeat purchases that they have made."""
    rows = result.rows.with_columns(pl.col("probability_alive").fill_null(0))
    bucket = pl.lit(len(_REPEATS) - 1, dtype=pl.Int64)
    for place, most in reversed(list(enumerate(_REPEATS[:-1]))):
        bucket = pl.when(pl.col("frequency") <= most).then(place).otherwise(bucket)
    money = [pl.col("ltv").sum().alias("total")] if "ltv" in rows.columns else []
    counted = (
        rows.group_by(bucket.alias("place"))
        .agg(
            pl.len().cast(pl.Int64).alias("customers"),
            pl.col("probability_alive").sort().sum().alias("alive"),
            pl.col("expected_purchases").sort().sum().alias("expected"),
            *money,
        )
        .sort("place")
    )
    size = pl.col("customers")
    shown = [
        pl.col("place").replace_strict(dict(enumerate(_NAMES)), return_dtype=pl.String).alias("repeats"),
        size, (pl.col("alive") / size).clip(0, 1).alias("alive"), (pl.col("expected") / size).alias("purchases"),
    ]  # fmt: skip
    if money:
        total = units.positive_total(result.rows["ltv"])
        each = units.mean(pl.col("total"), size)
        share = units.shares(pl.col("total").clip(lower_bound=0), total).clip(0, 1)
        shown += [each.alias("ltv"), pl.col("total"), share.alias("share")]
    columns = {
        "repeats": Column("label", "Repeat purchase days."), "customers": Column("count", "Customers."),
        "alive": Column("share", "Mean probability of being alive."),
        "purchases": Column("ratio", "Expected of each."), "ltv": Column("amount", "Per customer."),
        "total": Column("amount", "Sum of their ltv."), "share": Column("share", "Share of the positive total."),
    }  # fmt: skip
    frame = counted.select(shown)
    title = f"Expected within {result.params['horizon']}, by repeat purchases so far"
    return Panel(title, frame, {name: columns[name] for name in frame.columns})


def groups_panel(result: Result) -> Panel:
    """Return customers and value by group."""
    total = units.positive_total(result.rows["ltv"])
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
            units.shares(pl.col("positive"), total).alias("share"),
            units.mean(pl.col("total"), pl.col("customers")).alias("ltv"),
            "historic_value",
        )
    )  # fmt: skip
    columns = {
        "group": Column("text", "Group."), "customers": Column("count", "Customers."),
        "total": Column("amount", "Sum of their ltv."), "share": Column("share", "Share of the positive total."),
        "ltv": Column("amount", "Per customer."), "historic_value": Column("amount", "Brought to date."),
    }  # fmt: skip
    return Panel(f"By {result.params['by']}: total and mean ltv", frame, columns)
