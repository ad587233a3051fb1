"""The job of ``segkit abcxyz`` as an analyst would write it with other tools, each a whole program.

    python benchmarks/peers.py duckdb-windows sales.parquet out.parquet

Result: Parquet with one row per customer, by income descending, then id. Purchases are orders (rows, where there are
no order ids) with an amount of zero or more; dates and months are those of purchases. The peers do only this: they
look for no unreadable row, account for none, and add money as floating-point numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

COLUMNS = (
    "customer_id", "total_amount", "order_count", "active_months", "first_order_date", "last_order_date", "share",
    "cumulative_share", "abc_class", "xyz_class", "abc_xyz_class", "golden",
)  # fmt: skip

_CUSTOMERS = """
    SELECT customer_id,
           sum(amount) AS total_amount,
           count(*) FILTER (amount >= 0) AS order_count,
           count(DISTINCT date_trunc('month', order_date)) FILTER (amount >= 0) AS active_months,
           min(order_date::DATE) FILTER (amount >= 0) AS first_order_date,
           max(order_date::DATE) FILTER (amount >= 0) AS last_order_date
    FROM {source} GROUP BY customer_id
"""

# The same without a distinct count, which is faster.
_CUSTOMERS_BY_MONTH = """
    SELECT customer_id, sum(amount) AS total_amount, sum(orders)::BIGINT AS order_count,
           count(*) FILTER (orders > 0) AS active_months, min(first) AS first_order_date, max(last) AS last_order_date
    FROM (
        SELECT customer_id, sum(amount) AS amount, count(*) FILTER (amount >= 0) AS orders,
               min(order_date) FILTER (amount >= 0)::DATE AS first, max(order_date) FILTER (amount >= 0)::DATE AS last
        FROM {source} GROUP BY customer_id, date_trunc('month', order_date)
    ) GROUP BY customer_id
"""

_ORDERS = """
    (SELECT customer_id, min(order_date) AS order_date,
            CASE WHEN max(amount) >= 0 THEN 0 ELSE -1 END AS amount, sum(amount) AS money
     FROM {source} GROUP BY customer_id, order_id)
"""

_WINDOWS = """
    WITH customers AS ({customers}),
    reached AS (
        SELECT *,
               sum(greatest(total_amount, 0)) OVER () AS income,
               sum(greatest(total_amount, 0)) OVER (ORDER BY total_amount DESC) AS income_reached,
               sum(order_count) OVER () AS orders,
               sum(order_count) OVER (ORDER BY order_count DESC) AS orders_reached
        FROM customers
    ),
    classed AS (
        SELECT *,
               CASE WHEN total_amount <= 0 THEN 'C'
                    WHEN income_reached - total_amount < 0.80 * income THEN 'A'
                    WHEN income_reached - total_amount < 0.95 * income THEN 'B' ELSE 'C' END AS abc_class,
               CASE WHEN order_count = 0 THEN 'Z'
                    WHEN orders_reached - order_count < 0.80 * orders THEN 'X'
                    WHEN orders_reached - order_count < 0.95 * orders THEN 'Y' ELSE 'Z' END AS xyz_class
        FROM reached
    )
    SELECT customer_id, total_amount, order_count, active_months, first_order_date, last_order_date,
           greatest(total_amount, 0) / income AS share, income_reached / income AS cumulative_share,
           abc_class, xyz_class, abc_class || xyz_class AS abc_xyz_class,
           abc_class = 'A' AND xyz_class <> 'Z' AS golden
    FROM classed ORDER BY total_amount DESC, customer_id
"""

# Groups of equals go to a class whole: the upper one if at least half of their share lies before the limit.
_CUTS = """
    WITH spread AS (
        SELECT value, size, reached - value * size AS before, reached, total FROM (
            SELECT value, size, sum(value * size) OVER (ORDER BY value DESC) AS reached,
                   sum(value * size) OVER () AS total
            FROM (SELECT {value} AS value, count(*) AS size FROM customers WHERE {value} > 0 GROUP BY 1)
        )
    ),
    inside AS (
        SELECT value, before = 0 OR (CASE WHEN size = 1 THEN before < 0.80 * total
                                          ELSE before + reached <= 1.60 * total END) AS upper,
               before = 0 OR (CASE WHEN size = 1 THEN before < 0.95 * total
                                   ELSE before + reached <= 1.90 * total END) AS middle
        FROM spread
    )
    SELECT min(value) FILTER (upper), min(value) FILTER (middle), min(value) FILTER (value > 1) FROM inside
