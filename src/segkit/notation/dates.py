"""How dates are written in a text column: told from a sample, then applied as one expression.

Every column has one format; ``date_order`` tells day from month.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

import polars as pl

from segkit.errors import DataError
from segkit.frozen import frozen
from segkit.notation.blanks import MARKS
from segkit.notation.date_order import ordered_pattern
from segkit.notation.named_dates import CHARACTERS, IN_WORDS, TIME, characters_day, named_day, named_moment
from segkit.notation.stored_dates import STORED, check_not_swapped, stored_day

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Dates outside are misread or mistyped: rejected."""

Kind = Literal["pattern", "digits", "named", "characters", "serial", "epoch"]

_YEAR_FIRST = r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + TIME
_YEAR_LAST = r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})\.?" + TIME
_COMPACT = r"(?:19|20|21)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])(?:\d{2}){0,2}|T(?:[01]\d|2[0-3])(?:\d{2}){1,2})?"
_SERIAL = r"(?:2[5-9]|[3-6]\d|7[0-2])\d{3}(?:[.,]\d+)?"
_EPOCH = r"1[0-8]\d{8}(?:\d{3}){0,3}(?:[.,]\d+)?"
# The date is what stands before a blank, a comma, or the T of a time: not the T of October.
DATE_PART = r"^([^ ,]*?)(?:T\d\S*)?(?:[ ,].*)?$"
_OFFSET = re.compile(r".*\d{1,2}[:.h]\d{2}.*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)(?:\s*\([^)]*\)|\s\d{4})?$")
_CLOCK = ("%H", "%I", " ")
_OF_DAYS = ("%d", "%e", "%j", "%D", "%F", "%x", "%v", "%a", "%A", "%u", "%w", "%s", "%c", "%+", "%-d")
_MONTH = re.compile(r"\d{4}([-/.])\d{1,2}")
_NO_MARKS = dict.fromkeys(map(ord, MARKS))
_SECONDS_DIGITS = 10
_MIXED_SHARE = 0.1
_SERIALS = (25_000, 72_999)
_EXCEL_EPOCH = -25_569
"""1899-12-30, the zero of Excel's serial dates, in days from 1970-01-01."""


@frozen
class DateFormat:
    """How the date part of a text is written, and how it is cut out."""

    pattern: str
    kind: Kind = "pattern"
    width: int | None = None
    """Characters of the date part, where all of them have as many."""
    timed: bool = False
    """Whether a time may follow the date part."""
    mark: str = ""
    """What stands between date and time, where all of the sample have a time and the same mark."""
    zoned: bool = False
    """Whether every sampled value ends in an offset from UTC."""
    marked: bool = False
    """Whether there may be invisible marks in a text."""
    stored: bool = False
    """Whether some were dates to the spreadsheet, which come as ``2024-05-01``, among texts in another writing."""
    dotted: bool = False
    """Whether a date may end in a dot: ``19.01.2025.``."""
    monthly: bool = False
    """Whether the texts tell no day: then it is the first of the month."""

    def day(self, text: pl.Expr, tz: str | None = None) -> pl.Expr:
        """Return the calendar day, in the value's own zone or in ``tz``; unreadable text gives null."""
        day = self._day(text, tz)
        return pl.coalesce(day, stored_day(text)) if self.stored else day

    def _day(self, text: pl.Expr, tz: str | None) -> pl.Expr:
        if self.width is not None and self.timed and tz is None:
            # The fast path: blanks in front make it fail, and the generalized format, which strips them, read the rest.
            if self.mark:
                return text.str.slice(0, self.width + 1).str.to_date(self.pattern + self.mark, strict=False)
            day = text.str.slice(0, self.width).str.to_date(self.pattern, strict=False)
            return pl.when(text.str.slice(self.width, 1).is_in(["", " ", "T", ","])).then(day)
        text = (text.str.replace_all(f"[{MARKS}]", "") if self.marked else text).str.strip_chars()
        if tz is not None and (self.zoned or self.kind == "epoch"):
            return self._in_utc(text).dt.convert_time_zone(tz).dt.date()
        if self.kind != "pattern":
            return _SPECIAL[self.kind](text, self.width)
        if not self.timed:
            return (text + "-01" if self.monthly else text).str.to_date(self.pattern, strict=False)
        part = text.str.extract(DATE_PART)
        return (part.str.strip_suffix(".") if self.dotted else part).str.to_date(self.pattern, strict=False)

    def generalized(self) -> DateFormat:
        """Return the format that cuts the date part out wherever it ends, for columns that contradict their head."""
        simple = self.kind == "pattern" and not self.monthly and not any(mark in self.pattern for mark in _CLOCK)
        if not simple:
            return replace(self, marked=True)
        return replace(self, width=None, timed=True, marked=True, dotted="." in self.pattern)

    def _in_utc(self, text: pl.Expr) -> pl.Expr:
        """Return the moment of values that tell one."""
        if self.kind == "epoch":
            return _moment(text, self.width).dt.replace_time_zone("UTC")
        if self.kind == "named":
            return named_moment(text)
        iso = text.str.replace(r"\s*(?:Z|UTC|GMT)$", "+00:00").str.replace(r"(:\S*[+-]\d{2})$", "${1}00")
        iso = iso.str.replace(r"\s*([+-]\d{2}):?(\d{2})$", "${1}${2}")
        stamp = iso.str.replace(r"^(\S+?)\.?[T ]+", "${1} ").str.replace(r"(:\d{2})[.,]\d+", "${1}")
        seconds = stamp.str.replace(r" (\d{1,2}:\d{2})([+-])", " ${1}:00${2}")
        return seconds.str.to_datetime(f"{self.pattern} %H:%M:%S%z", time_zone="UTC", strict=False)


