"""Inspecting a large file looks at its head, whole lines of it, and says that it is a sample."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from segkit import inspection
from segkit.inspection import Inspection, inspect
from segkit.io.opening import Opening
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.options import ColumnOptions
from segkit.scan import samples

LINES = [f"C{n:05};2024-01-{n % 28 + 1:02};{n},50;чай" for n in range(500)]
TEXT = "Клиент;Дата;Сумма;Товар\n" + "\n".join(LINES) + "\n"
HEAD = 4_001


def seen(path: Path, head: int | None = HEAD) -> Inspection:
    with Scratch() as scratch:
        return inspect(open_sources([path], scratch, Opening(head_bytes=head))[0], ColumnOptions(), scratch)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_head_of_whole_lines_is_read(tmp_path: Path, encoding: str, packing: str, line_end: str) -> None:
    data = TEXT.replace("\n", line_end).encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    path = tmp_path / f"sales.csv{packing}"
    packed = {".gz": gzip.compress(data), ".zst": pa.Codec("zstd").compress(data, asbytes=True), "": data}[packing]
    path.write_bytes(packed)
    found = seen(path)
    assert found.is_sample
    assert found.account is not None
    used = found.account.used.rows
    assert found.account.read.rows == used
    whole = data[:HEAD].decode(encoding, errors="ignore").replace(line_end, "\n")
    assert used in (whole.count("\n") - 1, whole.count("\n"))
    everything = seen(path, head=1_000_000)
    assert not everything.is_sample
    assert everything.account is not None
    assert everything.account.used.rows == 500


def test_many_typed_rows_are_sampled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "_SAMPLE_ABOVE_ROWS", 100)
    monkeypatch.setattr(inspection, "_SAMPLE_ROWS", 10)
    path = tmp_path / "sales.parquet"
    pl.DataFrame({"customer_id": range(200), "amount": [1.0] * 200}).write_parquet(path)
    found = seen(path)
    assert found.is_sample
    assert found.account is not None
    assert found.account.read.rows == 10


def test_a_head_is_no_sample_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "_SAMPLE_ABOVE_ROWS", 100)
    monkeypatch.setattr(inspection, "_SAMPLE_ROWS", 20)
    monkeypatch.setattr(samples, "SAMPLE_ROWS", 20)
    path, text = tmp_path / "sales.parquet", tmp_path / "sales.csv"
    columns = {"customer_id": range(200), "order_id": [n // 2 for n in range(200)], "amount": [1.0] * 200}
    pl.DataFrame(columns).write_parquet(path)
    pl.DataFrame(columns).write_csv(text)
    for found in (seen(path), seen(text, head=300)):
        assert found.is_sample
        assert found.account is not None
        (shared,) = [note.message for note in found.warnings if note.code == "shared-orders"]
        every = found.account.read.rows // 2  # an order has two rows, and those of the head are all looked at
        assert shared.startswith(f"{every} of {every} order ids belong to several customers")
