"""Times of day: «ساعت ۸ صبح», «۲۱:۴۷», «التاسعة مساء», «الساعة 3:45 مساء»."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.dates import lexis
from extractors.dates.grammar import CLAUSE_END, GAP, SPACE, TO
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope
from extractors.numerals import value_of
from extractors.patterns import END, GLUED, START, flat
from extractors.protocols import Found

type Match = re.Match[str]

_NOON, _SMALL_HOURS, _LATE_MORNING = 12, 5, 10
_LOOK_BACK = 20
_FRACTIONS = {"نیم": 30, "النصف": 30, "نصف": 30, "ربع": 15, "الربع": 15, "الثلث": 20, "ثلث": 20}


@cache
def _part(language: str) -> str:
    names = "|".join(kind(name, language) for name in ("am", "pm", "night"))
    return rf"(?P<of>{GAP}(?:من{SPACE})?(?P<part>{names}){END})"


@cache
def _named(language: str) -> re.Pattern[str]:
    """«ساعت ۲۲:۳۰», «ساعت نه و نیم», «الساعة الثامنة والنصف مساء»."""
    clock = r"(?P<hour>[01]?\d|2[0-4])(?:\s?[:.]\s?(?P<minute>[0-5]\d))?(?:\s?:\s?[0-5]\d)?(?![\d٪%]|[.,:/]\d)"
    few = lexis.number_words(language, 1, 59)
    spelled = rf"{few}(?:{GAP}و{GAP}{few})?{GAP}(?:دقیقه|دقایق)"
    ahead = rf"(?={SPACE}(?:روز|{of('weekdays', language)}){END}|{_PARTS_AHEAD}|{CLAUSE_END})"
    even = rf"(?:سی|پانزده|چهل{GAP}و{GAP}پنج){ahead}"
    more = rf"(?:{GAP}و{GAP}(?P<more>{'|'.join(_FRACTIONS)}|\d{{1,2}}{GAP}دقیقه|{spelled}|{even})|{_less(language)})?"
    hour = rf"(?:{clock}|(?P<word>{lexis.hour_words(language, late=True)}){END})"
    of_day = rf"(?:\s?\(\s?\d{{1,2}}\s?:\s?(?P<minute3>[0-5]\d)\s?\))?{_part(language)}?"
    bracketed = rf"\(\s?{clock.replace('<hour>', '<hour2>').replace('<minute>', '<minute2>')}\s?\)"
    return re.compile(rf"{GLUED}(?:ساعت|الساعه)(?:{SPACE}(?:ال{GAP}(?=\d))?{hour}{more}{END}|{GAP}{bracketed}){of_day}")


_PARTS_AHEAD = r"\s(?:صبح|عصر|ظهر|شب|بامداد|بعدازظهر)"


@cache
def _digital(language: str) -> re.Pattern[str]:
    """«۲۱:۴۷», «۹:۴۵ صبح»."""
    clock = r"(?P<hour>[01]?\d|2[0-3])\s?:\s?(?P<minute>[0-5]\d)(?:\s?:\s?[0-5]\d)?(?![\d:]|[.,/]\d)"
    return re.compile(rf"(?<![\d:.,/]){clock}{_part(language)}?")


@cache
def _bare(language: str) -> re.Pattern[str]:
    """«۸ صبح», «۵ و نیم عصر», «التاسعة مساء»."""
    hour = rf"(?:(?<![\d:.,/])(?P<hour>1?\d)|{START}(?P<word>{lexis.hour_words(language, late=False)}))"
    more = rf"(?:{GAP}و{GAP}(?P<more>{'|'.join(_FRACTIONS)})|{_less(language)})?"
    return re.compile(rf"{hour}{more}{_part(language)}")


@cache
def _less(language: str) -> str:
    """«الثالثة إلا ربعا», «الخامسة إلا عشر دقائق»: what is wanting to the hour; nothing in Persian."""
    if language != "ar":
        return "(?P<less>(?!))"
    few = lexis.number_words(language, 1, 59)
    return rf"{SPACE}الا{SPACE}(?P<less>ربعا?|ثلثا?|الربع|الثلث|(?:{few}|\d{{1,2}}){SPACE}(?:دقیقه|دقایق)){END}"


@cache
def _before_hour(language: str) -> re.Pattern[str]:
    """«ده دقیقه مانده به هفت صبح», «یک ربع به نه شب»; nothing in Arabic."""
    if language != "fa":
        return re.compile("(?P<less>(?!))")
    few = lexis.number_words(language, 1, 59)
    less = rf"(?:یک{GAP})?(?P<less>ربع|(?:{few}(?:{GAP}و{GAP}{few})?|\d{{1,2}}){SPACE}دقیقه)"
    hour = rf"(?:(?P<hour>1?\d)(?!\d)|(?P<word>{lexis.hour_words(language, late=False)}){END})"
    left = rf"(?P<left>{SPACE}مانده)?{SPACE}به{SPACE}(?:ساعت{SPACE})?"
    return re.compile(rf"{START}(?:ساعت{SPACE})?{less}{left}{hour}(?:{_part(language)}|(?P<after>{SPACE}مانده))?")


def _until_hour(scope: Scope) -> Iterator[Found]:
    """Times that are told by what is wanting to an hour; without the half of the day or «مانده» they may be none."""
    for match in scope.find(_before_hour(scope.language), "clock"):
        if match["left"] or match["part"] or match["after"]:
            hour, minute = _clock(match)
            if hour is not None and minute < _HOUR:
                yield Found("DATE", match.start(), match.end(), _value(scope, hour, minute), 0.75)


_HOUR = 60


def _value(scope: Scope, hour: int, minute: int) -> dict[str, str]:
    clock = f"{hour % 24:02}:{minute:02}"
    return {"calendar": scope.calendar, "value": f"T{clock}", "time": clock, "precision": "time"}


def _hour(hour: int, part: str) -> int | None:
    """The hour of the day; None for twelve in the evening, which is noon on some clocks and midnight on others.

    >>> _hour(12, "شب"), _hour(3, "عصر"), _hour(12, "بامداد"), _hour(11, flat("ظهرا")), _hour(12, "مساء")
    (0, 15, 0, 11, None)
    """
    if not part or hour > _NOON or hour == 0:
        return hour
    if part in lexis.values("am"):
        return hour % _NOON
    if part in lexis.values("night"):
        return hour % _NOON if hour < _SMALL_HOURS or hour == _NOON else hour + _NOON
    if part in lexis.values("noon"):
        return hour if hour >= _LATE_MORNING else hour + _NOON
    if hour == _NOON:
        return None if part in _EVENINGS else hour
    return hour + _NOON


_EVENINGS = ("مساء", "منمساء")


def _clock(match: Match) -> tuple[int | None, int]:
    """Hour and minute, the part of the day counted in."""
    given = match.groupdict()
    hour = lexis.hours()[flat(given["word"])] if given.get("word") else int(given["hour"] or given["hour2"])
    more = given.get("more") or ""
    minute = int(given.get("minute") or given.get("minute2") or given.get("minute3") or 0) + (
        _FRACTIONS.get(more) or int(value_of(more) or 0) if more else 0
    )
    hour_of_day, less = _hour(hour, flat(given["part"] or "")), given.get("less")
    if hour_of_day is None or not less:
        return hour_of_day, minute
    wanting = _FRACTIONS.get(flat(less).removesuffix("ا")) or int(value_of(less) or 0)
    return ((hour_of_day - 1) % 24, _HOUR - wanting) if 0 < wanting < _HOUR else (None, 0)


def times(scope: Scope) -> Iterator[Found]:
    """Times of day; the value is local, as the text says it."""
    yield from _until_hour(scope)
    for pattern in (_named, _digital, _bare):
        for match in scope.find(pattern(scope.language), "clock"):
            hour, minute = _clock(match)
            if hour is None or hour > 24 or minute > 59 or _is_score(match, scope, plain=pattern is _digital):
                continue
            if pattern is _named and _length().search(scope.before(match.start(), _LOOK_BACK)):
                continue
            if _paper().search(scope.before(match.start(), _LOOK_BACK)):
                continue
            if _STAMP.match(scope.key, match.end()) or _ENDS.search(scope.before(match.start(), _LOOK_BACK)):
                continue
            yield Found("DATE", match.start(), _end(match, scope), _value(scope, hour, minute), 0.7)
            if pattern is _named:
                yield from _until(match, scope)


def _until(match: Match, scope: Scope) -> Iterator[Found]:
    """The hour that a stretch of time ends at, which «ساعت» names before its first («ساعت ۸:۳۰ تا ۱۲ روزهای زوج»)."""
    last = _LAST.match(scope.key, match.end())
    if last and not _day_follows(scope.language).match(scope.key, last.end()):
        yield Found("DATE", last.start("hour"), last.end("hour"), _value(scope, int(last["hour"]), 0), 0.7)


_LAST = re.compile(
    rf"{TO}(?P<hour>[01]?\d|2[0-4])(?![\d٪%]|[.,:/]\d|{GAP}(?:ساعت|دقیقه|ماه|سال|هفته|دقایق|نفر|درصد))"
    rf"(?:{CLAUSE_END}|(?={SPACE}(?:روز|هر|یوم|پذیرا|پذیرش|باز|برگزار|می{GAP}\w|فعال|دایر|من|فی)))"
)


_STAMP = re.compile(r"\s?ت\s?\.?\s?م(?!\w)")
_ENDS = re.compile(r"انتهی[\s/.()«»-]{0,8}$")
"""The stamp under an agency's text («// انتهى // 17:21 ت م») is no time that the text speaks of."""


