"""Zip archives of one file: shops and banks send their exports so."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from segkit.errors import UnreadableInputError
from segkit.io.opening import Opening
from segkit.io.scratch import Scratch, created

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What the reader of archives raises on damaged ones."""

_OF_WORKBOOKS = frozenset(("[Content_Types].xml", "mimetype"))
_OF_SYSTEMS = ("__MACOSX/", ".DS_Store")
_ENCRYPTED = 1
_CHUNK = 1 << 20
_LISTED = 5


def is_archive(path: Path) -> bool:
    """Tell whether a file is a zip archive, and no workbook, which is one too; a damaged one may be either."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            return not _OF_WORKBOOKS & set(packed.namelist())
    except BROKEN:
        return False


def only_member(path: Path, name: str, opening: Opening, scratch: Scratch) -> Path:
    """Return a copy of the only file in an archive; raise UnreadableInputError where there are others, or too much."""
    copy = scratch.path(".unzipped")
    try:
        with zipfile.ZipFile(path) as packed:
            member = _only(packed, name)
            written, packed_size = 0, path.stat().st_size
            with packed.open(member) as source, created(copy) as target:
                while chunk := source.read(_CHUNK):
                    written += len(chunk)
                    opening.check_unpacked(written, packed_size, name)
                    target.write(chunk)
    except BROKEN as error:
        raise UnreadableInputError(
            f"{name} is damaged: {error}", fix="Unzip it, or get it again.", path=name
        ) from error
    if is_archive(copy):
        raise UnreadableInputError(f"{name} is an archive of an archive", fix=f"Unzip it: unzip {name}", path=name)
    return copy


def _only(packed: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """Return the only file in an archive, what operating systems add left out."""
    inside = [one for one in packed.infolist() if not one.is_dir() and not _is_added(one.filename)]
    if len(inside) != 1:
        names = ", ".join(one.filename for one in inside[:_LISTED]) + (", ..." if len(inside) > _LISTED else "")
        listed = f" ({names})" if inside else ""
        fix = f"Unzip it into a folder and name that: unzip {name} -d exports"
        raise UnreadableInputError(f"{name} is a zip archive of {len(inside)} files{listed}", fix=fix, path=name)
    if inside[0].flag_bits & _ENCRYPTED:
        raise UnreadableInputError(f"{name} is an encrypted archive", fix=f"Unzip it: unzip {name}", path=name)
    return inside[0]


def _is_added(name: str) -> bool:
    return name.startswith(_OF_SYSTEMS) or name.endswith(_OF_SYSTEMS)
