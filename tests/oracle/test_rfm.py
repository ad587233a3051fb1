"""RFM against a plain-Python reading of docs/definitions.md, and against SQL in DuckDB on the example exports."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from test_classes import exports, frame, periods
from test_sql import CDNOW, SHOP, Pair, differing

import oracle
import segkit
from oracle import Row
from segkit.errors import EmptyInputError
from segkit.result import Result

MEASURES = ("recency", "frequency", "monetary")
SEGMENTS = {
    "hibernating": "11 12 21 22", "at_risk": "13 14 23 24", "cant_lose": "15 25", "about_to_sleep": "31 32",
    "need_attention": "33", "loyal": "34 35 44 45", "promising": "41", "new": "51",
    "potential_loyalists": "42 43 52 53", "champions": "54 55",
}  # fmt: skip
SEGMENT_OF = {code: segment for segment, codes in SEGMENTS.items() for code in codes.split()}

Scores = dict[str, tuple[int, int, int]]


def run(found: Sequence[Row], period: Mapping[str, date], **options: Any) -> tuple[Result, dict[str, list[Fraction]]]:
    """Return segkit's result, and what each customer with a purchase is scored by, more being better."""
    used = oracle.counted(found, period.get("from_"), period.get("as_of"))
    if not used:
        with pytest.raises(EmptyInputError):
            segkit.rfm(frame(found), **period, **options)
        assume(condition=False)
    as_of = period.get("as_of", max(row.day for row in used))
    values = {}
    for name, customer in oracle.customers(used).items():
        if customer.last is not None:
            money, count = customer.total("revenue"), len(customer.purchases)
            values[name] = [Fraction(-(as_of - customer.last).days), Fraction(count), money, money / count]
    return segkit.rfm(frame(found), **period, **options), values


def midrank(values: Mapping[str, Fraction], bins: int) -> dict[str, int]:
    """Return 1 + floor(bins (worse + equal / 2) / all), the extremes 1 and ``bins`` where there are two values."""
    extremes = {} if len(set(values.values())) < 2 else {min(values.values()): 1, max(values.values()): bins}
    scores = {}
    for name, value in values.items():
        worse = sum(other < value for other in values.values())
        equal = sum(other == value for other in values.values())
        score = 1 + (bins * (worse + Fraction(equal, 2)) / len(values)).__floor__()
        scores[name] = extremes.get(value, min(score, bins))
    return scores


def r_scores(values: Mapping[str, Fraction], bins: int, one: Fraction) -> dict[str, int]:
    """Return the number of the bin [lower, upper), the bins beginning at the quantiles of type 7 plus one."""
    if len(values) < 2:
        ends = [value + one for value in values.values()] * (bins - 1)
    else:
        ends = [end + one for end in statistics.quantiles(values.values(), n=bins, method="inclusive")]
    return {name: 1 + sum(value >= end for end in ends) for name, value in values.items()}


def of(values: Mapping[str, Sequence[Fraction]], place: int) -> dict[str, Fraction]:
    return {name: row[place] for name, row in values.items()}


def ours(result: Result) -> Scores:
    columns = [f"{name}_score" for name in MEASURES]
    return {name: tuple(scores) for name, *scores in result.rows.select("customer_id", *columns).iter_rows()}  # type: ignore[misc]


def together(*scores: Mapping[str, int]) -> Scores:
    return {name: tuple(each[name] for each in scores) for name in scores[0]}  # type: ignore[misc]


@given(exports, periods, st.integers(2, 9))
def test_midrank_scores(found: list[Row], period: dict[str, date], bins: int) -> None:
    result, values = run(found, period, bins=bins, map="quadrants")
    assert ours(result) == together(*(midrank(of(values, place), bins) for place in range(3)))
    raw = {row["customer_id"]: row for row in result.rows.iter_rows(named=True)}
    for name, (days, count, money, _) in values.items():
        row = raw[name]
        assert (row["recency_days"], row["order_count"], row["total_amount"]) == (-days, count, money * 10_000)
        assert row["rfm_score"] == "".join(str(row[f"{measure}_score"]) for measure in MEASURES)
    assert list(raw) == sorted(values, key=lambda name: (-values[name][2], name))


@given(exports, periods)
def test_segments_of_the_default_map(found: list[Row], period: dict[str, date]) -> None:
    result, values = run(found, period)
    recency, frequency = (midrank(of(values, place), 5) for place in range(2))
    expected = {name: SEGMENT_OF[f"{recency[name]}{frequency[name]}"] for name in values}
    assert dict(result.rows.select("customer_id", "segment").iter_rows()) == expected


