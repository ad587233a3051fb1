"""What holds for every test: one thread of BLAS, and how many examples Hypothesis tries."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    import pytest

# Read when numpy is imported. On the small matrices of the fits, threads wait for each other and take three times the work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

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
    """Try all examples, or a third of them where ``make test`` leaves the deep tests out."""
    settings.load_profile("quick" if "not deep" in config.option.markexpr else "full")
