"""Notes that several analyses give, in the same words."""

from __future__ import annotations

from collections.abc import Iterator

from segkit.analyses._base import RolledUp
from segkit.result import Note


def order_notes(data: RolledUp) -> Iterator[Note]:
    """Yield what the reader should know about how purchases were counted."""
    if not data.has_orders:
        yield Note("no-order-ids", "no order ids: every row counts as a purchase of its own (--order names the column)")
