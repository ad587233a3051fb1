"""What the rows of ``abcxyz`` add up to: the matrix, the classes beside the rule of thumb, and the Pareto facts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from segkit import units
from segkit.result import Fact, Panel, Result
from segkit.schema import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segkit.cuts import Distribution

RULE_OF_THUMB = {"A": (0.20, 0.80), "B": (0.30, 0.15), "C": (0.50, 0.05)}
"""Shares of customers and of income that the Pareto principle leads one to expect; X, Y, Z likewise."""

TOP_PERCENTS = (1, 5, 10, 20)

FACTS: dict[str, str] = {
    "customers": "rows of the result",
    "order_count": "purchases",
    "total_income": "net income; facts of income are facts of value where ABC is by something else (--value)",
    "positive_income": "income of the customers above zero: what shares are of",
    "golden_customers": "customers in AX and AY",
    "golden_customer_share": "their share of the customers",
    "golden_income": "their net income",
    "golden_income_share": "its share of the positive income",
    **{f"{letter}_customers": f"customers in {letter.upper()}" for letter in "abc"},
    **{f"{letter}_customer_share": f"their share of the customers, {letter.upper()}" for letter in "abc"},
    **{f"{letter}_income_share": f"their share of the positive income, {letter.upper()}" for letter in "abc"},
    **{f"top_{n}_percent_income_share": f"income share of the top {n} % of the customers" for n in TOP_PERCENTS},
    "customers_for_80_percent": "fewest customers who bring 80 % of what ABC is by",
    "a_cut": "least value of A",
    "b_cut": "least value of B",
    "x_cut": "least count of X",
    "y_cut": "least count of Y",
}
FACTS |= {
    name.replace("income", "value"): about.replace("income", "value")
    for name, about in FACTS.items()
    if "income" in name
}
FACTS["total_value"] = "net value of what ABC is by"


def facts(table: pl.DataFrame, distribution: Distribution, value: str) -> dict[str, Fact]:
    """Return the figures that scripts can rely on; shares are of customers or of the positive total."""
    name = "income" if value == "revenue" else "value"
    column = "total_amount" if value == "revenue" else "value"
    found: dict[str, Fact] = {
        "customers": table.height,
        "order_count": int(table["order_count"].sum()),
        f"total_{name}": units.to_float(int(table[column].sum())),
        f"positive_{name}": units.to_float(distribution.total),
    }
    if table["golden"].null_count() == 0:
        golden = table[column].filter(table["golden"])
        found |= {
            "golden_customers": golden.len(),
            "golden_customer_share": units.share(golden.len(), table.height),
            f"golden_{name}": units.to_float(int(golden.sum())),
            f"golden_{name}_share": units.share(int(golden.sum()), distribution.total),
        }
    for row in _by_class(table, "abc_class", column, RULE_OF_THUMB).iter_rows(named=True):
        letter = row["class"].lower()
        found[f"{letter}_customers"] = row["customers"]
        found[f"{letter}_customer_share"] = row["customer_share"]
        found[f"{letter}_{name}_share"] = units.share(row["value"], distribution.total)
    for percent in TOP_PERCENTS:
        top = math.ceil(table.height * percent / 100)
        found[f"top_{percent}_percent_{name}_share"] = float(distribution.share_of_top(top))
    found["customers_for_80_percent"] = distribution.fewest_for(80)
    return found


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the panels of the terminal: matrix, classes and Pareto facts."""
    name = "income" if "value" not in result.schema.columns else "value"
    column = "total_amount" if name == "income" else "value"
    kind = result.schema.columns[column].kind
    total = Column(kind, "Net total.")
    share = Column("share", "Share.")
    count = Column("count", "Count.")
    label = Column("label", "Class.")
    panels: dict[str, Panel] = {}
    positive = units.positive_total(result.rows[column])
    if result.rows["xyz_class"].null_count() == 0:
        panels["matrix"] = Panel(
            f"Customers, {name} and purchases by cell",
            _matrix(result.rows, column, positive).rename({"value": name, "value_share": f"share of {name}"}),
            {"abc_class": label, "xyz_class": label, "customers": count, "share of customers": share,
             name: total, f"share of {name}": share, "purchases": count},
            pivot=("abc_class", "xyz_class"),
            highlight=frozenset({("A", "X"), ("A", "Y")}),
        )  # fmt: skip
    panels["classes"] = Panel(
        "Classes beside the rule of thumb (20/30/50 % of customers, 80/15/5 %)",
        _classes(result, column, name),
        {"class": label, "by": Column("label", "What it is by."), "customers": count, "of customers": share,
         "expected": share, "of total": share, "expected ": share},
    )  # fmt: skip
    panels["pareto"] = Panel(f"How concentrated the {name} is", _pareto(result, name), {
        "": Column("label", "Who."), "customers": count, f"share of {name}": share,
    })  # fmt: skip
    return panels


