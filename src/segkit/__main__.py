"""The entry point. ``--version`` is answered before anything is imported."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # what the module signal wraps, which takes a millisecond more
import gc
import os
import sys

_DATA, _INTERRUPTED, _READER_GONE = 3, 130, 141


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from segkit._version import __version__  # noqa: PLC0415 -- nothing else is needed

        _say(f"segkit {__version__}\n")
        return
    # Until the run has a handler of its own, there is nothing to clear away: no traceback, only the code.
    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    try:
        from segkit.cli.watch import watched  # noqa: PLC0415 -- after the shortcut

        watched(_run)
    except (OSError, ImportError) as error:  # too few files or processes are allowed to begin with
        _refuse(f"cannot start: {error}\nRaise the limits: ulimit -n (files), ulimit -u (processes).")


def _say(text: str) -> None:
    try:
        if sys.stdout is None:
            _refuse("standard output is closed")
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads
        os._exit(_READER_GONE)
    except OSError as error:
        _refuse(f"cannot write standard output: {error.strerror}")


def _refuse(why: str) -> None:
    """End with a message, at a time when nothing is imported that could say it better."""
    try:
        if sys.stderr is not None:
            sys.stderr.write(f"segkit: {why}\n")
            sys.stderr.flush()
    finally:
        os._exit(_DATA)


def _run() -> None:
    # One run leaves next to nothing for the collector, whose passes over what is imported take 14 ms.
    gc.disable()
    from segkit.cli import engine  # noqa: PLC0415 -- in the child

    engine.suit()
    from segkit.cli.app import main as run  # noqa: PLC0415 -- in the child

    run()
    # All is written, flushed and closed; what is left is memory, which the system takes back at once, and Python in up to 20 ms.
    os._exit(0)


if __name__ == "__main__":
    main()
