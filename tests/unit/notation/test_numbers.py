"""How numbers are written in text columns."""

from __future__ import annotations

import polars as pl
import pytest

from segkit import units
from segkit.errors import DataError
from segkit.notation.numbers import Mark, NumberFormat, detect_numbers

POINT, COMMA = NumberFormat("point", dressed=True), NumberFormat("comma", dressed=True)


def numbers(wanted: NumberFormat, *texts: str | None) -> list[float | None]:
    frame = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)})
    scaled, _ = units.scale_text(wanted.plain(pl.col("text")))
    return [n if n is None else n / 10_000 for n in frame.select(scaled).to_series()]


def read(*texts: str, wanted: Mark | None = None) -> list[float | None]:
    """Return a column as it is read in the format that it tells."""
    return numbers(detect_numbers(texts, "amount", wanted), *texts)


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (("1.5", "-2", "+3", ".5", "7."), (1.5, -2, 3, 0.5, 7)),
        (("1e3", "2"), (1_000, 2)),
        ((" 12.5 ", "1"), (12.5, 1)),
        (("1,5", "2"), (1.5, 2)),
        (("1.234,56", "2,00"), (1_234.56, 2)),
        (("-1.234.567,89", "0,5"), (-1_234_567.89, 0.5)),
        (("-1 890,00", "1 234 567,5"), (-1_890, 1_234_567.5)),
        (("1\u00a0234,56", "1\u202f000,00"), (1_234.56, 1_000)),
        (("1,234.56", "2.00"), (1_234.56, 2)),
        (("1,234,567", "5"), (1_234_567, 5)),
        (("1,234", "0.5"), (1_234, 0.5)),
        (("1,234", "12,5"), (1.234, 12.5)),
        (("1.234", "12.5"), (1.234, 12.5)),
        (("1.234", "12,5"), (1_234, 12.5)),
        (("1 234.50", "5"), (1_234.5, 5)),
        (("1 234", "5 678"), (1_234, 5_678)),
        (("12'345.60",), (12_345.6,)),
        (("12\u2019345.60",), (12_345.6,)),
        (("1\u202f234\u202f567.8",), (1_234_567.8,)),
        (("$1,240.00", "-$12.00"), (1_240, -12)),
        (("$ 5.25", "5.25 USD"), (5.25, 5.25)),
        (("1.234,56 €", "€ 7,10"), (1_234.56, 7.1)),
        (("1 234,50 ₽", "100,00 руб.", "7,25 р."), (1_234.5, 100, 7.25)),
        (("(12.00)", "($7.50)", "5"), (-12, -7.5, 5)),
        (("\u2212129.99", "\u20135.00", "3.25-"), (-129.99, -5, -3.25)),
        (("\u200e1,240.50\u200f", "\u200e-12.00"), (1_240.5, -12)),
        (("\u200f1,240.50\u00a0\u200f₪\u200f", "\u200f-\u200e₪12.00"), (1_240.5, -12)),
        (("100.07|RUB", "1250|RUB"), (100.07, 1_250)),
        (("١٬٢٣٤٫٥٠", "٧٫٢٥", "3.5"), (1_234.5, 7.25, 3.5)),
        (("۱۲۳٫۴۵ ﷼", "۷"), (123.45, 7)),
        (("１２３．４５", "７"), (123.45, 7)),
        (("0.123", "5"), (0.123, 5)),
        (("1234.567",), (1_234.567,)),
        (("$ -", "$-", " $ -   ", "$1.50", "-€"), (0, 0, 0, 1.5, 0)),
        (("12,-", "7,50", "1.200,-- €"), (12, 7.5, 1_200)),
        (("15.- CHF", "7.50 CHF"), (15, 7.5)),
        (("1,5E+03", "2,25"), (1_500, 2.25)),
        (("$1.5E+03", "2.25"), (1_500, 2.25)),
        (("12.50 CR", "3.00 DR", "4"), (12.5, -3, 4)),
        (("1,234.50Cr", "1,000.00 Dr.", "-5.00 DR", "(6.00) DR"), (1_234.5, -1_000, -5, -6)),
        (("₹1,234.50 Cr", "5 INR DR"), (1_234.5, -5)),
        (("1.234,50 H", "7,25 S"), (1_234.5, -7.25)),
        (("12.50 DR", "3.00 dr"), (12.5, 3)),
        (("12.50 CR", "-3.00 CR"), (12.5, -3)),
        (("5000 IDR", "7,5 IDR"), (5_000, 7.5)),
    ],
)
def test_numbers_are_read_as_their_column_writes_them(texts: tuple[str, ...], values: tuple[float, ...]) -> None:
    assert read(*texts) == list(values)


def test_a_side_that_the_column_has_not_shown_is_no_number_of_it() -> None:
    # so that the whole column is asked, and rows in another order give the same
    assert numbers(detect_numbers(["1.00 CR"], "amount"), "2.00 DR", "3.00 CR", "4") == [None, 3, 4]
    assert numbers(detect_numbers(["1.00 DR"], "amount"), "2.00 DR", "3.00 CR", "4") == [2, None, 4]


@pytest.mark.parametrize("texts", [("1,234", "2,500", "7"), ("1.234",), ("$1,234",), ("-1.500", "2.000 €")])
def test_a_mark_that_may_be_either_is_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(DataError, match='column "amount" is ambiguous: ') as caught:
        read(*texts)
    assert "--decimal point or --decimal comma" in str(caught.value.fix)


@pytest.mark.parametrize(("wanted", "value"), [("point", 1_234), ("comma", 1.234)])
def test_the_user_settles_the_mark(wanted: Mark, value: float) -> None:
    assert read("1,234", wanted=wanted) == [value]


@pytest.mark.parametrize("sample", [(), ("", " "), ("1", "2"), ("1.5", "2")])
def test_plain_columns_are_read_plainly(sample: tuple[str, ...]) -> None:
    assert detect_numbers(sample, "amount") == NumberFormat()


@pytest.mark.parametrize(
    ("written", "odd"),
    [
        (NumberFormat(), "1,5"),
        (COMMA, "1.5"),
        (COMMA, "12.34"),
        (COMMA, "1.2345"),
        (COMMA, "1,5,5"),
        (POINT, "12,5"),
        (POINT, "1,2345"),
        (POINT, "1 2 3"),
        (POINT, "1,23"),
        (POINT, "1.2.3"),
        (POINT, "1.5,5"),
    ],
)
def test_a_number_that_contradicts_the_column_is_never_read_another_way(written: NumberFormat, odd: str) -> None:
    assert numbers(written, odd) == [None]


@pytest.mark.parametrize("odd", ["n/a", "", "-", "€", "()", "1-2", "--5", "nan", "inf", "12:30", None])
@pytest.mark.parametrize("written", [NumberFormat(), POINT, COMMA])
def test_what_is_no_number_is_not_read(written: NumberFormat, odd: str | None) -> None:
    assert numbers(written, odd) == [None]


def test_the_general_format_also_reads_dressed_numbers() -> None:
    assert numbers(NumberFormat().generalized(), "1,234.50", "$7", "5") == [1_234.5, 7, 5]
