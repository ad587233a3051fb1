"""The encoding of a text file: told from a byte order mark, strict UTF-8, or a guess among the likely ones."""

from __future__ import annotations

import codecs
import io
import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from segkit.errors import ParamsError, UnreadableInputError
from segkit.frozen import frozen
from segkit.io.alphabets import likeliest
from segkit.io.scratch import created
from segkit.roles import is_name

UTF8 = "utf-8"
_CHUNK = 1 << 20
_LEAST_PART, _MOST_PARTS = 1 << 25, 4
"""A file is surveyed in so many parts side by side, none of them smaller."""
_LATE_MARK = b"\n" + codecs.BOM_UTF8
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
"""Byte order marks; that of UTF-32 begins with that of UTF-16."""


_ALSO = (
    "cp1251", "cp1252", "cp1250", "iso8859_2", "cp1254", "cp1253", "cp866", "koi8_r", "cp852", "cp1257", "cp932", "cp949", "gb18030",
    "big5", "euc_jp",
)  # fmt: skip
"""Encodings that the names of columns may be in, the likeliest first."""
_HEADER_LINES = 10
_FIX = (
    "Name it with --encoding: cp1251, koi8-r, cp866 (Russian), cp1252, cp1250, iso8859-2 or cp852 (Polish, Czech), cp1254 (Turkish), "
    "cp1253 (Greek), shift-jis, gb18030, big5, euc-kr or utf-16."
)


@frozen
class Survey:
    """What the bytes of a text file hold, as far as it was read."""

    utf8: bool
    quotes: bool
    lone_returns: bool
    """Carriage returns end lines, without line feeds."""
    nul: bool
    marks: bool = False
    """Byte order marks stand at the start of other lines than the first, where files were joined."""


def known(encoding: str) -> str:
    """Return the codec that ``--encoding`` names; raise ParamsError where there is none."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        fix = "Such as utf-8, cp1251, koi8-r, cp866, cp1252 or utf-16."
        raise ParamsError(f'--encoding: no encoding "{encoding}"', fix=fix) from None


def is_utf8(encoding: str) -> bool:
    """Tell whether a codec is UTF-8, with a byte order mark or without."""
    return encoding in (UTF8, "utf-8-sig")


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
    from segkit.io.double_bytes import double_byte  # noqa: PLC0415 -- only where a text is no UTF-8

    guess = _of_names(head, double_byte(head, likeliest(head)))
    if guess is None:
        raise UnreadableInputError(f"{name}: the encoding cannot be told", fix=_FIX, path=name)
    return guess


def _of_names(head: bytes, guess: str | None) -> str | None:
    """Return the encoding in which the first lines hold more names of columns, letter by letter, than as it is guessed."""
    lines = b"\n".join(head.split(b"\n", _HEADER_LINES)[:_HEADER_LINES])
    found = {name: _names_in(lines, name) for name in dict.fromkeys([*([guess] if guess else []), *_ALSO])}
    best = max(found, key=lambda name: found[name])
    return best if found[best] > found.get(guess or "", 0) and _decodes(_decoder(best), head) else guess


def _names_in(lines: bytes, encoding: str) -> int:
    try:
        cells = re.split(r"[,;\t|\"\r\n]", lines.decode(encoding))
    except UnicodeDecodeError:
        return 0
    return sum(is_name(cell) for cell in set(cells) if not cell.isascii())


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)()


def survey(path: Path) -> Survey:
    """Look through the bytes of a file for what decides how it can be read."""
    parts = _parts(path)
    if len(parts) == 1:
        seen = [_surveyed(path, *parts[0])]
    else:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- only for large files

        # Three quarters of the time are spent in the system, copying what it has read.
        with ThreadPoolExecutor(len(parts)) as pool:
            seen = list(pool.map(lambda part: _surveyed(path, *part), parts))
    utf8, quotes, feeds, returns, nul, marks = zip(*seen, strict=True)
    lone_returns = any(returns) and not any(feeds)
    return Survey(all(utf8), any(quotes), lone_returns=lone_returns, nul=any(nul), marks=any(marks))


def _parts(path: Path) -> list[tuple[int, int]]:
    """Return where parts of a file begin and end, all of them whole lines: one part of a small file."""
    size = path.stat().st_size
    count = max(1, min(os.cpu_count() or 1, _MOST_PARTS, size // _LEAST_PART))
    ends = [0]
    with path.open("rb") as file:
        for number in range(1, count):
            file.seek(size * number // count)
            if not file.readline(_CHUNK).endswith(
                b"\n"
            ):  # no lines as they are usual: a part could begin amid a character
                return [(0, size)]
            ends.append(file.tell())
    return list(pairwise([*ends, size]))


def _surveyed(path: Path, first: int, last: int) -> tuple[bool, bool, bool, bool, bool, bool]:
    """Return of a part whether it is UTF-8, and whether it holds quotes, line feeds, carriage returns, NULs and late marks."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, quotes, feeds, returns, nul, marks = True, False, False, False, False, False
    end = b"\n" if first else b""
    for chunk in _chunks(path, first, last):
        quotes = quotes or b'"' in chunk
        feeds = feeds or b"\n" in chunk
        returns = returns or (not feeds and b"\r" in chunk)
        nul = nul or b"\x00" in chunk
        marks = marks or (b"\xbf" in chunk and _LATE_MARK in end + chunk)
        end = (end + chunk[-3:])[-3:]
        utf8 = utf8 and _decodes(decoder, chunk)
    return utf8, quotes, feeds, returns, nul, marks


def transcode(path: Path, encoding: str, target: Path, name: str) -> None:
    """Write the file as UTF-8 with line feeds and without byte order marks, as a stream.

    Raises UnreadableInputError at the first wrong byte.
    """
    try:
        with (
            path.open(encoding=encoding, newline=None) as source,
            io.TextIOWrapper(created(target), encoding=UTF8, newline="\n") as copy,
        ):
            begins = True
            while block := source.read(_CHUNK):
                ends = block.endswith("\n")
                copy.write(("\n" * begins + block).replace("\n\ufeff", "\n")[begins:])
                begins = ends
    except UnicodeError as error:
        message = f"{name} is not {encoding} throughout: {getattr(error, 'reason', error)}"
        raise UnreadableInputError(message, fix=_FIX, path=name) from None


def _chunks(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        file.seek(first)
        while first < last and (chunk := file.read(min(_CHUNK, last - first))):
            yield chunk
            first += len(chunk)


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
