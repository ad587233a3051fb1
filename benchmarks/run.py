"""Compares segkit with its peers: whole processes, interleaved, CPU seconds, wall time and peak memory.

    python benchmarks/run.py                    # everything, about half an hour on two cores
    python benchmarks/run.py --quick            # a million rows, three rounds
    python benchmarks/run.py --only int-10m --rounds 3
    python benchmarks/run.py --hundred          # 100 million rows: 8 GB of memory, about an hour

Each round runs every program once, in turn; a ratio is the median of the ratios of the rounds, so that what disturbs
the machine for a while disturbs both. Nothing fails because something was slow: on shared machines wall time means
little, and the ratio of CPU seconds is the number to look at.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
PYTHON = sys.executable
SEGKIT = str(Path(PYTHON).with_name("segkit"))
DUCKDB = ("duckdb-windows", "duckdb-cuts")
PEERS = (*DUCKDB, "pandas", "polars")
ANALYSES: dict[str, tuple[str, float | None]] = {
    "rfm": ("abcxyz", 1.15), "segment": ("abcxyz", 1.40), "cohorts": ("abcxyz", 1.50), "churn": ("abcxyz", 1.50),
    "status": ("abcxyz", 1.50), "migrate": ("abcxyz", None), "ltv": ("summary", 8.0),
}  # fmt: skip
"""Other analyses of segkit: the one that each is compared with on the same file, and how many of its CPU seconds it may take.

``ltv``, its backtest included, is compared with ``summary``, which is the roll-up that both share.
``migrate`` classes two dates: two runs of ``abcxyz`` are what it saves.
"""
FIGURES = ("cpu", "wall", "peak")
# Installed programs have their bytecode; without it segkit would compile itself in every run (45 ms).
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Job:
    """One input that an analysis of segkit and its peers turn into classified customers."""

    name: str
    shape: str
    ids: str
    format: str
    rows: int
    peers: Sequence[str] = PEERS
    target: float | None = None
    """Where the ratio of CPU seconds to the first peer should be at most."""
    analysis: str = "abcxyz"

    @property
    def what(self) -> str:
        """The job in words."""
        about = "" if self.analysis == "abcxyz" else f"{self.analysis} of "
        lines = "order lines with order ids" if self.shape == "lines" else "orders"
        return f"{about}{self.rows:,} {lines}, {'integer' if self.ids == 'int' else '20-byte text'} ids, {self.format}"

    def make(self) -> str:
        """Return the path of the input, which is made if need be; in a process of its own, so that this one is small.

        A child's peak memory is at least what its parent had when it was started.
        """
        words = [self.shape, "--rows", str(self.rows), "--ids", self.ids, "--format", self.format]
        made = subprocess.run([PYTHON, str(HERE / "generate.py"), *words], check=True, capture_output=True, text=True)
        return made.stdout.strip()

    def commands(self, segkit: str, source: str, folder: str) -> dict[str, list[str]]:
        """Return the command of segkit and of each peer: another program, or another analysis of segkit."""

        def own(name: str) -> list[str]:
            return [segkit, name, source, "-q", "-o", f"{folder}/{name}.parquet"]

        def peer(name: str) -> list[str]:
            return [PYTHON, str(HERE / "peers.py"), name, source, f"{folder}/{name}.parquet"]

        peers = {name: peer(name) if name in PEERS else own(name) for name in self.peers}
        return {"segkit": own(self.analysis), **peers}


@dataclass(frozen=True)
class Start:
    """A small command of segkit and what it is compared with."""

    name: str
    command: Sequence[str]
    reference: Sequence[str]
    said: str
    target: float

    def commands(self, segkit: str) -> dict[str, list[str]]:
        """Return both commands."""
        return {"segkit": [segkit, *self.command], self.said: [PYTHON, *self.reference]}


@dataclass(frozen=True)
class Usage:
    """What one process used: CPU seconds (user and system, all threads), wall seconds, peak memory in MB."""

    cpu: float
    wall: float
    peak: float


Runs = dict[str, list[Usage]]


@dataclass(frozen=True)
class Measured:
    """The rounds of one job."""

    name: str
    what: str
    runs: Runs
    target: float | None = None
    peer: str = DUCKDB[0]
    """Which peer the target is about."""

    def typical(self, program: str, figure: str) -> float:
        """Return the median of a program's figure."""
        return median(getattr(usage, figure) for usage in self.runs[program])

    def ratio(self, program: str, figure: str) -> float:
        """Return the median over the rounds of segkit's figure by the program's."""
        pairs = zip(self.runs["segkit"], self.runs[program], strict=True)
        return median(getattr(own, figure) / getattr(other, figure) for own, other in pairs)


@dataclass(frozen=True)
class Report:
    """Everything that was measured, and on what."""

    machine: Mapping[str, str]
    jobs: list[Measured] = field(default_factory=list)
    starts: list[Measured] = field(default_factory=list)


