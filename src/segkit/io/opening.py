"""What the user says about how files are to be opened, where segkit cannot tell or is not to guess."""

from __future__ import annotations

from segkit.errors import UnreadableInputError
from segkit.frozen import frozen

_ALWAYS_UNPACKED, _MOST_UNPACKED = 64 << 20, 64 << 30
_MOST_RATIO = 200


@frozen(kw_only=True)
class Opening:
    """What the user says about how files are to be opened."""

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    every_sheet: bool = False
    """Read every sheet of a workbook, for a caller who tells by something else than sales which of them fit."""
    query: str | None = None
    """SQL to run on an SQLite file."""
    uri_env: str | None = None
    """Environment variable with the URI of the database to read."""
    head_bytes: int | None = None
    """Look at no more than this of a text file that is larger, as it is unpacked."""
    most_bytes: int | None = None
    """Refuse compressed files that unpack to more; None stands for 200 times their size, within bounds."""

    def check_unpacked(self, size: int, packed: int, name: str) -> None:
        """Raise UnreadableInputError where a file of ``packed`` bytes unpacks to ``size``, which no honest one does."""
        usual = min(_MOST_UNPACKED, max(_ALWAYS_UNPACKED, packed * _MOST_RATIO))
        most = usual if self.most_bytes is None else self.most_bytes
        if size > most:
            times = f", over {_MOST_RATIO} times its size" if self.most_bytes is None and usual < _MOST_UNPACKED else ""
            message = f"{name} unpacks to more than {most:,} bytes{times}"
            raise UnreadableInputError(message, fix="If it is meant to be so large: --max-unpacked 64G", path=name)
