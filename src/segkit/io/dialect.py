"""How a delimited text file is written: separator and header, told from its first lines."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass
from pathlib import Path

from segkit.errors import UnreadableInputError
from segkit.roles import recognize

SAMPLE_BYTES = 1 << 16
_SAMPLE_LINES = 60
_SEPARATORS = (",", ";", "\t", "|")
_NUMBER_OR_DATE = re.compile(r"[\s$€£₽+-]*\d[\d\s.,:/TZ-]*")
_SIGNATURES = {
    b"PK\x03\x04": ("an Excel workbook or a zip archive", "Save it as CSV (UTF-8)."),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", "Save it as CSV (UTF-8)."),
    b"SQLite format 3": ("an SQLite database", "Export the table as CSV."),
    b"%PDF": ("a PDF document", "Export the table as CSV."),
    b"\xff\xfe": ("UTF-16 text", "Convert it: iconv -f UTF-16 -t UTF-8 FILE > sales.csv"),
    b"\xfe\xff": ("UTF-16 text", "Convert it: iconv -f UTF-16 -t UTF-8 FILE > sales.csv"),
}


@dataclass(frozen=True)
class Dialect:
    """A delimited text format."""

    separator: str = ","
    has_header: bool = True


def refuse_binary(head: bytes, name: str) -> None:
    """Raise UnreadableInputError for a file that is no UTF-8 text, with the way to make it one."""
    for magic, (kind, fix) in _SIGNATURES.items():
        if head.startswith(magic):
            raise UnreadableInputError(f"{name} is {kind}, which segkit does not read yet", fix=fix, path=name)
    if b"\x00" in head:
        raise UnreadableInputError(f"{name} is not a text file", fix="Export the table as CSV (UTF-8).", path=name)
    if re.match(rb"\s*<(?:!doctype|html|table|\?xml)", head, re.IGNORECASE):
        raise UnreadableInputError(f"{name} is an HTML or XML page", fix="Export the table as CSV.", path=name)


def decode(head: bytes, name: str) -> str:
    """Return the head of a file as text; raise UnreadableInputError where it is not UTF-8."""
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 4:  # the sample ends inside a character
            return head[: error.start].decode("utf-8-sig")
        raise UnreadableInputError(
            f"{name} is not UTF-8 text (byte {error.start})",
            fix="Convert it, for a Russian export: iconv -f CP1251 -t UTF-8 FILE > sales.csv",
            path=name,
            offset=error.start,
        ) from None


def detect(head: bytes, name: str) -> Dialect:
    """Return the dialect of a delimited text file from its first bytes."""
    refuse_binary(head, name)
    text = decode(head, name)
    lines = text.splitlines()
    if len(head) >= SAMPLE_BYTES and len(lines) > 1:
        lines = lines[:-1]
    lines = [line for line in lines if line.strip()][:_SAMPLE_LINES]
    if not lines:
        raise UnreadableInputError(f"{name} is empty", path=name)
    separator = max(_SEPARATORS, key=lambda candidate: _fitness(lines, candidate))
    rows = _rows(lines, separator)
    if len(rows[0]) == 1 and _looks_like_columns(lines):
        raise UnreadableInputError(
            f"{name} has columns separated by blanks, which segkit does not read yet",
            fix=r"Convert it: sed -E 's/^ +//; s/ +/,/g' FILE > sales.csv",
            path=name,
        )
    return Dialect(separator, _has_header(rows))


def _rows(lines: list[str], separator: str) -> list[list[str]]:
    return [row for row in csv.reader(lines, delimiter=separator) if row]


def _fitness(lines: list[str], separator: str) -> tuple[float, int]:
    """Rank a separator by the share of lines with the most common width, then by that width."""
    widths = [len(row) for row in _rows(lines, separator)]
    common = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(common) / len(widths) if common > 1 else 0.0, common)


def _looks_like_columns(lines: list[str]) -> bool:
    widths = {len(line.split()) for line in lines}
    return len(widths) == 1 and widths.pop() > 2


def _has_header(rows: list[list[str]]) -> bool:
    """Tell whether the first row names the columns: it has a known header, or no number above numbers."""
    first = rows[0]
    if recognize(first):
        return True
    if any(_NUMBER_OR_DATE.fullmatch(cell) for cell in first):
        return False
    below = rows[1:]
    return not below or any(
        _NUMBER_OR_DATE.fullmatch(cell) and not _NUMBER_OR_DATE.fullmatch(name)
        for row in below
        for cell, name in zip(row, first, strict=False)
    )


def first_wide_line(path: Path, separator: str, width: int) -> int | None:
    """Return the line (from 1) on which the first row with more than ``width`` fields ends; None where none is found."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        try:
            return next((reader.line_num for row in reader if len(row) > width), None)
        except (csv.Error, OSError, EOFError):
            return None
