"""What comes in: files of several formats, folders, globs, standard input and frames, opened as sources.

Files of one format, dialect and header are one source, read in one scan.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import polars as pl
from polars.exceptions import PolarsError

from segkit.errors import EMPTY, EmptyInputError, ParamsError, UnreadableInputError
from segkit.io import remote
from segkit.io.archives import is_archive, only_member
from segkit.io.database import SQLITE, database_of, read_sqlite
from segkit.io.folders import EXTENSIONS, expanded, partitions
from segkit.io.jsonlines import looks_like_objects, open_json_lines
from segkit.io.opening import Opening
from segkit.io.packing import GZIP, ZSTD, packed_head, unpacked
from segkit.io.scratch import Scratch, created
from segkit.io.source import Format, Source, dtypes_of, reading_errors
from segkit.io.textfile import LONGEST_LINE, check_first_line, open_text
from segkit.io.webpage import is_page, read_page
from segkit.io.workbook import XLS, XLSX, read_workbook
from segkit.plaintext import encodable
from segkit.result import Note

_PARQUET, _ARROW = b"PAR1", b"ARROW1"
_SIGNATURES = {
    b"%PDF": ("a PDF document", "Export the table as CSV."),
    b"BZh": ("a bzip2 archive", "Unpack it: bunzip2 FILE"),
    b"\xfd7zXZ": ("an xz archive", "Unpack it: unxz FILE"),
    b"7z\xbc\xaf": ("a 7z archive", "Unpack it: 7z x FILE"),
    b"Rar!": ("a rar archive", "Unpack it: unrar x FILE"),
    b"FEA1": ("a Feather file of version 1", "Write it again as Parquet, or as Feather of version 2."),
    b"\xff\xff\xff\xff": ("an Arrow stream", "Write it as an Arrow file or as Parquet."),
    b"ORC": ("an ORC file", "Convert it to Parquet."),
    b"Obj\x01": ("an Avro file", "Convert it to Parquet."),
    b"PK\x05\x06": ("an empty zip archive", "Export the table again."),
}
_CELL_BYTES = 8
_MAGIC_BYTES = 1 << 10
_PACKABLE = (GZIP, ZSTD, _PARQUET, _ARROW, XLSX, SQLITE)
"""What may be packed once more, and is judged by itself once it is unpacked."""
_TAR_AT = 257
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml)", re.IGNORECASE)


def open_sources(inputs: Sequence[object], scratch: Scratch, opening: Opening | None = None) -> list[Source]:
    """Return the sources that ``inputs`` name: paths, folders, globs, ``-``, Polars, pandas and Arrow frames.

    Copies that are needed to read a file are made in ``scratch``, which must outlive the sources. Raises
    UnreadableInputError for what is not there or no table, EmptyInputError for no input at all.
    """
    opened = opening or Opening()
    if opened.uri_env is not None and inputs:
        raise ParamsError("--uri-env and INPUT both say what to read: drop one")
    given = [database_of(opened.uri_env)] if opened.uri_env is not None else inputs
    found = [source for each in given for source in _open(each, opened, scratch)]
    if not found:
        raise EmptyInputError("no input", fix="Name a file, such as sales.csv, or - for standard input.")
    _check_used(opened, {source.format for source in found})
    return _merged(found)


def input_files(text: str) -> list[Path]:
    """Return the files here that an input names: none for what is elsewhere, or not there."""
    if not text or text == "-" or remote.is_remote(text):
        return []
    with suppress(UnreadableInputError):
        return expanded(text)[0]
    return []


def _check_used(opening: Opening, formats: Collection[Format]) -> None:
    """Raise ParamsError for a part of the input that is asked for, and that no input could have."""
    problems = []
    if opening.sheet is not None and not {"excel", "html"} & set(formats):
        problems.append("--sheet names a sheet, and no input is a workbook: drop it")
    if opening.query is not None and "sqlite" not in formats:
        problems.append("--query asks a database, and no input is one: drop it")
    if problems:
        raise ParamsError(problems)


def _open(given: object, opening: Opening, scratch: Scratch) -> list[Source]:
    if not isinstance(given, str | os.PathLike):
        return [_from_frame(given)]
    text = os.fspath(given)
    if not text:  # to the file system, the name of this folder
        raise ParamsError(f"INPUT {EMPTY}", fix="Name a file, such as sales.csv, or - for standard input.")
    if text == "-":
        return _from_file(_spooled(scratch), "standard input", opening, scratch)
    if remote.is_remote(text):
        return [source for url in remote.expanded(text, EXTENSIONS) for source in _from_url(url, opening, scratch)]
    if "://" in text and re.match(remote.SCHEME, text):
        what = f"{remote.shown(text)} is neither a file nor on s3:// or https://"
        fix = "A database: put its URI into an environment variable, and name that with --uri-env."
        raise UnreadableInputError(what, fix=fix, path=remote.shown(text))
    files, notes = expanded(text)
    return _noted([source for path in files for source in _in_folder(path, Path(text), opening, scratch)], notes)


def _in_folder(path: Path, folder: Path, opening: Opening, scratch: Scratch) -> list[Source]:
    """Return the sources of a file; of typed ones with the columns that the folders on the way to it tell and they lack."""
    sources = _from_file(path, encodable(str(path)), opening, scratch)
    told = partitions(path, folder) if folder != path else {}
    return [_with_constants(source, told) if source.format in ("parquet", "arrow") else source for source in sources]


def _with_constants(source: Source, told: Mapping[str, str]) -> Source:
    lacking = {name: pl.lit(value) for name, value in told.items() if name not in source.dtypes}
    return source.making(lacking) if lacking else source


def _from_url(url: str, opening: Opening, scratch: Scratch) -> list[Source]:
    """Scan a Parquet file where it is, since only some of its columns are read; copy any other, since its format is told from it."""
    name, copy = remote.shown(url), scratch.path(".remote")
    if remote.fetched(url, _PARQUET, copy):
        return _from_file(copy, name, opening, scratch)
    with reading_errors(name):
        return [_from_parquet(url, name, opening)]


def _spooled(scratch: Scratch) -> Path:
    """Copy standard input to a file: its format must be seen before it is read."""
    if sys.stdin is None or getattr(sys.stdin, "closed", False):
        raise UnreadableInputError("standard input is closed", fix="Name a file.")
    # Polars has an interrupted read go on, so that Ctrl-C would wait for more input.
    signal.siginterrupt(signal.SIGINT, True)  # noqa: FBT003 -- the function takes no keyword
    path = scratch.path(".stdin")
    # A program may have put a text stream of its own in its place, which has no bytes.
    stream = getattr(sys.stdin, "buffer", None)
    with reading_errors("standard input"), created(path) as copy:
        _copy(stream or io.BytesIO(sys.stdin.read().encode()), copy, "standard input")
    return path


def _from_file(path: Path, name: str, opening: Opening, scratch: Scratch) -> list[Source]:
    with reading_errors(name):
        if not path.is_file():  # a FIFO or device can be read only once
            path = _copied(path, name, scratch)
        elif os.fsencode(path) != encodable(str(path)).encode():
            path = _linked(path, scratch)
        with path.open("rb") as file:
            head = file.read(_MAGIC_BYTES)
        if (inner := _unwrapped(path, head, name, opening, scratch)) is not None:
            sources = _from_file(inner, name, opening, scratch)
            return [replace(source, paths=tuple(path for _ in source.paths)) for source in sources]
        return _by_head(path, head, name, opening, scratch)


def _unwrapped(path: Path, head: bytes, name: str, opening: Opening, scratch: Scratch) -> Path | None:
    """Return what an archive or a packed file holds, None for a file that is no wrapping, or is unpacked as it is read."""
    if head.startswith(XLSX) and is_archive(path):
        return only_member(path, name, opening, scratch)
    if head.startswith((GZIP, ZSTD)):
        inner = packed_head(path, name)
        _refuse_binary(inner, name)
        if looks_like_objects(inner) or inner.startswith(_PACKABLE):
            return unpacked(path, name, opening, scratch)
    return None


def _by_head(path: Path, head: bytes, name: str, opening: Opening, scratch: Scratch) -> list[Source]:
    """Return the sources of a file of the format that its first bytes tell."""
    if head.startswith(_PARQUET):
        return [_from_parquet(path, name, opening)]
    if head.startswith(_ARROW):
        return [_source(pl.scan_ipc(path, glob=False), name, "arrow", path)]
    if head.startswith((XLSX, XLS)) or is_page(head):
        return _from_sheets(path, name, opening, scratch if is_page(head) else None)
    if head.startswith(SQLITE):
        return [_source(read_sqlite(path, name, opening.query).lazy(), name, "sqlite", path)]
    _refuse_binary(head, name)
    if looks_like_objects(head):
        lines = open_json_lines(path, name, opening, scratch)
        return [replace(_source(lines.scan(), name, "ndjson", path), lines=(lines,))]
    text = open_text(path, name, opening, scratch)
    return [replace(_source(text.scan(), name, "csv", path), texts=(text,), titles=text.titles)]


def _from_sheets(path: Path, name: str, opening: Opening, copies: Scratch | None) -> list[Source]:
    """Return the sheets of a workbook, or the tables of a web page, which is copied."""
    found = read_workbook(path, name, opening) if copies is None else read_page(path, name, opening, copies)
    kind: Format = "excel" if copies is None else "html"
    tables, notes = found
    sources = [
        replace(_source(rows.lazy(), title, kind, path), rows=rows.height, first_lines=(first,), titles=titles)
        for title, rows, first, titles in tables
    ]
    return _noted(sources, notes)


def _noted(sources: list[Source], notes: Sequence[Note]) -> list[Source]:
    """Return the sources, the first of them with the notes that are about all."""
    return [replace(source, notes=(*source.notes, *(notes if n == 0 else ()))) for n, source in enumerate(sources)]


def _copied(path: Path, name: str, scratch: Scratch) -> Path:
    copy = scratch.path(".copy")
    with path.open("rb") as source, created(copy) as target:
        _copy(source, target, name)
    return copy


def _copy(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Copy a stream; raise UnreadableInputError where its first line does not end: /dev/zero would fill the disk."""
    head = source.read(LONGEST_LINE + 1)
    if not (head.startswith((*_PACKABLE, XLS)) or is_page(head[:_MAGIC_BYTES]) or looks_like_objects(head)):
        check_first_line(head, name)
    target.write(head)
    shutil.copyfileobj(source, target)


