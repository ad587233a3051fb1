"""Tables of values as TOML files: read with exact decimals, written in the order of the table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from segkit.errors import ParamsError

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_toml(path: Path) -> dict[str, Any]:
    """Return the table in a TOML file; raise ParamsError for a file that is not there or no TOML."""
    import tomllib  # noqa: PLC0415 -- most runs have no such file

    try:
        return tomllib.loads(path.read_text("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise ParamsError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ParamsError(f"{path} is no TOML: {error}") from error


def toml_text(table: Mapping[str, Any], comment: str) -> str:
    """Return a table of texts, numbers and tables as TOML, under a comment."""
    return "\n".join([*(f"# {line}" for line in comment.splitlines()), *_lines(table, ())]) + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Yield the values of a table, then the tables in it, as TOML wants them."""
    for name, value in table.items():
        if not isinstance(value, Mapping):
            yield f"{_key(name)} = {_value(value)}"
    for name, value in table.items():
        if isinstance(value, Mapping):
            inner = (*path, name)
            yield from ("", f"[{'.'.join(map(_key, inner))}]")
            yield from _lines(value, inner)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
