"""From a result, a table of contacts or a sales export to the lists of a target: the flow of ``segkit export``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import polars as pl

from segkit.errors import MissingColumnError, columns_there, did_you_mean
from segkit.frozen import frozen
from segkit.io.encode import texts
from segkit.io.lists import since
from segkit.io.scratch import Scratch
from segkit.io.source import Source, reading_errors, verified_source
from segkit.io.sources import open_sources
from segkit.periods import Duration
from segkit.result import Note, Result
from segkit.roles import resolve
from segkit.targets import contacts, identifiers
from segkit.targets.catalog import TARGETS, Target
from segkit.targets.choice import CLASSES, chosen_rows
from segkit.targets.lists import RANK, Cut, Lists, Sieve, build
from segkit.targets.options import ContactOptions, TargetOptions, WhoOptions
from segkit.values import Names

IGNORED = "none"
"""The consent column that stands for no consent column."""
UNREADABLE = "unreadable record"
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
        roles |= {"consent", *contacts.CONSENTS} if wishes.who.consent_column != IGNORED else set()
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
    checked = [verified_source(source, scratch) for source in sources]
    tables = []
    for source in checked:
        with reading_errors(source.name):
            tables.append(_table(source.name, source.frame.select(list(source.dtypes)), wishes))
    return ContactTable(
        name=tables[0].name,
        mapping={role: name for table in reversed(tables) for role, name in table.mapping.items()},
        rows=pl.concat([table.rows for table in tables], how="diagonal"),
        headers=list(dict.fromkeys(name for table in tables for name in table.headers)),
        sources=checked,
        notes=[note for source in checked for note in source.notes],
        bad_records=sum(source.bad_records for source in checked),
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
    wanted = {*(one.role for one in wishes.rules.fields), "consent", *contacts.CONSENTS} - {"id", *CLASSES}
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


def lists(table: ContactTable, wishes: Wishes, scratch: Scratch, today: date) -> tuple[Lists, Sequence[ContactTable]]:
    """Return the files of the target for the contacts of ``table``, and the tables that were read for it.

    ``--days`` counts back from the day that the options name, else that of the result, else ``today``.
    """
    read = [table]
    sieve = Sieve(table.rows)
    if table.bad_records:
        sieve.dropped[UNREADABLE] = table.bad_records
    if wishes.who.only is not None:
        sieve.drop("not in --only", ~chosen_rows(table.rows, wishes.who.only, table.name, wishes.segments))
    if wishes.who.contacts is not None:
        other = read_contacts(open_sources([wishes.who.contacts], scratch), _with_id(wishes), scratch)
        read.append(other)
        _join(sieve, table, other)
    _check_columns(read, wishes)
    _drop_unwilling(sieve, wishes)
    if wishes.who.suppress is not None:
        listed = read_contacts(open_sources([wishes.who.suppress], scratch), wishes, scratch)
        suppressed = _lately(listed, wishes, wishes.who.as_of or table.as_of or today)
        read.append(suppressed)
        _suppress(sieve, suppressed, wishes)
    shares = [Fraction(share) / 100 for share in wishes.who.split_test or ()]
    cut = Cut(most=wishes.who.max_size, shares=shares, seed=wishes.who.seed)
    return build(str(wishes.target.to), wishes.rules, sieve, cut), read


def _drop_unwilling(sieve: Sieve, wishes: Wishes) -> None:
    """Normalize the contacts, and drop those and empty what nobody agreed to be written to by."""
    if wishes.who.consent_column == IGNORED:
        sieve.rows = sieve.rows.drop("consent", *contacts.CONSENTS, strict=False)
    if "consent" in sieve.rows.columns:
        sieve.drop(contacts.NO_CONSENT, ~identifiers.consents(pl.col("consent")))
    sieve.rows = contacts.normalized(sieve.rows, wishes.country)
    for consent, role in contacts.CONSENTS.items():
        if {consent, role} <= set(sieve.rows.columns):
            withheld = ~identifiers.consents(pl.col(consent)) & pl.col(role).is_not_null()
            sieve.rows = contacts.without(sieve.rows, role, withheld, contacts.NO_CONSENT)


def _with_id(wishes: Wishes) -> Wishes:
    """Return the wishes as they are for the table of ``--contacts``, whose id may have another name."""
    other = wishes.columns.contacts_id
    return wishes if other is None else replace(wishes, columns=replace(wishes.columns, id=other))


def _join(sieve: Sieve, table: ContactTable, other: ContactTable) -> None:
    """Fill what the contacts lack from another table, by id; of several rows of an id the first in order counts.

    Who withdrew consent in any row has withdrawn it.
    """
    table.require("id", "--id", "--contacts is joined by customer id")
    other.require("id", "--contacts-id", "it is joined by customer id")
    rows = other.rows.filter(pl.col("id").is_not_null())
    for name in {"consent", *contacts.CONSENTS} & set(rows.columns):
        agreed = identifiers.consents(pl.col(name)).all().over("id")
        rows = rows.with_columns(pl.when(agreed).then(pl.lit("yes")).otherwise(pl.lit("no")).alias(name))
    rows = rows.sort(sorted(rows.columns), nulls_last=True).unique("id", keep="first", maintain_order=True)
    found = {name: f"found:{name}" for name in rows.columns if name not in ("id", *CLASSES)}
    rows = rows.select(
        "id", pl.lit(value=True).alias("found"), *(pl.col(name).alias(new) for name, new in found.items())
    )
    own = set(sieve.rows.columns)
    joined = sieve.rows.join(rows, on="id", how="left", maintain_order="left").with_columns(
        pl.coalesce(name, new).alias(name) if name in own else pl.col(new).alias(name) for name, new in found.items()
    )
    direct = [pl.col(role).is_null() for role in ("email", "phone", "device") if role in joined.columns]
    sieve.rows = joined.drop(list(found.values()))
    sieve.drop("not in --contacts", pl.all_horizontal(pl.col("found").is_null(), *direct))
    sieve.rows = sieve.rows.drop("found")


def _lately(listed: ContactTable, wishes: Wishes, as_of: date) -> ContactTable:
    """Return the list with only its rows of the days before ``as_of`` that ``--days`` says."""
    if wishes.who.days is None:
        return listed
    resolve(listed.headers, {k: v for k, v in wishes.named.items() if k == "suppress_date"})
    listed.require("date", "--suppress-date", "--days counts from it")
    first = Duration(days=wishes.who.days).before(as_of)
    return replace(listed, rows=since(listed.rows, first, listed.mapping["date"][0]), as_of=as_of, since=first)


def _suppress(sieve: Sieve, listed: ContactTable, wishes: Wishes) -> None:
    """Drop the contacts that a list names by id, e-mail or phone."""
    roles = [role for role in ("id", "email", "phone") if role in listed.rows.columns]
    if not roles:
        fix = f"Name one: --id, --email or --phone COLUMN\n{columns_there(listed.headers)}"
        raise MissingColumnError(f"--suppress {listed.name}: no id, email or phone column found", fix=fix)
    rows = contacts.normalized(listed.rows, wishes.country)
    for role in roles:
        if role in sieve.rows.columns:
            sieve.drop("in --suppress", pl.col(role).is_in(rows[role].drop_nulls().implode()))


def _check_columns(tables: Sequence[ContactTable], wishes: Wishes) -> None:
    """Raise MissingColumnError for named columns that no table has, and where nothing tells the target a person."""
    headers = list(dict.fromkeys(name for table in tables for name in table.headers))
    named = {option: name for option, name in wishes.named.items() if option != "suppress_date"}
    resolve(headers, named)
    if unknown := [name for name in wishes.columns.carry if name not in headers]:
        lines = [f'--carry: no column "{name}".{did_you_mean(name, headers)}' for name in unknown]
        raise MissingColumnError("\n".join(lines), fix=columns_there(headers), columns=unknown)
    columns = {role for table in tables for role in table.rows.columns}
    rules = wishes.rules
    if not any(set(key) <= columns for key in rules.keys):
        wanted = " or ".join(" + ".join(key) for key in rules.keys)
        fix = (
            "Name the column (--email COLUMN, ...), join the addresses (--contacts FILE), or have the analysis --carry them\n"
            + columns_there(headers)
        )
        raise MissingColumnError(f"{tables[0].name}: no column of {wanted} for {rules.title}", fix=fix)
