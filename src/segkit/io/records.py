"""Records of delimited text, one at a time: the slow path for files that contradict the fast one.

The fast reader believes what it reads; here every line is held against the syntax and the number of fields. What
does not fit is set apart with its line and the reason, and never shifts the rows after it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

from segkit.frozen import frozen
from segkit.io.scratch import created

LINE = "segkit:line"
"""Column of a repaired copy: the line on which the record began (from 1)."""

_JOINED_LINES = 200
_KEPT_TEXT = 2_000
_RULE = re.compile(r"\s*[-+|=:\s]*[-=]{3}[-+|=:\s]*|\(\d+ rows?\)\s*")
_KEPT_RECORDS = 100_000


@frozen
class Syntax:
    """How fields are separated and quoted."""

    separator: str = ","
    quote: str = '"'
    escape: str = ""
    """What stands before a quote inside quotes, if quotes are not doubled."""
    spaced: bool = False
    """Blanks follow the separator."""
    formulas: bool = False
    """Texts are written as formulas, ``="00123"``, so that a spreadsheet leaves them as they are."""
    ruled: bool = False
    """Lines of dashes stand between the others, as in a table on a terminal or in Markdown."""


@frozen
class Shape:
    """What every record of a file is held against."""

    syntax: Syntax
    width: int
    first_line: int
    """Lines above the first row."""
    header: tuple[str, ...] = ()
    """The cells of the header: where they come again, another table begins."""


@frozen
class BadRecord:
    """A record that is no row: its line, why, and its text."""

    line: int
    reason: str
    text: str


@dataclass
class Repaired:
    """What the slow path found in a file."""

    rows: int = 0
    bad_count: int = 0
    bad: list[BadRecord] = field(default_factory=list)
    """The first 100,000 bad records."""
    headers: int = 0
    """Lines that repeat the header: several tables in one file."""
    stray_quotes: int = 0
    """Rows with a quote inside an unquoted field, kept as it is."""

    def reject(self, line: int, reason: str, text: str) -> None:
        """Set a record apart."""
        self.bad_count += 1
        if len(self.bad) < _KEPT_RECORDS:
            self.bad.append(BadRecord(line, reason, text[:_KEPT_TEXT]))


def is_rule(line: str) -> bool:
    """Tell whether a line is drawn below a header or around a table, or counts its rows, as databases write it."""
    return _RULE.fullmatch(line) is not None


def fields(line: str, syntax: Syntax) -> list[str] | None:
    """Return the fields of a line, or None where a quote is not closed or something follows a closing one."""
    parsed = _parse(line, syntax)
    return parsed if isinstance(parsed, list) else None


def has_formulas(line: str, syntax: Syntax) -> bool:
    """Tell whether a cell of a line is a formula that is nothing but a text."""
    return re.search(rf'(?:^|{re.escape(syntax.separator)})(?:="|"="")', line) is not None


def line_pattern(syntax: Syntax, width: int) -> str:
    """Return a regular expression that a line matches which is one whole record of ``width`` fields."""
    sep = re.escape(syntax.separator)
    cell = rf'(?:"(?:[^"]|"")*"|[^"{sep}]*)'
    return rf"^{cell}(?:{sep}{cell}){{{width - 1}}}\r?$"


def repair(path: Path, shape: Shape, target: Path) -> Repaired:
    """Write the records of the shape as clean CSV, each with its line, and return what was set apart."""
    found = Repaired()
    with (
        path.open(encoding="utf-8-sig", newline="\n") as source,
        io.TextIOWrapper(created(target), encoding="utf-8", newline="") as copy,
    ):
        writer = csv.writer(copy, lineterminator="\n")
        for line, cells in _records(source, shape, found):
            writer.writerow([*cells, line])
            found.rows += 1
    return found


_OPEN = "a quote is not closed"
_AFTER = "text follows a closing quote"


def _records(source: IO[str], shape: Shape, found: Repaired) -> Iterator[tuple[int, list[str]]]:
    syntax, width = shape.syntax, shape.width
    waiting: list[str] = []
    number = 0
    lines = _Lines(source)
    for number, text in lines:
        if number <= shape.first_line or (width > 1 and not text.strip()):  # one column may be blank in any row
            continue
        if syntax.ruled and width > 1 and is_rule(text):
            continue
        parsed = _parse(text, syntax)
        if parsed == _OPEN:
            waiting = lines.peek(_JOINED_LINES)
            joined = _joined(text, waiting, syntax, width)
            if joined is not None:
                cells, used = joined
                lines.skip(used)
                yield number, cells
                continue
        if isinstance(parsed, str):
            found.reject(number, parsed, text)
        elif len(parsed) != width:
            found.reject(number, f"{len(parsed)} fields instead of {width}", text)
        elif tuple(parsed) == shape.header:
            found.headers += 1
            found.reject(number, "the header again", text)
        else:
            found.stray_quotes += syntax.quote in text and _has_stray(text, syntax)
            yield number, parsed


def _joined(text: str, following: list[str], syntax: Syntax, width: int) -> tuple[list[str], int] | None:
    """Return the fields of a record that goes on over the next lines, and how many; None where it is none.

    A line that is a whole row by itself ends the search: an open quote must not swallow good rows.
    """
    for used, line in enumerate(following, start=1):
        alone = _parse(line, syntax)
        whole = isinstance(alone, list) and len(alone) == width and width > 1
        if whole and not _has_stray(line, syntax):
            return None
        text = f"{text}\n{line}"
        parsed = _parse(text, syntax)
        if isinstance(parsed, list):
            return (parsed, used) if len(parsed) == width else None
        if parsed != _OPEN:
            return None
    return None


def _parse(line: str, syntax: Syntax) -> list[str] | str:
    """Return the fields of a record, or why it has none."""
    line = line.removesuffix("\r")
    if syntax.separator == " ":
        return _by_blanks(line, syntax.quote)
    if syntax.quote not in line:
        cells = line.split(syntax.separator)
        return [cell.strip(" ") for cell in cells] if syntax.spaced else cells
    cells, position = [], 0
    while True:
        bare = syntax.formulas and line.startswith('="', position)
        cell, position, fault = _cell(line, position + bare, syntax)
        if fault:
            return fault
        cells.append(_unwrapped(cell) if syntax.formulas else cell)
        if position > len(line):
            return cells


def _unwrapped(cell: str) -> str:
    """Return the text of a formula that is nothing else, any other cell as it is."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def _cell(line: str, position: int, syntax: Syntax) -> tuple[str, int, str]:
    """Return the field at ``position``, where the next one begins (past the end after the last), and a fault."""
    if syntax.spaced:
        while line.startswith(" ", position):
            position += 1
    if not line.startswith(syntax.quote, position):
        end = line.find(syntax.separator, position)
        end = len(line) if end < 0 else end
        return line[position:end].strip(" ") if syntax.spaced else line[position:end], end + 1, ""
    close = _closing(line, position + 1, syntax)
    if close < 0:
        return "", position, _OPEN
    after = close + 1
    if after < len(line) and not line.startswith(syntax.separator, after):
        return "", position, _AFTER
    inner = line[position + 1 : close]
    doubled = (syntax.escape or syntax.quote) + syntax.quote
    return inner.replace(doubled, syntax.quote), after + 1, ""


