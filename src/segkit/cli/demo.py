"""``segkit demo``: something to try the commands on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

from segkit.cli.analysis import examples
from segkit.cli.diagnostics import ending, say_out
from segkit.cli.options import command
from segkit.cli.targets import write_target
from segkit.errors import ParamsError
from segkit.frozen import frozen
from segkit.io.streams import STDOUT, own_stream
from segkit.params import Params

if TYPE_CHECKING:
    import typer.core

_NEXT = """\
{file}: {rows:,} order lines of a small shop, two years. Try:

  segkit inspect {file}
  segkit abcxyz {file}
  segkit abcxyz {file} --last 12mo --only golden -o golden.csv
  segkit abcxyz {file} --per item --xyz-by variation --grain month
  segkit abcxyz {file} --format csv | head
"""


@frozen(kw_only=True)
class DemoOptions(Params):
    """Where the export goes."""

    title: ClassVar[str] = "Output"

    output: Annotated[str, "Write to this file (CSV). - is stdout.", "FILE"] = "segkit-demo.csv"
    replace: Annotated[bool, "Replace the file if it is there."] = False

    def problems(self) -> Iterator[str]:
        """Yield a name that promises another format."""
        if own_stream(self.output) is None and Path(self.output).suffix.lower() != ".csv":
            yield f"--output {self.output}: the demo is CSV; name it .csv"


def build(summary: str) -> typer.core.TyperCommand:
    """Return the command."""
    lines = (
        "segkit demo  # writes segkit-demo.csv",
        "segkit demo -o shop.csv  # writes it elsewhere",
        "segkit demo --replace && segkit abcxyz segkit-demo.csv  # the first result",
    )
    return command("demo", _call, [DemoOptions], summary=summary, epilog=examples(lines), inputs=None)


def _call(_: Sequence[str], given: dict[str, object]) -> None:
    with ending(debug=False):
        options = DemoOptions.parse(given)
        if own_stream(options.output) is None and Path(options.output).exists() and not options.replace:
            raise ParamsError(f"{options.output} is there already", fix="Name another with -o, or add --replace.")
        from segkit.demo import shop  # noqa: PLC0415 -- imports polars

        lines = shop()
        write_target(options.output, partial(lines.write_csv, float_precision=2))
        if own_stream(options.output) == STDOUT or sys.stdout is None:
            return
        say_out(_NEXT.format(file=options.output, rows=lines.height))
