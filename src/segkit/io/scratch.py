"""A private folder for copies that must be made before a file can be read; it exists only if it is needed.

The folder is locked as a target is (``segkit.io.write``): what a killed run left behind is removed by the next one.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from segkit.errors import output_errors
from segkit.io.write import PRIVATE, clear_leftovers, temporary_folder

_BUFFER = 1 << 18
_FIX = "Set TMPDIR to a folder with more room, such as TMPDIR=/var/tmp."


class Scratch:
    """A context that hands out paths for temporary files and removes them all at its end."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._numbers = count(1)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with suppress(OSError):  # no folder for temporary files is no matter to who needs none
            clear_leftovers(_place())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder = None
        self._stack.close()

    def path(self, suffix: str) -> Path:
        """Return a new path in the folder, to be opened with ``created``."""
        if self._folder is None:
            with _failures(Path(os.environ.get("TMPDIR") or "/tmp") / "_"):  # noqa: S108 -- only to be named
                self._folder = self._stack.enter_context(temporary_folder(_place()))
        return self._folder / f"{next(self._numbers)}{suffix}"


def created(path: Path) -> IO[bytes]:
    """Open a new private file in a scratch folder for bytes; a failed write raises OutputError that names the disk."""
    return io.BufferedWriter(_Copy(path, "xb", opener=lambda name, flags: os.open(name, flags, PRIVATE)), _BUFFER)


class _Copy(io.FileIO):
    """A file whose failed writes are told from failed reads of what is copied into it."""

    def write(self, data: Any, /) -> int:
        with _failures(Path(str(self.name)).parent):
            return super().write(data)


@contextmanager
def _failures(folder: Path) -> Iterator[None]:
    with output_errors(folder, name="a temporary copy", fix=_FIX):
        yield


def _place() -> Path:
    return Path(tempfile.gettempdir()) / "segkit"
