"""The status of every customer at ``as_of``: who is active, new, back, departed; who is about to leave; whom to win back.

Definitions with worked examples: docs/definitions.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

import polars as pl

from segkit import units
from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.lifecycle.rhythm import HALF_A_YEAR, Window, has_rhythm, steps, window_of
from segkit.analyses.lifecycle.standing import HERE, INACTIVE, LABELS, RISKS, STATUSES, risk, status, with_windows
from segkit.analyses.status import overview
from segkit.analyses.status.listed import with_listed
from segkit.analyses.status.words import WORDS
from segkit.errors import ParamsError, did_you_mean
from segkit.frozen import frozen
from segkit.params import Params
from segkit.periods import Duration, Inactivity
from segkit.result import Note
from segkit.schema import KEY, Column, Schema
from segkit.values import Listing, Share

_HALF = Share(Decimal("0.5"))


@frozen(kw_only=True)
class StatusParams(Params):
    """Who counts as active, when to warn, and which lists to hold the sales against."""

    title: ClassVar[str] = "Status"

    inactive: Annotated[
        Inactivity, "Departed is who has bought nothing for so long: a duration, or 3x the customer's own rhythm."
    ] = HALF_A_YEAR
    clients: Annotated[
        Listing | None,
        "List of all clients: those who never bought are told; a column status wins over the sales.",
        "FILE",
    ] = None
    leads: Annotated[Listing | None, "List of leads: those who never bought are failed sales.", "FILE"] = None
    late: Annotated[float, "At risk is who has not come for so many times the own rhythm."] = 2.0
    fall: Annotated[Share, "At risk is whose purchases or mean check fell so much from one window to the next."] = _HALF
    value: Annotated[Literal["revenue", "profit"], "What lists are ranked by; profit is amount - cost."] = "revenue"
    cooloff: Annotated[Duration | None, "Win back only who departed so long ago or longer: 30d."] = None

    def problems(self) -> Iterator[str]:
        """Yield numbers out of range."""
        if self.late < 1:
            yield f"--late {self.late:g} is less than one rhythm"
        if not 0 < self.fall <= 1:
            yield f"--fall {self.fall} is not above 0% and at most 100%"


OUTPUT = Schema(
    "status",
    version=1,
    order=("-total_amount", KEY),
    columns={
        KEY: Column("id", "The customer; item_id with --per item, entity_id with --per another column."),
        "status": Column("label", "active, new, reactivated, departed, never_bought or failed_sale."),
        "at_risk": Column("flag", "Not departed yet, but a warning fits."),
        "risk": Column("label", "The first that fits: late, fewer_orders, smaller_checks.", nullable=True),
        "winback": Column("flag", "Departed, and longer ago than --cooloff."),
        "value": Column("amount", "Profit to date: amount - cost.", "currency", when="--value profit"),
        "total_amount": Column("amount", "Net revenue: amounts less returns.", "currency"),
        "order_count": Column("count", "Purchases: orders with money in; rows where there are no order ids.", "orders"),
        "recency_days": Column("count", "Days from the last purchase to as_of.", "days", nullable=True),
        "rhythm_days": Column(
            "ratio", "Mean days from one purchase day to the next; null below three purchase days.", "days", nullable=True
        ),
        "first_order_date": Column("date", "First purchase.", nullable=True),
        "last_order_date": Column("date", "Last purchase.", nullable=True),
        "recent_order_count": Column("count", "Purchases in the window that ends at as_of.", "orders"),
        "previous_order_count": Column("count", "Purchases in the equal window before it.", "orders"),
        "recent_amount": Column("amount", "Net revenue of the window that ends at as_of.", "currency"),
        "previous_amount": Column("amount", "Net revenue of the equal window before it.", "currency"),
    },
    brief=(
        KEY, "status", "risk", "value", "total_amount", "order_count", "last_order_date", "recency_days", "rhythm_days",
        "recent_order_count", "previous_order_count", "winback", "at_risk",
    ),
)  # fmt: skip


def schema_of(params: StatusParams) -> Schema:
    """Return the columns and the order that these parameters give."""
    if params.value == "profit":
        return OUTPUT.select(OUTPUT.columns, order=("-value", KEY))
    return OUTPUT.select(OUTPUT.columns.keys() - {"value"})


def needs(params: StatusParams) -> Needs:
    """Return the columns that a status needs."""
    roles = {"date": "a status is of a day", "amount": "lists are ranked by money"}
    if params.value == "revenue":
        return Needs(levels=("orders",), roles=roles)
    roles["cost"] = "profit is amount - cost"
    return Needs(levels=("orders",), roles=roles, measures=("amount", "value"), value="profit")


def compute(data: RolledUp, params: StatusParams) -> Computed:
    """Return the status of every customer who bought or is listed: rows by value descending, then id."""
    window = window_of(data.customers, params.inactive)
    cool = data.as_of if params.cooloff is None else params.cooloff.before(data.as_of)
    known = with_windows(data.orders, data.customers, window, data.as_of).with_columns(
        status=status(window.start(data.as_of)),
        cool=pl.col("last_order_date") < window.start(cool),
        recency_days=(pl.lit(data.as_of) - pl.col("last_order_date")).dt.total_days().cast(pl.Int32),
    )
    told = with_listed(known, params.clients, params.leads)
    table = told.with_columns(
        risk=pl.when(pl.col("status").is_in(HERE)).then(risk(params.late, float(params.fall))),
        winback=(pl.col("status") == "departed") & pl.col("cool").fill_null(value=True),
        rhythm_days=pl.when(has_rhythm()).then(steps()[0] / steps()[1]),
        total_amount="amount",
    ).with_columns(at_risk=pl.col("risk").is_not_null())
    ordered = schema_of(params).arranged(table)
    leads = overview.leads_facts(told, params.leads)
    return Computed(
        table=ordered,
        facts={**overview.facts(ordered), **leads},
        notes=list(_notes(data, told, window)),
        headline=(_headline(params, window, data.as_of),),
        labels=LABELS,
    )


def _notes(data: RolledUp, told: pl.DataFrame, window: Window) -> Iterator[Note]:
    if window.note is not None:
        yield window.note
    aside = data.customers.filter(pl.col("order_count") == 0).with_columns(pl.col(KEY).cast(pl.String))
    # A join of the few who never bought, not of everybody.
    listed = told.filter(pl.col("order_count") == 0).select(pl.col(KEY).cast(pl.String))
    aside = aside.join(listed, on=KEY, how="anti")
    if aside.height:
        money = units.money_text(int(aside["amount"].sum()))
        yield Note("returns-only", f"{aside.height:,} with returns only ({money}) are set aside: they never bought")


def _headline(params: StatusParams, window: Window, as_of: date) -> str:
    if window.days is None:
        return f"Status: departed is who has bought nothing since {window.typical_start(as_of)}"
    return f"Status: departed is who has bought nothing for {params.inactive} the own rhythm (others: {window.typical} days)"


_GROUPS = {"inactive": INACTIVE, "here": HERE}


def only(words: Sequence[str], params: StatusParams) -> pl.Expr:  # noqa: ARG001 -- the same for all parameters
    """Return the filter for statuses, risks, and the lists ``at_risk``, ``winback``, ``inactive`` and ``here``."""
    known = (*STATUSES, "at_risk", "winback", *_GROUPS, *RISKS)
    if unknown := [word for word in words if word not in known]:
        lines = [f'--only: no status "{word}".{did_you_mean(word, known)}' for word in unknown]
        raise ParamsError(lines, fix="Choose from " + ", ".join(known))
    named = {name for word in words for name in _GROUPS.get(word, (word,))}
    parts = [pl.col("status").cast(pl.String).is_in(list(named)), pl.col("risk").cast(pl.String).is_in(list(named))]
    parts += [pl.col(word) for word in ("at_risk", "winback") if word in named]
    return pl.any_horizontal(part.fill_null(value=False) for part in parts)


ANALYSIS = Analysis(
    params=StatusParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=schema_of,
    overview=overview.overview,
    only=only,
    split_by=("status",),
    classes=(STATUSES, RISKS),
    facts=overview.FACTS,
    words=WORDS,
    examples=(
        "segkit status sales.csv  # who is active, new, back, gone, and who is about to leave",
        "segkit status sales.csv --only at_risk --carry email -o call-now.csv  # the early warning, the most valuable first",
        "segkit status sales.csv --only winback --cooloff 30d  # whom to win back (--value profit: by past profit)",
        "segkit status sales.csv --clients crm.csv --only inactive -q  # the departed, and those who never bought",
    ),
)
