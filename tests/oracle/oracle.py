"""ABC, XYZ and golden customers in plain Python, written from docs/definitions.md alone.

Loops, lists and fractions; nothing of segkit is imported here, and nothing is fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One row of an export: a line of an order, or a payment without an order id."""

    customer: str | None
    order: str | None
    day: date
    amount: Fraction
    quantity: Fraction = Fraction(1)


@dataclass(frozen=True)
class Order:
    """The rows of one customer and order id, else one row."""

    day: date
    amount: Fraction
    quantity: Fraction
    is_purchase: bool


@dataclass
class Customer:
    """What a customer adds up to."""

    orders: list[Order] = field(default_factory=list)

    @property
    def purchases(self) -> list[Order]:
        return [order for order in self.orders if order.is_purchase]

    @property
    def months(self) -> int:
        return len({(order.day.year, order.day.month) for order in self.purchases})

    @property
    def first(self) -> date | None:
        return min((order.day for order in self.purchases), default=None)

    @property
    def last(self) -> date | None:
        return max((order.day for order in self.purchases), default=None)

    def total(self, value: str) -> Fraction:
        """Return the sum of ``revenue``, ``quantity`` or ``orders``."""
        return sum((worth(order, value) for order in self.orders), Fraction(0))


def worth(order: Order, value: str) -> Fraction:
    """Return what one order adds to a value."""
    if value == "orders":
        return Fraction(int(order.is_purchase))
    return order.amount if value == "revenue" else order.quantity


def counted(rows: Sequence[Row], first: date | None = None, last: date | None = None) -> list[Row]:
    """Return the rows that count: with a customer, inside the period."""
    return [
        row
        for row in rows
        if row.customer is not None
        and row.customer.strip()
        and (first is None or row.day >= first)
        and (last is None or row.day <= last)
    ]


def customers(rows: Sequence[Row]) -> dict[str, Customer]:
    """Return the customers of counted rows with their orders."""
    baskets: dict[tuple[object, ...], list[Row]] = {}
    for number, row in enumerate(rows):
        basket = (row.customer, "row", number) if row.order is None else (row.customer, "order", row.order)
        baskets.setdefault(basket, []).append(row)
    found: dict[str, Customer] = {}
    for (customer, *_), lines in baskets.items():
        order = Order(
            day=min(line.day for line in lines),
            amount=sum((line.amount for line in lines), Fraction(0)),
            quantity=sum((line.quantity for line in lines), Fraction(0)),
            is_purchase=any(line.amount >= 0 for line in lines),
        )
        found.setdefault(str(customer), Customer()).orders.append(order)
    return found


@dataclass(frozen=True)
class Standing:
    """Where a customer stands: the place of the class from 0, and the shares."""

    place: int
    share: Fraction
    cumulative: Fraction


def groups(values: Mapping[str, Fraction]) -> Iterator[tuple[Fraction, list[str]]]:
    """Yield the positive values, largest first, each with everybody who has it."""
    for value in sorted({value for value in values.values() if value > 0}, reverse=True):
        yield value, [name for name, own in values.items() if own == value]


def pareto(
    values: Mapping[str, Fraction],
    limits: Sequence[Fraction],
    *,
    exclude: bool = False,
    by_count: bool = False,
    single_is_last: bool = False,
) -> dict[str, int]:
    """Return the place of each one's class: the first limit that its group is inside of, else the last class."""
    weigh: Callable[[Fraction], Fraction] = (lambda _: Fraction(1)) if by_count else (lambda value: value)
    total = sum((weigh(value) for value in values.values() if value > 0), Fraction(0))
    largest = max(values.values(), default=Fraction(0))
    places = dict.fromkeys(values, len(limits))
    before = Fraction(0)
    for value, names in groups(values):
        after = before + weigh(value) * len(names)
        inside = [_inside(before, after, limit * total / 100, len(names), exclude=exclude) for limit in limits]
        place = inside.index(True) if any(inside) else len(limits)
        if single_is_last and value == 1 and largest > 1:
            place = len(limits)
        places.update(dict.fromkeys(names, place))
        before = after
    return places


