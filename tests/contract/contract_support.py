"""Frames, strategies and runs that the contract tests share. Imported from the folder that conftest puts on the path."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from segkit.analyses import REGISTRY, Entry
from segkit.api import function
from segkit.errors import ParamsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from segkit.result import Result

TINY = {
    "tiny_spend": Entry("tiny_spend", "Tell who spent much.", "tiny_spend"),
    "tiny_months": Entry("tiny_months", "Find the best month of each customer.", "tiny_months"),
}
"""Each analysis of this folder is its module and one of these lines."""

NAMES = (*REGISTRY, *TINY)

EXTRA: dict[str, list[dict[str, object]]] = {
    "abcxyz": [
        {"value": "orders"},
        {"value": "quantity"},
        {"value": "profit"},
        {"value": "points"},
        {"xyz_by": "variation", "grain": "week"},
        {"xyz_by": "variation", "grain": "quarter", "fill": "window", "keep_partial": True},
        {"xyz_by": "variation", "std": "sample", "xyz_value": "quantity"},
        {"abc_by": "value", "abc": "100,10"},
    ],
    "status": [
        {"inactive": "3x"},
        {"inactive": "40d", "cooloff": "2w", "late": 1.5, "fall": "20%"},
    ],
    "rfm": [{"bins": 3, "map": "quadrants"}, {"weights": "2,1,1"}, {"monetary": "mean", "method": "r-compat"}],
    "migrate": [
        {"value": "profit", "abc": "50,80"},
        {"value": "points", "xyz_by": "variation", "grain": "week", "matrix": True},
        {"analysis": "rfm", "bins": 3, "map": "quadrants", "monetary": "mean"},
        {"analysis": "rfm", "method": "r-compat", "matrix": True},
    ],
    "churn": [
        {"inactive": "40d", "by": "points"},
        {"inactive": "3x", "grain": "week", "by": "points"},
        {"inactive": "1w", "grain": "week", "within": "2w"},
    ],
    "loss": [
        {"churn": "10%,3%", "margin": "40%", "prevention_cost": 5000},
        {"new": 10, "periods": 50, "inactive": "3x"},
        {"check": "12.5", "purchases": 3, "inactive": "40d", "margin": 0.25},
    ],
    "cohorts": [{"grain": "week", "wide": True, "show": show} for show in ("customers", "revenue", "cumulative")],
    "ltv": [
        {"horizon": "2mo", "discount": "12%", "discounting": "monthly", "by": "item_id", "cac": "3"},
        {"horizon": "60d", "model": "mbg", "margin": "25%", "spend_on": "repeat", "time_unit": "week"},
        {"method": "historic", "margin": "30%", "cac": "12.5"},
        {"method": "simple", "by": "item_id", "cac": 5},
        {"method": "formula", "by": "item_id", "cac": 5, "horizon": "2mo", "discount": "10%", "inactive": "60d"},
        {"method": "formula", "churn": "7.5%"},
    ],
    "backtest": [{"horizon": "30d"}, {"horizon": "14d", "origins": 9}],
    "stats": [
        {"by": "points"},
        {"by": "weekday"},
        {"by": "week", "first_only": True},
        {"by": "points", "first_only": True},
    ],
    "segment": [{"bins": 2, "map": "quadrants", "weights": "1,0,1"}, {"value": "orders", "xyz_by": "variation"}],
}
"""Parameters worth testing that are more than one choice away from the defaults."""


def many(check: Callable[[], None]) -> Callable[[], None]:
    """Try a third of the examples of the profile: the tests are many, and each runs for every analysis."""
    return settings(max_examples=settings.default.max_examples * 3 // 10)(check)


def few(check: Callable[[], None]) -> Callable[[], None]:
    """Try an eighth of the examples of the profile, where one takes files or many runs."""
    return settings(max_examples=settings.default.max_examples // 8)(check)


FIRST_DAY = date(2023, 11, 20)
_IDS = ("anna", "00123", "0123", "ёж", "Zoe", "a,b")
_ROW = st.tuples(
    st.sampled_from(_IDS),
    st.one_of(st.none(), st.integers(1, 9)),
    st.integers(0, 420),
    st.one_of(st.integers(-30_000, 90_000), st.sampled_from([0, 10_000, 10_000, -10_000])),
    st.integers(0, 5),
)
ROWS = st.lists(_ROW, min_size=1, max_size=24)


def frame_of(rows: list[tuple[str, int | None, int, int, int]]) -> pl.DataFrame:
    """Return rows of (customer, order, day, cents, quantity) as an export with every role."""
    return pl.DataFrame(
        {
            "customer_id": [row[0] for row in rows],
            "order_id": [None if row[1] is None else f"o{row[1]}" for row in rows],
            "order_date": [FIRST_DAY + timedelta(days=row[2]) for row in rows],
            "amount": [row[3] / 100 for row in rows],
            "quantity": [row[4] for row in rows],
            "cost_amount": [row[3] // 200 / 100 for row in rows],
            "item_id": [f"i{row[4]}" for row in rows],
            "points": [row[2] / 8 for row in rows],
        },
        schema_overrides={"order_id": pl.String},
    )


FRAMES = ROWS.map(frame_of)
"""Small exports with returns, free orders, orders of several lines and rows without an order id."""


def run(name: str, *data: object, **options: object) -> Result:
    """Call the public function of an analysis."""
    return function(REGISTRY[name])(*data, **options)


def has_ids(name: str, params: dict[str, object]) -> bool:
    """Tell whether a row of the result is about one customer."""
    analysis = (REGISTRY.get(name) or TINY[name]).load()
    return analysis.has_ids(analysis.params.parse(params))


def carrying(name: str, params: dict[str, object], columns: str = "item_id") -> dict[str, object]:
    """Return the parameters with columns to carry along, where rows are about customers."""
    return {**params, **({"carry": columns} if has_ids(name, params) else {})}


def variants(name: str) -> list[dict[str, object]]:
    """Return parameters of an analysis: its defaults, each single choice and switch, and EXTRA."""
    params = (REGISTRY.get(name) or TINY[name]).load().params
    singles: Iterator[dict[str, object]] = chain.from_iterable(
        [{option.name: choice} for choice in (option.choices or ((True,) if option.type is bool else ()))]
        for option in params.options()
    )
    return [{}, *(given for given in singles if _is_allowed(params, given)), *EXTRA.get(name, [])]


def _is_allowed(params: Any, given: dict[str, object]) -> bool:
    try:
        params.parse(given)
    except ParamsError:
        return False
    return True


def assert_same(left: Result, right: Result, *, with_period: bool = True) -> None:
    """Assert that two results say the same: rows, facts, notes, overview."""
    assert_frame_equal(left.rows, right.rows, check_exact=True)
    assert left.schema == right.schema
    assert left.facts == right.facts
    assert left.notes == right.notes
    assert left.overview.keys() == right.overview.keys()
    for key, panel in left.overview.items():
        assert_frame_equal(panel.frame, right.overview[key].frame, check_exact=True)
    if with_period:
        assert (left.as_of, left.period) == (right.as_of, right.period)


def given_rows(name: str) -> Any:
    """Return a strategy of (frame, parameters) for one analysis."""
    return st.tuples(FRAMES, st.sampled_from(variants(name)))
