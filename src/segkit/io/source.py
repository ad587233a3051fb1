"""A source: rows that are read alike, where they come from, and what goes wrong when they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from pathlib import Path
from typing import Literal

import polars as pl
from polars.exceptions import PolarsError

from segkit.errors import UnreadableInputError
from segkit.frozen import frozen
from segkit.io.jsonlines import JsonLines, repaired
from segkit.io.masking import unquoted
from segkit.io.records import LINE, Repaired
from segkit.io.scratch import Scratch
from segkit.io.textfile import TextFile, verified
from segkit.plaintext import without_secrets
from segkit.result import Note

Format = Literal["csv", "ndjson", "parquet", "arrow", "excel", "html", "sqlite", "frame"]

_PANIC_OF_PANICS = re.compile(r'Panic\(Id\(\d+\), \\*"([^"\\]+)')
_ERRNO = re.compile(r"^\[Errno \d+\] ")
_AGAIN = "Check the file, or export it again."


@frozen
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
    titles: tuple[str, ...] = ()
    """What stands above the tables: lines of text files, cells of sheets."""
    texts: tuple[TextFile, ...] = field(default=(), repr=False)
    """The opened text file of each name, for delimited text."""
    lines: tuple[JsonLines, ...] = field(default=(), repr=False)
    """The opened file of each name, for NDJSON."""
    made: bool = False
    """Whether columns of the parts are made of those in the files."""
    grouped: bool = False
    """Whether names stand above the rows that they are the names of, and were filled down: see ``filling``."""
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

    def apart(self) -> list[Source]:
        """Return a source for each of the files, to be read by itself."""
        if len(self.names) == 1:
            return [self]
        return [
            replace(
                self,
                names=(name,),
                parts=(self.parts[n],),
                paths=self.paths[n : n + 1],
                texts=self.texts[n : n + 1],
                lines=self.lines[n : n + 1],
                first_lines=self.first_lines[n : n + 1],
                notes=self.notes if n == 0 else (),
                size=self.size // len(self.names),
                rows=None,
            )
            for n, name in enumerate(self.names)
        ]

    @property
    def name(self) -> str:
        """The file, or the first of several."""
        more = len(self.names) - 1
        return self.names[0] if not more else f"{self.names[0]} and {more} more"

    @property
    def _written(self) -> tuple[TextFile | JsonLines, ...]:
        return (*self.texts, *self.lines)

    @property
    def repaired(self) -> tuple[Repaired | None, ...]:
        """What was found in the file of each name where records were looked at one by one; empty for typed files."""
        return tuple(file.repaired for file in self._written)

    @property
    def bad_records(self) -> int:
        """Records that are no rows: set apart when the files were repaired."""
        return sum(found.bad_count for found in self.repaired if found is not None)

    @property
    def is_head(self) -> bool:
        """Whether the rows are only those of the heads of files."""
        return any(text.is_head for text in self.texts)

    @property
    def verified(self) -> bool:
        """Whether every line of the text files is known to be a record: to have the fields of the header, or to be an object."""
        return all(file.verified for file in self._written)


def dtypes_of(frame: pl.LazyFrame) -> dict[str, pl.DataType]:
    """Return the columns of a file, without the one that a repaired copy has for its lines."""
    return {column: dtype for column, dtype in frame.collect_schema().items() if column != LINE}


def stamps(sources: Sequence[Source]) -> dict[str, tuple[int, int, int] | None]:
    """Return by name what is different of a file once somebody has written to it, or put another in its place."""
    return {name: _stamp(path) for source in sources for name, path in zip(source.names, source.paths, strict=True)}


def _stamp(path: Path | None) -> tuple[int, int, int] | None:
    with suppress(OSError):
        if path is not None and path.is_file():
            stat = path.stat()
            return stat.st_ino, stat.st_size, stat.st_mtime_ns
    return None


def verified_source(source: Source, scratch: Scratch) -> Source:
    """Return the source with every line of its delimited files held against the header, odd ones set apart."""
    if source.verified or not source.texts:
        return source
    files = tuple(verified(text, scratch) for text in source.texts)
    return replace(source, texts=files, parts=tuple(text.scan() for text in files))


def repaired_source(source: Source, scratch: Scratch) -> Source:
    """Return the source with every line of its files looked at by itself, after a reader has refused the whole."""
    if source.verified or not source.lines:
        return verified_source(source, scratch)
    lines = tuple(repaired(file, scratch) for file in source.lines)
    parts = tuple(file.scan() for file in lines)
    return replace(source, lines=lines, parts=parts, dtypes=dtypes_of(parts[0]))


@contextmanager
def reading_errors(name: str) -> Iterator[None]:
    """Turn what libraries raise on a bad file, panics included, into UnreadableInputError."""
    try:
        yield
    except (PolarsError, OSError) as error:
        text = _ERRNO.sub("", str(error).split("\n", maxsplit=1)[0]).removesuffix(f": {name!r}")
        text = without_secrets(unquoted(text) if isinstance(error, PolarsError) else text)
        raise UnreadableInputError(f"{name} cannot be read: {text}", fix=_AGAIN, path=name) from error
    except BaseException as error:
        # Every library in Rust has a PanicException of its own, which is no Exception.
        if type(error).__name__ != "PanicException" or "temporarily unavailable" in str(error):
            raise
        inner = _PANIC_OF_PANICS.findall(str(error)) or [str(error)]
        message = f"{name} is damaged: what decodes it stopped at: {inner[-1]}"
        raise UnreadableInputError(message, fix=_AGAIN, path=name) from error
