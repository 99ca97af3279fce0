"""Days, months and years of three calendars as people type them: in queries, in fields, in lists. All read them here.

Iran begins its lunar months as the moon is seen there, other countries by Umm al-Qura; a Hijri day is one of either.
"""

import re
from dataclasses import dataclass
from datetime import date

from corpora.sentences import Sentence
from extractors.dates.calendars import day, interval
from extractors.dates.moons import as_seen, may_have_thirty
from extractors.text.aligned import AlignedText
from pipeline.query.named_dates import figured
from pipeline.query.names import value_of

OPEN_DAYS = (date.min.toordinal(), date.max.toordinal())
_JALALI = range(1200, 1421)
"""Years that are taken for Jalali where no calendar is said; 1421 to 1500 are Hijri, from 1800 Gregorian.

A Hijri year before 1421 (2000 CE) has to be said, and so has a Jalali one after 1420 (2041 CE).
"""
_HIJRI = range(1421, 1501)
_GREGORIAN = range(1800, 2200)
_CALENDARS = ("jalali", "hijri", "gregorian")
_SAID = re.compile(r"(?P<calendar>[^\W\d_]+):(?P<rest>.*)", re.DOTALL)
_DAY = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(h)?")
_LATE = 30


class NoValue(ValueError):
    """Raised for a value that does not parse."""


@dataclass(frozen=True, slots=True)
class Written:
    """A day, month or year of a calendar; ``first`` and ``last`` are its days, of a Hijri one by Umm al-Qura."""

    calendar: str
    year: int
    month: int | None
    number: int | None
    first: date
    last: date

    @property
    def precision(self) -> str:
        """Which of the three it is."""
        return "day" if self.number else "month" if self.month else "year"

    @property
    def text(self) -> str:
        """Its figures, as values of mentions have them.

        >>> date_in("۱۴۰۴/۶/۲").text, date_in("hijri:1410-2").text
        ('1404-06-02', '1410-02')
        """
        return "-".join(f"{part:02}" for part in (self.year, self.month, self.number) if part)

    def in_texts_of(self, language: str) -> tuple[date, date]:
        """First and last day that it is in a text of a language: in Persian ones Iran's.

        >>> one = date_in("1447-01-05")
        >>> one.in_texts_of("fa")[0].isoformat(), one.in_texts_of("ar")[0].isoformat()
        ('2025-07-01', '2025-06-30')
        """
        if self.calendar != "hijri" or language != "fa":
            return self.first, self.last
        held = {"start": self.first.isoformat(), "end": self.last.isoformat()}
        seen = as_seen({"calendar": "hijri", "value": self.text, **held})
        return date.fromisoformat(seen["start"]), date.fromisoformat(seen["end"])

    @property
    def anywhere(self) -> tuple[date, date]:
        """First and last day that it is somewhere."""
        ends = [self.in_texts_of(language) for language in ("fa", "")]
        return min(first for first, _ in ends), max(last for _, last in ends)


def date_in(text: str, calendar: str = "") -> Written:
    """The day, month or year that a text is; its calendar is seen from the year, where neither says it.

    Raises NoValue.

    >>> date_in("۱۲ آذر ۱۴۰۴").first.isoformat(), date_in("July 2015").last.isoformat()
    ('2025-12-03', '2015-07-31')
    >>> date_in("۱۴۴۷-۰۳-۱۷").first.isoformat(), date_in("hijri:1410").precision, date_in("قمری:1410-2").calendar
    ('2025-09-09', 'year', 'hijri')
    """
    said, match = _matched(text)
    year, month, number = (int(part) if part else None for part in match.groups()[:3])
    assert year is not None
    calendar = said or calendar or ("hijri" if match[4] else _calendar_of(year))
    if number is not None:
        there = day(calendar, year, month or 0, number) if may_be(calendar, year, month or 0, number) else None
        found = (there, there) if there else None
    else:
        found = interval(calendar, year, month)
    if found is None:
        parts = Sentence("year"), Sentence("month"), Sentence("day")
        what = parts[(month is not None) + (number is not None)]
        raise NoValue(
            Sentence(
                "there is no such date in the {calendar} calendar: {what} {written}",
                what=what,
                written=match[0].rstrip("h"),
                calendar=calendar,
            )
        )
    return Written(calendar, year, month, number, *found)


def _matched(text: str) -> tuple[str, re.Match[str]]:
    """The calendar that is said of a date, and its figures; raises NoValue."""
    said, rest = _parted(AlignedText.of(text).key.strip())
    match = _DAY.fullmatch(rest.strip())
    if not match and (named := figured(rest)) and said in ("", named[0]):
        said, match = named[0], _DAY.fullmatch(named[1])
    if not match:
        raise NoValue(
            Sentence(
                "a date is a year, a month or a day: 1404, 1404-05, 1404-05-22, or with the name of the month; "
                "its calendar stands before it where the year does not tell that: hijri:1410-02-01"
            )
        )
    return said, match


def _parted(key: str) -> tuple[str, str]:
    """The calendar that stands before a date, and the date: «» where none does."""
    match = _SAID.fullmatch(key)
    calendar = value_of("calendar", match["calendar"]) if match else ""
    return (calendar, match["rest"]) if match and calendar in _CALENDARS else ("", key)


def may_be(calendar: str, year: int, month: int, number: int) -> bool:
    """Whether a month has a day: a Hijri one has a thirtieth where it has it by one of the two reckonings."""
    ends = interval(calendar, year, month) if calendar == "hijri" and number == _LATE else None
    return ends is None or (ends[1] - ends[0]).days + 1 == _LATE or may_have_thirty(year, month)


