"""Display names of the configuration: each is of a class that some analysis, or a segment map in use, can give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from segkit.analyses import REGISTRY
from segkit.analyses.rfm.segment_maps import NO_PURCHASE, called_alike
from segkit.errors import ParamsError, did_you_mean
from segkit.io.config import LABELS, Config
from segkit.io.toml import read_toml


def check_labels(config: Config, args: Sequence[str]) -> None:
    """Raise ParamsError for labels of classes that there are not, and for two of a column that would be called alike.

    ``args`` may name files with segment maps.
    """
    groups = [group for entry in REGISTRY.values() for group in entry.load().classes]
    groups += [(*own, NO_PURCHASE) for own in _own(config, args)]
    known = {name for group in groups for name in group}
    lines = [f'no class or segment "{name}".{did_you_mean(name, known)}' for name in config.labels if name not in known]
    lines += dict.fromkeys(line for group in groups for line in _alike(group, config.labels))
    if lines:
        fix = "Labels are of classes such as AX and segments such as champions, and tell them from one another."
        raise ParamsError([f"{config.path}: [{LABELS}] {line}" for line in lines], fix=fix)


def _alike(group: Sequence[str], labels: Mapping[str, str]) -> Iterator[str]:
    """Yield the classes of a column that have a display name and would be called like others."""
    for names in called_alike({name: labels.get(name, name.replace("_", " ")) for name in group}).values():
        if len(names) > 1 and (named := [labels[name] for name in names if name in labels]):
            yield f'{" and ".join(names)} are called "{named[0]}"'


def _own(config: Config, args: Sequence[str]) -> Iterator[list[str]]:
    """Yield the segments of each of the maps of the configuration, and of the files that it or the command line names."""
    for maps in config.named_tables().values():
        for own in maps.values():
            yield _segments(own)
    named = [str(value) for table in config.tables.values() for value in table.values()]
    for name in (*(arg.rpartition("=")[2] for arg in args), *named):
        if name.endswith(".toml") and Path(name).is_file():
            yield _segments(read_toml(Path(name)))


def _segments(table: Mapping[str, object]) -> list[str]:
    found = table.get("segments")
    return [str(key) for key in found] if isinstance(found, Mapping) else []
