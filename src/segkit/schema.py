"""Columns that frames carry: their kind, unit and meaning, and the schemas that outputs promise.

A kind says how a column is stored, printed and described; nothing else in segkit decides that by column name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from segkit.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import polars as pl

Kind = Literal["id", "text", "label", "date", "amount", "number", "count", "share", "rate", "ratio", "flag"]
"""How a column behaves.

``id`` text or integer, written as text in JSON · ``text`` free text · ``label`` a class or segment key · ``date``
· ``amount`` money, Int64 in 1/10,000, at least two decimals in text · ``number`` Int64 in 1/10,000, shortest decimal
· ``count`` integer · ``share`` 0 to 1 · ``rate`` a share of net money, which returns can push out of 0 to 1
· ``ratio`` any float · ``flag`` true or false.
"""

SCALED: frozenset[Kind] = frozenset({"amount", "number"})
"""Kinds stored as Int64 in units of 1/10,000."""

KEY = "customer_id"
"""The key of every frame after ``normalize``: the entity that a row is about.

It is the customer unless ``--per`` says otherwise; ``run`` gives it its real name (``item_id``, ``entity_id``) when the
result is built, so that no function in between takes a column name.
"""

GROUP = "group"
"""The value of the column that ``--by`` names, of the customer's first row that has one; null where none has."""

CARRY = "carry:"
"""What the name of a column that goes along unchanged begins with, so that it is neither a canonical one nor a role."""


@frozen
class Column:
    """One column of an output: its kind, what it means, its unit, and the option that brings it."""

    kind: Kind
    meaning: str
    unit: str | None = None
    nullable: bool = False
    when: str | None = None


@frozen
class Schema:
    """The rows that an analysis promises.

    ``order`` is the total order of the rows: column names, a leading ``-`` for descending; the key is among them.
    """

    name: str
    version: int
    order: tuple[str, ...]
    columns: Mapping[str, Column]
    brief: tuple[str, ...] = ()
    """The columns that tell most, for windows too narrow for all of them."""
    key: tuple[str, ...] = (KEY,)
    """The columns that tell one row from another: the customer, or what a long table is about (cohort and age)."""
    highlight: str | None = None
    """The flag whose rows stand out on a terminal."""

    def select(
        self, names: Collection[str], order: tuple[str, ...] | None = None, key: tuple[str, ...] | None = None
    ) -> Schema:
        """Return the schema of the columns in ``names``, in the schema's own order of columns."""
        kept = {name: column for name, column in self.columns.items() if name in names}
        return replace(self, columns=kept, order=order or self.order, key=key or self.key)

    def arranged(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the columns of the schema, its rows in their order; where nothing is known comes last."""
        names = [name.removeprefix("-") for name in self.order]
        falling = [name.startswith("-") for name in self.order]
        # To look out for nulls takes three times as long.
        unknown = any(frame[name].null_count() for name in names)
        return frame.select(list(self.columns)).sort(names, descending=falling, nulls_last=unknown)

    def with_columns(self, columns: Mapping[str, Column]) -> Schema:
        """Return the schema with more columns behind its own."""
        return replace(self, columns={**self.columns, **columns})

    def numbered(self, names: Iterable[str]) -> Schema:
        """Return the schema with each column ``..._N`` replaced by those of ``names`` that have a number in its place."""
        columns: dict[str, Column] = {}
        for name, column in self.columns.items():
            family = [other for other in names if re.fullmatch(name[:-1] + r"\d+", other)]
            columns |= dict.fromkeys(family if name.endswith("_N") else [name], column)
        return replace(self, columns=columns)

    def renamed(self, old: str, new: str) -> Schema:
        """Return the schema with one column under another name."""
        if old == new:
            return self

        def name_of(name: str) -> str:
            return name.replace(old, new) if name.removeprefix("-") == old else name

        return replace(
            self,
            columns={name_of(name): column for name, column in self.columns.items()},
            brief=tuple(name_of(name) for name in self.brief),
            key=tuple(name_of(name) for name in self.key),
            order=tuple(name_of(name) for name in self.order),
        )


_JSON_TYPES: dict[Kind, dict[str, object]] = {
    "id": {"type": "string"},
    "text": {"type": "string"},
    "label": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "amount": {"type": "number"},
    "number": {"type": "number"},
    "count": {"type": "integer", "minimum": 0},
    "share": {"type": "number", "minimum": 0, "maximum": 1},
    "rate": {"type": "number"},
    "ratio": {"type": "number"},
    "flag": {"type": "boolean"},
}


def json_schema(schema: Schema) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of the document that ``--format json`` writes for ``schema``."""
    rows = {name: _json_column(column) for name, column in schema.columns.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"segkit {schema.name}, version {schema.version}",
        "type": "object",
        "required": ["schema", "version", "parameters", "as_of", "facts", "notes", "rows"],
        "properties": {
            "schema": {"const": schema.name},
            "version": {"const": schema.version},
            "parameters": {"type": "object"},
            "as_of": {"type": ["string", "null"], "format": "date"},
            "facts": {"type": "object"},
            "notes": {"type": "array", "items": _NOTE_SCHEMA},
            "rows": {
                "type": "array",
                "description": "Ordered by " + ", ".join(schema.order) + " (a leading - means descending).",
                "items": {"type": "object", "properties": rows},
            },
        },
    }


_NOTE_SCHEMA: dict[str, object] = {
    "type": "object",
    "required": ["code", "message", "warning"],
    "properties": {"code": {"type": "string"}, "message": {"type": "string"}, "warning": {"type": "boolean"}},
}


def _json_column(column: Column) -> dict[str, object]:
    described = dict(_JSON_TYPES[column.kind])
    if column.nullable:
        described["type"] = [described["type"], "null"]
    meaning = column.meaning if column.unit is None else f"{column.meaning} Unit: {column.unit}."
    described["description"] = meaning if column.when is None else f"{meaning} Only with {column.when}."
    return described
