"""Values of groups of customers by the textbook formulas: income per customer; check x rate x lifespan; churn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from segkit import units
from segkit.analyses._base import Computed, RolledUp
from segkit.analyses.flows import losses
from segkit.analyses.ltv_costs import Costs
from segkit.analyses.ltv_customers import Margin, net_of_cac, with_groups
from segkit.analyses.ltv_overview import group_facts
from segkit.analyses.ltv_params import OUTPUT, LtvParams, schema_of
from segkit.analyses.notes import order_notes
from segkit.analyses.rhythm import Window
from segkit.analyses.spells import Calendar
from segkit.analyses.summary import event_notes
from segkit.errors import ParamsError
from segkit.lifetime import formulas
from segkit.lifetime.exposure import active_days, margins_by_age
from segkit.lifetime.formulas import MONTH_DAYS
from segkit.lifetime.history import Histories, day_number
from segkit.result import Note
from segkit.schema import KEY, SCALED

if TYPE_CHECKING:
    from segkit.lifetime.history import Floats, Ints

Row = dict[str, Any]


def compute(data: RolledUp, params: LtvParams) -> Computed:
    """Return a row for everybody and one for each group: the largest first."""
    if data.customer_days is None or data.as_of is None:
        raise ParamsError("lifetime value needs dates")
    margin = Margin.of(data.customers, params)
    histories = Histories.of(data.customer_days)
    bought = data.customers.filter(
        pl.col("order_count") > 0
    )  # returns only: set aside, as everywhere, with their money
    customers = with_groups(bought, data).with_columns(margin=margin.value())
    table = _sums(customers, params)
    rows = list(table.iter_rows(named=True))
    buyers = pl.DataFrame({KEY: histories.customers}).join(
        customers.select(KEY, "group"), on=KEY, how="left", maintain_order="left"
    )["group"]
    costs = Costs(params, histories, buyers)
    for row in rows:
        row["cac"] = costs.of_group(
            None if row["everybody"] else buyers.eq_missing(pl.Series([row["group"]], dtype=pl.String))
        )
    if params.method == "formula":
        _add_formulas(rows, data, histories, params, buyers)
    else:
        _add_simple(rows)
    schema = schema_of(params)
    found = pl.DataFrame([_in_units(row) for row in rows], schema=_dtypes(params), orient="row")
    found = found.sort("everybody", "customers", "group", descending=[True, True, False], nulls_last=True)
    notes = [*event_notes(data, histories), *_identified(rows, params), *costs.notes(), *order_notes(data)]
    return Computed(
        table=found.select(list(schema.columns)),
        facts=group_facts(found.row(0, named=True), rows[0]["equity"]),
        notes=notes,
        headline=(_headline(params, margin),),
    )


def _sums(customers: pl.DataFrame, params: LtvParams) -> pl.DataFrame:
    """Return customers, purchases, revenue and margin of everybody, and of each group where groups are asked for."""
    sums = (
        pl.len().cast(pl.Int64).alias("customers"),
        pl.col("order_count").cast(pl.Int64).sum(),
        pl.col("amount").sum().alias("total_amount"),
        pl.col("margin").sum(),
    )
    group = pl.lit(None, dtype=pl.String).alias("group")
    everybody = customers.select(pl.lit(value=True).alias("everybody"), group, *sums)
    if params.by is None:
        return everybody
    groups = customers.group_by("group").agg(sums)
    return pl.concat([everybody, groups.select(pl.lit(value=False).alias("everybody"), pl.all())])


def _add_simple(rows: list[Row]) -> None:
    for row in rows:
        row |= {
            "average_check": formulas.ratio(_money(row["total_amount"]), row["order_count"]),
            "orders_per_customer": formulas.ratio(row["order_count"], row["customers"]),
        }
        row["ltv"] = _net(formulas.ratio(_money(row["margin"]), row["customers"]), row["cac"])
        # Not the mean times the customers: what the rows brought less what everybody cost is exact.
        cost = round((row["cac"] or 0.0) * row["customers"] * units.SCALE)
        row["equity"] = row["margin"] - cost if row["customers"] else None


def _add_formulas(rows: list[Row], data: RolledUp, histories: Histories, params: LtvParams, buyers: pl.Series) -> None:
    groups = np.zeros(buyers.len(), dtype=np.int64) if params.by is None else _places(rows, buyers)
    exposed = _Exposed.of(data, histories, params, groups)
    ages = _Ages.of(data, histories, params) if params.cac is not None else None
    for place, row in enumerate(rows):
        at_risk, lost, days = exposed.of_group(None if row["everybody"] else place)
        row.update(_formula(row, days / MONTH_DAYS, (at_risk, lost), params))
        ltv = row["ltv"]
        row["equity"] = None if ltv is None else round(ltv * row["customers"] * units.SCALE)
        if ages is not None:
            margins = ages.margins(None if row["everybody"] else groups == place)
            row["payback"] = None if row["cac"] is None else formulas.payback(margins, row["cac"])


def _places(rows: list[Row], buyers: pl.Series) -> Ints:
    """Return the place in ``rows`` of the group of each buyer."""
    known = {place: row["group"] for place, row in enumerate(rows) if not row["everybody"]}
    places = pl.DataFrame(
        {"group": list(known.values()), "place": list(known)}, schema={"group": pl.String, "place": pl.Int64}
    )
    of_each = buyers.to_frame("group").join(places, on="group", how="left", nulls_equal=True, maintain_order="left")
    return of_each["place"].to_numpy()


def _formula(row: Row, months: float, losses_seen: tuple[int, int], params: LtvParams) -> Row:
    """Return the rates of one group and the values that follow from them; None where the data do not tell."""
    at_risk, lost = losses_seen
    observed = months if months >= 1 else None
    check = formulas.ratio(_money(row["total_amount"]), row["order_count"])
    rate = formulas.ratio(row["order_count"], observed)
    arpu = formulas.ratio(_money(row["total_amount"]), observed)
    margin = formulas.ratio(_money(row["margin"]), observed)
    seen = lost / at_risk if lost else None
    churn = seen if params.churn is None else float(params.churn) or None
    stay = formulas.lifespan(churn)
    discount = formulas.per_period(float(params.discount))
    periods = formulas.days_of(params.horizon) / MONTH_DAYS
    within = None if margin is None else formulas.horizon_value(margin, churn or 0.0, discount, periods)
    return {
        "average_check": check,
        "customer_months": months,
        "purchase_rate": rate,
        "arpu": arpu,
        "churn": churn,
        "churn_bound": formulas.churn_bound(at_risk) if churn is None else None,
        "lifespan": stay,
        "formula_ltv": None if margin is None or stay is None else margin * stay,
        "churn_ltv": None if margin is None or churn is None else formulas.churn_value(margin, churn, discount),
        "ltv": _net(within, row["cac"]),
        "ltv_to_cac": formulas.ratio(within, row["cac"]),
    }


@dataclass(frozen=True)
class _Exposed:
    """Active days and losses by group."""

    at_risk: Ints
    lost: Ints
    days: Floats

    @classmethod
    def of(cls, data: RolledUp, histories: Histories, params: LtvParams, groups: Ints) -> _Exposed:
        if data.as_of is None or data.first_day is None:
            raise ParamsError("lifetime value needs dates")
        calendar = Calendar.of(data.first_day, data.as_of, "month")
        counted = losses(_purchases(histories), pl.Series(groups), calendar, Window(params.inactive))
        size = int(groups.max(initial=-1)) + 1
        at_risk, lost = np.zeros(size, np.int64), np.zeros(size, np.int64)
        for group, start, gone in counted.iter_rows():
            at_risk[group], lost[group] = start, gone
        days = active_days(histories, day_number(data.as_of), params.inactive)
        return cls(at_risk, lost, np.bincount(groups, weights=days, minlength=size).astype(np.float64))

    def of_group(self, place: int | None) -> tuple[int, int, float]:
        """Return customer-months at risk, losses and active days of a group, or of all."""
        if place is None:
            return int(self.at_risk.sum()), int(self.lost.sum()), float(self.days.sum())
        if place >= self.lost.size:
            return 0, 0, 0.0
        return int(self.at_risk[place]), int(self.lost[place]), float(self.days[place])


def _purchases(histories: Histories) -> pl.DataFrame:
    """Return the purchase days: ``customer`` (its place among the histories) and ``order_date``."""
    owners = np.repeat(np.arange(histories.size, dtype=np.uint32), np.diff(histories.starts))
    days = pl.Series(histories.days.astype(np.int32)).cast(pl.Date)
    return pl.DataFrame({"customer": owners, "order_date": days})


@dataclass(frozen=True)
class _Ages:
    """The margin of every day with money, by the age of the customer on it."""

    age: Ints
    margin: Floats
    owner: Ints
    observed: Ints

    @classmethod
    def of(cls, data: RolledUp, histories: Histories, params: LtvParams) -> _Ages:
        if data.customer_days is None or data.as_of is None:
            raise ParamsError("lifetime value needs dates")
        firsts = pl.DataFrame({KEY: histories.customers, "first": histories.first_days}).with_row_index("owner")
        days = data.customer_days.join(firsts, on=KEY, how="inner", maintain_order="left").select(
            (pl.col("order_date").cast(pl.Int32) - pl.col("first")).clip(lower_bound=0).alias("age"),
            Margin.of(data.customers, params).value().alias("margin"),
            "owner",
        )
        days = days.sort("owner", "age", "margin")
        return cls(
            age=days["age"].to_numpy(),
            margin=days["margin"].to_numpy() / units.SCALE,
            owner=days["owner"].to_numpy().astype(np.int64),
            observed=day_number(data.as_of) - histories.first_days,
        )

    def margins(self, members: Any) -> list[float]:
        """Return the margin per acquired customer by month of age, of all or of some."""
        if members is None:
            return margins_by_age(self.age, self.margin, self.owner, self.observed)
        kept = members[self.owner]
        owner = np.cumsum(members)[self.owner[kept]] - 1
        return margins_by_age(self.age[kept], self.margin[kept], owner, self.observed[members])


def _money(value: int) -> float:
    return float(units.to_decimal(value))


def _net(value: float | None, cac: float | None) -> float | None:
    return None if value is None else value - (cac or 0.0)


def _in_units(row: Mapping[str, Any]) -> Row:
    """Return a row with the money that formulas gave in 1/10,000; sums are in it already."""
    scaled = {name for name, column in OUTPUT.columns.items() if column.kind in SCALED} - {"total_amount"}
    return {
        name: round(value * units.SCALE) if name in scaled and value is not None else value
        for name, value in row.items()
    }


def _dtypes(params: LtvParams) -> dict[str, Any]:
    kinds = {
        "flag": pl.Boolean,
        "text": pl.String,
        "count": pl.Int64,
        "amount": pl.Int64,
        "ratio": pl.Float64,
        "share": pl.Float64,
    }
    return {name: kinds[column.kind] for name, column in schema_of(params).columns.items()}


def _identified(rows: list[Row], params: LtvParams) -> Iterator[Note]:
    """Yield what the data do not identify."""
    if params.method != "formula":
        return
    everybody = rows[0]
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
