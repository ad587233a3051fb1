"""Spreadsheets as sources: every cell as text first, so that a late text in a column of numbers is not lost."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

import polars as pl

from segkit.errors import UnreadableInputError, did_you_mean
from segkit.io.dialect import Placement, place
from segkit.io.textfile import Opening

XLSX, XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_HEAD_ROWS = 60
_BOOK = "xl/workbook.xml"
_FROM_1904 = re.compile(rb"<workbookPr[^>]*\bdate1904=[\"'](?:1|true)")
_EXTENSIONS = re.compile(rb"<extLst.*?</extLst>", re.DOTALL)
_SAVE_AGAIN = "Open it in a spreadsheet and save it as xlsx or CSV."


def read_workbook(path: Path, name: str, opening: Opening) -> list[tuple[str, pl.DataFrame, int]]:
    """Return the sheets of a workbook that hold a table: name, rows as texts, and the line of the first row.

    All sheets whose header is that of the first one with a table, or the one that ``opening`` names. Raises
    UnreadableInputError for what is no workbook, holds no table, or no such sheet.
    """
    import fastexcel  # noqa: PLC0415 -- only for spreadsheets

    _check_packed(path, name, opening)
    try:
        book = fastexcel.read_excel(_readable(path))
        names = _wanted(book.sheet_names, opening.sheet, name)
        frames = [(title, book.load_sheet(title, header_row=None, dtypes="string").to_polars()) for title in names]
    except fastexcel.FastExcelError as error:
        text = str(error).split("\n", maxsplit=1)[0]
        message = f"{name} is no workbook that can be read: {text}"
        raise UnreadableInputError(message, fix=_SAVE_AGAIN, path=name) from error
    tables = [
        found for title, frame in _tabular(frames) if (found := _table(frame, f"{name}, sheet {title}")) is not None
    ]
    if not tables:
        raise UnreadableInputError(f"{name} holds no table", fix="Name the sheet with --sheet.", path=name)
    return [table for table in tables if table[1].columns == tables[0][1].columns]


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
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        damaged = str(error)
    if damaged is not None:
        raise UnreadableInputError(f"{name} is damaged: {damaged}", fix=_SAVE_AGAIN, path=name)


def _tabular(frames: list[tuple[str, pl.DataFrame]]) -> list[tuple[str, pl.DataFrame]]:
    """Return the sheets with several columns; where there is none, all: a column may be a list of ids."""
    return [(title, frame) for title, frame in frames if frame.width > 1] or frames


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


def _wanted(sheets: list[str], sheet: str | None, name: str) -> list[str]:
    if sheet is None:
        return sheets
    if sheet not in sheets:
        hint = did_you_mean(sheet, sheets)
        raise UnreadableInputError(
            f'{name} has no sheet "{sheet}".{hint}', fix="Sheets: " + ", ".join(sheets), path=name
        )
    return [sheet]


def _table(frame: pl.DataFrame, name: str) -> tuple[str, pl.DataFrame, int] | None:
    """Return the table of a sheet below its title rows, None where there is none."""
    if not frame.width or not frame.height:
        return None
    cells = {n: [cell or "" for cell in row] for n, row in enumerate(frame.head(_HEAD_ROWS).rows())}
    # A title row fills a cell or two; the table is where most cells are filled.
    most = max(sum(bool(cell.strip()) for cell in row) for row in cells.values())
    full = {n: row for n, row in cells.items() if sum(bool(cell.strip()) for cell in row) * 2 > most}
    found: Placement = place(full, frame.width, name)
    rows = frame.slice(found.first_line).rename(dict(zip(frame.columns, found.names, strict=True)))
    return name, rows.filter(~pl.all_horizontal(pl.all().is_null())), found.first_line
