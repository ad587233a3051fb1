"""Killed, interrupted and failing runs: the target is the old file or the new one, and nothing is left behind."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Shell = Any
Start = Callable[..., "subprocess.Popen[bytes]"]
Whole = Callable[[str], bytes]

OLD = b"the old list\n"
KILLS = 10

_DIE = """
import os, signal, sys
from segkit.cli.app import main
def die(*_, **__):
    {act}
os.{call} = die
main(sys.argv[1:])
"""
_DIE_LATER = """
import os, signal, sys
from segkit.cli.app import main
real, calls = os.replace, []
def fourth(*paths, **more):
    calls.append(paths)
    if len(calls) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    real(*paths, **more)
os.replace = fourth
main(sys.argv[1:])
"""
_INTERRUPTIBLE = """
import signal, sys
from segkit.cli.app import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may ignore it
main(sys.argv[1:])
"""
_ACTS = {"kill": "os.kill(os.getpid(), signal.SIGKILL)", "fail": "raise OSError(28, 'No space left on device')"}


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def ended(process: subprocess.Popen[bytes]) -> tuple[int, bytes, bytes]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_killed_at_random_moments(start: Start, work: Path, export: Path, whole: Whole, form: str) -> None:
    target = work / f"list.{form}"
    new = whole(form)
    command = ("segkit", "abcxyz", str(export), "-q", "-o", target.name)
    began = time.monotonic()
    start(*command).communicate()
    took = time.monotonic() - began
    assert target.read_bytes() == new
    died = 0
    for kill in range(KILLS // 2):
        target.write_bytes(OLD)
        process = start(*command)
        time.sleep(took * (0.2 + 0.8 * kill / (KILLS // 2)))
        process.kill()
        process.communicate()
        died += process.returncode == -signal.SIGKILL
        assert target.read_bytes() in (OLD, new)
    assert died
    assert ended(start(*command)) == (0, b"", b"")
    assert target.read_bytes() == new
    assert hidden(work) == []


@pytest.mark.parametrize("call", ["fsync", "replace", "fchmod"])
def test_killed_between_writing_and_renaming(start: Start, work: Path, export: Path, whole: Whole, call: str) -> None:
    target = work / "list.csv"
    target.write_bytes(OLD)
    target.chmod(0o600)
    arguments = ("abcxyz", str(export), "-q", "-o", target.name)
    died = start(sys.executable, "-c", _DIE.format(act=_ACTS["kill"], call=call), *arguments)
    died.communicate()
    assert died.returncode == -signal.SIGKILL
    assert target.read_bytes() == OLD
    for name in hidden(work):
        assert (work / name).stat().st_mode & 0o077 == 0
        assert "customer" not in name
    assert ended(start("segkit", *arguments)) == (0, b"", b"")
    assert target.read_bytes() == whole("csv")
    assert hidden(work) == []


@pytest.mark.parametrize("call", ["fsync", "replace", "fchmod"])
def test_a_step_that_fails_leaves_the_old_file(start: Start, work: Path, export: Path, call: str) -> None:
    target = work / "list.csv"
    target.write_bytes(OLD)
    failed = start(
        sys.executable, "-c", _DIE.format(act=_ACTS["fail"], call=call), "abcxyz", str(export), "-q", "-o", target.name
    )
    out, err = failed.communicate()
    assert (failed.returncode, out) == (3, b"")
    assert b"list.csv" in err
    assert b"No space left on device" in err
    assert b"Traceback" not in err
    assert target.read_bytes() == OLD
    assert hidden(work) == []


_WAIT = "open('begun', 'w').close(); time.sleep(60)"


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_folder_of_a_killed_run_is_cleared_by_the_next(start: Start, work: Path, export: Path, call: str) -> None:
    arguments = ("abcxyz", str(export), "-q", "--split", "lists")
    died = start(sys.executable, "-c", _DIE.format(act=_ACTS["kill"], call=call), *arguments)
    died.communicate()
    assert died.returncode == -signal.SIGKILL
    (left,) = hidden(work)
    assert (work / left).stat().st_mode & 0o077 == 0
    assert ended(start("segkit", *arguments)) == (0, b"", b"")
    assert [path.name for path in work.iterdir()] == ["lists"]
    assert (work / "lists" / "manifest.json").exists()


def test_a_run_in_another_container_keeps_its_folder(start: Start, work: Path, export: Path) -> None:
    """Containers that share a disk do not see each other's processes, whose numbers say nothing."""
    alone = ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "--kill-child")
    if shutil.which("unshare") is None or ended(start(*alone, "true"))[0] != 0:
        pytest.skip("this machine lets nobody make a namespace of processes")
    arguments = ("abcxyz", str(export), "-q", "--split", "lists")
    waits = "import time\n" + _DIE.format(act=_WAIT, call="rename")
    first = start(sys.executable, "-c", waits, *arguments)
    started = time.monotonic()
    while not (work / "begun").exists() and time.monotonic() - started < 30:
        time.sleep(0.05)
    (held,) = hidden(work)
    try:
        assert ended(start(*alone, "segkit", *arguments)) == (0, b"", b"")
        assert hidden(work) == [held]
        assert (work / held / "manifest.json").exists()
    finally:
        first.kill()
        first.communicate()


