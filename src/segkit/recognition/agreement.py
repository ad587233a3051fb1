"""What several sources must have in common, so that their rows are of one kind: roles, types of ids, a currency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from segkit import roles
from segkit.errors import MissingColumnError, columns_there
from segkit.io.source import Source
from segkit.reading import Reading
from segkit.result import Note
from segkit.schema import KEY


def key_notes(sources: Sequence[Source], readings: Sequence[Reading]) -> Iterator[Note]:
    """Yield a note where the sources are keyed by columns of different names."""
    keys: dict[str, str] = {}
    for source, reading in zip(sources, readings, strict=True):
        name = reading.mapping[KEY]
        keys.setdefault(roles.fold(name), f'{source.name} by "{name}"')
    if len(keys) > 1:
        message = (
            f"customers are told by different columns: {'; '.join(keys.values())}: one in several is counted as several"
        )
        fix = "Name a column that all of them have (--customer COLUMN), or run them one by one."
        yield Note("mixed-keys", message, warning=True, count=len(keys), fix=fix)


def agreeing(sources: Sequence[Source], readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings with one type of id; raise MissingColumnError where only some sources have a role."""
    for role in ("date", "amount", "quantity", "value"):
        # A quantity may stand beside the amount in some files only, as long as nothing asks for it.
        having = [role in r.measures or (role != "quantity" and role in r.mapping) for r in readings]
        if any(having) and not all(having):
            name = sources[having.index(False)].name
            raise MissingColumnError(
                f"{name} has no {role} column, other files have one",
                fix=f"Name it with --{role} COLUMN, or leave the file out.",
            )
    if len({_integer_roles(reading) for reading in readings}) > 1:
        readings = [replace(reading, integers=frozenset()) for reading in readings]
    kinds = {_id_kind(reading) for reading in readings}
    if len(kinds) > 1:
        readings = [replace(reading, text_ids=True) for reading in readings]
    orders = {str(r.dtypes[r.mapping["order"]]) for r in readings if "order" in r.mapping}
    return [replace(reading, text_orders=True) for reading in readings] if len(orders) > 1 else list(readings)


def _integer_roles(reading: Reading) -> frozenset[str]:
    return frozenset(role for role, name in reading.mapping.items() if name in reading.integers)


def _id_kind(reading: Reading) -> str:
    dtype = reading.dtypes[reading.mapping[KEY]]
    if reading.merge:
        return "text"
    if dtype.is_integer() or reading.whole_ids:
        return "UInt64" if dtype == pl.UInt64 else "Int64"
    return "text"


def require_currency(sources: Sequence[Source], readings: Sequence[Reading], wanted: str | None) -> None:
    """Raise MissingColumnError where a currency is chosen and nothing tells that of the rows."""
    told = ("currency" in reading.mapping or reading.marked is not None for reading in readings)
    lacking = [source for source, tells in zip(sources, told, strict=True) if not tells]
    if wanted is not None and lacking:
        message = f"--in-currency {wanted}: {lacking[0].name} has no column of the currency"
        fix = f"Name it with --currency COLUMN, or drop --in-currency.\n{columns_there(lacking[0].dtypes)}"
        raise MissingColumnError(message, fix=fix, columns=("currency",))