def _inside(before: Fraction, after: Fraction, reach: Fraction, size: int, *, exclude: bool) -> bool:
    """Tell whether entities from ``before`` to ``after`` of the total belong above the limit at ``reach``."""
    if exclude:
        return after <= reach
    if before == 0:
        return True
    is_cut = before < reach < after
    if is_cut and size > 1:
        return before + after <= 2 * reach
    return before < reach


def shares(values: Mapping[str, Fraction]) -> dict[str, tuple[Fraction, Fraction]]:
    """Return share and cumulative share of the positive total; the latter with the whole group of equals."""
    total = sum((value for value in values.values() if value > 0), Fraction(0))
    if not total:
        return dict.fromkeys(values, (Fraction(0), Fraction(0)))
    found = dict.fromkeys(values, (Fraction(0), Fraction(1)))
    reached = Fraction(0)
    for value, names in groups(values):
        reached += value * len(names)
        found.update(dict.fromkeys(names, (value / total, reached / total)))
    return found


def least(values: Mapping[str, Fraction], limits: Sequence[Fraction]) -> dict[str, int]:
    """Return the place of each one's class by absolute limits; nothing positive, last class."""
    return {
        name: next((n for n, limit in enumerate(limits) if value > 0 and value >= limit), len(limits))
        for name, value in values.items()
    }


def start_of(day: date, grain: str) -> date:
    """Return the first day of the week (Monday), month or quarter of a day."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    return date(day.year, day.month if grain == "month" else (day.month - 1) // 3 * 3 + 1, 1)


def next_start(start: date, grain: str) -> date:
    """Return the first day of the following period."""
    if grain == "week":
        return start + timedelta(days=7)
    month = start.month + (1 if grain == "month" else 3)
    return date(start.year + (month > 12), month - 12 if month > 12 else month, 1)


@dataclass(frozen=True)
class Variation:
    """How evenly a value arrives; the coefficient squared, which is exact."""

    n_periods: int
    n_zero_periods: int
    mean: Fraction | None
    variance: Fraction | None
    letter: str

    @property
    def squared(self) -> Fraction | None:
        """The square of the coefficient of variation."""
        if self.mean is None or self.variance is None or self.mean <= 0:
            return None
        return self.variance / self.mean**2


def variation(
    customer: Customer,
    value: str,
    *,
    grain: str,
    as_of: date,
    window_start: date | None,
    keep_partial: bool = False,
    sample: bool = False,
    limits: Sequence[Fraction] = (Fraction(1, 2), Fraction(1)),
) -> Variation:
    """Return the variation of one customer; ``window_start`` is the first day of the data, None for a lifetime."""
    sums: dict[date, Fraction] = {}
    for order in customer.orders:
        start = start_of(order.day, grain)
        sums[start] = sums.get(start, Fraction(0)) + worth(order, value)
    positive = [start for start, amount in sums.items() if amount > 0]
    first = start_of(window_start, grain) if window_start is not None else min(positive, default=None)
    series = []
    while first is not None and first <= as_of:
        following = next_start(first, grain)
        if keep_partial or following - ONE_DAY <= as_of:
            series.append(sums.get(first, Fraction(0)))
        first = following
    return _of_series(series, limits, sample=sample)


def _of_series(series: Sequence[Fraction], limits: Sequence[Fraction], *, sample: bool) -> Variation:
    count = len(series)
    mean = sum(series, Fraction(0)) / count if count else None
    divisor = count - 1 if sample else count
    variance = None
    if mean is not None and divisor > 0:
        variance = sum(((amount - mean) ** 2 for amount in series), Fraction(0)) / divisor
    letter = "U"
    if count >= 3 and mean is not None and mean > 0 and variance is not None:
        letter = "XYZ"[sum(variance > (limit * mean) ** 2 for limit in limits)]
    return Variation(count, series.count(Fraction(0)), mean, variance, letter)


def is_golden(abc: str, xyz: str) -> bool:
    """Tell whether the cell is AX or AY."""
    return abc + xyz in ("AX", "AY")
