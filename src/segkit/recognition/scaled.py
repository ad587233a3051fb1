"""Money in thousands or millions, as reports write it: said by a header (``Umsatz TEUR``) or by a title above the table.

It is read and shown as it stands: what is said is that it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from segkit.result import Note
from segkit.role_names.words import CURRENCIES, MILLIONS
from segkit.roles import scaled_unit

_TITLE = (
    rf"(?i)(?<!\w)(?:(?:in|в)\s+(?:thousands?|millions?|тысячах|миллионах|tausend|mio|tsd)\b(?:\s+(?:of\s+)?{CURRENCIES}(?!\w))?"
    rf"|(?:тыс|млн|tsd|mio|mln|tis)\.?\s*{CURRENCIES}(?!\w)|[tk](?:eur|usd|gbp|chf|€)(?!\w)|{CURRENCIES}\s*(?:thousands?|millions?|000s?)(?!\w)"
    r"|[€$£]\s*000s?(?!\w)|000s(?!\w))"
)
"""Compiled only where there are titles."""


def scaled_notes(names: Sequence[str], titles: Sequence[str]) -> Iterator[Note]:
    """Yield what says of the columns of money (``names``) that they are in thousands or millions: their headers, else a title."""
    told = [(unit.strip(), f'"{name}"') for name in names if (unit := scaled_unit(name)) is not None]
    told = told or [(found[0], "a title") for title in titles if (found := re.search(_TITLE, title)) is not None]
    if names and told:
        unit, where = told[0]
        what = "millions" if re.search(MILLIONS, unit, re.IGNORECASE) else "thousands"
        message = f'money is in {what}, as {where} says ("{unit}"): shown as it is in the file'
        yield Note("scaled-money", message)
