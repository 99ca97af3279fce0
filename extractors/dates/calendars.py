"""The three calendars as intervals of Gregorian days. persiantools and hijridate (Umm al-Qura) do the arithmetic."""

from calendar import monthrange
from datetime import date, timedelta

from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

JALALI_YEARS = range(1200, 1500)
HIJRI_YEARS = range(1343, 1501)
GREGORIAN_YEARS = range(1800, 2200)


def _month_length(calendar: str, year: int, month: int) -> int:
    if calendar == "jalali":
        return int(JalaliDate.days_in_month(month, year))
    if calendar == "hijri":
        return int(Hijri(year, month, 1).month_length())
    return monthrange(year, month)[1]


def _jalali_day(year: int, month: int, number: int) -> date:
    there: date = JalaliDate(year, month, number).to_gregorian()  # type: ignore[no-untyped-call]
    return there


def day(calendar: str, year: int, month: int, number: int) -> date | None:
    """The Gregorian day, or None where the calendar has no such day.

    >>> day("jalali", 1404, 9, 14), day("jalali", 1404, 7, 31)
    (datetime.date(2025, 12, 5), None)
    """
    try:
        if calendar == "jalali":
            return _jalali_day(year, month, number) if year in JALALI_YEARS else None
        if calendar == "hijri":
            return date(*Hijri(year, month, number).to_gregorian().datetuple()) if year in HIJRI_YEARS else None
        return date(year, month, number) if year in GREGORIAN_YEARS else None
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
        return Gregorian(when.year, when.month, when.day).to_hijri().datetuple()
    return when.year, when.month, when.day


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