def _matrix(rows: pl.DataFrame, column: str, positive: int) -> pl.DataFrame:
    counted = rows.group_by("abc_class", "xyz_class").agg(
        pl.len().alias("customers"), pl.col(column).sum().alias("value"), pl.col("order_count").sum().alias("purchases")
    )
    wanted = [letter for letter in "XYZU" if letter != "U" or "U" in rows["xyz_class"]]
    cells = pl.DataFrame(
        [(abc, xyz) for abc in "ABC" for xyz in wanted],
        schema={"abc_class": rows["abc_class"].dtype, "xyz_class": rows["xyz_class"].dtype},
        orient="row",
    )
    full = cells.join(counted, on=["abc_class", "xyz_class"], how="left", maintain_order="left").fill_null(0)
    return full.select(
        "abc_class", "xyz_class", "customers",
        units.shares(pl.col("customers"), rows.height).alias("share of customers"),
        "value", units.shares(pl.col("value"), positive).alias("value_share"), "purchases",
    )  # fmt: skip


def _by_class(rows: pl.DataFrame, by: str, column: str, rule: Mapping[str, tuple[float, float]]) -> pl.DataFrame:
    counted = rows.group_by(pl.col(by).alias("class")).agg(
        pl.len().alias("customers"), pl.col(column).sum().cast(pl.Int64).alias("value")
    )
    counted = counted.with_columns(pl.col("class").cast(pl.String))
    classes = pl.DataFrame({"class": list(rule)}, schema={"class": pl.String})
    full = classes.join(counted, on="class", how="left", maintain_order="left").fill_null(0)
    return full.with_columns(customer_share=units.shares(pl.col("customers"), rows.height))


def _classes(result: Result, column: str, name: str) -> pl.DataFrame:
    rows = result.rows
    kinds = [("abc_class", column, name, RULE_OF_THUMB)]
    letters = [letter for letter in ("X", "Y", "Z") if rows["xyz_class"].null_count() == 0]
    rule = dict(zip(letters, RULE_OF_THUMB.values(), strict=False))
    if rule:
        counted = ("active_months", "months") if result.params["xyz_by"] == "months" else ("order_count", "purchases")
        kinds.append(("xyz_class", *counted, rule))
    parts = []
    for by, summed, called, expected in kinds:
        part = _by_class(rows, by, summed, expected)
        parts.append(part.select(
            "class", pl.lit(called).alias("by"), "customers", pl.col("customer_share").alias("of customers"),
            pl.Series("expected", [customers for customers, _ in expected.values()]),
            units.shares(pl.col("value"), units.positive_total(rows[summed])).alias("of total"),
            pl.Series("expected ", [income for _, income in expected.values()]),
        ))  # fmt: skip
    return pl.concat(parts)


def _pareto(result: Result, name: str) -> pl.DataFrame:
    customers = int(result.facts["customers"] or 0)
    rows: list[tuple[str, object, object]] = [
        (f"top {percent} %", math.ceil(customers * percent / 100), result.facts[f"top_{percent}_percent_{name}_share"])
        for percent in TOP_PERCENTS
    ]
    rows.append(("enough for 80 %", result.facts["customers_for_80_percent"], 0.8))
    if "golden_customers" in result.facts:
        rows.append(("golden (AX, AY)", result.facts["golden_customers"], result.facts[f"golden_{name}_share"]))
    schema = {"": pl.String, "customers": pl.Int64, f"share of {name}": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
