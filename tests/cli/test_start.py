"""How segkit starts: what it imports, its completion scripts, and the wheel with runtime dependencies only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

Run = Any

ROOT = Path(__file__).parents[2]
HEAVY = ("polars", "pyarrow", "rich", "numpy", "scipy", "pandas", "pydantic")
_TELL = """
import sys
from segkit.cli.app import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    assert ended.code in (None, 0, 2), ended.code
print("LOADED", *sorted({name.split(".")[0] for name in sys.modules}))
"""


def loaded(*arguments: str) -> set[str]:
    """Return the top-level modules that a command imports."""
    told = subprocess.run([sys.executable, "-c", _TELL, *arguments], capture_output=True, check=True, text=True)
    return set(told.stdout.rsplit("LOADED", 1)[1].split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["-h"], []])
def test_help_imports_no_data_frame(arguments: list[str]) -> None:
    assert loaded(*arguments).isdisjoint(HEAVY)


def test_a_run_imports_only_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("customer_id,amount\na,5\n", "utf-8")
    modules = loaded("abcxyz", str(tmp_path / "rows.csv"), "-q", "-o", str(tmp_path / "out.csv"))
    assert "polars" in modules
    assert modules.isdisjoint({"pyarrow", "numpy", "scipy", "pandas", "rich", "xlsxwriter", "pydantic"})


def test_importing_the_package_imports_nothing() -> None:
    code = "import sys, segkit; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert set(told.stdout.split()).isdisjoint({*HEAVY, "typer"})


def test_module_and_script_are_one(segkit: Run) -> None:
    as_module = subprocess.run([sys.executable, "-m", "segkit", "schema", "abcxyz"], capture_output=True, check=True)
    assert as_module.stdout == segkit("schema", "abcxyz").out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(segkit: Run, shell: str) -> None:
    ended = segkit("completion", shell)
    assert (ended.code, ended.err) == (0, "")
    for word in ("abcxyz", "inspect", "demo", "schema", "completion"):
        assert word in ended.text
    if shell != "fish":
        checked = subprocess.run(["bash", "-n"], input=ended.out, capture_output=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, b"")


def test_bash_completes_commands_and_options(shell: Run) -> None:
    def complete(*words: str) -> list[str]:
        quoted = " ".join(f"'{word}'" for word in words)
        script = f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _segkit; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        return str(shell(f"source <(segkit completion bash); {script}").text).split()

    assert complete("segkit", "ab") == ["abcxyz"]
    assert complete("segkit", "abcxyz", "--xyz-b") == ["--xyz-by"]
    assert "--help" in complete("segkit", "--")
    assert complete("segkit", "inspect", "--excel") == []


def check_installed(python: Path, folder: Path) -> None:
    """Assert that an installation does what a first user tries."""

    def call(*arguments: str) -> str:
        env = {"PATH": os.environ["PATH"], "HOME": str(folder)}
        command = [str(python.parent / "segkit"), *arguments]
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, check=True, text=True).stdout

    assert call("--version").startswith("segkit ")
    assert "abcxyz" in call("--help")
    assert "--xyz-by" in call("abcxyz", "--help")
    assert "segkit abcxyz shop.csv" in call("demo", "-o", "shop.csv")
    assert call("abcxyz", "shop.csv", "-q").startswith("customer_id,")
    for form in ("json", "parquet", "arrow", "xlsx", "md"):
        assert call("abcxyz", "shop.csv", "-q", "-o", f"out.{form}") == ""
    assert call("inspect", "shop.csv").startswith("shop.csv: csv")
    code = "import segkit; print(segkit.abcxyz('shop.csv').table.height)"
    told = subprocess.run([str(python), "-c", code], cwd=folder, capture_output=True, check=True, text=True)
    assert int(told.stdout) > 100


def test_this_installation_works(tmp_path: Path) -> None:
    check_installed(Path(sys.executable), tmp_path)


@pytest.mark.deep
def test_the_wheel_works_with_its_runtime_dependencies_only(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    source = tmp_path / "source"
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(tmp_path), str(source)], check=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "fresh", with_pip=True)
    python = tmp_path / "fresh" / "bin" / "python"
    constraints = ["-c", str(ROOT / "constraints.txt")]
    install = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", *constraints, str(wheel)]
    subprocess.run(install, check=True, timeout=600)
    freeze = subprocess.run([str(python), "-m", "pip", "freeze"], capture_output=True, check=True, text=True).stdout
    assert "hypothesis" not in freeze
    assert "pandas" not in freeze
    (tmp_path / "work").mkdir()
    check_installed(python, tmp_path / "work")
