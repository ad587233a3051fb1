"""What analyses with cut values offer beside their rows: the cuts as a file, and why one customer is where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from segkit.analyses._base import Analysis
from segkit.cli.targets import write_target
from segkit.errors import ParamsError
from segkit.frozen import frozen
from segkit.params import Params
from segkit.plaintext import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segkit.result import Result


@frozen(kw_only=True)
class CutOptions(Params):
    """Where the cuts go, and who is to be explained."""

    title: ClassVar[str] = "Output"

    save_breaks: Annotated[str | None, "Write the cuts to this file, for --breaks.", "FILE.toml"] = None
    explain: Annotated[str | None, "Say why this one is where it is, instead of writing rows.", "ID"] = None


def save_breaks(result: Result, target: str) -> None:
    """Write the cuts of a result to a file that ``--breaks`` takes."""
    from segkit.io.toml import toml_text  # noqa: PLC0415 -- only where asked for

    comment = f"Cuts of segkit {result.analysis}, {result.period}, as of {result.as_of}; for --breaks."
    write_target(target, lambda stream: stream.write(toml_text(result.breaks, comment).encode()))


def explanation(result: Result, analysis: Analysis, params: Params, wanted: str) -> Sequence[str]:
    """Return why one customer is where it is, in lines fit for a terminal; raise ParamsError for an id that is not in the result."""
    import polars as pl  # noqa: PLC0415 -- loaded by now

    key = next(iter(result.schema.columns))
    found = result.rows.filter(pl.col(key).cast(pl.String) == wanted)
    if analysis.explain is None or not found.height:
        # No did-you-mean: ids of customers belong into the rows, not into the log of a cron job.
        raise ParamsError(f'--explain: no {key} "{wanted}" in the result', fix=f"The ids: --columns {key}")
    return [lines(line) for line in analysis.explain(result, params, found.row(0, named=True))]
