"""The streams that a process is started with, under any name: they belong to whoever opened them."""

from __future__ import annotations

import errno
import os
import re
import sys
from pathlib import Path

STDOUT, _STDERR = 1, 2
_DESCRIPTORS = re.compile(r"/proc/(\d+)(?:/task/\d+)?/fd")
_MOST_LINKS = 40


def own_stream(target: str | Path) -> int | None:
    """Return which of the process's own streams a target is, by number: ``-``, ``/dev/stdout``, ``/dev/fd/3``, a link to one.

    Such a stream belongs to whoever opened it, who may have written to it: it is never replaced, even if it is a file.
    """
    if str(target) == "-":
        return STDOUT
    path = os.path.abspath(target)  # noqa: PTH100 -- links in it are followed below, the last one by one
    for _ in range(_MOST_LINKS):
        folder, name = os.path.split(path)
        folder = os.path.realpath(folder)
        match = _DESCRIPTORS.fullmatch(folder)
        if match and int(match[1]) == os.getpid() and name.isdecimal():
            return int(name)
        path = os.path.join(folder, name)  # noqa: PTH118 -- as above
        if not os.path.islink(path):  # noqa: PTH114 -- as above
            return None
        path = os.path.join(folder, os.readlink(path))  # noqa: PTH115, PTH118 -- as above
    return None


def descriptor(stream: int) -> int:
    """Return the descriptor of one of the process's own streams.

    That of standard error is Python's: number 2 itself may be a pipe that collects what libraries write.
    """
    if stream == _STDERR:
        if sys.stderr is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        sys.stderr.flush()
        return sys.stderr.fileno()
    return stream
