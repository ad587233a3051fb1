"""The columns of one source that a run reads: that of each role, those of its measures, and those that go along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segkit import roles
from segkit.errors import MissingColumnError, columns_there, did_you_mean
from segkit.params import flag_of
from segkit.recognition.missing import require
from segkit.recognition.unfit import unfit
from segkit.schema import KEY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from segkit.analyses._base import Needs
    from segkit.io.profiles.apply import Applied
    from segkit.io.source import Source
    from segkit.options import Options


def mapping_of(source: Source, needs: Needs, options: Options, applied: Applied | None) -> dict[str, str]:
    """Return the column of each role that the run uses, the key among them."""
    columns, headers = options.columns, list(source.dtypes)
    chosen = columns.chosen
    needed = dict(needs.roles)
    entity = columns.per if columns.per in ("customer", "item") else None
    if entity is None and columns.per not in headers:
        hint = did_you_mean(columns.per, headers)
        raise MissingColumnError(
            f'--per: no column "{columns.per}" in {source.name}.{hint}',
            fix="Use --per customer, --per item, or one of the columns: " + ", ".join(headers),
            columns=(columns.per,),
        )
    if entity is not None:
        needed = {entity: f"a row of the result is about one {entity}", **needed}
    if options.period.limited:
        needed.setdefault("date", "the period options need one")
    odd = unfit(source, chosen) if applied is None else []
    flags = roles.called(odd, "amount")
    if flags and "amount" in needed:
        needed["amount"] += "; nothing but yes and no in " + " and ".join(f'"{name}"' for name in flags)
    mapping = roles.resolve(headers, chosen, None if applied is None else applied.mapping, odd)
    if applied is not None:
        _require_told(applied, mapping, needed, source.name)
    require(mapping, needed, headers, source.name)
    if (
        "price" in chosen and "amount" not in chosen
    ):  # who names the price wants the lines, not what some column adds up
        mapping.pop("amount", None)
    mapping[KEY] = mapping[entity] if entity is not None else columns.per
    return {role: name for role, name in mapping.items() if role not in ("customer", "item")}


def _require_told(applied: Applied, mapping: Mapping[str, str], needed: Mapping[str, str], name: str) -> None:
    """Raise MissingColumnError where a role is needed of which the profile knows why its exports have no column."""
    for role, why in applied.profile.without.items():
        if role in needed and role not in mapping:
            products = "For products: --per item. " if "item" in mapping else ""
            fix = f"{products}Or name a column: {flag_of(role)} COLUMN"
            raise MissingColumnError(f"{name}: {why}", fix=fix, columns=(role,))


def value_column(needs: Needs, headers: Sequence[str], mapping: Mapping[str, str]) -> str | None:
    """Return what the measure ``value`` is in this source: ``profit``, one of its columns, or none without costs."""
    if needs.value == "profit":
        return needs.value if {"amount", "cost"} <= _played(mapping) else None
    if needs.value is None:
        return None
    if needs.value not in headers:
        hint = did_you_mean(str(needs.value), [*headers, "revenue", "profit", "quantity", "orders"])
        raise MissingColumnError(
            f'--value: no column "{needs.value}".{hint}',
            fix="Use revenue, profit, quantity, orders, or one of the columns: " + ", ".join(headers),
            columns=(needs.value,),
        )
    return needs.value


def measures_of(needs: Needs, mapping: Mapping[str, str], value: str | None) -> list[str]:
    """Return the measures that are read: those of the needs that the source has."""
    has = {
        "amount": "amount" in _played(mapping),
        "quantity": "quantity" in mapping,
        "value": value is not None,
    }
    return [name for name in needs.measures if has[name]]


def _played(mapping: Mapping[str, str]) -> set[str]:
    """Return the roles that have a column, the amount also where it is quantity times price."""
    return {*mapping, *(["amount"] if {"quantity", "price"} <= set(mapping) else [])}


def carried_columns(wanted: Sequence[str], by: str | None, headers: Sequence[str]) -> Sequence[str]:
    """Return the columns that go along as texts: those of ``--carry`` and the one of ``--by``; MissingColumnError names any that is not there."""
    asked = [("--carry", name) for name in wanted] + ([] if by is None else [("--by", by)])
    unknown = [(flag, name) for flag, name in asked if name not in headers]
    if unknown:
        lines = [f'{flag}: no column "{name}".{did_you_mean(name, headers)}' for flag, name in unknown]
        columns = [name for _, name in unknown]
        raise MissingColumnError("\n".join(lines), fix=columns_there(headers), columns=columns)
    return list(dict.fromkeys(name for _, name in asked))
