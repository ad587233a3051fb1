"""A zip archive of one file is read like the file; any other is sent to be unzipped."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from segkit.errors import UnreadableInputError
from segkit.io.opening import Opening
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources

CSV = b"customer_id,amount\na,1\n"
NDJSON = b'{"customer_id": "a", "amount": "1"}\n'


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    with Scratch() as folder:
        yield folder


def archive(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    "members",
    [
        {"sales.csv": CSV},
        {"exports/": b"", "exports/sales.csv": CSV, "__MACOSX/exports/._sales.csv": b"x", "exports/.DS_Store": b"x"},
        {"sales.ndjson": NDJSON},
    ],
    ids=["one file", "what systems add", "ndjson"],
)
def test_the_only_file_of_an_archive_is_read(tmp_path: Path, scratch: Scratch, members: dict[str, bytes]) -> None:
    path = tmp_path / "sales.zip"
    path.write_bytes(archive(members))
    (source,) = open_sources([path], scratch)
    assert (source.name, source.paths) == (str(path), (path,))
    assert source.frame.select("customer_id", "amount").collect().rows() == [("a", "1")]


def encrypted(data: bytes) -> bytes:
    """Return the archive with the flag of encryption in its directory."""
    place = data.rindex(b"PK\x01\x02") + 8
    return data[:place] + b"\x01" + data[place + 1 :]


@pytest.mark.parametrize(
    ("data", "said", "fix"),
    [
        (archive({"a.csv": CSV, "b.csv": CSV}), "is a zip archive of 2 files (a.csv, b.csv)", "unzip "),
        (archive({f"{n}.csv": CSV for n in range(7)}), "(0.csv, 1.csv, 2.csv, 3.csv, 4.csv, ...)", "unzip "),
        (archive({}), "is an empty zip archive", "Export the table again."),
        (archive({"exports/": b""}), "is a zip archive of 0 files", "unzip "),
        (archive({"a.zip": archive({"a.csv": CSV})}), "is an archive of an archive", "unzip "),
        (encrypted(archive({"a.csv": CSV})), "is an encrypted archive", "unzip "),
    ],
    ids=["two", "seven", "none", "a folder", "an archive", "encrypted"],
)
def test_another_archive_is_refused_with_the_way_out(
    tmp_path: Path, scratch: Scratch, data: bytes, said: str, fix: str
) -> None:
    path = tmp_path / "sales.zip"
    path.write_bytes(data)
    with pytest.raises(UnreadableInputError) as caught:
        open_sources([path], scratch)
    assert said in caught.value.message
    assert fix in str(caught.value.fix)


def test_a_damaged_archive_is_refused(tmp_path: Path, scratch: Scratch) -> None:
    path = tmp_path / "sales.zip"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("sales.csv", CSV)
    path.write_bytes(stream.getvalue().replace(b"customer_id", b"kustomer_id"))
    with pytest.raises(UnreadableInputError, match="is damaged: Bad CRC-32"):
        open_sources([path], scratch)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, scratch: Scratch) -> None:
    path = tmp_path / "sales.zip"
    path.write_bytes(archive({"sales.csv": CSV * 1000}))
    with pytest.raises(UnreadableInputError, match="unpacks to more than 1,000 bytes"):
        open_sources([path], scratch, Opening(most_bytes=1_000))
