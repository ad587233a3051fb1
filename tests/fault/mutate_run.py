"""Mutates exports and reads them, many in one process: ``mutate_run.py FOLDER SEED COUNT``; prints how the runs ended.

Run in a process of its own, so that an abort or a signal is seen. Every run must end with a documented code and a short
message; anything else is printed as ``WRONG``.
"""

from __future__ import annotations

import collections
import contextlib
import io
import random
import sys
import time
from pathlib import Path

CODES = {0, 2, 3, 4}
_LONGEST_SECONDS = 10


def mutated(data: bytes, dice: random.Random) -> bytes:
    """Return the bytes with some changed, dropped, repeated, or the end cut off."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        if not changed:
            break
        place = dice.randrange(len(changed))
        act = dice.randrange(5)
        if act == 0:
            changed[place] = dice.randrange(256)
        elif act == 1:
            del changed[place : place + dice.choice((1, 1, 8, 200))]
        elif act == 2:
            changed[place:place] = bytes(
                dice.choice((b'"', b",", b";", b"\n", b"\r", b"\x00", b"\xff", b"\xd0", b"1e400"))
            )
        elif act == 3:
            changed[place:place] = changed[place : place + dice.choice((1, 50, 300))]
        else:
            changed[place] ^= 1 << dice.randrange(8)
    return bytes(changed[: dice.randrange(len(changed) + 1)] if dice.random() < 0.1 else changed)


def run(path: Path) -> str:
    """Read one file and return how that ended."""
    from segkit.cli.app import main

    said = io.StringIO()
    started = time.monotonic()
    with contextlib.redirect_stderr(said):
        try:
            main(["abcxyz", str(path), "-o", str(path.with_name("out.csv"))])
            code: object = 0
        except SystemExit as end:
            code = end.code or 0
        except BaseException as error:  # a panic is no Exception
            return f"WRONG {type(error).__name__}: {error}"
    text = said.getvalue()
    if code not in CODES or "Traceback" in text or "a bug in segkit" in text:
        return f"WRONG code {code}: {text[-300:]}"
    if len(text) > 5_000 or time.monotonic() - started > _LONGEST_SECONDS:
        return f"WRONG {len(text)} characters in {time.monotonic() - started:.0f} s"
    return f"code {code}"


def main() -> None:
    folder, seed, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    dice = random.Random(seed)
    exports = sorted((folder / "exports").iterdir())
    ends: collections.Counter[str] = collections.Counter()
    for number in range(count):
        export = dice.choice(exports)
        target = folder / f"mutated{export.suffix}"
        target.write_bytes(mutated(export.read_bytes(), dice))
        end = run(target)
        ends[end] += 1
        if end.startswith("WRONG"):
            print(f"mutation {number} of {export.name}: {end}")
            (folder / f"wrong-{number}{export.suffix}").write_bytes(target.read_bytes())
    print(dict(ends))


main()
