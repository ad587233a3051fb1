"""Which contacts the words of --only choose."""

from __future__ import annotations

import polars as pl
import pytest

from segkit.errors import DataError
from segkit.targets.choice import chosen_rows

TABLE = pl.DataFrame(
    {
        "id": list("abcdef"),
        "segment": ["champions", "at_risk", "Mine Own", "new", None, "champions"],
        "abc_xyz_class": ["AX", "BY", "CZ", "AY", "CX", None],
    }
)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["champions"], "af"), (["CHAMPIONS"], "af"), (["Champ*"], "af"), (["mine own"], "c"),
        # display names in any language and case
        (["At risk"], "b"), (["В ЗОНЕ РИСКА"], "b"),
        (["golden"], "ad"), (["GOLDEN"], "ad"), (["AX"], "a"), (["ax"], "a"), (["?X"], "ae"),
        # a letter is a class of its own, in either place
        (["a"], "ad"), (["X"], "ae"),
        (["new", "BY"], "bd"),
        # segments that segkit knows or the configuration names may be empty
        (["loyal"], ""), (["LOYAL"], ""), (["Cant*"], ""), (["spring"], ""), (["SPRING"], ""), (["no_purchase"], ""),
        (["own two"], ""), (["U"], ""), (["BX"], ""), (["Hibernating"], ""),
    ],
)  # fmt: skip
def test_words_stand_for_segments_classes_patterns_and_display_names(words: list[str], ids: str) -> None:
    assert "".join(TABLE.filter(chosen_rows(TABLE, words, "list.csv", ["spring", "Own Two"]))["id"]) == ids


def test_whoever_is_not_chosen_can_be_dropped() -> None:
    assert "".join(TABLE.filter(~chosen_rows(TABLE, ["champions"], "list.csv"))["id"]) == "bcde"


def test_a_column_of_classes_alone_will_do() -> None:
    letters = TABLE.select("id", abc_class=pl.col("abc_xyz_class").str.head(1))
    assert "".join(letters.filter(chosen_rows(letters, ["a"], "list.csv"))["id"]) == "ad"


def test_words_of_nothing_are_all_named_with_what_there_is() -> None:
    with pytest.raises(DataError) as caught:
        chosen_rows(TABLE, ["champion", "zzzz", "AX"], "list.csv")
    assert caught.value.message.splitlines() == [
        '--only: no class or segment "champion" in list.csv. Did you mean "champions"?',
        '--only: no class or segment "zzzz" in list.csv.',
    ]
    assert caught.value.fix == "It has: AX, AY, BY, CX, CZ, Mine Own, at_risk, champions, new"


def test_a_table_without_classes_is_refused() -> None:
    with pytest.raises(DataError, match=r"list\.csv has no column of classes or segments for --only"):
        chosen_rows(TABLE.select("id"), ["champions"], "list.csv")


def test_nobody_may_be_golden_this_month() -> None:
    poor = TABLE.filter(pl.col("abc_xyz_class").is_in(["BY", "CZ"]))
    assert poor.filter(chosen_rows(poor, ["golden"], "list.csv")).is_empty()


def test_a_column_of_xyz_classes_alone_will_do_too() -> None:
    letters = TABLE.select("id", xyz_class=pl.col("abc_xyz_class").str.tail(1))
    assert "".join(letters.filter(chosen_rows(letters, ["x", "z"], "list.csv"))["id"]) == "ace"


def test_golden_is_among_what_may_have_been_meant_and_no_class_is_said_to_be_none() -> None:
    empty = TABLE.select("id", segment=pl.lit(None, pl.String))
    with pytest.raises(DataError, match='Did you mean "golden"') as caught:
        chosen_rows(empty, ["goldn"], "list.csv")
    assert caught.value.fix == "It has: none"
