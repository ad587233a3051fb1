"""Sales by a column and by the calendar, against SQL over the same rows and by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

import segkit
from segkit.errors import MissingColumnError

SHOP = Path(__file__).parents[3] / "examples" / "shop.parquet"

ROWS = pl.DataFrame(
    [
        ("a", date(2024, 1, 1), "1", "north", 10.0),  # a Monday
        ("a", date(2024, 1, 1), "1", "south", 5.0),
        ("a", date(2024, 3, 5), "2", "north", 20.0),
        ("b", date(2024, 3, 6), "3", "south", 7.0),
        ("b", date(2024, 3, 7), "4", "south", -2.0),
        ("c", date(2024, 3, 8), "5", None, 1.0),
    ],
    schema=["customer_id", "order_date", "order_id", "region", "amount"],
    orient="row",
)


def figures(**options: object) -> list[tuple[object, ...]]:
    rows = segkit.stats(ROWS, **options).rows
    return rows.select(rows.columns[0], "customers", "order_count", "total_amount", "average_amount").rows()


def test_an_order_with_rows_in_two_regions_is_a_purchase_in_both() -> None:
    assert figures(by="region") == [
        ("north", 1, 2, 300_000, 150_000),
        ("south", 2, 2, 100_000, 50_000),
        (None, 1, 1, 10_000, 10_000),
    ]


def test_first_purchase_days_show_what_new_customers_bring() -> None:
    assert figures(by="region", first_only=True) == [
        ("south", 2, 2, 120_000, 60_000),
        ("north", 1, 1, 100_000, 100_000),
        (None, 1, 1, 10_000, 10_000),
    ]


def test_months_without_a_sale_are_rows_of_zeros() -> None:
    assert figures(by="month") == [
        ("2024-01", 1, 1, 150_000, 150_000),
        ("2024-02", 0, 0, 0, None),
        ("2024-03", 3, 3, 260_000, 86_667),
    ]


def test_weekdays_begin_with_monday_and_are_all_there() -> None:
    found = figures(by="weekday")
    assert [(row[0], row[2]) for row in found] == [
        ("Monday", 1), ("Tuesday", 1), ("Wednesday", 1), ("Thursday", 0), ("Friday", 1), ("Saturday", 0), ("Sunday", 0),
    ]  # fmt: skip
    assert found[3] == ("Thursday", 0, 0, -20_000, None)  # a return brings money back and is no purchase


def test_a_column_that_there_is_not_is_named_with_those_that_are() -> None:
    with pytest.raises(MissingColumnError, match=r'--by: no column "regon"\. Did you mean "region"'):
        segkit.stats(ROWS, by="regon")


@pytest.mark.parametrize("by", ["sku", "weekday", "week", "quarter"])
@pytest.mark.parametrize("first_only", [False, True])
def test_figures_of_the_shop_are_those_of_sql(by: str, *, first_only: bool) -> None:
    group = {
        "sku": "sku",
        "weekday": "dayname(d)",
        "week": "strftime(d, '%G-W%V')",
        "quarter": "year(d) || '-Q' || quarter(d)",
    }[by]
    part = "sku" if by == "sku" else "0"
    rows = duckdb.sql(f"""
        with lines as (
            select customer_id, order_id, sku, cast(order_date as date) as line_day, cast(amount as decimal(18, 4)) as amount
            from '{SHOP}' where coalesce(trim(customer_id), '') <> '' and status <> 'cancelled'
        ), orders as (
            select customer_id, order_id, {part} as sku, min(line_day) as d, sum(amount) as amount, max(amount >= 0) as bought
            from lines group by all
        ), firsts as (
            select customer_id, min(d) filter (where bought) as first from (
                select customer_id, order_id, min(line_day) as d, max(amount >= 0) as bought from lines group by all
            ) group by customer_id
        )
        select {group} as g, count(distinct customer_id) filter (where bought), count(*) filter (where bought),
            cast(sum(amount) * 10000 as bigint)
        from orders join firsts using (customer_id) where {"d = first" if first_only else "true"} group by 1
    """).fetchall()
    result = segkit.stats(SHOP, by=by, first_only=first_only).rows
    found = result.select(pl.col(result.columns[0]).cast(pl.String), "customers", "order_count", "total_amount")
    kept = found.filter((pl.col("order_count") > 0) | (pl.col("total_amount") != 0))
    assert set(kept.rows()) == {row for row in rows if row[2] or row[3]}
    assert kept.height > 5


def test_the_facts_count_an_order_of_two_regions_once() -> None:
    facts = segkit.stats(ROWS, by="region").facts
    assert (facts["orders"], facts["income"], facts["average_check"]) == (4, 41.0, 41 / 4)
    assert facts == segkit.stats(ROWS, by="month").facts


def test_the_facts_of_first_days_by_a_column_do_not_guess_how_many_orders_there_are() -> None:
    facts = segkit.stats(ROWS, by="region", first_only=True).facts
    assert (facts["orders"], facts["average_check"], facts["income"]) == (None, None, 23.0)
    assert segkit.stats(ROWS, by="month", first_only=True).facts["orders"] == 3
