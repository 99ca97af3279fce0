"""From one day or month to another: «۲۰ تا ۲۵ آبان», «من 28 ديسمبر إلى 3 يناير 2025», «يناير - مارس 2024»."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from extractors.dates import grammar, lexis, reading, resolve
from extractors.dates.grammar import AND, GAP, NO_MORE, SPACE, TO
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope, found
from extractors.dates.tense import leaning
from extractors.patterns import END, GLUED, flat
from extractors.protocols import Found

type Match = re.Match[str]
type Value = dict[str, Any]

_BETWEEN = re.compile(r"بین\s?$")


def _joined(first: Value | None, last: Value | None) -> Value | None:
    """From the first to the last; None where that is no stretch of time."""
    if first is None or last is None or first["value"] >= last["value"]:
        return None
    value = {**first, "value": f"{first['value']}/{last['value']}"}
    if "end" in last and "start" in first:
        value["end"] = last["end"]
    return value


@cache
def _days(language: str) -> re.Pattern[str]:
    """«۲۰ تا ۲۵ آبان», «پنجم تا هفتم آبان», «من الثالث وحتى السادس من أكتوبر», «۱۲، ۱۳ و ۱۴ آبان»."""
    first, last = (grammar.day_of_month(name, language) for name in ("first", "last"))
    to = rf"(?:{TO}|(?P<and>{AND}))"
    more = r"(?P<more>(?:(?<![\d.,/:])\d{1,2}\s?(?:[،,]|و)\s?){1,6})?"
    weekday = grammar.any_weekday(language)
    end = rf"{weekday}{last}{grammar.day_to_month(language)}{grammar.named_month(language)}"
    return re.compile(rf"{grammar.weekday_before(language)}{more}{first}{to}{end}")


def day_ranges(scope: Scope) -> Iterator[Found]:
    """Two days of one month; with «و» between them single days, unless they follow each other."""
    for match in scope.find(_days(scope.language), "month"):
        calendar, month = reading.month_of(match, scope)
        numbers = _numbers(match)
        year = reading.year_of(match, scope, month, numbers[-1])
        dated = year.number is not None or bool(match["which"] or match["mah"])
        rising = all(one < other for one, other in pairwise(numbers))
        if not rising or not reading.trusted(match, scope, dated=dated, day=match["last"]):
            continue
        number = year.number
        if number is None and scope.published and year.known:
            lean = leaning(scope, match.start(), match.end())
            number = resolve.nearest_year(calendar, month, numbers[-1], scope.published, lean)
        values = [resolve.day_value(calendar, number, month, day, None) for day in numbers]
        if match["and"] and _are_apart(numbers) and not _BETWEEN.search(scope.before(match.start("first"), 5)):
            yield from _each(match, values, year.end, scope)
            continue
        value = _joined(values[0], values[-1])
        if value:
            yield reading.mention(scope, match.start(), year.end, value, 0.95)


def _numbers(match: Match) -> list[int]:
    more = [int(digits) for digits in _FIGURES.findall(match["more"] or "")]
    return [*more, reading.number_of(match["first"]), reading.number_of(match["last"])]


_FIGURES = re.compile(r"\d+")


def _are_apart(numbers: list[int]) -> bool:
    return numbers[-1] - numbers[0] >= len(numbers)


def _each(match: Match, values: list[Value | None], end: int, scope: Scope) -> Iterator[Found]:
    """Days that one month follows («۵ و ۲۰ آبان»), each for itself."""
    places = [
        (m.start() + match.start("more"), m.end() + match.start("more")) for m in _FIGURES.finditer(match["more"] or "")
    ]
    places += [match.span("first"), (match.start("last"), end)]
    for (start, stop), value in zip(places, values, strict=True):
        if value:
            yield reading.mention(scope, start, stop, value, 0.95 if stop == end else 0.7)


@cache
def _across(language: str) -> re.Pattern[str]:
    """«۲۸ مهر تا ۵ آبان ۱۴۰۴», «من 28 ديسمبر 2024 إلى 3 يناير 2025»."""
    day, last = (grammar.day_of_month(name, language) for name in ("day", "last"))
    joint = grammar.day_to_month(language)
    year = rf"(?:[،,]?{GAP}(?:{grammar.year_names(language)}{GAP})?(?P<from_year>\d{{4}}){NO_MORE})?"
    first = rf"{day}{joint}{grammar.month(language, 'from')}{grammar.MAH}?{year}"
    end = rf"{grammar.any_weekday(language)}{last}{joint}{grammar.named_month(language)}"
    return re.compile(rf"{grammar.weekday_before(language)}{first}{TO}{end}")


def ranges_across(scope: Scope) -> Iterator[Found]:
    """From a day of one month to a day of another."""
    for match in scope.find(_across(scope.language), "month"):
        calendar, month = reading.month_of(match, scope)
        from_calendar, from_month, _ = lexis.months(scope.language)[flat(match["from"])]
        first, last = reading.number_of(match["day"]), reading.number_of(match["last"])
        if from_calendar != calendar:
            continue
        year = reading.year_of(match, scope, month, last)
        last_year = _year_after(match, (from_month, first), (month, last)) if year.number is None else year.number
        end = resolve.day_value(calendar, last_year, month, last, scope.published)
        if end is None:
            continue
        number = _year_before(end, (from_month, first), (month, last))
        if match["from_year"]:
            number = int(match["from_year"])
        value = _joined(resolve.day_value(calendar, number, from_month, first, None), end)
        if value:
            yield reading.mention(scope, match.start(), year.end, value, 0.9)


def _year_before(end: Value, first: tuple[int, int], last: tuple[int, int]) -> int | None:
    """The year in which a stretch begins that ends on a day: the same, or the one before."""
    written = end["value"][:4]
    return int(written) - (first > last) if written.isdigit() else None


def _year_after(match: Match, first: tuple[int, int], last: tuple[int, int]) -> int | None:
    """The year of an end whose beginning alone has one («۳۱ شهریور ۱۴۰۱ تا ۲ مهر»): the same or the next."""
    return int(match["from_year"]) + (first > last) if match["from_year"] and not match["which"] else None


@cache
def _month_first(language: str) -> re.Pattern[str]:
    """«يوليو 13-15», «تموز 13 إلى 15», «أغسطس 27 - 29، 2024»."""
    day = r"(?P<first>\d{1,2})"
    year = rf"(?P<whole>)(?:\s?[،,]?\s(?P<year>\d{{4}}){NO_MORE}{grammar.ERA})?(?P<which>(?!))?"
    end = r"(?P<last>\d{1,2})(?![\d:]|[.,/]\d|\s?%)"
    return re.compile(rf"{GLUED}{grammar.month(language)}{grammar.other_name(language)}\s{day}{TO}{end}{year}")


def month_first_ranges(scope: Scope) -> Iterator[Found]:
    """A month and after it two of its days."""
    for match in scope.find(_month_first(scope.language), "month"):
        calendar, month = reading.month_of(match, scope)
        if scope.language != "ar" or calendar != "gregorian":
            continue
        year = reading.year_of(match, scope, month, int(match["last"]))
        last = resolve.day_value(calendar, year.number, month, int(match["last"]), scope.published)
        number = _year_before(last, (0, 0), (0, 0)) if last else None
        value = _joined(resolve.day_value(calendar, number, month, int(match["first"]), None), last)
        if value:
            yield reading.mention(scope, match.start(), max(year.end, match.end("last")), value, 0.85)


@cache
def _months(language: str) -> re.Pattern[str]:
    """«از مهر تا آذر ۱۴۰۴», «من يناير إلى مارس 2024», «يناير/فبراير 2024»."""
    to = rf"(?:{TO}|\s?/\s?|(?P<and>{AND}))"
    lead = rf"(?:{kind('month_part', language)}{SPACE})?(?:{kind('month_named', language)}{SPACE})?"
    year = rf"(?:{SPACE}(?:{grammar.year_names(language)}{SPACE})?(?P<from_year>\d{{4}}){NO_MORE})?"
    first = rf"(?P<at>){grammar.month(language, 'from')}{grammar.MAH}?{END}{year}"
    return re.compile(rf"{GLUED}{lead}{first}{to}{lead}{grammar.named_month(language)}")


def month_ranges(scope: Scope) -> Iterator[Found]:
    """Two months of one calendar, the ends of a stretch."""
    for match in scope.find(_months(scope.language), "month"):
        calendar, month = reading.month_of(match, scope)
        from_calendar, from_month, solo = lexis.months(scope.language)[flat(match["from"])]
        if from_calendar != calendar or from_month == month or not _is_stretch(match, scope, solo=solo):
            continue
        year = reading.year_of(match, scope, month)
        last_year = _year_after(match, (from_month, 0), (month, 0)) if year.number is None else year.number
        last = resolve.month_value(calendar, last_year, month, scope.published)
        if last is None:
            continue
        number = int(match["from_year"]) if match["from_year"] else _year_before(last, (from_month, 0), (month, 0))
        value = _joined(resolve.month_value(calendar, number, from_month, None), last)
        if value:
            yield reading.mention(scope, match.start("at"), year.end, value, 0.85)


def _is_stretch(match: Match, scope: Scope, *, solo: bool) -> bool:
    """Whether two names are months here, and the ends of something: one of them is surely a month, or a word leads."""
    lead = _LED.search(scope.before(match.start("at"), 12))
    if match["and"] and not (lead and lead.group().startswith("بین")):
        return False
    own = lexis.months(scope.language)[flat(match["month"])][2]
    return bool(lead or match["year"] or match["which"] or (solo and own))


_LED = re.compile(r"(?:بین|از|من|خلال)\s(?:شهر\s|ماه\s|\w+\s)?$|\(\s?$")


@cache
def _from_year(language: str) -> re.Pattern[str]:
    """«از ابتدای سال تا پایان آبان‌ماه», «منذ بداية العام وحتى نهاية أكتوبر»."""
    part = kind("month_part", language)
    year = (
        rf"سال(?:{SPACE}(?P<shown>{of('month_years', language)}))?"
        if language == "fa"
        else (rf"(?:العام|السنه|عام|سنه)(?:{SPACE}(?P<shown>{of('month_years', language)}))?")
    )
    lead = rf"(?:از|من|منذ){SPACE}(?P<at>)(?:{kind('year_start', language)}){SPACE}{year}"
    named = rf"(?:{kind('month_named', language)}{SPACE})?"
    return re.compile(rf"{GLUED}{lead}{TO}(?:{part}{SPACE})?{named}{grammar.named_month(language)}")


def ranges_from_new_year(scope: Scope) -> Iterator[Found]:
    """From the first day of a year to the end of one of its months."""
    for match in scope.find(_from_year(scope.language), "month"):
        calendar, month = reading.month_of(match, scope)
        year = reading.year_of(match, scope, month)
        which = lexis.year_words().get(flat(match["shown"] or ""), "")
        number = year.number
        if number is None and which and which not in resolve.IN_TEXT and scope.published:
            number = resolve.which_year(which, calendar, month, 1, scope.published)
        last = resolve.month_value(calendar, number, month, scope.published if year.known else None, "past")
        first = _year_before(last, (0, 0), (0, 0)) if last else None
        value = _joined(resolve.day_value(calendar, first, 1, 1, None), last) if first else None
        if value and last and first:
            end = resolve.day_of(calendar, last["end"])
            value = {**value, "value": f"{value['value'].partition('/')[0]}/{end}"}
            yield reading.mention(scope, match.start("at"), year.end, value, 0.9)


@cache
def _of_shown_month(language: str) -> re.Pattern[str]:
    """«من 4 إلى 22 من الشهر الجاري», «۱۰ تا ۱۵ همین ماه»."""
    months = of("relative_dates", language, unit="month")
    first, last = (rf"(?<![\d.,/:])(?P<{name}>\d{{1,2}})" for name in ("first", "last"))
    return re.compile(rf"{first}{TO}{last}(?:{SPACE}(?:من|فی))?{SPACE}(?P<month>{months}){END}")


def ranges_of_a_shown_month(scope: Scope) -> Iterator[Found]:
    """Two days of the month that a word points to."""
    for match in scope.find(_of_shown_month(scope.language), "shown"):
        offset = lexis.relatives()[flat(match["month"])][1]
        month = resolve.relative_value(scope.calendar, "month", offset, scope.published) if scope.published else None
        if month is None:
            continue
        year, number = map(int, month["value"].split("-"))
        days = (resolve.day_value(scope.calendar, year, number, int(match[n]), None) for n in ("first", "last"))
        value = _joined(*days)
        if value:
            yield reading.mention(scope, match.start(), match.end(), {**value, "relative": True}, 0.9)


@cache
def _figures() -> re.Pattern[str]:
    """«5-17-6-1440هـ», «3 - 9/7/2019», «۳ تا ۹/۷/۱۴۰۲»: the days of one month, all in figures."""
    mark, same = rf"\s?(?P<mark>{grammar.MARK})\s?", r"\s?(?P=mark)\s?"
    days = rf"(?P<first>\d{{1,2}}){TO}(?P<last>\d{{1,2}})"
    day_first = rf"{days}{mark}(?P<month>\d{{1,2}}){same}(?P<year>\d{{4}})"
    return re.compile(rf"(?<![\d/.:-]){day_first}(?!\d|[/-]\d|[.,]\d){grammar.ERA}")


def ranges_in_figures(scope: Scope) -> Iterator[Found]:
    """Two days, their month and year in figures."""
    for match in scope.find(_figures(), "figure"):
        year, month = int(match["year"]), int(match["month"])
        calendar = lexis.era_of(match) or resolve.calendar_of_year(year, scope.language)
        first, last = (resolve.day_value(calendar, year, month, int(match[name]), None) for name in ("first", "last"))
        value = _joined(first, last)
        if value and reading.plausible(year, calendar, match):
            yield from found(match, value, 0.9)


RULES = (
    ranges_in_figures,
    day_ranges,
    ranges_across,
    month_first_ranges,
    month_ranges,
    ranges_from_new_year,
    ranges_of_a_shown_month,
)
