"""The entry point. ``--version`` is answered before anything is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from segkit._version import __version__  # noqa: PLC0415 -- nothing else is needed

        sys.stdout.write(f"segkit {__version__}\n")
        return
    from segkit.cli.app import main as run  # noqa: PLC0415 -- after the shortcut

    run()


if __name__ == "__main__":
    main()
