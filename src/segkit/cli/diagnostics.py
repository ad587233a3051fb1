"""Stderr and exit codes belong to this module: narration, progress, errors, and how the process ends."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, NoReturn, TextIO

from segkit.errors import (
    EXIT_BUG,
    EXIT_DATA,
    EXIT_HUNG_UP,
    EXIT_INTERRUPTED,
    EXIT_READER_GONE,
    EXIT_TERMINATED,
    OutputError,
    ParamsError,
    SegkitError,
    stream_errors,
)
from segkit.frozen import frozen
from segkit.plaintext import encodable, lines, without_secrets

_PROGRESS_AFTER = 1.0
_PROGRESS_EVERY = 0.2
_LONGEST = 1_000
_MOST_LINES = 40


@frozen
class Narrator:
    """Tells the user what happens, on stderr."""

    quiet: bool = False
    verbose: bool = False

    def say(self, text: str) -> None:
        """Say something unless ``--quiet``."""
        if not self.quiet:
            _print(text)

    def warn(self, text: str) -> None:
        """Say what is wrong even with ``--quiet``: that is for success, and cron mails everything else."""
        _print(f"warning: {text}")

    def detail(self, text: str) -> None:
        """Say something under ``--verbose``."""
        if self.verbose and not self.quiet:
            _print(text)

    @contextmanager
    def progress(self, doing: str) -> Iterator[None]:
        """Show on a terminal what is being done and for how long; long work only."""
        if self.quiet or not is_terminal(sys.stderr):
            yield
            return
        done = threading.Event()
        thread = threading.Thread(target=_tick, args=(doing, done), daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


@contextmanager
def ending(*, debug: bool) -> Iterator[None]:
    """End the process as DESIGN says: an error is a message and a code, a traceback only with ``--debug``."""
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except SegkitError as error:
        _ends(error.exit_code, [f"segkit: {error.message}", *([error.fix] if error.fix else [])], debug=debug)
    except SystemExit as end:
        cause = end.__context__  # typer's end when nobody reads the help
        if isinstance(cause, OSError) and cause.errno == errno.EPIPE:
            _ends(EXIT_READER_GONE, [], debug=debug)
        raise
    except KeyboardInterrupt:
        _ends(EXIT_INTERRUPTED, [], debug=debug)
    except OSError as error:
        if error.errno == errno.EPIPE or _PIPE in str(error):
            _ends(EXIT_READER_GONE, [], debug=debug)
        name = "" if error.filename is None else f"{error.filename}: "
        _ends(EXIT_DATA, [f"segkit: {name}{error.strerror or error}"], debug=debug)
    except BaseException as error:  # noqa: BLE001 -- the last line of defence: no traceback reaches a user, nor a panic, which is no Exception
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # a usage error of typer says itself
            said_by_typer = io.StringIO()
            error.show(file=said_by_typer)
            _ends(int(error.exit_code), [said_by_typer.getvalue().rstrip("\n")], debug=False)
        if isinstance(error, MemoryError) or any(text in str(error) for text in _MEMORY):
            hint = "Raise the limit (ulimit -v, ulimit -d), or read the input in parts."
            _ends(EXIT_DATA, ["segkit: memory ran out", hint], debug=debug)
        said = [f"segkit: a bug in segkit: {type(error).__name__}: {error}"]
        _ends(EXIT_BUG, [*said, "Please report it with the output of the same command with --debug."], debug=debug)


_PIPE = "Broken pipe"
_MEMORY = ("Cannot allocate memory", "failed to map segment", "failed to spawn", "Resource temporarily unavailable")


_REDIRECT = "Open it, or send it to a file: > FILE"


def stdout(fix: str = _REDIRECT) -> IO[bytes]:
    """Return the one stream that data leaves through; raise OutputError if it is closed."""
    if sys.stdout is None:
        raise OutputError("standard output is closed", fix=fix)
    return sys.stdout.buffer


def say_out(text: str) -> None:
    """Write text to stdout as UTF-8, whatever the locale."""
    with stream_errors("standard output"):
        stdout().write(encodable(text).encode())
        stdout().flush()


def write_out(encode: Callable[[IO[bytes]], object]) -> None:
    """Have ``encode`` write data to stdout: as it is, but on a terminal without the control characters of the data.

    Raises ParamsError for a binary format on a terminal.
    """
    with stream_errors("standard output"):
        if is_terminal(sys.stdout):
            _write_for_eyes(encode)
        else:
            encode(stdout("Write to a file with -o."))
        stdout().flush()


def _write_for_eyes(encode: Callable[[IO[bytes]], object]) -> None:
    encoded = io.BytesIO()
    encode(encoded)
    try:
        text = encoded.getvalue().decode()
    except UnicodeDecodeError:
        hint = "-o FILE writes it, a pipe takes it."
        raise ParamsError("a binary format does not go to a terminal", fix=hint) from None
    stdout().write(lines(text).encode())


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether somebody looks at a standard stream."""
    return stream is not None and stream.isatty()


def terminate(number: int, _: object) -> None:
    """End on SIGTERM or SIGHUP as if the work had ended: what was copied is removed, a second signal does not disturb that."""
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(EXIT_HUNG_UP if number == signal.SIGHUP else EXIT_TERMINATED)


def interrupt(number: int, _: object) -> None:
    """End on the first SIGINT; a terminal sends it to the run and to who watches it, who passes it on."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _ends(code: int, said: Sequence[str], *, debug: bool) -> NoReturn:
    if debug and sys.stderr is not None:
        _print(traceback.format_exc().rstrip("\n"))
    for line in said:
        _print(_clipped(line))
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError:
            _to_nowhere(sys.stdout)
    raise SystemExit(code)


def _clipped(text: str) -> str:
    """Return a message with its lines cut where names out of a damaged file would fill the screen."""
    return "\n".join(
        line if len(line) <= _LONGEST else line[:_LONGEST] + " ..." for line in text.split("\n")[:_MOST_LINES]
    )


def _to_nowhere(stream: TextIO) -> None:
    """Give a stream that nobody reads somewhere to go: Python flushes it again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _print(text: str) -> None:
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(lines(without_secrets(text)) + "\n")
        sys.stderr.flush()
    except OSError:
        _to_nowhere(sys.stderr)


def _tick(doing: str, done: threading.Event) -> None:
    started = time.monotonic()
    shown = False
    while not done.wait(_PROGRESS_EVERY):
        elapsed = time.monotonic() - started
        if elapsed >= _PROGRESS_AFTER:
            shown = True
            sys.stderr.write(f"\r{lines(doing)} ... {elapsed:.0f} s")
            sys.stderr.flush()
    if shown:
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()
