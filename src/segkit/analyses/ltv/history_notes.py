"""What makes a history misleading for predictions: no whole year, an export that begins in the middle."""

from __future__ import annotations

from collections.abc import Iterator

from segkit.analyses._base import RolledUp
from segkit.analyses.ltv.params import LtvParams
from segkit.lifetime.formulas import YEAR_DAYS, days_of
from segkit.lifetime.history import Histories
from segkit.result import Note

_WEEK, _WEEKS_AFTER = 7, 8
_SPIKE = 3.0
_LEAST = 20


def history_notes(data: RolledUp, params: LtvParams, histories: Histories) -> Iterator[Note]:
    """Yield warnings about seasons that the data cannot tell, and customers who look new and are not."""
    span = (data.as_of - data.first_day).days + 1
    years = days_of(params.horizon) / YEAR_DAYS
    if span < 2 * YEAR_DAYS and abs(years - round(years)) > 0.02:
        yield Note(
            "seasons",
            f"a horizon of {params.horizon} is no whole year, and {span} days of data do not tell seasons apart: the "
            "prediction is as if every season were the average one",
            warning=True,
        )
    if not histories.size:
        return
    new = histories.first_days - int(histories.first_days.min())
    first = int((new < _WEEK).sum())
    later = int(((new >= _WEEK) & (new < _WEEK * (_WEEKS_AFTER + 1))).sum()) / _WEEKS_AFTER
    if first >= _LEAST and span > _WEEK * (_WEEKS_AFTER + 1) and first > _SPIKE * later:
        yield Note(
            "left-truncation",
            f"{first:,} customers have their first purchase in the first week, {later:,.0f} in each of the weeks after it: "
            "older customers look new when an export begins in the middle (--from a day after the start of the business?)",
            warning=True,
        )
