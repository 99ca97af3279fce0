"""Centuries and decades."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from extractors.dates import calendars, lexis, resolve
from extractors.dates.grammar import ERA, GAP, SPACE
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
    for match in scope.find(_century(scope.language), "period"):
        last = 0
        if match["number"]:
            number = _ordinal(match["number"])
            last = _ordinal(match["until"]) if match["until"] else number
        else:
            offset = lexis.values("age_which")[flat(match["which"])]
            if scope.published is None or not offset:
                yield from found(match, _length("P100Y"), 0.6)
                continue
            number = last = (scope.published.year - 1) // 100 + 1 + int(offset)
        calendar = (lexis.era_of(match) if match["number"] else "") or "gregorian"
        name = f"{number:02}" if last <= number else f"{number:02}/{last:02}"
        value = _value(calendar, (number - 1) * 100 + 1, max(last, number) * 100, name, "century")
        yield from found(match, value, 0.85)


def _length(duration: str) -> dict[str, Any]:
    """A century or decade of which only the length is known."""
    return {"calendar": "gregorian", "duration": duration, "relative": True}


@cache
def _decade(language: str) -> re.Pattern[str]:
    """«دهه ۶۰», «دهه شصت», «دهه ۱۹۹۰ میلادی», «دهه‌های ۶۰ و ۷۰», «تسعينيات القرن الماضي»."""
    digits = r"(?P<year>\d{4}|[1-9]0)(?:\s?[،,]\s?[1-9]0)*(?:\s?(?:و|تا)\s?(?P<until>\d{4}|[1-9]0))?(?!\d)"
    spelled = rf"(?P<tens>{lexis.number_words('fa', 20, 90)}){END}"
    persian = rf"دهه{JOINT}(?:ی|های?)?{SPACE}(?:{digits}|{spelled}){ERA}"
    century = rf"(?:{SPACE}(?:من{SPACE})?القرن{SPACE}(?:الماضی|العشرین|(?P<nineteenth>التاسع{JOINT}عشر)){END})?"
    arabic = rf"(?:ال)?(?P<ten>{'|'.join(_ARABIC_TENS)})(?:یات|ات){END}{century}"
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
    for match in scope.find(_decade(scope.language), "period"):
        calendar = lexis.era_of(match) or scope.calendar
        if scope.language == "ar":
            if _is_no_decade(match, scope):
                continue
            first, calendar = (1800 if match["nineteenth"] else 1900) + _ARABIC_TENS[match["ten"]], "gregorian"
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


@cache
def _ordinal_decade(language: str) -> re.Pattern[str]:
    """«العقد الأول من القرن الماضي», «دهه دوم قرن بیستم», «العقد الماضي», «دهه گذشته»."""
    nth = _ordinals(language)
    name = "العقد" if language == "ar" else f"دهه{JOINT}ی?"
    century = (
        rf"(?:من{SPACE})?(?:القرن|قرن|سده){SPACE}(?:(?P<century>{nth})|(?P<which>{kind('age_which', language)})){END}"
    )
    shown = rf"(?P<shown>{kind('recent', language)}|{kind('age_which', language)}|{kind('duration_tail', language)})"
    return re.compile(rf"{GLUED}{name}{SPACE}(?:(?P<nth>{nth}){END}{SPACE}{century}|{shown}{END})")


def ordinal_decades(scope: Scope) -> Iterator[Found]:
    """A decade that its century counts; of one that is told from the day of publication only the length is sure."""
    for match in scope.find(_ordinal_decade(scope.language), "period", "unit"):
        if match["shown"] or (not match["century"] and scope.published is None):
            yield from found(match, _length("P10Y"), 0.6)
            continue
        offset = lexis.values("age_which").get(flat(match["which"] or ""), "")
        century = _ordinal(match["century"]) if match["century"] else 0
        if offset and scope.published:
            century = (scope.published.year - 1) // 100 + 1 + int(offset)
        first = (century - 1) * 100 + (_ordinal(match["nth"]) - 1) * 10
        if century and first < century * 100:
            value = _value("gregorian", max(first, 1), first + 9, f"{first // 10}X", "decade")
            yield from found(match, value, 0.8)


def _is_no_decade(match: Match, scope: Scope) -> bool:
    """Whether a decade is somebody's («في الثلاثينيات من عمره») or on a thermometer."""
    return bool(_OF_LIFE.match(scope.key, match.end()) or _BEFORE_AGE.search(scope.before(match.start(), _LOOK_BACK)))


_OF_LIFE = re.compile(r"\s(?:من\s)?(?:ال)?عمر|\s(?:درجه|مئویه)")
_BEFORE_AGE = re.compile(
    r"(?:رجل|امراه|سیده|شاب|شابه|شخص|حراره|درجات|عمره|عمرها|مواطن|وافد|الحراره)\s(?:\w+\s)?(?:فی\s)?(?:\w+\s)?$"
)
_LOOK_BACK = 30


def _century_of(calendar: str) -> int:
    return 1300 if calendar == "jalali" else 1900


RULES = (centuries, decades, ordinal_decades)