"""

_CLASSED = """
    SELECT customer_id, total_amount, order_count, active_months, first_order_date, last_order_date,
           greatest(total_amount, 0) / income AS share,
           sum(greatest(total_amount, 0)) OVER (ORDER BY total_amount DESC) / income AS cumulative_share,
           abc_class, xyz_class, abc_class || xyz_class AS abc_xyz_class,
           abc_class = 'A' AND xyz_class <> 'Z' AS golden
    FROM (
        SELECT *,
               CASE WHEN total_amount >= $a THEN 'A' WHEN total_amount >= $b THEN 'B' ELSE 'C' END AS abc_class,
               CASE WHEN order_count >= $x THEN 'X' WHEN order_count >= $y THEN 'Y' ELSE 'Z' END AS xyz_class
        FROM customers
    ), (SELECT sum(greatest(total_amount, 0)) AS income FROM customers)
    ORDER BY total_amount DESC, customer_id
"""


def _sql_as_written(source: str, *, ordered: bool) -> str:
    """Return the SQL that rolls the rows up to customers as one writes it first."""
    counted = "count(DISTINCT order_id) FILTER" if ordered else "count(*) FILTER"
    return _CUSTOMERS.replace("count(*) FILTER", counted).format(source=source)


def _sql_tuned(source: str, *, ordered: bool) -> str:
    """Return the same as two group-bys, or three, its sums rounded to cents, so that equal incomes are equal."""
    sql = _CUSTOMERS_BY_MONTH.replace("sum(amount) AS total_amount", "round(sum(amount), 2) AS total_amount")
    if ordered:
        sql = sql.replace("sum(amount) AS amount", "sum(money) AS amount")
        source = _ORDERS.format(source=source)
    return sql.format(source=source)


def duckdb_windows(source: Path, target: Path) -> None:
    """DuckDB as one writes it: distinct counts, and window functions over the customers."""
    import duckdb

    customers = _sql_as_written(f"'{source}'", ordered=_has_orders(duckdb, source))
    duckdb.execute(f"COPY ({_WINDOWS.format(customers=customers)}) TO '{target}'")


def duckdb_cuts(source: Path, target: Path) -> None:
    """DuckDB with segkit's algorithm: months and orders as group-bys, cut values first, then comparisons."""
    import duckdb

    customers = _sql_tuned(f"'{source}'", ordered=_has_orders(duckdb, source))
    duckdb.execute(f"CREATE OR REPLACE TEMP TABLE customers AS {customers}")
    a, b, _ = _row(duckdb, _CUTS.format(value="total_amount"))
    x, y, repeated = _row(duckdb, _CUTS.format(value="order_count"))
    # A count of 1 is the last class as long as anybody has more.
    x, y = (repeated if cut == 1 and repeated is not None else cut for cut in (x, y))
    values = {"a": a, "b": b, "x": x, "y": y}
    duckdb.execute(f"COPY ({_CLASSED}) TO '{target}'", values)


def _has_orders(duckdb: object, source: Path) -> bool:
    return "order_id" in [row[0] for row in duckdb.execute(f"DESCRIBE FROM '{source}'").fetchall()]  # type: ignore[attr-defined]


def _row(duckdb: object, sql: str) -> tuple[float, float, float]:
    return duckdb.execute(sql).fetchone()  # type: ignore[attr-defined, no-any-return]


def pandas_eager(source: Path, target: Path) -> None:
    """The usual pandas: group-by, sort, cumulative sum."""
    import pandas as pd

    rows = pd.read_csv(source, parse_dates=["order_date"]) if source.suffix == ".csv" else pd.read_parquet(source)
    customers = _pandas_customers(rows)
    customers = _pandas_classes(customers, "order_count", "xyz_class", "XYZ")
    customers = _pandas_classes(customers, "total_amount", "abc_class", "ABC")
    value = customers["total_amount"].clip(lower=0)
    customers["share"] = value / value.sum()
    customers["cumulative_share"] = customers["share"].cumsum()
    customers["abc_xyz_class"] = customers["abc_class"] + customers["xyz_class"]
    customers["golden"] = customers["abc_xyz_class"].isin(["AX", "AY"])
    customers = customers.sort_values(["total_amount", "customer_id"], ascending=[False, True])
    customers[list(COLUMNS)].to_parquet(target, index=False)


