"""Source profiles: what is known about the exports of a program, one TOML file each beside this module.

Adding a profile is adding a file. Which one fits a source is told from its headers alone, and the file is parsed only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, fields
from functools import cache
from pathlib import Path
from typing import Any

from segkit.errors import ParamsError, did_you_mean
from segkit.frozen import frozen
from segkit.roles import fold

FOLDER = Path(__file__).parent
NONE = "none"
"""The name that turns profiles off."""

_SIGNATURE = re.compile(r"^signature = \[(.*?)\]$", re.MULTILINE | re.DOTALL)
_SHAPE = re.compile(r"^shape = \[(.*?)\]$", re.MULTILINE | re.DOTALL)
_WORD = re.compile(r'"([^"]*)"|\'([^\']*)\'')
_SHAPED_SHARE = 0.95


@frozen(kw_only=True)
class Part:
    """A way to find a value: a column (or the first of several that is there), or a part of its text."""

    columns: Sequence[str]
    pattern: str | None = None
    """A regular expression whose first group is the value."""
    prefix: str = ""
    """Stands before the value, where values of several columns could be taken for one another."""


Roles = Mapping[str, Sequence[Part]]
"""For each role the parts to try, row by row: the first that is not blank."""


@frozen(kw_only=True)
class Profile:
    """What is known about the exports of one program."""

    name: str
    title: str
    row: str
    """What a row is and how its money is counted, in a sentence."""
    roles: Roles
    signature: Sequence[str] = ()
    """Headers that tell the program; those that may stand for one another are separated by `` | ``."""
    shape: Sequence[str] = ()
    """Of files without a header: a regular expression for the cells of each column."""
    dates: str | None = None
    """Order of day and month where the dates do not tell: ``dmy`` or ``mdy``."""
    counted: Sequence[str] = ()
    """Statuses (in lower case) that count; without any, those that usually do."""
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """More columns that must hold one of these values (in lower case), if they are there."""
    refund: str | None = None
    """Column that is subtracted from the amount."""
    returns: Part | None = None
    """Where it finds anything, the row is a return, whatever the sign of its amount."""
    order_totals: bool = False
    """Amounts are those of whole orders, on the first of their rows or on each."""
    line_columns: Sequence[str] = ()
    """Columns that are about a row of an order; all others are about the order, and may be blank on its other rows."""
    line_roles: Roles = field(default_factory=dict)
    """Roles for results about items, where amounts are those of whole orders."""
    line_counted: Sequence[str] = ()
    """Statuses that count then, if not the same: a refunded order brought nothing."""
    line_refund: str | None = None
    mixed_roles: Roles = field(default_factory=dict)
    """Roles where the column of the currency holds several."""
    mixed_refund: str | None = None
    minor_units: bool = False
    guests: Sequence[str] = ()
    """Customers that are nobody."""
    services: Sequence[str] = ()
    """Items that are no goods: ``--per item`` leaves them out."""
    relays: Sequence[str] = ()
    """Ends of e-mail addresses that forward: they tell customers apart, but nobody may write to them."""
    without: Mapping[str, str] = field(default_factory=dict)
    """For roles that the export has no column for: why, in a sentence; it is said where the role is needed."""
    traps: Sequence[str] = ()
    """What to know about the export, in sentences."""


def names() -> list[str]:
    """Return the names of all profiles."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def problems(wanted: str | None) -> Iterator[str]:
    """Yield what is wrong with the name of a profile."""
    known = [*names(), NONE] if wanted is not None else []
    if wanted is not None and wanted not in known:
        yield f'--source: no profile "{wanted}".{did_you_mean(wanted, known)} Profiles: {", ".join(known)}'


def find(headers: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> Profile | None:
    """Return the profile whose signature the headers hold, the most specific of several; None for a table of any kind.

    ``rows`` are the first rows of a source without a header, which only its shape can tell.
    """
    folded = {fold(header) for header in headers}
    fitting: list[tuple[int, str]] = []
    for name, signature, shape in _marks():
        if signature and not any(folded.isdisjoint(entry) for entry in signature):
            fitting.append((len(signature), name))
        elif shape and _is_shaped(shape, rows):
            fitting.append((0, name))
    return load(max(fitting)[1]) if fitting else None


@cache
def _marks() -> list[tuple[str, list[list[str]], list[str]]]:
    """Return what tells each program: its name, its headers as they are compared, and its shape."""
    texts = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.toml"))}
    return [
        (name, [_folded(entry) for entry in _words(_SIGNATURE, text)], _words(_SHAPE, text))
        for name, text in texts.items()
    ]


def _folded(entry: str) -> list[str]:
    return [fold(header) for header in entry.split(" | ")]


def _words(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return the texts of a list in a TOML file; the file itself is not parsed for it."""
    match = pattern.search(text)
    return [double or single for double, single in _WORD.findall(match[1])] if match else []


def _is_shaped(shape: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether nearly all rows have the columns of a shape."""
    cells = [re.compile(pattern) for pattern in shape]
    fitting = sum(
        len(row) == len(cells) and all(cell.fullmatch(text) for cell, text in zip(cells, row, strict=True))
        for row in rows
    )
    return bool(rows) and fitting >= _SHAPED_SHARE * len(rows)


def load(name: str) -> Profile:
    """Return a profile by its name; ParamsError where there is none, or where it does not hold together."""
    import tomllib  # noqa: PLC0415 -- most runs need no profile

    for problem in problems(name):
        raise ParamsError(problem)
    table = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    known = {item.name for item in fields(Profile)} - {"name"}
    if unknown := table.keys() - known:
        raise ParamsError(f"profile {name}: unknown keys {', '.join(sorted(unknown))}")
    for key in ("roles", "line_roles", "mixed_roles"):
        table[key] = {role: _parts(value) for role, value in table.get(key, {}).items()}
    if "returns" in table:
        table["returns"] = _part(table["returns"])
    return Profile(name=name, **table)


def _parts(value: Any) -> tuple[Part, ...]:
    return tuple(_part(one) for one in (value if isinstance(value, list) else [value]))


def _part(value: Any) -> Part:
    """Return a part from a header or a table ``{column, pattern, prefix}``."""
    if isinstance(value, str):
        return Part(columns=(value,))
    column = value["column"]
    columns = (column,) if isinstance(column, str) else tuple(column)
    return Part(columns=columns, pattern=value.get("pattern"), prefix=value.get("prefix", ""))
