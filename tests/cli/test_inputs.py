"""One export in every form that is read: the same rows come out."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

Run = Any


def frame(text: bytes) -> pl.DataFrame:
    """Return the export with the types that a database would give it."""
    rows = pl.read_csv(io.BytesIO(text), infer_schema=False)
    return rows.with_columns(
        pl.col("order_date").str.to_date(), pl.col("amount").cast(pl.Float64), pl.col("quantity").cast(pl.Int32)
    )


def saved(write: Callable[[pl.DataFrame, io.BytesIO], object]) -> Callable[[bytes], bytes]:
    def make(text: bytes) -> bytes:
        stream = io.BytesIO()
        write(frame(text), stream)
        return stream.getvalue()

    return make


def _zstd(text: bytes) -> bytes:
    stream = io.BytesIO()
    pl.read_csv(io.BytesIO(text), infer_schema=False).lazy().sink_csv(stream, compression="zstd")
    return stream.getvalue()


def _ndjson(text: bytes) -> bytes:
    rows = pl.read_csv(io.BytesIO(text), infer_schema=False).rows(named=True)
    numbers = ("amount", "quantity", "order_id")
    typed = [{key: json.loads(value) if key in numbers else value for key, value in row.items()} for row in rows]
    return "".join(json.dumps(row) + "\n" for row in typed).encode()


def _xlsx(text: bytes) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(frame(text).columns)
    for row in frame(text).rows():
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sqlite(text: bytes) -> bytes:
    rows = frame(text).with_columns(pl.col("order_date").cast(pl.String))
    base = sqlite3.connect(":memory:")
    base.execute(
        "create table sales (order_id text, order_date text, customer_id text, sku text, quantity int, amount real, status text)"
    )
    base.executemany("insert into sales values (?, ?, ?, ?, ?, ?, ?)", rows.rows())
    base.commit()
    data = base.serialize()
    base.close()
    return data


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "plain.csv": bytes,
    "bom.csv": lambda text: b"\xef\xbb\xbf" + text,
    "crlf.csv": lambda text: text.replace(b"\n", b"\r\n"),
    "no-last-newline.csv": lambda text: text.rstrip(b"\n"),
    "quoted.csv": lambda text: b"\n".join(b'"' + line.replace(b",", b'","') + b'"' for line in text.splitlines()),
    "tabs.tsv": lambda text: text.replace(b",", b"\t"),
    "bars.txt": lambda text: text.replace(b",", b"|"),
    "semicolons.csv": lambda text: text.replace(b",", b";"),
    "decimal-commas.csv": lambda text: text.replace(b",", b";").replace(b".", b","),
    "packed.csv.gz": gzip.compress,
    "gz-without-extension": gzip.compress,
    "packed.csv.zst": _zstd,
    "rows.ndjson": _ndjson,
    "rows.jsonl": _ndjson,
    "rows.parquet": saved(lambda rows, stream: rows.write_parquet(stream)),
    "parquet-without-extension": saved(lambda rows, stream: rows.write_parquet(stream)),
    "decimals.parquet": saved(
        lambda rows, stream: rows.with_columns(pl.col("amount").cast(pl.Decimal(18, 4))).write_parquet(stream)
    ),
    "rows.arrow": saved(lambda rows, stream: rows.write_ipc(stream)),
    "feather-lz4.feather": saved(lambda rows, stream: rows.write_ipc(stream, compression="lz4")),
    "book.xlsx": _xlsx,
    "base.sqlite": _sqlite,
    "utf16.csv": lambda text: text.decode().encode("utf-16"),
    "titled.csv": lambda text: b"Sales of the year\n\n" + text,
    "zoned.parquet": saved(
        lambda rows, stream: rows.with_columns(
            pl.col("order_date").cast(pl.Datetime).dt.replace_time_zone("Asia/Kolkata")
        ).write_parquet(stream)
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_rows(here: Run, sales: Path, brief: Sequence[str], rows: str, name: str) -> None:
    (sales.parent / name).write_bytes(FORMS[name](sales.read_bytes()))
    ended = here("abcxyz", name, *brief)
    assert (ended.code, ended.text, ended.err) == (0, rows, "")


def test_a_database_is_named_by_an_environment_variable(
    here: Run, sales: Path, brief: Sequence[str], rows: str
) -> None:
    (sales.parent / "base.sqlite").write_bytes(_sqlite(sales.read_bytes()))
    query = ("--uri-env", "SHOP_DB", "--query", "select * from sales")
    ended = here("abcxyz", *query, *brief, env={"SHOP_DB": "sqlite:///base.sqlite"})
    assert (ended.code, ended.text, ended.err) == (0, rows, "")


@pytest.mark.parametrize(
    ("uri", "code", "said"),
    [
        ("", 2, "there is no environment variable SHOP_DB"),
        (
            "postgresql+psycopg://me:secret@host/shop",
            3,
            "SHOP_DB names a postgresql database, which segkit does not read yet",
        ),
        ("me:secret@host", 3, "SHOP_DB names no URI of a database"),
        ("sqlite:///gone.sqlite", 3, "no such file: gone.sqlite"),
    ],
)
def test_a_database_that_cannot_be_read_is_refused_without_its_password(
    here: Run, uri: str, code: int, said: str
) -> None:
    ended = here("abcxyz", "--uri-env", "SHOP_DB", env={"SHOP_DB": uri})
    assert (ended.code, ended.text) == (code, "")
    assert said in ended.err
    assert "secret" not in ended.err


def test_a_database_and_a_file_are_not_read_at_once(here: Run, sales: Path) -> None:
    ended = here("abcxyz", sales, "--uri-env", "SHOP_DB", env={"SHOP_DB": "sqlite:///base.sqlite"})
    assert (ended.code, ended.text) == (2, "")
    assert "--uri-env and INPUT both say what to read" in ended.err


@pytest.mark.parametrize("name", ["plain.csv", "semicolons.csv", "packed.csv.gz", "packed.csv.zst", "rows.parquet",
                                  "rows.ndjson", "rows.arrow"])  # fmt: skip
def test_every_form_comes_through_standard_input(
    segkit: Run, sales: Path, brief: Sequence[str], rows: str, name: str
) -> None:
    ended = segkit("abcxyz", "-", *brief, stdin=FORMS[name](sales.read_bytes()))
    assert (ended.code, ended.text, ended.err) == (0, rows, "")


@pytest.fixture
def halves(sales: Path) -> Path:
    """Cut the export in two: a folder with CSV and Parquet."""
    header, *lines = sales.read_bytes().splitlines(keepends=True)
    folder = sales.parent / "exports"
    folder.mkdir()
    (folder / "a.csv").write_bytes(header + b"".join(lines[:4]))
    (folder / "b.csv").write_bytes(header + b"".join(lines[4:]))
    (folder / "notes.md").write_text("not a table", "utf-8")
    return folder


@pytest.mark.parametrize("inputs", [["exports"], ["exports/"], ["exports/*.csv"], ["exports/[ab].csv"],
                                    ["exports/b.csv", "exports/a.csv"]])  # fmt: skip
def test_folders_globs_and_several_files(
    here: Run, halves: Path, brief: Sequence[str], rows: str, inputs: list[str]
) -> None:
    ended = here("abcxyz", *inputs, *brief)
    assert (ended.code, ended.text, ended.err) == (0, rows, "")


def test_a_file_and_standard_input(segkit: Run, halves: Path, brief: Sequence[str], rows: str) -> None:
    ended = segkit("abcxyz", "exports/a.csv", "-", *brief, stdin=(halves / "b.csv").read_bytes())
    assert (ended.code, ended.text, ended.err) == (0, rows, "")


@pytest.mark.parametrize("other", ["semicolons.csv", "tabs.tsv", "packed.csv.gz", "rows.parquet", "rows.arrow"])
def test_forms_mixed_in_one_call(here: Run, halves: Path, brief: Sequence[str], rows: str, other: str) -> None:
    (halves / other).write_bytes(FORMS[other]((halves / "b.csv").read_bytes()))
    ended = here("abcxyz", "exports/a.csv", f"exports/{other}", *brief)
    assert (ended.code, ended.text, ended.err) == (0, rows, "")


@pytest.mark.parametrize("typed", ["customer_id", "order_id", "order_date", "quantity"])
def test_text_and_typed_columns_mixed_in_one_call(here: Run, tmp_path: Path, typed: str) -> None:
    """A CSV of texts beside a Parquet file whose column holds numbers or times, as databases export it."""
    text = b"customer_id,order_id,order_date,amount,quantity\n7,1,2024-01-01,5,1\n8,2,2024-01-02,3,1\n"
    (tmp_path / "a.csv").write_bytes(text)
    rows = pl.read_csv(io.BytesIO(text), infer_schema=False).with_columns(pl.col("order_date").str.to_date())
    kinds = {"order_date": pl.Datetime("us")}
    rows.with_columns(pl.col(typed).cast(kinds.get(typed, pl.Int64))).write_parquet(tmp_path / "b.parquet")
    options = ["--carry", "quantity", "--columns", "customer_id,total_amount,order_count,quantity"]
    ended = here("abcxyz", "a.csv", "b.parquet", "-q", *options)
    expected = "customer_id,total_amount,order_count,quantity\n7,10.00,1,1\n8,6.00,1,1\n"
    assert (ended.code, ended.text, ended.err) == (0, expected, "")


def test_an_option_can_name_a_column_of_a_file_without_a_header(here: Run, tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text("anna,2024-01-01,5\nbert,2024-01-02,3\n", "utf-8")
    options = ["--customer", "column_1", "--date", "column_2", "--amount", "column_3"]
    ended = here("abcxyz", "bare.csv", *options, "--columns", "customer_id,total_amount,first_order_date")
    assert ended.code == 0
    assert ended.text == "customer_id,total_amount,first_order_date\nanna,5.00,2024-01-01\nbert,3.00,2024-01-02\n"
    assert "without a header" in ended.err
    assert "customer = column_1, date = column_2, amount = column_3" in ended.err
    refused = here("abcxyz", "bare.csv")
    assert (refused.code, "Columns: column_1, column_2, column_3" in refused.err) == (3, True)


def test_process_substitution_is_read_whole_or_refused(
    segkit: Run, shell: Run, sales: Path, brief: Sequence[str], rows: str
) -> None:
    ended = shell(f"segkit abcxyz <(cat {sales.name}) {' '.join(brief)}")
    assert (ended.code, ended.text) in [(0, rows), (3, "")]
    assert "a bug in segkit" not in ended.err


@pytest.mark.parametrize("name", ["a\nb", "a\r\nb", "a\rb", 'say "hi"', "a,b", "two\n\nbreaks"])
@pytest.mark.parametrize("first", [True, False], ids=["first column", "last column"])
def test_quoted_cells_hold_separators_quotes_and_line_breaks(here: Run, tmp_path: Path, name: str, first: bool) -> None:
    import csv

    rows = [(name if n % 9 == 0 else f"c{n % 9}", str(n + 1)) for n in range(60)]
    columns = ["customer_id", "amount"] if first else ["amount", "customer_id"]
    with (tmp_path / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([columns, *((row if first else row[::-1]) for row in rows)])
    ended = here("abcxyz", "rows.csv", "-q", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    told = {row["customer_id"]: row["order_count"] for row in json.loads(ended.out)["rows"]}
    assert told == {**{f"c{n}": len(range(n, 60, 9)) for n in range(1, 9)}, name: 7}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1251", "cp866", "koi8-r"])
def test_encodings_are_right_or_refused(here: Run, tmp_path: Path, encoding: str) -> None:
    names = ["Анна Петрова", "Борис Иванов", "Мария Сидорова", "Общество Ромашка"] * 5
    text = "клиент;дата;сумма\n" + "".join(f"{name};0{n % 9 + 1}.01.2024;{n + 1},50\n" for n, name in enumerate(names))
    (tmp_path / "rows.csv").write_bytes(text.encode(encoding))
    ended = here("abcxyz", "rows.csv", "-q", "--columns", "customer_id")
    if ended.code == 0:
        assert sorted(ended.text.split("\n")[1:-1]) == sorted(set(names))
    else:
        assert (ended.code, ended.out) == (3, b"")
        assert len(ended.err.splitlines()) <= 4


def test_ids_of_text_are_exactly_as_written(here: Run, tmp_path: Path) -> None:
    ids = [
        "00123", "0123", "123", "12345678901234567890", "1e5", " 7", "Анна", "NULL", "NaN", "Null", "none", "NA", "\\N", "true",
        "2024-01-01",
    ]  # fmt: skip
    lines = ["customer_id,amount", *(f"{name},{100 - n}" for n, name in enumerate(ids))]
    (tmp_path / "rows.csv").write_text("\n".join(lines) + "\n", "utf-8")
    ended = here("abcxyz", "rows.csv", "-q", "--columns", "customer_id")
    assert (ended.code, ended.text.split("\n")[1:-1]) == (0, ids)


@pytest.mark.parametrize("word", ["NULL", "NaN", r"\N", "<NA>", "#N/A"])
def test_the_word_of_a_program_for_nothing_as_an_id_is_warned_about(here: Run, tmp_path: Path, word: str) -> None:
    (tmp_path / "rows.csv").write_text(f"customer_id,amount\na,4\n{word},2\nb,1\n{word},1\n", "utf-8")
    ended = here("abcxyz", "rows.csv", "--columns", "customer_id")
    assert (ended.code, ended.text.split("\n")[1:-1]) == (0, ["a", word, "b"])
    assert f'the customer "{word}" has 2 of 4 purchases (50%): everybody without a name?' in ended.err


def test_a_cut_line_of_ndjson_is_a_rejected_record(here: Run, tmp_path: Path) -> None:
    lines = [f'{{"customer_id": "c{n % 3}", "amount": {n}}}' for n in range(200)]
    (tmp_path / "rows.ndjson").write_text("\n".join([*lines, '{"customer_id": "c1", "amo']) + "\n", "utf-8-sig")
    ended = here("abcxyz", "rows.ndjson", "--columns", "customer_id,total_amount", "--rejects", "bad.csv")
    assert (ended.code, ended.text) == (0, "customer_id,total_amount\nc1,6700.00\nc0,6633.00\nc2,6567.00\n")
    assert "rows: 201 (19,900.00) read = 200 (19,900.00) used + rejected: record 1" in ended.err
    assert (
        (tmp_path / "bad.csv").read_text("utf-8").splitlines()[1].startswith("rows.ndjson,201,record: no JSON object,")
    )


def test_no_id_is_in_a_message_about_a_file_that_cannot_be_read(here: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.ndjson").write_text('{"customer_id": 123456789012345678901, "amount": "x"}\n', "utf-8")
    ended = here("abcxyz", "rows.ndjson")
    assert (ended.code, ended.text) == (3, "")
    assert "123456789012345678901" not in ended.err


def test_an_endless_stream_without_lines_is_refused_before_it_fills_the_disk(
    here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setenv("TMPDIR", str(room))
    ended = here("abcxyz", "/dev/zero")
    assert (ended.code, ended.out) == (3, b"")
    assert ended.err == "segkit: /dev/zero: the first line is longer than 1,048,576 bytes: no table\n"
    assert list(room.iterdir()) == []
