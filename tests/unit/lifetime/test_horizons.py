"""A longer horizon never expects less: of no customer and in total, whatever the gate of the correction says."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from segkit.lifetime.backtesting import Backtests, origins
from segkit.lifetime.formulas import MONTH_DAYS
from segkit.lifetime.history import Histories
from segkit.periods import day_of

ZERO, DAYS = 19_000, 900


def regular(rng: np.random.Generator, day: int) -> float:
    """Return the next gap in units of a customer's own: more regular than any model of the house takes them."""
    return float(rng.gamma(4.0, 0.25))


def seasonal(rng: np.random.Generator, day: int) -> float:
    return float(rng.exponential(0.4 if day % 365 > 270 else 1.3))


def drifting(rng: np.random.Generator, day: int) -> float:
    return float(rng.exponential(np.exp(day / 600)))


SHOPS = {"regular": regular, "seasonal": seasonal, "drifting": drifting}


def shop(kind: str, customers: int = 500) -> Histories:
    rng = np.random.default_rng(sum(map(ord, kind)))
    rows = []
    for number in range(customers):
        day, usual = int(rng.integers(0, 700)), 5 + rng.gamma(1.5, 40.0)
        end = min(day + rng.exponential(500), DAYS)
        while day <= end:
            rows.append((f"c{number:04}", day_of(ZERO + day), 1, int(rng.gamma(4.0, 50_000))))
            day += max(round(usual * SHOPS[kind](rng, day)), 1)
    schema = {"customer_id": pl.String, "order_date": pl.Date, "order_count": pl.UInt32, "amount": pl.Int64}
    return Histories.of(pl.DataFrame(rows, schema=schema, orient="row"))


@pytest.mark.parametrize("method", ["pareto_corrected", "pareto", "mbg", "bg", "naive_rate"])
@pytest.mark.parametrize("kind", SHOPS)
def test_a_longer_horizon_never_expects_less(kind: str, method: str) -> None:
    tests = Backtests(shop(kind), ZERO, 1)
    for cut in (ZERO + DAYS, ZERO + 400):
        before = np.zeros(tests.known(cut).size)
        for months in range(1, 25):
            now = tests.over(round(months * MONTH_DAYS)).predicted(cut, method)
            assert (now >= before).all(), (cut, months)
            before = now


def test_what_is_learned_is_the_same_for_every_horizon() -> None:
    tests = Backtests(shop("regular"), ZERO, 30)
    cut = ZERO + DAYS
    assert tests.correction(cut).is_open
    month, year = tests, Backtests(tests.histories, ZERO, 365)
    ratios = [each.predicted(cut, "pareto_corrected") / each.predicted(cut, "pareto") for each in (month, year)]
    assert ratios[0] == pytest.approx(ratios[1], rel=1e-12)


def test_a_correction_that_has_proved_itself_lowers_the_deviance_of_what_it_has_not_seen() -> None:
    tests = Backtests(shop("regular"), ZERO, 91)
    ratios = []
    for day in origins(ZERO, ZERO + DAYS, 91, 6):
        ours, plain = (tests.accuracy(day, method) for method in ("pareto_corrected", "pareto"))
        ratios.append(ours.deviance / plain.deviance)
        assert ours.predicted == pytest.approx(plain.predicted, rel=0.02)
    assert np.exp(np.mean(np.log(ratios))) < 0.99
    assert max(ratios) < 1.05