@given(exports, st.integers(2, 6))
def test_mean_money_is_scored_by_its_rounded_value(found: list[Row], bins: int) -> None:
    result, values = run(found, {}, bins=bins, monetary="mean", map="quadrants")
    means = {name: rounded(mean) for name, mean in of(values, 3).items()}
    assert dict(result.rows.select("customer_id", "average_amount").iter_rows()) == means
    expected = midrank({name: Fraction(mean) for name, mean in means.items()}, bins)
    assert dict(result.rows.select("customer_id", "monetary_score").iter_rows()) == expected


def rounded(value: Fraction) -> int:
    """Return units of 1/10,000, rounded half away from zero."""
    magnitude = (abs(value) * 10_000 + Fraction(1, 2)).__floor__()
    return magnitude if value >= 0 else -magnitude


@given(exports, periods, st.integers(2, 6))
def test_scores_of_the_r_package(found: list[Row], period: dict[str, date], bins: int) -> None:
    result, values = run(found, period, bins=bins, method="r-compat", map="quadrants")
    assume(values)
    one = Fraction(1)
    days = {name: -value for name, value in of(values, 0).items()}
    reversed_days = {name: bins + 1 - score for name, score in r_scores(days, bins, one).items()}
    others = (r_scores(of(values, place), bins, one) for place in (1, 2))
    assert ours(result) == together(reversed_days, *others)


@given(exports, exports, st.sampled_from(["midrank", "r-compat"]), st.sampled_from(["sum", "mean"]))
def test_saved_breaks_score_the_same_input_the_same_and_another_by_comparison(
    found: list[Row], other: list[Row], method: str, monetary: str
) -> None:
    first, values = run(found, {}, method=method, monetary=monetary)
    again = segkit.rfm(frame(found), breaks=first.breaks, monetary=monetary)
    assert ours(again) == ours(first)
    assert again.breaks == first.breaks
    assume(values)
    second, values = run(other, {}, breaks=first.breaks, monetary=monetary)
    column = "total_amount" if monetary == "sum" else "average_amount"
    for row in second.rows.iter_rows(named=True):
        cuts = {score: cut * 10_000 for score, cut in first.breaks[column].items()}
        assert row["monetary_score"] == max([1, *(int(score) for score, cut in cuts.items() if row[column] >= cut)])
        days = first.breaks["recency_days"].items()
        assert row["recency_score"] == max([1, *(int(score) for score, cut in days if row["recency_days"] <= cut)])


@given(
    exports,
    st.integers(0, 999),
    st.sampled_from([{}, {"method": "r-compat"}, {"monetary": "mean"}, {"weights": "3,2,1"}]),
)
def test_order_of_the_rows_changes_nothing(found: list[Row], seed: int, options: dict[str, str]) -> None:
    result, _ = run(found, {}, **options)
    shuffled = segkit.rfm(frame(found).sample(fraction=1, shuffle=True, seed=seed), **options)
    assert shuffled.rows.equals(result.rows)
    assert (shuffled.facts, shuffled.breaks) == (result.facts, result.breaks)


@given(exports, st.sampled_from(["midrank", "r-compat"]))
def test_equal_values_have_equal_scores_and_better_ones_no_worse(found: list[Row], method: str) -> None:
    result, _ = run(found, {}, method=method)
    for measure, column in zip(MEASURES, ("recency_days", "order_count", "total_amount"), strict=True):
        better = result.rows.sort(column, descending=measure == "recency")
        pairs = itertools.pairwise(better.select(column, f"{measure}_score").iter_rows())
        for (value, score), (next_value, next_score) in pairs:
            assert score == next_score if value == next_value else score <= next_score


