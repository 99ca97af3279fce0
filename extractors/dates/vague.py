"""Times without figures: «روزهای اخیر», «چند سال پیش», «هر هفته», «سنويا», «همان سال»."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from extractors.dates import lexis, resolve
from extractors.dates.durations import number_before
from extractors.dates.grammar import GAP, SPACE
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope, found
from extractors.numerals import value_of
from extractors.patterns import END, GLUED, JOINT, any_of, flat
from extractors.protocols import Found

type Match = re.Match[str]

_MANY = re.compile(r"ها(?:ی|یی)?(?:\s|$)|های")


@cache
def _recent(language: str) -> re.Pattern[str]:
    """«روزهای اخیر», «سال‌های گذشته», «چند ماه پیش», «السنوات الماضية», «منذ سنوات», «عدة أشهر»."""
    few = rf"(?:(?P<few>{kind('few', language)}){SPACE})?"
    unit = rf"(?P<unit>{kind('plain_unit', language)})"
    tail = rf"(?P<tail>{kind('recent', language)}){END}"
    if language != "ar":
        return re.compile(rf"{GLUED}{few}{unit}(?:{JOINT}(?:ها(?:ی|یی)?|های)|ی)?{END}(?:{SPACE}{tail})?")
    lead = rf"(?:(?:(?P<since>{kind('since', language)}){SPACE})?{few}|(?P<to>ل))"
    return re.compile(rf"{GLUED}{lead}(?:ال)?{unit}{END}(?:{SPACE}(?:(?:ال)?(?P<number>\w+){SPACE})?{tail})?")


def recents(scope: Scope) -> Iterator[Found]:
    """Lengths of time whose number is not said; what points from the publication date is relative."""
    for match in scope.find(_recent(scope.language), "unit"):
        since, to = match.groupdict().get("since"), match.groupdict().get("to")
        several = match["few"] or since or to
        many = scope.language == "ar" or _MANY.search(match.group())
        if not several and not (many and match["tail"]):
            continue
        if flat(match["tail"] or "") == _OTHER and not several:
            continue  # «نسبت به ماه‌های دیگر»
        unit = lexis.values("plain_unit")[flat(match["unit"])]
        if unit in _OF_A_MATCH and not several and flat(match["tail"]) in _CLOSING:
            continue
        if unit == "Y" and not several and flat(match["tail"]) in _OF_SOMETHING:
            continue
        number = value_of(match.groupdict().get("number") or "")
        if number and number == int(number):
            side = lexis.values("duration_tail").get(flat(match["tail"] or ""), "")
            times = lexis.units().get(flat(match["unit"]), ("", 0, 1))[2]
            value = resolve.duration_value(scope.calendar, unit, int(number) * times, side, scope.published)
            yield from found(match, value, 0.8)
            continue
        value = {"calendar": scope.calendar, "duration": resolve.unknown_duration(unit)}
        if match["tail"] or (since and not _OF_AN_EVENT.match(scope.key, match.end())):
            value["relative"] = True
        yield from found(match, value, 0.7)


@cache
def _dozens(language: str) -> re.Pattern[str]:
    """«هزاران سال پیش», «چندصد سال», «چند هزار سال», «عشرات السنين», «بضعة آلاف سنة», «مئات آلاف السنين»."""
    few = kind("few", language)
    if language == "ar":
        scale, of = any_of(("عشرات", "مئات", "آلاف", "ملايين", "مليارات")), rf"(?:من{SPACE})?(?:ال)?"
        number = rf"(?:{few}{SPACE})?(?:ال)?{scale}(?:{SPACE}(?:ال)?{scale})*"
    else:
        scale, of = "(?:ده|صد|هزار|میلیون|میلیارد)", rf"(?:از{SPACE})?"
        number = rf"(?:{few}{JOINT}{scale}|{scale}{JOINT}ها|هزاران)(?:{JOINT}{scale})*"
    unit = rf"(?P<unit>{lexis.units_of(language, dual=False)}|{kind('plain_unit', language)})"
    tail = rf"(?:{SPACE}(?P<tail>{kind('recent', language)}){END})?"
    return re.compile(rf"{GLUED}{number}{SPACE}{of}{unit}{END}{tail}")


def dozens(scope: Scope) -> Iterator[Found]:
    """Lengths of time of a number that nobody knows: their unit is all that is said."""
    for match in scope.find(_dozens(scope.language), "unit"):
        if number_before(scope, match.start()):
            continue  # «خمسة ملايين ساعة» is known
        written = flat(match["unit"])
        unit = lexis.units()[written][0] if written in lexis.units() else lexis.values("plain_unit")[written]
        value: dict[str, Any] = {"calendar": scope.calendar, "duration": resolve.unknown_duration(unit)}
        if match["tail"]:
            value["relative"] = True
        yield from found(match, value, 0.86)


_OTHER = "دیگر"
_OF_AN_EVENT = re.compile(r"\sمن\s")
"""«قبل بضع ساعات من الهجوم»: no length from the day of publication."""
_OF_SOMETHING = ("پایانی", "نخست", "اول")
"""«سال‌های پایانی زندگی» are no years of the calendar's."""
_OF_A_MATCH, _CLOSING = ("TM", "TS"), ("الاخیره", "الاولی")
"""«في الدقائق الأخيرة» are those of a match or a meeting, not of the day of publication."""


@cache
def _repeated(language: str) -> re.Pattern[str]:
    """«هر هفته», «هر دوشنبه», «روزانه», «كل يوم», «سنويا», «هفته‌ای سه بار», «گزارش فصلی»."""
    unit = rf"(?P<unit>{kind('each_unit', language)})|(?P<weekday>{of('weekdays', language)})"
    each = rf"(?:هر|کل){SPACE}(?:{unit}){END}(?!{SPACE}\d)"
    adverb = rf"(?P<adverb>{kind('adverb', language)}){END}"
    often = rf"(?P<often>{kind('often', language)}){GAP}(?=\S+{SPACE}(?:بار|مرتبه|نوبت))"
    seasonal = rf"{kind('seasonal', language)}{SPACE}(?P<seasonal>فصلی){END}"
    return re.compile(rf"{GLUED}(?:{each}|{adverb}|{often}|{seasonal})")


def repeated(scope: Scope) -> Iterator[Found]:
    """Sets: what comes again each day, week, month, year."""
    for match in scope.find(_repeated(scope.language), "unit", "weekday"):
        duration = "P3M" if match["seasonal"] else "P1W"
        for name, group in (("adverb", "adverb"), ("often", "often"), ("each_unit", "unit")):
            if match[group]:
                duration = lexis.values(name)[flat(match[group])]
        value = {"calendar": scope.calendar, "duration": duration, "set": True}
        if match["seasonal"]:
            yield Found("DATE", match.start("seasonal"), match.end(), value, 0.75)
        else:
            yield from found(match, value, 0.75)


@cache
def _anaphor(language: str) -> re.Pattern[str]:
    """«همان سال», «آن روز», «ذلك اليوم», «نفس العام»."""
    return re.compile(rf"{GLUED}{kind('same', language)}{SPACE}(?P<unit>{kind('same_unit', language)}){END}")


def anaphors(scope: Scope) -> Iterator[Found]:
    """A day, month or year that the text named before: its length is all that is known."""
    for match in scope.find(_anaphor(scope.language), "unit"):
        length = lexis.values("same_unit")[flat(match["unit"])]
        yield from found(match, {"calendar": scope.calendar, "duration": length, "relative": True}, 0.5)


RULES = (recents, dozens, repeated, anaphors)
