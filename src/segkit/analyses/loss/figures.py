"""The figures of a loss: those of the command line, and the others from the sales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import polars as pl

from segkit import units
from segkit.analyses._base import RolledUp
from segkit.analyses.lifecycle.rhythm import Window, window_of
from segkit.analyses.lifecycle.standing import departed
from segkit.analyses.loss.params import FIGURES, LossParams
from segkit.frozen import frozen
from segkit.params import flag_of
from segkit.periods import Inactivity, last_days
from segkit.result import Note


@frozen
class Figures:
    """What a loss is computed from, exactly; None where the sales do not tell."""

    new: int
    periods: int
    purchases: Fraction | None
    check: Fraction | None
    churn: tuple[Fraction | None, ...]
    """From the highest to the lowest."""
    headline: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def customers(self) -> int:
        """Customers who come in all periods."""
        return self.new * self.periods

    @property
    def value(self) -> Fraction | None:
        """What a customer brings: purchases x check."""
        return None if self.purchases is None or self.check is None else self.purchases * self.check


def figures_of(data: RolledUp, params: LossParams) -> Figures:
    """Return the figures: what is not given comes from the sales of the period that ends at ``as_of``."""
    seen = _Seen.of(data, params) if not params.is_told else None
    new = params.new if params.new is not None else seen.new if seen else 0
    churn = sorted(map(Fraction, params.churn), reverse=True) if params.churn else [seen.churn if seen else None]
    found = Figures(
        new=new,
        periods=params.periods or 1,
        purchases=Fraction(params.purchases) if params.purchases is not None else seen.purchases if seen else None,
        check=Fraction(params.check) if params.check is not None else seen.check if seen else None,
        churn=tuple(churn),
    )
    headline = (_product(found), *_origins(params, seen))
    return replace(found, headline=headline, notes=tuple(seen.notes(params)) if seen else ())


@frozen
class _Seen:
    """What the sales say about the customers of a period."""

    first: date
    as_of: date
    inactive: Inactivity
    window: Window
    new: int
    customers: int
    departed: int
    orders: int
    amount: int

    @classmethod
    def of(cls, data: RolledUp, params: LossParams) -> _Seen:
        """Count the customers who bought since the first day of ``--last``, or of the data, and what they bought."""
        first = data.first_day if data.last is None else max(data.first_day, last_days(data.last, data.as_of))
        window = window_of(data.customers, params.window)
        bought = (pl.col("last_order_date") >= first).fill_null(value=False)
        counted = data.customers.select(
            new=(bought & (pl.col("first_order_date") >= first)).sum(),
            customers=bought.sum(),
            departed=(bought & departed(window.start(data.as_of))).sum(),
        ).row(0)
        inside = data.orders.filter(pl.col("order_date") >= first)
        sums = inside.select(pl.col("order_count").cast(pl.Int64).sum(), pl.col("amount").sum()).row(0)
        return cls(first, data.as_of, params.window, window, *map(int, counted), *map(int, sums))

    @property
    def churn(self) -> Fraction | None:
        """The share of the customers of the period who have departed at ``as_of``."""
        return Fraction(self.departed, self.customers) if self.customers else None

    @property
    def purchases(self) -> Fraction | None:
        """Purchases a customer."""
        return Fraction(self.orders, self.customers) if self.customers else None

    @property
    def check(self) -> Fraction | None:
        """Net revenue a purchase."""
        return Fraction(self.amount, self.orders * units.SCALE) if self.orders else None

    def said(self) -> Mapping[str, str]:
        """Return each figure in words."""
        gone = f"churn {_percent(self.churn)} ({self.departed:,} of {self.customers:,} departed: {self._rule()})"
        return {
            "new": f"{self.new:,} new customers",
            "purchases": f"{_plain(self.purchases)} purchases a customer",
            "check": f"average check {_money(self.check)}",
            "churn": gone,
        }

    def _rule(self) -> str:
        if self.window.duration is not None:
            return f"no purchase since {self.window.typical_start(self.as_of)}"
        return f"no purchase for {self.inactive} the own rhythm, others for {self.window.typical} days"

    def notes(self, params: LossParams) -> Iterator[Note]:
        """Yield why a figure is not known or cannot be taken at its word."""
        if params.churn is None and self.window.note is not None:
            yield self.window.note
        if not self.customers:
            yield Note("no-purchases", "nobody bought in the period: nothing is known", warning=True)
            return
        if params.new is None and not self.new:
            message = f"nobody bought for the first time since {self.first}: nobody new can be lost (--new, or a longer period)"
            yield Note("no-new-customers", message, warning=True)
        if params.churn is None and self.first >= self.window.typical_start(self.as_of):
            message = (
                f"the period begins on {self.first}, and within a window of inactivity nobody departs: give --churn, a longer "
                "period or a shorter --inactive"
            )
            yield Note("no-departures", message, warning=True)


def _product(found: Figures) -> str:
    periods = "period" if found.periods == 1 else "periods"
    people = f"{found.customers:,} customers ({found.new:,} new x {found.periods:,} {periods})"
    course = f"{_plain(found.purchases)} purchases x {_money(found.check)}"
    return f"Loss from churn: {people}, each worth {_money(found.value)} ({course})"


def _origins(params: LossParams, seen: _Seen | None) -> Iterator[str]:
    """Yield which figure came from where."""
    if seen is None:
        yield "All figures are given"
        return
    words = seen.said()
    yield f"From the sales since {seen.first}: " + ", ".join(words[name] for name in params.from_data)
    if given := [flag_of(name) for name in (*FIGURES, "periods") if getattr(params, name) is not None]:
        yield "Given: " + ", ".join(given)


def _money(value: Fraction | None) -> str:
    return "?" if value is None else f"{float(value):,.2f}"


def _plain(value: Fraction | None) -> str:
    return "?" if value is None else f"{float(value):,.2f}".rstrip("0").rstrip(".")


def _percent(value: Fraction | None) -> str:
    return "?" if value is None else f"{float(value):.1%}".replace("%", " %")
