"""Days: by name, by figures, in every order that people write them in."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from corpora.tables import table
from extractors.dates import grammar, lexis, reading, resolve
from extractors.dates.grammar import MARK, NO_MORE, SPACE
from extractors.dates.lexis import kind
from extractors.dates.scope import Scope, found
from extractors.dates.tense import leaning
from extractors.patterns import END, GLUED, any_of, flat, folded
from extractors.protocols import Found
from extractors.text.characters import ZWNJ

type Match = re.Match[str]

_ARROW = flat(folded("تیر"))
_LOOK_BACK = 14


@cache
def _named(language: str) -> re.Pattern[str]:
    """Weekday?, day, month, year?, era?: «جمعه ۱۴ آذر ۱۴۰۴», «13 أغسطس/آب 2025», «10-شوال-1446», «۲۸ اسفند پارسال»."""
    day = grammar.day_of_month("day", language)
    lead = grammar.weekday_before(language) + grammar.the_day(language)
    return re.compile(rf"{lead}{day}{grammar.day_to_month(language)}{grammar.named_month(language, of_day=True)}")


def named_days(scope: Scope) -> Iterator[Found]:
    """Day and month by name."""
    for match in scope.find(_named(scope.language), "month"):
        calendar, month = reading.month_of(match, scope)
        number = reading.number_of(match["day"])
        year = reading.year_of(match, scope, month, number)
        dated = year.number is not None or bool(match["which"] or match["mah"])
        if not reading.trusted(match, scope, dated=dated, day=match["day"]) or reading.is_name(match, scope):
            continue
        if flat(match["month"]) == _ARROW and not dated and _is_arrow(match, scope):
            continue
        value = _value(match, (calendar, month, number), year, scope)
        if value:
            yield reading.mention(scope, match.start(), year.end, value, reading.weekday_score(match, value, 0.95))


def _value(match: Match, day: tuple[str, int, int], year: reading.Year, scope: Scope) -> dict[str, Any] | None:
    if not year.known:
        return resolve.day_value(*_in_no_year(day), None)
    lean = leaning(scope, match.start(), match.end()) if year.number is None else ""
    calendar, month, number = day
    found_year = year.number
    if found_year is None and scope.published and match["weekday"]:
        weekday = lexis.weekdays()[flat(match["weekday"])]
        found_year = resolve.year_of_weekday(calendar, month, number, weekday, scope.published)
    return resolve.day_value(calendar, found_year, month, number, scope.published, lean)


def _in_no_year(day: tuple[str, int, int]) -> tuple[str, None, int, int]:
    return day[0], None, day[1], day[2]


def _is_arrow(match: Match, scope: Scope) -> bool:
    """Whether «تیر» beside a number is a bullet: it is counted in words, or the sentence shoots."""
    around = scope.key[max(0, match.start() - 20) : match.end() + 20]
    if _beam().match(scope.key, match.end("month")):
        return True
    return flat(match["day"]) in lexis.cardinals() or bool(_shot().search(around))


@cache
def _beam() -> re.Pattern[str]:
    """What makes «تیر» a cartridge, a beam or a pole («تیر فشنگ», «تیر برق»)."""
    return re.compile(rf"[\s{ZWNJ}]?{kind('arrow_of', 'fa')}{END}")


@cache
def _shot() -> re.Pattern[str]:
    return re.compile(rf"{GLUED}{kind('shot', 'fa')}")


@cache
def _month_first(language: str) -> re.Pattern[str]:
    """«August 13, 2025», «الاثنين، يناير الثاني والعشرين، 2018», «مايو 15»."""
    name = grammar.month(language)
    other = grammar.other_name(language)
    day = grammar.day_of_month("day", language)
    named = rf"(?:{grammar.year_names(language)}{SPACE})?"
    year = rf"(?P<whole>)(?:\s?[،,]?{SPACE}{named}(?P<year>\d{{4}}){NO_MORE}{grammar.ERA})?"
    return re.compile(
        rf"{grammar.weekday_before(language)}{GLUED}{name}\.?{other}(?:\s|\s?{grammar.DASH}\s?){day}"
        rf"(?:st|nd|rd|th)?(?![\d:]|\s?{grammar.DASH}\s?\d|\s?[.,]\d){year}(?P<which>(?!))?"
    )


def month_first_days(scope: Scope) -> Iterator[Found]:
    """Month before day, as English writes it and what is translated from it; alone it wants the end of a clause."""
    for match in scope.find(_month_first(scope.language), "month"):
        name = flat(match["month"])
        arabic = not name.isascii() and scope.language == "ar"
        if not (match["year"] or arabic) or not (arabic or name.isascii() or match["weekday"]):
            continue
        calendar, month = reading.month_of(match, scope)
        number = reading.number_of(match["day"])
        year = reading.year_of(match, scope, month, number)
        if year.number is None and not _ends_clause().match(scope.key, match.end("day")):
            continue
        if calendar == "hijri" and year.number is None:
            continue
        value = _value(match, (calendar, month, number), year, scope)
        if value:
            end = max(year.end, match.end("day"))
            score = reading.weekday_score(match, value, 0.95 if year.number else 0.7)
            yield reading.mention(scope, match.start(), end, value, score)


@cache
def _ends_clause() -> re.Pattern[str]:
    return re.compile(grammar.CLAUSE_END)


@cache
def _numeric(language: str) -> re.Pattern[str]:
    """«۱۴۰۴/۰۵/۲۲», «22-5-1404», «13 /10 /1436هـ», «۱۴۰۳–۰۹–۱۹», with a weekday before it."""
    mark = rf"\s?(?P<mark>{MARK})\s?"
    body = rf"(?<![\d/.:-])(?P<a>\d{{1,4}}){mark}(?P<b>\d{{1,2}})\s?(?P=mark)\s?(?P<c>\d{{1,4}})(?![\d/]|[.,]\d)"
    return re.compile(rf"{grammar.weekday_before(language)}{body}{grammar.ERA}")


_MOST_DAYS = 31
_MONTHS = 12


def _order(match: Match, language: str) -> tuple[str, int, int] | None:
    """Year, month and day of three figures."""
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == 4:
        return a, int(b), int(c)
    if len(c) == 4:
        day, month = int(a), int(b)
        return (c, day, month) if month > _MONTHS and day <= _MONTHS else (c, month, day)
    if len(a) > 2 or len(c) > 2:
        return None
    return _short_order(a, b, c, match["mark"], language)


def _short_order(a: str, b: str, c: str, mark: str, language: str) -> tuple[str, int, int] | None:
    """Of figures of at most two digits: the Persian year is the first or over 31, the Arabic one is the last."""
    if language == "ar":
        good = mark in "/-\u2044\u2215" and len(c) == 2 and int(a) <= _MOST_DAYS and int(b) <= _MONTHS
        return (c, int(b), int(a)) if good else None
    if len(a) != 2 or mark not in "/.\u2044\u2215" or language != "fa":
        return None
    if len(c) == 2 and int(c) > _MOST_DAYS:
        return c, int(b), int(a)
    return (a, int(b), int(c)) if int(a) > _MOST_DAYS or a[0] == "0" else None


def numeric_days(scope: Scope) -> Iterator[Found]:
    """Year, month and day in figures, in every order."""
    for match in scope.find(_numeric(scope.language), "figure"):
        order = _order(match, scope.language)
        if order is None:
            continue
        digits, month, number = order
        if len(digits) == len("99"):
            calendar = lexis.era_of(match) or ("gregorian" if scope.language == "ar" else "jalali")
        else:
            calendar = lexis.era_of(match) or resolve.calendar_of_year(int(digits), scope.language)
        year = resolve.full_year(digits, calendar, scope.published)
        value = resolve.day_value(calendar, year, month, number, scope.published)
        if value and reading.plausible(year, calendar, match):
            score = 0.95 if len(digits) == len("1404") else 0.7
            yield from found(match, value, reading.weekday_score(match, value, score))


@cache
def _of_shown_month(language: str) -> re.Pattern[str]:
    """«20 من الشهر الجاري», «الخامس من الشهر المقبل», «پانزدهم ماه جاری», «۲۵ همین ماه»."""
    day = grammar.day_of_month("day", language)
    months = lexis.of("relative_dates", language, unit="month")
    joint = rf"(?:{SPACE}(?:من|فی|از))?{SPACE}"
    lead = grammar.weekday_before(language) + grammar.the_day(language)
    return re.compile(rf"{lead}{day}{joint}(?P<month>{months}){END}")


def days_of_a_shown_month(scope: Scope) -> Iterator[Found]:
    """A day of the month that a word points to."""
    for match in scope.find(_of_shown_month(scope.language), "shown"):
        if scope.published is None or _is_length(match, scope):
            continue
        _, offset = lexis.relatives()[flat(match["month"])]
        value = _day_of_month(scope, offset, reading.number_of(match["day"]))
        if value:
            yield from found(match, value, reading.weekday_score(match, value, 0.9))


def _day_of_month(scope: Scope, offset: int, number: int) -> dict[str, Any] | None:
    """A day of the month that is so many months from that of publication; None where there is no such day."""
    first = scope.published and resolve.relative_value(scope.calendar, "month", offset, scope.published)
    year, month = map(int, first["value"].split("-")) if first else (0, 0)
    value = resolve.day_value(scope.calendar, year, month, number, None) if year else None
    return {**value, "relative": True} if value else None


@cache
def _of_this_month() -> re.Pattern[str]:
    """«في 18 الجاري», «يوم 3 المقبل»: as many Arabic papers write it, the month left out."""
    lead = rf"(?<!\w)(?:[وف]?(?:فی|منذ|حتی|بتاریخ)|[وبل]?یوم){SPACE}"
    shown = any_of(_shown_months())
    return re.compile(rf"{lead}(?P<figure>(?P<day>\d{{1,2}})(?:{SPACE}من)?{SPACE}(?P<which>{shown})){END}")


@cache
def _shown_months() -> dict[str, int]:
    """The adjective of an Arabic month, flat («الجاري») → how many months from the one of publication."""
    months = (row for row in table("relative_dates") if (row["language"], row["unit"]) == ("ar", "month"))
    parted = ((row["word"].removeprefix(_MONTH), row) for row in months if row["word"].startswith(_MONTH))
    return {flat(folded(word)): int(row["offset"]) for word, row in parted}


_MONTH = "الشهر "


def days_of_this_month(scope: Scope) -> Iterator[Found]:
    """A day of the month that only its adjective points to."""
    for match in scope.find(_of_this_month(), "bare month") if scope.language == "ar" else ():
        value = _day_of_month(scope, _shown_months()[flat(match["which"])], int(match["day"]))
        if value:
            yield Found("DATE", match.start("figure"), match.end("figure"), value, 0.85)


def _is_length(match: Match, scope: Scope) -> bool:
    """Whether a cardinal counts months («دو ماه آینده»); «۲۵ ماه جاری» and «دوم ماه آینده» are days."""
    shown = lexis.relatives()[flat(match["month"])][1]
    return scope.language != "ar" and bool(shown) and flat(match["day"]) not in lexis.ordinals()


_DATELINE = re.compile(
    r"(?:\A|(?<=\n))[^\n\d()]{2,30}?\s?-?\s?(?P<figure>(?P<day>\d{1,2})\s?-\s?(?P<month>\d{1,2}))\s?(?=\((?:کونا|سونا|بترا|قنا|وام|بنا|سبا|واص|وفا)\))"
)
"""«الكويت - 5 - 12 (كونا)»: how the Kuwait News Agency begins, the day first."""


def datelines(scope: Scope) -> Iterator[Found]:
    """Day and month in figures between a town and an agency, of the year of publication or the one before."""
    for match in scope.find(_DATELINE, "figure") if scope.language == "ar" else ():
        number, month = int(match["day"]), int(match["month"])
        if 1 <= month <= _MONTHS and 1 <= number <= _MOST_DAYS:
            value = resolve.day_value("gregorian", None, month, number, scope.published, "past")
            if value:
                yield Found("DATE", match.start("figure"), match.end("figure"), value, 0.8)


RULES = (named_days, month_first_days, numeric_days, days_of_a_shown_month, days_of_this_month, datelines)
