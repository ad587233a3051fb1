"""The options of ``loss``, which of its three tables they ask for, and the columns of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from segkit.analyses.lifecycle.rhythm import HALF_A_YEAR
from segkit.frozen import frozen
from segkit.params import Params, flag_of
from segkit.periods import Inactivity
from segkit.schema import Column, Schema
from segkit.values import Money, Number, Share, Shares

TableName = Literal["loss", "projection", "acquisition"]

MOST_PERIODS = 10_000
SHARE_DIGITS = 6
"""Decimals of a share: exact figures stay short, whatever the number of periods."""

_MOST = 10**12
_DIGITS = 4

_OPTIONS: Mapping[TableName, tuple[str, ...]] = {
    "loss": ("new", "periods", "purchases", "check", "churn", "inactive", "margin", "prevention_cost"),
    "projection": ("retention", "customers", "check", "periods", "new"),
    "acquisition": ("cac", "first_check", "regular_check"),
}
_NEEDED: Mapping[TableName, tuple[str, ...]] = {
    "loss": (),
    "projection": ("customers", "check", "periods"),
    "acquisition": ("first_check", "regular_check"),
}
FIGURES = ("new", "purchases", "check", "churn")
"""What a loss is computed from; what is not given comes from the data."""


@frozen(kw_only=True)
class LossParams(Params):
    """The figures: those of a loss that are not given come from the input; the other tables take none."""

    title: ClassVar[str] = "Loss, projection (--retention) or acquisition (--cac)"

    new: Annotated[int | None, "New customers a period [from the data; with --retention 0]."] = None
    periods: Annotated[int | None, "How many periods: weeks, months [1]; a loss of several needs --new."] = None
    purchases: Annotated[Number | None, "Purchases of a customer [from the data]."] = None
    check: Annotated[Money | None, "Average check [from the data]; with --retention income a customer and period."] = (
        None
    )
    churn: Annotated[Shares | None, "Share of the customers that is lost: one, or several to compare [the data]."] = (
        None
    )
    inactive: Annotated[
        Inactivity | None, "Lost in the data is who has bought nothing for so long: a duration, or 3x the rhythm [6mo]."
    ] = None
    margin: Annotated[Share | None, "Share of the income that is profit: adds the lost profit."] = None
    prevention_cost: Annotated[
        Money | None, "What keeping the customers would cost: adds net benefit and break-even (with --margin)."
    ] = None
    retention: Annotated[
        Shares | None, "Project the customers with this share staying each period: one, or several to compare."
    ] = None
    customers: Annotated[int | None, "Customers of the first period (with --retention)."] = None
    cac: Annotated[Money | None, "What acquiring a customer costs: adds what the checks leave of it."] = None
    first_check: Annotated[Money | None, "Average check of first purchases (with --cac)."] = None
    regular_check: Annotated[Money | None, "Average check of regular customers (with --cac)."] = None

    @property
    def table(self) -> TableName:
        """The table that the options ask for."""
        if self.retention is not None:
            return "projection"
        return "acquisition" if self.cac is not None else "loss"

    @property
    def is_told(self) -> bool:
        """Whether no figure is left to the data."""
        return self.table != "loss" or not self.from_data

    @property
    def from_data(self) -> tuple[str, ...]:
        """The figures of a loss that are not given."""
        return tuple(name for name in FIGURES if getattr(self, name) is None)

    @property
    def window(self) -> Inactivity:
        """After how long without a purchase a customer is lost."""
        return self.inactive or HALF_A_YEAR

    def problems(self) -> Iterator[str]:
        """Yield options of different tables, those that are missing, and numbers out of range."""
        yield from self._contradictions()
        yield from self._ranges()

    def _contradictions(self) -> Iterator[str]:
        if self.retention is not None and self.cac is not None:
            yield "--retention and --cac ask for different tables: drop one"
        else:
            yield from self._misplaced()
        if self.inactive is not None and self.churn is not None:
            yield "--inactive finds the churn in the data, --churn gives it: drop one"
        if self.table == "loss" and self.new is None and (self.periods or 1) > 1:
            yield "--periods multiplies the new customers of one period, and those of the data came in all of it: give --new as well"
        if self.prevention_cost is not None and self.margin is None:
            yield "--prevention-cost is weighed against the lost profit: give --margin"

    def _misplaced(self) -> Iterator[str]:
        own = _OPTIONS[self.table]
        leading = flag_of(own[0])
        for option in self.options():
            if option.name in own or getattr(self, option.name) is None:
                continue
            if self.table != "loss":
                yield f"{option.flag} does not go with {leading}: drop one"
            else:
                home = next(name for name, options in _OPTIONS.items() if option.name in options)
                yield f"{option.flag} goes with {flag_of(_OPTIONS[home][0])}"
        for name in _NEEDED[self.table]:
            if getattr(self, name) is None:
                yield f"{leading} needs {flag_of(name)}"

    def _ranges(self) -> Iterator[str]:
        for name in ("churn", "retention", "margin"):
            given = getattr(self, name)
            shares = given if isinstance(given, tuple) else () if given is None else (given,)
            for share in shares:
                if not 0 <= share <= 1 or not _fits(share, SHARE_DIGITS):
                    yield f"{flag_of(name)} {share} is not between 0 and 1 (100%), with up to {SHARE_DIGITS} decimals"
            if len(set(shares)) < len(shares):
                yield f"{flag_of(name)} has a share twice"
        for name in ("new", "customers", "purchases"):
            number = getattr(self, name)
            if number is not None and (not 0 <= number <= _MOST or not _fits(Decimal(number), _DIGITS)):
                yield f"{flag_of(name)} {number} is not between 0 and {_MOST:,}, with up to {_DIGITS} decimals"
        if self.periods is not None and not 1 <= self.periods <= MOST_PERIODS:
            yield f"--periods {self.periods} is not between 1 and {MOST_PERIODS:,}"


def _fits(number: Decimal, digits: int) -> bool:
    exponent = number.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -digits


_MONEY, PEOPLE = "currency", "customers"
_LOSS = "losses (neither --retention nor --cac)"

OUTPUT = Schema(
    "loss",
    version=1,
    key=("churn_rate",),
    order=("-churn_rate",),
    columns={
        "churn_rate": Column("share", "Share of the customers that is lost.", nullable=True, when=_LOSS),
        "retention_rate": Column("share", "Share of the customers that stays each period.", when="--retention"),
        "period": Column("count", "Number of the period; the first has the customers that are given.", when="--retention"),
        "cac": Column("amount", "What acquiring a customer costs.", _MONEY, when="--cac"),
        "customers": Column(
            "number", "new x periods; with --retention those of the period: retention_rate x those of the last + new.",
            PEOPLE, when="losses or --retention",
        ),
        "customer_value": Column(
            "amount", "What a customer brings: purchases x average check.", _MONEY, nullable=True, when=_LOSS
        ),
        "lost_customers": Column("number", "customers x churn_rate.", PEOPLE, nullable=True, when=_LOSS),
        "lost_amount": Column("amount", "lost_customers x customer_value.", _MONEY, nullable=True, when=_LOSS),
        "lost_profit": Column("amount", "lost_amount x margin.", _MONEY, nullable=True, when="--margin"),
        "net_benefit": Column(
            "amount", "lost_profit - prevention cost: what keeping all of the lost would leave.", _MONEY, nullable=True,
            when="--prevention-cost",
        ),
        "break_even_share": Column(
            "rate", "prevention cost / lost_profit: the share of the lost that must be kept to pay for it.",
            nullable=True, when="--prevention-cost",
        ),
        "revenue": Column("amount", "customers x check.", _MONEY, when="--retention"),
        "cumulative_revenue": Column("amount", "Revenue of all periods so far.", _MONEY, when="--retention"),
        "first_check": Column("amount", "Average check of first purchases.", _MONEY, when="--cac"),
        "regular_check": Column("amount", "Average check of regular customers.", _MONEY, when="--cac"),
        "left_after_cac": Column("amount", "first_check - cac.", _MONEY, when="--cac"),
        "cac_share": Column("rate", "cac / first_check; empty where that is 0.", nullable=True, when="--cac"),
        "check_growth": Column("amount", "regular_check - first_check.", _MONEY, when="--cac"),
    },
)  # fmt: skip

_COLUMNS: Mapping[TableName, tuple[str, ...]] = {
    "loss": ("churn_rate", "customers", "customer_value", "lost_customers", "lost_amount"),
    "projection": ("retention_rate", "period", "customers", "revenue", "cumulative_revenue"),
    "acquisition": ("cac", "first_check", "regular_check", "left_after_cac", "cac_share", "check_growth"),
}
_KEYS: Mapping[TableName, tuple[str, ...]] = {
    "loss": ("churn_rate",), "projection": ("retention_rate", "period"), "acquisition": ("cac",),
}  # fmt: skip


def schema_of(params: LossParams) -> Schema:
    """Return the columns, the order and the key of the table that these parameters ask for."""
    key = _KEYS[params.table]
    names = {*_COLUMNS[params.table]}
    if params.margin is not None:
        names.add("lost_profit")
    if params.prevention_cost is not None:
        names.update(("net_benefit", "break_even_share"))
    return OUTPUT.select(names, order=("-churn_rate",) if params.table == "loss" else key, key=key)
