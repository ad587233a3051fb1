"""The registry as Python functions: the options of the command line as keyword arguments, a Result back."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segkit.errors import DataError, ParamsError, did_you_mean, gathered
from segkit.io.config import plural
from segkit.io.remote import shown
from segkit.io.tables import READERS
from segkit.options import ColumnOptions, FileOptions, Options, PeriodOptions, RowOptions
from segkit.params import OptionGroups
from segkit.pipeline import run
from segkit.spending import SUFFIXES, read_spend
from segkit.values import Listing, Moment, Table

if TYPE_CHECKING:
    from segkit.analyses import Entry
    from segkit.analyses._base import Analysis
    from segkit.params import Option, Params
    from segkit.result import Result

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

Tables = Mapping[str, Mapping[str, Mapping[str, Any]]]

SHARED: tuple[type[Params], ...] = (FileOptions, ColumnOptions, PeriodOptions, RowOptions)


def function(entry: Entry) -> Callable[..., Result]:
    """Return the public function of a registry entry, with its signature and documentation."""
    analysis = entry.load()

    def call(data: object = None, /, *more: object, **options: object) -> Result:
        params, shared = parse_options(analysis, options)
        return run(analysis, entry.name, () if data is None else (data, *more), params, shared)

    call.__name__ = call.__qualname__ = entry.name
    call.__module__ = "segkit"
    call.__doc__ = document(entry, analysis)
    call.__signature__ = signature(analysis)  # type: ignore[attr-defined]
    return call


def parse_options(
    analysis: Analysis, given: Mapping[str, object], tables: Tables | None = None
) -> tuple[Params, Options]:
    """Split keyword arguments among the option groups; raise ParamsError with every problem at once.

    ``tables`` are tables of the configuration by the plural of the option, and by name.
    """
    groups = (analysis.params, *SHARED)
    names = {option.name for group in groups for option in group.options()}
    problems = [f'no option "{name}".{did_you_mean(name, names)}' for name in given if name not in names]
    with gathered(problems):
        parsed = OptionGroups.parse(groups, given, partial(_with_contents, tables=tables or {}))
    if problems:
        raise ParamsError(problems)
    params, columns = parsed[analysis.params], parsed[ColumnOptions]
    if columns.carry and not analysis.has_ids(params):
        about = " and ".join(analysis.schema_of(params).key)
        raise ParamsError(f"--carry: a row of this result is about {about}, not about one customer")
    shared = Options(files=parsed[FileOptions], columns=columns, period=parsed[PeriodOptions], rows=parsed[RowOptions])
    return params, shared


def _with_contents(option: Option, value: object, tables: Tables) -> object:
    """Return the list that a file or a frame holds, or the table that a name stands for; anything else as it is."""
    if option.type is Table:
        return _with_table(option, value, tables)
    named_date = isinstance(value, date) or (isinstance(value, str) and _DATE.fullmatch(value.strip()) is not None)
    if option.type is Listing or (option.type is Moment and not named_date):
        unread = value is None or isinstance(value, Listing | Moment) or (isinstance(value, str) and not value)
        return value if unread else _listing(option, value)
    return value


def _listing(option: Option, value: object) -> Listing:
    from segkit.io.lists import read_listing  # noqa: PLC0415 -- only where a list is given

    name = shown(str(value)) if isinstance(value, str | Path) else "frame"
    try:
        return Listing(name, read_listing(value))
    except DataError as error:
        raise type(error)(f"{option.flag}: {error.message}", fix=error.fix) from error


def _with_table(option: Option, value: object, tables: Tables) -> object:
    """Return the table that a name of the configuration or a file stands for; anything else as it is."""
    if not isinstance(value, str | Path):
        return value
    name = str(value)
    own = tables.get(plural(option.name), {})
    if name in own:
        return Table(name, own[name])
    try:
        if name.endswith(SUFFIXES):
            return Table(name, read_spend(Path(name)))
        return Table(name, READERS[Path(name).suffix](Path(name))) if name.endswith(tuple(READERS)) else value
    except ParamsError as error:
        raise ParamsError(f"{option.flag}: {error.message}") from error


def signature(analysis: Analysis) -> inspect.Signature:
    """Return the signature of the public function of an analysis."""
    data = [
        inspect.Parameter("data", inspect.Parameter.POSITIONAL_ONLY, default=None),
        inspect.Parameter("more", inspect.Parameter.VAR_POSITIONAL),
    ]
    options = [
        inspect.Parameter(option.name, inspect.Parameter.KEYWORD_ONLY, default=option.default)
        for group in (analysis.params, *SHARED)
        for option in group.options()
    ]
    return inspect.Signature([*data, *options])


def document(entry: Entry, analysis: Analysis) -> str:
    """Return the docstring of the public function of an analysis."""
    lines = [
        entry.help,
        "",
        "``data`` and ``more`` are paths, folders or globs, or Polars, pandas or Arrow frames. Options are typed values or",
        "the texts of the command line. Returns a Result; raises SegkitError.",
    ]
    for group in (analysis.params, *SHARED):
        lines += ["", f"{group.title}:"]
        lines += [f"    {option.name}: {option.help}" for option in group.options()]
    return "\n".join(lines)
