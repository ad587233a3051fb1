"""The one place that collects all rows of a run: one scan gives the levels of the roll-up, the account, and the samples that guards look at.

Large files that are read again in no time are scanned once for each part of the customers, since the groups of a scan are
kept until it ends: half of the customers take half of the memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl

from segkit import transactions
from segkit.columns import WRITTEN
from segkit.errors import UnreadableInputError
from segkit.frozen import frozen
from segkit.io.source import reading_errors, stamps
from segkit.merging import spellings
from segkit.notation.statuses import has_returns
from segkit.periods import Period
from segkit.recognition.preparation import Prepared
from segkit.rollup import by_group, first_values, last_values, roll_up, side_by_side, words_for
from segkit.scan import guards
from segkit.scan.accounting import Tallied, days, tally
from segkit.scan.order_samples import OrderCounts, counts, order_sample
from segkit.scan.samples import Sample
from segkit.schema import CARRY, KEY

ENGINE: Literal["streaming", "in-memory"] = "streaming"
"""The Polars engine that collects; results are the same on either."""

PART_ROWS, PART_LINES = 50_000_000, 5_000_000
"""Rows, and lines of orders, of a part of the customers: fewer have few groups for the time of another scan."""

MOST_PARTS = 4
"""More take little less memory: the rows of the scan are what is left."""


@frozen(kw_only=True)
class Collected:
    """Everything that the scans of the input give."""

    tallied: Tallied
    levels: Mapping[str, pl.DataFrame]
    carried: Mapping[str, pl.DataFrame]
    repeats: guards.Repeats | None
    orders: OrderCounts | None
    spellings: pl.DataFrame | None
    """How many ids there are, and in how many ways they are written."""
    ids: pl.Series | None
    """The distinct ids, where they are texts."""
    changed: Sequence[str] = ()
    """Files that somebody wrote to while they were read."""


@frozen(kw_only=True)
class _Scan:
    """What the first scan gives: frames about all rows, and the customers of the first part."""

    prepared: Prepared
    month_words: int
    tallied: Tallied
    customers: Mapping[str, pl.DataFrame]
    samples: Mapping[str, Sample]
    spellings: pl.DataFrame | None


def collect_checked(prepared: Prepared, period: Period) -> tuple[Prepared, Collected]:
    """Collect on the fast path; where the rows contradict what their head promised, look closer and collect again.

    Raises UnreadableInputError where the input cannot be read, or changes while its parts are.
    """
    sources, before = prepared.sources, stamps(prepared.sources)
    scan = _checked(prepared, period)
    prepared, frames = scan.prepared, dict(scan.customers)
    for part in range(1, parts := _parts(prepared)):
        rows = transactions.within(prepared.rows(), period)
        others = _frames(_customer_plans(rows, prepared, scan.month_words, part), prepared)
        frames = {name: pl.concat([frame, others[name]]) for name, frame in frames.items()}
    changed = [name for name, stamp in stamps(sources).items() if stamp != before[name]]
    if changed and parts > 1:  # customers of two states
        raise UnreadableInputError(f"{changed[0]} changed while it was read", fix=guards.COMPLETE, path=changed[0])
    return prepared, _collected(scan, frames, changed)


def collected_days(prepared: Prepared, period: Period) -> pl.DataFrame:
    """Return the used rows by day, from a scan of their own: ``order_date, rows``."""
    with reading_errors("the input"):
        return days(transactions.within(prepared.as_text().rows(), period)).collect(engine=ENGINE)


def _checked(prepared: Prepared, period: Period) -> _Scan:
    """Scan until the rows keep what was promised of them."""
    try:
        scan = _scanned(prepared, period)
    except UnreadableInputError:
        if prepared.trusting:  # a cell that is no plain number
            return _checked(prepared.as_text(), period)
        if prepared.verified:
            raise
        scan = _scanned(prepared.checked(), period)
    if scan.tallied.short_rows and not scan.prepared.verified:
        scan = _scanned(scan.prepared.checked(), period)
    rejected = scan.tallied.account(0).rejected
    if rejected and any(reading.dates or reading.numbers for reading in scan.prepared.readings):
        scan = _scanned(scan.prepared.generalized(), period)
    elif scan.prepared.trusting and (scan.tallied.odd_ids or scan.tallied.inexact_rows):
        return _checked(scan.prepared.as_text(), period)
    if has_returns(scan.tallied.by_status) and not scan.prepared.returns:
        scan = _scanned(scan.prepared.with_returns(), period)
    if {"customers", "orders"} & scan.customers.keys() == {"customers"} and (
        words := words_for(scan.tallied.months)
    ) > 1:
        scan = _scanned(scan.prepared, period, words)
    return scan


def _scanned(prepared: Prepared, period: Period, month_words: int = 1) -> _Scan:
    """Scan all rows for the account and the samples, and those of the first part for its customers."""
    rows = transactions.within(prepared.rows(), period)
    customers = _customer_plans(rows, prepared, month_words)
    # The heavy plans come first: behind the others they would wait, and what they have yet to read would be kept (a quarter more memory).
    plans = {**customers, **tally(rows)}
    if prepared.options.columns.merge_ids:
        plans["spellings"] = spellings(transactions.used(rows), KEY, WRITTEN)
    samples = _samples(rows, prepared)
    frames = _frames({**plans, **{f"sample of {name}": sample.plan() for name, sample in samples.items()}}, prepared)
    return _Scan(
        prepared=prepared,
        month_words=month_words,
        tallied=Tallied.of(frames),
        customers={name: frames[name] for name in customers},
        samples=samples,
        spellings=frames.get("spellings"),
    )


def _customer_plans(rows: pl.LazyFrame, prepared: Prepared, month_words: int, part: int = 0) -> dict[str, pl.LazyFrame]:
    """Return the plans of what is told of each customer of a part, by name."""
    used = transactions.used(rows)
    if (parts := _parts(prepared)) > 1:
        used = used.filter(pl.col(KEY).hash(seed=0) % parts == part)
    carry = _carried(used)
    plain = used.drop(carry, WRITTEN, strict=False)
    levels = roll_up(plain, prepared.needs.levels, month_words=month_words) if prepared.needs.levels else {}
    plans: dict[str, pl.LazyFrame] = {str(level): plan for level, plan in levels.items()}
    plans = plans or {"ids": plain.select(KEY).unique()}
    plans |= {name: last_values(used, name) for name in carry if _is_carried(name, prepared)}
    if prepared.needs.by is not None:
        column = CARRY + prepared.needs.by
        each = "customer_groups" in prepared.needs.levels
        plans |= {"customer_groups": by_group(used, column)} if each else {"groups": first_values(used, column)}
    # Orders are put side by side by their integers before.
    return {name: plan if name == "orders" else _with_text_keys(plan, prepared) for name, plan in plans.items()}


def _samples(rows: pl.LazyFrame, prepared: Prepared) -> dict[str, Sample]:
    rows = rows.drop(_carried(rows))
    if prepared.dated and not prepared.ordered:
        return {"customers": guards.customer_sample(rows, prepared.row_hint)}
    if prepared.ordered and prepared.options.columns.per == "customer":
        return {"orders": order_sample(rows, prepared.row_hint)}
    return {}


def _frames(plans: Mapping[str, pl.LazyFrame], prepared: Prepared) -> dict[str, pl.DataFrame]:
    """Collect plans in one scan."""
    name = prepared.sources[0].name if len(prepared.sources) == 1 else "the input"
    with reading_errors(name):
        return dict(zip(plans, pl.collect_all(list(plans.values()), engine=ENGINE), strict=True))


def _collected(scan: _Scan, frames: dict[str, pl.DataFrame], changed: Sequence[str]) -> Collected:
    """Return what a scan gives, with the customers of all parts."""
    if "orders" in frames:
        customers, frames["orders"] = side_by_side(frames.pop("orders"))
        frames["customers"] = _with_text_keys(customers.lazy(), scan.prepared).collect()
    distinct = frames.pop("ids", frames.get("customers"))
    samples = scan.samples
    return Collected(
        tallied=scan.tallied,
        repeats=guards.repeats(samples["customers"]) if "customers" in samples else None,
        orders=counts(samples["orders"]) if "orders" in samples else None,
        spellings=scan.spellings,
        ids=distinct[KEY] if distinct is not None and _has_texts(scan.prepared, distinct) else None,
        carried={column: frames.pop(column) for column in [*frames] if column.startswith(CARRY)},
        levels=frames,
        changed=changed,
    )


def _parts(prepared: Prepared) -> int:
    """Return in how many parts the customers are collected."""
    if not all(source.format == "parquet" and None not in source.paths for source in prepared.sources):
        return 1
    if "orders" in prepared.needs.levels and not prepared.ordered:
        return 1  # rows side by side, of which there are as many in any number of parts
    rows = PART_LINES if prepared.ordered else PART_ROWS
    return min(MOST_PARTS, -(-prepared.row_hint // rows) or 1)


def _with_text_keys(plan: pl.LazyFrame, prepared: Prepared) -> pl.LazyFrame:
    """Return the plan with keys that were grouped as integers as the texts that they are: by all threads, in the plan."""
    if _plain_integers(prepared) and KEY in plan.collect_schema():
        return plan.with_columns(pl.col(KEY).cast(pl.String))
    return plan


def _has_texts(prepared: Prepared, customers: pl.DataFrame) -> bool:
    """Tell whether the keys are texts, and no integers in the disguise of texts."""
    return customers[KEY].dtype == pl.String and not _plain_integers(prepared)


def _plain_integers(prepared: Prepared) -> bool:
    """Tell whether the keys are texts that are grouped as integers."""
    return any(reading.mapping[KEY] in reading.integers for reading in prepared.readings)


def _carried(rows: pl.LazyFrame) -> list[str]:
    return [name for name in rows.collect_schema().names() if name.startswith(CARRY)]


def _is_carried(column: str, prepared: Prepared) -> bool:
    return column.removeprefix(CARRY) in prepared.options.columns.carry
