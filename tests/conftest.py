"""How many examples Hypothesis tries: all of them, or a third where ``make test`` leaves the deep tests out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    import pytest

# The same examples in every run and on every machine, however slow it is.
settings.register_profile(
    "full",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.register_profile("quick", settings.get_profile("full"), max_examples=50)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("quick" if "not deep" in config.option.markexpr else "full")
