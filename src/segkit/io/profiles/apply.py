"""A source profile applied to the columns of one file: the column of each role, and the layout of the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from segkit.frozen import frozen
from segkit.io.profiles import NONE, Part, Profile, find, load
from segkit.io.source import Source, reading_errors
from segkit.layouts import Layout
from segkit.notation.currencies import leveled
from segkit.roles import fold
from segkit.schema import KEY

_OF_ORDERS = (KEY, "order_date", "currency", "__status")
_SHAPE_ROWS = 100


@frozen(kw_only=True)
class Applied:
    """What a profile says about one file."""

    profile: Profile
    mapping: Mapping[str, str]
    """The column of each role, which may be a derived one."""
    layout: Layout
    dtypes: Mapping[str, pl.DataType]
    """Types of the derived columns."""
    seen: Mapping[str, str]
    """The role of each column of the file that is read."""


def profile_of(source: Source, wanted: str | None) -> Profile | None:
    """Return the profile that the user named, else the one that the columns of the source tell."""
    if wanted is not None:
        return None if wanted == NONE else load(wanted)
    headless = source.texts and not source.texts[0].dialect.has_header
    rows: Sequence[Sequence[str]] = []
    if headless:
        head = source.frame.select(pl.col(list(source.dtypes)).cast(pl.String).fill_null("")).head(_SHAPE_ROWS)
        with reading_errors(source.name):
            rows = head.collect().rows()
    return find(list(source.dtypes), rows)


def apply(profile: Profile, source: Source, chosen: Mapping[str, str], per: str, currency: str | None) -> Applied:
    """Return what ``profile`` says about ``source``.

    ``chosen`` are the columns that the user named, which win; ``per`` is what the result is about; ``currency`` the
    one that the user wants counted.
    """
    found = _Columns(profile, source.dtypes)
    by_line = found.is_line(per) or (per == "item" and bool(profile.line_roles))
    mixed = currency is None and not chosen.keys() & {"amount", "currency"} and _is_mixed(source, found)
    roles, refund = _roles(profile, chosen, by_line=by_line, mixed=mixed)
    own = {role: found.column(role, parts) for role, parts in roles.items() if role not in chosen}
    mapping = {**{role: name for role, name in own.items() if name is not None}, **chosen}
    back = found.present(refund) if refund is not None and not chosen.keys() & {"amount", "price"} else None
    if back is not None:
        found.seen.setdefault(back, "refund")
    totals = profile.order_totals and not by_line and not found.is_line(mapping.get("amount", ""))
    money = [name for name in (mapping.get("amount"), back) if name is not None]
    layout = Layout(
        source=profile.name,
        derived=found.derived,
        counted=_counted(found, mapping, chosen, by_line=by_line),
        refund=back,
        returns=found.matches(profile.returns),
        order_totals=totals,
        of_orders=_OF_ORDERS[by_line:] if profile.order_totals else (),
        services=[item.upper() for item in profile.services] if per == "item" else (),
        minor_units=dict.fromkeys(money, "cents") if profile.minor_units and "amount" not in chosen else {},
    )
    return Applied(profile=profile, mapping=mapping, layout=layout, dtypes=found.dtypes, seen=found.seen)


def _roles(
    profile: Profile, chosen: Mapping[str, str], *, by_line: bool, mixed: bool
) -> tuple[Mapping[str, Sequence[Part]], str | None]:
    """Return the roles, and the column of refunds, for results about customers or items, in one currency or several."""
    roles, refund = dict(profile.roles), profile.refund
    others = profile.line_roles if by_line else profile.mixed_roles if mixed else {}
    if others:
        roles |= others
        refund = profile.line_refund if by_line else profile.mixed_refund
    if "price" in chosen or "price" in others:  # the amount is made of quantity and price
        roles.pop("amount", None)
    return roles, refund


def _is_mixed(source: Source, found: _Columns) -> bool:
    """Tell whether the column of the currency holds several, where the profile has columns for that."""
    profile = found.profile
    name = found.present(profile.roles["currency"][0].columns[0]) if profile.mixed_roles else None
    if name is None:
        return False
    codes = leveled(pl.col(name)).drop_nulls()
    with reading_errors(source.name):
        count = source.frame.select(codes.n_unique()).collect(engine="streaming")
    return int(count.item()) > 1


def _counted(
    found: _Columns, mapping: Mapping[str, str], chosen: Mapping[str, str], *, by_line: bool
) -> dict[str, Sequence[str]]:
    """Return the columns that say whether a row counts, with the values that do."""
    if "status" in chosen:
        return {}
    profile = found.profile
    also = {name: values for header, values in profile.also.items() if (name := found.present(header))}
    counted = (by_line and profile.line_counted) or profile.counted
    return {**({mapping["status"]: counted} if counted and "status" in mapping else {}), **also}


class _Columns:
    """Finds the columns that a profile speaks of in those of a file, and makes those that are parts of others."""

    def __init__(self, profile: Profile, dtypes: Mapping[str, pl.DataType]) -> None:
        self.profile = profile
        self.source = dtypes
        self.headers = {fold(header): header for header in reversed(list(dtypes))}
        self.lines = {fold(header) for header in profile.line_columns}
        self.guests = [guest.casefold() for guest in profile.guests]
        self.derived: dict[str, pl.Expr] = {}
        self.dtypes: dict[str, pl.DataType] = {}
        self.seen: dict[str, str] = {}

    def present(self, header: str) -> str | None:
        """Return the column of the file that a header means."""
        return self.headers.get(fold(header))

    def is_line(self, name: str) -> bool:
        """Tell whether a column is about a row of an order, not about the order."""
        return fold(name) in self.lines

    def matches(self, part: Part | None) -> pl.Expr | None:
        """Return whether the part finds anything in a row."""
        name = None if part is None else self._first(part)
        if part is None or name is None:
            return None
        return pl.col(name).cast(pl.String).str.contains(part.pattern or ".").fill_null(value=False)

    def column(self, role: str, parts: Sequence[Part]) -> str | None:
        """Return the column of a role: one of the file, or a derived one whose name says how it is made."""
        found = [(part, name) for part in parts if (name := self._first(part)) is not None]
        for _, name in found:
            self.seen.setdefault(name, role)
        guests = self.guests if role == "customer" else []
        if not found:
            return None
        if len(found) == 1 and not guests and not found[0][0].pattern and not found[0][0].prefix:
            return found[0][1]
        described = dict.fromkeys(f"part of {name}" if part.pattern else name for part, name in found)
        title = " else ".join(described) + (" without guests" if len(found) == 1 and guests else "")
        while title in self.source or title in self.derived:
            title += "'"
        self._derive(title, found, guests)
        return title

    def _first(self, part: Part) -> str | None:
        return next((name for header in part.columns if (name := self.present(header)) is not None), None)

    def _derive(self, title: str, found: Sequence[tuple[Part, str]], guests: Sequence[str]) -> None:
        part, name = found[0]
        if len(found) == 1 and not part.pattern and not part.prefix and self.source[name] != pl.String:
            nobody = pl.col(name).cast(pl.String).is_in(guests)
            self.derived[title], self.dtypes[title] = pl.when(~nobody).then(pl.col(name)), self.source[name]
            return
        self.derived[title] = pl.coalesce(_text(part, name, guests) for part, name in found)
        self.dtypes[title] = pl.String()


def _text(part: Part, name: str, guests: Sequence[str]) -> pl.Expr:
    """Return a part of a column as text, null where it is blank or names nobody."""
    # Programs put an apostrophe before what a spreadsheet is not to take for a number.
    text = pl.col(name).cast(pl.String).str.strip_prefix("'")
    if part.pattern is not None:
        text = text.str.extract(part.pattern, 1)
    bare = text.str.strip_chars()
    something = bare != ""
    if guests:
        something = something & ~bare.str.to_lowercase().is_in(guests)
    return pl.when(something).then(pl.lit(part.prefix) + text if part.prefix else text)
