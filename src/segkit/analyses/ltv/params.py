"""The options of ``ltv`` and the columns that they give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from segkit.analyses.lifecycle.rhythm import FALLBACK
from segkit.errors import DataError, ParamsError
from segkit.frozen import frozen
from segkit.params import Params
from segkit.periods import YEAR, Duration
from segkit.schema import KEY, Column, Schema
from segkit.values import MOST_MONEY, Share, Table, money

if TYPE_CHECKING:
    from segkit.models import SavedModel

_NOTHING = Share(Decimal(0))
_MARGIN_DIGITS = 6
_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "predictive": (
        "model", "horizon", "discount", "discounting", "spend_on", "no_correction", "no_backtest", "time_unit", "model_file",
    ),
    "formula": ("horizon", "discount", "churn", "inactive"),
}  # fmt: skip
"""The options that only some methods look at."""


@frozen(kw_only=True)
class LtvParams(Params):
    """How a customer is valued, over which horizon, and at what cost."""

    title: ClassVar[str] = "Lifetime value"

    method: Annotated[
        Literal["predictive", "historic", "simple", "formula"],
        "predictive: what is to come; historic: margin to date; simple: income per customer; formula: check x rate x lifespan.",
    ] = "predictive"
    model: Annotated[
        Literal["pareto", "mbg", "bg", "naive"], "Model of purchases: Pareto/NBD, MBG/NBD, BG/NBD, or the past rate."
    ] = "pareto"
    horizon: Annotated[Duration, "How far ahead a customer is valued; a month is 30.4375 days."] = YEAR
    discount: Annotated[Share, "Effective annual discount rate."] = _NOTHING
    discounting: Annotated[
        Literal["continuous", "monthly"], "Discount purchases when they happen, or at the ends of months."
    ] = "continuous"
    margin: Annotated[Share | None, "Share of the revenue that is margin [profit where there is a cost column, 1]."] = (
        None
    )
    cac: Annotated[
        Table | None,
        "Cost of a new customer, or a file of spend by month and channel; ltv is net of it.",
        "NUMBER|FILE",
    ] = None
    spend_on: Annotated[
        Literal["all", "repeat"], "Purchase days that mean spend is over: all with positive spend, or repeats only."
    ] = "all"
    no_correction: Annotated[bool, "Leave the forecast of Pareto/NBD as it is."] = False
    no_backtest: Annotated[bool, "Skip the look back: no quality line, no correction, no interval of the total."] = (
        False
    )
    time_unit: Annotated[Literal["day", "week"], "Unit of the parameters that are shown and saved."] = "day"
    model_file: Annotated[Table | None, "Use the model that --save-model wrote, fitting none.", "FILE.json"] = None
    by: Annotated[str | None, "Break down by this column, taken from the customer's first row.", "COL"] = None
    churn: Annotated[Share | None, "Monthly churn of --method formula [from the data]."] = None
    inactive: Annotated[Duration, "A customer without a purchase for this long has left (--method formula)."] = FALLBACK

    def problems(self) -> Iterator[str]:
        """Yield shares out of range and costs that are no numbers."""
        if self.margin is not None and (not 0 <= self.margin <= 1 or self.margin * 10**_MARGIN_DIGITS % 1):
            yield f"--margin {self.margin} is not between 0 and 1 (100%), with up to {_MARGIN_DIGITS} decimals"
        if not 0 <= self.discount <= 10:
            yield f"--discount {self.discount} is not between 0 and 1000%"
        if self.churn is not None and not 0 <= self.churn <= 1:
            yield f"--churn {self.churn} is not between 0 and 1 (100%)"
        yield from self._ignored()
        if self.cac is not None and self.cac_number is None and self.cac_spend is None:
            yield f'--cac "{self.cac}" is neither a file nor an amount between 0 and {MOST_MONEY:,}, with up to 4 decimals'

        if self.model_file is not None:
            yield from (f"--model-file {self.model_file}: {problem}" for problem in _model_problems(self.model_file))

    def _ignored(self) -> Iterator[str]:
        """Yield options that the method would not look at."""
        for option in self.options():
            homes = [method for method, options in _OPTIONS.items() if option.name in options]
            if homes and self.method not in homes and getattr(self, option.name) != option.default:
                yield f"{option.flag} goes with --method {' or '.join(homes)}, not with {self.method}"

    @property
    def saved_model(self) -> SavedModel:
        """The model of --model-file."""
        from segkit import models  # noqa: PLC0415 -- imports NumPy

        if self.model_file is None or self.model_file.values is None:
            raise ParamsError("--model-file names no file")
        return models.from_dict(self.model_file.values)

    @property
    def cac_number(self) -> Decimal | None:
        """The cost of a customer, where it is one number."""
        if self.cac is None:
            return None
        try:
            return money(self.cac.name)
        except (InvalidOperation, ParamsError):
            return None

    @property
    def cac_spend(self) -> Mapping[str, Any] | None:
        """The spend of a file: lists of ``month``, ``channel`` and ``units``; ``segkit.spending`` says what they are."""
        return None if self.cac is None else self.cac.values

    def as_dict(self) -> dict[str, object]:
        """Return the values; a spend file by its name."""
        return {**super().as_dict(), "cac": None if self.cac is None else self.cac.name}

    @property
    def is_grouped(self) -> bool:
        """Whether a row of the result is a group of customers and not a customer."""
        return self.method in ("simple", "formula")


def _model_problems(table: Table) -> Iterator[str]:
    from segkit import models  # noqa: PLC0415 -- imports NumPy

    if table.values is None:
        yield "not a JSON file that --save-model wrote"
        return
    try:
        models.from_dict(table.values)
    except DataError as error:
        yield error.message


_OF_CUSTOMERS, _OF_GROUPS = "--method predictive|historic", "--method simple|formula"
_OF_PREDICTIVE = "--method predictive"
_OF_FORMULA = "--method formula"

OUTPUT = Schema(
    "ltv",
    version=1,
    order=("-ltv", KEY),
    columns={
        KEY: Column(
            "id", "The customer; item_id with --per item, entity_id with --per another column.", when=_OF_CUSTOMERS
        ),
        "everybody": Column("flag", "Whether the row is that of everybody; the others are groups.", when=_OF_GROUPS),
        "group": Column(
            "text", "Value of --by; empty where there is none.", nullable=True, when=f"--by, or {_OF_GROUPS}"
        ),
        "customers": Column("count", "Customers with a purchase.", "customers", when=_OF_GROUPS),
        "order_count": Column(
            "count", "Purchases: orders with money in; rows where there are no order ids.", "orders", when=_OF_GROUPS
        ),
        "total_amount": Column("amount", "Net revenue: amounts less returns.", "currency", when=_OF_GROUPS),
        "average_check": Column(
            "amount", "Net revenue per purchase.", "currency", nullable=True, when=_OF_GROUPS
        ),
        "orders_per_customer": Column("ratio", "Purchases per customer.", nullable=True, when="--method simple"),
        "customer_months": Column(
            "ratio", "Months of 30.4375 days that customers were active: until --inactive after a purchase.",
            when=_OF_FORMULA,
        ),
        "purchase_rate": Column(
            "ratio", "Purchases per active customer and month.", nullable=True, when=_OF_FORMULA
        ),
        "arpu": Column(
            "amount", "Net revenue per active customer and month: average_check x purchase_rate.", "currency",
            nullable=True, when=_OF_FORMULA,
        ),
        "churn": Column(
            "share", "Share of the active customers that a month loses; empty where none was seen to leave.",
            nullable=True, when=_OF_FORMULA,
        ),
        "churn_bound": Column(
            "share", "Where none was seen to leave: the churn that is excluded with 95 % confidence, 3 / n.",
            nullable=True, when=_OF_FORMULA,
        ),
        "lifespan": Column(
            "ratio", "Expected months that a customer stays, 1 / churn.", nullable=True, when=_OF_FORMULA
        ),
        "formula_ltv": Column(
            "amount", "average_check x purchase_rate x lifespan x margin, without end and discount.", "currency",
            nullable=True, when=_OF_FORMULA,
        ),
        "churn_ltv": Column(
            "amount", "Margin a month x (1 + d) / (1 + d - retention): without end, discounted.", "currency",
            nullable=True, when=_OF_FORMULA,
        ),
        "frequency": Column("count", "Repeat purchase days.", "days", when=_OF_CUSTOMERS),
        "recency": Column("count", "Days from the first purchase to the last.", "days", when=_OF_CUSTOMERS),
        "T": Column("count", "Days from the first purchase to as_of.", "days", when=_OF_CUSTOMERS),
        "mean_spend": Column(
            "amount", "Mean net spend of the purchase days with positive spend.", "currency", nullable=True,
            when=_OF_CUSTOMERS,
        ),
        "probability_alive": Column(
            "share", "Probability that the customer is still one; empty with the naive rate.", nullable=True,
            when=_OF_PREDICTIVE,
        ),
        "expected_purchases": Column(
            "ratio", "Purchase days expected within the horizon.", "days", when=_OF_PREDICTIVE
        ),
        "expected_spend": Column("amount", "Spend expected of one of them.", "currency", when=_OF_PREDICTIVE),
        "ltv": Column("amount", "Lifetime value by --method, net of cac.", "currency", nullable=True),
        "ltv_low": Column(
            "amount", "Lower end of the interval that holds it with 90 % probability.", "currency", when=_OF_PREDICTIVE
        ),
        "ltv_high": Column("amount", "Upper end of that interval.", "currency", when=_OF_PREDICTIVE),
        "historic_value": Column("amount", "Net revenue to date x margin.", "currency", when=_OF_CUSTOMERS),
        "value_per_month": Column(
            "amount", "historic_value per month since the first purchase; empty in the first month.", "currency",
            nullable=True, when="--method historic",
        ),
        "cac": Column("amount", "What acquiring a customer cost.", "currency", nullable=True, when="--cac"),
        "ltv_to_cac": Column(
            "ratio", "Margin over the horizon per cost of a customer; empty without costs.", nullable=True,
            when="--method formula --cac",
        ),
        "payback": Column(
            "ratio", "Months after which a customer's margin has paid for it; empty: not within the data.", "months",
            nullable=True, when="--method formula --cac",
        ),
    },
    brief=(
        KEY, "everybody", "group", "ltv", "ltv_low", "ltv_high", "ltv_to_cac", "payback", "customers",
        "expected_purchases", "probability_alive", "lifespan", "churn", "average_check", "expected_spend", "historic_value", "frequency",
    ),
)  # fmt: skip

_CUSTOMER = (KEY, "frequency", "recency", "T", "mean_spend", "ltv", "historic_value")
_GROUP = ("everybody", "group", "customers", "order_count", "total_amount", "average_check", "ltv")
_COLUMNS = {
    "predictive": (
        *_CUSTOMER, "probability_alive", "expected_purchases", "expected_spend", "ltv_low", "ltv_high",
    ),
    "historic": (*_CUSTOMER, "value_per_month"),
    "simple": (*_GROUP, "orders_per_customer"),
    "formula": (
        *_GROUP, "customer_months", "purchase_rate", "arpu", "churn", "churn_bound", "lifespan", "formula_ltv",
        "churn_ltv",
    ),
}  # fmt: skip


def schema_of(params: LtvParams) -> Schema:
    """Return the columns and the order that these parameters give."""
    names = {*_COLUMNS[params.method], *(["group"] if params.by is not None else [])}
    if params.cac is not None:
        names.update(["cac", "ltv_to_cac", "payback"] if params.method == "formula" else ["cac"])
    if params.is_grouped:
        return OUTPUT.select(names, order=("-everybody", "-customers", "group"), key=("everybody", "group"))
    return OUTPUT.select(names)
