"""Targets: none is an input or another target, and the process's own streams are written in place, whatever their name."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Run = Any

FIX = "Name another file with one of them.\n"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def shop(tmp_path: Path, sales: Path) -> Path:
    """Lay out a folder with an export, a folder of exports, a list, cuts and links to some."""
    (tmp_path / "lists").mkdir()
    shutil.copy(sales, tmp_path / "lists" / "AX.csv")
    (tmp_path / "listed.csv").write_text("customer_id\nanna\n", "utf-8")
    (tmp_path / "link.csv").symlink_to(sales.name)
    os.link(sales, tmp_path / "hard.csv")
    (tmp_path / "again").symlink_to("lists")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("abcxyz sales.csv -o sales.csv", "--output and INPUT are the same file: sales.csv"),
        ("abcxyz sales.csv -o o.csv --rejects sales.csv", "--rejects and INPUT are the same file: sales.csv"),
        ("abcxyz sales.csv -o o.csv --manifest ./sales.csv", "--manifest and INPUT are the same file: sales.csv"),
        ("abcxyz link.csv -o sales.csv", "--output and INPUT are the same file: link.csv"),
        ("abcxyz sales.csv -o link.csv", "--output and INPUT are the same file: sales.csv"),
        ("abcxyz sales.csv -o hard.csv", "--output and INPUT are the same file: sales.csv"),
        ("abcxyz lists -o lists/AX.csv", "--output and INPUT are the same file: lists/AX.csv"),
        ("abcxyz li*/*.csv -o again/AX.csv", "--output and INPUT are the same file: lists/AX.csv"),
        ("abcxyz sales.csv -o listed.csv --minus listed.csv", "--output and --minus are the same file: listed.csv"),
        ("abcxyz sales.csv -o s.csv --manifest s.csv", "--output and --manifest are the same file: s.csv"),
        ("abcxyz sales.csv -o s.csv --rejects lists/../s.csv", "--output and --rejects are the same file: lists/../s.csv"),
        ("abcxyz sales.csv --manifest -", "--output and --manifest are the same stream: standard output"),
        ("abcxyz sales.csv --rejects /dev/stdout", "--output and --rejects are the same stream: standard output"),
        ("abcxyz lists/AX.csv --split again --replace", "--split writes into the folder that INPUT lists/AX.csv is in"),
        ("abcxyz sales.csv --split new --manifest new/AX.csv", "--split writes into the folder that --manifest new/AX.csv is in"),
        ("rfm sales.csv --breaks b.toml -o b.toml --format csv", "--output and --breaks are the same file: b.toml"),
        ("rfm sales.csv --save-breaks -", "--output and --save-breaks are the same stream: standard output"),
        ("abcxyz sales.csv -o c.toml --format csv --config c.toml", "--output and --config are the same file: c.toml"),
        ("export listed.csv --to plain -o listed.csv", "--output and INPUT are the same file: listed.csv"),
        ("export sales.csv --to plain -o listed.csv --suppress listed.csv", "--output and --suppress are the same file: listed.csv"),
        ("export lists/AX.csv --to plain -o lists/ --replace", "--output writes into the folder that INPUT lists/AX.csv is in"),
        ("export listed.csv --to plain --manifest -", "--output and --manifest are the same stream: standard output"),
    ],
)  # fmt: skip
def test_a_target_that_is_an_input_or_another_target_is_refused(
    here: Run, shop: Path, arguments: str, problem: str
) -> None:
    if "b.toml" in arguments:
        assert here(*["rfm", "sales.csv", "-q", "-o", "/dev/null", "--save-breaks", "b.toml"]).code == 0
    (shop / "c.toml").write_text("", "utf-8")
    before = files(shop)
    ended = here(*arguments.split(), "-q")
    assert (ended.code, ended.out, ended.err) == (2, b"", f"segkit: {problem}\n{FIX}")
    assert files(shop) == before


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("- -o sales.csv < sales.csv", "--output and INPUT (standard input) are the same file: sales.csv"),
        ("sales.csv >> sales.csv", "--output (standard output) and INPUT are the same file: sales.csv"),
        ("sales.csv -o r.csv --manifest - > r.csv", "--output and --manifest (standard output) are the same file: r.csv"),
    ],
)  # fmt: skip
def test_what_the_shell_opened_is_held_against_the_targets(
    shell: Run, shop: Path, arguments: str, problem: str
) -> None:
    before = files(shop)
    ended = shell(f"segkit abcxyz -q {arguments}")
    assert (ended.code, ended.out, ended.err) == (2, b"", f"segkit: {problem}\n{FIX}")
    assert {**files(shop), "r.csv": b""} == {**before, "r.csv": b""}


def test_a_database_and_a_configuration_that_is_found_are_inputs(
    here: Run, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(shop / "shop.db")) as database:
        database.execute("create table sales (customer_id, amount)")
    monkeypatch.setenv("SHOP", f"sqlite:///{shop}/shop.db")
    ended = here("abcxyz", "--uri-env", "SHOP", "-o", "shop.db", "--format", "csv")
    assert (ended.code, "--output and --uri-env are the same file" in ended.err) == (2, True)
    (shop / "segkit.toml").write_text("", "utf-8")
    for command in (
        ["abcxyz", "sales.csv", "--format", "csv"],
        ["export", "listed.csv", "--to", "plain", "--format", "csv"],
    ):
        ended = here(*command, "-o", "segkit.toml")
        assert (ended.code, "--output and --config are the same file" in ended.err) == (2, True), ended.err


def test_every_clash_is_told_at_once(here: Run, shop: Path) -> None:
    ended = here(
        *[
            "abcxyz",
            "sales.csv",
            "lists",
            "-q",
            "-o",
            "sales.csv",
            "--rejects",
            "lists/AX.csv",
            "--manifest",
            "sales.csv",
        ]
    )
    assert (ended.code, ended.out) == (2, b"")
    assert len(ended.err.splitlines()) == 5
    assert (shop / "sales.csv").read_bytes() == (shop / "lists" / "AX.csv").read_bytes()


def test_a_device_may_be_every_target(here: Run, sales: Path) -> None:
    ended = here(*f"abcxyz {sales.name} -q -o /dev/null --rejects /dev/null --manifest /dev/null".split())
    assert (ended.code, ended.out, ended.err) == (0, b"", "")


@pytest.mark.parametrize(
    ("option", "own"),
    [
        ("--manifest", "-"), ("--rejects", "-"), ("--save-breaks", "-"), ("--manifest", "/dev/stdout"),
        ("--rejects", "/dev/fd/1"), ("--save-breaks", "/proc/self/fd/1"), ("--manifest", "link"),
        ("--rejects", "/dev/stderr"), ("--manifest", "/dev/fd/2"),
    ],
)  # fmt: skip
def test_every_target_may_be_a_stream_of_ones_own(shell: Run, sales: Path, own: str, option: str) -> None:
    (sales.parent / "link").symlink_to("/dev/stdout")
    number = 2 if "err" in own or own.endswith("2") else 1
    run = f"segkit rfm {sales.name} -q -o rows.csv {option} {own}"
    ended = shell(f"(echo before; {run}; echo after) {number}> log")
    assert (ended.code, "" if number == 1 else ended.text, ended.err) == (0, "before\nafter\n" * (number == 2), "")
    log = (sales.parent / "log").read_text("utf-8")
    if number == 1:
        assert (log[:7], log[-6:]) == ("before\n", "after\n")
        log = log[7:-6]
    if option == "--manifest":
        assert json.loads(log)["outputs"][0]["path"] == "rows.csv"
    elif option == "--save-breaks":
        assert tomllib.loads(log)
    else:
        assert log.startswith("source,line,reason,")
    assert sorted(path.name for path in sales.parent.iterdir()) == ["link", "log", "rows.csv", "sales.csv"]


def test_rows_after_what_the_log_holds(shell: Run, sales: Path, rows: str) -> None:
    columns = "customer_id,total_amount,order_count,abc_xyz_class"
    (sales.parent / "link.csv").symlink_to("/proc/self/fd/1")
    for own in ("-", "link.csv"):
        ended = shell(f"(echo before; segkit abcxyz {sales.name} -q --columns {columns} -o {own}; echo after) > log")
        assert (ended.code, ended.err) == (0, "")
        assert (sales.parent / "log").read_text("utf-8") == f"before\n{rows}after\n"


def test_all_rows_reach_standard_error(shell: Run, tmp_path: Path) -> None:
    lines = "".join(f"a-customer-{number:06},2024-01-{number % 28 + 1:02},5\n" for number in range(5_000))
    (tmp_path / "many.csv").write_text("customer_id,order_date,amount\n" + lines, "utf-8")
    plain = shell("segkit abcxyz many.csv -q")
    assert len(plain.out) > 200_000
    ended = shell("segkit abcxyz many.csv -q -o /dev/stderr 2> log")
    assert (ended.code, ended.out) == (0, b"")
    assert (tmp_path / "log").read_bytes() == plain.out


def test_what_goes_to_standard_error_is_there_when_the_run_fails(shell: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("customer_id,amount\nanna,5\nbert,x\n", "utf-8")
    for options, code in (("", 3), ("--max-bad 50% --fail-on 'customers < 5'", 4)):
        ended = shell(f"segkit abcxyz bad.csv -q -o rows.csv --rejects /dev/stderr {options}")
        assert ended.code == code, ended.err
        assert ended.err.startswith("source,line,reason,customer_id,amount\nbad.csv,3,amount,bert,x\nsegkit: ")


def test_demo_writes_to_standard_output(shell: Run, tmp_path: Path) -> None:
    assert shell("segkit demo").code == 0
    ended = shell("segkit demo -o -")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (tmp_path / "segkit-demo.csv").read_bytes()
    assert shell("segkit demo -o - | segkit abcxyz - -q --top 1").text.count("\n") == 2


def test_a_file_of_that_name_is_not_a_stream(shell: Run, sales: Path, rows: str) -> None:
    columns = "customer_id,total_amount,order_count,abc_xyz_class"
    ended = shell(f"segkit abcxyz {sales.name} -q --columns {columns} --format csv -o ./-")
    assert (ended.code, ended.out, ended.err) == (0, b"", "")
    assert (sales.parent / "-").read_text("utf-8") == rows


NO_PLACE = {
    "-o none/list.csv": "cannot write none/list.csv: No such file or directory",
    "-o sales.csv/list.csv": "cannot write sales.csv/list.csv: Not a directory",
    "-o folder --format csv": "cannot write folder: Is a directory",
    "-o list.csv --manifest none/m.json": "cannot write none/m.json: No such file or directory",
    "-o list.csv --rejects none/r.csv": "cannot write none/r.csv: No such file or directory",
    "--split none/folder": "cannot write none/folder: No such file or directory",
    "--split folder": "folder is not empty",
    "-o list.csv --hash-ids": "--hash-ids needs a key",
}


@pytest.mark.parametrize("where", NO_PLACE)
def test_a_target_that_has_no_place_is_told_before_the_work(here: Run, sales: Path, where: str) -> None:
    (sales.parent / "folder").mkdir()
    (sales.parent / "folder" / "kept.csv").touch()
    ended = here("abcxyz", sales.name, *where.split())
    assert ended.code == (2 if "--hash-ids" in where else 3)
    assert ended.err.splitlines()[0] == f"segkit: {NO_PLACE[where]}"  # not even the columns that were recognized
