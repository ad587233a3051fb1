"""One customer under several spellings of an id: addresses, telephone numbers, and names that differ in case.

Only on request: two ids that look alike may be two people, and which one is right is for the user to say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import polars as pl

_PHONE = r"^\+?[\d\s().\u{a0}\u{2010}-\u{2015}-]{10,24}$"
_BLANKS = r"[\s\u{a0}\u{202f}]+"


def _address(text: pl.Expr) -> pl.Expr:
    """Return e-mail addresses in lower case; the part before the @ may tell cases apart, but no provider does."""
    return pl.when(text.str.contains("@", literal=True)).then(text.str.strip_chars().str.to_lowercase()).otherwise(text)


def _phone(text: pl.Expr) -> pl.Expr:
    """Return telephone numbers as digits with the country code; ``8 9xx`` and ``9xx`` are Russian (numbering plan, +7)."""
    digits = text.str.replace_all(r"\D", "")
    length, plus = digits.str.len_chars(), text.str.strip_chars().str.starts_with("+")
    national = pl.when((length == 11) & digits.str.starts_with("8")).then(pl.lit("7") + digits.str.slice(1))
    mobile = national.when((length == 10) & digits.str.starts_with("9")).then(pl.lit("7") + digits)
    number = pl.when(plus).then(digits).otherwise(mobile.otherwise(digits))
    phone = text.str.strip_chars().str.contains(_PHONE) & length.is_between(10, 15)
    return pl.when(phone).then(number).otherwise(text)


def _case(text: pl.Expr) -> pl.Expr:
    """Return texts in lower case, runs of blanks as one."""
    return text.str.replace_all(_BLANKS, " ").str.strip_chars().str.to_lowercase()


MERGES: dict[str, Callable[[pl.Expr], pl.Expr]] = {"email": _address, "phone": _phone, "case": _case}
"""What can be merged, each with the form that its spellings share."""


def merged(text: pl.Expr, kinds: Collection[str]) -> pl.Expr:
    """Return the form that the spellings of an id share; ids that are of none of ``kinds`` stay as written."""
    for kind, form in MERGES.items():
        if kind in kinds:
            text = form(text)
    return text


def spellings(rows: pl.LazyFrame, key: str, written: str) -> pl.LazyFrame:
    """Return the plan of ``ids`` and ``spellings``: how many ids there are, and in how many ways they are written."""
    pairs = rows.select(key, written).unique()
    return pairs.select(ids=pl.col(key).n_unique(), spellings=pl.len())
