"""From what a pattern matched to the value of a DATE."""

from datetime import date
from typing import Any

from extractors.dates import calendars

type Value = dict[str, Any]
_UNIT_NAMES = {"D": "day", "W": "week", "M": "month", "Y": "year"}


_TODAY_OR_SO = date(2025, 6, 1)
"""Where no publication date is known, a year of two digits is of our time."""


def year_of(calendar: str, when: date) -> int | None:
    """The year of a Gregorian day in a calendar; None outside the calendar's range."""
    try:
        return calendars.parts(calendar, when)[0]
    except (ValueError, OverflowError):
        return None


def full_year(digits: str, calendar: str, published: date | None) -> int:
    """A year of two digits: the last that was at the publication date (or 1404, 2025), or one of the next few.

    >>> full_year("99", "jalali", None), full_year("1404", "jalali", None), full_year("05", "jalali", None)
    (1399, 1404, 1405)
    >>> full_year("41", "jalali", date(2016, 6, 15)), full_year("73", "gregorian", None)
    (1341, 1973)
    """
    year = int(digits)
    if len(digits) > len("99"):
        return year
    now = year_of(calendar, published or _TODAY_OR_SO) or year_of(calendar, _TODAY_OR_SO) or year
    year += now // 100 * 100
    return year if year <= now + _AHEAD else year - 100


_AHEAD = 15


def day_of(calendar: str, day: str) -> str:
    """A Gregorian day as a calendar has it.

    >>> day_of("jalali", "2025-11-21")
    '1404-08-30'
    """
    year, month, number = calendars.parts(calendar, date.fromisoformat(day))
    return f"{year:04}-{month:02}-{number:02}"


def calendar_of_year(year: int, language: str) -> str:
    """The calendar that a bare year is in.

    >>> calendar_of_year(1404, "fa"), calendar_of_year(1436, "ar"), calendar_of_year(2015, "fa")
    ('jalali', 'hijri', 'gregorian')
    """
    if year >= 1600:
        return "gregorian"
    return "hijri" if language == "ar" or year > 1430 else "jalali"


def nearest_year(calendar: str, month: int, number: int, published: date, leaning: str = "") -> int | None:
    """The year that puts a day and month closest to the publication date; None outside the calendar's range.

    ``leaning`` is "past" or "future" where the sentence says on which side the day lies.

    >>> today = date(2025, 12, 10)
    >>> nearest_year("gregorian", 3, 10, today), nearest_year("gregorian", 3, 10, today, "past")
    (2026, 2025)
    """
    year = year_of(calendar, published)
    if year is None:
        return None
    days = {y: calendars.day(calendar, y, month, number) for y in (year - 1, year, year + 1)}
    away = {y: (d - published).days for y, d in days.items() if d}
    allowed = {y: d for y, d in away.items() if is_allowed(leaning, d, d)} or away
    return min(allowed, key=lambda y: abs(allowed[y])) if allowed else None


def is_allowed(leaning: str, first: int, last: int) -> bool:
    """Whether days that begin ``first`` and end ``last`` days after the publication date fit a tense.

    >>> is_allowed("past", -3, 26), is_allowed("past", 5, 34), is_allowed("future", -29, 0), is_allowed("", 5, 34)
    (True, False, True, True)
    """
    least, most = _ALLOWED[leaning]
    return least <= last and first <= most


def year_of_month(calendar: str, month: int, published: date, leaning: str = "", *, last: int = 0) -> int | None:
    """The year that puts a month, or months up to ``last``, closest to the publication date, of those a tense allows.

    The month in which it was published has begun, so that a verb of the past may be of it.

    >>> [year_of_month("gregorian", month, date(2025, 11, 4), "past") for month in (11, 12)]
    [2025, 2024]
    """
    year = year_of(calendar, published)
    away: dict[int, tuple[int, int]] = {}
    for y in (year - 1, year, year + 1) if year else ():
        begin, end = calendars.interval(calendar, y, month), calendars.interval(calendar, y, last or month)
        if begin and end:
            away[y] = (begin[0] - published).days, (end[1] - published).days
    allowed = {y: days for y, days in away.items() if is_allowed(leaning, *days)} or away
    return min(allowed, key=lambda y: abs(sum(allowed[y]))) if allowed else None


_ALLOWED = {"": (-1000, 1000), "past": (-1000, 1), "future": (-3, 1000)}
"""Days from the publication date that a tense allows; an article may come out some days after it was written."""


def year_of_weekday(calendar: str, month: int, number: int, weekday: int, published: date) -> int | None:
    """The year around the publication date in which a day is such a weekday; None where the nearest is close by anyway.

    >>> today = date(2025, 12, 10)
    >>> year_of_weekday("gregorian", 3, 10, 0, today), year_of_weekday("gregorian", 12, 1, 4, today)
    (2025, None)
    """
    year = year_of(calendar, published)
    days = {} if year is None else {y: calendars.day(calendar, y, month, number) for y in (year - 1, year, year + 1)}
    away = {y: abs((d - published).days) for y, d in days.items() if d}
    if not away or min(away.values()) <= _CLOSE:
        return None
    fitting = [y for y, d in days.items() if d and d.weekday() == weekday]
    return fitting[0] if len(fitting) == 1 else None


_CLOSE = 60


def year_within(calendar: str, other: str, year: int, month: int, number: int) -> int | None:
    """The year of a calendar in which a day and month lie in a year of another calendar («شوال 2001»).

    >>> year_within("jalali", "gregorian", 2002, 6, 3), year_within("hijri", "gregorian", 2001, 10, 1)
    (1381, 1422)
    """
    middle = calendars.day(other, year, 6, 15)
    about = year_of(calendar, middle) if middle else None
    for candidate in () if about is None else (about, about - 1, about + 1):
        there = calendars.day(calendar, candidate, month, number)
        if there and year_of(other, there) == year:
            return candidate
    return None


