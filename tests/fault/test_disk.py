"""A disk that is full, a device, a FIFO, modes: the old file stays and the message says what happened."""

from __future__ import annotations

import gzip
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Shell = Any
Whole = Callable[[str], bytes]

OLD = b"the old list\n"
FORMATS = ("csv", "tsv", "json", "ndjson", "parquet", "arrow", "md", "xlsx")
LIMIT = "export PYTHONDONTWRITEBYTECODE=1; ulimit -f 8;"
"""No file may grow beyond 8 KiB, which is what a full disk does to a writer (and to bytecode: write none)."""


def assert_told(ended: Any, *said: str) -> None:
    assert ended.code == 3, ended.err
    assert "a bug in segkit" not in ended.err
    assert "Traceback" not in ended.err
    assert "Exception ignored" not in ended.err
    assert len(ended.err.splitlines()) <= 4, ended.err
    for part in said:
        assert part in ended.err


@pytest.mark.parametrize("form", FORMATS)
def test_full_disk_leaves_no_file_where_there_was_none(shell: Shell, work: Path, export: Path, form: str) -> None:
    ended = shell(f"{LIMIT} segkit abcxyz {export} -q -o list.{form}")
    assert_told(ended, f"list.{form}", "the disk of")
    assert list(work.iterdir()) == []


def at(share: float, *few: str) -> list[Any]:
    """Return a share of a file with every format; formats that are not among the few are left to the deep tests."""
    return [pytest.param(share, form, marks=[pytest.mark.deep] * (form not in few)) for form in FORMATS]


@pytest.mark.parametrize(("share", "form"), [*at(0, "csv", "xlsx"), *at(0.5, "json", "parquet"), *at(1, *FORMATS)])
def test_a_write_that_fails_at_any_point_keeps_the_old_file(
    shell: Shell, work: Path, export: Path, whole: Whole, *, share: float, form: str
) -> None:
    target = work / f"list.{form}"
    target.write_bytes(OLD)
    limit = min(max(int(len(whole(form)) * share), 1), len(whole(form)) - 1)
    told = shell(f"PYTHONDONTWRITEBYTECODE=1 prlimit --fsize={limit} segkit abcxyz {export} -q -o {target.name}")
    assert_told(told, f"list.{form}", "the disk of")
    assert [(path.name, path.read_bytes()) for path in work.iterdir()] == [(target.name, OLD)]


@pytest.mark.parametrize("form", FORMATS)
def test_a_list_that_is_all_header_and_footer_names_the_disk_too(
    shell: Shell, work: Path, export: Path, form: str
) -> None:
    command = f"PYTHONDONTWRITEBYTECODE=1 prlimit --fsize=1 segkit abcxyz {export} -q --top 3"
    assert_told(shell(f"{command} -o list.{form}"), f"list.{form}", "File too large", "the disk of")
    assert list(work.iterdir()) == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("rows", "target", "name"),
    [
        ("", "-o /dev/full", "/dev/full"),
        ("--top 3", "> /dev/full", "standard output"),
        pytest.param("--top 3", "-o /dev/full", "/dev/full", marks=pytest.mark.deep),
        pytest.param("", "> /dev/full", "standard output", marks=pytest.mark.deep),
    ],
)
def test_a_full_device_is_named(shell: Shell, export: Path, *, form: str, rows: str, target: str, name: str) -> None:
    ended = shell(f"segkit abcxyz {export} -q {rows} --format {form} {target}")
    assert (ended.code, ended.err) == (3, f"segkit: cannot write {name}: No space left on device\n")


def test_a_stream_to_a_full_disk_names_no_folder_and_promises_nothing(shell: Shell, export: Path) -> None:
    ended = shell(f"{LIMIT} segkit abcxyz {export} -q > list.csv")
    assert (ended.code, ended.err) == (3, "segkit: cannot write standard output: File too large\n")


@pytest.mark.parametrize("kind", ["standard input", "gzip", "cp1251", "repaired", "utf-16 ndjson", "fifo"])
def test_a_full_disk_for_temporary_files_is_named(
    shell: Shell, work: Path, scratch: Path, export: Path, kind: str
) -> None:
    rows = export.read_bytes()
    line = '{"customer_id": "anna", "order_date": "2024-01-01", "amount": 5}\n'
    made = {
        "standard input": rows, "fifo": rows, "gzip": gzip.compress(rows), "cp1251": rows + "Ольга,2024-01-01,5\n".encode("cp1251"),
        "repaired": rows + b"x,y\n", "utf-16 ndjson": (line * 1_000).encode("utf-16"),
    }[kind]  # fmt: skip
    (work / "rows").write_bytes(made)
    read = {"standard input": "- < rows", "fifo": "<(cat rows)"}.get(kind, "rows")
    ended = shell(f"{LIMIT} segkit abcxyz -q {read}")
    said = f"segkit: cannot write a temporary copy: File too large (the disk of {scratch})"
    assert (ended.code, ended.out) == (3, b"")
    assert ended.err == f"{said}\nSet TMPDIR to a folder with more room, such as TMPDIR=/var/tmp.\n"
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        "segkit inspect {export} > /dev/full",
        "segkit schema abcxyz > /dev/full",
        "segkit completion bash > /dev/full",
        "segkit abcxyz {export} -q > list.csv",
        "segkit abcxyz {export} -q --excel > list.csv",
        "segkit abcxyz {export} -q --top 1 --rejects /dev/full",
        "segkit abcxyz - -q --top 1 < {export}",
        "segkit demo -o shop.csv",
    ],
)
def test_full_disk_elsewhere(shell: Shell, export: Path, command: str) -> None:
    if "--rejects" in command:
        export = export.parent / "odd.csv"
        export.write_text("customer_id,amount\n" + "anna,5\n" * 200 + "bert,x\n", "utf-8")
    assert_told(shell(f"{LIMIT} {command.format(export=export)}"))


