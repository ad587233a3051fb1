"""What the documents show is what the commands do."""

from __future__ import annotations

import ast
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from segkit.analyses import REGISTRY
from segkit.cli.app import TOOLS, helps, main

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "examples" / "README.md"])
_BLOCK = re.compile(r"```(?:sh|bash|console)\n(.*?)```", re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def commands() -> list[str]:
    """Return the segkit commands of every shell block of the documents and of every help page."""
    found = []
    for page in PAGES:
        for block in _BLOCK.findall(page.read_text("utf-8")):
            lines = re.sub(r"\\\n\s*", " ", block).splitlines()
            found += [line for line in lines if re.search(r"(^|\| *|&& *)segkit ", line) and "..." not in line]
    for entry in REGISTRY.values():
        found += [line for line in entry.load().examples if line.startswith("segkit")]
    return list(dict.fromkeys(line.split("  #")[0].strip() for line in found))


def calls(line: str) -> list[list[str]]:
    """Return the arguments of each segkit call in a line of shell."""
    parts: list[list[str]] = [[]]
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>()")
    lexer.whitespace_split = True
    for word in lexer:
        if set(word) <= set("|&;"):
            parts.append([])
        else:
            parts[-1].append(word)
    cut = [part[: next((i for i, word in enumerate(part) if set(word) <= set("<>()")), len(part))] for part in parts]
    return [part[1:] for part in cut if part and part[0] == "segkit"]


def ended(arguments: list[str]) -> object:
    """Return the code that a call ends with, in this process."""
    try:
        main(arguments)
    except SystemExit as end:
        return end.code or 0
    return 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files that the documents speak of: an example under every name."""
    place = tmp_path_factory.mktemp("docs")
    (place / "examples").symlink_to(ROOT / "examples")
    (place / "exports").mkdir()
    header, *lines = (ROOT / "examples" / "shop.csv").read_text("utf-8").splitlines()
    few = "".join(f"{line},x@example.org\n" for line in lines[::9])
    spoken_of = {word for line in commands() for call in calls(line) for word in call}
    for name in {"sales.csv", "segkit-demo.csv", "exports/a.csv", *(w for w in spoken_of if w.endswith(".csv"))}:
        if "*" not in name and not name.startswith("examples/"):
            (place / name).write_text(f"{header},email\n{few}", "utf-8")
    for name in (word for word in spoken_of if word.endswith(".toml")):
        save = [sys.executable, "-m", "segkit", "rfm", "sales.csv", "-q", "-o", "list.csv", "--save-breaks", name]
        subprocess.run(save, cwd=place, check=True)
    return place


def test_documents_show_commands() -> None:
    assert len(commands()) >= 5
    assert any("--only golden" in line for line in commands())


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_documents_runs(
    line: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    for arguments in calls(line):
        harmless = (
            ["--dry-run"] if arguments[0] in (*REGISTRY, "export") else ["--replace"] if arguments[0] == "demo" else []
        )
        command = [*arguments, *harmless]
        expanded = [str(path) for word in command for path in (sorted(Path().glob(word)) if "*" in word else [word])]
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path("sales.csv").read_bytes())))
        assert ended(expanded) == 0, capsys.readouterr().err


def test_generated_pages_are_up_to_date() -> None:
    check = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    ran = subprocess.run(
        check, capture_output=True, check=False, text=True, timeout=110, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    for name, line in helps().items():
        assert f"## segkit {name}\n" in page
        assert line.split()[0] in page
    assert set(helps()) == {*REGISTRY, *TOOLS}


def test_every_output_column_is_documented() -> None:
    page = (ROOT / "docs" / "output-schemas.md").read_text("utf-8")
    for name, entry in REGISTRY.items():
        output = entry.load().output
        assert f"## {name}, version {output.version}\n" in page
        for column, about in output.columns.items():
            assert f"| `{column}` | {about.kind} | {about.meaning} |" in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = [link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link and "mailto:" not in link]
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def test_readme_shows_the_python_that_works_and_the_values_that_it_gives() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    lines = block.replace('"sales.csv"', repr(str(ROOT / "examples" / "shop.csv"))).splitlines()
    namespace: dict[str, object] = {}
    compared = 0
    for statement in ast.parse("\n".join(lines)).body:
        code = compile(ast.Module([statement], []), "README.md", "exec")
        if not isinstance(statement, ast.Expr):
            exec(code, namespace)
            continue
        value = eval(compile(ast.Expression(statement.value), "README.md", "eval"), namespace)
        said = lines[(statement.end_lineno or 1) - 1].partition("#")[2].strip()
        if isinstance(value, float):
            assert f"{value:.{len(said.partition('.')[2])}f}" == said
            compared += 1
    assert compared


def test_every_guard_is_described() -> None:
    described = set(re.findall(r"`([a-z-]+)`", (ROOT / "docs" / "reliability.md").read_text("utf-8")))
    for name in (
        "io/folders",
        "io/sheets",
        "notation/statuses",
        "recognition/doubts",
        "recognition/flags",
        "recognition/ids",
        "recognition/minor_units",
        "recognition/namesakes",
        "recognition/scaled",
        "recognition/undated",
        "scan/guards",
        "scan/order_samples",
        "scan/second_look",
    ):
        codes = re.findall(r'Note\(\s*"([a-z-]+)"', (ROOT / "src" / "segkit" / f"{name}.py").read_text("utf-8"))
        assert codes
        assert described.issuperset(codes)
