"""Which part of a date in figures is the day, the month and the year: told once for the whole column.

Where nothing decides (``03/04/2024``), the answer is an error that names the flag, not a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from segkit.errors import DataError

_PATTERNS = {"dmy": "%d{0}%m{0}{1}", "mdy": "%m{0}%d{0}{1}", "ymd": "{1}{0}%m{0}%d"}
_MONTHS_OF_YEAR, _DAYS = 12, frozenset(range(1, 32))
_MANY_DAYS, _EARLY_DAY, _LATE_DAY = 12, 3, 29

Matches = Callable[[], Iterable[re.Match[str]]]


def ordered_pattern(
    sampled: Sequence[re.Match[str]], every: Matches, column: str, *, wanted: str | None, usual: str | None
) -> str:
    """Return the strptime pattern of dates that do not begin with a year of four digits.

    A match is of first part, separator, second and last part. ``every`` gives the matches of the whole column, asked for where the sample
    does not tell; ``wanted`` is ``dmy``, ``mdy`` or ``ymd``; ``usual`` is what decides where nothing else does.
    Raises DataError where nothing tells the parts from one another, or the values contradict each other.
    """
    year = "%Y" if len(sampled[0][4]) == 4 else "%y"
    if not wanted and year == "%y" and all(len(match[1]) == len(match[4]) for match in sampled):
        wanted = "ymd" if _is_year_first(sampled, every, column, usual) else None
    order = wanted or _order(sampled, every, column, usual)
    return _PATTERNS[order].format(sampled[0][2], year)


def _is_year_first(sampled: Sequence[re.Match[str]], every: Matches, column: str, usual: str | None) -> bool:
    """Tell ``24-01-15`` from ``15-01-24``: by numbers that no day can be, else by days that are all over the month.

    Anything less would do for monthly bills too, whose days are constant and whose years are many. Raises DataError where
    neither shows; dates with dots end with the year unless that cannot be.
    """
    if any(int(match[3]) > _MONTHS_OF_YEAR for match in sampled):  # the month is first
        return False
    for matches in (lambda: sampled, every):
        seen = [match for match in matches() if len(match[1]) == len(match[4])]
        first, last = {int(match[1]) for match in seen}, {int(match[4]) for match in seen}
        if not first <= _DAYS or not last <= _DAYS:
            return not first <= _DAYS
        if _are_days(first) != _are_days(last):
            return _are_days(last)
    if sampled[0][2] == "." or usual is not None:
        return False
    raise DataError(
        f'column "{column}" is ambiguous: {sampled[0][0]} may begin with the year or end with it',
        fix="Settle it with --date-format ymd, --date-format dmy or --date-format mdy.",
        column=column,
    )


def _are_days(numbers: Collection[int]) -> bool:
    """Tell whether two-digit numbers are too many, and too far apart, for years."""
    return len(numbers) >= _MANY_DAYS and min(numbers) <= _EARLY_DAY and max(numbers) >= _LATE_DAY


def _order(sampled: Sequence[re.Match[str]], every: Matches, column: str, usual: str | None) -> str:
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
    if usual is not None:
        return usual
    raise DataError(
        f'column "{column}" is ambiguous: {sampled[0][0]} may be day/month or month/day',
        fix="Settle it with --date-format dmy or --date-format mdy.",
        column=column,
    )
