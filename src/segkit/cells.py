"""One value as people read it. Knows kinds of columns, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from segkit import units
from segkit.plaintext import one_line
from segkit.schema import Column, Kind

_STEPS = ((10**9, "G"), (10**6, "M"), (10**3, "k"))


def cell(value: Any, column: Column) -> str:
    """Return one value as people read it: ``1,234.50``, ``12.3 %``, ``2024-12-31``."""
    if value is None:
        return ""
    return _FORMATS.get(column.kind, lambda text: one_line(str(text)))(value)


def rounded(count: int) -> str:
    """Return a count in at most four characters: ``999``, ``1.2k``, ``12k``, ``3.4M``; halves are rounded up."""
    for step, unit in _STEPS:
        if 2 * count >= 2 * step - step // 1000:  # 999,500 is 1.0M, not 1000k
            tenths = (20 * count + step) // (2 * step)
            return (
                f"{tenths // 10}.{tenths % 10}{unit}" if tenths < 100 else f"{(2 * count + step) // (2 * step)}{unit}"
            )
    return str(count)


_FORMATS: dict[Kind, Callable[[Any], str]] = {
    "amount": units.money_text,
    "number": lambda value: f"{units.to_decimal(value).normalize():,f}",
    "share": lambda value: f"{value * 100:z.1f} %",
    "rate": lambda value: f"{value * 100:z.1f} %",
    "count": lambda value: f"{value:,}",
    "ratio": lambda value: f"{value:,.2f}",
    "flag": lambda value: "yes" if value else "",
}
