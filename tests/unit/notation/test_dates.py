"""How dates are written in text columns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

import segkit
from segkit.errors import DataError
from segkit.notation.dates import DateFormat, date_format, detect_dates

if TYPE_CHECKING:
    from collections.abc import Sequence

MAY_FIRST = date(2024, 5, 1)


def days(wanted: DateFormat, *texts: str | None, tz: str | None = None) -> list[date | None]:
    frame = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)})
    return frame.select(wanted.day(pl.col("text"), tz)).to_series().to_list()


def detected(*sample: str, every: Sequence[str] = (), wanted: str | None = None) -> DateFormat:
    return detect_dates(sample, lambda: every, "when", wanted=wanted)


@pytest.mark.parametrize(
    "texts",
    [
        ("2024-05-01",),
        ("2024/05/01",),
        ("2024.05.01",),
        ("2024-5-1", "2024-11-20"),
        ("20240501",),
        ("2024050110",),
        ("20240501103000",),
        ("  2024-05-01 ",),
        ("2024-05-01 10:30",),
        ("2024-05-01T10:30:00",),
        ("2024-05-01T10:30:00.123Z",),
        ("2024-05-01 10:30:00+02:00",),
        ("2024-05-01, 10:30",),
        ("01.05.2024",),
        ("01.05.24",),
        ("01.05.2024 10:30:00",),
        ("01/05/2024", "13/05/2024"),
        ("1/5/2024 8:26", "13/5/2024 8:26"),
        ("05/01/2024", "05/13/2024"),
        ("5/1/24", "5/13/24"),
        ("05/01/2024 10:30 PM", "05/13/2024 1:30 AM"),
        ("01-May-2024",),
        ("01-MAY-24",),
        ("01 May 2024",),
        ("1 May 2024", "1 March 2024"),
        ("01-May-2024 10:30",),
        ("01 May 2024 10:30", "02 May 2024 11:00"),
        ("May 1, 2024", "May 12, 2024 8:50:02 PM"),
        ("1 мая 2024 г.",),
        ("45413",),
        ("45413.75",),
        ("1714521600",),
        ("1714521600000",),
        ("1714521600000000",),
        ("1714521600000000000",),
        ("1714521600.25", "1714608000.5"),
        ("45413,75",),
        ("\u200e2024-05-01\u200f",),
        ("\u200e01/\u200e05/\u200e2024 \u200f\u200e10:30", "\u200e13/\u200e05/\u200e2024 \u200f\u200e10:30"),
        ("01.05.2024 10.30.15",),
        ("1.5.2024 um 10:30 Uhr",),
        ("1 de maio de 2024 10:30 hs.",),
        ("20240501T103000",),
        ("20240501T1030",),
        ("01-MAY-24 10.30.15.000000000 AM",),
        ("01 May 2024 10:30:15:000",),
        ("Wed, 01 May 2024 10:30:15 +0000",),
        ("Wed May  1 10:30:15 2024", "Mon May 13 10:30:15 2024"),
        ("Wed May 01 10:30:15 +0000 2024",),
        ("Wed May 01 2024 10:30:15 GMT+0300 (Moscow Standard Time)",),
        ("Wednesday, May 1, 2024",),
        ("Wednesday, 1 May 2024",),
        ("May 1st, 2024 at 10:30 AM", "May 2nd, 2024 at 10:30 AM"),
        ("May-01-24",),
        ("May 1,2024",),
        ("1. Mai 2024 um 10:30", "2. Mai 2024 um 10:30"),
        ("Mittwoch, 1. Mai 2024 10:30 Uhr",),
        ("1er mai 2024 à 10h30", "2 mai 2024 à 10h30"),
        ("mercredi 1 mai 2024",),
        ("1 мая 2024 г. в 10:30",),
        ("среда, 1 мая 2024 г.",),
        ("1 травня 2024 р.", "2 серпня 2024 р."),
        ("1 maja 2024 r.", "2 sierpnia 2024 r."),
        ("1 Mayıs 2024", "2 Ağustos 2024"),
        ("1. mai 2024 kl. 10:30",),
        ("2024年5月1日", "2024年5月12日"),
        ("2024年05月01日 10:30",),
        ("2024년 5월 1일",),
        ("2024. 5. 1.", "2024. 5. 12."),
        ("2024-05-01 10:30:00+00",),
        ("2024-05-01 10:30:00.123456-05",),
        ("01 May 2024 10:30:00 +00",),
        ("01.05.2024.", "13.05.2024."),
        ("1.5.2024.", "13.5.2024"),
        ("01.05.2024. 10:30", "02.05.2024. 11:00:15"),
        ("2024.05.01.",),
        ("1. 5. 2024", "12. 5. 2024"),
        ("1. 5. 2024. 10:30",),
    ],
)
def test_the_first_of_may_is_read_in_every_writing(texts: tuple[str, ...]) -> None:
    assert days(detected(*texts), texts[0]) == [MAY_FIRST]


@pytest.mark.parametrize(
    "texts",
    [
        ("05-OCT-2024", "06-NOV-2024"),
        ("05-OCT-24 10:30", "06-NOV-24 09:00"),
        ("5 октября 2024", "6 ноября 2024"),
        ("October 5, 2024", "NOVEMBER 6, 2024"),
    ],
)
def test_names_of_months_are_read_whole(texts: tuple[str, str]) -> None:
    assert days(detected(*texts), *texts) == [date(2024, 10, 5), date(2024, 11, 6)]


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_name(month: int) -> None:
    english, russian = date(2024, month, 9).strftime("%d %B %Y"), f"9 {_RUSSIAN[month - 1]} 2024"
    assert days(detected(english), english) == [date(2024, month, 9)]
    assert days(detected(russian), russian) == [date(2024, month, 9)]


_FOREIGN = {
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "German, short": "Jan. Feb. Mrz. Apr. Mai Jun. Jul. Aug. Sept. Okt. Nov. Dez.",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "French, short": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "Polish": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "Ukrainian": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "Romanian": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "Norwegian": "januar februar mars april mai juni juli august september oktober november desember",
    "Swedish": "januari februari mars april maj juni juli augusti september oktober november december",
    "Indonesian": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}


@pytest.mark.parametrize("names", _FOREIGN.values(), ids=_FOREIGN)
@pytest.mark.parametrize(
    "pattern", ["9 {} 2024", "9. {} 2024", "9 de {} de 2024", "{} 9, 2024", "09-{}-24", "9. {} 2024 10:30"]
)
def test_months_have_names_in_other_languages(names: str, pattern: str) -> None:
    texts = [pattern.format(name) for name in names.split()]
    assert days(detected(*texts), *texts) == [date(2024, month, 9) for month in range(1, 13)]
    capitals = [text.upper() for text in texts]
    assert days(detected(*capitals), *capitals) == [date(2024, month, 9) for month in range(1, 13)]


def test_marks_that_only_later_rows_have_are_read_too() -> None:
    late, clean = "\u200e01/\u200e05/\u200e2024", [f"{day:02}/04/2024" for day in range(1, 31)]
    frame = pl.DataFrame({"customer_id": "a", "date": [*clean * 400, late], "amount": 1})
    assert segkit.abcxyz(frame).table["last_order_date"].to_list() == [MAY_FIRST]


def test_a_name_that_is_no_month_has_no_day() -> None:
    assert days(detected("9 Mai 2024", "9 Mars 2024"), "9 Foo 2024", "9 Jui 2024") == [None, None]


_RUSSIAN = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


def test_the_whole_column_is_asked_where_the_sample_does_not_tell_day_from_month() -> None:
    assert detected("03/04/2024", every=["03/04/2024", "25/04/2024"]).pattern == "%d/%m/%Y"
    assert detected("03/04/2024", every=["03/04/2024", "04/25/2024"]).pattern == "%m/%d/%Y"


def test_the_whole_column_is_not_read_where_the_sample_decides() -> None:
    def never() -> list[str]:
        pytest.fail("read")

    assert detect_dates(["25/04/2024"], never, "when").pattern == "%d/%m/%Y"


def test_day_and_month_that_nothing_tells_apart_are_refused() -> None:
    with pytest.raises(DataError, match='column "when" is ambiguous: 03/04/2024') as caught:
        detected("03/04/2024", every=["03/04/2024"])
    assert "--date-format dmy" in str(caught.value.fix)


def test_days_first_and_months_first_in_one_column_are_refused() -> None:
    with pytest.raises(DataError, match=r"days first \(1 values\) and months first \(2 values\)"):
        detected("25/04/2024", "04/25/2024", "04/26/2024")


def test_dots_put_the_day_first() -> None:
    assert detected("03.04.2024", every=["03.04.2024"]).pattern == "%d.%m.%Y"


def two_digits(pattern: str, first: date, days: int, step: int = 1) -> list[str]:
    return [(first + timedelta(days=n)).strftime(pattern) for n in range(0, days, step)]


@pytest.mark.parametrize("mark", ["-", "/", "."])
@pytest.mark.parametrize("order", ["%y{0}%m{0}%d", "%d{0}%m{0}%y", "%m{0}%d{0}%y"])
@pytest.mark.parametrize(
    ("first", "length"), [(date(2024, 1, 1), 365), (date(1995, 3, 5), 11_000), (date(2001, 1, 1), 60)]
)
def test_years_of_two_digits_are_found_at_either_end(mark: str, order: str, first: date, length: int) -> None:
    pattern = order.format(mark)
    texts = two_digits(pattern, first, length)
    assert days(detected(*texts), *texts) == [first + timedelta(days=n) for n in range(length)]


@pytest.mark.parametrize(
    "texts",
    [
        ["24-01-15", "24-03-28", "24-02-02"],
        ["24/01/15"],
        ["15/01/24", "28/03/24"],
        [f"01/{month:02}/{year}" for year in range(10, 25) for month in range(1, 13)],
        [f"{year:02}-{month:02}-01" for year in range(3, 25) for month in range(1, 13)],
    ],
)
def test_two_digits_that_may_be_year_or_day_are_refused(texts: list[str]) -> None:
    with pytest.raises(DataError, match="may begin with the year or end with it") as caught:
        detected(*texts, every=texts)
    assert "--date-format ymd, --date-format dmy" in str(caught.value.fix)
    expected = [date(2000 + int(text[:2]), int(text[3:5]), int(text[6:])) for text in texts]
    assert days(detected(*texts, wanted="ymd"), *texts) == expected


ENOUGH = [3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 29]
"""Twelve numbers, one of the first three days and one of the last three: days of a month, and no years."""


@pytest.mark.parametrize(
    ("numbers", "are_days"),
    [(ENOUGH, True), (ENOUGH[:5] + ENOUGH[6:], False), ([4, *ENOUGH[1:]], False), ([*ENOUGH[:-1], 28], False)],
)
def test_two_digits_all_over_the_month_are_days(numbers: list[int], *, are_days: bool) -> None:
    for pattern, texts in (
        ("%d-%m-%y", [f"{n:02}-01-24" for n in numbers]), ("%y-%m-%d", [f"24-01-{n:02}" for n in numbers]),
    ):  # fmt: skip
        if are_days:
            assert detected(*texts, every=texts).pattern == pattern
        else:
            with pytest.raises(DataError, match="may begin with the year or end with it"):
                detected(*texts, every=texts)


def test_a_thirteenth_in_the_middle_tells_that_the_month_is_first() -> None:
    assert detected("01-13-24").pattern == "%m-%d-%y"


def test_days_with_and_without_a_time_are_read_side_by_side() -> None:
    texts = ("2024-05-01 10:30", "2024-05-01")
    assert days(detected(*texts), *texts) == [MAY_FIRST] * 2


def test_the_whole_column_tells_where_the_year_is_if_the_head_does_not() -> None:
    texts = two_digits("%y-%m-%d", date(2024, 1, 1), 365)
    assert detected("24-01-15", "24-01-16", every=texts).pattern == "%y-%m-%d"
    assert detected("24-01-15", every=["24-01-15", "99-12-01"]).pattern == "%y-%m-%d"
    assert detected("24-01-15", every=["24-01-15", "01-12-99", "25-01-16"]).pattern == "%d-%m-%y"


@pytest.mark.parametrize(
    ("wanted", "text", "day"),
    [
        ("dmy", "03/04/2024", date(2024, 4, 3)),
        ("mdy", "03/04/2024", date(2024, 3, 4)),
        ("ymd", "2024/03/04", date(2024, 3, 4)),
        ("ymd", "24/03/04", date(2024, 3, 4)),
    ],
)
def test_the_user_settles_day_and_month(wanted: str, text: str, day: date) -> None:
    assert days(detected(text, wanted=wanted), text) == [day]


@pytest.mark.parametrize(
    "sample", [("12.5", "13.5"), ("a", "b"), (), ("", " "), ("2024", "2023"), ("2024-05-01", "unknown")]
)
def test_a_column_without_dates_is_refused(sample: tuple[str, ...]) -> None:
    with pytest.raises(DataError, match='column "when" does not look like dates'):
        detected(*sample)


@pytest.mark.parametrize(
    ("sample", "mark"),
    [
        (["2024-05-01T10:30", "2024-05-02T11:30"], "T"), (["2024-05-01 10:30"], " "), (["2024-05-01"], ""),
        (["2024-05-01 10:30", "2024-05-02T10:30"], ""), (["2024-05-01 10:30", "2024-05-02"], ""), (["1.5.2024 10:30"], ""),
    ],
)  # fmt: skip
def test_what_stands_before_the_time_is_known_where_it_is_always_the_same(sample: list[str], mark: str) -> None:
    assert detected(*sample).mark == mark


def test_dates_that_a_spreadsheet_stored_are_read_among_texts() -> None:
    mixed = [f"{day:02}.05.2024" if day % 2 else f"2024-05-{day:02} 10:30:00" for day in range(1, 31)]
    found = [date(2024, 5, day) for day in range(1, 31)]
    assert days(detected(*mixed), *mixed) == found
    named = [f"May {day}, 2024" if day % 2 else f"2024-05-{day:02}" for day in range(1, 31)]
    assert days(detected(*named), *named) == found
    assert days(detected(*mixed, wanted="dmy"), *mixed) == found


@pytest.mark.parametrize("pattern", ["{day:02}/{month:02}/2024", "{month:02}/{day:02}/2024"])
def test_days_that_a_spreadsheet_took_for_months_are_refused(pattern: str) -> None:
    """What it could read in the order of another country has day and month the other way round."""
    bought = [date(2024, 1 + n % 11, n) for n in range(1, 29)]
    mixed = [
        f"2024-{one.day:02}-{one.month:02}" if one.day <= 12 else pattern.format(day=one.day, month=one.month)
        for one in bought
    ]
    with pytest.raises(DataError, match="has put months for days") as caught:
        detected(*mixed)
    assert "Read the export itself" in str(caught.value.fix)


def test_most_values_decide_what_a_column_is() -> None:
    assert days(detected("2024-05-01", "2024-05-02", "unknown"), "2024-05-01", "unknown") == [MAY_FIRST, None]


@pytest.mark.parametrize(
    ("sample", "odd"),
    [
        ("2024-05-01", "01.05.2024"),
        ("2024-05-01", "2024-13-01"),
        ("2024-05-01", "2024-02-30"),
        ("2024-05-01", "2024-05-011"),
        ("13.05.2024", "2024-05-13"),
        ("13/05/2024", "05/13/2024"),
        ("13/05/98", "13/05/2024"),
        ("20240501", "2024050"),
        ("20240501", "2024050110"),
        ("1 May 2024", "1 Foo 2024"),
        ("1 May 2024", "31 June 2024"),
        ("45413", "2024-05-01"),
        ("45413", "7"),
        ("45413", "2024"),
        ("1714521600", "171452160"),
        ("1714521600", "17145216000"),
        ("2024-05-01", ""),
    ],
)
def test_a_row_that_contradicts_the_column_has_no_day(sample: str, odd: str) -> None:
    assert days(detected(sample), odd, None) == [None, None]


@pytest.mark.parametrize(
    ("sample", "odd"),
    [
        (["1714521600", "1714521601", "1714521600000"], "1714521600000"),
        (["1714521600000", "1714521601000", "1714521600"], "1714521600"),
        (["20240501", "20240502", "2024050310"], "2024050310"),
    ],
)
def test_the_usual_length_tells_how_numbers_are_dates(sample: list[str], odd: str) -> None:
    assert days(detected(*sample), sample[0], odd) == [MAY_FIRST, None]


def test_the_general_format_reads_rows_with_and_without_a_time() -> None:
    general = detected("2024-05-01").generalized()
    texts = ("2024-05-01", "2024-05-01 10:30", "2024-05-01T10:30:00Z", "2024-5-1", "x")
    assert days(general, *texts) == [MAY_FIRST] * 4 + [None]
    dotted = detected("01.05.2024").generalized()
    assert days(dotted, "01.05.2024", "1.5.2024.", "01.05.2024. 10:30", "01.05.2024..") == [MAY_FIRST] * 3 + [None]


@pytest.mark.parametrize(
    ("text", "tz", "day"),
    [
        ("2024-05-01 23:30:00+02:00", None, MAY_FIRST),
        ("2024-05-01 23:30:00+02:00", "UTC", MAY_FIRST),
        ("2024-05-01 23:30:00+02:00", "Asia/Tokyo", date(2024, 5, 2)),
        ("2024-05-01T23:30:00.123456Z", "Europe/Berlin", date(2024, 5, 2)),
        ("2024-05-01T23:30Z", "Europe/Berlin", date(2024, 5, 2)),
        ("2024-05-02 00:30:00 UTC", "America/New_York", MAY_FIRST),
        ("2024-05-02 00:30:00 -0500", "Asia/Tokyo", date(2024, 5, 2)),
        ("13.05.2024 23:30:00+02:00", "Asia/Tokyo", date(2024, 5, 14)),
        ("2024-05-01 23:30:00,5+02:00", "Asia/Tokyo", date(2024, 5, 2)),
        ("2024-05-01 23:30:00+02", "UTC", MAY_FIRST),
        ("2024-05-01 23:30:00.123456+02", "Asia/Tokyo", date(2024, 5, 2)),
        ("2024-05-02 00:30:00-05", "Asia/Tokyo", date(2024, 5, 2)),
        ("2024-05-02 00:30+00", "America/New_York", MAY_FIRST),
        ("13.05.2024. 23:30:00+02", "Asia/Tokyo", date(2024, 5, 14)),
    ],
)
def test_a_zoned_time_is_dated_in_its_own_zone_unless_told(text: str, tz: str | None, day: date) -> None:
    assert days(detected(text), text, tz=tz) == [day]


NAMED = [
    ("%d.%m.%Y", "01.05.2024"),
    ("%d.%m.%Y", "01.05.2024 10:30"),
    ("%d.%m.%Y %H:%M", "01.05.2024 10:30"),
    ("%d %b %Y", "01 May 2024"),
    ("%B %d, %Y", "May 01, 2024"),
    ("%d.%m.%Y %I:%M %p", "01.05.2024 10:30 PM"),
    ("%Y%m%d", "20240501"),
]


@pytest.mark.parametrize(("pattern", "text"), NAMED)
def test_a_named_pattern_reads_its_dates(pattern: str, text: str) -> None:
    assert days(date_format(pattern), text) == [MAY_FIRST]


@pytest.mark.parametrize(("pattern", "text"), NAMED)
def test_a_row_that_cannot_be_read_takes_no_other_row_with_it(pattern: str, text: str) -> None:
    frame = pl.DataFrame({"customer_id": ["a", "b"], "order_date": [text, "never"], "amount": [1, 1]})
    result = segkit.abcxyz(frame, date_format=pattern, max_bad="1")
    assert result.table.select("customer_id", "first_order_date").rows() == [("a", MAY_FIRST)]


@pytest.mark.parametrize(
    ("pattern", "text"), [("%Y-%m", "2024-05"), ("%m/%Y", "05/2024"), ("%B %Y", "May 2024"), ("%Y%m", "202405")]
)
def test_a_pattern_without_a_day_is_the_first_of_the_month(pattern: str, text: str) -> None:
    assert days(date_format(pattern), text, f" {text} ", "never") == [MAY_FIRST, MAY_FIRST, None]
    assert days(date_format(pattern).generalized(), text) == [MAY_FIRST]


def test_months_are_refused_with_the_pattern_that_reads_them() -> None:
    with pytest.raises(DataError, match="does not look like dates: 2024-05, 2024-06") as caught:
        detected("2024-05", "2024-06")
    assert "--date-format %Y-%m, the first of each month" in str(caught.value.fix)


def test_a_named_pattern_does_not_cut_a_month_at_its_t() -> None:
    assert days(date_format("%d-%b-%Y"), "05-OCT-2024") == [date(2024, 10, 5)]


@pytest.mark.parametrize(
    ("text", "tz", "day"),
    [
        ("1700000000", None, date(2023, 11, 14)),  # 22:13:20 UTC
        ("1700000000", "Asia/Tokyo", date(2023, 11, 15)),
        ("1700000000000", "Asia/Tokyo", date(2023, 11, 15)),
        ("Apr 11, 2021 11:50:02 PM +0000", None, date(2021, 4, 11)),
        ("Apr 11, 2021 11:50:02 PM +0000", "Europe/Moscow", date(2021, 4, 12)),
        ("Apr 11, 2021 11:50:02 PM +0000", "UTC", date(2021, 4, 11)),
        ("Apr 11, 2021 12:10 PM +0000", "Asia/Tokyo", date(2021, 4, 11)),  # noon is 12 PM
        (
            "Apr 11, 2021 9:59:59 AM +0000",
            "Pacific/Kiritimati",
            date(2021, 4, 11),
        ),  # 14 hours ahead: a second to midnight
        ("Apr 12, 2021 12:10 AM +0530", "UTC", date(2021, 4, 11)),
        ("Apr 12, 2021 5:29 AM +0530", "UTC", date(2021, 4, 11)),
        ("Apr 11, 2021 8:31 PM -0330", "UTC", date(2021, 4, 12)),
        ("11 апр 2021 22:40 -03:30", "UTC", date(2021, 4, 12)),
        ("11 апр 2021 20:40 -03", "UTC", date(2021, 4, 11)),
        ("11 апр 2021 21:40 -03", "UTC", date(2021, 4, 12)),
        ("Mon Apr 12 2021 01:10:00 GMT+0300 (Moscow Standard Time)", "UTC", date(2021, 4, 11)),
        ("Sun, 11 Apr 2021 22:40:00 -0330", "UTC", date(2021, 4, 12)),
        ("Sun Apr 11 22:40:00 +0000 2021", "Asia/Tokyo", date(2021, 4, 12)),
        ("Sun Apr 11 22:40:00 UTC 2021", "Asia/Tokyo", date(2021, 4, 12)),
        ("1700000000000000", "Asia/Tokyo", date(2023, 11, 15)),
        ("1700000000.125", "Asia/Tokyo", date(2023, 11, 15)),
        ("11 апр 2021 22:40", "Asia/Tokyo", date(2021, 4, 11)),  # no offset: already the shop's own clock
    ],
)
def test_epochs_and_named_months_are_dated_in_a_zone(text: str, tz: str | None, day: date) -> None:
    found = detect_dates([text], lambda: [text], "date")
    assert pl.DataFrame({"text": [text]}).select(found.day(pl.col("text"), tz)).item() == day


@pytest.mark.parametrize(
    "texts",
    [
        ("Apr 11, 2021 11:50:02 PM +0000", "Apr 12, 2021 10:00 AM"),
        ("2021-04-11 23:50:02+00:00", "2021-04-12 10:00:00"),
    ],
)
def test_a_column_whose_times_are_not_all_zoned_keeps_its_own_days(texts: tuple[str, str]) -> None:
    assert days(detected(*texts), *texts, tz="Asia/Tokyo") == [date(2021, 4, 11), date(2021, 4, 12)]
    assert days(detected(texts[0]), texts[0], tz="Asia/Tokyo") == [date(2021, 4, 12)]
