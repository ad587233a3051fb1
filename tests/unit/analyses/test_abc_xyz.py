"""Classes, shares, the matrix and what is said about them, on frames of a few rows."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.analyses.abc_xyz.analysis import ANALYSIS, only
from segkit.analyses.abc_xyz.params import AbcXyzParams
from segkit.errors import MissingColumnError, ParamsError
from segkit.result import Result


def spent(*amounts: float, **options: Any) -> Result:
    """Return the result of one customer for each amount, in one purchase each; the first is ``c0``."""
    frame = pl.DataFrame({"customer_id": [f"c{n}" for n in range(len(amounts))], "amount": [float(a) for a in amounts]})
    return segkit.abcxyz(frame, **options)


def bought(*counts: int, **options: Any) -> Result:
    """Return the result of one customer for each count of purchases of 1 each; the first is ``c0``."""
    ids = [f"c{n}" for n, count in enumerate(counts) for _ in range(count)]
    return segkit.abcxyz(pl.DataFrame({"customer_id": ids, "amount": [1.0] * len(ids)}), **options)


def monthly(*amounts: float, **options: Any) -> Result:
    """Return the result of customer ``a`` with an amount a month from January 2024, observed to the last month's end."""
    days = [date(2024, month, 1) for month, _ in enumerate(amounts, 1)]
    frame = pl.DataFrame({"customer_id": ["a"] * len(days), "order_date": days, "amount": amounts})
    end = date(2024, len(amounts) + 1, 1).toordinal() - 1
    return segkit.abcxyz(frame, **{"as_of": date.fromordinal(end), "xyz_by": "variation", **options})


def letters(result: Result, column: str = "abc_class") -> str:
    return "".join(result.table.sort(result.table.columns[0])[column].cast(pl.String).fill_null("-"))


def codes(result: Result) -> dict[str, str]:
    return {note.code: note.message for note in result.notes}


@pytest.mark.parametrize(
    ("options", "classes"),
    [
        # shares before: 0, 40, 70, 85, 95; the last one took money back
        ({}, "AAABCC"),
        ({"abc": "50,90"}, "AABBCC"),
        ({"boundary": "exclude"}, "AABBCC"),
        # of five positive ones 20 % is one and 50 % two and a half
        ({"abc_by": "count"}, "ABBCCC"),
        ({"abc_by": "count", "abc": "40,80"}, "AABBCC"),
        ({"abc_by": "count", "abc": "40,80", "boundary": "exclude"}, "AABBCC"),
        ({"abc_by": "value", "abc": "15,8"}, "AAABCC"),
        ({"abc_by": "value", "abc": "15.0001,8"}, "AABBCC"),
        ({"abc_by": "value", "abc": "1000,15"}, "BBBCCC"),
    ],
)
def test_abc_in_its_varieties(options: dict[str, Any], classes: str) -> None:
    assert letters(spent(40, 30, 15, 10, 5, -2, **options)) == classes


def test_shares_are_of_the_positive_total_and_equals_accumulate_together() -> None:
    table = spent(50, 20, 20, 10, 0, -70).table
    assert table["share"].to_list() == [0.5, 0.2, 0.2, 0.1, 0.0, 0.0]
    assert table["cumulative_share"].to_list() == [0.5, 0.9, 0.9, 1.0, 1.0, 1.0]


@pytest.mark.parametrize("half", [24.5, 51.5, 0.03, 1_234.56])
def test_cumulative_shares_end_at_exactly_one(half: float) -> None:
    table = spent(half, half).table
    assert table["cumulative_share"].to_list() == [1.0, 1.0]
    assert table["share"].to_list() == [0.5, 0.5]


def test_without_positive_value_all_shares_are_zero() -> None:
    table = spent(0, -5).table
    assert table.select("share", "cumulative_share").rows() == [(0.0, 0.0), (0.0, 0.0)]


def test_rows_are_ordered_by_value_then_id() -> None:
    frame = pl.DataFrame({"customer_id": ["b", "c", "a", "B"], "amount": [1.0, 2.0, 1.0, 1.0]})
    assert segkit.abcxyz(frame).table["customer_id"].to_list() == ["c", "B", "a", "b"]


def test_whole_number_ids_are_ordered_as_numbers() -> None:
    frame = pl.DataFrame({"customer_id": [10, 9, 2], "amount": [1.0, 1.0, 1.0]})
    assert segkit.abcxyz(frame).table["customer_id"].to_list() == [2, 9, 10]


