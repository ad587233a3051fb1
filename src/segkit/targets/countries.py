"""Countries as people write them, and their two letters (ISO 3166-1)."""

from __future__ import annotations

_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF
CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH
GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW
KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG
NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN
SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT
ZA ZM ZW
"""

# fmt: off
_NAMES = {
    "AE": ("united arab emirates", "uae", "оаэ"), "AM": ("armenia", "армения"), "AT": ("austria", "австрия"),
    "AU": ("australia", "австралия"), "AZ": ("azerbaijan", "азербайджан"), "BE": ("belgium", "бельгия"),
    "BG": ("bulgaria", "болгария"), "BR": ("brazil", "бразилия"), "BY": ("belarus", "беларусь", "белоруссия", "blr"),
    "CA": ("canada", "канада", "can"), "CH": ("switzerland", "швейцария", "che"), "CN": ("china", "китай", "chn"),
    "CY": ("cyprus", "кипр"), "CZ": ("czechia", "czech republic", "чехия"),
    "DE": ("germany", "deutschland", "германия", "deu"), "DK": ("denmark", "дания"), "EE": ("estonia", "эстония"),
    "EG": ("egypt", "египет"), "ES": ("spain", "españa", "испания", "esp"), "FI": ("finland", "финляндия"),
    "FR": ("france", "франция", "fra"), "GE": ("georgia", "грузия"),
    "GB": ("united kingdom", "uk", "great britain", "england", "великобритания", "gbr"), "GR": ("greece", "греция"),
    "HR": ("croatia", "хорватия"), "HU": ("hungary", "венгрия"), "IE": ("ireland", "ирландия"),
    "IL": ("israel", "израиль"), "IN": ("india", "индия", "ind"), "IT": ("italy", "italia", "италия", "ita"),
    "JP": ("japan", "япония", "jpn"), "KG": ("kyrgyzstan", "киргизия", "кыргызстан"), "KR": ("south korea", "южная корея"),
    "KZ": ("kazakhstan", "казахстан", "kaz"), "LT": ("lithuania", "литва"), "LU": ("luxembourg", "люксембург"),
    "LV": ("latvia", "латвия"), "MD": ("moldova", "молдова", "молдавия"), "ME": ("montenegro", "черногория"),
    "MN": ("mongolia", "монголия"), "MX": ("mexico", "мексика"), "NL": ("netherlands", "the netherlands", "нидерланды", "nld"),
    "NO": ("norway", "норвегия"), "NZ": ("new zealand", "новая зеландия"), "PL": ("poland", "polska", "польша", "pol"),
    "PT": ("portugal", "португалия"), "RO": ("romania", "румыния"), "RS": ("serbia", "сербия"),
    "RU": ("russia", "russian federation", "россия", "российская федерация", "рф", "rus"), "SE": ("sweden", "швеция"),
    "SG": ("singapore", "сингапур"), "SI": ("slovenia", "словения"), "SK": ("slovakia", "словакия"),
    "TH": ("thailand", "таиланд"), "TJ": ("tajikistan", "таджикистан"), "TM": ("turkmenistan", "туркмения", "туркменистан"),
    "TR": ("turkey", "türkiye", "турция", "tur"), "UA": ("ukraine", "украина"),
    "US": ("united states", "united states of america", "usa", "сша"), "UZ": ("uzbekistan", "узбекистан"),
    "VN": ("vietnam", "вьетнам"), "ZA": ("south africa", "юар"),
}
# fmt: on

COUNTRIES = {code.lower(): code for code in _CODES.split()} | {
    name: code for code, names in _NAMES.items() for name in names
}
"""The code of a country by everything that it is called, in lower case."""
