"""Score cuts by mid-rank and quantiles of type 7, on distributions small enough to rank by hand."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segkit.cuts import Cuts, Distribution, names_of


def of(values: Sequence[int]) -> Distribution:
    return Distribution.of_entities(pl.Series(values, dtype=pl.Int64))


def scores(values: Sequence[int], bins: int = 5) -> list[int]:
    """Return the score of each value by the cuts of all of them."""
    cuts = of(values).score_cuts(bins)
    return (bins - pl.select(cuts.position(pl.Series(values, dtype=pl.Int64))).to_series().cast(pl.Int64)).to_list()


@pytest.mark.parametrize(
    ("values", "bins", "expected"),
    [
        # mid-ranks .1, .3, .5, .7, .9
        ([10, 20, 30, 40, 50], 5, [1, 2, 3, 4, 5]),
        ([50, 10, 40, 20, 30], 5, [5, 1, 4, 2, 3]),
        ([-5, 0, 5], 3, [1, 2, 3]),
        # two values: the extremes, whatever their mid-ranks
        ([1, 1, 1, 1, 2], 5, [1, 1, 1, 1, 5]),
        ([1, 2, 2, 2, 2], 5, [1, 5, 5, 5, 5]),
        # the 2 has four below: 1 + floor(5 x 4.5 / 6)
        ([1, 1, 1, 1, 2, 3], 5, [1, 1, 1, 1, 4, 5]),
        # the middle group of four: from 1 to 5 of six, middle 3/6
        ([1, 2, 2, 2, 2, 3], 4, [1, 3, 3, 3, 3, 4]),
        # seven distinct values in five bins: 5 (n + 1/2) / 7 = .36 1.07 1.79 2.5 3.21 3.93 4.64
        ([1, 2, 3, 4, 5, 6, 7], 5, [1, 2, 2, 3, 4, 4, 5]),
        # one value: the middle score, the upper one of an even number
        ([7, 7, 7], 5, [3, 3, 3]),
        ([7, 7, 7], 4, [3, 3, 3]),
        ([7], 2, [2]),
        # more bins than values
        ([1, 2], 9, [1, 9]),
        ([1, 2, 3], 9, [1, 5, 9]),
    ],
)
def test_scores_by_mid_rank(values: list[int], bins: int, expected: list[int]) -> None:
    assert scores(values, bins) == expected


def test_cuts_are_the_least_values_of_the_scores_best_first() -> None:
    assert of([10, 20, 30, 40, 50]).score_cuts(5) == Cuts((50, 40, 30, 20))


def test_an_empty_score_has_the_cut_of_the_one_above() -> None:
    assert of([1, 1, 2]).score_cuts(5) == Cuts((2, 2, 2, 2))


def test_scores_that_nobody_reaches_have_no_cut() -> None:
    assert of([7, 7]).score_cuts(5) == Cuts((None, None, 7, 7))


def test_nobody_has_no_cuts() -> None:
    assert of([]).score_cuts(3) == Cuts((None, None))


def test_a_group_with_its_middle_on_a_cut_is_above_it() -> None:
    # of four, the pair of 5 reaches from 1 to 3: its middle, 2, is half of all
    assert scores([1, 5, 5, 9], 2) == [1, 2, 2, 2]


@settings(max_examples=200)
@given(st.lists(st.integers(-4, 12), min_size=1, max_size=40), st.integers(2, 9))
def test_scores_are_those_of_the_formula(values: list[int], bins: int) -> None:
    expected = []
    for value in values:
        doubled = sum(2 * (other < value) + (other == value) for other in values)
        score = 1 + bins * doubled // (2 * len(values))
        if len(set(values)) > 1 and value in (min(values), max(values)):
            score = 1 if value == min(values) else bins
        expected.append(score)
    assert scores(values, bins) == expected


@settings(max_examples=200)
@given(st.lists(st.integers(-50, 50), min_size=2, max_size=30), st.integers(2, 9))
def test_quantiles_are_those_of_type_7(values: list[int], parts: int) -> None:
    expected = statistics.quantiles(map(Fraction, values), n=parts, method="inclusive")
    assert [of(values).quantile(Fraction(part, parts)) for part in range(1, parts)] == expected


@pytest.mark.parametrize("part", [Fraction(0), Fraction(1, 3), Fraction(1)])
def test_the_quantile_of_one_value_is_the_value(part: Fraction) -> None:
    assert of([7]).quantile(part) == 7


def test_names_of_labels_are_in_their_order() -> None:
    assert names_of(pl.Series(["b"], dtype=pl.Enum(["c", "b", "a"]))) == ["c", "b", "a"]
