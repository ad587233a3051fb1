"""Exports of programs that no profile is about are read without a flag, as a plain loop over the sales behind them reads them.

The columns are those of tills, marketplaces, billing, books and lists of deals, as far as they are public; what is odd about each
(times of half a day, years of two digits, rupees in lakhs, notes below the table) is that of the program.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import Export, counted, read

import segkit

EXPORTS = {
    "a till: checks with the time of half a day": Export("{name}", """
        Location = Main
        Order Id = 9000{n}
        Opened = {moment:%m/%d/%y %I:%M %p}
        Server = Ann
        Table = 4
        Dining Options = Dine In
        Amount = {total}
        Voided = false
        Customer = {name}
    """, style="english", separator=","),
    "a till: payments with a result": Export("{name}", """
        Payment Date = {moment:%d-%b-%Y %I:%M %p}
        Payment ID = P{n}
        Order ID = O{n}
        Customer Name = {name}
        Tender = Card
        Result = {status}
        Amount = ${total}
        Tax Amount = $0.00
        Tip Amount = $0.00
        Currency = USD
    """, ("SUCCESS", "FAIL"), style="english", separator=","),
    "a Russian till": Export("{name}", """
        Номер чека = {n}
        Учетный день = {dots}
        Время закрытия = {moment:%H:%M:%S}
        Торговое предприятие = Кафе
        Официант = Оля
        Гость = {name}
        Номер карты =
        Сумма без скидки, р. = {paid}
        Сумма скидки, р. = {fee}
        Сумма со скидкой, р. = {total}
        Количество гостей = 2
    """, style="polish"),
    "a marketplace of makers": Export("buyer{id}", """
        Sale Date = {moment:%m/%d/%y}
        Order ID = 30{n}
        Buyer User ID = buyer{id}
        Full Name = {name}
        Number of Items = {pieces}
        Date Shipped = {moment:%m/%d/%y}
        Ship Country = US
        Currency = USD
        Discount Amount = 0
        Shipping = 5
        Order Total = {total}
        Status =
        Buyer = {name} (buyer{id})
    """, style="point", separator=","),
    "an auction house, with a line above and two below": Export("u_{id}", """
        Sales Record Number = {n}
        Order Number = 12-{n}-55
        Buyer Username = u_{id}
        Buyer Name = {name}
        Buyer Email =
        Item Title = {items}
        Sold For = ${total}
        Shipping And Handling = $0.00
        Total Price = ${total}
        Sale Date = {moment:%b-%d-%y}
        Paid On Date = {moment:%b-%d-%y}
    """, style="english", separator=",", above="\n", below="\n120,record(s) downloaded,,,,,,,,,\nSeller ID : x,,,,,,,,,,\n"),
    "a Russian marketplace": Export("{name}", """
        Номер заказа = 13-{n}
        Номер отправления = 13-{n}-1
        Принят в обработку = {iso}
        Статус = {status}
        Покупатель = {name}
        Сумма отправления = {total}
        Наименование товара = {items}
        OZON id = 1
    """, ("Доставлен", "Отменён"), style="point"),
    "a Kazakh marketplace in Russian": Export("+7701{id}", """
        № заказа = {n}
        Дата поступления заказа = {dots}
        Статус = {status}
        Сумма = {total} ₸
        Количество = {pieces}
        Телефон покупателя = +7701{id}
        ФИО покупателя = {name}
    """, ("Выдан", "Отменен"), style="polish"),
    "a Ukrainian marketplace, its addresses blank": Export("+38050{id}", """
        Номер замовлення = {n}
        Дата замовлення = {dots_time}
        Телефон = +38050{id}
        Email =
        Сума = {total} грн
        Статус = {status}
    """, ("Виконано", "Скасовано"), style="german"),
    "invoices of a book-keeping program": Export("{name}", """
        ContactName = {name}
        EmailAddress =
        InvoiceNumber = INV-{n}
        InvoiceDate = {slashes}
        DueDate = {later_slashes}
        Total = {total}
        TaxTotal = 0
        Currency = GBP
        Type = ACCREC
        Status = Paid
    """, style="point", separator=","),
    "an account in francs": Export("4179{id}", """
        Rechnungsdatum = {moment:%d.%m.%y}
        Kundennummer = 4179{id}
        Rechnungsnummer = {n}
        Rechnungsbetrag CHF = {total}
        Zahlbar bis = {later}
    """, style="swiss"),
    "tickets": Export("{email}", """
        Order # = {n}
        Order Date = {moment:%b %d, %Y %I:%M %p}
        First Name = {first}
        Email = {email}
        Quantity = 1
        Ticket Type = GA
        Total Paid = {total}
        Fees Paid = 0.00
        Attendee Status = {status}
    """, ("Attending", "Refunded"), style="english", separator=","),
    "subscriptions: invoices": Export("cb{id}", """
        Invoice Number = {n}
        Customer Id = cb{id}
        Customer Email = {email}
        Subscription Id = sub{id}
        Status = {status}
        Invoice Date = {moment:%d-%b-%Y %H:%M}
        Amount = {total}
        Amount Due = 0.00
        Currency = EUR
    """, ("Paid", "Voided"), style="point", separator=","),
    "subscriptions: transactions": Export("acc{id}", """
        date = {moment:%Y-%m-%dT%H:%M:%SZ}
        account_code = acc{id}
        account_email = {email}
        invoice_number = {n}
        type = purchase
        status = {status}
        amount = {total}
        tax_amount = 0
        currency = USD
    """, ("success", "declined"), style="point", separator=","),
    "deals by their contact": Export("{name}", """
        Record ID = {n}
        Deal Name = Deal {n}
        Deal Stage = {status}
        Close Date = {moment:%Y-%m-%d %H:%M}
        Deal owner = Bo
        Amount = {total}
        Associated Contact = {name}
        Deal ID = {n}
    """, ("Closed won", "Closed lost"), style="point", separator=","),
    "deals by their account": Export("{name}", """
        Opportunity ID = 006{n}
        Account Name = {name}
        Stage = {status}
        Amount Currency = USD
        Amount = {total}
        Close Date = {moment:%m/%d/%Y}
        Created Date = {moment:%m/%d/%Y}
    """, ("Closed Won", "Closed Lost"), style="english", separator=","),
    "deals with a prefix": Export("{name}", """
        Deal - ID = {n}
        Deal - Value = {total}
        Deal - Currency of Value = EUR
        Deal - Status = {status}
        Deal - Won time = {iso}
        Deal - Contact person = {name}
    """, ("Won", "Lost"), style="point", separator=","),
    "payments in minor units": Export("{email}", """
        created_at = {moment:%Y-%m-%dT%H:%M:%S}
        transaction_id = {n}
        shopper_reference = {email}
        currency = EUR
        amount_minor_units = {cents}
    """, separator=","),
    "usage charges": Export("79{id}", """
        subscriber_id = 79{id}
        charge_date = {day}
        bill_no = {n}
        service = data
        charge = {total}00
    """, style="point", separator="~"),
    "a shop that gives sums with and without taxes": Export("{email}", """
        Bestell-Nr. = {n}
        Datum (Bestellung) = {dots}
        Kunden-E-Mail = {email}
        Menge = {pieces}
        Betrag inkl. MwSt. (EUR) = {total}
        Betrag exkl. MwSt. (EUR) = {net}
    """),
    "a shop in SQL": Export("{id}", """
        id_order = {n}
        reference = XK{n}
        id_customer = {id}
        total_discounts = 0.000000
        total_paid = {total}0000
        total_shipping = 4.900000
        current_state = 5
        date_add = {iso}
    """, style="point"),
    "moments without a mark, separated by carets": Export("{name}", """
        ts = {moment:%Y%m%dT%H%M%S}
        order_id = {n}
        client = {name}
        amount = {total}
    """, style="point", separator="^"),
    "months in words and the hour with its unit": Export("{name}", """
        N.º de venda = {n}
        Data da venda = {moment:%d} de {month} de {moment:%Y} {moment:%H:%M} hs.
        Estado = {status}
        Número do pedido = {n}
        Total (BRL) = {total}
        Comprador = {name}
    """, ("Entregue", "Venda cancelada"), style="point"),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_read_without_a_flag(tmp_path: Path, name: str) -> None:
    export = EXPORTS[name]
    export.write(tmp_path / "export.csv")
    assert read(segkit.rfm(tmp_path / "export.csv"), export) == counted(export)
