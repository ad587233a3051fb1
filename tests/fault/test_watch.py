"""The watch: a run that a signal ends is explained, and the process that was started ends with its code, never by it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_RUN = """
import os, signal, sys, time
from segkit.cli import watch
watch._STUCK_AFTER_SECONDS = 1  # the tests are in a hurry
def run():
    {act}
watch.watched(run)
"""


def run(act: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", _RUN.format(act=act)], capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=60
    )  # fmt: skip


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("os.abort()", b"SIGABRT"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", b"SIGSEGV"),
        ("os.kill(os.getpid(), signal.SIGKILL)", b"lack of memory"),
        ("os.write(2, b'memory allocation of 2305843 bytes failed'); os.abort()", b"2,305,843 bytes of memory"),
    ],
)
def test_a_signal_becomes_a_message_and_code_3(act: str, said: bytes) -> None:
    ended = run(act)
    assert ended.returncode == 3
    assert said in ended.stderr
    assert ended.stderr.startswith(b"segkit: ")
    assert len(ended.stderr.splitlines()) == 2


def test_a_limit_of_cpu_time_is_named_and_no_lack_of_memory() -> None:
    script = _RUN.format(act="while True: pass")
    command = ["bash", "-c", 'ulimit -t 1; exec "$@"', "bash", sys.executable, "-c", script]
    ended = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=60)
    assert ended.returncode == 3
    assert ended.stderr == (
        b"segkit: the run has used the 1 s of CPU time that it may (RLIMIT_CPU).\n"
        b"Raise the limit (ulimit -t unlimited), or read less. No target was changed.\n"
    )


def test_an_alarm_that_the_caller_set_ends_the_run_as_an_alarm() -> None:
    ended = run("os.kill(os.getppid(), signal.SIGALRM); time.sleep(60)")
    assert (ended.returncode, ended.stderr) == (-signal.SIGALRM, b"")


def test_codes_and_streams_are_those_of_the_run() -> None:
    ended = run("print('data'); sys.stderr.write('words\\n'); sys.exit(4)")
    assert (ended.returncode, ended.stdout, ended.stderr) == (4, b"data\n", b"words\n")


def test_what_libraries_write_to_stderr_is_shown_unless_there_is_a_message() -> None:
    assert run("os.write(2, b'a library')").stderr == b"a library"
    assert run("os.write(2, b'a panic'); sys.exit(3)").stderr == b""


def test_the_run_dies_with_the_process_that_was_started(tmp_path: Path) -> None:
    script = _RUN.format(act="print(os.getpid(), flush=True); time.sleep(60)")
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        child = int(started.stdout.readline())
        assert child != started.pid
        started.kill()
    until = time.monotonic() + 20
    while time.monotonic() < until and Path(f"/proc/{child}").exists():
        time.sleep(0.01)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signals_reach_the_run(number: int, code: int) -> None:
    # Python misses a signal that comes between its last look and the sleep, until that ends: many short ones.
    naps = "[time.sleep(.05) for _ in range(400)]"
    act = f"signal.signal({int(number)}, lambda *_: sys.exit({code})); print(flush=True); {naps}"
    script = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n" + _RUN.format(act=act)
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        started.stdout.readline()
        started.send_signal(number)
        assert started.wait(30) == code


def test_a_run_that_is_stuck_without_memory_is_ended() -> None:
    ended = run("os.write(2, b'memory allocation of 5 bytes failed'); time.sleep(50)")
    assert ended.returncode == 3
    assert b"5 bytes of memory were asked for" in ended.stderr
