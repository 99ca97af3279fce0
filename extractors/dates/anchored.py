"""Days and months of a year or month that the text named before: «في 9 أغسطس من العام نفسه», «بیستم همان ماه»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from extractors.dates import grammar, lexis, reading, resolve
from extractors.dates.grammar import SPACE
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope
from extractors.patterns import END, flat
from extractors.protocols import Found

_REACH = 400
"""Characters between a date and the one whose year it has."""
_WHOLE = re.compile(r"(?:.*/)?(\d{4})(?:-(\d\d))?(?:-\d\d)?")
_OPEN = re.compile(r"--(\d\d)(?:-(\d\d))?")


def in_named_years(scope: Scope, found: Sequence[Found]) -> list[Found]:
    """The finds, where a day or month of «the same year» or «the next» has the year of the date before it.

    Where no date before it has one, its year stays open. Days of «the same month» are found here.
    """
    out: list[Found] = []
    for item in sorted([*found, *_days_of_named_months(scope, found)], key=lambda one: (one.start, -one.end)):
        if out and item.start < out[-1].end:
            continue  # «الشهر نفسه» inside of its day
        out.append(_in_year(scope, item, out))
    return out


def after_named_days(scope: Scope, found: Sequence[Found]) -> list[Found]:
    """The finds, where «دو ماه بعد» behind a date of its sentence is a length from that one, not from the text's."""
    out: list[Found] = []
    for item in found:
        later = scope.language == "fa" and "duration" in item.value and _LATER.search(scope.key, item.start, item.end)
        if later and out and _is_named(scope, out[-1], item):
            length = {name: item.value[name] for name in ("calendar", "duration")}
            item = replace(item, value=length)
        out.append(item)
    return out


def _is_named(scope: Scope, before: Found, item: Found) -> bool:
    """Whether the date before says its year by itself, in the same sentence."""
    known = _WHOLE.fullmatch(str(before.value.get("value", ""))) and not before.value.get("relative")
    return bool(known) and not _SENTENCE.search(scope.key, before.end, item.start)


_LATER = re.compile(r"\sبعد\Z")
_SENTENCE = re.compile(r"[.!؟?\n]")


def _in_year(scope: Scope, item: Found, before: Sequence[Found]) -> Found:
    open_one = _OPEN.fullmatch(str(item.value.get("value", "")))
    which = _which(scope.language).search(scope.key, item.start, item.end) if open_one else None
    if not open_one or not which:
        return item
    calendar, month, day = item.value["calendar"], int(open_one[1]), open_one[2]
    named = _last(before, item, calendar)
    if named is None:
        return item
    year = int(named[1]) + resolve.IN_TEXT[lexis.year_words()[flat(which["which"])]]
    known = (
        resolve.day_value(calendar, year, month, int(day), None)
        if day
        else resolve.month_value(calendar, year, month, None)
    )
    return replace(item, value={**item.value, **known}) if known else item


def _last(before: Sequence[Found], item: Found, calendar: str) -> re.Match[str] | None:
    """The value of the last date before a find that says a year of the calendar by itself."""
    for one in reversed(before):
        if item.start - one.end > _REACH:
            return None
        value = one.value
        match = _WHOLE.fullmatch(str(value.get("value", "")))
        if match and value.get("calendar") == calendar and not value.get("relative"):
            return match
    return None


@cache
def _which(language: str) -> re.Pattern[str]:
    words = "|".join(of("month_years", language, year=year) for year in resolve.IN_TEXT)
    return re.compile(rf"(?P<which>{words})\s?\Z")


@cache
def _same_month(language: str) -> re.Pattern[str]:
    day = grammar.day_of_month("day", language)
    return re.compile(rf"{day}(?:{SPACE}(?:من|از))?{SPACE}{kind('same_month', language)}{END}")


_OF_IT = re.compile(r"\sمنه(?!\w)")


@cache
def _day_of_it() -> re.Pattern[str]:
    """«وحتى 20 منه», «في الثاني عشر منه»: after a date, a day of its month."""
    at = r"(?<!\w)[وف]?(?:فی|حتی|الی|یوم|بتاریخ|من)\s"
    return re.compile(rf"{at}{grammar.day_of_month('day', 'ar')}{SPACE}منه{END}")


def _days_of_named_months(scope: Scope, found: Sequence[Found]) -> Iterator[Found]:
    """A day of «the same month», where a date before it has a month."""
    of_it = _OF_IT.search(scope.key) if scope.language == "ar" else None
    days = _day_of_it().finditer(scope.key) if of_it else ()
    for match in chain(scope.find(_same_month(scope.language), "unit", "shown"), days):
        before = [item for item in found if item.end <= match.start()]
        item = Found("DATE", match.start("day"), match.end(), {}, 0.85)
        named = next((m for c in ("gregorian", "jalali", "hijri") if (m := _last(before[-1:], item, c)) and m[2]), None)
        if named:
            calendar, number = before[-1].value["calendar"], reading.number_of(match["day"])
            value = resolve.day_value(calendar, int(named[1]), int(named[2]), number, None)
            if value:
                yield replace(item, value=value)
