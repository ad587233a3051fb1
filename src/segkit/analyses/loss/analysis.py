"""Loss from churn, the projection of a customer base, and what an acquisition leaves; from numbers or from sales.

All figures are exact and rounded once. Definitions with worked examples: docs/definitions.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import polars as pl

from segkit import units
from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.loss import overview
from segkit.analyses.loss.figures import Figures, figures_of
from segkit.analyses.loss.params import OUTPUT, SHARE_DIGITS, LossParams, schema_of
from segkit.analyses.loss.words import WORDS
from segkit.errors import ParamsError
from segkit.params import flag_of
from segkit.schema import Kind
from segkit.values import Share

Row = Mapping[str, object]

_DTYPES: Mapping[Kind, type[pl.DataType]] = {
    "share": pl.Float64, "rate": pl.Float64, "amount": pl.Int64, "number": pl.Int64, "count": pl.Int64,
}  # fmt: skip


def needs(params: LossParams) -> Needs:
    """Return the columns that the missing figures of a loss need; where all are given, no input."""
    if params.is_told:
        return Needs(levels=())
    roles = {"date": "churn is about time", "amount": "a loss is money"}
    return Needs(
        levels=("orders",), roles=roles, own_windows=True, instead=[flag_of(name) for name in params.from_data]
    )


def compute(data: RolledUp, params: LossParams) -> Computed:
    """Return a row for each churn rate, for each retention rate and period, or for the acquisition."""
    found = figures_of(data, params) if params.table == "loss" else None
    rows = (
        _losses(found, params) if found else _projected(params) if params.table == "projection" else _acquired(params)
    )
    schema = schema_of(params)
    dtypes = {name: _DTYPES[column.kind] for name, column in schema.columns.items()}
    table = pl.DataFrame(list(rows), schema=dtypes, orient="row")
    notes = [] if found is None else list(found.notes)
    return Computed(
        table=table,
        facts=overview.facts(table, params.table),
        notes=notes,
        headline=found.headline if found else (_headline(params),),
    )


def _losses(found: Figures, params: LossParams) -> Iterator[Row]:
    """Yield a row for each churn rate, the highest first."""
    customers, value = Fraction(found.customers), found.value
    for rate in found.churn:
        lost = None if rate is None else customers * rate
        amount = None if lost is None or value is None else lost * value
        yield {
            "churn_rate": None if rate is None else float(rate),
            "customers": _units(customers),
            "customer_value": _units(value),
            "lost_customers": _units(lost),
            "lost_amount": _units(amount),
            **_profits(amount, params),
        }


def _profits(amount: Fraction | None, params: LossParams) -> Row:
    """Return what the lost income is in profit, and what preventing the loss would leave of it."""
    if params.margin is None:
        return {}
    profit = None if amount is None else amount * Fraction(params.margin)
    row: dict[str, object] = {"lost_profit": _units(profit)}
    if params.prevention_cost is not None:
        cost = Fraction(params.prevention_cost)
        row["net_benefit"] = None if profit is None else _units(profit - cost)
        row["break_even_share"] = float(cost / profit) if profit is not None and profit > 0 else None
    return row


def _projected(params: LossParams) -> Iterator[Row]:
    """Yield the periods of each retention rate r: N(1) is given, N(t) = r N(t-1) + new."""
    for rate in sorted(params.retention or ()):
        yield from _periods(rate, params)


def _periods(rate: Share, params: LossParams) -> Iterator[Row]:
    """Yield the periods of one rate, counting in whole multiples of 10^-6 to the power of the steps taken."""
    whole = 10**SHARE_DIGITS
    kept, check = int(rate * whole), int((params.check or 0) * units.SCALE)
    here = total = params.customers or 0
    scale = 1
    for period in range(1, (params.periods or 0) + 1):
        if period > 1:
            scale *= whole
            here = kept * here + (params.new or 0) * scale
            total = total * whole + here
        yield {
            "retention_rate": kept / whole,
            "period": period,
            "customers": _within(units.nearest(here * units.SCALE, scale)),
            "revenue": _within(units.nearest(here * check, scale)),
            "cumulative_revenue": _within(units.nearest(total * check, scale)),
        }


def _acquired(params: LossParams) -> Iterator[Row]:
    """Yield what the first check leaves after the cost of the customer, and what a regular check brings more."""
    cac, first, regular = (Fraction(given or 0) for given in (params.cac, params.first_check, params.regular_check))
    yield {
        "cac": _units(cac),
        "first_check": _units(first),
        "regular_check": _units(regular),
        "left_after_cac": _units(first - cac),
        "cac_share": float(cac / first) if first else None,
        "check_growth": _units(regular - first),
    }


def _units(value: Fraction | None) -> int | None:
    """Return an exact figure in units of 1/10,000."""
    return None if value is None else _within(units.nearest(value.numerator * units.SCALE, value.denominator))


def _within(found: int) -> int:
    if abs(found) > units.LIMIT:
        message = f"a figure is above {units.to_decimal(units.LIMIT):,.0f}, the most that can be told exactly"
        raise ParamsError(message, fix="Count in thousands or millions.")
    return found


def _headline(params: LossParams) -> str:
    if params.table == "acquisition":
        return "Acquisition: what a check leaves of the cost of the customer"
    joined = f"{params.new:,} new each" if params.new else "no new ones"
    return f"Projection over {params.periods:,} periods: {params.customers:,} customers x {params.check:,f} a period, {joined}"


ANALYSIS = Analysis(
    params=LossParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=schema_of,
    overview=overview.overview,
    facts=overview.FACTS,
    words=WORDS,
    examples=(
        "segkit loss sales.csv --margin 40% --prevention-cost 5000  # before paying for retention: does it pay?",
        "segkit loss --new 10 --periods 50 --purchases 12 --check 50 --churn 10%,3%  # what a lower churn is worth, no file",
        "segkit loss --customers 100 --check 10 --retention 5% --retention 10% --periods 12 --new 100  # two shops, a year on",
        "segkit loss --cac 78.5 --first-check 198.3 --regular-check 212  # whether the first purchase pays for the ad",
    ),
)
