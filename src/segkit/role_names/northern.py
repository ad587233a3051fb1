"""What columns are called in Dutch, Swedish, Danish, Norwegian and Finnish."""

from __future__ import annotations

# fmt: off
NORTHERN: dict[str, dict[str, str]] = {
    "nl": {
        "customer":
            "klantnummer klantnr klant_id klantcode debiteurnummer debiteurnr debiteurcode lidnummer e_mail_klant "
            "e_mailadres_klant klant_e_mail e_mailadres email klant koper debiteur afnemer klantnaam naam_klant "
            "telefoonnummer_klant telefoonnummer",
        "date":
            "besteldatum orderdatum aankoopdatum verkoopdatum transactiedatum datum datum_tijd factuurdatum betaaldatum "
            "boekdatum aanmaakdatum aangemaakt_op",
        "amount":
            "regelbedrag regeltotaal totaalbedrag orderbedrag ordertotaal bestelbedrag totaalprijs totaal factuurbedrag "
            "totaal_incl_btw bedrag_incl_btw totaalbedrag_incl_btw bedrag_inclusief_btw totaal_inclusief_btw te_betalen bedrag "
            "omzet",
        "net": "totaal_excl_btw bedrag_excl_btw totaalbedrag_excl_btw bedrag_exclusief_btw nettobedrag netto_omzet",
        "order":
            "bestelnummer bestelnr ordernummer ordernr bestelling factuurnummer factuurnr factuur bonnummer bonnr "
            "kassabon transactienummer transactie_id",
        "item":
            "artikelnummer artikelnr artikelcode productcode productnummer sku artikel product artikelnaam productnaam "
            "artikelomschrijving productomschrijving",
        "quantity": "aantal hoeveelheid stuks aantal_besteld",
        "price": "stukprijs prijs_per_stuk eenheidsprijs prijs verkoopprijs",
        "cost": "kostprijs_totaal inkoopwaarde",
        "status": "orderstatus bestelstatus betaalstatus factuurstatus status",
        "currency": "valuta munteenheid valutacode",
        "refund": "terugbetaald_bedrag terugbetaling terugbetaald",
        "discount": "korting kortingsbedrag totale_korting",
        "kind": "soort transactietype type_transactie documentsoort type",
    },
    "sv": {
        "customer":
            "kundnummer kundnr kund_id kundkod medlemsnummer medlemsnr kundens_e_post e_post_kund e_postadress e_post "
            "email kund köpare beställare kundnamn kundens_namn telefonnummer",
        "date":
            "orderdatum beställningsdatum köpdatum försäljningsdatum transaktionsdatum datum datum_tid fakturadatum betaldatum "
            "betalningsdatum bokföringsdatum skapad_den",
        "amount":
            "radbelopp radsumma totalbelopp totalsumma ordersumma ordervärde orderbelopp summa_inkl_moms totalt_inkl_moms "
            "belopp_inkl_moms fakturabelopp att_betala totalt summa belopp omsättning försäljning",
        "net": "summa_exkl_moms totalt_exkl_moms belopp_exkl_moms nettobelopp nettoomsättning",
        "order":
            "ordernummer ordernr beställningsnummer beställning fakturanummer fakturanr faktura kvittonummer kvittonr "
            "kvitto transaktionsnummer transaktions_id",
        "item":
            "artikelnummer artikelnr artikelkod produktnummer produktkod sku artikel produkt artikelnamn produktnamn "
            "artikelbenämning benämning",
        "quantity": "antal kvantitet antal_beställda",
        "price": "styckpris à_pris enhetspris pris försäljningspris",
        "cost": "",
        "status": "orderstatus betalstatus betalningsstatus status",
        "currency": "valuta valutakod",
        "refund": "återbetalt återbetalat_belopp återbetalning krediterat",
        "discount": "rabatt rabattbelopp",
        "kind": "transaktionstyp typ verifikationstyp",
    },
    "da": {
        "customer":
            "kundenummer kundenr kunde_id kundekode medlemsnummer medlemsnr kundens_e_mail e_mail_kunde e_mailadresse "
            "email kunde køber debitor debitornummer debitornr kundenavn kundens_navn telefonnummer",
        "date":
            "ordredato bestillingsdato købsdato salgsdato transaktionsdato dato dato_tid fakturadato betalingsdato "
            "bogføringsdato oprettet_den",
        "amount":
            "linjebeløb linjetotal samlet_beløb samlet_pris totalbeløb ordrebeløb ordretotal ordresum beløb_inkl_moms "
            "total_inkl_moms bruttobeløb fakturabeløb i_alt til_betaling beløb omsætning",
        "net": "beløb_ekskl_moms total_ekskl_moms nettobeløb",
        "order":
            "ordrenummer ordrenr ordre_id ordre bestillingsnummer fakturanummer fakturanr faktura bonnummer bonnr "
            "kvittering kvitteringsnummer transaktionsnummer",
        "item": "varenummer varenr varekode produktnummer produktkode sku vare produkt varenavn produktnavn varebeskrivelse",
        "quantity": "antal mængde",
        "price": "stykpris enhedspris pris salgspris",
        "cost": "kostpris_i_alt",
        "status": "ordrestatus betalingsstatus status",
        "currency": "valuta valutakode",
        "refund": "refunderet refunderet_beløb refundering",
        "discount": "rabat rabatbeløb",
        "kind": "transaktionstype bilagstype type",
    },
    "no": {
        "customer":
            "kundenummer kundenr kunde_id kundekode medlemsnummer kundens_e_post e_post_kunde e_postadresse e_post "
            "email kunde kjøper kundenavn kundens_navn telefonnummer",
        "date":
            "ordredato bestillingsdato kjøpsdato salgsdato transaksjonsdato dato dato_tid fakturadato betalingsdato "
            "bokføringsdato opprettet",
        "amount":
            "linjebeløp linjesum totalbeløp totalsum ordrebeløp ordresum ordretotal beløp_inkl_mva sum_inkl_mva total_inkl_mva "
            "bruttobeløp fakturabeløp å_betale totalt sum beløp omsetning",
        "net": "beløp_eks_mva sum_eks_mva total_eks_mva beløp_ekskl_mva nettobeløp",
        "order":
            "ordrenummer ordrenr ordre_id ordre bestillingsnummer fakturanummer fakturanr faktura kvitteringsnummer "
            "kvittering bongnummer transaksjonsnummer",
        "item": "varenummer varenr produktnummer produktkode sku vare produkt varenavn produktnavn varebeskrivelse",
        "quantity": "antall mengde",
        "price": "stykkpris enhetspris pris salgspris",
        "cost": "",
        "status": "ordrestatus betalingsstatus status",
        "currency": "valuta valutakode",
        "refund": "refundert refundert_beløp refusjon",
        "discount": "rabatt rabattbeløp",
        "kind": "transaksjonstype bilagstype type",
    },
    "fi": {
        "customer":
            "asiakasnumero asiakasnro asiakas_id asiakastunnus asiakaskoodi jäsennumero asiakkaan_sähköposti "
            "sähköpostiosoite sähköposti email asiakas ostaja tilaaja asiakkaan_nimi asiakasnimi puhelinnumero",
        "date":
            "tilauspäivä tilauspvm tilauksen_päivä tilauksen_päivämäärä tilausaika ostopäivä myyntipäivä päivämäärä pvm "
            "laskun_päivä laskun_päivämäärä laskupäivä laskun_pvm maksupäivä luotu",
        "amount":
            "rivisumma rivin_summa kokonaissumma loppusumma tilauksen_summa tilaussumma yhteensä summa_sis_alv yhteensä_sis_alv "
            "verollinen_summa verollinen_yhteensä laskun_summa maksettava summa myynti liikevaihto",
        "net": "veroton_summa yhteensä_alv_0 summa_alv_0 veroton_yhteensä",
        "order":
            "tilausnumero tilausnro tilaus_id tilaustunnus tilaus laskunumero laskun_numero laskunro lasku kuittinumero kuitti "
            "tapahtumanumero",
        "item": "tuotekoodi tuotenumero tuotetunnus tuote tuotenimi tuotteen_nimi tuotenimike nimike",
        "quantity": "määrä kpl lukumäärä",
        "price": "yksikköhinta kappalehinta hinta myyntihinta",
        "cost": "",
        "status": "tilauksen_tila tilaustila tila maksun_tila status",
        "currency": "valuutta",
        "refund": "hyvitetty palautettu_summa hyvitys",
        "discount": "alennus alennuksen_määrä",
        "kind": "tyyppi tapahtumatyyppi",
    },
}
# fmt: on
