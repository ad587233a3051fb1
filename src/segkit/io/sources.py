"""What comes in: files of several formats, folders, globs, standard input and frames, each as a lazy frame.

Files of one format, dialect and header are one source, read in one scan. Nothing is read here but heads and footers.
"""

from __future__ import annotations

import glob
import gzip
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
from polars.exceptions import PanicException, PolarsError

from segkit.errors import EmptyInputError, UnreadableInputError, did_you_mean
from segkit.io.dialect import SAMPLE_BYTES, Dialect, detect, first_wide_line

if TYPE_CHECKING:
    from collections.abc import Callable

Format = Literal["csv", "ndjson", "parquet", "arrow", "frame"]

EXTENSIONS = (
    ".csv", ".tsv", ".tab", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz", ".csv.zst", ".tsv.zst", ".txt.zst",
    ".parquet", ".pq", ".ndjson", ".jsonl", ".arrow", ".ipc", ".feather",
)  # fmt: skip
"""What a folder is searched for; a file named on the command line may have any name."""

_PARQUET, _ARROW, _GZIP, _ZSTD = b"PAR1", b"ARROW1", b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


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
    dialect: Dialect | None = None

    @property
    def frame(self) -> pl.LazyFrame:
        """All rows."""
        return self.parts[0] if len(self.parts) == 1 else pl.concat(self.parts)

    @property
    def name(self) -> str:
        """The file, or the first of several."""
        more = len(self.names) - 1
        return self.names[0] if not more else f"{self.names[0]} and {more} more"

    @property
    def typed(self) -> bool:
        """Whether the source declares the types of its columns."""
        return self.format in ("parquet", "arrow", "frame")


def open_sources(inputs: Sequence[object], scratch: Path | None = None) -> list[Source]:
    """Return the sources that ``inputs`` name: paths, folders, globs, ``-``, Polars, pandas and Arrow frames.

    Standard input is copied into the folder ``scratch``, which the caller removes. Raises UnreadableInputError for
    what is not there or no table, EmptyInputError for no input at all.
    """
    found = [source for given in inputs for source in _open(given, scratch)]
    if not found:
        raise EmptyInputError("no input", fix="Name a file: segkit abcxyz sales.csv (or - for standard input)")
    return _merged(found)


