"""Tables of contacts: what an export is asked for, and the rows of files and results by role."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from segkit.errors import MissingColumnError, columns_there
from segkit.frozen import frozen
from segkit.io.encode import texts
from segkit.io.lists import id_text
from segkit.io.scratch import Scratch
from segkit.io.source import Source, reading_errors, verified_source
from segkit.result import Note, Result
from segkit.targets import contacts, identifiers
from segkit.targets.catalog import TARGETS, Target
from segkit.targets.choice import CLASSES
from segkit.targets.lists import RANK
from segkit.targets.options import ContactOptions, TargetOptions, WhoOptions
from segkit.values import Names

IGNORED = "none"
"""The consent column that stands for no consent column."""
TELLING = ("id", "email", "phone")
"""Roles by which a list names people."""
CONSENT_ROLES = frozenset(("consent", *contacts.CONSENTS))
_HEAD = 1000


@frozen(kw_only=True)
class ContactTable:
    """A table of contacts that was read: its rows by role, and what was recognized."""

    name: str
    mapping: Mapping[str, Sequence[str]]
    """The columns of each role."""
    rows: pl.DataFrame
    headers: Sequence[str]
    sources: Sequence[Source] = ()
    """The files, as they were read in the end."""
    notes: Sequence[Note] = ()
    """What of the files was not read, unless an analysis has said so."""
    bad_records: int = 0
    as_of: date | None = None
    """The day of the result that the table is of; of the list of ``--suppress``, the day that ``--days`` counts back from."""
    bare: bool = False
    """Whether no name says what its only column is."""
    since: date | None = None
    """The day from which on its rows count, None where all do."""

    def require(self, role: str, option: str, why: str) -> None:
        """Raise MissingColumnError if the table has no column of a role."""
        if role not in self.rows.columns:
            fix = f"Name it: {option} COLUMN\n{columns_there(self.headers)}"
            raise MissingColumnError(f"{self.name}: no {role} column found; {why}", fix=fix, columns=(role,))

    def described(self, wishes: Wishes) -> str:
        """Return the table and what the export reads of it in a line."""
        roles = {"id", *(one.role for one in wishes.rules.fields)}
        roles |= set(CLASSES) if wishes.who.only is not None else set()
        roles |= CONSENT_ROLES if wishes.who.consent_column != IGNORED else set()
        read = [role for role in contacts.ALIASES if role in roles and role in self.mapping]
        said = [f"{role} = {' or '.join(self.mapping[role])}" for role in read]
        if self.bad_records:
            said.append(f"{self.bad_records:,} unreadable records")
        if self.since is not None:
            said.append(f"--days {wishes.who.days} before {self.as_of}: rows since {self.since}")
        return f"{self.name}: {', '.join(said)}"


@frozen(kw_only=True)
class Wishes:
    """Everything that the user asks of an export."""

    target: TargetOptions
    who: WhoOptions
    columns: ContactOptions
    segments: Collection[str] = ()
    """The segments of the maps of the configuration."""

    @property
    def rules(self) -> Target:
        """The target as the options change it."""
        rules = TARGETS[str(self.target.to)]
        if self.target.no_hash:
            rules = rules.unhashed()
        return rules if self.target.identifiers is None else rules.narrowed(self.target.identifiers)

    @property
    def country(self) -> str | None:
        """Where phones without a country code belong."""
        named = self.target.default_country
        return self.rules.country if named is None else identifiers.country_code(named)

    @property
    def chosen(self) -> dict[str, str]:
        """The columns that the user named, by role."""
        roles = {"consent_column": "consent", "suppress_date": "date"}
        return {roles.get(option, option): name for option, name in self.named.items() if option != "contacts_id"}

    @property
    def named(self) -> dict[str, str]:
        """The columns that the user named, by option."""
        return self.columns.named(None if self.who.consent_column == IGNORED else self.who.consent_column)

    def as_dict(self) -> dict[str, object]:
        """Return the options that were given, as JSON can hold them, without the secrets of URLs."""
        groups = (self.target, self.who, self.columns)
        values = {name: value for group in groups for name, value in group.as_dict().items()}
        return {
            name: value for name, value in values.items() if value is not None and value is not False and value != []
        }


def read_contacts(sources: Sequence[Source], wishes: Wishes, scratch: Scratch) -> ContactTable:
    """Return the contacts of files, whose columns are recognized file by file."""
    return together(tables_of(sources, wishes, scratch))


def tables_of(sources: Sequence[Source], wishes: Wishes, scratch: Scratch) -> list[ContactTable]:
    """Return the contacts of each source, as its own columns tell them."""
    tables = []
    for source in [verified_source(source, scratch) for source in sources]:
        with reading_errors(source.name):
            table = _table(source.name, source.frame.select(list(source.dtypes)), wishes)
        tables.append(replace(table, sources=[source], notes=source.notes, bad_records=source.bad_records))
    return tables


def together(tables: Sequence[ContactTable]) -> ContactTable:
    """Return several tables as one."""
    if len(tables) == 1:
        return tables[0]
    return ContactTable(
        name=f"{tables[0].name} and {len(tables) - 1} more",
        mapping={role: name for table in reversed(tables) for role, name in table.mapping.items()},
        rows=pl.concat([table.rows for table in tables], how="diagonal"),
        headers=list(dict.fromkeys(name for table in tables for name in table.headers)),
        sources=[source for table in tables for source in table.sources],
        notes=[note for table in tables for note in table.notes],
        bad_records=sum(table.bad_records for table in tables),
    )


def as_bare(table: ContactTable) -> ContactTable:
    """Return a table whose only column has no name that is known, with each cell as whatever it may be: id, e-mail or phone."""
    if len(table.headers) > 1 or table.mapping:
        return table
    (name,) = table.headers
    cells = pl.concat(
        source.frame.select(identifiers.text(id_text(name, source.dtypes[name]))).collect() for source in table.sources
    )
    first = pl.DataFrame({name: [name]})  # it may have been taken for a header
    rows = pl.concat([first, cells]).select(pl.col(name).alias(role) for role in TELLING)
    return replace(table, mapping=dict.fromkeys(TELLING, (name,)), rows=rows, bare=True)


def one_per_id(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return a row for each id: of several rows in a table the first in order, whole, and from each table what those before lack.

    Tables with more columns come first. Who withdrew consent in any row has withdrawn it.
    """
    parts = []
    for table in sorted(tables, key=lambda one: -one.width):
        rows = table.filter(pl.col("id").is_not_null()) if "id" in table.columns else table.clear()
        for name in CONSENT_ROLES & set(rows.columns):
            agreed = identifiers.consents(pl.col(name)).all().over("id")
            rows = rows.with_columns(pl.when(agreed).then(pl.lit("yes")).otherwise(pl.lit("no")).alias(name))
        parts.append(rows.sort(sorted(rows.columns), nulls_last=True).unique("id", keep="first", maintain_order=True))
    if len(parts) == 1:
        return parts[0]
    every = pl.concat(parts, how="diagonal")
    consents = CONSENT_ROLES & set(every.columns)
    return every.group_by("id", maintain_order=True).agg(
        pl.col(name).min() if name in consents else pl.col(name).drop_nulls().first()
        for name in every.columns
        if name != "id"
    )


