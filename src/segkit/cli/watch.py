"""The watch: a run is a child of the process that was started, so that it can end in no way that nobody explains.

What decodes a damaged file, or asks for more memory than there is, may end its process at once; nothing inside can catch
that. The child gets every signal that its parent gets, and dies with it.
"""

from __future__ import annotations

import _thread
import contextlib
import os
import re
import resource
import signal
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from segkit.cli import memory
from segkit.errors import EXIT_DATA

_FORWARDED = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_STDERR = 2
_KEPT_NOISE = 1 << 16
_SECOND_TIME_AFTER = 1.0
_STUCK_AFTER_SECONDS = 10
_CLOCK_SLACK = 0.1
"""The kernel looks at the time used at its ticks."""
_NO_MEMORY = re.compile(rb"memory allocation of (\d+) bytes failed")
_NO_THREAD = re.compile(rb"could not spawn threads|failed to spawn thread")

_tell: int | None = None
"""Where the run tells how many rows it is going to read."""


def watched(run: Callable[[], None]) -> None:
    """Run in a child, end as it ends, and say why if that is a signal; where there is no fork, or a stream is closed, just run.

    What libraries write past Python to stderr (the text of a panic) is kept, and shown unless the run ended with an error
    message of its own; ``--debug`` shows it always.
    """
    # A pipe would take a closed stream's place.
    if not hasattr(os, "fork") or None in (sys.stdin, sys.stdout, sys.stderr):
        run()
        return
    if why := memory.too_little():
        _end(EXIT_DATA, why.encode())
    alive, held = os.pipe()
    told, tell = os.pipe()
    noise, noisy = os.pipe()
    signal.pthread_sigmask(signal.SIG_BLOCK, _FORWARDED)
    child = os.fork()
    if child:
        os.close(alive)
        os.close(noisy)
        os.close(tell)
        _watch(child, noise, told)
    os.close(held)
    os.close(noise)
    os.close(told)
    globals()["_tell"] = tell
    os.environ.setdefault("RUST_BACKTRACE", "0")
    if memory.is_limited():
        os.environ["RUST_BACKTRACE"] = "0"  # without memory, the trace of an abort may wait for itself forever
    _thread.start_new_thread(_die_with, (alive,))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _FORWARDED)
    _divert(noisy)
    run()


def expect(rows: int) -> None:
    """Tell the watching process, where there is one, how many rows are about to be read."""
    if _tell is not None:
        os.write(_tell, str(rows).encode())
        os.close(_tell)
        globals()["_tell"] = None


def _die_with(alive: int) -> None:
    """Wait until the other end of the pipe closes: the parent is gone, however that happened."""
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGKILL)


def _divert(noisy: int) -> None:
    """Have only Python write to stderr; what others write goes to ``noisy``."""
    own = os.dup(_STDERR)
    sys.stderr = open(own, "w", encoding=sys.stderr.encoding, errors="backslashreplace", buffering=1)  # noqa: SIM115, PTH123 -- as long as the process
    os.dup2(noisy, _STDERR)
    os.close(noisy)


def _watch(child: int, noise: int, told: int) -> NoReturn:
    """Pass signals on to the child, and end as it does."""
    first: list[tuple[float, int]] = []

    def forward(number: int, _: object) -> None:
        now = time.monotonic()
        first.append((now, number))
        impatient = now - first[0][0] > _SECOND_TIME_AFTER
        os.kill(child, signal.SIGKILL if impatient else number)

    for number in _FORWARDED:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, forward)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _FORWARDED)
    said = b""
    while part := os.read(noise, _KEPT_NOISE):
        said = (said + part)[-_KEPT_NOISE:]
        if _NO_MEMORY.search(said) or _NO_THREAD.search(said):  # what waits for it may wait forever
            signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
            signal.alarm(_STUCK_AFTER_SECONDS)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    signal.alarm(0)
    if code < 0 and first:
        code = 128 + first[0][1]  # it was asked to end, and had nothing to say
    elif code < 0:
        code, said = EXIT_DATA, _explained(-code, said, int(os.read(told, 32) or 0))
    elif code and "--debug" not in sys.argv:
        said = b""  # the message has said it
    _end(code, said)


def _end(code: int, said: bytes) -> NoReturn:
    if said:
        with contextlib.suppress(OSError):  # nobody reads
            os.write(_STDERR, said)
    os._exit(code)


def _out_of_time() -> str | None:
    """Return which limit of CPU time the run has reached, None where it has not."""
    limit, used = resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrusage(resource.RUSAGE_CHILDREN)
    if limit < 0 or used.ru_utime + used.ru_stime < limit - _CLOCK_SLACK:
        return None
    why = f"the run has used the {limit:,} s of CPU time that it may (RLIMIT_CPU)"
    return f"segkit: {why}.\nRaise the limit (ulimit -t unlimited), or read less. No target was changed.\n"


def _explained(number: int, said: bytes, rows: int) -> bytes:
    """Return the message for a run that a signal ended."""
    wanted = _NO_MEMORY.search(said)
    if out_of_time := _out_of_time():
        return out_of_time.encode()
    limit = memory.ran_out(rows)
    if limit is not None and (wanted is not None or not said.strip()):
        return limit.encode()
    if wanted is not None:
        why = f"{int(wanted[1]):,} bytes of memory were asked for at once, and are not to be had"
    elif number == signal.SIGKILL:
        why = "the system killed the run, most likely for lack of memory"
    else:
        why = f"decoding the input ended by {signal.Signals(number).name}"
    fix = "The input is damaged, or too large for this memory: check it, or export it again. No target was changed."
    return f"segkit: {why}.\n{fix}\n".encode()
