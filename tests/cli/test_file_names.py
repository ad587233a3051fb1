"""Files may have any name that the system takes: in other bytes than UTF-8, and too long for it."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

Run = Any

OLD = b"\xd0\xd2\xcf\xc4"
"""``prod`` in Cyrillic letters, as an archive of a program for Windows or KOI8-R names it."""


def old_name(folder: Path, ending: str) -> Path:
    """Return a path whose name is no UTF-8."""
    return folder / os.fsdecode(OLD + ending.encode())


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".csv.gz", ".xlsx", ".ndjson"])
def test_a_file_is_read_whatever_bytes_its_name_has(here: Run, sales: Path, tmp_path: Path, ending: str) -> None:
    copy, named = tmp_path / f"copy{ending}", old_name(tmp_path, ending)
    if ending == ".csv.gz":
        copy.write_bytes(gzip.compress(sales.read_bytes()))
    elif ending == ".csv":
        copy.write_bytes(sales.read_bytes())
    else:
        rows = pl.read_csv(sales, infer_schema=False)
        writers = {".parquet": rows.write_parquet, ".xlsx": rows.write_excel, ".ndjson": rows.write_ndjson}
        writers[ending](copy)
    plain = here("abcxyz", copy.name, "-q")
    copy.rename(named)
    again = here("abcxyz", named, "-q")
    assert (plain.code, plain.err) == (0, "")
    assert (again.code, again.out, again.err) == (0, plain.out, "")


def test_every_target_may_have_such_a_name_and_manifests_name_it(here: Run, sales: Path, tmp_path: Path) -> None:
    named, target, told = sales.rename(old_name(tmp_path, ".csv")), old_name(tmp_path, ".json"), tmp_path / "m.json"
    rejects, folder = old_name(tmp_path, ".rejects.csv"), old_name(tmp_path, "")
    ended = here("abcxyz", named, "-q", "-o", target, "--manifest", told, "--rejects", rejects, "--hash-inputs")
    assert (ended.code, ended.out, ended.err) == (0, b"", "")
    manifest = json.loads(told.read_bytes())
    assert (tmp_path / manifest["outputs"][0]["path"]).samefile(target)
    assert manifest["inputs"][0]["path"] == f"{tmp_path}/\\udcd0\\udcd2\\udccf\\udcc4.csv"
    assert json.loads(target.read_bytes())["facts"]["customers"] == 4
    assert rejects.read_bytes().startswith(b"source,line,reason,")
    split = here("abcxyz", named, "-q", "--split", folder, "--minus", named)
    assert (split.code, split.err) == (0, "")
    assert json.loads((folder / "manifest.json").read_bytes())["command"] == "abcxyz"


def test_a_report_of_such_a_file_is_written(here: Run, sales: Path, tmp_path: Path) -> None:
    named = sales.rename(old_name(tmp_path, ".csv")).name
    shown = "\\udcd0\\udcd2\\udccf\\udcc4.csv"
    told = here("inspect", named)
    assert (told.code, told.text.split(":")[0]) == (0, shown)
    assert json.loads(here("inspect", named, "--format", "json").out)["name"] == shown


@pytest.mark.parametrize("option", ["--encoding", "--separator", "--date-format", "--customer", "--skip-status"])
def test_an_option_that_is_no_file_is_text(here: Run, sales: Path, option: str) -> None:
    ended = here("abcxyz", sales, option, "\udcff")
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.splitlines()[0] == f'segkit: {option}: "\N{REPLACEMENT CHARACTER}" is not written in UTF-8'


def test_a_key_of_any_bytes_is_the_same_in_the_environment_and_in_a_file(
    here: Run, sales: Path, tmp_path: Path
) -> None:
    (tmp_path / "key").write_bytes(b"\xff\x80key")
    hashed = ("abcxyz", sales, "-q", "--hash-ids")
    of_file = here(*hashed, "--hash-key-file", "key")
    of_environment = here(*hashed, env={"SEGKIT_HASH_KEY": os.fsdecode(b"\xff\x80key")})
    assert (of_file.code, of_file.err) == (0, "")
    assert of_environment == of_file


@pytest.mark.parametrize("option", ["-o", "--manifest", "--rejects", "--split"])
def test_a_name_that_is_too_long_is_named(here: Run, sales: Path, option: str) -> None:
    name = "x" * 260 + ".csv"
    where = () if option in ("-o", "--split") else ("-o", "list.csv")
    ended = here("abcxyz", sales, "-q", *where, option, name)
    assert (ended.code, ended.out) == (3, b"")
    assert ended.err.splitlines()[0] == f"segkit: cannot write {name}: File name too long"
