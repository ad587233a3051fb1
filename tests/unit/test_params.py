"""Parameters: fields with annotations as options, texts as values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import pytest

from segkit.errors import ParamsError
from segkit.frozen import frozen
from segkit.params import OptionGroups, Params
from segkit.periods import Duration
from segkit.values import NO_NAMES, Limits, Names, Number, Shares, plain


@frozen(kw_only=True)
class Sample(Params):
    bins: Annotated[int, "How many.", "COUNT"] = 5
    rate: Annotated[float, "How fast."] = 0.5
    loud: Annotated[bool, "Whether."] = False
    since: Annotated[date | None, "When."] = None
    within: Annotated[Duration | None, "How long."] = None
    limits: Annotated[Limits | None, "Where."] = None
    names: Annotated[Names, "Who."] = NO_NAMES
    shares: Annotated[Shares | None, "Which."] = None
    price: Annotated[Number | None, "How much."] = None
    grain: Annotated[Literal["week", "month"], "How coarse."] = "month"
    title_: Annotated[str | None, "What."] = None

    def problems(self) -> Iterator[str]:
        if self.bins < 2:
            yield "--bins is at least 2"
        if self.rate <= 0:
            yield "--rate is above 0"


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("bins", "7", 7),
        ("bins", 7, 7),
        ("rate", "0.25", 0.25),
        ("rate", 1, 1.0),
        ("loud", "yes", True),
        ("loud", "OFF", False),
        ("loud", True, True),
        ("since", "2024-12-31", date(2024, 12, 31)),
        ("since", date(2024, 12, 31), date(2024, 12, 31)),
        ("within", "2q", Duration(months=6)),
        ("limits", "80, 95", (Decimal(80), Decimal(95))),
        ("limits", (0.1, 1), (Decimal("0.1"), Decimal(1))),
        ("names", " a, b ,,c", ("a", "b", "c")),
        ("names", ["a b", "c"], ("a b", "c")),
        ("shares", "5%, 0.1", (Decimal("0.05"), Decimal("0.1"))),
        ("shares", 0.1, (Decimal("0.1"),)),
        ("shares", ["5%", 0.1], (Decimal("0.05"), Decimal("0.1"))),
        ("price", " 78.50", Decimal("78.5")),
        ("price", 0.1, Decimal("0.1")),
        ("grain", "week", "week"),
        ("title_", "x", "x"),
    ],
)
def test_texts_and_typed_values_are_read(name: str, given: object, value: object) -> None:
    assert getattr(Sample.parse({name: given}), name) == value


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [
        ("bins", "x", '--bins: "x" is not a whole number'),
        ("bins", "1.5", '--bins: "1.5" is not a whole number'),
        ("rate", "fast", '--rate: "fast" is not a number'),
        ("rate", "nan", '--rate: "nan" is not a number'),
        ("loud", "maybe", '--loud: "maybe" is not yes or no'),
        ("since", "31.12.2024", '--since: "31.12.2024" is not a date such as 2024-12-31'),
        ("within", "soon", '--within: "soon" is not a duration: Write it as 90d, 13w, 6mo, 2q or 1y.'),
        ("limits", "80;95", '--limits: "80;95" is not numbers separated by commas, such as 80,95'),
        ("limits", "nan,1", '--limits: "nan,1" is not numbers separated by commas, such as 80,95'),
        ("limits", 80, '--limits: "80" is not numbers separated by commas, such as 80,95'),
        ("shares", "5%,", '--shares: "5%," is not shares such as 5%,10%'),
        ("price", "inf", '--price: "inf" is not a number such as 12.5'),
        ("price", "1,5", '--price: "1,5" is not a number such as 12.5'),
        ("grain", "months", '--grain: "months" is none of week, month. Did you mean "month"?'),
    ],
)
def test_what_cannot_be_read_is_named_with_its_option(name: str, given: object, problem: str) -> None:
    with pytest.raises(ParamsError) as caught:
        Sample.parse({name: given})
    assert caught.value.problems == (problem,)


@pytest.mark.parametrize("sign", ["", "-"])
def test_whole_numbers_fit_into_64_bits(sign: str) -> None:
    most = 9_223_372_036_854_775_807
    assert Sample.parse({"bins": str(most)}).bins == most
    with pytest.raises(ParamsError, match="is beyond 9,223,372,036,854,775,807, the most that a whole number may be"):
        Sample.parse({"bins": f"{sign}{most + 1}"})


@pytest.mark.parametrize(
    "text", ["922337203685477", "-922337203685477", f"0.{'1' * 30}", f"1.{'1' * 30}{'0' * 9}", "1e14"]
)
def test_numbers_are_exact_to_thirty_decimals_and_in_the_range_of_money(text: str) -> None:
    assert Sample.parse({"price": text}).price == Decimal(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("922337203685478", "922337203685478 is beyond 922,337,203,685,477, the most that is counted exactly"),
        ("-1e400", "-1e400 is beyond 922,337,203,685,477"),
        (f"0.{'1' * 31}", f"0.{'1' * 31} has more than 30 decimals"),
        (f"0.{'1' * 38}", f"0.{'1' * 38} has more than 30 decimals"),
        (f"0.{'1' * 39}", f"0.{'1' * 38}... has more than 30 decimals"),
        (f"{'1' * 31}e-31", "has more than 30 decimals"),
    ],
)
def test_numbers_that_nobody_can_have_meant_are_refused(text: str, said: str) -> None:
    with pytest.raises(ParamsError) as caught:
        Sample.parse({"price": text})
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("name", "given"), [(name, "") for name in ("bins", "since", "names", "grain", "title_")] + [("names", " , ")]
)
def test_an_empty_text_is_no_value(name: str, given: str) -> None:
    with pytest.raises(ParamsError) as caught:
        Sample.parse({name: given})
    assert caught.value.problems == (f"--{name.strip('_')} is empty: is a variable unset?",)


@pytest.mark.parametrize("word", ["1", "true", "yes", "on", " Yes "])
def test_words_for_yes_are_true_and_those_for_no_are_false(word: str) -> None:
    opposite = {"1": "0", "true": "false", "yes": "no", "on": "off"}[word.strip().lower()]
    assert (Sample.parse({"loud": word}).loud, Sample.parse({"loud": opposite}).loud) == (True, False)


def test_whole_numbers_are_written_without_a_point() -> None:
    assert json.dumps(plain((Decimal(80), Decimal("95.0"), Decimal("0.5"), 7))) == "[80, 95, 0.5, 7]"


def test_blanks_are_a_text_and_no_names_a_list() -> None:
    assert Sample.parse({"title_": " ", "names": []}) == Sample(title_=" ")


def test_a_fraction_is_no_whole_number() -> None:
    with pytest.raises(ParamsError, match="is not a whole number"):
        Sample.parse({"bins": 2.7})


def test_all_problems_are_said_at_once() -> None:
    with pytest.raises(ParamsError) as unread:
        Sample.parse({"bins": "x", "rate": "y"})
    with pytest.raises(ParamsError) as wrong:
        Sample.parse({"bins": 1, "rate": "-1"})
    assert len(unread.value.problems) == 2
    assert wrong.value.problems == ("--bins is at least 2", "--rate is above 0")


def test_none_stands_for_the_default() -> None:
    assert Sample.parse({"bins": None, "grain": None}) == Sample()


@pytest.mark.parametrize(
    ("name", "flag", "metavar"),
    [
        ("bins", "--bins", "COUNT"),
        ("rate", "--rate", "X"),
        ("since", "--since", "YYYY-MM-DD"),
        ("limits", "--limits", "A,B"),
        ("grain", "--grain", "week|month"),
        ("title_", "--title", "TEXT"),
    ],
)
def test_a_field_is_an_option_of_the_command_line(name: str, flag: str, metavar: str) -> None:
    option = next(option for option in Sample.options() if option.name == name)
    assert (option.flag, option.metavar) == (flag, metavar)


def test_options_keep_the_order_help_and_defaults_of_the_fields() -> None:
    options = Sample.options()
    assert [option.name for option in options][:3] == ["bins", "rate", "loud"]
    assert [option.help for option in options][:3] == ["How many.", "How fast.", "Whether."]
    assert [option.default for option in options][:3] == [5, 0.5, False]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ((Decimal(80), Decimal("0.5")), [80, 0.5]),
        (date(2024, 1, 31), "2024-01-31"),
        (Duration(months=12), "12mo"),
        (None, None),
        (True, True),
        ("x", "x"),
        (("a", "b"), ["a", "b"]),
    ],
)
def test_parameters_are_written_as_json_can_hold_them(value: object, written: object) -> None:
    assert plain(value) == written


def test_all_parameters_are_written_under_their_names() -> None:
    assert Sample(title_="x").as_dict()["title"] == "x"
    assert set(Sample().as_dict()) == {option.name.strip("_") for option in Sample.options()}


@frozen(kw_only=True)
class Other(Params):
    size: Annotated[int, "How large."] = 1
    grain: Annotated[str, "How coarse."] = "day"


def test_groups_take_their_own_options_and_are_found_by_their_class() -> None:
    groups = OptionGroups.parse((Sample, Other), {"bins": "7", "size": "3", "grain": "week", "nobody": "x"})
    assert (groups[Sample].bins, groups[Other].size) == (7, 3)
    assert (groups[Sample].grain, groups[Other].grain) == ("week", "week")
    assert [type(group) for group in groups] == [Sample, Other]


def test_the_problems_of_all_groups_are_told_at_once() -> None:
    with pytest.raises(ParamsError) as caught:
        OptionGroups.parse((Sample, Other), {"bins": "1", "rate": "0", "size": "x"})
    assert caught.value.problems == ("--bins is at least 2", "--rate is above 0", '--size: "x" is not a whole number')


def test_problems_come_in_the_order_of_what_was_given() -> None:
    with pytest.raises(ParamsError) as caught:
        OptionGroups.parse((Sample,), {"within": "x", "bins": "x"})
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["--within", "--bins"]
