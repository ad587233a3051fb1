"""What columns are called in other languages than English and Russian, by language and role, the most telling first.

The names are those of the shops, tills and books that people export from, without their articles: ``Date de la commande`` is
compared as ``date commande`` (see ``roles``), and with lower-case letters (``no`` for ``№`` and ``nº``). What several languages write alike stands in each of them, since the language
that names the most columns of a table is the one that the table is in.

Beside the roles there are ``net``, amounts without taxes, which other amounts go before; ``refund``, ``discount`` and
``kind``, columns that no role takes up but that leave a doubt about the amount.
"""

from __future__ import annotations

# fmt: off
LANGUAGES: dict[str, dict[str, str]] = {
    "de": {
        "customer":
            "kundennummer kundennr kd_nr kunden_id kundencode kundenkennung debitorennummer debitor_nr mitgliedsnummer "
            "mitglieds_nr mitglieds_id käufer_id käufernummer benutzer_id nutzer_id kunden_e_mail kunden_e_mail_adresse "
            "e_mail_kunde e_mail_kunden e_mail_käufer e_mail_käufers käufer_e_mail rechnung_e_mail rechnungs_e_mail e_mail_adresse email nutzername_käufers kunde "
            "käufer besteller auftraggeber debitor kundenname name_kunde name_kunden name_käufers telefonnummer telefon",
        "date":
            "bestelldatum auftragsdatum bestellzeit bestellzeitpunkt bestellt_am kaufdatum verkaufsdatum verkauft_am transaktionsdatum "
            "belegdatum bondatum datum datum_uhrzeit datum_bestellung date rechnungsdatum buchungsdatum buchungstag zahlungsdatum bezahlt_am erstellt_am "
            "erstellungsdatum angelegt_am zeitstempel zeitpunkt",
        "amount":
            "zeilensumme zeilenbetrag positionssumme positionsbetrag positionswert gesamtbetrag gesamtbetrag_brutto gesamtsumme "
            "gesamtsumme_brutto bestellsumme bestellwert bestellbetrag auftragssumme auftragswert rechnungsbetrag rechnungssumme "
            "endbetrag endsumme gesamtpreis gesamtpreis_brutto gesamtwert zahlbetrag bruttobetrag betrag_hw betrag_hauswährung betrag_brutto bruttosumme "
            "summe_brutto gesamt_brutto bruttoumsatz umsatz_brutto betrag kaufbetrag summe gesamt umsatz erlös total betrag_inkl_mwst summe_inkl_mwst "
            "gesamtbetrag_inkl_mwst brutto",
        "net": "betrag_exkl_mwst nettobetrag betrag_netto gesamtbetrag_netto nettosumme summe_netto gesamt_netto gesamtpreis_netto nettoumsatz umsatz_netto",
        "order":
            "bestellnummer bestell_nr bestell_id auftragsnummer auftrags_nr auftrags_id order_id bestellung auftrag "
            "bonnummer bon_nr bon belegnummer beleg_nr beleg rechnungsnummer rechnungs_nr rechnung transaktionsnummer "
            "transaktions_id transaktionscode vorgangsnummer vorgang",
        "item":
            "artikelnummer artikel_nr art_nr artikel_id produktnummer produkt_id sku artikel produkt artikelname "
            "artikelbezeichnung produktname produktbezeichnung bezeichnung",
        "quantity": "menge anzahl stückzahl stück bestellmenge verkaufte_menge verkaufsmenge",
        "price":
            "einzelpreis einzelpreis_brutto stückpreis preis_pro_stück preis_je_stück preis artikelpreis verkaufspreis vk_brutto vk_preis "
            "vk einzelpreis_netto vk_netto",
        "cost": "wareneinsatz",
        "status": "bestellstatus auftragsstatus status zahlungsstatus",
        "currency": "währung währungscode währungskürzel währg wkz",
        "refund": "erstattung erstattet erstattungsbetrag erstatteter_betrag betrag_erstattet rückerstattung rückerstattet rückerstattungsbetrag "
                  "betrag_rückerstattet rückzahlung gutschrift gutschriftsbetrag retourenbetrag",
        "discount": "rabatt rabattbetrag gesamtrabatt nachlass preisnachlass skonto rabatt_brutto",
        "kind": "typ art belegart belegtyp vorgangsart buchungsart transaktionstyp transaktionsart dokumentart",
    },
    "fr": {
        "customer":
            "id_client identifiant_client numéro_client num_client n_client no_client code_client client_id référence_client ref_client "
            "identifiant_acheteur id_acheteur numéro_adhérent e_mail_client adresse_e_mail_client courriel_client mail_client "
            "e_mail_acheteur adresse_e_mail email courriel mail client acheteur nom_client nom_acheteur "
            "raison_sociale téléphone_client téléphone",
        "date":
            "date_commande date_achat date_vente commandé_le date_transaction date date_heure date_et_heure date_facture date_facturation "
            "date_paiement payé_le date_création date_création_utc créé_le horodatage",
        "amount":
            "total_ligne montant_ligne total_ligne_ttc montant_ligne_ttc montant_total_ttc total_ttc montant_ttc total_commande_ttc "
            "total_commande montant_commande montant_total prix_total_ttc prix_total total montant montant_transaction montant_payé "
            "total_payé montant_facture net_à_payer ca_ttc chiffre_affaires ventes somme",
        "net": "montant_total_ht total_ht montant_ht total_commande_ht total_ligne_ht montant_ligne_ht prix_total_ht ca_ht ventes_nettes montant_net",
        "order":
            "numéro_commande n_commande no_commande num_commande id_commande référence_commande ref_commande commande "
            "numéro_facture n_facture no_facture id_facture facture numéro_ticket n_ticket ticket id_transaction numéro_transaction "
            "transaction",
        "item":
            "référence_produit ref_produit code_produit id_produit code_article référence_article sku produit article nom_produit "
            "nom_article libellé_produit libellé_article désignation",
        "quantity": "quantité qté quantité_commandée quantité_vendue qté_commandée quantité_produit",
        "price": "prix_unitaire_ttc prix_unitaire prix_unitaire_ht pu_ttc pu_ht pu prix prix_vente prix_produit prix_article prix_ttc prix_ht",
        "cost": "coût_total coût_ventes",
        "status": "statut_commande état_commande statut état statut_paiement état_paiement status",
        "currency": "devise code_devise monnaie",
        "refund": "montant_remboursé total_remboursé remboursé remboursement montant_remboursement remboursements",
        "discount": "remise montant_remise remises réduction montant_réduction réductions rabais total_remises total_réductions",
        "kind": "type type_opération nature type_transaction type_document type_pièce type_vente",
    },
    "es": {
        "customer":
            "id_cliente código_cliente cód_cliente número_cliente no_cliente num_cliente n_cliente cliente_id id_comprador comprador_id "
            "id_usuario nif dni nif_cif email_cliente correo_cliente correo_electrónico_cliente correo_electrónico "
            "correo_comprador e_mail_comprador email correo cliente comprador nombre_cliente nombre_comprador razón_social "
            "teléfono_cliente teléfono",
        "date":
            "fecha_pedido fecha_orden fecha_compra fecha_venta fecha_transacción fecha fecha_hora fecha_y_hora fecha_factura fecha_pago "
            "fecha_creación fecha_emisión creado_el",
        "amount":
            "total_línea importe_línea importe_total total_pedido importe_pedido valor_pedido total_orden monto_total total_con_iva "
            "importe_con_iva total_iva_incluido total importe monto total_factura importe_factura total_pagado importe_pagado total_venta "
            "valor_venta valor_total precio_total ventas ingresos",
        "net": "ventas_netas ingresos_netos importe_neto total_neto total_sin_iva importe_sin_iva base_imponible",
        "order":
            "número_pedido no_pedido num_pedido n_pedido id_pedido pedido_id referencia_pedido código_pedido pedido número_orden no_orden "
            "id_orden orden número_venta no_venta id_venta número_factura no_factura n_factura num_factura factura número_ticket no_ticket "
            "ticket id_transacción",
        "item":
            "código_producto cód_producto id_producto referencia_producto ref_producto sku código_artículo producto artículo "
            "nombre_producto descripción_producto descripción_artículo",
        "quantity": "cantidad cant unidades uds cantidad_vendida cantidad_pedida",
        "price": "precio_unitario precio_unidad precio precio_venta pvp valor_unitario precio_producto",
        "cost": "coste_total costo_total",
        "status": "estado_pedido estado_orden estado_pago estatus status estado",
        "currency": "moneda divisa código_moneda",
        "refund": "importe_reembolsado total_reembolsado monto_reembolsado reembolsado reembolso importe_reembolso devolución importe_devuelto devoluciones",
        "discount": "descuento descuentos importe_descuento total_descuento monto_descuento dto",
        "kind": "tipo tipo_operación tipo_movimiento tipo_transacción tipo_documento tipo_factura",
    },
    "it": {
        "customer":
            "id_cliente codice_cliente cod_cliente numero_cliente n_cliente cliente_id id_acquirente id_utente partita_iva codice_fiscale "
            "email_cliente mail_cliente email_acquirente indirizzo_email email cliente acquirente "
            "nome_cliente nome_acquirente ragione_sociale telefono_cliente telefono",
        "date":
            "data_ordine data_acquisto data_vendita data_transazione data data_ora data_e_ora data_documento data_fattura data_pagamento "
            "data_creazione creato_il",
        "amount":
            "totale_riga importo_riga totale_ordine importo_ordine importo_totale totale_ivato totale_iva_inclusa totale_con_iva "
            "totale_documento totale_fattura totale totale_complessivo importo importo_lordo totale_lordo importo_pagato totale_pagato "
            "prezzo_totale valore_totale fatturato ricavo ricavi incasso vendite somma lordo",
        "net": "imponibile totale_imponibile importo_netto totale_netto totale_iva_esclusa totale_senza_iva vendite_nette",
        "order":
            "numero_ordine nr_ordine n_ordine num_ordine id_ordine codice_ordine riferimento_ordine ordine numero_documento numero_fattura "
            "n_fattura nr_fattura fattura numero_scontrino n_scontrino scontrino id_transazione",
        "item":
            "codice_articolo cod_articolo codice_prodotto id_prodotto sku articolo prodotto nome_prodotto nome_articolo "
            "descrizione_articolo descrizione_prodotto",
        "quantity": "quantità qtà   pezzi quantità_ordinata quantità_venduta",
        "price": "prezzo_unitario prezzo prezzo_vendita prezzo_articolo prezzo_prodotto",
        "cost": "costo_totale costo_venduto",
        "status": "stato_ordine stato_pagamento status stato",
        "currency": "valuta divisa moneta codice_valuta",
        "refund": "rimborso rimborsato importo_rimborsato totale_rimborsato importo_rimborso rimborsi reso",
        "discount": "sconto sconti importo_sconto totale_sconto totale_sconti sconto_totale",
        "kind": "tipo tipo_operazione tipo_movimento tipo_transazione tipo_documento causale",
    },
    "pl": {
        "customer":
            "id_klienta numer_klienta nr_klienta kod_klienta klient_id identyfikator_klienta id_kupującego id_użytkownika nip nip_klienta "
            "email_klienta adres_e_mail_klienta adres_e_mail email_kupującego email "
            "login_kupującego kupujący_login login_klienta login klient kupujący kontrahent nabywca nazwa_klienta nazwa_kontrahenta "
            "imię_i_nazwisko telefon_klienta telefon numer_telefonu",
        "date":
            "data_zamówienia data_złożenia data_złożenia_zamówienia data_zakupu data_sprzedaży data_transakcji data data_i_godzina "
            "data_wystawienia data_faktury data_płatności data_utworzenia data_dodania data_dodania_zamówienia",
        "amount":
            "wartość_pozycji wartość_pozycji_brutto wartość_zamówienia kwota_zamówienia suma_zamówienia kwota_całkowita łączna_kwota "
            "łączna_wartość wartość_brutto kwota_brutto razem_brutto suma_brutto kwota_do_zapłaty wartość_sprzedaży kwota suma wartość "
            "razem zapłacono wpłacono obrót przychód sprzedaż total brutto",
        "net": "wartość_netto kwota_netto suma_netto razem_netto wartość_pozycji_netto",
        "order":
            "numer_zamówienia nr_zamówienia id_zamówienia zamówienie numer_paragonu nr_paragonu paragon numer_faktury nr_faktury faktura "
            "numer_dokumentu nr_dokumentu dokument id_transakcji numer_transakcji",
        "item":
            "kod_produktu id_produktu kod_towaru symbol_towaru indeks sku produkt towar nazwa_produktu nazwa_towaru przedmiot "
            "nazwa_oferty tytuł_oferty",
        "quantity": "ilość ilość_sztuk liczba_sztuk sztuk szt liczba",
        "price": "cena_jednostkowa cena_jednostkowa_brutto cena cena_brutto cena_sprzedaży cena_produktu cena_za_sztukę cena_netto",
        "cost": "koszt_własny koszt_sprzedaży",
        "status": "status_zamówienia status status_płatności stan_zamówienia",
        "currency": "waluta kod_waluty",
        "refund": "zwrot kwota_zwrotu zwrócono zwrócona_kwota wartość_zwrotu zwroty",
        "discount": "rabat kwota_rabatu wartość_rabatu zniżka upust",
        "kind": "typ rodzaj typ_dokumentu rodzaj_dokumentu typ_operacji rodzaj_operacji typ_transakcji",
    },
    "pt": {
        "customer":
            "id_cliente código_cliente cód_cliente número_cliente no_cliente n_cliente cliente_id id_comprador comprador_id cpf cnpj "
            "cpf_cnpj cnpj_cpf nif email_cliente email_comprador email cliente comprador nome_cliente "
            "nome_comprador razão_social telefone_cliente telefone celular",
        "date":
            "data_pedido data_encomenda data_compra data_venda data_transação data data_hora data_e_hora data_emissão data_fatura "
            "data_pagamento data_criação criado_em",
        "amount":
            "total_linha total_item valor_total_pedido total_pedido valor_pedido valor_total total total_encomenda valor_encomenda "
            "total_geral total_com_iva valor_venda total_venda valor_pago total_pago valor montante valor_fatura total_fatura preço_total "
            "valor_bruto faturamento receita vendas",
        "net": "valor_líquido total_líquido total_sem_iva valor_sem_iva receita_líquida",
        "order":
            "número_pedido no_pedido n_pedido num_pedido id_pedido pedido_id código_pedido pedido número_encomenda no_encomenda encomenda "
            "número_venda no_venda id_venda número_fatura no_fatura fatura nota_fiscal número_nota_fiscal id_transação",
        "item":
            "código_produto cód_produto id_produto referência_produto sku produto artigo nome_produto descrição_produto código_artigo",
        "quantity": "quantidade qtd qtde quantidade_comprada quantidade_vendida unidades",
        "price": "preço_unitário valor_unitário preço_unit valor_unit preço valor_produto preço_produto preço_venda",
        "cost": "custo_total",
        "status": "status_pedido situação_pedido estado_pedido estado_encomenda status situação status_pagamento estado",
        "currency": "moeda divisa código_moeda",
        "refund": "valor_reembolsado total_reembolsado reembolso reembolsado estorno valor_estornado devolução valor_devolvido",
        "discount": "desconto descontos valor_desconto total_desconto total_descontos",
        "kind": "tipo tipo_operação tipo_movimento tipo_transação tipo_documento natureza natureza_operação",
    },
    "tr": {
        "customer":
            "müşteri_no müşteri_numarası müşteri_id müşteri_kodu üye_id üye_no üye_kodu cari_kodu cari_kod kullanıcı_id alıcı_id "
            "müşteri_e_posta müşteri_e_postası müşteri_email müşteri_mail alıcı_e_posta e_posta e_posta_adresi email müşteri alıcı "
            "müşteri_adı müşteri_adı_soyadı müşteri_ad_soyad cari_adı cari_ünvanı ad_soyad müşteri_telefonu telefon cep_telefonu",
        "date":
            "sipariş_tarihi satış_tarihi alışveriş_tarihi işlem_tarihi tarih tarih_saat fatura_tarihi ödeme_tarihi oluşturma_tarihi "
            "oluşturulma_tarihi",
        "amount":
            "satır_tutarı satır_toplamı faturalanacak_tutar toplam_tutar sipariş_tutarı sipariş_toplamı genel_toplam ödenecek_tutar "
            "ödenen_tutar toplam_fiyat kdv_dahil_toplam kdv_dahil_tutar toplam tutar satış_tutarı fatura_tutarı işlem_tutarı ciro",
        "net": "net_tutar kdv_hariç_toplam kdv_hariç_tutar",
        "order": "sipariş_no sipariş_numarası sipariş_id sipariş_kodu sipariş fiş_no fatura_no fatura_numarası fatura işlem_no evrak_no",
        "item": "ürün_kodu stok_kodu ürün_id barkod sku ürün ürün_adı stok_adı",
        "quantity": "adet miktar ürün_adedi satış_adedi sipariş_adedi",
        "price": "birim_fiyat birim_fiyatı fiyat satış_fiyatı ürün_fiyatı",
        "cost": "toplam_maliyet",
        "status": "sipariş_durumu sipariş_statüsü durum statü ödeme_durumu status",
        "currency": "para_birimi döviz döviz_cinsi",
        "refund": "iade_tutarı iade iade_edilen_tutar",
        "discount": "indirim indirim_tutarı toplam_indirim iskonto iskonto_tutarı",
        "kind": "tip tür işlem_tipi işlem_türü fatura_tipi fatura_türü fiş_türü",
    },
    "uk": {
        "customer":
            "id_клієнта код_клієнта номер_клієнта клієнт_id ідентифікатор_клієнта id_покупця код_покупця email_клієнта "
            "пошта_клієнта email_покупця електронна_пошта електронна_адреса email пошта клієнт покупець контрагент замовник "
            "телефон_клієнта телефон_покупця телефон номер_телефону піб піб_клієнта піб_покупця",
        "date":
            "дата_замовлення дата_покупки дата_продажу дата дата_і_час дата_чека дата_створення_замовлення дата_оплати дата_закриття "
            "дата_створення створено закрито",
        "amount":
            "сума_рядка сума_замовлення загальна_сума сума_до_сплати вартість_замовлення загальна_вартість всього усього разом сума "
            "сума_з_пдв сума_продажу сума_оплати сума_чека вартість виручка дохід оплачено оборот",
        "net": "сума_без_пдв вартість_без_пдв",
        "order":
            "номер_замовлення no_замовлення id_замовлення код_замовлення замовлення замовлення_no номер_чека no_чека чек_no чек "
            "номер_документа no_документа документ накладна",
        "item": "артикул код_товару id_товару sku товар назва_товару номенклатура найменування найменування_товару назва_позиції",
        "quantity": "кількість кількість_товару к_сть к_ть кількість_одиниць",
        "price": "ціна_за_одиницю ціна ціна_продажу ціна_товару",
        "cost": "собівартість",
        "status": "статус_замовлення стан_замовлення статус статус_оплати стан",
        "currency": "валюта",
        "refund": "сума_повернення повернення повернено",
        "discount": "знижка сума_знижки знижки",
        "kind": "тип тип_операції вид_операції тип_документа вид_документа тип_чека",
    },
    "kk": {
        "customer":
            "клиент_id клиент_коды клиент_нөмірі сатып_алушы_id сатып_алушы_коды жсн бсн жсн_бсн электрондық_пошта email клиент сатып_алушы "
            "тұтынушы тапсырыс_беруші контрагент клиенттің_аты клиент_аты телефон телефон_нөмірі",
        "date": "тапсырыс_күні тапсырыс_берілген_күн сатып_алу_күні сату_күні күні күн құжат_күні төлем_күні құрылған_күні",
        "amount":
            "тапсырыс_сомасы жалпы_сома жалпы_сомасы жалпы_құны сату_сомасы төлем_сомасы сомасы сома барлығы жиыны құны түсім",
        "net": "ққс_сыз_сома ққс_сыз_сомасы",
        "order":
            "тапсырыс_нөмірі тапсырыстың_нөмірі тапсырыс_no no_тапсырыс тапсырыс_id тапсырыс_коды тапсырыс чек_нөмірі чек құжат_нөмірі құжат",
        "item": "тауар_коды артикул тауар тауар_атауы тауардың_атауы өнім өнім_атауы",
        "quantity": "саны мөлшері тауар_саны",
        "price": "бірлік_бағасы бағасы баға тауар_бағасы",
        "cost": "өзіндік_құн өзіндік_құны",
        "status": "тапсырыс_мәртебесі тапсырыс_күйі мәртебесі мәртебе күйі статус",
        "currency": "валюта валютасы",
        "refund": "қайтарым қайтарылған_сома қайтарым_сомасы",
        "discount": "жеңілдік жеңілдік_сомасы",
        "kind": "түрі операция_түрі құжат_түрі",
    },
}
# fmt: on

MINOR_UNITS = (
    "cents", "cent", "pence", "pennies", "centimes", "centavos", "céntimos", "centimos", "centesimi", "grosz", "grosze", "groszy",
    "kuruş", "kurus", "paise", "öre", "øre", "kopecks", "kopeks", "коп", "копеек", "копейки", "копейках", "копійок", "копійки",
    "копійках", "тиын", "minor", "minor unit", "minor units", "subunit", "subunits", "smallest unit",
)  # fmt: skip
"""Words of headers of money that is in the smallest unit of its currency."""

ARTICLES = frozenset((
    "of", "the",
    "der", "die", "das", "des", "dem", "den", "vom", "von", "am", "im", "in",
    "de", "du", "la", "le", "les", "l", "d", "del", "el", "los", "las",
    "di", "dell", "della", "dei", "degli", "delle", "il", "lo",
    "do", "da", "dos",
))  # fmt: skip
"""Words of headers that name nothing."""
