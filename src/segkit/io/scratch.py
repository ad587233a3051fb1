"""A private folder for copies that must be made before a file can be read; it exists only if it is needed."""

from __future__ import annotations

import shutil
import tempfile
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self


class Scratch:
    """A context that hands out paths for temporary files and removes them all at its end."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._numbers = count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def path(self, suffix: str) -> Path:
        """Return a new path in the folder."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="segkit-"))
        return self._folder / f"{next(self._numbers)}{suffix}"
