"""The one place that collects all rows of a run: one scan gives the levels of the roll-up, the account, and the samples that guards look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from segkit import guards, transactions
from segkit.accounting import Tallied, days, tally
from segkit.columns import WRITTEN
from segkit.errors import UnreadableInputError
from segkit.io.source import reading_errors
from segkit.merging import spellings
from segkit.order_samples import OrderSample, sampled_orders
from segkit.periods import Period
from segkit.preparation import Prepared
from segkit.rollup import by_group, first_values, last_values, roll_up, side_by_side, words_for
from segkit.schema import CARRY, KEY
from segkit.statuses import has_returns

ENGINE: Literal["streaming", "in-memory"] = "streaming"
"""The Polars engine that collects; results are the same on either."""


@dataclass(frozen=True)
class Collected:
    """Everything that one scan of the input gives."""

    tallied: Tallied
    levels: Mapping[str, pl.DataFrame]
    carried: Mapping[str, pl.DataFrame]
    repeats: pl.DataFrame | None
    orders: OrderSample | None = None
    spellings: pl.DataFrame | None = None
    """How many ids there are, and in how many ways they are written."""
    ids: pl.Series | None = None
    """The distinct ids, where they are texts."""


def collect_checked(prepared: Prepared, period: Period) -> tuple[Prepared, Collected]:
    """Collect on the fast path; where the rows contradict what their head promised, look closer and collect again."""
    try:
        collected = _collect(prepared, period)
    except UnreadableInputError:
        if prepared.trusting:  # a cell that is no plain number
            return collect_checked(prepared.as_text(), period)
        if prepared.verified:
            raise
        prepared = prepared.checked()
        collected = _collect(prepared, period)
    if collected.tallied.short_rows and not prepared.verified:
        prepared = prepared.checked()
        collected = _collect(prepared, period)
    rejected = collected.tallied.account(0).rejected
    if rejected and any(reading.dates or reading.numbers for reading in prepared.readings):
        prepared = prepared.generalized()
        collected = _collect(prepared, period)
    elif prepared.trusting and (collected.tallied.odd_ids or collected.tallied.inexact_rows):
        return collect_checked(prepared.as_text(), period)
    if has_returns(collected.tallied.by_status) and not prepared.returns:
        prepared = prepared.with_returns()
        collected = _collect(prepared, period)
    if {"customers", "orders"} & collected.levels.keys() == {"customers"} and (
        words := words_for(collected.tallied.months)
    ) > 1:
        collected = _collect(prepared, period, words)
    return prepared, collected


def collected_days(prepared: Prepared, period: Period) -> pl.DataFrame:
    """Return the used rows by day, from a scan of their own: ``order_date, rows``."""
    with reading_errors("the input"):
        return days(transactions.within(prepared.as_text().rows(), period)).collect(engine=ENGINE)


def _collect(prepared: Prepared, period: Period, month_words: int = 1) -> Collected:
    plans = _plans(prepared, period, month_words)
    plain_integers = any(reading.mapping[KEY] in reading.integers for reading in prepared.readings)
    if plain_integers:  # in the plans, by all threads; orders are put side by side by their integers before
        plans = {name: plan if name == "orders" else _with_text_keys(plan) for name, plan in plans.items()}
    name = prepared.sources[0].name if len(prepared.sources) == 1 else "the input"
    with reading_errors(name):
        frames = dict(zip(plans, pl.collect_all(list(plans.values()), engine=ENGINE), strict=True))
    if "orders" in frames:
        customers, frames["orders"] = side_by_side(frames.pop("orders"))
        frames["customers"] = _with_text_keys(customers.lazy()).collect() if plain_integers else customers
    distinct = frames.pop("ids", frames.get("customers"))
    sample = frames.pop("sampled_orders", None)
    return Collected(
        tallied=Tallied.of(frames),
        repeats=frames.pop("repeats", None),
        orders=None if sample is None else OrderSample(**sample.row(0, named=True)),
        spellings=frames.pop("spellings", None),
        ids=None if distinct is None or plain_integers else distinct[KEY],
        carried={column: frames.pop(column) for column in [*frames] if column.startswith(CARRY)},
        levels=frames,
    )


def _plans(prepared: Prepared, period: Period, month_words: int) -> dict[str, pl.LazyFrame]:
    """Return the plans of everything that is collected, by name."""
    rows = transactions.within(prepared.rows(), period)
    used = transactions.used(rows)
    carry = [name for name in used.collect_schema().names() if name.startswith(CARRY)]
    plain = used.drop(carry, WRITTEN, strict=False)
    levels = roll_up(plain, prepared.needs.levels, month_words=month_words) if prepared.needs.levels else {}
    # The heavy plan comes first: behind the others it would wait, and what it has yet to read would be kept (a quarter more memory).
    plans: dict[str, pl.LazyFrame] = {**{str(level): plan for level, plan in levels.items()}, **tally(rows)}
    plans |= {name: last_values(used, name) for name in carry if _is_carried(name, prepared)}
    if prepared.needs.by is not None:
        column = CARRY + prepared.needs.by
        each = "customer_groups" in prepared.needs.levels
        plans |= {"customer_groups": by_group(used, column)} if each else {"groups": first_values(used, column)}
    if prepared.options.columns.merge_ids:
        plans["spellings"] = spellings(used, KEY, WRITTEN)
    if prepared.dated and not prepared.ordered:
        plans["repeats"] = guards.sampled_repeats(rows.drop(carry), prepared.row_hint)
    if prepared.ordered and prepared.options.columns.per == "customer":
        plans["sampled_orders"] = sampled_orders(rows.drop(carry), prepared.row_hint)
    return plans if levels else {**plans, "ids": plain.select(KEY).unique()}


def _with_text_keys(plan: pl.LazyFrame) -> pl.LazyFrame:
    """Return the plan with keys that were grouped as integers as the texts that they are."""
    return plan.with_columns(pl.col(KEY).cast(pl.String)) if KEY in plan.collect_schema() else plan


def _is_carried(column: str, prepared: Prepared) -> bool:
    return column.removeprefix(CARRY) in prepared.options.columns.carry
