"""Spreadsheets as sources: every cell as text first, so that a late text in a column of numbers is not lost."""

from __future__ import annotations

import fnmatch
import io
import logging
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from segkit.errors import UnreadableInputError, did_you_mean
from segkit.io.archives import BROKEN
from segkit.io.dialect import Placement, place
from segkit.io.opening import Opening
from segkit.io.sheets import Table, belonging
from segkit.result import Note

XLSX, XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_HEAD_ROWS = 60
_STRAY_OF = 100
"""A column without a heading is no part of the table with so few cells as one in this many rows."""
_BOOK = "xl/workbook.xml"
_FROM_1904 = re.compile(rb"<workbookPr[^>]*\bdate1904=[\"'](?:1|true)")
_EXTENSIONS = re.compile(rb"<extLst.*?</extLst>", re.DOTALL)
_SAVE_AGAIN = "Open it in a spreadsheet and save it as xlsx or CSV."


def read_workbook(path: Path, name: str, opening: Opening) -> tuple[list[Table], list[Note]]:
    """Return the sheets of a workbook that hold the rows (see ``sheets``), or those that ``opening`` names, and what was left out.

    Raises UnreadableInputError for what is no workbook, holds no table, or no such sheet.
    """
    import fastexcel  # noqa: PLC0415 -- only for spreadsheets

    # It warns of sheets that are charts, past every message of ours.
    logging.getLogger("calamine").addHandler(logging.NullHandler())
    _check_packed(path, name, opening)
    try:
        book = fastexcel.read_excel(_readable(path))
        names = wanted_sheets(book.sheet_names, opening.sheet, name)
        frames = [(title, book.load_sheet(title, header_row=None, dtypes="string").to_polars()) for title in names]
    except fastexcel.FastExcelError as error:
        text = str(error).split("\n", maxsplit=1)[0]
        message = f"{name} is no workbook that can be read: {text}"
        raise UnreadableInputError(message, fix=_SAVE_AGAIN, path=name) from error
    tables = [
        found for title, frame in frames if (found := table_below_titles(frame, f"{name}, sheet {title}")) is not None
    ]
    if not tables:
        raise UnreadableInputError(f"{name} holds no table", fix="Name the sheet with --sheet.", path=name)
    return (tables, []) if opening.sheet is not None or opening.every_sheet else belonging(tables, name)


def _check_packed(path: Path, name: str, opening: Opening) -> None:
    """Raise UnreadableInputError where a workbook that is an archive unpacks to too much, or is damaged."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            opening.check_unpacked(sum(part.file_size for part in parts), path.stat().st_size, name)
            # What an archive says of itself may be a lie: read to that size, the checksum is wrong then.
            damaged = packed.testzip()
    except BROKEN as error:
        damaged = str(error)
    if damaged is not None:
        raise UnreadableInputError(f"{name} is damaged: {damaged}", fix=_SAVE_AGAIN, path=name)


def _readable(path: Path) -> Path | bytes:
    """Return the workbook as fastexcel reads it right.

    Excel for Mac counts days from 1904, and writes a second ``workbookPr`` among the extensions, which calamine takes for
    the first: all dates would be four years early. Such a workbook is read without its extensions.
    """
    if not zipfile.is_zipfile(path):
        return path
    with zipfile.ZipFile(path) as packed:
        names = packed.namelist()
        book = packed.read(_BOOK) if _BOOK in names else b""
        if not (_FROM_1904.search(book) and b":workbookPr" in book):
            return path
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as copy:
            for name in names:
                copy.writestr(name, _EXTENSIONS.sub(b"", book) if name == _BOOK else packed.read(name))
    return stream.getvalue()


def wanted_sheets(sheets: list[str], sheet: str | None, name: str) -> list[str]:
    """Return the sheets to read: all of them, the one of that name, or those that fit it as a pattern."""
    if sheet is None:
        return sheets
    if sheet in sheets:
        return [sheet]
    if not (found := fnmatch.filter(sheets, sheet)):
        hint = did_you_mean(sheet, sheets)
        raise UnreadableInputError(
            f'{name} has no sheet "{sheet}".{hint}', fix="Sheets: " + ", ".join(sheets), path=name
        )
    return found


def table_below_titles(frame: pl.DataFrame, name: str) -> Table | None:
    """Return the table of a sheet below its title rows, None where there is none."""
    if not frame.width or not frame.height:
        return None
    cells = {n: [cell or "" for cell in row] for n, row in enumerate(frame.head(_HEAD_ROWS).rows())}
    # A title row fills a cell or two; the table is where most cells are filled.
    most = max(sum(bool(cell.strip()) for cell in row) for row in cells.values())
    full = {n: row for n, row in cells.items() if sum(bool(cell.strip()) for cell in row) * 2 > most}
    found: Placement = place(full, frame.width, name)
    rows = frame.slice(found.first_line).rename(dict(zip(frame.columns, found.names, strict=True)))
    rows = rows.drop(_stray(rows, found, cells))
    titles = tuple(cell.strip() for n in range(found.header_line or 0) for cell in cells.get(n, ()) if cell.strip())
    return name, rows.filter(~pl.all_horizontal(pl.all().is_null())), found.first_line, titles


def _stray(rows: pl.DataFrame, found: Placement, cells: Mapping[int, Sequence[str]]) -> list[str]:
    """Return the columns without a heading and next to no cells: a comment beside the table, or formatting."""
    headings = cells[found.header_line] if found.header_line is not None else [""] * rows.width
    most = 0 if found.header_line is None else max(1, rows.height // _STRAY_OF)
    unnamed = [name for name, heading in zip(rows.columns, headings, strict=True) if not heading.strip()]
    return [name for name in unnamed if rows.height - rows[name].null_count() <= most]
