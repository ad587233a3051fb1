"""Purchase days as arrays: counts, ages and spend as of any day, against the days written out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segkit.lifetime.history import Histories
from segkit.periods import day_number

START = date(2024, 1, 1)
ZERO = day_number(START)

Day = tuple[str, int, int, int]
"""Customer, day, cents, purchases."""


def histories_of(days: list[Day], *, money: bool = True) -> Histories:
    frame = pl.DataFrame(
        {
            "customer_id": [customer for customer, *_ in days],
            "order_date": [START + timedelta(days=day) for _, day, *_ in days],
            "amount": [cents * 100 for *_, cents, _ in days],
            "order_count": [count for *_, count in days],
        },
        schema_overrides={"order_count": pl.UInt32, "customer_id": pl.String, "order_date": pl.Date},
    )
    return Histories.of(frame if money else frame.drop("amount"))


ANNA: list[Day] = [("anna", 0, 1000, 1), ("anna", 10, 0, 2), ("anna", 14, -500, 0), ("anna", 40, 3000, 1)]
BERT: list[Day] = [("bert", 20, 700, 1)]


def test_a_snapshot_counts_days_with_a_purchase_and_not_returns() -> None:
    known = histories_of(BERT + ANNA).at(ZERO + 50)
    assert known.index.tolist() == [0, 1]
    assert (known.x.tolist(), known.t_x.tolist(), known.T.tolist()) == ([2, 0], [40, 0], [50, 30])
    assert (known.spend_days.tolist(), known.mean_spend.tolist()) == ([2, 1], [20.0, 7.0])


def test_an_earlier_snapshot_knows_nothing_of_later_days() -> None:
    histories = histories_of(ANNA + BERT)
    known = histories.at(ZERO + 10)
    assert (known.size, known.x.tolist(), known.t_x.tolist(), known.T.tolist()) == (1, [1], [10], [10])
    assert histories.between(ZERO + 10, ZERO + 50).tolist() == [1, 1]
    assert histories.between(ZERO + 10, ZERO + 39).tolist() == [0, 1]


def test_spend_of_the_repeats_leaves_the_first_day_out() -> None:
    histories = histories_of(ANNA + BERT)
    known = histories.at(ZERO + 50, repeats_only=True)
    assert (known.spend_days.tolist(), known.mean_spend.tolist()) == ([1, 0], [30.0, 0.0])
    assert histories.mean_of_repeats(ZERO + 50).tolist() == [15.0, 0.0]


def test_without_amounts_there_is_no_spend() -> None:
    histories = histories_of(ANNA, money=False)
    assert histories.spend is None
    assert histories.at(ZERO + 50).spend_days.tolist() == [0]


def test_the_variation_of_gaps_is_one_where_it_is_not_known() -> None:
    regular = [("r", day, 100, 1) for day in (0, 7, 14, 21)]
    uneven = [("u", day, 100, 1) for day in (0, 2, 12)]
    histories = histories_of([*regular, *uneven, ("v", 3, 100, 1), ("v", 5, 100, 1)])
    known = histories.at(ZERO + 30)
    assert np.allclose(histories.gap_variation(known), [0, 4 / 6, 1], atol=1e-12)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 60), st.integers(-50, 90), st.integers(0, 2)), max_size=25),
    st.integers(-5, 65),
)  # fmt: skip
def test_snapshots_are_those_of_a_plain_loop(rows: list[Day], cut: int) -> None:
    days = list({(customer, day): (customer, day, cents, count) for customer, day, cents, count in rows}.values())
    histories = histories_of(days)
    known = histories.at(ZERO + cut)
    found = {
        customer: values
        for customer, *values in zip(
            histories.customers.gather(known.index), known.x, known.t_x, known.T, known.spend_days, known.mean_spend,
            histories.gap_variation(known), strict=True,
        )
    }  # fmt: skip
    expected = {}
    for customer in "abc":
        bought = sorted((day, cents) for name, day, cents, count in days if name == customer and count and day <= cut)
        if not bought:
            continue
        paid = [cents / 100 for _, cents in bought if cents > 0]
        gaps = [later[0] - earlier[0] for earlier, later in pairwise(bought)]
        mean = sum(gaps) / len(gaps) if gaps else 1
        spread = (sum((gap - mean) ** 2 for gap in gaps) / len(gaps)) ** 0.5 / mean if len(gaps) > 1 else 1
        expected[customer] = [
            len(bought) - 1, bought[-1][0] - bought[0][0], cut - bought[0][0], len(paid),
            sum(paid) / len(paid) if paid else 0, spread,
        ]  # fmt: skip
    assert found.keys() == expected.keys()
    for customer, values in expected.items():
        assert np.allclose(found[customer], values, atol=1e-6), customer


@pytest.mark.parametrize("ids", [[3, 1, 2], [1 << 40, 5, 6], [-1, 4, 0]])
def test_whole_ids_sort_as_numbers_however_large(ids: list[int]) -> None:
    days = pl.DataFrame(
        {
            "customer_id": [ids[0], ids[1], ids[0], ids[2]],
            "order_date": [START, START, date(1969, 1, 1), START],
            "order_count": [1] * 4,
        },
        schema_overrides={"order_count": pl.UInt32},
    )
    histories = Histories.of(days)
    assert histories.customers.to_list() == sorted(ids)
    place = sorted(ids).index(ids[0])
    found = histories.days[histories.starts[place] : histories.starts[place + 1]]
    assert found.tolist() == [day_number(date(1969, 1, 1)), ZERO]
