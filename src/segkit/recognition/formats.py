"""How the texts of a source are written: told from its head, with notes on what looks damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from segkit.io.source import Source
from segkit.notation.blanks import MARKS
from segkit.notation.currencies import is_marked
from segkit.notation.dates import DATE_PART, DateFormat, date_format, detect_dates, written
from segkit.notation.numbers import Mark, detect_numbers
from segkit.reading import Reading
from segkit.result import Note
from segkit.schema import KEY

if TYPE_CHECKING:
    from segkit.io.profiles.apply import Applied
    from segkit.options import Options

SAMPLE_ROWS = 10_000
SIDED = "sided-money"
_SAMPLE_VALUES = 2_000
_SHORT = re.compile(r"[+-]?\d{1,11}(?:\.\d{0,4})?")
_INTEGER = re.compile(r"0|[1-9]\d{0,17}")
_DAY_ORDERS = {"dmy", "mdy", "ymd"}


def with_formats(
    source: Source, reading: Reading, options: Options, notes: list[Note], applied: Applied | None
) -> Reading:
    """Return the reading with the formats of its text columns, told from the head of the source; ``notes`` gets what is odd."""
    key, dated = reading.mapping[KEY], reading.mapping.get("date")
    numeric = _numeric_columns(reading)
    named = [name for name in (*numeric, dated, key, reading.mapping.get("order")) if name is not None]
    textual = [name for name in dict.fromkeys(named) if _is_written(source, name, dated)]
    sample = _head(source, textual) if textual else pl.DataFrame()
    if textual and not sample.height:  # nothing to tell from, and nothing to read
        return replace(reading, dates=date_format("%Y-%m-%d") if dated in textual else None)
    cells = {name: _distinct(sample[name]) for name in sample.columns}
    decimal, pattern = options.files.decimal, options.columns.date_format
    usual, relays = (None, ()) if applied is None else (applied.profile.dates, applied.profile.relays)
    whole = source.dtypes[key].is_float() and _whole(source, key)
    notes += _id_notes(key, cells.get(key, ()), relays, whole=whole)
    reading = replace(
        reading,
        numbers={n: detect_numbers(cells[n], n, decimal) for n in numeric if source.dtypes[n] == pl.String},
        dates=None if dated is None or dated not in textual else _dates(source, sample, dated, pattern, usual),
        whole_ids=whole,
    )
    notes += side_notes(reading)
    return reading if reading.layout.source else _trusting(source, reading, cells)


def _trusting(source: Source, reading: Reading, cells: Mapping[str, Sequence[str]]) -> Reading:
    """Return the reading that takes short decimals and plain integers for numbers as long as all texts of the head are."""

    def all_match(name: str, pattern: re.Pattern[str]) -> bool:
        return name in cells and all(map(pattern.fullmatch, cells[name]))

    amount, order = reading.mapping.get("amount"), reading.mapping.get("order")
    # What looks plain may be said to be otherwise: 21.500 is twenty-one thousand where a comma is the decimal mark.
    plain = [name for name, written_as in reading.numbers.items() if name == amount and not written_as.dressed]
    floats = [name for name in plain if source.as_written and all_match(name, _SHORT)]
    key = None if reading.merge else reading.mapping[KEY]
    ids = [name for name in (key, order) if name and all_match(name, _INTEGER)]
    return replace(reading, floats=frozenset(floats), integers=frozenset(ids))


def generalized(source: Source, reading: Reading, decimal: Mark | None) -> Reading:
    """Return the reading with dates and numbers in texts read as the cells demand that contradict the head."""
    told = {name: detect_numbers(_contradicting(source, name), name, decimal) for name in reading.numbers}
    return replace(reading.generalized(), numbers=told)


def _contradicting(source: Source, name: str) -> list[str]:
    """Return distinct cells of a column of numbers: some of its head, and those that are no plain decimals."""
    head = _head(source, [name])[name]
    odd = pl.col(name).filter(pl.col(name).str.strip_chars().cast(pl.Decimal(38, 4), strict=False).is_null())
    cells = source.frame.select(odd.drop_nulls().unique().sort()).collect(engine="streaming").to_series()
    marked = cells.to_frame().filter(is_marked(pl.col(name)))[name].head(_SAMPLE_VALUES)
    return [*_distinct(head), *cells.head(_SAMPLE_VALUES).to_list(), *marked.to_list()]


def side_notes(reading: Reading) -> Iterator[Note]:
    """Yield a doubt about numbers that say which side of an account they are on: which of them is income, nothing tells for certain."""
    for name, written_as in reading.numbers.items():
        if len(written_as.sides) > 1:
            message = f'column "{name}" marks its numbers as credits (CR) and debits (DR): debits are taken off'
        elif "dr" in written_as.sides:
            message = f'all numbers of column "{name}" are marked as debits (DR), and count as income'
        else:
            continue
        fix = "If it is the other way round, export the income in a column of its own."
        yield Note(SIDED, message, warning=True, fix=fix)


def _id_notes(name: str, ids: Sequence[str], relays: Sequence[str], *, whole: bool) -> Iterator[Note]:
    """Yield a note on addresses that forward, without naming any, and on ids that some program made fractions."""
    found = sum(any(end in text.casefold() for end in relays) for text in ids)
    if found:
        message = f'{found:,} of the first {len(ids):,} ids in "{name}" are relay addresses: not for mailing lists'
        yield Note("relay-addresses", message, count=found)
    if whole:
        message = f'ids in "{name}" are stored as numbers with a fraction of zero: read as integers'
        yield Note("whole-ids", message)


def _numeric_columns(reading: Reading) -> list[str]:
    """Return the columns that are read as numbers."""
    mapping, measures = reading.mapping, reading.measures
    roles: list[str] = []
    if "amount" in measures:
        roles += ["amount"] if "amount" in mapping else ["quantity", "price"]
    if "quantity" in measures:
        roles.append("quantity")
    named = [mapping[role] for role in (*roles, *(["cost"] if reading.value == "profit" else []))]
    if "amount" in measures and reading.layout.refund is not None:
        named.append(reading.layout.refund)
    if reading.value not in (None, "profit"):
        named.append(str(reading.value))
    return named


def _is_written(source: Source, name: str, dated: str | None) -> bool:
    """Tell whether a column's values are texts whose writing must be told (dates may be written as numbers)."""
    dtype = source.dtypes[name]
    return dtype == pl.String or (name == dated and (dtype.is_integer() or dtype.is_float()))


def _head(source: Source, names: Sequence[str]) -> pl.DataFrame:
    return source.head(names, SAMPLE_ROWS).collect(engine="streaming")


def _distinct(column: pl.Series) -> list[str]:
    return column.drop_nulls().cast(pl.String).unique(maintain_order=True).head(_SAMPLE_VALUES).to_list()


def _dates(source: Source, sample: pl.DataFrame, name: str, wanted: str | None, usual: str | None) -> DateFormat:
    if wanted is not None and wanted not in _DAY_ORDERS:
        return date_format(wanted)

    def every() -> list[str]:
        text = written(pl.col(name), source.dtypes[name]).str.replace_all(f"[{MARKS}]", "").str.strip_chars()
        part = text.str.extract(DATE_PART)
        return source.frame.select(part.unique().drop_nulls()).collect(engine="streaming").to_series().to_list()

    texts = sample.select(written(pl.col(name), source.dtypes[name])).to_series()
    return detect_dates(_distinct(texts), every, name, wanted=wanted, usual=usual)


def _whole(source: Source, name: str) -> bool:
    column = pl.col(name)
    return bool(
        source.frame.select((column.is_nan() | (column == column.floor())).all()).collect(engine="streaming").item()
    )
