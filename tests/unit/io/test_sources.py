"""Files, folders, globs and frames as sources: the same few rows, however they come."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from segkit.errors import EmptyInputError, UnreadableInputError
from segkit.io.opening import Opening
from segkit.io.scratch import Scratch
from segkit.io.source import Source
from segkit.io.sources import open_sources

TEXT = "customer_id,amount\n00123,1.50\nб,2\n"
FRAME = pl.DataFrame({"customer_id": ["00123", "б"], "amount": ["1.50", "2"]})
TYPED = FRAME.with_columns(pl.col("amount").cast(pl.Float64))


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    with Scratch() as folder:
        yield folder


def zstd(data: bytes) -> bytes:
    return pa.compress(data, codec="zstd", asbytes=True)


def rows(source: Source) -> pl.DataFrame:
    return source.frame.select(list(source.dtypes)).collect()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", TEXT.encode()),
        ("a.csv", TEXT.encode("utf-8-sig")),
        ("a.csv", TEXT.encode("utf-16")),
        ("a.csv", TEXT.encode("utf-32")),
        ("a.csv", codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be")),
        ("a.csv", TEXT.replace("\n", "\r\n").encode()),
        ("a.csv", TEXT.replace("\n", "\r").encode()),
        ("a.csv", TEXT.rstrip("\n").encode()),
        ("a.tsv", TEXT.replace(",", "\t").encode()),
        ("a.txt", TEXT.replace(",", ";").encode()),
        ("a.txt", TEXT.replace(",", "|").encode()),
        ("any name at all", TEXT.encode()),
        ("a.csv.gz", gzip.compress(TEXT.encode(), mtime=0)),
        ("a.csv.zst", zstd(TEXT.encode())),
        ("a.csv", gzip.compress(TEXT.encode(), mtime=0)),
        ("a.csv.gz", gzip.compress(gzip.compress(TEXT.encode(), mtime=0), mtime=0)),
        ("a.csv", b'"customer_id","amount"\n"00123","1.50"\n"\xd0\xb1","2"\n'),
        ("a.csv", ("Sales report\n\n" + TEXT).encode()),
    ],
    ids=["utf-8", "mark", "utf-16", "utf-32", "utf-32-be", "crlf", "cr", "no end", "tab", "semicolon", "bar", "name", "gzip", "zstd",
         "gzip without its name", "gzip of gzip", "quoted", "title"],
)  # fmt: skip
def test_the_same_text_is_read_in_every_dress(tmp_path: Path, scratch: Scratch, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (source,) = open_sources([str(path)], scratch)
    assert source.format == "csv"
    assert rows(source).equals(FRAME)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
def test_the_user_names_an_encoding(tmp_path: Path, scratch: Scratch, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("customer_id,amount\nОльга Ивановна,1\nЁлкин,2\n".encode(encoding))
    (source,) = open_sources([str(path)], scratch, Opening(encoding=encoding))
    assert rows(source)["customer_id"].to_list() == ["Ольга Ивановна", "Ёлкин"]


@pytest.mark.parametrize(
    ("name", "write", "kind"),
    [
        ("a.parquet", pl.DataFrame.write_parquet, "parquet"),
        ("no extension", pl.DataFrame.write_parquet, "parquet"),
        ("a.arrow", pl.DataFrame.write_ipc, "arrow"),
        ("a.ndjson", pl.DataFrame.write_ndjson, "ndjson"),
    ],
)
def test_typed_files_keep_their_types(
    tmp_path: Path, scratch: Scratch, name: str, write: Callable[[pl.DataFrame, Path], None], kind: str
) -> None:
    write(TYPED, tmp_path / name)
    (source,) = open_sources([tmp_path / name], scratch)
    assert source.format == kind
    assert dict(source.dtypes) == dict(TYPED.schema)
    assert rows(source).equals(TYPED)


@pytest.mark.parametrize(
    "given",
    [
        TYPED,
        TYPED.lazy(),
        TYPED.to_arrow(),
        pd.DataFrame({"customer_id": ["00123", "б"], "amount": [1.5, 2.0]}),
        {"customer_id": ["00123", "б"], "amount": [1.5, 2.0]},
    ],
    ids=["polars", "lazy", "arrow", "pandas", "mapping"],
)
def test_frames_of_every_library_are_sources(scratch: Scratch, given: object) -> None:
    (source,) = open_sources([given], scratch)
    assert source.format == "frame"
    assert rows(source).equals(TYPED)


@pytest.mark.parametrize("given", [5, None, 1.5])
def test_other_things_are_no_sources(scratch: Scratch, given: object) -> None:
    with pytest.raises(UnreadableInputError, match="is neither a path nor a frame"):
        open_sources([given], scratch)


def test_files_of_one_kind_and_header_are_one_source(tmp_path: Path, scratch: Scratch) -> None:
    for name in ("b.csv", "a.csv", "notes.md"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "c.csv").write_text("customer_id,amount,city\nc,3,Omsk\n")
    alike, other = open_sources([str(tmp_path)], scratch)
    assert [Path(name).name for name in alike.names] == ["a.csv", "b.csv"]
    assert alike.name == f"{tmp_path}/a.csv and 1 more"
    assert rows(alike).height == 4
    assert [Path(name).name for name in other.names] == ["c.csv"]


def test_what_of_a_folder_is_not_read_is_named(tmp_path: Path, scratch: Scratch) -> None:
    (tmp_path / "jan.csv").write_text(TEXT)
    (tmp_path / "feb.json").write_text('{"customer_id": "c", "amount": 1}\n')
    (tmp_path / "config.json").write_text('{\n "a": 1\n}\n')
    (tmp_path / "mar.zip").write_bytes(b"PK")
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "jan.csv").write_text(TEXT)
    (tmp_path / "pictures").mkdir()
    for name in ("notes.md", ".hidden.csv", "~$jan.xlsx", "manifest.json"):
        (tmp_path / name).write_text("{}")
    sources = open_sources([tmp_path], scratch)
    assert [Path(source.name).name for source in sources] == ["feb.json", "jan.csv"]
    (note,) = [note for source in sources for note in source.notes]
    assert note.message == (
        f"{tmp_path}: not read: folder 2023, config.json, mar.zip; name them as well to read them, or move them away"
    )
    assert (note.code, note.warning, note.count) == ("files-not-read", True, 3)


def test_a_link_of_a_folder_that_leads_nowhere_is_a_table_that_is_missing(tmp_path: Path, scratch: Scratch) -> None:
    (tmp_path / "jan.csv").write_text(TEXT)
    (tmp_path / "feb.csv").symlink_to("gone/feb.csv")
    with pytest.raises(UnreadableInputError, match=r"feb\.csv cannot be read: No such file"):
        open_sources([tmp_path], scratch)


def test_what_of_a_folder_would_have_to_be_waited_for_is_said_not_to_be_read(tmp_path: Path, scratch: Scratch) -> None:
    (tmp_path / "jan.csv").write_text(TEXT)
    os.mkfifo(tmp_path / "live.csv")
    (source,) = open_sources([tmp_path], scratch)
    assert (source.names, [note.message.split(";")[0] for note in source.notes]) == (
        (f"{tmp_path}/jan.csv",),
        [f"{tmp_path}: not read: live.csv"],
    )


def test_partitions_are_read_with_the_columns_that_their_folders_tell(tmp_path: Path, scratch: Scratch) -> None:
    for year, month in (("2023", "11"), ("2023", "12"), ("2024", "1")):
        folder = tmp_path / "sales" / f"year={year}" / f"month={month}"
        folder.mkdir(parents=True)
        TYPED.with_columns(month=pl.lit(int(month))).write_parquet(folder / "part-0.snappy.parquet")
    for marker in ("_SUCCESS", "_committed_123", "_metadata"):
        (tmp_path / "sales" / marker).write_bytes(b"PAR1")
    (source,) = open_sources([tmp_path / "sales"], scratch)
    told = source.frame.select("year", "month").unique().sort(pl.all()).collect().rows()
    assert told == [("2023", 11), ("2023", 12), ("2024", 1)]  # the month is in the file too, which is believed
    assert source.notes == ()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"FEA1" + b"\0" * 60, "a Feather file of version 1"),
        (b"\xff\xff\xff\xff\x78\0\0\0", "an Arrow stream"),
        (b"ORC\x0a\x03", "an ORC file"),
        (b"Obj\x01\x04", "an Avro file"),
        (b"a.csv".ljust(257, b"\0") + b"ustar\x0000", "a tar archive"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd])
def test_a_file_of_another_kind_is_called_by_its_name(
    tmp_path: Path, scratch: Scratch, data: bytes, kind: str, pack: Callable[[bytes], bytes]
) -> None:
    (tmp_path / "sales").write_bytes(pack(data))
    with pytest.raises(UnreadableInputError, match=f"is {kind}"):
        open_sources([tmp_path / "sales"], scratch)


def test_a_folder_of_folders_says_what_is_there(tmp_path: Path, scratch: Scratch) -> None:
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "jan.csv").write_text(TEXT)
    with pytest.raises(UnreadableInputError, match=r"no file to read in .*; there is folder 2023\n"):
        open_sources([tmp_path], scratch)


def test_a_glob_names_files_in_the_order_of_their_names(tmp_path: Path, scratch: Scratch) -> None:
    for name in ("2.csv", "1.csv", "x.csv"):
        (tmp_path / name).write_text(TEXT)
    (source,) = open_sources([str(tmp_path / "[0-9].csv")], scratch)
    assert [Path(name).name for name in source.names] == ["1.csv", "2.csv"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tmp_path: Path, scratch: Scratch) -> None:
    (tmp_path / "a[1].csv").write_text(TEXT)
    (tmp_path / "a1.csv").write_text("customer_id,amount\nwrong,1\n")
    (source,) = open_sources([str(tmp_path / "a[1].csv")], scratch)
    assert rows(source).equals(FRAME)


def test_standard_input_is_a_source(monkeypatch: pytest.MonkeyPatch, scratch: Scratch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    (source,) = open_sources(["-"], scratch)
    assert source.name == "standard input"
    assert rows(source).equals(FRAME)


def test_standard_input_may_be_a_text_stream_of_the_program(monkeypatch: pytest.MonkeyPatch, scratch: Scratch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(TEXT))
    (source,) = open_sources(["-"], scratch)
    assert rows(source).equals(FRAME)


def test_a_standard_input_that_cannot_be_read_is_refused_in_our_words(
    monkeypatch: pytest.MonkeyPatch, scratch: Scratch
) -> None:
    class Captured(io.StringIO):
        def read(self, *_: object) -> str:
            raise OSError("no reading here")

    closed = io.StringIO()
    closed.close()
    for stream, why in ((Captured(), "cannot be read: no reading here"), (closed, "is closed"), (None, "is closed")):
        monkeypatch.setattr(sys, "stdin", stream)
        with pytest.raises(UnreadableInputError, match=f"standard input {why}"):
            open_sources(["-"], scratch)


def test_a_missing_file_is_an_error_with_the_closest_name(tmp_path: Path, scratch: Scratch) -> None:
    (tmp_path / "sales.csv").write_text(TEXT)
    with pytest.raises(UnreadableInputError, match=r'no such file: .*sale\.csv\. Did you mean "sales\.csv"'):
        open_sources([str(tmp_path / "sale.csv")], scratch)


def test_a_folder_without_tables_is_an_error(tmp_path: Path, scratch: Scratch) -> None:
    with pytest.raises(UnreadableInputError, match=r"no file to read in .*\n.* \.xlsx, .*name any other file itself"):
        open_sources([str(tmp_path)], scratch)


def test_no_input_is_an_error(scratch: Scratch) -> None:
    with pytest.raises(EmptyInputError, match="no input"):
        open_sources([], scratch)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PAR1 and nothing of the kind",
        b"ARROW1 and nothing of the kind",
        b"\x1f\x8b and nothing of the kind",
        gzip.compress(TEXT.encode() * 50, mtime=0)[:40],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"%PDF-1.7",
        b"<!DOCTYPE html><table></table>",
        b"SQLite format 3\x00",
    ],
    ids=["empty", "parquet", "arrow", "gzip", "cut gzip", "old excel", "pdf", "html", "sqlite"],
)
def test_what_is_no_table_is_an_error_of_a_few_words(tmp_path: Path, scratch: Scratch, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(UnreadableInputError) as caught:
        open_sources([str(path)], scratch)
    assert len(str(caught.value)) < 400
    assert "a.csv" in caught.value.message


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, scratch: Scratch) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TEXT.encode() * 1_000))
    with pytest.raises(UnreadableInputError, match="unpacks to more than 1,000 bytes"):
        open_sources([str(path)], scratch, Opening(most_bytes=1_000))


@pytest.mark.parametrize(
    ("lines", "bad"),
    [
        (["c,3,surplus"], ["3 fields instead of 2"]),
        (["short"], ["1 fields instead of 2"]),
        (['"c,3'], ["a quote is not closed"]),
        (['"c"x,3'], ["text follows a closing quote"]),
        (["c,3,surplus", "short"], ["3 fields instead of 2", "1 fields instead of 2"]),
    ],
)
def test_lines_that_are_no_rows_are_set_apart_and_shift_no_other(
    tmp_path: Path, scratch: Scratch, lines: list[str], bad: list[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TEXT + "\n".join([*lines, "last,9\n"]), encoding="utf-8")
    (source,) = open_sources([str(path)], scratch)
    (found,) = source.repaired
    assert found is not None
    assert [record.reason for record in found.bad] == bad
    assert [record.line for record in found.bad] == list(range(4, 4 + len(lines)))
    assert source.bad_records == len(lines)
    last = pl.DataFrame({"customer_id": ["last"], "amount": ["9"]})
    assert rows(source).equals(pl.concat([FRAME, last]))


def test_a_cell_may_hold_the_separator_a_quote_and_a_line_end(tmp_path: Path, scratch: Scratch) -> None:
    path = tmp_path / "a.csv"
    path.write_text('customer_id,amount\n"a,""b""\nc",1\nd,2\n', encoding="utf-8")
    (source,) = open_sources([str(path)], scratch)
    assert rows(source).rows() == [('a,"b"\nc', "1"), ("d", "2")]


def test_copies_are_gone_with_their_scratch(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TEXT.encode(), mtime=0))
    with Scratch() as scratch:
        (source,) = open_sources([str(path)], scratch)
        copy = source.texts[0].path
        assert copy.exists()
    assert not copy.exists()
