"""NDJSON files as sources: one JSON object a line.

Polars reads such a file whole or not at all. One that it refuses is copied line by line: what is no object is set apart with its
line, like a record of delimited text that is no row, and what would have no one type becomes text.
"""

from __future__ import annotations

import io
import json
import math
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import polars as pl
from polars.exceptions import PolarsError

from segkit.errors import UnreadableInputError
from segkit.frozen import frozen
from segkit.io import encodings
from segkit.io.opening import Opening
from segkit.io.records import LINE, Repaired
from segkit.io.scratch import Scratch, created
from segkit.io.textfile import VERIFIED_BYTES
from segkit.roles import recognize

_MARK = b"\xef\xbb\xbf"
_WIDE = 1 << 63
_KINDS = {int: "number", float: "number", type(None): ""}
_FIX = "Write one object a line: jq -c . FILE > sales.ndjson"


@frozen
class JsonLines:
    """A file of JSON lines made readable: the plain copy (or the file itself), and what was set apart."""

    path: Path
    name: str
    texts: frozenset[str] = frozenset()
    """Columns whose values are read as text: ids longer than an integer, values of several types."""
    repaired: Repaired | None = None

    @property
    def verified(self) -> bool:
        """Whether every line was looked at by itself."""
        return self.repaired is not None

    def scan(self) -> pl.LazyFrame:
        """Return the rows; of a repaired file with the line of each in a column."""
        texts = dict.fromkeys(self.texts, pl.String())
        return pl.scan_ndjson(self.path, infer_schema_length=None, schema_overrides=texts)


def looks_like_objects(head: bytes) -> bool:
    """Tell from the first bytes of a file whether it may be NDJSON."""
    return head.removeprefix(_MARK).lstrip()[:1] == b"{" or _wide(head).lstrip()[:1] == "{"


def is_ndjson(path: Path) -> bool:
    """Tell whether the first line of a file is a whole object: one written over several lines is no NDJSON."""
    with path.open("rb") as file:
        first = next((line for line in file if line.strip()), b"")
    try:
        _object(first.removeprefix(_MARK))
    except ValueError:
        return False
    return True


def open_json_lines(path: Path, name: str, opening: Opening, scratch: Scratch) -> JsonLines:
    """Return a file of JSON lines ready to be scanned; raise UnreadableInputError where none is an object."""
    file = JsonLines(_plain(path, name, opening, scratch), name)
    try:
        types = file.scan().collect_schema()
        _check_no_document(file, types)
        file = replace(file, texts=frozenset(column for column, dtype in types.items() if dtype == pl.Int128))
        if file.path.stat().st_size <= VERIFIED_BYTES:  # that a type does not fit shows only as rows are read
            file.scan().select(pl.all().null_count()).collect(engine="streaming")
    except PolarsError:
        return repaired(file, scratch)
    return file


def _check_no_document(file: JsonLines, types: Mapping[str, pl.DataType]) -> None:
    """Raise UnreadableInputError for one object that holds the rows: what an interface answers."""
    inside = [
        column for column, dtype in types.items() if isinstance(dtype, pl.List) and isinstance(dtype.inner, pl.Struct)
    ]
    if inside and len(recognize(list(types))) <= 1 and file.scan().head(2).collect().height == 1:
        fix = f"Write one object a line: jq -c '.{inside[0]}[]' FILE > sales.ndjson"
        raise UnreadableInputError(f'{file.name} is one object with the rows in "{inside[0]}"', fix=fix, path=file.name)


def repaired(file: JsonLines, scratch: Scratch) -> JsonLines:
    """Return a copy that holds the good lines, with the odd ones set apart."""
    if file.verified:
        return file
    copy = scratch.path(".ndjson")
    kinds: dict[str, set[str]] = {}
    found = Repaired()
    with io.TextIOWrapper(created(copy), encoding="utf-8") as target:
        for line, record in _records(file.path, found):
            row = {column: _scalar(value) for column, value in _fields(record)}
            for column, value in row.items():
                kinds.setdefault(column, set()).add(_KINDS.get(type(value), type(value).__name__))
            target.write(json.dumps({LINE: line, **row}, ensure_ascii=False) + "\n")
            found.rows += 1
    if not found.rows:
        where = f", line {found.bad[0].line}: {found.bad[0].reason}" if found.bad else " holds no line"
        raise UnreadableInputError(f"{file.name}{where}; no line is a JSON object", fix=_FIX, path=file.name)
    mixed = frozenset(column for column, seen in kinds.items() if len(seen - {""}) > 1)
    return replace(file, path=copy, texts=mixed, repaired=found)


def _plain(path: Path, name: str, opening: Opening, scratch: Scratch) -> Path:
    """Return the file as UTF-8 without a byte order mark, a copy where it is not."""
    with path.open("rb") as file:
        head = file.read(64)
    if opening.encoding or _wide(head):
        encoding = encodings.known(opening.encoding) if opening.encoding else "utf-16"
        copy = scratch.path(".ndjson")
        encodings.transcode(path, encoding, copy, name)
        path, head = copy, b"" if encoding == "utf-8-sig" else head
    if not head.startswith(_MARK):
        return path
    copy = scratch.path(".ndjson")
    with path.open("rb") as source, created(copy) as target:
        source.seek(len(_MARK))
        shutil.copyfileobj(source, target)
    return copy


def _wide(head: bytes) -> str:
    """Return the beginning of a text in UTF-16 with its mark, nothing of another."""
    return head.decode("utf-16", errors="ignore") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ""


def _records(path: Path, found: Repaired) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with path.open("rb") as source:
        for number, line in enumerate(source, start=1):
            if not line.strip():
                continue
            try:
                yield number, _object(line)
            except ValueError as error:
                reason = "no JSON object" if isinstance(error, json.JSONDecodeError) else str(error)
                found.reject(number, reason, line.decode(errors="replace").rstrip("\r\n"))


def _object(line: bytes) -> Mapping[str, Any]:
    """Return the object of a line; raise ValueError that says why it is none."""
    try:
        record = json.loads(line.decode(), object_pairs_hook=_unique, parse_float=_finite, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise ValueError("no UTF-8") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(record, dict):
        raise ValueError("no JSON object")  # noqa: TRY004 -- one error for whatever is no row
    return record


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError("a name comes twice")
    return record


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number is too large")
    return number


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON")


def field_name(column: str, field: str) -> str:
    """Return the name as a column of a field inside another; MongoDB's ``$date`` and the like are but types of the value."""
    return column if field.startswith("$") else f"{column}.{field}"


def _fields(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the fields of an object with those of the objects inside it."""
    for column, value in record.items():
        if isinstance(value, dict):
            yield from _fields({field_name(column, field): inner for field, inner in value.items()})
        else:
            yield column, value


def _scalar(value: Any) -> Any:
    """Return a value of one type as it is; what is nested, or no integer of 64 bits, as text."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and not -_WIDE <= value < _WIDE:
        return str(value)
    return value
