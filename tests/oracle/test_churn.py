"""Churn against SQL in DuckDB that looks at every customer at every bound, on real and invented shops."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from shops import EXAMPLES, FILES, RETAIL, orders_of

import segkit

SQL = """
WITH orders AS MATERIALIZED ({orders}),
span AS (SELECT min(day) AS first, coalesce({as_of}, max(day)) AS as_of FROM orders),
firsts AS (SELECT grp, customer_id, min(day) FILTER (WHERE bought) AS first FROM orders GROUP BY ALL),
seconds AS (
    SELECT o.grp, customer_id, min(day) AS second FROM orders o JOIN firsts f USING (customer_id)
    WHERE f.grp IS NOT DISTINCT FROM o.grp AND bought AND day > f.first GROUP BY ALL),
starts AS (SELECT unnest(range(date_trunc('{grain}', first), as_of + INTERVAL 1 DAY, INTERVAL 1 {grain}))::DATE AS period FROM span),
periods AS (
    SELECT period, (period - INTERVAL 1 DAY)::DATE AS eve, (period + INTERVAL 1 {grain} - INTERVAL 1 DAY)::DATE AS last,
        least(last, as_of) AS finish, (eve - INTERVAL {window})::DATE AS eve_window, (finish - INTERVAL {window})::DATE AS window,
        eve_window >= first AS known, last <= as_of AS complete, last <= (as_of - INTERVAL 90 DAY) AS aged
    FROM starts, span),
seen AS (
    SELECT o.grp, customer_id, period, any_value(f.first) AS first, any_value(p.eve) AS eve,
        bool_or(bought AND day BETWEEN eve_window AND eve) AS at_start,
        bool_or(bought AND day BETWEEN p.window AND finish) AS at_end,
        bool_or(bought AND day BETWEEN period AND finish) AS inside,
        sum(amount) FILTER (WHERE day BETWEEN eve_window AND eve) AS window_amount,
        sum(amount) FILTER (WHERE day BETWEEN period AND finish) AS income
    FROM orders o JOIN firsts f USING (customer_id), periods p
    WHERE f.grp IS NOT DISTINCT FROM o.grp AND day <= finish GROUP BY o.grp, customer_id, period),
flow AS (
    SELECT grp, period,
        count(*) FILTER (WHERE at_start) AS start_count,
        count(*) FILTER (WHERE first >= period AND inside) AS new_count,
        count(*) FILTER (WHERE first < period AND inside AND NOT at_start) AS reactivated_count,
        count(*) FILTER (WHERE at_start AND NOT at_end) AS lost_count,
        count(*) FILTER (WHERE at_end) AS end_count,
        coalesce(sum(window_amount) FILTER (WHERE at_start), 0) AS start_amount,
        coalesce(sum(income) FILTER (WHERE first >= period AND inside), 0) AS new_amount,
        coalesce(sum(income) FILTER (WHERE first < period AND inside AND NOT at_start), 0) AS reactivated_amount,
        coalesce(sum(income) FILTER (WHERE first < period), 0) AS existing_amount,
        coalesce(sum(window_amount) FILTER (WHERE at_start AND NOT at_end), 0) AS lost_amount,
        coalesce(sum(income), 0) AS total_amount
    FROM seen GROUP BY ALL),
again AS (
    SELECT f.grp, date_trunc('{grain}', first)::DATE AS period, count(*) FILTER (WHERE second - first <= 90) AS repeat_count
    FROM firsts f LEFT JOIN seconds s ON s.customer_id = f.customer_id AND s.grp IS NOT DISTINCT FROM f.grp
    WHERE first IS NOT NULL GROUP BY ALL),
