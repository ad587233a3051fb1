"""ABC by income, XYZ by purchases or by variation, the matrix of both and the golden customers.

Definitions with worked examples: docs/definitions.md.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence

import polars as pl

from segkit import units
from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.abc_xyz import classing, overview
from segkit.analyses.abc_xyz.classing import ABC, CELLS, GOLDEN, XYZ, ClassCuts, classes_of, count_column, letters_of
from segkit.analyses.abc_xyz.params import AbcXyzParams
from segkit.analyses.abc_xyz.variation import last_period
from segkit.analyses.abc_xyz.words import WORDS
from segkit.cuts import Cuts, Distribution
from segkit.errors import ParamsError, did_you_mean
from segkit.result import Fact, Note
from segkit.rollup import Level
from segkit.schema import KEY, Column, Schema

_COUNTED = {"order_count": "number of purchases", "active_months": "number of months"}


OUTPUT = Schema(
    "abcxyz",
    version=1,
    order=("-total_amount", KEY),
    columns={
        KEY: Column("id", "The customer; item_id with --per item, entity_id with --per another column."),
        "total_amount": Column("amount", "Net revenue: amounts less returns.", "currency", nullable=True),
        "order_count": Column("count", "Purchases: orders with money in; rows where there are no order ids.", "orders"),
        "active_months": Column("count", "Months with a purchase.", "months", nullable=True),
        "first_order_date": Column("date", "First purchase.", nullable=True),
        "last_order_date": Column("date", "Last purchase.", nullable=True),
        "value": Column("number", "What ABC is by.", nullable=True, when="--value other than revenue"),
        "share": Column("share", "Share of the positive total of the classed value; 0 where it is not positive."),
        "cumulative_share": Column("share", "Share of everybody with this value or a larger one."),
        "abc_class": Column("label", "A, B or C."),
        "xyz_class": Column("label", "X, Y or Z; U: too little history.", nullable=True),
        "abc_xyz_class": Column("label", "Both classes, AX to CZ.", nullable=True),
        "golden": Column("flag", "AX or AY.", nullable=True),
        "n_periods": Column("count", "Periods that the variation is over.", "periods", when="--xyz-by variation"),
        "n_zero_periods": Column("count", "Those of them without any value.", "periods", when="--xyz-by variation"),
        "mean": Column("ratio", "Mean value of a period.", nullable=True, when="--xyz-by variation"),
        "std": Column("ratio", "Standard deviation of the periods.", nullable=True, when="--xyz-by variation"),
        "coefficient_of_variation": Column("ratio", "std / mean.", nullable=True, when="--xyz-by variation"),
    },
    brief=(
        KEY, "value", "total_amount", "order_count", "last_order_date", "abc_xyz_class", "share", "cumulative_share",
        "coefficient_of_variation", "active_months", "first_order_date", "abc_class",
    ),
    highlight="golden",
)  # fmt: skip
_OF_VARIATION = ("n_periods", "n_zero_periods", "mean", "std", "coefficient_of_variation")


def schema_of(params: AbcXyzParams) -> Schema:
    """Return the columns and the order that these parameters give."""
    names = {name for name, column in OUTPUT.columns.items() if column.when is None}
    classed = "total_amount"
    if params.value != "revenue":
        names.add("value")
        classed = "value"
    if params.xyz_by == "variation":
        names.update(_OF_VARIATION)
    return OUTPUT.select(names, order=(f"-{classed}", KEY))


def needs(params: AbcXyzParams) -> Needs:
    """Return the columns and levels of the roll-up that these parameters need."""
    measures = ["amount"]
    roles: dict[str, str] = {}
    if params.value == "revenue":
        roles["amount"] = "ABC by revenue needs one (--value orders does not)"
    elif params.value == "profit":
        roles |= {"amount": "profit is amount - cost", "cost": "profit is amount - cost (or --value PROFIT_COLUMN)"}
    if "quantity" in (params.measure, params.varying):
        roles["quantity"] = "the analysis is by quantity"
        measures.append("quantity")
    if params.measure == "value":
        measures.append("value")
    if params.xyz_by in ("months", "variation"):
        roles["date"] = f"XYZ by {params.xyz_by} needs one (--xyz-by orders does not)"
    levels: list[Level] = ["customers"]
    if params.xyz_by == "variation":
        if params.varying == "amount":
            roles.setdefault("amount", "XYZ by variation of revenue needs one")
        levels.append("customer_days" if params.grain == "week" else "customer_months")
    value = params.value if params.measure == "value" else None
    return Needs(levels=tuple(levels), roles=roles, measures=tuple(measures), value=value)


def compute(data: RolledUp, params: AbcXyzParams) -> Computed:
    """Class every customer of the roll-up: rows by the classed value descending, then id."""
    customers = classing.with_units(data.customers, params).sort("units", KEY, descending=[True, False])
    distribution, counts = classing.distribution_of(customers), classing.counts_of(customers, params)
    cuts = classing.cuts_of(distribution, counts, params)
    classed = classing.with_classes(customers.with_columns(_shares(distribution.total)), data, params, cuts)
    table = _table(classed, params)
    notes = [*_value_notes(table, distribution, params), *_moved_notes("ABC", cuts.abc, distribution, params)]
    if counts is not None and cuts.xyz is not None:
        notes += _moved_notes("XYZ", cuts.xyz, counts, params)
    notes += _history_notes(data, params)
    facts = {**overview.facts(table, distribution, params.value), **_cut_facts(cuts)}
    return Computed(table=table, facts=facts, notes=notes, headline=(headline(params, has_orders=data.has_orders),))


def _shares(total: int) -> list[pl.Expr]:
    """Return share and cumulative share of rows sorted by ``units`` descending; equals share the latter."""
    value = pl.col("units")
    gained = value.clip(lower_bound=0)
    last_of_equals = (value != value.shift(-1)).fill_null(value=True)
    reached = pl.when(last_of_equals).then(gained.cum_sum()).fill_null(strategy="backward")
    return [units.shares(gained, total).alias("share"), units.shares(reached, total).alias("cumulative_share")]


def _table(classed: pl.DataFrame, params: AbcXyzParams) -> pl.DataFrame:
    known = pl.col("xyz").is_not_null()
    found = classed.with_columns(
        pl.col("units").alias("value"), golden=pl.when(known).then((pl.col("abc") == 0) & (pl.col("xyz") <= 1))
    )
    missing = {
        "amount": pl.Int64, "active_months": pl.UInt32, "first_order_date": pl.Date, "last_order_date": pl.Date,
    }  # fmt: skip
    absent = [pl.lit(None, dtype=kind).alias(name) for name, kind in missing.items() if name not in found.columns]
    return found.with_columns(absent).rename({"amount": "total_amount"}).select(list(schema_of(params).columns))


def _value_notes(table: pl.DataFrame, distribution: Distribution, params: AbcXyzParams) -> Iterator[Note]:
    flagged = table.height - distribution.values.len()
    if not distribution.total:
        yield Note("no-value", f"no customer has a positive {params.value}: all are in the last class", warning=True)
    elif flagged:
        message = f"{flagged:,} with a {params.value} of zero or less: last class, in no share"
        yield Note("not-positive", message)
    if returns_only := int((table["order_count"] == 0).sum()):
        yield Note("returns-only", f"{returns_only:,} with returns only: no purchase, last class")


def _moved_notes(kind: str, cuts: Cuts, distribution: Distribution, params: AbcXyzParams) -> Iterator[Note]:
    names = ABC if kind == "ABC" else XYZ
    for group in cuts.moved:
        value = f"{units.to_decimal(group.value):,f}" if kind == "ABC" else f"{group.value:,}"
        what = params.value if kind == "ABC" else _COUNTED[count_column(params)]
        held = distribution.share_of_top(_ending(distribution, cuts, group.position))
        above = distribution.share_of_top(_ending(distribution, cuts, group.position - 1))
        yield Note(
            "equals-together",
            f"{kind}: {group.size:,} with the same {what} ({value}) are all {names[group.position]}, "
            f"which now holds {float(held - above):.1%}",
        )


def _ending(distribution: Distribution, cuts: Cuts, position: int) -> int:
    """Return how many values are in the classes up to ``position``."""
    if position < 0:
        return 0
    if position >= len(cuts.values):
        return distribution.values.len()
    cut = cuts.values[position]
    return 0 if cut is None else int((distribution.values >= cut).sum())


def _history_notes(data: RolledUp, params: AbcXyzParams) -> Iterator[Note]:
    if params.xyz_by != "variation" or params.keep_partial:
        return
    if last_period(data.as_of, params.grain, keep_partial=True) != last_period(
        data.as_of, params.grain, keep_partial=False
    ):
        message = f"the last {params.grain} is incomplete at {data.as_of} and left out of the variation"
        yield Note("partial-period", f"{message} (--as-of a later day, or --keep-partial)")


def _cut_facts(cuts: ClassCuts) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for name, cut in zip("ab", cuts.abc.values, strict=True):
        facts[f"{name}_cut"] = None if cut is None else units.to_float(cut)
    for name, cut in zip("xy", cuts.xyz.values if cuts.xyz else (), strict=False):
        facts[f"{name}_cut"] = cut
    return facts


def headline(params: AbcXyzParams, *, has_orders: bool) -> str:
    """Return what the classes are by."""
    limits = "/".join(f"{limit:f}" for limit in params.abc_limits)
    abc = f"ABC by {params.value} ({params.abc_by} {limits})"
    kinds = {
        "orders": "number of purchases" if has_orders else "number of purchases (rows)",
        "months": "months with a purchase",
        "variation": f"variation by {params.grain}",
        "none": "",
    }
    if params.xyz_by == "none":
        return f"{abc}, no XYZ"
    return f"{abc}, XYZ by {kinds[params.xyz_by]} ({'/'.join(f'{limit:f}' for limit in params.xyz_limits)})"


def only(words: Sequence[str], params: AbcXyzParams) -> pl.Expr:
    """Return the filter for cells (``AX``), patterns (``A*``), single classes (``A``, ``X``) and ``golden``."""
    return pl.any_horizontal(_word(word, params).fill_null(value=False) for word in words)


def _word(word: str, params: AbcXyzParams) -> pl.Expr:
    name, letters = word.upper(), () if params.xyz_by == "none" else letters_of(params)
    if name == "GOLDEN" and letters:
        return pl.col("abc_xyz_class").is_in(GOLDEN)
    if name in letters:
        return pl.col("xyz_class") == name
    if matched := fnmatch.filter(ABC, name):
        return pl.col("abc_class").is_in(matched)
    if letters and (matched := fnmatch.filter(classes_of(params), name)):
        return pl.col("abc_xyz_class").is_in(matched)
    if not letters and (name == "GOLDEN" or name in XYZ or fnmatch.filter(CELLS, name)):
        raise ParamsError(
            f"--only {word}: without XYZ nobody is in it", fix="Leave out --xyz-by none, or choose from A, B, C."
        )
    if name in XYZ or fnmatch.filter(CELLS, name):
        raise ParamsError(f"--only {word}: only --xyz-by variation finds too little history (U)")
    known = (*ABC, *letters, *classes_of(params), *(["golden"] if letters else []))
    raise ParamsError(f'--only: no class "{word}".{did_you_mean(word, known)}', fix="Try --only golden or A*.")


ANALYSIS = Analysis(
    params=AbcXyzParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=schema_of,
    overview=overview.overview,
    only=only,
    split_by=("abc_xyz_class", "abc_class"),
    classes=(ABC, XYZ, CELLS),
    facts=overview.FACTS,
    words=WORDS,
    examples=(
        "segkit abcxyz sales.csv  # the matrix, the golden customers and the facts",
        "segkit abcxyz sales.csv --last 12mo --only golden -o golden.csv  # the list of the last year's best",
        "segkit abcxyz sales.csv --per item --xyz-by variation --grain month  # products: value and evenness",
    ),
)
