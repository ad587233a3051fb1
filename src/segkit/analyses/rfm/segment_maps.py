"""Segment maps: which scores are which named segment, checked to cover every combination exactly once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Any

from segkit.analyses.rfm.built_in_maps import BUILT_IN
from segkit.errors import ParamsError, did_you_mean
from segkit.frozen import frozen
from segkit.values import Table

DEFAULT = Table("default")

NO_PURCHASE = "no_purchase"
"""The segment of customers with returns only, where they are in the rows; no map may have it."""

BUILT_IN_SEGMENTS = tuple((*built(5)["segments"], NO_PURCHASE) for built in BUILT_IN.values())
"""The segments of each built-in map."""

LANGUAGES = ("en", "ru")
SCORES = ("RF", "RFM")

_DEFAULT_BINS = 5
_LISTED = 30
_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
_CODE = re.compile(r"(?:[1-9]|\[(?:[1-9](?:-[1-9])?)+\])+")
_PART = re.compile(r"[1-9]|\[[^\]]*\]")
_RANGE = re.compile(r"([1-9])(?:-([1-9]))?")


@frozen
class Segment:
    """A named segment: the patterns of its codes, its display names and what to do about it, by language."""

    key: str
    codes: tuple[str, ...]
    label: Mapping[str, str]
    action: Mapping[str, str]

    def pattern_of(self, code: str) -> str:
        """Return the pattern that ``code`` belongs to."""
        return next(pattern for pattern in self.codes if code in _codes(pattern))


@frozen
class SegmentMap:
    """A complete and disjoint map from codes (``"54"``: recency 5, frequency 4) to segments, the best first."""

    name: str
    scores: str
    """Which scores make a code: RF or RFM."""
    segments: tuple[Segment, ...]

    @property
    def keys(self) -> list[str]:
        """The keys of the segments."""
        return [segment.key for segment in self.segments]

    @property
    def labels(self) -> dict[str, dict[str, str]]:
        """Display names by language: of the segments, and of their actions under the English text."""
        return {
            language: {segment.key: segment.label[language] for segment in self.segments}
            | {segment.action["en"]: segment.action[language] for segment in self.segments}
            for language in LANGUAGES
        }

    def named(self, words: Sequence[str]) -> dict[str, str]:
        """Return the keys that words stand for, keys or display names in any case; words of no segment are left out."""
        known = {name.casefold(): s.key for s in self.segments for name in (*s.label.values(), s.key)}
        return {word: known[word.casefold()] for word in words if word.casefold() in known}

    def key_of_codes(self) -> dict[str, str]:
        """Return the segment of every code."""
        return {code: segment.key for segment in self.segments for pattern in segment.codes for code in _codes(pattern)}

    def segment(self, key: str) -> Segment:
        """Return the segment of a key."""
        return next(segment for segment in self.segments if segment.key == key)


def all_codes(scores: str, bins: int) -> list[str]:
    """Return every combination of scores from 1 to ``bins``, in ascending order."""
    return ["".join(code) for code in product("123456789"[:bins], repeat=len(scores))]


def segment_map(table: Table, bins: int) -> SegmentMap:
    """Return the map that ``table`` describes; raise ParamsError with everything that is wrong with it."""
    values = table.values
    if values is None:
        if table.name not in BUILT_IN:
            hint = did_you_mean(table.name, BUILT_IN)
            known = " and ".join(BUILT_IN)
            raise ParamsError(
                f'no map "{table.name}".{hint} Built in: {known}; own ones: [rfm.maps.NAME] in segkit.toml'
            )
        if table == DEFAULT and bins != _DEFAULT_BINS:
            raise ParamsError(f"it is for {_DEFAULT_BINS} scores, not {bins}: use --map quadrants, or one of your own")
        values = BUILT_IN[table.name](bins)
    problems = list(_problems(values, bins))
    if problems:
        raise ParamsError(problems)
    segments = tuple(_segment(key, described) for key, described in values["segments"].items())
    return SegmentMap(table.name, values["scores"], segments)


def map_of(described: object, bins: int) -> SegmentMap:
    """Return the map that the parameters of a result name or describe."""
    if not isinstance(described, Mapping):
        return segment_map(Table(str(described)), bins)
    values = {name: value for name, value in described.items() if name != "name"}
    return segment_map(Table(str(described["name"]), values), bins)


def map_problems(table: Table, bins: int) -> Iterator[str]:
    """Yield everything that is wrong with a map."""
    try:
        segment_map(table, bins)
    except ParamsError as error:
        yield from error.problems


def _problems(values: Mapping[str, Any], bins: int) -> Iterator[str]:
    yield from _unknown("the map", values, ("scores", "segments"))
    segments = values.get("segments")
    if values.get("scores") not in SCORES:
        yield f"scores is one of {', '.join(SCORES)}"
        return
    if not isinstance(segments, Mapping) or not segments:
        yield "there are no segments: [rfm.maps.NAME.segments.KEY]"
        return
    wrong = [problem for key, described in segments.items() for problem in _segment_problems(key, described)]
    yield from wrong
    if not wrong:
        yield from _label_problems([_segment(key, described) for key, described in segments.items()])
        codes = {key: tuple(map(str, described["codes"])) for key, described in segments.items()}
        yield from _cover_problems(codes, values["scores"], bins)


def _segment_problems(key: str, described: object) -> Iterator[str]:
    if not _NAME.fullmatch(key) or key == NO_PURCHASE:
        yield f'segment "{key}": a name is made of small letters, digits and _, and is not {NO_PURCHASE}'
    if not isinstance(described, Mapping):
        yield f'segment "{key}" is no table'
        return
    yield from _unknown(f'segment "{key}"', described, ("codes", "label", "action"))
    codes = described.get("codes")
    if not isinstance(codes, Sequence) or isinstance(codes, str) or not codes:
        yield f'segment "{key}" has no codes, such as codes = ["[1-2]5"]'
    else:
        bad = [str(code) for code in codes if not (_CODE.fullmatch(str(code)) and _codes(str(code)))]
        yield from (f'segment "{key}": code "{code}" is not one such as [1-2]5' for code in bad)
    for name in ("label", "action"):
        value = described.get(name, "")
        if isinstance(value, Mapping):
            yield from _unknown(f'{name} of "{key}"', value, LANGUAGES)
        elif not isinstance(value, str):
            yield f'{name} of "{key}" is a text, or texts by language: {{en = "...", ru = "..."}}'


def called_alike(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the keys of ``names`` by what they are called, in whatever case and with whatever blanks."""
    called: dict[str, list[str]] = {}
    for key, name in names.items():
        called.setdefault(" ".join(name.split()).casefold(), []).append(key)
    return called