grid AS (SELECT * FROM (SELECT DISTINCT grp FROM orders), periods)
SELECT grid.grp, grid.period, known, complete, aged, {figures}, coalesce(repeat_count, 0) AS repeat_count
FROM grid LEFT JOIN flow ON flow.period = grid.period AND flow.grp IS NOT DISTINCT FROM grid.grp
LEFT JOIN again ON again.period = grid.period AND again.grp IS NOT DISTINCT FROM grid.grp
ORDER BY grid.grp, grid.period
"""

FIGURES = (
    "start_count", "new_count", "reactivated_count", "lost_count", "end_count", "start_amount", "new_amount",
    "reactivated_amount", "existing_amount", "lost_amount", "total_amount",
)  # fmt: skip


def expected(
    shop: str, grain: str, window: str, *, by_region: bool = False, as_of: str = "NULL"
) -> list[dict[str, object]]:
    """Return what SQL finds: a row for each group and period."""
    figures = ", ".join(f"coalesce({name}, 0) AS {name}" for name in FIGURES)
    orders = orders_of(shop, by_region=by_region)
    if as_of != "NULL":
        orders = f"SELECT * FROM ({orders}) WHERE day <= {as_of}"
    found = duckdb.sql(SQL.format(orders=orders, grain=grain, window=window, figures=figures, as_of=as_of))
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def ratio(part: object, whole: object) -> float | None:
    return float(Decimal(str(part)) / Decimal(str(whole))) if Decimal(str(whole)) > 0 else None


CASES = [
    ("cdnow", "month", "6mo", "6 MONTH"),
    ("cdnow", "week", "90d", "90 DAY"),
    ("cdnow", "quarter", "2q", "6 MONTH"),
    ("shop", "month", "6mo", "6 MONTH"),
    ("shop", "month", "1mo", "1 MONTH"),
    ("shop", "month", "31d", "31 DAY"),
    ("shop", "week", "13w", "91 DAY"),
    ("shop", "week", "6d", "6 DAY"),
    ("shop", "quarter", "2q", "6 MONTH"),
]


@pytest.mark.parametrize("until", ["the end", "a day within"])
@pytest.mark.parametrize(("shop", "grain", "inactive", "window"), CASES)
def test_every_figure_is_that_of_the_sql(shop: str, grain: str, inactive: str, window: str, until: str) -> None:
    as_of = None if until == "the end" else {"cdnow": "1998-03-17", "shop": "2024-05-30"}[shop]
    found = segkit.churn(FILES[shop], grain=grain, inactive=inactive, as_of=as_of).rows
    told = expected(shop, grain, window, as_of="NULL" if as_of is None else f"DATE '{as_of}'")
    assert_same(list(found.iter_rows(named=True)), told)


@pytest.mark.parametrize("shop", [RETAIL])
@pytest.mark.parametrize(
    ("grain", "inactive", "window", "as_of"),
    [("month", "6mo", "6 MONTH", None), ("month", "90d", "90 DAY", "2014-06-11"), ("quarter", "1q", "3 MONTH", None)],
)
def test_every_figure_of_four_years_of_a_shop_is_that_of_the_sql(
    shop: str, grain: str, inactive: str, window: str, as_of: str | None
) -> None:
    found = segkit.churn(FILES[shop], grain=grain, inactive=inactive, as_of=as_of).rows
    told = expected(shop, grain, window, as_of="NULL" if as_of is None else f"DATE '{as_of}'")
    assert_same(list(found.iter_rows(named=True)), told)


def test_groups_are_those_of_the_first_line() -> None:
    found = segkit.churn(EXAMPLES / "shop.csv", by="sku").rows
    assert_same(list(found.iter_rows(named=True)), expected("shop", "month", "6 MONTH", by_region=True))


def assert_same(found: list[dict[str, object]], told: list[dict[str, object]]) -> None:
    assert len(found) == len(told) > 0
    assert any(row["known"] for row in told)
    for row, other in zip(found, told, strict=True):
        assert (row.get("group"), row["period"]) == (other["grp"], other["period"])
        assert (row["complete"], row["repeat_complete"]) == (other["complete"], other["aged"])
        for name in FIGURES:
            scale = 10_000 if name.endswith("amount") else 1
            assert row[name] == (int(other[name] * scale) if other["known"] else None), (row["period"], name)  # type: ignore[operator, call-overload]
        if other["known"]:
            assert row["churn_rate"] == ratio(other["lost_count"], other["start_count"])
            assert row["revenue_churn_rate"] == pytest.approx(ratio(other["lost_amount"], other["start_amount"]))
            assert row["repeat_rate"] == ratio(other["repeat_count"], other["new_count"])
            assert row["existing_income_share"] == pytest.approx(ratio(other["existing_amount"], other["total_amount"]))
