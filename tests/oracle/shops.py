"""Shops as an analyst reads them in SQL: a row an order, with its day, money and whether it is a purchase."""

from __future__ import annotations

from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
_RETAIL = Path(__file__).parents[3] / "shared/data/real/retail_transactions/Retail_Data_Transactions.csv"
"""Retail transactions: 125,000 purchases of 6,889 customers in four years, where they lie beside the checkout."""

FILES = {"cdnow": EXAMPLES / "cdnow.csv", "shop": EXAMPLES / "shop.csv", "retail": _RETAIL}

RETAIL = pytest.param(
    "retail", marks=pytest.mark.skipif(not _RETAIL.exists(), reason="retail_transactions is not beside the checkout")
)

_LINES = {
    "cdnow": f"""
        SELECT customer_id, date AS day, amount::DECIMAL(18, 4) AS amount, row_number() OVER () AS o, NULL AS region
        FROM read_csv('{EXAMPLES}/cdnow.csv', all_varchar=true)""",
    "shop": f"""
        SELECT customer_id, order_date AS day, amount::DECIMAL(18, 4) AS amount, order_id AS o, sku AS region
        FROM read_csv('{EXAMPLES}/shop.csv', all_varchar=true)
        WHERE customer_id IS NOT NULL AND status NOT IN ('cancelled')""",
    "retail": f"""
        SELECT customer_id, strptime(trans_date, '%m/%d/%Y') AS day, tran_amount::DECIMAL(18, 4) AS amount,
            row_number() OVER () AS o, NULL AS region
        FROM read_csv('{_RETAIL}', all_varchar=true)""",
}


def orders_of(shop: str, *, by_region: bool = False) -> str:
    """Return the SELECT of the orders of a shop: ``customer_id, grp, day, amount, bought``.

    ``grp`` is null, or what the customer's first line says (the least of the first day).
    """
    orders = f"""
        SELECT customer_id, min(day::DATE) AS day, sum(amount) AS amount, max(amount) >= 0 AS bought
        FROM ({_LINES[shop]}) GROUP BY customer_id, o"""
    if not by_region:
        return f"SELECT *, NULL AS grp FROM ({orders})"
    return f"""
        SELECT * FROM ({orders}) JOIN (
            SELECT customer_id, arg_min(region, day::DATE || region) AS grp FROM ({_LINES[shop]}) GROUP BY customer_id
        ) USING (customer_id)"""
