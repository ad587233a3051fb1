"""Which of the likely one-byte encodings a text is in, told from how its words look in each.

Statistical detectors need paragraphs; exports have a few names and signs of currency. In the right encoding letters stand among
letters of their alphabet, in an order that its language has, with capitals in front; in a wrong one they do not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache

_WORDS = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_MOST_WORDS = 2_000
_RUSSIAN = dict(zip("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ",
                    (110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5,
                     4, 3, 3, 2, 1), strict=True))  # fmt: skip
"""How often a letter is met, in thousandths (Russian National Corpus)."""
_VOWELS = frozenset("аеёиоуыэюя")
_SIGNS = "€£§°«»–—“”„’‘…№™®©½¼¾¢¥•\u00a0"
_WESTERN = "éèêëàâäáåãæçíìîïñóòôöõøœúùûüýÿß"
_CENTRAL = "ąćęłńóśźżáčďéěíňřšťúůýžäöüőűôĺľŕßâăîşţșț"
_LANGUAGES = ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäľĺŕô", "áéíóöőúüű", "ăâîşţșț", "čćđšž")
"""The letters of the Polish, the Czech and the Slovak, the Hungarian, the Romanian and the Croatian alphabet."""
_CENTRAL_ENCODINGS = ("cp1250", "iso8859_2")
_RUSSIAN_SIGNS = "«»–—“”„…№€°©®\u00a0"

_LIKELY, _KNOWN, _ODD, _NEVER = math.log(0.03), math.log(0.01), math.log(0.001), math.log(0.00001)
_LEAST = -6.3
"""What a byte must be worth: texts reach -5.3 and more, random bytes -7.3."""
_LAST_ASCII = 0x7F
_ALONE, _FOREIGN, _CAPITALS = math.log(0.3), math.log(0.02), math.log(0.2)
_TRANSITIONS: Mapping[tuple[bool, bool], float] = {
    (True, True): math.log(0.25), (False, False): math.log(0.6), (True, False): math.log(1.4), (False, True): math.log(1.4),
}  # fmt: skip
_PRIORS = {"cp1251": 0.0, "cp1252": 0.0, "cp1250": -2.0, "iso8859_2": -2.0, "cp866": -2.0, "koi8_r": -2.5}
"""How likely an encoding is before a word is seen."""


def likeliest(head: bytes) -> str | None:
    """Return the encoding in which the words with other bytes than ASCII look like words; None where they do in none."""
    words = list(dict.fromkeys(_WORDS.findall(head)))[:_MOST_WORDS]
    scores = {name: sum(_look(word, name) for word in words) for name in _PRIORS}
    best = max(scores, key=lambda name: scores[name] + _PRIORS[name])
    foreign = sum(byte > _LAST_ASCII for word in words for byte in word)
    if scores[best] < _LEAST * foreign:
        return None
    return _central(words, best) if best in _CENTRAL_ENCODINGS else best


def _central(words: Sequence[bytes], best: str) -> str:
    """Return in which encoding of Central Europe the letters of words are those of one language, as nearly as they can be; else ``best``."""
    letters = {name: "".join(word.decode(name, "replace").lower() for word in words) for name in _CENTRAL_ENCODINGS}
    strange = {
        name: min(sum(not char.isascii() and char not in own for char in text) for own in _LANGUAGES)
        for name, text in letters.items()
    }
    return min(_CENTRAL_ENCODINGS, key=lambda name: (strange[name], name != best))


def _look(word: bytes, encoding: str) -> float:
    """Return how likely a word is in an encoding, as a logarithm."""
    text = word.decode(encoding, errors="replace")
    cyrillic = encoding in ("cp1251", "cp866", "koi8_r")
    known = _known(encoding)
    letters = sum(map(str.isalpha, text))
    score = _CAPITALS if letters > 1 and text.isupper() else 0.0
    for place, char in enumerate(text):
        before = text[place - 1] if place else ""
        after = text[place + 1] if place + 1 < len(text) else ""
        if char.isascii():
            continue
        score += known.get(char.lower(), _ODD if char.isalpha() else _NEVER)
        if not char.isalpha():
            score += _FOREIGN * (before.isalpha() and after.isalpha() and char not in "’\u00a0–—")
        elif letters == 1:
            score += _ALONE
        else:
            score += _among(char, before, after, cyrillic=cyrillic)
    return score


def _among(char: str, before: str, after: str, *, cyrillic: bool) -> float:
    """Return how likely a letter is between its neighbors, as a logarithm."""
    score = 0.0
    near = [other for other in (before, after) if other.isalpha()]
    if char.isupper() and before.islower():
        score += _FOREIGN
    if cyrillic:
        score += _FOREIGN * any(other.isascii() for other in near)
        if before.isalpha() and not before.isascii():
            score += _TRANSITIONS[before.lower() in _VOWELS, char.lower() in _VOWELS]
    else:
        score += _FOREIGN * (bool(near) and not any(other.isascii() for other in near))
    return score


@cache
def _known(encoding: str) -> dict[str, float]:
    """Return the letters and signs that are met in an encoding, each with the logarithm of how often."""
    if encoding in ("cp1252", *_CENTRAL_ENCODINGS):
        letters = _WESTERN if encoding == "cp1252" else _CENTRAL
        return dict.fromkeys(letters, _LIKELY) | dict.fromkeys(_SIGNS, _KNOWN)
    return {letter: math.log(share / 1000) for letter, share in _RUSSIAN.items()} | dict.fromkeys(
        _RUSSIAN_SIGNS, _KNOWN
    )
