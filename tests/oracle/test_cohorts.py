"""Cohorts against SQL of an analyst in DuckDB, on real and invented shops."""

from __future__ import annotations

import duckdb
import pytest
from shops import FILES, RETAIL, orders_of

import segkit

SQL = """
WITH orders AS ({orders}),
firsts AS (SELECT customer_id, date_trunc('{grain}', min(day)) AS cohort FROM orders WHERE bought GROUP BY customer_id),
sizes AS (SELECT cohort, count(*) AS size FROM firsts GROUP BY cohort),
periods AS (SELECT DISTINCT unnest(range(
    date_trunc('{grain}', (SELECT min(day) FROM orders)), (SELECT max(day) FROM orders) + INTERVAL 1 DAY, INTERVAL 1 {grain}
)) AS period),
grid AS (SELECT cohort, size, period FROM sizes JOIN periods ON period >= cohort),
events AS (
    SELECT cohort, date_trunc('{grain}', day) AS period,
        count(DISTINCT customer_id) FILTER (WHERE bought) AS customers, sum(amount) AS revenue
    FROM orders JOIN firsts USING (customer_id) GROUP BY ALL)
SELECT cohort::DATE AS cohort,
    row_number() OVER (PARTITION BY cohort ORDER BY period) - 1 AS age,
    coalesce(customers, 0) AS customers,
    coalesce(customers, 0)::DOUBLE / size AS retention,
    coalesce(revenue, 0) AS revenue,
    sum(coalesce(revenue, 0)) OVER (PARTITION BY cohort ORDER BY period)::DOUBLE / size AS cumulative,
    size,
    period + INTERVAL 1 {grain} <= (SELECT max(day) FROM orders) + INTERVAL 1 DAY AS complete
FROM grid LEFT JOIN events USING (cohort, period) ORDER BY cohort, age
"""


@pytest.mark.parametrize("shop", ["cdnow", "shop", RETAIL])
@pytest.mark.parametrize("grain", ["week", "month", "quarter"])
def test_every_cell_is_that_of_the_sql(shop: str, grain: str) -> None:
    expected = duckdb.sql(SQL.format(orders=orders_of(shop), grain=grain)).fetchall()
    found = segkit.cohorts(FILES[shop], grain=grain).rows
    assert found.height == len(expected) > 0
    for row, (cohort, age, customers, retention, revenue, cumulative, size, complete) in zip(
        found.iter_rows(named=True), expected, strict=True
    ):
        assert (row["cohort"], row["age"], row["customers"], row["size"]) == (cohort, age, customers, size)
        assert row["retention"] == retention
        assert row["revenue"] == int(revenue * 10_000)
        assert row["cumulative_revenue_per_customer"] == pytest.approx(cumulative * 10_000, abs=0.5001)
        assert row["complete"] == complete
