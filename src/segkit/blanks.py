"""What programs write into a cell that holds nothing: databases, pandas, and the lookups of spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

NOTHING = ("NULL", "null", r"\N", "(null)", "[NULL]", "NaN", "nan", "NaT", "None", "<NA>", "#N/A", "#Н/Д", "#NV")


def is_blank(text: pl.Expr) -> pl.Expr:
    """Tell whether texts hold nothing: white space, or the word of a program for it; null where they are null."""
    return text.is_in(NOTHING) | (text.str.strip_chars().str.len_bytes() == 0)
