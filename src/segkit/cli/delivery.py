"""Where a result goes: the terminal, a stream, a file, a folder of files; and the gates on the way."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from segkit.cli.account import say_notes
from segkit.cli.customers import LISTS, hash_key, with_hashed_ids
from segkit.cli.cuts import CutOptions, explanation, save_breaks
from segkit.cli.diagnostics import is_terminal, say_out
from segkit.cli.gates import Condition, GateOptions, check_facts, conditions, unjudged
from segkit.cli.models import ModelOptions, save_model
from segkit.cli.options import language
from segkit.cli.outlet import Outlet, Part
from segkit.cli.output import OutputOptions
from segkit.cli.targets import Place, check_folders, targets
from segkit.errors import GateError, ParamsError, did_you_mean
from segkit.frozen import frozen
from segkit.params import Params, flag_of
from segkit.values import Names
from segkit.words import wording

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from segkit.analyses._base import Analysis
    from segkit.cli.customers import Held
    from segkit.cli.diagnostics import Narrator
    from segkit.io.source import Source
    from segkit.result import Fact, Result


_WHERE = ("output", "split", "replace", "manifest")
"""Options that an equal run into another place has otherwise; the manifest lists the outputs."""


@frozen
class Delivery:
    """Everything that decides where one result goes."""

    analysis: Analysis
    params: Params
    output: OutputOptions
    gates: GateOptions
    cuts: CutOptions
    narrator: Narrator
    models: ModelOptions = field(default_factory=ModelOptions)
    sources: Sequence[Source] = ()
    lists: Sequence[Held] = ()
    """What the customers are held against."""
    as_of: date | None = None
    """The day that the options name."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Display names of the configuration."""
    lang: str | None = None
    strict: bool = False
    """Whether a gate that cannot be judged fails."""
    beside: Mapping[Path, int] = field(default_factory=dict)
    """Files that the run has written before, each with its rows."""
    reading: Sequence[Params] = ()
    """The options of files and rows."""

    @property
    def asked(self) -> Mapping[str, object]:
        """The options that were given and that the parameters of a result do not hold, but for where it goes."""
        groups = (*self.reading, self.output, self.cuts, self.models, self.gates)
        given = {name: value for group in groups for name, value in group.given().items()}
        return {name: value for name, value in given.items() if name not in _WHERE}

    def check(self) -> None:
        """Raise ParamsError for what can be told before the work: formats, classes and facts."""
        from segkit.io.write import format_of  # noqa: PLC0415 -- imports polars

        target = self.output.output
        if self.output.excel and target is not None and Path(target).suffix.lower() not in ("", ".csv", ".txt"):
            raise ParamsError(
                f"--excel writes CSV, which the name {target} denies", fix="Name it .csv, or write .xlsx."
            )
        if self.output.split is None and not self.output.excel and self.output.fact is None:
            format_of(self.output.output, self.output.format)
        for flag, fact in self._named_facts():
            if not self.analysis.has_fact(fact):
                hint = did_you_mean(fact, self.analysis.facts)
                raise ParamsError(f'{flag}: no fact "{fact}".{hint}', fix="Facts: " + ", ".join(self.analysis.facts))
        self._check_selection()
        if self.cuts.explain is not None and self.output != OutputOptions(rejects=self.output.rejects):
            raise ParamsError("--explain says why, and writes no rows: drop the other options of the output")

    @property
    def targets(self) -> list[Place]:
        """What the run writes to."""
        return targets(self.output, self.cuts, self.models)

    def check_places(self) -> None:
        """Raise OutputError for a target that could not be written, and ParamsError without a key for the ids: before the work."""
        from segkit.io.split import check_replaceable  # noqa: PLC0415 -- imports polars

        check_folders(self.targets)
        if self.output.split is not None:
            check_replaceable(Path(self.output.split), replace=self.output.replace)
        if self.output.hash_ids:
            hash_key(self.output.hash_key_file)

    def _check_selection(self) -> None:
        """Raise ParamsError for options of rows about customers where there are none, and for unknown classes."""
        output, analysis = self.output, self.analysis
        about = f"a row of this result is about {' and '.join(analysis.schema_of(self.params).key)}"
        if not analysis.has_ids(self.params):
            wanting = [name for name in ("hash_ids", *LISTS) if getattr(output, name)]
            if wanting:
                raise ParamsError([f"{flag_of(name)}: {about}, and holds no ids" for name in wanting])
        if output.only is not None and analysis.only is None:
            raise ParamsError("--only: this result has no classes or segments")
        if output.split is not None and not analysis.split_by:
            raise ParamsError("--split: this result has no classes to make files of")
        if output.split is not None and output.columns is not None:
            self._split_columns(output.columns)
        if output.only is not None and analysis.only is not None:
            analysis.only(output.only, self.params)

    def _split_columns(self, columns: Collection[str]) -> list[str]:
        """Return those of ``columns`` that ``--split`` can make files of, the best first; raise ParamsError without any."""
        found = [name for name in self.analysis.split_by if name in columns]
        if not found:
            raise ParamsError(f"--split needs one of the columns {', '.join(self.analysis.split_by)}")
        return found

    def deliver(self, result: Result) -> None:
        """Write the result, then say the notes and the account; gates may end it before or after."""
        for flag, fact in self._named_facts():
            if fact not in result.facts:
                raise ParamsError(f'{flag}: this result has no fact "{fact}".{did_you_mean(fact, result.facts)}')
        unknown = list(unjudged(self._conditions, result.facts))
        if unknown and self.strict:
            raise GateError("\n".join(f"--strict: {text}" for text in unknown), fix="Nothing was written.")
        for text in unknown:
            self.narrator.warn(text)
        result = self.selected(result)
        self._check_rows(result)
        written = self._write_asked(result)
        if self.cuts.save_breaks is not None:
            save_breaks(result, self.cuts.save_breaks)
            self.narrator.say(f"{self.cuts.save_breaks}: the cuts, for --breaks")
        if self.models.save_model is not None:
            save_model(result, self.models.save_model)
            self.narrator.say(f"{self.models.save_model}: the model, for --model-file")
        say_notes(result, self.narrator, self._wording(result, sys.stderr))
        check_facts(self._conditions, result.facts, written)

    def _named_facts(self) -> Iterator[tuple[str, str]]:
        """Yield the facts that options name, each with its option."""
        if self.output.fact is not None:
            yield "--fact", self.output.fact
        for condition in conditions(self.gates).values():
            yield "--fail-on", condition.fact

    def _write_asked(self, result: Result) -> str:
        """Write what is asked for, and return what that was: an explanation, a fact or the result."""
        if self.cuts.explain is not None:
            said = explanation(result, self.analysis, self.params, self.cuts.explain)
            say_out("".join(map("{}\n".format, map(self._wording(result, sys.stdout), said))))
            return "The explanation"
        if self.output.fact is not None:
            encode = partial(encode_fact, result.facts[self.output.fact])
            self.outlet.write(self.output.output, encode, self.output.fact)
            return "The fact"
        written = self._write(result)
        if self.output.manifest is not None:
            self.outlet.write_manifest(self.output.manifest, self._document(result, {**written, **self.beside}))
        return "The result"

    def _check_rows(self, chosen: Result) -> None:
        """Raise GateError for too few rows, also where a figure or an explanation of them is what is written."""
        rows = chosen.rows.height
        if self.gates.min_rows is not None and rows < self.gates.min_rows:
            message = f"--min-rows {self.gates.min_rows}: only {rows:,} rows, nothing was written"
            held = [note.message for note in chosen.notes if note.code in LISTS]
            raise GateError("\n".join([message, *held]), rows=rows)

    def selected(self, result: Result) -> Result:
        """Return the rows and columns that the options ask for."""
        output = self.output
        if output.only is not None and self.analysis.only is not None:
            result = result.filter(self.analysis.only(output.only, self.params))
        for held in self.lists:
            result = held.of(result, self.as_of)
        if output.top is not None:
            result = result.head(output.top)
        if output.hash_ids:
            result = with_hashed_ids(result, hash_key(output.hash_key_file))
        if output.columns is None:
            return result
        # Rows are the same in every locale: only --lang itself gives them another language.
        asked = [name for name in output.columns if name in self.analysis.output.columns.keys() - result.schema.columns]
        named = [name.removesuffix("_label") for name in asked if name.endswith("_label")]
        return result.labelled(named, self.lang or "en", self.labels).select(output.columns)

    def _write(self, result: Result) -> dict[Path, int]:
        """Write the rows and return the files, each with its number of rows."""
        output = self.output
        if output.split is not None:
            return self._write_split(result, Path(output.split))
        if output.output is None and output.format is None and not output.excel and is_terminal(sys.stdout):
            self._show(result)
            return {}
        return self.outlet.write_rows(output.output, self._part(result))

    def _show(self, result: Result) -> None:
        from segkit.render import show  # noqa: PLC0415 -- rich only for a terminal

        show(result, self.output.top, sys.stdout, self._wording(result, sys.stdout))

    def _wording(self, result: Result, stream: TextIO | None) -> Callable[[str], str]:
        """Return what texts are called where they are read: the locale counts on a terminal, ``--lang`` everywhere."""
        spoken = self.lang or (language() if is_terminal(stream) else "en")
        names = {**result.labels.get(spoken, {}), **self.labels}
        return wording(spoken, names, self.analysis.words, result.per)

    def _write_split(self, result: Result, folder: Path) -> dict[Path, int]:
        import polars as pl  # noqa: PLC0415 -- loaded by now

        from segkit.io.split import file_name  # noqa: PLC0415 -- only for folders

        columns = self._split_columns(result.schema.columns)
        by = self._split_columns(_filled(result.rows))[0] if result.rows.height else columns[-1]
        extension = "csv" if self.output.excel else self.output.format or "csv"
        parts = {
            file_name(name, extension): self._part(result.filter(pl.col(by) == name))
            for name in _segments(result, by, self.output.only)
        }
        document = partial(self._document, result)
        written = self.outlet.write_folder(folder, parts, document, replace=self.output.replace)
        self.narrator.say(f"{folder}: {result.rows.height:,} rows in {len(parts)} files")
        return written

    def _document(self, result: Result, outputs: Mapping[Path, int]) -> Mapping[str, object]:
        from segkit.io.manifest import manifest  # noqa: PLC0415 -- only where asked for

        hashed = self.output.hash_inputs
        return manifest(result, self.sources, outputs, hash_inputs=hashed, asked=self.asked)

    def _part(self, result: Result) -> Part:
        return Part(result.rows.height, partial(self._encode, result))

    def _encode(self, result: Result, stream: IO[bytes]) -> None:
        from segkit.io.encode import ENCODERS, encode_excel_csv  # noqa: PLC0415 -- after the work is done
        from segkit.io.write import format_of  # noqa: PLC0415 -- as above

        if self.output.excel:
            if changed := encode_excel_csv(result, stream):
                self.narrator.say(f"note: {changed:,} cells that a spreadsheet would run as formulas got an apostrophe")
            return
        ENCODERS[format_of(self.output.output, self.output.format)](result, stream)

    @property
    def outlet(self) -> Outlet:
        """The way out."""
        return Outlet(self.narrator)

    @property
    def _conditions(self) -> Mapping[str, Condition]:
        """The conditions of all gates on facts, each by the option that sets it."""
        return conditions(self.gates, self.analysis.gates(self.params))


def _filled(rows: pl.DataFrame) -> list[str]:
    """Return the columns that hold anything."""
    return [column.name for column in rows if column.null_count() < rows.height]


def _segments(result: Result, by: str, only: Names | None) -> list[str]:
    """Return the classes that get a file: all of them, so that an empty one is seen; under ``--only`` those with rows."""
    from segkit.cuts import names_of  # noqa: PLC0415 -- imports polars

    labels = result.rows[by]
    return names_of(labels) if only is None else sorted(labels.cast(str).drop_nulls().unique())


def encode_fact(value: Fact, stream: IO[bytes]) -> None:
    """Write one figure as a line that scripts read: a plain number, ``true`` or ``false``, nothing where it is unknown."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    stream.write(f"{text}\n".encode())
