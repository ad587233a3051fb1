"""The encodings of short texts, told from how their words look."""

from __future__ import annotations

import random

import pytest

from segkit.io.alphabets import likeliest

RUSSIAN = (
    "Дата;Клиент;Сумма\n01.05.2024;Иванов Пётр;1 234,50\n", "ДАТА;КЛИЕНТ;СУММА\n01.05.2024;ИВАНОВ;1 234,50\n",
    "id;name;sum\n1;Ромашка ООО;5\n2;ИП Щукин;7\n", "id,status\n1,Оплачен\n", "a;b\n1;Да\n2;Нет\n", "id,amount\n1,100 руб\n",
    "x,y\nё,1\nЁлка,2\n", "дата,клиент,сумма\n2024-01-01,мария,3\n2024-01-02,анна,4\n", "СТАТУС\nОПЛАЧЕН\n", "КЛИЕНТ\nЖУК\n",
    "имя\nюля\nяна\n", "Товар;Цена\nШапка-ушанка 56 р-р;500р.\n", "item\nЧай Lipton 100шт\niPhone 15 чёрный\n",
    "Клиент;Сумма\nЗавод Вектор-М;1\u00a0200,50\n", "город\nЩёлково\nЮжно-Сахалинск\n", "ФИО\nЩЕРБАКОВ\n",
)  # fmt: skip
WESTERN = (
    'id,amount\n1,"1.234,50 €"\n2,"2,50 €"\n', "id,preis\n1,€5\n2,€ 7\n", "Kunde;Betrag\nSchmidt;1.234,50 €\n", "name\nJürgen\n",
    "Kundennummer;Währung\n1;€\n", "KUNDE;GRÖSSE\nMÜLLER;Ü\n", "Straße\nGrün GmbH & Co. KG\nWeiß\n", "id,amount\n1,£5.00\n2,£7.00\n",
    "id,temp\n1,20°\n2,21°\n", "id,amount\n1,¥500\n", "id,price\n1,99¢\n", "id,item\n1,½ doz\n", "id,item\n1,SET OF 3 – BLUE\n2,Tea™\n",
    "id,name\n1,O’Brien\n2,“Quoted”\n", "name,amount\nCafé Noir,5\n", "id,note\n1,déjà vu\n2,l’été\n", "CLIENT\nDUPRÉ\nÉTÉ\n",
    "Date de création;Qté\n01/05/2024;3\n", "cliente;año\nNúñez;12,50 €\n", "kund\nÅsa\nÖrjan\n", "navn\nSøren\nÆrø\n", "nome\nConceição\n",
)  # fmt: skip
CENTRAL = (
    "id;nazwisko;kwota\n1;Wałęsa;10 zł\n2;Żółć;5 zł\n", "Klient\nMałgorzata\nŁukasz\n", "jméno;částka\nDvořák;100 Kč\nŠtěpán Říha;2\n",
)  # fmt: skip


@pytest.mark.parametrize("times", [1, 50])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, encoding) for text in RUSSIAN for encoding in ("cp1251", "koi8_r", "cp866")),
        *((text, "cp1252") for text in WESTERN),
        *((text, "cp1250") for text in CENTRAL),
    ],
)
def test_short_texts_are_read_as_they_were_written(text: str, encoding: str, times: int) -> None:
    head, _, body = text.partition("\n")
    whole = f"{head}\n" + body * times
    found = likeliest(whole.encode(encoding))
    assert found is not None
    assert whole.encode(encoding).decode(found) == whole


@pytest.mark.parametrize("seed", range(5))
def test_bytes_that_are_no_text_have_no_encoding(seed: int) -> None:
    assert likeliest(random.Random(seed).randbytes(4_000)) is None
