"""Gates: conditions that make a run fail with exit code 4."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar

from segkit.errors import GateError, ParamsError
from segkit.frozen import frozen
from segkit.params import Params
from segkit.values import Names

if TYPE_CHECKING:
    from segkit.result import Fact

_WRITTEN = r"\s*([a-z0-9_]+)\s*(<=|>=|==|!=|<|>)\s*([+-]?\d+(?:\.\d+)?)\s*(%?)\s*"
_OPERATORS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


@frozen(kw_only=True)
class GateOptions(Params):
    """Conditions that make a run fail with exit code 4."""

    title: ClassVar[str] = "Gates (exit code 4)"

    min_rows: Annotated[
        int | None, "Fail, and write nothing, if the result, after --only and the like, has fewer rows."
    ] = None
    fail_on: Annotated[
        Names | None, "Write the result, then fail if a fact is so: golden_income_share < 50%.", "FACT OP NUMBER,..."
    ] = None

    def problems(self) -> Iterator[str]:
        """Yield conditions that cannot be read, and those that every result keeps."""
        if self.min_rows is not None and self.min_rows < 0:
            yield f"--min-rows {self.min_rows} is negative"
        for text in self.fail_on or ():
            if not re.fullmatch(_WRITTEN, text):
                yield f'--fail-on "{text}" is no condition such as golden_income_share < 50%'


@frozen
class Condition:
    """A fact, how it is compared, and with what: the run fails if it is so."""

    fact: str
    symbol: str
    number: float

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read ``golden_income_share < 50%``; raise ParamsError for anything else."""
        match = re.fullmatch(_WRITTEN, text)
        if match is None:
            raise ParamsError(f'--fail-on "{text}" is no condition')
        return cls(match[1], match[2], float(Decimal(match[3]) / (100 if match[4] else 1)))


def conditions(gates: GateOptions, own: Mapping[str, str] | None = None) -> dict[str, Condition]:
    """Return the conditions on facts, ``own`` those of the analysis, each by the option that sets it."""
    given = {f"--fail-on {text.strip()}": text for text in gates.fail_on or ()}
    return {option: Condition.parse(text) for option, text in {**given, **(own or {})}.items()}


def unjudged(given: Mapping[str, Condition], facts: Mapping[str, Fact]) -> Iterator[str]:
    """Yield the gates on facts that are unknown: neither kept nor broken, which nobody may take for kept."""
    for option, condition in given.items():
        value = facts.get(condition.fact)
        if not isinstance(value, int | float) or math.isnan(value):
            yield f"{option}: {condition.fact} is unknown here, so that the gate was not judged"


def check_facts(given: Mapping[str, Condition], facts: Mapping[str, Fact], written: str = "The result") -> None:
    """Raise GateError with every condition that is so; ``written`` is what stdout or the file has by now."""
    broken = []
    for option, condition in given.items():
        value = facts.get(condition.fact)
        if isinstance(value, int | float) and _OPERATORS[condition.symbol](value, condition.number):
            broken.append(f"{option}: {condition.fact} is {value:.12g}")
    if broken:
        raise GateError("\n".join(broken), fix=f"{written} was written.")
