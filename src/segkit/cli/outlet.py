"""The way out: bytes to stdout, to a file, or to a folder of files with a manifest, and a word about each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from segkit.cli.targets import write_target
from segkit.frozen import frozen
from segkit.io.streams import STDOUT, own_stream

if TYPE_CHECKING:
    from segkit.cli.diagnostics import Narrator

Encode = Callable[[IO[bytes]], object]
"""What writes a list, a figure or a document to a stream."""
Document = Callable[[Mapping[Path, int]], Mapping[str, object]]
"""What makes the manifest of written files, each with its number of rows."""


@frozen
class Part:
    """Rows that become a file of their own: how many they are, and what writes them."""

    rows: int
    encode: Encode


@frozen
class Outlet:
    """Writes everything that a command gives, and says what it wrote."""

    narrator: Narrator

    def write(self, target: str | None, encode: Encode, said: str) -> None:
        """Write to stdout, or to another target, which is said with what it holds."""
        write_target(target or "-", encode)
        if own_stream(target or "-") != STDOUT:
            self.narrator.say(f"{target}: {said}")

    def write_rows(self, target: str | None, part: Part, what: str = "rows") -> dict[Path, int]:
        """Write rows; return the file that a manifest can list, which a device or a stream is not, with their number."""
        self.write(target, part.encode, f"{part.rows:,} {what}")
        if target is None or own_stream(target) is not None or not Path(target).is_file():
            return {}
        return {Path(target): part.rows}

    def write_folder(
        self, folder: Path, parts: Mapping[str, Part], document: Document, *, replace: bool
    ) -> dict[Path, int]:
        """Write a file for each part (file name to rows) and their manifest; return the files with their rows."""
        from segkit.io.split import write_folder  # noqa: PLC0415 -- only for folders

        def placed(place: Path) -> dict[Path, int]:
            return {place / name: part.rows for name, part in parts.items()}

        writers = {name: partial(write_target, encode=part.encode) for name, part in parts.items()}
        write_folder(folder, writers, lambda place: document(placed(place)), replace=replace)
        return placed(folder)

    def write_manifest(self, target: str, document: Mapping[str, object]) -> None:
        """Write a manifest to a file of its own."""
        from segkit.io.split import encode  # noqa: PLC0415 -- only where asked for

        content = encode(document)
        self.write(target, lambda stream: stream.write(content), "the manifest")
