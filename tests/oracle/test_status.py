"""Statuses against SQL on the example shops, and against a plain loop over small random exports."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import duckdb
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shops import EXAMPLES, orders_of
from test_flows import ROWS, START, Rows, frame_of, windows

import segkit

SQL = """
WITH orders AS ({orders}), span AS (SELECT max(day) AS as_of, (max(day) - INTERVAL {window})::DATE AS start FROM orders),
bought AS (
    SELECT customer_id, day, lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS before FROM orders WHERE bought)
SELECT customer_id, CASE
    WHEN max(day) < any_value(start) THEN 'departed'
    WHEN min(day) >= any_value(start) THEN 'new'
    WHEN bool_or(day >= start AND before < (day - INTERVAL {window})::DATE) THEN 'reactivated'
    ELSE 'active' END AS status
FROM bought, span GROUP BY customer_id ORDER BY customer_id
"""


@pytest.mark.parametrize("shop", ["cdnow", "shop"])
@pytest.mark.parametrize(("inactive", "window"), [("6mo", "6 MONTH"), ("45d", "45 DAY"), ("1y", "12 MONTH")])
def test_every_status_is_that_of_the_sql(shop: str, inactive: str, window: str) -> None:
    rows = segkit.status(EXAMPLES / f"{shop}.csv", inactive=inactive).rows
    found = rows.select("customer_id", pl.col("status").cast(pl.String)).sort("customer_id").rows()
    assert found == duckdb.sql(SQL.format(orders=orders_of(shop), window=window)).fetchall()


DENSE = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 40), st.sampled_from([10, 25, 0, -7])), min_size=1, max_size=40
)
"""So few days that purchases fall on both ends of windows."""


def looked_at(rows: Rows, inactive: str) -> dict[str, tuple[object, ...]]:
    """Return status, purchases and money of the last two windows of every customer, by definition."""
    events = [(who, START + timedelta(days=day), money) for who, day, money in rows]
    as_of = max(day for _, day, _ in events)
    begin = windows(rows, inactive, 0)
    found: dict[str, tuple[object, ...]] = {}
    for who in {who for who, _, money in events if money >= 0}:
        days = sorted(day for name, day, money in events if name == who and money >= 0)
        start = begin(who, as_of)
        gaps = [later for sooner, later in pairwise(days) if sooner < begin(who, later)]
        status = (
            "departed" if days[-1] < start else "new" if days[0] >= start
            else "reactivated" if any(day >= start for day in gaps) else "active"
        )  # fmt: skip
        eve = start - timedelta(days=1)
        held = [_held(events, who, start, as_of), _held(events, who, begin(who, eve), eve)]
        found[who] = (status, *held[0], *held[1])
    return found


def warned_of(rows: Rows, held: tuple[object, ...], who: str, late: float, fall: Fraction) -> str | None:
    """Return the first warning that fits a customer of whom ``looked_at`` told ``held``, by definition."""
    status, recent, money, previous, before = held
    days = sorted({day for name, day, amount in rows if name == who and amount >= 0})
    if status == "departed":
        return None
    if len(days) >= 3 and max(row[1] for row in rows) - days[-1] > late * Fraction(days[-1] - days[0], len(days) - 1):
        return "late"
    if previous < 2:
        return None
    if recent <= previous * (1 - fall):
        return "fewer_orders"
    smaller = recent and before > 0 and Fraction(money, recent) <= Fraction(before, previous) * (1 - fall)
    return "smaller_checks" if smaller else None


def _held(events: list[tuple[str, date, int]], who: str, first: date, last: date) -> tuple[int, int]:
    inside = [money for name, day, money in events if name == who and first <= day <= last]
    return sum(money >= 0 for money in inside), sum(inside) * 10_000


@given(
    st.one_of(ROWS, DENSE), st.sampled_from(["10d", "1mo", "3mo", "1x", "2.5x", "3x"]), st.sampled_from([1, 1.5, 4]),
    st.sampled_from([Fraction(1, 10), Fraction(1, 2), Fraction(1)]),
)  # fmt: skip
def test_statuses_windows_and_warnings_are_those_of_the_loop(
    rows: Rows, inactive: str, late: float, fall: Fraction
) -> None:
    expected = looked_at(rows, inactive)
    assume(expected)
    found = segkit.status(frame_of(rows), inactive=inactive, late=late, fall=float(fall)).rows
    columns = ["recent_order_count", "recent_amount", "previous_order_count", "previous_amount"]
    told = {row[0]: row[1:] for row in found.select("customer_id", pl.col("status").cast(pl.String), *columns).rows()}
    assert told == expected
    risks = dict(found.select("customer_id", pl.col("risk").cast(pl.String)).rows())
    assert risks == {who: warned_of(rows, held, who, late, fall) for who, held in expected.items()}
