"""Seasons, quarters, halves and first months of years."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from extractors.dates import calendars, grammar, lexis, resolve
from extractors.dates.grammar import ERA, GAP, NO_MORE, SPACE
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope, found
from extractors.dates.tense import leaning
from extractors.numerals import value_of
from extractors.patterns import END, GLUED, JOINT, flat
from extractors.protocols import Found

type Match = re.Match[str]

_SEASONS = {"بهار": 1, "تابستان": 2, "پاییز": 3, "زمستان": 4, "ربیع": 1, "صیف": 2, "خریف": 3, "شتاء": 4}
_CODES = ("SP", "SU", "AU", "WI")


@cache
def _season(language: str) -> re.Pattern[str]:
    """«تابستان ۱۴۰۳», «فصل بهار», «پاییز امسال», «صيف 2015», «الشتاء الماضي»."""
    part = rf"(?P<in>(?:{kind('month_part', language)}|فی|خلال|این){SPACE})?"
    lead = rf"{part}(?P<lead>فصل{SPACE})?"
    persian = r"(?P<fa>بهار|تابستان|پاییز|زمستان)(?:ی|ه)?"
    arabic = r"(?:ال)?(?P<ar>ربیع|صیف|خریف|شتاء)"
    return re.compile(rf"{GLUED}{lead}(?:{persian}|{arabic}){END}{grammar.year_after(language)}")


def seasons(scope: Scope) -> Iterator[Found]:
    """Three months. Spring alone is a name, or the Arab one: it wants a year, or the word for season.

    An Arabic season alone wants a preposition («في الشتاء»), and is of no year.
    """
    for match in scope.find(_season(scope.language), "period"):
        name = match["fa"] or match["ar"]
        number = _SEASONS[name]
        dated = match["year"] or match["which"] or match["lead"]
        led = match["in"] and match["ar"] and scope.before(match.start("ar"), 2) == "ال"
        if not dated and (number == 1 or scope.language != "fa") and not (match["ar"] and number != 1 and led):
            continue
        start = match.end("in") if match["in"] else match.start()
        value = _season_value(match, number, scope)
        if value:
            yield Found("DATE", start, len(match.string[: match.end()].rstrip()), value, 0.85 if dated else 0.6)


def _season_value(match: Match, number: int, scope: Scope) -> dict[str, Any] | None:
    """The days of a season: those that the Jalali calendar gives it, in whatever calendar its year is said."""
    month, code = 3 * number - 2, _CODES[number - 1]
    calendar, year = "gregorian" if match["ar"] else "jalali", None
    if match["year"]:
        calendar, year = _said_year(match, month, scope)
    elif match["which"] and scope.published:
        year = resolve.which_year(lexis.year_words()[flat(match["which"])], "jalali", month, 1, scope.published)
    elif scope.published and not match["ar"]:
        year = resolve.nearest_year("jalali", month + 1, 15, scope.published)
    if year is None:
        return {"calendar": calendar, "value": f"XXXX-{code}", "precision": "season"}
    value = part_of_year("jalali", year, month, month + 2, f"{year:04}-{code}", "season")
    if value and calendar == "gregorian":
        return {**value, "calendar": calendar, "value": f"{value['start'][:4]}-{code}"}
    return value


def _said_year(match: Match, month: int, scope: Scope) -> tuple[str, int | None]:
    """The calendar of a season whose year is said, and the Jalali year in which it is."""
    digits = match["year"]
    calendar = lexis.era_of(match) or resolve.calendar_of_year(int(digits), scope.language)
    if len(digits) == len("99"):
        calendar = "gregorian" if match["ar"] else "jalali"
    year = resolve.full_year(digits, calendar, scope.published)
    if calendar == "hijri":
        return "gregorian", resolve.year_within("jalali", calendar, year, month + 1, 15)
    return calendar, year - 621 if calendar == "gregorian" else year


def part_of_year(calendar: str, year: int, first: int, last: int, name: str, precision: str) -> dict[str, Any] | None:
    """The days of the months from the first to the last."""
    start, end = calendars.interval(calendar, year, first), calendars.interval(calendar, year, last)
    return resolve.span_value(calendar, name, start[0], end[1], precision) if start and end else None


@cache
def _fraction(language: str) -> re.Pattern[str]:
    """«سه‌ماهه نخست امسال», «نیمه دوم سال ۱۴۰۳», «شش ماهه اول سال», «الربع الأول من 2015»."""
    months = rf"(?P<months>{lexis.number_words('fa', 3, 11)}|\d{{1,2}}){GAP}ماه{GAP}(?:ه|ی|ه{JOINT}ی)?"
    part = rf"(?:{months}|(?P<quarter>ربع|الربع|لربع|فصل|فصل{JOINT}ی)|(?P<half>نیمه{JOINT}ی?|نیم{JOINT}سال|النصف))"
    lead = rf"(?:(?:از|من){SPACE})?(?:{kind('year_name', language)}{SPACE}|من{SPACE}|ل)?"
    figures = rf"{lead}(?P<year>\d{{4}}|[5-9]\d){NO_MORE}{ERA}"
    which = rf"(?P<which>{of('month_years', language)}){END}"
    bare = rf"(?P<bare>سال|من{SPACE}العام|للعام){END}"
    year = rf"(?:{SPACE}(?:{figures}|{which}|{bare}))?"
    before = rf"(?:(?P<early>(?:19|20)\d\d){SPACE})?"
    nth = kind("nth", language)
    first = part.replace("<months>", "<months2>").replace("<quarter>", "<quarter2>").replace("<half>", "<half2>")
    order = rf"(?:{before}{part}{SPACE}(?P<number>{nth}){END}|(?P<number2>{nth}){SPACE}{first}{END})"
    return re.compile(rf"{GLUED}{order}{year}")


def fractions(scope: Scope) -> Iterator[Found]:
    """Quarters, halves and first months of a year; without a year, of the year of publication."""
    for match in scope.find(_fraction(scope.language), "period"):
        given = {name: match[name] or match[f"{name}2"] for name in ("months", "quarter", "half", "number")}
        months = _months(given)
        dated = match["year"] or match["which"] or match["bare"] or match["early"]
        if months is None or not (given["months"] or dated or _is_quarter(match, scope)):
            continue
        calendar, year = _year_of(match, months[0], scope)
        name = f"M{months[0]}-{months[1]}" if given["months"] else f"{'Q' if given['quarter'] else 'H'}{months[2]}"
        if year is None:
            yield from found(match, {"calendar": calendar, "value": f"XXXX-{name}", "precision": "month"}, 0.6)
        else:
            value = part_of_year(calendar, year, months[0], months[1], f"{year:04}-{name}", "month")
            yield from found(match, value, 0.9)


def _year_of(match: Match, month: int, scope: Scope) -> tuple[str, int | None]:
    calendar = scope.calendar
    digits = match["year"] or match["early"]
    if digits:
        full = resolve.full_year(digits, calendar, scope.published)
        calendar = lexis.era_of(match) or resolve.calendar_of_year(full, scope.language)
        return calendar, resolve.full_year(digits, calendar, scope.published)
    if scope.published is None:
        return calendar, None
    if match["quarter"] and not (match["which"] or match["bare"]):
        lean = leaning(scope, match.start(), match.end())
        return calendar, resolve.year_of_month(calendar, month, scope.published, lean, last=month + 2)
    which = lexis.year_words()[flat(match["which"])] if match["which"] else "this"
    return calendar, None if which in resolve.IN_TEXT else resolve.which_year(
        which, calendar, month, 1, scope.published
    )


def _is_quarter(match: Match, scope: Scope) -> bool:
    """Whether «الربع الأول» alone is one of a year: that of nothing else, and of no match."""
    quarter = match["quarter"] in _QUARTER and match["number"] and not _OF.match(scope.key, match.end())
    return bool(quarter) and not _game().search(scope.key)


_QUARTER = ("الربع", "للربع")
_OF = re.compile(r"\s(?:من|ل\w+)\s?")


@cache
def _game() -> re.Pattern[str]:
    return re.compile(rf"{GLUED}(?:ال)?{kind('game', 'ar')}{END}")


def _months(given: dict[str, str | None]) -> tuple[int, int, int] | None:
    """First and last month, and which part it is; None where the year has no such part."""
    size = 3 if given["quarter"] else 6
    if given["months"]:
        size = int(value_of(given["months"]) or 0)
    parts = 12 // size if 0 < size < 12 else 0
    number = int(lexis.values("nth")[flat(given["number"] or "")])
    number = parts if number < 0 else number
    if not parts or number > parts:
        return None
    return (number - 1) * size + 1, number * size, number


@cache
def _first_days(language: str) -> re.Pattern[str]:
    """«۹۳ روز نخست امسال», «۱۰۰ روز اول سال ۱۴۰۳»."""
    shown = rf"(?P<which>{of('month_years', language)}){END}|(?P<bare>سال){END}"
    year = rf"(?:(?:سال{SPACE})?(?P<year>\d{{4}}){NO_MORE}{ERA}|{shown})"
    return re.compile(rf"(?<![\d.,/:])(?P<days>\d{{1,3}}){SPACE}روز{SPACE}(?:نخست|اول|ابتدای{JOINT}ی?){SPACE}{year}")


def first_days(scope: Scope) -> Iterator[Found]:
    """The first so many days of a year."""
    if scope.language != "fa":
        return
    for match in scope.find(_first_days("fa"), "unit"):
        number = int(match["days"])
        year = int(match["year"]) if match["year"] else None
        if year is None and scope.published:
            which = lexis.year_words()[flat(match["which"])] if match["which"] else "this"
            year = None if which in resolve.IN_TEXT else resolve.which_year(which, "jalali", 1, 1, scope.published)
        if year is None:
            yield from found(match, {"calendar": "gregorian", "duration": f"P{number}D"}, 0.6)
            continue
        calendar = lexis.era_of(match) or resolve.calendar_of_year(year, "fa")
        whole = calendars.interval(calendar, year)
        if whole and 0 < number <= _DAYS_OF_YEAR:
            end = whole[0] + timedelta(days=number - 1)
            yield from found(match, resolve.span_value(calendar, f"{year:04}-D1-{number}", whole[0], end, "day"), 0.85)


_DAYS_OF_YEAR = 366
RULES = (seasons, fractions, first_days)