def jobs(given: argparse.Namespace) -> list[Job]:
    """Return the jobs that the options ask for."""
    if given.hundred:
        size = given.rows or 100_000_000
        found = [Job(f"{ids}-{_short(size)}", "orders", ids, "parquet", size, DUCKDB) for ids in ("int", "text")]
    else:
        sizes = [given.rows] if given.rows else [1_000_000] if given.quick else [1_000_000, 10_000_000]
        large = max(sizes)
        found = [
            Job(f"{ids}-{_short(size)}", "orders", ids, "parquet", size, target=target if size == large else None)
            for ids, target in (("int", 0.62), ("text", 0.85))
            for size in sizes
        ]
        found.append(Job(f"lines-{_short(large)}", "lines", "int", "parquet", large))
        found.append(Job(f"csv-{_short(large)}", "orders", "int", "csv", large, target=0.60))
        found += [
            Job(f"{name}-{_short(large)}", "orders", "int", "parquet", large, (beside,), most, analysis=name)
            for name, (beside, most) in ANALYSES.items()
        ]
    return [job for job in found if _wanted(job.name, given.only)]


def starts(given: argparse.Namespace, folder: str) -> list[Start]:
    """Return the start-up comparisons that the options ask for."""
    if given.hundred or not _wanted("startup", given.only):
        return []
    csv = Job("", "orders", "int", "csv", 1_000).make()
    parquet = Job("", "orders", "int", "parquet", 1_000).make()
    typer, polars = ["-c", "import typer"], ["-c", "import polars"]
    return [
        Start("--version", ["--version"], ["-c", "pass"], "python -c pass", 2.0),
        Start("--help", ["--help"], typer, "import typer", 1.3),
        Start("1,000 rows of CSV to CSV", ["abcxyz", csv, "-q", "-o", "-"], polars, "import polars", 1.8),
        Start(
            "1,000 rows of Parquet to Parquet", ["abcxyz", parquet, "-q", "-o", f"{folder}/s.parquet"],
            polars, "import polars", 2.2,
        ),
    ]  # fmt: skip


def _short(rows: int) -> str:
    return f"{rows // 1_000_000}m" if rows % 1_000_000 == 0 else str(rows)


def _wanted(name: str, only: Sequence[str]) -> bool:
    return not only or any(name == word or name.split("-", maxsplit=1)[0] == word for word in only)


def measure(command: Sequence[str]) -> Usage:
    """Run a command and return what it used; end with its words if it fails."""
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=_ENVIRONMENT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{errors.read().decode()}")
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return Usage(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / unit)


def interleaved(commands: Mapping[str, Sequence[str]], rounds: int, name: str) -> Runs:
    """Run each command once a round, every round beginning with another; the first round warms up and is not kept."""
    names = list(commands)
    runs: Runs = {program: [] for program in names}
    for number in range(rounds + 1):
        shift = number % len(names)
        for program in names[shift:] + names[:shift]:
            _say(f"{name}: round {number} of {rounds}, {program}")
            usage = measure(commands[program])
            if number:
                runs[program].append(usage)
    return runs


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{text}", end="\n" if not text else "", file=sys.stderr, flush=True)


def run(given: argparse.Namespace) -> Report:
    """Measure what the options ask for."""
    report = Report(_machine())
    with tempfile.TemporaryDirectory(prefix="segkit-bench-") as folder:
        rounds = given.rounds or (15 if not given.quick else 7)
        for start in starts(given, folder):
            runs = interleaved(start.commands(given.segkit), max(rounds, 15), f"segkit {start.name}")
            report.starts.append(Measured(start.name, start.said, runs, start.target, start.said))
        for job in jobs(given):
            _say(f"{job.name}: making {job.what}")
            source = job.make()
            runs = interleaved(
                job.commands(given.segkit, source, folder),
                given.rounds or (3 if given.quick or given.hundred else 5),
                job.name,
            )
            size = Path(source).stat().st_size / 1e6
            report.jobs.append(Measured(job.name, f"{job.what}, {size:,.0f} MB", runs, job.target, job.peers[0]))
    _say("")
    return report


def _machine() -> dict[str, str]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    found = {"cores": str(cores), "machine": _processor(), "python": platform.python_version()}
    packages = {"segkit": "segkit-cli", **{name: name for name in ("polars", "duckdb", "pandas", "pyarrow", "typer")}}
    return found | {name: version(package) for name, package in packages.items()}


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def shown(report: Report) -> Iterator[str]:
    """Yield the lines of the report: a table for each job, and one of start-up."""
    yield "  ".join(f"{name} {said}" for name, said in report.machine.items())
    yield "Ratios are segkit / peer: below 1, segkit used less. Medians of interleaved rounds."
    for job in report.jobs:
        yield f"\n{job.name}: {job.what} ({len(job.runs['segkit'])} rounds)"
        yield from _table(
            ["", "CPU s", "wall s", "peak MB", "CPU ratio", "wall ratio", "peak ratio", "target"], _rows(job)
        )
    if report.starts:
        yield f"\nStart-up ({len(report.starts[0].runs['segkit'])} rounds)"
        yield from _table(["segkit", "CPU ms", "compared with", "CPU ms", "CPU ratio", "target"], _start_rows(report))


