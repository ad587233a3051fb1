"""segkit on the example exports against DuckDB: aggregates and classes in SQL over the same file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import segkit
from segkit.result import Result

EXAMPLES = Path(__file__).parents[2] / "examples"

CDNOW = """
    SELECT customer_id, row_number() OVER () AS order_id, "date"::DATE AS day, amount::DECIMAL(18, 4) AS amount
    FROM read_csv(?, all_varchar = true)
"""
SHOP = """
    SELECT customer_id, order_id, order_date::DATE AS day, amount::DECIMAL(18, 4) AS amount
    FROM read_csv(?, all_varchar = true)
    WHERE trim(coalesce(customer_id, '')) <> '' AND lower(status) <> 'cancelled'
"""
CUSTOMERS = """
    CREATE TABLE orders AS
    SELECT customer_id, order_id, min(day) AS day, sum(amount) AS amount, max(amount) >= 0 AS bought
    FROM ({rows}) GROUP BY ALL;

    CREATE TABLE customers AS
    SELECT
        customer_id,
        sum(amount) AS total,
        count(*) FILTER (bought) AS orders,
        count(DISTINCT date_trunc('month', day)) FILTER (bought) AS months,
        min(day) FILTER (bought) AS first_day,
        max(day) FILTER (bought) AS last_day
    FROM orders GROUP BY ALL
"""
# A group of equals is inside a limit if it begins before it and, where the limit cuts it, half of it lies before.
CLASSES = """
    WITH groups AS (
        SELECT {value} AS value, count(*) AS size, sum({value}) AS own FROM customers WHERE {value} > 0 GROUP BY ALL
    ), reached AS (
        SELECT
            value, size, own,
            sum(own) OVER (ORDER BY value DESC) AS upto,
            sum(own) OVER () AS total,
            row_number() OVER (ORDER BY value DESC) AS place
        FROM groups
    ), inside AS (
        SELECT
            value,
            {single} AND value = 1 AND max(value) OVER () > 1 AS is_single,
            place = 1 OR ((upto - own) * 100 < 80 * total
                AND (size = 1 OR upto * 100 <= 80 * total OR (2 * upto - own) * 100 <= 2 * 80 * total)) AS upper,
            place = 1 OR ((upto - own) * 100 < 95 * total
                AND (size = 1 OR upto * 100 <= 95 * total OR (2 * upto - own) * 100 <= 2 * 95 * total)) AS middle
        FROM reached
    )
    SELECT customer_id, CASE WHEN coalesce(is_single, true) THEN 2 WHEN upper THEN 0 WHEN middle THEN 1 ELSE 2 END
    FROM customers LEFT JOIN inside ON customers.{value} = inside.value
"""


class Pair:
    """One example, read by both."""

    def __init__(self, name: str, rows: str) -> None:
        self.path = str(EXAMPLES / name)
        self.sql = duckdb.connect()
        first, second = CUSTOMERS.format(rows=rows).split(";")
        self.sql.execute(first, [self.path])
        self.sql.execute(second)

    def result(self, **options: Any) -> Result:
        return segkit.abcxyz(self.path, **options)

    def classes(self, value: str, *, single: bool = False) -> dict[str, int]:
        return dict(self.sql.execute(CLASSES.format(value=value, single=str(single).lower())).fetchall())


@pytest.fixture(scope="module", params=[("cdnow.csv", CDNOW), ("shop.csv", SHOP)], ids=["cdnow", "shop"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return Pair(*request.param)


def differing(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the customers that differ, with both answers."""
    return {
        name: (ours.get(name), theirs.get(name))
        for name in {*ours, *theirs}
        if ours.get(name, "absent") != theirs.get(name, "absent")
    }


def test_totals_counts_and_dates_are_equal_to_the_cent(pair: Pair) -> None:
    columns = ["customer_id", "total_amount", "order_count", "active_months", "first_order_date", "last_order_date"]
    ours = {
        name: (Decimal(units) / 10_000, *rest) for name, units, *rest in pair.result().rows.select(columns).iter_rows()
    }
    theirs = {name: tuple(rest) for name, *rest in pair.sql.execute("SELECT * FROM customers").fetchall()}
    assert len(ours) > 100
    assert differing(ours, theirs) == {}


@pytest.mark.parametrize(
    ("options", "value", "column", "letters"),
    [
        ({}, "total", "abc_class", "ABC"),
        ({"value": "orders"}, "orders", "abc_class", "ABC"),
        ({"xyz_by": "orders"}, "orders", "xyz_class", "XYZ"),
        ({"xyz_by": "months"}, "months", "xyz_class", "XYZ"),
    ],
)
def test_every_customer_has_the_same_class(
    pair: Pair, options: dict[str, str], value: str, column: str, letters: str
) -> None:
    ours = dict(pair.result(**options).table.select("customer_id", column).iter_rows())
    theirs = {name: letters[place] for name, place in pair.classes(value, single=value in ("orders", "months")).items()}
    assert len(set(ours.values())) > 1
    assert differing(ours, theirs) == {}


def test_facts_are_those_of_the_data(pair: Pair) -> None:
    facts = pair.result().facts
    found = pair.sql.execute("SELECT count(*), sum(orders), sum(total), sum(total) FILTER (total > 0) FROM customers")
    people, orders, total, positive = found.fetchone() or ()
    assert (facts["customers"], facts["order_count"]) == (people, orders)
    assert (facts["total_income"], facts["positive_income"]) == (float(total), float(positive))


def test_every_row_and_its_money_is_accounted_for(pair: Pair) -> None:
    account = pair.result().account
    assert account is not None
    rows, money = pair.sql.execute(
        "SELECT count(*), sum(amount::DECIMAL(18, 4)) FROM read_csv(?, all_varchar = true)", [pair.path]
    ).fetchone() or (0, 0)
    assert (account.read.rows, account.read.units) == (rows, money * 10_000)
    (used,) = pair.sql.execute("SELECT sum(amount) FROM orders").fetchone() or (0,)
    assert account.used.units == used * 10_000
    assert account.rejected == {}
