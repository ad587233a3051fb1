"""A folder with a file per class and a manifest: complete if and only if the manifest is there.

A new folder appears by one rename. An existing one needs ``replace``: its manifest goes first and comes back last, so that
a reader who finds it can trust everything that it lists.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from segkit.errors import OutputError, ParamsError, output_errors
from segkit.io.write import atomic_target, sync_folder, temporary_folder

MANIFEST = "manifest.json"

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
        if folder.exists() or folder.is_symlink():
            _check_replaceable(folder, replace=replace)
            _replace(folder, files, manifest)
        else:
            _create(folder, files, manifest)


def _create(
    folder: Path, files: Mapping[str, Callable[[Path], None]], manifest: Callable[[Path], Mapping[str, object]]
) -> None:
    with temporary_folder(folder) as staging:
        for name, write in files.items():
            write(staging / name)
        _write_manifest(staging, manifest(staging))
        sync_folder(staging)
        staging.rename(folder)
    sync_folder(folder.parent)


def _replace(
    folder: Path, files: Mapping[str, Callable[[Path], None]], manifest: Callable[[Path], Mapping[str, object]]
) -> None:
    stale = _listed(folder) - set(files)
    (folder / MANIFEST).unlink(missing_ok=True)
    sync_folder(folder)
    for name, write in files.items():
        path = folder / name
        if path.is_symlink():
            path.unlink()
        write(path)
    for name in stale:
        with contextlib.suppress(FileNotFoundError):
            (folder / name).unlink()
    _write_manifest(folder, manifest(folder))
    sync_folder(folder)


def _check_replaceable(folder: Path, *, replace: bool) -> None:
    if folder.is_symlink() or not folder.is_dir():
        raise OutputError(f"{folder} is no folder", fix="Name another folder.", path=str(folder))
    if not replace and any(folder.iterdir()):
        raise OutputError(f"{folder} is not empty", fix="Add --replace, or name another folder.", path=str(folder))


def _listed(folder: Path) -> set[str]:
    """Return the files that an earlier manifest of segkit lists: only those may be removed as stale."""
    try:
        document = json.loads((folder / MANIFEST).read_text("utf-8"))
        names = {str(output["path"]) for output in document["outputs"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in names if _ALLOWED.fullmatch(name) and name != MANIFEST}


def _write_manifest(folder: Path, document: Mapping[str, object]) -> None:
    with atomic_target(folder / MANIFEST) as stream:
        stream.write(encode(document))


def encode(document: Mapping[str, object]) -> bytes:
    """Return a manifest as bytes."""
    return (json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()
