"""A whole analysis in one file, on customer months: each customer's best month."""

from __future__ import annotations

from typing import Annotated, Literal

import polars as pl

from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.frozen import frozen
from segkit.params import Params
from segkit.schema import KEY, Column, Schema


@frozen(kw_only=True)
class MonthsParams(Params):
    """What best means."""

    best_by: Annotated[Literal["amount", "orders"], "What the best month has most of."] = "amount"


OUTPUT = Schema(
    "tiny_months",
    version=1,
    order=(KEY,),
    columns={
        KEY: Column("id", "The customer."),
        "month_count": Column("count", "Months with any row.", "months"),
        "best_amount": Column("amount", "Income of the best month.", "currency"),
        "best_share": Column("ratio", "Its share of the customer's absolute income.", nullable=True),
    },
)


def compute(data: RolledUp, params: MonthsParams) -> Computed:
    months = data.level("customer_months")
    by = "amount" if params.best_by == "amount" else "order_count"
    ranked = months.sort(KEY, by, "month", descending=[False, True, False])
    best = ranked.group_by(KEY, maintain_order=True).agg(
        pl.len().alias("month_count"), pl.col("amount").first().alias("best_amount"), pl.col("amount").abs().sum()
    )
    share = pl.when(pl.col("amount") != 0).then(pl.col("best_amount") / pl.col("amount"))
    return Computed(table=best.select(KEY, "month_count", "best_amount", best_share=share))


ANALYSIS = Analysis(
    params=MonthsParams,
    output=OUTPUT,
    needs=lambda _: Needs(
        levels=("customers", "customer_months"), roles={"amount": "best is money", "date": "months need dates"}
    ),
    compute=compute,
    schema_of=lambda _: OUTPUT,
)
