"""Guards: what is readable, adds up, and is still not what it seems. Each is a warning with its figure and the way out.

They look at what a run collects anyway, and at a sample of the orders; none reads the data again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from segkit import units
from segkit.frozen import frozen
from segkit.io.source import reading_errors
from segkit.notation.blanks import NOTHING
from segkit.notation.totals import TOTAL_ALONE, TOTAL_OF
from segkit.result import Account, Note, Tally
from segkit.rollup import MEASURES
from segkit.scan.samples import Sample, is_in_sample, one_in
from segkit.schema import KEY

if TYPE_CHECKING:
    from segkit.io.source import Source

ANONYMOUS = frozenset(
    ("0", "-1", "n/a", "na", "guest", "anonymous", "unknown", "not logged in", "walk-in",
     "walk-in customer", "walk in customer", "cash customer", "retail customer", "default customer", "no customer",
     "розничный покупатель", "розничные покупатели", "розничный клиент", "частное лицо", "физическое лицо", "физлицо",
     *map(str.casefold, NOTHING), "#ref!", "#value!", "#знач!", "#ссылка!", "nil", "undefined", "unassigned", "гость", "аноним", "неизвестно", "неизвестный", "без имени", "нет", "покупатель", "клиент")
)  # fmt: skip
"""Ids (without case) by which programs call those whom they do not know."""

COMPLETE = "Run it again once the file is complete."

_SHARED_DAYS = 0.05
_ANONYMOUS_SHARE = 0.01
_LARGEST_SHARE = 0.20
_LARGEST_OF = (1_000, 50)
"""Orders and customers from which on one with a fifth of the orders is implausible."""
_TOTALS_OF = 50
_TOTAL_AMONG = 4
_NOBODY_SHARE = 0.20
_ONE_OF = 20
"""Purchases of one customer and nobody else from which on that is implausible."""
_UNIQUE_SHARE = 0.995
_UNIQUE_OF = 100
_SMALL_DAY = 0.5
_DAY_OF = 20
_WEEKS = 4
_HEAD_BYTES = 1 << 12


@frozen(kw_only=True)
class Repeats:
    """Counts of the rows of a sample of the customers."""

    every: int
    """One in so many customers is in the sample."""
    rows: int
    again: int
    """Rows that repeat another's customer, day and money."""
    together: int
    """Rows that share customer and day with another."""


def customer_sample(rows: pl.LazyFrame, hint: int) -> Sample:
    """Return the sample that ``repeats`` looks at: of large inputs one of the customers.

    The mask of bits and the one filter make that free.
    """
    every = one_in(hint)
    counted = pl.col("reason") == 0
    if every > 1:
        counted = is_in_sample(KEY, every) & counted
    names = [name for name in rows.collect_schema().names() if name in (KEY, "order_date", *MEASURES)]
    return Sample(rows.filter(counted).select(names), every)


def repeats(sample: Sample) -> Repeats:
    """Return how many rows repeat another's customer, day and money, and share a customer's day."""
    rows = sample.rows.lazy()
    alike = rows.group_by(pl.all()).agg(pl.len().alias("rows")).with_columns(again=pl.col("rows") - 1)
    days = alike.group_by(KEY, "order_date").agg(pl.col("rows", "again").sum())
    together = pl.col("rows").filter(pl.col("rows") > 1).sum().alias("together")
    found = days.select(pl.col("rows").sum(), pl.col("again").sum(), together).collect(engine="streaming")
    return Repeats(**found.row(0, named=True), every=sample.every)


def repeat_notes(found: Repeats) -> Iterator[Note]:
    """Yield what the rows of a sample show that repeat one another."""
    rows, again, together = found.rows, found.again, found.together
    about = "" if found.every == 1 else f" in a sample of 1 in {found.every} customers"
    if again:
        message = f"{again:,} of {rows:,} rows repeat another's customer, date and amount{about}; all are counted"
        fix = "Leave out the export that repeats them; --order COLUMN tells purchases of one day apart."
        yield Note("duplicate-rows", message, warning=True, count=again, fix=fix)
    if rows and together > _SHARED_DAYS * rows and together != again * 2:
        message = f"{together / rows:.0%} of the rows share customer and date with another{about}: order lines?"
        yield Note("shared-days", message, warning=True, count=together, fix="--order COLUMN names the order id.")


