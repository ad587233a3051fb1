"""Which customers of a result go out, by lists that they are held against, and under which ids."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from segkit.errors import DataError, ParamsError
from segkit.frozen import frozen
from segkit.periods import Duration

if TYPE_CHECKING:
    from segkit.cli.output import OutputOptions
    from segkit.io.lists import Members
    from segkit.io.scratch import Scratch
    from segkit.options import ColumnOptions
    from segkit.result import Note, Result

LISTS = ("minus", "intersect", "suppress")
"""The options that name a list, in the order in which customers are held against them."""


@frozen(kw_only=True)
class Held:
    """A list that the customers of a result are held against."""

    option: str
    name: str
    members: Members
    merge: Sequence[str] = ()
    """Kinds of ids whose spellings are one customer, as in the result."""
    days: int | None = None
    """How many days before ``as_of`` a dated row of the list counts."""

    def of(self, result: Result, as_of: date | None) -> Result:
        """Return the result with, or for all but ``--intersect`` without, whom the list names, and a note with the counts.

        Ids are compared as texts as written, but for blanks at their ends. ``as_of`` is for a result that has none.
        """
        import polars as pl  # noqa: PLC0415 -- loaded by now

        from segkit.merging import merged  # noqa: PLC0415 -- as above

        first = self._first_day(result.as_of or as_of)
        listed = self.members.ids(first).to_frame().select(merged(pl.first(), self.merge)).to_series()
        key = next(iter(result.schema.columns))
        found = result.rows[key].cast(pl.String).str.strip_chars().is_in(listed.implode())
        inside = int(found.sum())
        held = result.filter(pl.lit(found if self.option == "intersect" else ~found))
        note = self._note(first, f"{inside:,} of {result.rows.height:,}", named=inside > 0, left=held.rows.height)
        return replace(held, notes=(*result.notes, note))

    def _first_day(self, as_of: date | None) -> date | None:
        """Return the day from which on a dated row counts, None where every row does."""
        if self.days is None or self.members.date_column is None:
            return None
        if as_of is None:
            fix = "Name the day: --as-of YYYY-MM-DD"
            raise ParamsError(f"--days {self.days} counts back from as_of, which this result lacks", fix=fix)
        return Duration(days=self.days).before(as_of)

    def _note(self, first: date | None, share: str, *, named: bool, left: int) -> Note:
        from segkit.result import Note  # noqa: PLC0415 -- imports polars

        about = "are in it" if first is None else f"are in it since {first}"
        if self.days is not None and first is None:
            about += " (it has no column of dates, so that --days leaves everybody in it)"
        if not named and not self.members.rows.is_empty():
            about += f' by its column "{self.members.id_column}"'
        return Note(self.option, f"--{self.option} {self.name}: {share} {about}, {left:,} left")


def read_lists(output: OutputOptions, columns: ColumnOptions, scratch: Scratch) -> list[Held]:
    """Return the lists that the options name; raise DataError with the problems of all of them at once."""
    lists: list[Held] = []
    errors: list[DataError] = []
    for option in LISTS:
        if getattr(output, option) is None:
            continue
        try:
            lists.append(_read(option, str(getattr(output, option)), output, columns, scratch))
        except DataError as error:
            errors.append(type(error)(f"--{option}: {error.message}", fix=error.fix))
    if len(errors) > 1:
        raise DataError("\n".join(map(str, errors)))
    if errors:
        raise errors[0]
    return lists


def _read(option: str, name: str, output: OutputOptions, columns: ColumnOptions, scratch: Scratch) -> Held:
    from segkit.io.lists import read_members  # noqa: PLC0415 -- imports polars
    from segkit.io.remote import shown  # noqa: PLC0415 -- only where a list is given
    from segkit.roles import ALIASES  # noqa: PLC0415 -- only where a list is given

    role = columns.per if columns.per in ALIASES else None
    named = columns.per if role is None else columns.chosen.get(role)
    names = [columns.key_name] if named is None else [named, columns.key_name]
    members = read_members(name, scratch, names, role)
    days = output.days if option == "suppress" else None
    return Held(option=option, name=shown(name), members=members, merge=columns.merge_ids, days=days)


def list_problems(output: OutputOptions) -> Iterator[str]:
    """Yield options of lists that are out of range or lack their partner."""
    if output.days is not None and output.days < 0:
        yield f"--days {output.days} is negative"
    if output.days is not None and output.suppress is None:
        yield "--days goes with --suppress"


def hash_key(key_file: str | None) -> bytes:
    """Return the key of ``--hash-ids``; raise ParamsError where there is none."""
    try:
        key = Path(key_file).read_bytes().strip() if key_file else os.fsencode(os.environ.get("SEGKIT_HASH_KEY", ""))
    except OSError as error:
        raise ParamsError(f"--hash-key-file {key_file}: {error.strerror}") from error
    if not key:
        raise ParamsError("--hash-ids needs a key", fix="Name a file with --hash-key-file, or set SEGKIT_HASH_KEY.")
    return key


def with_hashed_ids(result: Result, key: bytes) -> Result:
    """Return the result with the HMAC-SHA256 of its ids."""
    import polars as pl  # noqa: PLC0415 -- loaded by now

    name = next(iter(result.schema.columns))
    ids = result.rows[name].cast(pl.String)
    digests = [hmac.digest(key, text.encode(), "sha256").hex() for text in ids]
    return replace(result, rows=result.rows.with_columns(pl.Series(name, digests, dtype=pl.String)))
