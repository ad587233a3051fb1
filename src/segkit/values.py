"""How dates and numbers are written in a text column: told from a sample, then applied as one expression.

The sample decides once for the whole column; a row that contradicts it is rejected later, never read another way.
Where nothing decides (``03/04/2024``, ``1,234``), the answer is an error that names the flag, not a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from segkit import units
from segkit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Dates outside are misread or mistyped: rejected."""

_TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_NAMED = re.compile(r"(\d{1,2})([- ])([A-Za-z]{3,9})\2(\d{4}|\d{2})" + _TIME)
_COMPACT = re.compile(r"(19|20|21)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])?(?:\d{2}){0,2}")
_OFFSET = re.compile(r".*\d{1,2}:\d{2}.*(?:Z|UTC|[+-]\d{2}:?\d{2})$")
_ORDERS = {"dmy": ("%d", "%m"), "mdy": ("%m", "%d")}


@dataclass(frozen=True)
class DateFormat:
    """A strptime format for the date part of a text, and how that part is cut out."""

    pattern: str
    width: int | None = None
    """Characters of the date part, where all of them have as many."""
    timed: bool = False
    """Whether a time may follow the date part."""
    zoned: bool = False
    """Whether every sampled value ends in an offset from UTC."""
    length: int | None = None
    """Characters of the whole text, where digits without separators go on behind the date part."""

    def day(self, text: pl.Expr, tz: str | None = None) -> pl.Expr:
        """Return the calendar day, in the value's own zone or in ``tz``; unreadable text gives null."""
        text = text.str.strip_chars()
        if tz is not None and self.zoned:
            return self._converted(text, tz)
        if self.length is not None:
            day = text.str.slice(0, self.width).str.to_date(self.pattern, strict=False)
            return pl.when(text.str.len_bytes() == self.length).then(day)
        if not self.timed:
            return text.str.to_date(self.pattern, strict=False)
        if self.width is None:
            return text.str.extract(r"^([^T ,]+)").str.to_date(self.pattern, strict=False)
        day = text.str.slice(0, self.width).str.to_date(self.pattern, strict=False)
        clean_end = text.str.slice(self.width, 1).is_in(["", " ", "T", ","])
        return pl.when(clean_end).then(day)

    def generalized(self) -> DateFormat:
        """Return the format that cuts the date part out wherever it ends, for columns that contradict their head."""
        return self if self.length is not None else replace(self, width=None, timed=" " not in self.pattern)

    def _converted(self, text: pl.Expr, tz: str) -> pl.Expr:
        iso = text.str.replace(r"(?:Z|UTC)$", "+00:00").str.replace(r"\s*([+-]\d{2}):?(\d{2})$", "${1}${2}")
        stamp = iso.str.replace(r"^(\S+)[T ]+", "${1} ").str.replace(r"\.\d+", "")
        seconds = stamp.str.replace(r" (\d{1,2}:\d{2})([+-])", " ${1}:00${2}")
        moment = seconds.str.to_datetime(f"{self.pattern} %H:%M:%S%z", time_zone="UTC", strict=False)
        return moment.dt.convert_time_zone(tz).dt.date()


def date_format(named: str) -> DateFormat:
    """Return the format that ``--date-format`` names: ``dmy``, ``mdy``, ``ymd`` or a strptime pattern."""
    patterns = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "ymd": "%Y-%m-%d"}
    return DateFormat(patterns.get(named, named), timed="%H" not in named)


def detect_dates(
    sample: Sequence[str], every: Callable[[], Sequence[str]], column: str, *, wanted: str | None = None
) -> DateFormat:
    """Return the format of a text column of dates.

    ``sample`` holds distinct values of the column's head; ``every`` fetches the distinct date parts of the whole
    column, asked for only when the sample does not tell day from month; ``wanted`` is ``dmy``, ``mdy`` or ``ymd``.
    Raises DataError where most values are no dates, or nothing tells day from month.
    """
    texts = [text.strip() for text in sample if text and text.strip()]
    shape = _shape_of(texts)
    if shape is None:
        shown = ", ".join(texts[:3]) or "nothing but empty cells"
        raise DataError(
            f'column "{column}" does not look like dates: {shown}',
            fix="Name the right column with --date COLUMN, or its format: --date-format %d.%m.%Y",
            column=column,
        )
    matched = [text for text in texts if shape.fullmatch(text)]
    if shape is _COMPACT:
        return DateFormat("%Y%m%d", 8, length=max(map(len, matched)))
    pattern = _pattern_of(shape, matched, every, column, wanted)
    parts = [re.split(r"[T ,]", text, maxsplit=1)[0] for text in matched]
    if shape is _NAMED and " " in pattern:
        return DateFormat(pattern)
    timed = any(len(part) != len(text) for part, text in zip(parts, matched, strict=True))
    widths = {len(part) for part in parts}
    fixed = widths.pop() if len(widths) == 1 and shape is _YEAR_FIRST else None
    return DateFormat(pattern, fixed, timed, zoned=all(_OFFSET.fullmatch(text) for text in matched))


