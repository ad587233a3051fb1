"""How a delimited text file is written: separator, quotes, title rows and header, told from its first lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from segkit.errors import UnreadableInputError
from segkit.frozen import frozen
from segkit.io.records import Syntax, fields, has_formulas, is_rule
from segkit.roles import recognize

SAMPLE_LINES = 100
_SEPARATORS = (",", ";", "\t", "|", "^", "~")
_BLANKS = " "
_HEADER_WITHIN = 30
_CELL_LINES = 20
_FITS = 0.5
_NUMBER_OR_DATE = re.compile(r"[\s$€£₽+-]*\d[\d\s.,:/TZ-]*")
_ENDED_LINE = re.compile(r"[^\n]*\n")
MOST_COLUMNS = 10_000


@frozen
class Placement:
    """Where a table begins."""

    header_line: int | None
    """Line of the header (from 0), None where there is none."""
    first_line: int
    """Line of the first row (from 0)."""
    names: tuple[str, ...]


@frozen
class Dialect:
    """A delimited text format, and where its table begins."""

    syntax: Syntax
    width: int
    place: Placement

    @property
    def separator(self) -> str:
        """The character between fields; a blank stands for runs of them."""
        return self.syntax.separator

    @property
    def has_header(self) -> bool:
        """Whether a line names the columns."""
        return self.place.header_line is not None

    @property
    def simple(self) -> bool:
        """Whether Polars reads it as it is."""
        return (
            self.syntax.quote == '"'
            and not self.syntax.escape
            and self.separator != _BLANKS
            and not (self.syntax.spaced or self.syntax.formulas or self.syntax.ruled)
        )


def detect(text: str, name: str, *, complete: bool, separator: str | None = None) -> Dialect:
    """Return the dialect of the head of a text; ``complete`` says that the head is all of it."""
    lines = [
        match.group().rstrip("\r\n") for match in _ENDED_LINE.finditer(text if text.endswith("\n") else text + "\n")
    ]
    if not complete and len(lines) > 1:
        lines = lines[:-1]
    lines = lines[:SAMPLE_LINES]
    if not text:
        raise UnreadableInputError(f"{name} is empty", path=name)
    if not any(line.strip() for line in lines):
        return Dialect(Syntax(), 1, Placement(None, 0, unique_names([""])))
    ruled = any(map(is_rule, lines))
    lines = ["" if ruled and is_rule(line) else line for line in lines]
    syntax = replace(_best(lines, separator), ruled=ruled)
    width = _common_width(_joined(lines, syntax.quote), syntax)
    if width > MOST_COLUMNS:
        raise UnreadableInputError(f"{name} has {width:,} columns, more than {MOST_COLUMNS:,}", path=name)
    rows = {n: row for n, line in enumerate(lines) if line.strip() and (row := fields(line, syntax)) is not None}
    return Dialect(syntax, width, place(rows, width, name))


def _best(lines: Sequence[str], separator: str | None) -> Syntax:
    """Return the syntax that divides the most lines alike; runs of blanks only where no character does, and several columns may be."""
    given = (separator,) if separator is not None else _SEPARATORS
    quotes = ('"', "'") if any("'" in line for line in lines) else ('"',)
    ranked = [(_fitness(lines, one), one) for quote in quotes for one in _candidates(lines, quote, given)]
    best = max(ranked, key=lambda pair: pair[0])
    if separator is not None or best[0][0] >= _FITS or _is_one_named_column(lines):
        return best[1]
    blanks = Syntax(_BLANKS)
    return blanks if _fitness(lines, blanks) > best[0] else best[1]


def _is_one_named_column(lines: Sequence[str]) -> bool:
    """Tell whether one known name stands alone above everything: phones and full names have blanks inside."""
    first = next(line.strip() for line in lines if line.strip())
    return _BLANKS not in first and bool(recognize([first]))


def _candidates(lines: Sequence[str], quote: str, separators: Sequence[str]) -> list[Syntax]:
    plain = [_spaced(lines, Syntax(sep, quote, _escape(lines, quote))) for sep in separators]
    return [replace(one, formulas=quote == '"' and any(has_formulas(line, one) for line in lines)) for one in plain]


def _escape(lines: Sequence[str], quote: str) -> str:
    """Return the backslash if quotes inside quotes are written with it, and not at the end of a path."""
    inside = any(re.search(rf"\\{quote}(?![,;\t|^~]|$)", line) for line in lines)
    return "\\" if inside and not any(quote * 2 in line for line in lines) else ""


def _spaced(lines: Sequence[str], syntax: Syntax) -> Syntax:
    """Return the syntax with blanks behind the separator as part of it, where there nearly always is one."""
    sep = re.escape(syntax.separator)
    followed = sum(len(re.findall(f"{sep} ", line)) for line in lines)
    alone = sum(line.count(syntax.separator) for line in lines)
    spaced = syntax.separator != _BLANKS and alone > 0 and followed * 10 >= alone * 8
    return Syntax(syntax.separator, syntax.quote, syntax.escape, spaced=spaced)


def _fitness(lines: Sequence[str], syntax: Syntax) -> tuple[float, int, int]:
    """Rank a syntax: the share of records of one width, the known headers in one record, the width."""
    records = _joined(lines, syntax.quote)
    width = _common_width(records, syntax)
    if width < 2:
        return (0.0, 0, width)
    rows = [row for row in (fields(record, syntax) for record in records) if row is not None and len(row) == width]
    known = max((len(recognize(row)) for row in rows[:_HEADER_WITHIN]), default=0)
    return (round(len(rows) / len(records), 1), known, width)


def _joined(lines: Sequence[str], quote: str) -> list[str]:
    """Return the records among lines: a cell of several lines is put together again, if it ends within some."""
    records: list[str] = []
    opened = 0
    for line in lines:
        if opened:
            records[-1] += "\n" + line
        elif line.strip():
            records.append(line)
        else:
            continue
        opened = opened + 1 if records[-1].count(quote) % 2 else 0
        if opened > _CELL_LINES:  # a stray quote, not a cell: take the lines as they are
            return [one for one in lines if one.strip()]
    return records


def _common_width(records: Sequence[str], syntax: Syntax) -> int:
    widths = [len(row) for row in (fields(record, syntax) for record in records) if row is not None]
    return max(set(widths), key=lambda width: (widths.count(width), width)) if widths else 1


def place(rows: Mapping[int, Sequence[str]], width: int, name: str) -> Placement:
    """Return where the table begins: below the line with most known column names, else with the first line.

    ``rows`` are the cells of the first lines by line number (from 0), titles above the table among them.
    """
    wide = [n for n, row in rows.items() if len(row) == width and any(cell.strip() for cell in row)]
    if not wide:  # every record goes over several lines: a stray quote
        fix = "Check the quotes of the first lines, or name the --separator."
        raise UnreadableInputError(f"{name} holds no line with {width} fields: no table", fix=fix, path=name)
    first = _below_titles(rows, wide)
    wide = [n for n in wide if n >= first]
    known = {n: len(recognize(rows[n])) for n in wide if n - first < _HEADER_WITHIN}
    best = max(known, key=lambda n: (known[n], -n))
    if known[best] >= 2:
        # A header may stand twice; what lies between two that are further apart are rows.
        line = next(n for n, below in pairwise([*rows, -1]) if n >= best and rows.get(below) != rows[best])
    else:
        if (narrow := _narrow_header(rows, width, first)) is not None:
            return narrow
        _check_no_odd_header(rows, width, first, name)
        line = first
        if not _names(rows[first], [rows[n] for n in wide[1:]]):
            _check_no_narrow_names(rows, width, first, name)
            return Placement(None, first, tuple(f"column_{position}" for position in range(1, width + 1)))
    return Placement(line, line + 1, unique_names(rows[line]))


def _below_titles(rows: Mapping[int, Sequence[str]], wide: Sequence[int]) -> int:
    """Return the first line that is no title, where a spreadsheet has filled titles up with separators above names of columns."""
    filled = {n: sum(bool(cell.strip()) for cell in rows[n]) for n in wide}
    below = next((n for n in wide if filled[n] > 1), wide[0])
    return below if filled[below] * 2 > len(rows[below]) and recognize(rows[below]) else wide[0]


def _narrow_header(rows: Mapping[int, Sequence[str]], width: int, first: int) -> Placement | None:
    """Return where the table begins if the header lacks the name of row numbers, as R writes it, or of a last column without cells."""
    line = next(
        (n for n, row in rows.items() if n < first and len(row) == width - 1 and len(recognize(row)) >= 2), None
    )
    if line is None:
        return None
    below = [row for n, row in rows.items() if n > line and len(row) == width]
    numbers = [int(row[0]) for row in below if row[0].isdecimal()]
    if not any(row[-1].strip() for row in below):
        return Placement(line, line + 1, unique_names([*rows[line], ""]))
    if len(numbers) == len(below) and all(one < other for one, other in pairwise(numbers)):
        return Placement(line, line + 1, unique_names(["", *rows[line]]))
    return None


def _check_no_odd_header(rows: Mapping[int, Sequence[str]], width: int, first: int, name: str) -> None:
    """Raise UnreadableInputError where a line above the rows names columns, but not as many as the rows have."""
    for line, row in rows.items():
        if line < first and len(row) != width and len(recognize(row)) >= 2:
            message = f"{name}, line {line + 1}: the header has {len(row)} fields, the rows have {width}"
            raise UnreadableInputError(message, fix="Mend the header line.", path=name, line=line + 1)


def _check_no_narrow_names(rows: Mapping[int, Sequence[str]], width: int, first: int, name: str) -> None:
    """Raise UnreadableInputError where the line right above rows without names looks like names, but one too few or many."""
    row = rows.get(first - 1, ())
    named = len(row) > 1 and all(cell.strip() and not _NUMBER_OR_DATE.fullmatch(cell) for cell in row)
    if named and abs(len(row) - width) == 1:
        message = f"{name}, line {first}: the header has {len(row)} fields, the rows have {width}"
        raise UnreadableInputError(message, fix="Mend the header line.", path=name, line=first)


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return column names from header cells: stripped, empty ones numbered, repeated ones with a suffix."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        wanted = " ".join(cell.replace("\ufeff", "").split()) or f"column_{position}"
        name, again = wanted, 2
        while name in names:
            name, again = f"{wanted}_{again}", again + 1
        names.append(name)
    return tuple(names)


def _names(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns: a known name, or no number above numbers."""
    if recognize(first):
        return True
    if any(_NUMBER_OR_DATE.fullmatch(cell) for cell in first):
        return False
    return not below or any(_NUMBER_OR_DATE.fullmatch(cell) for row in below for cell in row)
