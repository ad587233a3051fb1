"""A run under a memory limit: the engine aborts the process when it cannot allocate, and only another process can say why."""

from __future__ import annotations

import os
import resource
import signal
import sys
from typing import NoReturn

from segkit.errors import EXIT_DATA

_LIMITS = (("RLIMIT_DATA", resource.RLIMIT_DATA, "ulimit -d"), ("RLIMIT_AS", resource.RLIMIT_AS, "ulimit -v"))
_OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS)
_MEGABYTE = 1_000_000
_BASE_BYTES, _ROW_BYTES = 250 * _MEGABYTE, 80
"""What 10 M rows were seen to take, with a third more."""
_LEAST_BYTES = {"RLIMIT_DATA": 130 * _MEGABYTE, "RLIMIT_AS": 1_000 * _MEGABYTE}
"""With less no thread starts, and what waits for one may wait forever."""
_RESERVED_BYTES = 3_000 * _MEGABYTE
"""Address space that the engine reserves and does not use."""

_told: int | None = None
"""Where the supervised process tells how many rows it is going to read."""


def supervise() -> bool:
    """Go on in a child process where memory is limited, so that this one can say what happened; return whether it is.

    The parent passes signals on, ends as its child ends, and turns an abort into a message and exit code 3.
    """
    limited = [(name, soft, flag) for name, kind, flag in _LIMITS if (soft := resource.getrlimit(kind)[0]) >= 0]
    if not limited:
        return False
    tightest = min(limited, key=lambda limit: limit[1])
    for name, soft, flag in limited:
        if soft < _LEAST_BYTES[name]:
            _say_why(0, name, soft, flag)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        globals()["_told"] = writer
        os.environ["RUST_BACKTRACE"] = "0"  # without memory, the trace of an abort may wait for itself forever
        return True
    os.close(writer)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the child as well
    for passed in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(passed, lambda number, _: os.kill(child, number))
    with os.fdopen(reader, "rb") as told:
        rows = int(told.read() or 0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if -code in _OUT_OF_MEMORY:
        _say_why(rows, *tightest)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def expect(rows: int) -> None:
    """Tell the supervising process, where there is one, how many rows are about to be read."""
    if _told is not None:
        os.write(_told, str(rows).encode())
        os.close(_told)
        globals()["_told"] = None


def _say_why(rows: int, name: str, limit: int, flag: str) -> NoReturn:
    needed = _BASE_BYTES + rows * _ROW_BYTES + (_RESERVED_BYTES if name == "RLIMIT_AS" else 0)
    amount = f"about {needed // _MEGABYTE:,} MB are needed" + (f" for {rows:,} rows" if rows else "")
    sys.stderr.write(f"segkit: memory ran out: this process may use {limit // _MEGABYTE:,} MB ({name}), {amount}\n")
    sys.stderr.write(f"Raise the limit ({flag} {needed // 1024}), or read the input in parts.\n")
    sys.stderr.flush()
    os._exit(EXIT_DATA)
