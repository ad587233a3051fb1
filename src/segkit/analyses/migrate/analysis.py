"""Who moved between two dates: from class to class or segment to segment, who entered, who left.

Definitions with worked examples: docs/definitions.md.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from segkit import units
from segkit.analyses._base import Analysis, Computed, Needs, RolledUp
from segkit.analyses.abc_xyz import analysis as abc_xyz
from segkit.analyses.abc_xyz.classing import ABC
from segkit.analyses.migrate import overview
from segkit.analyses.migrate.classing import classed_twice, window
from segkit.analyses.migrate.overview import CHANGE, CHANGES
from segkit.analyses.migrate.params import Kind, MigrateParams
from segkit.analyses.migrate.words import WORDS
from segkit.analyses.rfm import analysis as rfm
from segkit.errors import DataError, ParamsError, did_you_mean
from segkit.periods import YEAR, Duration, Period, last_days
from segkit.result import Note
from segkit.schema import KEY, Column, Schema

_CLASS_COLUMNS: dict[Kind, tuple[str, ...]] = {"abcxyz": ("abc_xyz_class", "abc_class"), "rfm": ("segment",)}
_ROWS, _MATRIX = "rows, not --matrix", "--matrix"
_PAIR = ("class_before", "class_after")


OUTPUT = Schema(
    "migrate",
    version=1,
    order=("-amount_before", "-amount_after", KEY),
    columns={
        KEY: Column("id", "The customer; item_id with --per item, entity_id with --per another column.", when=_ROWS),
        "class_before": Column("label", "Class or segment at the first date; null: absent.", nullable=True),
        "class_after": Column("label", "Class or segment at the second date; null: absent.", nullable=True),
        "change": Column("label", "entered (absent before), left (absent after), moved or stayed."),
        "customers": Column("count", "Customers with these classes; 0 where nobody has them.", when=_MATRIX),
        "share_before": Column(
            "share", "Their share of the class before; null: it is empty.", nullable=True, when=_MATRIX
        ),
        "amount_before": Column("amount", "Net revenue of the first window.", "currency", nullable=True),
        "amount_after": Column("amount", "Net revenue of the second window.", "currency", nullable=True),
        **{
            f"{name}_label": Column(
                "text", f"Display name of {name}, in the language of --lang.", when=f"--columns {name}_label"
            )
            for name in _PAIR
        },
    },
    brief=(KEY, "class_before", "class_after", "customers", "share_before", "amount_before", "amount_after", "change"),
)


def schema_of(params: MigrateParams) -> Schema:
    """Return the columns, the order and the key that these parameters give."""
    unlike = _ROWS if params.matrix else _MATRIX
    labels = {f"{name}_label" for name in _PAIR}
    names = {name for name, column in OUTPUT.columns.items() if column.when != unlike} - labels
    return OUTPUT.select(names, order=_PAIR, key=_PAIR) if params.matrix else OUTPUT.select(names)


def needs(params: MigrateParams) -> Needs:
    """Return the columns that two dates need; two results need no input."""
    if params.of_results:
        return Needs(levels=())
    of = abc_xyz.needs(params) if params.analysis == "abcxyz" else rfm.needs(params)
    roles = {"date": "migration is between dates", "amount": "classes are by money"}
    measures = tuple(dict.fromkeys(("amount", *of.measures)))
    return replace(of, levels=("orders",), roles={**of.roles, **roles}, measures=measures, own_windows=True)


def compute(data: RolledUp, params: MigrateParams) -> Computed:
    """Return every customer of either date: rows by the money of the first window, of the second, then id."""
    found, headlines, notes = _of_results(params) if params.of_results else _of_dates(data, params)
    before, after = (
        part.rename({"class": f"class_{w}", "amount": f"amount_{w}"})
        for part, w in zip(found, ("before", "after"), strict=True)
    )
    both = before.join(after, on=KEY, how="full", coalesce=True)
    seen = pl.concat([both["class_before"], both["class_after"]]).drop_nulls().unique().sort()
    params = _as_seen(params, set(seen))
    labels = pl.Enum([*params.classes, *(name for name in seen if name not in params.classes)])
    table = both.with_columns(pl.col(_PAIR).cast(labels)).with_columns(change=CHANGE)
    return Computed(
        table=schema_of(params).arranged(overview.matrix(table) if params.matrix else table),
        facts=overview.facts(table, params.golden),
        notes=notes,
        headline=headlines,
        labels=params.segment_map.labels if params.analysis == "rfm" else {},
    )


def _as_seen(params: MigrateParams, seen: set[str]) -> MigrateParams:
    """Return the parameters with the classes that two results have: those without XYZ are A, B and C."""
    without_xyz = params.of_results and params.analysis == "abcxyz" and bool(seen) and seen <= set(ABC)
    return replace(params, xyz_by="none") if without_xyz else params


Found = tuple[tuple[pl.DataFrame, pl.DataFrame], tuple[str, ...], list[Note]]


def _of_dates(data: RolledUp, params: MigrateParams) -> Found:
    """Class the customers of both windows by the cuts of the first."""
    last = data.last or YEAR
    second = params.after.day if params.after and params.after.day else data.as_of
    first = params.before.day if params.before and params.before.day else last_days(last, second) - timedelta(days=1)
    if first >= second:
        raise ParamsError(f"--before {first} is not before {second}, the last day of the data: give --after")
    notes = [*_window_notes(data.first_day, data.as_of, (first, second), last)]
    by = (
        "the cuts of the first"
        if params.analysis == "abcxyz" or params.breaks is None
        else f"the cuts of {params.breaks}"
    )
    headline = f"{_what(params)} of {Period(*window(last, first))} and of {Period(*window(last, second))}, both by {by}"
    if params.analysis == "abcxyz":
        how = abc_xyz.headline(params, has_orders=data.has_orders)
    else:
        how = rfm.headline(replace(params, breaks=None))
    return classed_twice(data, params, last, (first, second)), (headline, how), notes


def _what(params: MigrateParams) -> str:
    return "ABC-XYZ classes" if params.analysis == "abcxyz" else "RFM segments"


def _window_notes(begin: date, as_of: date, days: tuple[date, date], last: Duration) -> Iterator[Note]:
    """Yield which windows the data do not fill, and whether the windows share days."""
    first, second = days
    start = last_days(last, first)
    if start < begin:
        message = f"the window of {first} begins on {start}, the data on {begin}: it holds less than {last}"
        yield Note("short-history", message, warning=first < begin)
    if second > as_of:
        yield Note(
            "after-data", f"the data end on {as_of}, before {second}: the second window is not full", warning=True
        )
    if (overlap := last_days(last, second)) <= first:
        yield Note("shared-days", f"both windows hold the days from {overlap} to {first}")


def _of_results(params: MigrateParams) -> Found:
    """Take the classes that two results give."""
    parts, names = [], []
    for moment in (params.before, params.after):
        listing = moment.listing if moment is not None else None
        if listing is None or listing.rows is None:
            raise ParamsError("--before and --after take two dates or two files with results")
        columns = _class_columns(listing.rows, params.analysis)
        if not columns:
            wanted = " or ".join(_CLASS_COLUMNS[params.analysis])
            other = "rfm" if params.analysis == "abcxyz" else "abcxyz"
            raise DataError(
                f"{listing} has no column {wanted}",
                fix=f"Write it with segkit {params.analysis}, or say --analysis {other}.",
            )
        classed = _classed(listing.rows, columns[0], str(listing))
        parts.append(classed.filter(pl.col("class").is_not_null() & (pl.col("class") != "")))
        names.append(str(listing))
    return (parts[0], parts[1]), (f"{_what(params)} of {names[0]} and {names[1]}",), []


def _class_columns(rows: pl.DataFrame, analysis: Kind) -> list[str]:
    """Return the columns with classes, those that hold any first: without XYZ those of both are empty."""
    columns = [name for name in _CLASS_COLUMNS[analysis] if name in rows.columns]
    return sorted(columns, key=lambda name: bool(rows[name].is_in(["", None], nulls_equal=True).all()))


def _classed(given: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    """Return ``customer_id, class, amount`` of a result; DataError for ids that repeat and amounts that are none."""
    if repeated := given.filter(pl.col(KEY).is_duplicated())[KEY].n_unique():
        raise DataError(f"{name} lists {repeated:,} ids more than once", fix="A result has a row for each: leave one.")
    text = pl.col("total_amount") if "total_amount" in given.columns else pl.lit(None, pl.String)
    scaled, _ = units.scale_text(text)
    classed = given.select(KEY, pl.col(column).alias("class"), amount=scaled, text=text)
    unread = classed.filter(pl.col("amount").is_null() & (pl.col("text") != "")).height
    if unread:
        message = f"{name}: {unread:,} cells of total_amount are no amounts"
        raise DataError(message, fix="Write them as 1234.56, or compare the files as segkit wrote them.")
    return classed.drop("text")


def only(words: Sequence[str], params: MigrateParams) -> pl.Expr:
    """Return the filter for changes, ``golden_lost``, ``golden_gained``, and classes ``from:A*`` and ``to:champions``."""
    parts = [_word(word, params) for word in words]
    return pl.any_horizontal(part.fill_null(value=False) for part in parts)


def _word(word: str, params: MigrateParams) -> pl.Expr:
    golden = overview.golden(params.golden)
    if word.startswith("golden_") and not params.golden:
        raise ParamsError(f"--only {word}: nobody is golden without XYZ", fix="Leave out --xyz-by none.")
    lists = {
        **{name: pl.col("change") == name for name in CHANGES},
        "golden_lost": golden[0],
        "golden_gained": golden[1],
    }
    if word in lists:
        return lists[word]
    side, _, pattern = word.partition(":")
    column = {"from": "class_before", "to": "class_after"}.get(side)
    known = params.classes
    if column is None:
        fix = "Choose from " + ", ".join(lists) + ", from:CLASS and to:CLASS (patterns such as from:A*)."
        raise ParamsError(f'--only: no list "{word}".{did_you_mean(word, lists)}', fix=fix)
    matched = [name for name in known if fnmatch.fnmatchcase(name.casefold(), pattern.casefold())]
    if not matched and not params.of_results:
        fix = "Classes: " + ", ".join(known)
        raise ParamsError(f'--only {word}: no class "{pattern}".{did_you_mean(pattern, known)}', fix=fix)
    return pl.col(column).cast(pl.String).is_in(matched or [pattern])


ANALYSIS = Analysis(
    params=MigrateParams,
    output=OUTPUT,
    needs=needs,
    compute=compute,
    schema_of=schema_of,
    overview=overview.overview,
    only=only,
    split_by=("change",),
    classes=(overview.CHANGES,),
    facts=overview.FACTS,
    words=WORDS,
    examples=(
        "segkit migrate sales.csv --before 2023-12-31 --after 2024-12-31  # this year against the last",
        "segkit migrate sales.csv --only golden_lost --carry email -o call.csv  # who is golden no more, the largest first",
        'segkit migrate sales.csv --last 3mo --fail-on "golden_lost_share > 5%"  # a gate for cron',
        "segkit migrate --before may.csv --after june.csv --analysis rfm  # two results of segkit rfm",
        "segkit migrate sales.csv --analysis rfm --matrix -o moves.xlsx  # how many moved from each segment to each",
    ),
)
