"""What is peculiar to the exports of one program, as expressions: parts of texts, refunds, order totals, returns.

A layout is what a source profile comes to for the columns of one file. Everything here is applied in ``normalize``; after it
the rows of all programs are alike.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field

import polars as pl

from segkit import units
from segkit.frozen import frozen
from segkit.notation.blanks import is_blank
from segkit.notation.categories import among, judged
from segkit.schema import KEY

_CENTS, _MICROS = 100, 1_000_000
_WHOLE = ("bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf")
"""Currencies whose smallest unit is the unit."""
_THOUSANDTHS = ("bhd", "iqd", "jod", "kwd", "lyd", "omr", "tnd")

_TRUE = (
    "true", "wahr", "vrai", "истина", "verdadero", "verdadeiro", "vero", "prawda", "waar", "sand", "sant", "sann", "tosi",
    "igaz", "pravda", "adevărat", "doğru", "yes", "1",
)  # fmt: skip
"""What spreadsheets make of ``true`` in their languages."""


@frozen(kw_only=True)
class Layout:
    """How rows of one source differ from one row per purchase with one column per role."""

    source: str = ""
    """Name of the profile, empty without one."""
    derived: Mapping[str, pl.Expr] = field(default_factory=dict)
    """Columns made of others, by a name that says how."""
    counted: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Columns, each with the values (in lower case) that it must hold for a row to count."""
    refund: str | None = None
    """Column of money that went back, to be subtracted from the amount."""
    returns: pl.Expr | None = None
    """Whether a row is a return: its amount and quantity are negative whatever their sign."""
    order_totals: bool = False
    """The amount is that of the whole order, on its first row or on each."""
    of_orders: Collection[str] = ()
    """Canonical columns that belong to the order and may stand on one of its rows only."""
    services: Collection[str] = ()
    """Items (in upper case) that are no goods."""
    minor_units: Mapping[str, str] = field(default_factory=dict)
    """Columns of money in the smallest unit of their currency, ``cents``, or in its millionths, ``micros``."""

    def known_status(self) -> pl.Expr:
        """Return whether a row's status counts, null where it is blank."""
        held = [_one_of(pl.col(name), values) for name, values in self.counted.items()]
        return pl.all_horizontal(held) if len(held) > 1 else held[0]

    def in_units(self, scaled: units.Scaled, name: str, currency: str | None) -> units.Scaled:
        """Return what a column of money came to, divided if it holds the smallest unit of its currency."""
        if name not in self.minor_units:
            return scaled
        amount, lost = scaled
        parts = pl.lit(_MICROS if self.minor_units[name] == "micros" else _CENTS)
        if currency is not None and self.minor_units[name] != "micros":
            code = pl.col(currency)
            parts = pl.when(among(code, _WHOLE)).then(1).when(among(code, _THOUSANDTHS)).then(1000).otherwise(parts)
        return units.round_half_away(amount.cast(pl.Int128), parts), lost | (amount % parts != 0).fill_null(value=False)

    def signed(self, measure: pl.Expr) -> pl.Expr:
        """Return a measure, negative in the rows that are returns."""
        return measure if self.returns is None else pl.when(self.returns).then(-measure.abs()).otherwise(measure)

    def is_service(self, item: pl.Expr) -> pl.Expr:
        """Return whether an item is a service: postage, fees, corrections by hand."""
        return item.cast(pl.String).str.strip_chars().str.to_uppercase().is_in(list(self.services))


def _one_of(text: pl.Expr, values: Collection[str]) -> pl.Expr:
    held = [*values, *(_TRUE if "true" in values else ())]
    return pl.when(~judged(text, is_blank)).then(among(text, held))


def filled(rows: pl.LazyFrame, names: Collection[str]) -> pl.LazyFrame:
    """Return the rows with the columns of ``names`` filled, where they are blank, from the other rows of the order."""
    dtypes = rows.collect_schema()
    # Categories are compared as texts: their numbers are in the order in which threads met them.
    plain = {name: pl.col(name).cast(pl.String) if dtypes[name] == pl.Categorical else pl.col(name) for name in names}
    texts = {name for name in names if dtypes[name] in (pl.String, pl.Categorical)}
    known = {name: pl.when(~is_blank(text)).then(text) if name in texts else text for name, text in plain.items()}
    ordered = pl.col("order_id").is_not_null()
    return rows.with_columns(
        pl.coalesce(column, pl.when(ordered).then(column.max().over("order_id"))).alias(name)
        for name, column in known.items()
    )


def once_per_order(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows with the total of each order on one of them and zero on the others.

    ``repeated`` says that a row held the total again. An order without any total keeps none: it cannot be read.
    Orders of two customers under one id are two orders, and totals that differ are added.
    """
    amount, ordered, order = pl.col("amount"), pl.col("order_id").is_not_null(), ["order_id", KEY]
    back = pl.col("refund") if "refund" in rows.collect_schema() else pl.lit(0, pl.Int64)
    found = rows.with_columns(
        __known=amount.is_not_null().any().over(order),
        __again=amount.is_not_null() & ordered & ~pl.struct(*order, "amount").is_first_distinct(),
        # A refund that cannot be read must not become none.
        __refund=pl.when(back.is_not_null().all().over(order)).then(back.max().over(order)),
    )
    line = ordered & (pl.col("__again") | (amount.is_null() & pl.col("__known")))
    net = units.subtract(amount, pl.col("__refund"))
    totals = found.with_columns(amount=pl.when(line).then(0).otherwise(net), repeated=pl.col("__again"))
    return totals.drop("__known", "__again", "__refund", "refund", strict=False)