@cache
def _length() -> re.Pattern[str]:
    """Ends with a small number in words: «سه ساعت بیست دقیقه» is a length of time."""
    return re.compile(rf"(?<!و\s){START}{lexis.number_words('fa', 1, 12)}\s$")


@cache
def _paper() -> re.Pattern[str]:
    """Ends with what a name follows: «روزنامه هفت صبح» is a paper."""
    return re.compile(rf"{GLUED}{kind('paper', '')}{SPACE}$")


def _is_score(match: Match, scope: Scope, *, plain: bool) -> bool:
    return plain and bool(_scored().search(scope.before(match.start(), _LOOK_BACK)))


def _end(match: Match, scope: Scope) -> int:
    """The end of a time; a part of the day that leads on to a day («مساء يوم الأربعاء») is that day's."""
    if match["part"] and _day_follows(scope.language).match(scope.key, match.end("part")):
        return match.start("of")
    return match.end()


@cache
def _day_follows(language: str) -> re.Pattern[str]:
    names = rf"{of('weekdays', language)}|{of('relative_dates', language, unit='day')}"
    return re.compile(rf"{SPACE}(?:یوم|روز|{names}){END}")


@cache
def _scored() -> re.Pattern[str]:
    """A word of sports shortly before: what follows is a score."""
    return re.compile(rf"{GLUED}{kind('score', '')}\D{{0,12}}$")


RULES = (times,)
