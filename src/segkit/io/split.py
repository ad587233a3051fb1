"""A folder with a file per class and a manifest: complete if and only if the manifest is there.

A new folder appears by one rename. An existing one needs ``replace``: its manifest goes first and comes back last, so that
a reader who finds it can trust everything that it lists. Until then a journal keeps the names that it listed, so that
the run after a killed one still knows which files are stale. Runs that replace one folder wait for each other.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from segkit.errors import OLD_IS_KEPT, OutputError, ParamsError, output_errors
from segkit.io.write import atomic_target, clear_leftovers, locked, sync_folder, temporary_folder

MANIFEST = "manifest.json"
_JOURNAL = ".segkit-replacing.json"
"""The files that a run which replaces a folder found or was going to write: what an ended one may have left."""

_ALLOWED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,99}")


def file_name(segment: str, extension: str) -> str:
    """Return the file of a class or segment; raise ParamsError for a name that is no plain file name."""
    name = f"{segment}.{extension}"
    if not _ALLOWED.fullmatch(name) or name == MANIFEST:
        raise ParamsError(f'"{segment}" cannot be a file name', fix="Use letters, digits, - and _ in segment names.")
    return name


def write_folder(
    folder: Path,
    files: Mapping[str, Callable[[Path], None]],
    manifest: Callable[[Path], Mapping[str, object]],
    *,
    replace: bool,
) -> None:
    """Write ``files`` (name to writer) into ``folder``, then the manifest that ``manifest`` makes of the folder.

    Raises OutputError where the folder is there and may not be replaced, or cannot be written.
    """
    with output_errors(folder):
        check_replaceable(folder, replace=replace)
        if folder.exists():
            _replace(folder, files, manifest)
        else:
            _create(folder, files, manifest)


def _create(
    folder: Path, files: Mapping[str, Callable[[Path], None]], manifest: Callable[[Path], Mapping[str, object]]
) -> None:
    with temporary_folder(folder) as staging, _called(staging, folder):
        for name, write in files.items():
            write(staging / name)
        _write(staging / MANIFEST, manifest(staging))
        sync_folder(staging)
        staging.rename(folder)
    sync_folder(folder.parent)


def _replace(
    folder: Path, files: Mapping[str, Callable[[Path], None]], manifest: Callable[[Path], Mapping[str, object]]
) -> None:
    """Replace what is in the folder by ``files``; a run that ends midway leaves a journal of all that may be there."""
    with locked(folder), _half_done(folder), output_errors(folder):
        old = _listed(folder / MANIFEST) | _listed(folder / _JOURNAL)
        _write(folder / _JOURNAL, {"outputs": [{"path": name} for name in sorted({*old, *files})]})
        (folder / MANIFEST).unlink(missing_ok=True)
        sync_folder(folder)
        for name, write in files.items():
            _make_way(folder / name)
            write(folder / name)
        for name in old - set(files):
            clear_leftovers(folder / name)
            (folder / name).unlink(missing_ok=True)
        _write(folder / MANIFEST, manifest(folder))
        (folder / _JOURNAL).unlink()
        sync_folder(folder)


@contextmanager
def _called(staging: Path, folder: Path) -> Iterator[None]:
    """Call what cannot be written by the name that it would have had."""
    try:
        yield
    except OutputError as error:
        path = str(error.facts.get("path")).replace(staging.name, folder.name)
        raise OutputError(error.message.replace(staging.name, folder.name), fix=error.fix, path=path) from error


@contextmanager
def _half_done(folder: Path) -> Iterator[None]:
    """Say of a failure what it leaves: a folder without its manifest, unless that is there, or nothing was begun."""
    try:
        yield
    except OutputError as error:
        if (folder / MANIFEST).exists() or not (folder / _JOURNAL).exists():
            raise
        left = f"{folder} is left without {MANIFEST}, some of its files old, some new: run it again with --replace."
        fix = left if error.fix in (None, OLD_IS_KEPT) else f"{error.fix}\n{left}"
        raise OutputError(error.message, fix=fix, **error.facts) from error


def _make_way(path: Path) -> None:
    """Remove what is no regular file, which would be written through, or would wait for a reader."""
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISREG(path.lstat().st_mode):
            path.unlink()


def check_replaceable(folder: Path, *, replace: bool) -> None:
    """Raise OutputError for a folder that files may not be written into; a new one may be made."""
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        raise OutputError(f"{folder} is no folder", fix="Name another folder.", path=str(folder))
    if not replace and any(folder.iterdir()):
        raise OutputError(f"{folder} is not empty", fix="Add --replace, or name another folder.", path=str(folder))


def _listed(path: Path) -> set[str]:
    """Return the files that an earlier manifest or journal of segkit lists: only those may be removed as stale."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return set()
        document = json.loads(path.read_text("utf-8"))
        if path.name == MANIFEST and "segkit" not in document:  # that of another program
            return set()
        names = {str(output["path"]) for output in document["outputs"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in names if _ALLOWED.fullmatch(name) and name != MANIFEST}


def _write(path: Path, document: Mapping[str, object]) -> None:
    _make_way(path)
    with atomic_target(path) as stream:
        stream.write(encode(document))


def encode(document: Mapping[str, object]) -> bytes:
    """Return a manifest as bytes; what of a file's name is no UTF-8 is an escape of JSON, which names the file to who reads it."""
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    return text.encode(errors="backslashreplace")
