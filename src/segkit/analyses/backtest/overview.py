"""What the rows of ``backtest`` add up to: the mean of each method, calibration by repeat purchases, a plot of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from segkit.errors import ParamsError, did_you_mean
from segkit.result import Fact, Panel, Result
from segkit.schema import Column

if TYPE_CHECKING:
    from segkit.lifetime.backtesting import Backtests

FACTS: dict[str, str] = {
    "origins": "days that were predicted from",
    "horizon_days": "days that each forecast reached ahead",
    "backtest_bias": "mean bias of the total of pareto_corrected, which segkit ltv uses",
    "backtest_error": "mean absolute bias of it",
    "deviance_to_pareto": "geometric mean of its deviance over that of plain Pareto/NBD",
    "correction_open": "origins at which the gate let the correction through",
    "METHOD_bias": "mean bias of a method, such as naive_rate_bias",
    "METHOD_deviance": "its mean deviance per customer",
    "METHOD_gini": "its mean Gini",
    "calibration_BUCKET_customers": "customers with so many repeats (0, 1, 2, 3, 4_6, 7_up) at the latest origin",
    "calibration_BUCKET_actual": "purchases of each of them in the window",
    "calibration_BUCKET_predicted": "what was predicted of each",
}

SHIPPED = "pareto_corrected"

_BUCKETS = {"0": (0, 0), "1": (1, 1), "2": (2, 2), "3": (3, 3), "4_6": (4, 6), "7_up": (7, 1 << 62)}
"""Repeat purchase days, from and to."""

_PLOT_WIDTH = 30


def facts(table: pl.DataFrame, tests: Backtests, origins: Sequence[int]) -> dict[str, Fact]:
    """Return the figures that scripts can rely on."""
    found: dict[str, Fact] = {
        "origins": len(origins),
        "horizon_days": tests.horizon,
        "correction_open": sum(tests.correction(day).is_open for day in origins),
    }
    if not origins:
        return found
    by_method = {str(part["method"][0]): part for part in table.partition_by("method", maintain_order=True)}
    ours = by_method[SHIPPED]
    logs = ours["deviance_to_pareto"].drop_nulls().log()
    found |= {
        "backtest_bias": _mean(ours["bias"]),
        "backtest_error": _mean(ours["bias"].abs()),
        "deviance_to_pareto": None if logs.is_empty() else math.exp(logs.sum() / logs.len()),
    }
    for method, part in by_method.items():
        found |= {f"{method}_{name}": _mean(part[name]) for name in ("bias", "deviance", "gini")}
    return found | _calibration(tests, origins[0])


def _mean(values: pl.Series) -> float | None:
    known = values.drop_nulls()
    return None if known.is_empty() else float(known.sum()) / known.len()


def _calibration(tests: Backtests, origin: int) -> dict[str, Fact]:
    """Return how many customers had so many repeats, what they bought and what was predicted, on average."""
    known, actual = tests.known(origin), tests.actual(origin)
    predicted = tests.predicted(origin, SHIPPED)
    found: dict[str, Fact] = {}
    for name, (low, high) in _BUCKETS.items():
        inside = (known.x >= low) & (known.x <= high)
        if count := int(inside.sum()):
            found[f"calibration_{name}_customers"] = count
            found[f"calibration_{name}_actual"] = int(actual[inside].sum()) / count
            found[f"calibration_{name}_predicted"] = math.fsum(predicted[inside]) / count
    return found


def overview(result: Result) -> Mapping[str, Panel]:
    """Return the panels of the terminal: the methods, and the calibration of the one that is used."""
    if not result.facts.get("origins"):
        return {}
    return {"methods": _methods_panel(result), "calibration": _calibration_panel(result)}


def _methods_panel(result: Result) -> Panel:
    """Return the mean of each method over the origins, with the mean absolute bias."""
    names = ("bias", "deviance", "deviance_to_pareto", "gini", "top_decile_share", "rmse", "mae")
    frame = result.rows.group_by("method", maintain_order=True).agg(
        pl.col("bias").abs().mean().alias("bias +/-"), *(pl.col(name).mean() for name in names)
    )
    order = ("method", "bias", "bias +/-", *names[1:])
    columns = {
        **{name: result.schema.columns[name] for name in order if name != "bias +/-"},
        "bias": Column("ratio", "Mean bias."),
        "bias +/-": Column("ratio", "Mean absolute bias."),
    }
    count = result.facts["origins"]
    title = f"Means over {count} origins: bias is predicted / actual - 1, the lower the deviance the better"
    return Panel(title, frame.select(order), {name: columns[name] for name in order})


def _calibration_panel(result: Result) -> Panel:
    """Return actual and predicted purchases by repeat purchases, as figures and as a plot."""
    rows = [
        {"repeats": name.replace("_up", " and more").replace("_", " to "), **{part: result.facts[key] for part, key in keys.items()}}
        for name in _BUCKETS
        if (keys := {part: f"calibration_{name}_{part}" for part in ("customers", "actual", "predicted")})["actual"]
        in result.facts
    ]  # fmt: skip
    schema = {"repeats": pl.String, "customers": pl.Int64, "actual": pl.Float64, "predicted": pl.Float64}
    frame = pl.DataFrame(rows, schema=schema)
    most = max(float(frame.select(pl.max_horizontal("actual", "predicted").max()).item() or 0), 1e-9)
    plots = [_plot(actual / most, predicted / most) for actual, predicted in frame.select("actual", "predicted").rows()]
    columns = {
        "repeats": Column("label", "Repeat purchase days at the origin."),
        "customers": Column("count", "Customers with so many."),
        "actual": Column("ratio", "Purchases of each in the window."),
        "predicted": Column("ratio", "What was predicted of each."),
        "plot": Column("text", "Both on one scale."),
    }
    origin = result.rows["origin"].max()
    title = f"Calibration of {SHIPPED} at {origin!s}: purchases per customer, o actual, x predicted, # both"
    return Panel(title, frame.with_columns(pl.Series("plot", plots, dtype=pl.String)), columns)


def _plot(actual: float, predicted: float) -> str:
    """Return a line with a mark at each of two shares of its width."""
    places = [round(share * (_PLOT_WIDTH - 1)) for share in (actual, predicted)]
    line = ["."] * (max(places) + 1)
    line[places[0]], line[places[1]] = "o", "x"
    if places[0] == places[1]:
        line[places[0]] = "#"
    return "".join(line)


def only(words: Sequence[str], methods: Sequence[str]) -> pl.Expr:
    """Return the filter for methods."""
    if unknown := [word for word in words if word not in methods]:
        lines = [f'--only: no method "{word}".{did_you_mean(word, methods)}' for word in unknown]
        raise ParamsError(lines, fix="Methods: " + ", ".join(methods))
    return pl.col("method").cast(pl.String).is_in(list(words))
