"""What goes out: a target is the old file or the whole new one, never half of it."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from segkit.errors import OutputError, ParamsError, did_you_mean
from segkit.io.encode import ENCODERS

FORMATS = tuple(ENCODERS)
PRIVATE = 0o600
"""Mode of new files: they list customers."""


def format_of(target: str | None, wanted: str | None) -> str:
    """Return the output format: the wanted one, else the one that the target's extension names, else csv."""
    if wanted is not None:
        if wanted not in ENCODERS:
            raise ParamsError(
                f'no format "{wanted}".{did_you_mean(wanted, ENCODERS)}', fix="Formats: " + ", ".join(FORMATS)
            )
        return wanted
    if target in (None, "-"):
        return "csv"
    suffix = Path(str(target)).suffix.lower().removeprefix(".")
    if suffix in ENCODERS:
        return suffix
    if not Path(str(target)).is_file() and Path(str(target)).exists():
        return "csv"
    raise ParamsError(f"the extension of {target} names no format", fix="Add --format: " + ", ".join(FORMATS))


@contextmanager
def atomic_target(target: str) -> Iterator[IO[bytes]]:
    """Yield a stream whose bytes become the file ``target`` at once, at the end, or not at all.

    A target that is no regular file (a device, a FIFO) is written in place. A new file is private to its owner; a
    replaced one keeps its mode. Raises OutputError, and leaves the old file, where the bytes cannot be written.
    """
    path = Path(target)
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                yield stream
            return
        with _replacing(path.resolve()) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"cannot write {target}: {reason}", fix="The old file, if any, is as it was.") from error


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else PRIVATE
    handle, name = tempfile.mkstemp(prefix=".segkit-", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
