"""Values of groups of customers by the textbook formulas: income per customer; check x rate x lifespan; churn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl

from segkit import units
from segkit.analyses._base import Computed, RolledUp
from segkit.analyses.lifecycle.flows import losses
from segkit.analyses.lifecycle.rhythm import Window
from segkit.analyses.lifecycle.spells import Calendar
from segkit.analyses.ltv.costs import Costs
from segkit.analyses.ltv.customers import Margin, net_of_cac, with_groups
from segkit.analyses.ltv.overview import group_facts
from segkit.analyses.ltv.params import LtvParams, schema_of
from segkit.analyses.summary.analysis import event_notes
from segkit.lifetime import formulas
from segkit.lifetime.exposure import active_days, margins_by_age, months_of_age
from segkit.lifetime.formulas import MONTH_DAYS
from segkit.lifetime.history import Histories
from segkit.periods import day_number
from segkit.result import Note
from segkit.schema import KEY, SCALED

_KEYS = ("everybody", "group")


def compute(data: RolledUp, params: LtvParams) -> Computed:
    """Return a row for everybody and one for each group: the largest first."""
    margin = Margin.of(data.customers, params)
    histories = Histories.of(data.level("customer_days"))
    buyers = _buyers(data, histories, params, margin)
    costs = Costs(params, histories, buyers["group"])
    if params.cac is not None:
        buyers = buyers.with_columns(cost=costs.of_customers)
    sums = _summed(buyers, params)
    if params.method == "formula":
        found = sums.join(_losses(buyers, data, histories, params), on=_KEYS, how="left", nulls_equal=True)
        valued = _by_formula(found, params)
        if params.cac is not None:
            margins = _margins_by_age(buyers, data, histories, params, margin)
            valued = formulas.payback(margins, valued, _KEYS)
    else:
        valued = _simple(sums)
    schema = schema_of(params)
    money = [name for name, column in schema.columns.items() if column.kind in SCALED]
    table = schema.arranged(valued).with_columns(pl.col(money).round(mode="half_away_from_zero").cast(pl.Int64))
    everybody = table.row(0, named=True)
    notes = [*event_notes(data, histories), *_identified(everybody, params), *costs.notes()]
    return Computed(
        table=table,
        facts=group_facts(everybody, valued.filter("everybody")["equity"][0]),
        notes=notes,
        headline=(_headline(params, margin),),
    )


def _buyers(data: RolledUp, histories: Histories, params: LtvParams, margin: Margin) -> pl.DataFrame:
    """Return the customers with a purchase in the order of their histories: ``group``, ``order_count`` and the money.

    Customers with returns only are set aside, as everywhere, with their money.
    """
    money = data.customers.select(
        KEY, pl.col("order_count").cast(pl.Int64), total_amount=pl.col("amount"), margin=margin.value()
    )
    rows = with_groups(pl.DataFrame({KEY: histories.customers}), data)
    found = rows.join(money, on=KEY, how="left", maintain_order="left").with_columns(customers=pl.lit(1, pl.Int64))
    if params.method != "formula":
        return found
    days = active_days(histories, day_number(data.as_of), params.inactive)
    return found.with_columns(pl.Series("active_days", days, dtype=pl.Int64))


def _summed(rows: pl.DataFrame, params: LtvParams, *at: str) -> pl.DataFrame:
    """Return the sums of all numbers by ``group`` (and ``at``): of everybody, and of each group where groups are asked for."""
    numbers = pl.selectors.integer().exclude(at).sum()
    groups = rows.group_by("group", *at).agg(numbers)
    everybody = groups.group_by(at).agg(numbers) if at else groups.select(numbers)
    nobody = pl.lit(None, dtype=pl.String).alias("group")
    total = everybody.select(pl.lit(value=True).alias("everybody"), nobody, pl.all())
    if params.by is None:
        return total
    return pl.concat([total, groups.select(pl.lit(value=False).alias("everybody"), pl.all())])


def _simple(sums: pl.DataFrame) -> pl.DataFrame:
    """Return the sums with what they come to for each customer: exactly, since all of it is sums over customers."""
    equity = pl.col("margin") - pl.col("cost") if "cost" in sums.columns else pl.col("margin")
    cac = [formulas.ratio(pl.col("cost"), pl.col("customers")).alias("cac")] if "cost" in sums.columns else []
    return sums.with_columns(
        _average_check(),
        *cac,
        orders_per_customer=formulas.ratio(pl.col("order_count"), pl.col("customers")),
        ltv=units.mean(equity, pl.col("customers")),
        equity=pl.when(pl.col("customers") > 0).then(equity),
    )


def _average_check() -> pl.Expr:
    return units.mean(pl.col("total_amount"), pl.col("order_count")).alias("average_check")


def _by_formula(sums: pl.DataFrame, params: LtvParams) -> pl.DataFrame:
    """Return the sums with the rates and the values that follow from them; null where the data do not tell."""
    months = units.quotient(pl.col("active_days"), MONTH_DAYS)
    observed = pl.when(months >= 1).then(months)
    lost, at_risk = pl.col("lost_count"), pl.col("start_count")
    given = None if not params.churn else float(params.churn)
    seen = formulas.ratio(pl.when(lost > 0).then(lost), at_risk)
    rates = sums.with_columns(
        _average_check(),
        customer_months=months,
        purchase_rate=formulas.ratio(pl.col("order_count"), observed),
        arpu=formulas.ratio(pl.col("total_amount"), observed),
        margin_a_month=formulas.ratio(pl.col("margin"), observed),
        churn=seen if params.churn is None else pl.lit(given, dtype=pl.Float64),
        cac=formulas.ratio(pl.col("cost"), pl.col("customers")) if "cost" in sums.columns else pl.lit(0.0),
    )
    margin, churn, cac = pl.col("margin_a_month"), pl.col("churn"), pl.col("cac")
    stay = formulas.lifespan(churn)
    discount = formulas.per_period(float(params.discount))
    periods = formulas.days_of(params.horizon) / MONTH_DAYS
    within = formulas.horizon_value(margin, churn.fill_null(0.0), discount, periods)
    return rates.with_columns(
        churn_bound=pl.when(churn.is_null()).then(formulas.churn_bound(at_risk)),
        lifespan=stay,
        formula_ltv=margin * stay,
        churn_ltv=formulas.churn_value(margin, churn, discount),
        ltv=within - cac,
        ltv_to_cac=formulas.ratio(within, cac),
        equity=((within - cac) * pl.col("customers")).round(mode="half_away_from_zero").cast(pl.Int64),
    )


def _losses(buyers: pl.DataFrame, data: RolledUp, histories: Histories, params: LtvParams) -> pl.DataFrame:
    """Return customer-months at risk (``start_count``) and those that ended in a loss, of everybody and each group."""
    owners = np.repeat(np.arange(histories.size, dtype=np.uint32), np.diff(histories.starts))
    days = pl.Series(histories.days.astype(np.int32)).cast(pl.Date)
    purchases = pl.DataFrame({"customer": owners, "order_date": days})
    calendar = Calendar.of(data.first_day, data.as_of, "month")
    counted = losses(purchases, buyers["group"], calendar, Window(params.inactive))
    return _summed(counted, params)


def _margins_by_age(
    buyers: pl.DataFrame, data: RolledUp, histories: Histories, params: LtvParams, margin: Margin
) -> pl.DataFrame:
    """Return the margin per acquired customer by month of age, of everybody and each group."""
    observed = day_number(data.as_of) - histories.first_days
    customers = buyers.select(KEY, "group", first=pl.Series(histories.first_days), observed=pl.Series(observed))
    days = (
        data.level("customer_days")
        .join(customers, on=KEY)
        .select("group", "observed", age=pl.col("order_date").cast(pl.Int32) - pl.col("first"), margin=margin.value())
    )
    return margins_by_age(_summed(months_of_age(days, customers), params, "month"), _KEYS)


def _identified(everybody: Mapping[str, Any], params: LtvParams) -> Iterator[Note]:
    """Yield what the data do not identify."""
    if params.method != "formula":
        return
    if everybody["arpu"] is None:
        yield Note("too-short", "less than one month of active customers: no rate is identified", warning=True)
    if everybody["churn"] is None:
        bound = everybody["churn_bound"]
        known = "" if bound is None else f"; churn is at most {bound:.1%} a month"
        yield Note(
            "churn-not-identified",
            f"no customer was seen to leave: churn and lifespan are not identified{known}; ltv is capped by the horizon "
            f"of {params.horizon} (--churn 5% assumes one)",
        )


def _headline(params: LtvParams, margin: Margin) -> str:
    if params.method == "simple":
        return f"Simple LTV: net revenue x {margin} / customers" + net_of_cac(params)
    return (
        f"Formula LTV over {params.horizon}: {margin}, discount {float(params.discount):.4g} a year, "
        f"lost after {params.inactive} without a purchase" + net_of_cac(params)
    )
