"""The options of ``migrate``: what is compared, and how both dates are classed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from segkit.analyses.abc_xyz.classing import GOLDEN, classes_of
from segkit.analyses.abc_xyz.params import AbcXyzParams
from segkit.analyses.rfm.analysis import ScoreParams
from segkit.frozen import frozen
from segkit.params import Params
from segkit.values import Moment

Kind = Literal["abcxyz", "rfm"]

_OPTIONS: dict[Kind, type[Params]] = {"abcxyz": AbcXyzParams, "rfm": ScoreParams}
_OF_RESULTS = ("map", "bins")
"""Options that say something about results that are there already: which segments there are, the best first."""


@frozen(kw_only=True)
class MomentParams(Params):
    """Which two dates or results are compared. Both dates look back equally long: ``--last``, 12mo unless given."""

    title: ClassVar[str] = "Migration"

    before: Annotated[
        Moment | None, "The first date, or a file with a result [the eve of the window of --after].", "DATE|FILE"
    ] = None
    after: Annotated[Moment | None, "The second date, or a file with a result [--as-of].", "DATE|FILE"] = None
    analysis: Annotated[Kind, "Classes of ABC-XYZ, or segments of RFM; each takes its own of the options below."] = (
        "abcxyz"
    )
    matrix: Annotated[bool, "A row a class before and class after, instead of a row a customer."] = False

    def problems(self) -> Iterator[str]:
        """Yield dates in the wrong order, and a file beside a date."""
        before, after = self.before, self.after
        if self.of_results:
            if not (before and after and before.listing and after.listing):
                yield "--before and --after take two dates or two files with results"
        elif before and after and before.day and after.day and before.day >= after.day:
            yield f"--before {before} is not before --after {after}"

    @property
    def of_results(self) -> bool:
        """Whether results are compared that are there already."""
        return any(moment is not None and moment.listing is not None for moment in (self.before, self.after))


@frozen(kw_only=True)
class MigrateParams(ScoreParams, AbcXyzParams, MomentParams):
    """What is compared, and the options of the analysis that classes both dates."""

    title: ClassVar[str] = "Migration"

    def problems(self) -> Iterator[str]:
        """Yield the faults of each, and options that this comparison would ignore."""
        for group in (MomentParams, AbcXyzParams, ScoreParams):
            yield from group.problems(self)
        for name in self._given(_OPTIONS["rfm" if self.analysis == "abcxyz" else "abcxyz"]):
            yield f"{name} says nothing about --analysis {self.analysis}: drop one of them"
        if self.of_results:
            idle = [name for name in self._given(_OPTIONS[self.analysis]) if name.removeprefix("--") not in _OF_RESULTS]
            yield from (f"{name} says how to class, and results are classed already: drop it" for name in idle)

    def _given(self, group: type[Params]) -> list[str]:
        """Return the options of a group that are not as they are by themselves."""
        return [option.flag for option in group.options() if getattr(self, option.name) != option.default]

    def as_dict(self) -> dict[str, object]:
        """Return the values without those of the other analysis."""
        other = _OPTIONS["rfm" if self.analysis == "abcxyz" else "abcxyz"]
        unused = {option.name for option in other.options()}
        return {name: value for name, value in super().as_dict().items() if name not in unused}

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes or segments that customers can be in, the best first."""
        return classes_of(self) if self.analysis == "abcxyz" else tuple(self.segment_map.keys)

    @property
    def golden(self) -> tuple[str, ...]:
        """The classes that must not be lost: AX and AY, or the best segment of the map; none without XYZ."""
        return tuple(c for c in self.classes if c in GOLDEN) if self.analysis == "abcxyz" else self.classes[:1]