SQL = """
    WITH last AS (SELECT max(day) AS as_of FROM orders),
    buyers AS (
        SELECT customer_id, as_of - last_day AS days, orders, total FROM customers, last WHERE orders > 0
    ),
    ranked AS (
        SELECT
            customer_id, days, orders, total,
            rank() OVER (ORDER BY days DESC) - 1 AS r_worse, count(*) OVER (PARTITION BY days) AS r_equal,
            rank() OVER (ORDER BY orders) - 1 AS f_worse, count(*) OVER (PARTITION BY orders) AS f_equal,
            rank() OVER (ORDER BY total) - 1 AS m_worse, count(*) OVER (PARTITION BY total) AS m_equal,
            count(*) OVER () AS n
        FROM buyers
    ),
    scored AS (
        SELECT
            customer_id,
            CASE WHEN r_equal = n THEN 3 WHEN r_worse = 0 THEN 1 WHEN r_worse + r_equal = n THEN 5
                ELSE least(5, 1 + 5 * (2 * r_worse + r_equal) // (2 * n)) END AS r,
            CASE WHEN f_equal = n THEN 3 WHEN f_worse = 0 THEN 1 WHEN f_worse + f_equal = n THEN 5
                ELSE least(5, 1 + 5 * (2 * f_worse + f_equal) // (2 * n)) END AS f,
            CASE WHEN m_equal = n THEN 3 WHEN m_worse = 0 THEN 1 WHEN m_worse + m_equal = n THEN 5
                ELSE least(5, 1 + 5 * (2 * m_worse + m_equal) // (2 * n)) END AS m
        FROM ranked
    )
    SELECT customer_id, r, f, m, CASE
        WHEN r <= 2 AND f <= 2 THEN 'hibernating' WHEN r <= 2 AND f <= 4 THEN 'at_risk' WHEN r <= 2 THEN 'cant_lose'
        WHEN r = 3 AND f <= 2 THEN 'about_to_sleep' WHEN r = 3 AND f = 3 THEN 'need_attention'
        WHEN r <= 4 AND f >= 4 THEN 'loyal' WHEN f >= 4 THEN 'champions'
        WHEN f >= 2 THEN 'potential_loyalists' WHEN r = 4 THEN 'promising' ELSE 'new' END
    FROM scored
"""
QUANTILES = """
    WITH last AS (SELECT max(day) AS as_of FROM orders),
    buyers AS (
        SELECT customer_id, (as_of - last_day)::DOUBLE AS days, orders::DOUBLE AS orders, total::DOUBLE AS total
        FROM customers, last WHERE orders > 0
    ),
    ends AS (
        SELECT
            [edge + 1 FOR edge IN quantile_cont(days, [0.2, 0.4, 0.6, 0.8])] AS r,
            [edge + 1 FOR edge IN quantile_cont(orders, [0.2, 0.4, 0.6, 0.8])] AS f,
            [edge + 1 FOR edge IN quantile_cont(total, [0.2, 0.4, 0.6, 0.8])] AS m
        FROM buyers
    )
    SELECT
        customer_id,
        5 - len(list_filter(r, lambda edge: days >= edge - 1e-9)),
        1 + len(list_filter(f, lambda edge: orders >= edge - 1e-9)),
        1 + len(list_filter(m, lambda edge: total >= edge - 1e-9))
    FROM buyers, ends
"""


@pytest.fixture(scope="module", params=[("cdnow.csv", CDNOW), ("shop.csv", SHOP)], ids=["cdnow", "shop"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(*request.param)


def rows_of(result: Result, *columns: str) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(rest) for name, *rest in result.rows.select("customer_id", *columns).iter_rows()}


def test_every_customer_has_the_scores_and_the_segment_of_the_sql(pair: Pair) -> None:
    result = segkit.rfm(pair.path)
    found = rows_of(result, *(f"{measure}_score" for measure in MEASURES), "segment")
    assert len(found) > 1_000
    assert differing(found, {name: tuple(rest) for name, *rest in pair.sql.execute(SQL).fetchall()}) == {}


def test_every_customer_has_the_r_scores_of_the_sql(pair: Pair) -> None:
    result = segkit.rfm(pair.path, method="r-compat")
    found = rows_of(result, *(f"{measure}_score" for measure in MEASURES))
    assert differing(found, {name: tuple(rest) for name, *rest in pair.sql.execute(QUANTILES).fetchall()}) == {}


def test_segment_says_what_rfm_and_abcxyz_say(pair: Pair) -> None:
    both = segkit.segment(pair.path).rows
    classes = segkit.abcxyz(pair.path).rows
    scores = segkit.rfm(pair.path).rows
    assert both.select(classes.columns).equals(classes)
    scored = both.filter(pl.col("recency_days").is_not_null()).select(
        pl.exclude("segment"), pl.col("segment").cast(str)
    )
    assert scored.select(scores.columns).equals(scores.with_columns(pl.col("segment").cast(str)))
    assert both.filter(pl.col("recency_days").is_null())["segment"].cast(str).unique().to_list() in (
        [],
        ["no_purchase"],
    )