@pytest.mark.parametrize(
    ("counts", "options", "classes"),
    [
        # of 20 purchases before: 0, 10, 16, 18; the ones are last as long as anybody has more
        ((10, 6, 2, 1, 1), {}, "XXYZZ"),
        ((10, 6, 2, 1, 1), {"xyz": "50,80"}, "XYZZZ"),
        ((10, 6, 2, 1, 1), {"boundary": "exclude"}, "XXYZZ"),
        ((1, 1, 1), {}, "XXX"),
        ((2, 1, 1, 1, 1, 1), {}, "XZZZZZ"),
        ((3, 3, 3), {}, "XXX"),
        ((10, 6), {"xyz_by": "none"}, "--"),
    ],
)
def test_xyz_by_orders(counts: tuple[int, ...], options: dict[str, Any], classes: str) -> None:
    assert letters(bought(*counts, **options), "xyz_class") == classes


def test_xyz_by_months_counts_months_with_a_purchase() -> None:
    days = [date(2024, month, 9) for month in (1, 2, 3, 4)]
    rows = [("regular", day) for day in days] + [("burst", date(2024, 1, n)) for n in range(1, 31)]
    frame = pl.DataFrame(rows, schema=["customer_id", "order_date"], orient="row").with_columns(amount=pl.lit(1.0))
    by_months = segkit.abcxyz(frame, xyz_by="months").table.sort("customer_id")
    assert by_months.select("customer_id", "active_months", "xyz_class").rows() == [
        ("burst", 1, "Z"),
        ("regular", 4, "X"),
    ]
    # by orders: 30 of 34 are before the regular one
    assert letters(segkit.abcxyz(frame), "xyz_class") == "XY"


@pytest.mark.parametrize(
    ("amounts", "options", "expected"),
    [
        ((5, 5, 5), {}, "X"),
        ((1, 3, 1, 3), {}, "X"),  # .5
        ((4, 0, 2), {}, "Y"),  # .82
        ((2, 0, 0, 2), {}, "Y"),  # 1
        ((3, 0, 0), {}, "Z"),  # 1.41
        ((5, 5), {}, "U"),
        ((5, -5, 0), {}, "U"),
        ((9, 11, 9, 11), {"xyz": "0.1,0.25"}, "X"),
        ((8, 12, 8, 12), {"xyz": "0.1,0.25"}, "Y"),
        ((6, 10, 14), {"std": "population", "xyz": "0.3,0.35"}, "Y"),  # .327
        ((6, 10, 14), {"std": "sample", "xyz": "0.3,0.35"}, "Z"),  # .4
        ((4, 2, 2, 2, 2, 1, 1), {"std": "sample"}, "X"),  # .5
        ((3, 1, 1, 1, 1, 0, 0), {"std": "sample"}, "Y"),  # 1
    ],
)
def test_xyz_by_variation(amounts: tuple[float, ...], options: dict[str, Any], expected: str) -> None:
    assert letters(monthly(*map(float, amounts), **options), "xyz_class") == expected


def test_an_incomplete_last_month_is_left_out_with_a_note() -> None:
    early = monthly(5.0, 5.0, 5.0, 99.0, as_of="2024-04-29")
    assert early.table.select("n_periods", "xyz_class").row(0) == (3, "X")
    assert codes(early)["partial-period"] == (
        "the last month is incomplete at 2024-04-29 and left out of the variation "
        "(--as-of a later day, or --keep-partial)"
    )


def test_an_incomplete_last_month_can_be_kept() -> None:
    kept = monthly(5.0, 5.0, 5.0, 99.0, as_of="2024-04-29", keep_partial=True)
    assert kept.table["n_periods"].item() == 4
    assert "partial-period" not in codes(kept)


def test_a_window_begins_with_the_data() -> None:
    days = [date(2024, 1, 31), date(2024, 3, 1), date(2024, 4, 30)]
    frame = pl.DataFrame({"customer_id": ["a", "b", "b"], "order_date": days, "amount": [1.0, 1.0, 1.0]})
    lifetime = segkit.abcxyz(frame, xyz_by="variation").table.sort("customer_id")
    window = segkit.abcxyz(frame, xyz_by="variation", fill="window").table.sort("customer_id")
    assert lifetime["n_periods"].to_list() == [4, 2]
    assert window["n_periods"].to_list() == [4, 4]


def test_golden_are_ax_and_ay() -> None:
    table = spent(50, 30, 15, 5).table
    assert table.select("abc_xyz_class", "golden").rows() == [("AX", True), ("AX", True), ("BX", False), ("CX", False)]
    assert spent(50, 30, xyz_by="none").table["golden"].to_list() == [None, None]


