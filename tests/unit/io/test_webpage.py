"""Web pages that are called spreadsheets: which tables are read, and that none is read in part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from segkit.errors import UnreadableInputError
from segkit.io.opening import Opening
from segkit.io.scratch import Scratch
from segkit.io.source import Source
from segkit.io.sources import open_sources

HEAD = "<tr><th>Клиент</th><th>Дата</th><th>Сумма</th></tr>"
ROWS = "<tr><td>Анна &amp; Ко</td><td>01.02.2024</td><td>1&nbsp;234,50</td></tr><tr><td>Борис</td><td>13.02.2024</td><td>7</td></tr>"
CELLS = [("Анна & Ко", "01.02.2024", "1\xa0234,50"), ("Борис", "13.02.2024", "7")]

Open = Callable[..., list[Source]]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    def opened(page: str | bytes, opening: Opening | None = None) -> list[Source]:
        path = tmp_path / "deals.xls"
        path.write_bytes(page if isinstance(page, bytes) else page.encode())
        with Scratch() as scratch:
            return open_sources([path], scratch, opening)

    return opened


def cells(source: Source) -> list[tuple[str | None, ...]]:
    return source.frame.collect().rows()


@pytest.mark.parametrize(
    "page",
    [
        f"<table>{HEAD}{ROWS}</table>",
        f"<!DOCTYPE html><html><head><title>x</title></head><body><TABLE border=1><thead>{HEAD}</thead><tbody>{ROWS}</tbody></TABLE></body></html>",
        f"\ufeff\n<!-- saved from a shop --><html><table>{HEAD}{ROWS}</table>",
        f"<meta charset=utf-8><p>Отчёт <b>о продажах</b></p><table>{HEAD}{ROWS}",
        f"<table>{HEAD}{ROWS}</table>".replace("</td>", "").replace("</tr>", "").replace("</th>", ""),
        f"<table><tr><td colspan=3>Отчёт</td></tr><tr></tr>{HEAD}{ROWS}</table>",
        f"<table><tr><td>Меню</td><td><table>{HEAD}{ROWS}</table></td></tr></table>",
        f"<table>{HEAD}{ROWS}</table>".replace("Анна ", " <b>Анна</b>\n<font color=red> ").replace("2024", "2<i>0</i>24"),
        f"<script>if (a < b) {{ }}</script><table>{HEAD}{ROWS}</table>",
    ],
    ids=["bare", "whole", "comment", "text around", "unclosed", "title row", "nested", "marked up", "script"],
)  # fmt: skip
def test_the_table_of_a_page_is_read_cell_by_cell(opened: Open, page: str) -> None:
    (source,) = opened(page)
    assert (source.format, list(source.dtypes)) == ("html", ["Клиент", "Дата", "Сумма"])
    assert cells(source) == CELLS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251", "koi8-r"])
@pytest.mark.parametrize("said", [True, False])
def test_the_encoding_is_the_one_the_page_is_in(opened: Open, encoding: str, said: bool) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">' if said else ""
    (source,) = opened(f"<html>{meta}<table>{HEAD}{ROWS}</table></html>".encode(encoding))
    assert cells(source) == CELLS


def test_a_page_that_lies_about_its_encoding_is_read_as_what_it_is(opened: Open) -> None:
    (source,) = opened(f"<html><meta charset=windows-1251><table>{HEAD}{ROWS}</table>".encode())
    assert cells(source) == CELLS


def test_tables_of_one_header_are_read_and_others_are_not(opened: Open) -> None:
    other = "<table><tr><td>Всего сделок</td><td>2</td></tr></table>"
    sources = opened(f"<html>{other}<table>{HEAD}{ROWS}</table><table>{HEAD}{ROWS}</table>")
    assert [row for source in sources for part in source.parts for row in part.collect().rows()] == CELLS * 2
    (second,) = opened(f"<html>{other}<table>{HEAD}{ROWS}</table>", Opening(sheet="2"))
    assert cells(second) == CELLS
    summary = "<table><tr><th>Менеджер</th><th>Сделок</th></tr><tr><td>Пётр</td><td>2</td></tr></table>"
    (source,) = opened(f"<html><table>{HEAD}{ROWS}</table>{summary}")
    (left,) = source.notes
    assert (left.code, left.count) == ("sheets-not-read", 1)
    assert '--sheet "2" reads it alone' in str(left.fix)
    with pytest.raises(UnreadableInputError, match='no sheet "3"'):
        opened(f"<html>{other}<table>{HEAD}{ROWS}</table>", Opening(sheet="3"))


def test_a_cell_over_several_columns_or_rows_is_none_in_the_others(opened: Open) -> None:
    wide = "<tr><td rowspan=2>Анна</td><td>01.02.2024</td><td>5</td></tr><tr><td></td><td colspan=2>6</td></tr>"
    (source,) = opened(f"<table>{HEAD}{wide}</table>")
    assert cells(source) == [("Анна", "01.02.2024", "5"), (None, "6", None)]


def test_a_page_that_cannot_be_read_to_its_end_is_refused(opened: Open) -> None:
    with pytest.raises(UnreadableInputError, match="cannot be read to its end"):
        opened(f"<table>{HEAD}{'<div>' * 5_000}{ROWS}</table>")
    with pytest.raises(UnreadableInputError, match="without a table"):
        opened("<html><p>Нет доступа</p></html>")


def test_rows_are_counted_to_the_last_however_many(opened: Open) -> None:
    rows = "".join(f"<tr><td><b>c{n % 9}<td><font>2024-01-{n % 28 + 1:02d}<td>{n}" for n in range(5_000))
    (source,) = opened(f"<table><tr><th>customer<th>date<th>amount{rows}</table>")
    amounts = source.frame.collect()["amount"].cast(int)
    assert (amounts.len(), amounts.sum()) == (5_000, 5_000 * 4_999 // 2)
