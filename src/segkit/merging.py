"""One customer under several spellings of an id: addresses, telephone numbers, and names that differ in case.

Only on request: two ids that look alike may be two people, and which one is right is for the user to say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import polars as pl

# Invisible characters that copies from web pages bring along; U+00A0 and the like are blanks to the regex already.
_INVISIBLE = "[\u200b-\u200d\u2060\ufeff\u00ad]"
_PHONE = r"^\+?[\d\s().\u{a0}\u{2010}-\u{2015}-]{10,24}$"

TRUNK_OR_MOBILE = r"^(?:8(\d{10})|(9\d{9}))$"
"""Digits that are a Russian number wherever they stand: with the trunk digit 8, or those of a mobile one."""
AT_HOME = r"^8?(\d{10})()$"
"""Digits that are a Russian number in a list of Russians: an area code and a number."""


def plain(text: pl.Expr) -> pl.Expr:
    """Return texts without blanks at their ends and invisible characters, runs of blanks as one."""
    return text.str.replace_all(_INVISIBLE, "").str.replace_all(r"\s+", " ").str.strip_chars()


def names_country(written: pl.Expr) -> pl.Expr:
    """Tell whether a telephone number is written with its country code: after a plus sign or 00."""
    return written.str.starts_with("+") | written.str.contains(r"^\D*0\D*0(?:\D*\d){9}")


def with_country(written: pl.Expr, russian: str) -> pl.Expr:
    """Return the digits of telephone numbers with the country code: the one that they name, or Russia's for ``russian`` ones.

    ``russian`` is ``TRUNK_OR_MOBILE`` or ``AT_HOME``; other numbers are their digits (numbering plan, +7: 8 is the trunk digit).
    """
    digits = written.str.replace_all(r"\D", "")
    national = digits.str.replace(russian, "7${1}${2}")
    return pl.when(names_country(written)).then(digits.str.strip_prefix("00")).otherwise(national)


def _address(text: pl.Expr) -> pl.Expr:
    """Return e-mail addresses in lower case; the part before the @ may tell cases apart, but no provider does."""
    return pl.when(text.str.contains("@", literal=True)).then(plain(text).str.to_lowercase()).otherwise(text)


def _phone(text: pl.Expr) -> pl.Expr:
    """Return telephone numbers as digits with the country code; ten digits belong to any country, unless they are mobile.

    Digits alone that begin with 00 are a padded number of a list, unless they are a Russian one.
    """
    written = plain(text)
    padded = written.str.contains(r"^00\d+$") & ~written.str.contains(r"^007\d{10}$")
    phone = written.str.contains(_PHONE) & written.str.count_matches(r"\d").is_between(10, 15) & ~padded
    return pl.when(phone).then(with_country(written, TRUNK_OR_MOBILE)).otherwise(text)


def _case(text: pl.Expr) -> pl.Expr:
    """Return texts in lower case, runs of blanks as one."""
    return plain(text).str.to_lowercase()


def whole(text: pl.Expr) -> pl.Expr:
    """Return whole numbers that some program made fractions as they were: 17850 for ``17850.0``."""
    return text.str.replace(r"^(\d+)[.,]0+$", "${1}")


def _number(text: pl.Expr) -> pl.Expr:
    return whole(plain(text))


MERGES: dict[str, Callable[[pl.Expr], pl.Expr]] = {"email": _address, "phone": _phone, "case": _case, "number": _number}
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
