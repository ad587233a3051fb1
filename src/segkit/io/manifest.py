"""The manifest of a run: everything that is needed to trust its outputs, and to make them again."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import polars as pl

from segkit._version import __version__
from segkit.io.source import Source, reading_errors
from segkit.result import Account, Result, Tally
from segkit.units import to_decimal

VERSION = 1


def manifest(
    result: Result,
    sources: Sequence[Source],
    outputs: Mapping[Path, int],
    *,
    hash_inputs: bool,
    asked: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Return the manifest of an analysis; ``asked`` are the options that its parameters do not hold."""
    about = {
        "output_schema": {
            "name": result.schema.name,
            "version": result.schema.version,
            "columns": list(result.schema.columns),
        },
        "parameters": {**(asked or {}), **result.params},
        **result.dates,
        "rows": None if result.account is None else _account(result.account),
        "facts": dict(result.facts),
        "warnings": [{"code": note.code, "message": note.message} for note in result.warnings],
    }
    return document(result.analysis, about, sources, outputs, hash_inputs=hash_inputs)


def document(
    command: str,
    about: Mapping[str, object],
    sources: Sequence[Source],
    outputs: Mapping[Path, int],
    *,
    hash_inputs: bool,
) -> dict[str, object]:
    """Return the manifest of a run, with what is to be said ``about`` it in particular.

    It holds no time and no host, so that equal runs have equal manifests.
    """
    return {
        "schema": "manifest",
        "version": VERSION,
        "segkit": __version__,
        "libraries": {"python": platform.python_version(), "polars": pl.__version__, "pyarrow": version("pyarrow")},
        "command": command,
        **about,
        "inputs": [entry for source in sources for entry in _inputs(source, hashed=hash_inputs)],
        "outputs": [_output(path, rows) for path, rows in outputs.items()],
    }


def _inputs(source: Source, *, hashed: bool) -> list[dict[str, object]]:
    entries = []
    repaired = source.repaired or (None,) * len(source.names)
    for name, path, part, found in zip(source.names, source.paths, source.parts, repaired, strict=True):
        with reading_errors(name):
            rows = int(part.select(pl.len()).collect(engine="streaming").item())
            if found is not None:  # records that are no rows were read as well, says the account
                rows += found.bad_count
            entry: dict[str, object] = {"path": name, "bytes": path.stat().st_size if path else None, "rows": rows}
            if hashed and path:
                entry["sha256"] = _digest(path)
        entries.append(entry)
    return entries


def _output(path: Path, rows: int) -> dict[str, object]:
    return {"path": path.name, "rows": rows, "bytes": path.stat().st_size, "sha256": _digest(path)}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _account(account: Account) -> dict[str, object]:
    return {
        "read": _tally(account.read),
        "used": _tally(account.used),
        "set_aside": _tallies(account.set_aside),
        "rejected": _tallies(account.rejected),
    }


def _tallies(tallies: Mapping[str, Tally]) -> dict[str, object]:
    return {reason: _tally(tally) for reason, tally in tallies.items()}


def _tally(tally: Tally) -> dict[str, object]:
    return {"rows": tally.rows, "money": None if tally.units is None else str(to_decimal(tally.units))}
