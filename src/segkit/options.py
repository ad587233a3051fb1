"""The options that every analysis of transactions shares: columns, period, and what happens to odd rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from segkit.errors import did_you_mean
from segkit.frozen import frozen
from segkit.io.opening import Opening
from segkit.merging import MERGES
from segkit.params import Params
from segkit.periods import Duration
from segkit.values import NO_NAMES, Names

ROLES = ("customer", "date", "amount", "order", "item", "quantity", "price", "cost", "status", "currency")

_MAX_BAD = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)\s*(%?)")


@frozen(kw_only=True)
class ColumnOptions(Params):
    """Which column plays which role, and what a row is about."""

    title: ClassVar[str] = "Columns"

    source: Annotated[
        str | None,
        "Program that wrote the input: shopify, 1c, uci, ...; none for any table [told from the headers].",
        "NAME",
    ] = None
    customer: Annotated[str | None, "Column of the customer.", "COL"] = None
    date: Annotated[str | None, "Column of the date.", "COL"] = None
    amount: Annotated[str | None, "Column of the amount of money.", "COL"] = None
    order: Annotated[str | None, "Column of the order id: rows of one order are one purchase.", "COL"] = None
    item: Annotated[str | None, "Column of the item, for --per item.", "COL"] = None
    quantity: Annotated[str | None, "Column of the quantity; times the price it is the amount.", "COL"] = None
    price: Annotated[str | None, "Column of the unit price.", "COL"] = None
    cost: Annotated[str | None, "Column of the cost of the row, for --value profit.", "COL"] = None
    status: Annotated[str | None, "Column of the order status.", "COL"] = None
    currency: Annotated[str | None, "Column of the currency.", "COL"] = None
    subtract: Annotated[
        str | None, "Column of money to subtract from the amount, whatever its sign: refunds, discounts.", "COL"
    ] = None
    returns: Annotated[
        str | None, "Rows that are returns, whose amounts count as negative: Type=Refund,Chargeback.", "COL=TEXT"
    ] = None
    minor_units: Annotated[
        bool | None,
        "Amounts are in the smallest unit of their currency, such as cents [told from the name of the column].",
    ] = None
    date_format: Annotated[
        str | None, "How dates are written: dmy, mdy, ymd, or a pattern such as %d.%m.%Y.", "FORMAT"
    ] = None
    skip_status: Annotated[Names | None, "Statuses that do not count [cancelled, failed, pending, ...]."] = None
    in_currency: Annotated[str | None, "Count only rows in this currency.", "CODE"] = None
    per: Annotated[str, "What a row of the result is about.", "customer|item|COL"] = "customer"
    merge_ids: Annotated[
        Names,
        "Count spellings of one id as one customer: A@b.c and a@b.c, 8 912 ... and +7 912 ..., 12.0 and 12.",
        ",".join(MERGES),
    ] = NO_NAMES
    fill_down: Annotated[
        Names,
        "Columns whose blank cells hold what stands above them: reports in groups, merged cells.",
        "COL,...",
    ] = NO_NAMES
    carry: Annotated[Names, "More columns of the customer's last row that has them.", "COL,..."] = NO_NAMES

    def problems(self) -> Iterator[str]:
        """Yield the name of a profile that there is not, and kinds of ids that cannot be merged."""
        for kind in self.merge_ids:
            if kind not in MERGES:
                yield f'--merge-ids: "{kind}" is none of {", ".join(MERGES)}.{did_you_mean(kind, MERGES)}'
        if self.source is not None:
            from segkit.io.profiles import problems  # noqa: PLC0415 -- looks into a folder, and only if asked

            yield from problems(self.source)
        if self.returns is not None and not all(self.kinds_of_returns):
            yield f'--returns "{self.returns}" is not written like Type=Refund: a column, and what it says of returns'

    @property
    def chosen(self) -> dict[str, str]:
        """The columns that the user named, by role."""
        return {role: getattr(self, role) for role in ROLES if getattr(self, role) is not None}

    @property
    def kinds_of_returns(self) -> tuple[str, list[str]]:
        """The column that tells returns, and what it says of them in lower case; empty where none is named."""
        column, _, said = (self.returns or "").rpartition("=")
        return column, [text.strip().lower() for text in said.split(",") if column and text.strip()]

    @property
    def key_name(self) -> str:
        """What the key column is called in the result."""
        return {"customer": "customer_id", "item": "item_id"}.get(self.per, "entity_id")


_BYTES = re.compile(r"(\d{1,15})\s*([KMGT]?)B?", re.IGNORECASE)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_POWERS = {"": 0, "K": 10, "M": 20, "G": 30, "T": 40}


@frozen(kw_only=True)
class FileOptions(Params):
    """How files are written, where segkit cannot tell or is not to guess."""

    title: ClassVar[str] = "Files"

    encoding: Annotated[
        str | None, "Encoding of text files: utf-8, cp1251, koi8-r, ... [told from the file].", "NAME"
    ] = None
    separator: Annotated[str | None, "What separates the columns of text files [told from the file].", "CHAR"] = None
    decimal: Annotated[
        Literal["point", "comma"] | None, "Decimal mark of numbers in text files [told from the file]."
    ] = None
    sheet: Annotated[
        str | None, "Sheet of a workbook, or a pattern such as 2024* [all that hold the same kind of rows].", "NAME"
    ] = None
    query: Annotated[str | None, "SQL to run on an SQLite file [its only table].", "SQL"] = None
    uri_env: Annotated[
        str | None, "Environment variable with the URI of the database: sqlite:///shop.db.", "VARIABLE"
    ] = None
    max_unpacked: Annotated[
        str | None, "Refuse compressed files that unpack to more [200 times their size, 64M at least].", "SIZE"
    ] = None

    def problems(self) -> Iterator[str]:
        """Yield sizes and separators that cannot be read, and a variable that is none: what it is may hold a password."""
        if self.uri_env is not None and not _VARIABLE.fullmatch(self.uri_env):
            yield (
                "--uri-env takes the name of an environment variable, never the URI itself: "
                "export SHOP_DB=sqlite:///shop.db, then --uri-env SHOP_DB"
            )
        if self.max_unpacked is not None and not _BYTES.fullmatch(self.max_unpacked.strip()):
            yield f'--max-unpacked "{self.max_unpacked}" is no size such as 64G'
        if self.separator is not None and len(_unescaped(self.separator)) != 1:
            yield f'--separator "{self.separator}" is not one character (\\t is a tab)'

    def opening(self) -> Opening:
        """Return what the reader of files needs to know."""
        match = _BYTES.fullmatch((self.max_unpacked or "").strip())
        most = int(match[1]) << _POWERS[match[2].upper()] if match else None
        separator = None if self.separator is None else _unescaped(self.separator)
        return Opening(
            encoding=self.encoding,
            separator=separator,
            sheet=self.sheet,
            query=self.query,
            uri_env=self.uri_env,
            most_bytes=most,
        )


def _unescaped(separator: str) -> str:
    return separator.replace("\\t", "\t")


def _is_zone(name: str) -> bool:
    import zoneinfo  # noqa: PLC0415 -- only where one is named

    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@frozen(kw_only=True)
class PeriodOptions(Params):
    """Which days count."""

    title: ClassVar[str] = "Period"

    from_: Annotated[date | None, "First day that counts."] = None
    to: Annotated[date | None, "Last day that counts."] = None
    last: Annotated[Duration | None, "Only this long up to --as-of: 12mo, 90d, 1y."] = None
    as_of: Annotated[date | None, "Last day of observation [--to, else the last date]; today is a word for it."] = None
    tz: Annotated[str | None, "Date zoned timestamps in this zone [their own].", "ZONE"] = None

    def problems(self) -> Iterator[str]:
        """Yield contradictions between the limits."""
        if self.from_ is not None and self.last is not None:
            yield "--from and --last both say where the period begins: drop one"
        if self.tz is not None and not _is_zone(self.tz):
            yield f'--tz: no time zone "{self.tz}" (such as Europe/Berlin)'
        if self.from_ is not None and self.end is not None and self.from_ > self.end:
            yield f"--from {self.from_} is after {self.end}"

    @property
    def end(self) -> date | None:
        """The last day that counts, as far as the options say."""
        given = [day for day in (self.to, self.as_of) if day is not None]
        return min(given) if given else None

    @property
    def limited(self) -> bool:
        """Whether any option needs dates."""
        return any(value is not None for value in (self.from_, self.to, self.last, self.as_of))


@frozen(kw_only=True)
class RowOptions(Params):
    """What happens to rows that cannot be read."""

    title: ClassVar[str] = "Odd rows"

    max_bad: Annotated[str, "Stop if more rows than this cannot be read: a share or a number.", "1%|N"] = "1%"
    strict: Annotated[bool, "Fail, and write nothing, on any rejected row or warning."] = False

    def problems(self) -> Iterator[str]:
        """Yield a ``max_bad`` that is neither a share nor a number."""
        if not _MAX_BAD.fullmatch(self.max_bad.strip()):
            yield f'--max-bad "{self.max_bad}" is neither a share such as 1% nor a number of rows'

    def allowed(self, rows: int) -> Fraction:
        """Return how many of ``rows`` rows may be unreadable."""
        match = _MAX_BAD.fullmatch(self.max_bad.strip())
        number = Fraction(match[1]) if match else Fraction(0)
        return number * rows / 100 if match and match[2] else number


@frozen(kw_only=True)
class Options:
    """All shared options of a run."""

    files: FileOptions = field(default_factory=FileOptions)
    columns: ColumnOptions = field(default_factory=ColumnOptions)
    period: PeriodOptions = field(default_factory=PeriodOptions)
    rows: RowOptions = field(default_factory=RowOptions)
