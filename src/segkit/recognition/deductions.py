"""What the user says of money that is no income: columns to subtract from amounts, and rows that are returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from segkit.errors import MissingColumnError, columns_there, did_you_mean
from segkit.layouts import Layout
from segkit.notation.categories import among
from segkit.options import ColumnOptions


def with_deductions(layout: Layout, columns: ColumnOptions, headers: Sequence[str], name: str) -> Layout:
    """Return the layout with the column of ``--subtract`` and the rows of ``--returns``; MissingColumnError where there is none."""
    kind, values = columns.kinds_of_returns
    asked = {"--subtract": columns.subtract, "--returns": kind or None}
    unknown = {flag: column for flag, column in asked.items() if column is not None and column not in headers}
    if unknown:
        lines = [f'{flag}: no column "{c}" in {name}.{did_you_mean(c, headers)}' for flag, c in unknown.items()]
        raise MissingColumnError("\n".join(lines), fix=columns_there(headers), columns=list(unknown.values()))
    if columns.subtract is not None:
        layout = replace(layout, refund=columns.subtract)
    if kind:
        layout = replace(layout, returns=among(pl.col(kind), values).fill_null(value=False))
    return layout
