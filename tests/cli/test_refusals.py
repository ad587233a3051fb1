"""Whatever cannot be done is said in a few lines on stderr, with the exit code and the way out."""

from __future__ import annotations

import gzip
import sqlite3
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

Run = Any

USAGE = {
    "unknown option": (["--columms", "x"], ["--columms", "--columns"]),
    "unknown class": (["--only", "AQ"], ['no class "AQ"', "Did you mean", "--only golden"]),
    "misspelt golden": (["--only", "goldn"], ['Did you mean "golden"?']),
    "unknown format": (["--format", "cvs"], ['no format "cvs"', 'Did you mean "csv"?']),
    "unknown extension": (["-o", "x.foo"], ["x.foo", "--format"]),
    "top is no number": (["--top", "x"], ["--top", "whole number"]),
    "top is negative": (["--top", "-1"], ["--top -1"]),
    "limits": (["--abc", "95,80"], ["--abc 95,80", "smaller"]),
    "one limit": (["--abc", "80"], ["two limits"]),
    "unknown choice": (["--xyz-by", "month"], ['"month"', 'Did you mean "months"?']),
    "duration": (["--last", "12months"], ["--last", "12mo"]),
    "date": (["--as-of", "31.12.2024"], ["--as-of", "2024-12-31"]),
    "both ends": (["--from", "2024-01-01", "--last", "1y"], ["--from", "--last"]),
    "max-bad": (["--max-bad", "some"], ["--max-bad"]),
    "excel and json": (["--excel", "--format", "json"], ["--excel"]),
    "zone": (["--tz", "Mars/Phobos"], ["--tz", "Mars/Phobos"]),
    "carried column is there already": (["--carry", "customer_id"], ["--carry", "customer_id"]),
}
DATA = {
    "missing column": (["--customer", "custmer_id"], ["--customer", 'Did you mean "customer_id"?']),
    "unknown output column": (["--columns", "tot_amount"], ['Did you mean "total_amount"?', "Columns:"]),
    "unknown carried column": (["--carry", "skuu"], ["--carry", 'Did you mean "sku"?']),
    "unknown value column": (["--value", "amuont"], ["--value", 'Did you mean "amount"?']),
    "unknown entity": (["--per", "skku"], ["--per", 'Did you mean "sku"?']),
    "no cost": (["--value", "profit"], ["--cost"]),
    "nothing in the period": (["--from", "2030-01-01"], ["no row", "period 7"]),
    "not dates": (["--date", "sku"], ["--date", "TEA"]),
    "not numbers": (["--amount", "sku"], ["amount"]),
    "folder is not there": (["-o", "nowhere/x.csv"], ["nowhere/x.csv"]),
}


def assert_refused(ended: Any, code: int, said: list[str]) -> None:
    assert (ended.code, ended.out) == (code, b""), ended.err
    for part in said:
        assert part in ended.err
    assert "Traceback" not in ended.err
    assert len(ended.err.splitlines()) <= 7, ended.err


@pytest.mark.parametrize("case", USAGE)
def test_usage_errors_end_with_2(here: Run, sales: Path, case: str) -> None:
    arguments, said = USAGE[case]
    ended = here("abcxyz", sales.name, "-o", "out.csv", *arguments) if "-o" not in arguments else None
    assert_refused(ended or here("abcxyz", sales.name, *arguments), 2, said)
    assert [path.name for path in sales.parent.iterdir()] == ["sales.csv"]


@pytest.mark.parametrize("case", DATA)
def test_data_errors_end_with_3(here: Run, sales: Path, case: str) -> None:
    arguments, said = DATA[case]
    assert_refused(here("abcxyz", sales.name, *arguments), 3, said)
    assert [path.name for path in sales.parent.iterdir()] == ["sales.csv"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["abcxy", "sales.csv"], 2, ["abcxyz"]),
        (["schema", "abcxy"], 2, ['Did you mean "abcxyz"?']),
        (["completion", "tcsh"], 2, ["bash"]),
        (["inspect", "sales.csv", "--separator", "ab", "--merge-ids", "x"], 2, ["--separator", "--merge-ids"]),
        (["inspect", "nothere.csv"], 3, ["no such file: nothere.csv"]),
        (["inspect", "sales.csv", "--customer", "x"], 3, ["--customer"]),
        (["abcxyz", "sale.csv"], 3, ["no such file: sale.csv", 'Did you mean "sales.csv"?']),
        (["abcxyz", "*.parquet"], 3, ["*.parquet"]),
        (["abcxyz", "."], 0, []),
    ],
)
def test_names_that_are_not_there(here: Run, sales: Path, arguments: list[str], code: int, said: list[str]) -> None:
    ended = here(*arguments)
    assert ended.code == code
    assert all(part in ended.err for part in said)
    assert "Traceback" not in ended.err


