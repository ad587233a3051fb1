"""Segment maps: every combination of scores exactly once, or a refusal that lists what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from segkit.analyses.rfm.segment_maps import (
    DEFAULT,
    LANGUAGES,
    SegmentMap,
    all_codes,
    map_of,
    map_problems,
    segment_map,
)
from segkit.errors import ParamsError
from segkit.values import Table


def table(segments: dict[str, Any], scores: str = "RF") -> Table:
    return Table("own", {"scores": scores, "segments": segments})


def problems(segments: dict[str, Any], scores: str = "RF", bins: int = 2) -> list[str]:
    return list(map_problems(table(segments, scores), bins))


GOOD = {"good": {"codes": ["2[1-2]"]}, "bad": {"codes": ["1[1-2]"]}}


@pytest.mark.parametrize(("name", "bins"), [("default", 5), *(("quadrants", bins) for bins in range(2, 10))])
def test_built_in_maps_hold_every_code_exactly_once(name: str, bins: int) -> None:
    found = segment_map(Table(name), bins)
    assert list(map_problems(Table(name), bins)) == []
    codes = [code for segment in found.segments for pattern in segment.codes for code in expanded(pattern)]
    assert sorted(codes) == all_codes(found.scores, bins)
    assert set(found.key_of_codes()) == set(codes)


def expanded(pattern: str) -> list[str]:
    """Return the codes of a pattern of digits and ranges, read letter by letter."""
    codes = [""]
    rest = pattern
    while rest:
        part, _, after = rest[1:].partition("]") if rest[0] == "[" else (rest[0], "", rest[1:])
        low, _, high = part.partition("-")
        codes = [code + str(digit) for code in codes for digit in range(int(low), int(high or low) + 1)]
        rest = after
    return codes


def test_built_in_maps_have_names_and_actions_in_every_language() -> None:
    for name in ("default", "quadrants"):
        for segment in segment_map(Table(name), 5).segments:
            for texts in (segment.label, segment.action):
                assert set(texts) == set(LANGUAGES)
                assert all(texts.values())
            assert segment.label["en"].isascii()
            assert not segment.label["ru"].isascii()


def test_the_default_map_has_ten_segments_the_best_first() -> None:
    keys = segment_map(DEFAULT, 5).keys
    assert len(keys) == 10
    assert (keys[0], keys[-1]) == ("champions", "hibernating")


@pytest.mark.parametrize(
    ("bins", "code", "key"),
    [
        (5, "444", "recent_frequent_big"), (5, "333", "lapsed_rare_small"), (5, "543", "recent_frequent_small"),
        (5, "155", "lapsed_frequent_big"), (4, "322", "recent_rare_small"), (4, "233", "lapsed_frequent_big"),
        (2, "212", "recent_rare_big"), (9, "656", "recent_rare_big"),
    ],
)  # fmt: skip
def test_quadrants_are_above_the_middle_or_not(bins: int, code: str, key: str) -> None:
    assert segment_map(Table("quadrants"), bins).key_of_codes()[code] == key


def test_the_default_map_is_for_five_scores() -> None:
    assert list(map_problems(DEFAULT, 3)) == ["it is for 5 scores, not 3: use --map quadrants, or one of your own"]


def test_an_own_map_is_read() -> None:
    found = segment_map(table(GOOD), 2)
    assert (found.scores, found.keys) == ("RF", ["good", "bad"])
    assert found.key_of_codes() == {"21": "good", "22": "good", "11": "bad", "12": "bad"}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["51", "5[2-3]", "5[45]"], {"51", "52", "53", "54", "55"}),
        (["[1-24]1"], {"11", "21", "41"}),
        (["[1-3][5]"], {"15", "25", "35"}),
    ],
)
def test_codes_are_digits_ranges_and_sets(codes: list[str], expected: set[str]) -> None:
    found = SegmentMap("own", "RF", segment_map(every_other(codes), 5).segments[:1])
    assert set(found.key_of_codes()) == expected


def every_other(codes: list[str]) -> Table:
    """Return a map of the codes and a segment of all the others."""
    taken = {code for pattern in codes for code in expanded_sets(pattern)}
    return table({"some": {"codes": codes}, "others": {"codes": [c for c in all_codes("RF", 5) if c not in taken]}})


def expanded_sets(pattern: str) -> list[str]:
    known = {"5[45]": ["54", "55"], "[1-24]1": ["11", "21", "41"]}
    return known.get(pattern) or expanded(pattern)


def test_codes_may_be_whole_numbers() -> None:
    assert segment_map(table({"good": {"codes": [21, 22]}, "bad": {"codes": [11, 12]}}), 2).keys == ["good", "bad"]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ({"a": {"codes": ["2[1-2]"]}}, "without a segment: 11, 12"),
        ({"a": {"codes": ["[1-2][1-2]"]}, "b": {"codes": ["21"]}}, "in more than one segment: 21 (a, b)"),
        ({"a": {"codes": ["[1-2][1-2]", "21"]}}, "in more than one segment: 21 (a, a)"),
        ({**GOOD, "c": {"codes": ["31", "[1-2]5"]}}, "from 1 to 2, and go beyond in 31, [1-2]5"),
        ({**GOOD, "c": {"codes": ["212"]}}, "codes are 2 scores (RF) from 1 to 2, and go beyond in 212"),
        ({"a": {"codes": ["[1-2"]}}, 'segment "a": code "[1-2" is not one such as [1-2]5'),
        ({"a": {"codes": ["2[2-1]"]}}, 'segment "a": code "2[2-1]" is not one'),
        ({"a": {"codes": ["0[1-2]"]}}, 'code "0[1-2]" is not one'),
        ({"a": {"codes": []}}, 'segment "a" has no codes'),
        ({"a": {"codes": "11"}}, 'segment "a" has no codes'),
        ({"a": {}}, 'segment "a" has no codes'),
        ({"a": 5}, 'segment "a" is no table'),
        ({"Good ones": {"codes": ["[1-2][1-2]"]}}, 'segment "Good ones": a name is made of small letters'),
        ({"no_purchase": {"codes": ["[1-2][1-2]"]}}, "is not no_purchase"),
        ({"a": {"codes": ["[1-2][1-2]"], "lable": "A"}}, 'segment "a" has "lable"'),
        ({"a": {"codes": ["[1-2][1-2]"], "label": {"de": "A"}}}, 'label of "a" has "de"'),
        ({"a": {"codes": ["[1-2][1-2]"], "action": 5}}, 'action of "a" is a text'),
        ({}, "there are no segments"),
        ({"a": {"codes": ["1[1-2]"], "label": " "}, "b": {"codes": ["2[1-2]"]}}, 'label of "a" is empty in en'),
        (
            {"a": {"codes": ["1[1-2]"], "label": "Top"}, "b": {"codes": ["2[1-2]"], "label": {"ru": " top"}}},
            "label of a, b is the same in ru",
        ),
        (
            {"a_b": {"codes": ["1[1-2]"]}, "b": {"codes": ["2[1-2]"], "label": "A B"}},
            "label of a_b, b is the same in en",
        ),
    ],
)
def test_what_is_wrong_is_listed(segments: dict[str, Any], expected: str) -> None:
    assert any(expected in problem for problem in problems(segments)), problems(segments)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = problems({"A": {"codes": ["x"], "lable": ""}, "b": {}})
    assert len(found) == 4
    found = problems({"a": {"codes": ["1[1-2]"]}, "b": {"codes": ["12"]}})
    assert found == ["without a segment: 21, 22", "in more than one segment: 12 (a, b)"]


def test_a_long_list_of_missing_codes_is_cut() -> None:
    (problem,) = problems({"a": {"codes": ["111"]}}, "RFM", 9)
    assert problem.endswith("and 698 more")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, ["scores is one of RF, RFM"]),
        ({"scores": "FM"}, ["scores is one of RF, RFM"]),
        ({"scores": "RF", "segments": 5}, ["there are no segments: [rfm.maps.NAME.segments.KEY]"]),
        (
            {"score": "RF"},
            ['the map has "score", which is none of scores, segments. Did you mean "scores"?', "scores is one of RF, RFM"],
        ),
        ({"scores": "RF", "segments": GOOD, "lang": "en"}, ['the map has "lang", which is none of scores, segments.']),
    ],
)  # fmt: skip
def test_a_table_that_is_no_map_is_told_why(values: dict[str, Any], told: list[str]) -> None:
    assert list(map_problems(Table("own", values), 2)) == told


def test_an_unknown_name_is_told_with_the_closest_one() -> None:
    (problem,) = map_problems(Table("quadrant"), 5)
    assert 'no map "quadrant". Did you mean "quadrants"?' in problem
    with pytest.raises(ParamsError):
        segment_map(Table("quadrant"), 5)


def test_a_text_stands_for_every_language_and_a_missing_label_is_made_of_the_key() -> None:
    segments = {
        "first_one": {"codes": ["2[1-2]"], "label": {"ru": "Первые"}, "action": "Call"},
        "last_one": {"codes": ["1[1-2]"]},
    }
    found = segment_map(table(segments), 2)
    first, last = found.segments
    assert first.label == {"en": "Первые", "ru": "Первые"}
    assert first.action == {"en": "Call", "ru": "Call"}
    assert (last.label["ru"], last.action["en"]) == ("Last one", "")
    assert found.labels["ru"]["first_one"] == "Первые"


def test_words_stand_for_keys_or_display_names_in_any_case() -> None:
    found = segment_map(DEFAULT, 5).named(["at_risk", "AT RISK", "спящие", "nobody"])
    assert found == {"at_risk": "at_risk", "AT RISK": "at_risk", "спящие": "hibernating"}


def test_the_map_of_a_result_is_found_again() -> None:
    assert map_of("quadrants", 4) == segment_map(Table("quadrants"), 4)
    assert map_of({"name": "own", "scores": "RF", "segments": GOOD}, 2) == segment_map(table(GOOD), 2)


def test_the_pattern_of_a_code() -> None:
    champions = segment_map(DEFAULT, 5).segment("champions")
    assert champions.pattern_of("54") == "5[4-5]"
