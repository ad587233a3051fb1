"""Columns of a few words that stand in every row, such as statuses and currencies: what is asked of each word is asked once."""

from __future__ import annotations

from collections.abc import Callable, Collection

import polars as pl


def categories(column: pl.Expr) -> pl.Expr:
    """Return the texts of a column of any type as they are, as numbers: cheaper to carry through a plan and to group by."""
    return column.cast(pl.String).cast(pl.Categorical)


def among(column: pl.Expr, names: Collection[str]) -> pl.Expr:
    """Tell whether texts are among ``names`` (in lower case), whatever their case and the blanks around them."""
    return judged(column, lambda word: word.str.strip_chars().str.to_lowercase().is_in(list(names)))


def judged(column: pl.Expr, judge: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Return what ``judge`` tells of texts, null where there is none; it is asked once for each that is distinct in a batch."""

    def each(batch: pl.Series) -> pl.Series:
        distinct = batch.drop_nulls().unique().alias("word")
        found = distinct.to_frame().filter(judge(pl.col("word").cast(pl.String))).to_series()
        return batch.is_in(found.implode())

    return column.map_batches(each, return_dtype=pl.Boolean, is_elementwise=True)
