"""segkit rfm and segkit segment on the command line: lists, cuts as files, maps of segkit.toml, languages, explanations."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

Run = Any

SALES = """\
order_id,order_date,customer_id,email,amount
1,2024-01-05,anna,anna@example.org,10.00
2,2024-05-06,bert,bert@example.org,40.00
3,2024-06-06,bert,bert@example.org,60.00
4,2024-11-30,cleo,cleo@example.org,20.00
5,2024-12-30,dora,dora@example.org,500.00
6,2024-12-31,dora,,80.50
7,2024-12-31,emil,emil@example.org,-5.00
"""
ROWS = """\
customer_id,recency_days,order_count,total_amount,recency_score,frequency_score,monetary_score,rfm_score,segment
dora,0,2,580.50,5,5,5,555,champions
bert,208,2,100.00,2,5,4,254,cant_lose
cleo,31,1,20.00,4,1,2,412,promising
anna,361,1,10.00,1,1,1,111,hibernating
"""
MAPS = """\
[rfm]
map = "halves"
[rfm.maps.halves]
scores = "RF"
[rfm.maps.halves.segments.here]
codes = ["[3-5][1-5]"]
label = {en = "Still here", ru = "С нами"}
action = "Smile"
[rfm.maps.halves.segments.gone]
codes = ["[1-2][1-5]"]
[rfm.maps.holes]
scores = "RF"
segments.some.codes = ["[3-5][1-5]"]
segments.more.codes = ["[1-3][1-4]"]
[labels]
gone = "Lost ones"
"""


@pytest.fixture
def orders(tmp_path: Path) -> str:
    (tmp_path / "orders.csv").write_text(SALES, "utf-8")
    return "orders.csv"


def test_a_pipe_gets_the_rows_and_stderr_the_notes(segkit: Run, orders: str) -> None:
    ended = segkit("rfm", orders)
    assert (ended.code, ended.text) == (0, ROWS)
    assert "note: 1 with returns only (-5.00) are set aside: no purchase, no recency\n" in ended.err


def test_a_list_to_write_to_is_nothing_but_addresses(shell: Run, orders: str) -> None:
    ended = shell(f"segkit rfm {orders} --only champions,cant_lose --carry email --columns email | cat")
    assert (ended.code, ended.text) == (0, "email\ndora@example.org\nbert@example.org\n")


def test_only_takes_display_names_too(here: Run, orders: str) -> None:
    ended = here("rfm", orders, "-q", "--only", "Can't lose,спящие", "--columns", "customer_id")
    assert (ended.code, ended.text) == (0, "customer_id\nbert\nanna\n")


def test_an_unknown_segment_is_told_before_the_file_is_read(here: Run) -> None:
    ended = here("rfm", "nothere.csv", "--only", "champion")
    assert (ended.code, ended.out) == (2, b"")
    assert 'no segment "champion". Did you mean "champions"?' in ended.err
    assert "Segments: champions, loyal, " in ended.err


def test_no_dates_end_with_3(here: Run, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("customer_id,amount\nanna,5\n", "utf-8")
    for command in ("rfm", "segment"):
        ended = here(command, "x.csv")
        assert (ended.code, ended.out) == (3, b"")
        assert "--date COLUMN" in ended.err


def test_saved_breaks_make_months_comparable(here: Run, orders: str, tmp_path: Path) -> None:
    saved = here("rfm", orders, "--save-breaks", "may.toml", "-o", "may.csv", "--manifest", "may.json")
    assert (saved.code, saved.out) == (0, b"")
    assert "may.csv: 4 rows\nmay.json: the manifest\nmay.toml: the cuts, for --breaks\n" in saved.err
    text = (tmp_path / "may.toml").read_text("utf-8")
    assert text.startswith(
        "# Cuts of segkit rfm, 2024-01-05 to 2024-12-31, as of 2024-12-31; for --breaks.\nbins = 5\n"
    )
    assert tomllib.loads(text)["total_amount"] == {"5": 580.5, "4": 100, "3": 100, "2": 20}
    assert here("rfm", orders, "-q", "--breaks", "may.toml").text == ROWS
    (tmp_path / "june.csv").write_text("customer_id,order_date,amount\nzoe,2025-06-30,99.99\n", "utf-8")
    ended = here("rfm", "june.csv", "-q", "--breaks", "may.toml", "--columns", "rfm_score,segment")
    assert ended.text == "rfm_score,segment\n512,new\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "--breaks: x.toml cannot be read: No such file"),
        ("bins = ", "--breaks: x.toml is no TOML"),
        ("bins = 4\n", "--breaks x.toml has the cuts of 4 scores: add --bins 4"),
        ("bins = 5\n", "--breaks x.toml has no table [recency_days]"),
    ],
)
def test_breaks_that_cannot_be_used_end_with_2(
    here: Run, orders: str, tmp_path: Path, content: str | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "x.toml").write_text(content, "utf-8")
    ended = here("rfm", orders, "--breaks", "x.toml")
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err


def test_a_map_of_the_configuration(here: Run, orders: str, tmp_path: Path) -> None:
    (tmp_path / "segkit.toml").write_text(MAPS, "utf-8")
    ended = here("rfm", orders, "-q", "--columns", "customer_id,segment")
    assert (ended.code, ended.text) == (0, "customer_id,segment\ndora,here\nbert,gone\ncleo,here\nanna,gone\n")
    default = here("rfm", orders, "-q", "--map", "default")
    assert default.text == ROWS
    both = here("segment", orders, "-q", "--map", "halves", "--only", "gone", "--columns", "customer_id")
    assert both.text == "customer_id\nbert\nanna\n"


def test_breaks_of_the_configuration_are_those_of_the_file(here: Run, orders: str, tmp_path: Path) -> None:
    assert here("rfm", orders, "-q", "--save-breaks", "may.toml", "-o", "may.csv").code == 0
    tables = re.sub(r"(?m)^\[", "[rfm.breaks.may.", (tmp_path / "may.toml").read_text("utf-8"))
    (tmp_path / "segkit.toml").write_text(f"[rfm.breaks.may]\n{tables}", "utf-8")
    (tmp_path / "june.csv").write_text("customer_id,order_date,amount\nzoe,2025-06-30,99.99\n", "utf-8")
    for command in ("rfm", "segment"):
        ended = here(command, "june.csv", "-q", "--breaks", "may", "--columns", "rfm_score,segment")
        assert (ended.code, ended.err, ended.text) == (0, "", "rfm_score,segment\n512,new\n")


def test_a_map_in_a_file_of_its_own(here: Run, orders: str, tmp_path: Path) -> None:
    (tmp_path / "all.toml").write_text('scores = "RF"\nsegments.all.codes = ["[1-5][1-5]"]\n', "utf-8")
    ended = here("rfm", orders, "-q", "--map", "all.toml", "--columns", "segment")
    assert ended.text.split() == ["segment", "all", "all", "all", "all"]


def test_a_map_with_holes_and_overlaps_ends_with_2(here: Run, orders: str, tmp_path: Path) -> None:
    (tmp_path / "segkit.toml").write_text(MAPS, "utf-8")
    ended = here("rfm", orders, "--map", "holes")
    assert (ended.code, ended.out) == (2, b"")
    assert "--map holes: without a segment: 15, 25\n" in ended.err
    assert "--map holes: in more than one segment: 31 (some, more), 32 (some, more)" in ended.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[rfm.mapps.mine]\nx = 1\n", '[rfm.mapps] is not known. Did you mean "maps"?'),
        ("[rfm.breakss.may]\nx = 1\n", '[rfm.breakss] is not known. Did you mean "breaks"?'),
        ("[rfm.maps]\nmine = 5\n", "rfm.maps.mine is no table"),
    ],
)
def test_tables_that_no_option_names_end_with_2(here: Run, orders: str, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "segkit.toml").write_text(text, "utf-8")
    ended = here("rfm", orders)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err


def test_labels_come_on_request_and_only_the_option_chooses_their_language(
    here: Run, orders: str, tmp_path: Path
) -> None:
    wanted = ("rfm", orders, "-q", "--top", "2", "--columns", "customer_id,segment_label")
    english = "customer_id,segment_label\ndora,Champions\nbert,Can't lose\n"
    assert here(*wanted).text == english
    assert here(*wanted, env={"LC_ALL": "ru_RU.UTF-8"}).text == english
    assert here(*wanted, "--lang", "ru").text == "customer_id,segment_label\ndora,Чемпионы\nbert,Нельзя потерять\n"
    (tmp_path / "segkit.toml").write_text('[labels]\nchampions = "Stars"\n', "utf-8")
    assert here(*wanted).text == english.replace("Champions", "Stars")


def test_a_customer_is_explained_on_stdout(here: Run, orders: str) -> None:
    ended = here("rfm", orders, "-q", "--explain", "bert")
    assert (ended.code, ended.err) == (0, "")
    assert ended.text.splitlines()[:3] == [
        "bert: cant_lose (Can't lose)",
        "scores: 254",
        "recency 2: 208 days since the last purchase (score 2: at most 208, more than 31)",
    ]
    assert here("segment", orders, "-q", "--explain", "emil").text.startswith("emil: no purchase")


@pytest.mark.parametrize(
    ("more", "said"), [([], 'no customer_id "bertt"'), (["--top", "3"], "drop the other options of the output")]
)
def test_an_explanation_that_cannot_be_given_ends_with_2(here: Run, orders: str, more: list[str], said: str) -> None:
    ended = here("rfm", orders, "--explain", "bertt", *more)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err


@pytest.mark.parametrize(
    ("command", "columns", "labels"),
    [(["rfm"], "customer_id", "segment"), (["abcxyz"], "customer_id", "abc_xyz_class, abc_class")],
)
def test_a_file_per_class_without_the_classes_is_refused_before_the_work(
    here: Run, command: list[str], columns: str, labels: str
) -> None:
    ended = here(*command, "not-there.csv", "--split", "lists", "--columns", columns)
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err == f"segkit: --split needs one of the columns {labels}\n"


def test_classes_that_nobody_has_make_no_files(here: Run, orders: str, tmp_path: Path) -> None:
    without = ("abcxyz", orders, "-q", "--xyz-by", "none", "--split", "lists")
    ended = here(*without, "--columns", "customer_id,abc_xyz_class")
    assert (ended.code, (tmp_path / "lists").exists()) == (2, False)
    assert ended.err == "segkit: --split needs one of the columns abc_xyz_class, abc_class\n"
    assert here(*without).code == 0
    assert {path.name for path in (tmp_path / "lists").glob("*.csv")} == {"A.csv", "B.csv", "C.csv"}


def test_a_file_per_segment(here: Run, orders: str, tmp_path: Path) -> None:
    assert here("rfm", orders, "-q", "--split", "lists", "--columns", "customer_id,segment").code == 0
    files = {path.stem: path.read_text("utf-8") for path in (tmp_path / "lists").glob("*.csv")}
    assert len(files) == 10
    assert files["champions"] == "customer_id,segment\ndora,champions\n"
    assert files["at_risk"] == "customer_id,segment\n"
    assert here("segment", orders, "-q", "--split", "both").code == 0
    assert "emil" in (tmp_path / "both" / "no_purchase.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("condition", "code"),
    [("champions_customers < 1", 0), ("champions_customer_share >= 25%", 4), ("recency_5_cut > 5", 0)],
)
def test_gates_on_segments_and_cuts(here: Run, orders: str, condition: str, code: int) -> None:
    ended = here("rfm", orders, "-q", "--fail-on", condition)
    assert (ended.code, ended.text) == (code, ROWS)


@pytest.mark.parametrize("condition", ["champion_customers < 1", "champions_custmers < 1"])
def test_a_gate_on_a_fact_that_is_not_there_ends_with_2_and_writes_nothing(
    here: Run, orders: str, condition: str
) -> None:
    ended = here("rfm", orders, "--fail-on", condition)
    assert (ended.code, ended.out) == (2, b"")
    assert "no fact" in ended.err


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_a_terminal_shows_segments_actions_heat_map_and_cuts(terminal: Run, orders: str, columns: int) -> None:
    ended = terminal("rfm", orders, columns=columns)
    assert ended.code == 0
    text = re.sub(r"\x1b\[[0-9;]*m", "", ended.text)
    assert max(map(len, text.splitlines())) <= columns
    words = [line.split() for line in text.splitlines()]
    assert ["At", "risk", "0", "0.0", "%", "0.00", "0.0", "%"] in words
    assert ["R", "4", "1", "0", "0", "0", "0"] in words
    assert "Champions            Reward them, ask for reviews" in text
    assert ("a wider window shows more columns: days, purchases, money" in text) == (columns == 60)
    assert any(line[:4] == ["5", "0", "1", "2"] for line in words)


@pytest.mark.parametrize("options", [{"env": {"LC_ALL": "ru_RU.UTF-8"}}, {"lang": "ru"}])
def test_a_terminal_has_names_in_the_language_of_the_user(terminal: Run, orders: str, options: dict[str, Any]) -> None:
    lang = ["--lang", options["lang"]] if "lang" in options else []
    ended = terminal("rfm", orders, *lang, env={**options.get("env", {}), "PYTHONUTF8": "1"})
    assert "Чемпионы" in ended.text
    assert "Награждать, просить отзывы" in ended.text
    english = terminal("rfm", orders, "--lang", "en", env={"LC_ALL": "ru_RU.UTF-8", "PYTHONUTF8": "1"})
    assert "Champions" in english.text


def test_analyses_without_cuts_have_no_such_options(here: Run) -> None:
    assert "--save-breaks" in here("rfm", "--help").text
    shown = here("abcxyz", "--help").text
    assert "--save-breaks" not in shown
    assert "--explain" not in shown


def test_a_terminal_speaks_the_language_that_is_asked_for(terminal: Run, orders: str) -> None:
    for arguments, env in ((["--lang", "ru"], {}), ([], {"LC_ALL": "ru_RU.UTF-8"})):
        text = re.sub(r"\x1b\[[0-9;]*m", "", terminal("rfm", orders, *arguments, columns=100, env=env).text)
        assert "Сегменты от лучшего; средние: дни, покупки, чистая выручка\n" in text
        assert "Что делать\n" in text
        assert "customer_id" in text  # output columns have one name in every language
    assert "What to do" in terminal("rfm", orders, columns=100).text
