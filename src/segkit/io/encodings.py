"""The encoding of a text file: told from a byte order mark, strict UTF-8, or a guess among the likely ones."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from segkit.errors import ParamsError, UnreadableInputError

UTF8 = "utf-8"
_CHUNK = 1 << 20
_GUESSES = ["cp1251", "koi8_r", "cp866", "cp1252"]
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class Survey:
    """What the bytes of a text file hold, as far as it was read."""

    utf8: bool
    quotes: bool
    lone_returns: bool
    """Carriage returns end lines, without line feeds."""
    nul: bool


def known(encoding: str) -> str:
    """Return the codec that ``--encoding`` names; raise ParamsError where there is none."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        fix = "Such as utf-8, cp1251, koi8-r, cp866, cp1252 or utf-16."
        raise ParamsError(f'--encoding: no encoding "{encoding}"', fix=fix) from None


def detect(head: bytes, name: str) -> str:
    """Return the codec of a text from its first bytes; raise UnreadableInputError where nothing fits."""
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    if _is_utf8(head):
        return UTF8
    evens, odds = head[::2].count(0), head[1::2].count(0)
    if max(evens, odds) * 4 > len(head) / 2:
        return "utf-16-le" if odds > evens else "utf-16-be"
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- only for foreign encodings

    best = from_bytes(head, cp_isolation=_GUESSES).best()
    if best is None:
        fix = "Name it with --encoding: cp1251, koi8-r, cp866, cp1252, utf-16."
        raise UnreadableInputError(f"{name}: the encoding cannot be told", fix=fix, path=name)
    return str(best.encoding)


def survey(path: Path, limit: int | None = None) -> Survey:
    """Look through the bytes of a file (the first ``limit``) for what decides how it can be read."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, quotes, returns, feeds, nul = True, False, False, False, False
    for chunk in _chunks(path, limit):
        quotes = quotes or b'"' in chunk
        returns = returns or b"\r" in chunk
        feeds = feeds or b"\n" in chunk
        nul = nul or b"\x00" in chunk
        if utf8:
            utf8 = _decodes(decoder, chunk)
    return Survey(utf8, quotes, lone_returns=returns and not feeds, nul=nul)


def transcode(path: Path, encoding: str, target: Path, name: str) -> None:
    """Write the file as UTF-8 with line feeds, as a stream; raise UnreadableInputError at the first wrong byte."""
    try:
        with (
            path.open(encoding=encoding, newline=None) as source,
            target.open("w", encoding=UTF8, newline="\n") as copy,
        ):
            while block := source.read(_CHUNK):
                copy.write(block)
    except UnicodeError as error:
        message = f"{name} is not {encoding} throughout: {getattr(error, 'reason', error)}"
        fix = "Name the encoding with --encoding: cp1251, koi8-r, cp866, cp1252, utf-16."
        raise UnreadableInputError(message, fix=fix, path=name) from None


def _chunks(path: Path, limit: int | None) -> Iterator[bytes]:
    left = limit
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK if left is None else min(_CHUNK, left)):
            yield chunk
            left = None if left is None else left - len(chunk)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    if chunk.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and error.reason == "unexpected end of data"
    return head.count(0) * 10 < len(head)
