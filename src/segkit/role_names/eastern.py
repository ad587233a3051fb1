"""What columns are called in Polish, Turkish, Ukrainian and Kazakh."""

from __future__ import annotations

# fmt: off
EASTERN: dict[str, dict[str, str]] = {
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
