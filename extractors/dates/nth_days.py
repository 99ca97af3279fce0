"""Days that are counted within a month: «ثالث ثلاثاء من أيلول 2014», «آخرین جمعه ماه رمضان»."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from extractors.dates import calendars, grammar, lexis, moons, reading, resolve
from extractors.dates.grammar import GAP, NO_MORE, SPACE
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope
from extractors.dates.tense import leaning
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
    """The month or year of it: named, by number, or the one that a word points to."""
    shown = rf"(?P<shown>{of('relative_dates', language, unit='month')}){END}"
    figure = rf"(?P<figure>0?[1-9]|1[0-2])(?!\d)|(?P<word>{kind('month_number', language)}){END}"
    own_year = rf"(?:{grammar.year_names(language)}{GAP})(?P<own_year>(?:19|20)\d\d){NO_MORE}"
    number = rf"(?:شهر|الشهر){SPACE}(?:{figure})(?:{SPACE}(?:(?:من|فی){SPACE})?{own_year})?"
    joint = rf"(?:{SPACE}(?:من|فی|از|در){SPACE}|{SPACE}ب?|{SPACE}ل)"
    named = rf"(?:{kind('month_named', language)}{SPACE}(?:مبارک{SPACE})?)?{grammar.named_month(language)}"
    year = rf"(?P<of_year>سال|عام|سنه|العام|السنه)(?:{SPACE}(?P<in_year>\d{{4}}){NO_MORE}|{END})"
    every = rf"(?P<every>(?:هر|کل){SPACE}(?:ماه|شهر|هفته|اسبوع)){END}"
    return rf"{joint}(?:{every}|{shown}|{number}|{year}|{named})"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    before = rf"(?P<before>{kind('nth_before', language)}){SPACE}"
    after = rf"{SPACE}(?P<after>{kind('nth_after', language)}){END}"
    day = _which_day(language)
    again = day.replace("<weekday>", "<weekday2>").replace("<any>", "<any2>")
    return re.compile(rf"{GLUED}(?:{before}(?:{day}){END}|(?:{again}){after}){_month(language)}")


def nth_days(scope: Scope) -> Iterator[Found]:
    """The first, second or last such day of a month or year; of every month it is a set."""
    for match in scope.find(_pattern(scope.language), "month", "shown", "year", "unit"):
        if match["every"]:
            value = {"calendar": scope.calendar, "duration": "P1M", "set": True}
            yield reading.mention(scope, match.start(), match.end(), value, 0.75)
            continue
        nth = lexis.values("nth_before" if match["before"] else "nth_after")[flat(match["before"] or match["after"])]
        stretch = _of_month(match, scope, int(nth)) if match["month"] else _stretch(match, scope)
        day = _counted(stretch, _weekday_of(match), int(nth)) if stretch else None
        if stretch is None or day is None:
            continue
        value = resolve.span_value(stretch.calendar, stretch.name_of(day), day, day, "day")
        if match["shown"]:
            value["relative"] = True
        yield reading.mention(scope, match.start(), stretch.ends_at, value, 0.85)


class _Stretch(NamedTuple):
    """The month or year in which days are counted; ``ends_at`` is where the mention ends."""

    calendar: str
    name: str
    first: date
    last: date
    ends_at: int

    def name_of(self, day: date) -> str:
        """A day of it in its calendar; a month may have begun on another day than its calendar knows."""
        if self.name.count("-") == 1:
            return f"{self.name}-{(day - self.first).days + 1:02}"
        year, month, number = calendars.parts(self.calendar, day)
        return f"{year:04}-{month:02}-{number:02}"


def _weekday_of(match: Match) -> int | None:
    """The weekday that is counted; None where every day is."""
    name = flat(match["weekday"] or match["weekday2"] or "")
    if not name:
        return None
    own = lexis.weekdays().get(name)
    return int(lexis.values("bare_weekday")[name]) if own is None else own


def _counted(stretch: _Stretch, weekday: int | None, nth: int) -> date | None:
    """The nth day of a stretch, or the last of them where it is negative."""
    days = [stretch.first + timedelta(days=n) for n in range((stretch.last - stretch.first).days + 1)]
    fitting = [day for day in days if weekday is None or day.weekday() == weekday]
    if nth > len(fitting):
        return None
    return fitting[nth - 1] if nth > 0 else fitting[-1]


def _of_month(match: Match, scope: Scope, nth: int) -> _Stretch | None:
    """The named month; without a year that whose counted day is nearest to the publication date and fits the tense."""
    year = reading.year_of(match, scope)
    calendar, month = reading.month_of(match, scope)
    if not year.known:
        return None
    around = resolve.year_of(calendar, scope.published) if scope.published and year.number is None else None
    if around is None or scope.published is None:
        return _seen(scope, resolve.month_value(calendar, year.number, month, scope.published), year.end)
    lean = leaning(scope, match.start(), match.end())
    away: dict[int, _Stretch] = {}
    for number in (around - 1, around, around + 1):
        stretch = _seen(scope, resolve.month_value(calendar, number, month, None), year.end)
        day = _counted(stretch, _weekday_of(match), nth) if stretch else None
        if stretch and day:
            away[(day - scope.published).days] = stretch
    allowed = [days for days in away if resolve.is_allowed(lean, days, days)] or list(away)
    return away[min(allowed, key=abs)] if allowed else None


def _seen(scope: Scope, value: dict[str, Any] | None, end: int) -> _Stretch | None:
    """A month by Iran's moon in a Persian text."""
    return _of(moons.as_seen(value) if value and scope.language == "fa" else value, end)


def _stretch(match: Match, scope: Scope) -> _Stretch | None:
    """The year, or month that no name tells, of a match; None where its days are not known."""
    if match["of_year"]:
        return _of(_year(match, scope), match.end())
    if match["shown"]:
        offset = lexis.relatives()[flat(match["shown"])][1]
        shown = resolve.relative_value(scope.calendar, "month", offset, scope.published) if scope.published else None
        return _of(shown, match.end())
    number = int(match["figure"] or lexis.values("month_number")[flat(match["word"])])
    own = int(match["own_year"]) if match["own_year"] else None
    return _of(resolve.month_value("gregorian", own, number, scope.published), match.end())


def _year(match: Match, scope: Scope) -> dict[str, Any] | None:
    if match["in_year"]:
        year = int(match["in_year"])
        return resolve.year_value(resolve.calendar_of_year(year, scope.language), year)
    return resolve.relative_value(scope.calendar, "year", 0, scope.published) if scope.published else None


def _of(value: dict[str, Any] | None, end: int) -> _Stretch | None:
    if value is None or "start" not in value:
        return None
    first, last = (date.fromisoformat(value[side]) for side in ("start", "end"))
    return _Stretch(value["calendar"], value["value"], first, last, end)


RULES = (nth_days,)
