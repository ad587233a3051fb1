"""The options of ABC-XYZ: what classes are by, and where they end."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from segkit.cuts import Boundary
from segkit.frozen import frozen
from segkit.params import Params
from segkit.periods import Grain
from segkit.values import Limits, plain

_MEASURES = {"revenue": "amount", "quantity": "quantity", "orders": "order_count"}
_SHARE_LIMITS = Limits((Decimal(80), Decimal(95)))
_COUNT_LIMITS = Limits((Decimal(20), Decimal(50)))
_VARIATION_LIMITS = Limits((Decimal("0.5"), Decimal(1)))


@frozen(kw_only=True)
class AbcXyzParams(Params):
    """What to class by, and where the classes end."""

    title: ClassVar[str] = "Classes"

    value: Annotated[
        str, "What ABC is by: revenue, profit (amount - cost), quantity, orders, or a numeric column.",
        "revenue|profit|quantity|orders|COL",
    ] = "revenue"  # fmt: skip
    abc: Annotated[Limits | None, "Limits of A and B: percent [80,95; by count 20,50], or least values."] = None
    abc_by: Annotated[
        Literal["share", "count", "value"], "Limits of ABC are shares of the value, of the entities, or least values."
    ] = "share"
    boundary: Annotated[Boundary, "Whether the entity that crosses a limit is in the upper class."] = "include"
    xyz_by: Annotated[
        Literal["orders", "months", "variation", "none"],
        "What XYZ is by: purchases, months with a purchase, how evenly the value arrives, or no XYZ.",
    ] = "orders"
    xyz: Annotated[Limits | None, "Limits of X and Y: percent [80,95], or coefficients of variation [0.5,1]."] = None
    xyz_value: Annotated[
        Literal["revenue", "quantity"] | None, "What varies, for --xyz-by variation [what ABC is by]."
    ] = None
    grain: Annotated[Grain, "Length of the periods of --xyz-by variation."] = "month"
    fill: Annotated[
        Literal["lifetime", "window"], "Zero periods count from the first positive one, or over the whole period."
    ] = "lifetime"
    keep_partial: Annotated[bool, "Keep the incomplete last period in the variation."] = False
    std: Annotated[Literal["population", "sample"], "Divisor of the standard deviation: n or n - 1."] = "population"

    def problems(self) -> Iterator[str]:
        """Yield limits that are no two ordered numbers of their kind."""
        if self.abc_by == "value" and self.abc is None:
            yield "--abc-by value needs the least values of A and B: --abc 10000,1000"
        if self.abc is not None:
            yield from _limit_problems(
                "--abc", self.abc, falling=self.abc_by == "value", percent=self.abc_by != "value"
            )
        if self.xyz is not None and self.xyz_by != "none":
            yield from _limit_problems("--xyz", self.xyz, falling=False, percent=self.xyz_by != "variation")

    @property
    def abc_limits(self) -> Limits:
        """The limits of A and B."""
        return self.abc or (_COUNT_LIMITS if self.abc_by == "count" else _SHARE_LIMITS)

    @property
    def xyz_limits(self) -> Limits:
        """The limits of X and Y."""
        return self.xyz or (_VARIATION_LIMITS if self.xyz_by == "variation" else _SHARE_LIMITS)

    def as_dict(self) -> dict[str, object]:
        """Return the values with the limits that apply."""
        xyz = None if self.xyz_by == "none" else plain(self.xyz_limits)
        return {**super().as_dict(), "abc": plain(self.abc_limits), "xyz": xyz}

    @property
    def measure(self) -> str:
        """The roll-up column that ABC classes."""
        return _MEASURES.get(self.value, "value")

    @property
    def varying(self) -> str:
        """The roll-up column whose variation XYZ classes."""
        return _MEASURES[self.xyz_value] if self.xyz_value else self.measure


def _limit_problems(flag: str, limits: Limits, *, falling: bool, percent: bool) -> Iterator[str]:
    if len(limits) != 2:
        yield f"{flag} takes exactly two limits, not {len(limits)}"
        return
    first, second = limits
    if (first < second) is falling or first == second:
        yield f"{flag} {first},{second}: the {'larger' if falling else 'smaller'} limit comes first"
    if min(limits) <= 0 or (percent and max(limits) > 100):
        yield f"{flag} {first},{second}: limits are above 0" + (" and at most 100 percent" if percent else "")
