"""What the rows of ``loss`` say at a glance: the rates side by side, and the facts of the worst and of the best."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from segkit import units
from segkit.analyses.loss.params import OUTPUT, PEOPLE, TableName
from segkit.result import Fact, Panel, Result
from segkit.schema import SCALED, Column

FACTS: dict[str, str] = {
    "churn_rate": "the highest of the churn rates; the facts down to break_even_share are about it",
    "customers": "new x periods",
    "customer_value": "purchases x average check",
    "lost_customers": "customers x churn rate",
    "lost_amount": "income that is lost",
    "lost_profit": "profit that is lost (--margin)",
    "net_benefit": "lost profit less --prevention-cost",
    "break_even_share": "share of the lost that must be kept to pay for the prevention",
    "saved_amount": "what the lowest of the churn rates saves against the highest",
    "final_customers": "customers of the last period at the lowest retention rate (--retention)",
    "total_revenue": "revenue of all periods at the lowest retention rate",
    "gained_revenue": "what the highest retention rate brings more over all periods",
    "left_after_cac": "first check less the cost of the customer (--cac)",
    "cac_share": "cost of the customer / first check",
    "check_growth": "regular check less first check",
}

_MOST_PERIODS = 12


def facts(table: pl.DataFrame, name: TableName) -> dict[str, Fact]:
    """Return the figures of the row that matters most, money in the currency."""
    if name == "acquisition":
        return {fact: _fact(table, fact) for fact in ("left_after_cac", "cac_share", "check_growth")}
    if name == "loss":
        first = {fact: _fact(table, fact) for fact in table.columns}
        return {**first, "saved_amount": _difference(table["lost_amount"], 0, -1)}
    ends = _ends(table)
    return {
        "final_customers": _fact(ends, "customers"),
        "total_revenue": _fact(ends, "cumulative_revenue"),
        "gained_revenue": _difference(ends["cumulative_revenue"], -1, 0),
    }


_FLOATS = ("churn_rate", "break_even_share", "cac_share")


def _fact(table: pl.DataFrame, column: str) -> Fact:
    value: Fact = table[column][0]
    if value is None or column in _FLOATS:
        return value
    number = units.to_decimal(int(value))
    return int(number) if OUTPUT.columns[column].unit == PEOPLE and number == int(number) else float(number)


def _difference(column: pl.Series, more: int, less: int) -> Fact:
    if column.null_count():
        return None
    return units.to_float(int(column[more]) - int(column[less]))


def _ends(table: pl.DataFrame) -> pl.DataFrame:
    """Return the last period of each retention rate."""
    return table.filter(pl.col("period") == pl.col("period").max())


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the rates side by side; the one row of an acquisition speaks for itself."""
    if "cac" in result.schema.columns:
        return {}
    if "churn_rate" in result.schema.columns:
        return {"losses": _panel("What is lost, by churn rate", result, result.rows, _LOSSES)}
    ends = _panel("After the last period, by retention rate", result, _ends(result.rows), _ENDS)
    return {"ends": ends, "periods": _periods(result)}


_LOSSES = {
    "churn": "churn_rate", "lost": "lost_customers", "lost income": "lost_amount", "lost profit": "lost_profit",
    "net benefit": "net_benefit", "break-even": "break_even_share",
}  # fmt: skip
_ENDS = {
    "retention": "retention_rate", "customers": "customers", "revenue": "revenue",
    "revenue of all periods": "cumulative_revenue",
}  # fmt: skip


def _panel(title: str, result: Result, rows: pl.DataFrame, names: Mapping[str, str]) -> Panel:
    shown = {short: name for short, name in names.items() if name in result.schema.columns}
    columns = {short: result.schema.columns[name] for short, name in shown.items()}
    frame = rows.select(pl.col(name).alias(short) for short, name in shown.items())
    people = [name for name, column in columns.items() if column.kind in SCALED and column.unit == PEOPLE]
    counted = frame.with_columns(pl.col(people) / units.SCALE)
    return Panel(title, counted, {n: Column("ratio", c.meaning) if n in people else c for n, c in columns.items()})


def _periods(result: Result) -> Panel:
    """Return the cumulative revenue of the first periods, a column for each retention rate."""
    last = int(result.rows.select(pl.col("period").max()).item())
    first = result.rows.filter(pl.col("period") <= _MOST_PERIODS)
    rate = (pl.col("retention_rate") * 100).round(4).cast(pl.String).str.strip_suffix(".0") + " %"
    frame = first.select(pl.col("period").cast(pl.String), rate.alias("retention"), revenue="cumulative_revenue")
    columns = {
        "period": Column("label", "Period."), "retention": Column("label", "Retention rate."),
        "revenue": Column("amount", "Revenue of all periods so far."),
    }  # fmt: skip
    which = f", the first {_MOST_PERIODS} of {last:,}" if last > _MOST_PERIODS else ""
    return Panel(f"Revenue so far by period (rows) and retention rate{which}", frame, columns, ("period", "retention"))
