"""Classes and scores in one row a customer, those with returns only among them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.analyses.segment.analysis import ANALYSIS, SegmentParams, only
from segkit.errors import MissingColumnError, ParamsError
from segkit.result import Result

AS_OF = date(2024, 12, 31)
ROWS = [("anna", 0, 800.0), ("anna", 9, 100.0), ("bert", 40, 80.0), ("cleo", 90, 20.0), ("dora", 5, -7.0)]


def segmented(**options: Any) -> Result:
    frame = pl.DataFrame(
        {
            "customer_id": [row[0] for row in ROWS],
            "order_date": [AS_OF - timedelta(days=row[1]) for row in ROWS],
            "amount": [row[2] for row in ROWS],
        }
    )
    return segkit.segment(frame, **options)


def test_one_row_a_customer_with_everything() -> None:
    rows = {row["customer_id"]: row for row in segmented().rows.iter_rows(named=True)}
    anna = rows["anna"]
    assert (anna["abc_xyz_class"], anna["golden"], anna["rfm_score"], anna["segment"]) == (
        "AX",
        True,
        "555",
        "champions",
    )
    assert (anna["recency_days"], anna["order_count"], anna["active_months"]) == (0, 2, 1)
    assert (anna["first_order_date"], anna["last_order_date"]) == (AS_OF - timedelta(days=9), AS_OF)


def test_returns_only_have_classes_and_no_scores() -> None:
    dora = segmented().rows.row(by_predicate=pl.col("customer_id") == "dora", named=True)
    assert (dora["abc_class"], dora["segment"], dora["order_count"]) == ("C", "no_purchase", 0)
    assert [dora[name] for name in ("recency_days", "recency_score", "monetary_score", "rfm_score")] == [None] * 4


def test_scores_are_those_of_the_buyers_alone() -> None:
    with_returns = segmented(map="quadrants", bins=3).rows.filter(pl.col("recency_days").is_not_null())
    assert with_returns.sort("customer_id")["rfm_score"].to_list() == ["333", "212", "111"]


def test_a_score_shared_by_all_buyers_is_noted_whatever_the_others_have() -> None:
    frame = pl.DataFrame({"customer_id": ["a", "b", "c"], "order_date": [AS_OF] * 3, "amount": [5.0, 7.0, -1.0]})
    noted = [note.message for note in segkit.segment(frame).notes if note.code == "all-equal"]
    assert [message.split(":")[0] for message in noted] == ["recency", "frequency"]


def test_options_of_both_apply() -> None:
    result = segmented(value="orders", xyz_by="months", monetary="mean", weights="1,1,1", bins=2, map="quadrants")
    assert {"value", "average_amount", "weighted_score"} <= set(result.rows.columns)
    assert result.schema.order == ("-value", "customer_id")
    assert (result.params["abc"], result.params["bins"]) == ([80, 95], 2)
    assert len(result.headline) == 2


def test_problems_of_both_are_told_at_once() -> None:
    with pytest.raises(ParamsError) as caught:
        segmented(abc="80", bins=1)
    assert [problem[:6] for problem in caught.value.problems] == ["--abc ", "--bins"]


def test_dates_are_needed() -> None:
    with pytest.raises(MissingColumnError, match="recency needs one"):
        segkit.segment(pl.DataFrame({"customer_id": ["a"], "amount": [5.0]}))


def test_facts_of_both_are_there_and_add_up() -> None:
    facts = segmented().facts
    assert facts["customers"] == 4
    assert (facts["golden_customers"], facts["champions_customers"], facts["no_purchase_customers"]) == (1, 1, 1)
    assert facts["no_purchase_income"] == -7.0
    assert "recency_5_cut" in facts


def test_overview_counts_everybody() -> None:
    panels = segmented().overview
    assert list(panels) == ["matrix", "segments", "classes_of_segments"]
    assert all(panel.frame["customers"].sum() == 4 for panel in panels.values())
    last = panels["segments"].frame.row(-1, named=True)
    assert (last["segment"], last["customers"], last["days"], last["purchases"]) == ("no_purchase", 1, None, 0.0)


def test_every_segment_meets_every_class_and_nobody_is_a_zero() -> None:
    frame = segmented(map="quadrants", bins=2).overview["classes_of_segments"].frame
    assert frame.height == (8 + 1) * 3
    filled = frame.filter(pl.col("customers") > 0).rows()
    # bert is the middle of three in days and money, which is above the half of each; dora has returns only
    assert filled == [
        ("recent_frequent_big", "A", 1), ("recent_rare_big", "B", 1), ("lapsed_rare_small", "C", 1), ("no_purchase", "C", 1),
    ]  # fmt: skip


def test_overview_without_xyz_has_no_matrix() -> None:
    assert "matrix" not in segmented(xyz_by="none").overview


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["golden"], ["anna"]),
        (["champions"], ["anna"]),
        (["no_purchase"], ["dora"]),
        (["Champions", "C"], ["anna", "cleo", "dora"]),
        (["a*", "hibernating"], ["anna", "cleo"]),
    ],
)
def test_only_takes_classes_and_segments(words: list[str], ids: list[str]) -> None:
    assert sorted(segmented().rows.filter(only(words, SegmentParams()))["customer_id"]) == ids


def test_an_unknown_word_is_told_with_classes_and_segments() -> None:
    with pytest.raises(ParamsError) as caught:
        only(["goldn"], SegmentParams())
    assert 'Did you mean "golden"?' in caught.value.message
    with pytest.raises(ParamsError, match="without XYZ nobody is in it"):
        only(["champions", "golden"], SegmentParams(xyz_by="none"))
    assert "Segments: champions, " in str(caught.value.fix)


def test_saved_breaks_are_those_of_rfm() -> None:
    first = segmented()
    assert segmented(breaks=first.breaks).rows.equals(first.rows)


def test_everybody_can_be_explained() -> None:
    result = segmented()
    assert ANALYSIS.explain is not None
    lines = {
        row["customer_id"]: list(ANALYSIS.explain(result, SegmentParams(), row))
        for row in result.rows.iter_rows(named=True)
    }
    assert lines["anna"][0] == "anna: champions (Champions)"
    assert lines["anna"][-1] == "class: AX, 90.00% of the total; everybody with as much or more holds 90.0%"
    assert lines["dora"][0] == "dora: no purchase, so no scores and no segment"


def test_labels_have_a_name_for_no_purchase() -> None:
    assert segmented().labels["ru"]["no_purchase"] == "Без покупок"