def _linked(path: Path, scratch: Scratch) -> Path:
    """Return another name of a file whose own the engine does not take: a name that is no UTF-8, as old archives have them."""
    link = scratch.path(".link")
    link.symlink_to(path.resolve())
    return link


def _refuse_binary(head: bytes, name: str) -> None:
    """Raise UnreadableInputError for a file of another kind, with the way to make it a table."""
    for magic, (kind, fix) in _SIGNATURES.items():
        if head.startswith(magic):
            raise UnreadableInputError(f"{name} is {kind}, which segkit does not read yet", fix=fix, path=name)
    if head[_TAR_AT:].startswith(b"ustar"):
        raise UnreadableInputError(f"{name} is a tar archive", fix="Unpack it: tar -xf FILE", path=name)
    if head.lstrip().startswith((b"[{", b"[\n", b"[ ", b"[]", b"[\r\n")):
        fix = "Convert it to one object a line: jq -c '.[]' FILE > sales.ndjson"
        raise UnreadableInputError(f"{name} is a JSON array, which is read whole or not at all", fix=fix, path=name)
    if _MARKUP.match(head):
        fix = "Open it in a spreadsheet and save it as xlsx, or export CSV."
        raise UnreadableInputError(f"{name} is an XML document", fix=fix, path=name)


