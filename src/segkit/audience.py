"""From a result, a table of contacts or a sales export to the lists of a target: the flow of ``segkit export``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import polars as pl

from segkit.contact_tables import (
    CONSENT_ROLES,
    IGNORED,
    TELLING,
    ContactTable,
    Wishes,
    as_bare,
    one_per_id,
    tables_of,
    together,
)
from segkit.errors import MissingColumnError, columns_there, did_you_mean
from segkit.io.lists import open_list, since
from segkit.io.scratch import Scratch
from segkit.io.source import Source
from segkit.periods import Duration
from segkit.result import Note
from segkit.roles import recognize, resolve
from segkit.targets import contacts, identifiers
from segkit.targets.choice import CLASSES, chosen_rows
from segkit.targets.lists import Cut, Lists, Sieve, build

UNREADABLE = "unreadable record"


def _lacks(source: Source, wishes: Wishes, wanted: Sequence[str]) -> str:
    """Return why a sheet is no list of people, nothing for one: it tells none of the wanted roles, or sales."""
    headers = list(source.dtypes)
    named = {role: column for role, column in wishes.chosen.items() if column in headers}
    if len(headers) > 1 and not contacts.recognized(headers, named).keys() & set(wanted):
        return f"no {' or '.join(wanted)} column"
    return "sales" if {"date", "amount"} <= recognize(headers).keys() else ""


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
        wished = _with_id(wishes)
        sources = open_list(wishes.who.contacts, scratch, lambda source: _lacks(source, wished, ("id",)))
        others = tables_of(sources, wished, scratch)
        other = together(others)
        read.append(other)
        other.require("id", "--contacts-id", "it is joined by customer id")
        _join(sieve, table, one_per_id([one.rows for one in others]))
    _check_columns(read, wishes)
    _drop_unwilling(sieve, wishes)
    if wishes.who.suppress is not None:
        sources = open_list(wishes.who.suppress, scratch, lambda source: _lacks(source, wishes, TELLING))
        listed = together([as_bare(one) for one in tables_of(sources, wishes, scratch)])
        suppressed = _lately(listed, wishes, wishes.who.as_of or table.as_of or today)
        read.append(_suppress(sieve, suppressed, wishes))
    shares = [Fraction(share) / 100 for share in wishes.who.split_test or ()]
    cut = Cut(most=wishes.who.max_size, shares=shares, seed=wishes.who.seed)
    return build(str(wishes.target.to), wishes.rules, sieve, cut), read


def _drop_unwilling(sieve: Sieve, wishes: Wishes) -> None:
    """Normalize the contacts, and drop those and empty what nobody agreed to be written to by."""
    if wishes.who.consent_column == IGNORED:
        sieve.rows = sieve.rows.drop(*CONSENT_ROLES, strict=False)
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


def _join(sieve: Sieve, table: ContactTable, rows: pl.DataFrame) -> None:
    """Fill what the contacts lack from the rows of another table, one for each id."""
    table.require("id", "--id", "--contacts is joined by customer id")
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
    rows = since(listed.rows, first, listed.mapping["date"][0], listed.name)
    return replace(listed, rows=rows, as_of=as_of, since=first)


def _suppress(sieve: Sieve, listed: ContactTable, wishes: Wishes) -> ContactTable:
    """Drop the contacts that a list names by id, e-mail or phone; return it, with a warning where a bare one names none of them."""
    roles = [role for role in TELLING if role in listed.rows.columns]
    if not roles:
        fix = f"Name one: --id, --email or --phone COLUMN\n{columns_there(listed.headers)}"
        raise MissingColumnError(f"--suppress {listed.name}: no id, email or phone column found", fix=fix)
    rows, before = contacts.normalized(listed.rows, wishes.country), sieve.rows.height
    for role in roles:
        if role in sieve.rows.columns:
            sieve.drop("in --suppress", pl.col(role).is_in(rows[role].drop_nulls().implode()))
    if not listed.bare or sieve.rows.height < before:
        return listed
    message = (
        f"--suppress {listed.name}: none of its only column is an id, e-mail or phone of INPUT, and nobody is left out"
    )
    return replace(listed, notes=(*listed.notes, Note("nobody-suppressed", message, warning=True)))


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
