"""The figures of a loss against SQL on the example shops: exact sums, divided and multiplied here as fractions."""

from __future__ import annotations

from fractions import Fraction

import duckdb
import pytest
from shops import EXAMPLES, orders_of

import segkit

SQL = """
WITH orders AS ({orders}),
span AS (
    SELECT max(day) AS as_of, (max(day) - INTERVAL 6 MONTH)::DATE AS start,
        {first}::DATE AS first FROM orders),
people AS (
    SELECT customer_id, min(day) AS came, max(day) AS seen FROM orders WHERE bought GROUP BY customer_id)
SELECT
    (SELECT count(*) FROM people, span WHERE came >= first),
    (SELECT count(*) FROM people, span WHERE seen >= first),
    (SELECT count(*) FROM people, span WHERE seen >= first AND seen < start),
    (SELECT count(*) FROM orders, span WHERE bought AND day >= first),
    (SELECT (sum(amount) * 10000)::BIGINT FROM orders, span WHERE day >= first)
"""


@pytest.mark.parametrize("shop", ["cdnow", "shop"])
@pytest.mark.parametrize(
    ("last", "first"),
    [
        (None, "min(day)"),
        ("12mo", "(max(day) + 1 - INTERVAL 12 MONTH)"),
        ("9mo", "(max(day) + 1 - INTERVAL 9 MONTH)"),
    ],
)
def test_every_figure_is_that_of_the_sql(shop: str, last: str | None, first: str) -> None:
    (counted,) = duckdb.sql(SQL.format(orders=orders_of(shop), first=first)).fetchall()
    new, customers, departed, orders, units = counted
    churn, value = Fraction(departed, customers), Fraction(units, customers)
    found = segkit.loss(EXAMPLES / f"{shop}.csv", last=last).rows.row(0, named=True)
    assert orders > 0
    assert found == {
        "churn_rate": float(churn),
        "customers": new * 10_000,
        "customer_value": _nearest(value),
        "lost_customers": _nearest(new * churn * 10_000),
        "lost_amount": _nearest(new * churn * value),
    }


def _nearest(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))
