"""A gate is kept, broken, or not judged; a fact that is no number is never taken for kept."""

from __future__ import annotations

import pytest

from segkit.cli.gates import Condition, GateOptions, check_facts, conditions, unjudged
from segkit.errors import GateError, ParamsError
from segkit.values import Names


@pytest.mark.parametrize(
    ("fact", "end"),
    [(3.0, "broken"), (7, "kept"), (float("nan"), "unjudged"), (None, "unjudged"), ("many", "unjudged")],
)
def test_a_gate_is_kept_broken_or_not_judged(fact: object, end: str) -> None:
    given = {"--fail-on": Condition.parse("share < 5")}
    facts = {"share": fact}
    assert bool(list(unjudged(given, facts))) == (end == "unjudged")  # type: ignore[arg-type]
    if end == "broken":
        with pytest.raises(GateError, match="share is 3"):
            check_facts(given, facts)  # type: ignore[arg-type]
    else:
        check_facts(given, facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("symbol", "broken_by"),
    [("<", [4]), ("<=", [4, 5]), (">", [6]), (">=", [5, 6]), ("==", [5]), ("!=", [4, 6])],
)
def test_each_comparison_breaks_the_gate_where_it_is_so(symbol: str, broken_by: list[int]) -> None:
    given = conditions(GateOptions(fail_on=Names((f"share{symbol}5",))))
    found = []
    for fact in (4, 5, 6):
        try:
            check_facts(given, {"share": fact})
        except GateError:
            found.append(fact)
    assert found == broken_by


@pytest.mark.parametrize(
    ("written", "number"),
    [("a<50%", 0.5), (" a < 2.5 % ", 0.025), ("a<50", 50), ("a<-3", -3), ("a<+0.25", 0.25), ("a<100%", 1)],
)
def test_a_percentage_is_a_hundredth_and_any_other_number_itself(written: str, number: float) -> None:
    assert Condition.parse(written) == Condition("a", "<", number)


@pytest.mark.parametrize("written", ["a", "a<", "a=5", "a<5x", "a<5%%", "a<5 and more", "A<5", "a<five", "a<.5"])
def test_what_is_no_condition_is_a_problem_whatever_it_begins_with(written: str) -> None:
    example = "is no condition such as golden_income_share < 50%"
    assert list(GateOptions(fail_on=Names((written,))).problems()) == [f'--fail-on "{written}" {example}']
    with pytest.raises(ParamsError, match="is no condition"):
        Condition.parse(written)


def test_all_broken_gates_are_named_a_line_each_with_what_was_written() -> None:
    given = conditions(GateOptions(fail_on=Names(("a > 1", "b == 2", "c < 0"))), {"--max-churn 3%": "d > 3%"})
    with pytest.raises(GateError) as caught:
        check_facts(given, {"a": 2, "b": 2.0, "c": 1, "d": 0.25})
    lines = ["--fail-on a > 1: a is 2", "--fail-on b == 2: b is 2", "--max-churn 3%: d is 0.25"]
    assert (caught.value.message.splitlines(), caught.value.fix) == (lines, "The result was written.")


def test_at_least_no_rows_may_be_asked_for_but_not_fewer() -> None:
    assert not list(GateOptions(min_rows=0).problems())
    assert list(GateOptions(min_rows=-1).problems()) == ["--min-rows -1 is negative"]


def test_a_percentage_is_the_very_number_that_it_is_written_as() -> None:
    assert 33.3 / 100 < 0.333  # in floating point, so that a share of exactly 33.3 % would be above it
    assert Condition.parse("share > 33.3%").number == 0.333
    check_facts({"--fail-on": Condition.parse("share > 33.3%")}, {"share": 333 / 1000})


def test_a_broken_gate_tells_the_digits_that_broke_it() -> None:
    with pytest.raises(GateError, match=r"income is 1234567\.89\n"):
        check_facts({"--fail-on": Condition.parse("income < 1234567.9")}, {"income": 1234567.89})
