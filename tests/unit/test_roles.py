"""Which header plays which role."""

from __future__ import annotations

import pytest

from segkit.errors import MissingColumnError
from segkit.role_names import LANGUAGES
from segkit.roles import ALIASES, called, fold, matching, recognize, resolve


@pytest.mark.parametrize(
    "header", ["customer_id", "Customer ID", "CustomerID", "CUSTOMER-ID", " customer.id ", "\ufeffcustomer_id"]
)
def test_writing_variants_are_one_header(header: str) -> None:
    assert recognize([header]) == {"customer": header}


def test_the_letter_yo_and_full_width_letters_are_leveled() -> None:
    assert fold("Счёт") == fold("счет")
    assert fold("ＩＤ") == fold("id")


@pytest.mark.parametrize(
    ("headers", "roles"),
    [
        (
            ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"],
            {"order": "InvoiceNo", "item": "StockCode", "quantity": "Quantity", "date": "InvoiceDate",
             "price": "UnitPrice", "customer": "CustomerID"},
        ),
        (
            ["Invoice", "StockCode", "Quantity", "InvoiceDate", "Price", "Customer ID"],
            {"order": "Invoice", "item": "StockCode", "quantity": "Quantity", "date": "InvoiceDate",
             "price": "Price", "customer": "Customer ID"},
        ),
        (
            ["Дата", "Контрагент", "Номенклатура", "Количество", "Цена", "Сумма", "Валюта"],
            {"date": "Дата", "customer": "Контрагент", "item": "Номенклатура", "quantity": "Количество",
             "price": "Цена", "amount": "Сумма", "currency": "Валюта"},
        ),
        (
            ["order_id", "customer_id", "customer_unique_id", "order_status", "order_purchase_timestamp"],
            {"order": "order_id", "customer": "customer_id", "status": "order_status",
             "date": "order_purchase_timestamp"},
        ),
        (["color", "size"], {}),
        ([], {}),
    ],
)  # fmt: skip
def test_headers_of_known_exports_are_recognized(headers: list[str], roles: dict[str, str]) -> None:
    assert recognize(headers) == roles


def test_the_most_telling_header_wins_wherever_it_stands() -> None:
    assert recognize(["email", "client", "customer_id"])["customer"] == "customer_id"


def test_of_equal_headers_the_first_wins() -> None:
    assert recognize(["Customer ID", "customer_id"])["customer"] == "Customer ID"


def test_no_header_is_recognized_for_two_roles() -> None:
    folded = [(fold(alias), role) for role, names in ALIASES.items() for alias in names]
    assert len({alias for alias, _ in folded}) == len({*folded})


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_language_says_two_things_there(language: str) -> None:
    folded = [(fold(name), role) for role, names in LANGUAGES[language].items() for name in names.split()]
    assert len({name for name, _ in folded}) == len(folded)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_name_is_recognized_as_it_is_written(language: str) -> None:
    for role, names in LANGUAGES[language].items():
        for name in names.split():
            title = name.replace("_", " ").title()
            assert role not in ALIASES or called([title], role) == [title]


@pytest.mark.parametrize("header", ["Währung", "WAEHRUNG", "Wahrung", "Wa\u0308hrung", "währung"])
def test_umlauts_are_two_letters_or_lose_their_marks(header: str) -> None:
    assert recognize([header]) == {"currency": header}


@pytest.mark.parametrize("header", ["Date de commande", "Date de la commande", "DATE COMMANDE", "date_commande"])
def test_articles_say_nothing(header: str) -> None:
    assert recognize([header]) == {"date": header}


@pytest.mark.parametrize(
    ("headers", "customer"),
    [
        (["Date", "Total", "Client", "Identifiant client"], "Identifiant client"),  # Client is the name in French
        (["date", "total", "client", "Kundennummer"], "client"),
        (["Cliente", "Código do cliente", "Data do pedido", "Valor"], "Código do cliente"),
        (["order_date", "amount", "Kundennummer"], "Kundennummer"),
    ],
)
def test_the_language_of_most_columns_decides_first(headers: list[str], customer: str) -> None:
    assert recognize(headers)["customer"] == customer


def test_names_are_found_in_the_order_of_the_names() -> None:
    assert matching(["Total", "Remise", "Descuento"], ["descuento", "remise"]) == ["Descuento", "Remise"]


