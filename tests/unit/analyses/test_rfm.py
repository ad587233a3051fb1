"""RFM on frames of a few rows: what it takes, what it notes, its facts, its overview, and why a customer is where it is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.analyses.rfm.analysis import ANALYSIS, RfmParams, only
from segkit.errors import EXIT_DATA, MissingColumnError, ParamsError
from segkit.result import Result

AS_OF = date(2024, 12, 31)
FIVE = [(0, 1, 10.0), (10, 2, 40.0), (20, 3, 90.0), (30, 4, 160.0), (40, 5, 250.0)]
"""Days since the last purchase, purchases, and money of five customers: the longer ago, the more."""


def of_customers(customers: list[tuple[int, int, float]], **options: Any) -> Result:
    """Return the result of customers c0, c1, ...; all purchases of one are on the same day."""
    rows = [
        (f"c{number}", AS_OF - timedelta(days=days), money / count)
        for number, (days, count, money) in enumerate(customers)
        for _ in range(count)
    ]
    frame = pl.DataFrame(rows, schema=["customer_id", "order_date", "amount"], orient="row")
    return segkit.rfm(frame, **{"as_of": AS_OF, **options})


def column(result: Result, name: str) -> list[Any]:
    return result.rows.sort("customer_id")[name].to_list()


def codes(result: Result) -> dict[str, str]:
    return {note.code: note.message for note in result.notes}


def test_scores_and_segments_of_five() -> None:
    result = of_customers(FIVE)
    assert column(result, "rfm_score") == ["511", "422", "333", "244", "155"]
    assert column(result, "segment") == ["new", "potential_loyalists", "need_attention", "at_risk", "cant_lose"]
    assert result.rows["customer_id"].to_list() == ["c4", "c3", "c2", "c1", "c0"]
    assert result.headline == ("RFM of net revenue: scores 1 to 5 by mid-rank, map default on R x F",)


def test_columns_are_those_of_the_issue() -> None:
    expected = "customer_id recency_days order_count total_amount recency_score frequency_score monetary_score rfm_score segment"
    assert of_customers(FIVE).rows.columns == expected.split()


def test_recency_counts_from_as_of_and_not_from_the_last_row() -> None:
    assert column(of_customers(FIVE), "recency_days") == [0, 10, 20, 30, 40]
    later = of_customers(FIVE, as_of=AS_OF + timedelta(days=5), to=AS_OF)
    assert column(later, "recency_days") == [5, 15, 25, 35, 45]
    assert later.as_of == AS_OF + timedelta(days=5)


def test_a_return_is_money_back_and_no_purchase() -> None:
    frame = pl.DataFrame(
        {
            "customer_id": ["a", "a", "b"],
            "order_date": [AS_OF - timedelta(days=9), AS_OF, AS_OF - timedelta(days=1)],
            "amount": [50.0, -20.0, 7.0],
        }
    )
    row = segkit.rfm(frame, as_of=AS_OF).rows.row(by_predicate=pl.col("customer_id") == "a", named=True)
    assert (row["recency_days"], row["order_count"], row["total_amount"]) == (9, 1, 300_000)


def test_mean_money_is_net_revenue_per_purchase() -> None:
    result = of_customers([(0, 3, 10.0), (1, 1, 5.0)], monetary="mean")
    assert column(result, "average_amount") == [33_333, 50_000]
    assert column(result, "monetary_score") == [1, 5]
    assert "per purchase" in result.headline[0]
    assert result.schema.columns["average_amount"].when == "--monetary mean"


def test_weighted_score_is_the_weighted_mean() -> None:
    result = of_customers(FIVE, weights="2,1,1")
    assert column(result, "weighted_score") == [3.0, 3.0, 3.0, 3.0, 3.0]
    assert column(of_customers([(0, 1, 10.0), (1, 2, 5.0)], weights="1,1,1"), "weighted_score") == [11 / 3, 7 / 3]
    assert column(of_customers(FIVE, weights="0.333333,1000000,0"), "weighted_score")[0] == pytest.approx(1, abs=1e-5)
    assert column(of_customers(FIVE, weights="1,0,0"), "weighted_score") == [5.0, 4.0, 3.0, 2.0, 1.0]
    assert column(of_customers(FIVE, weights=(0, "0.5", 0)), "weighted_score") == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_r_compat_is_the_quantile_plus_one() -> None:
    # type 7 at .2 .4 .6 .8 of 1..5 is 1.8 2.6 3.4 4.2, plus one 2.8 3.6 4.4 5.2; of 0, 10 .. 40 days 8 16 24 32
    result = of_customers(FIVE, method="r-compat")
    assert column(result, "frequency_score") == [1, 1, 2, 3, 4]
    assert result.breaks["order_count"] == {"5": 6, "4": 5, "3": 4, "2": 3}
    assert result.breaks["recency_days"] == {"5": 8, "4": 16, "3": 24, "2": 32}
    # money 10 40 90 160 250: 34 70 118 178, plus one
    assert result.breaks["total_amount"] == {"5": 179, "4": 119, "3": 71, "2": 35}
    assert "R package rfm" in result.headline[0]


def test_r_compat_of_equals_is_what_r_says() -> None:
    result = of_customers([(5, 2, 20.0)] * 4, method="r-compat")
    assert set(column(result, "rfm_score")) == {"511"}
    assert "all-equal" not in codes(result)


def test_breaks_decide_alone() -> None:
    breaks = {
        "bins": 5,
        "recency_days": {5: 9, 4: 10, 3: 30, 2: 39},
        "order_count": {"5": 100, "4": 5, "3": 2.5, "2": 2},
        "total_amount": {"3": Decimal("89.9999"), "2": 40},
    }
    result = of_customers(FIVE, breaks=breaks)
    assert column(result, "recency_score") == [5, 4, 3, 3, 1]
    assert column(result, "frequency_score") == [1, 2, 3, 3, 4]
    assert column(result, "monetary_score") == [1, 2, 3, 3, 3]
    assert result.breaks["order_count"]["3"] == 3
    assert "5" not in result.breaks["total_amount"]
    assert result.params["breaks"] == {"name": "own", **{str(k): v for k, v in plain(breaks).items()}}


def plain(breaks: dict[str, Any]) -> dict[str, Any]:
    """Return breaks as the parameters of a result hold them."""
    columns = {name: {str(k): float(v) for k, v in cuts.items()} for name, cuts in breaks.items() if name != "bins"}
    return {"bins": breaks["bins"], **columns}


def test_a_score_shared_by_all_is_noted() -> None:
    result = of_customers([(day, 2, 10.0 + day) for day in range(4)])
    assert codes(result)["all-equal"] == "frequency: all 4 have the same order count, and the middle score 3"
    assert set(column(result, "frequency_score")) == {3}


def test_nobody_with_a_purchase_is_a_warning() -> None:
    frame = pl.DataFrame({"customer_id": ["a"], "order_date": [AS_OF], "amount": [-5.0]})
    result = segkit.rfm(frame)
    assert result.rows.height == 0
    assert [note.code for note in result.warnings] == ["no-purchase"]
    assert result.facts["champions_customers"] == 0
    assert result.overview["segments"].frame["customers"].sum() == 0


@pytest.mark.parametrize("missing", ["order_date", "amount"])
def test_a_missing_column_is_a_data_error(missing: str) -> None:
    frame = pl.DataFrame({"customer_id": ["a"], "order_date": [AS_OF], "amount": [5.0]}).drop(missing)
    with pytest.raises(MissingColumnError) as caught:
        segkit.rfm(frame)
    assert caught.value.exit_code == EXIT_DATA
    assert f"--{missing.removeprefix('order_')} COLUMN" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"bins": 1}, "--bins 1 is not between 2 and 9"),
        ({"bins": 10}, "--bins 10 is not between 2 and 9"),
        ({"bins": 4}, "--map default: it is for 5 scores, not 4"),
        ({"weights": "1,1"}, "--weights takes three weights"),
        ({"weights": "1,-1,1"}, "--weights takes three weights"),
        ({"weights": "0,0,0"}, "--weights takes three weights"),
        ({"weights": "1,1,0.1234567"}, "--weights takes three weights"),
        ({"weights": "1,1,1000001"}, "--weights takes three weights"),
        ({"map": "defualt"}, 'no map "defualt". Did you mean "default"?'),
        ({"map": {"scores": "RF", "segments": {"a": {"codes": ["11"]}}}}, "--map own: without a segment: 12, 13"),
        ({"method": "rcompat"}, "r-compat"),
        ({"breaks": "may"}, '--breaks "may" is no TOML file'),
        ({"breaks": {}}, "--breaks own has no table [recency_days]"),
        ({"breaks": {"bins": 4}}, "--breaks own has the cuts of 4 scores: add --bins 4"),
        ({"breaks": {"total_amuont": {}}}, 'Did you mean "total_amount"?'),
    ],
)
def test_parameters_that_cannot_be_used(given: dict[str, Any], problem: str) -> None:
    with pytest.raises(ParamsError) as caught:
        of_customers(FIVE, **given)
    assert problem in caught.value.message


@pytest.mark.parametrize(
    ("cuts", "problem"),
    [
        ({"5": 5, "4": 4, "2": 2}, "only the highest scores may lack a cut"),
        ({"5": 5, "4": 4, "3": 3}, "only the highest scores may lack a cut"),
        ({"6": 5, "5": 4, "4": 3, "3": 2, "2": 1}, "6 is no score from 5 to 2"),
        ({"5": 1, "4": 2, "3": 3, "2": 4}, "a higher score has the larger cut"),
        ({"5": "many", "4": 3, "3": 2, "2": 1}, "a cut is a number"),
        ({"2": True}, "a cut is a number"),
        ({"2": float("nan")}, "a cut is a number"),
        ({"2": "1e999999"}, "a cut is a number"),
        (5, "has no table [order_count]"),
    ],
)
def test_breaks_that_cannot_be_used(cuts: Any, problem: str) -> None:
    good = of_customers(FIVE).breaks
    with pytest.raises(ParamsError) as caught:
        of_customers(FIVE, breaks={**good, "order_count": cuts})
    assert problem in caught.value.message


def test_recency_has_the_smaller_cut_for_the_higher_score() -> None:
    good = of_customers(FIVE).breaks
    with pytest.raises(ParamsError, match="a higher score has the smaller cut"):
        of_customers(FIVE, breaks={**good, "recency_days": {"5": 9, "4": 8, "3": 7, "2": 6}})


def test_breaks_of_the_sum_do_not_fit_the_mean() -> None:
    with pytest.raises(ParamsError, match=r"no table \[average_amount\]"):
        of_customers(FIVE, breaks=of_customers(FIVE).breaks, monetary="mean")


def test_parameters_are_plain_values() -> None:
    own = {"scores": "RF", "segments": {"all": {"codes": ["[1-5][1-5]"]}}}
    assert of_customers(FIVE).params["map"] == "default"
    assert of_customers(FIVE, map="quadrants").params["map"] == "quadrants"
    assert of_customers(FIVE, map=own).params["map"] == {"name": "own", **own}


def test_facts_of_segments_cuts_and_totals() -> None:
    facts = of_customers(FIVE).facts
    assert (facts["customers"], facts["order_count"], facts["total_income"], facts["positive_income"]) == (
        5,
        15,
        550,
        550,
    )
    assert (facts["cant_lose_customers"], facts["cant_lose_customer_share"]) == (1, 0.2)
    assert (facts["cant_lose_income"], facts["cant_lose_income_share"]) == (250, 250 / 550)
    assert facts["champions_customers"] == 0
    assert (facts["recency_5_cut"], facts["frequency_5_cut"], facts["monetary_2_cut"]) == (0, 5, 40.0)


@pytest.mark.parametrize("options", [{}, {"map": "quadrants", "bins": 3}, {"monetary": "mean"}])
def test_every_fact_is_documented(options: dict[str, Any]) -> None:
    assert [fact for fact in of_customers(FIVE, **options).facts if not ANALYSIS.has_fact(fact)] == []
    assert not ANALYSIS.has_fact("champions_custmers")


def test_every_segment_is_a_row_of_the_overview_an_empty_one_of_zeros() -> None:
    frame = of_customers(FIVE).overview["segments"].frame
    assert frame.height == 10
    rows = {row["segment"]: row for row in frame.iter_rows(named=True)}
    assert rows["champions"] == {
        "segment": "champions", "customers": 0, "share": 0, "income": 0, "share ": 0, "days": None, "purchases": None,
        "money": None,
    }  # fmt: skip
    assert rows["at_risk"] == {
        "segment": "at_risk", "customers": 1, "share": 0.2, "income": 1_600_000, "share ": pytest.approx(160 / 550), "days": 30.0,
        "purchases": 4.0, "money": 1_600_000,
    }  # fmt: skip


def test_where_nobody_brought_money_nobody_has_a_share_of_it() -> None:
    rows = pl.DataFrame(
        {"customer": ["a", "a"], "date": ["2024-01-01", "2024-01-02"], "amount": [10.0, -25.0], "order": ["1", "2"]}
    )
    result = segkit.rfm(rows)
    assert (result.facts["customers"], result.facts["total_income"], result.facts["positive_income"]) == (1, -15.0, 0.0)
    assert {share for name, share in result.facts.items() if name.endswith("_income_share")} == {0.0}
    assert set(result.overview["segments"].frame["share "]) == {0.0}


def test_a_segment_of_several_shows_its_averages() -> None:
    # all bought four days ago and twice, hence one segment; they brought 60, which is 15 each
    result = of_customers([(4, 2, 40.0), (4, 2, 20.0), (4, 2, 0.0), (4, 2, 0.0)])
    filled = result.overview["segments"].frame.filter(pl.col("customers") > 0)
    assert filled.rows() == [("need_attention", 4, 1.0, 600_000, 1.0, 4.0, 2.0, 150_000)]
    mean = of_customers([(0, 4, 40.0), (0, 4, 20.0)], monetary="mean").overview["segments"].frame
    assert mean.filter(pl.col("customers") > 0).select("customers", "purchases", "money").rows() == [(2, 4.0, 75_000)]


def test_heat_map_has_a_cell_for_every_pair_of_scores() -> None:
    panel = of_customers(FIVE).overview["heat_map"]
    cells = {(row[0], row[1]): row[2] for row in panel.frame.iter_rows()}
    assert len(cells) == 25
    filled = {("R 5", "F 1"), ("R 4", "F 2"), ("R 3", "F 3"), ("R 2", "F 4"), ("R 1", "F 5")}
    assert {cell for cell, count in cells.items() if count} == filled
    assert (panel.pivot, panel.heat) == (("recency_score", "frequency_score"), "customers")


def test_scores_panel_shows_cuts_and_counts_and_no_cut_of_an_empty_score() -> None:
    frame = of_customers([(0, 1, 10.0), (0, 1, 10.0), (0, 2, 30.0)]).overview["scores"].frame
    assert frame["purchases >="].to_list() == [2, None, None, None, None]
    assert frame["customers "].to_list() == [1, 0, 0, 0, 2]
    assert frame["money >="].to_list() == [300_000, None, None, None, None]
    assert frame["days <="].to_list() == [None, None, 0, None, None]


def test_actions_are_listed_for_every_segment() -> None:
    frame = of_customers(FIVE).overview["actions"].frame
    assert frame.height == 10
    assert frame.row(0) == ("champions", "Reward them, ask for reviews, show new things first")


def test_labels_are_there_in_both_languages() -> None:
    result = of_customers(FIVE)
    assert (result.labels["en"]["at_risk"], result.labels["ru"]["at_risk"]) == ("At risk", "В зоне риска")
    named = result.labelled(["segment"], "ru")
    assert named.rows.sort("customer_id")["segment_label"][0] == "Новые"
    assert list(named.schema.columns)[-1] == "segment_label"
    own = result.labelled(["segment"], "ru", {"new": "Новички"})
    assert own.rows.sort("customer_id")["segment_label"][0] == "Новички"


@pytest.mark.parametrize(
    ("words", "ids"),
    [(["new"], ["c0"]), (["cant_lose", "NEW"], ["c0", "c4"]), (["At risk"], ["c3"]), (["champions"], []), ([], [])],
)
def test_only_keeps_segments(words: list[str], ids: list[str]) -> None:
    rows = of_customers(FIVE).rows.filter(only(words, RfmParams()))
    assert sorted(rows["customer_id"]) == ids


def test_only_names_every_unknown_segment() -> None:
    with pytest.raises(ParamsError) as caught:
        only(["golden", "champion"], RfmParams())
    assert caught.value.problems[1] == '--only: no segment "champion". Did you mean "champions"?'
    assert len(caught.value.problems) == 2


def explained(result: Result, customer: str, **options: Any) -> list[str]:
    assert ANALYSIS.explain is not None
    row = result.rows.row(by_predicate=pl.col("customer_id") == customer, named=True)
    return list(ANALYSIS.explain(result, RfmParams.parse(options), row))


def test_a_customer_is_explained() -> None:
    assert explained(of_customers([*FIVE, (10, 2, 40.0)]), "c1") == [
        "c1: potential_loyalists (Potential loyalists)",
        "scores: 422",
        "recency 4: 10 days since the last purchase (score 4: at most 10, more than 0)",
        "  3 of 6 bought longer ago, 1 other as long ago",
        "frequency 2: 2 purchases (score 2: at least 2, fewer than 3)",
        "  1 of 6 have fewer, 1 other as many",
        "monetary 2: 40.00 net revenue (score 2: at least 40.00, less than 90.00)",
        "  1 of 6 have less, 1 other the same",
        "segment: 42 on R x F is [4-5][2-3] of map default",
        "suggested action: Suggest the next purchase, offer membership",
    ]


def test_the_worst_score_the_only_score_and_weights_are_explained() -> None:
    lines = explained(of_customers(FIVE, weights="2,1,1"), "c0", weights="2,1,1")
    assert "frequency 1: 1 purchase (score 1: fewer than 2)" in lines
    assert "weighted score: 3 (weights 2, 1, 1)" in lines
    alone = explained(of_customers([(0, 1, 10.0)]), "c0")
    assert "monetary 3: 10.00 net revenue (score 3: at least 10.00)" in alone
    nobody = {"recency_days": {}, "order_count": {}, "total_amount": {}}
    assert "recency 1: 0 days since the last purchase (score 1: any)" in explained(
        of_customers([(0, 1, 10.0)], breaks=nobody), "c0", breaks=nobody
    )


def test_an_own_map_without_actions_is_explained_without_one() -> None:
    own = {"scores": "RFM", "segments": {"all": {"codes": ["[1-5][1-5][1-5]"]}}}
    lines = explained(of_customers(FIVE, map=own), "c0", map=own)
    assert lines[-1] == "segment: 511 on R x F x M is [1-5][1-5][1-5] of map own"


def test_a_row_without_scores_is_explained() -> None:
    result = of_customers(FIVE)
    row = {**result.rows.row(0, named=True), "recency_score": None}
    assert ANALYSIS.explain is not None
    assert list(ANALYSIS.explain(result, RfmParams(), row)) == ["c4: no purchase, so no scores and no segment"]
