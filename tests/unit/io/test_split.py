"""A folder of lists is complete if its manifest is there."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from segkit.errors import OutputError, ParamsError
from segkit.io.split import MANIFEST, file_name, write_folder
from segkit.io.write import atomic_target, clear_leftovers


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def writer(text: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(text) and None


def write(folder: Path, *names: str, replace: bool = False, text: str = "new") -> None:
    """Write files of these names and a manifest that lists them."""
    files = {name: writer(text) for name in names}
    outputs = [{"path": name} for name in names]
    write_folder(folder, files, lambda _: {"segkit": "1.0", "outputs": outputs}, replace=replace)


@pytest.mark.parametrize("segment", ["AX", "cant_lose", "2024-Q1", "a.b", "A+"])
def test_a_plain_name_is_a_file_name(segment: str) -> None:
    assert file_name(segment, "csv") == f"{segment}.csv"


@pytest.mark.parametrize(
    "segment", ["", "..", "../x", "a/b", ".x", "-x", "a b", "клиенты", "x" * 101, "a\n", "nul\x00"]
)
def test_a_name_that_could_leave_the_folder_or_hide_is_refused(segment: str) -> None:
    with pytest.raises(ParamsError, match="cannot be a file name"):
        file_name(segment, "csv")


def test_no_list_takes_the_place_of_the_manifest() -> None:
    with pytest.raises(ParamsError, match="cannot be a file name"):
        file_name("manifest", "json")


def test_a_new_folder_is_private_and_has_its_files_and_manifest(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write(folder, "AX.csv", "AY.csv")
    assert names(folder) == ["AX.csv", "AY.csv", MANIFEST]
    assert json.loads((folder / MANIFEST).read_text())["outputs"] == [{"path": "AX.csv"}, {"path": "AY.csv"}]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert names(tmp_path) == ["out"]


def test_a_folder_is_on_the_disk_before_it_gets_its_name_and_its_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, told = tmp_path / "out", list[tuple[list[str], bool]]()
    sync = os.fsync

    def note(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            told.append((sorted(os.listdir(handle))[-2:], folder.exists()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", note)
    write(folder, "AX.csv")
    assert told[-2:] == [(["AX.csv", MANIFEST], False), (["out"], True)]


def test_folders_of_dead_runs_are_cleared_and_no_other(tmp_path: Path) -> None:
    """A lock is held by whoever opened the folder, so that this process can play both runs."""
    folder, other = tmp_path / "out", tmp_path / ".segkit-1-0.tmp"
    other.mkdir()

    def look(path: Path) -> None:
        staging = path.parent
        leftover = staging.with_name(staging.name[:-8] + "dead.tmp")
        leftover.mkdir()
        (leftover / "AX.csv").write_text("half")
        clear_leftovers(folder)
        assert names(tmp_path) == sorted([staging.name, other.name])
        path.write_text("new")

    write_folder(folder, {"AX.csv": look}, lambda _: {}, replace=False)
    assert names(tmp_path) == [other.name, "out"]
    assert names(folder) == ["AX.csv", MANIFEST]


def test_a_folder_that_fails_does_not_appear(tmp_path: Path) -> None:
    def fail(_: Path) -> None:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        write_folder(tmp_path / "out", {"AX.csv": writer("x"), "AY.csv": fail}, lambda _: {}, replace=False)
    assert names(tmp_path) == []


def test_a_new_folder_that_cannot_be_written_is_called_by_its_name(tmp_path: Path) -> None:
    def full(path: Path) -> None:
        with atomic_target(path):
            raise OSError(errno.ENOSPC, "full")

    folder = tmp_path / "out"
    with pytest.raises(OutputError) as told:
        write_folder(folder, {"AX.csv": full}, lambda _: {}, replace=False)
    disk = f"No space left on device (the disk of {folder})"
    assert told.value.message == f"cannot write {folder}/AX.csv: {disk}"
    assert told.value.facts["path"] == f"{folder}/AX.csv"


def test_a_folder_whose_replacing_never_began_is_not_said_to_be_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.txt").write_text("old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError) as told:
        write(tmp_path, "AX.csv", replace=True)
    assert "is left without" not in str(told.value)
    assert names(tmp_path) == ["mine.txt"]


def test_a_folder_with_files_needs_replace(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("old")
    with pytest.raises(OutputError, match="is not empty"):
        write(tmp_path, "AX.csv")
    assert names(tmp_path) == ["mine.txt"]


def test_an_empty_folder_needs_no_replace(tmp_path: Path) -> None:
    write(tmp_path, "AX.csv")
    assert names(tmp_path) == ["AX.csv", MANIFEST]


def test_replacing_removes_stale_lists_of_segkit_only(tmp_path: Path) -> None:
    write(tmp_path, "AX.csv", "AZ.csv")
    (tmp_path / "mine.txt").write_text("old")
    write(tmp_path, "AX.csv", "BX.csv", replace=True, text="newer")
    assert names(tmp_path) == ["AX.csv", "BX.csv", MANIFEST, "mine.txt"]
    assert (tmp_path / "AX.csv").read_text() == "newer"


def test_a_replacement_that_fails_leaves_no_manifest(tmp_path: Path) -> None:
    def fail(_: Path) -> None:
        raise ValueError

    write(tmp_path, "AX.csv")
    with pytest.raises(ValueError, match=r"^$"):
        write_folder(tmp_path, {"AX.csv": fail}, lambda _: {}, replace=True)
    assert names(tmp_path) == [".segkit-replacing.json", "AX.csv"]


def test_a_link_inside_the_folder_is_replaced_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.csv", tmp_path / "out"
    outside.write_text("old")
    write(folder, "AX.csv")
    (folder / "AX.csv").unlink()
    (folder / "AX.csv").symlink_to(outside)
    write(folder, "AX.csv", replace=True)
    assert outside.read_text() == "old"
    assert not (folder / "AX.csv").is_symlink()


@pytest.mark.parametrize("path", ["../outside.csv", "/etc/hostname", MANIFEST, "", ".hidden"])
def test_a_manifest_cannot_name_files_outside_to_be_removed(tmp_path: Path, path: str) -> None:
    outside, folder = tmp_path / "outside.csv", tmp_path / "out"
    outside.write_text("old")
    folder.mkdir()
    (folder / ".hidden").write_text("old")
    (folder / MANIFEST).write_text(json.dumps({"segkit": "1.0", "outputs": [{"path": path}]}))
    write(folder, "AX.csv", replace=True)
    assert outside.exists()
    assert names(folder) == [".hidden", "AX.csv", MANIFEST]


def test_the_manifest_of_another_program_names_no_stale_lists(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({"version": 1, "outputs": [{"path": "app.js"}]}))
    (tmp_path / "app.js").write_text("theirs")
    write(tmp_path, "AX.csv", replace=True)
    assert names(tmp_path) == ["AX.csv", "app.js", MANIFEST]


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder_is_refused(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out"
    if kind == "file":
        target.write_text("old")
    else:
        target.symlink_to(tmp_path)
    with pytest.raises(OutputError, match="is no folder"):
        write(target, "AX.csv", replace=True)


@pytest.mark.parametrize("fails", ["AX.csv", "CZ.csv"])
def test_the_run_after_a_failed_replacement_knows_what_is_stale(tmp_path: Path, fails: str) -> None:
    folder = tmp_path / "out"
    write(folder, "AX.csv", "CZ.csv", "old.csv")
    (folder / "mine.txt").write_text("mine")

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "full")

    files = {name: full if name == fails else writer("new") for name in ("AX.csv", "CZ.csv", "new.csv")}
    for _ in range(2):
        with pytest.raises(OutputError, match="run it again with --replace") as told:
            write_folder(folder, files, lambda _: {}, replace=True)
        assert "is as it was" not in str(told.value)
        assert MANIFEST not in names(folder)
    write(folder, "AY.csv", replace=True)
    assert names(folder) == ["AY.csv", MANIFEST, "mine.txt"]


def test_a_replacement_that_fails_before_it_touches_anything_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    write(folder, "AX.csv", text="old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="is as it was"):
        write(folder, "AX.csv", replace=True)
    assert (folder / "AX.csv").read_text() == "old"
    assert names(folder) == ["AX.csv", MANIFEST]


@pytest.mark.parametrize("name", ["AX.csv", MANIFEST, ".segkit-replacing.json"])
def test_a_fifo_in_the_folder_is_replaced_and_not_waited_for(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    write(folder, "AY.csv")
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    write(folder, "AX.csv", replace=True)
    assert {"AX.csv", MANIFEST} <= set(names(folder)) <= {"AX.csv", "AY.csv", MANIFEST}
    assert (folder / "AX.csv").is_file()
    assert (folder / MANIFEST).is_file()


def test_replacements_of_one_folder_wait_for_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write(folder, "AX.csv")
    threads: list[threading.Thread] = []

    def slow(path: Path) -> None:
        threads.append(threading.Thread(target=write, args=(folder, "CZ.csv"), kwargs={"replace": True}))
        threads[0].start()
        threads[0].join(0.3)
        assert threads[0].is_alive()
        path.write_text("slow")

    write_folder(folder, {"BX.csv": slow}, lambda _: {"segkit": "1.0", "outputs": [{"path": "BX.csv"}]}, replace=True)
    threads[0].join(20)
    assert names(folder) == ["CZ.csv", MANIFEST]