def _pandas_customers(rows: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    bought = rows[rows["amount"] >= 0].copy()
    bought["month"] = bought["order_date"].dt.year * 12 + bought["order_date"].dt.month
    counted = ("order_id", "nunique") if "order_id" in rows.columns else ("amount", "size")
    purchases = bought.groupby("customer_id").agg(
        order_count=counted,
        active_months=("month", "nunique"),
        first_order_date=("order_date", "min"),
        last_order_date=("order_date", "max"),
    )
    customers = rows.groupby("customer_id").agg(total_amount=("amount", "sum")).join(purchases)
    for name in ("order_count", "active_months"):
        customers[name] = customers[name].fillna(0).astype("int64")
    for name in ("first_order_date", "last_order_date"):
        customers[name] = pd.to_datetime(customers[name]).dt.normalize()
    return customers.reset_index()


def _pandas_classes(customers: pd.DataFrame, value: str, name: str, letters: str) -> pd.DataFrame:
    import numpy as np

    customers = customers.sort_values(value, ascending=False)
    gained = customers[value].clip(lower=0)
    before = (gained.cumsum() - gained) / gained.sum()
    first, second, last = letters
    customers[name] = np.where(before < 0.80, first, np.where(before < 0.95, second, last))
    customers.loc[customers[value] <= 0, name] = last
    return customers


def polars_eager(source: Path, target: Path) -> None:
    """The usual eager Polars: group-by, sort, cumulative sum."""
    import polars as pl

    rows = pl.read_csv(source, try_parse_dates=True) if source.suffix == ".csv" else pl.read_parquet(source)
    bought = pl.col("amount") >= 0
    day = pl.col("order_date").dt.date().filter(bought)
    ordered = "order_id" in rows.columns
    customers = rows.group_by("customer_id").agg(
        pl.col("amount").sum().alias("total_amount"),
        (pl.col("order_id").filter(bought).n_unique() if ordered else bought.sum()).alias("order_count"),
        day.dt.truncate("1mo").n_unique().alias("active_months"),
        day.min().alias("first_order_date"),
        day.max().alias("last_order_date"),
    )
    classed = customers.sort("order_count", descending=True).with_columns(
        xyz_class=_polars_classes("order_count", "XYZ")
    )
    classed = classed.sort("total_amount", "customer_id", descending=[True, False]).with_columns(
        abc_class=_polars_classes("total_amount", "ABC"),
        share=pl.col("total_amount").clip(0) / pl.col("total_amount").clip(0).sum(),
    )
    cell = pl.col("abc_class") + pl.col("xyz_class")
    classed = classed.with_columns(
        cumulative_share=pl.col("share").cum_sum(), abc_xyz_class=cell, golden=cell.is_in(["AX", "AY"])
    )
    classed.select(COLUMNS).write_parquet(target)


def _polars_classes(value: str, letters: str) -> pl.Expr:
    import polars as pl

    gained = pl.col(value).clip(0)
    before = (gained.cum_sum() - gained) / gained.sum()
    first, second, last = letters
    upper = pl.when(before < 0.80).then(pl.lit(first)).when(before < 0.95).then(pl.lit(second))
    return pl.when(pl.col(value) <= 0).then(pl.lit(last)).otherwise(upper.otherwise(pl.lit(last)))


PEERS: dict[str, Callable[[Path, Path], None]] = {
    "duckdb-windows": duckdb_windows,
    "duckdb-cuts": duckdb_cuts,
    "pandas": pandas_eager,
    "polars": polars_eager,
}
"""The peers by name; the first sentence of each one's documentation says what it is."""


def main() -> None:
    if len(sys.argv) != 4 or sys.argv[1] not in PEERS:
        raise SystemExit(f"usage: peers.py {'|'.join(PEERS)} INPUT OUTPUT")
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))


if __name__ == "__main__":
    main()
