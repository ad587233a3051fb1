"""Customers of the sales held against lists: of all clients, and of leads."""

from __future__ import annotations

import polars as pl

from segkit.analyses.lifecycle.standing import STATUS, STATUSES
from segkit.errors import DataError, did_you_mean
from segkit.schema import KEY
from segkit.values import Listing

_WORDS = {
    "departed": "departed inactive lost churned former gone left ушел ушёл ушедший неактивен неактивный потерян",
    "active": "active current customer client активен активный действующий",
    "new": "new новый", "reactivated": "reactivated returned вернулся",
    "never_bought": "never_bought prospect не_покупал", "failed_sale": "failed_sale failed несостоявшаяся",
}  # fmt: skip
_KNOWN = {word: name for name, words in _WORDS.items() for word in words.split()}
"""What lists of clients call a status, without case and with ``_`` for blanks."""


def with_listed(customers: pl.DataFrame, clients: Listing | None, leads: Listing | None) -> pl.DataFrame:
    """Return the customers with a purchase, and who is listed without one: ``never_bought``, or ``failed_sale`` of leads.

    The column ``status`` of the list of clients wins where it is filled. Ids that the sales cannot hold (text beside
    whole numbers) make all ids text. Raises DataError for a status that nobody knows, and for ids with several.
    """
    bought = customers.filter(pl.col("status").is_not_null())
    for listing, name in ((clients, "never_bought"), (leads, "failed_sale")):
        if listing is None or listing.rows is None:
            continue
        bought, ids = alike(bought, listing.rows)
        missing = (
            ids.unique(KEY, maintain_order=True)
            .join(bought, on=KEY, how="anti")
            .select(KEY, status=pl.lit(name, dtype=STATUS))
        )
        returns, _ = alike(customers.filter(pl.col("status").is_null()).drop("status"), listing.rows, bought[KEY].dtype)
        bought = pl.concat([bought, missing.join(returns, on=KEY, how="left")], how="diagonal")
        if name == "never_bought" and "status" in ids.columns:
            bought = _ruled(bought, ids)
    zero = ["amount", "value", "order_count", "active_days"]
    counted = [column for column in bought.columns if column in zero or column.startswith(("recent_", "previous_"))]
    return bought.with_columns(pl.col(counted).fill_null(0))


def alike(
    customers: pl.DataFrame, ids: pl.DataFrame, dtype: pl.DataType | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return both with ids of one type: that of the sales, or text where the list has ids that are none of it."""
    kind = dtype or customers[KEY].dtype
    cast = ids[KEY].cast(kind, strict=False)
    if cast.null_count() > ids[KEY].null_count() or kind == pl.String:
        return customers.with_columns(pl.col(KEY).cast(pl.String)), ids
    return customers, ids.with_columns(cast)


def _ruled(customers: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    """Return the customers with the status of the list where it has one."""
    given = ids.select(KEY, pl.col("status").str.strip_chars().alias("told")).filter(pl.col("told") != "")
    plain = pl.col("told").str.to_lowercase().str.replace_all(r"[\s-]+", "_")
    words = given.select(plain.unique()).to_series().to_list()
    if unknown := sorted(word for word in words if word not in _KNOWN):
        lines = [f'--clients: no status "{word}".{did_you_mean(word, _KNOWN)}' for word in unknown[:5]]
        fix = "Write one of " + ", ".join(STATUSES) + ", leave the cell empty, or rename the column."
        raise DataError("\n".join(lines), fix=fix)
    ruled = given.select(KEY, plain.replace_strict(_KNOWN, return_dtype=STATUS)).unique(maintain_order=True)
    if torn := ruled.filter(pl.col(KEY).is_duplicated())[KEY].n_unique():
        message = f"--clients: {torn:,} ids are listed with more than one status"
        raise DataError(message, fix="Leave each of them the status that holds today.")
    joined = customers.join(ruled, on=KEY, how="left", maintain_order="left")
    return joined.with_columns(status=pl.coalesce("told", "status")).drop("told")
