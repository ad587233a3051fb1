"""What goes out: a target is the old file or the whole new one, never half of it.

A file or a folder is written beside its target under a temporary name, synced and renamed. It is locked while it is being
written, so that the next run can tell a leftover of a killed one from the work of a living one, also of one in another
container that has the same disk.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from segkit.errors import ParamsError, did_you_mean, output_errors, stream_errors
from segkit.io.encode import ENCODERS
from segkit.io.streams import descriptor, own_stream

FORMATS = tuple(ENCODERS)

PRIVATE = 0o600
"""Mode of new files: they list customers."""
_PRIVATE_FOLDER = 0o700


def format_of(target: str | None, wanted: str | None) -> str:
    """Return the output format: the wanted one, else the one that the target's extension names, else csv."""
    if wanted is not None:
        if wanted not in ENCODERS:
            raise ParamsError(
                f'no format "{wanted}".{did_you_mean(wanted, ENCODERS)}', fix="Formats: " + ", ".join(FORMATS)
            )
        return wanted
    if target is None or own_stream(target) is not None:
        return "csv"
    suffix = Path(target).suffix.lower().removeprefix(".")
    if suffix in ENCODERS:
        return suffix
    if _is_special(Path(target)):
        return "csv"
    raise ParamsError(f"the extension of {target} names no format", fix="Add --format: " + ", ".join(FORMATS))


@contextmanager
def atomic_target(target: str | Path) -> Iterator[IO[bytes]]:
    """Yield a stream whose bytes become the file ``target`` at once, at the end, or not at all.

    A target that is no regular file (a device, a FIFO, one of the process's own streams) is written in place. A new
    file is private to its owner; a replaced one keeps its mode and group. Raises OutputError, and leaves the old file,
    where the bytes cannot be written.
    """
    path = Path(target)
    if own_stream(target) is not None or _is_special(path):
        with stream_errors(str(target)), _opened_in_place(target) as stream:
            yield stream
        return
    with output_errors(path), _replacing(path.resolve()) as stream:
        yield stream


def clear_leftovers(path: Path) -> None:
    """Remove temporary files and folders of this target that no living run holds."""
    for leftover in path.parent.glob(f"{_prefix(path)}*.tmp"):
        with contextlib.suppress(OSError), _opened(leftover) as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if leftover.is_dir():
                shutil.rmtree(leftover)
            else:
                leftover.unlink()


@contextmanager
def temporary_folder(path: Path) -> Iterator[Path]:
    """Yield a private folder beside ``path``, to be renamed to it; what is not renamed is removed."""
    clear_leftovers(path)
    temporary, handle = _claimed(path, _new_folder)
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, once no other run does."""
    with _opened(folder) as handle:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` last; a file system that cannot do so is no reason to fail."""
    with contextlib.suppress(OSError), _opened(folder) as handle:
        os.fsync(handle)


def _opened_in_place(target: str | Path) -> IO[bytes]:
    """Open a device, a FIFO, or one of the process's own streams, whose position and mode stay as they are."""
    own = own_stream(target)
    return Path(target).open("wb") if own is None else os.fdopen(os.dup(descriptor(own)), "wb")


def _is_special(path: Path) -> bool:
    with contextlib.suppress(OSError):  # what cannot be looked at cannot be written either, which says why
        return not stat.S_ISREG(path.stat().st_mode)
    return False


def _prefix(path: Path) -> str:
    """Return a name that tells the target but holds nothing of it."""
    return f".segkit-{hashlib.sha256(path.name.encode(errors='surrogateescape')).hexdigest()[:8]}-"


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    clear_leftovers(path)
    temporary, handle = _claimed(path, _new_file)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            _take_over(stream.fileno(), path)
            os.fsync(stream.fileno())
            temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def _claimed(path: Path, make: Callable[[Path], int]) -> tuple[Path, int]:
    """Have ``make`` create and open something temporary beside ``path``; return it, locked."""
    while True:
        temporary = path.with_name(f"{_prefix(path)}{secrets.token_hex(8)}.tmp")
        handle = make(temporary)
        if _is_ours(handle) and temporary.exists():
            return temporary, handle
        os.close(handle)  # another run took it for a leftover before it was locked


def _is_ours(handle: int) -> bool:
    """Lock what was just created; tell whether no other run was faster."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks, where no leftover is ever removed either
        return True
    return True


def _new_file(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE)


def _new_folder(path: Path) -> int:
    while True:
        path.mkdir(mode=_PRIVATE_FOLDER)
        with contextlib.suppress(FileNotFoundError):  # another run took it for a leftover before it was opened
            return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield handle
    finally:
        os.close(handle)


def _take_over(handle: int, path: Path) -> None:
    """Give the new file the mode and group of the one that it replaces."""
    if not path.exists():
        return
    old = path.stat()
    with contextlib.suppress(PermissionError):
        os.fchown(handle, -1, old.st_gid)
    os.fchmod(handle, stat.S_IMODE(old.st_mode))
