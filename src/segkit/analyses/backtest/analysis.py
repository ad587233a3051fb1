"""How good forecasts from earlier days would have been: every method held against what came, beside naive baselines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

import polars as pl

from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.backtest import overview
from segkit.analyses.backtest.words import WORDS
from segkit.analyses.summary.analysis import event_notes
from segkit.errors import ParamsError
from segkit.frozen import frozen
from segkit.lifetime import METHODS, ORIGINS
from segkit.params import Params
from segkit.periods import Duration, day_number, day_of
from segkit.result import Note
from segkit.schema import Column, Schema

if TYPE_CHECKING:
    from segkit.lifetime.backtesting import Backtests

_MOST_MONTHS = 12
_MOST_ORIGINS = 24


@frozen(kw_only=True)
class BacktestParams(Params):
    """From which days, and how far ahead."""

    title: ClassVar[str] = "Backtest"

    horizon: Annotated[
        Duration | None, "How far ahead each forecast reaches [12mo, or a third of shorter data]."
    ] = None  # fmt: skip
    origins: Annotated[int, "Days to predict from, half a horizon apart, the latest one horizon before as_of."] = (
        ORIGINS
    )
    split: Annotated[date | None, "Predict from this day alone; what comes after it is what happened."] = None

    def problems(self) -> Iterator[str]:
        """Yield numbers of origins out of range."""
        if not 1 <= self.origins <= _MOST_ORIGINS:
            yield f"--origins {self.origins} is not between 1 and {_MOST_ORIGINS}"
        if self.split is not None and self.origins != ORIGINS:
            yield "--split is the one day to predict from, --origins finds several: drop one"


OUTPUT = Schema(
    "backtest",
    version=1,
    order=("-origin", "method"),
    key=("origin", "method"),
    columns={
        "origin": Column("date", "Last day that the forecast knew."),
        "method": Column("label", "pareto_corrected is what segkit ltv uses; zero predicts that nobody buys."),
        "horizon_days": Column("count", "Days that the forecast reaches ahead.", "days"),
        "customers": Column("count", "Customers with a purchase by the origin.", "customers"),
        "actual_purchases": Column("count", "Purchase days of these customers in the window.", "days"),
        "predicted_purchases": Column("ratio", "What was predicted of them.", "days"),
        "bias": Column("ratio", "predicted / actual - 1; empty where nobody bought.", nullable=True),
        "deviance": Column("ratio", "Poisson deviance per customer, predictions of at least 0.001; lower is better."),
        "deviance_to_pareto": Column("ratio", "Deviance over that of Pareto/NBD at this origin; below 1 is better, and the table shows the geometric mean.", nullable=True),
        "gini": Column("ratio", "Ranking of the customers: 1 is perfect, 0 random.", nullable=True),
        "top_decile_share": Column(
            "share", "Share of the purchases made by the tenth with the highest predictions.", nullable=True
        ),
        "rmse": Column("ratio", "Root of the mean squared error of a customer.", "days"),
        "mae": Column("ratio", "Mean absolute error of a customer; zero often wins it, so do not choose by it.", "days"),
    },
    brief=(
        "origin", "method", "bias", "deviance_to_pareto", "gini", "top_decile_share", "actual_purchases",
        "predicted_purchases", "rmse", "mae", "deviance",
    ),
)  # fmt: skip


def needs(params: BacktestParams) -> Needs:  # noqa: ARG001 -- the same for all parameters
    """Return the columns and levels of the roll-up that a backtest needs."""
    roles = {"date": "a backtest looks back in time"}
    return Needs(levels=("customers", "customer_days"), roles=roles, counts_orders=False)


def compute(data: RolledUp, params: BacktestParams) -> Computed:
    """Return a row for each origin and method, the latest origin first; no row where the data are too short."""
    from segkit.lifetime.backtesting import Backtests, origins  # noqa: PLC0415 -- imports NumPy and SciPy
    from segkit.lifetime.history import Histories  # noqa: PLC0415 -- as above

    histories = Histories.of(data.level("customer_days"))
    first, last = day_number(data.first_day), day_number(data.as_of)
    horizon = _horizon(params, data.as_of, data.first_day)
    tests = Backtests(histories, first, horizon)
    if params.split is not None:
        _check_split(params.split, params, data.as_of, data.first_day)
        found = [day_number(params.split)]
    else:
        found = origins(first, last, horizon, params.origins) if horizon > 0 else []
    found = [day for day in found if tests.known(day).size]
    rows = [row for day in found for row in _rows(tests, day)]
    table = pl.DataFrame(rows, schema=_dtypes(), orient="row")
    table = OUTPUT.arranged(table.with_columns(pl.col("method").cast(pl.Enum(METHODS))))
    return Computed(
        table=table,
        facts=overview.facts(table, tests, found),
        notes=[*_notes(tests, found, params), *event_notes(data, histories)],
        headline=(_headline(horizon, len(found)),),
    )


def _horizon(params: BacktestParams, as_of: date, first: date) -> int:
    """Return the days that a forecast reaches ahead."""
    from segkit.lifetime.formulas import days_of  # noqa: PLC0415 -- with the others

    if params.horizon is not None:
        return round(days_of(params.horizon))
    if params.split is not None:
        return (as_of - params.split).days
    return min(round(days_of(Duration(months=_MOST_MONTHS))), (as_of - first).days // 3)


def _check_split(split: date, params: BacktestParams, as_of: date, first: date) -> None:
    """Raise ParamsError where nothing lies before the split, or not the whole window after it."""
    left = (as_of - split).days
    if split < first or left < 1:
        raise ParamsError(f"--split {split} is not within {first} to {as_of}, with days on both sides")
    if _horizon(params, as_of, first) > left:
        raise ParamsError(
            f"--split {split} leaves {left} days to {as_of}, less than --horizon {params.horizon}",
            fix="Split earlier, or shorten the horizon.",
        )


def _rows(tests: Backtests, origin: int) -> Iterator[dict[str, object]]:
    plain = tests.accuracy(origin, "pareto").deviance
    for method in METHODS:
        found = tests.accuracy(origin, method)
        yield {
            "origin": day_of(origin),
            "method": method,
            "horizon_days": tests.horizon,
            "customers": found.customers,
            "actual_purchases": found.actual,
            "predicted_purchases": found.predicted,
            "bias": found.bias,
            "deviance": found.deviance,
            "deviance_to_pareto": found.deviance / plain if plain else None,
            "gini": found.gini,
            "top_decile_share": found.top_decile_share,
            "rmse": found.rmse,
            "mae": found.mae,
        }


def _dtypes() -> dict[str, type[pl.DataType]]:
    kinds: dict[str, type[pl.DataType]] = {"date": pl.Date, "label": pl.String, "count": pl.Int64}
    return {name: kinds.get(column.kind, pl.Float64) for name, column in OUTPUT.columns.items()}


def _notes(tests: Backtests, found: list[int], params: BacktestParams) -> Iterator[Note]:
    if not found:
        message = "the data are too short for a backtest: a window of the horizon with half of that before it"
        yield Note("nothing-to-test", f"{message} (--horizon, shorter)", warning=True)
    elif params.split is None and len(found) < params.origins:
        message = f"{len(found)} of {params.origins} origins have half a horizon of history before them"
        yield Note("fewer-origins", f"{message} (--horizon, shorter, finds more)")
    for day in found:
        gate = tests.correction(day)
        yield Note("gate", f"{day_of(day)}: correction: {gate.reason}")
        for model in ("pareto", "mbg", "bg"):
            for code, message in tests.forecast(day, model).warnings:
                yield Note(code, f"{day_of(day)}: {message}")


def _headline(horizon: int, count: int) -> str:
    return f"Purchases of {horizon} days predicted from {count} earlier {'day' if count == 1 else 'days'}"


ANALYSIS = Analysis(
    params=BacktestParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=lambda _: OUTPUT,
    overview=overview.overview,
    only=lambda words, _: overview.only(words, METHODS),
    facts=overview.FACTS,
    words=WORDS,
    examples=(
        "segkit backtest sales.csv  # how good forecasts of the last years would have been, beside naive ones",
        "segkit backtest sales.csv --split 2024-06-30 --format json  # one forecast, for machines",
        "segkit backtest sales.csv --horizon 3mo --fail-on 'backtest_error > 20%'  # a gate for a nightly job",
    ),
)
