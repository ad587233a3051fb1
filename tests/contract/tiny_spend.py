"""A whole analysis in one file, on customers: who spent at least so much. It proves that a registry line suffices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import polars as pl

from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.frozen import frozen
from segkit.params import Params
from segkit.result import Panel, Result
from segkit.schema import KEY, Column, Schema


@frozen(kw_only=True)
class SpendParams(Params):
    """What counts as big."""

    at_least: Annotated[int, "Income from which a customer is big."] = 100


OUTPUT = Schema(
    "tiny_spend",
    version=1,
    order=("-total_amount", KEY),
    columns={
        KEY: Column("id", "The customer."),
        "total_amount": Column("amount", "Net revenue.", "currency"),
        "size": Column("label", "big or small."),
    },
    brief=(KEY, "total_amount"),
)


def compute(data: RolledUp, params: SpendParams) -> Computed:
    big = pl.when(pl.col("amount") >= params.at_least * 10_000).then(pl.lit("big")).otherwise(pl.lit("small"))
    table = data.customers.select(KEY, total_amount="amount", size=big.cast(pl.Enum(["big", "small"])))
    ordered = table.sort("total_amount", KEY, descending=[True, False])
    return Computed(table=ordered, facts={"big_customers": ordered.filter(pl.col("size") == "big").height})


def overview(result: Result) -> Mapping[str, Panel]:
    counted = pl.DataFrame({"size": ["big", "small"], "all": ["", ""]}).with_columns(
        customers=pl.Series([(result.rows["size"] == size).sum() for size in ("big", "small")])
    )
    columns = {"size": Column("label", "Size."), "all": Column("label", ""), "customers": Column("count", "Customers.")}
    return {"sizes": Panel("Sizes", counted, columns, pivot=("size", "all"))}


ANALYSIS = Analysis(
    params=SpendParams,
    output=OUTPUT,
    needs=lambda _: Needs(roles={"amount": "spend is money"}),
    compute=compute,
    schema_of=lambda _: OUTPUT,
    overview=overview,
    examples=("segkit tiny_spend sales.csv  # who is big",),
)
