"""The examples of RFM in docs/definitions.md, each as written there, and the scores that the R package rfm published."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.result import Result

AS_OF = date(2024, 12, 31)


def of_customers(*customers: tuple[int, int, float], **options: Any) -> Result:
    """Return the result of customers given as days since the last purchase, purchases and money; the first is c0."""
    rows = [
        (f"c{number:04}", AS_OF - timedelta(days=days), money / count)
        for number, (days, count, money) in enumerate(customers)
        for _ in range(count)
    ]
    frame = pl.DataFrame(rows, schema=["customer_id", "order_date", "amount"], orient="row")
    return segkit.rfm(frame, **{"as_of": AS_OF, **options})


def scores(result: Result, name: str) -> list[int]:
    return result.rows.sort("customer_id")[f"{name}_score"].to_list()


def test_995_distinct_values_give_199_a_score() -> None:
    result = of_customers(*((days, 1, 995 - days) for days in range(995)))
    for name in ("recency", "monetary"):
        assert Counter(scores(result, name)) == {1: 199, 2: 199, 3: 199, 4: 199, 5: 199}


def test_97_percent_one_time_buyers_score_1_and_repeaters_5() -> None:
    result = of_customers(*[(9, 1, 10)] * 97, *[(9, 2, 20)] * 3)
    assert scores(result, "frequency") == [1] * 97 + [5] * 3


def test_a_block_of_60_percent_loyal_subscribers_scores_5() -> None:
    result = of_customers(*[(9, 1, 10)] * 20, *[(9, 6, 10)] * 20, *[(9, 12, 10)] * 60)
    assert scores(result, "frequency") == [1] * 20 + [2] * 20 + [5] * 60


def test_all_equal_score_the_middle_with_a_note() -> None:
    result = of_customers(*[(9, 2, 10)] * 7)
    assert set(scores(result, "recency") + scores(result, "frequency") + scores(result, "monetary")) == {3}
    assert [note.code for note in result.notes].count("all-equal") == 3


def test_a_cut_is_the_least_value_of_the_score_above_it() -> None:
    result = of_customers(*((days, 1, 100 - days) for days in range(10)))
    assert scores(result, "recency") == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert result.breaks["recency_days"] == {"5": 1, "4": 3, "3": 5, "2": 7}
    assert result.breaks["total_amount"] == {"5": 99, "4": 97, "3": 95, "2": 93}


@pytest.mark.parametrize(
    ("code", "segment"),
    [
        *((code, "hibernating") for code in ("11", "12", "21", "22")),
        *((code, "at_risk") for code in ("13", "14", "23", "24")),
        *((code, "cant_lose") for code in ("15", "25")),
        *((code, "about_to_sleep") for code in ("31", "32")),
        ("33", "need_attention"),
        *((code, "loyal") for code in ("34", "35", "44", "45")),
        ("41", "promising"),
        ("51", "new"),
        *((code, "potential_loyalists") for code in ("42", "43", "52", "53")),
        *((code, "champions") for code in ("54", "55")),
    ],
)
def test_default_map(code: str, segment: str) -> None:
    # A customer with the scores of the code, by given cuts: days at most 4, 3, 2, 1; purchases at least 2, 3, 4, 5.
    breaks = {
        "recency_days": {"5": 1, "4": 2, "3": 3, "2": 4},
        "order_count": {"5": 5, "4": 4, "3": 3, "2": 2},
        "total_amount": {"5": 5, "4": 4, "3": 3, "2": 2},
    }
    row = of_customers((6 - int(code[0]), int(code[1]), 10), breaks=breaks).rows.row(0, named=True)
    assert (row["rfm_score"][:2], row["segment"]) == (code, segment)


PUBLISHED = [
    (205, 6, 472, "343"), (140, 3, 340, "412"), (194, 4, 405, "323"), (132, 5, 448, "433"), (90, 9, 843, "555"),
    (84, 9, 763, "555"), (281, 8, 699, "355"), (246, 4, 157, "321"), (349, 3, 363, "212"), (619, 4, 196, "121"),
]  # fmt: skip
"""The first ten of the 995 customers in the README of the R package rfm (rsquaredacademy): days, purchases, money, score."""


def test_scores_that_the_r_package_published() -> None:
    # Its published lower ends: days 115, 181, 297, 482; purchases 4, 5, 6, 8; money 256, 382, 506, 666.
    breaks = {
        "recency_days": {"5": 114, "4": 180, "3": 296, "2": 481},
        "order_count": {"5": 8, "4": 6, "3": 5, "2": 4},
        "total_amount": {"5": 666, "4": 506, "3": 382, "2": 256},
    }
    result = of_customers(*(row[:3] for row in PUBLISHED), breaks=breaks)
    assert result.rows.sort("customer_id")["rfm_score"].to_list() == [row[3] for row in PUBLISHED]


def test_customers_with_returns_only_are_set_aside_and_counted() -> None:
    frame = pl.DataFrame({"customer_id": ["a", "b"], "order_date": [AS_OF, AS_OF], "amount": [10.0, -3.0]})
    result = segkit.rfm(frame)
    assert result.rows["customer_id"].to_list() == ["a"]
    notes = {note.code: note.message for note in result.notes}
    assert notes["returns-only"].startswith("1 with returns only (-3.00) are set aside")
