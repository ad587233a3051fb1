"""What a process may allocate, and what to say when that is not enough."""

from __future__ import annotations

import resource

_LIMITS = (("RLIMIT_DATA", resource.RLIMIT_DATA, "ulimit -d"), ("RLIMIT_AS", resource.RLIMIT_AS, "ulimit -v"))
_MEGABYTE = 1_000_000
_BASE_BYTES, _ROW_BYTES = 250 * _MEGABYTE, 80
"""What 10 M rows were seen to take, with a third more."""
_LEAST_BYTES = {"RLIMIT_DATA": 150 * _MEGABYTE, "RLIMIT_AS": 1_000 * _MEGABYTE}
"""With less no thread starts, and what waits for one may wait forever."""
_RESERVED_BYTES = 3_000 * _MEGABYTE
"""Address space that the engine reserves and does not use."""


def too_little() -> str | None:
    """Return why nothing can run under the limits of this process, None where something can."""
    return next((_message(0, *limit) for limit in _limits() if limit[1] < _LEAST_BYTES[limit[0]]), None)


def is_limited() -> bool:
    """Tell whether this process has a memory limit."""
    return bool(_limits())


def ran_out(rows: int) -> str | None:
    """Return which limit the reading of so many rows has reached, and what it takes; None where there is no limit."""
    limits = _limits()
    return _message(rows, *min(limits, key=lambda limit: limit[1])) if limits else None


def _limits() -> list[tuple[str, int, str]]:
    return [(name, soft, flag) for name, kind, flag in _LIMITS if (soft := resource.getrlimit(kind)[0]) >= 0]


def _message(rows: int, name: str, limit: int, flag: str) -> str:
    needed = _BASE_BYTES + rows * _ROW_BYTES + (_RESERVED_BYTES if name == "RLIMIT_AS" else 0)
    amount = f"about {needed // _MEGABYTE:,} MB are needed" + (f" for {rows:,} rows" if rows else "")
    return (
        f"segkit: memory ran out: this process may use {limit // _MEGABYTE:,} MB ({name}), {amount}\n"
        f"Raise the limit ({flag} {needed // 1024}), or read the input in parts.\n"
    )
