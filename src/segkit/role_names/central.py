"""What columns are called in Czech, Slovak, Hungarian, Romanian, Croatian, Bulgarian and Greek."""

from __future__ import annotations

# fmt: off
CENTRAL: dict[str, dict[str, str]] = {
    "cs": {
        "customer":
            "číslo_zákazníka id_zákazníka kód_zákazníka zákaznické_číslo kód_odběratele číslo_odběratele id_odběratele "
            "e_mail_zákazníka e_mailová_adresa email zákazník odběratel kupující jméno_zákazníka "
            "název_odběratele telefonní_číslo",
        "date":
            "datum_objednávky datum_vytvoření_objednávky datum_nákupu datum_prodeje datum datum_a_čas datum_vystavení "
            "datum_faktury datum_platby datum_vytvoření vytvořeno",
        "amount":
            "celkem_za_položku částka_řádku celková_částka celková_cena celková_cena_s_dph cena_celkem cena_celkem_s_dph "
            "celkem_s_dph částka_s_dph částka_celkem hodnota_objednávky k_úhradě celkem částka obrat tržba tržby",
        "net": "celkem_bez_dph částka_bez_dph cena_celkem_bez_dph celková_cena_bez_dph",
        "order":
            "číslo_objednávky id_objednávky kód_objednávky objednávka číslo_faktury faktura číslo_dokladu doklad číslo_účtenky "
            "účtenka číslo_transakce",
        "item": "kód_zboží kód_produktu kód_položky zboží produkt název_zboží název_produktu název_položky",
        "quantity": "množství počet_kusů počet_ks",
        "price": "jednotková_cena cena_za_kus cena_za_jednotku cena",
        "cost": "",
        "status": "stav_objednávky stav_platby stav",
        "currency": "měna kód_měny",
        "refund": "vráceno vrácená_částka",
        "discount": "sleva výše_slevy",
        "kind": "typ_dokladu druh_dokladu typ_transakce typ",
    },
    "sk": {
        "customer":
            "číslo_zákazníka id_zákazníka kód_zákazníka zákaznícke_číslo kód_odberateľa e_mail_zákazníka "
            "e_mailová_adresa email zákazník odberateľ kupujúci meno_zákazníka názov_odberateľa telefónne_číslo",
        "date":
            "dátum_objednávky dátum_nákupu dátum_predaja dátum dátum_a_čas dátum_vystavenia dátum_faktúry dátum_platby "
            "dátum_vytvorenia vytvorené",
        "amount":
            "celková_suma celková_cena celková_cena_s_dph cena_spolu cena_spolu_s_dph suma_s_dph spolu_s_dph celkom_s_dph "
            "hodnota_objednávky na_úhradu spolu celkom suma obrat tržba tržby",
        "net": "suma_bez_dph spolu_bez_dph cena_spolu_bez_dph celkom_bez_dph",
        "order": "číslo_objednávky id_objednávky kód_objednávky objednávka číslo_faktúry faktúra číslo_dokladu doklad",
        "item": "kód_tovaru kód_produktu tovar produkt názov_tovaru názov_produktu",
        "quantity": "množstvo počet_kusov počet_ks",
        "price": "jednotková_cena cena_za_kus cena",
        "cost": "",
        "status": "stav_objednávky stav_platby stav",
        "currency": "mena",
        "refund": "vrátené vrátená_suma",
        "discount": "zľava výška_zľavy",
        "kind": "typ_dokladu druh_dokladu typ",
    },
    "hu": {
        "customer":
            "vevőkód vevőazonosító vevő_id ügyfélkód ügyfélazonosító ügyfélszám partnerkód "
            "vásárló_azonosító vevő_e_mail e_mail_cím email vevő vásárló ügyfél vevő_neve vevő_név "
            "ügyfél_neve partner_neve vevő_adószáma telefonszám",
        "date":
            "rendelés_dátuma rendelés_ideje megrendelés_dátuma vásárlás_dátuma eladás_dátuma dátum számla_kelte kelt "
            "kiállítás_dátuma teljesítés_dátuma fizetés_dátuma létrehozva",
        "amount":
            "tételösszeg tétel_összesen végösszeg rendelés_végösszege bruttó_végösszeg bruttó_összeg bruttó_érték bruttó "
            "összesen fizetendő fizetett_összeg összeg forgalom árbevétel",
        "net": "nettó_végösszeg nettó_összeg nettó_érték nettó",
        "order":
            "rendelésszám rendelés_száma rendelésazonosító rendelés_id megrendelésszám rendelés számlaszám "
            "számla_sorszáma számla sorszám bizonylatszám nyugtaszám tranzakcióazonosító",
        "item": "cikkszám termékkód termékazonosító termék terméknév termék_neve megnevezés",
        "quantity": "mennyiség darabszám darab",
        "price": "egységár bruttó_egységár nettó_egységár eladási_ár",
        "cost": "",
        "status": "rendelés_állapota rendelés_státusza státusz állapot fizetési_státusz",
        "currency": "pénznem deviza devizanem",
        "refund": "visszatérítés visszatérített_összeg",
        "discount": "kedvezmény kedvezmény_összege",
        "kind": "típus bizonylattípus",
    },
    "ro": {
        "customer":
            "cod_client id_client nr_client număr_client cui_client cod_partener email_client client_email adresă_email "
            "email client cumpărător nume_client denumire_client telefon_client",
        "date":
            "data_comenzii dată_comandă data_comenzi data_achiziției data_vânzării data_tranzacției data "
            "data_facturii dată_factură data_emiterii data_plății data_creării",
        "amount":
            "valoare_linie total_linie valoare_totală total_comandă valoare_comandă total_cu_tva valoare_cu_tva total_general "
            "total_de_plată total_plată suma_totală total_factură valoare_factură total valoare sumă încasări vânzări",
        "net": "valoare_fără_tva total_fără_tva valoare_netă",
        "order":
            "număr_comandă nr_comandă numărul_comenzii id_comandă cod_comandă comandă număr_factură nr_factură "
            "serie_și_număr factură nr_bon bon_fiscal număr_document nr_document",
        "item": "cod_produs cod_articol id_produs sku produs articol nume_produs denumire_produs denumire_articol",
        "quantity": "cantitate cant buc bucăți",
        "price": "preț_unitar preț preț_vânzare",
        "cost": "",
        "status": "stare_comandă status_comandă stare stare_factură stare_plată status",
        "currency": "monedă valută cod_monedă",
        "refund": "sumă_rambursată rambursat rambursare sumă_returnată",
        "discount": "reducere valoare_reducere",
        "kind": "tip_document tip_tranzacție tip",
    },
    "hr": {
        "customer":
            "šifra_kupca id_kupca broj_kupca kod_kupca e_mail_kupca e_mail_adresa email kupac naručitelj naziv_kupca "
            "ime_kupca broj_telefona",
        "date":
            "datum_narudžbe datum_kupnje datum_prodaje datum datum_i_vrijeme datum_računa datum_izdavanja datum_plaćanja "
            "datum_kreiranja",
        "amount":
            "iznos_stavke ukupan_iznos ukupni_iznos ukupno_s_pdv iznos_s_pdv iznos_narudžbe vrijednost_narudžbe za_platiti "
            "ukupno iznos promet",
        "net": "ukupno_bez_pdv iznos_bez_pdv",
        "order": "broj_narudžbe id_narudžbe šifra_narudžbe narudžba broj_računa račun broj_dokumenta",
        "item": "šifra_artikla šifra_proizvoda artikl proizvod naziv_artikla naziv_proizvoda",
        "quantity": "količina broj_komada",
        "price": "jedinična_cijena cijena prodajna_cijena",
        "cost": "",
        "status": "status_narudžbe stanje_narudžbe status",
        "currency": "valuta",
        "refund": "iznos_povrata povrat",
        "discount": "popust iznos_popusta",
        "kind": "vrsta_dokumenta tip_dokumenta vrsta",
    },
    "bg": {
        "customer":
            "код_на_клиент код_на_клиента клиентски_номер номер_на_клиент id_на_клиент имейл_на_клиент имейл email клиент "
            "купувач контрагент име_на_клиент име_на_клиента телефонен_номер",
        "date":
            "дата_на_поръчка дата_на_поръчката дата_на_покупка дата_на_продажба дата дата_и_час дата_на_фактура дата_на_плащане "
            "дата_на_създаване",
        "amount":
            "обща_сума сума_на_поръчката стойност_на_поръчката обща_стойност сума_с_ддс стойност_с_ддс общо_с_ддс за_плащане "
            "общо сума стойност оборот",
        "net": "сума_без_ддс стойност_без_ддс общо_без_ддс",
        "order": "номер_на_поръчка номер_на_поръчката no_на_поръчка поръчка номер_на_фактура фактура номер_на_документ документ",
        "item": "код_на_продукт код_на_стока артикул продукт стока име_на_продукт",
        "quantity": "количество брой",
        "price": "единична_цена ед_цена цена",
        "cost": "",
        "status": "статус_на_поръчката статус_на_поръчка статус състояние",
        "currency": "валута",
        "refund": "възстановена_сума",
        "discount": "отстъпка",
        "kind": "тип_на_документ вид_на_документ",
    },
    "el": {
        "customer":
            "κωδικός_πελάτη αριθμός_πελάτη id_πελάτη email_πελάτη ηλεκτρονικό_ταχυδρομείο email πελάτης αγοραστής όνομα_πελάτη "
            "επωνυμία_πελάτη επωνυμία αφμ τηλέφωνο_πελάτη",
        "date":
            "ημερομηνία_παραγγελίας ημ_νία_παραγγελίας ημερομηνία_αγοράς ημερομηνία_πώλησης ημερομηνία ημερομηνία_τιμολογίου "
            "ημερομηνία_έκδοσης ημερομηνία_πληρωμής",
        "amount":
            "σύνολο_γραμμής σύνολο_παραγγελίας συνολικό_ποσό σύνολο_με_φπα γενικό_σύνολο πληρωτέο_ποσό πληρωτέο σύνολο ποσό αξία "
            "τζίρος",
        "net": "καθαρή_αξία σύνολο_χωρίς_φπα",
        "order":
            "αριθμός_παραγγελίας κωδικός_παραγγελίας παραγγελία αριθμός_τιμολογίου τιμολόγιο αριθμός_παραστατικού παραστατικό "
            "αριθμός_απόδειξης",
        "item": "κωδικός_προϊόντος κωδικός_είδους προϊόν είδος όνομα_προϊόντος περιγραφή_είδους",
        "quantity": "ποσότητα τεμάχια",
        "price": "τιμή_μονάδας τιμή",
        "cost": "",
        "status": "κατάσταση_παραγγελίας κατάσταση",
        "currency": "νόμισμα",
        "refund": "ποσό_επιστροφής",
        "discount": "έκπτωση ποσό_έκπτωσης",
        "kind": "τύπος_παραστατικού τύπος",
    },
}
# fmt: on
