"""Tell the SHA-256 of every analysis in every format, over row orders, engines and input formats. Run by a test.

``python same_bytes_run.py FOLDER HALF``: FOLDER holds ``rows-0.csv``, ``rows-0.parquet``, ``rows-1.csv``... Each half (0 or 1)
of the combinations has every pair of row order, engine and format.
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

from segkit import collecting
from segkit.analyses import REGISTRY
from segkit.io.encode import ENCODERS, encode_excel_csv

PARAMS: dict[str, list[dict[str, object]]] = {
    "abcxyz": [{}, {"xyz_by": "variation"}, {"value": "quantity", "per": "item", "carry": "order_date"}],
}


def main(folder: Path, half: int) -> None:
    REGISTRY.update(TINY)
    seen: dict[str, set[str]] = defaultdict(set)
    inputs = sorted(path for path in folder.iterdir() if path.suffix in (".csv", ".parquet"))
    engines = ("streaming", "in-memory")
    for name, engine, at in product(NAMES, range(2), range(len(inputs))):
        if (engine + at // 2 + at) % 2 != half:
            continue
        collecting.ENGINE, path = engines[engine], inputs[at]  # type: ignore[assignment]
        for params in PARAMS.get(name, [{}]):
            result = run(name, path, **{**carrying(name, {}, "product,note"), **params})
            for extension, encode in {**ENCODERS, "excel": encode_excel_csv}.items():
                stream = io.BytesIO()
                encode(result, stream)
                seen[f"{name} {params} {extension}"].add(hashlib.sha256(stream.getvalue()).hexdigest())
    told = {"threads": pl.thread_pool_size(), "seen": {key: sorted(found) for key, found in seen.items()}}
    sys.stdout.write(json.dumps(told))


main(Path(sys.argv[1]), int(sys.argv[2]))
