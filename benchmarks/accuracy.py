"""Backtests on real exports: deviance against plain Pareto/NBD, bias, and how often the interval of the total held.

    python benchmarks/accuracy.py SALES.csv ...  # horizons of 3, 6 and 12 months, as far as the data reach
    python benchmarks/accuracy.py --invented 3   # shops of benchmarks/invented.py, so many of each

Nothing is tuned here: the method is the one that ``segkit ltv`` uses, at every origin with what was known on that day.
"""

from __future__ import annotations

import argparse
import itertools
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from invented import DAYS, FIRST_DAY, SHOPS
from segkit.analyses import REGISTRY
from segkit.analyses._base import RolledUp
from segkit.api import parse_options
from segkit.lifetime import intervals
from segkit.lifetime.backtesting import Backtests, origins
from segkit.lifetime.formulas import MONTH_DAYS
from segkit.lifetime.history import Histories, day_number
from segkit.lifetime.spend import spend_of
from segkit.pipeline import run

FIRST_SEED = 11
"""Of invented shops; those before it were looked at while rules were made."""
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


@dataclass(frozen=True)
class Source:
    """Purchases with a name."""

    name: str
    histories: Histories
    first: int
    last: int

    @classmethod
    def of_file(cls, path: str) -> Source:
        """Return the purchases that ``segkit ltv`` sees in a file."""
        data = rolled_up(path)
        assert data.customer_days is not None
        assert data.as_of is not None
        assert data.first_day is not None
        return cls(
            Path(path).stem, Histories.of(data.customer_days), day_number(data.first_day), day_number(data.as_of)
        )


def rolled_up(path: str) -> RolledUp:
    """Return what the roll-up gives ``segkit ltv`` of a file."""
    analysis = REGISTRY["ltv"].load()
    seen: list[RolledUp] = []

    def keep(data: RolledUp, params: object) -> object:
        seen.append(data)
        return analysis.compute(data, params)

    params, options = parse_options(analysis, {"no_backtest": True, "model": "naive"})
    run(replace(analysis, compute=keep), "ltv", [path], params, options)  # type: ignore[arg-type]
    return seen[0]


def invented(count: int) -> Iterator[list[Source]]:
    """Yield so many of each invented shop."""
    last = FIRST_DAY + DAYS - 1
    for name, shop in SHOPS.items():
        seeds = range(FIRST_SEED, FIRST_SEED + count)
        yield [Source(name, Histories.of(shop.days(seed)), FIRST_DAY, last) for seed in seeds]


def tested(source: Source, months: int) -> Iterator[Origin]:
    """Yield each origin of a horizon."""
    tests = Backtests(source.histories, source.first, round(months * MONTH_DAYS))
    for day in origins(source.first, source.last, tests.horizon, MOST_ORIGINS):
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
    parser.add_argument("files", nargs="*")
    parser.add_argument(
        "--invented", type=int, default=0, metavar="N", help="so many of each shop of benchmarks/invented.py"
    )
    options = parser.parse_args()
    print(
        "| data | horizon | origins | gate open | corrected | worst | MBG | BG | naive rate | last window | abs. bias | of Pareto |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    everything: list[Origin] = []
    for sources in itertools.chain(([Source.of_file(path)] for path in options.files), invented(options.invented)):
        for months in HORIZONS:
            if found := [origin for source in sources for origin in tested(source, months)]:
                print(line(sources[0].name, months, found))
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
