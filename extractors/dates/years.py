"""Years: after «سال» or «عام», with an era, in words, and bare where what stands around shows that they are years."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from corpora.tables import table
from extractors.dates import lexis, reading, resolve, tense
from extractors.dates.calendars import PLAUSIBLE
from extractors.dates.grammar import (
    AND,
    CLAUSE_END,
    DASH,
    ERA,
    ERA_ALONE,
    FULL_YEAR,
    GAP,
    NO_MORE,
    SPACE,
    TO,
    UNCOUNTED,
)
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope, found
from extractors.patterns import END, GLUED, JOINT, START
from extractors.protocols import Found
from extractors.text.arabic_verbs import is_perfect
from extractors.text.exact import exact_of
from extractors.text.lexicon import key_of

type Match = re.Match[str]

_LONGEST = 100
_BARE_SCORE = 0.6


@cache
def _led(language: str) -> re.Pattern[str]:
    """«سال ۱۴۰۱», «عام 2015م», «1436هـ», «عام (1948)», «سال‌های ۱۴۰۱ تا ۱۴۰۳», «عامي 2010 و2012», «۱۱۱ ق»."""
    lead = rf"{GLUED}{kind('year_name', language)}(?:{SPACE}(?:میلادی|هجری)|)(?:{SPACE}|(?=[\d(]))"
    again = rf"(?:{kind('year_name', language)}{SPACE})?"
    until = rf"(?:(?:{TO}|(?P<and>{AND})|\s?/\s?){again}(?P<until>\d{{4}}|\d{{2}}){NO_MORE}(?!\s?%))?"
    old = rf"(?P<old>\d{{1,3}})\s?{kind('before_christ', language)}"
    since = rf"(?:(?P<from>\d{{4}}){TO}(?=\d{{4}}))?"
    alone = rf"(?<![\d./:,-]){since}(?P<alone>\d{{4}}|\d{{3}})\s?{ERA_ALONE}"
    year = rf"\(?\s?(?<!\d)(?P<year>\d{{4}}|\d{{2}}{UNCOUNTED}){NO_MORE}{until}\s?\)?{ERA}"
    return re.compile(rf"{lead}(?:{old}|{year})|{alone}")


def years(scope: Scope) -> Iterator[Found]:
    """A year that a word or an era marks as one."""
    for match in scope.find(_led(scope.language), "year", "figure"):
        if match["old"]:
            before = {"calendar": "gregorian", "value": f"-{int(match['old']):04}", "precision": "year"}
            yield from found(match, before, 0.9)
            continue
        digits = match["year"] or match["alone"]
        if match["alone"] and reading.said_era(match) == "" and len(digits) < len("1404"):
            continue
        if match["year"] and len(digits) == len("99") and not _may_be_short(match, scope):
            continue
        calendar, year = _calendar_and_year(digits, lexis.era_of(match), scope)
        if not reading.plausible(year, calendar, match):
            continue
        if match["from"]:
            yield from _since(match, calendar, year, scope)
            continue
        until = resolve.full_year(match["until"], calendar, scope.published) if match["until"] else None
        apart = match["and"] and until and until > year + 1 and not _is_between(match, scope)
        if until is not None and (until <= year or apart):
            yield from _two(match, calendar, (year, until), scope)
        else:
            yield from found(match, resolve.year_value(calendar, year, until), 0.95)


def _since(match: Match, calendar: str, year: int, scope: Scope) -> Iterator[Found]:
    """From one year to another that alone has the era («من 1441 إلى 1443هـ»); of another number the year alone."""
    first = int(match["from"])
    rises = first < year and reading.plausible(first, calendar, match)
    value = resolve.year_value(calendar, first, year) if rises else resolve.year_value(calendar, year)
    if value:
        yield reading.mention(scope, match.start("from" if rises else "alone"), match.end(), value, 0.95)


def _is_between(match: Match, scope: Scope) -> bool:
    """Whether two Persian years are the ends of a stretch («بین سال‌های ۱۳۸۰ و ۱۳۸۵»); TIMEX3 has Arabic ones apart."""
    return scope.language == "fa" and bool(_BETWEEN.search(scope.before(match.start(), 7)))


_BETWEEN = re.compile(r"(?<!\w)(?:ما\s?)?(?:بین|میان|فاصله)\s$")


def _two(match: Match, calendar: str, years: tuple[int, int], scope: Scope) -> Iterator[Found]:
    """Two years that are no stretch of time («سال‌های ۱۳۹۵ و ۱۴۰۰»); of others the first alone («سال ۱۴۰۱/۹۹»)."""
    first, last = (resolve.year_value(calendar, year) for year in years)
    if first:
        yield reading.mention(scope, match.start(), match.end("year"), first, 0.95)
    if last and match["and"]:
        yield reading.mention(scope, match.start("until"), match.end(), last, 0.8)


def _may_be_short(match: Match, scope: Scope) -> bool:
    """Whether two figures can be a year: in Arabic only of the last century, where nothing is counted."""
    if scope.language != "ar" or lexis.era_of(match) or match["until"]:
        return True
    end = match.end("year")
    return int(match["year"]) >= _OLD and bool(_begins_anew(scope, end) or _DEFINITE.match(scope.key, end))


_OLD = 40


def _calendar_and_year(digits: str, era: str, scope: Scope) -> tuple[str, int]:
    """A year of two digits is Jalali in Persian; in Arabic it is Gregorian. «سنة 64هـ» is as old as it looks."""
    if len(digits) > len("99"):
        return era or resolve.calendar_of_year(int(digits), scope.language), int(digits)
    if era == "hijri":
        return era, int(digits)
    if scope.language != "ar":
        calendar = era or "jalali"
        return calendar, resolve.full_year(digits, calendar, scope.published)
    return "gregorian", resolve.full_year(digits, "gregorian", scope.published)


@cache
def _spelled(language: str) -> re.Pattern[str]:
    """A year in words after «سال», «عام»: «سال هزار و سیصد و شصت و چهار», «عام ألفين وسبعة وعشرين»."""
    word = lexis.number_words(language, 1, 2000)
    number = rf"(?P<number>{word}(?:{GAP}(?:و{GAP})?{word}){{0,6}}){END}"
    return re.compile(rf"{GLUED}{kind('year_name', language)}{SPACE}{number}{ERA}")


def spelled_years(scope: Scope) -> Iterator[Found]:
    """A year in words."""
    for match in scope.find(_spelled(scope.language), "year"):
        year = int(reading.value_of_words(match["number"]))
        if not reading.FIRST_SPELLED <= year < reading.LAST_SPELLED:
            continue
        calendar = lexis.era_of(match) or resolve.calendar_of_year(year, scope.language)
        if reading.plausible(year, calendar, match):
            yield from found(match, resolve.year_value(calendar, year), 0.9)


@cache
def _cued(language: str) -> re.Pattern[str]:
    """«المپیک 2016», «انتخابات ۹۶», «حرب 1948», «(1948)», «1936 - 1939»."""
    end = r"(?!\d|[.,:/]\d|\s?[٪%])"
    after = rf"{of('year_cues', language, strict='')}{SPACE}(?P<year>{FULL_YEAR})"
    before = rf"{of('year_cues', language, strict='yes')}{SPACE}(?P<ends>{FULL_YEAR}){CLAUSE_END}"
    short = rf"{of('year_cues', language, short='yes')}{SPACE}(?P<short>[5-9]\d)"
    until = rf"(?:\s?(?:{DASH}|(?P<slash>/))\s?(?P<last>{FULL_YEAR}|(?<=\d[/-])\d\d){end}|{end})"
    bracket = rf"\(\s?(?P<alone>{FULL_YEAR})(?:\s?{DASH}\s?(?P<last2>{FULL_YEAR}))?\s?\)"
    both = rf"(?<![\d./:,-])(?P<from>{FULL_YEAR})\s?(?:{DASH}|(?P<slash2>/))\s?(?P<to>{FULL_YEAR}){end}{ERA}"
    return re.compile(rf"{GLUED}(?:{after}|{before}|{short}){until}|{bracket}|{both}")


def cued_years(scope: Scope) -> Iterator[Found]:
    """A bare number that a word before it, brackets or another year make a year."""
    for match in scope.find(_cued(scope.language), "figure"):
        group = next(name for name in ("year", "ends", "short", "alone", "from") if match[name])
        until = match["last"] or match["last2"] or match["to"]
        if until and (match["slash"] or match["slash2"] or len(until) < len(match[group])):
            until = _season_end(match[group], until)
            if until is None:
                continue
        value = _years_value(match[group], until, scope)
        if value:
            end = match.end(next((n for n in ("era", "last", "last2", "to") if match[n]), group))
            yield Found("DATE", match.start(group), end, value, 0.65)


def _season_end(first: str, last: str) -> str | None:
    """The second year of a season («2020/2021», «2022-23»); None where it does not follow the first."""
    following = str(int(first) + 1)
    return following if following.endswith(last) else None


def _years_value(digits: str, until: str | None, scope: Scope) -> dict[str, Any] | None:
    calendar = "jalali" if len(digits) == len("99") else resolve.calendar_of_year(int(digits), scope.language)
    year = resolve.full_year(digits, calendar, scope.published)
    last = int(until) if until else None
    if last == year - 1:
        year, last = last, year  # «سال تحصیلی ۱۴۰۵-۱۴۰۴», as it stands from right to left
    if year not in PLAUSIBLE[calendar] or (last and not 0 < last - year <= _LONGEST):
        return None
    return resolve.year_value(calendar, year, last)


_MORE_THAN = ("بیش", "کمتر", "بیشتر", "بالاتر", "اکثر", "اقل")
"""«بیش از ۲۰۰۰», «أكثر من 2000»: what follows is no year."""
_RECENT = r"1[34]\d\d|19\d\d|20[0-4]\d"


@cache
def _bare(language: str) -> re.Pattern[str]:
    """«در ۲۰۱۸», «تا۱۴۰۲», «منذ 2003», «از ۱۳۹۷ تا ۱۴۰۲», «بين 2010 و2015»."""
    more = "".join(rf"(?<!{word} )" for word in _MORE_THAN)
    lead = rf"{START}[وف]?{more}(?:{kind('year_in', language)}|(?P<sure>{kind('year_since', language)})){GAP}"
    two = rf"{START}(?:از|من|بین|ما{JOINT}بین){GAP}(?P<from>{_RECENT})(?:{TO}|{AND})(?P<to>{_RECENT})"
    return re.compile(rf"(?:{two}|{lead}(?P<year>{_RECENT}))(?P<end>)(?![\d٪%]|\s?[.,:/]\d|[^\W\d_])")


def bare_years(scope: Scope) -> Iterator[Found]:
    """A bare number after a preposition, that counts nothing: a clause ends after it, or no noun can be counted."""
    for match in scope.find(_bare(scope.language), "figure"):
        group = "from" if match["from"] else "year"
        if not match["from"] and not _stands_alone(match, scope):
            continue
        value = _years_value(match[group], match["to"], scope)
        if value and value["calendar"] != "hijri":
            yield Found("DATE", match.start(group), match.end("end"), value, _BARE_SCORE)


def _stands_alone(match: Match, scope: Scope) -> bool:
    """Whether a figure after a preposition is a year and no count of what follows («در ۲۰۱۸ روستا»)."""
    key, end = scope.key, match.end("end")
    if _begins_anew(scope, end):
        return True
    if match["year"].endswith("00"):
        return False
    if scope.language == "ar":
        if _is_no_tamyiz(match["year"], _WORD.match(key, end)):
            return True
        return bool(_DEFINITE.match(key, end) or (match["sure"] and not _INDEFINITE.match(key, end)))
    return scope.language == "fa" and not _counted().match(key, end)


def _begins_anew(scope: Scope, end: int) -> bool:
    """Whether a clause ends at a place, or a verb follows that no number can count."""
    if _clause_end().match(scope.key, end) or tense.cue(scope.language).match(scope.key, end + 1):
        return True
    word = _WORD.match(scope.key, end) if scope.language == "ar" else None
    return bool(word) and word is not None and is_perfect(word["word"])


_WORD = re.compile(r"\s(?P<word>\w+)")


def _is_no_tamyiz(year: str, word: re.Match[str] | None) -> bool:
    """Whether an Arabic number of 11 to 99 at its end cannot count the next word, which is no accusative singular.

    «في 1998 انضم», and not «في 1998 حالة», «في 2015 موقعا»; a word that is often counted is left alone all the same.
    """
    if word is None or int(year) % 100 < _LEAST_TAMYIZ:
        return False
    return not word["word"].endswith(("ا", "ه", "ی")) and exact_of(word["word"]) not in _things()


_LEAST_TAMYIZ = 11


@cache
def _things() -> frozenset[str]:
    return frozenset(key_of(row["word"]) for row in table("count_units") if row["language"] == "ar")


_INDEFINITE = re.compile(r"\s\w{3,}(?:ا|ه)(?!\w)")
_DEFINITE = re.compile(r"\s(?:ال|لل|بال|وال)\w{2}|\s?هـ?(?!\w)")
"""What follows a number in Arabic is counted only where it has no article."""


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\s(?:\d|{kind('counted', 'fa')}(?!\w)|\w{{2,}}(?:ی|ها)(?!\w))")


@cache
def _clause_end() -> re.Pattern[str]:
    return re.compile(CLAUSE_END)


RULES = (years, spelled_years, cued_years, bare_years)