def _label_problems(segments: Sequence[Segment]) -> Iterator[str]:
    """Yield the segments without a display name, and those that have the same in a language: words stand for either."""
    for language in LANGUAGES:
        called = called_alike({segment.key: segment.label[language] for segment in segments})
        yield from (f'label of "{key}" is empty in {language}' for key in called.pop("", []))
        yield from (f"label of {_listed(keys)} is the same in {language}" for keys in called.values() if len(keys) > 1)


def _cover_problems(codes: Mapping[str, Sequence[str]], scores: str, bins: int) -> Iterator[str]:
    """Yield the codes without a segment, those with several, and the patterns beyond the scores."""
    found: dict[str, list[str]] = {code: [] for code in all_codes(scores, bins)}
    beyond = []
    for key, patterns in codes.items():
        for pattern in patterns:
            matched = _codes(pattern)
            beyond += [pattern] if not matched <= found.keys() else []
            for code in matched & found.keys():
                found[code].append(key)
    if beyond:
        yield f"codes are {len(scores)} scores ({scores}) from 1 to {bins}, and go beyond in {_listed(beyond)}"
    if missing := [code for code, keys in found.items() if not keys]:
        yield f"without a segment: {_listed(missing)}"
    if doubled := [f"{code} ({', '.join(keys)})" for code, keys in found.items() if len(keys) > 1]:
        yield f"in more than one segment: {_listed(doubled)}"


@lru_cache(maxsize=1_000)
def _codes(pattern: str) -> frozenset[str]:
    """Return the codes that a pattern stands for: ``[1-2]5`` for 15 and 25."""
    parts = []
    for part in _PART.findall(pattern):
        ranges = _RANGE.findall(part)
        parts.append({str(digit) for low, high in ranges for digit in range(int(low), int(high or low) + 1)})
    return frozenset("".join(code) for code in product(*parts))


def _segment(key: str, described: Mapping[str, Any]) -> Segment:
    name = key.replace("_", " ").capitalize()
    return Segment(
        key=key,
        codes=tuple(map(str, described["codes"])),
        label=_by_language(described.get("label", name), name),
        action=_by_language(described.get("action", ""), ""),
    )


def _by_language(value: str | Mapping[str, str], default: str) -> dict[str, str]:
    """Return a text for every language: the language's own, else the English one, else any."""
    given = dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else dict(value)
    fallback = given.get("en", next(iter(given.values()), default))
    return {language: str(given.get(language, fallback)) for language in LANGUAGES}


def _unknown(what: str, values: Mapping[str, Any], known: Sequence[str]) -> Iterator[str]:
    for name in values:
        if name not in known:
            yield f'{what} has "{name}", which is none of {", ".join(known)}.{did_you_mean(str(name), known)}'


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
