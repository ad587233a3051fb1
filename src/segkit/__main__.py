"""The entry point. ``--version`` is answered before anything is imported."""

from __future__ import annotations

import atexit
import gc
import os
import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from segkit._version import __version__  # noqa: PLC0415 -- nothing else is needed

        try:
            sys.stdout.write(f"segkit {__version__}\n")
            sys.stdout.flush()
        except (OSError, AttributeError):  # nobody reads, or stdout is closed
            from segkit.errors import EXIT_READER_GONE  # noqa: PLC0415 -- only here

            os._exit(EXIT_READER_GONE)
        return
    from segkit.cli.watch import watched  # noqa: PLC0415 -- after the shortcut

    watched(_run)


def _run() -> None:
    # The collector's last pass over the modules of Polars takes 30 ms and frees nothing that the end of the process does not.
    atexit.register(gc.freeze)
    from segkit.cli import engine  # noqa: PLC0415 -- in the child

    engine.suit()
    from segkit.cli.app import main as run  # noqa: PLC0415 -- in the child

    run()


if __name__ == "__main__":
    main()
