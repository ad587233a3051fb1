"""Cut values and classes, each distribution small enough to add up in the head."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segkit.cuts import Boundary, Cuts, Distribution, Moved, label

LIMITS = (Decimal(80), Decimal(95))


def of(*values: int, equal_weight: bool = False) -> Distribution:
    """Return the distribution of values given in descending order."""
    return Distribution(pl.Series(values, dtype=pl.Int64), equal_weight=equal_weight)


def classes(cuts: Cuts, *values: int | None) -> str:
    """Return the class letters of the values."""
    frame = pl.DataFrame({"value": pl.Series(values, dtype=pl.Int64)})
    return "".join(frame.with_columns(found=label(cuts.position(pl.col("value")), "ABC"))["found"])


@pytest.mark.parametrize(
    ("values", "boundary", "expected"),
    [
        # shares before: 0, 95, 98; including: 95, 98, 100
        ((95, 3, 2), "include", "ACC"),
        ((95, 3, 2), "exclude", "BCC"),
        # whoever begins at a limit is beyond it; whoever ends at one is inside it
        ((80, 15, 5), "include", "ABC"),
        ((80, 15, 5), "exclude", "ABC"),
        ((79, 20, 1), "include", "AAC"),
        ((79, 20, 1), "exclude", "ACC"),
        ((100,), "include", "A"),
        ((100,), "exclude", "C"),
        ((50, 40, 10), "include", "AAB"),
        ((50, 40, 10), "exclude", "ABC"),
        # the first group of equals is in the first class whatever its share; excluded, nobody is exempt
        ((10,) * 10, "include", "A" * 10),
        ((10,) * 10, "exclude", "C" * 10),
        # a pair from 60 to 100: its middle, 80, is at the limit
        ((60, 20, 20), "include", "AAA"),
        # a pair from 62 to 100: its middle, 81, is beyond 80 and below 95
        ((62, 19, 19), "include", "ABB"),
        # a pair from 92 to 100: its middle, 96, is beyond 95
        ((92, 4, 4), "include", "ACC"),
        # a pair from 90 to 100: its middle is 95
        ((90, 5, 5), "include", "ABB"),
        ((90, 5, 5), "exclude", "BCC"),
        # pairs that end at a limit
        ((40, 40, 10, 10), "include", "AABB"),
        ((40, 40, 10, 10), "exclude", "AACC"),
        # ten equals that both limits cut: from 30 to 100, middle 65
        ((30, *(7,) * 10), "include", "A" * 11),
        # from 70 to 100, middle 85
        ((70, *(3,) * 10), "include", "A" + "B" * 10),
    ],
)
def test_classes_follow_the_share_accumulated_before(
    values: tuple[int, ...], boundary: Boundary, expected: str
) -> None:
    assert classes(of(*values).pareto_cuts(LIMITS, boundary=boundary), *values) == expected


@pytest.mark.parametrize(
    ("values", "limits", "expected"),
    [
        # 334 of 1000 are before the second: 33.4 % is not below 33.4 %
        ((334, 333, 333), ("33.4", "95"), "ABB"),
        ((334, 333, 332, 1), ("33.41", "95"), "AABC"),
        # 2^62 of 2^62 + 1 are before the second: 100 - 2.2e-17 %
        ((2**62, 1), ("99.99999999999999999", "100"), "AA"),
        ((2**62, 1), ("99.9999999999999999", "100"), "AB"),
        ((2**62, 2**61, 1), ("66.66666666666666666", "66.66666666666666668"), "AAC"),
    ],
)
def test_limits_are_compared_exactly(values: tuple[int, ...], limits: tuple[str, str], expected: str) -> None:
    assert classes(of(*values).pareto_cuts(tuple(map(Decimal, limits))), *values) == expected


def test_the_first_group_is_in_the_first_class_even_where_it_lies_beyond_all_limits() -> None:
    # a pair of half the total each: its middle, 50, is beyond 10 and 20
    cuts = of(5, 5).pareto_cuts((Decimal(10), Decimal(20)))
    assert classes(cuts, 5, 5, 4) == "AAC"
    assert classes(of(5, 5).pareto_cuts((Decimal(10), Decimal(20)), boundary="exclude"), 5, 5) == "CC"


def test_a_limit_of_one_hundred_takes_everybody() -> None:
    both = (Decimal(50), Decimal(100))
    assert classes(of(50, 30, 20).pareto_cuts(both), 50, 30, 20) == "ABB"
    assert classes(of(50, 30, 20).pareto_cuts(both, boundary="exclude"), 50, 30, 20) == "ABB"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # 20 % of ten is two, 50 % is five
        (tuple(range(10, 0, -1)), "AABBBCCCCC"),
        # 20 % of four: the first crosses it; 50 %: the second ends at it
        ((9, 3, 2, 1), "ABCC"),
        # the pair of 7 stands at places 2 and 3 of ten: from 10 % to 30 %, middle 20 %
        ((9, 7, 7, 6, 5, 4, 3, 2, 1, 1), "AAABBCCCCC"),
        # three of 6 at places 2 to 4: middle 25 %
        ((9, 6, 6, 6, 5, 4, 3, 2, 1, 1), "ABBBBCCCCC"),
    ],
)
def test_equal_weights_count_entities(values: tuple[int, ...], expected: str) -> None:
    cuts = of(*values, equal_weight=True).pareto_cuts((Decimal(20), Decimal(50)))
    assert classes(cuts, *values) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # ones from 5/15 to 15/15: the middle is 67 %, yet one purchase is not frequent
        ((5, *(1,) * 10), "A" + "C" * 10),
        # as long as anybody has more
        ((1, 1, 1), "AAA"),
        ((2, 1), "AC"),
        ((3, 2, 1), "AAC"),
    ],
)
def test_a_single_purchase_is_the_last_class_as_long_as_anybody_has_more(
    counts: tuple[int, ...], expected: str
) -> None:
    assert classes(of(*counts).pareto_cuts(LIMITS, single=1), *counts) == expected


def test_ones_are_ordinary_values_unless_single_is_last() -> None:
    assert classes(of(5, *(1,) * 10).pareto_cuts(LIMITS), 5, 1) == "AA"


def test_zero_negative_and_missing_values_are_in_the_last_class() -> None:
    assert classes(of(3, 2).pareto_cuts(LIMITS), 0, -5, None) == "CCC"


def test_without_positive_values_there_are_no_cuts() -> None:
    cuts = of().pareto_cuts(LIMITS)
    assert cuts == Cuts((None, None))
    assert classes(cuts, 0, -1, None) == "CCC"


def test_cuts_are_the_least_values_of_the_classes() -> None:
    assert of(80, 15, 5).pareto_cuts(LIMITS).values == (80, 15)


def test_an_empty_class_has_the_cut_of_the_class_above() -> None:
    assert of(95, 3, 2).pareto_cuts(LIMITS).values == (95, 95)


def test_an_empty_first_class_has_no_cut() -> None:
    assert of(95, 3, 2).pareto_cuts(LIMITS, boundary="exclude").values == (None, 95)


@pytest.mark.parametrize(
    ("values", "moved"),
    [
        ((62, 19, 19), (Moved(19, 2, 1),)),
        ((60, 20, 20), (Moved(20, 2, 0),)),
        ((92, 4, 4), (Moved(4, 2, 2),)),
        # cut by both limits, named once
        ((70, *(3,) * 10), (Moved(3, 10, 1),)),
        # each limit cuts another pair: 30..90 with middle 60, 90..100 with middle 95
        ((30, 30, 30, 5, 5), (Moved(30, 3, 0), Moved(5, 2, 1))),
        # equals that no limit cuts, and a single entity that one does
        ((40, 40, 15, 5), ()),
        ((50, 40, 10), ()),
    ],
)
def test_groups_of_equals_that_a_limit_cuts_are_named(values: tuple[int, ...], moved: tuple[Moved, ...]) -> None:
    assert of(*values).pareto_cuts(LIMITS).moved == moved


@settings(max_examples=200)
@given(
    st.lists(st.integers(1, 12), min_size=1, max_size=30),
    st.sets(st.integers(1, 100), min_size=2, max_size=6),
    st.sampled_from(["include", "exclude"]),
    st.sampled_from([None, 1]),
)
def test_a_worse_class_never_begins_above_a_better_one(
    values: list[int], limits: set[int], boundary: Boundary, single: int | None
) -> None:
    measured = of(*sorted(values, reverse=True))
    cuts = measured.pareto_cuts([Decimal(limit) for limit in sorted(limits)], boundary=boundary, single=single).values
    scores = Distribution.of_entities(pl.Series(values)).score_cuts(len(limits) + 1).values
    for found in (cuts, scores):
        reached = [13 if cut is None else cut for cut in found]  # nobody reaches what has no cut
        assert reached == sorted(reached, reverse=True)


def test_equal_values_share_a_class_in_any_order_of_rows() -> None:
    cuts = of(62, 19, 19).pareto_cuts(LIMITS)
    assert classes(cuts, 19, 62, 19) == "BAB"


def test_counts_may_come_in_any_order_and_with_zeros() -> None:
    counts = Distribution.of_counts(pl.Series([1, 0, 40, 5, 1], dtype=pl.UInt32))
    assert counts.values.to_list() == [40, 5, 1, 1]
    assert counts.total == 47


@pytest.mark.parametrize(
    ("count", "share"), [(0, Fraction(0)), (1, Fraction(1, 2)), (2, Fraction(4, 5)), (3, Fraction(1)), (9, Fraction(1))]
)
def test_share_of_the_largest(count: int, share: Fraction) -> None:
    assert of(50, 30, 20).share_of_top(count) == share


@pytest.mark.parametrize(
    ("values", "percent", "fewest"),
    [((50, 30, 20), 80, 2), ((50, 30, 20), 81, 3), ((50, 30, 20), 100, 3), ((50, 30, 20), 1, 1), ((), 80, 0)],
)
def test_fewest_entities_that_hold_a_share(values: tuple[int, ...], percent: int, fewest: int) -> None:
    assert of(*values).fewest_for(percent) == fewest


def test_nobody_holds_nothing() -> None:
    assert of().share_of_top(3) == 0


def test_totals_beyond_a_float_are_exact() -> None:
    assert of(2**61 + 1, 2**61, 1).total == 2**62 + 2


def test_labels_are_an_ordered_enum() -> None:
    frame = pl.DataFrame({"position": [2, 0, 1]}).select(label(pl.col("position"), ("A", "B", "C")))
    assert frame.to_series().dtype == pl.Enum(["A", "B", "C"])
    assert frame.to_series().to_list() == ["C", "A", "B"]


def score(bins: int, values: tuple[int, ...], value: int) -> int:
    """Return the mid-rank score of one of the values, counted one by one."""
    if len(set(values)) > 1 and value in (min(values), max(values)):
        return 1 if value == min(values) else bins
    worse, equal = sum(other < value for other in values), values.count(value)
    return min(bins, 1 + int(Fraction(bins) * (worse + Fraction(equal, 2)) / len(values)))


@pytest.mark.parametrize("bins", [2, 3, 4, 5, 10])
@pytest.mark.parametrize(
    "values",
    [
        (7,),
        (7, 7, 7),
        (2, 1),
        (2, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        (2, 2, 2, 2, 2, 2, 2, 2, 2, 1),
        (3, 2, 1),
        (9, 9, 9, 5, 5, 5, 5, 5, 5, 1),
        (5, 4, 4, 3, 3, 3, 2, 2, 2, 2),
        (3, 0, 0, -1, -1, -7),
        tuple(range(20, 0, -1)),
        tuple(range(995, 0, -1)),
        (*range(30, 0, -1), *(0,) * 970),
    ],
)
def test_score_cuts_are_those_of_the_mid_rank(values: tuple[int, ...], bins: int) -> None:
    cuts = Distribution.of_entities(pl.Series(values)[::-1]).score_cuts(bins)
    names = [str(number) for number in range(bins, 0, -1)]
    frame = pl.DataFrame({"value": values}).with_columns(score=label(cuts.position(pl.col("value")), names))
    assert [int(found) for found in frame["score"]] == [score(bins, values, value) for value in values]


@pytest.mark.parametrize(
    ("part", "quantile"),
    [(Fraction(0), 1), (Fraction(1), 10), (Fraction(1, 2), Fraction(7, 2)), (Fraction(1, 5), Fraction(8, 5))],
)
def test_quantiles_are_interpolated_between_neighbours(part: Fraction, quantile: Fraction) -> None:
    # 1, 2, 5, 10: places 0 to 3; a fifth of the way is .6 above the first
    assert Distribution.of_entities(pl.Series([10, 1, 5, 2])).quantile(part) == quantile
