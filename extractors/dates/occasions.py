"""Days that have a name, and years that only their neighbours show to be years."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from extractors.dates import grammar, lexis, resolve
from extractors.dates.calendars import PLAUSIBLE
from extractors.dates.grammar import SPACE
from extractors.dates.lexis import of
from extractors.dates.scope import Scope, found
from extractors.patterns import END, GLUED, flat
from extractors.protocols import Found

_YEAR = r"1[2-4]\d\d|1[6-9]\d\d|20\d\d"


@cache
def _named(language: str) -> re.Pattern[str]:
    return re.compile(rf"{GLUED}(?P<name>{of('named_days', language)}){END}{grammar.year_after(language)}")


def named(scope: Scope) -> Iterator[Found]:
    """«عید فطر», «شب یلدا», «نوروز ۱۴۰۰», «عيد الأضحى»: of the year that is said, else of the nearest."""
    for match in scope.find(_named(scope.language)):
        calendar, month, first, last = lexis.named_days()[flat(match["name"])]
        year = _year_of(match, calendar, month, first, scope)
        start = resolve.day_value(calendar, year, month, first, scope.published)
        end = resolve.day_value(calendar, year, month, last, scope.published)
        if start is None or end is None:
            continue
        value = dict(start)
        if last > first:
            value["value"] = f"{start['value']}/{end['value']}"
            if "end" in end:
                value["end"] = end["end"]
        yield from found(match, value, 0.75)


def _year_of(match: re.Match[str], calendar: str, month: int, day: int, scope: Scope) -> int | None:
    if match["which"] and scope.published:
        return resolve.which_year(lexis.year_words()[flat(match["which"])], calendar, month, day, scope.published)
    if not match["year"]:
        return None
    year = resolve.full_year(match["year"], calendar, scope.published)
    return year if year in PLAUSIBLE[calendar] else None


@cache
def _cued(language: str) -> re.Pattern[str]:
    """«المپیک 2016», «انتخابات ۹۶», «حرب 1948», «(1948)», «1936 - 1939»."""
    clause = r"(?=\s*(?:[.،,;:؛)\n]|$)|\s(?:فی|من|الی|علی|حتی|تا|به|در|از|و)(?!\w))"
    after = rf"{of('year_cues', language, strict='')}{SPACE}(?P<year>{_YEAR})"
    before = rf"{of('year_cues', language, strict='yes')}{SPACE}(?P<ends>{_YEAR}){clause}"
    short = rf"{of('year_cues', language, short='yes')}{SPACE}(?P<short>[5-9]\d)"
    until = rf"(?:\s?[-–]\s?(?P<last>{_YEAR}){_END})?"
    bracket = rf"\(\s?(?P<alone>{_YEAR})(?:\s?[-–]\s?(?P<last2>{_YEAR}))?\s?\)"
    both = rf"(?<![\d./:,-])(?P<from>{_YEAR})\s?[-–]\s?(?P<to>{_YEAR}){_END}"
    return re.compile(rf"{GLUED}(?:{after}|{before}|{short}){_END}{until}|{bracket}|{both}")


_END = r"(?!\d|[.,:/]\d|\s?[٪%])"


def cued_years(scope: Scope) -> Iterator[Found]:
    """A bare number that a word before it, brackets or another year make a year."""
    for match in scope.find(_cued(scope.language)):
        group = next(name for name in ("year", "ends", "short", "alone", "from") if match[name])
        digits = match[group]
        until = match["last"] or match["last2"] or match["to"]
        value = _years_value(digits, until, scope)
        if value:
            end = match.end(next((n for n in ("last", "last2", "to") if match[n]), group))
            yield Found("DATE", match.start(group), end, value, 0.65)


def _years_value(digits: str, until: str | None, scope: Scope) -> dict[str, Any] | None:
    calendar = "jalali" if len(digits) == len("99") else resolve.calendar_of_year(int(digits), scope.language)
    year = resolve.full_year(digits, calendar, scope.published)
    last = int(until) if until else None
    if year not in PLAUSIBLE[calendar] or (last and not 0 < last - year <= _LONGEST):
        return None
    return resolve.year_value(calendar, year, last)


_LONGEST = 100
RULES = (named, cued_years)
