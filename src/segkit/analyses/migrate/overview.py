"""What the rows of ``migrate`` add up to: the transition matrix, the largest moves, the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from segkit import units
from segkit.cuts import names_of
from segkit.result import Fact, Panel, Result
from segkit.schema import Column

CHANGES = ("stayed", "moved", "entered", "left")
ABSENT = "absent"
CHANGE = (
    pl.when(pl.col("class_before").is_null()).then(pl.lit("entered"))
    .when(pl.col("class_after").is_null()).then(pl.lit("left"))
    .when(pl.col("class_before") == pl.col("class_after")).then(pl.lit("stayed"))
    .otherwise(pl.lit("moved")).cast(pl.Enum(CHANGES))
)  # fmt: skip
"""What became of a customer, from the class before and after."""

FACTS: dict[str, str] = {
    "customers_before": "customers of the first date",
    "customers_after": "customers of the second date",
    "stayed_customers": "in the same class at both",
    "moved_customers": "in another class",
    "entered_customers": "absent at the first date",
    "left_customers": "absent at the second date",
    "stayed_share": "share of the customers of the first date who are in the same class",
    "left_share": "share of the customers of the first date who are absent",
    "golden_before": "golden customers (AX, AY) of the first date; with --analysis rfm the best segment of the map",
    "golden_after": "golden customers of the second date",
    "golden_lost": "golden at the first date, not at the second",
    "golden_gained": "golden at the second date, not at the first",
    "golden_lost_share": "golden_lost / golden_before: 0 without any",
}

_MOST_MOVES = 10


def golden(names: Sequence[str]) -> tuple[pl.Expr, pl.Expr]:
    """Return who was golden, that is in one of these classes, and is no more, and who has become golden."""
    before, after = (
        pl.col(name).cast(pl.String).is_in(list(names)).fill_null(value=False)
        for name in ("class_before", "class_after")
    )
    return before & ~after, after & ~before


def facts(table: pl.DataFrame, names: Sequence[str]) -> dict[str, Fact]:
    """Return how many stayed, moved, entered and left, and what became of the golden ones: those in classes of ``names``.

    Without such classes nothing is said about them.
    """
    counted = {f"{change}_customers": int((table["change"] == change).sum()) for change in CHANGES}
    before = table.height - counted["entered_customers"]
    found: dict[str, Fact] = {
        "customers_before": before,
        "customers_after": table.height - counted["left_customers"],
        **counted,
        "stayed_share": units.share(counted["stayed_customers"], before),
        "left_share": units.share(counted["left_customers"], before),
    }
    if not names:
        return found
    lost, gained = (int(table.select(part.sum()).item()) for part in golden(names))
    was = int(table["class_before"].cast(pl.String).is_in(list(names)).sum())
    return {
        **found,
        "golden_before": was,
        "golden_after": was - lost + gained,
        "golden_lost": lost,
        "golden_gained": gained,
        "golden_lost_share": units.share(lost, was),
    }


def matrix(table: pl.DataFrame) -> pl.DataFrame:
    """Return the customers and the money of every class before and after, best class first, absent last as null.

    Columns: ``class_before, class_after, change, customers, share_before, amount_before, amount_after``; pairs that nobody has
    are rows of zeros.
    """
    labels = table["class_before"].dtype
    names = pl.Series([*names_of(table["class_before"]), None], dtype=labels)
    grid = names.to_frame("class_before").join(names.to_frame("class_after"), how="cross", maintain_order="left_right")
    pairs = grid.filter(pl.any_horizontal(pl.col("class_before", "class_after").is_not_null()))
    summed = table.group_by("class_before", "class_after").agg(
        pl.len().cast(pl.Int64).alias("customers"), pl.col("amount_before", "amount_after").sum()
    )
    filled = pairs.join(summed, on=["class_before", "class_after"], how="left", nulls_equal=True, maintain_order="left")
    size = pl.col("customers").sum().over("class_before")
    counted = filled.with_columns(pl.col("customers", "amount_before", "amount_after").fill_null(0), change=CHANGE)
    return counted.with_columns(
        share_before=pl.when(pl.col("class_before").is_not_null() & (size > 0)).then(pl.col("customers") / size)
    )


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the transition matrix and the largest moves."""
    pairs = result.rows if "customers" in result.rows.columns else matrix(result.rows)
    named = pairs.with_columns(pl.col("class_before", "class_after").cast(pl.String).fill_null(ABSENT))
    return {"matrix": _matrix([*names_of(result.rows["class_before"]), ABSENT], named), "moves": _moves(named)}


def _matrix(names: Sequence[str], pairs: pl.DataFrame) -> Panel:
    # Nobody can be absent at both dates: the cell is there, and empty.
    cells = pairs.select("class_before", "class_after", "customers")
    nobody = pl.DataFrame({"class_before": [ABSENT], "class_after": [ABSENT]})
    frame = pl.concat([cells, nobody], how="diagonal")
    columns = {
        "class_before": Column("label", "Class before."), "class_after": Column("label", "Class after."),
        "customers": Column("count", "Customers."),
    }  # fmt: skip
    stayed = frozenset((name, name) for name in names)
    title = "Customers by class before (rows) and after (columns)"
    return Panel(title, frame, columns, pivot=("class_before", "class_after"), highlight=stayed, heat="customers")


def _moves(pairs: pl.DataFrame) -> Panel:
    """Return the moves with the most money at stake, but for those who stayed."""
    moved = pairs.filter((pl.col("change") != "stayed") & (pl.col("customers") > 0))
    named = moved.select("class_before", "class_after", "customers", before="amount_before", after="amount_after")
    stake = pl.max_horizontal("before", "after")
    order = [stake, pl.col("class_before"), pl.col("class_after")]
    frame = named.sort(order, descending=[True, False, False]).head(_MOST_MOVES)
    columns = {
        "class_before": Column("label", "Class before."), "class_after": Column("label", "Class after."),
        "customers": Column("count", "Customers."), "before": Column("amount", "Income of the first window."),
        "after": Column("amount", "Income of the second window."),
    }  # fmt: skip
    return Panel("The moves with the most money, before and after", frame, columns)
