"""A target is the old file or the whole new one."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from segkit.errors import OutputError, ParamsError
from segkit.io.write import atomic_target, clear_leftovers, format_of, temporary_folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("target", "wanted", "kind"),
    [
        (None, None, "csv"),
        ("-", None, "csv"),
        ("x.parquet", None, "parquet"),
        ("x.XLSX", None, "xlsx"),
        ("x.csv", "json", "json"),
        ("x.dat", "tsv", "tsv"),
        ("/dev/null", None, "csv"),
    ],
)
def test_the_format_is_the_wanted_one_or_that_of_the_extension(
    target: str | None, wanted: str | None, kind: str
) -> None:
    assert format_of(target, wanted) == kind


@pytest.mark.parametrize("target", ["x", "x.dat", "x.csv.gz"])
def test_an_extension_that_names_no_format_is_refused(target: str) -> None:
    with pytest.raises(ParamsError, match="names no format"):
        format_of(target, None)


def test_an_unknown_format_is_refused_with_the_closest() -> None:
    with pytest.raises(ParamsError, match=r'no format "parket"\. Did you mean "parquet"'):
        format_of("x.csv", "parket")


def test_a_new_file_is_complete_and_private(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    with atomic_target(str(target)) as stream:
        stream.write(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert names(tmp_path) == ["list.csv"]


def test_a_file_is_on_the_disk_before_it_gets_its_name_and_its_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, told = tmp_path / "list.csv", list[tuple[object, bool]]()
    sync = os.fsync

    def note(handle: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else os.fstat(handle).st_size
        told.append((kind, target.exists()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", note)
    with atomic_target(str(target)) as stream:
        stream.write(b"new")
    assert told == [(3, False), ("folder", True)]


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_bytes(b"old")
    target.chmod(0o644)
    with atomic_target(str(target)) as stream:
        stream.write(b"new")
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"new", 0o644)


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, OSError])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, failure: type[BaseException]) -> None:
    def write_half(target: Path) -> None:
        with atomic_target(str(target)) as stream:
            stream.write(b"half")
            raise failure

    target = tmp_path / "list.csv"
    target.write_bytes(b"old")
    with pytest.raises((failure, OutputError)):
        write_half(target)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["list.csv"]


def test_a_link_is_followed_to_the_file_that_it_names(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    link.symlink_to(real)
    with atomic_target(str(link)) as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_device_is_written_in_place() -> None:
    with atomic_target("/dev/null") as stream:
        stream.write(b"gone")
    assert not Path("/dev/null").is_file()


def test_a_full_device_is_an_error_that_says_so() -> None:
    with (
        pytest.raises(OutputError, match="cannot write /dev/full: No space left"),
        atomic_target("/dev/full") as stream,
    ):
        stream.write(b"x" * 100_000)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"), atomic_target(str(tmp_path / "no" / "list.csv")):
        pass


def test_a_folder_that_another_run_clears_before_it_is_opened_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, cleared = os.open, []

    def late(path: Any, *flags: Any, **more: Any) -> int:
        if not cleared:
            cleared.append(path)
            Path(path).rmdir()
        return opened(path, *flags, **more)

    monkeypatch.setattr(os, "open", late)
    with temporary_folder(tmp_path / "x") as folder:
        assert folder.is_dir()
    assert cleared == [folder]


def test_leftovers_of_a_killed_run_are_cleared_and_no_other_file(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    with atomic_target(str(target)) as stream:
        held = next(path for path in tmp_path.iterdir() if path.suffix == ".tmp")
        leftover = tmp_path / (held.name.removesuffix(".tmp")[:-4] + "dead.tmp")
        leftover.write_bytes(b"half")
        other = tmp_path / ".segkit-other.tmp"
        other.write_bytes(b"of another target")
        clear_leftovers(target)
        assert held.exists()
        assert not leftover.exists()
        stream.write(b"new")
    assert names(tmp_path) == [".segkit-other.tmp", "list.csv"]
