"""Dates that a spreadsheet stored as such, in a column where others stayed texts: what it could read, and what it could not.

They come as ``2024-05-01``, so that they can be read among texts in any other writing. Where the spreadsheet read them in the
order of another country, they are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from segkit.errors import DataError

if TYPE_CHECKING:
    import polars as pl

STORED = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}.*)?")
_WIDTH = 10
_FEW = 3
_MONTHS = 12


def stored_day(text: pl.Expr) -> pl.Expr:
    """Return the day of texts that begin with a stored date, null of others."""
    return text.str.strip_chars().str.slice(0, _WIDTH).str.to_date("%Y-%m-%d", strict=False)


def check_not_swapped(stored: Sequence[str], others: Sequence[str], pattern: str, column: str) -> None:
    """Raise DataError where all that is stored has a day up to 12, and no text of a pattern has.

    A spreadsheet of another country took 04/05/2024 for the fifth of April, and could make nothing of 31/05/2024.
    """
    if min(len(stored), len(others)) < _FEW or not pattern.startswith(("%d", "%m")):
        return
    days = [int(re.split(r"\D", text)[0 if pattern.startswith("%d") else 1]) for text in others]
    if all(int(text[8:_WIDTH]) <= _MONTHS for text in stored) and min(days) > _MONTHS:
        raise DataError(
            f'column "{column}" holds dates with days up to 12 only, such as {stored[0]}, and texts with the other days, such as '
            f"{others[0]}: a spreadsheet has put months for days in the former",
            fix="Read the export itself, or import it into the spreadsheet again with that column as text.",
            column=column,
        )
