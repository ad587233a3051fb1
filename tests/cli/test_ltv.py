"""segkit ltv and backtest as processes: one number for a script, models as files, odd options refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from segkit.demo import shop

Run = Any


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    shop(150).write_csv(path)
    return path


def test_a_fact_is_one_line_that_scripts_read(here: Run, orders: Path) -> None:
    ended = here("ltv", orders, "-q", "--horizon", "3mo", "--format", "value", "--fact", "customer_equity")
    assert (ended.code, ended.err) == (0, "")
    document = json.loads(here("ltv", orders, "-q", "--horizon", "3mo", "--format", "json").out)
    assert float(ended.text) == document["facts"]["customer_equity"]
    assert ended.text.count("\n") == 1


def test_a_fact_of_any_analysis_goes_to_a_file(here: Run, orders: Path, tmp_path: Path) -> None:
    assert here("abcxyz", orders, "-q", "--fact", "customers", "-o", tmp_path / "n.txt").code == 0
    rows = here("abcxyz", orders, "-q").out.splitlines()[1:]
    assert (tmp_path / "n.txt").read_text() == f"{len(rows)}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "value"], "--format value writes one fact: name it with --fact"),
        (["--fact", "customers", "--format", "json"], "--fact is written as a value, not as json"),
        (["--fact", "custmers"], '--fact: no fact "custmers". Did you mean "customers"'),
        (["--method", "simple", "--fact", "backtest_bias"], '--fact: this result has no fact "backtest_bias"'),
    ],
)
def test_facts_that_cannot_be_written_are_refused(here: Run, orders: Path, arguments: list[str], said: str) -> None:
    ended = here("ltv", orders, *arguments)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err


def test_a_model_is_saved_and_used_again(here: Run, orders: Path, tmp_path: Path) -> None:
    model = tmp_path / "m.json"
    saved = here("ltv", orders, "--no-backtest", "--save-model", model, "--time-unit", "week")
    assert (saved.code, f"{model}: the model, for --model-file\n" in saved.err) == (0, True)
    document = json.loads(model.read_text())
    assert list(document) == ["model", "time_unit", "parameters", "standard_errors", "log_likelihood", "spend"]
    assert (document["model"], document["time_unit"]) == ("pareto-nbd", "week")
    again = here("ltv", orders, "-q", "--no-backtest", "--model-file", model)
    assert again.code == 0
    assert [line.split(b",")[0] for line in again.out.splitlines()] == [
        line.split(b",")[0] for line in saved.out.splitlines()
    ]


def test_a_model_that_is_none_is_refused(here: Run, orders: Path, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text('{"model": "pareto-nbd", "time_unit": "day", "parameters": {"r": -1}}')
    ended = here("ltv", orders, "--model-file", "m.json")
    assert (ended.code, ended.out) == (2, b"")
    assert '--model-file m.json: this is no saved model: "r" of "parameters" is -1' in ended.err
    assert here("ltv", orders, "--model-file", "none.json").code == 2


def test_where_no_model_was_fitted_none_is_saved(here: Run, orders: Path, tmp_path: Path) -> None:
    ended = here("ltv", orders, "-q", "--method", "historic", "--save-model", tmp_path / "m.json")
    assert ended.code == 2
    assert "--save-model: no model was fitted here" in ended.err
    assert not (tmp_path / "m.json").exists()


def test_the_split_of_a_backtest_is_a_date_and_of_other_commands_a_folder(here: Run, orders: Path) -> None:
    ended = here("backtest", orders, "-q", "--split", "2024-06-30", "--only", "zero", "--columns", "origin,method,mae")
    assert ended.code == 0
    lines = ended.text.splitlines()
    assert lines[0] == "origin,method,mae"
    assert lines[1].startswith("2024-06-30,zero,")
    assert "--split YYYY-MM-DD" in here("backtest", "--help").text
    assert "--split DIR" in here("ltv", "--help").text


def test_a_backtest_is_a_gate(here: Run, orders: Path) -> None:
    ended = here("backtest", orders, "-q", "--horizon", "2mo", "--fail-on", "zero_bias < 0")
    assert ended.code == 4
    assert "--fail-on zero_bias < 0: zero_bias is -1" in ended.err


def test_the_language_is_that_of_what_people_read_and_not_of_what_machines_do(
    here: Run, orders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("ltv", orders, "--no-backtest", "--format", "json")
    english, russian = here(*asked, "--lang", "en"), here(*asked, "--lang", "ru")
    assert (russian.code, russian.out) == (0, english.out)
    assert "note: --no-backtest: no quality line, no correction" in english.err
    assert "замечание: --no-backtest: нет строки о качестве, поправки" in russian.err
    assert "строки: прочитано 1,563 (71,736.60) = учтено 1,470 (66,483.30) + отложено: без клиента 59 (" in russian.err
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    assert here(*asked).err == english.err  # a log is the same in every locale
