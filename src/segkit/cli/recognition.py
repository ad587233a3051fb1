"""What a run says at its beginning: what each source is taken for, and which columns are read as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segkit.io.encodings import is_utf8
from segkit.schema import KEY

if TYPE_CHECKING:
    from segkit.cli.diagnostics import Narrator
    from segkit.io.source import Source
    from segkit.reading import Reading
    from segkit.recognition.preparation import Prepared


def describe(prepared: Prepared, narrator: Narrator) -> None:
    """Say what was recognized in the sources."""
    for source, reading in zip(prepared.sources, prepared.readings, strict=True):
        narrator.say(
            f"{source.name} ({format_in_words(source, reading.layout.source)}): {roles_in_words(reading, prepared.options.columns.per)}"
        )
        if reading.dates is not None:
            narrator.detail(f"  dates read as {reading.dates.pattern}")


def format_in_words(source: Source, profile: str = "") -> str:
    """Return the format of a source in words, with the profile it is read by and what is unusual about it."""
    said: list[str] = [source.format, *([f"source {profile}"] if profile else [])]
    if not source.texts:
        return ", ".join(said)
    text = source.texts[0]
    if not is_utf8(text.encoding):
        said.append(text.encoding)
    if text.dialect.separator != ",":
        said.append(f"separated by {text.dialect.separator!r}")
    if text.dialect.place.header_line is None:
        said.append("without a header")
    elif text.dialect.place.header_line:
        said.append(f"header in line {text.dialect.place.header_line + 1}")
    return ", ".join(said)


def roles_in_words(reading: Reading, per: str) -> str:
    """Return the roles of a reading in words: ``customer = CustomerID, amount = Quantity x UnitPrice``."""
    entity = per if per in ("customer", "item") else "entity"
    shown = {(entity if role == KEY else role): name for role, name in reading.mapping.items()}
    if "amount" in reading.measures and "amount" not in shown:
        shown["amount"] = f"{shown.pop('quantity')} x {shown.pop('price')}"
    if "amount" in reading.measures and reading.layout.refund is not None:
        shown["amount"] += f" - {reading.layout.refund}"
    used = [role for role in (entity, "date", "amount", "order", "status", "currency") if role in shown]
    if "quantity" in reading.measures and "quantity" in shown:
        used.append("quantity")
    return ", ".join(f"{role} = {shown[role]}" for role in used)
