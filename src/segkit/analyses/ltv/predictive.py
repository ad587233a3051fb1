"""Predicted values: purchases to come from Pareto/NBD and its correction, spend from Gamma-Gamma, errors from backtests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from segkit import models, units
from segkit.analyses._base import Computed, RolledUp
from segkit.analyses.ltv import overview
from segkit.analyses.ltv.costs import Costs
from segkit.analyses.ltv.customers import Margin, customer_rows, net_of_cac
from segkit.analyses.ltv.history_notes import history_notes
from segkit.analyses.ltv.params import LtvParams, schema_of
from segkit.analyses.summary.analysis import UNIT_DAYS, event_notes
from segkit.frozen import frozen
from segkit.lifetime import ORIGINS, intervals
from segkit.lifetime import correction as corrections
from segkit.lifetime.backtesting import Backtests, origins
from segkit.lifetime.forecasts import TITLES_OF, Discounting, Forecast, fitted, of_model
from segkit.lifetime.formulas import MONTH_DAYS, YEAR_DAYS, days_of
from segkit.lifetime.history import Histories
from segkit.lifetime.spend import Spend, spend_of
from segkit.lifetime.time_units import in_days, in_unit
from segkit.periods import day_number
from segkit.result import Fact, Note
from segkit.schema import KEY

if TYPE_CHECKING:
    from segkit.lifetime.correction import Correction
    from segkit.lifetime.history import Floats, Snapshot
    from segkit.models import CountModel

_FAR_OFF = 0.5
"""Mean error of forecasts from earlier days above which a warning says so."""


@frozen
class Tested:
    """What the backtests showed."""

    horizon: int
    errors: tuple[float, ...]
    """ln(actual / predicted) of the total at each origin, the latest first: of money, else of purchases."""
    of_money: bool
    is_shorter: bool
    """Whether the data hold no window of the whole horizon, so that a shorter one was tested."""


@frozen
class Prediction:
    """Everything that is known and expected at as_of."""

    histories: Histories
    known: Snapshot
    horizon: float
    base: Forecast
    correction: Correction
    expected: Floats
    discounted: Floats
    spend: Spend | None
    margin: Margin | None
    """None, as the spend, where there are no amounts."""
    rows: pl.DataFrame
    """What is known of every customer, as ``customer_rows`` returns it."""
    costs: Costs
    shown: CountModel | None
    """The model in --time-unit."""
    tested: Tested | None
    """None under --no-backtest."""


def compute(data: RolledUp, params: LtvParams) -> Computed:
    """Return what every customer with a purchase is expected to bring: rows by ltv descending, then id."""
    seen = _predict(data, params)
    rows, widened = _rows(seen)
    schema = schema_of(params)
    if seen.margin is None:
        schema = schema.select(rows.columns, order=("-expected_purchases", KEY))
    table = schema.arranged(rows)
    total = _total(seen)
    cost = int(table["cac"].sum()) / units.SCALE if "cac" in table.columns else 0.0
    facts = overview.predictive_facts(table, _figures(seen, total, cost))
    notes = [
        *seen.costs.notes(),
        *event_notes(data, seen.histories),
        *_notes(params, seen, widened),
        *history_notes(data, params, seen.histories),
    ]
    return Computed(
        table=table,
        schema=schema,
        facts=facts,
        notes=notes,
        headline=tuple(_headline(params, seen, facts)),
        model=_saved(params, seen),
    )


def _predict(data: RolledUp, params: LtvParams) -> Prediction:
    histories = Histories.of(data.level("customer_days"))
    known = histories.at(day_number(data.as_of), repeats_only=params.spend_on == "repeat")
    horizon = days_of(params.horizon)
    given = None if params.model_file is None else in_days(params.saved_model, UNIT_DAYS[params.saved_model.time_unit])
    model, warnings = fitted(params.model, known) if given is None else (given.counts, ())
    base = of_model(model, known, horizon, _discounting(params), warnings)
    tests = Backtests(histories, day_number(data.first_day), round(horizon))
    learned = _correction(params, base, tests, known)
    factors = learned.factors(histories, known, base.model)
    margin = None if histories.spend is None else Margin.of(data.customers, params)
    rows = customer_rows(data, histories, known, margin)
    return Prediction(
        histories=histories, known=known, horizon=horizon, base=base, correction=learned,
        expected=base.expected * factors, discounted=base.discounted * factors,
        spend=None if histories.spend is None else spend_of(known, None if given is None else given.spend),
        margin=margin, rows=rows, costs=Costs(params, histories, rows["group"]),
        shown=None if model is None else in_unit(model, UNIT_DAYS[params.time_unit], int(known.x.sum())),
        tested=None if params.no_backtest else _tested(params, base, tests, known),
    )  # fmt: skip


def _discounting(params: LtvParams) -> Discounting:
    rate = float(np.log1p(float(params.discount))) / YEAR_DAYS
    return Discounting(rate, MONTH_DAYS if params.discounting == "monthly" else None)


def _correction(params: LtvParams, base: Forecast, tests: Backtests, known: Snapshot) -> Correction:
    if params.no_correction:
        return corrections.closed("--no-correction")
    if params.no_backtest:
        return corrections.closed("--no-backtest: nothing was learned from the past")
    if base.model is None or base.model.name != "pareto-nbd":
        return corrections.closed("it goes with Pareto/NBD")
    return tests.correction(known.cut)


def _method(params: LtvParams, base: Forecast) -> str:
    """Return the method of the backtest that is what was used here."""
    if base.model is None:
        return "naive_rate"
    if base.model.name != "pareto-nbd":
        return base.model.name.removesuffix("-nbd")
    return "pareto" if params.no_correction else "pareto_corrected"


def _tested(params: LtvParams, base: Forecast, tests: Backtests, known: Snapshot) -> Tested:
    """Return the errors of the same method at earlier origins; over a shorter window where the data hold no whole one."""
    days = origins(tests.first, known.cut, tests.horizon, ORIGINS)
    is_shorter = not days
    if is_shorter:
        tests = tests.over(max((known.cut - tests.first) // 3, 1))
        days = origins(tests.first, known.cut, tests.horizon, ORIGINS)
    method = _method(params, base)
    of_money = tests.histories.spend is not None
    measure = tests.money_error if of_money else tests.count_error
    errors = [measure(day, method) for day in days]
    return Tested(tests.horizon, tuple(error for error in errors if error is not None), of_money, is_shorter)


def _rows(seen: Prediction) -> tuple[pl.DataFrame, int]:
    """Return the columns of every customer, and how many intervals were widened to hold the expectation."""
    known, model = seen.known, seen.base.model
    alive = None if model is None else model.probability_alive(known.x, known.t_x, known.T)
    rows = seen.rows.with_columns(
        pl.Series("probability_alive", alive, dtype=pl.Float64)
        if alive is not None
        else pl.lit(None, dtype=pl.Float64).alias("probability_alive"),
        pl.Series("expected_purchases", seen.expected, dtype=pl.Float64),
    )
    if seen.spend is None or seen.margin is None:
        return rows, 0
    low, high, widened = intervals.count_interval(_distribution(model, known), known, seen.expected, seen.horizon)
    # Purchases of the interval are discounted as the expected ones are.
    weight = np.divide(seen.discounted, seen.expected, out=np.ones(known.size), where=seen.expected > 0)
    worth = weight * seen.spend.each * seen.margin.share
    cac = seen.costs.of_customers
    money = {
        "expected_spend": seen.spend.each,
        "ltv": seen.discounted * seen.spend.each * seen.margin.share,
        "ltv_low": low * worth,
        "ltv_high": high * worth,
    }
    columns = [_amounts(name, values) - (0 if name == "expected_spend" else cac) for name, values in money.items()]
    return rows.with_columns(*columns, cac=cac), widened


def _distribution(model: CountModel | None, known: Snapshot) -> models.BetaGeometricNBD | None:
    """Return the model whose distribution of counts the intervals have: MBG/NBD beside Pareto/NBD."""
    if isinstance(model, models.BetaGeometricNBD):
        return model
    found = None if model is None else fitted("mbg", known)[0]
    return found if isinstance(found, models.BetaGeometricNBD) else None


def _amounts(name: str, values: Floats) -> pl.Series:
    return pl.Series(name, np.rint(np.minimum(values * units.SCALE, 9e18)).astype(np.int64))


def _total(seen: Prediction) -> intervals.Total:
    """Return the total of the ltv before costs of acquisition, of purchases where there is no money, with its interval."""
    worth = np.ones(seen.known.size)
    if seen.spend is not None and seen.margin is not None:
        worth = seen.spend.each * seen.margin.share
    spread = intervals.count_variance(seen.base, seen.known, seen.expected) * worth**2
    errors = () if seen.tested is None else seen.tested.errors
    return intervals.total(seen.discounted * worth, spread, seen.known, errors)


def _figures(seen: Prediction, total: intervals.Total, cost: float) -> dict[str, float | int | bool | None]:
    """Return the facts that the rows do not hold; ``cost`` is what all customers cost."""
    tested = seen.tested
    what = "customer_equity" if seen.spend is not None else "expected_purchases"
    found: dict[str, float | int | bool | None] = {
        f"{what}_low": None if tested is None else total.low - cost,
        f"{what}_high": None if tested is None else total.high - cost,
        "correction_open": seen.correction.is_open,
        "correction_z": seen.correction.z,
        "spend_correlation": None if seen.spend is None or seen.spend.model is None else seen.spend.model.correlation,
        "backtest_origins": None if tested is None else len(tested.errors),
        "backtest_bias": None,
        "backtest_error": None,
    }
    if tested is not None and tested.errors:
        off = [float(np.exp(-error)) - 1 for error in tested.errors]
        found["backtest_bias"] = sum(off) / len(off)
        found["backtest_error"] = sum(map(abs, off)) / len(off)
    return found | {f"parameter_{name}": value for name, value in _parameters(seen).items()}


def _parameters(seen: Prediction) -> dict[str, float]:
    spend = None if seen.spend is None else seen.spend.model
    return {**({} if seen.shown is None else seen.shown.parameters), **({} if spend is None else spend.parameters)}


def _saved(params: LtvParams, seen: Prediction) -> dict[str, object]:
    """Return the fitted model as --save-model writes it; empty without one."""
    if seen.shown is None:
        return {}
    spend = None if seen.spend is None else seen.spend.model
    return models.to_dict(models.SavedModel(seen.shown, spend, params.time_unit))


def _notes(params: LtvParams, seen: Prediction, widened: int) -> Iterator[Note]:
    for code, message in (*seen.base.warnings, *(() if seen.spend is None else seen.spend.warnings)):
        yield Note(code, message, warning=True)
    if not seen.expected.any() and seen.known.size:
        yield Note("no-history", "nobody was observed for a day: no purchase can be expected", warning=True)
    if widened:
        share = "of more than 95 % probability on one side of the expectation"
        yield Note(
            "widened-intervals", f"{widened:,} intervals were widened to hold their expectation, because {share}"
        )
    if params.model == "bg" and params.model_file is None:
        yield Note("bg-alive", "BG/NBD takes every one-time buyer for active: for comparison, not for decisions")
    if seen.tested is None:
        yield Note("no-backtest", "--no-backtest: no quality line, no correction and no interval of the total")
    elif not seen.tested.errors:
        yield Note(
            "nothing-to-test",
            "the history is too short for a backtest: the interval takes an error of 10 % for granted",
        )
    elif float(np.mean(np.abs(np.expm1(-np.array(seen.tested.errors))))) > _FAR_OFF:
        message = (
            "the forecasts of the total from earlier days were off by more than half: take this one for a rough guess"
        )
        yield Note("forecasts-far-off", message, warning=True)
    if seen.tested is not None and seen.tested.errors and seen.tested.is_shorter:
        yield Note(
            "shorter-backtest",
            f"the data hold no window of {params.horizon} with half of that before it: tested over {seen.tested.horizon} days",
        )


def _headline(params: LtvParams, seen: Prediction, facts: Mapping[str, Fact]) -> Iterator[str]:
    name = "the naive rate" if seen.base.model is None else TITLES_OF[seen.base.model.name]
    corrected = " corrected" if seen.correction.is_open else ""
    if seen.margin is None:
        yield f"Expected purchases over {params.horizon}: {name}{corrected}"
    else:
        spend = "Gamma-Gamma" if seen.spend is not None and seen.spend.model is not None else "own mean spend"
        terms = f"{seen.margin}, discount {float(params.discount):.4g} a year ({params.discounting})"
        yield f"LTV over {params.horizon}: {name}{corrected} and {spend}, {terms}{net_of_cac(params)}"
    yield overview.total_line(facts)
    if seen.tested is not None and seen.tested.errors:
        off = ", ".join(f"{float(np.expm1(-error)):+z.0%}" for error in seen.tested.errors)
        what = "money" if seen.tested.of_money else "purchases"
        span = f"{seen.tested.horizon} days" if seen.tested.is_shorter else str(params.horizon)
        count = len(seen.tested.errors)
        said = f"a forecast of the total {what}" if count == 1 else f"forecasts of the total {what}"
        days = "an earlier day was" if count == 1 else f"{count} earlier days were"
        yield f"Backtest: {said} over {span} from {days} off by {off}"
    yield f"Correction: {seen.correction.reason}"
