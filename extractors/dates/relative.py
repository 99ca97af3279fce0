"""Days and times that are told from the day of publication, and weekdays."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from extractors.dates import calendars, grammar, lexis, reading, resolve
from extractors.dates.dushanbe import is_town
from extractors.dates.grammar import CLAUSE_END, SPACE
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope, found
from extractors.dates.surnames import is_surname
from extractors.dates.tense import leaning
from extractors.patterns import END, GLUED, JOINT, START, flat
from extractors.protocols import Found

type Match = re.Match[str]

_LOOK_BACK = 16


@cache
def _deictic(language: str) -> re.Pattern[str]:
    """«دیروز», «صبح امروز», «سال جاری», «الأسبوع الماضي», with the weekday that is the same day: «أمس الخميس»."""
    lead = rf"(?:(?:{kind('day_part', language)}|خلال){SPACE})?"
    other = rf"{kind('month_part', language)}{SPACE}\w+{SPACE}(?:\d|{of('month_years', language)}{END})"
    plural = rf"(?!{JOINT}ها)"
    of_day = rf"(?:یوم{SPACE})?(?P<weekday>{of('weekdays', language)}){END}"
    same = rf"(?P<same>(?:[،,]?{SPACE}|{SPACE}\(){of_day})?"
    return re.compile(rf"{GLUED}{lead}(?!{other})(?P<word>{of('relative_dates', language)}){END}{plural}{same}")


def deictics(scope: Scope) -> Iterator[Found]:
    """Words that point from the day of publication; without one they are as long as they are."""
    for match in scope.find(_deictic(scope.language), "relative"):
        if _is_title(match, scope):
            continue
        if _is_counted(match, scope):
            some_day = {"calendar": scope.calendar, "duration": "P1D", "relative": True}
            yield Found("DATE", match.start("word"), match.end("word"), some_day, 0.4)
            continue
        unit, offset = lexis.relatives()[flat(match["word"])]
        value = resolve.relative_value(scope.calendar, unit, offset, scope.published)
        if value is None:
            continue
        end, score = match.end("word"), 0.85 if scope.published else 0.6
        if match["weekday"] and unit == "day":
            closed = scope.key[match.end() : match.end() + 1] == ")"
            if "(" not in match["same"] or closed:
                away = _away(match["weekday"], value)
                value = resolve.relative_value(scope.calendar, unit, offset + away, scope.published) or value
                end, score = match.end() + ("(" in match["same"]), score if not away else _UNLIKE
        yield Found("DATE", match.start(), end, value, score)


_UNLIKE = 0.6
"""Score of a day that the weekday beside it tells, where the day of publication is another."""


def _away(weekday: str, value: Mapping[str, Any]) -> int:
    """How many days a weekday lies from the day that a word beside it points to.

    What came out later than it was written is told from the day of writing («اليوم الأحد» in a text of Friday); a day
    later where the date of publication is that of another time zone.
    """
    if "start" not in value:
        return 0
    ahead = (lexis.weekdays()[flat(weekday)] - date.fromisoformat(value["start"]).weekday()) % 7
    return ahead if ahead <= 1 else ahead - 7


_TODAY = "الیوم"
_NTH = re.compile(rf"{SPACE}(?!السابع){of('ordinals', 'ar')}{END}")
_NAMED = re.compile(rf"{SPACE}{kind('day_of', 'ar')}{END}")
"""After «اليوم»: what makes it a day of something, and not today («اليوم الوطني»)."""
_QUOTED = re.compile(r"[(«\"]\s?$")
_CLOSING = tuple(')»"')


def _is_title(match: Match, scope: Scope) -> bool:
    """Whether a word for a day is the name of a paper or of a feast («اليوم السابع», «اليوم الوطني»)."""
    word = flat(match["word"])
    if lexis.relatives()[word][0] != "day":
        return _is_other_year(match, word, scope)
    if grammar.after("not_today", scope.language).search(scope.before(match.start(), _LOOK_BACK)):
        return True
    if word == _TODAY and _paper().search(scope.before(match.start(), _LOOK_BACK)):
        return True
    if word == _YESTERDAY and scope.before(match.start("word"), 1) == "ل":
        return True  # «لامس»: he touched
    if word == _EARLY:
        return not _clause_end().match(scope.key, match.end("word")) or scope.before(match.start(), 3) == "عن "
    if word != _TODAY:
        return False
    end = match.end("word")
    quoted = _QUOTED.search(scope.before(match.start(), 3)) and scope.key[end : end + 1] in _CLOSING
    return bool(quoted or _NAMED.match(scope.key, end))


@cache
def _paper() -> re.Pattern[str]:
    """«قناة القدس اليوم», «جريدة عمان اليوم»: a medium that is called after a place and the day."""
    return re.compile(rf"{START}{kind('paper', 'ar')}{SPACE}{kind('paper_place', 'ar')}{SPACE}$")


def _is_other_year(match: Match, word: str, scope: Scope) -> bool:
    """Whether a month or year is another («مطلع الشهر الثاني», «بداية العام الدراسي») or «العام» is no year."""
    end = match.end("word")
    if scope.language == "ar" and (_NAMED.match(scope.key, end) or _NTH.match(scope.key, end)):
        return True
    before = scope.before(match.start(), _LOOK_BACK)
    return word.startswith(_GENERAL) and bool(grammar.after("general", scope.language).search(before))


def _is_counted(match: Match, scope: Scope) -> bool:
    """Whether a day is one of a number of days («اليوم الأول للمؤتمر»), which may be any."""
    return flat(match["word"]) == _TODAY and bool(_NTH.match(scope.key, match.end("word")))


@cache
def _clause_end() -> re.Pattern[str]:
    return re.compile(CLAUSE_END)


_GENERAL = "العام"
"""«الأمين العام السابق»: a title, no year."""
_YESTERDAY = "امس"
_EARLY = "بکره"
"""«بكرة» is tomorrow, and «بكرة القدم» is with the ball."""


@cache
def _lone(language: str) -> re.Pattern[str]:
    """«شامگاه چهارشنبه», «يوم الأربعاء», «الاثنين المقبل», «هذا الخميس», «يوم الجمعة 15»."""
    this = rf"(?:(?:هذا|این){SPACE})?"
    which = rf"(?:{SPACE}(?P<which>{of('month_years', language)}){END})"
    day = grammar.day_of_month("day", language)
    number = (
        rf"(?:{SPACE}(?:فی{SPACE})?{day}(?!{SPACE}(?:من|فی){SPACE}){CLAUSE_END})"
        if language == "ar"
        else r"(?P<day>(?!))"
    )
    return re.compile(rf"{this}{grammar.weekday(language)}{END}(?:{which}|{number})?")


def weekdays(scope: Scope) -> Iterator[Found]:
    """A weekday alone: the last one that is not after the publication date, or as a word or the tense says it."""
    key = scope.key
    for match in scope.find(_lone(scope.language), "weekday"):
        if grammar.after("not_weekday", scope.language).search(scope.before(match.start(), _LOOK_BACK)):
            continue
        if is_surname(scope, match.start("weekday")):
            continue
        if scope.language == "fa" and is_town(key, *match.span("weekday")):
            continue
        week = grammar.week_after(scope.language).match(key, match.end("weekday"))
        before = _week_before(scope.language).search(key, max(0, match.start() - _LONGEST_WEEK), match.start())
        weekday = lexis.weekdays()[flat(match["weekday"])]
        if week and scope.published:
            yield from _day_of_week((match.start(), week.end()), week["week"], weekday, scope)
        elif before and scope.published:
            yield from _day_of_week((before.start("week"), match.end("weekday")), before["week"], weekday, scope)
        elif match["day"] and scope.published:
            yield from _numbered(match, weekday, scope)
        else:
            end = match.end("weekday") if match["day"] else match.end()
            yield from _alone(match, end, weekday, scope)


def _alone(match: Match, end: int, weekday: int, scope: Scope) -> Iterator[Found]:
    ahead = 0
    if scope.published:
        ahead = (weekday - scope.published.weekday()) % 7
        which = lexis.year_words().get(flat(match["which"] or ""), "")
        lean = "" if which else leaning(scope, match.start(), end)
        if which in ("coming", "next", "after"):
            ahead = (ahead or 7) + 7 * (which == "after")
        elif which in ("past", "last", "before") or (lean != "future" and ahead):
            ahead -= 7 + 7 * (which == "before")
    value = resolve.relative_value(scope.calendar, "day", ahead, scope.published)
    if value:
        yield Found("DATE", match.start(), end, value, 0.7)


def _numbered(match: Match, weekday: int, scope: Scope) -> Iterator[Found]:
    """«يوم الجمعة 15»: the nearest such day that is such a weekday."""
    assert scope.published is not None
    number = reading.number_of(match["day"])
    near = (scope.published + timedelta(days=away) for away in range(-_MOST_AWAY, _MOST_AWAY + 1))
    days = [day for day in near if day.day == number and day.weekday() == weekday]
    if not days:
        yield from _alone(match, match.end("weekday"), weekday, scope)
        return
    nearest = min(days, key=lambda day: abs((day - scope.published).days) if scope.published else 0)
    value = resolve.span_value("gregorian", nearest.isoformat(), nearest, nearest, "day")
    yield from found(match, {**value, "relative": True}, 0.7)


_MOST_AWAY = 45


@cache
def _week_before(language: str) -> re.Pattern[str]:
    """«الأسبوع القادم الأحد», «هفته آینده روز دوشنبه»."""
    return re.compile(rf"{GLUED}(?P<week>{of('relative_dates', language, unit='week')})[،,]?{SPACE}$")


_LONGEST_WEEK = 20


def _day_of_week(span: tuple[int, int], week: str, weekday: int, scope: Scope) -> Iterator[Found]:
    """A weekday of a week that is said beside it («پنجشنبه هفته آینده»)."""
    assert scope.published is not None
    _, offset = lexis.relatives()[flat(week)]
    days = calendars.shifted(scope.calendar, scope.published, "week", offset)
    if days is None:
        return
    ahead = (weekday - days[0].weekday()) % 7
    distance = (days[0] - scope.published).days + ahead
    value = resolve.relative_value(scope.calendar, "day", distance, scope.published)
    if value:
        yield Found("DATE", *span, value, 0.8)


@cache
def _bare_of_week() -> re.Pattern[str]:
    """«ثلاثاء الأسبوع الفائت»: without an article."""
    weeks = of("relative_dates", "ar", unit="week")
    return re.compile(rf"{GLUED}(?P<weekday>{kind('bare_weekday', 'ar')}){SPACE}(?P<week>{weeks}){END}")


def bare_weekdays(scope: Scope) -> Iterator[Found]:
    """An Arabic weekday in construct with its week."""
    if scope.language != "ar" or scope.published is None:
        return
    for match in scope.find(_bare_of_week(), "relative"):
        weekday = int(lexis.values("bare_weekday")[flat(match["weekday"])])
        yield from _day_of_week(match.span(), match["week"], weekday, scope)


RULES = (deictics, weekdays, bare_weekdays)
