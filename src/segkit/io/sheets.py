"""Which sheets of a workbook hold the rows, and which are something else: a pivot of the same sales, a legend, a title.

A sheet that sums up others has some of their columns, so that to add whatever has a customer and an amount would count
sales twice. Sheets belong together if the same roles can be told from their headers, in any order and letter case, and
none holds the rows of another again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from segkit.result import Note
from segkit.roles import fold, recognize

Table = tuple[str, pl.DataFrame, int, tuple[str, ...]]
"""The name of a sheet with that of its file, its rows as texts, the lines above the first row, and the cells of the title rows."""

_ROLES = ("customer", "date", "amount", "order", "item", "quantity", "price")
"""Roles that tell a list of sales from another thing; a status or a currency may be added or left out."""
_SALES = 3
"""A sheet with so many of the roles that analyses ask for may well be sales that lack a column."""
_AGAIN_SHARE, _AGAIN_ROWS = 0.95, 10
"""A sheet repeats another if so many of its rows are there; without order ids, only from so many rows on."""
_LISTED = 5
_UNNAMED = re.compile(r"column_\d+")


def belonging(tables: Sequence[Table], name: str) -> tuple[list[Table], list[Note]]:
    """Return the sheets of the workbook ``name`` that hold the rows, and a warning on those with rows that do not.

    Of several kinds the one with the most roles that an analysis asks for holds the rows, then that with the most rows.
    """
    filled = [table for table in tables if table[1].height] or tables[:1]
    kinds: dict[frozenset[str], list[Table]] = {}
    for table in filled:
        kinds.setdefault(_kind(table), []).append(table)
    main = max(kinds, key=lambda kind: (_worth(kind), sum(rows.height for _, rows, *_ in kinds[kind])))
    again = _repeating(kinds[main], name)
    why = {table[0]: again.get(table[0]) or _lack(table, main) for table in filled}
    left = [table for table in filled if why[table[0]]]
    kept = [table for table in filled if not why[table[0]]]
    alone = all(table[0] in again or _worth(_kind(table)) < _SALES for table in left)
    return kept, [_left_out(left, why, name, alone=alone)] if left else []


def _kind(table: Table) -> frozenset[str]:
    """Return what tells that sheets belong together: the roles of their columns, else the columns."""
    told = frozenset(_told(table))
    return told if len(told) > 1 else frozenset(f"column {fold(column)}" for column in table[1].columns)


def _told(table: Table) -> dict[str, str]:
    """Return the column of each role that counts here."""
    found = recognize(table[1].columns)
    return {role: found[role] for role in _ROLES if role in found}


def _worth(kind: frozenset[str]) -> int:
    """Return how many of the roles that analyses ask for there are; quantity and price are an amount."""
    product = {"quantity", "price"} <= kind and "amount" not in kind
    return len(kind & {"customer", "date", "amount", "order", "item"}) + product


def _lack(table: Table, main: frozenset[str]) -> str:
    """Return in what a sheet differs from those that are read, nothing for one of them."""
    if _kind(table) == main:
        return ""
    if all(_UNNAMED.fullmatch(column) for column in table[1].columns):
        return "no header"
    told = _told(table)
    if not told or not main <= frozenset(_ROLES):
        return "other columns"
    lacking = [role for role in _ROLES if role in main - told.keys()]
    return f"no {' or '.join(lacking)} column" if lacking else f"also {', '.join(told.keys() - main)}"


def _repeating(tables: Sequence[Table], name: str) -> dict[str, str]:
    """Return the sheets whose rows all stand in a larger one, or in an equal one before, and which that is."""
    roles = list(_told(tables[0]))
    if len(tables) < 2 or len(roles) < _SALES:
        return {}
    least = 1 if "order" in roles else _AGAIN_ROWS
    ordered = sorted(tables, key=lambda table: -table[1].height)
    hashed = [
        table[1].select(pl.col(_told(table)[role]).alias(role) for role in roles).hash_rows() for table in ordered
    ]
    found: dict[str, str] = {}
    kept: list[int] = []
    for place, (title, rows, *_) in enumerate(ordered):
        within = (n for n in kept if rows.height >= least and _is_within(hashed[place], hashed[n]))
        if (larger := next(within, None)) is None:
            kept.append(place)
        else:
            found[title] = f'all in "{_title(ordered[larger][0], name)}" too'
    return found


def _is_within(rows: pl.Series, others: pl.Series) -> bool:
    return int(rows.is_in(others.implode()).sum()) >= _AGAIN_SHARE * rows.len()


def _title(full: str, name: str) -> str:
    return full.removeprefix(f"{name}, sheet ")


def _left_out(tables: Sequence[Table], why: Mapping[str, str], name: str, *, alone: bool) -> Note:
    titles = [_title(full, name) for full, *_ in tables]
    said = [f'"{_title(full, name)}" ({_size(rows)}, {why[full]})' for full, rows, *_ in tables]
    more = f" and {len(said) - _LISTED} more" if len(said) > _LISTED else ""
    what = "a sheet is" if len(said) == 1 else f"{len(said)} sheets are"
    fix = f'--sheet "{titles[0]}" reads it alone' + ("" if alone else ', --sheet "*" every sheet')
    message = f"{name}: {what} not read: {', '.join(said[:_LISTED])}{more}; {fix}"
    return Note("sheets-not-read", message, warning=True, count=sum(rows.height for _, rows, *_ in tables), fix=fix)


def _size(rows: pl.DataFrame) -> str:
    return f"{rows.height:,} {'row' if rows.height == 1 else 'rows'}"