def _shape_of(texts: Sequence[str]) -> re.Pattern[str] | None:
    shapes = (_YEAR_FIRST, _COMPACT, _YEAR_LAST, _NAMED)
    counted = [(sum(1 for text in texts if shape.fullmatch(text)), shape) for shape in shapes]
    most, shape = max(counted, key=lambda pair: pair[0])
    return shape if texts and most * 2 > len(texts) else None


def _pattern_of(
    shape: re.Pattern[str],
    texts: Sequence[str],
    every: Callable[[], Sequence[str]],
    column: str,
    wanted: str | None,
) -> str:
    groups = [match for match in map(shape.fullmatch, texts) if match]
    separator = groups[0][2]
    if shape is _YEAR_FIRST:
        return f"%Y{separator}%m{separator}%d"
    year = "%Y" if len(groups[0][4]) == 4 else "%y"
    if shape is _NAMED:
        month = "%b" if max(len(match[3]) for match in groups) == 3 else "%B"
        return f"%d{separator}{month}{separator}{year}"
    order = wanted or _order(groups, lambda: filter(None, map(shape.match, every())), column)
    first, second = _ORDERS[order]
    return f"{first}{separator}{second}{separator}{year}"


def _order(sampled: Sequence[re.Match[str]], every: Callable[[], Iterable[re.Match[str]]], column: str) -> str:
    """Tell day-first from month-first by the values above 12, in the sample and if need be in the whole column."""
    for matches in (lambda: sampled, every):
        seen = list(matches())
        day_first = sum(int(match[1]) > 12 for match in seen)
        month_first = sum(int(match[3]) > 12 for match in seen)
        if day_first and month_first:
            raise DataError(
                f'column "{column}" holds days first ({day_first} values) and months first ({month_first} values)',
                fix="Settle it with --date-format dmy or --date-format mdy; the other rows are rejected.",
                column=column,
            )
        if day_first or month_first:
            return "dmy" if day_first else "mdy"
    if sampled[0][2] == ".":
        return "dmy"
    raise DataError(
        f'column "{column}" is ambiguous: {sampled[0][0]} may be day/month or month/day',
        fix="Settle it with --date-format dmy or --date-format mdy.",
        column=column,
    )


_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_BLANKS = " \t\u00a0\u202f\u2009'’"
_BLANKS_CLASS = r"[\s\u00a0\u202f\u2009'’]"


@dataclass(frozen=True)
class NumberFormat:
    """How numbers are written: the decimal mark, and whether blanks or the other mark group the thousands."""

    decimal: str = "."
    grouped: bool = False

    def scale(self, text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        """Return (units, loses_digits) of the texts; unreadable ones give null units."""
        text = text.str.strip_chars()
        if self.grouped:
            other = "." if self.decimal == "," else ","
            text = text.str.replace_all(_BLANKS_CLASS, "").str.replace_all(other, "", literal=True)
        if self.decimal == ",":
            text = text.str.replace(",", ".", literal=True)
        return units.scale_text(text)


def detect_numbers(sample: Sequence[str], column: str) -> NumberFormat:
    """Return the format of a text column of numbers; raise DataError where ``1,234`` could be two numbers."""
    texts = [text.strip() for text in sample if text and text.strip()]
    odd = [text for text in texts if not _PLAIN.fullmatch(text)]
    if len(odd) * 2 <= len(texts) and not any("," in text for text in odd):
        blanks = any(_PLAIN.fullmatch(_squeeze(text)) for text in odd)
        return NumberFormat(grouped=blanks)
    squeezed = [_squeeze(text) for text in texts]
    grouped = any(map(str.__ne__, squeezed, texts))
    if any(re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+", text) for text in squeezed):
        return NumberFormat(".", grouped=True)
    commas = [text for text in squeezed if "," in text]
    if any(re.fullmatch(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+", text) and not _thousands(text) for text in commas):
        return NumberFormat(",", grouped=grouped or any("." in text for text in commas))
    if commas and all(map(_thousands, commas)):
        if any(len(re.findall(",", text)) > 1 for text in commas) or any("." in text for text in squeezed):
            return NumberFormat(".", grouped=True)
        raise DataError(
            f'column "{column}" is ambiguous: {commas[0]} may be a decimal or a thousands comma',
            fix="Settle it by exporting the column without thousands separators.",
            column=column,
        )
    return NumberFormat()


def _squeeze(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, _BLANKS)))


def _thousands(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+", text) is not None
