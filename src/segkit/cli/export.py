"""``segkit export``: the lists that e-mail and advertising tools import without editing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, ClassVar, cast

from segkit.analyses import REGISTRY
from segkit.api import SHARED, parse_options
from segkit.cli import analysis
from segkit.cli.account import say_notes
from segkit.cli.analysis import INPUTS, examples
from segkit.cli.diagnostics import ending
from segkit.cli.options import Manners, command, configuration
from segkit.cli.outlet import Outlet, Part
from segkit.cli.recognition import describe
from segkit.cli.targets import check_folders, check_targets, configured, inputs, targets
from segkit.errors import GateError, ParamsError
from segkit.frozen import frozen
from segkit.io.config import plural
from segkit.io.streams import own_stream
from segkit.options import FileOptions
from segkit.params import OptionGroups, Params
from segkit.schema import KEY
from segkit.targets.catalog import TARGETS
from segkit.targets.contacts import INVALID_PHONE
from segkit.targets.options import ContactOptions, TargetOptions, WhoOptions

if TYPE_CHECKING:
    import polars as pl
    import typer.core

    from segkit.cli.diagnostics import Narrator
    from segkit.contact_tables import ContactTable, Wishes
    from segkit.io.config import Config
    from segkit.io.scratch import Scratch
    from segkit.io.source import Source
    from segkit.targets.lists import Lists


@frozen(kw_only=True)
class ListOptions(Params):
    """Where the lists go."""

    title: ClassVar[str] = "Output"

    output: Annotated[
        str | None, "Write to this file, or into this folder if it ends in /. - is stdout [-].", "FILE|DIR/"
    ] = None
    format: Annotated[str | None, "Format of the files, where the target takes several.", "csv|xlsx|..."] = None
    replace: Annotated[bool, "Let -o DIR/ replace the files of an existing folder."] = False
    manifest: Annotated[str | None, "Write what was read, dropped and written to this JSON file.", "FILE"] = None
    hash_inputs: Annotated[bool, "Put the SHA-256 of the inputs into the manifest."] = False
    strict: Annotated[bool, "Fail with code 4, and write nothing, on any warning, such as too small a list."] = False

    @property
    def folder(self) -> Path | None:
        """The folder that the lists go into, None for a file or stdout."""
        return Path(self.output) if self.output is not None and self.output.endswith("/") else None

    def problems(self) -> Iterator[str]:
        """Yield options that miss their partner."""
        if self.replace and self.folder is None:
            yield "--replace goes with -o DIR/"
        if self.manifest is not None and self.folder is not None:
            yield f"--manifest: the folder gets a manifest of its own, {self.output}manifest.json"
        if self.hash_inputs and self.manifest is None and self.folder is None:
            yield "--hash-inputs goes into a manifest: add --manifest, or write into a folder with -o DIR/"


_GROUPS: tuple[type[Params], ...] = (TargetOptions, WhoOptions, ContactOptions, FileOptions, ListOptions, Manners)


def build(summary: str) -> typer.core.TyperCommand:
    """Return the command."""
    lines = (
        "segkit export sales.csv --analysis rfm --only at_risk --to mailchimp -o at-risk.csv  # from sales to a list",
        "segkit rfm sales.csv --last 12mo --carry email | segkit export - --to google-ads -o ads.csv  # a result as input",
        "segkit export sales.csv --to plain --split-test 90,10 -o lists/  # everybody once, in two groups",
    )
    targets = "\b\nTargets:\n" + "".join(f"  {name:16}{one.title}\n" for name, one in TARGETS.items())
    epilog = examples(lines) + "\n\n" + targets
    return command("export", _call, _GROUPS, summary=summary, epilog=epilog, inputs=INPUTS)


def _call(paths: Sequence[str], given: dict[str, object]) -> None:
    with ending(debug=bool(given.get("debug"))):
        _run(paths, OptionGroups.parse(_GROUPS, given))


def _run(paths: Sequence[str], parsed: OptionGroups) -> None:
    from segkit import audience, contact_tables  # noqa: PLC0415 -- after the options are known to be right
    from segkit.io.scratch import Scratch  # noqa: PLC0415 -- as above
    from segkit.io.sources import open_sources  # noqa: PLC0415 -- as above

    manners = parsed[Manners]
    narrator, config = manners.narrator, configuration(manners.config)
    maps = config.named_tables().get(plural("map"), {}).values()
    wishes = contact_tables.Wishes(
        target=parsed[TargetOptions],
        who=parsed[WhoOptions],
        columns=parsed[ContactOptions],
        segments=[key for one in maps for key in cast("Mapping[str, object]", one.get("segments", {}))],
    )
    delivery = ListDelivery(wishes, parsed[ListOptions], narrator)
    delivery.check()
    given = {name: value for group in parsed for name, value in group.as_dict().items()}
    check_targets(targets(parsed[ListOptions]), [*inputs(paths, _GROUPS, given), *configured(config)])
    delivery.check_places()
    with Scratch() as scratch:
        sources = open_sources(paths, scratch, parsed[FileOptions].opening())
        if wishes.who.analysis is None:
            table = contact_tables.read_contacts(sources, wishes, scratch)
        else:
            table = _analyzed(sources, wishes, parsed, config, scratch)
        made, tables = audience.lists(table, wishes, scratch, date.today())  # noqa: DTZ011 -- the user's own day
        for one in tables:
            narrator.say(one.described(wishes))
        delivery.deliver(made, tables, dry_run=manners.dry_run)


def _analyzed(
    sources: Sequence[Source], wishes: Wishes, parsed: OptionGroups, config: Config, scratch: Scratch
) -> ContactTable:
    """Return the result of the analysis as ``segkit ANALYSIS INPUT`` would give it here, with the contact columns."""
    from segkit import contact_tables, pipeline  # noqa: PLC0415 -- only with --analysis
    from segkit.recognition.preparation import prepare  # noqa: PLC0415 -- as above

    entry, manners = REGISTRY[str(wishes.who.analysis)], parsed[Manners]
    if entry.load().output.key != (KEY,):
        listed = ", ".join(name for name, other in REGISTRY.items() if other.load().output.key == (KEY,))
        raise ParamsError(f"--analysis {entry.name}: its rows are no customers", fix=f"Analyses of customers: {listed}")
    named = [] if manners.config is None else ["--config", manners.config]
    usual = analysis.build(entry).make_context(entry.name, named, resilient_parsing=True).params
    own = {**parsed[FileOptions].as_dict(), "carry": contact_tables.carried(sources, wishes)}
    own["strict"] = parsed[ListOptions].strict
    own |= {} if wishes.columns.id is None else {"customer": wishes.columns.id}
    known = {option.name for group in (entry.load().params, *SHARED) for option in group.options()}
    given = {name: value for name, value in {**usual, **own}.items() if name in known and value not in (None, False)}
    params, options = parse_options(entry.load(), given, config.named_tables())
    prepared = prepare(sources, entry.load().needs(params), options, scratch)
    describe(prepared, manners.narrator)
    found = pipeline.read(prepared)
    result = pipeline.compute(entry.load(), entry.name, found, params)
    say_notes(result, manners.narrator)
    return contact_tables.table_of_result(result, found.prepared.sources, wishes)


@frozen
class ListDelivery:
    """Everything that decides where the lists of one export go."""

    wishes: Wishes
    output: ListOptions
    narrator: Narrator

    def check(self) -> None:
        """Raise ParamsError for what can be told before the work."""
        if self.wishes.who.split_test is not None and self.output.folder is None:
            raise ParamsError("--split-test makes a file for each group", fix=_FOLDER)
        _ = self.format, self.wishes.country

    def check_places(self) -> None:
        """Raise OutputError for a target that could not be written, before the work."""
        from segkit.io.split import check_replaceable  # noqa: PLC0415 -- imports polars

        check_folders(targets(self.output))
        if self.output.folder is not None:
            check_replaceable(self.output.folder, replace=self.output.replace)

    @property
    def format(self) -> str:
        """The format of the files; raises ParamsError for one that the target does not import."""
        from segkit.io.write import format_of  # noqa: PLC0415 -- imports polars

        target, name = self.wishes.rules, self.output.output
        is_file = name is not None and own_stream(name) is None and self.output.folder is None
        usual = self.output.format is None and not is_file
        wanted = target.formats[0] if usual else format_of(name if is_file else None, self.output.format)
        if wanted not in target.formats:
            raise ParamsError(f"{target.title} imports {', '.join(target.formats)}, not {wanted}")
        return wanted

    def deliver(self, made: Lists, tables: Sequence[ContactTable], *, dry_run: bool) -> None:
        """Write the lists made of ``tables``, then say the account of the contacts; gates end it before anything is written."""
        rules = self.wishes.rules
        if len(made.files) > 1 and self.output.folder is None:
            raise ParamsError(f"{rules.title} takes this as {len(made.files)} files", fix=_FOLDER)
        self._check_gates(made, [note.message for one in tables for note in one.notes])
        if not dry_run:
            self._write(made, [source for one in tables for source in one.sources])
        for line in said(made):
            self.narrator.say(line)
        if self.wishes.country is None and INVALID_PHONE in (*made.dropped, *made.emptied):
            self.narrator.say(
                "note: phones without a country code are invalid; --default-country says where they belong"
            )
        if rules.advice and not dry_run:
            self.narrator.say(f"{rules.title}: {rules.advice}")

    def _check_gates(self, made: Lists, unread: Sequence[str]) -> None:
        """Say what warns, ``unread`` files and sheets first; raise GateError for too small a list, under ``--strict`` for any of it."""
        least = self.wishes.who.min_size
        if least is not None and made.written < least:
            message = f"--min-size {least}: only {made.written:,} contacts, nothing was written"
            raise GateError("\n".join([message, *said(made)]))
        warnings = [*unread, *made.warnings(self.wishes.rules)]
        if warnings and self.output.strict:
            raise GateError("--strict: " + "\n".join([*warnings, *said(made)]), fix="Nothing was written.")
        for line in warnings:
            self.narrator.say("warning: " + line)

    def _write(self, made: Lists, sources: Sequence[Source]) -> None:
        if self.output.folder is not None:
            self._write_folder(made, sources, self.output.folder)
            return
        (rows,) = made.files.values()
        written = self.outlet.write_rows(self.output.output, self._part(rows))
        if self.output.manifest is not None:
            self.outlet.write_manifest(self.output.manifest, self._manifest(made, sources, written))

    def _write_folder(self, made: Lists, sources: Sequence[Source], folder: Path) -> None:
        from segkit.io.split import file_name  # noqa: PLC0415 -- only for folders

        parts = {file_name(name, self.format): self._part(rows) for name, rows in made.files.items()}
        document = partial(self._manifest, made, sources)
        for path, count in self.outlet.write_folder(folder, parts, document, replace=self.output.replace).items():
            self.narrator.say(f"{path}: {count:,} rows")

    @property
    def outlet(self) -> Outlet:
        """The way out."""
        return Outlet(self.narrator)

    def _part(self, rows: pl.DataFrame) -> Part:
        return Part(rows.height, partial(self._encode, rows))

    def _encode(self, rows: pl.DataFrame, stream: IO[bytes]) -> None:
        from segkit.io.encode import encode_table  # noqa: PLC0415 -- after the work is done

        encode_table(rows, str(self.wishes.target.to), self.format, stream, self.wishes.rules.separator)

    def _manifest(self, made: Lists, sources: Sequence[Source], written: Mapping[Path, int]) -> dict[str, object]:
        from segkit.io.manifest import document  # noqa: PLC0415 -- only where asked for

        parameters = {**self.wishes.as_dict(), "format": self.format}
        rows = {
            "read": made.read,
            "written": made.written,
            "dropped": dict(made.dropped),
            "emptied": dict(made.emptied),
        }
        return document(
            "export", {"parameters": parameters, "rows": rows}, sources, written, hash_inputs=self.output.hash_inputs
        )


_FOLDER = "Name a folder, with a / at its end: -o lists/"


def said(made: Lists) -> Iterator[str]:
    """Yield the account of the contacts in lines."""
    dropped = ", ".join(f"{reason} {count:,}" for reason, count in made.dropped.items())
    yield f"contacts: {made.read:,} read = {made.written:,} written" + (f" + dropped: {dropped}" if dropped else "")
    if made.emptied:
        cells = ", ".join(f"{reason} {count:,}" for reason, count in made.emptied.items())
        yield f"cells left empty in rows that are written: {cells}"
    if made.shortened:
        yield f"note: {made.shortened:,} texts are longer than the target takes, and were cut"
