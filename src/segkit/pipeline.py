"""A run: open, normalize, roll up, compute, and the account of every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import polars as pl

from segkit import roles
from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.errors import EmptyInputError, GateError, ParamsError
from segkit.frozen import frozen
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.notation.statuses import status_notes
from segkit.params import Params
from segkit.periods import Period, last_days
from segkit.recognition.ids import id_notes, level_notes
from segkit.recognition.preparation import Prepared, prepare
from segkit.result import Account, Note, Result
from segkit.scan import guards, second_look
from segkit.scan.accounting import check_last_day
from segkit.scan.collecting import Collected, collect_checked, collected_days
from segkit.scan.order_samples import order_notes
from segkit.scan.refusals import check, reasons
from segkit.schema import CARRY, KEY, Column, Schema
from segkit.words import of_entity

if TYPE_CHECKING:
    from segkit.options import Options

Input = TypeVar("Input")


_ROUNDED_SHARE = 0.001
"""Share of the money from which on it is worth a warning that amounts were rounded."""


def run(analysis: Analysis, name: str, inputs: Sequence[object], params: Params, options: Options) -> Result:
    """Run one analysis over ``inputs`` (paths or frames) and return its result."""
    needs = analysis.needs(params)
    if not needs.levels:
        return calculate(analysis, name, inputs, params, options)
    with Scratch() as scratch:
        sources = open_sources(expected(name, inputs, needs, options), scratch, options.files.opening())
        return compute(analysis, name, read(prepare(sources, needs, options, scratch)), params)


def expected(name: str, inputs: Sequence[Input], needs: Needs, options: Options) -> Sequence[Input]:
    """Return the inputs; raise EmptyInputError where neither one is named nor what would make it unnecessary."""
    if needs.instead and not inputs and options.files.uri_env is None:
        missing = ", ".join(needs.instead)
        raise EmptyInputError(
            "no input", fix=f"Name a file: segkit {name} sales.csv; or give what is missing: {missing}"
        )
    return inputs


def calculate(analysis: Analysis, name: str, inputs: Sequence[object], params: Params, options: Options) -> Result:
    """Compute an analysis whose parameters say everything; ParamsError if there is an input."""
    if inputs or options.columns.carry:
        what = "an input" if inputs else "--carry"
        raise ParamsError(f"{name} takes no rows with these options: drop {what}")
    computed = analysis.compute(RolledUp(levels={"customers": pl.DataFrame()}), params)
    result = replace(_result((analysis, name), params, options, {}, computed), notes=tuple(computed.notes))
    _check_strict(result, options.rows.strict)
    return replace(result, panels=partial(analysis.overview, result))


@frozen(kw_only=True)
class Read:
    """What was read of prepared sources, before anybody judges it."""

    prepared: Prepared
    """The sources as they were read in the end: rows may demand more than their head showed."""
    period: Period
    """The period that the options name."""
    collected: Collected
    account: Account

    @property
    def notes(self) -> Iterator[Note]:
        """Yield what the rows give to say, whatever is computed of them."""
        yield from self.prepared.notes
        if self.prepared.needs.counts_orders and not self.prepared.ordered:
            yield Note(
                "no-order-ids", "no order ids: every row counts as a purchase of its own (--order names the column)"
            )
        yield from _row_notes(self.account, self.collected)
        yield from guards.nobody_notes(self.account)
        yield from _guard_notes(self.prepared, self.collected, self.period)

    def check(self) -> None:
        """Raise what ``refusals.check`` raises where nothing can be computed of the rows."""
        check(self.prepared, self.account, self.collected.tallied.currencies)


def read(prepared: Prepared) -> Read:
    """Read the prepared sources once, roll them up, and give account of every row."""
    period = _period(prepared)
    prepared, collected = collect_checked(prepared, period)
    account = collected.tallied.account(prepared.bad_records)
    if account.rejected_total.rows > prepared.options.rows.allowed(account.read.rows) and (apart := prepared.apart()):
        # Files of one header may come from offices that write dates and numbers in different ways.
        other, again = collect_checked(apart, period)
        if again.tallied.account(other.bad_records).rejected_total.rows < account.rejected_total.rows:
            prepared, collected = other, again
            account = collected.tallied.account(prepared.bad_records)
    return Read(prepared=prepared, period=period, collected=collected, account=account)


def compute(analysis: Analysis, name: str, found: Read, params: Params) -> Result:
    """Compute the analysis of what was read.

    Raises what ``Read.check`` raises, DataError on stray last dates, GateError under ``strict``.
    """
    found.check()
    prepared, collected = found.prepared, found.collected
    period = _observed(found.period, prepared, collected)
    data = _rolled_up(collected, prepared, period)
    computed = analysis.compute(data, params)
    result = _result((analysis, name), params, prepared.options, collected.carried, computed)
    names = [name for source in prepared.sources for name in source.names]
    said = tuple(
        replace(note, message=of_entity(note.message, result.per, names)) for note in (*found.notes, *computed.notes)
    )
    as_of = None if data.days is None else data.as_of
    result = replace(result, as_of=as_of, period=data.period, notes=said, account=found.account)
    _check_strict(result, prepared.options.rows.strict)
    return replace(result, panels=partial(analysis.overview, result))


def _period(prepared: Prepared) -> Period:
    """Return the period that the options name; ``--last`` without a day to count from looks for the last date."""
    given = prepared.options.period
    if given.last is None or prepared.needs.own_windows:
        return Period(given.from_, given.end)
    end = given.end
    if end is None:
        by_day = collected_days(prepared, Period())
        check_last_day(by_day)
        last = by_day["order_date"].max()
        if not isinstance(last, date):  # nothing is used: the account will say why
            return Period()
        end = last
    return Period(last_days(given.last, given.as_of or end), end)


def _observed(period: Period, prepared: Prepared, collected: Collected) -> Period:
    """Return the period with its open ends closed by the days of the rows; the last one is ``as_of``."""
    tallied = collected.tallied
    if tallied.days is None:
        return period
    if period.last is None and not tallied.last_day_is_usual(collected.levels["customers"]):
        check_last_day(collected_days(prepared, period))
    return Period(period.first or tallied.days[0], period.last or tallied.days[1])


def _rolled_up(collected: Collected, prepared: Prepared, period: Period) -> RolledUp:
    days, begin = None, collected.tallied.first_day
    if begin is not None and period.first is not None and period.last is not None:
        days = (max(begin, period.first), prepared.options.period.as_of or period.last)
    return RolledUp(
        levels=collected.levels,
        days=days,
        period=None if days is None else period,
        last=prepared.options.period.last,
        has_orders=prepared.ordered,
    )


def _row_notes(account: Account, collected: Collected) -> Iterator[Note]:
    if rejected := account.rejected_total.rows:
        message = f"{rejected:,} rows cannot be read ({reasons(account.rejected)})"
        yield Note("rejected-rows", message, warning=True, count=rejected, fix="--rejects FILE writes them.")
    if lost := collected.tallied.inexact_rows:
        message = f"{lost:,} amounts have more than four decimals and were rounded"
        much = lost / 2 > _ROUNDED_SHARE * abs(account.used.units or 0)  # each by half a unit at most
        fix = "They are small: give them in a smaller unit, such as cents." if much else None
        yield Note("inexact-amounts", message, warning=much, count=lost, fix=fix)
    if collected.spellings is not None:
        ids, written = collected.spellings.row(0)
        message = f"--merge-ids: {written:,} ids as written are {ids:,}"
        yield Note("merged-ids", message, count=written - ids)
    if collected.repeats is not None:
        yield from guards.repeat_notes(collected.repeats)


def _guard_notes(prepared: Prepared, collected: Collected, period: Period) -> Iterator[Note]:
    """Yield what is not what it seems, from what was collected anyway, or a second look where that leaves a doubt."""
    yield from guards.changed_files(collected.changed)
    yield from guards.duplicate_files(prepared.sources)
    if collected.tallied.by_status is not None:
        yield from status_notes(collected.tallied.by_status)
    yield from guards.total_notes(collected.tallied.repeated_totals)
    yield from guards.currency_notes(collected.tallied.blank_currency, collected.tallied.currencies)
    if "customers" in collected.levels:
        yield from guards.total_row_notes(collected.levels["customers"])
    if collected.orders is not None:
        yield from order_notes(collected.orders)
        yield from second_look.sample_notes(collected.orders, prepared, period)
    if collected.ids is not None:
        name = prepared.readings[0].mapping[KEY]
        yield from id_notes(name, collected.ids)
        if prepared.options.columns.per == "customer" and "customer" not in prepared.options.columns.chosen:
            yield from level_notes(name, collected.ids)
    if prepared.options.columns.per == "customer" and "customers" in collected.levels:
        yield from guards.customer_notes(collected.levels["customers"], _other_customers(prepared))
        if collected.tallied.days is not None and prepared.options.period.end is None:
            yield from guards.last_buyers_notes(collected.levels["customers"], collected.tallied.days[1])


def _other_customers(prepared: Prepared) -> list[str]:
    """Return the columns that are called like customers in every source, and tell them in none."""
    source, taken = prepared.sources[0], {reading.mapping[KEY] for reading in prepared.readings}
    named = roles.called(list(source.dtypes), "customer")
    return [name for name in named if name not in taken and all(name in one.dtypes for one in prepared.sources)]


def _result(
    entry: tuple[Analysis, str],
    params: Params,
    options: Options,
    carried: Mapping[str, pl.DataFrame],
    computed: Computed,
) -> Result:
    analysis, name = entry
    key = options.columns.key_name
    schema = (computed.schema or analysis.schema_of(params)).renamed(KEY, key)
    schema, table = _with_carried(schema, computed.table.rename({KEY: key}, strict=False), carried)
    shared = {**options.columns.as_dict(), **options.period.as_dict()}
    given = {option: value for option, value in shared.items() if value not in (None, [], "")}
    return Result(
        analysis=name,
        schema=schema,
        params={**params.as_dict(), **given},
        rows=table,
        headline=tuple(of_entity(line, options.columns.per) for line in computed.headline),
        facts=computed.facts,
        labels=computed.labels,
        breaks=computed.breaks,
        model=computed.model,
    )


def _with_carried(
    schema: Schema, table: pl.DataFrame, carried: Mapping[str, pl.DataFrame]
) -> tuple[Schema, pl.DataFrame]:
    key = table.columns[0]
    for column, frame in carried.items():
        name = column.removeprefix(CARRY)
        if name in schema.columns:
            message = f'--carry: the result has a column "{name}" of its own'
            raise ParamsError(message, fix="Rename the input column.")
        values = frame.select(pl.col(KEY).alias(key), pl.col(column).alias(name))
        table = table.join(values, on=key, how="left", maintain_order="left")
        described = Column("text", f'"{name}" of the last row that has it.', nullable=True, when="--carry")
        schema = schema.with_columns({name: described})
    return schema, table


def _check_strict(result: Result, strict: bool) -> None:  # noqa: FBT001 -- one private caller
    if strict and result.warnings:
        listed = "\n".join(note.message for note in result.warnings)
        raise GateError(f"--strict: {listed}", fix="Mend the input, or run without --strict.", notes=result.warnings)
