"""Lists of customers as files or frames: their ids, a status if there is one, and when they were contacted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path

import polars as pl

from segkit import roles
from segkit.errors import DataError, EmptyInputError, MissingColumnError, UnreadableInputError, columns_there
from segkit.frozen import frozen
from segkit.io.opening import Opening
from segkit.io.remote import shown
from segkit.io.scratch import Scratch
from segkit.io.source import Source, reading_errors, verified_source
from segkit.io.sources import open_sources
from segkit.notation.dates import detect_dates
from segkit.result import Note
from segkit.schema import KEY

CONTACT_DATES = (
    "sent_at", "date_sent", "contacted_at", "contact_date", "last_contact", "last_contacted", "last_sent",
    "дата_отправки", "дата_контакта", *roles.ALIASES["date"],
)  # fmt: skip
"""Headers of the day on which somebody was contacted, the most telling first."""

_STATUSES = ("status", "client_status", "customer_status", "статус", "статус_клиента")
_OF_RESULTS = ("abc_xyz_class", "abc_class", "segment", "total_amount")
_IDS = (*roles.ALIASES["customer"], "item_id", "entity_id")
"""Headers of ids: of customers, then those of results about something else."""
_SAMPLE = 1000


def read_listing(given: object) -> pl.DataFrame:
    """Return a list: ``customer_id`` as text, as often as it is listed, and what else of it is of use, as text.

    That is ``status``, and of a result the class and the money.

    The ids are in the column of the customer, told by its name, or in the only one. Raises MissingColumnError where
    that is none, UnreadableInputError for what is no table or has records that are no rows, and EmptyInputError for one
    without an id.
    """
    name = Path(shown(str(given))).name if isinstance(given, str | Path) else "frame"
    with Scratch() as scratch:
        parts = [_listed(source) for source in _sources(given, scratch)]
    known = pl.concat(parts, how="diagonal")
    if known.is_empty():
        raise EmptyInputError(f"{name} lists nobody: the column of ids is empty")
    return known


def _listed(source: Source) -> pl.DataFrame:
    headers = list(source.dtypes)
    id_column = (_of_ids(source, _IDS, None) or headers)[0]
    others = {header: header for header in _OF_RESULTS if header in headers}
    told = [header for header in headers if header.strip().casefold().replace(" ", "_") in _STATUSES]
    others |= dict.fromkeys(["status"], told[0]) if told and id_column != told[0] else {}
    return _known(source, {KEY: id_column, **others})


@frozen(kw_only=True)
class Members:
    """Who is in a list, and when each was contacted."""

    rows: pl.DataFrame
    """``customer_id`` as text, never null, as often as it is listed; ``date`` as text where the list has dates."""
    id_column: str
    date_column: str | None = None
    sources: Sequence[Source] = field(default=(), repr=False)

    def ids(self, first: date | None = None) -> pl.Series:
        """Return the ids, each once, in any order; with ``first`` only those of its rows that ``since`` leaves."""
        if first is None or self.date_column is None:
            return self.rows[KEY].unique()
        return since(self.rows, first, self.date_column, self.sources[0].name)[KEY].unique()


def read_members(given: object, scratch: Scratch, names: Sequence[str], role: str | None) -> Members:
    """Return who is in a list, which may be empty: any table that is an input, a result among them.

    The ids are in the column that is called like one of ``names``, else the one that plays ``role`` by its name, else
    the only one. Raises MissingColumnError where that is none, UnreadableInputError for what is no table or has
    records that are no rows.
    """
    sources = _sources(given, scratch)
    parts = [_members(source, names, role) for source in sources]
    dated = next((part.date_column for part in parts if part.date_column is not None), None)
    rows = pl.concat([part.rows for part in parts], how="diagonal")
    return Members(rows=rows, id_column=parts[0].id_column, date_column=dated, sources=sources)


def _members(source: Source, names: Sequence[str], role: str | None) -> Members:
    headers = list(source.dtypes)
    named = _of_ids(source, names, role)
    id_column = (named or headers)[0]
    dated = next((name for name in roles.matching(headers, CONTACT_DATES) if name != id_column), None)
    rows = _known(source, {KEY: id_column} if dated is None else {KEY: id_column, "date": dated})
    if not named:  # bare ids, the first of which may have been taken for a header
        rows = pl.concat([pl.DataFrame({KEY: [id_column]}), rows], how="diagonal")
    return Members(rows=rows, id_column=id_column, date_column=dated)


def _sources(given: object, scratch: Scratch) -> list[Source]:
    """Return what a list is read from, every line of it looked at, however large it is."""
    return [verified_source(source, scratch) for source in _opened(given, Opening(), scratch)]


def _opened(given: object, opening: Opening, scratch: Scratch) -> list[Source]:
    """Return the sources of a list; lines of words without a header are one column, and no table of blanks: names."""
    sources = []
    for source in open_sources([given], scratch, opening):
        if not (source.texts and all(t.dialect.separator == " " and not t.dialect.has_header for t in source.texts)):
            sources.append(source)
            continue
        bare = open_sources(source.paths, scratch, replace(opening, separator="\t"))
        sources += [replace(one, names=source.names, paths=source.paths, notes=source.notes) for one in bare]
    return sources


def open_list(given: object, scratch: Scratch, lacks: Callable[[Source], str]) -> list[Source]:
    """Return the tables of a list of people: of a workbook the sheets to which nothing ``lacks``.

    What a sheet that is left out lacks is a warning. Where all of them lack something, all are returned, and it is for the
    caller to refuse them.
    """
    sources = _opened(given, Opening(every_sheet=True), scratch)
    why = {n: lacks(source) for n, source in enumerate(sources) if source.format in ("excel", "html")}
    left = [n for n in why if why[n]]
    if not left or len(left) == len(sources):
        return sources
    notes = [_sheet_left_out(sources[n], why[n]) for n in left]
    first, *others = (source for n, source in enumerate(sources) if n not in left)
    return [replace(first, notes=(*first.notes, *notes)), *others]


def _sheet_left_out(source: Source, why: str) -> Note:
    fix = "if it lists somebody, save it as a file of its own"
    return Note("sheets-not-read", f"{source.name} is not read: {why}; {fix}", warning=True, count=source.rows, fix=fix)


def _of_ids(source: Source, names: Sequence[str], role: str | None) -> list[str]:
    """Return the columns of ids told by their names, the most telling first; none where there is only one column.

    Raises MissingColumnError where no name tells which of several it is.
    """
    headers = list(source.dtypes)
    named = roles.matching(headers, names) or ([] if role is None else roles.matching(headers, roles.ALIASES[role]))
    if not named and len(headers) > 1:
        fix = f"Call it {names[0]}, or leave nothing but it in the file.\n{columns_there(headers)}"
        raise MissingColumnError(f"{source.name}: no column of ids found", fix=fix, columns=tuple(names))
    return named


def since(rows: pl.DataFrame, first: date, column: str, name: str) -> pl.DataFrame:
    """Return the rows whose text ``date`` is ``first`` or later, and those without a readable one.

    To be left out is the safe side. Errors call the list ``name`` and the dates ``column``; DataError where nothing
    tells how they are written.
    """
    texts = rows["date"].drop_nulls().unique().sort().to_list()
    if not texts:
        return rows
    try:
        day = detect_dates(texts[:_SAMPLE], lambda: texts, column).day(pl.col("date"))
    except DataError as error:
        fix = "Write its dates like 2024-05-31, or drop --days: then everybody in it counts."
        raise DataError(f"--suppress {name}: {error.message}", fix=fix) from None
    return rows.filter((day >= first) | day.is_null())


def id_text(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return ids as text: whole numbers that some program took for floating-point ones without their zeros."""
    value = pl.col(column)
    if not dtype.is_float():
        return value.cast(pl.String)
    whole = value.cast(pl.Int64, strict=False)
    return pl.when(whole == value).then(whole.cast(pl.String)).otherwise(value.cast(pl.String))


def _known(source: Source, columns: dict[str, str]) -> pl.DataFrame:
    """Return the rows with an id, these columns as text without blanks at the ends."""
    if source.bad_records:
        bad = next(record for found in source.repaired if found is not None for record in found.bad)
        message = f"{source.name}: {source.bad_records:,} records are no rows; line {bad.line}: {bad.reason}"
        raise UnreadableInputError(message, fix="Mend it: whom a list leaves out must be certain.", path=source.name)
    for note in source.notes:
        fix = "Keep the list alone in the file: whom a list leaves out must be certain."
        raise UnreadableInputError(note.message, fix=fix, path=source.name)
    wanted = [id_text(name, source.dtypes[name]).str.strip_chars().alias(alias) for alias, name in columns.items()]
    with reading_errors(source.name):
        rows = source.frame.select(wanted).collect()
    return rows.filter(pl.col(KEY).is_not_null() & (pl.col(KEY) != ""))
