"""Delimited text files as sources: whatever their compression, encoding, line ends and quirks.

A file that is plain UTF-8 CSV is scanned as it is. Any other is copied first, as a stream, into something that is: unpacked,
transcoded, or repaired record by record. Which of these happened is part of the source, and said.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import polars as pl

from segkit.errors import UnreadableInputError
from segkit.frozen import frozen
from segkit.io import dialect as dialects
from segkit.io import encodings
from segkit.io.opening import Opening
from segkit.io.packing import GZIP, ZSTD, reading_packed, unpacked, unpacking
from segkit.io.records import LINE, Repaired, Shape, fields, line_pattern, repair
from segkit.io.scratch import Scratch, created

SAMPLE_BYTES = 1 << 18
VERIFIED_BYTES = 1 << 25
"""Files up to this size are held against their dialect line by line before they are read."""

LONGEST_LINE = 1 << 20
_LINE_END = re.compile(rb"[\r\n]")
_TAIL_BYTES = 1 << 12


@frozen
class TextFile:
    """A text file made readable: the plain copy (or the file itself), its dialect, and what was set apart."""

    path: Path
    """What is scanned."""
    encoding: str
    dialect: dialects.Dialect
    verified: bool
    """Whether every line is known to be a record of the header's width."""
    line_end: str = "LF"
    header: tuple[str, ...] = ()
    """The cells of the header as they are written."""
    titles: tuple[str, ...] = ()
    """The lines above the header."""
    repaired: Repaired | None = None
    is_head: bool = False
    """Whether this is only the head of the file."""
    quoted: bool = True
    """Whether the file may hold a quote; without any its lines are found faster."""

    def scan(self, floats: frozenset[str] = frozenset()) -> pl.LazyFrame:
        """Return the rows as texts; of a repaired file with the line of each in a last column."""
        if self.repaired is None:
            return self._scan(self.path, floats)
        schema = {name: pl.Float64() if name in floats else pl.String() for name in [*self.dialect.place.names, LINE]}
        return pl.scan_csv(self.path, has_header=False, schema=schema, glob=False)

    def head(self, rows: int) -> pl.LazyFrame:
        """Return the first rows as texts, from their bytes alone: a scan of the file reads far ahead."""
        if self.repaired is not None:
            return self.scan().head(rows)
        with self.path.open("rb") as file:
            lines = b"".join(islice(file, self.dialect.place.first_line + rows))
        return self._scan(io.BytesIO(lines)).head(rows)

    def _scan(self, source: Path | io.BytesIO, floats: frozenset[str] = frozenset()) -> pl.LazyFrame:
        return pl.scan_csv(
            source,
            has_header=False,
            skip_lines=self.dialect.place.first_line,
            separator=self.dialect.separator,
            quote_char='"' if self.quoted else None,
            schema={name: pl.Float64() if name in floats else pl.String() for name in self.dialect.place.names},
            glob=False,
        )

    @property
    def tail(self) -> str:
        """The end of the text."""
        with self.path.open("rb") as file:
            file.seek(max(0, self.path.stat().st_size - _TAIL_BYTES))
            return file.read().decode(errors="ignore")


def open_text(path: Path, name: str, opening: Opening, scratch: Scratch) -> TextFile:
    """Return a delimited text file ready to be scanned; raise UnreadableInputError for what is no table."""
    path, is_head = _looked_at(path, name, opening, scratch)
    plain = _plain(path, name, opening, scratch)
    text = plain.head.decode("utf-8-sig", errors="ignore")
    found = dialects.detect(text, name, complete=len(plain.head) < SAMPLE_BYTES, separator=opening.separator)
    file = TextFile(
        plain.path,
        plain.encoding,
        _padded(found),
        verified=False,
        line_end=plain.line_end,
        header=_header(text, found),
        titles=tuple(text.split("\n")[: found.place.header_line or 0]),
        is_head=is_head,
        quoted=plain.quotes or plain.is_transcoded,
    )
    if not found.simple:
        return repaired(file, scratch)
    if plain.quotes or plain.path.stat().st_size <= VERIFIED_BYTES or _odd_head(text, file.dialect):
        return verified(file, scratch)
    return file


class _Plain(NamedTuple):
    """A text as UTF-8 with line feeds: the file itself, or a copy."""

    path: Path
    head: bytes
    encoding: str
    """That of the file."""
    line_end: str
    quotes: bool
    """Whether quotes were seen; those of another encoding than UTF-8 may not have been."""
    is_transcoded: bool


def _plain(path: Path, name: str, opening: Opening, scratch: Scratch) -> _Plain:
    """Return the text as UTF-8 with line feeds, transcoded if it is anything else."""
    head, surveyed = _head(path, name), encodings.survey(path)
    encoding = encodings.known(opening.encoding) if opening.encoding else encodings.detect(head, name)
    if encodings.is_utf8(encoding) and not surveyed.utf8:
        if opening.encoding:
            message = f"{name} is not {opening.encoding} throughout"
            raise UnreadableInputError(message, fix="Try another --encoding.", path=name)
        encoding = _guessed_late(path, name)
    foreign = not encodings.is_utf8(encoding) or not surveyed.utf8
    if not foreign and surveyed.nul:
        raise UnreadableInputError(
            f"{name} holds NUL bytes: no text", fix="Export the table as CSV (UTF-8).", path=name
        )
    wide_end = b"\r\x00\n" in head
    if foreign or surveyed.lone_returns or surveyed.marks:
        copy = scratch.path(".csv")
        encodings.transcode(path, encoding, copy, name)
        path, head = copy, _head(copy, name)
    line_end = "CR" if surveyed.lone_returns else "CRLF" if wide_end or b"\r\n" in head else "LF"
    return _Plain(path, head, encoding, line_end, surveyed.quotes, foreign)


