"""Options of an export that contradict one another, or are out of range."""

from __future__ import annotations

from typing import Any

import pytest

from segkit.errors import ParamsError
from segkit.targets.options import TargetOptions, WhoOptions

SPLIT = "--split-test wants 2 to 26 shares above 0 that add up to 100, such as 50,50"


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"days": -1, "suppress": "sent.csv"}, ["--days -1 is negative"]),
        ({"min_size": -1, "max_size": -2}, ["--min-size -1 is negative", "--max-size -2 is negative"]),
        ({"days": 3}, ["--days goes with --suppress"]),
        ({"as_of": "2024-01-31"}, ["--as-of goes with --days"]),
        ({"split_test": "100"}, [SPLIT]),
        ({"split_test": "0,100"}, [SPLIT]),
        ({"split_test": "-10,110"}, [SPLIT]),
        ({"split_test": "50,49.9"}, [SPLIT]),
        ({"split_test": [100 / 27] * 27}, [SPLIT]),
    ],
)
def test_what_cannot_be_is_named(given: dict[str, Any], problems: list[str]) -> None:
    with pytest.raises(ParamsError) as caught:
        WhoOptions.parse(given)
    assert list(caught.value.problems) == problems


@pytest.mark.parametrize(
    "given",
    [
        {"days": 0, "suppress": "sent.csv", "as_of": "2024-01-31"},
        {"min_size": 0, "max_size": 0},
        {"split_test": "0.5,99.5"},
        {"split_test": [4] * 24 + [2, 2]},
    ],
)
def test_ends_of_the_ranges_are_taken(given: dict[str, Any]) -> None:
    assert WhoOptions.parse(given) != WhoOptions()


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (None, "--to says which tool the list is for: mailchimp, klaviyo, brevo, "),
        ("mailchip", '--to: no target "mailchip". Did you mean "mailchimp"? Targets: mailchimp, '),
        ("", '--to: no target "". Targets: mailchimp, '),
        ("plain", None),
    ],
)
def test_the_target_is_one_that_there_is(to: str | None, said: str | None) -> None:
    problems = list(TargetOptions(to=to).problems())
    assert len(problems) == (said is not None)
    assert said is None or problems[0].startswith(said)
