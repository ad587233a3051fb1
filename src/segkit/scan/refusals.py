"""When a run goes no further: too many rows that cannot be read, none that counts, money of several currencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segkit.errors import DataError, EmptyInputError, RejectedRowsError
from segkit.result import Tally
from segkit.scan import second_look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segkit.recognition.preparation import Prepared
    from segkit.result import Account


def check(prepared: Prepared, account: Account, currencies: Mapping[str, Tally]) -> None:
    """Raise RejectedRowsError above ``max_bad``, EmptyInputError where no row is used, DataError on mixed currencies."""
    options = prepared.options
    rejected, rows = account.rejected_total.rows, account.read.rows
    if rejected > options.rows.allowed(rows):
        raise RejectedRowsError(
            f"{rejected:,} of {rows:,} rows cannot be read ({reasons(account.rejected)}); --max-bad allows "
            f"{options.rows.max_bad}",
            fix=_way_out(prepared, account),
            account=account,
        )
    if not account.used.rows:
        said = f": {reasons({**account.set_aside, **account.rejected})}" if rows else ""
        fix = _nothing_used(prepared, account) if rows else None
        raise EmptyInputError(f"no row to analyze of {rows:,} read{said}", fix=fix, account=account)
    if len(currencies) > 1 and options.columns.in_currency is None:
        listed = ", ".join(f"{code} {part.rows:,} rows" for code, part in currencies.items())
        raise DataError(
            f"amounts in {len(currencies)} currencies cannot be added: {listed}",
            fix=f"Choose one: --in-currency {next(iter(currencies))}",
            currencies=tuple(currencies),
        )


def _way_out(prepared: Prepared, account: Account) -> str:
    """Return what to do about rejected rows: if they are most of the rows, the column or its format is the wrong one."""
    worst = max(account.rejected, key=lambda reason: account.rejected[reason].rows)
    cells = second_look.refused_cells(prepared, worst)
    such = f" Such as {' and '.join(cells)}." if cells else _blank_cells(prepared, account, worst)
    if 2 * account.rejected_total.rows <= account.read.rows:
        return f"See them with --rejects bad.csv, or accept them with a larger --max-bad.{such}"
    flag = {"record": "--separator", "date": "--date or --date-format"}.get(worst, f"--{worst} or --decimal")
    if not all(map(str.isascii, cells)) and any(source.texts for source in prepared.sources):
        flag += ", or --encoding"
    right = f"see whether it is the right column and format ({flag}; segkit inspect shows them)."
    return f"That is most of them: {right}{such}"


def _blank_cells(prepared: Prepared, account: Account, reason: str) -> str:
    """Return what to know of rejected rows whose cells hold nothing to be shown."""
    if reason == "record":
        return ""
    if account.set_aside.get("no_customer", Tally()).rows >= account.rejected[reason].rows:
        return " The cells are blank, as others are of the customer: --fill-down COLUMN reads reports in groups."
    computed = reason != "date" and any(source.format == "excel" for source in prepared.sources)
    formulas = "; a workbook keeps the values of formulas only once a spreadsheet has saved it" if computed else ""
    return f" The cells are blank{formulas}."


def _nothing_used(prepared: Prepared, account: Account) -> str | None:
    """Return what to do where all rows are set aside: what the column holds that took most of them."""
    aside = account.set_aside
    worst = max(aside, key=lambda reason: aside[reason].rows, default=None)
    if worst not in ("status", "currency"):
        per = prepared.options.columns.per
        flag = f"--{per}" if per in ("customer", "item") else "--per"
        return f"The column is empty; name another: {flag} COLUMN" if worst == "no_customer" else None
    column, counted = second_look.values_of(prepared, worst)
    listed = ", ".join(f"{value} {rows:,} rows" for value, rows in counted)
    if worst == "status":
        way = "--skip-status NAME,... names those that do not count; --skip-status none counts all."
    else:
        way = "--in-currency chooses one."
    return f'"{column}" holds: {listed}. {way}'


def reasons(tallies: Mapping[str, Tally]) -> str:
    """Return how many rows there are for each reason, in words."""
    return ", ".join(f"{name.replace('_', ' ')} {part.rows:,}" for name, part in tallies.items())
