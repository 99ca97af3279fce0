"""What finds that stand beside each other say of each other: a time on a day, a weekday that a date explains."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from extractors.dates import lexis, resolve
from extractors.dates.lexis import kind, of
from extractors.patterns import flat
from extractors.protocols import Found

_TO_TIME = re.compile(r"[\s،,|()\[\]\u2013\u2014-]{0,4}(?:(?:در|فی|عند|علی|راس|تمام|حدود|حوالی|نحو|بعد|ان|من)\s){0,3}")
_TO_DAY = re.compile(
    r"\s?[،,)\u2013\u2014-]?\s?(?:(?:روز|یوم|من|فی|در|تاریخ|بتاریخ|مورخ|مورخه|"
    r"صباحا?|مساء|بامداد|صبح|عصرا?|شب|بعد ظهر|بعد|ظهرا?|فجرا?|لیلا?)\s){0,3}"
)
"""What may stand between a day and the time on it, whichever comes first."""


def with_times(key: str, found: Sequence[Found]) -> list[Found]:
    """The finds, where a time beside a day has become part of the day's value; a time before it also of its span."""
    out: list[Found] = []
    for item in found:
        last = out[-1] if out else None
        if last is None or not _are_beside(key, last, item):
            out.append(item)
            continue
        day, time = (last, item) if _is_time(item) else (item, last)
        out[-1] = replace(day, start=min(day.start, time.start), value={**day.value, "time": time.value["time"]})
    return out


def _is_time(item: Found) -> bool:
    return item.value.get("precision") == "time"


def _are_beside(key: str, first: Found, second: Found) -> bool:
    """Whether one is a day without a time and the other a time on it."""
    between = key[first.end : second.start]
    if " :" in key[first.start : second.end]:
        return False  # the tokens of a corpus
    if _is_time(second):
        return first.value.get("precision") == "day" and "time" not in first.value and bool(_TO_TIME.fullmatch(between))
    return _is_time(first) and second.value.get("precision") == "day" and bool(_TO_DAY.fullmatch(between))


def with_weekdays(key: str, found: Sequence[Found], language: str) -> list[Found]:
    """The finds, where a weekday before the date that it belongs to is that day.

    «يوم الأحد الموافق 28/11/2021», and also the first of «الأحد والاثنين 5 و6 أكتوبر».
    """
    out = list(found)
    for at, (item, following) in enumerate(pairwise(found)):
        joint = key[item.end : following.start]
        days = item.value.get("precision") == following.value.get("precision") == "day"
        name = _weekday(language).search(key, item.start, item.end)
        if not (days and name and item.value.get("relative") and "start" in following.value):
            continue
        first, last = (date.fromisoformat(following.value[side]) for side in ("start", "end"))
        day = first + timedelta(days=(lexis.weekdays()[flat(name.group())] - first.weekday()) % 7)
        explained = _equals(language).fullmatch(joint) or (first < last and _WEEKDAY_LIST.fullmatch(joint))
        if explained and day <= last and not following.value.get("relative"):
            known = resolve.day_value("gregorian", day.year, day.month, day.day, None)
            out[at] = replace(item, value={**(known or {}), "relative": True}, score=max(item.score, following.score))
    return out


_WEEKDAY_LIST = re.compile(r"\s?و\s?")


@cache
def _weekday(language: str) -> re.Pattern[str]:
    return re.compile(of("weekdays", language))


@cache
def _equals(language: str) -> re.Pattern[str]:
    return re.compile(rf"\s?[،,(-]?\s?(?:{kind('equals', language)})?\s?(?:ل|لـ)?\s?[(:]?\s?")


def with_years(key: str, found: Sequence[Found], language: str) -> list[Found]:
    """The finds, where a day or month without a year has the year that stands beside it.

    It is the year of the next in a list («فروردین و اردیبهشت ۱۴۰۳»), or that of the other calendar's day that the text
    says it is («اول شوال مصادف با ۱۱ فروردین ۱۴۰۴»).
    """
    out = list(found)
    for at in range(len(out) - 2, -1, -1):
        one, other = out[at], out[at + 1]
        joint = key[one.end : other.start]
        years = [bool(_YEAR.search(key[item.start : item.end])) for item in (one, other)]
        if _are_days(one, other) and _equals(language).fullmatch(joint):
            if years == [False, True]:
                out[at] = _near(one, other)
            elif years == [True, False]:
                out[at + 1] = _near(other, one)
        elif years[0] is False and years[1] and _AND.fullmatch(joint):
            out[at] = _in_year_of(one, other)
    return out


_YEAR = re.compile(r"\d{3}")
_AND = re.compile(r"\s?[،,]?\s?(?:و\s?)?(?:فی\s|در\s)?")


def _in_year_of(item: Found, other: Found) -> Found:
    """A day or month of a list in the year of the next one; as it is where the two are of other kinds."""
    one, two = item.value, other.value
    kinds = {(v.get("calendar"), v.get("precision"), bool(v.get("relative"))) for v in (one, two)}
    mine, theirs = (_PARTS.fullmatch(str(v.get("value", ""))) for v in (one, two))
    if len(kinds) != 1 or not mine or not theirs or one.get("relative"):
        return item
    month = int(mine[2])
    year = int(theirs[1]) - (month >= _LATE and int(theirs[2]) <= _EARLY)
    if mine[3]:
        value = resolve.day_value(one["calendar"], year, month, int(mine[3]), None)
    else:
        value = resolve.month_value(one["calendar"], year, month, None)
    return replace(item, value={**one, **value}) if value else item


_PARTS = re.compile(r"(\d{4}|-)-(\d\d)(?:-(\d\d))?")
_LATE, _EARLY = 11, 2
"""«ديسمبر ويناير 2024» are of two years."""


def _are_days(one: Found, other: Found) -> bool:
    """Whether two finds are days of two calendars that no word tells from today."""
    both = (one.value, other.value)
    whole = all(v.get("precision") == "day" and "start" in v and not v.get("relative") for v in both)
    return whole and one.value["calendar"] != other.value["calendar"]


def _near(item: Found, other: Found) -> Found:
    """A day in the year that puts it on another day, or as it is where none does."""
    day = date.fromisoformat(other.value["start"])
    match = _DAY.fullmatch(item.value["value"])
    if match is None:
        return item
    calendar, month, number = item.value["calendar"], int(match[1]), int(match[2])
    year = resolve.nearest_year(calendar, month, number, day)
    value = resolve.day_value(calendar, year, month, number, None) if year else None
    if value is None or abs((date.fromisoformat(value["start"]) - day).days) > 1:
        return item
    return replace(item, value={**item.value, **value})


_DAY = re.compile(r"\d{4}-(\d\d)-(\d\d)")
