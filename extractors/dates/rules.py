"""The rules that turn matches into finds, one function a kind of date."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from extractors.dates import calendars, grammar, lexis, resolve
from extractors.dates.calendars import PLAUSIBLE
from extractors.dates.scope import Scope, found
from extractors.numerals import value_of
from extractors.patterns import GLUED, flat, folded
from extractors.protocols import Found

type Match = re.Match[str]

_WITHIN = "ظرف"
_REPEATED = re.compile(r"(?:جلسات|نشست[\s\u200c]?ها[یي]?|گزارش[\s\u200c]?ها[یي]?|دوره[\s\u200c]?ها[یي]?|هر)\s*$")
_DAY_BEFORE = re.compile(r"\d\s?$")
_LOOK_BACK = 14
_OLDEST_AGE = 12


def _year(match: Match, calendar: str, scope: Scope, month: int = 0, number: int = 1) -> int | None:
    """The year of a match, in figures or by a word beside its month."""
    digits, which = match["year"], match.groupdict().get("which")
    if digits:
        return resolve.full_year(digits, calendar, scope.published)
    if which and scope.published:
        return resolve.which_year(lexis.year_words()[flat(which)], calendar, month, number, scope.published)
    return None


def _plausible(year: int | None, calendar: str, match: Match) -> bool:
    """Whether a year can be meant: any where its calendar is said, else one of our times.

    «م» says it too weakly: it is a metre as well.
    """
    said = lexis.era_of(match) and (match.groupdict().get("era") or match.groupdict().get("era2")) != _METRE
    return year is None or bool(said) or year in PLAUSIBLE[calendar]


_METRE = "م"


def _trusted(name: str, scope: Scope, *, dated: bool) -> bool:
    """Whether a month name that is also another word is the month here."""
    calendar, _, solo = lexis.months()[name]
    if solo or dated:
        return True
    return calendar == "jalali" and scope.language == "fa" and name in _NEWS_MONTHS


_NEWS_MONTHS = frozenset(flat(folded(w)) for w in ("تیر", "مهر", "آذر", "دی", "بهمن"))


def _check_weekday(match: Match, value: dict[str, Any], score: float) -> float:
    name = match.groupdict().get("weekday")
    if not name or "start" not in value:
        return score
    agrees = date.fromisoformat(value["start"]).weekday() == lexis.weekdays()[flat(name)]
    return 0.99 if agrees else 0.5


_ARROW = flat(folded("تیر"))


def _number(day: str) -> int:
    return lexis.ordinals().get(flat(day)) or lexis.cardinals().get(flat(day)) or int(day)


def named_days(scope: Scope) -> Iterator[Found]:
    """Day and month by name."""
    for match in scope.find(grammar.named_day(scope.language)):
        name = flat(match["month"])
        calendar, month, _ = lexis.months()[name]
        if not _trusted(name, scope, dated=bool(match["year"] or match["which"] or match["mah"])):
            continue
        number = _number(match["day"])
        if not match["day"][0].isdigit() and name == _ARROW and not (match["year"] or match["mah"]):
            continue
        year, end = _year(match, calendar, scope, month, number), match.end()
        tail = None if match["year"] or match["which"] else grammar.spelled_tail(scope.language).match(scope.key, end)
        spelled = int(value_of(tail["number"]) or 0) if tail else 0
        if tail and _FIRST_SPELLED <= spelled < _LAST_SPELLED:
            year, end = spelled, tail.end()
        value = resolve.day_value(calendar, year, month, number, scope.published)
        if value and _plausible(year, calendar, match):
            score = _check_weekday(match, value, 0.95)
            yield Found(
                "DATE", match.start(), match.start() + len(scope.key[match.start() : end].rstrip()), value, score
            )


def english_days(scope: Scope) -> Iterator[Found]:
    """Month, day and year as English writes them."""
    for match in scope.find(grammar.month_first(scope.language)):
        calendar, month, _ = lexis.months()[flat(match["month"])]
        value = resolve.day_value(calendar, int(match["year"]), month, int(match["day"]), None)
        if value and int(match["year"]) in PLAUSIBLE[calendar]:
            yield from found(match, value, 0.95)


def day_ranges(scope: Scope) -> Iterator[Found]:
    """Two days of one month."""
    for match in scope.find(grammar.day_range(scope.language)):
        name = flat(match["month"])
        calendar, month, _ = lexis.months()[name]
        if not _trusted(name, scope, dated=bool(match["year"] or match["which"])):
            continue
        year = _year(match, calendar, scope, month, int(match["last"]))
        first, last = (
            resolve.day_value(calendar, year, month, int(match[side]), scope.published) for side in ("first", "last")
        )
        if first and last and first["value"] < last["value"]:
            value = {**first, "value": f"{first['value']}/{last['value']}"}
            if "end" in last:
                value["end"] = last["end"]
            yield from found(match, value, 0.95)


def months(scope: Scope) -> Iterator[Found]:
    """A month, with its year or with a word that says it is one."""
    for match in scope.find(grammar.month_of_year(scope.language)):
        name = flat(match["month"])
        calendar, month, solo = lexis.months()[name]
        four = bool(match["year"] or match["which"])
        marked = match["word"] or match["lead"] or match["named"]
        if not (four or marked or solo):
            continue
        if not _trusted(name, scope, dated=four or bool(match["word"] or match["named"])):
            continue
        if _DAY_BEFORE.search(scope.key, max(0, match.start() - 4), match.start()):
            continue  # a day that the month does not have: no date rather than another one
        year = _year(match, calendar, scope, month)
        value = resolve.month_value(calendar, year, month, scope.published)
        if value and _plausible(year, calendar, match):
            start = match.start("named") if match["named"] else match.start("month")
            yield Found("DATE", start, match.end(), value, 0.9)


def _numeric_order(match: Match, language: str) -> tuple[str, int, int] | None:
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == 4:
        return a, int(b), int(c)
    if len(c) == 4:
        day, month = int(a), int(b)
        return (c, day, month) if month > 12 and day <= 12 else (c, month, day)
    if len(a) == 2 and match["mark"] in "/." and language == "fa" and len(c) == 2 and int(c) > _MOST_DAYS:
        return c, int(b), int(a)
    year_first = int(a) > _MOST_DAYS or a[0] == "0"
    if len(a) == 2 and match["mark"] in "/." and language == "fa" and len(c) <= 2 and year_first:
        return a, int(b), int(c)
    return None


_MOST_DAYS = 31


def numeric_days(scope: Scope) -> Iterator[Found]:
    """Year, month and day in figures, in every order."""
    for match in scope.find(grammar.numeric(scope.language)):
        order = _numeric_order(match, scope.language)
        if order is None:
            continue
        digits, month, number = order
        if len(digits) == 2:
            calendar = "jalali"
        else:
            calendar = lexis.era_of(match) or resolve.calendar_of_year(int(digits), scope.language)
        year = resolve.full_year(digits, calendar, scope.published)
        value = resolve.day_value(calendar, year, month, number, scope.published)
        if value and _plausible(year, calendar, match):
            score = 0.95 if len(digits) == 4 else 0.7
            yield from found(match, value, _check_weekday(match, value, score))


def years(scope: Scope) -> Iterator[Found]:
    """A year that a word or an era marks as one."""
    for match in scope.find(grammar.bare_year(scope.language)):
        if match["old"]:
            value: resolve.Value | None = {
                "calendar": "gregorian",
                "value": f"-{int(match['old']):04}",
                "precision": "year",
            }
            yield from found(match, value, 0.9)
            continue
        digits = match["alone"] or match["year"]
        if len(digits) == 2 and (scope.language != "fa" or int(digits) < 50):
            continue
        era = lexis.era_of(match)
        calendar = era or ("jalali" if len(digits) == 2 else resolve.calendar_of_year(int(digits), scope.language))
        year = resolve.full_year(digits, calendar, scope.published)
        until = resolve.full_year(match["until"], calendar, scope.published) if match["until"] else None
        value = resolve.year_value(calendar, year, until if until and until > year else None)
        if _plausible(year, calendar, match):
            yield from found(match, value, 0.95)


def spelled_years(scope: Scope) -> Iterator[Found]:
    """A year in words."""
    for match in scope.find(grammar.spelled_year(scope.language)):
        year = int(value_of(match["number"]) or 0)
        if not _FIRST_SPELLED <= year < _LAST_SPELLED:
            continue
        if match["month"]:
            calendar, month, _ = lexis.months()[flat(match["month"])]
            value = resolve.month_value(calendar, year, month, None)
        else:
            calendar = lexis.era_of(match) or resolve.calendar_of_year(year, scope.language)
            value = resolve.year_value(calendar, year)
        if _plausible(year, calendar, match):
            yield from found(match, value, 0.9)


_FIRST_SPELLED, _LAST_SPELLED = 1200, 2100


def deictics(scope: Scope) -> Iterator[Found]:
    """Words that point from the day of publication; without one they are as long as they are."""
    for match in scope.find(grammar.deictic(scope.language)):
        if _after("not_today").search(scope.key[max(0, match.start() - _LOOK_BACK) : match.start()]):
            continue  # the name of a newspaper
        unit, offset = lexis.relatives()[flat(match["word"])]
        value = resolve.relative_value(scope.calendar, unit, offset, scope.published)
        yield from found(match, value, 0.85 if scope.published else 0.6)


def weekdays(scope: Scope) -> Iterator[Found]:
    """A weekday alone: the last one that is not after the publication date, or as a word beside it says."""
    key = scope.key
    for match in scope.find(grammar.lone_weekday(scope.language)):
        if _after("not_weekday").search(key[max(0, match.start() - _LOOK_BACK) : match.start()]):
            continue
        week = grammar.week_after(scope.language).match(key, match.end())
        if week and scope.published:
            yield from _day_of_week(match, week, scope)
            continue
        back = 0
        if scope.published:
            back = (scope.published.weekday() - lexis.weekdays()[flat(match["weekday"])]) % 7
            which = lexis.year_words().get(flat(match["which"] or ""), "")
            back = back - 7 if which in ("coming", "next") else (back or 7 * (which in ("past", "last")))
        value = resolve.relative_value(scope.calendar, "day", -back, scope.published)
        yield from found(match, value, 0.7)


def _day_of_week(match: Match, week: Match, scope: Scope) -> Iterator[Found]:
    """A weekday of a week that is said after it («پنجشنبه هفته آینده»)."""
    assert scope.published is not None
    _, offset = lexis.relatives()[flat(week["week"])]
    days = calendars.shifted(scope.calendar, scope.published, "week", offset)
    if days is None:
        return
    ahead = (lexis.weekdays()[flat(match["weekday"])] - days[0].weekday()) % 7
    distance = (days[0] - scope.published).days + ahead
    value = resolve.relative_value(scope.calendar, "day", distance, scope.published)
    if value:
        yield Found("DATE", match.start(), week.end(), value, 0.8)


@cache
def _after(kind: str) -> re.Pattern[str]:
    """Ends with a word of ``time_words`` that does one thing."""
    return re.compile(rf"{GLUED}{lexis.kind(kind, '')}(?:[یان]{{0,2}})?\s$")


def _side(match: Match) -> str:
    """On which side of the publication date a length of time lies, or ``set``; "" where nothing says it."""
    tail = lexis.values("duration_tail").get(flat(match["tail"] or ""), "")
    lead = lexis.values("duration_lead").get(flat(match["lead"] or ""), "")
    return lead if not tail or lead == "ago" else tail


def _number_and_unit(match: Match) -> tuple[float, str] | None:
    """How many of which ISO unit, halves and centuries counted in."""
    if match["dual"]:
        unit, number = lexis.units()[flat(match["dual"])][:2]
        amount = float(number)
    else:
        unit, times = lexis.units()[flat(match["unit"])][::2]
        amount = (value_of(match["number"]) or 0.0 if match["number"] else 0.5) * times
    if match["more"]:
        amount += 0.5
    if unit in _HALVES and amount != int(amount):
        smaller, many = _HALVES[unit]
        amount, unit = amount * many, smaller
    return (amount, unit) if 0 < amount <= _LONGEST_DURATION and amount == int(amount) else None


_HALVES = {"Y": ("M", 12), "M": ("D", 30), "D": ("TH", 24), "TH": ("TM", 60)}
_LONGEST_DURATION = 20_000


def durations(scope: Scope) -> Iterator[Found]:
    """Lengths of time, anchored where a word says on which side of the publication date they lie."""
    key = scope.key
    for match in scope.find(grammar.duration(scope.language)):
        counted = _number_and_unit(match)
        if counted is None or _is_age(match, counted[0], key):
            continue
        number, unit = int(counted[0]), counted[1]
        side = _side(match)
        value = resolve.duration_value(scope.calendar, unit, number, side, scope.published)
        if side == "set" or _REPEATED.search(key[max(0, match.start() - _LOOK_BACK) : match.start()]):
            value["set"] = True
        if flat(match["lead"] or "").startswith(_WITHIN):
            value["role"] = "deadline"
        yield from found(match, value, 0.85)


def _is_age(match: Match, number: float, key: str) -> bool:
    """Whether «N ساله» is how old a person is, and no length of time."""
    if not (match["unit"] or "").endswith("ساله"):
        return False
    before = key[max(0, match.start() - _LOOK_BACK) : match.start()]
    return bool(_after("person").search(before)) or (number > _OLDEST_AGE and not _after("lasts").search(before))


RULES = (
    named_days,
    english_days,
    day_ranges,
    numeric_days,
    months,
    years,
    spelled_years,
    deictics,
    weekdays,
    durations,
)
