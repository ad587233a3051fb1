"""The error tree: every failure that a user can cause, with its exit code, its facts and the way out.

A message says what is wrong and where; ``fix`` is the command or flag that settles it. Facts are attributes, so that
a caller of the Python API never has to parse a message.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from segkit.plaintext import without_secrets

EXIT_BUG = 1
EXIT_USAGE = 2
EXIT_DATA = 3
EXIT_GATE = 4
EXIT_HUNG_UP = 129
EXIT_INTERRUPTED = 130
EXIT_READER_GONE = 141
EXIT_TERMINATED = 143


EMPTY = "is empty: is a variable unset?"
"""What is said of a text that is none: nobody writes one on purpose."""


class SegkitError(Exception):
    """Base of every error that segkit raises on purpose."""

    exit_code = EXIT_BUG

    def __init__(self, message: str, *, fix: str | None = None, **facts: object) -> None:
        self.message = without_secrets(message)
        self.fix = None if fix is None else without_secrets(fix)
        super().__init__(self.message)
        self.facts = facts

    def __str__(self) -> str:
        """Return the message, with the fix on a line of its own."""
        return self.message if self.fix is None else f"{self.message}\n{self.fix}"


class ParamsError(SegkitError):
    """Options that contradict each other or cannot be read. ``problems`` holds every one of them."""

    exit_code = EXIT_USAGE

    def __init__(self, problems: str | Sequence[str], *, fix: str | None = None, **facts: object) -> None:
        self.problems = tuple(map(without_secrets, (problems,) if isinstance(problems, str) else problems))
        super().__init__("\n".join(self.problems), fix=fix, **facts)


class DataError(SegkitError):
    """Input that cannot be used as it is."""

    exit_code = EXIT_DATA


class MissingColumnError(DataError):
    """A column that an option names, or that the analysis needs, is not in the input."""


class UnreadableInputError(DataError):
    """A file that is not there, not a table, or damaged."""


class EmptyInputError(DataError):
    """Nothing is left to analyze."""


class RejectedRowsError(DataError):
    """More rows are unreadable than ``--max-bad`` allows, or any under ``--strict``."""


class OutputError(DataError):
    """The result, or a copy that is needed to read the input, could not be written; an old file is untouched."""


class ModelError(DataError):
    """A model that the data does not identify."""


class GateError(SegkitError):
    """A gate that the user asked for (``--strict`` on a warning, ``--min-rows``, ``--fail-on``) does not hold."""

    exit_code = EXIT_GATE


@contextmanager
def gathered(problems: list[str]) -> Iterator[None]:
    """Add the problems of a ParamsError to the others instead of raising it, so that all are told at once."""
    try:
        yield
    except ParamsError as error:
        problems += error.problems


_MOST_COLUMNS = 40
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_OS_ERROR = re.compile(r"\(os error (\d+)\)")


OLD_IS_KEPT = "The old file, if there was one, is as it was."


@contextmanager
def stream_errors(name: str) -> Iterator[None]:
    """Turn a failed write to a stream or device into OutputError: what is behind it is not known, and what it got stays."""
    with _write_errors(name, "", None):
        yield


@contextmanager
def output_errors(path: Path, *, name: str | None = None, fix: str = OLD_IS_KEPT) -> Iterator[None]:
    """Turn a failed write of a file into OutputError that names the target, and the disk if it is full."""
    with _write_errors(name or str(path), f" (the disk of {os.path.dirname(os.path.realpath(path))})", fix):  # noqa: PTH120 -- pathlib raises at a circle of links
        yield


@contextmanager
def _write_errors(name: str, disk: str, fix: str | None) -> Iterator[None]:
    """Turn a failed write into OutputError.

    Libraries report the operating system's errors under types of their own; the number in their text tells them.
    """
    try:
        yield
    except SegkitError:
        raise
    except Exception as error:
        number = _os_error(error)
        if number is None:
            raise
        if number == errno.EPIPE:
            raise BrokenPipeError(number, os.strerror(number)) from error
        message = f"cannot write {name}: {os.strerror(number)}{disk if number in _FULL else ''}"
        raise OutputError(message, fix=fix, path=name) from error


def _os_error(error: BaseException) -> int | None:
    """Return the number of the operating system's error behind an exception, None if there is none."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    if isinstance(error, RuntimeError) and str(error).startswith(
        "Symlink loop"
    ):  # pathlib's own word, up to Python 3.12
        return errno.ELOOP
    match = _OS_ERROR.search(str(error))
    return int(match[1]) if match else None


def columns_there(headers: Collection[str]) -> str:
    """Return a line with the columns that there are, or the first of very many."""
    more = f", and {len(headers) - _MOST_COLUMNS} more" if len(headers) > _MOST_COLUMNS else ""
    return f"Columns: {', '.join(list(headers)[:_MOST_COLUMNS])}{more}"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `` Did you mean "x"?`` for the names of ``known`` closest to ``name``, or an empty string."""
    import difflib  # noqa: PLC0415 -- only where something is wrong

    folded = {candidate.casefold(): candidate for candidate in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    if not close:
        return ""
    return " Did you mean " + " or ".join(f'"{folded[match]}"' for match in close) + "?"
