"""Compressed files, gzip and zstd: their bytes unpacked, as far as they are wanted."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from segkit.errors import UnreadableInputError
from segkit.io.opening import Opening
from segkit.io.scratch import Scratch, created

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_CHUNK = 1 << 20
_PEEK = 512


@contextmanager
def reading_packed(name: str) -> Iterator[None]:
    """Turn what goes wrong in unpacking into UnreadableInputError."""
    try:
        yield
    except (EOFError, zlib.error, OSError) as error:
        raise UnreadableInputError(f"{name}: the compressed data is damaged: {error}", path=name) from error


def packed_head(path: Path, name: str) -> bytes:
    """Return the first bytes of what a gzip or zstd file holds."""
    with path.open("rb") as file:
        magic = file.read(4)
    with reading_packed(name), unpacking(path, magic) as packed:
        return bytes(packed.read(_PEEK))


def unpacked(path: Path, name: str, opening: Opening, scratch: Scratch) -> Path:
    """Return the file, or an unpacked copy if it is gzip or zstd; refuse one that unpacks to too much."""
    with path.open("rb") as file:
        magic = file.read(4)
    if not magic.startswith((GZIP, ZSTD)):
        return path
    copy = scratch.path(".unpacked")
    written, packed_size = 0, path.stat().st_size
    with reading_packed(name), unpacking(path, magic) as packed, created(copy) as plain:
        while chunk := packed.read(_CHUNK):
            written += len(chunk)
            opening.check_unpacked(written, packed_size, name)
            plain.write(chunk)
    return copy


def unpacking(path: Path, magic: bytes) -> IO[bytes] | Any:
    """Return the unpacked bytes of a file with this magic, as a stream."""
    if magic.startswith(GZIP):
        return gzip.open(path)
    import pyarrow as pa  # noqa: PLC0415 -- .16 s, and only for zstd

    return pa.input_stream(path, compression="zstd")
