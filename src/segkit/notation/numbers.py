"""How numbers are written in a text column: told from a sample, then applied as one expression.

Money comes as ``1234.56``, ``1 234,56``, ``1.234,56 ₽``, ``$1,240.00``, ``(12.00)``, ``12,-``, ``12.50 DR`` or with a U+2212 minus. The sample decides
the decimal mark once for the column; a cell that fits no reading of it is rejected, never read another way. Where
nothing decides (``1,234``), the answer is an error that names the flag, not a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import polars as pl

from segkit.errors import DataError
from segkit.frozen import frozen
from segkit.notation.blanks import MARKS
from segkit.notation.currencies import is_marked, unmarked

Mark = Literal["point", "comma"]

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_BLANKS = r"\s\u00a0\u202f\u2009'’`"
_VALUES = 2_000
_ENDS = "\t\n\v\f\r \u00a0\u2009\u202f" + MARKS
_DIGITS = {chr(zero + digit): str(digit) for zero in (0x660, 0x6F0, 0x966, 0xFF10) for digit in range(10)} | dict(
    zip("٫٬．，", ".,.,", strict=True)
)
"""Arabic, Persian, Hindi and full-width digits, and the marks that go with them."""
_BY_CODE = {ord(written): plain for written, plain in _DIGITS.items()}
_SIDE = r"^(.*[\d.,)\s-])((?i:cr|dr)|[HS])\.?$"
"""The side of an account behind a number: credit or debit, Haben or Soll; letters behind others are a currency (IDR)."""
_SIDES = {"h": "cr", "s": "dr"}
_MINUS = r"[\u2212\u2013\u2012]"
_GROUPED = {mark: rf"^-?(?:\d+|\d{{1,3}}(?:[{other}{_BLANKS}]\d{{2,3}})*[{other}{_BLANKS}]\d{{3}})(?:{point}\d*)?(?:[eE][+-]?\d{{1,2}})?$|^-?{point}\d+$"
            for mark, other, point in (("point", ",", r"\."), ("comma", ".", ","))}  # fmt: skip


@frozen
class NumberFormat:
    """How the numbers of a column are written."""

    decimal: Mark = "point"
    dressed: bool = False
    """Whether there are signs of currency, grouped thousands, parentheses or unusual minus signs."""
    marked: bool = False
    """Whether cells bear the mark of a currency; where none does, one that turns up is no number of this format."""
    foreign: bool = False
    """Whether there are digits of other scripts."""
    sides: frozenset[str] = frozenset()
    """The sides of an account that stand behind numbers, ``cr`` and ``dr``: of both the debits are negative."""

    def plain(self, text: pl.Expr) -> pl.Expr:
        """Return the texts as plain decimals, null where they are no number of this format."""
        text = text.str.strip_chars()
        if not self.dressed:
            return text
        text = text.str.replace_many(_DIGITS) if self.foreign else text
        bare = undressed(self._unsided(text) if self.sides else text, marked=self.marked)
        digits = bare.str.replace_all(rf"[{',' if self.decimal == 'point' else '.'}{_BLANKS}]", "")
        pointed = digits.str.replace(",", ".", literal=True)
        return pl.when(bare.str.contains(_GROUPED[self.decimal])).then(pointed)

    def _unsided(self, text: pl.Expr) -> pl.Expr:
        """Return the texts without the side that they stand on; one that the column has not shown makes them no numbers."""
        side = text.str.extract(_SIDE, 2).str.to_lowercase().replace(_SIDES)
        bare = text.str.replace(_SIDE, "${1}").str.strip_chars()
        if len(self.sides) > 1:
            return pl.when((side == "dr") & ~bare.str.contains(rf"^(?:[-(]|{_MINUS})")).then("-" + bare).otherwise(bare)
        return pl.when(side.is_null() | side.is_in(list(self.sides))).then(bare)

    def generalized(self) -> NumberFormat:
        """Return the format that also reads dressed numbers, for columns that contradict their head."""
        return replace(self, dressed=True, marked=True)


def undressed(text: pl.Expr, *, marked: bool = True) -> pl.Expr:
    """Return numbers without currency, with a plain minus in front; grouping and decimal marks as they are."""
    bare = text.str.strip_chars(_ENDS).str.replace_all(_MINUS, "-")
    bare = (unmarked(bare) if marked else bare).str.strip_chars(_ENDS).str.replace(r"(\d)[.,]-{1,2}$", "${1}")
    bare = bare.str.replace(r"^\((.+)\)$", "-${1}").str.replace(r"^([^-].*)-$", "-${1}")
    return bare.str.replace(r"^([+-])[\s\p{Cf}]+", "${1}").str.replace(r"^\+", "").str.strip_chars()


def detect_numbers(sample: Sequence[str], column: str, wanted: Mark | None = None) -> NumberFormat:
    """Return the format of a text column of numbers; raise DataError where ``1,234`` could be two numbers."""
    written = [text.strip() for text in sample if text and text.strip()]
    texts = [text.translate(_BY_CODE) for text in written]
    plain, marked, bare = all(_PLAIN.fullmatch(text) for text in texts), False, texts
    sides = frozenset[str]() if plain else _sides(texts)
    if not plain:
        unsided = [re.sub(_SIDE, r"\1", text).strip() for text in texts] if sides else texts
        frame = pl.Series("t", unsided, dtype=pl.String).to_frame()
        marked = bool(frame.select(is_marked(pl.col("t")).any()).item())
        bare = frame.select(undressed(pl.col("t"))).to_series().to_list()
    bare = [re.sub(rf"[{_BLANKS}]|[eE][+-]?\d{{1,2}}$", "", text) for text in bare]
    foreign = texts != written
    dressed = NumberFormat(dressed=foreign or not plain, marked=marked, foreign=foreign, sides=sides)
    points, commas = _evidence(bare, r"\.", ","), _evidence(bare, ",", r"\.")
    if wanted is not None:
        return replace(dressed, decimal=wanted, dressed=wanted == "comma" or dressed.dressed)
    if points or commas:
        mark: Mark = "point" if points >= commas else "comma"
        return replace(dressed, decimal=mark, dressed=mark == "comma" or dressed.dressed)
    if doubtful := [text for text in bare if re.fullmatch(r"-?\d{1,3}[.,]\d{3}", text)]:
        raise DataError(
            f'column "{column}" is ambiguous: {doubtful[0]} may be a decimal number or one with grouped thousands',
            fix="Settle it with --decimal point or --decimal comma.",
            column=column,
        )
    return dressed


def _sides(texts: Sequence[str]) -> frozenset[str]:
    found = {match[2].lower() for match in map(re.compile(_SIDE).search, texts) if match}
    return frozenset(_SIDES.get(side, side) for side in found)


def _evidence(texts: Sequence[str], mark: str, other: str) -> int:
    """Count the numbers in which ``mark`` can only be the decimal mark."""
    decimal = re.compile(
        rf"-?(?:\d*{mark}(?:\d{{1,2}}|\d{{4,}})|0{mark}\d+|\d{{4,}}{mark}\d+|\d{{1,3}}(?:{other}\d{{2,3}})*{other}\d{{3}}{mark}\d*"
        rf"|\d{{1,3}}(?:{other}\d{{3}}){{2,}})"
    )
    return sum(1 for text in texts if decimal.fullmatch(text))


def numbers_in(texts: pl.Series) -> pl.Series:
    """Return texts as Float64, as well as a first look needs; null where there is no number."""
    values = texts.drop_nulls().unique().sort().head(_VALUES).to_list()
    try:
        form = detect_numbers(values, texts.name)
    except DataError:  # 1,234 is the same in all columns that are compared
        form = NumberFormat(dressed=True)
    return texts.to_frame("n").select(form.plain(pl.col("n")).cast(pl.Float64, strict=False)).to_series()
