"""What holds nothing: the words that databases, pandas and the lookups of spreadsheets write for it, and marks that nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

NOTHING = ("NULL", "null", r"\N", "(null)", "[NULL]", "NaN", "nan", "NaT", "None", "<NA>", "#N/A", "#Н/Д", "#NV")


MARKS = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""The invisible marks with which spreadsheets and pages say which way a text runs."""


def is_blank(text: pl.Expr) -> pl.Expr:
    """Tell whether texts hold nothing: white space, or the word of a program for it; null where they are null."""
    return text.is_in(NOTHING) | (text.str.strip_chars().str.len_bytes() == 0)
