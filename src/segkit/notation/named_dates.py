"""Dates with the month in words, as people, mail programs and databases write them, in the languages of the common exports.

``5. Mai 2024 um 10:30 Uhr``, ``Wed, 01 May 2024 10:30:00 +0000``, ``May-01-24``, ``Wed May  1 10:30:00 2024``, ``1 мая 2024 г. в 10:30``.
"""

from __future__ import annotations

import polars as pl

_CLOCK = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[:.,]\d+)?)?"
_OFFSET = r"(?:Z|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|UTC|GMT)(?:\s*\([^)]*\))?"
TIME = (
    rf"(?i:(?:[T ,]+(?:(?:at|um|à|a las|alle|о|в|kl\.?)\s+)?{_CLOCK}\s*(?:[AP]\.?M\.?|Uhr|hs\.?)?\s*(?:{_OFFSET})?)?)"
)
"""What may follow a date: a time, half of the day and offset."""
_WORD = r"[^\W\d_]"
_DAY, _YEAR = r"(\d{1,2})", r"(\d{4}|\d{2})"
_DAY_FIRST = rf"(?i)^(?:{_WORD}{{2,}}[.,]*\s+)?{_DAY}(?:er|st|nd|rd|th)?[-\s.]*(?:de\s+|of\s+)?({_WORD}{{3,}})\.?(?:\s+de)?,?[-\s]*{_YEAR}"
_MONTH_FIRST = rf"(?i)^(?:{_WORD}{{2,}}[.,]*\s+)?({_WORD}{{3,}})[.\s-]\s*{_DAY}(?:st|nd|rd|th)?(?:,[-\s]*|[-\s]+)(?:{_CLOCK}\s+(?:(?:{_OFFSET})\s+)?)?{_YEAR}"
IN_WORDS = rf"(?i:(?:{_DAY_FIRST[5:]}|{_MONTH_FIRST[5:]})(?:\s*[грr]\.?)?){TIME}"
"""A whole date with the month in words."""
CHARACTERS = (
    r"(?:(\d{4})\s*[年년.]\s*(\d{1,2})\s*[月월.]\s*(\d{1,2})\s*[日일.]|(\d{1,2})\.\s+(\d{1,2})\.\s+(\d{4})\.?)" + TIME
)
"""A whole date of China, Japan, Korea or Hungary; or with the day first and blanks, as Czechs and Croats write it."""
_LAST_OF_CENTURY = 69
_MONTHS = {
    name: f"{number:02}"
    for number, names in enumerate(
        ("jan янв січ ene gen sty ian oca", "feb фев лют fév fev lut şub", "mar мар бер mär mae mrz mrt", "apr апр кві avr abr kwi nis",
         "may май мая тра mai mag mei maj", "jun июн чер juin giu cze iun haz", "jul июл лип juil lug lip iul tem",
         "aug авг сер aoû aou ago sie agu ağu", "sep сен вер set wrz eyl", "oct окт жов okt ott out paź paz eki",
         "nov ноя лис lis noi kas", "dec дек гру déc dez dic des gru ara"), start=1)
    for name in names.split()
}  # fmt: skip


def named_day(text: pl.Expr) -> pl.Expr:
    """Return the day of texts that name the month; null for any other, and for a month that is none."""
    by_day, by_month = text.str.extract_groups(_DAY_FIRST), text.str.extract_groups(_MONTH_FIRST)

    def part(of_day: int, of_month: int) -> pl.Expr:
        return pl.coalesce(by_day.struct[of_day], by_month.struct[of_month])

    word = part(1, 0).str.to_lowercase().str.extract(r"^(jui\pL|\pL{3})")
    month = word.replace_strict(_MONTHS, default=None, return_dtype=pl.String)
    year = part(2, 2)
    recent = year.cast(pl.Int32, strict=False) < _LAST_OF_CENTURY
    century = pl.when(recent).then(pl.lit("20")).otherwise(pl.lit("19"))
    full = pl.when(year.str.len_bytes() == 2).then(pl.concat_str(century, year)).otherwise(year)
    return pl.concat_str(full, month, part(0, 1).str.zfill(2), separator="-").str.to_date("%Y-%m-%d", strict=False)


def characters_day(text: pl.Expr) -> pl.Expr:
    """Return the day of texts like ``2024年5月1日``, or ``1. 5. 2024``."""
    first = text.str.extract_groups(r"^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D")
    last = text.str.extract_groups(r"^(\d{1,2})\.\s+(\d{1,2})\.\s+(\d{4})\b")
    parts = [pl.coalesce(first.struct[n], last.struct[2 - n]) for n in range(3)]
    return pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)


def named_moment(text: pl.Expr) -> pl.Expr:
    """Return the moment, in UTC, of texts with a clock and an offset; without an offset it is null."""

    def number(pattern: str) -> pl.Expr:
        return text.str.extract(pattern).cast(pl.Int64, strict=False)

    hour, half = number(r"(\d{1,2})[:.h]\d{2}"), text.str.extract(r"(?i)\d\s*([AP])\.?M").str.to_lowercase()
    hour = pl.when(half.is_null()).then(hour).otherwise(hour % 12 + 12 * (half == "p").cast(pl.Int64))
    minute, second = number(r"\d{1,2}[:.h](\d{2})"), number(r"\d{1,2}[:.]\d{2}[:.](\d{2})").fill_null(0)
    sign, hours, minutes = r"([+-])\d{2}(?::?\d{2})?", r"[+-](\d{2})(?::?\d{2})?", r"[+-]\d{2}:?(\d{2})"
    behind = r"(?:\s*\([^)]*\)|\s+\d{4})?$"  # the name of the zone, or the year
    ahead = number(hours + behind) * 60 + number(minutes + behind).fill_null(0)
    ahead = pl.when(text.str.extract(sign + behind) == "-").then(-ahead).otherwise(ahead)
    offset = pl.coalesce(ahead, pl.when(text.str.contains(r"(?:Z|UTC|GMT)" + behind)).then(0))
    spent = pl.duration(hours=hour, minutes=minute - offset, seconds=second)
    return (named_day(text).cast(pl.Datetime("us")) + spent).dt.replace_time_zone("UTC")
