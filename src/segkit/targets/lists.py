"""From contacts to the files of a target: who is dropped and why, and what each file holds.

Rows come by value and id, never by their place in the input, so that the same contacts give the same files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil

import polars as pl

from segkit.errors import ParamsError
from segkit.frozen import frozen
from segkit.schema import CARRY
from segkit.targets.catalog import Field, Target
from segkit.targets.contacts import (
    INVALID_EMAIL,
    INVALID_PHONE,
    LOST,
    NO_CONSENT,
    RELAY,
    without,
    without_telling_ids,
)
from segkit.targets.identifiers import digests

RANK = "rank"
"""The column of what a contact is worth: the most valuable come first."""
_DUPLICATE = "duplicate"
_CELL_BYTES = 3
"""A separator and two quotes: what a cell takes at most besides its text."""
_WIDEST = 1 << 64


@dataclass
class Sieve:
    """Rows on their way into a list, and how many were dropped, by reason, in the order of the reasons."""

    rows: pl.DataFrame
    dropped: dict[str, int] = field(default_factory=dict)

    def drop(self, reason: str, which: pl.Expr) -> None:
        """Drop the rows that ``which`` is true for."""
        kept = self.rows.filter(~which.fill_null(value=False))
        if gone := self.rows.height - kept.height:
            self.dropped[reason] = self.dropped.get(reason, 0) + gone
        self.rows = kept


@frozen(kw_only=True)
class Cut:
    """How many contacts a list may have, and the groups that it is divided into."""

    most: int | None = None
    shares: Sequence[Fraction] = ()
    """The shares of the groups of a split test, which add up to 1."""
    seed: int = 0


@frozen(kw_only=True)
class Lists:
    """What is to be written, and the account of the contacts: read = written + dropped."""

    files: Mapping[str, pl.DataFrame]
    """The rows of each file by its name without an extension."""
    read: int
    written: int
    dropped: Mapping[str, int]
    emptied: Mapping[str, int]
    """Cells that were emptied in rows that are written, by reason."""
    shortened: int
    """Cells that were longer than the target takes."""

    def warnings(self, target: Target) -> Iterator[str]:
        """Yield the files that are too small for the target."""
        least = target.least_rows
        for name, rows in self.files.items():
            if least is not None and rows.height < least:
                yield f"{name} has {rows.height:,} rows, {target.title} wants at least {least:,}"


def build(name: str, target: Target, sieve: Sieve, cut: Cut) -> Lists:
    """Return the files of ``target`` (called ``name``) for normalized contacts, some of whom ``sieve`` may have dropped."""
    read = sieve.rows.height + sum(sieve.dropped.values())
    sieve.rows = _ordered(without_telling_ids(sieve.rows))
    usable = replace(target, keys=[key for key in target.keys if set(key) <= set(sieve.rows.columns)])
    fields = _fields(target, usable, sieve.rows.columns)
    _drop_keyless(sieve, usable, (NO_CONSENT, RELAY, INVALID_EMAIL, INVALID_PHONE))
    _drop_repeated(sieve, usable)
    if cut.most is not None:
        sieve.drop("above the maximum size", pl.int_range(pl.len()) >= cut.most)
    long = [pl.lit(0)] if target.longest_bytes is None else [_long(one, target) for one in fields]
    files = {
        "-".join((name, *kind, *group, *number)): part
        for kind, kept in _kinds(usable, fields)
        for group, rows in _groups(sieve.rows, usable, cut)
        for number, part in _parts(_written(rows, target, kept), target)
    }
    return Lists(
        files=files,
        read=read,
        written=sieve.rows.height,
        dropped=sieve.dropped,
        emptied=_emptied(sieve.rows, fields),
        shortened=int(sieve.rows.select(pl.sum_horizontal(one.sum() for one in long)).item()),
    )


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows in an order that their place in the input has no part in."""
    worth = [RANK] if RANK in rows.columns else []
    others = [name for name in ("id", *sorted(rows.columns)) if name in rows.columns and name != RANK]
    by = list(dict.fromkeys([*worth, *others]))
    return rows.sort(by, descending=[name == RANK for name in by], nulls_last=True)


def _fields(target: Target, usable: Target, columns: Collection[str]) -> list[Field]:
    """Return the columns of the file: those that the contacts have, identifiers only where they tell a person."""
    idle = set(target.identifiers) - set(usable.identifiers)
    fields = [one for one in target.fields if one.role in columns and one.role not in idle]
    carried = [name for name in columns if name.startswith(CARRY)]
    if carried and target.own_header is None:
        raise ParamsError(f"{target.title} takes no columns of your own: drop --carry")
    own = [Field(name, (target.own_header or str)(name.removeprefix(CARRY))) for name in carried]
    headers = [one.header for one in fields]
    if clash := [one.header for one in own if target.is_apart or one.header in headers]:
        raise ParamsError(f'--carry: the list has a column "{clash[0]}" of its own')
    return [*fields, *own]


def _is_keyless(target: Target) -> pl.Expr:
    return ~pl.any_horizontal(pl.all_horizontal(pl.col(role).is_not_null() for role in key) for key in target.keys)


def _drop_keyless(sieve: Sieve, target: Target, reasons: Sequence[str]) -> None:
    """Drop the rows that tell nobody, each for the first reason that took an identifier from it."""
    if not target.keys:
        sieve.drop("no identifier", pl.lit(value=True))
        return
    lost = [pl.col(LOST + role) for role in target.identifiers if LOST + role in sieve.rows.columns]
    for reason in reasons:
        sieve.drop(reason, _is_keyless(target) & pl.any_horizontal(one.eq_missing(pl.lit(reason)) for one in lost))
    sieve.drop("no identifier", _is_keyless(target))


