"""What comes in: files of several formats, folders, globs, standard input and frames, each as a lazy frame.

Files of one format, dialect and header are one source, read in one scan.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import polars as pl
from polars.exceptions import PolarsError

from segkit.errors import EmptyInputError, ParamsError, UnreadableInputError, did_you_mean
from segkit.io import remote
from segkit.io.database import SQLITE, database_of, read_sqlite
from segkit.io.records import LINE
from segkit.io.scratch import Scratch
from segkit.io.textfile import GZIP, ZSTD, Opening, TextFile, open_text, verified
from segkit.io.webpage import is_page, read_page
from segkit.io.workbook import XLS, XLSX, read_workbook
from segkit.result import Note

Format = Literal["csv", "ndjson", "parquet", "arrow", "excel", "html", "sqlite", "frame"]

EXTENSIONS = (
    ".csv", ".tsv", ".tab", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz", ".csv.zst", ".tsv.zst", ".txt.zst",
    ".parquet", ".pq", ".ndjson", ".jsonl", ".arrow", ".ipc", ".feather", ".xlsx", ".xls", ".ods", ".xlsb",
)  # fmt: skip
"""What a folder is searched for; a file named on the command line may have any name."""

_PARQUET, _ARROW = b"PAR1", b"ARROW1"
_SIGNATURES = {
    b"%PDF": ("a PDF document", "Export the table as CSV."),
    b"BZh": ("a bzip2 archive", "Unpack it: bunzip2 FILE"),
}
_PANIC_OF_PANICS = re.compile(r'Panic\(Id\(\d+\), \\*"([^"\\]+)')
_CELL_BYTES = 8
_MAGIC_BYTES = 1 << 10
_AGAIN = "Check the file, or export it again."
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml)", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """Rows that are read alike: their lazy frame, their columns, and where they come from."""

    names: tuple[str, ...]
    format: Format
    parts: tuple[pl.LazyFrame, ...]
    """A lazy frame for each name."""
    paths: tuple[Path | None, ...]
    """The file of each name, None for a frame."""
    dtypes: dict[str, pl.DataType]
    size: int = 0
    """Bytes of the files, 0 for a frame."""
    rows: int | None = None
    """Rows, where a footer tells them."""
    first_lines: tuple[int, ...] = ()
    """Lines above the first row of each name, for spreadsheets."""
    texts: tuple[TextFile, ...] = field(default=(), repr=False)
    """The opened text file of each name, for delimited text."""
    made: bool = False
    """Whether columns of the parts are made of those in the files."""
    notes: tuple[Note, ...] = ()
    """What was left out on opening, such as other sheets of the workbook."""

    @property
    def as_written(self) -> bool:
        """Whether the rows are those of text files, as they are written."""
        return bool(self.texts) and not self.made

    @property
    def frame(self) -> pl.LazyFrame:
        """All rows."""
        return self.parts[0] if len(self.parts) == 1 else pl.concat(self.parts)

    def head(self, names: Sequence[str], rows: int) -> pl.LazyFrame:
        """Return the first rows of some columns, of a text file without a scan of the file."""
        parts = [self.texts[0].head(rows), *self.parts[1:]] if self.as_written else self.parts
        return pl.concat([part.select(names) for part in parts]).head(rows)

    def read(self, floats: frozenset[str]) -> pl.LazyFrame:
        """Return all rows, these columns of text files as floating-point numbers."""
        return pl.concat([text.scan(floats) for text in self.texts]) if floats else self.frame

    def making(self, columns: Mapping[str, pl.Expr]) -> Source:
        """Return the source with columns made of others."""
        parts = tuple(part.with_columns(**columns) for part in self.parts)
        dtypes = parts[0].select(list(columns)).collect_schema()
        return replace(self, parts=parts, dtypes={**self.dtypes, **dtypes}, made=True)

    def only(self, columns: Sequence[str]) -> Source:
        """Return the source with these columns alone."""
        parts = tuple(part.select(columns) for part in self.parts)
        return replace(self, parts=parts, dtypes={name: self.dtypes[name] for name in columns}, made=True)

    @property
    def name(self) -> str:
        """The file, or the first of several."""
        more = len(self.names) - 1
        return self.names[0] if not more else f"{self.names[0]} and {more} more"

    @property
    def bad_records(self) -> int:
        """Records that are no rows: set apart when the files were repaired."""
        return sum(text.repaired.bad_count for text in self.texts if text.repaired is not None)

    @property
    def is_head(self) -> bool:
        """Whether the rows are only those of the heads of files."""
        return any(text.is_head for text in self.texts)

    @property
    def verified(self) -> bool:
        """Whether every line of the text files is known to have the fields of the header."""
        return all(text.verified for text in self.texts)


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
    return _merged(found)


def verified_source(source: Source, scratch: Scratch) -> Source:
    """Return the source with every line of its text files held against the header, odd ones set apart."""
    if source.verified:
        return source
    files = tuple(verified(text, scratch) for text in source.texts)
    return replace(source, texts=files, parts=tuple(text.scan() for text in files))


@contextmanager
def reading_errors(name: str) -> Iterator[None]:
    """Turn what libraries raise on a bad file, panics included, into UnreadableInputError."""
    try:
        yield
    except (PolarsError, OSError) as error:
        text = remote.masked(str(error).split("\n", maxsplit=1)[0])
        raise UnreadableInputError(f"{name} cannot be read: {text}", fix=_AGAIN, path=name) from error
    except BaseException as error:
        # Every library in Rust has a PanicException of its own, which is no Exception.
        if type(error).__name__ != "PanicException" or "temporarily unavailable" in str(error):
            raise
        inner = _PANIC_OF_PANICS.findall(str(error)) or [str(error)]
        message = f"{name} is damaged: what decodes it stopped at: {inner[-1]}"
        raise UnreadableInputError(message, fix=_AGAIN, path=name) from error


def _open(given: object, opening: Opening, scratch: Scratch) -> list[Source]:
    if not isinstance(given, str | os.PathLike):
        return [_from_frame(given)]
    text = os.fspath(given)
    if text == "-":
        return _from_file(_spooled(scratch), "standard input", opening, scratch)
    if remote.is_remote(text):
        return [source for url in remote.expanded(text, EXTENSIONS) for source in _from_url(url, opening, scratch)]
    return [source for path in _expanded(text) for source in _from_file(path, str(path), opening, scratch)]


def _from_url(url: str, opening: Opening, scratch: Scratch) -> list[Source]:
    """Scan a Parquet file where it is, since only some of its columns are read; copy any other, since its format is told from it."""
    name, copy = remote.shown(url), scratch.path(".remote")
    if remote.fetched(url, _PARQUET, copy):
        return _from_file(copy, name, opening, scratch)
    with reading_errors(name):
        return [_from_parquet(url, name, opening)]


def _expanded(text: str) -> list[Path]:
    path = Path(text)
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.is_file() and p.name.lower().endswith(EXTENSIONS))
        if not files:
            fix = f"A folder is searched for {', '.join(EXTENSIONS)}; name any other file itself."
            raise UnreadableInputError(f"no file to read in {text}", fix=fix, path=text)
        return files
    if path.exists():
        return [path]
    if matches := sorted(glob.glob(text)):  # noqa: PTH207 -- pathlib's glob refuses absolute patterns
        return [file for match in matches for file in _expanded(match)]
    neighbours = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    raise UnreadableInputError(f"no such file: {text}.{did_you_mean(path.name, neighbours)}", path=text)


def _spooled(scratch: Scratch) -> Path:
    """Copy standard input to a file: its format must be seen before it is read."""
    if sys.stdin is None:
        raise UnreadableInputError("standard input is closed", fix="Name a file.")
    # Polars has an interrupted read go on, so that Ctrl-C would wait for more input.
    signal.siginterrupt(signal.SIGINT, True)  # noqa: FBT003 -- the function takes no keyword
    path = scratch.path(".stdin")
    with path.open("wb") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    return path


def _from_file(path: Path, name: str, opening: Opening, scratch: Scratch) -> list[Source]:
    with reading_errors(name):
        if not path.is_file():  # a FIFO or device can be read only once
            path = _copied(path, scratch)
        with path.open("rb") as file:
            head = file.read(_MAGIC_BYTES)
        if head.startswith(_PARQUET):
            return [_from_parquet(path, name, opening)]
        if head.startswith(_ARROW):
            return [_source(pl.scan_ipc(path, glob=False), name, "arrow", path)]
        if head.startswith((XLSX, XLS)) or is_page(head):
            return _from_sheets(path, name, opening, scratch if is_page(head) else None)
        if head.startswith(SQLITE):
            return [_source(read_sqlite(path, name, opening.query).lazy(), name, "sqlite", path)]
        _refuse_binary(head, name)
        if head.lstrip().startswith((b"[{", b"[\n", b"[ ", b"[]", b"[\r\n")):
            fix = "Convert it to one object a line: jq -c '.[]' FILE > sales.ndjson"
            raise UnreadableInputError(f"{name} is a JSON array, which is read whole or not at all", fix=fix, path=name)
        if head.lstrip()[:1] == b"{" and not head.startswith((GZIP, ZSTD)):
            return [_source(pl.scan_ndjson(path, infer_schema_length=None), name, "ndjson", path)]
        text = open_text(path, name, opening, scratch)
        return [replace(_source(text.scan(), name, "csv", path), texts=(text,))]


def _from_sheets(path: Path, name: str, opening: Opening, copies: Scratch | None) -> list[Source]:
    """Return the sheets of a workbook, or the tables of a web page, which is copied."""
    found = read_workbook(path, name, opening) if copies is None else read_page(path, name, opening, copies)
    kind: Format = "excel" if copies is None else "html"
    tables, notes = found
    sources = [
        replace(_source(rows.lazy(), title, kind, path), rows=rows.height, first_lines=(first,))
        for title, rows, first in tables
    ]
    return _noted(sources, notes)


def _noted(sources: list[Source], notes: Sequence[Note]) -> list[Source]:
    """Return the sources, the first of them with the notes that are about all."""
    return [replace(source, notes=(*source.notes, *(notes if n == 0 else ()))) for n, source in enumerate(sources)]


def _copied(path: Path, scratch: Scratch) -> Path:
    copy = scratch.path(".copy")
    with path.open("rb") as source, copy.open("wb") as target:
        shutil.copyfileobj(source, target)
    return copy


def _refuse_binary(head: bytes, name: str) -> None:
    """Raise UnreadableInputError for a file of another kind, with the way to make it a table."""
    for magic, (kind, fix) in _SIGNATURES.items():
        if head.startswith(magic):
            raise UnreadableInputError(f"{name} is {kind}, which segkit does not read yet", fix=fix, path=name)
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
    dtypes = {column: dtype for column, dtype in frame.collect_schema().items() if column != LINE}
    return Source((name,), kind, (frame,), (path,), dtypes, size=size)


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
        line = any(text.repaired is not None for text in source.texts)
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
        first_lines=tuple(line for source in group for line in source.first_lines),
        notes=tuple(note for source in group for note in source.notes),
        size=sum(source.size for source in group),
        rows=sum(count for count in rows if count is not None) if None not in rows else None,
    )