def _rows(job: Measured) -> Iterator[list[str]]:
    for program in job.runs:
        cpu, wall, peak = (job.typical(program, figure) for figure in FIGURES)
        figures = [program, f"{cpu:.2f}", f"{wall:.2f}", f"{peak:,.0f}"]
        if program == "segkit":
            yield [*figures, "", "", "", ""]
            continue
        target = f"{job.target:.2f}" if job.target and program == job.peer else ""
        yield [*figures, *(f"{job.ratio(program, figure):.2f}" for figure in FIGURES), target]


def _start_rows(report: Report) -> Iterator[list[str]]:
    for start in report.starts:
        own, other = (f"{start.typical(name, 'cpu') * 1000:.0f}" for name in start.runs)
        ratio = f"{start.ratio(start.peer, 'cpu'):.2f}"
        yield [start.name, own, start.what, other, ratio, f"{start.target:.2f}"]


def markdown(report: Report) -> Iterator[str]:
    """Yield the tables of docs/benchmarks.md."""
    said = ", ".join(f"{name} {value}" for name, value in report.machine.items() if name not in ("cores", "machine"))
    yield f"{report.machine['cores']} cores ({report.machine['machine']}); {said}.\n"
    if report.jobs:
        programs = list(dict.fromkeys(program for job in report.jobs for program in job.runs))
        yield "CPU seconds and peak memory of whole processes; in brackets the ratios segkit / peer of CPU, clock and memory.\n"
        rows = ([job.what, *(_cell(job, program) for program in programs)] for job in report.jobs)
        yield from _table(["", *programs], rows, bars=True)
    if report.starts:
        yield "\nStart-up, CPU milliseconds.\n"
        head = ["segkit", "CPU ms", "compared with", "CPU ms", "ratio", "target"]
        yield from _table(head, _start_rows(report), bars=True)


def _cell(job: Measured, program: str) -> str:
    if program not in job.runs:
        return ""
    figures = f"{job.typical(program, 'cpu'):.2f} s, {job.typical(program, 'peak'):,.0f} MB"
    if program == "segkit":
        return f"**{figures}**"
    return f"{figures} ({', '.join(f'{job.ratio(program, figure):.2f}' for figure in FIGURES)})"


def _table(head: Sequence[str], rows: Iterator[list[str]], *, bars: bool = False) -> Iterator[str]:
    """Yield the lines of a table; the first column to the left, the others to the right."""
    cells = [list(head), *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for number, row in enumerate(cells):
        first, *others = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        parts = [row[0].ljust(len(first)), *others]
        yield f"| {' | '.join(parts)} |" if bars else "  ".join(parts).rstrip()
        if not number and bars:
            yield f"| {'-' * widths[0]} | " + " | ".join("-" * (width - 1) + ":" for width in widths[1:]) + " |"


def _loaded(path: str) -> Report:
    stored = json.loads(Path(path).read_text())
    kinds = {kind: [_measured(entry) for entry in stored[kind]] for kind in ("jobs", "starts")}
    return Report(stored["machine"], kinds["jobs"], kinds["starts"])


def _measured(entry: dict[str, object]) -> Measured:
    runs = {name: [Usage(**usage) for usage in usages] for name, usages in entry["runs"].items()}  # type: ignore[attr-defined]
    return Measured(**{**entry, "runs": runs})  # type: ignore[arg-type]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, help="one size for all jobs")
    parser.add_argument("--rounds", type=int, help="rounds of each job [5; 3 with --quick and --hundred]")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        help="int, text, lines, csv, rfm, segment, cohorts, churn, status, migrate, ltv, startup or a job: int-10m",
    )
    parser.add_argument("--quick", action="store_true", help="a million rows, three rounds")
    parser.add_argument("--hundred", action="store_true", help="100 million rows, segkit and DuckDB")
    parser.add_argument("--markdown", action="store_true", help="print the tables of docs/benchmarks.md")
    parser.add_argument("--json", metavar="FILE", help="write every round to this file")
    parser.add_argument("--load", metavar="FILE", help="print what --json has written instead of measuring")
    parser.add_argument("--no-check", action="store_true", help="do not compare the classes first")
    parser.add_argument("--segkit", default=SEGKIT, metavar="PROGRAM", help="another segkit, to compare versions")
    return parser.parse_args()


def main() -> None:
    given = _options()
    if given.load:
        report = _loaded(given.load)
    else:
        if not given.no_check:
            _say("comparing the classes of 100,000 rows")
            checked = subprocess.run([PYTHON, str(HERE / "check.py")], check=True, capture_output=True, text=True)
            print(checked.stdout, file=sys.stderr)
        report = run(given)
    if given.json:
        Path(given.json).write_text(json.dumps(asdict(report), indent=1) + "\n")
    print("\n".join(markdown(report) if given.markdown else shown(report)))


if __name__ == "__main__":
    main()
