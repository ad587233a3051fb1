"""From opened sources to what a run reads of them: the columns of each role and how their texts are written.

Nothing but heads of the files is read here, so that ``--dry-run`` and ``inspect`` answer at once; and reports with documents in them, which are small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from segkit.errors import DataError, MissingColumnError
from segkit.frozen import frozen
from segkit.io.profiles.apply import Applied, apply, profile_of
from segkit.io.scratch import Scratch
from segkit.io.source import Source, reading_errors, repaired_source
from segkit.layouts import Layout
from segkit.notation.statuses import given_back
from segkit.notation.totals import TOTAL, TOTAL_IN_TEXT
from segkit.reading import Reading
from segkit.recognition.agreement import agreeing, key_notes, require_currency
from segkit.recognition.deductions import with_deductions
from segkit.recognition.documents import documents_apart
from segkit.recognition.doubts import Doubts
from segkit.recognition.filling import NAMED, filled_down
from segkit.recognition.formats import SAMPLE_ROWS, SIDED, generalized, side_notes, with_formats
from segkit.recognition.mapping import carried_columns, mapping_of, measures_of, value_column
from segkit.recognition.minor_units import minor_unit_notes, money_columns, with_minor_units
from segkit.recognition.scaled import scaled_notes
from segkit.recognition.typed import plainly_typed, require_texts
from segkit.result import Note
from segkit.schema import KEY
from segkit.transactions import normalize

if TYPE_CHECKING:
    from segkit.analyses._base import Needs
    from segkit.io.profiles import Profile
    from segkit.options import ColumnOptions, Options

_TAIL_ROWS = 20
_RESULTS = ({"abc_class", "cumulative_share"}, {"recency_score", "frequency_score", "monetary_score"})
"""Columns that tell a result of segkit from sales."""


@frozen(kw_only=True)
class Prepared:
    """Sources with their readings: what a run will do, before it does it."""

    sources: Sequence[Source]
    readings: Sequence[Reading]
    needs: Needs
    options: Options
    scratch: Scratch
    """Where copies are made that reading on needs."""
    notes: Sequence[Note] = ()

    @property
    def verified(self) -> bool:
        """Whether every line of the text files is known to have the fields of its header."""
        return all(source.verified for source in self.sources)

    @property
    def bad_records(self) -> int:
        """Records of all sources that are no rows."""
        return sum(source.bad_records for source in self.sources)

    @property
    def dated(self) -> bool:
        """Whether the sources have dates."""
        return all("date" in reading.mapping for reading in self.readings)

    @property
    def ordered(self) -> bool:
        """Whether any source has order ids."""
        return any("order" in reading.mapping for reading in self.readings)

    @property
    def trusting(self) -> bool:
        """Whether texts are read as the numbers that their heads show."""
        return any(reading.trusting for reading in self.readings)

    @property
    def returns(self) -> bool:
        """Whether refunds count, since some of them are negative."""
        return any(reading.returns for reading in self.readings)

    @property
    def row_hint(self) -> int:
        """Rows as far as footers tell them, else a guess from the size."""
        return sum(source.rows if source.rows is not None else source.size // 40 for source in self.sources)

    def rows(self) -> pl.LazyFrame:
        """Return the canonical rows of all sources, each with its reason."""
        plans = [normalize(s.read(r.floats), r) for s, r in zip(self.sources, self.readings, strict=True)]
        return plans[0] if len(plans) == 1 else pl.concat(plans, how="diagonal")

    def checked(self) -> Prepared:
        """Return the same with every line of the files looked at, odd ones set apart."""
        sources = [repaired_source(source, self.scratch) for source in self.sources]
        return prepare(sources, self.needs, self.options, self.scratch).as_text()

    def as_text(self) -> Prepared:
        """Return the same with texts taken for nothing but texts."""
        return replace(self, readings=[reading.as_text() for reading in self.readings])

    def apart(self) -> Prepared | None:
        """Return the same with each file read by itself; None where that is so already, or cannot be."""
        apart = [one for source in self.sources for one in source.apart()]
        if len(apart) == len(self.sources):
            return None
        with suppress(DataError):
            return prepare(apart, self.needs, self.options, self.scratch)
        return None

    def with_returns(self) -> Prepared:
        """Return the same with refunds counted, where their rows are negative."""
        return replace(self, readings=[replace(reading, returns=True) for reading in self.readings])

    def generalized(self) -> Prepared:
        """Return the same with dates and numbers in texts read as the cells demand that contradict the head."""
        decimal = self.options.files.decimal
        readings = []
        for source, reading in zip(self.sources, self.readings, strict=True):
            readings.append(generalized(with_derived(source, reading), reading, decimal))
        notes = [note for note in self.notes if note.code != SIDED]
        return replace(self, readings=readings, notes=[*notes, *(n for one in readings for n in side_notes(one))])


def prepare(sources: Sequence[Source], needs: Needs, options: Options, scratch: Scratch) -> Prepared:
    """Return what a run reads of each source; raise MissingColumnError or DataError naming the flag that settles it.

    Files that contradict one another are read each by itself, if that settles it.
    """
    try:
        return _prepare(sources, needs, options, scratch)
    except MissingColumnError:
        raise
    except DataError as error:
        apart = [one for source in sources for one in source.apart()]
        if len(apart) > len(sources):
            with suppress(DataError):
                return _prepare(apart, needs, options, scratch)
        raise error from None


def _prepare(sources: Sequence[Source], needs: Needs, options: Options, scratch: Scratch) -> Prepared:
    sources = [filled_down(documents_apart(plainly_typed(s)), options.columns.fill_down) for s in sources]
    notes = [note for source in sources for note in source.notes]
    notes += _text_notes(sources)
    readings = [_reading(source, needs, options, notes) for source in sources]
    notes += key_notes(sources, readings)
    readings = agreeing(sources, readings)
    readings = [replace(reading, returns=any(r.returns for r in readings)) for reading in readings]
    require_currency(sources, readings, options.columns.in_currency)
    return Prepared(sources=sources, readings=readings, needs=needs, options=options, scratch=scratch, notes=notes)


def _text_notes(sources: Sequence[Source]) -> Iterator[Note]:
    """Yield what was set apart or kept with a doubt when text files were repaired."""
    for source in sources:
        for name, found in zip(source.names, source.repaired, strict=False):
            if found is not None and found.stray_quotes:
                message = f"{name}: {found.stray_quotes:,} rows hold a stray quote, kept as it is"
                yield Note("stray-quotes", message, warning=True)
            if found is not None and found.headers:
                message = f"{name}: the header comes again {found.headers:,} times: several tables, read as one"
                yield Note("several-tables", message, warning=True)


def _reading(source: Source, needs: Needs, options: Options, notes: list[Note]) -> Reading:
    columns = options.columns
    headers = list(source.dtypes)
    _refuse_results(source, columns)
    applied = recognized(source, columns)
    if applied is not None:
        notes.append(_source_note(source, applied.profile))
    mapping = mapping_of(source, needs, options, applied)
    layout = with_deductions(Layout() if applied is None else applied.layout, columns, headers, source.name)
    value = value_column(needs, headers, mapping)
    reading = Reading(
        mapping=mapping,
        dtypes={**source.dtypes, **({} if applied is None else applied.dtypes)},
        measures=measures_of(needs, mapping, value),
        value=value,
        carry=carried_columns(columns.carry, needs.by, headers),
        merge=columns.merge_ids,
        tz=options.period.tz,
        not_counted=[s.strip().lower() for s in columns.skip_status] if columns.skip_status else None,
        currency=columns.in_currency,
        last=None if source.verified or not source.texts else headers[-1],
        layout=replace(layout, counted={}) if columns.skip_status else layout,
    )
    if applied is None:
        used = (columns.subtract, columns.kinds_of_returns[0], value)
        money = "amount" in reading.measures
        notes += Doubts(source, mapping, columns.chosen, columns.per, money=money, used=used).notes()
    require_texts(source, [*mapping.values(), *reading.carry, *filter(None, [value])])
    source = with_derived(source, reading)
    reading = with_minor_units(source, reading, wanted=columns.minor_units)
    notes += _unit_notes(source, reading, told=columns.minor_units is not None)
    grouped = source.grouped and "date" in mapping  # without dates nothing tells a total from a sale
    totals = grouped or _ends_in_totals(source, mapping[KEY])
    reading = replace(reading, totals=totals, named=NAMED if grouped else None)
    with reading_errors(source.name):
        reading = with_formats(source, reading, options, notes, applied)
        return replace(reading, returns=_has_returns(source, reading))


def _source_note(source: Source, profile: Profile) -> Note:
    message = f"{source.name} is read as {profile.name} ({profile.title}): {profile.row}; --source none turns it off"
    return Note("source", message, fix="--source none")


def _unit_notes(source: Source, reading: Reading, *, told: bool) -> Iterator[Note]:
    """Yield in what units money is, as the names of its columns and the titles say; of small ones only where the user has not ``told``."""
    yield from () if told else minor_unit_notes(reading)
    yield from scaled_notes(money_columns(reading), source.titles)


def _has_returns(source: Source, reading: Reading) -> bool:
    """Tell whether the head of a source has negative rows with a status of refunds; later ones cost a second look."""
    if not reading.judges_status or "amount" not in reading.measures:
        return False
    reading = replace(reading.as_text(), totals=False, named=None)
    head = normalize(source.head(list(source.dtypes), SAMPLE_ROWS), reading)
    back = given_back(pl.col("status")) & (pl.col("amount") < 0)
    return bool(head.select(back.any()).collect(engine="streaming").item())


def _refuse_results(source: Source, columns: ColumnOptions) -> None:
    """Raise DataError for a result of segkit, in which every customer would be a purchase."""
    if not columns.chosen and any(marks <= source.dtypes.keys() for marks in _RESULTS):
        message = f"{source.name} is a result of segkit, a row for each customer, and no sales"
        raise DataError(message, fix="Name the sales export that it was made from. segkit export takes results.")


def with_derived(source: Source, reading: Reading) -> Source:
    """Return the source with the columns that its profile makes of others."""
    return source.making(reading.layout.derived) if reading.layout.derived else source


def recognized(source: Source, columns: ColumnOptions) -> Applied | None:
    """Return what a source profile says about the source: the one the user named, or the one its columns tell."""
    profile = profile_of(source, columns.source)
    if profile is None:
        return None
    chosen = {role: name for role, name in columns.chosen.items() if name in source.dtypes}
    return apply(profile, source, chosen, columns.per, columns.in_currency)


def _ends_in_totals(source: Source, key: str) -> bool:
    """Tell whether the end of a text file, or an end of a sheet, holds a row of totals."""
    if source.format in ("excel", "html"):
        ends = pl.concat([end for part in source.parts for end in (part.head(_TAIL_ROWS), part.tail(_TAIL_ROWS))])
        named = [pl.col(name).str.contains(TOTAL).any() for name in dict.fromkeys((key, next(iter(source.dtypes))))]
        return bool(ends.select(pl.any_horizontal(named)).collect().item())
    return any(re.search(TOTAL_IN_TEXT, text.tail) for text in source.texts)