def test_customers_with_returns_only_are_in_the_last_classes_and_counted() -> None:
    result = spent(10, -5)
    assert result.table.row(1, named=True) | {"total_amount": -5.0} == {
        "customer_id": "c1", "total_amount": -5.0, "order_count": 0, "active_months": None, "first_order_date": None,
        "last_order_date": None, "share": 0.0, "cumulative_share": 1.0, "abc_class": "C", "xyz_class": "Z",
        "abc_xyz_class": "CZ", "golden": False,
    }  # fmt: skip
    assert codes(result)["returns-only"].startswith("1 with returns only")


@pytest.mark.parametrize(
    ("value", "columns", "expected"),
    [
        ("profit", {"amount": [10.0, 8.0], "cost_amount": [9.0, 2.0]}, [("b", 6.0), ("a", 1.0)]),
        ("quantity", {"amount": [10.0, 8.0], "quantity": [1, 5]}, [("b", 5.0), ("a", 1.0)]),
        ("orders", {"amount": [10.0, 8.0]}, [("a", 1.0), ("b", 1.0)]),
        ("points", {"amount": [10.0, 8.0], "points": ["7", "8.5"]}, [("b", 8.5), ("a", 7.0)]),
        ("points", {"points": [1.5, 2.5]}, [("b", 2.5), ("a", 1.5)]),
    ],
)
def test_abc_may_be_by_another_value(value: str, columns: dict[str, Any], expected: list[tuple[str, float]]) -> None:
    result = segkit.abcxyz(pl.DataFrame({"customer_id": ["a", "b"], **columns}), value=value)
    assert result.table.select("customer_id", "value").rows() == expected
    assert result.schema.order == ("-value", "customer_id")
    assert result.facts["total_value"] == sum(number for _, number in expected)


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ((62, 19, 19), "2 with the same revenue (19) are all B, which now holds 38.0%"),
        ((60, 20, 20), "2 with the same revenue (20) are all A, which now holds 100.0%"),
        ((92, 4, 4), "2 with the same revenue (4) are all C, which now holds 8.0%"),
    ],
)
def test_a_group_that_a_limit_cut_is_named_with_the_share_of_its_class(amounts: tuple[float, ...], said: str) -> None:
    assert codes(spent(*amounts, xyz_by="none"))["equals-together"] == f"ABC: {said}"


def test_purchases_that_a_limit_cut_through_are_named_with_the_share_of_their_class() -> None:
    # 15 of 23 purchases are before the pair of fours, 23 with it: its middle, 19, is beyond 80 %
    assert codes(bought(15, 4, 4))["equals-together"] == (
        "XYZ: 2 with the same number of purchases (4) are all Y, which now holds 34.8%"
    )


@pytest.mark.parametrize(
    ("options", "headline"),
    [
        ({}, "ABC by revenue (share 80/95), XYZ by number of purchases (rows) (80/95)"),
        ({"xyz_by": "none", "abc": "70,90.5"}, "ABC by revenue (share 70/90.5), no XYZ"),
        (
            {"abc_by": "count", "xyz": "50,80"},
            "ABC by revenue (count 20/50), XYZ by number of purchases (rows) (50/80)",
        ),
    ],
)
def test_the_headline_says_which_classes_were_used(options: dict[str, Any], headline: str) -> None:
    assert spent(50, 30, **options).headline == (headline,)


def test_the_headline_of_a_variation_names_the_grain() -> None:
    assert monthly(1.0, grain="quarter").headline[0].endswith("XYZ by variation by quarter (0.5/1)")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"abc": "80"}, "--abc takes exactly two limits, not 1"),
        ({"abc": "80,90,95"}, "--abc takes exactly two limits, not 3"),
        ({"abc": "95,80"}, "--abc 95,80: the smaller limit comes first"),
        ({"abc": "80,80"}, "--abc 80,80: the smaller limit comes first"),
        ({"abc": "0,95"}, "--abc 0,95: limits are above 0 and at most 100 percent"),
        ({"abc": "80,101"}, "--abc 80,101: limits are above 0 and at most 100 percent"),
        ({"abc_by": "value"}, "--abc-by value needs the least values of A and B: --abc 10000,1000"),
        ({"abc_by": "value", "abc": "10,1000"}, "--abc 10,1000: the larger limit comes first"),
        ({"abc_by": "value", "abc": "10,0"}, "--abc 10,0: limits are above 0"),
        ({"xyz": "95,80"}, "--xyz 95,80: the smaller limit comes first"),
        ({"xyz_by": "variation", "xyz": "1,0.5"}, "--xyz 1,0.5: the smaller limit comes first"),
        ({"value": ""}, "--value is empty: is a variable unset?"),
    ],
)
def test_wrong_limits_are_named(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ParamsError) as caught:
        AbcXyzParams.parse(options)
    assert caught.value.problems == (problem,)