def test_help_into_a_full_device_says_so(shell: Shell) -> None:
    for command in ("segkit --help", "segkit abcxyz --help", "segkit --version"):
        assert_told(shell(f"{command} > /dev/full"), "No space left on device")


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_a_fifo_is_written_in_place(shell: Shell, work: Path, export: Path, whole: Whole, form: str) -> None:
    fifo = work / "fifo"
    os.mkfifo(fifo)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(fifo.read_bytes()), daemon=True)
    reader.start()
    ended = shell(f"segkit abcxyz {export} -q --format {form} -o fifo")
    reader.join(10)
    assert (ended.code, ended.out, ended.err) == (0, b"", "")
    assert stat.S_ISFIFO(fifo.stat().st_mode)
    assert [path.name for path in work.iterdir()] == ["fifo"]
    assert got == [whole(form)]


def test_a_device_is_written_in_place(shell: Shell, export: Path) -> None:
    before = Path("/dev/null").stat()
    ended = shell(f"segkit abcxyz {export} -q -o /dev/null")
    assert (ended.code, ended.err) == (0, "")
    after = Path("/dev/null").stat()
    assert (before.st_ino, before.st_mode, before.st_rdev) == (after.st_ino, after.st_mode, after.st_rdev)


@pytest.mark.parametrize("target", ["/dev/stdout", "/proc/self/fd/1", "/dev/fd/1"])
def test_standard_output_by_name_is_written_in_place(
    shell: Shell, work: Path, export: Path, whole: Whole, target: str
) -> None:
    (work / "log").write_bytes(OLD)
    (work / "log").chmod(0o640)
    ended = shell(f"segkit abcxyz {export} -q --format csv -o {target} >> log")
    assert (ended.code, ended.err) == (0, "")
    assert (work / "log").read_bytes() == OLD + whole("csv")
    assert stat.S_IMODE((work / "log").stat().st_mode) == 0o640
    piped = shell(f"segkit abcxyz {export} -q --format csv -o {target} | cat")
    assert (piped.code, piped.out) == (0, whole("csv"))


@pytest.mark.parametrize(("mask", "form"), [("000", "csv"), ("022", "xlsx"), ("077", "parquet")])
def test_new_files_are_private(shell: Shell, work: Path, mask: str, form: str) -> None:
    rows = "customer_id,amount\n" + "anna,5\n" * 200 + "bert,x\n"
    targets = f"-o list.{form} --rejects rejects.csv --manifest manifest.json"
    ended = shell(f"umask {mask}; segkit abcxyz - -q {targets}", stdin=rows.encode())
    assert (ended.code, ended.err) == (0, "")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in work.iterdir()}
    assert modes == dict.fromkeys([f"list.{form}", "rejects.csv", "manifest.json"], 0o600)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o400])
def test_a_replaced_file_keeps_its_mode_and_group(shell: Shell, work: Path, export: Path, mode: int) -> None:
    target = work / "list.csv"
    target.write_bytes(OLD)
    if os.geteuid() == 0:
        os.chown(target, -1, 54321)
    group = target.stat().st_gid
    target.chmod(mode)
    assert shell(f"umask 077; segkit abcxyz {export} -q -o list.csv").code == 0
    assert target.read_bytes() != OLD
    assert (stat.S_IMODE(target.stat().st_mode), target.stat().st_gid) == (mode, group)


def test_a_link_stays_a_link(shell: Shell, work: Path, export: Path, whole: Whole) -> None:
    (work / "real.csv").write_bytes(OLD)
    (work / "link.csv").symlink_to("real.csv")
    assert shell(f"segkit abcxyz {export} -q -o link.csv").code == 0
    assert (work / "link.csv").is_symlink()
    assert (work / "real.csv").read_bytes() == whole("csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_written(shell: Shell, work: Path, export: Path) -> None:
    (work / "shut").mkdir(mode=0o555)
    assert_told(shell(f"segkit abcxyz {export} -q -o shut/list.csv"), "shut/list.csv", "Permission denied")


def test_a_folder_is_no_target(shell: Shell, work: Path, export: Path) -> None:
    (work / "folder.csv").mkdir()
    assert_told(shell(f"segkit abcxyz {export} -q -o folder.csv"), "folder.csv")
    assert list((work / "folder.csv").iterdir()) == []
