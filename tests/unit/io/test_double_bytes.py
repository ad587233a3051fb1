"""Encodings that no one-byte alphabet is: told from the names of columns, and from characters of two bytes."""

from __future__ import annotations

import random

import pytest

from segkit.errors import UnreadableInputError
from segkit.io.alphabets import likeliest
from segkit.io.double_bytes import double_byte
from segkit.io.encodings import detect

PEOPLE = {
    "cp932": ("山田太郎", "佐藤花子", "鈴木一郎", "高橋ユキ"), "euc_jp": ("山田太郎", "佐藤花子", "鈴木一郎", "高橋ユキ"),
    "gb18030": ("张伟", "王芳", "李娜", "刘洋", "陈静"), "big5": ("陳怡君", "林志明", "黃淑芬"), "cp949": ("김민수", "이영희", "박지훈"),
}  # fmt: skip


@pytest.mark.parametrize("encoding", PEOPLE)
def test_names_of_east_asia_tell_their_encoding_without_a_header(encoding: str) -> None:
    rows = "".join(f"{number},2024-05-01,{name}\n" for number, name in enumerate(PEOPLE[encoding] * 6))
    assert detect(f"id,order_date,name\n{rows}".encode(encoding), "c.csv") == encoding


@pytest.mark.parametrize(
    ("header", "row", "encoding"),
    [
        ("顧客ID,購入日,合計", "C1,2024-05-01,5", "cp932"),
        ("订单编号,买家会员名,订单创建时间,买家实际支付金额", "1,tb1,2024-05-01,5", "gb18030"),
        ("客戶,日期,金額", "陳怡君,2024-05-01,5", "big5"),
        ("고객,주문일,금액", "김민수,2024-05-01,5", "cp949"),
        ("顧客,注文日,金額", "山田,2024-05-01,5", "euc_jp"),
        ("Data zamówienia;Klient;Wartość", "2024-05-01;K1;5,50", "cp1250"),
        ("Data zamówienia;Klient;Wartość", "2024-05-01;K1;5,50", "iso8859_2"),
        ("Zákazník;Datum;Částka", "Jiří Dvořák;2024-05-01;5", "cp1250"),
        ("Zákazník;Datum;Částka", "Tomáš Růžička;2024-05-01;5", "iso8859_2"),
        ("Zákazník;Datum;Částka", "Jiří Dvořák;2024-05-01;5", "cp852"),
        ("Vevő;Dátum;Összeg", "Nagy Győző;2024-05-01;5", "cp1250"),
        ("Müşteri;Tarih;Tutar", "Şükrü;2024-05-01;5", "cp1254"),
        ("Πελάτης;Ημερομηνία;Ποσό", "Μαρία;2024-05-01;5", "cp1253"),
        ("Клиент;Дата;Сумма", "Я;2024-05-01;5", "cp1251"),
        ("Клиент;Дата;Сумма", "Я;2024-05-01;5", "koi8_r"),
        ("Клиент;Дата;Сумма", "Я;2024-05-01;5", "cp866"),
        ("Kunde;Datum;Zahlungsbetrag;Währung", "Jürgen Weiß;2024-05-01;5;€", "cp1252"),
    ],
)
def test_the_names_of_columns_tell_the_encoding_of_a_file_of_one_row(header: str, row: str, encoding: str) -> None:
    data = f"{header}\n{row}\n".encode(encoding)
    assert data.decode(detect(data, "c.csv")) == f"{header}\n{row}\n"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866", "cp1252"])
def test_no_short_text_in_one_byte_is_taken_for_one_in_two(encoding: str) -> None:
    russian = (
        "Иванов Петров СИДОРОВА Кузнецов Анна ОЛЬГА Клиент Сумма МОСКВА Казань екатеринбург оплачен КОЛИЧЕСТВО цена"
    )
    western = (
        "Müller François Muñoz Søren Bücher ZÜRICH São José Ångström café naïve Größe déjà ÉLÈVE Peña Straße Åsa €5 £7"
    )
    words = (western if encoding == "cp1252" else russian).split()
    dice = random.Random(encoding)
    for _ in range(500):
        data = ("id,x\n" + ",".join(dice.choices(words, k=dice.randint(1, 12)))).encode(encoding)
        guess = likeliest(data)
        assert double_byte(data, guess) == guess


def test_what_cannot_be_told_names_the_encodings_to_try() -> None:
    with pytest.raises(UnreadableInputError, match=r"^c\.csv: the encoding cannot be told") as caught:
        detect(b"id,name\n" + random.Random(1).randbytes(4_000), "c.csv")
    named = ("cp1251", "cp1250", "iso8859-2", "shift-jis", "gb18030", "big5", "euc-kr")
    assert all(name in str(caught.value.fix) and "".encode(name) == b"" for name in named)