@pytest.mark.parametrize(
    ("options", "limits"),
    [
        ({"xyz_by": "variation", "xyz": "0.5,150"}, (Decimal("0.5"), Decimal(150))),
        ({"xyz": "0.5,100"}, (Decimal("0.5"), Decimal(100))),
    ],
)
def test_limits_go_to_one_hundred_percent_and_those_of_a_variation_beyond(
    options: dict[str, Any], limits: tuple[Decimal, Decimal]
) -> None:
    assert AbcXyzParams.parse(options).xyz == limits


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"value": "profit"}, "no cost column found"),
        ({"value": "quantity"}, "no quantity column found"),
        ({"value": "pionts"}, '--value: no column "pionts". Did you mean "points"?'),
        ({"xyz_by": "months"}, "no date column found"),
        ({"xyz_by": "variation"}, "no date column found"),
    ],
)
def test_columns_that_an_option_needs_are_asked_for(options: dict[str, Any], said: str) -> None:
    frame = pl.DataFrame({"customer_id": ["a"], "amount": [1.0], "points": [1.0]})
    with pytest.raises(MissingColumnError, match="column") as caught:
        segkit.abcxyz(frame, **options)
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        (["golden"], ["AX", "AY"]),
        (["a"], ["AU", "AX", "AY", "AZ"]),
        (["Z"], ["AZ", "BZ", "CZ"]),
        (["CU", "bx"], ["BX", "CU"]),
        (["*Z", "A*"], ["AU", "AX", "AY", "AZ", "BZ", "CZ"]),
        (["GOLDEN", "C?"], ["AX", "AY", "CU", "CX", "CY", "CZ"]),
    ],
)
def test_only_chooses_cells_patterns_classes_and_golden(words: list[str], cells: list[str]) -> None:
    every = [abc + xyz for abc in "ABC" for xyz in "XYZU"]
    rows = pl.DataFrame({"abc_xyz_class": every}).with_columns(
        abc_class=pl.col("abc_xyz_class").str.head(1), xyz_class=pl.col("abc_xyz_class").str.tail(1)
    )
    assert sorted(rows.filter(only(words, AbcXyzParams(xyz_by="variation")))["abc_xyz_class"]) == cells


@pytest.mark.parametrize(("words", "count"), [(["A"], 1), (["a", "c*"], 2), (["*"], 3)])
def test_only_without_xyz_chooses_by_abc(words: list[str], count: int) -> None:
    params = AbcXyzParams(xyz_by="none")
    assert spent(80, 15, 5, xyz_by="none").filter(only(words, params)).rows.height == count


@pytest.mark.parametrize("word", ["golden", "AX", "X", "*Y", "U"])
def test_only_without_xyz_refuses_what_nobody_can_be_in(word: str) -> None:
    with pytest.raises(ParamsError, match="without XYZ nobody is in it"):
        only(["A", word], AbcXyzParams(xyz_by="none"))


@pytest.mark.parametrize("word", ["U", "au", "?U"])
def test_only_refuses_too_little_history_where_nothing_varies(word: str) -> None:
    with pytest.raises(ParamsError, match=f"--only {re.escape(word)}: only --xyz-by variation"):
        only([word], AbcXyzParams())


def test_facts_of_income_and_of_value_are_told_apart() -> None:
    of_value = {name for name in ANALYSIS.facts if "value" in name}
    assert of_value == {name.replace("income", "value") for name in ANALYSIS.facts if "income" in name}
    assert [name for name in of_value if "income" in ANALYSIS.facts[name]] == []
    others = ANALYSIS.facts.keys() - of_value - {"total_income"}
    assert [name for name in others if "of the value" in ANALYSIS.facts[name]] == []
    assert [name for name, about in ANALYSIS.facts.items() if name in about] == []


def test_only_refuses_unknown_words() -> None:
    with pytest.raises(ParamsError, match=r'no class "goldn"\. Did you mean "golden"'):
        only(["goldn"], AbcXyzParams())


@pytest.mark.parametrize("options", [{}, {"xyz_by": "variation"}, {"value": "orders"}, {"xyz_by": "none"}])
def test_the_table_has_the_columns_of_its_schema(options: dict[str, Any]) -> None:
    result = monthly(1.0, 2.0, **options)
    assert result.table.columns == list(result.schema.columns)
    assert set(result.schema.columns) <= set(ANALYSIS.output.columns)