def verified(file: TextFile, scratch: Scratch) -> TextFile:
    """Return the file as it is if every line is a record of its width, else repaired."""
    if file.verified:
        return file
    if _odd_lines(file):
        return repaired(file, scratch)
    return replace(file, verified=True)


def repaired(file: TextFile, scratch: Scratch) -> TextFile:
    """Return a copy that holds the good records, with the odd ones set apart."""
    copy = scratch.path(".csv")
    shape = Shape(file.dialect.syntax, file.dialect.width, file.dialect.place.first_line, file.header)
    found = repair(file.path, shape, copy)
    return replace(file, path=copy, verified=True, repaired=found)


def _looked_at(path: Path, name: str, opening: Opening, scratch: Scratch) -> tuple[Path, bool]:
    """Return the text file, unpacked, and whether it is a copy of no more than its head, as far as whole lines go."""
    with path.open("rb") as file:
        magic = file.read(4)
    is_packed, most = magic.startswith((GZIP, ZSTD)), opening.head_bytes
    if most is None or (not is_packed and path.stat().st_size <= most):
        return unpacked(path, name, opening, scratch), False
    with reading_packed(name), unpacking(path, magic) if is_packed else path.open("rb") as file:
        head = file.read(most + 1)
    copy = scratch.path(".head")
    if len(head) <= most:
        _write_head(copy, head)
        return copy, False
    ends = max(head.rfind(b"\n"), head.rfind(b"\r"))
    wide = ends % 2 == 0 and head[ends + 1 : ends + 2] == b"\0"  # a line feed of UTF-16, low byte first
    _write_head(copy, head[: ends + 1 + wide] if ends > 0 else head)
    return copy, True


def _write_head(copy: Path, head: bytes) -> None:
    with created(copy) as file:
        file.write(head)


def _head(path: Path, name: str) -> bytes:
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
        if len(head) == SAMPLE_BYTES and not _LINE_END.search(head):
            head += file.read(LONGEST_LINE)
            check_first_line(head, name)
    return head


def check_first_line(head: bytes, name: str) -> None:
    """Raise UnreadableInputError for the first bytes of a text whose first line does not end where every table's has."""
    if len(head) > LONGEST_LINE and not _LINE_END.search(head):
        message = f"{name}: the first line is longer than {LONGEST_LINE:,} bytes: no table"
        raise UnreadableInputError(message, path=name)


def _guessed_late(path: Path, name: str) -> str:
    """Return the encoding of a file whose head is ASCII: from the part that is not."""
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                return encodings.detect(line + file.read(SAMPLE_BYTES), name)
    return encodings.UTF8


def _padded(found: dialects.Dialect) -> dialects.Dialect:
    """Return the dialect with as many names as columns."""
    names = [*found.place.names, *(f"column_{n}" for n in range(len(found.place.names) + 1, found.width + 1))]
    return replace(found, place=replace(found.place, names=dialects.unique_names(names)))


def _header(text: str, found: dialects.Dialect) -> tuple[str, ...]:
    if found.place.header_line is None:
        return ()
    return tuple(fields(text.split("\n")[found.place.header_line].rstrip("\r"), found.syntax) or ())


def _odd_head(text: str, found: dialects.Dialect) -> bool:
    """Tell whether a line of the head, which holds no quotes, has more or fewer fields than the header."""
    lines = text.split("\n")[found.place.first_line : -1]
    return any(line.count(found.separator) != found.width - 1 for line in lines)


def _odd_lines(file: TextFile) -> bool:
    """Tell whether any line is no whole record, in one pass of the fast reader over raw lines."""
    pattern = line_pattern(file.dialect.syntax, file.dialect.width)
    line = pl.col("line")
    lines = pl.scan_csv(
        file.path, has_header=False, separator="\x01", quote_char=None, schema={"line": pl.String},
        skip_lines=file.dialect.place.first_line, truncate_ragged_lines=True, glob=False,
    )  # fmt: skip
    blank = line.is_null() | (line.str.strip_chars() == "")
    commas = line.str.count_matches(re.escape(file.dialect.separator)) == file.dialect.width - 1
    plain = ~line.str.contains('"', literal=True) & commas
    odd = ~blank & ~plain & ~line.str.contains(pattern)
    again = line.str.strip_chars_end("\r").str.replace_all('"', "", literal=True) == file.dialect.separator.join(
        file.header
    )
    # The reader takes the number of columns from the first line; one column may be blank in any.
    doubtful = blank.any() if file.dialect.width == 1 else blank.first().fill_null(value=False)
    return bool(lines.select((odd | again).any() | doubtful).collect(engine="streaming").item())