def _closing(line: str, start: int, syntax: Syntax) -> int:
    """Return where the quote opened before ``start`` is closed, -1 where it is not."""
    position = line.find(syntax.quote, start)
    while position >= 0:
        if syntax.escape:
            if line[position - 1] != syntax.escape:
                return position
            position = line.find(syntax.quote, position + 1)
        elif line.startswith(syntax.quote, position + 1):
            position = line.find(syntax.quote, position + 2)
        else:
            return position
    return -1


def _by_blanks(line: str, quote: str) -> list[str]:
    if quote not in line:
        return line.split()
    return [quoted or plain for quoted, plain in re.findall(rf"{quote}([^{quote}]*){quote}|(\S+)", line)]


def _has_stray(line: str, syntax: Syntax) -> bool:
    """Tell whether a quote stands inside an unquoted field."""
    line = line.replace('="', '"') if syntax.formulas else line
    outside = re.sub(
        rf"(?:^|(?<={re.escape(syntax.separator)})) *{syntax.quote}(?:[^{syntax.quote}]|{syntax.quote * 2})*{syntax.quote}",
        "",
        line,
    )
    return syntax.quote in outside and not syntax.escape


class _Lines:
    """Numbered lines with a look ahead."""

    def __init__(self, source: IO[str]) -> None:
        self._source = source
        self._ahead: deque[str] = deque()
        self._number = 0

    def __iter__(self) -> Iterator[tuple[int, str]]:
        while (line := self._next()) is not None:
            self._number += 1
            yield self._number, line

    def peek(self, count: int) -> list[str]:
        """Return up to ``count`` of the lines to come."""
        while len(self._ahead) < count and (line := self._source.readline()):
            self._ahead.append(line.removesuffix("\n"))
        return list(islice(self._ahead, count))

    def skip(self, count: int) -> None:
        """Pass over lines that belong to the record before."""
        for _ in range(count):
            self._ahead.popleft()
        self._number += count

    def _next(self) -> str | None:
        if self._ahead:
            return self._ahead.popleft()
        line = self._source.readline()
        return line.removesuffix("\n") if line else None
