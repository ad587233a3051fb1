"""Which contacts the words of ``--only`` stand for, in any table that has columns of classes or segments."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Sequence

import polars as pl

from segkit.analyses.abc_xyz.classing import CELLS, GOLDEN
from segkit.analyses.rfm.built_in_maps import BUILT_IN
from segkit.analyses.rfm.segment_maps import NO_PURCHASE, SegmentMap, segment_map
from segkit.errors import DataError, did_you_mean
from segkit.values import Table

CLASSES = ("segment", "abc_xyz_class", "abc_class", "xyz_class")
"""The roles that hold classes."""
_BINS = 5


def chosen_rows(contacts: pl.DataFrame, words: Sequence[str], name: str, own: Collection[str] = ()) -> pl.Expr:
    """Return the filter for the words: classes, segments or their display names in any case, patterns, ``golden``.

    Raises DataError where the table called ``name`` has no classes, or a word is neither one of them nor a name that
    segkit gives, nor one of ``own``, the segments of the configuration: one that nobody is in this month is no error.
    """
    columns = [role for role in CLASSES if role in contacts.columns]
    if not columns:
        raise DataError(
            f"{name} has no column of classes or segments for --only",
            fix=f"Class the customers first: add --analysis rfm (or abcxyz, segment), or run segkit rfm {name} --carry "
            "email -o list.csv and export that. --segment COLUMN names a column of your own.",
        )
    values = {str(value) for role in columns for value in contacts[role].drop_nulls().unique()}
    wanted = {word: _meant(word, values) for word in words}
    if unknown := [word for word, meant in wanted.items() if not meant and not _is_known(word, own)]:
        known = sorted({*values, *_known(), "golden"})
        lines = [f'--only: no class or segment "{word}" in {name}.{did_you_mean(word, known)}' for word in unknown]
        raise DataError("\n".join(lines), fix="It has: " + (", ".join(sorted(values)[:40]) or "none"))
    meant = sorted({value for found in wanted.values() for value in found})
    return pl.any_horizontal(pl.col(role).is_in(meant).fill_null(value=False) for role in columns)


def _meant(word: str, values: set[str]) -> set[str]:
    """Return the values that a word stands for."""
    if word.casefold() == "golden":
        return values & set(GOLDEN)
    key = _display_names().get(word.casefold(), word).casefold()
    found = {value for value in values if fnmatch.fnmatchcase(value.casefold(), key)}
    return found | {cell for cell in values & set(CELLS) if len(key) == 1 and key in cell.casefold()}


def _is_known(word: str, own: Collection[str]) -> bool:
    """Tell whether segkit itself or the configuration gives a class, a segment or a display name of that word."""
    names = [*_known(), *_display_names(), "golden", *own]
    return any(fnmatch.fnmatchcase(name.casefold(), word.casefold()) for name in names)


def _known() -> list[str]:
    segments = [key for one in _built_in() for key in one.keys]
    return list(dict.fromkeys([*segments, NO_PURCHASE, *CELLS, *"ABCXYZU"]))


def _display_names() -> dict[str, str]:
    return {label.casefold(): s.key for one in _built_in() for s in one.segments for label in s.label.values()}


def _built_in() -> list[SegmentMap]:
    return [segment_map(Table(name), _BINS) for name in BUILT_IN]
