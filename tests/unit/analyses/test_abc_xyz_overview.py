"""What the rows of abcxyz add up to: facts and panels."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

import segkit
from segkit.result import Result


def spent(*amounts: float, **options: Any) -> Result:
    """Return the result of one customer for each amount, in one purchase each."""
    frame = pl.DataFrame({"customer_id": [f"c{n}" for n in range(len(amounts))], "amount": [float(a) for a in amounts]})
    return segkit.abcxyz(frame, **options)


def test_facts_of_the_classes() -> None:
    # shares before: 0, 50, 80, 95
    facts = spent(50, 30, 15, 5, -10).facts
    assert {name: facts[name] for name in ("customers", "order_count", "total_income", "positive_income")} == {
        "customers": 5, "order_count": 4, "total_income": 90.0, "positive_income": 100.0,
    }  # fmt: skip
    assert [facts[f"{letter}_customers"] for letter in "abc"] == [2, 1, 2]
    assert [facts[f"{letter}_customer_share"] for letter in "abc"] == [0.4, 0.2, 0.4]
    assert [facts[f"{letter}_income_share"] for letter in "abc"] == [0.8, 0.15, -0.05]
    assert (facts["a_cut"], facts["b_cut"], facts["x_cut"], facts["y_cut"]) == (30.0, 15.0, 1, 1)
    assert (facts["golden_customers"], facts["golden_income"], facts["golden_income_share"]) == (2, 80.0, 0.8)


def test_the_share_of_everybody_is_one() -> None:
    # 49 times the nearest number to 1 / 49 is less than 1
    result = spent(*[1.0] * 49)
    assert [result.facts[f"{letter}_customer_share"] for letter in "abc"] == [1.0, 0.0, 0.0]
    assert result.overview["matrix"].frame.select("share of customers", "share of income").row(0) == (1.0, 1.0)
    classes = result.overview["classes"].frame
    assert classes.filter(pl.col("customers") > 0).select("of customers", "of total").rows() == [(1.0, 1.0)] * 2


def test_facts_of_the_largest() -> None:
    # 10 customers: the top 1, 5 and 10 % are one, the top 20 % two
    facts = spent(30, 20, 10, 10, 10, 5, 5, 4, 3, 3).facts
    assert [facts[f"top_{percent}_percent_income_share"] for percent in (1, 5, 10, 20)] == [0.3, 0.3, 0.3, 0.5]
    assert facts["customers_for_80_percent"] == 5


def test_the_panels_add_up_to_the_table() -> None:
    overview = spent(50, 30, 15, 5, -10).overview
    assert list(overview) == ["matrix", "classes", "pareto"]
    matrix = overview["matrix"].frame
    assert matrix.select("customers", "income", "purchases").sum().row(0) == (5, 900_000, 4)
    assert matrix.height == 9


def test_the_classes_stand_beside_the_rule_of_thumb() -> None:
    # 80, 15 and -5 of a positive income of 100; one purchase each of the four in X, none of the fifth
    assert spent(50, 30, 15, 5, -10).overview["classes"].frame.rows() == [
        ("A", "income", 2, 0.4, 0.2, 0.8, 0.8), ("B", "income", 1, 0.2, 0.3, 0.15, 0.15), ("C", "income", 2, 0.4, 0.5, -0.05, 0.05),
        ("X", "purchases", 4, 0.8, 0.2, 1.0, 0.8), ("Y", "purchases", 0, 0.0, 0.3, 0.0, 0.15),
        ("Z", "purchases", 1, 0.2, 0.5, 0.0, 0.05),
    ]  # fmt: skip


def test_the_panels_are_of_what_the_classes_are_by() -> None:
    # quantities 6 and 2, in three purchases of one month and one in each of two months
    days = [date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 3), date(2024, 1, 4), date(2024, 2, 1)]
    frame = pl.DataFrame(
        {
            "customer_id": list("aaabb"),
            "order_date": days,
            "quantity": [2, 2, 2, 1, 1],
            "amount": [1.0, 1.0, 1.0, 9.0, 9.0],
        }
    )
    overview = segkit.abcxyz(frame, value="quantity", xyz_by="months").overview
    matrix = overview["matrix"].frame.filter(pl.col("customers") > 0)
    assert matrix.columns[2:] == ["customers", "share of customers", "value", "share of value", "purchases"]
    assert matrix.rows() == [("A", "X", 1, 0.5, 20_000, 0.25, 2), ("A", "Z", 1, 0.5, 60_000, 0.75, 3)]
    by_months = overview["classes"].frame.filter(pl.col("by") == "months")
    assert by_months.select("class", "customers", "of total").rows() == [
        ("X", 1, 2 / 3),
        ("Y", 0, 0.0),
        ("Z", 1, 1 / 3),
    ]


def test_the_pareto_panel_says_how_many_bring_how_much() -> None:
    assert spent(50, 30, 15, 5, -10).overview["pareto"].frame.rows() == [
        ("top 1 %", 1, 0.5), ("top 5 %", 1, 0.5), ("top 10 %", 1, 0.5), ("top 20 %", 1, 0.5), ("enough for 80 %", 2, 0.8),
        ("golden (AX, AY)", 2, 0.8),
    ]  # fmt: skip
    # 19 of 20 hold a twentieth of 95 each; half of a customer is one
    assert spent(*[5.0] * 19, 0, xyz_by="none").overview["pareto"].frame.rows() == [
        ("top 1 %", 1, 1 / 19), ("top 5 %", 1, 1 / 19), ("top 10 %", 2, 2 / 19), ("top 20 %", 4, 4 / 19),
        ("enough for 80 %", 16, 0.8),
    ]  # fmt: skip


def test_the_matrix_has_a_column_for_too_little_history() -> None:
    frame = pl.DataFrame({"customer_id": ["a"], "order_date": [date(2024, 1, 31)], "amount": [5.0]})
    matrix = segkit.abcxyz(frame, xyz_by="variation").overview["matrix"].frame
    assert matrix["xyz_class"].unique(maintain_order=True).to_list() == ["X", "Y", "Z", "U"]


def test_without_xyz_there_is_no_matrix() -> None:
    assert list(spent(50, 30, xyz_by="none").overview) == ["classes", "pareto"]
