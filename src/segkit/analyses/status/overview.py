"""What the rows of ``status`` add up to: customers and money of each status, the early warning, the facts."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from segkit import units
from segkit.analyses.lifecycle.standing import HERE, RISKS, STATUSES
from segkit.analyses.status.listed import alike
from segkit.result import Fact, Panel, Result
from segkit.schema import KEY, Column
from segkit.values import Listing

FACTS: dict[str, str] = {
    "customers": "customers in the result",
    "STATUS_customers": "customers of a status, such as departed_customers",
    "STATUS_customer_share": "their share of all",
    "STATUS_income": "net income that they brought to date",
    "here_customers": "active, new and reactivated ones",
    "at_risk_customers": "customers with a warning",
    "at_risk_income": "net income that they brought to date",
    "winback_customers": "departed longer ago than --cooloff",
    "winback_income": "net income that they brought to date",
    "leads_bought": "leads who bought",
    "leads_bought_share": "their share of the leads",
}

_ACTIONS = {
    "late": "call now: overdue by their rhythm",
    "fewer_orders": "ask what has changed",
    "smaller_checks": "see what they buy elsewhere",
}


def facts(table: pl.DataFrame) -> dict[str, Fact]:
    """Return customers and money of every status and of the two lists."""
    size, money = pl.len().alias("customers"), pl.col("total_amount").sum()
    counted = {row[0]: row[1:] for row in table.group_by("status").agg(size, money).rows()}
    found: dict[str, Fact] = {"customers": table.height}
    for name in STATUSES:
        customers, income = counted.get(name, (0, 0))
        found[f"{name}_customers"] = customers
        found[f"{name}_customer_share"] = units.share(customers, table.height)
        found[f"{name}_income"] = units.to_float(income)
    found["here_customers"] = sum(counted.get(name, (0, 0))[0] for name in HERE)
    for name in ("at_risk", "winback"):
        customers, income = _listed(table, name)
        found |= {f"{name}_customers": customers, f"{name}_income": units.to_float(income)}
    return found


def _listed(table: pl.DataFrame, name: str) -> tuple[int, int]:
    """Return how many rows a list has, and their money."""
    return table.select(pl.col(name).sum(), pl.col("total_amount").filter(pl.col(name)).sum()).row(0)


def leads_facts(table: pl.DataFrame, leads: Listing | None) -> dict[str, Fact]:
    """Return how many of the leads bought, each counted once; ids are compared as those of the sales are."""
    if leads is None or leads.rows is None:
        return {}
    customers, ids = alike(table, leads.rows)
    listed = ids.select(KEY).unique()
    bought = listed.join(customers.filter(pl.col("order_count") > 0), on=KEY, how="semi").height
    return {"leads_bought": bought, "leads_bought_share": units.share(bought, listed.height)}


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the customers and their money by status, and by warning."""
    return {"statuses": _statuses(result.rows), "warnings": _warnings(result.rows)}


_COUNTED = {
    "customers": Column("count", "Customers."), "share": Column("share", "Their share of all."),
    "income": Column("amount", "Net income to date."), "of income": Column("rate", "Its share of all income."),
}  # fmt: skip


def _statuses(rows: pl.DataFrame) -> Panel:
    total = int(rows["total_amount"].sum())
    names = [name for name in STATUSES if name not in ("never_bought", "failed_sale") or (rows["status"] == name).any()]
    counted = _counted(rows, "status", names).with_columns(share=units.shares(pl.col("customers"), rows.height))
    frame = counted.with_columns(
        (units.quotient(pl.col("income"), total) if total > 0 else pl.lit(None, pl.Float64)).alias("of income")
    )
    columns = {"status": Column("label", "Status."), **_COUNTED}
    return Panel("Customers by status", frame.select(list(columns)), columns)


def _warnings(rows: pl.DataFrame) -> Panel:
    frame = _counted(rows, "risk", RISKS).with_columns(
        pl.col("risk").replace_strict(_ACTIONS, return_dtype=pl.String).alias("what to do")
    )
    columns = {
        "risk": Column("label", "Warning."), "customers": _COUNTED["customers"], "income": _COUNTED["income"],
        "what to do": Column("label", "Suggested action."),
    }  # fmt: skip
    return Panel("Early warning (--only at_risk lists them)", frame.select(list(columns)), columns)


def _counted(rows: pl.DataFrame, by: str, names: list[str] | tuple[str, ...]) -> pl.DataFrame:
    """Return customers and income by label, the empty ones with 0."""
    found = rows.group_by(pl.col(by).cast(pl.String)).agg(
        customers=pl.len().cast(pl.Int64), income=pl.col("total_amount").sum()
    )
    grid = pl.DataFrame({by: names}, schema={by: pl.String})
    return grid.join(found, on=by, how="left", maintain_order="left").with_columns(
        pl.col("customers", "income").fill_null(0)
    )
