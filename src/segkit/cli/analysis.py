"""The command of an analysis: a thin shell over the pipeline, made from the registry entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from segkit.api import SHARED, Tables, parse_options
from segkit.cli import watch
from segkit.cli.customers import LISTS, read_lists
from segkit.cli.cuts import CutOptions
from segkit.cli.delivery import Delivery
from segkit.cli.diagnostics import ending
from segkit.cli.gates import GateOptions
from segkit.cli.models import ModelOptions
from segkit.cli.options import MannersOptions, command, configuration
from segkit.cli.outlet import Part
from segkit.cli.output import OutputOptions
from segkit.cli.recognition import describe
from segkit.cli.targets import check_targets, configured, inputs
from segkit.errors import ParamsError, gathered
from segkit.params import OptionGroups, Params

if TYPE_CHECKING:
    from pathlib import Path

    import typer.core

    from segkit.analyses import Entry
    from segkit.analyses._base import Analysis
    from segkit.io.config import Config
    from segkit.options import Options
    from segkit.recognition.preparation import Prepared

INPUTS = (
    "Files (CSV, TSV, Parquet, NDJSON, Arrow, Excel, SQLite; gzip or zstd CSV), folders, globs, URLs, or - for standard "
    "input."
)


def build(entry: Entry) -> typer.core.TyperCommand:
    """Return the command of a registry entry."""
    analysis = entry.load()

    def call(paths: Sequence[str], given: dict[str, object]) -> None:
        with ending(debug=bool(given.get("debug"))):
            _run(entry, analysis, paths, given)

    groups = [analysis.params, *_offered(analysis)]
    facts = "\b\nFacts for --fact and --fail-on:\n" + "".join(
        f"  {name}  {about}\n" for name, about in analysis.facts.items()
    )
    epilog = examples(analysis.examples) + ("\n\n" + facts if analysis.facts else "")
    return command(entry.name, call, groups, summary=entry.help, epilog=epilog, inputs=INPUTS)


def examples(lines: Sequence[str]) -> str:
    """Return example commands as the end of a help page."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _run(entry: Entry, analysis: Analysis, paths: Sequence[str], given: dict[str, object]) -> None:
    if given.get("as_of") == "today":
        given["as_of"] = date.today().isoformat()  # noqa: DTZ011 -- the user's own day is what "today" means
    config = configuration(None if given.get("config") is None else str(given["config"]))
    params, options, own = _parsed(analysis, given, config.named_tables())
    delivery = _delivery(analysis, params, own, config)
    delivery.check()
    read = [*inputs(paths, (analysis.params, *SHARED, *_OWN), given), *configured(config)]
    check_targets(delivery.targets, read)
    delivery.check_places()
    _check_standard_input(paths, delivery.output)
    _execute(entry, paths, options, delivery, dry_run=own[MannersOptions].dry_run)


def _execute(entry: Entry, paths: Sequence[str], options: Options, delivery: Delivery, *, dry_run: bool) -> None:
    """Read the lists and the input, compute and deliver; with ``dry_run`` stop before the work."""
    from segkit import pipeline  # noqa: PLC0415 -- after the options are known to be right
    from segkit.io.scratch import Scratch  # noqa: PLC0415 -- as above
    from segkit.io.sources import open_sources  # noqa: PLC0415 -- as above
    from segkit.recognition.preparation import prepare  # noqa: PLC0415 -- as above

    analysis, params, narrator = delivery.analysis, delivery.params, delivery.narrator
    needs = analysis.needs(params)
    with Scratch() as scratch:
        lists = read_lists(delivery.output, options.columns, scratch)
        listed = [source for held in lists for source in held.members.sources]
        delivery = replace(
            delivery, lists=lists, as_of=options.period.end, sources=listed, strict=options.rows.strict,
            reading=(options.files, options.rows),
        )  # fmt: skip
        if not needs.levels:
            if not dry_run:
                delivery.deliver(pipeline.calculate(analysis, entry.name, paths, params, options))
            return
        sources = open_sources(pipeline.expected(entry.name, paths, needs, options), scratch, options.files.opening())
        prepared = prepare(sources, needs, options, scratch)
        describe(prepared, narrator)
        if dry_run:
            return
        watch.expect(prepared.row_hint)
        with narrator.progress(_doing(prepared)):
            found = pipeline.read(prepared)
        beside = _write_rejects(found.prepared, delivery)
        with narrator.progress("computing"):
            result = pipeline.compute(analysis, entry.name, found, params)
        replace(delivery, sources=[*found.prepared.sources, *listed], beside=beside).deliver(result)


def _check_standard_input(paths: Sequence[str], output: OutputOptions) -> None:
    """Raise ParamsError where standard input is to be read twice."""
    readers = ["INPUT"] * ("-" in paths) + [f"--{name}" for name in LISTS if str(getattr(output, name)) == "-"]
    if len(readers) > 1:
        raise ParamsError(f"{' and '.join(readers)} both read standard input: name a file for one of them")


def _delivery(analysis: Analysis, params: Params, own: OptionGroups, config: Config) -> Delivery:
    """Return what decides where the result goes, from the options of the command line."""
    manners = own[MannersOptions]
    return Delivery(
        analysis, params, own[OutputOptions], own[GateOptions], own[CutOptions],
        manners.narrator, models=own[ModelOptions], labels=config.labels, lang=manners.lang,
    )  # fmt: skip


_OWN: tuple[type[Params], ...] = (OutputOptions, CutOptions, ModelOptions, GateOptions, MannersOptions)


def _offered(analysis: Analysis) -> list[type[Params]]:
    """Return the groups of options that an analysis has a use for, beside its own."""
    without = {
        group for group, used in ((CutOptions, analysis.explain), (ModelOptions, analysis.fits_model)) if not used
    }
    return [*SHARED, *(group for group in _OWN if group not in without)]


def _parsed(analysis: Analysis, given: Mapping[str, object], tables: Tables) -> tuple[Params, Options, OptionGroups]:
    """Read all option groups, reporting the problems of all of them at once."""
    claimed = {option.name for option in analysis.params.options()}
    names = {option.name for group in _OWN for option in group.options()} - claimed
    rest = {name: value for name, value in given.items() if name not in names}
    problems: list[str] = []
    with gathered(problems):
        params, options = parse_options(analysis, rest, tables)
    with gathered(problems):
        own = OptionGroups.parse(_OWN, {name: value for name, value in given.items() if name in names})
    if problems:
        raise ParamsError(problems)
    return params, options, own


def _doing(prepared: Prepared) -> str:
    rows = [source.rows for source in prepared.sources]
    known = sum(count for count in rows if count is not None)
    return f"reading {known:,} rows" if None not in rows else "reading"


def _write_rejects(prepared: Prepared, delivery: Delivery) -> Mapping[Path, int]:
    """Write the rows that cannot be read, where they are asked for, also if nothing can be computed of the others; return the file."""
    if delivery.output.rejects is None:
        return {}
    from segkit.scan.rejects import rejected_rows  # noqa: PLC0415 -- only where asked for

    rows = rejected_rows(prepared)
    return delivery.outlet.write_rows(delivery.output.rejects, Part(rows.height, rows.write_csv), "rejected rows")
