"""Ids that are not what they seem: damaged by a spreadsheet, or one customer under several writings.

They are looked at where they are distinct, after the roll-up, so that none is missed and the rows cost nothing. No id is ever said.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from segkit.merging import plain, whole
from segkit.result import Note

DOCUMENT = r"^\s*\S.*\sот\s+\d{1,2}\.\d{2}\.(?:\d{4}|\d{2})(?:\s*г|\s|$)"
"""A document as 1C names it: its kind, number and day."""

_DAY = (
    r"(?i)^\s*(?:(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)\d\d|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
    r"(?:[ T,]+\d{1,2}:\d{2}(?::\d{2})?)?\s*$"
    r"|^\s*(?:январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь)\s+\d{4}"
)
_LEVELS = (2, 0.05)
"""Ids that are documents or days, and their share of the ids, from which on they are no accident."""
_DAMAGED = r"^\d(?:[.,]\d+)?[eE]\+\d{2}$"
_FRACTION = r"^\d+[.,]0+$"
_ODD = r"[\s\p{Zs}\p{Cf}\p{Cc}]|^\d+[.,]0+$|^\d(?:[.,]\d+)?[eE]\+\d{2}$"
"""What an id holds that is damaged or may be written in another way, but for the case of its letters."""


def id_notes(name: str, ids: pl.Series) -> Iterator[Note]:
    """Yield what the distinct ids of the column ``name`` show."""
    text, frame = pl.col("id"), ids.rename("id").to_frame()
    odd = frame.filter(text.str.contains(_ODD))
    yield from _variants(name, frame, plainly=not odd.height)
    damaged, fractions = (int(odd.select(text.str.contains(look).sum()).item()) for look in (_DAMAGED, _FRACTION))
    if damaged:
        message = (
            f'{damaged:,} of {ids.len():,} ids in "{name}" look like 1.03293E+19: a spreadsheet has cut their digits, different '
            "ones are merged"
        )
        fix = "Export the ids as text again, or name another column with --customer COLUMN."
        yield Note("damaged-ids", message, warning=True, count=damaged, fix=fix)
    if fractions:
        message = (
            f'{fractions:,} of {ids.len():,} ids in "{name}" look like 123.0: numbers that some program made fractions; '
            "kept as written"
        )
        yield Note("float-ids", message, warning=True, count=fractions, fix="--merge-ids number makes them whole.")


def level_notes(name: str, ids: pl.Series) -> Iterator[Note]:
    """Yield a note where distinct ids that nobody chose are another level of a report: documents, days or months."""
    for look, what in ((DOCUMENT, "documents"), (_DAY, "days or months")):
        count = int(ids.str.contains(look).sum())
        least, share = _LEVELS
        if count >= least and count > share * ids.len():
            message = f'{count:,} of {ids.len():,} ids in "{name}" are {what}: a report in several levels, and each counts the same money?'
            fix = (
                "Group it by customer and document alone (in 1C: Контрагент, then Регистратор; no groups above, no products below), "
                "or export a list with a column for each."
            )
            yield Note("level-ids", message, warning=True, count=count, fix=fix)


def _variants(name: str, ids: pl.DataFrame, *, plainly: bool) -> Iterator[Note]:
    """Yield a note where ids differ in how they are written only; ``plainly`` where that can be the case of letters alone."""
    text = pl.col("id")
    level = text.str.to_lowercase() if plainly else whole(plain(text).str.to_lowercase())
    again = ids.height - int(ids.select(level.n_unique()).item())
    if not again:
        return
    addresses = ids.filter(text.str.contains("@", literal=True))
    mail = addresses.height - int(addresses.select(level.n_unique()).item()) == again
    numbers = not plainly and int(ids.select(whole(text).n_unique()).item()) < ids.height
    what, kind = ("e-mail addresses", "email") if mail else (f'ids in "{name}"', "case,number" if numbers else "case")
    how = "for upper or lower case" if plainly else "for blanks, invisible characters, case or .0"
    message = f"{again:,} {what} are another's but {how}: one customer each as written"
    yield Note("id-variants", message, warning=True, count=again, fix=f"--merge-ids {kind} counts them as one.")
