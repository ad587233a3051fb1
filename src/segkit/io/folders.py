"""The files that a path names: itself, the tables of a folder, or what a pattern matches. What is left out is said."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from segkit.errors import UnreadableInputError, did_you_mean
from segkit.io.jsonlines import is_ndjson
from segkit.io.source import reading_errors
from segkit.io.split import MANIFEST
from segkit.result import Note

_TEXTS = (".csv", ".tsv", ".txt", ".ndjson", ".jsonl")
EXTENSIONS = (
    *_TEXTS, *(text + packed for text in _TEXTS for packed in (".gz", ".zst")), ".tab",
    ".parquet", ".pq", ".arrow", ".ipc", ".feather", ".xlsx", ".xls", ".ods", ".xlsb",
)  # fmt: skip
"""What a folder is searched for; a file named on the command line may have any name."""

_NO_TABLES = frozenset(
    (".md", ".rst", ".pdf", ".doc", ".docx", ".ppt", ".pptx", ".odt", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".py", ".ipynb",
     ".r", ".sh", ".bat", ".sql", ".toml", ".yaml", ".yml", ".ini", ".cfg", ".log", ".lock", ".tmp", ".ini", ".lnk", ".url")
)  # fmt: skip
"""Files that nobody takes for a table: they may lie beside the exports without a word."""
_MARKER = re.compile(r"_[A-Za-z]+(?:_\d+)?$")
"""Files of Hadoop, Spark and Databricks that say how the writing went."""
_PARTITION = re.compile(r"([^=/]+)=([^=/]+)")
_NAMED = 10
_LOOKED_AT = 1_000
"""Files of a subfolder that are looked at to tell whether it holds tables."""


def expanded(text: str) -> tuple[list[Path], list[Note]]:
    """Return the files that a path names, in the order of their names, and a warning on what of a folder is not read.

    Raises UnreadableInputError for a path that is not there or may not be looked at, and for a folder without a table.
    """
    with reading_errors(text):
        return _expanded(text)


def _expanded(text: str) -> tuple[list[Path], list[Note]]:
    path = Path(text)
    if path.is_dir():
        return _in_folder(path)
    if path.exists() or path.is_symlink():  # one that leads nowhere is there to glob too, for ever
        return [path], []
    if matches := sorted(glob.glob(text)):  # noqa: PTH207 -- pathlib's glob refuses absolute patterns
        found = [expanded(match) for match in matches]
        return [file for files, _ in found for file in files], [note for _, notes in found for note in notes]
    neighbours = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    raise UnreadableInputError(f"no such file: {text}.{did_you_mean(path.name, neighbours)}", path=text)


def _in_folder(folder: Path) -> tuple[list[Path], list[Note]]:
    entries = sorted(_entries(folder))
    files = [path for path in entries if (path.is_file() or _leads_nowhere(path)) and _is_table(path)]
    left = [name for path in entries if path not in files for name in _left_out(path)]
    if not files:
        there = f"; there is {_listed(left)}" if left else ""
        inside = "; its folders are not searched: name them" if any(path.is_dir() for path in entries) else ""
        fix = f"A folder is searched for {', '.join(EXTENSIONS)}; name any other file itself{inside}."
        raise UnreadableInputError(f"no file to read in {folder}{there}", fix=fix, path=str(folder))
    if not left:
        return files, []
    message = f"{folder}: not read: {_listed(left)}; name them as well to read them, or move them away"
    return files, [Note("files-not-read", message, warning=True, count=len(left))]


def _entries(folder: Path) -> Iterator[Path]:
    """Yield what a folder holds, and in place of a partition (``year=2024``) what that holds."""
    for path in folder.iterdir():
        if path.is_dir() and _PARTITION.fullmatch(path.name):
            yield from _entries(path)
        elif not path.name.startswith((".", "~$")):
            yield path


def partitions(path: Path, within: Path) -> dict[str, str]:
    """Return the columns that the folders between a file and a folder tell, such as ``year`` of ``year=2024``."""
    between = path.relative_to(within).parent.parts if path.is_relative_to(within) else ()
    told = [match for folder in between if (match := _PARTITION.fullmatch(folder))]
    return {unquote(match[1]): unquote(match[2]) for match in told}


def _leads_nowhere(path: Path) -> bool:
    """Tell whether it is a link to what is not there: a table that is missing, which is said once it is opened."""
    return path.is_symlink() and not path.exists()


def _is_table(path: Path) -> bool:
    name = path.name.lower()
    return name.endswith(EXTENSIONS) or (name.endswith(".json") and name != MANIFEST and is_ndjson(path))


def _left_out(path: Path) -> Iterator[str]:
    """Yield how a file or folder is called that is not read, nothing where nobody would miss it."""
    if path.is_dir():
        inside = islice(path.rglob("*"), _LOOKED_AT)
        if any(found.name.lower().endswith(EXTENSIONS) for found in inside):
            yield f"folder {path.name}"
    elif path.suffix.lower() not in _NO_TABLES and path.name != MANIFEST and not _MARKER.match(path.name):
        yield path.name


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
