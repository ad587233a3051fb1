"""Lists of customers as files or frames: their ids, and a status if there is one."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from segkit import roles
from segkit.errors import EmptyInputError
from segkit.io.scratch import Scratch
from segkit.io.sources import Source, open_sources, reading_errors
from segkit.schema import KEY

_STATUSES = ("status", "client_status", "customer_status", "статус", "статус_клиента")
_OF_RESULTS = ("abc_xyz_class", "abc_class", "segment", "total_amount")


def read_listing(given: object) -> pl.DataFrame:
    """Return a list: ``customer_id`` as text, each once and in its order, and what else of it is of use, as text.

    That is ``status``, and of a result the class and the money.

    The ids are in the column of the customer, told by its name, or in the first one. Raises UnreadableInputError for
    what is no table and EmptyInputError for one without an id.
    """
    name = Path(given).name if isinstance(given, str | Path) else "frame"
    with Scratch() as scratch:
        source = open_sources([given], scratch)[0]
        headers = list(source.dtypes)
        id_column = roles.resolve(headers, {}, None).get("customer", headers[0])
        others = {header: header for header in _OF_RESULTS if header in headers}
        told = [header for header in headers if header.strip().casefold().replace(" ", "_") in _STATUSES]
        others |= dict.fromkeys(["status"], told[0]) if told and id_column != told[0] else {}
        wanted = [
            _text(source, id_column).alias(KEY),
            *(_text(source, header).alias(alias) for alias, header in others.items()),
        ]
        with reading_errors(source.name):
            rows = source.frame.select(wanted).collect()
    known = rows.filter(pl.col(KEY).is_not_null() & (pl.col(KEY) != "")).unique(KEY, keep="first", maintain_order=True)
    if known.is_empty():
        raise EmptyInputError(f"{name} lists nobody: column {id_column} is empty")
    return known


def _text(source: Source, header: str) -> pl.Expr:
    """Return a column as text, whole floating-point numbers without their zeros."""
    column, dtype = pl.col(header), source.dtypes[header]
    if dtype.is_float():
        whole = column.cast(pl.Int64, strict=False)
        return pl.when(whole == column).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))
    return column.cast(pl.String).str.strip_chars()
