"""How tools want values that are already in their one form, and what they make of the names of columns."""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

Form = Callable[[pl.Expr], pl.Expr]
"""How a tool wants a value that is already in its one form."""


def as_is(value: pl.Expr) -> pl.Expr:
    """Return it as it is."""
    return value


def plus(value: pl.Expr) -> pl.Expr:
    """Return the digits of a phone behind a plus sign."""
    return pl.lit("+") + value


def lower(value: pl.Expr) -> pl.Expr:
    """Return lower case."""
    return value.str.to_lowercase()


def upper(value: pl.Expr) -> pl.Expr:
    """Return upper case."""
    return value.str.to_uppercase()


def alphanumeric(value: pl.Expr) -> pl.Expr:
    """Return nothing for a text with anything but letters and digits: Yandex's ids, which are optional."""
    return pl.when(value.str.contains("^[A-Za-z0-9]+$")).then(value)


def word(value: pl.Expr) -> pl.Expr:
    """Return lower case without punctuation: Meta's first and last names."""
    return value.str.to_lowercase().str.replace_all(r"[\p{P}\p{S}]", "").str.strip_chars()


def joined_word(value: pl.Expr) -> pl.Expr:
    """Return lower case without punctuation and blanks: Meta's cities and states."""
    return value.str.to_lowercase().str.replace_all(r"[\p{P}\p{S}\s]", "")


def meta_zip(value: pl.Expr) -> pl.Expr:
    """Return lower case without blanks and dashes, the first five digits of American codes."""
    plain = value.str.to_lowercase().str.replace(r"^(\d{5})-\d{4}$", "${1}")
    return plain.str.replace_all(r"[\s\-–]", "")


def day(pattern: str) -> Form:
    """Return the form of dates that a pattern such as %d.%m.%Y writes."""
    return lambda value: value.dt.strftime(pattern)


def brevo_attribute(name: str) -> str:
    """Return the name of an attribute as Brevo writes it: capitals, digits and underscores."""
    return re.sub(r"\W+", "_", name.strip()).upper()
