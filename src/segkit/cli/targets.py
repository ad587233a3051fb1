"""What a run writes to: every target is held against all else that the run reads and writes, and opened here."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import combinations, product
from pathlib import Path
from typing import IO, TYPE_CHECKING

from segkit.cli.diagnostics import write_out
from segkit.errors import ParamsError, SegkitError, stream_errors
from segkit.frozen import frozen
from segkit.io.streams import STDOUT, descriptor, own_stream
from segkit.params import Params, flag_of

if TYPE_CHECKING:
    from segkit.io.config import Config

WRITTEN = ("output", "split", "manifest", "rejects", "save_breaks", "save_model")
"""The options that name a target."""

_STREAMS = {0: "standard input", 1: "standard output", 2: "standard error"}


def write_target(target: str | Path, encode: Callable[[IO[bytes]], object]) -> None:
    """Have ``encode`` write to a target of any kind: a file, whole or not at all; a device or own stream, in place."""
    from segkit.io.write import atomic_target  # noqa: PLC0415 -- imports polars

    if own_stream(target) == STDOUT:
        write_out(encode)
        return
    with atomic_target(target) as stream:
        encode(stream)


@frozen
class Place:
    """A file, folder or stream that an option names."""

    option: str
    name: str

    @property
    def is_folder(self) -> bool:
        """Whether the option means a folder and all that is in it."""
        return self.option == "--split" or self.name.endswith("/")

    @cached_property
    def stream(self) -> int | None:
        """Which of the process's own streams it is, if any."""
        return own_stream(self.name)

    @cached_property
    def marks(self) -> frozenset[object]:
        """What two names of one file have in common: nothing where both may be used at once, such as a terminal."""
        about: os.stat_result | None = None
        with suppress(OSError, ValueError):
            about = Path(self.name).stat() if self.stream is None else os.fstat(descriptor(self.stream))
        if about is not None and (stat.S_ISCHR(about.st_mode) or stat.S_ISBLK(about.st_mode)):
            return frozenset()
        inode = {(about.st_dev, about.st_ino)} if about is not None and stat.S_ISREG(about.st_mode) else set()
        return frozenset({*inode, *([os.path.realpath(self.name)] if self.stream is None else [])})

    def is_also(self, other: Place) -> bool:
        """Tell whether the other place is this one, or in this folder."""
        if self.stream is not None and other.stream is not None:
            return self.stream == other.stream
        return bool(self.marks & other.marks) or self.holds(other)

    def holds(self, other: Place) -> bool:
        """Tell whether the other place is in this folder."""
        return self.is_folder and other.stream is None and _folder_of(other.name) == os.path.realpath(self.name)


def targets(*groups: Params) -> list[Place]:
    """Return what the options name to be written: standard output for the rows where nothing says otherwise."""
    named = {name: getattr(group, name) for group in groups for name in WRITTEN if hasattr(group, name)}
    rows = [] if named.get("output") or named.get("split") else [Place("--output", "-")]
    return [*rows, *(Place(flag_of(name), str(value)) for name, value in named.items() if value is not None)]


def inputs(paths: Sequence[str], groups: Sequence[type[Params]], given: Mapping[str, object]) -> Iterator[Place]:
    """Yield the files that are read: INPUT, and those of the options whose help calls their value a file."""
    from segkit.io.database import database_of  # noqa: PLC0415 -- imports polars
    from segkit.io.sources import input_files  # noqa: PLC0415 -- as above

    files = {option.name: option.flag for group in groups for option in group.options() if "FILE" in option.metavar}
    read = {name: flag for name, flag in files.items() if name not in WRITTEN and isinstance(given.get(name), str)}
    named = [*(("INPUT", path) for path in paths), *((flag, str(given[name])) for name, flag in read.items())]
    if isinstance(given.get("uri_env"), str):
        with suppress(SegkitError):  # told when the database is opened
            named.append(("--uri-env", str(database_of(str(given["uri_env"])))))
    for option, text in named:
        yield from (Place(option, name) for name in (["/dev/stdin"] if text == "-" else map(str, input_files(text))))


def configured(config: Config) -> list[Place]:
    """Return the configuration file, if there is one."""
    return [] if config.path is None else [Place("--config", str(config.path))]


def check_targets(written: Sequence[Place], read: Sequence[Place]) -> None:
    """Raise ParamsError where a target is an input or another target: one of them would be lost without a word."""
    pairs = [*combinations(written, 2), *product(written, read)]
    clashes = {(one.option, two.option): (one, two) for one, two in reversed(pairs) if _clash(one, two)}
    if clashes:
        problems = [_said(one, two) for one, two in reversed(clashes.values())]
        raise ParamsError(problems, fix="Name another file with one of them.")


def check_folders(written: Sequence[Place]) -> None:
    """Raise OutputError for a target in a folder that is not there, or that is itself one: before the work, not after it."""
    for place in written:
        if place.stream is None:
            with stream_errors(place.name):
                os.stat(f"{_folder_of(place.name)}/.")  # noqa: PTH116 -- the dot has it fail at what is no folder
                if not place.is_folder and Path(place.name).is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def _clash(one: Place, two: Place) -> bool:
    return one.is_also(two) or two.holds(one)


def _said(one: Place, two: Place) -> str:
    for folder, inside in ((one, two), (two, one)):
        if folder.holds(inside):
            return f"{folder.option} writes into the folder that {inside.option} {inside.name} is in"
    if one.stream is not None and one.stream == two.stream:
        return f"{one.option} and {two.option} are the same stream: {_STREAMS.get(one.stream, one.name)}"
    names = " and ".join(
        place.option if place.stream is None else f"{place.option} ({_STREAMS.get(place.stream, place.name)})"
        for place in (one, two)
    )
    return f"{names} are the same file: {one.name if two.stream is not None else two.name}"


def _folder_of(name: str) -> str:
    return os.path.dirname(os.path.realpath(name))  # noqa: PTH120 -- as realpath writes it
