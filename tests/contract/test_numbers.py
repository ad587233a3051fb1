"""Figures are the nearest Float64 of exact quotients: money in tables, shares, cumulative shares that end at one."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
from contract_support import frame_of, given_rows, many, run, variants
from hypothesis import given

from segkit.schema import SCALED

Case = tuple[pl.DataFrame, dict[str, object]]


def test_money_in_tables_is_the_nearest_float(name: str) -> None:
    @many
    @given(given_rows(name))
    def check(case: Case) -> None:
        frame, params = case
        result = run(name, frame, **params)
        for key, column in result.schema.columns.items():
            if column.kind in SCALED:
                exact = [None if units is None else units / 10_000 for units in result.rows[key]]
                assert result.table[key].to_list() == exact, key

    check()


def test_shares_are_the_nearest_floats_of_exact_quotients() -> None:
    @many
    @given(given_rows("abcxyz"))
    def check(case: Case) -> None:
        frame, params = case
        rows = run("abcxyz", frame, **params).rows
        values = rows["value" if "value" in rows.columns else "total_amount"].to_list()
        total = sum(value for value in values if value > 0)
        for value, share, reached in zip(values, rows["share"], rows["cumulative_share"], strict=True):
            gained = sum(other for other in values if other > 0 and other >= value)
            assert share == (float(Fraction(max(value, 0), total)) if total else 0)
            assert reached == (float(Fraction(gained, total)) if total else 0)
        if total:
            assert rows["cumulative_share"].max() == 1

    check()


def test_facts_are_what_the_rows_add_up_to() -> None:
    @many
    @given(given_rows("abcxyz"))
    def check(case: Case) -> None:
        frame, params = case
        result = run("abcxyz", frame, **params)
        rows, facts = result.rows, result.facts
        measure, name = ("value", "value") if "value" in rows.columns else ("total_amount", "income")
        assert facts["customers"] == rows.height
        assert facts["order_count"] == rows["order_count"].sum()
        assert facts[f"total_{name}"] == rows[measure].sum() / 10_000
        assert facts[f"positive_{name}"] == rows.filter(pl.col(measure) > 0)[measure].sum() / 10_000
        for letter in "ABC":
            assert facts[f"{letter.lower()}_customers"] == (rows["abc_class"] == letter).sum()
        if not rows["golden"].null_count():
            assert facts["golden_customers"] == rows["golden"].sum()
            assert rows["golden"].to_list() == [cell in ("AX", "AY") for cell in rows["abc_xyz_class"]]

    check()


def test_every_fact_is_described(name: str) -> None:
    from segkit.analyses import REGISTRY

    analysis = REGISTRY[name].load()
    frame = frame_of([("anna", 1, 0, 100_00, 1), ("bert", 2, 40, 50_00, 2), ("anna", 3, 80, -20_00, 1)])
    for params in variants(name):
        facts = run(name, frame, **params).facts
        assert [fact for fact in facts if not analysis.has_fact(fact)] == [] or not analysis.facts, params