def customer_notes(customers: pl.DataFrame, others: Sequence[str] = ()) -> Iterator[Note]:
    """Yield what is implausible about the customers of a roll-up: ids that are new each time, ids of everybody.

    ``others`` are columns that may tell the customers too, the most telling first.
    """
    orders, size = int(customers["order_count"].sum()), customers.height
    once = int((customers["order_count"] == 1).sum())
    if orders >= _UNIQUE_OF and once > _UNIQUE_SHARE * orders:
        message = (
            f"{once:,} of {orders:,} purchases have a customer id of their own: either nobody ever came back, or the id is "
            "made anew for each order"
        )
        fix = "Name a column that stays with the person: --customer COLUMN (an e-mail, a phone, a unique id)."
        yield Note("customer-per-order", message, warning=True, count=once, fix=fix)
    if size == 1 and orders >= _ONE_OF:
        better = f'"{others[0]}"' if others else "COLUMN"
        message = f"all {orders:,} purchases are of one customer: is it the column of the customers?"
        fix = f"Name a better column with --customer {better}."
        yield Note("one-customer", message, warning=True, count=orders, fix=fix)
    if size > 1 and orders:
        largest = customers.filter(pl.col("order_count") > _ANONYMOUS_SHARE * orders).sort("order_count", KEY)
        for key, count in largest.select(KEY, "order_count").rows():
            yield from _everybody(key, count, (orders, size), others)


def _everybody(key: object, count: int, of: tuple[int, int], others: Sequence[str]) -> Iterator[Note]:
    """Yield a note where a customer with so many purchases of all those (``of`` purchases and customers) is nobody."""
    (orders, customers), better = of, f'"{others[0]}"' if others else "COLUMN"
    text = str(key).strip()
    known = text.casefold() in ANONYMOUS or not any(map(str.isalnum, text))
    most_orders, most_customers = _LARGEST_OF
    large = count > _LARGEST_SHARE * orders and orders >= most_orders and customers >= most_customers
    if known or large:
        # Only a name that is nobody's may be said.
        who = f'the customer "{text}"' if known else "one customer id"
        message = f"{who} has {count:,} of {orders:,} purchases ({count / orders:.0%}): everybody without a name?"
        fix = f"Leave such rows out, or name a better column with --customer {better}."
        yield Note("everybody", message, warning=True, count=count, fix=fix)


def total_row_notes(customers: pl.DataFrame) -> Iterator[Note]:
    """Yield a note where a row of a roll-up is a total: called one, or with as much money as all others together.

    Only the largest are looked at by name: a total is among them.
    """
    if "amount" not in customers.columns or customers.height <= 1:
        return
    fix = "Delete the rows of totals in the export, and run again."
    ids, amounts = customers[KEY], customers["amount"]
    if ids.dtype == pl.String:
        largest = ids if ids.len() <= _TOTALS_OF else ids.filter(amounts > amounts.top_k(_TOTALS_OF).min())
        called = largest.filter(largest.str.contains(TOTAL_ALONE)).sort().to_list()
        of = largest.str.extract(TOTAL_OF).drop_nulls()
        parts = int(of.is_in(ids.implode()).sum()) if of.len() else 0
        if called or parts:
            count = len(called) + parts
            who = (
                "a customer is called a total"
                if count == 1
                else f"{count:,} of the largest customers are called totals"
            )
            named = f' ("{called[0].strip()}")' if called else ""  # the name of a total is nobody's
            yield Note("total-rows", f"{who}{named}: a row of totals?", warning=True, count=count, fix=fix)
            return
    # Of two or three customers, one may well have what the others have.
    most = amounts.max()
    if customers.height >= _TOTAL_AMONG and isinstance(most, int) and 0 < most * 2 == int(amounts.sum()):
        message = "one customer has exactly as much money as all others together: a row of totals?"
        yield Note("total-rows", message, warning=True, count=1, fix=fix)


def nobody_notes(account: Account) -> Iterator[Note]:
    """Yield a note where rows without a customer hold much of the money, or are many where there is none."""
    blank, read = account.set_aside.get("no_customer", Tally()), account.read
    part, whole = (blank.rows, read.rows) if read.units is None else (blank.units or 0, read.units)
    if part > _NOBODY_SHARE * whole > 0:
        what = "are" if read.units is None else f"with {part / whole:.0%} of the money are"
        message = (
            f"{blank.rows:,} of {read.rows:,} rows {what} set aside without a customer: sold to nobody known, "
            "or is the name on the first row of each block only?"
        )
        fix = "--fill-down COLUMN takes a name from the row above; or name another column (--customer, --item)."
        yield Note("no-customer", message, warning=True, count=blank.rows, fix=fix)


