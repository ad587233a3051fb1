"""One file and one registry line make a command, its help, a schema, a page of documentation and a public function."""

from __future__ import annotations

import importlib.util
import inspect
import json
from pathlib import Path
from types import ModuleType

import pytest
from contract_support import frame_of, has_ids

import segkit
from segkit.analyses import REGISTRY
from segkit.api import SHARED
from segkit.cli.app import main
from segkit.errors import EXIT_USAGE

ROOT = Path(__file__).parents[2]
ROWS = [("anna", 1, 0, 100_00, 1), ("bert", 2, 40, 50_00, 2), ("anna", 3, 80, -20_00, 1)]


def command(*arguments: str) -> int:
    """Run a command in this process and return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_command_writes_the_rows(name: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    frame_of(ROWS).write_csv(tmp_path / "sales.csv")
    assert command(name, str(tmp_path / "sales.csv"), "-q") == 0
    out, err = capsysbinary.readouterr()
    lines = out.decode().splitlines()
    schema = REGISTRY[name].load().schema_of(REGISTRY[name].load().params())
    assert lines[0].split(",") == list(schema.columns)
    if has_ids(name, {}):
        assert {line.split(",")[0] for line in lines[1:]} == {"anna", "bert"}
    else:
        assert len(lines) > 1
    assert err == b""


@pytest.mark.parametrize(
    "option",
    [
        "--carry=item_id",
        "--hash-ids",
        "--only=x",
        "--split=folder",
        "--minus=sales.csv",
        "--intersect=sales.csv",
        "--suppress=sales.csv",
    ],
)
def test_options_of_customers_are_refused_where_rows_are_about_something_else(
    name: str, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if has_ids(name, {}):
        return
    frame_of(ROWS).write_csv(tmp_path / "sales.csv")
    assert command(name, str(tmp_path / "sales.csv"), option) == EXIT_USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert option.partition("=")[0] in err


def test_a_list_divides_the_customers_of_every_result(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not has_ids(name, {}):
        return
    sales, listed = str(tmp_path / "sales.csv"), str(tmp_path / "listed.csv")
    frame_of(ROWS).write_csv(sales)
    frame_of(ROWS).select("customer_id").unique(maintain_order=True).head(2).write_csv(listed)
    rows = {}
    for option in ("--quiet", f"--minus={listed}", f"--intersect={listed}"):
        assert command(name, sales, option) == 0
        rows[option.partition("=")[0]] = capsys.readouterr().out.splitlines()[1:]
    assert rows["--intersect"]
    assert sorted(rows["--minus"] + rows["--intersect"]) == sorted(rows["--quiet"])


def test_help_of_the_command_shows_every_option(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(name, "--help") == 0
    shown = capsys.readouterr().out
    analysis = REGISTRY[name].load()
    for group in (analysis.params, *SHARED):
        assert f"{group.title}:" in shown
        for option in group.options():
            assert option.flag in shown
            assert option.help.split()[0] in shown
    assert REGISTRY[name].help.split(":")[0] in shown
    for example in analysis.examples:
        assert example in shown


def test_help_of_the_group_lists_the_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--help") == 0
    assert f"  {name}" in capsys.readouterr().out


def test_schema_command_describes_the_output(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("schema", name) == 0
    document = json.loads(capsys.readouterr().out)
    output = REGISTRY[name].load().output
    assert document["properties"]["schema"] == {"const": output.name}
    rows = document["properties"]["rows"]["items"]["properties"]
    assert list(rows) == list(output.columns)
    assert all(column.meaning in rows[title]["description"] for title, column in output.columns.items())


def test_public_function_has_the_options_as_keywords(name: str) -> None:
    call = getattr(segkit, name)
    parameters = inspect.signature(call).parameters
    groups = (REGISTRY[name].load().params, *SHARED)
    expected = {option.name: option.default for group in groups for option in group.options()}
    keywords = {key: value.default for key, value in parameters.items() if value.kind is value.KEYWORD_ONLY}
    assert keywords == expected
    assert call.__name__ == name
    assert REGISTRY[name].help in (call.__doc__ or "")
    assert call(frame_of(ROWS)).analysis == name


def test_name_is_public(name: str) -> None:
    assert name in segkit.__all__
    assert segkit.__all__ == sorted(segkit.__all__)
    assert name in dir(segkit)


def test_documentation_follows(tiny: str, generator: ModuleType) -> None:
    page, stubs = generator.schema_page(), generator.stubs()
    assert f"## {tiny}, version 1" in page
    for column in REGISTRY[tiny].load().output.columns:
        assert f"| `{column}` |" in page
    assert f"def {tiny}(" in stubs


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_follows(tiny: str, shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("completion", shell) == 0
    script = capsys.readouterr().out
    flag = REGISTRY[tiny].load().params.options()[0].flag
    assert tiny in script
    assert flag.removeprefix("--") in script


def test_options_of_all_groups_have_names_of_their_own(name: str) -> None:
    groups = (REGISTRY[name].load().params, *SHARED)
    names = [option.name for group in groups for option in group.options()]
    assert len(names) == len(set(names))
