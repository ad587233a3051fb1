"""segkit.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from segkit.errors import ParamsError
from segkit.io.config import Config, find, plural, read

COMMANDS = {
    "abcxyz": dict.fromkeys(["abc", "keep_partial", "from_", "as_of"], False),
    "demo": {"seed": False},
    "rfm": {"map": True, "breaks": True, "model_file": True, "bins": False},
}


def written(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "segkit.toml"
    path.write_text(text, encoding="utf-8")
    return read(path, COMMANDS)


def test_a_command_takes_its_own_table_over_the_shared_one(tmp_path: Path) -> None:
    config = written(tmp_path, '[defaults]\nabc = "70,90"\nas-of = "2024-12-31"\n[abcxyz]\nabc = "60,80"\n')
    assert config.options("abcxyz", COMMANDS["abcxyz"]) == {"abc": "60,80", "as_of": "2024-12-31"}


def test_shared_values_go_only_to_commands_that_have_the_option(tmp_path: Path) -> None:
    assert written(tmp_path, "[defaults]\nseed = 7\n").options("abcxyz", COMMANDS["abcxyz"]) == {}


def test_values_are_those_of_the_command_line(tmp_path: Path) -> None:
    config = written(tmp_path, "[abcxyz]\nabc = [80, 95]\nkeep_partial = true\nfrom = 2024-01-01\n")
    assert config.options("abcxyz", COMMANDS["abcxyz"]) == {"abc": "80,95", "keep_partial": True, "from_": "2024-01-01"}


def test_an_empty_list_undoes_that_of_the_defaults(tmp_path: Path) -> None:
    config = written(tmp_path, "[defaults]\nabc = [80, 95]\n[abcxyz]\nabc = []\n")
    assert config.options("abcxyz", COMMANDS["abcxyz"]) == {"abc": None}


def test_labels_are_display_names(tmp_path: Path) -> None:
    assert written(tmp_path, '[labels]\nAX = "Лучшие"\n').labels == {"AX": "Лучшие"}


def test_an_unknown_option_of_a_command_is_named_with_the_closest(tmp_path: Path) -> None:
    config = written(tmp_path, "[abcxyz]\nkeep_partal = true\n")
    with pytest.raises(ParamsError, match=r'has no option "keep-partal"\. Did you mean "keep-partial"'):
        config.options("abcxyz", COMMANDS["abcxyz"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[abcxzy]\n", 'no command "abcxzy". Did you mean "abcxyz"?'),
        ("[defaults]\nsede = 1\n", '[defaults] has no option "sede". Did you mean "seed"?'),
        ("abcxyz = 5\n", "abcxyz is no table"),
        ("defaults = 5\n", "defaults is no table"),
        ("[abcxyz\n", "is no TOML"),
        ("labels = 5\n", "labels is no table"),
        ("[labels]\nAX = 5\n", "[labels] AX is no text"),
        ('[labels]\nAX = "Best"\nBX = " "\n', "[labels] BX is empty: give it a name, or leave it out"),
        ("[rfm.maps]\nmine = 5\n", "rfm.maps.mine is no table"),
    ],
)
def test_a_file_that_says_nothing_known_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ParamsError) as caught:
        written(tmp_path, text)
    assert problem in caught.value.message


@pytest.mark.parametrize(("table", "option"), [("maps", "map"), ("breaks", "breaks"), ("model-files", "model_file")])
def test_tables_are_found_by_the_plural_of_their_option(tmp_path: Path, table: str, option: str) -> None:
    config = written(tmp_path, f"[rfm.{table}.mine]\nx = 1\n")
    assert config.named_tables()[plural(option)] == {"mine": {"x": 1}}


@pytest.mark.parametrize("table", ["breakss", "bins", "map"])
def test_tables_that_no_option_names_are_refused(tmp_path: Path, table: str) -> None:
    with pytest.raises(ParamsError, match=rf"\[rfm\.{table}\] is not known"):
        written(tmp_path, f"[rfm.{table}.mine]\nx = 1\n")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match="cannot be read"):
        read(tmp_path / "no.toml", COMMANDS)


def test_the_nearest_file_above_is_found(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "segkit.toml").write_text("")
    assert find(deep) == tmp_path / "segkit.toml"
    (tmp_path / "a" / "segkit.toml").write_text("")
    assert find(deep) == tmp_path / "a" / "segkit.toml"