def table_of_result(result: Result, sources: Sequence[Source], wishes: Wishes) -> ContactTable:
    """Return the rows of an analysis as contacts."""
    table = _table(sources[0].name, texts(result).lazy(), wishes)
    headers = [*table.headers, *(name for source in sources for name in source.dtypes)]
    return replace(table, headers=list(dict.fromkeys(headers)), sources=sources, as_of=result.as_of)


def carried(sources: Sequence[Source], wishes: Wishes) -> Names:
    """Return the columns of transactions that an analysis has to carry for the export: those of contacts."""
    headers = [name for name in sources[0].dtypes if all(name in source.dtypes for source in sources)]
    named = {role: name for role, name in wishes.chosen.items() if name in headers}
    mapping = contacts.recognized(headers, named)
    wanted = {*(one.role for one in wishes.rules.fields), *CONSENT_ROLES} - {"id", *CLASSES}
    columns = [name for role, names in mapping.items() if role in wanted for name in names]
    return Names(tuple(dict.fromkeys([*columns, *(name for name in wishes.columns.carry if name in headers)])))


def _table(name: str, rows: pl.LazyFrame, wishes: Wishes) -> ContactTable:
    """Return a frame as contacts; a key column that holds addresses is taken for the e-mail where there is no other."""
    headers = rows.collect_schema().names()
    named = {role: column for role, column in wishes.chosen.items() if column in headers}
    mapping = contacts.recognized(headers, named)
    carry = [column for column in wishes.columns.carry if column in headers]
    read = contacts.as_texts(rows, mapping, carry).collect(engine="streaming")
    if "email" not in mapping and "id" in mapping and _are_addresses(read["id"].drop_nulls().head(_HEAD)):
        mapping["email"] = mapping["id"]
        read = read.with_columns(pl.col("id").alias("email"))
    if RANK in read.columns:
        read = read.with_columns(pl.col(RANK).cast(pl.Float64, strict=False))
    return ContactTable(name=name, mapping=mapping, rows=read, headers=headers)


def _are_addresses(ids: pl.Series) -> bool:
    return int(ids.str.contains("@").sum()) * 2 > ids.len()
