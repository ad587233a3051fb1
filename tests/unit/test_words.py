"""Terminal tables in Russian: every title and header of every analysis has its words, and no two of a table are one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import segkit
from segkit.analyses import REGISTRY
from segkit.analyses.abc_xyz.words import CLASSES
from segkit.demo import shop
from segkit.errors import SegkitError
from segkit.result import Result
from segkit.words import WORDS, of_entity, wording

SHOP = Path(__file__).parents[2] / "examples" / "shop.parquet"
RUNS: dict[str, list[dict[str, object]]] = {
    "abcxyz": [{"value": "orders"}, {"xyz_by": "variation"}, {"xyz_by": "none", "abc_by": "count"}],
    "rfm": [{"monetary": "mean", "method": "r-compat"}, {"weights": "2,1,1", "map": "quadrants"}],
    "migrate": [{"analysis": "rfm"}, {"last": "3mo"}],
    "status": [{"inactive": "3x"}],
    "churn": [{"by": "status"}, {"grain": "week", "inactive": "2mo"}, {"inactive": "3x"}],
    "loss": [
        {"margin": "40%", "prevention_cost": 5000}, {"churn": "3%"}, {"inactive": "3x"}, {"cac": 5, "first_check": 9, "regular_check": 8},
        {"retention": "5%,10%", "customers": 100, "check": 10, "periods": 30, "new": 4},
        {"new": 10, "periods": 50, "purchases": 12, "check": 50, "churn": "10%,3%"},
    ],
    "cohorts": [{"show": "cumulative", "grain": "quarter"}, {"show": "customers"}, {"grain": "week"}],
    "seasonality": [{"of": "orders"}],
    "stats": [{"by": "weekday"}, {"by": "status"}, {"by": "week"}, {"first_only": True}],
    "summary": [{"time_unit": "week"}, {"spend_on": "all"}],
    "ltv": [
        {"by": "status"}, {"method": "historic", "cac": 5}, {"method": "simple", "by": "status"}, {"method": "formula", "cac": 3},
        {"model": "bg"}, {"model": "naive"}, {"no_backtest": True}, {"no_correction": True}, {"horizon": "3y"},
        {"horizon": "3mo", "discount": "10%", "discounting": "monthly", "margin": "40%", "cac": 3}, {"spend_on": "repeat"},
    ],
    "backtest": [{"horizon": "3mo", "origins": 6}, {"split": date(2024, 6, 30)}],
}  # fmt: skip
"""Options that bring other texts than the plain command."""

SMALL = shop(60)
DATA: dict[str, Path | pl.DataFrame] = {
    "shop": SHOP,
    "small": SMALL,
    "late": SMALL.filter(pl.col("order_date") > pl.date(2024, 10, 20)),
    "days": SMALL.select("customer_id", "order_date").unique(),
    "lines": SMALL.select("customer_id", "order_date", "amount"),
    "one": pl.DataFrame({"customer_id": ["a"], "order_date": [date(2024, 5, 3)], "amount": [5.0]}),
    "free": SMALL.select("customer_id", "order_id", "order_date").unique("order_id").with_columns(amount=0.0),
}

_KEPT = re.compile(
    r'--skip-status \S+|--[\w-]+(?: [A-Z]+| all)?|\b\w*_\w+|[ao] \+ b|\S+\.csv|«[^»]*»|"[^"]*"|\b[A-Z][A-Z/-]*\b'
)
"""Options, columns, files, what data are called, and abbreviations such as ABC, LTV, CAC or BG/NBD: alike in every language."""
_NAMES = {
    "Pareto",
    "Gamma",
    "alpha",
    "beta",
    "ltv",
    "rfm",
    "default",
    "quadrants",
    "status",
    "pareto",
    "mbg",
    "bg",
    "zero",
    "email",
}


def english(text: str) -> set[str]:
    """Return the English words of a Russian text."""
    return set(re.findall(r"[A-Za-z]{2,}", _KEPT.sub("", text))) - _NAMES


def texts(result: Result) -> Iterator[str]:
    """Yield what a terminal says of a result: headlines, titles, headers, texts in cells, notes."""
    if result.period is not None:
        yield f"{result.period}, as of {result.as_of}"
    yield from result.headline
    for panel in result.overview.values():
        yield panel.title
        yield from (name for name in panel.columns if name not in {*(panel.pivot or ()), panel.heat})
        labels = [name for name, column in panel.columns.items() if column.kind == "label"]
        yield from (cell for name in labels for cell in panel.frame[name].cast(pl.String).drop_nulls().unique())
    yield from (text for note in result.notes for text in (note.message, note.fix) if text is not None)


def results(name: str, with_options: str) -> Iterator[Result]:
    """Yield what an analysis makes of all data, and of those of one kind with options."""
    for kind, data in DATA.items():
        for options in ({}, *(RUNS.get(name, []) if kind == with_options else [])):
            with suppress(SegkitError):  # an analysis of money has nothing to say of days alone
                yield getattr(segkit, name)(data, **options)


@pytest.mark.parametrize("name", REGISTRY)
@pytest.mark.parametrize("with_options", ["small", pytest.param("days", marks=pytest.mark.deep)])
def test_every_text_of_every_analysis_has_russian_words(name: str, with_options: str) -> None:
    words, count = REGISTRY[name].load().words, 0
    for result in results(name, with_options):
        say = wording("ru", {**result.labels.get("ru", {})}, words)
        said = {text: say(text) for text in texts(result)}
        assert {text: now for text, now in said.items() if english(now)} == {}, f"give them words in {name}_words.py"
        for panel in result.overview.values():
            assert len({say(column) for column in panel.frame.columns}) == panel.frame.width
        count += 1
    assert count > 2


@pytest.mark.parametrize("options", [{}, {"weights": "2,1,1"}, {"monetary": "mean"}])
def test_every_line_of_an_explanation_has_russian_words(options: dict[str, object]) -> None:
    analysis, result = REGISTRY["rfm"].load(), segkit.rfm(SMALL, **options)
    say = wording("ru", result.labels["ru"], analysis.words)
    assert analysis.explain is not None
    for row in result.rows.rows(named=True):
        lines = analysis.explain(result, analysis.params.parse(options), row)
        assert {line: say(line) for line in lines if english(say(line))} == {}


def test_what_has_no_words_stays_as_it_is() -> None:
    say = wording("ru", {})
    assert (say("customer_id"), say(""), say("F 1")) == ("customer_id", "", "F 1")
    assert wording("en", {}, REGISTRY["rfm"].load().words)("What to do") == "What to do"
    assert say("from here to there") == "from here to there"  # a template of days takes no others


@pytest.mark.parametrize("english", ["ABC-XYZ classes of may.csv and june.csv", "RFM segments of may.csv and june.csv"])
def test_headlines_about_files_have_russian_words(english: str) -> None:
    said = wording("ru", {}, REGISTRY["migrate"].load().words)(english)
    assert said.endswith("may.csv и june.csv")
    assert "of" not in said.split()


def test_parts_of_a_text_are_looked_up_in_their_turn() -> None:
    say = wording("ru", {}, {"ru": {**REGISTRY["rfm"].load().words["ru"], **REGISTRY["cohorts"].load().words["ru"]}})
    assert say("Segments, the best first; averages of days, purchases and net revenue").endswith("чистая выручка")
    assert (
        say("Retention by age in months (* the month is not over)")
        == "Удержание по возрасту, месяцы (* период не закончен)"
    )


def test_display_names_go_before_words_and_blanks_at_the_end_stay() -> None:
    say = wording("ru", {"share": "часть", "champions": "Звёзды"}, REGISTRY["rfm"].load().words)
    assert (say("share "), say("champions"), say("income")) == ("часть ", "Звёзды", "доход")


def test_a_number_is_no_text_and_a_text_no_number() -> None:
    say = wording("ru", {}, {"ru": {"{n} of {} on {day}": "{1}: {0} ({2})", "all": "все"}})
    assert say("1,876 of all on 2024-12-31") == "все: 1,876 (2024-12-31)"
    assert say("-3.5 % of all on 2024-12-31") == "все: -3.5 % (2024-12-31)"
    for other in ("many of all on 2024-12-31", "3 of all on Monday"):
        assert say(other) == other


def test_a_text_about_items_has_the_words_of_one_about_customers() -> None:
    say = wording("ru", {}, {"ru": CLASSES}, "item")
    assert say("Items, income and purchases by cell") == say("Customers, income and purchases by cell")
    assert say("no item has a positive income: all are in the last class").startswith("ни у одного товара")


@pytest.mark.parametrize("name", [*REGISTRY, "the renderer"])
def test_no_other_text_asks_for_more_than_the_english_one_has(name: str) -> None:
    for texts_of in (WORDS if name == "the renderer" else REGISTRY[name].load().words).values():
        for english_text, text in texts_of.items():
            blanks = len(re.findall(r"\{(?:n|day|)\}", english_text))
            assert "{" not in text.format(*["x"] * blanks)


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


def doubtful() -> Iterator[pl.DataFrame]:
    """Yield sales that bring warnings of whoever guards the input."""
    days = [date(2024, 1 + n % 12, 1 + n % 28) for n in range(200)]
    plain = pl.DataFrame(
        {"customer_id": [f"c{n % 70}" for n in range(200)], "order_date": days, "amount": range(1, 201)}
    )
    numbered = plain.with_columns(order_id=pl.int_range(pl.len()))
    yield plain.with_columns(customer_id=pl.when(pl.col("amount") > 60).then("customer_id"))
    yield plain.drop("amount").with_columns(customer_id=pl.when(pl.int_range(pl.len()) > 60).then("customer_id"))
    yield plain.with_columns(currency=pl.when(pl.col("amount") > 60).then(pl.lit("USD")))
    yield plain.with_columns(customer_id=pl.when(pl.col("amount") < 200).then("customer_id").otherwise(pl.lit("Total")))
    yield plain.with_columns(
        customer_id=pl.when(pl.col("amount") < 199).then("customer_id").otherwise(pl.lit("c1 Total"))
    )
    yield plain.with_columns(customer_id=pl.when(pl.col("amount") < 180).then("customer_id").otherwise(pl.lit("n/a")))
    yield plain.with_columns(
        customer_id=pl.format(
            "{}@shop.{}", "customer_id", pl.when(pl.col("amount") > 9).then(pl.lit("ru")).otherwise(pl.lit("RU"))
        )
    )
    yield plain.with_columns(customer_id=pl.format("c{}", "amount"))
    yield pl.concat([plain, plain])
    yield pl.concat([numbered, numbered.head(2)])
    yield numbered.with_columns(pl.col("order_id") % 100)
    yield numbered.with_columns(
        pl.col("order_id") // 2,
        customer_id=pl.lit("a"),
        order_date=days[0],
        quantity="amount",
        price="amount",
        amount=5,
    )
    yield pl.concat(
        [plain.with_columns(order_id=pl.int_range(pl.len()) // 2, customer_id=pl.lit("a"), order_date=days[0])] * 2
    )


def test_every_warning_about_an_input_has_russian_words() -> None:
    say, codes = wording("ru", {}, REGISTRY["abcxyz"].load().words), set()
    for frame in doubtful():
        result = segkit.abcxyz(frame, value="revenue" if "amount" in frame.columns else "orders")
        codes |= {note.code for note in result.warnings}
        own = {"Total", "RU", "frame", "quantity", "price"}  # of the data
        assert {text: say(text) for text in texts(result) if english(say(text)) - own} == {}
    assert codes >= {
        "no-customer", "blank-currency", "total-rows", "everybody", "id-variants", "customer-per-order", "duplicate-rows",
        "repeated-orders", "shared-orders", "order-totals", "doubled-orders",
    }  # fmt: skip


def test_texts_about_a_sample_say_how_large_it_is() -> None:
    said = wording("ru", {})(
        "7 of 90 order ids in a sample of 1 in 32 belong to several customers: numbers that begin anew, "
        "several shops, or a wrong column; each customer's part is an order of its own"
    )
    assert said.startswith("номеров заказов у нескольких клиентов: 7 из 90 (в выборке: каждый 32-й); ")