def test_all_usage_problems_are_told_at_once(here: Run, sales: Path) -> None:
    ended = here("abcxyz", sales.name, "--abc", "80", "--last", "soon", "--max-bad", "some", "--top", "-1")
    assert_refused(ended, 2, ["--abc", "--last", "--max-bad", "--top"])


def test_no_role_names_every_flag_and_the_columns(here: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("who,when_paid,how_much\nanna,2024-01-01,5\n", "utf-8")
    ended = here("abcxyz", "odd.csv")
    assert_refused(ended, 3, ["--customer COLUMN", "--amount COLUMN", "Columns: who, when_paid, how_much"])
    told = here("abcxyz", "odd.csv", "-q", "--customer", "who", "--amount", "how_much", "--columns", "customer_id")
    assert (told.code, told.text) == (0, "customer_id\nanna\n")


def _xlsx(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write(0, 0, "only one cell")


def _sqlite(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("create table sales (customer_id text, amount real)")
    base.execute("create table clients (customer_id text)")
    base.commit()
    base.close()


def _parquet(path: Path) -> None:
    pl.DataFrame({"customer_id": ["anna"], "amount": [1.0]}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])


FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "book.xlsx": (_xlsx, "book.xlsx, sheet Sheet1: no customer column found"),
    "cut.xlsx": (lambda path: path.write_bytes(b"PK\x03\x04 and no more"), "cut.xlsx"),
    "old.xls": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)), "old.xls"),
    "archive.zip": (lambda path: zipfile.ZipFile(path, "w").close(), "archive.zip"),
    "base.sqlite": (_sqlite, "--query"),
    "cut.sqlite": (lambda path: path.write_bytes(b"SQLite format 3\x00" + b"cut" * 40), "cut.sqlite"),
    "page.xls": (
        lambda path: path.write_text("<html><p>Sign in</p></html>", "utf-8"),
        "page.xls is a web page without",
    ),
    "book.xml": (
        lambda path: path.write_text('<?xml version="1.0"?><Workbook/>', "utf-8"),
        "book.xml is an XML document",
    ),
    "paper.pdf": (lambda path: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3"), "PDF"),
    "nulls.bin": (lambda path: path.write_bytes(bytes(range(256)) * 4), "nulls.bin"),
    "empty.csv": (lambda path: path.write_bytes(b""), "empty"),
    "blank.csv": (lambda path: path.write_bytes(b"\n\n  \n"), "blank.csv"),
    "header.csv": (lambda path: path.write_text("customer_id,order_date,amount\n", "utf-8"), "no row"),
    "cut.parquet": (_parquet, "cut.parquet"),
    "cut.csv.gz": (
        lambda path: path.write_bytes(gzip.compress(b"customer_id,amount\nanna,5\n" * 999)[:-30]),
        "cut.csv",
    ),
    "array.json": (lambda path: path.write_text('[{"customer_id": "a", "amount": 1}]', "utf-8"), "array.json"),
    "folder": (lambda path: path.mkdir(), "folder"),
}


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_table_end_with_3(here: Run, tmp_path: Path, name: str) -> None:
    make, said = FILES[name]
    make(tmp_path / name)
    assert_refused(here("abcxyz", name, "-q"), 3, [said])


@pytest.mark.parametrize("name", ["book.xlsx", "page.xls", "empty.csv", "cut.parquet"])
def test_standard_input_that_is_no_table_ends_with_3(segkit: Run, tmp_path: Path, name: str) -> None:
    FILES[name][0](tmp_path / name)
    assert_refused(segkit("abcxyz", "-", "-q", stdin=(tmp_path / name).read_bytes()), 3, ["standard input"])


def test_no_input_is_told_with_an_example(here: Run) -> None:
    ended = here("abcxyz")
    assert (ended.code in (2, 3), ended.out) == (True, b"")
    assert "Name a file, such as sales.csv" in ended.err


def test_debug_shows_the_traceback(segkit: Run) -> None:
    ended = segkit("abcxyz", "nothere.csv", "--debug")
    assert (ended.code, "Traceback" in ended.err) == (3, True)


