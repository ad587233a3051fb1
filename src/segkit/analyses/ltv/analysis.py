"""Lifetime value: what customers brought, what the formulas say, and what they are expected to bring."""

from __future__ import annotations

from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.ltv import overview
from segkit.analyses.ltv.params import OUTPUT, LtvParams, schema_of
from segkit.analyses.ltv.words import WORDS


def needs(params: LtvParams) -> Needs:
    """Return the columns and levels of the roll-up that these parameters need."""
    roles = {"date": "lifetime value is over time"}
    if params.method != "predictive":
        roles["amount"] = f"{params.method} value is money (--method predictive expects purchases without)"
    return Needs(
        levels=("customers", "customer_days"),
        roles=roles,
        measures=("amount",) if params.margin is not None else ("amount", "value"),
        value=None if params.margin is not None else "profit",
        by=params.by,
        counts_orders=params.is_grouped,
    )


def compute(data: RolledUp, params: LtvParams) -> Computed:
    """Value every customer, or groups of them, by the method of the parameters."""
    if params.is_grouped:
        from segkit.analyses.ltv import groups  # noqa: PLC0415 -- imports NumPy

        return groups.compute(data, params)
    if params.method == "predictive":
        from segkit.analyses.ltv import predictive  # noqa: PLC0415 -- imports NumPy and SciPy

        return predictive.compute(data, params)
    from segkit.analyses.ltv import customers  # noqa: PLC0415 -- imports NumPy

    return customers.historic(data, params)


ANALYSIS = Analysis(
    params=LtvParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=schema_of,
    overview=overview.overview,
    facts=overview.FACTS,
    fits_model=True,
    words=WORDS,
    examples=(
        "segkit ltv sales.csv --margin 40% --discount 10%  # what every customer will bring within a year",
        "segkit ltv sales.csv --horizon 6mo --format value --fact customer_equity  # one number for a script",
        "segkit ltv sales.csv --method formula --margin 40% --cac 78.5  # LTV/CAC and payback",
    ),
)