@contextmanager
def reading_errors(name: str, sources: Sequence[Source] = ()) -> Iterator[None]:
    """Turn what Polars raises on a bad file, panics included, into UnreadableInputError.

    ``sources`` are searched for the row that a delimited file failed on.
    """
    try:
        yield
    except (PolarsError, PanicException, OSError) as error:
        raise _translated(error, name, sources) from error


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a private folder for what must be copied before it can be read, and remove it."""
    folder = Path(tempfile.mkdtemp(prefix="segkit-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _translated(error: BaseException, name: str, sources: Sequence[Source]) -> UnreadableInputError:
    text = str(error).split("\n", maxsplit=1)[0]
    if "more fields than defined" in text:
        where = next(filter(None, map(_wide_row, sources)), f"{name}: a row")
        message = f"{where} has more fields than the header"
        return UnreadableInputError(message, fix="Quote cells that hold the separator, or mend the row.", path=name)
    if "invalid utf-8" in text.lower():
        fix = "Convert it: iconv -f CP1251 -t UTF-8 FILE > sales.csv"
        return UnreadableInputError(f"{name} is not UTF-8 text throughout", fix=fix, path=name)
    return UnreadableInputError(f"{name} cannot be read: {text}", fix="Check the file, or export it again.", path=name)


def _wide_row(source: Source) -> str | None:
    """Return where the first row of a delimited source is that has more fields than its header."""
    if source.dialect is None:
        return None
    for name, path in zip(source.names, source.paths, strict=True):
        if path is not None and (line := first_wide_line(path, source.dialect.separator, len(source.dtypes))):
            return f"{name}, line {line}: the row"
    return None


def _open(given: object, scratch: Path | None) -> list[Source]:
    if not isinstance(given, str | os.PathLike):
        return [_from_frame(given)]
    text = os.fspath(given)
    if text == "-":
        return [_from_file(_spooled(scratch), "standard input")]
    return [_from_file(path, str(path)) for path in _expanded(text)]


def _expanded(text: str) -> list[Path]:
    path = Path(text)
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.is_file() and p.name.lower().endswith(EXTENSIONS))
        if not files:
            raise UnreadableInputError(f"no CSV, Parquet, NDJSON or Arrow file in {text}", path=text)
        return files
    if path.exists():
        return [path]
    if matches := sorted(glob.glob(text)):  # noqa: PTH207 -- pathlib's glob refuses absolute patterns
        return [file for match in matches for file in _expanded(match)]
    neighbours = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    raise UnreadableInputError(f"no such file: {text}.{did_you_mean(path.name, neighbours)}", path=text)


def _spooled(scratch: Path | None) -> Path:
    """Copy standard input to a file: its format must be seen before it is read."""
    if scratch is None:
        raise UnreadableInputError("standard input is read by the command line only", fix="Pass a path or a frame.")
    path = scratch / "stdin"
    with path.open("wb") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    return path


def _from_file(path: Path, name: str) -> Source:
    with reading_errors(name):
        head = _head(path)
        if head.startswith(_PARQUET):
            return _from_parquet(path, name)
        if head.startswith(_ARROW):
            return _source(pl.scan_ipc(path), name, "arrow", path)
        text = _decompressed_head(path, head)
        if text.lstrip()[:1] == b"{":
            frame = pl.scan_ndjson(path, infer_schema_length=None)
            return _source(frame, name, "ndjson", path)
        return _from_csv(path, name, detect(text, name))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(SAMPLE_BYTES)


def _decompressed_head(path: Path, head: bytes) -> bytes:
    if head.startswith(_GZIP):
        with gzip.open(path) as file:
            return _read_damaged(file)
    if head.startswith(_ZSTD):
        import pyarrow as pa  # noqa: PLC0415 -- .16 s, and only for zstd

        with pa.input_stream(path, compression="zstd") as file:
            return bytes(file.read(SAMPLE_BYTES))
    return head


def _read_damaged(file: gzip.GzipFile) -> bytes:
    try:
        return file.read(SAMPLE_BYTES)
    except EOFError as error:
        raise OSError(f"the compressed data ends early: {error}") from error


def _from_parquet(path: Path, name: str) -> Source:
    frame = pl.scan_parquet(path)
    rows = int(frame.select(pl.len()).collect().item())
    return replace(_source(frame, name, "parquet", path), rows=rows)


def _from_csv(path: Path, name: str, dialect: Dialect) -> Source:
    frame = scan_csv([str(path)], dialect)
    return replace(_source(frame, name, "csv", path), dialect=dialect)


def scan_csv(paths: Sequence[str], dialect: Dialect) -> pl.LazyFrame:
    """Return delimited text files of one dialect as one lazy frame of texts."""
    renamed: Callable[[list[str]], list[str]] | None = None
    if not dialect.has_header:
        renamed = _numbered
    return pl.scan_csv(
        list(paths),
        separator=dialect.separator,
        has_header=dialect.has_header,
        infer_schema=False,
        glob=False,
        with_column_names=renamed,
    )


def _numbered(names: list[str]) -> list[str]:
    return [f"column_{position}" for position in range(1, len(names) + 1)]


def _source(frame: pl.LazyFrame, name: str, kind: Format, path: Path | None = None) -> Source:
    size = path.stat().st_size if path is not None else 0
    return Source((name,), kind, (frame,), (path,), dict(frame.collect_schema()), size=size)


def _from_frame(given: Any) -> Source:
    if isinstance(given, pl.LazyFrame):
        return _source(given, "frame", "frame")
    try:
        frame = given if isinstance(given, pl.DataFrame) else pl.DataFrame(given)
    except (TypeError, ValueError, PolarsError) as error:
        raise UnreadableInputError(
            f"{type(given).__name__} is neither a path nor a frame",
            fix="Pass a path or a Polars, pandas or Arrow frame.",
        ) from error
    return replace(_source(frame.lazy(), "frame", "frame"), rows=frame.height)


def _merged(sources: list[Source]) -> list[Source]:
    """Join the sources that can be read in one scan: files of one format, dialect and header."""
    groups: dict[object, list[Source]] = {}
    for position, source in enumerate(sources):
        alike = (source.format, source.dialect, tuple(source.dtypes.items()))
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
        size=sum(source.size for source in group),
        rows=sum(count for count in rows if count is not None) if None not in rows else None,
    )
