"""Times of day that stand alone: «ساعت ۸ صبح», «۲۱:۴۷», «التاسعة مساء»."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.dates import lexis
from extractors.dates.grammar import GAP, SPACE
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope
from extractors.numerals import value_of
from extractors.patterns import END, GLUED, START, flat
from extractors.protocols import Found

type Match = re.Match[str]

_NOON, _SMALL_HOURS = 12, 4
_LOOK_BACK = 20
_FRACTIONS = {"نیم": 30, "النصف": 30, "نصف": 30, "ربع": 15, "الربع": 15, "الثلث": 20}


@cache
def _part(language: str) -> str:
    return rf"(?:{GAP}(?:من{SPACE})?(?P<part>{kind('am', language)}|{kind('pm', language)}){END})"


@cache
def _named(language: str) -> re.Pattern[str]:
    """«ساعت ۲۲:۳۰», «ساعت نه و نیم», «الساعة الثامنة والنصف مساء»."""
    clock = r"(?P<hour>[01]?\d|2[0-4])(?:\s?[:.]\s?(?P<minute>[0-5]\d))?(?:\s?:\s?[0-5]\d)?(?![\d٪%]|[.,:/]\d)"
    more = rf"(?:{GAP}و{GAP}(?P<more>{'|'.join(_FRACTIONS)}|\d{{1,2}}{GAP}دقیقه))?"
    hour = rf"(?:{clock}|(?P<word>{of('hours', language)}))"
    return re.compile(rf"{GLUED}(?:ساعت|الساعه){SPACE}{hour}{more}{END}{_part(language)}?")


@cache
def _digital(language: str) -> re.Pattern[str]:
    """«۲۱:۴۷», «۹:۴۵ صبح»."""
    clock = r"(?P<hour>[01]?\d|2[0-3])\s?:\s?(?P<minute>[0-5]\d)(?:\s?:\s?[0-5]\d)?(?![\d:]|[.,/]\d)"
    return re.compile(rf"(?<![\d:.,/]){clock}{_part(language)}?")


@cache
def _bare(language: str) -> re.Pattern[str]:
    """«۸ صبح», «۵ و نیم عصر», «التاسعة مساء»."""
    hour = rf"(?:(?<![\d:.,/])(?P<hour>1?\d)|{START}(?P<word>{of('hours', language)}))"
    more = rf"(?:{GAP}و{GAP}(?P<more>{'|'.join(_FRACTIONS)}))?"
    return re.compile(rf"{hour}{more}{_part(language)}")


def _clock(match: Match) -> tuple[int, int]:
    """Hour and minute, the part of the day counted in."""
    given = match.groupdict()
    hour = lexis.hours()[flat(given["word"])] if given.get("word") else int(given["hour"])
    more = given.get("more") or ""
    minute = int(given.get("minute") or 0) + (_FRACTIONS.get(more) or int(value_of(more) or 0) if more else 0)
    part = flat(given["part"] or "")
    if part and part not in lexis.values("am") and 0 < hour < _NOON:
        hour += 0 if part == "شب" and hour < _SMALL_HOURS else _NOON
    return hour, minute


def times(scope: Scope) -> Iterator[Found]:
    """Times of day; the value is local, as the text says it."""
    for pattern in (_named, _digital, _bare):
        for match in scope.find(pattern(scope.language)):
            hour, minute = _clock(match)
            score = pattern is _digital and _scored().search(
                scope.key[max(0, match.start() - _LOOK_BACK) : match.start()]
            )
            if score or hour > 24 or minute > 59:
                continue
            clock = f"{hour % 24:02}:{minute:02}"
            value = {"calendar": scope.calendar, "value": f"T{clock}", "time": clock, "precision": "time"}
            yield Found("DATE", match.start(), match.end(), value, 0.7)


@cache
def _scored() -> re.Pattern[str]:
    """A word of sports shortly before: what follows is a score."""
    return re.compile(rf"{GLUED}{kind('score', '')}\D{{0,12}}$")


RULES = (times,)
