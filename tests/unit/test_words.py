"""Terminal tables in Russian: every title and header of every analysis has its words, and no two of a table are one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import segkit
from segkit.result import Result
from segkit.words import WORDS, of_entity, wording

SHOP = Path(__file__).parents[2] / "examples" / "shop.parquet"
SPOKEN = ("abcxyz", "rfm", "cohorts", "churn", "segment", "summary", "ltv", "migrate", "stats", "seasonality", "status")
"""Analyses that have words; a new one may be English for a while."""
RUNS = [
    *((name, {}) for name in SPOKEN),
    ("abcxyz", {"value": "orders"}),
    ("abcxyz", {"xyz_by": "variation"}),
    ("rfm", {"monetary": "mean", "method": "r-compat"}),
    ("cohorts", {"show": "cumulative", "grain": "quarter"}),
    ("ltv", {"by": "status"}),
    ("migrate", {"analysis": "rfm"}),
    ("stats", {"by": "weekday"}),
    ("churn", {"by": "status"}),
]
ENGLISH = re.compile(r"[a-z]{3,}")
NAMES = {"ltv", "only", "risk"}
"""Words that are the same in Russian: options and their values too."""


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


@pytest.mark.parametrize("english", ["ABC-XYZ classes of may.csv and june.csv", "RFM segments of may.csv and june.csv"])
def test_headlines_about_files_have_russian_words(english: str) -> None:
    said = wording("ru", {})(english)
    assert said.endswith("may.csv и june.csv")
    assert "of" not in said.split()


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


@pytest.mark.parametrize(
    ("text", "item", "entity"),
    [
        ("Customers by class", "Items by class", "Entities by class"),
        ("a customer of CUSTOMERS", "an item of Items", "an entity of Entities"),
        ("Customers by customer", "Items by customer", "Entities by customer"),
        ("Клиенты и доля клиентов", "Товары и доля товаров", "Объекты и доля объектов"),
        ("customers.csv has no customer_id, see --customer", *["customers.csv has no customer_id, see --customer"] * 2),
    ],
)
def test_texts_about_customers_become_texts_about_items_but_not_names(text: str, item: str, entity: str) -> None:
    assert (of_entity(text, "customer"), of_entity(text, "item"), of_entity(text, "region")) == (text, item, entity)


@pytest.mark.parametrize("name", ["migrate", "status", "stats", "churn", "cohorts", "rfm"])
def test_no_text_of_a_result_about_items_is_about_customers(name: str) -> None:
    result: Result = getattr(segkit, name)(SHOP, per="item")
    said = " ".join([*result.headline, *(note.message for note in result.notes)])
    assert not re.search(r"\bcustomers?\b", said, re.IGNORECASE)


def test_what_is_quoted_and_names_of_files_stay_as_they_are_written() -> None:
    text = 'our customer copy.csv is our customer list.csv; ids in "my customer" of 3 customers'
    assert of_entity(text, "item", ["our customer list.csv", "our customer copy.csv"]) == text.replace(
        "3 customers", "3 items"
    )
