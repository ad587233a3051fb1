"""The one place that collects: open, normalize, roll up, compute, and the account of every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

import polars as pl

from segkit import guards, transactions
from segkit.accounting import Tallied, check_last_day, days, tally
from segkit.analyses._base import Analysis, Computed, Needs, Params, RolledUp
from segkit.errors import DataError, EmptyInputError, GateError, ParamsError, RejectedRowsError, UnreadableInputError
from segkit.io.records import LINE
from segkit.io.scratch import Scratch
from segkit.io.sources import Source, open_sources, reading_errors
from segkit.merging import spellings
from segkit.periods import Period, last_days
from segkit.preparation import Prepared, prepare
from segkit.result import Account, Note, Result
from segkit.rollup import MEASURES, by_group, first_values, last_values, roll_up, side_by_side, words_for
from segkit.schema import KEY, Column, Schema
from segkit.transactions import Reading
from segkit.words import of_entity

if TYPE_CHECKING:
    from segkit.options import Options

ENGINE: Literal["streaming", "in-memory"] = "streaming"
"""The Polars engine that collects; results are the same on either."""

Input = TypeVar("Input")

_DUPLICATE_SAMPLE_ROWS = 250_000
_SHARED_DAY_WARNING = 0.05


def run(analysis: Analysis, name: str, inputs: Sequence[object], params: Params, options: Options) -> Result:
    """Run one analysis over ``inputs`` (paths or frames) and return its result."""
    needs = analysis.needs(params)
    if not needs.levels:
        return calculate(analysis, name, inputs, params, options)
    with Scratch() as scratch:
        sources = open_sources(expected(name, inputs, needs, options), scratch, options.files.opening())
        return compute(analysis, name, prepare(sources, needs, options, scratch), params)


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
    computed = analysis.compute(RolledUp(customers=pl.DataFrame()), params)
    result = replace(_result((analysis, name), params, options, {}, computed), notes=tuple(computed.notes))
    _check_strict(result, options.rows.strict)
    return replace(result, panels=partial(analysis.overview, result))


def compute(analysis: Analysis, name: str, prepared: Prepared, params: Params) -> Result:
    """Read the prepared sources once, roll them up, and compute the analysis.

    Raises EmptyInputError where no row is used, RejectedRowsError above ``max_bad``, DataError on mixed currencies or
    stray last dates, GateError under ``strict``.
    """
    period = _period(prepared)
    prepared, collected = _collect_checked(prepared, period)
    account = collected.tallied.account(prepared.bad_records)
    _check(account, collected.tallied, prepared)
    period = _observed(period, prepared, collected)
    data = _rolled_up(collected, prepared, period)
    computed = analysis.compute(data, params)
    notes = [*prepared.notes, *_row_notes(account, collected), *_guard_notes(prepared, collected), *computed.notes]
    result = _result((analysis, name), params, prepared.options, collected.carried, computed)
    said = tuple(replace(note, message=of_entity(note.message, result.per)) for note in notes)
    result = replace(result, as_of=data.as_of, period=data.period, notes=said, account=account)
    _check_strict(result, prepared.options.rows.strict)
    return replace(result, panels=partial(analysis.overview, result))


def _collect_checked(prepared: Prepared, period: Period) -> tuple[Prepared, _Collected]:
    """Collect on the fast path; where the rows contradict what their head promised, look closer and collect again."""
    try:
        collected = _collect(prepared, period)
    except UnreadableInputError:
        if prepared.trusting:  # a cell that is no plain number
            return _collect_checked(prepared.as_text(), period)
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
        return _collect_checked(prepared.as_text(), period)
    if "orders" not in collected.levels and (words := words_for(collected.tallied.months)) > 1:
        collected = _collect(prepared, period, words)
    return prepared, collected


def rejected_rows(prepared: Prepared) -> pl.DataFrame:
    """Return what cannot be read: ``source, line`` (row of a typed source), ``reason``, and the columns as they came.

    Records that are no rows have their text in the column ``text``.
    """
    found = [_bad_records(source) for source in prepared.sources if source.bad_records]
    for source, reading in zip(prepared.sources, prepared.readings, strict=True):
        found += [_rejected_of(source, reading, position) for position in range(len(source.names))]
    return pl.concat(found, how="diagonal_relaxed").sort("source", "line", maintain_order=True)


def _rejected_of(source: Source, reading: Reading, position: int) -> pl.DataFrame:
    part, name = source.parts[position], source.names[position]
    text = source.texts[position] if source.texts else None
    if text is not None and text.repaired is not None:
        line = pl.col(LINE).cast(pl.Int64)
    else:
        first = text.dialect.place.first_line if text is not None else sum(source.first_lines[position : position + 1])
        part = part.with_row_index(LINE, offset=1)
        line = pl.col(LINE).cast(pl.Int64) + first
    kept = [line, *(pl.col(column).cast(pl.String) for column in source.dtypes)]
    rows = transactions.normalize(part, reading.as_text(), keep=kept)
    names = dict(enumerate(transactions.REASONS, start=1))
    bad = rows.filter(pl.col("reason") > len(transactions.SET_ASIDE)).select(
        pl.lit(name).alias("source"),
        pl.col(f"kept:{LINE}").alias("line"),
        pl.col("reason").replace_strict(names, return_dtype=pl.String),
        *(
            pl.col(f"kept:{column}").alias(column)
            for column in source.dtypes
            if column not in ("source", "line", "reason")
        ),
    )
    with reading_errors(name):
        return bad.collect(engine=ENGINE)


def _bad_records(source: Source) -> pl.DataFrame:
    rows = [
        (name, record.line, f"record: {record.reason}", record.text)
        for name, text in zip(source.names, source.texts, strict=True)
        for record in text.bad
    ]
    schema = {"source": pl.String, "line": pl.Int64, "reason": pl.String, "text": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


@dataclass(frozen=True)
class _Collected:
    """Everything that one scan of the input gives."""

    tallied: Tallied
    levels: Mapping[str, pl.DataFrame]
    carried: Mapping[str, pl.DataFrame]
    repeats: pl.DataFrame | None
    orders: pl.DataFrame | None = None
    """What a sample of the orders shows."""
    spellings: pl.DataFrame | None = None
    """How many ids there are, and in how many ways they are written."""


def _collect(prepared: Prepared, period: Period, month_words: int = 1) -> _Collected:
    rows = transactions.within(prepared.rows(), period)
    used = transactions.used(rows)
    carry = [name for name in used.collect_schema().names() if name.startswith(transactions.CARRY)]
    plain = used.drop(carry, transactions.WRITTEN, strict=False)
    levels = roll_up(plain, prepared.needs.levels, month_words=month_words)
    # The heavy plan comes first: behind the others it would wait, and what it has yet to read would be kept (a quarter more memory).
    plans: dict[str, pl.LazyFrame] = {**{str(level): plan for level, plan in levels.items()}, **tally(rows)}
    plans |= {name: last_values(used, name) for name in carry if _is_carried(name, prepared)}
    if prepared.needs.by is not None:
        column = transactions.CARRY + prepared.needs.by
        each = "customer_groups" in prepared.needs.levels
        plans |= {"customer_groups": by_group(used, column)} if each else {"groups": first_values(used, column)}
    if prepared.options.columns.merge_ids:
        plans["spellings"] = spellings(used, KEY, transactions.WRITTEN)
    if prepared.dated and not prepared.ordered:
        plans["repeats"] = _repeats(rows.drop(carry), prepared.row_hint)
    if prepared.ordered and prepared.options.columns.per == "customer":
        plans["sampled_orders"] = guards.sampled_orders(rows.drop(carry), prepared.row_hint)
    name = prepared.sources[0].name if len(prepared.sources) == 1 else "the input"
    with reading_errors(name):
        frames = dict(zip(plans, pl.collect_all(list(plans.values()), engine=ENGINE), strict=True))
    if "orders" in frames:
        frames["customers"], frames["orders"] = side_by_side(frames.pop("orders"))
    if any(reading.mapping[KEY] in reading.integers for reading in prepared.readings):
        frames = {plan: _with_text_keys(frame) for plan, frame in frames.items()}
    return _Collected(
        tallied=Tallied.of(frames),
        repeats=frames.pop("repeats", None),
        orders=frames.pop("sampled_orders", None),
        spellings=frames.pop("spellings", None),
        carried={column: frames.pop(column) for column in carry if column in frames},
        levels=frames,
    )


def _with_text_keys(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with keys that were grouped as integers as the texts that they are."""
    return frame.with_columns(pl.col(KEY).cast(pl.String)) if KEY in frame.columns else frame