def test_runs_on_one_target_at_once(start: Start, work: Path, export: Path, whole: Whole) -> None:
    target = work / "list.csv"
    first, second = whole("csv"), b"".join(line + b"\n" for line in whole("csv").splitlines()[:101])
    target.write_bytes(first)
    running = [
        start("segkit", "abcxyz", str(export), "-q", "-o", target.name, *(["--top", "100"] if run % 2 else []))
        for run in range(4)
    ]
    seen = set()
    while any(process.poll() is None for process in running):
        seen.add(target.read_bytes())
        time.sleep(0.002)
    assert [ended(process) for process in running] == [(0, b"", b"")] * 4
    assert seen <= {first, second}
    assert target.read_bytes() in (first, second)
    assert hidden(work) == []


@pytest.mark.parametrize(
    ("number", "codes"), [(signal.SIGINT, {130}), (signal.SIGTERM, {143, -signal.SIGTERM}), (signal.SIGHUP, {129})]
)
def test_an_ended_run_is_quiet_and_leaves_no_copy_of_its_input(
    start: Start, work: Path, scratch: Path, number: signal.Signals, codes: set[int]
) -> None:
    (work / "list.csv").write_bytes(OLD)
    process = start(sys.executable, "-c", _INTERRUPTIBLE, "abcxyz", "-", "-o", "list.csv")
    assert process.stdin is not None
    process.stdin.write(b"customer_id,amount\n" + b"anna,5\n" * 100_000)
    process.stdin.flush()
    started = time.monotonic()
    while not list(scratch.iterdir()) and time.monotonic() - started < 20:
        time.sleep(0.05)
    time.sleep(0.2)
    process.send_signal(number)
    try:
        assert process.wait(5) in codes
    finally:
        process.kill()
        _, err = process.communicate()
    assert b"Traceback" not in err
    assert (work / "list.csv").read_bytes() == OLD
    assert hidden(work) == []
    assert list(scratch.iterdir()) == []


def test_the_copy_of_a_killed_run_is_private_and_removed_by_the_next(
    start: Start, work: Path, scratch: Path, export: Path
) -> None:
    (scratch / "segkit-of-the-user").mkdir()
    process = start("segkit", "abcxyz", "-", "-o", "list.csv")
    assert process.stdin is not None
    process.stdin.write(b"customer_id,amount\n" + b"anna,5\n" * 100_000)
    process.stdin.flush()
    until = time.monotonic() + 20
    while not list(scratch.glob(".*/*")) and time.monotonic() < until:
        time.sleep(0.05)
    (copy,) = scratch.glob(".*/*")
    assert [path.stat().st_mode & 0o777 for path in (copy.parent, copy)] == [0o700, 0o600]
    other = start("segkit", "abcxyz", str(export), "-q", "--top", "1")
    assert ended(other)[0] == 0
    assert copy.exists()  # of a run that lives
    process.kill()
    process.communicate()
    until = time.monotonic() + 20
    while copy.parent.exists() and time.monotonic() < until:  # its child dies a little later
        assert ended(start("segkit", "abcxyz", str(export), "-q", "--top", "1"))[0] == 0
    assert [path.name for path in scratch.iterdir()] == ["segkit-of-the-user"]


def test_lists_of_a_killed_replacement_are_removed_by_the_next(start: Start, work: Path, export: Path) -> None:
    arguments = ("abcxyz", str(export), "-q", "--split", "lists")
    assert ended(start("segkit", *arguments))[0] == 0
    full = {path.name for path in (work / "lists").iterdir()}
    assert {"AX.csv", "CZ.csv", "manifest.json"} <= full
    died = start(sys.executable, "-c", _DIE_LATER, *arguments, "--replace")
    died.communicate()
    assert died.returncode == -signal.SIGKILL
    assert "manifest.json" not in {path.name for path in (work / "lists").iterdir()}
    assert ended(start("segkit", *arguments, "--replace", "--only", "AX")) == (0, b"", b"")
    assert sorted(path.name for path in (work / "lists").iterdir()) == ["AX.csv", "manifest.json"]


def test_nohup_is_obeyed(start: Start, export: Path, whole: Whole) -> None:
    process = start("bash", "-c", f"trap '' HUP; exec segkit abcxyz {export} -q")
    time.sleep(0.3)
    process.send_signal(signal.SIGHUP)
    assert ended(process) == (0, whole("csv"), b"")


def test_standard_input_leaves_no_copy_after_a_run(shell: Shell, scratch: Path) -> None:
    for data, code in ((b"customer_id,amount\nanna,5\n", 0), (b"who,what\nanna,x\n", 3), (b"", 3)):
        assert shell("segkit abcxyz - -q", stdin=data).code == code
        assert list(scratch.iterdir()) == []
