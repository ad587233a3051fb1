"""Backtests on real exports: deviance against plain Pareto/NBD, bias, and how often the interval of the total held.

    python benchmarks/accuracy.py SALES.csv ...             # horizons of 3, 6 and 12 months, as far as the data reach
    python benchmarks/accuracy.py --markdown SALES.csv ...  # tables for docs/ltv-evidence.md

Nothing is tuned here: the method is the one that ``segkit ltv`` uses, at every origin with what was known on that day.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from segkit.analyses import REGISTRY
from segkit.analyses._base import RolledUp
from segkit.api import parse_options
from segkit.lifetime import intervals
from segkit.lifetime.backtesting import Backtests, origins
from segkit.lifetime.formulas import MONTH_DAYS
from segkit.lifetime.history import Histories, day_number
from segkit.lifetime.spend import spend_of
from segkit.pipeline import run

HORIZONS = (3, 6, 12)
MOST_ORIGINS = 8
METHODS = ("pareto_corrected", "mbg", "bg", "naive_rate", "naive_last_window")


@dataclass(frozen=True)
class Origin:
    """What one forecast came to."""

    ratios: dict[str, float]
    """Deviance of each method over that of plain Pareto/NBD."""
    biases: dict[str, float]
    is_open: bool
    held: dict[str, bool]
    """Whether the 90 % interval of purchases and of money held what came, from errors known at the origin."""


def rolled_up(path: str) -> RolledUp:
    """Return what the roll-up gives ``segkit ltv`` of a file."""
    analysis = REGISTRY["ltv"].load()
    seen: list[RolledUp] = []

    def keep(data: RolledUp, params: object) -> object:
        seen.append(data)
        return REGISTRY["ltv"].load().compute(data, params)

    params, options = parse_options(analysis, {"no_backtest": True, "model": "naive"})
    from dataclasses import replace

    run(replace(analysis, compute=keep), "ltv", [path], params, options)  # type: ignore[arg-type]
    return seen[0]


def tested(data: RolledUp, months: int) -> Iterator[Origin]:
    """Yield each origin of a horizon."""
    assert data.customer_days is not None
    assert data.as_of is not None
    assert data.period is not None
    assert data.period.first is not None
    first, last = day_number(data.period.first), day_number(data.as_of)
    tests = Backtests(Histories.of(data.customer_days), first, round(months * MONTH_DAYS))
    for day in origins(first, last, tests.horizon, MOST_ORIGINS):
        plain = tests.accuracy(day, "pareto")
        if not plain.actual or tests.forecast(day, "pareto").model is None:
            continue
        found = {method: tests.accuracy(day, method) for method in METHODS}
        yield Origin(
            ratios={method: each.deviance / plain.deviance for method, each in found.items()},
            biases={method: each.bias or 0.0 for method, each in {"pareto": plain, **found}.items()},
            is_open=tests.correction(day).is_open,
            held=dict(held(tests, day)),
        )


def held(tests: Backtests, day: int) -> Iterator[tuple[str, bool]]:
    """Yield whether what came lay within the interval that the errors before the origin had made."""
    known, expected = tests.known(day), tests.predicted(day, "pareto_corrected")
    variance = intervals.count_variance(tests.forecast(day, "pareto"), known, expected)
    earlier = origins(tests.first, day, tests.horizon, 4)
    kinds = [("purchases", np.ones(known.size), tests.count_error)]
    if tests.histories.spend is not None:
        kinds.append(("money", spend_of(known).each, tests.money_error))  # type: ignore[arg-type]
    for kind, worth, measure in kinds:
        errors = [error for at in earlier if (error := measure(at, "pareto_corrected")) is not None]
        total = intervals.total(expected * worth, variance * worth**2, known, errors)
        error = measure(day, "pareto_corrected")
        if error is not None:
            yield kind, total.low <= total.value * math.exp(error) <= total.high


def mean_ratio(values: Sequence[float]) -> float:
    """Return the geometric mean."""
    return math.exp(math.fsum(math.log(value) for value in values) / len(values))


def binomial_interval(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    z = 1.96
    share = hits / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return middle - half, middle + half


def line(name: str, months: int, found: Sequence[Origin]) -> str:
    """Return the figures of one set and horizon as a row of a table."""
    ratios = [f"{mean_ratio([each.ratios[method] for each in found]):.3f}" for method in METHODS]
    worst = max(each.ratios["pareto_corrected"] for each in found)
    biases = [
        f"{sum(abs(each.biases[method]) for each in found) / len(found):.3f}"
        for method in ("pareto_corrected", "pareto")
    ]
    opened = sum(each.is_open for each in found)
    cells = [name, f"{months}mo", str(len(found)), str(opened), ratios[0], f"{worst:.3f}", *ratios[1:], *biases]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    files = parser.parse_args().files
    print(
        "| data | horizon | origins | gate open | corrected | worst | MBG | BG | naive rate | last window | abs. bias | of Pareto |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    everything: list[Origin] = []
    for path in files:
        data = rolled_up(path)
        for months in HORIZONS:
            if found := list(tested(data, months)):
                print(line(Path(path).stem, months, found))
                sys.stdout.flush()
                everything += found
    print(line("all", 0, everything).replace("0mo", ""))
    for kind in ("purchases", "money"):
        hits = [each.held[kind] for each in everything if kind in each.held]
        if hits:
            low, high = binomial_interval(sum(hits), len(hits))
            print(f"\n90 % interval of the total {kind} held in {sum(hits)} of {len(hits)} origins: "
                  f"{sum(hits) / len(hits):.0%} ({low:.0%} to {high:.0%})")  # fmt: skip


if __name__ == "__main__":
    main()
