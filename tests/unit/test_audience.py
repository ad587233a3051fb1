"""From contacts to lists: what is told of the files that were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segkit.audience import Wishes, read_contacts
from segkit.io import textfile
from segkit.io.manifest import document
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.targets.options import ContactOptions, TargetOptions, WhoOptions

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

WISHES = Wishes(target=TargetOptions(to="plain"), who=WhoOptions(), columns=ContactOptions())


def test_the_manifest_counts_records_of_large_files_that_are_no_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(textfile, "VERIFIED_BYTES", 0)
    monkeypatch.setattr(textfile, "SAMPLE_BYTES", 64)
    path = tmp_path / "c.csv"
    path.write_text("customer_id,email\n" + "".join(f"{n},c{n}@x.ru\n" for n in range(9)) + "9,b@x.ru,more\n", "utf-8")
    with Scratch() as scratch:
        sources = open_sources([path], scratch)
        assert not sources[0].verified
        table = read_contacts(sources, WISHES, scratch)
        inputs = document("export", {}, table.sources, {}, hash_inputs=False)["inputs"]
    assert (table.rows.height, table.bad_records) == (9, 1)
    assert inputs == [{"path": str(path), "bytes": path.stat().st_size, "rows": 10}]