def test_an_id_is_told_only_in_the_rows(here: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("customer_id,order_date,amount\nann@example.org,2024-01-01,oops\n" * 2, "utf-8")
    ended = here("abcxyz", "odd.csv")
    assert ended.code == 3
    assert "ann@" not in ended.err


@pytest.mark.parametrize("arguments", [["--only", "golden"], ["--top", "0"], ["--only", "B*", "--top", "0"]])
def test_no_rows_left_by_a_filter_is_no_error(here: Run, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "rows.csv").write_text("customer_id,amount\nanna,-5\n", "utf-8")
    ended = here("abcxyz", "rows.csv", "-q", "--columns", "customer_id", *arguments)
    assert (ended.code, ended.text) == (0, "customer_id\n")


def test_a_result_is_not_taken_for_sales(here: Run, sales: Path) -> None:
    assert here("abcxyz", sales, "-q", "-o", "golden.csv").code == 0
    assert_refused(here("abcxyz", "golden.csv"), 3, ["golden.csv is a result of segkit", "segkit export"])


def test_a_column_that_is_mostly_unreadable_is_doubted_and_not_excused(here: Run, sales: Path) -> None:
    ended = here("abcxyz", sales, "--amount", "sku")
    assert_refused(ended, 3, ["of 9 rows cannot be read", "--amount"])
    assert "larger --max-bad" not in ended.err


def test_lists_are_made_of_customers(here: Run, sales: Path) -> None:
    ended = here("export", sales, "--analysis", "loss", "--to", "plain")
    assert_refused(ended, 2, ["--analysis loss: its rows are no customers", "abcxyz, rfm"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sales.csv", "-o", "a.csv"], "cannot write a.csv: Too many levels of symbolic links"),
        (["sales.csv", "-o", "a.csv/x.csv"], "cannot write a.csv/x.csv: Too many levels of symbolic links"),
        (["a.csv"], "a.csv cannot be read: Too many levels of symbolic links"),
        (["sales.csv", "--minus", "a.csv"], "--minus: a.csv cannot be read: Too many levels of symbolic links"),
        (["lost.csv"], "lost.csv cannot be read: No such file or directory"),
        (["los*.csv"], "lost.csv cannot be read: No such file or directory"),
    ],
)  # fmt: skip
def test_links_that_lead_nowhere_are_refused(here: Run, sales: Path, arguments: list[str], said: str) -> None:
    for name, leads_to in (("a.csv", "b.csv"), ("b.csv", "a.csv"), ("lost.csv", "nowhere.csv")):
        (sales.parent / name).symlink_to(leads_to)
    ended = here("abcxyz", *arguments, "-q")
    assert (ended.code, ended.out) == (3, b"")
    assert ended.err.startswith(f"segkit: {said}")
    assert all((sales.parent / name).is_symlink() for name in ("a.csv", "b.csv", "lost.csv"))


_URIS = ("postgresql://u:s3cret@h/db", "sqlite://u:s3cret@h/db", "mysql+x://u:s3cr/s3cret@h/db", "http://bob:s3cret@h/x", "jdbc://h/db?p=s3cret")  # fmt: skip


@pytest.mark.parametrize("uri", _URIS)
def test_a_password_is_never_repeated(here: Run, sales: Path, monkeypatch: pytest.MonkeyPatch, uri: str) -> None:
    for given in (
        [uri], ["abcxyz", uri], ["inspect", uri], ["abcxyz", "--" + uri], ["abcxyz", uri, "--debug"], ["config", uri],
        *(["abcxyz", sales.name, flag, uri] for flag in ("--minus", "-o", "--uri-env", "--top", "--encoding", "--sheet", "--config", "--manifest")),
        ["status", sales.name, "--clients", uri], ["ltv", sales.name, "--cac", uri], ["rfm", sales.name, "--map", uri],
    ):  # fmt: skip
        ended = here(*given)
        assert ended.code in (0, 2, 3), (given, ended.err)
        assert "s3cret" not in ended.err + ended.text, given
    monkeypatch.setenv("SEGKIT_ABCXYZ_MINUS", uri)
    told = here("config", "abcxyz")
    assert (told.code, "s3cret" in told.text, "abcxyz.minus = " in told.text) == (0, False, True)


def test_a_uri_is_no_name_of_a_variable(here: Run) -> None:
    ended = here("abcxyz", "--uri-env", "sqlite:///shop.db")
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.startswith(
        "segkit: --uri-env takes the name of an environment variable, never the URI itself: export"
    )


@pytest.mark.parametrize("uri", _URIS)
def test_no_error_of_the_functions_repeats_a_password(uri: str) -> None:
    import segkit
    from segkit.errors import SegkitError

    with pytest.raises(SegkitError) as caught:
        segkit.abcxyz(uri)
    assert "s3cret" not in f"{caught.value} {caught.value.message} {caught.value.fix}"
