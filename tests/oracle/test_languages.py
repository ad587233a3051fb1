"""Exports in other languages than English are read without a flag, as a plain loop over the sales behind them reads them.

Each export is written column by column as a shop, till or marketplace of the country writes it, with the columns that could be
taken for others: numbers of invoices and items, dates of delivery and payment, sums before taxes, fees and shipping.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import Export, counted, read

import segkit

EXPORTS = {
    "de: orders of a merchandise program": Export("{id}", """
        Auftragsnummer = AU-{n}
        Externe Auftragsnummer = {n}-77
        Rechnungsnummer = RE{n}
        Kundennummer = {id}
        Kundengruppe = Endkunden
        Firma =
        Vorname = {first}
        Nachname = {last}
        E-Mail = {email}
        PLZ = 10115
        Ort = Berlin
        Auftragsdatum = {dots_time}
        Lieferdatum = {later}
        Währung = EUR
        Gesamtbetrag Netto = {net}
        Gesamtbetrag Brutto = {total}
        Versandkosten = {fee}
        Zahlungsart = Rechnung
        Auftragsstatus = {status}
    """, ("Versendet", "Storniert")),
    "de: lines of a shop, in cp1252": Export("{id}", """
        Bestellnummer = {n}
        Bestelldatum = {dots}
        Rechnungsdatum = {later}
        Kunden-Nr. = {id}
        Käufer = {name}
        Artikelnummer = {sku}
        Artikelbezeichnung = {item}
        Anzahl = {quantity}
        Einzelpreis (brutto) = {price}
        Positionssumme = {line}
        MwSt-Satz = 19
        Status = {status}
        Waehrung = EUR
        Bemerkung = bitte klingeln
    """, ("Abgeschlossen", "Erstattet"), encoding="cp1252", lines=True),
    "de: a marketplace": Export("{email}", """
        Verkaufsprotokollnummer = {n}1
        Bestellnummer = 12-{n}-99
        Name des Käufers = {name}
        E-Mail des Käufers = {email}
        Land = Deutschland
        Artikeltitel = {item}
        Bestandseinheit = {sku}
        Gesamtpreis = {total}
        Versand und Verpackung = {fee}
        Verkauft am = {dots}
        Bezahlt am = {later}
        Versandt am = {later}
        Zahlungsmethode = PayPal
        Währung = EUR
    """),
    "fr: orders of a shop": Export("{email}", """
        ID = {n}
        Référence de la commande = XKBK{n}
        Nouveau client = 0
        Pays de livraison = France
        Client = {name}
        Adresse e-mail = {email}
        Code postal = 75001
        Total HT = {net}
        Total TTC = {total}
        Frais de port = {fee}
        Paiement = Carte
        État = {status}
        Date = {slashes_time}
        Date de livraison = {later_slashes}
        Devise = EUR
    """, ("Paiement accepté", "Annulée"), style="french"),
    "fr: lines of a till": Export("{id}", """
        N° de ticket = {n}
        Date = {slashes}
        Heure = {clock}
        Code client = {id}
        Nom du client = {name}
        Vendeur = Luc
        Code article = {sku}
        Désignation = {item}
        Qté = {quantity}
        PU TTC = {price}
        Montant TTC = {line}
        Montant HT = {line_net}
        TVA = 19
        Magasin = Lyon
    """, style="french", lines=True, encoding="utf-8-sig"),
    "fr: payments": Export("{id}", """
        id = py_{n}
        Date de création (UTC) = {iso}
        Montant = {total}
        Montant des frais = {fee}
        Devise = eur
        Description = commande
        Identifiant du client = {id}
        E-mail du client = {email}
        Statut = {status}
        Carte = 4242
    """, ("Réussi", "Échoué"), style="german", separator=","),
    "es: orders of a shop": Export("{email}", """
        Fecha = {iso}
        Pedido # = {n}
        Ingresos N. (formateado) = {net} €
        Estado = {status}
        Cliente = {name}
        Correo electrónico = {email}
        Tipo de cliente = returning
        Producto(s) = 1x {item}
        Artículos vendidos = {pieces}
        Cupón(es) =
        Importe total = {total}
        Atribución = Directo
    """, ("Completado", "Cancelado"), separator=","),
    "es: invoices": Export("{id}", """
        Nº de factura = F24/{n}
        Fecha de la factura = {slashes}
        Fecha de vencimiento = {later_slashes}
        Código de cliente = {id}
        Razón social = {name} S.L.
        NIF = B{id}
        Base imponible = {net}
        Cuota IVA = {tax}
        Total factura = {total}
        Forma de pago = Transferencia
        Provincia = Madrid
        Moneda = EUR
    """),
    "it: lines of an invoice program": Export("{id}", """
        Numero documento = {n}
        Data documento = {slashes}
        Codice cliente = {id}
        Ragione sociale = {name} S.r.l.
        Partita IVA = IT0{id}
        Codice articolo = {sku}
        Descrizione articolo = {item}
        Quantità = {quantity}
        Prezzo unitario = {price}
        Aliquota IVA = 22
        Totale riga = {line}
        Totale documento = {total}
        Provincia = MI
        Valuta = EUR
    """, lines=True),
    "it: orders of a shop": Export("{email}", """
        Numero d'ordine = {n}
        Data dell'ordine = {slashes_time}
        Stato dell'ordine = {status}
        Nome = {first}
        Cognome = {last}
        Indirizzo email = {email}
        Telefono = {phone}
        CAP = 20100
        Spese di spedizione = {fee}
        Imponibile = {net}
        Totale ordine = {total}
        Metodo di pagamento = Carta
        Valuta = EUR
    """, ("Completato", "Rimborsato")),
    "pl: orders of a shop hub": Export("{email}", """
        Numer zamówienia = {n}
        Numer zamówienia w sklepie = S{n}
        Data złożenia = {iso}
        Data płatności = {later_iso}
        Status = {status}
        Imię i nazwisko = {name}
        E-mail = {email}
        Telefon = {phone}
        Login (Allegro) = kim{id}
        Sposób dostawy = Paczkomat
        Koszt przesyłki = {fee}
        Wartość zamówienia = {total}
        Waluta = PLN
        Liczba produktów = {lines}
        Uwagi klienta = prosić
    """, ("Zrealizowane", "Anulowane"), style="polish"),
    "pl: lines of invoices": Export("{id}", """
        Nr faktury = FV/{n}/2024
        Data wystawienia = {dots}
        Termin płatności = {later}
        Kontrahent = {name} sp. z o.o.
        Kod klienta = {id}
        NIP = 525{id}
        Nazwa towaru = {item}
        Ilość = {quantity}
        J.m. = szt
        Cena jednostkowa brutto = {price}
        Wartość netto = {line_net}
        Wartość brutto (zł) = {line}
        Stawka VAT = 19
    """, style="polish", lines=True, encoding="cp1250"),
    "pt: orders of a shop": Export("111222{id}", """
        Número do Pedido = {n}
        E-mail = {email}
        Data = {slashes_time}
        Status do Pedido = {status}
        Status do Envio = Enviado
        Moeda = BRL
        Subtotal = {net}
        Desconto = {zero}
        Valor do Frete = {fee}
        Total = {total}
        Nome do comprador = {name}
        CPF / CNPJ = 111222{id}
        Telefone = {phone}
        Cidade = Recife
        Estado = Pernambuco
        Meio de pagamento = Pix
    """, ("Concluído", "Cancelado")),
    "pt: lines of a till": Export("{id}", """
        Data da venda = {slashes}
        Hora = {clock}
        Nº da venda = {n}
        Código do cliente = {id}
        Cliente = {name}
        Código do produto = {sku}
        Descrição do produto = {item}
        Qtde = {quantity}
        Valor unitário = {price}
        Valor total = {line}
        Vendedor = Rui
        Situação = {status}
    """, ("Finalizada", "Estornada"), lines=True),
    "tr: orders of a shop": Export("{id}", """
        Sipariş No = {n}
        Sipariş Tarihi = {dots_time}
        Teslim Tarihi = {later}
        Üye ID = {id}
        Müşteri Adı = {name}
        E-posta = {email}
        İl = İzmir
        Ara Toplam = {net}
        Kargo Ücreti = {fee}
        Toplam Tutar = {total}
        Para Birimi = TRY
        Ödeme Tipi = Kart
        Sipariş Durumu = {status}
    """, ("Teslim edildi", "İptal Edildi")),
    "tr: lines of a marketplace": Export("{email}", """
        Sipariş Numarası = 90{n}
        Paket No = {n}
        Sipariş Tarihi = {iso}
        Müşteri E-Posta = {email}
        Alıcı = {name}
        Ürün Adı = {item}
        Stok Kodu = {sku}
        Barkod = 869{n}
        Adet = {quantity}
        Birim Fiyatı = {price}
        Satış Tutarı = {line}
        İndirim Tutarı = {zero}
        Faturalanacak Tutar = {line}
        Komisyon Oranı = 12
        Sipariş Statüsü = {status}
    """, ("Teslim Edildi", "İade Edildi"), lines=True),
    "uk: orders of a marketplace": Export("{phone}", """
        Номер замовлення = {n}
        Дата = {dots_time}
        ПІБ = {name}
        Телефон = {phone}
        Місто = Київ
        Спосіб доставки = Нова пошта
        Товари = {item}
        Кількість = {pieces}
        Сума, грн = {total}
        Вартість доставки = {fee}
        Статус = {status}
        Джерело = Портал
        Коментар = -
    """, ("Виконано", "Скасовано"), style="polish"),
    "uk: checks of a till": Export("{id}", """
        Чек № = {n}
        Офіціант = Оля
        Код клієнта = {id}
        Клієнт = {name}
        Відкрито = {iso}
        Дата закриття = {iso}
        Разом = {total}
        Знижка = {zero}
        Прибуток = {net}
        Статус = {status}
        Тип оплати = Картка
    """, ("Закрито", "Повернено"), style="point", separator=","),
    "kk: orders of a marketplace": Export("{phone}", """
        Тапсырыс нөмірі = {n}
        Тапсырыс күні = {dots}
        Жеткізу күні = {later}
        Тауар атауы = {item}
        Артикул = {sku}
        Саны = {pieces}
        Тапсырыс сомасы, тг = {total}
        Жеткізу құны = {fee}
        Мәртебесі = {status}
        Телефон = {phone}
        Қала = Алматы
    """, ("Жеткізілді", "Болдырылмады"), style="polish"),
    "kk: lines of a warehouse program": Export("{id}", """
        Құжат күні = {dots_time}
        Құжат нөмірі = {n}
        Сатып алушы = {name}
        Сатып алушы коды = {id}
        Тауар коды = {sku}
        Тауар = {item}
        Саны = {quantity}
        Бағасы = {price}
        Сомасы = {line}
        ҚҚС = {zero}
        Қойма = Негізгі
    """, style="polish", lines=True),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_read_without_a_flag(tmp_path: Path, name: str) -> None:
    export = EXPORTS[name]
    export.write(tmp_path / "export.csv")
    assert read(segkit.rfm(tmp_path / "export.csv"), export) == counted(export)
