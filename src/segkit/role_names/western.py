"""What columns are called in German, French, Spanish, Italian and Portuguese."""

from __future__ import annotations

# fmt: off
WESTERN: dict[str, dict[str, str]] = {
    "de": {
        "customer":
            "kundennummer kundennr kd_nr kunden_id kundencode kundenkennung debitorennummer debitor_nr mitgliedsnummer "
            "mitglieds_nr mitglieds_id käufer_id käufernummer benutzer_id nutzer_id kunden_e_mail kunden_e_mail_adresse "
            "e_mail_kunde e_mail_kunden e_mail_käufer e_mail_käufers käufer_e_mail rechnung_e_mail rechnungs_e_mail e_mail_adresse email nutzername_käufers kunde "
            "käufer besteller auftraggeber debitor kundenname beguenstigter_zahlungspflichtiger begünstigter_zahlungspflichtiger zahlungspflichtiger name_zahlungsbeteiligter name_kunde name_kunden name_käufers telefonnummer telefon",
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
        "net": "betrag_exkl_mwst nettobetrag nettowert betrag_netto gesamtbetrag_netto nettosumme summe_netto gesamt_netto gesamtpreis_netto nettoumsatz umsatz_netto",
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
}
# fmt: on
