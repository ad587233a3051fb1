"""The error tree."""

from __future__ import annotations

import pytest

from segkit import errors
from segkit.errors import ParamsError, SegkitError, columns_there, did_you_mean


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (SegkitError, 1),
        (ParamsError, 2),
        (errors.DataError, 3),
        (errors.MissingColumnError, 3),
        (errors.UnreadableInputError, 3),
        (errors.EmptyInputError, 3),
        (errors.RejectedRowsError, 3),
        (errors.OutputError, 3),
        (errors.ModelError, 3),
        (errors.GateError, 4),
    ],
)
def test_every_error_has_the_exit_code_of_the_table(kind: type[SegkitError], code: int) -> None:
    assert issubclass(kind, SegkitError)
    assert kind.exit_code == code


def test_an_error_says_what_and_how_to_settle_it() -> None:
    error = errors.DataError("no date", fix="--date COLUMN", column="when")
    assert str(error) == "no date\n--date COLUMN"
    assert error.facts == {"column": "when"}


def test_an_error_without_a_fix_is_its_message() -> None:
    assert str(errors.DataError("no date")) == "no date"


def test_all_problems_of_parameters_are_said_at_once() -> None:
    error = ParamsError(["one", "two"])
    assert error.problems == ("one", "two")
    assert str(error) == "one\ntwo"


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("amuont", ["amount", "date"], ' Did you mean "amount"?'),
        ("CUSTOMER", ["Customer"], ' Did you mean "Customer"?'),
        ("xyz", ["amount", "date"], ""),
        ("month", ["months", "mouth", "year"], ' Did you mean "months" or "mouth"?'),
    ],
)
def test_the_closest_names_are_offered(name: str, known: list[str], said: str) -> None:
    assert did_you_mean(name, known) == said


def test_the_columns_that_there_are_fit_on_a_screen() -> None:
    assert columns_there(["a", "b"]) == "Columns: a, b"
    many = columns_there([f"c{n}" for n in range(45)])
    assert (many.startswith("Columns: c0, c1, "), many.endswith(", c39, and 5 more")) == (True, True)
