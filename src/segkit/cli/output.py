"""The options of the output of an analysis: which rows and columns go out, and where to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from segkit.cli.customers import LISTS, list_problems
from segkit.frozen import frozen
from segkit.params import Params, flag_of
from segkit.values import Listing, Names


@frozen(kw_only=True)
class OutputOptions(Params):
    """What goes where."""

    title: ClassVar[str] = "Output"

    output: Annotated[str | None, "Write to this file; its extension names the format. - is stdout.", "FILE"] = None
    format: Annotated[str | None, "Format of the output.", "csv|tsv|json|ndjson|parquet|arrow|md|xlsx|value"] = None
    fact: Annotated[str | None, "With --format value: write this fact alone, one line.", "NAME"] = None
    excel: Annotated[bool, "CSV for spreadsheets: semicolons, decimal commas, BOM, formulas neutralized."] = False
    only: Annotated[Names | None, "Only these classes or segments: AX,AY, A*, golden, at_risk.", "NAME,..."] = None
    minus: Annotated[Listing | None, "Without the customers in this list, such as a result of segkit.", "FILE"] = None
    intersect: Annotated[Listing | None, "Only the customers in this list.", "FILE"] = None
    suppress: Annotated[
        Listing | None, "Without the customers in this list; with --days only whom it dates that late.", "FILE"
    ] = None
    days: Annotated[
        int | None, "--suppress who was contacted this many days before as_of or later, or has no date."
    ] = None
    columns: Annotated[Names | None, "Only these columns of the result, in this order.", "COL,..."] = None
    top: Annotated[int | None, "Only the first N rows."] = None
    split: Annotated[str | None, "Write a file per class, and a manifest, into this folder.", "DIR"] = None
    replace: Annotated[bool, "Let --split replace the files of an existing folder."] = False
    manifest: Annotated[str | None, "Write what was read, counted and written to this JSON file.", "FILE"] = None
    hash_inputs: Annotated[bool, "Put the SHA-256 of the inputs into the manifest."] = False
    hash_ids: Annotated[bool, "Replace ids by their HMAC-SHA256 under the key of --hash-key-file."] = False
    hash_key_file: Annotated[str | None, "File with the key of --hash-ids [SEGKIT_HASH_KEY].", "FILE"] = None
    rejects: Annotated[str | None, "Write the rows that cannot be read to this CSV.", "FILE"] = None

    def problems(self) -> Iterator[str]:
        """Yield values out of range and options that exclude each other."""
        if self.top is not None and self.top < 0:
            yield f"--top {self.top} is negative"
        yield from list_problems(self)
        if self.excel and self.format not in (None, "csv"):
            yield f"--excel writes CSV, not {self.format}"
        if self.format == "value" and self.fact is None:
            yield "--format value writes one fact: name it with --fact"
        if self.fact is not None and self.format not in (None, "value"):
            yield f"--fact is written as a value, not as {self.format}"
        if self.fact is not None:
            ignored = (*LISTS, "only", "top", "columns", "split", "hash_ids", "excel", "manifest")
            given = [name for name in ignored if getattr(self, name) is not None and getattr(self, name) is not False]
            yield from (f"--fact is of the whole result, and ignores {flag_of(name)}" for name in given)
        if self.split is not None and self.output is not None:
            yield "--split and --output both say where the rows go: drop one"
        if self.replace and self.split is None:
            yield "--replace goes with --split"
        if self.hash_key_file is not None and not self.hash_ids:
            yield "--hash-key-file is the key of --hash-ids: add it, or the ids are written as they are"
        if self.hash_inputs and self.manifest is None and self.split is None:
            yield "--hash-inputs goes into a manifest: add --manifest or --split"
