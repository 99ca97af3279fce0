"""The three calendars as intervals of Gregorian days. persiantools and hijridate (Umm al-Qura) do the arithmetic."""

from calendar import monthrange
from datetime import date, timedelta

from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

YEARS = {"jalali": range(1, 1500), "hijri": range(1, 1501), "gregorian": range(1, 2200)}
"""Years that a text may mean where it says the calendar."""
PLAUSIBLE = {"jalali": range(1200, 1500), "hijri": range(1200, 1501), "gregorian": range(1600, 2200)}
"""Years that are taken for years where it does not."""
_UMM_AL_QURA = range(1343, 1501)
_MOST_DAYS = 30
"""Of a lunar month. Where the moon was seen late a month has thirty days that Umm al-Qura gives twenty-nine."""
_HIJRI_EPOCH = 227014
"""The day before 1 Muharram 1 (16 July 622, Julian), as a proleptic Gregorian ordinal."""


def _hijri_day(year: int, month: int, number: int) -> date:
    """Umm al-Qura where it is known, else the tabular calendar, which may be a day off.

    Reingold and Dershowitz, "Calendrical Calculations", chapter 7.

    >>> _hijri_day(1436, 10, 13), _hijri_day(61, 1, 10)
    (datetime.date(2015, 7, 29), datetime.date(680, 10, 13))
    """
    if year in _UMM_AL_QURA:
        late = number == _MOST_DAYS > _month_length("hijri", year, month)
        return date(*Hijri(year, month, number - late).to_gregorian().datetuple()) + timedelta(days=late)
    if not 1 <= month <= 12 or not 1 <= number <= _month_length("hijri", year, month):
        raise ValueError("there is no such day")
    before = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return date.fromordinal(_HIJRI_EPOCH + before + number)


def _month_length(calendar: str, year: int, month: int) -> int:
    if calendar == "jalali":
        return int(JalaliDate.days_in_month(month, year))
    if calendar == "gregorian":
        return monthrange(year, month)[1]
    if year in _UMM_AL_QURA:
        return int(Hijri(year, month, 1).month_length())
    return 30 if month % 2 or (month == 12 and (14 + 11 * year) % 30 < 11) else 29


def _jalali_day(year: int, month: int, number: int) -> date:
    there: date = JalaliDate(year, month, number).to_gregorian()  # type: ignore[no-untyped-call]
    return there


def day(calendar: str, year: int, month: int, number: int) -> date | None:
    """The Gregorian day, or None where the calendar has no such day.

    >>> day("jalali", 1404, 9, 14), day("jalali", 1404, 7, 31)
    (datetime.date(2025, 12, 5), None)
    """
    try:
        if year not in YEARS[calendar]:
            return None
        if calendar == "jalali":
            return _jalali_day(year, month, number)
        return _hijri_day(year, month, number) if calendar == "hijri" else date(year, month, number)
    except (ValueError, OverflowError):
        return None


def interval(calendar: str, year: int, month: int | None = None) -> tuple[date, date] | None:
    """First and last Gregorian day of a year or a month of a calendar; None where there is none.

    >>> interval("jalali", 1404)
    (datetime.date(2025, 3, 21), datetime.date(2026, 3, 20))
    """
    if month is not None and not 1 <= month <= 12:
        return None
    first = day(calendar, year, month or 1, 1)
    if first is None:
        return None
    last_month = month or 12
    last = day(calendar, year, last_month, _month_length(calendar, year, last_month))
    return (first, last) if last else None


def parts(calendar: str, when: date) -> tuple[int, int, int]:
    """Year, month and day of a Gregorian day in a calendar; raises ValueError or OverflowError outside its range."""
    if calendar == "jalali":
        jalali = JalaliDate.to_jalali(when)  # type: ignore[no-untyped-call]
        return jalali.year, jalali.month, jalali.day
    if calendar == "hijri":
        return _hijri_parts(when)
    return when.year, when.month, when.day


def _hijri_parts(when: date) -> tuple[int, int, int]:
    """What ``_hijri_day`` makes the day of.

    >>> _hijri_parts(date(2015, 7, 29)), _hijri_parts(date(680, 10, 13)), _hijri_parts(date(1924, 7, 31))[:2]
    ((1436, 10, 13), (61, 1, 10), (1342, 12))
    """
    try:
        return Gregorian(when.year, when.month, when.day).to_hijri().datetuple()
    except OverflowError:  # before or after the years that Umm al-Qura is known of
        since = when.toordinal() - _HIJRI_EPOCH - 1
        year, month = (30 * since + 10646) // 10631, 1
        if year < 1:
            raise
        while month < 12 and _hijri_day(year, month + 1, 1) <= when:
            month += 1
        return year, month, (when - _hijri_day(year, month, 1)).days + 1


def shifted(calendar: str, when: date, unit: str, offset: int) -> tuple[date, date] | None:
    """The day, week, month or year that lies ``offset`` units from the one of ``when``.

    Weeks begin on Saturday in the Jalali and Hijri calendars and on Monday in the Gregorian one.
    """
    try:
        if unit == "day":
            there = when + timedelta(days=offset)
            return there, there
        if unit == "week":
            first = 0 if calendar == "gregorian" else 5
            start = when - timedelta(days=(when.weekday() - first) % 7) + timedelta(weeks=offset)
            return start, start + timedelta(days=6)
        year, month, _ = parts(calendar, when)
        if unit == "year":
            return interval(calendar, year + offset)
        months = year * 12 + month - 1 + offset
        return interval(calendar, months // 12, months % 12 + 1)
    except (ValueError, OverflowError):
        return None


def moved(calendar: str, when: date, unit: str, number: int) -> date | None:
    """The day that lies ``number`` days (D), weeks (W), months (M) or years (Y) from ``when``."""
    try:
        if unit in "DW":
            return when + timedelta(days=number * (7 if unit == "W" else 1))
        year, month, number_of_day = parts(calendar, when)
        months = year * 12 + month - 1 + number * (12 if unit == "Y" else 1)
        year, month = months // 12, months % 12 + 1
        return day(calendar, year, month, min(number_of_day, _month_length(calendar, year, month)))
    except (ValueError, OverflowError):
        return None
