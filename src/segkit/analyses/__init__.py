"""The registry: every analysis is one line here and one folder beside it, imported when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from segkit.frozen import frozen

if TYPE_CHECKING:
    from segkit.analyses._base import Analysis


@frozen
class Entry:
    """A registry line: the name of the command and function, a sentence of help, and the module."""

    name: str
    help: str
    module: str

    def load(self) -> Analysis:
        """Import the module and return its analysis."""
        analysis: Analysis = import_module(self.module).ANALYSIS
        return analysis


_ENTRIES = (
    Entry(
        "abcxyz",
        "Class customers by income (ABC) and by purchases (XYZ): the golden ones.",
        "segkit.analyses.abc_xyz.analysis",
    ),
    Entry(
        "rfm",
        "Score customers by recency, frequency and money: named segments, and what to do.",
        "segkit.analyses.rfm.analysis",
    ),
    Entry(
        "migrate", "Compare two dates or two results: who moved, entered and left.", "segkit.analyses.migrate.analysis"
    ),
    Entry(
        "status",
        "Tell who is active, new, back or gone: the early warning, and whom to win back.",
        "segkit.analyses.status.analysis",
    ),
    Entry(
        "churn",
        "Count who came, came back and left, period by period, and their money.",
        "segkit.analyses.churn.analysis",
    ),
    Entry(
        "loss",
        "Tell what churn costs: the income lost, what retention brings, what an acquisition leaves.",
        "segkit.analyses.loss.analysis",
    ),
    Entry(
        "cohorts",
        "Follow customers by the period of their first purchase: who stays, and what they bring.",
        "segkit.analyses.cohorts.analysis",
    ),
    Entry(
        "seasonality",
        "Find the months that bring most, and when the next peak comes.",
        "segkit.analyses.seasonality.analysis",
    ),
    Entry("stats", "Sum up sales by any column or by the calendar.", "segkit.analyses.stats.analysis"),
    Entry(
        "segment",
        "Class and score customers in one pass: ABC-XYZ, RFM and the roll-up.",
        "segkit.analyses.segment.analysis",
    ),
    Entry(
        "summary",
        "Frequency, recency, T and monetary value, for models fitted elsewhere.",
        "segkit.analyses.summary.analysis",
    ),
    Entry(
        "ltv",
        "Value customers: what they brought, what formulas say, and what to expect.",
        "segkit.analyses.ltv.analysis",
    ),
    Entry(
        "backtest",
        "Test forecasts from earlier days on what came, beside naive ones.",
        "segkit.analyses.backtest.analysis",
    ),
)

REGISTRY: dict[str, Entry] = {entry.name: entry for entry in _ENTRIES}
