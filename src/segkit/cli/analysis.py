"""The command of an analysis: a thin shell over the pipeline, made from the registry entry."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from typing import IO, TYPE_CHECKING, cast

from segkit.api import SHARED, parse_options
from segkit.cli.diagnostics import Narrator, ending
from segkit.cli.options import MannersOptions, OutputOptions, command, split
from segkit.errors import ParamsError, RejectedRowsError

if TYPE_CHECKING:
    import typer.core

    from segkit.analyses import Entry
    from segkit.analyses._base import Analysis, Params
    from segkit.options import Options
    from segkit.preparation import Prepared
    from segkit.result import Account, Result, Tally

INPUTS = "Files (CSV, TSV, Parquet, NDJSON, Arrow; gzip or zstd CSV), folders, globs, or - for standard input."


def build(entry: Entry) -> typer.core.TyperCommand:
    """Return the command of a registry entry."""
    analysis = entry.load()

    def call(paths: Sequence[str], given: dict[str, object]) -> None:
        with ending(debug=bool(given.get("debug"))):
            _run(entry, analysis, paths, given)

    groups = (analysis.params, *SHARED, OutputOptions, MannersOptions)
    return command(entry.name, call, groups, summary=entry.help, epilog=examples(analysis.examples), inputs=INPUTS)


def examples(lines: Sequence[str]) -> str:
    """Return example commands as the end of a help page."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _run(entry: Entry, analysis: Analysis, paths: Sequence[str], given: dict[str, object]) -> None:
    if given.get("as_of") == "today":
        given["as_of"] = date.today().isoformat()  # noqa: DTZ011 -- the user's own day is what "today" means
    params, options, output, manners = _parsed(analysis, given)
    narrator = Narrator(quiet=manners.quiet, verbose=manners.verbose)
    from segkit import pipeline  # noqa: PLC0415 -- after the options are known to be right
    from segkit.io.sources import open_sources, scratch_folder  # noqa: PLC0415 -- as above
    from segkit.preparation import prepare  # noqa: PLC0415 -- as above

    with scratch_folder() if "-" in paths else nullcontext() as scratch:
        prepared = prepare(open_sources(paths, scratch), analysis.needs(params), options)
        describe(prepared, narrator)
        if manners.dry_run:
            return
        try:
            with narrator.progress(_doing(prepared)):
                result = pipeline.compute(analysis, entry.name, prepared, params)
        except RejectedRowsError:
            _write_rejects(prepared, output, narrator)
            raise
        _write_rejects(prepared, output, narrator, result)
    deliver(analysis, result, output, narrator)


def _parsed(analysis: Analysis, given: Mapping[str, object]) -> tuple[Params, Options, OutputOptions, MannersOptions]:
    """Read all option groups, reporting the problems of all of them at once."""
    problems: list[str] = []
    own = (OutputOptions, MannersOptions)
    names = {option.name for group in own for option in group.options()}
    parsed: list[Params] = []
    for group in own:
        try:
            parsed.append(group.parse(split(given, group)))
        except ParamsError as error:
            problems += error.problems
    try:
        params, options = parse_options(analysis, {k: v for k, v in given.items() if k not in names})
    except ParamsError as error:
        raise ParamsError([*error.problems, *problems]) from None
    if problems:
        raise ParamsError(problems)
    return params, options, cast("OutputOptions", parsed[0]), cast("MannersOptions", parsed[1])


def describe(prepared: Prepared, narrator: Narrator) -> None:
    """Say what was recognized in the sources."""
    from segkit.preparation import written  # noqa: PLC0415 -- imports polars

    for source, reading in zip(prepared.sources, prepared.readings, strict=True):
        kind: str = source.format
        if source.dialect is not None and source.dialect.separator != ",":
            kind += f" separated by {source.dialect.separator!r}"
        if source.dialect is not None and not source.dialect.has_header:
            kind += " without a header"
        narrator.say(f"{source.name} ({kind}): {written(reading, prepared.options.columns.per)}")
        if reading.dates is not None:
            narrator.detail(f"  dates read as {reading.dates.pattern}")


def _doing(prepared: Prepared) -> str:
    rows = [source.rows for source in prepared.sources]
    known = sum(count for count in rows if count is not None)
    return f"reading {known:,} rows" if None not in rows else "reading"


def deliver(analysis: Analysis, result: Result, output: OutputOptions, narrator: Narrator) -> None:
    """Write the result where the options say, then the notes and the account on stderr."""
    chosen = selected(analysis, result, output)
    target, tabular = output.output, False
    if target in (None, "-"):
        tabular = target is None and output.format is None and not output.excel and sys.stdout.isatty()
        if tabular:
            from segkit.render import show  # noqa: PLC0415 -- rich only for a terminal

            show(chosen, output.top, sys.stdout)
        else:
            _encode(chosen, output, sys.stdout.buffer, narrator)
            sys.stdout.buffer.flush()
    else:
        from segkit.io.write import atomic_target  # noqa: PLC0415 -- only where a file is written

        with atomic_target(str(target)) as stream:
            _encode(chosen, output, stream, narrator)
        narrator.say(f"{target}: {chosen.rows.height:,} rows")
    for note in result.notes:
        narrator.say(("warning: " if note.warning else "note: ") + note.message)
    if result.account is not None:
        narrator.say(accounted(result.account))


def selected(analysis: Analysis, result: Result, output: OutputOptions) -> Result:
    """Return the rows and columns that the output options ask for."""
    if output.only is not None:
        if analysis.only is None:
            raise ParamsError(f"{result.analysis} has no classes for --only")
        result = result.filter(analysis.only(output.only))
    if output.top is not None:
        result = result.head(output.top)
    return result if output.columns is None else result.select(output.columns)


def _encode(result: Result, output: OutputOptions, stream: IO[bytes], narrator: Narrator) -> None:
    from segkit.io.encode import ENCODERS, encode_excel_csv  # noqa: PLC0415 -- after the work is done
    from segkit.io.write import format_of  # noqa: PLC0415 -- as above

    if output.excel:
        if changed := encode_excel_csv(result, stream):
            narrator.say(f"note: {changed:,} cells that a spreadsheet would run as formulas got an apostrophe")
        return
    ENCODERS[format_of(output.output, output.format)](result, stream)


def _write_rejects(prepared: Prepared, output: OutputOptions, narrator: Narrator, result: Result | None = None) -> None:
    if output.rejects is None:
        return
    from segkit.io.write import atomic_target  # noqa: PLC0415 -- only where asked for
    from segkit.pipeline import rejected_rows  # noqa: PLC0415 -- as above

    rows = rejected_rows(prepared)
    with atomic_target(output.rejects) as stream:
        rows.write_csv(stream)
    if result is None or rows.height:
        narrator.say(f"{output.rejects}: {rows.height:,} rejected rows")


def accounted(account: Account) -> str:
    """Return the account of rows and money in one or a few lines."""
    parts = [f"{_tally(account.read)} read = {_tally(account.used)} used"]
    for name, tallies in (("set aside", account.set_aside), ("rejected", account.rejected)):
        if tallies:
            reasons = ", ".join(f"{reason.replace('_', ' ')} {_tally(tally)}" for reason, tally in tallies.items())
            parts.append(f"{name}: {reasons}")
    return "rows: " + " + ".join(parts)


def _tally(tally: Tally) -> str:
    from segkit.units import to_decimal  # noqa: PLC0415 -- imports polars

    money = "" if tally.units is None else f" ({to_decimal(tally.units):,.2f})"
    return f"{tally.rows:,}{money}"
