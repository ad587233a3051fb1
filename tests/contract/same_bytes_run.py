"""Tell the SHA-256 of every analysis in every format, over row orders, engines and input formats. Run by a test.

``python same_bytes_run.py FOLDER HALF``: FOLDER holds ``rows-0.csv``, ``rows-0.parquet``, ``rows-1.csv``... Four orders of rows
in two formats are eight inputs; each is read once, with an engine and in a half (0 or 1) so that any two of order, format,
engine and half meet in every combination.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections import defaultdict
from itertools import product
from pathlib import Path

import polars as pl
from contract_support import NAMES, TINY, carrying, run

from segkit.analyses import REGISTRY
from segkit.io.encode import ENCODERS, encode_excel_csv
from segkit.scan import collecting

PARAMS: dict[str, list[dict[str, object]]] = {
    "abcxyz": [{}, {"xyz_by": "variation"}, {"value": "quantity", "per": "item", "carry": "order_date"}],
}


def main(folder: Path, half: int) -> None:
    REGISTRY.update(TINY)
    seen: dict[str, set[str]] = defaultdict(set)
    cases = [(name, params) for name in NAMES for params in PARAMS.get(name, [{}])]
    for order, form in product(range(4), range(2)):
        if (order // 2 + form) % 2 != half:
            continue
        collecting.ENGINE = ("streaming", "in-memory")[(order + form) % 2]  # type: ignore[assignment]
        path = folder / f"rows-{order}.{('csv', 'parquet')[form]}"
        for name, params in cases:
            result = run(name, path, **{**carrying(name, {}, "product,note"), **params})
            for extension, encode in {**ENCODERS, "excel": encode_excel_csv}.items():
                stream = io.BytesIO()
                encode(result, stream)
                seen[f"{name} {params} {extension}"].add(hashlib.sha256(stream.getvalue()).hexdigest())
    told = {"threads": pl.thread_pool_size(), "seen": {key: sorted(found) for key, found in seen.items()}}
    sys.stdout.write(json.dumps(told))


main(Path(sys.argv[1]), int(sys.argv[2]))