def _drop_repeated(sieve: Sieve, target: Target) -> None:
    """Drop the rows that tell nobody new: of equals the first stays."""
    for role in target.unique:
        if role in sieve.rows.columns:
            again = pl.col(role).is_not_null() & ~pl.col(role).is_first_distinct()
            sieve.rows = without(sieve.rows, role, again, _DUPLICATE)
    if target.unique:
        _drop_keyless(sieve, target, (_DUPLICATE,))
    elif target.keys:
        sieve.drop(_DUPLICATE, ~pl.struct(target.identifiers).is_first_distinct())


def _long(one: Field, target: Target) -> pl.Expr:
    if one.role == "birthdate":
        return pl.lit(0)
    return pl.col(one.role).str.len_bytes().fill_null(0) > (target.longest_bytes or 0)


def _kinds(target: Target, fields: Sequence[Field]) -> Iterator[tuple[list[str], Sequence[Field]]]:
    """Yield the fields of each file: all, or where the target wants it one identifier each."""
    if not target.is_apart:
        yield [], fields
        return
    for one in fields:
        yield [one.role], [one]


def _groups(rows: pl.DataFrame, target: Target, cut: Cut) -> Iterator[tuple[list[str], pl.DataFrame]]:
    """Yield the rows of each group of a split test, or all rows.

    A contact's group follows from its id and the seed alone: it stays when others come or go, and groups have their
    shares as near as chance brings them.
    """
    if not cut.shares:
        yield [], rows
        return
    ids = rows.select(pl.coalesce(name for name in ("id", *target.identifiers) if name in rows.columns)).to_series()
    limits = [share * _WIDEST for share in accumulate(cut.shares)]
    numbers = [int.from_bytes(hashlib.sha256(f"{cut.seed}:{one}".encode()).digest()[:8]) for one in ids]
    groups = pl.Series([sum(number >= limit for limit in limits[:-1]) for number in numbers], dtype=pl.Int64)
    for position in range(len(limits)):
        yield [chr(ord("a") + position)], rows.filter(groups == position)


def _written(rows: pl.DataFrame, target: Target, fields: Sequence[Field]) -> pl.DataFrame:
    """Return the rows as the target wants them, hashed where it says so."""
    if target.is_apart:
        rows = rows.filter(pl.col(fields[0].role).is_not_null())
    formed = rows.select(one.form(pl.col(one.role)).cast(pl.String).alias(one.header) for one in fields)
    if target.longest_bytes is not None:
        formed = formed.with_columns(_shortened(formed[name], target.longest_bytes) for name in formed.columns)
    if target.digest is None:
        return formed
    return formed.with_columns(digests(formed[one.header], target.digest) for one in fields if one.hashed)


def _shortened(values: pl.Series, most: int) -> pl.Series:
    """Return the texts cut to at most so many bytes, at the end of a character."""
    long = values.filter(values.str.len_bytes() > most).unique()
    cut = [one.encode()[:most].decode(errors="ignore").rstrip() for one in long]
    return values.replace(long, pl.Series(cut, dtype=pl.String)) if cut else values


def _parts(rows: pl.DataFrame, target: Target) -> Iterator[tuple[list[str], pl.DataFrame]]:
    """Yield the rows of each file: all, or where the target has a limit as few files of about one size as keep it."""
    count = ceil(rows.height / target.most_rows) if target.most_rows else 1
    if target.most_bytes is not None:
        cells = pl.sum_horizontal(pl.all().str.len_bytes().fill_null(0) + pl.all().str.count_matches('"').fill_null(0))
        sizes = rows.select(cells + _CELL_BYTES * rows.width).to_series()
        header = sum(len(name.encode()) + _CELL_BYTES for name in rows.columns)
        count = max(count, ceil(int(sizes.sum()) / target.most_bytes))
        while count < rows.height and any(
            int(sizes.slice(start, length).sum()) + header > target.most_bytes
            for start, length in _slices(rows.height, count)
        ):
            count += 1
    if count <= 1:
        yield [], rows
        return
    for number, (start, length) in enumerate(_slices(rows.height, count), start=1):
        yield [str(number)], rows.slice(start, length)


def _slices(rows: int, count: int) -> list[tuple[int, int]]:
    """Return start and length of ``count`` slices of nearly equal length."""
    limits = [rows * number // max(count, 1) for number in range(count + 1)]
    return [(start, end - start) for start, end in pairwise(limits)]


def _emptied(rows: pl.DataFrame, fields: Sequence[Field]) -> dict[str, int]:
    """Return how many cells of the written columns were emptied, by reason: they were invalid, or the tool takes no such."""
    lost = [LOST + one.role for one in fields if LOST + one.role in rows.columns]
    reasons = [reason for name in lost for reason in rows[name].drop_nulls().to_list()]
    emptied = {reason: reasons.count(reason) for reason in sorted(set(reasons))}
    for one in (one for one in fields if one.only):
        refused = pl.col(one.role).is_not_null() & one.form(pl.col(one.role)).is_null()
        if count := int(rows.select(refused.sum()).item()):
            emptied[f"{one.header} of other than {one.only}"] = count
    return emptied
