"""A gate is kept, broken, or not judged; a fact that is no number is never taken for kept."""

from __future__ import annotations

import pytest

from segkit.cli.gates import Condition, check_facts, unjudged
from segkit.errors import GateError


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
