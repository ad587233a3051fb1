"""What a run says at its end: the notes of the result, and the account of rows and money."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segkit.cli.diagnostics import Narrator
    from segkit.result import Account, Result, Tally


def say_notes(result: Result, narrator: Narrator, say: Callable[[str], str] = str) -> None:
    """Say the notes of a result, in the words of ``say``, those that warn with the way out, and the account of its rows."""
    for note in result.notes:
        narrator.say(say(("warning: " if note.warning else "note: ") + note.message))
        if note.warning and note.fix is not None and note.fix not in note.message:
            narrator.say(f"  {say(note.fix)}")
    if result.account is not None:
        narrator.say(accounted(result.account, say))


def accounted(account: Account, say: Callable[[str], str] = str) -> str:
    """Return the account of rows and money in a line, in the words of ``say``."""
    parts = [say(f"rows: {_tally(account.read)} read = {_tally(account.used)} used")]
    for name, tallies in (("set aside", account.set_aside), ("rejected", account.rejected)):
        if tallies:
            reasons = (say(f"{reason.replace('_', ' ')} {_tally(tally)}") for reason, tally in tallies.items())
            parts.append(f"{say(name)}: {', '.join(reasons)}")
    return " + ".join(parts)


def _tally(tally: Tally) -> str:
    from segkit.units import money_text  # noqa: PLC0415 -- imports polars

    money = "" if tally.units is None else f" ({money_text(tally.units)})"
    return f"{tally.rows:,}{money}"