def test_the_choice_of_the_user_wins() -> None:
    assert resolve(["customer_id", "who", "amount"], {"customer": "who"}) == {"customer": "who", "amount": "amount"}


def test_a_chosen_column_is_not_recognized_for_another_role() -> None:
    assert resolve(["total", "amount"], {"price": "amount"}) == {"amount": "total", "price": "amount"}


def test_all_unknown_columns_are_named_at_once_with_the_closest() -> None:
    with pytest.raises(MissingColumnError) as caught:
        resolve(["customer_id", "amount"], {"customer": "custmer_id", "date": "when"})
    assert str(caught.value.message).splitlines() == [
        '--customer: no column "custmer_id". Did you mean "customer_id"?',
        '--date: no column "when".',
    ]
    assert caught.value.fix == "Columns: customer_id, amount"
    assert caught.value.facts["columns"] == {"customer": "custmer_id", "date": "when"}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Сумма, руб.", "amount"), ("Сумма (руб)", "amount"), ("Total (EUR)", "amount"), ("Amount USD", "amount"), ("Цена, ₽", "price"),
        ("Выручка, р", "amount"), ("Amount [$]", "amount"), ("Стоимость ₽", "amount"), ("USD", None), ("руб.", None), ("Client, EUR", "customer"),
        ("Сумма налога, руб.", None),
    ],
)  # fmt: skip
def test_the_currency_at_the_end_of_a_header_is_part_of_no_name(header: str, role: str | None) -> None:
    assert recognize([header]) == ({} if role is None else {role: header})


def test_a_header_without_a_currency_is_taken_before_one_with_it() -> None:
    assert recognize(["Total (EUR)", "Total"])["amount"] == "Total"
    assert recognize(["Total (EUR)", "Total (USD)"])["amount"] == "Total (EUR)"


@pytest.mark.parametrize(
    "headers",
    [
        ["Klantnummer", "Besteldatum", "Totaalbedrag", "Ordernummer", "Orderstatus", "Valuta"],
        ["Kundnr", "Orderdatum", "Totalsumma", "Ordernummer", "Status", "Valuta"],
        ["Kundenr.", "Ordredato", "Samlet beløb", "Ordrenr.", "Ordrestatus", "Valuta"],
        ["Asiakasnumero", "Tilauspäivä", "Yhteensä", "Tilausnumero", "Tilauksen tila", "Valuutta"],
        ["Číslo zákazníka", "Datum objednávky", "Celkem s DPH", "Číslo objednávky", "Stav objednávky", "Měna"],
        ["Číslo zákazníka", "Dátum objednávky", "Celková suma", "Číslo objednávky", "Stav objednávky", "Mena"],
        ["Vevőkód", "Rendelés dátuma", "Végösszeg", "Rendelésszám", "Státusz", "Pénznem"],
        ["Cod client", "Data comenzii", "Valoare totală", "Număr comandă", "Stare", "Monedă"],
        ["Šifra kupca", "Datum narudžbe", "Ukupan iznos", "Broj narudžbe", "Status narudžbe", "Valuta"],
        ["Код на клиент", "Дата на поръчка", "Обща сума", "Номер на поръчка", "Статус", "Валута"],
        ["Κωδικός πελάτη", "Ημερομηνία", "Σύνολο", "Αριθμός παραγγελίας", "Κατάσταση", "Νόμισμα"],
        ["顧客番号", "注文日", "合計金額", "注文番号", "ステータス", "通貨"],
        ["客户编号", "下单时间", "订单金额", "订单编号", "订单状态", "币种"],
        ["회원번호", "주문일", "결제금액", "주문번호", "주문상태", "통화"],
        ["رقم العميل", "تاريخ الطلب", "المبلغ الإجمالي", "رقم الطلب", "حالة الطلب", "العملة"],
    ],
)  # fmt: skip
def test_the_lists_of_shops_in_more_languages_are_recognized(headers: list[str]) -> None:
    told = recognize(headers)
    assert [told.get(role) for role in ("customer", "date", "amount", "order", "status", "currency")] == headers


def test_a_name_in_latin_letters_means_the_same_beside_one_in_others() -> None:
    names = [name for table in LANGUAGES.values() for listed in table.values() for name in listed.split()]
    latin = [name for name in dict.fromkeys(map(fold, names)) if name.isascii()]
    assert len(latin) > 1_000
    for name in latin:
        assert recognize([name]) == recognize([name, "ничто"])
