"""Terminal tables in Russian: every title and header of every analysis has its words, and no two of a table are one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import segkit
from segkit.result import Result
from segkit.words import WORDS, wording

SHOP = Path(__file__).parents[2] / "examples" / "shop.parquet"
SPOKEN = ("abcxyz", "rfm", "cohorts", "churn", "segment", "summary", "ltv")
"""Analyses that have words; a new one may be English for a while."""
RUNS = [
    *((name, {}) for name in SPOKEN),
    ("abcxyz", {"value": "orders"}),
    ("abcxyz", {"xyz_by": "variation"}),
    ("rfm", {"monetary": "mean", "method": "r-compat"}),
    ("cohorts", {"show": "cumulative", "grain": "quarter"}),
    ("ltv", {"by": "status"}),
    ("churn", {"by": "status"}),
]
ENGLISH = re.compile(r"[a-z]{3,}")
NAMES = {"ltv"}
"""Words that are the same in Russian."""


@pytest.mark.parametrize(("name", "options"), RUNS)
def test_titles_and_headers_of_every_analysis_have_russian_words(name: str, options: dict[str, object]) -> None:
    result: Result = getattr(segkit, name)(SHOP, **options)
    say = wording("ru", {"status": "статус"})
    for panel in result.overview.values():
        hidden = {*(panel.pivot or ()), panel.heat}
        shown = [panel.title, *(column for column in panel.columns if column not in hidden)]
        english = [text for text in shown if set(ENGLISH.findall(say(text))) - NAMES]
        assert english == [], "give them words in segkit/words.py"
        assert len({say(column) for column in panel.frame.columns}) == panel.frame.width


def test_what_has_no_words_stays_as_it_is() -> None:
    say = wording("ru", {})
    assert (say("customer_id"), say(""), say("F 1")) == ("customer_id", "", "F 1")
    assert wording("en", {})("What to do") == "What to do"


def test_parts_of_a_text_are_looked_up_in_their_turn() -> None:
    say = wording("ru", {})
    assert say("Segments, the best first; averages of days, purchases and net revenue").endswith("чистая выручка")
    assert (
        say("Retention by age in months (* the month is not over)")
        == "Удержание по возрасту, месяцы (* период не закончен)"
    )


def test_display_names_go_before_words_and_blanks_at_the_end_stay() -> None:
    say = wording("ru", {"share": "часть", "champions": "Звёзды"})
    assert (say("share "), say("champions"), say("income")) == ("часть ", "Звёзды", "доход")


def test_a_template_has_the_same_blanks_to_fill_in_both_languages() -> None:
    for english, text in WORDS["ru"].items():
        assert english.count("{}") >= text.count("{}"), english