def currency_notes(blank: Tally, known: Mapping[str, Tally]) -> Iterator[Note]:
    """Yield a note where rows without a currency are added to rows with one."""
    if not blank.rows or not known:
        return
    money = "" if blank.units is None else f" with {units.money_text(blank.units)}"
    rows, (code, *more) = sum(tally.rows for tally in known.values()), known
    message = (
        f"{blank.rows:,} rows{money} have no currency and are added to {rows:,} rows in {', '.join([code, *more])}: "
        "is it the same?"
    )
    fix = "Fill in the currency, or leave such rows and files out."
    yield Note("blank-currency", message, warning=True, count=blank.rows, fix=fix)


def total_notes(repeated: int) -> Iterator[Note]:
    """Yield a note where rows repeat the total of their order."""
    if repeated:
        message = f"{repeated:,} rows repeat the total of their order, which counts once"
        fix = "Check an order of several lines; --source none would add the totals of all rows."
        yield Note("repeated-totals", message, warning=True, count=repeated, fix=fix)


def changed_files(names: Sequence[str]) -> Iterator[Note]:
    """Yield a note on files that somebody wrote to while they were read."""
    if names:
        listed = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
        message = f"{len(names):,} files changed while they were read, rows may be missing: {listed}"
        yield Note("changed-input", message, warning=True, count=len(names), fix=COMPLETE)


def duplicate_files(sources: Sequence[Source]) -> Iterator[Note]:
    """Yield the files that are the same as another, byte by byte; only those of one size and head are read for it."""
    files = [(n, p) for s in sources for n, p in zip(s.names, s.paths, strict=False) if p is not None]
    with reading_errors("the input"):
        same = _copies(files) if len(files) > 1 else []
    if same:
        listed = "; ".join(f"{name} is {first}" for name, first in same[:3]) + ("; ..." if len(same) > 3 else "")
        message = f"{len(same):,} files are the same as another, and count twice: {listed}"
        yield Note("duplicate-files", message, warning=True, count=len(same), fix="Leave out the copies.")


def _copies(files: Sequence[tuple[str, Path]]) -> list[tuple[str, str]]:
    """Return each file whose content another had before, and that other."""
    alike: dict[tuple[int, str, bytes], list[tuple[str, Path]]] = {}
    for name, path in files:
        # The sheets of one workbook are parts of one file.
        key = (path.stat().st_size, name.partition(", sheet ")[2], _head(path))
        alike.setdefault(key, []).append((name, path))
    return [pair for group in alike.values() if len(group) > 1 for pair in _same(group)]


def _same(group: Sequence[tuple[str, Path]]) -> Iterator[tuple[str, str]]:
    """Yield each file of a group whose content another had before, and that other."""
    seen: dict[bytes, str] = {}
    for name, path in group:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
        if digest in seen:
            yield name, seen[digest]
        seen.setdefault(digest, name)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def last_buyers_notes(customers: pl.DataFrame, last: date) -> Iterator[Note]:
    """Yield a note where far fewer customers bought on the last day than on the same day of the weeks before.

    Who bought on the last day bought last then; on an earlier day at least those bought who did not come again. So the
    roll-up tells without a look at the days (decision 0004), and never warns where they would not.
    """
    days = customers["last_order_date"]
    now, *before = (int((days == last - timedelta(weeks=week)).sum()) for week in range(_WEEKS + 1))
    if min(before) >= _DAY_OF and now < _SMALL_DAY * min(before):
        yield _partial_day(last, now, min(before), "customers")


def _partial_day(last: date, now: int, before: int, of: str) -> Note:
    message = (
        f"{of} on the last day, {last}: {now:,}; on the same day of the {_WEEKS} weeks before: {before:,} or more: it may not "
        "be over in this export"
    )
    fix = f"--as-of {last - timedelta(days=1)} leaves it out."
    return Note("partial-last-day", message, warning=True, count=now, fix=fix)


def last_day_notes(by_day: pl.DataFrame) -> Iterator[Note]:
    """Yield a note where the last day has far fewer rows than the same day of the weeks before.

    ``by_day`` has ``order_date`` and ``rows``, sorted by day.
    """
    last = by_day["order_date"].max()
    if not isinstance(last, date):
        return
    rows = dict(by_day.select("order_date", "rows").iter_rows())
    before = [rows.get(last - timedelta(weeks=week), 0) for week in range(1, _WEEKS + 1)]
    if min(before) >= _DAY_OF and rows[last] < _SMALL_DAY * min(before):
        yield _partial_day(last, rows[last], min(before), "rows")