def _is_carried(column: str, prepared: Prepared) -> bool:
    return column.removeprefix(transactions.CARRY) in prepared.options.columns.carry


def _repeats(rows: pl.LazyFrame, hint: int) -> pl.LazyFrame:
    """Return the plan of how many rows repeat another's customer, day and money, and share a customer's day.

    Of large inputs it looks at a sample of the customers; the mask of bits and the one filter make that free.
    """
    every = 1 << max(0, (hint // _DUPLICATE_SAMPLE_ROWS).bit_length() - 1)
    counted = pl.col("reason") == 0
    if every > 1:
        counted = ((pl.col(KEY).hash(seed=0) & (every - 1)) == 0) & counted
    keys = [name for name in rows.collect_schema().names() if name in (KEY, "order_date", *MEASURES)]
    alike = rows.filter(counted).group_by(keys).agg(pl.len().alias("rows")).with_columns(again=pl.col("rows") - 1)
    days = alike.group_by(KEY, "order_date").agg(pl.col("rows", "again").sum())
    together = pl.col("rows").filter(pl.col("rows") > 1).sum().alias("together")
    return days.select(pl.col("rows").sum(), pl.col("again").sum(), together, pl.lit(every).alias("every"))


def _period(prepared: Prepared) -> Period:
    """Return the period that the options name; ``--last`` without a day to count from looks for the last date."""
    given = prepared.options.period
    if given.last is None or prepared.needs.own_windows:
        return Period(given.from_, given.end)
    end = given.end
    if end is None:
        by_day = _collected_days(prepared, Period())
        check_last_day(by_day)
        last = by_day["order_date"].max()
        if not isinstance(last, date):  # nothing is used: the account will say why
            return Period()
        end = last
    return Period(last_days(given.last, given.as_of or end), end)


def _collected_days(prepared: Prepared, period: Period) -> pl.DataFrame:
    with reading_errors("the input"):
        return days(transactions.within(prepared.as_text().rows(), period)).collect(engine=ENGINE)


def _observed(period: Period, prepared: Prepared, collected: _Collected) -> Period:
    """Return the period with its open ends closed by the days of the rows; the last one is ``as_of``."""
    tallied = collected.tallied
    if tallied.days is None:
        return period
    if period.last is None and not tallied.last_day_is_usual(collected.levels["customers"]):
        check_last_day(_collected_days(prepared, period))
    return Period(period.first or tallied.days[0], period.last or tallied.days[1])


def _rolled_up(collected: _Collected, prepared: Prepared, period: Period) -> RolledUp:
    as_of = prepared.options.period.as_of or period.last
    levels, begin = collected.levels, collected.tallied.first_day
    return RolledUp(
        customers=levels["customers"],
        customer_months=levels.get("customer_months"),
        customer_days=levels.get("customer_days"),
        customer_groups=levels.get("customer_groups"),
        orders=levels.get("orders"),
        groups=levels.get("groups"),
        as_of=as_of,
        period=period if period.last is not None else None,
        first_day=None if begin is None or period.first is None else max(begin, period.first),
        last=prepared.options.period.last,
        has_orders=prepared.ordered,
    )


def _check(account: Account, tallied: Tallied, prepared: Prepared) -> None:
    rejected, read = account.rejected_total.rows, account.read.rows
    if rejected > prepared.options.rows.allowed(read):
        raise RejectedRowsError(
            f"{rejected:,} of {read:,} rows cannot be read ({_reasons(account.rejected)}); --max-bad allows "
            f"{prepared.options.rows.max_bad}",
            fix=_way_out(account),
            account=account,
        )
    if not account.used.rows:
        said = f": {_reasons({**account.set_aside, **account.rejected})}" if read else ""
        raise EmptyInputError(f"no row to analyze of {read:,} read{said}", account=account)
    if len(currencies := tallied.currencies) > 1 and prepared.options.columns.in_currency is None:
        listed = ", ".join(f"{code} {part.rows:,} rows" for code, part in currencies.items())
        raise DataError(
            f"amounts in {len(currencies)} currencies cannot be added: {listed}",
            fix=f"Choose one: --in-currency {next(iter(currencies))}",
            currencies=tuple(currencies),
        )


def _way_out(account: Account) -> str:
    """Return what to do about rejected rows: if they are most of the rows, the column or its format is the wrong one."""
    if 2 * account.rejected_total.rows <= account.read.rows:
        return "See them with --rejects bad.csv, or accept them with a larger --max-bad."
    worst = max(account.rejected, key=lambda reason: account.rejected[reason].rows)
    flag = {"record": "--separator", "date": "--date or --date-format"}.get(worst, f"--{worst} or --decimal")
    return f"That is most of them: see whether it is the right column and format ({flag}; segkit inspect shows them)."


def _reasons(tallies: Mapping[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {getattr(part, 'rows', 0):,}" for name, part in tallies.items())


def _row_notes(account: Account, collected: _Collected) -> list[Note]:
    notes = []
    if rejected := account.rejected_total.rows:
        message = f"{rejected:,} rows cannot be read ({_reasons(account.rejected)})"
        notes.append(Note("rejected-rows", message, warning=True))
    if lost := collected.tallied.inexact_rows:
        notes.append(Note("inexact-amounts", f"{lost:,} amounts have more than four decimals and were rounded"))
    if collected.spellings is not None:
        ids, written = collected.spellings.row(0)
        message = f"--merge-ids: {written:,} ids as written are {ids:,}"
        notes.append(Note("merged-ids", message, count=written - ids))
    if collected.repeats is not None and collected.repeats.height:
        notes += _repeat_notes(*collected.repeats.row(0))
    return notes


def _guard_notes(prepared: Prepared, collected: _Collected) -> Iterator[Note]:
    """Yield what is not what it seems, from what was collected anyway."""
    yield from guards.duplicate_files(prepared.sources)
    yield from guards.total_notes(collected.tallied.repeated_totals)
    if collected.orders is not None:
        yield from guards.order_notes(collected.orders.row(0, named=True))
    if prepared.options.columns.per == "customer":
        yield from guards.customer_notes(collected.levels["customers"])
        if collected.tallied.days is not None and prepared.options.period.end is None:
            yield from guards.last_buyers_notes(collected.levels["customers"], collected.tallied.days[1])


def _repeat_notes(rows: int, again: int, together: int, every: int) -> list[Note]:
    about = "" if every == 1 else f" in a sample of 1 in {every} customers"
    notes = []
    if again:
        message = f"{again:,} of {rows:,} rows repeat another's customer, date and amount{about}; all are counted"
        notes.append(Note("duplicate-rows", message, warning=True))
    if rows and together > _SHARED_DAY_WARNING * rows and together != again * 2:
        message = f"{together / rows:.0%} of the rows share customer and date with another{about}: order lines?"
        notes.append(Note("shared-days", f"{message} --order names the order id", warning=True))
    return notes


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
        name = column.removeprefix(transactions.CARRY)
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