def _calendar_of(year: int) -> str:
    for calendar, years in (("jalali", _JALALI), ("hijri", _HIJRI), ("gregorian", _GREGORIAN)):
        if year in years:
            return calendar
    raise NoValue(Sentence("say the calendar of this year: jalali:, hijri: or gregorian: before it"))


def periods_named(field: str, text: str) -> list[tuple[str, str]]:
    """The fields of an index, with the terms in them, that a year or a month may mean.

    From 1421 to 1500 a year that says no calendar is a Hijri one, and a Jalali one where somebody wrote of the future.

    >>> periods_named("month", "1404/5"), periods_named("year", "2025"), periods_named("month", "hijri:1403-02")
    ([('jalali_month', '1404-05')], [('year', '2025')], [('hijri_month', 'hijri:1403-02')])
    >>> periods_named("year", "1447")
    [('hijri_year', 'hijri:1447'), ('jalali_year', '1447')]
    """
    try:
        there = date_in(text)
    except NoValue:
        return [(field, text)]
    if there.calendar == "hijri":
        said = _parted(AlignedText.of(text).key.strip())[0]
        return [(f"hijri_{field}", f"hijri:{there.text}"), *([] if said else [(f"jalali_{field}", there.text)])]
    return [(f"jalali_{field}" if there.calendar == "jalali" else field, there.text)]


def typed_form(calendar: str, text: str) -> str:
    """Figures of a calendar as fields and queries take them: with it, where the year alone does not tell it.

    >>> typed_form("jalali", "1404-05-22"), typed_form("hijri", "1400-01-01")
    ('1404-05-22', 'hijri:1400-01-01')
    """
    try:
        meant = not _DAY.fullmatch(text) or _calendar_of(int(text[:4])) == calendar
    except NoValue:
        meant = False
    return text if meant else f"{calendar}:{text}"


def days(text: str, *, anywhere: bool = False) -> tuple[int, int]:
    """First and last day, as proleptic Gregorian ordinals, of a day, month, year or range of them.

    With ``anywhere`` a Hijri one has the days of both reckonings. Raises NoValue.

    >>> [date.fromordinal(n).isoformat() for n in days("1404-05..1404-07")]
    ['2025-07-23', '2025-10-22']
    >>> [date.fromordinal(n).isoformat() for n in days("hijri:۱۴۴۷-۰۲")]
    ['2025-07-26', '2025-08-23']
    >>> [date.fromordinal(n).isoformat() for n in days("1447-01-05", anywhere=True)]
    ['2025-06-30', '2025-07-01']
    """
    calendar, rest = _parted(AlignedText.of(text).key.strip())
    first, dots, last = rest.partition("..")
    if dots and (first or last):
        low = _ends(first, calendar, anywhere=anywhere)[0] if first else OPEN_DAYS[0]
        high = _ends(last, calendar, anywhere=anywhere)[1] if last else OPEN_DAYS[1]
        backwards = low > high or (first and last and _ends(first, calendar)[0] > _ends(last, calendar)[1])
    else:
        low, high = _ends(rest, calendar, anywhere=anywhere)
        backwards = False
    if backwards:
        raise NoValue(Sentence("the range ends before it begins"))
    return low, high


def _ends(text: str, calendar: str, *, anywhere: bool = False) -> tuple[int, int]:
    one = date_in(text, calendar)
    first, last = one.anywhere if anywhere else (one.first, one.last)
    return first.toordinal(), last.toordinal()


def mended(text: str) -> str:
    """A date or range that does not parse as it was probably meant: "" where nothing tells.

    >>> mended("1404-13"), mended("۳۱-۰۷-۱۴۰۴"), mended("1404-09..1404-05"), mended("1404-25.."), mended("دیروز")
    ('1404-12', '1404-07-30', '1404-05..1404-09', '1404-12..', '')
    >>> mended("۳۱ مهر ۱۴۰۴")
    '1404-07-30'
    """
    calendar, rest = _parted(AlignedText.of(text).key.strip())
    given = rest.split("..")[:2]
    parts = [_mended(part, calendar) for part in given]
    if not any(parts) or any(part and not better for part, better in zip(given, parts, strict=True)):
        return ""
    prefix = f"{calendar}:" if calendar else ""
    return prefix + "..".join(sorted(parts) if all(parts) else parts)


def _mended(text: str, calendar: str) -> str:
    """One day, month or year with its parts in order and within their bounds."""
    named = figured(text)
    calendar, text = named if named else (calendar, text)
    numbers = [int(number) for number in re.findall(r"\d+", text)][:3]
    if numbers and numbers[0] < 1000 <= numbers[-1]:
        numbers.reverse()
    if not numbers or not 1000 <= numbers[0] <= 9999:
        return ""
    year, months, rest = numbers[0], numbers[1:2], numbers[2:]
    month = [min(12, max(1, number)) for number in months]
    shown = "-".join([f"{year:04}", *(f"{number:02}" for number in month)])
    for number in range(min(31, max(1, rest[0])), 27, -1) if rest else ():
        if _is_date(f"{shown}-{number:02}", calendar):
            return f"{shown}-{number:02}"
    shown += f"-{max(1, rest[0]):02}" if rest else ""
    return shown if _is_date(shown, calendar) else ""


def _is_date(text: str, calendar: str) -> bool:
    try:
        date_in(text, calendar)
    except NoValue:
        return False
    return True
