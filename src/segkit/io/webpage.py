"""Web pages with tables as sources: what Bitrix24 and many shops call an Excel file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from segkit.errors import UnreadableInputError
from segkit.io import encodings
from segkit.io.dialect import MOST_COLUMNS
from segkit.io.opening import Opening
from segkit.io.scratch import Scratch
from segkit.io.sheets import Table, belonging
from segkit.io.workbook import table_below_titles, wanted_sheets
from segkit.result import Note

_PAGE = (
    rb"(?is)(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<!--.*?-->|<\?xml[^>]*>)*"
    rb"<(?:!doctype\s+html|html|head|title|meta|style|script|body|div|center|font|p|table)\b"
)
_CHARSET = rb"(?i)<meta\b[^>]*\bcharset\s*=\s*[\"']?\s*([\w-]+)"
_HEAD_BYTES = 1 << 16
_BLANKS = r"[ \t\r\n\f]+"

Cells = list[str | None]


def is_page(head: bytes) -> bool:
    """Tell from its first bytes whether a file is a web page."""
    return b"<" in head and re.match(_PAGE, head.replace(b"\0", b"")) is not None


def read_page(path: Path, name: str, opening: Opening, scratch: Scratch) -> tuple[list[Table], list[Note]]:
    """Return the tables of a web page that hold the rows (see ``sheets``), and what was left out; a table is a sheet with a number for a name.

    Raises UnreadableInputError for a page without a table, or without that one, and for one that is cut short.
    """
    copy = scratch.path(".html")
    encodings.transcode(path, _encoding(path, name, opening), copy, name)
    rows = {str(n): table for n, table in enumerate(_tables(copy, name), start=1)}
    frames = {n: _frame(rows[n]) for n in wanted_sheets(list(rows), opening.sheet, name)}
    tables = [
        found for n, frame in frames.items() if (found := table_below_titles(frame, f"{name}, sheet {n}")) is not None
    ]
    if not tables:
        raise UnreadableInputError(f"{name} is a web page without a table", fix="Export CSV or xlsx.", path=name)
    return (tables, []) if opening.sheet is not None or opening.every_sheet else belonging(tables, name)


def _encoding(path: Path, name: str, opening: Opening) -> str:
    """Return the codec of a page: the one given, what it is without doubt, what it says of itself, or a guess."""
    if opening.encoding:
        return encodings.known(opening.encoding)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    said = re.search(_CHARSET, head)
    if encodings.survey(path).utf8 or said is None:
        return encodings.detect(head, name)
    try:
        return codecs.lookup(said[1].decode()).name
    except LookupError:
        return encodings.detect(head, name)


def _tables(path: Path, name: str) -> Iterator[list[Cells]]:
    """Yield the rows of each table of a page in UTF-8; raise UnreadableInputError where they are cut short."""
    from lxml import etree  # noqa: PLC0415 -- only for web pages

    tables: dict[Any, list[Cells]] = {}
    parsed = etree.iterparse(str(path), events=("end",), tag="tr", html=True, huge_tree=True, encoding=encodings.UTF8)
    for _, row in parsed:
        table = next(row.iterancestors("table"), None)
        tables.setdefault(table, []).append([*_cells(row)])
        row.clear(keep_tail=True)  # a table around this one must not hold its text again
    if broken := [entry.message for entry in parsed.error_log if entry.level_name == "FATAL"]:
        message = f"{name} cannot be read to its end: {broken[0]}"
        raise UnreadableInputError(message, fix="Open it in a spreadsheet and save it as xlsx.", path=name)
    yield from tables.values()


def _cells(row: Any) -> Iterator[str | None]:
    """Yield the cells of a row; one over several columns is followed by empty ones, as in a spreadsheet."""
    for cell in row.iterchildren("td", "th"):
        for line_break in cell.iter("br"):
            line_break.tail = " " + (line_break.tail or "")
        yield re.sub(_BLANKS, " ", "".join(cell.itertext())).strip(" ") or None
        span = cell.get("colspan", "").strip()
        yield from [None] * (min(int(span), MOST_COLUMNS) - 1 if re.fullmatch(r"\d{1,5}", span) else 0)


def _frame(rows: Sequence[Cells]) -> pl.DataFrame:
    """Return rows as texts, the short ones filled up."""
    width = max(len(row) for row in rows)
    full = [row + [None] * (width - len(row)) for row in rows]
    return pl.DataFrame(full, schema={f"column_{n}": pl.String for n in range(width)}, orient="row")
