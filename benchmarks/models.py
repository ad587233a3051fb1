"""Compares the models of segkit with the package lifetimes: fit with standard errors, and scores of every customer.

    python benchmarks/models.py                 # both comparisons, and segkit alone on a million customers
    python benchmarks/models.py --rounds 3 --only pareto
    python benchmarks/models.py --large         # segkit alone on ten million customers too

Both get the same invented customers of known parameters (customers.py) as arrays, in processes of their own that take
turns; what counts is the CPU time (all threads) from arrays to scores, without imports. Before that both are compared:
log-likelihoods and expected purchases of the same customers. lifetimes gives no standard errors of the Pareto/NBD model.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from customers import Summary, customers

HORIZON = 365.0


@dataclass(frozen=True)
class Job:
    """One comparison: a model of counts, with or without one of spend, on some customers."""

    name: str
    model: str
    spend: bool
    size: int
    target: float

    @property
    def what(self) -> str:
        """The job in words."""
        names = {"bg": "BG/NBD", "pareto": "Pareto/NBD"}
        return f"{names[self.model]}{' with Gamma-Gamma' if self.spend else ''}, {self.size:,} customers"


JOBS = (
    Job("bg", "bg", spend=True, size=200_000, target=8.0),
    Job("pareto", "pareto", spend=False, size=20_000, target=45.0),
)


def fit_segkit(job: Job, data: Summary) -> tuple[dict[str, float], float, np.ndarray]:
    """Return parameters, log-likelihood and expected purchases as segkit computes them."""
    from segkit import models

    found = models.fit(job.model, data.x, data.t_x, data.T)
    expected = found.expected_purchases(data.x, data.t_x, data.T, HORIZON)
    found.probability_alive(data.x, data.t_x, data.T)
    if job.spend:
        spend = models.fit_spend(data.n, data.mean_spend)
        spend.expected_spend(data.n, data.mean_spend)
    return dict(found.parameters), found.log_likelihood, expected


def fit_lifetimes(job: Job, data: Summary) -> tuple[dict[str, float], float, np.ndarray]:
    """Return the same by lifetimes, called as its documentation does."""
    import lifetimes

    found = lifetimes.BetaGeoFitter() if job.model == "bg" else lifetimes.ParetoNBDFitter()
    found.fit(data.x, data.t_x, data.T)
    expected = found.conditional_expected_number_of_purchases_up_to_time(HORIZON, data.x, data.t_x, data.T)
    found.conditional_probability_alive(data.x, data.t_x, data.T)
    if job.spend:
        spend = lifetimes.GammaGammaFitter()
        spend.fit(data.n, data.mean_spend)
        spend.conditional_expected_average_profit(data.n, data.mean_spend)
    return dict(found.params_), float("nan"), np.asarray(expected)


PROGRAMS: dict[str, Callable[[Job, Summary], tuple[dict[str, float], float, np.ndarray]]] = {
    "segkit": fit_segkit,
    "lifetimes": fit_lifetimes,
}


def likelihood(model: str, parameters: dict[str, float], data: Summary) -> float:
    """Return the log-likelihood of parameters, one judge for both programs."""
    from segkit.models import beta_geometric, pareto
    from segkit.models.histories import Histories

    seen = Histories.of(data.x, data.t_x, data.T)
    names = pareto.NAMES if model == "pareto" else beta_geometric.NAMES
    point = np.log([parameters[name] for name in names])
    terms = pareto.terms(point, seen) if model == "pareto" else beta_geometric.terms(point, seen, 0)
    return terms.value


def work(program: str, job: Job) -> dict[str, Any]:
    """Fit and score in this process; return CPU seconds, peak memory and what was found."""
    data = customers(job.size)
    warm = customers(300, seed=2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        PROGRAMS[program](job, warm)
        started = time.process_time()
        parameters, _, expected = PROGRAMS[program](job, data)
        used = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return {
        "cpu": used, "peak": peak, "parameters": {name: float(value) for name, value in parameters.items()},
        "log_likelihood": likelihood(job.model, parameters, data), "expected": float(np.sum(expected)),
    }  # fmt: skip


def started(program: str, job: Job) -> dict[str, Any]:
    """Return what ``work`` says in a process of its own."""
    words = [sys.executable, __file__, "--work", program, "--only", job.name]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=environment)
    return json.loads(done.stdout)


def compare(job: Job, rounds: int) -> None:
    """Print the table of one comparison."""
    runs: dict[str, list[dict[str, Any]]] = {program: [] for program in PROGRAMS}
    for number in range(rounds):
        for program in list(PROGRAMS)[:: 1 if number % 2 else -1]:
            runs[program].append(started(program, job))
    ratios = [other["cpu"] / own["cpu"] for own, other in zip(runs["segkit"], runs["lifetimes"], strict=True)]
    print(f"\n{job.name}: {job.what} ({rounds} rounds)")
    for program, seen in runs.items():
        cpu = median(run["cpu"] for run in seen)
        last = seen[-1]
        found = "  ".join(f"{name} {value:.4f}" for name, value in last["parameters"].items())
        print(
            f"  {program:9}  CPU {cpu:8.3f} s  log-likelihood {last['log_likelihood']:.4f}  expected {last['expected']:,.1f}  {found}"
        )
    print(
        f"  lifetimes / segkit: {median(ratios):.1f} (from {min(ratios):.1f} to {max(ratios):.1f}; target {job.target:.0f})"
    )


def alone(size: int) -> None:
    """Print what segkit takes from a summary to scores with intervals, as ``segkit ltv`` does it."""
    words = [sys.executable, __file__, "--alone", str(size)]
    print(subprocess.run(words, check=True, capture_output=True, text=True).stdout, end="")


def score_everything(size: int) -> None:
    """Fit Pareto/NBD, MBG/NBD and Gamma-Gamma, score everybody, with 90 % intervals of counts."""
    from segkit import models

    data = customers(size)
    started = time.process_time()
    counts = models.fit("pareto", data.x, data.t_x, data.T)
    shape = models.fit("mbg", data.x, data.t_x, data.T)
    spend = models.fit_spend(data.n, data.mean_spend)
    fitted = time.process_time()
    expected = counts.expected_purchases(data.x, data.t_x, data.T, HORIZON)
    counts.probability_alive(data.x, data.t_x, data.T)
    spend.expected_spend(data.n, data.mean_spend)
    assert isinstance(shape, models.ModifiedBetaGeometricNBD)
    shape.count_quantiles(data.x, data.t_x, data.T, HORIZON, (0.05, 0.95), mean=expected)
    ended = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)
    print(
        f"\nsegkit alone: {size:,} customers, CPU {ended - started:.2f} s (fits {fitted - started:.2f}, scores {ended - fitted:.2f}), peak {peak:.2f} GB"
    )


def _options(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each comparison [5]")
    parser.add_argument("--only", choices=[job.name for job in JOBS], help="one comparison")
    parser.add_argument("--large", action="store_true", help="ten million customers too, segkit alone")
    parser.add_argument("--work", choices=list(PROGRAMS), help=argparse.SUPPRESS)
    parser.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    return parser.parse_args(words)


def main() -> None:
    given = _options()
    chosen = [job for job in JOBS if given.only in (None, job.name)]
    if given.work:
        print(json.dumps(work(given.work, chosen[0])))
    elif given.alone:
        score_everything(given.alone)
    else:
        for job in chosen:
            compare(job, given.rounds)
        if given.only is None:
            for size in (1_000_000, 10_000_000) if given.large else (1_000_000,):
                alone(size)


if __name__ == "__main__":
    main()
