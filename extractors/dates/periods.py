"""Centuries, decades, seasons, quarters and halves of years."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from extractors.dates import calendars, grammar, lexis, resolve
from extractors.dates.grammar import ERA, GAP, NO_MORE, SPACE
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope, found
from extractors.numerals import value_of
from extractors.patterns import END, GLUED, JOINT, flat
from extractors.protocols import Found

type Match = re.Match[str]

_FIRST = "نخست"


def _ordinals(language: str) -> str:
    return rf"(?:{of('ordinals', language)}|{_FIRST})"


def _ordinal(word: str) -> int:
    return 1 if flat(word) == _FIRST else lexis.ordinals()[flat(word)]


def _value(calendar: str, first: int, last: int, name: str, precision: str) -> dict[str, Any] | None:
    """The days of the years from the first to the last."""
    start, end = calendars.interval(calendar, first), calendars.interval(calendar, last)
    return resolve.span_value(calendar, name, start[0], end[1], precision) if start and end else None


@cache
def _century(language: str) -> re.Pattern[str]:
    """«قرن نوزدهم میلادی», «قرن ششم و هفتم هجری», «القرن العشرين»."""
    nth = _ordinals(language)
    part = rf"(?:(?:{kind('age_part', language)}|(?:نیمه|دهه){SPACE}{nth}){SPACE})?"
    number = rf"(?P<number>{nth})(?:{GAP}و{GAP}(?P<until>{nth}))?{END}{ERA}"
    which = rf"(?P<which>{kind('age_which', language)}){END}"
    return re.compile(rf"{GLUED}{part}(?:قرن|سده|القرن){JOINT}(?:ی{SPACE})?{SPACE}(?:{number}|{which})")


def centuries(scope: Scope) -> Iterator[Found]:
    """A century has the years from 1 to 100 of its count."""
    for match in scope.find(_century(scope.language)):
        last = 0
        if match["number"]:
            number = _ordinal(match["number"])
            last = _ordinal(match["until"]) if match["until"] else number
        elif scope.published is None:
            continue
        else:
            number = last = (scope.published.year - 1) // 100 + 1 + int(lexis.values("age_which")[flat(match["which"])])
        calendar = (lexis.era_of(match) if match["number"] else "") or "gregorian"
        name = f"{number:02}" if last <= number else f"{number:02}/{last:02}"
        value = _value(calendar, (number - 1) * 100 + 1, max(last, number) * 100, name, "century")
        yield from found(match, value, 0.85)


@cache
def _decade(language: str) -> re.Pattern[str]:
    """«دهه ۶۰», «دهه شصت», «دهه ۱۹۹۰ میلادی», «دهه‌های ۶۰ و ۷۰», «تسعينيات القرن الماضي»."""
    digits = r"(?P<year>\d{4}|[1-9]0)(?:\s?[،,]\s?[1-9]0)*(?:\s?و\s?(?P<until>\d{4}|[1-9]0))?(?!\d)"
    spelled = rf"(?P<tens>{lexis.number_words('fa', 20, 90)}){END}"
    persian = rf"دهه{JOINT}(?:ی|های?)?{SPACE}(?:{digits}|{spelled}){ERA}"
    arabic = rf"(?:(?:ال)?(?P<ten>{'|'.join(_ARABIC_TENS)})(?:یات|ات)){END}(?:{SPACE}القرن{SPACE}الماضی{END})?"
    return re.compile(rf"{GLUED}{arabic if language == 'ar' else persian}")


_ARABIC_TENS = {
    "عشرین": 20,
    "ثلاثین": 30,
    "اربعین": 40,
    "خمسین": 50,
    "ستین": 60,
    "سبعین": 70,
    "ثمانین": 80,
    "تسعین": 90,
}


def decades(scope: Scope) -> Iterator[Found]:
    """Ten years; of two digits they are Jalali in Persian and of the twentieth century in Arabic."""
    for match in scope.find(_decade(scope.language)):
        calendar = lexis.era_of(match) or scope.calendar
        if scope.language == "ar":
            first, calendar = 1900 + _ARABIC_TENS[match["ten"]], "gregorian"
        elif match["tens"]:
            first = _century_of(calendar) + int(value_of(match["tens"]) or 0)
        else:
            year = int(match["year"])
            first = year if year > 99 else _century_of(calendar) + year
            if year > 99 and not lexis.era_of(match):
                calendar = resolve.calendar_of_year(year, scope.language)
        last = first + 9
        until = int(match.groupdict().get("until") or 0)
        if until:
            last = (until if until > 99 else first // 100 * 100 + until) + 9
        if last > first and first % 10 == 0:
            yield from found(match, _value(calendar, first, last, f"{first // 10}X", "decade"), 0.85)


def _century_of(calendar: str) -> int:
    return 1300 if calendar == "jalali" else 1900


_SEASONS = {"بهار": 1, "تابستان": 2, "پاییز": 3, "زمستان": 4, "ربیع": 1, "صیف": 2, "خریف": 3, "شتاء": 4}
_CODES = ("SP", "SU", "AU", "WI")


@cache
def _season(language: str) -> re.Pattern[str]:
    """«تابستان ۱۴۰۳», «فصل بهار», «پاییز امسال», «صيف 2015», «الشتاء الماضي»."""
    lead = rf"(?P<lead>فصل{SPACE})?"
    persian = r"(?P<fa>بهار|تابستان|پاییز|زمستان)(?:ی|ه)?"
    arabic = r"(?:ال)?(?P<ar>ربیع|صیف|خریف|شتاء)"
    return re.compile(rf"{GLUED}{lead}(?:{persian}|{arabic}){END}{grammar.year_after(language)}")


def seasons(scope: Scope) -> Iterator[Found]:
    """Three months. Spring alone is a name, or the Arab one: it wants a year, or the word for season."""
    for match in scope.find(_season(scope.language)):
        name = match["fa"] or match["ar"]
        number = _SEASONS[name]
        dated = match["year"] or match["which"] or match["lead"]
        if not dated and (number == 1 or match["ar"] or scope.language != "fa"):
            continue
        yield from found(match, _season_value(match, number, scope), 0.85 if dated else 0.6)


def _season_value(match: Match, number: int, scope: Scope) -> dict[str, Any] | None:
    month = 3 * number - 2
    year = None
    if match["year"]:
        calendar = lexis.era_of(match) or resolve.calendar_of_year(int(match["year"]), scope.language)
        year = resolve.full_year(match["year"], "jalali" if len(match["year"]) == 2 else calendar, scope.published)
        year = year - 621 if calendar == "gregorian" and year > 1600 else year
    elif match["which"] and scope.published:
        year = resolve.which_year(lexis.year_words()[flat(match["which"])], "jalali", month, 1, scope.published)
    elif scope.published:
        year = resolve.nearest_year("jalali", month + 1, 15, scope.published)
    code = _CODES[number - 1]
    if year is None:
        return {"calendar": "jalali", "value": f"XXXX-{code}", "precision": "season"}
    return part_of_year("jalali", year, month, month + 2, f"{year:04}-{code}", "season")


def part_of_year(calendar: str, year: int, first: int, last: int, name: str, precision: str) -> dict[str, Any] | None:
    """The days of the months from the first to the last."""
    start, end = calendars.interval(calendar, year, first), calendars.interval(calendar, year, last)
    return resolve.span_value(calendar, name, start[0], end[1], precision) if start and end else None


@cache
def _fraction(language: str) -> re.Pattern[str]:
    """«سه‌ماهه نخست امسال», «نیمه دوم سال ۱۴۰۳», «شش ماهه اول سال», «الربع الأول من 2015»."""
    months = rf"(?P<months>{lexis.number_words('fa', 3, 11)}|\d{{1,2}}){GAP}ماه{GAP}(?:ه|ی|ه{JOINT}ی)?"
    part = rf"(?:{months}|(?P<quarter>ربع|الربع|لربع|فصل)|(?P<half>نیمه|نیم{JOINT}سال|النصف))"
    lead = rf"(?:(?:از|من){SPACE})?(?:{kind('year_name', language)}{SPACE}|من{SPACE}|ل)?"
    figures = rf"{lead}(?P<year>\d{{4}}|[5-9]\d){NO_MORE}{ERA}"
    which = rf"(?P<which>{of('month_years', language)}){END}"
    bare = rf"(?P<bare>سال|من{SPACE}العام|للعام){END}"
    year = rf"(?:{SPACE}(?:{figures}|{which}|{bare}))?"
    return re.compile(rf"{GLUED}{part}{SPACE}(?P<number>{kind('nth', language)}){END}{year}")


def fractions(scope: Scope) -> Iterator[Found]:
    """Quarters, halves and first months of a year; without a year, of the year of publication."""
    for match in scope.find(_fraction(scope.language)):
        months = _months(match)
        if months is None or not (match["months"] or match["year"] or match["which"] or match["bare"]):
            continue
        calendar = scope.calendar
        if match["year"]:
            calendar = lexis.era_of(match) or resolve.calendar_of_year(
                resolve.full_year(match["year"], calendar, scope.published), scope.language
            )
            year: int | None = resolve.full_year(match["year"], calendar, scope.published)
        elif scope.published is None:
            year = None
        else:
            which = lexis.year_words()[flat(match["which"])] if match["which"] else "this"
            year = resolve.which_year(which, calendar, months[0], 1, scope.published)
        name = f"M{months[0]}-{months[1]}" if match["months"] else f"{'Q' if match['quarter'] else 'H'}{months[2]}"
        if year is None:
            yield from found(match, {"calendar": calendar, "value": f"XXXX-{name}", "precision": "month"}, 0.6)
        else:
            value = part_of_year(calendar, year, months[0], months[1], f"{year:04}-{name}", "month")
            yield from found(match, value, 0.9)


def _months(match: Match) -> tuple[int, int, int] | None:
    """First and last month, and which part it is; None where the year has no such part."""
    size = 3 if match["quarter"] else 6
    if match["months"]:
        size = int(value_of(match["months"]) or 0)
    parts = 12 // size if 0 < size < 12 else 0
    number = int(lexis.values("nth")[flat(match["number"])])
    number = parts if number < 0 else number
    if not parts or number > parts:
        return None
    return (number - 1) * size + 1, number * size, number


RULES = (centuries, decades, seasons, fractions)
