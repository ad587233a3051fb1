"""The encoding of a text, from its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from segkit.errors import ParamsError, UnreadableInputError
from segkit.io import encodings
from segkit.io.encodings import Survey, detect, known, survey, transcode

RUSSIAN = "Клиент;Дата;Сумма\nООО Ромашка;01.02.2024;1 234,50\nИванова Ольга Петровна;02.02.2024;99,90\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-32", "utf-32"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be"), ("cp1251", "cp1251"), ("koi8-r", "koi8_r"), ("cp866", "cp866")],
)  # fmt: skip
def test_russian_exports_are_told_apart(encoding: str, found: str) -> None:
    # UTF-16 without a mark is told by its NULs, which Cyrillic letters lack: ASCII has them
    text = RUSSIAN if not encoding.startswith("utf-16-") else "customer_id,amount\na,1\n" * 5
    assert detect(text.encode(encoding), "a.csv") == found


def test_plain_ascii_is_utf_8() -> None:
    assert detect(b"customer_id,amount\na,1\n", "a.csv") == "utf-8"


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_head_that_ends_inside_a_character_is_utf_8(cut: int) -> None:
    assert detect(("a" + "🎄").encode()[:-cut], "a.csv") == "utf-8"


@pytest.mark.parametrize("encoding", ["cp1251", "CP1251", "utf8", "windows-1251", "koi8-r"])
def test_encodings_go_by_all_their_names(encoding: str) -> None:
    assert known(encoding)


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(ParamsError, match='no encoding "cp12510"'):
        known("cp12510")


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"a,b\n", Survey(utf8=True, quotes=False, lone_returns=False, nul=False)),
        (b'"a",b\r\n', Survey(utf8=True, quotes=True, lone_returns=False, nul=False)),
        (b"a,b\rc,d\r", Survey(utf8=True, quotes=False, lone_returns=True, nul=False)),
        (b"a\x00\n", Survey(utf8=True, quotes=False, lone_returns=False, nul=True)),
        (b"\xff\n", Survey(utf8=False, quotes=False, lone_returns=False, nul=False)),
    ],
)
def test_a_survey_tells_what_a_file_holds(tmp_path: Path, data: bytes, seen: Survey) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert survey(path) == seen


LONG = "дата;сумма\n" + "01.02.2024;12,50 ₽\n" * 2_000


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("odd", ["", '"', "\x00", "\r", "я".encode("cp1251")])
def test_parts_of_a_file_are_surveyed_like_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str | bytes, *, last: bool
) -> None:
    path = tmp_path / "a.csv"
    more = odd if isinstance(odd, bytes) else odd.encode()
    path.write_bytes(LONG.encode() + more if last else more + LONG.encode())
    whole = survey(path)
    assert whole == Survey(utf8=isinstance(odd, str), quotes=odd == '"', lone_returns=False, nul=odd == "\x00")
    monkeypatch.setattr(encodings, "_LEAST_PART", 1_000)
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    assert len(encodings._parts(path)) == 4
    assert survey(path) == whole


@pytest.mark.parametrize("end", ["\r", ";"])
def test_a_file_without_line_feeds_is_one_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("ё" * 99 + end).encode() * 20_000)
    monkeypatch.setattr(encodings, "_LEAST_PART", 1_000)
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    assert encodings._parts(path) == [(0, path.stat().st_size)]
    assert survey(path) == Survey(utf8=True, quotes=False, lone_returns=end == "\r", nul=False)


def test_a_survey_sees_a_character_across_the_edge_of_a_block(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a" * ((1 << 20) - 1) + "ё".encode() + b"\n")
    assert survey(path).utf8


def test_a_transcoded_file_is_utf_8_with_line_feeds(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes(RUSSIAN.replace("\n", "\r\n").encode("cp1251"))
    transcode(source, "cp1251", target, "a.csv")
    assert target.read_bytes() == RUSSIAN.encode()


def test_a_file_that_is_not_what_it_is_said_to_be_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes(b"a\x98b\n")  # 0x98 is no character of cp1251
    with pytest.raises(UnreadableInputError, match=r"a\.csv is not cp1251 throughout"):
        transcode(source, "cp1251", tmp_path / "b.csv", "a.csv")