def _from_parquet(path: Path | str, name: str, opening: Opening) -> Source:
    frame = pl.scan_parquet(path, glob=False)
    rows = int(frame.select(pl.len()).collect().item())
    source = replace(_source(frame, name, "parquet", path if isinstance(path, Path) else None), rows=rows)
    if source.size:
        opening.check_unpacked(rows * len(source.dtypes) * _CELL_BYTES, source.size, name)
    return source


def _source(frame: pl.LazyFrame, name: str, kind: Format, path: Path | None = None) -> Source:
    size = path.stat().st_size if path is not None else 0
    return Source((name,), kind, (frame,), (path,), dtypes_of(frame), size=size)


def _from_frame(given: Any) -> Source:
    if isinstance(given, pl.LazyFrame):
        return _source(given, "frame", "frame")
    try:
        frame = given if isinstance(given, pl.DataFrame) else pl.DataFrame(_not_none(given))
    except (TypeError, ValueError, PolarsError) as error:
        raise UnreadableInputError(
            f"{type(given).__name__} is neither a path nor a frame",
            fix="Pass a path or a Polars, pandas or Arrow frame.",
        ) from error
    return replace(_source(frame.lazy(), "frame", "frame"), rows=frame.height)


def _not_none(given: Any) -> Any:
    if given is None:
        raise TypeError  # an empty frame to Polars, a mistake to us
    return given


def _merged(sources: list[Source]) -> list[Source]:
    """Join the sources that can be read in one scan: files of one format and header."""
    groups: dict[object, list[Source]] = {}
    for position, source in enumerate(sources):
        line = any(found is not None for found in source.repaired)
        alike = (source.format, line, tuple(source.dtypes.items()))
        groups.setdefault(position if source.format in ("frame", "ndjson") else alike, []).append(source)
    return [_joined(group) for group in groups.values()]


def _joined(group: list[Source]) -> Source:
    first = group[0]
    if len(group) == 1:
        return first
    rows = [source.rows for source in group]
    return replace(
        first,
        names=tuple(name for source in group for name in source.names),
        parts=tuple(part for source in group for part in source.parts),
        paths=tuple(path for source in group for path in source.paths),
        texts=tuple(text for source in group for text in source.texts),
        lines=tuple(file for source in group for file in source.lines),
        first_lines=tuple(line for source in group for line in source.first_lines),
        titles=tuple(title for source in group for title in source.titles),
        notes=tuple(note for source in group for note in source.notes),
        size=sum(source.size for source in group),
        rows=sum(count for count in rows if count is not None) if None not in rows else None,
    )
