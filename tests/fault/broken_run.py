"""Breaks binary exports and reads them: ``broken_run.py FOLDER SEED COUNT``; prints what ended otherwise than promised.

Each is read by the whole command in a process of its own, forked from one that has imported everything: it must end within
10 seconds and 1 GB with a documented code, and say nothing of panics. ``COUNT`` mutations follow the cases that are named.
"""

from __future__ import annotations

import collections
import gzip
import io
import os
import random
import sqlite3
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import fastexcel  # noqa: F401 -- imported once, for all runs
import opendocument
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

import segkit.__main__
import segkit.analyses.abc_xyz.analysis
import segkit.pipeline
from segkit.demo import shop

CODES = {0, 3}
_LONGEST_SECONDS = 10
_MOST_KILOBYTES = 1_000_000
_MOST_SAID = 5_000
_CUTS = (0.0, 0.3, 0.999)
_MANY = 50_000_000
_FULL = 100
"""Mutations from which on every format is broken in every way that has a name."""

_SOME = (
    "zstd.parquet",
    "none.parquet",
    "packed.arrow",
    "book.xlsx",
    "book.ods",
    "packed.csv.gz",
    "packed.csv.zst",
    "shop.sqlite",
)


def exports(folder: Path) -> dict[str, bytes]:
    """Return one small export in every binary format, as its usual writers make it."""
    folder.mkdir(exist_ok=True)
    rows = shop(customers=60, seed=3)
    texts = rows.cast(pl.String)
    table = rows.to_arrow()
    for codec in ("none", "snappy", "gzip", "zstd", "lz4", "brotli"):
        pq.write_table(table, folder / f"{codec}.parquet", compression=codec, row_group_size=200)
    pq.write_table(table, folder / "v2.parquet", data_page_version="2.0")
    pq.write_table(table, folder / "plain.parquet", use_dictionary=False, compression="none")
    texts.write_parquet(folder / "texts.parquet", compression="uncompressed")
    rows.cast({"customer_id": pl.Categorical}).write_parquet(folder / "classes.parquet", compression="uncompressed")
    rows.write_ipc(folder / "typed.arrow")
    rows.cast({"customer_id": pl.Categorical}).write_ipc(folder / "packed.arrow", compression="zstd")
    texts.write_ipc(folder / "texts.feather", compression="lz4")
    rows.write_excel(folder / "book.xlsx")
    (folder / "book.ods").write_bytes(opendocument.workbook({"Sales": [rows.columns, *rows.rows()]}))
    plain = rows.write_csv().encode()
    (folder / "packed.csv.gz").write_bytes(gzip.compress(plain, mtime=0))
    (folder / "packed.zip").write_bytes(archive({"sales.csv": plain}))
    (folder / "packed.csv.zst").write_bytes(pa.Codec("zstd").compress(plain, asbytes=True))
    with sqlite3.connect(folder / "shop.sqlite") as database:
        database.execute("create table orders(customer_id, order_date, amount)")
        lines = texts.select("customer_id", "order_date", "amount").rows()
        database.executemany("insert into orders values (?, ?, ?)", lines)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def named(files: dict[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    """Yield what is broken in a way that has a name: the way, the file's name, its bytes."""
    for name, data in files.items():
        for share in _CUTS:
            yield f"cut at {share:.1%}", name, data[: int(len(data) * share)]
        yield "zeros after the head", name, data[:64] + bytes(len(data) - 64)
        yield "ones at the end", name, data[:-64] + b"\xff" * 64
    for name in ("none.parquet", "zstd.parquet"):
        data = files[name]
        for length in (0, 1, len(data), 0x7FFFFFFF, 0xFFFFFFFF):
            yield f"footer of {length}", name, data[:-8] + length.to_bytes(4, "little") + b"PAR1"
    yield "a parquet name on text", "text.parquet", b"customer_id,order_date,amount\nann,2024-01-01,1\n"
    yield "another archive", "book.xlsx", archive({"sales.csv": b"customer_id,amount\n"})
    book = zipfile.ZipFile(io.BytesIO(files["book.xlsx"]))
    parts = {part: book.read(part) for part in book.namelist()}
    sheet = next(part for part in parts if part.endswith("sheet1.xml"))
    bomb = archive({**parts, sheet: parts[sheet].replace(b"<sheetData>", b"<sheetData>" + b" " * 90_000_000)})
    yield "a bomb", "book.xlsx", bomb
    yield "a bomb that lies", "book.xlsx", understated(bomb)
    yield "a part less", "book.xlsx", archive({part: data for part, data in parts.items() if part != sheet})
    lines = b"customer_id,order_date,amount\n" + b"ann,2024-01-01,1\n" * (_MANY // 10)
    yield "a bomb", "bomb.csv.gz", gzip.compress(lines, mtime=0)
    yield "a bomb", "bomb.csv.zst", pa.Codec("zstd").compress(lines, asbytes=True)
    stream = io.BytesIO()
    same = pa.table({"customer_id": ["ann"] * 1_000_000, "order_date": ["2024-01-01"] * 1_000_000})
    with pq.ParquetWriter(stream, same.schema, compression="zstd") as writer:
        for _ in range(_MANY // 1_000_000):
            writer.write_table(same)
    yield "a bomb", "bomb.parquet", stream.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return stream.getvalue()


def understated(data: bytes) -> bytes:
    """Return an archive that says of parts above 50 MB that they are of 1,000 bytes."""
    changed = bytearray(data)
    for magic, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = changed.find(magic)
        while place >= 0:
            size = slice(place + offset, place + offset + 4)
            if int.from_bytes(changed[size], "little") > 50_000_000:
                changed[size] = (1_000).to_bytes(4, "little")
            place = changed.find(magic, place + 4)
    return bytes(changed)


def mutated(files: dict[str, bytes], dice: random.Random) -> tuple[str, str, bytes]:
    """Return a file with some bytes changed: anywhere, or where lengths and offsets are."""
    name = dice.choice(list(files))
    data = bytearray(files[name])
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        near = min(len(data) - 1, int(dice.expovariate(1 / 200)))
        place = dice.choice((dice.randrange(len(data)), near, len(data) - 1 - near))
        act = dice.randrange(4)
        if act == 0:
            data[place] ^= 1 << dice.randrange(8)
        elif act == 1:
            data[place] = dice.choice((0, 127, 128, 255))
        elif act == 2:
            data[place : place + 4] = dice.choice(
                (b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xfe\xff\xff\xff")
            )
        else:
            del data[place : place + dice.choice((1, 8, 200))]
        data = data or bytearray(b"x")
    return "mutated", name, bytes(data)


def run(path: Path, said: Path) -> tuple[int, int, float, str]:
    """Read a file and return the exit code (negative for a signal), kilobytes, seconds, and what was said."""
    started = time.monotonic()
    child = os.fork()
    if not child:
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.argv = ["segkit", "abcxyz", str(path), "-o", str(said.with_name("out.csv"))]
        code = 0
        try:
            segkit.__main__.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        finally:
            sys.stderr.flush()
        os._exit(code)
    _, status, used = os.wait4(child, 0)
    return (
        os.waitstatus_to_exitcode(status),
        used.ru_maxrss,
        time.monotonic() - started,
        said.read_text("utf-8", "replace"),
    )


def written(folder: Path, seed: int, count: int) -> list[Path]:
    """Write the broken files in a process of its own: one whose libraries have run threads cannot be forked."""
    cases = folder / "cases"
    child = os.fork()
    if not child:
        cases.mkdir()
        files, dice = exports(folder / "exports"), random.Random(seed)
        some = files if count >= _FULL else {name: data for name, data in files.items() if name in _SOME}
        broken = [*named(some), *(mutated(files, dice) for _ in range(count))]
        for number, (way, name, data) in enumerate(broken):
            (cases / f"{number:04} {way} {name}").write_bytes(data)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit("the cases could not be written")
    return sorted(cases.iterdir())


def main() -> None:
    folder, seed, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    ends: collections.Counter[int] = collections.Counter()
    for path in written(folder, seed, count):
        code, kilobytes, seconds, said = run(path, folder / "said")
        ends[code] += 1
        wordless = code and not said
        bad = code not in CODES or "Traceback" in said or "panicked" in said or len(said) > _MOST_SAID or wordless
        if bad or kilobytes > _MOST_KILOBYTES or seconds > _LONGEST_SECONDS:
            print(f"WRONG {path.name}: code {code}, {kilobytes} KB, {seconds:.1f} s: {said[:500]}", flush=True)
        else:
            path.unlink()
    print(dict(ends))


main()
