"""Stderr and exit codes belong to this module: narration, progress, errors, and how the process ends."""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from segkit.errors import EXIT_BUG, EXIT_INTERRUPTED, EXIT_READER_GONE, SegkitError
from segkit.plaintext import lines

_PROGRESS_AFTER = 1.0
_PROGRESS_EVERY = 0.2


@dataclass(frozen=True)
class Narrator:
    """Tells the user what happens, on stderr."""

    quiet: bool = False
    verbose: bool = False

    def say(self, text: str) -> None:
        """Say something unless ``--quiet``."""
        if not self.quiet:
            _print(text)

    def detail(self, text: str) -> None:
        """Say something under ``--verbose``."""
        if self.verbose and not self.quiet:
            _print(text)

    @contextmanager
    def progress(self, doing: str) -> Iterator[None]:
        """Show on a terminal what is being done and for how long; long work only."""
        if self.quiet or not sys.stderr.isatty():
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
        sys.stdout.flush()
    except SegkitError as error:
        if debug:
            traceback.print_exc()
        _fail(error)
    except KeyboardInterrupt:
        raise SystemExit(EXIT_INTERRUPTED) from None
    except OSError as error:
        # Polars says it in words only.
        if error.errno != errno.EPIPE and "Broken pipe" not in str(error):
            _bug(error, debug=debug)
        reader_gone()
    except Exception as error:  # noqa: BLE001 -- the last line of defence: no traceback reaches a user
        _bug(error, debug=debug)


def reader_gone() -> None:
    """End quietly when whoever read stdout is gone."""
    # Python flushes stdout at exit; give it somewhere to go.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(EXIT_READER_GONE)


def _fail(error: SegkitError) -> None:
    _print("segkit: " + error.message)
    if error.fix is not None:
        _print(error.fix)
    raise SystemExit(error.exit_code)


def _bug(error: BaseException, *, debug: bool) -> None:
    if debug:
        traceback.print_exc()
    _print(f"segkit: a bug in segkit: {type(error).__name__}: {error}")
    _print("Please report it with the output of the same command with --debug.")
    raise SystemExit(EXIT_BUG)


def _print(text: str) -> None:
    try:
        sys.stderr.write(lines(text) + "\n")
        sys.stderr.flush()
    except OSError:
        pass  # nobody listens to stderr


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
