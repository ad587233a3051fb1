"""How the engines take memory, text and threads in one batch run (docs/decisions/0014)."""

from __future__ import annotations

import os

_ENGINE = {
    # A page is given back after five seconds, so that most are used again and few are asked for anew; threads that share
    # an arena use each other's. A fifth less memory and a tenth less CPU at 10 M rows.
    "_RJEM_MALLOC_CONF": f"dirty_decay_ms:5000,narenas:{max(1, (os.cpu_count() or 1) // 2)}",
    # What is read of a text file at once: small enough that few blocks wait for the stage behind, large enough not to be felt.
    "POLARS_CSV_CHUNK_SIZE": str(2 << 20),
    # The matrices of the models are narrow: threads take a twentieth more CPU for them, and might add in another order.
    "OPENBLAS_NUM_THREADS": "1",
}


def suit() -> None:
    """Set it for one batch run, unless the user did; to be called before any of them is imported."""
    for name, value in _ENGINE.items():
        os.environ.setdefault(name, value)
