"""Flows against a plain loop that looks at every customer on every day, on small random exports with returns."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

import segkit
from segkit.periods import Duration, first_day, last_day, number_of

START = date(2023, 11, 28)
ROWS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.integers(0, 260), st.sampled_from([10, 25, 0, -7])), min_size=1, max_size=40
)
WINDOWS = {
    "week": ("1w", "10d", "3mo", "2x", "3.5x"),
    "month": ("1mo", "40d", "2mo", "3x"),
    "quarter": ("92d", "1q", "4x"),
}
CASES = st.sampled_from([(grain, window) for grain, windows in WINDOWS.items() for window in windows])
LEAST = {"week": 6, "month": 30, "quarter": 91}

Rows = list[tuple[str, int, int]]


def frame_of(rows: Rows) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "customer_id": [row[0] for row in rows],
            "order_date": [START + timedelta(days=row[1]) for row in rows],
            "amount": [float(row[2]) for row in rows],
        }
    )


def windows(rows: Rows, inactive: str, least: int) -> Any:
    """Return a function of (customer, last day of the window) that gives its first day; of None for those without a rhythm."""
    days = {who: sorted({day for name, day, money in rows if name == who and money >= 0}) for who, _, _ in rows}
    rhythms = {who: Fraction(d[-1] - d[0], len(d) - 1) for who, d in days.items() if len(d) >= 3}
    if not inactive.endswith("x") or not rhythms:
        duration = Duration.parse("6mo" if inactive.endswith("x") else inactive)
        return lambda _, day: duration.before(day)
    times, usual = Fraction(inactive[:-1]), median(rhythms.values())
    return lambda who, day: day - timedelta(days=max(int(times * rhythms.get(who, usual)), least))


def looked_at(rows: Rows, grain: Any, inactive: str, within: Duration) -> list[dict[str, object]]:
    """Return the figures of every period, one customer and day at a time."""
    events = [(who, START + timedelta(days=day), money) for who, day, money in rows]
    first, as_of = min(day for _, day, _ in events), max(day for _, day, _ in events)
    begin = windows(rows, inactive, LEAST[grain])
    bought = [(who, day) for who, day, money in events if money >= 0]

    def active(who: str, bound: date) -> bool:
        return any(name == who and begin(who, bound) <= day <= bound for name, day in bought)

    def income(who: str, start: date, end: date) -> int:
        return sum(money for name, day, money in events if name == who and start <= day <= end)

    def came_again(who: str) -> bool:
        first, *later = sorted({day for name, day in bought if name == who})
        return bool(later) and within.before(later[0]) <= first

    found = []
    for number in range(number_of(first, grain), number_of(as_of, grain) + 1):
        start, end = first_day(number, grain), min(last_day(number, grain), as_of)
        eve = start - timedelta(days=1)
        names = {who for who, _, _ in events}
        births = {who: min(day for name, day in bought if name == who) for who in {name for name, _ in bought}}
        there = {who for who in names if active(who, eve)}
        new = {who for who in births if start <= births[who] <= end}
        back = {who for who, day in bought if start <= day <= end} - there - new
        lost = {who for who in there if not active(who, end)}
        old = {who for who in births if births[who] < start}
        found.append(
            {
                "known": begin(None, eve) >= first,
                "start_count": len(there), "new_count": len(new), "reactivated_count": len(back), "lost_count": len(lost),
                "end_count": sum(active(who, end) for who in names),
                "start_amount": sum(income(who, begin(who, eve), eve) for who in there),
                "lost_amount": sum(income(who, begin(who, eve), eve) for who in lost),
                "new_amount": sum(income(who, start, end) for who in new),
                "reactivated_amount": sum(income(who, start, end) for who in back),
                "existing_amount": sum(income(who, start, end) for who in old),
                "total_amount": sum(income(who, start, end) for who in names),
                "repeat_rate": sum(map(came_again, new)) / len(new) if new else None,
                "complete": last_day(number, grain) <= as_of,
                "repeat_complete": last_day(number, grain) <= within.before(as_of),
            }
        )  # fmt: skip
    return found


@given(ROWS, CASES, st.sampled_from(["10d", "1mo", "90d"]))
def test_every_figure_is_that_of_the_loop(rows: Rows, case: tuple[str, str], within: str) -> None:
    grain, inactive = case
    found = segkit.churn(frame_of(rows), grain=grain, inactive=inactive, within=within, max_bad="100%").rows
    expected = looked_at(rows, grain, inactive, Duration.parse(within))
    assert found.height == len(expected)
    for row, other in zip(found.iter_rows(named=True), expected, strict=True):
        known = other.pop("known")
        for name in ("complete", "repeat_complete"):
            assert row[name] == other.pop(name)
        for name, value in other.items():
            scaled = value * 10_000 if name.endswith("amount") else value  # type: ignore[operator]
            assert row[name] == (scaled if known else None), name


@given(ROWS, CASES)
def test_the_flow_adds_up_and_follows_on(rows: Rows, case: tuple[str, str]) -> None:
    grain, inactive = case
    known = segkit.churn(frame_of(rows), grain=grain, inactive=inactive).rows.drop_nulls("start_count")
    came = pl.col("start_count") + pl.col("new_count") + pl.col("reactivated_count")
    assert known.select((came - pl.col("lost_count") == pl.col("end_count")).all()).item()
    assert known["start_count"].to_list()[1:] == known["end_count"].to_list()[:-1]
    assert known.select((pl.col("lost_count") <= pl.col("start_count")).all()).item()
