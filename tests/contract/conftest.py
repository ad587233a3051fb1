"""Every test that asks for ``name`` runs for each analysis of the registry and for two that are defined here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the tiny analyses are imported by the registry, as any other

from contract_support import NAMES, TINY

import segkit
from segkit.analyses import REGISTRY


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", NAMES)
    if "tiny" in metafunc.fixturenames:
        metafunc.parametrize("tiny", TINY)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add one line per tiny analysis to the registry, and nothing anywhere else."""
    for name, entry in TINY.items():
        monkeypatch.setitem(REGISTRY, name, entry)
        monkeypatch.delitem(vars(segkit), name, raising=False)
