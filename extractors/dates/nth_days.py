"""Days that are counted within a month: «ثالث ثلاثاء من أيلول 2014», «آخرین جمعه ماه رمضان»."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from extractors.dates import calendars, grammar, lexis, reading, resolve
from extractors.dates.grammar import GAP, NO_MORE, SPACE
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope
from extractors.patterns import END, GLUED, flat
from extractors.protocols import Found

type Match = re.Match[str]


def _which_day(language: str) -> str:
    """The weekday, or any day, that is counted."""
    names = of("weekdays", language)
    if language == "ar":
        names = rf"(?:{kind('bare_weekday', 'ar')}|{names})"
    return rf"(?:(?:یوم|روز){SPACE})?(?P<weekday>{names})|(?P<any>الیوم|یوم|روز)"


def _month(language: str) -> str:
    """The month of it: named, by number, or the one that a word points to."""
    shown = rf"(?P<shown>{of('relative_dates', language, unit='month')}){END}"
    number = (
        rf"(?:شهر|الشهر){SPACE}(?:(?P<figure>0?[1-9]|1[0-2])(?!\d)|(?P<word>{kind('month_number', language)}){END})"
    )
    joint = rf"(?:{SPACE}(?:من|فی|از|در){SPACE}|{SPACE}ب?|{SPACE}ل)"
    named = rf"(?:{kind('month_named', language)}{SPACE}(?:مبارک{SPACE})?)?{grammar.named_month(language)}"
    years = (
        rf"(?:{SPACE}(?:(?:من|فی){SPACE})?(?:{grammar.year_names(language)}{GAP})(?P<own_year>(?:19|20)\d\d){NO_MORE})?"
    )
    return rf"{joint}(?:{shown}|{number}{years}|{named})"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    before = rf"(?P<before>{kind('nth_before', language)}){SPACE}"
    after = rf"{SPACE}(?P<after>{kind('nth_after', language)}){END}"
    day = _which_day(language)
    again = day.replace("<weekday>", "<weekday2>").replace("<any>", "<any2>")
    return re.compile(rf"{GLUED}(?:{before}(?:{day}){END}|(?:{again}){after}){_month(language)}")


def nth_days(scope: Scope) -> Iterator[Found]:
    """The first, second or last such day of a month."""
    for match in scope.find(_pattern(scope.language), "month", "shown"):
        nth = lexis.values("nth_before" if match["before"] else "nth_after")[flat(match["before"] or match["after"])]
        month = _days_of_month(match, scope)
        if month is None:
            continue
        name, first, last, end = month
        day = _counted(first, last, _weekday_of(match), int(nth))
        if day is None:
            continue
        parts = "-".join(f"{part:02}" for part in calendars.parts(name, day))
        value = resolve.span_value(name, parts, day, day, "day")
        if match["shown"]:
            value["relative"] = True
        yield reading.mention(scope, match.start(), end, value, 0.85)


def _weekday_of(match: Match) -> int | None:
    """The weekday that is counted; None where every day is."""
    name = flat(match["weekday"] or match["weekday2"] or "")
    if not name:
        return None
    own = lexis.weekdays().get(name)
    return int(lexis.values("bare_weekday")[name]) if own is None else own


def _counted(first: date, last: date, weekday: int | None, nth: int) -> date | None:
    """The nth day from the first to the last, or the last of them where it is negative."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    fitting = [day for day in days if weekday is None or day.weekday() == weekday]
    if nth > len(fitting):
        return None
    return fitting[nth - 1] if nth > 0 else fitting[-1]


def _days_of_month(match: Match, scope: Scope) -> tuple[str, date, date, int] | None:
    """Calendar, first and last day of the month, and where the mention ends."""
    if match["month"]:
        return _named(match, scope)
    if scope.published is None and not match["own_year"]:
        return None
    if match["shown"]:
        assert scope.published is not None
        offset = lexis.relatives()[flat(match["shown"])][1]
        days = calendars.shifted(scope.calendar, scope.published, "month", offset)
        return (scope.calendar, *days, match.end()) if days else None
    number = int(match["figure"] or lexis.values("month_number")[flat(match["word"])])
    return _numbered(match, number, scope.published)


def _numbered(match: Match, number: int, published: date | None) -> tuple[str, date, date, int] | None:
    year = int(match["own_year"]) if match["own_year"] else None
    if year is None and published:
        year = resolve.nearest_year("gregorian", number, 15, published)
    if year is None:
        return None
    return "gregorian", date(year, number, 1), date(year, number, monthrange(year, number)[1]), match.end()


def _named(match: Match, scope: Scope) -> tuple[str, date, date, int] | None:
    calendar, month = reading.month_of(match)
    year = reading.year_of(match, scope, month)
    value: dict[str, Any] | None = resolve.month_value(calendar, year.number, month, scope.published)
    if not value or "start" not in value or not year.known:
        return None
    return calendar, date.fromisoformat(value["start"]), date.fromisoformat(value["end"]), year.end


RULES = (nth_days,)
