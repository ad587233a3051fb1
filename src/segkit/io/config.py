"""``segkit.toml``: defaults for the options of every command, and display names of classes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path

from segkit.errors import ParamsError, did_you_mean
from segkit.frozen import frozen
from segkit.io.toml import read_toml
from segkit.params import spelled

NAME = "segkit.toml"
SHARED = "defaults"
"""The table whose values every command takes that has the option."""
LABELS = "labels"
"""The table of display names: a class or segment key, and what tables call it."""


@frozen
class Config:
    """What a configuration file says."""

    path: Path | None = None
    tables: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def options(self, command: str, known: Iterable[str]) -> dict[str, object]:
        """Return the values of the options (field names) of a command: its own table over the shared one.

        Raises ParamsError for a key of its own table that is no option.
        """
        names = {spelled(name): name for name in known}
        own = {
            spelled(key): value for key, value in self.tables.get(command, {}).items() if not isinstance(value, dict)
        }
        unknown = [key for key in own if key not in names]
        if unknown:
            lines = [f'{self.path}: [{command}] has no option "{key}".{did_you_mean(key, names)}' for key in unknown]
            raise ParamsError(lines, fix=f"segkit {command} --help lists the options.")
        shared = {spelled(key): value for key, value in self.tables.get(SHARED, {}).items() if spelled(key) in names}
        return {names[key]: _text(value) for key, value in {**shared, **own}.items()}

    def named_tables(self) -> dict[str, dict[str, Mapping[str, object]]]:
        """Return the tables that options may name, by plural: ``[rfm.maps.mine]`` is what ``--map mine`` means.

        It does not matter which command's table they are in.
        """
        found: dict[str, dict[str, Mapping[str, object]]] = {}
        for table in self.tables.values():
            for key, value in table.items():
                if isinstance(value, dict):
                    found.setdefault(spelled(key), {}).update(value)
        return found


def find(start: Path) -> Path | None:
    """Return the nearest segkit.toml in ``start`` or a folder above it; a folder that may not be searched has none."""
    return next((folder / NAME for folder in (start, *start.parents) if os.path.isfile(folder / NAME)), None)  # noqa: PTH113 -- pathlib raises where it may not look


def read(path: Path, commands: Mapping[str, Mapping[str, bool]]) -> Config:
    """Return the configuration in ``path``; ``commands`` gives the options of each, each with whether it names tables.

    Raises ParamsError for a file that is no TOML, and for tables and keys that no command has.
    """
    try:
        document = read_toml(path)
    except ParamsError as error:
        raise ParamsError(error.problems, fix="Mend the file, or name another.") from error
    tables = {name: table for name, table in document.items() if name != LABELS}
    known = [*commands, SHARED, LABELS]
    problems = [f'{path}: no command "{name}".{did_you_mean(name, known)}' for name in tables if name not in known]
    problems += [f"{path}: {name} is no table" for name, table in document.items() if not isinstance(table, dict)]
    anywhere = {spelled(option) for options in commands.values() for option in options}
    for key in tables[SHARED] if isinstance(tables.get(SHARED), dict) else ():
        if spelled(key) not in anywhere:
            problems.append(f'{path}: [{SHARED}] has no option "{key}".{did_you_mean(key, anywhere)}')
    problems += [f"{path}: {problem}" for problem in _named_problems(tables, commands)]
    labels = document.get(LABELS, {})
    if isinstance(labels, dict):
        problems += [f"{path}: [{LABELS}] {problem}" for problem in _label_problems(labels)]
    if problems:
        raise ParamsError(problems, fix="Tables are commands, defaults and labels.")
    return Config(path, tables, labels)


def _label_problems(labels: Mapping[str, object]) -> Iterator[str]:
    """Yield the display names that are none; see ``cli.labels`` for the classes that they are of."""
    for key, value in labels.items():
        if not isinstance(value, str):
            yield f'{key} is no text, such as AX = "Best"'
        elif not value.strip():
            yield f"{key} is empty: give it a name, or leave it out"


def _named_problems(
    tables: Mapping[str, Mapping[str, object]], commands: Mapping[str, Mapping[str, bool]]
) -> Iterator[str]:
    """Yield tables of tables that no option of the command names, and what is no table in them."""
    for command, table in tables.items():
        known = [plural(name) for name, names_tables in commands.get(command, {}).items() if names_tables]
        for key, value in table.items() if isinstance(table, dict) else ():
            if isinstance(value, dict) and spelled(key) not in known:
                yield f"[{command}.{key}] is not known.{did_you_mean(key, known)}"
            elif isinstance(value, dict):
                yield from (f"{command}.{key}.{n} is no table" for n, v in value.items() if not isinstance(v, dict))


def plural(name: str) -> str:
    """Return what the tables of an option are called: ``maps`` those of ``map``, ``breaks`` those of ``breaks``."""
    return spelled(name).removesuffix("s") + "s"


def _text(value: object) -> object:
    """Return a TOML value as the command line would give it; an empty list, which undoes that of ``[defaults]``, as None."""
    if isinstance(value, list):
        return ",".join(str(part) for part in value) if value else None
    return value if isinstance(value, bool) else str(value)
