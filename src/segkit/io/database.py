"""SQLite databases as sources: a table, or what a query gives. Read-only; other databases come later."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import polars as pl

from segkit.errors import ParamsError, UnreadableInputError

if TYPE_CHECKING:
    import sqlite3

_SCHEME = r"(?i)([a-z][a-z0-9]*)(?:\+[a-z0-9]+)?://"
_SQLITE_URI = r"(?i)sqlite(?:\+[a-z0-9]+)?:///(.+?)(?:\?.*)?"

SQLITE = b"SQLite format 3\x00"
_CHUNK = 100_000


def database_of(variable: str) -> Path:
    """Return the database file that the URI in an environment variable names: ``sqlite:///shop.db``, ``sqlite:////srv/shop.db``.

    The URI may hold a password, so that no message repeats it. Raises ParamsError without such a variable,
    UnreadableInputError for databases that are not read yet.
    """
    uri = os.environ.get(variable, "").strip()
    if not uri:
        fix = f"Set it: export {variable}=sqlite:///shop.db"
        raise ParamsError(f"--uri-env: there is no environment variable {variable}", fix=fix)
    if match := re.fullmatch(_SQLITE_URI, uri):
        return Path(unquote(match[1]))
    scheme = re.match(_SCHEME, uri)
    kind = f"a {scheme[1].lower()} database" if scheme else "no URI of a database"
    fix = "Export the rows with the database's own program, and read the file."
    raise UnreadableInputError(f"{variable} names {kind}, which segkit does not read yet", fix=fix)


def read_sqlite(path: Path, name: str, query: str | None) -> pl.DataFrame:
    """Return the rows of ``query``, or of the only table of the database.

    A column of one SQLite type keeps it; one of several (SQLite types cells, not columns) becomes text. Raises
    UnreadableInputError for a database with several tables and no query, and for a query that fails.
    """
    import sqlite3  # noqa: PLC0415 -- most inputs are files

    try:
        with sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True) as database:
            cursor = database.execute(query or f"select * from {_only_table(database, name)}")  # noqa: S608 -- quoted
            names = [column[0] for column in cursor.description or ()]
            chunks = []
            while rows := cursor.fetchmany(_CHUNK):
                chunks.append(rows)
    except sqlite3.Error as error:
        raise UnreadableInputError(f"{name}: {error}", fix="Check the query, or the file.", path=name) from error
    cells = [row for chunk in chunks for row in chunk]
    return pl.DataFrame({column: _typed([row[n] for row in cells]) for n, column in enumerate(names)})


def _only_table(database: sqlite3.Connection, name: str) -> str:
    found = database.execute(
        "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%'"
    )
    tables = [row[0] for row in found]
    if len(tables) != 1:
        listed = ", ".join(tables) or "none"
        fix = '--query "select * from TABLE" names it.'
        raise UnreadableInputError(f"{name} has {len(tables)} tables ({listed})", fix=fix, path=name)
    return '"' + str(tables[0]).replace('"', '""') + '"'


def _typed(values: list[object]) -> pl.Series:
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int} or kinds <= {float, int} or kinds <= {str}:
        return pl.Series(values, strict=False) if kinds else pl.Series(values, dtype=pl.String)
    return pl.Series([None if value is None else str(value) for value in values], dtype=pl.String)
