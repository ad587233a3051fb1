"""What the rows of ``migrate`` add up to: the transition matrix, the largest moves, the facts."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from segkit.analyses.abc_xyz import GOLDEN
from segkit.cuts import names_of
from segkit.result import Fact, Panel, Result
from segkit.schema import Column

CHANGES = ("stayed", "moved", "entered", "left")
ABSENT = "absent"

FACTS: dict[str, str] = {
    "customers_before": "customers of the first date",
    "customers_after": "customers of the second date",
    "stayed_customers": "in the same class at both",
    "moved_customers": "in another class",
    "entered_customers": "absent at the first date",
    "left_customers": "absent at the second date",
    "stayed_share": "share of the customers of the first date who are in the same class",
    "left_share": "share of the customers of the first date who are absent",
    "golden_before": "golden customers (AX, AY) of the first date; with --analysis rfm champions",
    "golden_after": "golden customers of the second date",
    "golden_lost": "golden at the first date, not at the second",
    "golden_gained": "golden at the second date, not at the first",
    "golden_lost_share": "golden_lost / golden_before: 0 without any",
}

_MOST_MOVES = 10


def golden() -> tuple[pl.Expr, pl.Expr]:
    """Return who was golden and is no more, and who has become golden."""
    before, after = (
        pl.col(name).cast(pl.String).is_in([*GOLDEN, "champions"]).fill_null(value=False)
        for name in ("class_before", "class_after")
    )
    return before & ~after, after & ~before


def facts(table: pl.DataFrame) -> dict[str, Fact]:
    """Return how many stayed, moved, entered and left, and what became of the golden ones."""
    counted = {f"{change}_customers": int((table["change"] == change).sum()) for change in CHANGES}
    before = table.height - counted["entered_customers"]
    lost, gained = (int(table.select(part.sum()).item()) for part in golden())
    was = int(table["class_before"].cast(pl.String).is_in([*GOLDEN, "champions"]).sum())
    return {
        "customers_before": before,
        "customers_after": table.height - counted["left_customers"],
        **counted,
        "stayed_share": counted["stayed_customers"] / max(before, 1),
        "left_share": counted["left_customers"] / max(before, 1),
        "golden_before": was,
        "golden_after": was - lost + gained,
        "golden_lost": lost,
        "golden_gained": gained,
        "golden_lost_share": lost / max(was, 1),
    }


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the transition matrix and the largest moves."""
    moves = result.rows.group_by("class_before", "class_after").agg(
        customers=pl.len().cast(pl.Int64),
        income_before=pl.col("amount_before").sum(),
        income_after=pl.col("amount_after").sum(),
    )
    return {"matrix": _matrix(result, moves), "moves": _moves(moves)}


def _matrix(result: Result, moves: pl.DataFrame) -> Panel:
    names = [*names_of(result.rows["class_before"]), ABSENT]
    down, across = (pl.DataFrame({key: names}) for key in ("class_before", "class_after"))
    counted = _named(moves).select("class_before", "class_after", "customers")
    cells = down.join(across, how="cross", maintain_order="left_right")
    frame = cells.join(counted, on=["class_before", "class_after"], how="left", maintain_order="left").with_columns(
        # Nobody can be absent at both dates.
        customers=pl.when(pl.any_horizontal(pl.col("class_before", "class_after") != ABSENT)).then(
            pl.col("customers").fill_null(0)
        )
    )
    columns = {
        "class_before": Column("label", "Class before."), "class_after": Column("label", "Class after."),
        "customers": Column("count", "Customers."),
    }  # fmt: skip
    stayed = frozenset((name, name) for name in names)
    title = "Customers by class before (rows) and after (columns)"
    return Panel(title, frame, columns, pivot=("class_before", "class_after"), highlight=stayed, heat="customers")


def _named(moves: pl.DataFrame) -> pl.DataFrame:
    return moves.with_columns(pl.col("class_before", "class_after").cast(pl.String).fill_null(ABSENT))


def _moves(moves: pl.DataFrame) -> Panel:
    """Return the moves with the most money at stake, but for those who stayed."""
    named = _named(moves).filter(pl.col("class_before") != pl.col("class_after"))
    stake = pl.max_horizontal("income_before", "income_after")
    order = [stake, pl.col("class_before"), pl.col("class_after")]
    frame = named.sort(order, descending=[True, False, False]).head(_MOST_MOVES)
    columns = {
        "class_before": Column("label", "Class before."), "class_after": Column("label", "Class after."),
        "customers": Column("count", "Customers."), "income_before": Column("amount", "Income of the first window."),
        "income_after": Column("amount", "Income of the second window."),
    }  # fmt: skip
    return Panel("The moves with the most money", frame, columns)
