"""Files behind a URL: an S3-compatible store and a web server on this machine."""

from __future__ import annotations

import gc
import io
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import segkit
from segkit.cli.customers import read_lists
from segkit.cli.output import OutputOptions
from segkit.contact_tables import Wishes
from segkit.errors import ParamsError, UnreadableInputError
from segkit.io.remote import shown
from segkit.io.scratch import Scratch
from segkit.options import ColumnOptions
from segkit.plaintext import without_secrets
from segkit.targets.options import ContactOptions, TargetOptions, WhoOptions

# The servers run in this process, and drop their sockets as they like.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SALES = pl.DataFrame(
    {
        "customer_id": ["анна", "bert", "анна", "cleo"],
        "order_date": ["2024-01-05", "2024-01-06", "2024-02-07", "2024-03-08"],
        "amount": ["800.00", "100.50", "99.50", "25.12"],
        "unread": ["x" * 100] * 4,
    }
)
EXPECTED = [("анна", 8_995_000), ("bert", 1_005_000), ("cleo", 251_200)]


def parquet() -> bytes:
    target = io.BytesIO()
    SALES.write_parquet(target)
    return target.getvalue()


def text() -> bytes:
    return SALES.write_csv(separator=";").replace(".", ",").encode("cp1251")


@pytest.fixture(scope="module")
def store() -> Iterator[None]:
    """Serve the bucket ``shop`` to this process, as its environment says."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_REGION", "us-east-1")
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-store")
        from pyarrow.fs import S3FileSystem

        files = S3FileSystem(
            endpoint_override=f"{host}:{port}", scheme="http", region="us-east-1", allow_bucket_creation=True
        )
        files.create_dir("shop")
        for name, content in {
            "in/a.parquet": parquet(),
            "in/b.csv": text(),
            "in/notes.pdf": b"%PDF",
            "last may.csv": text(),
        }.items():
            with files.open_output_stream(f"shop/{name}") as stream:
                stream.write(content)
        yield
    server.stop()
    gc.collect()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Serve a folder."""
    (tmp_path / "a.parquet").write_bytes(parquet())
    (tmp_path / "b.csv").write_bytes(text())
    (tmp_path / "продажи мая.csv").write_bytes(text())
    (tmp_path / "crm.csv").write_bytes(b"customer_id\nbert\ndora\n")

    class Quiet(SimpleHTTPRequestHandler):
        def copyfile(self, source: Any, outputfile: Any) -> None:
            """Send all of a file, or hang up in its midst."""
            cut = -9 if "cut" in self.path else None
            outputfile.write(source.read()[:cut])

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
    gc.collect()


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder in parts, and tell which parts were asked for."""
    (tmp_path / "a.parquet").write_bytes(parquet())
    (tmp_path / "продажи мая.parquet").write_bytes(parquet())
    asked: list[str] = []

    class Ranged(SimpleHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer(body=False)

        def do_GET(self) -> None:
            self.answer(body=True)

        def answer(self, *, body: bool) -> None:
            """Send the part that is asked for, or all."""
            data = Path(self.translate_path(self.path)).read_bytes()
            wanted = self.headers.get("Range", "")
            found = re.fullmatch(r"bytes=(\d*)-(\d*)", wanted)
            first, last = 0, len(data) - 1
            if found:
                asked.append(wanted)
                first = int(found[1]) if found[1] else max(0, len(data) - int(found[2]))
                last = min(int(found[2]), last) if found[1] and found[2] else last
            part = data[first : last + 1]
            self.send_response(206 if found else 200)
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Length", str(len(part)))
            if found:
                self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
            self.end_headers()
            if body:
                self.wfile.write(part)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranged, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()
    gc.collect()


def totals(*inputs: str) -> list[tuple[str, int]]:
    return segkit.abcxyz(*inputs).rows.select("customer_id", "total_amount").rows()


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["in/a.parquet", "in/b.csv", "in/*.csv", "in/a*", "last may.csv"])
def test_a_file_of_a_bucket_is_read_as_one_of_a_disk(name: str) -> None:
    assert totals(f"s3://shop/{name}") == EXPECTED


@pytest.mark.usefixtures("store")
def test_a_folder_of_a_bucket_is_all_its_tables() -> None:
    assert totals("s3://shop/in/") == [(key, 2 * amount) for key, amount in EXPECTED]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("url", ["s3://shop/in/no.csv", "s3://nowhere/a.csv", "s3://shop/out/", "s3://shop/*.xlsx"])
def test_what_is_not_there_is_said_with_the_variables_to_check(url: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        segkit.abcxyz(url)
    assert url in caught.value.message
    assert "AWS_ACCESS_KEY_ID" in str(caught.value.fix)
    assert "secret-of-the-store" not in caught.value.message


@pytest.mark.parametrize("name", ["a.parquet", "b.csv"])
def test_a_file_of_a_web_server_is_read_even_if_it_serves_no_parts(site: str, name: str) -> None:
    assert totals(f"{site}/{name}?signature=secret") == EXPECTED


def test_a_file_that_a_web_server_does_not_have_is_said_without_the_signature(site: str) -> None:
    with pytest.raises(UnreadableInputError, match="404") as caught:
        segkit.abcxyz(f"{site}/c.csv?signature=secret")
    assert f"{site}/c.csv?... cannot be read" in caught.value.message
    assert "secret" not in caught.value.message


def test_a_download_that_broke_off_is_no_whole_file(site: str) -> None:
    whole = len(text())
    with pytest.raises(UnreadableInputError, match=f"broke off after {whole - 9} of {whole} bytes") as caught:
        segkit.abcxyz(f"{site}/b.csv?cut")
    assert caught.value.message.startswith(f"{site}/b.csv?...:")


@pytest.mark.parametrize("name", ["продажи мая.csv", "%D0%BF%D1%80%D0%BE%D0%B4%D0%B0%D0%B6%D0%B8%20мая.csv?за=май 5"])
def test_a_url_may_be_written_as_people_read_it(site: str, name: str) -> None:
    assert totals(f"{site}/{name}") == EXPECTED


@pytest.mark.parametrize(
    "name",
    ["a.parquet", "a.parquet?signature=x%2Fy", "продажи мая.parquet", "%D0%BF%D1%80одажи%20мая.parquet?за=май 5"],
)
def test_parquet_of_a_server_of_parts_is_read_in_place(parts: tuple[str, list[str]], name: str) -> None:
    address, asked = parts
    assert totals(f"{address}/{name}") == EXPECTED
    assert asked


@pytest.mark.parametrize("url", ["http://127.0.0.1:port/a.csv?s=secret", "http://a b/a.csv?s=secret", "http://[/a.csv"])
def test_what_is_no_url_is_an_input_that_cannot_be_read(url: str) -> None:
    with pytest.raises(UnreadableInputError, match="cannot be read") as caught:
        segkit.abcxyz(url)
    assert "secret" not in caught.value.message


def test_the_parameters_of_a_result_hold_no_signature(site: str) -> None:
    result = segkit.status(f"{site}/b.csv", clients=f"{site}/crm.csv?signature=secret")
    assert result.params["clients"] == f"{site}/crm.csv?..."
    assert "dora" in result.rows["customer_id"].to_list()


def test_passwords_in_a_url_are_refused_and_not_repeated() -> None:
    with pytest.raises(ParamsError) as caught:
        segkit.abcxyz("https://me:secret@shop.example/sales.csv")
    assert "secret" not in f"{caught.value.message} {caught.value.fix}"


def test_messages_hold_no_secret_of_a_url() -> None:
    assert shown("https://me:secret@shop.example/a.csv?X=secret") == "https://***@shop.example/a.csv?..."
    said = without_secrets("GET (https://shop.example/a.csv?X-Sig=secret) failed, s3://shop/a.csv too")
    assert said == "GET (https://shop.example/a.csv?...) failed, s3://shop/a.csv too"


@pytest.mark.usefixtures("store")
def test_the_result_of_a_remote_file_is_that_of_a_local_one(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet())
    assert_frame_equal(segkit.abcxyz("s3://shop/in/a.parquet").rows, segkit.abcxyz(tmp_path / "a.parquet").rows)


def test_notes_and_manifests_of_lists_hold_no_signature(site: str) -> None:
    signed = f"{site}/crm.csv?signature=secret"
    with Scratch() as scratch:
        (held,) = read_lists(OutputOptions.parse({"minus": signed}), ColumnOptions(), scratch)
    assert (held.name, held.members.rows.height) == (f"{site}/crm.csv?...", 2)
    who = WhoOptions(suppress=signed, contacts=signed)
    wishes = Wishes(target=TargetOptions(to="plain"), who=who, columns=ContactOptions())
    assert {wishes.as_dict()[name] for name in ("suppress", "contacts")} == {f"{site}/crm.csv?..."}
