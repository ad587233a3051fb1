"""Display names of the configuration: each is of a class that some analysis, or a segment map in use, can give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from segkit.analyses import REGISTRY
from segkit.errors import ParamsError, did_you_mean
from segkit.io.config import LABELS, Config
from segkit.io.toml import read_toml


def check_labels(config: Config, args: Sequence[str]) -> None:
    """Raise ParamsError for labels of classes that there are not; ``args`` may name files with segment maps."""
    known = {name for entry in REGISTRY.values() for name in entry.load().classes} | set(_own(config, args))
    unknown = [name for name in config.labels if name not in known]
    if unknown:
        lines = [
            f'{config.path}: [{LABELS}] no class or segment "{name}".{did_you_mean(name, known)}' for name in unknown
        ]
        raise ParamsError(lines, fix="Labels are of classes such as AX and segments such as champions.")


def _own(config: Config, args: Sequence[str]) -> Iterator[str]:
    """Yield the segments of the maps of the configuration, and of the files that it or the command line names."""
    for maps in config.named_tables().values():
        for own in maps.values():
            yield from _segments(own)
    named = [str(value) for table in config.tables.values() for value in table.values()]
    for name in (*(arg.rpartition("=")[2] for arg in args), *named):
        if name.endswith(".toml") and Path(name).is_file():
            yield from _segments(read_toml(Path(name)))


def _segments(table: Mapping[str, object]) -> Iterator[str]:
    found = table.get("segments")
    yield from map(str, found) if isinstance(found, Mapping) else ()