IN_TEXT = {"same": 0, "following": 1, "preceding": -1}
"""Words for a year that the text named before, or one beside it → how far from it."""


def which_year(which: str, calendar: str, month: int, number: int, published: date) -> int | None:
    """The year that a word beside a month names; None outside the calendar's range.

    >>> which_year("past", "gregorian", 5, 1, date(2025, 3, 1)), which_year("this", "jalali", 1, 16, date(2008, 3, 23))
    (2024, 1387)
    """
    year = year_of(calendar, published)
    if which in IN_TEXT:
        return None
    if year is None or which == "this":
        return year
    if which in ("last", "next"):
        return year + (1 if which == "next" else -1)
    if which in ("after", "before"):
        nearer = which_year("coming" if which == "after" else "past", calendar, month, number, published)
        return None if nearer is None else nearer + (1 if which == "after" else -1)
    there = calendars.day(calendar, year, month, number)
    if there is None:
        return year
    if which == "past":
        return year if there < published else year - 1
    return year if there > published else year + 1


def day_value(
    calendar: str, year: int | None, month: int, number: int, published: date | None, leaning: str = ""
) -> Value | None:
    """The value of a day; without a year it is resolved by the publication date, else it keeps ``--MM-DD``.

    >>> day_value("jalali", 1404, 9, 14, None)["start"]
    '2025-12-05'
    """
    if year is None:
        if published is None:
            known = calendars.day(calendar, {"jalali": 1399, "hijri": 1436, "gregorian": 2024}[calendar], month, number)
            return {"calendar": calendar, "value": f"--{month:02}-{number:02}", "precision": "day"} if known else None
        year = nearest_year(calendar, month, number, published, leaning)
    when = calendars.day(calendar, year, month, number) if year else None
    if when is None:
        return None
    return span_value(calendar, f"{year:04}-{month:02}-{number:02}", when, when, "day")


def span_value(calendar: str, value: str, start: date, end: date, precision: str) -> Value:
    """A value with its Gregorian days, both included."""
    return {
        "calendar": calendar,
        "value": value,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "precision": precision,
    }


def month_value(calendar: str, year: int | None, month: int, published: date | None, leaning: str = "") -> Value | None:
    """The value of a month, of the nearest year where it names none."""
    if year is None:
        if published is None:
            return {"calendar": calendar, "value": f"--{month:02}", "precision": "month"}
        year = year_of_month(calendar, month, published, leaning)
    span = calendars.interval(calendar, year, month) if year else None
    return span_value(calendar, f"{year:04}-{month:02}", *span, "month") if span else None


def year_value(calendar: str, year: int, until: int | None = None) -> Value | None:
    """The value of a year, or of the years up to another."""
    first, last = calendars.interval(calendar, year), calendars.interval(calendar, until or year)
    if first is None or last is None or last[1] < first[0]:
        return None
    name = f"{year:04}/{until:04}" if until else f"{year:04}"
    return span_value(calendar, name, first[0], last[1], "year")


def relative_value(calendar: str, unit: str, offset: int, published: date | None) -> Value | None:
    """The value of a deictic word; only how long it is where nothing anchors it.

    >>> relative_value("jalali", "day", -1, None)
    {'calendar': 'jalali', 'duration': 'P1D', 'precision': 'day', 'relative': True}
    """
    if published is None:
        length = f"P1{unit[0].upper()}"
        return {"calendar": calendar, "duration": length, "precision": unit, "relative": True}
    span = calendars.shifted(calendar, published, unit, offset)
    if span is None:
        return None
    year, month, number = calendars.parts(calendar, span[0])
    name = {"year": f"{year:04}", "month": f"{year:04}-{month:02}"}.get(unit, f"{year:04}-{month:02}-{number:02}")
    return {**span_value(calendar, name, *span, unit), "relative": True}


def iso_duration(unit: str, number: int) -> str:
    """ISO 8601: ``P1M``, ``P2D``, ``PT3H``."""
    return f"PT{number}{unit[1]}" if unit.startswith("T") else f"P{number}{unit}"


def unknown_duration(unit: str) -> str:
    """A length of a unit of which nobody says how many.

    >>> unknown_duration("Y"), unknown_duration("TH")
    ('PXY', 'PTXH')
    """
    return f"PTX{unit[1:]}" if unit.startswith("T") else f"PX{unit}"


def duration_value(calendar: str, unit: str, number: int, side: str, published: date | None) -> Value:
    """A duration; ``side`` is "future", "past", "ago" or "" and anchors it to the publication date.

    What lies so long ago is one day, month or year, as its unit says; the others reach from there to that date.
    Months and years are counted in ``calendar``; the days that come out are Gregorian, as the value says.
    """
    value: Value = {"calendar": "gregorian", "duration": iso_duration(unit, number)}
    if side not in ("future", "past", "ago") or published is None or unit.startswith("T"):
        return value
    if side == "ago":
        span = calendars.shifted(calendar, published, _UNIT_NAMES[unit], -number)
        if span is None:
            return value
        days = {"start": span[0].isoformat(), "end": span[1].isoformat(), "precision": _UNIT_NAMES[unit]}
        return {**value, "calendar": calendar, **days, "relative": True}
    there = calendars.moved(calendar, published, unit, number if side == "future" else -number)
    if there is None:
        return value
    start, end = sorted((there, published))
    days = {"start": start.isoformat(), "end": end.isoformat(), "precision": "day"}
    return {**value, **days, "relative": True}