def _digits(text: pl.Expr, length: int | None) -> pl.Expr:
    day = text.str.slice(0, 8).str.to_date("%Y%m%d", strict=False)
    return pl.when(text.str.len_bytes() == length).then(day)


def _serial(text: pl.Expr, _: int | None) -> pl.Expr:
    days = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False).floor().cast(pl.Int32, strict=False)
    return pl.when(days.is_between(*_SERIALS)).then(days + _EXCEL_EPOCH).cast(pl.Date)


def _epoch(text: pl.Expr, length: int | None) -> pl.Expr:
    return _moment(text, length).dt.date()


def _moment(text: pl.Expr, digits: int | None) -> pl.Expr:
    """Return the moment of so many digits of seconds, or thousandths and less of them, since 1970, without its zone, which is UTC."""
    digits = digits or _SECONDS_DIGITS
    whole = text.str.slice(0, digits).cast(pl.Int64, strict=False)
    ended = text.str.slice(digits, 1).is_in(["", ".", ","])
    return pl.when(ended & (text.str.len_bytes() >= digits)).then(
        pl.from_epoch(whole // 10 ** (digits - _SECONDS_DIGITS))
    )


_SPECIAL: dict[Kind, Callable[[pl.Expr, int | None], pl.Expr]] = {
    "digits": _digits, "named": lambda text, _: named_day(text), "characters": lambda text, _: characters_day(text), "serial": _serial, "epoch": _epoch,
}  # fmt: skip


def written(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return a column of dates as texts; numbers without their fraction, which is the time of the day or of the second."""
    return (column.floor().cast(pl.Int64, strict=False) if dtype.is_float() else column).cast(pl.String)


def date_format(named: str) -> DateFormat:
    """Return the format of a strptime pattern given with ``--date-format``; one without a day stands for the first of the month."""
    if not any(mark in named for mark in _OF_DAYS):
        return DateFormat(f"{named}-%d", monthly=True)
    return DateFormat(named, timed=not any(mark in named for mark in _CLOCK))


def detect_dates(
    sample: Sequence[str],
    every: Callable[[], Sequence[str]],
    column: str,
    *,
    wanted: str | None = None,
    usual: str | None = None,
) -> DateFormat:
    """Return the format of a text column of dates.

    ``sample`` holds distinct values of the column's head; ``every`` fetches the distinct date parts of the whole
    column, asked for only when the sample does not tell day from month; ``wanted`` is ``dmy``, ``mdy`` or ``ymd``;
    ``usual`` is what the program that wrote the file does where nothing else tells.
    Raises DataError where most values are no dates, or nothing tells day from month.
    """
    bare = [text.translate(_NO_MARKS) for text in sample if text]
    marked, texts = bare != [text for text in sample if text], [text.strip() for text in bare if text.strip()]
    stored, texts = _apart(texts)
    shape = _shape_of(texts)
    if shape is None:
        shown = ", ".join(texts[:3]) or "nothing but empty cells"
        months = [match for match in map(_MONTH.fullmatch, texts) if match]
        pattern = f"%Y{months[0][1]}%m, the first of each month" if len(months) == len(texts) > 0 else "%d.%m.%Y"
        raise DataError(
            f'column "{column}" does not look like dates: {shown}',
            fix=f"Name the right column with --date COLUMN, or its format: --date-format {pattern}",
            column=column,
        )
    matched = [text for text in texts if re.fullmatch(shape, text)]
    if shape in _KINDS:
        zoned = all(_OFFSET.fullmatch(text) for text in matched)
        lengths = Counter(len(re.split("[.,]", text, maxsplit=1)[0]) for text in matched)
        width = max(lengths, key=lambda n: (lengths[n], n))
        return DateFormat("", _KINDS[shape], width=width, zoned=zoned, marked=marked, stored=bool(stored))
    pattern = _pattern_of(shape, matched, every, column, wanted=wanted, usual=usual)
    check_not_swapped(stored, matched, pattern, column)
    parts = [_date_part(text) for text in matched]
    dotted = any(part.endswith(".") for part in parts)
    timed = dotted or any(len(part) != len(text) for part, text in zip(parts, matched, strict=True))
    widths = {len(part) for part in parts}
    fixed = widths.pop() if len(widths) == 1 and shape == _YEAR_FIRST and not marked else None
    marks = {text[fixed : fixed + 1] for text in matched} if fixed and timed else {""}
    mark = marks.pop() if len(marks) == 1 else ""
    zoned = all(_OFFSET.fullmatch(text) for text in matched)
    return DateFormat(
        pattern, width=fixed, timed=timed, zoned=zoned, mark=mark, marked=marked, stored=bool(stored), dotted=dotted
    )


def _date_part(text: str) -> str:
    return re.split(r"[T ,]", text, maxsplit=1)[0]


def _apart(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the dates that a spreadsheet stored as such among texts in another writing, and those texts; all texts where it did not."""
    stored = [text for text in texts if STORED.fullmatch(text)]
    others = [text for text in texts if not STORED.fullmatch(text)]
    some = min(len(stored), len(others)) >= _MIXED_SHARE * len(texts) > 0
    mixed = some and _shape_of(others) not in (None, _YEAR_FIRST)
    return (stored, others) if mixed else ([], [*texts])


_KINDS: dict[str, Kind] = {
    _COMPACT: "digits", IN_WORDS: "named", CHARACTERS: "characters", _SERIAL: "serial", _EPOCH: "epoch",
}  # fmt: skip


def _shape_of(texts: Sequence[str]) -> str | None:
    """Return the pattern that more than half of the texts match; those behind one that all match are never compiled."""
    counted = []
    for shape in (_YEAR_FIRST, _COMPACT, _YEAR_LAST, IN_WORDS, CHARACTERS, _SERIAL, _EPOCH):
        counted.append((sum(map(bool, map(re.compile(shape).fullmatch, texts))), shape))
        if counted[-1][0] == len(texts):
            break
    most, shape = max(counted, key=lambda pair: pair[0])
    return shape if texts and most * 2 > len(texts) else None


def _pattern_of(
    shape: str,
    texts: Sequence[str],
    every: Callable[[], Sequence[str]],
    column: str,
    *,
    wanted: str | None,
    usual: str | None,
) -> str:
    dates = re.compile(shape)
    sampled = [match for match in map(dates.fullmatch, texts) if match]
    if shape == _YEAR_FIRST:
        return f"%Y{sampled[0][2]}%m{sampled[0][2]}%d"
    return ordered_pattern(sampled, lambda: filter(None, map(dates.match, every())), column, wanted=wanted, usual=usual)
