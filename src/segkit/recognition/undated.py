"""Days that no column tells by its name: in a column called otherwise, or in the headers themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

from segkit.io.source import Source
from segkit.recognition.unfit import glance
from segkit.result import Note

_DAY = r"^\s*(?:(?:19|20)\d\d([-/.])\d{1,2}[-/.]\d{1,2}|\d{1,2}([-/.])\d{1,2}[-/.](?:19|20)?\d\d)\.?(?:[T ,].*)?$"
_OTHER_DAYS = re.compile(r"(?i)birth|рожд|geburt|naiss|nacim|nascit|expir|due|срок")
"""Names of days on which nothing was sold."""
_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|янв(?:арь)?|фев(?:раль)?|март?|апр(?:ель)?|май|июнь?|июль?|авг(?:уст)?|сен(?:тябрь)?|окт(?:ябрь)?|ноя(?:брь)?|дек(?:абрь)?"
    r"|januar|februar|märz|mai|juni|juli|oktober|dezember"
)
_PERIOD = (
    rf"(?i)\s*(?:(?:{_MONTHS})\.?(?:[\s'-]*(?:20)?\d\d)?(?:\s*г\.?|\s*года?)?|20\d\d[-./](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-./]20\d\d"
    r"|q[1-4][\s'-]*(?:20\d\d)?|(?:20\d\d)[\s-]*q[1-4]|[1-4]\s*кв(?:артал|\.)?\s*(?:20\d\d)?(?:\s*г\.?)?)\s*"
)
_OF_NO_DAY = (pl.Time, pl.Duration)
_PERIODS, _ROWS, _MOSTLY, _SHOWN = 3, 1_000, 0.9, 3


def date_notes(source: Source, free: Sequence[str]) -> Iterator[Note]:
    """Yield the columns (of ``free``) of a source without a date that hold days, and the periods that its headers are."""
    periods = [name for name in free if re.fullmatch(_PERIOD, name)]
    if len(periods) >= _PERIODS:
        message = f'periods stand side by side ("{periods[0]}" to "{periods[-1]}"): each row counts as one purchase without a day'
        fix = "Export a row for each sale, or for each customer and period, with the day in a column."
        yield Note("periods-across", message, warning=True, count=len(periods), fix=fix)
        return
    if days := _of_days(source, free):
        listed = " or ".join(f'--date "{name}"' for name in days[:_SHOWN])
        message = f"no column is a date by its name, and purchases have no day; {listed} takes one that holds days"
        yield Note("undated", message, warning=True, count=len(days), fix=f'--date "{days[0]}"')


def _of_days(source: Source, free: Sequence[str]) -> list[str]:
    """Return the columns that hold nothing but days."""
    named = [name for name in free if not _OTHER_DAYS.search(name)]
    texts = [name for name in named if source.dtypes[name] == pl.String]
    head = glance(source, texts, _ROWS)
    return [
        name for name in named if _is_day(source.dtypes[name]) or (name in head.columns and _holds_days(head[name]))
    ]


def _is_day(dtype: pl.DataType) -> bool:
    return dtype.is_temporal() and dtype not in _OF_NO_DAY


def _holds_days(texts: pl.Series) -> bool:
    values = texts.str.strip_chars()
    values = values.filter(values != "")
    return values.len() * 2 > texts.len() and values.str.contains(_DAY).sum() >= _MOSTLY * values.len()
