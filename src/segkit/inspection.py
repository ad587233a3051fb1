"""What segkit sees in a file, before any analysis: columns and their roles, rows, period, money, warnings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from segkit import roles
from segkit.analyses._base import Needs
from segkit.errors import DataError
from segkit.frozen import frozen
from segkit.io.profiles import Profile
from segkit.io.scratch import Scratch
from segkit.io.source import Source, reading_errors
from segkit.io.textfile import TextFile
from segkit.notation.dates import FIRST_DAY, LAST_DAY
from segkit.options import ColumnOptions, Options
from segkit.pipeline import Read, read
from segkit.recognition.preparation import Prepared, prepare, recognized
from segkit.recognition.typed import plainly_typed
from segkit.recognition.unfit import unfit
from segkit.result import Account, Note
from segkit.scan.accounting import Tallied, check_last_day
from segkit.scan.collecting import collected_days
from segkit.scan.guards import last_day_notes
from segkit.values import Names

HEAD_BYTES = 32 << 20
"""A larger text file is inspected by its head; so is a larger typed one, by so many rows."""

_SAMPLE_ROWS = 100_000
_SAMPLE_ABOVE_ROWS, _SAMPLE_ABOVE_BYTES = 10_000_000, 200_000_000
_OPEN = {"date", "amount", "quantity", "price", "cost", "status", "currency"}
"""Roles whose values name nobody; all other examples are masked."""


@frozen
class Seen:
    """A column as it was seen."""

    name: str
    role: str | None
    type: str
    example: str


@frozen
class Inspection:
    """A source as it was seen; ``account`` is None where no entity column was found."""

    name: str
    format: str
    text: TextFile | None
    """The text file, of the first of several."""
    profile: Profile | None
    """The source profile that it is read by."""
    columns: Sequence[Seen]
    account: Account | None
    period: tuple[str, str] | None
    is_sample: bool
    warnings: Sequence[Note]

    def as_dict(self) -> dict[str, object]:
        """Return the inspection as JSON can hold it; money as exact decimal text."""
        return {
            "name": self.name,
            "format": self.format,
            "source": None if self.profile is None else self.profile.name,
            **_written(self.text),
            "columns": [vars(column) for column in self.columns],
            "rows": None if self.account is None else _rows(self.account),
            "period": self.period,
            "money": None if self.account is None else _money(self.account),
            "is_sample": self.is_sample,
            "warnings": [
                {"code": note.code, "message": note.message, "count": note.count, "fix": note.fix}
                for note in self.warnings
            ],
        }


def inspect(source: Source, columns: ColumnOptions, scratch: Scratch) -> Inspection:
    """Return what is seen in ``source``; a role that cannot be settled is a warning, not an error."""
    is_sample = _is_large(source)
    source = plainly_typed(_head_of(source) if is_sample else source)
    headers = list(source.dtypes)
    applied = recognized(source, columns)
    odd = unfit(source, columns.chosen) if applied is None else []
    mapping = roles.resolve(headers, columns.chosen, None if applied is None else applied.mapping, odd)
    seen = {name: role for role, name in reversed(mapping.items())} | ({} if applied is None else dict(applied.seen))
    warnings: list[Note] = []
    prepared = _prepared(source, columns, scratch, mapping, warnings)
    if prepared is None:
        warnings += source.notes
    else:  # lines that a reader stumbles over may have been set apart
        source = prepared.sources[0]
    with reading_errors(source.name):
        examples = source.frame.head(200).collect()
    found = None if prepared is None else read(prepared)
    if found is not None:
        # The profile is not a warning: it has a place of its own.
        warnings += [note for note in found.notes if note.code != "source"]
        warnings += _currency_notes(found.collected.tallied)
        warnings += () if is_sample else _day_notes(found)
    span = None if found is None else found.collected.tallied.days
    return Inspection(
        name=source.name,
        format=source.format,
        text=source.texts[0] if source.texts else None,
        profile=None if applied is None else applied.profile,
        columns=[_seen(name, source, seen.get(name), examples) for name in headers],
        account=None if found is None else found.account,
        period=(str(span[0]), str(span[1])) if span is not None else None,
        is_sample=is_sample,
        warnings=warnings,
    )


def _is_large(source: Source) -> bool:
    """Tell whether only the head of a source is looked at."""
    if source.texts:
        return source.is_head
    return source.size > _SAMPLE_ABOVE_BYTES if source.rows is None else source.rows > _SAMPLE_ABOVE_ROWS


def _head_of(source: Source) -> Source:
    """Return the head of a large source; nothing must take it for a sample of as many rows as the whole has."""
    if source.texts:
        return replace(source, size=sum(text.path.stat().st_size for text in source.texts))
    head = source.frame.head(_SAMPLE_ROWS)
    return replace(source, parts=(head,), names=source.names[:1], paths=source.paths[:1], rows=_SAMPLE_ROWS)


def _prepared(
    source: Source, columns: ColumnOptions, scratch: Scratch, mapping: Mapping[str, str], warnings: list[Note]
) -> Prepared | None:
    """Return the source prepared with as many roles as can be settled, None without an entity."""
    per: str | None = next((role for role in ("customer", "item") if role in mapping), None)
    if columns.per not in ("customer", "item"):
        per = columns.per
    if per is None:
        message = "no customer or item column found: --customer or --item names it"
        warnings.append(Note("no-entity", message, warning=True))
        return None
    options = Options(columns=replace(columns, per=per, carry=Names(())))
    for measures in (("amount", "quantity"), ()):
        needs = Needs(levels=(), measures=measures, counts_orders=False)
        try:
            return prepare([source], needs, options, scratch).as_text()
        except DataError as error:
            message = f"{error.message} {error.fix or ''}".strip()
            warnings.append(Note("unsettled", message, warning=True))
    return None


def _seen(name: str, source: Source, role: str | None, examples: pl.DataFrame) -> Seen:
    values = examples[name].drop_nulls()
    if values.dtype == pl.Binary:  # bytes that are no texts show nothing
        values = values.clear()
    if isinstance(values.dtype, pl.Date | pl.Datetime):  # of a damaged file, what no calendar holds is no example
        values = values.filter(values.dt.date().is_between(FIRST_DAY, LAST_DAY))
    values = values.cast(pl.String, strict=False).drop_nulls()
    example = " ".join(str(values[0]).split()) if values.len() else ""
    return Seen(name, role, str(source.dtypes[name]), example if role in _OPEN else masked(example))


def masked(text: str) -> str:
    """Return the shape of a value: every letter as x, every digit as 9."""
    return re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "x", text))


def _day_notes(found: Read) -> Iterator[Note]:
    if not found.prepared.dated:
        return
    by_day = collected_days(found.prepared, found.period)
    try:
        check_last_day(by_day)
    except DataError as error:
        yield Note("last-date", f"{error.message}. {error.fix}", warning=True)
    else:
        yield from last_day_notes(by_day)


def _currency_notes(tallied: Tallied) -> Iterator[Note]:
    if len(tallied.currencies) > 1:
        listed = ", ".join(tallied.currencies)
        yield Note("currencies", f"several currencies: {listed} (--in-currency chooses one)", warning=True)


def _written(text: TextFile | None) -> dict[str, object]:
    """Return how the text is written; lines count from 1."""
    if text is None:
        return dict.fromkeys(("encoding", "separator", "quote", "line_end", "header_row"))
    header = text.dialect.place.header_line
    return {
        "encoding": text.encoding,
        "separator": text.dialect.separator,
        "quote": text.dialect.syntax.quote,
        "line_end": text.line_end,
        "header_row": None if header is None else header + 1,
    }


def _rows(account: Account) -> dict[str, object]:
    return {
        "read": account.read.rows,
        "used": account.used.rows,
        "set_aside": {name: tally.rows for name, tally in account.set_aside.items()},
        "rejected": {name: tally.rows for name, tally in account.rejected.items()},
    }


def _money(account: Account) -> dict[str, object] | None:
    if account.used.units is None:
        return None
    from segkit.units import to_decimal  # noqa: PLC0415 -- a leaf

    return {"read": str(to_decimal(account.read.units or 0)), "used": str(to_decimal(account.used.units))}
