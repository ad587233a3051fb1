"""Which columns of money are in the smallest unit of their currency, as programs keep it: cents, kopecks, whole yen.

A header that says so (``amount_cents``, ``Сумма, коп.``) is believed as long as its cells are whole numbers; of any other column
``--minor-units`` says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from segkit.io.source import Source, reading_errors
from segkit.reading import Reading
from segkit.result import Note
from segkit.roles import minor_unit

_ROWS = 10_000
_WHOLE = r"^\D*(?:\d+|\d{1,3}(?:[\s.,'’]\d{3})+)(?:[.,]0+)?\D*$"
_UNITS = {"cents": "the smallest unit of its currency", "micros": "millionths of its currency"}
_WAY_OUT = {True: "--no-minor-units", False: "--minor-units"}


def with_minor_units(source: Source, reading: Reading, *, wanted: bool | None) -> Reading:
    """Return the reading with its columns of minor units: all of money or none where the user says so, else those called so."""
    parts = dict(reading.layout.minor_units)
    if wanted is None:
        parts |= {name: unit for name, unit in _called_so(reading).items() if _is_whole(source, name)}
    else:
        parts = {name: minor_unit(name) or "cents" for name in money_columns(reading)} if wanted else {}
    return replace(reading, layout=replace(reading.layout, minor_units=parts))


def minor_unit_notes(reading: Reading) -> Iterator[Note]:
    """Yield what the columns are read as that are called minor units."""
    for name, unit in _called_so(reading).items():
        read = name in reading.layout.minor_units
        if read:
            message = f'"{name}" is in {_UNITS[unit]} by its name, and read so; {_WAY_OUT[read]} takes it as it is'
        else:
            message = (
                f'"{name}" is in {unit} by its name, but holds fractions: taken as it is; {_WAY_OUT[read]} divides it'
            )
        yield Note("minor-units", message, warning=not read, fix=_WAY_OUT[read])


def _called_so(reading: Reading) -> Mapping[str, str]:
    """Return the columns of money whose names say that they are in minor units, each with the unit."""
    return {name: unit for name in money_columns(reading) if (unit := minor_unit(name)) is not None}


def money_columns(reading: Reading) -> list[str]:
    """Return the columns of money that are read."""
    told = [reading.mapping.get("amount", reading.mapping.get("price"))] if "amount" in reading.measures else []
    told += [reading.layout.refund] if told else []
    told += [reading.mapping.get("cost") if reading.value == "profit" else reading.value]
    return list(dict.fromkeys(name for name in told if name is not None))


def _is_whole(source: Source, name: str) -> bool:
    """Tell whether the head of a column holds nothing but whole numbers."""
    with reading_errors(source.name):
        head = source.head([name], _ROWS).select(pl.col(name).cast(pl.String).str.strip_chars()).collect().to_series()
    return bool(head.filter(head != "").str.contains(_WHOLE).all())
