"""The patterns of written dates, compiled from the tables of ``corpora/data``, one a language."""

import re
from functools import cache

from extractors.dates import lexis
from extractors.dates.lexis import kind, of
from extractors.numerals import DIGITS
from extractors.patterns import END, GLUED, JOINT, any_of
from extractors.text.characters import ZWNJ

GAP = rf"[\s{ZWNJ}]{{0,3}}"
SPACE = rf"[\s{ZWNJ}]{{1,3}}"
_ERA_WORDS = any_of(word for group in lexis.ERAS.values() for word in group)
ERA = rf"(?:\s?\(?\s?(?P<era>{_ERA_WORDS}){END})?"
NO_MORE = r"(?!\d|[.,:/]\d)"
_MAH = rf"(?:{JOINT}ماه)"
_SHORT_YEAR = r"[5-9]\d"
"""A year of two digits beside a month; smaller numbers count something there."""


def _day(language: str) -> str:
    return rf"(?P<day>(?<![\d.,/:])\d{{1,2}}|{GLUED}{lexis.days_in_words(language)})"


def _month(language: str) -> str:
    return rf"(?P<month>{of('months', language)})"


def _other(language: str) -> str:
    """The month in another naming, in brackets or after a slash."""
    return rf"(?:\s?[/(]\s?{of('months', language)}\s?\)?)?"


def _weekday(language: str) -> str:
    parts = rf"(?:{GLUED}{kind('day_part', language)}{SPACE})?"
    return rf"{parts}{GLUED}(?P<weekday>{of('weekdays', language)})"


@cache
def year_after(language: str, lead: str = SPACE) -> str:
    """The year that follows a month: in figures (of two digits only from 50), in words that point to one."""
    figures = rf"(?:{kind('year_name', language)}{SPACE})?\(?(?P<year>\d{{4}}|{_SHORT_YEAR}){NO_MORE}\)?{ERA}"
    return rf"(?:[،,]?{lead}(?:{figures}|(?P<which>{of('month_years', language)}){END}))?"


@cache
def named_day(language: str) -> re.Pattern[str]:
    """Weekday?, day, month, year?, era?: «جمعه ۱۴ آذر ۱۴۰۴», «الأربعاء 13 أغسطس/آب 2025», «۲۸ اسفند پارسال»."""
    day = rf"{_day(language)}(?:{SPACE}(?:من|ماه))?(?:{SPACE}شهر)?"
    month = rf"{_month(language)}(?P<mah>{_MAH})?{_other(language)}(?:{END}|(?=\d))"
    return re.compile(rf"(?:{_weekday(language)}[،,]?{SPACE})?{day}{GAP}{month}{year_after(language, GAP)}")


@cache
def month_first(language: str) -> re.Pattern[str]:
    """«August 13, 2025»: the English order."""
    return re.compile(rf"{GLUED}{_month(language)}\.?\s(?P<day>\d{{1,2}}),?\s(?P<year>\d{{4}}){NO_MORE}")


@cache
def spelled_tail(language: str) -> re.Pattern[str]:
    """A year in words right after a month."""
    word = lexis.number_words(language, 1, 2000)
    lead = rf"[،,]?{SPACE}(?:{kind('year_name', language)}{SPACE})?"
    return re.compile(rf"{lead}(?P<number>{word}(?:{GAP}(?:و{GAP})?{word}){{1,6}}){END}{ERA}")


@cache
def week_after(language: str) -> re.Pattern[str]:
    """«هفته آینده», «من الأسبوع المقبل» right after a weekday."""
    weeks = of("relative_dates", language, unit="week")
    return re.compile(rf"{SPACE}(?:(?:در|از|من){SPACE})?(?P<week>{weeks}){END}")


@cache
def day_range(language: str) -> re.Pattern[str]:
    """«۲۰ تا ۲۵ آبان», «من 3 إلى 7 مايو 2025»."""
    between = rf"{GAP}(?:تا|الی|الي|حتی|-|–|و){GAP}"
    start = r"(?<![\d.,/:])(?P<first>\d{1,2})"
    month = rf"{_month(language)}{_MAH}?{END}"
    return re.compile(rf"{start}{between}(?P<last>\d{{1,2}}){SPACE}{month}{year_after(language)}")


@cache
def month_of_year(language: str) -> re.Pattern[str]:
    """«مرداد ۱۴۰۴», «مهرماه», «اوایل تیر», «شهر شوال», «ماه مبارک رمضان», «أغسطس 2025», «بهمن‌ماه سال جاری»."""
    lead = rf"(?P<lead>{kind('month_part', language)}{SPACE})?(?P<named>(?:شهر|ماه|ماه{SPACE}مبارک){SPACE})?"
    tail = rf"(?P<word>{_MAH})?{_other(language)}{END}{year_after(language)}"
    return re.compile(rf"{GLUED}{lead}{_month(language)}{tail}")


@cache
def numeric(language: str) -> re.Pattern[str]:
    """«۱۴۰۴/۰۵/۲۲», «22-5-1404», «13 /10 /1436هـ», with a weekday before it."""
    mark = r"\s?(?P<mark>[/.\\-])\s?"
    body = rf"(?<![\d/.:-])(?P<a>\d{{1,4}}){mark}(?P<b>\d{{1,2}})\s?(?P=mark)\s?(?P<c>\d{{1,4}})(?![\d/])"
    return re.compile(rf"(?:{_weekday(language)}[،,]?{SPACE})?{body}{ERA}")


@cache
def bare_year(language: str) -> re.Pattern[str]:
    """«سال ۱۴۰۱», «عام 2015م», «1436هـ», «عام (1948)», «سال‌های ۱۴۰۱ تا ۱۴۰۳», «۱۱۱ ق»."""
    lead = rf"{GLUED}{kind('year_name', language)}{SPACE}"
    until = rf"(?:\s?(?:تا|الی|الي|و|-|–|/)\s?(?:سال\s)?(?P<until>\d{{4}}|\d{{2}}){NO_MORE})?"
    old = rf"(?P<old>\d{{1,3}})\s?{kind('before_christ', language)}"
    alone = rf"(?<![\d./:,-])(?P<alone>\d{{4}}|\d{{3}})\s?(?P<era2>{_ERA_WORDS}){END}"
    year = rf"\(?\s?(?<!\d)(?P<year>\d{{4}}|\d{{2}}){NO_MORE}{until}\s?\)?{ERA}"
    return re.compile(rf"{lead}(?:{old}|{year})|{alone}")


@cache
def spelled_year(language: str) -> re.Pattern[str]:
    """A year in words after «سال», «عام» or a month: «سال هزار و سیصد و شصت و چهار», «می دو هزار و بیست و یک»."""
    word = lexis.number_words(language, 1, 2000)
    number = rf"(?P<number>{word}(?:{GAP}(?:و{GAP})?{word}){{1,6}}){END}"
    lead = rf"(?:{kind('year_name', language)}|{_month(language)}{_MAH}?)"
    return re.compile(rf"{GLUED}{lead}{SPACE}{number}{ERA}")


@cache
def deictic(language: str) -> re.Pattern[str]:
    """«دیروز», «صبح امروز», «سال جاری», «الأسبوع الماضي»."""
    lead = rf"(?:(?:{kind('day_part', language)}|خلال){SPACE})?"
    other = rf"{kind('month_part', language)}{SPACE}\w+{SPACE}(?:\d|{of('month_years', language)}{END})"
    return re.compile(rf"{GLUED}{lead}(?!{other})(?P<word>{of('relative_dates', language)}){END}")


@cache
def lone_weekday(language: str) -> re.Pattern[str]:
    """«شامگاه چهارشنبه», «يوم الأربعاء», «الاثنين المقبل»."""
    which = rf"(?:{SPACE}(?P<which>{of('month_years', language)}){END})?"
    return re.compile(rf"{_weekday(language)}{END}{which}")


@cache
def duration(language: str) -> re.Pattern[str]:
    """«ظرف مدت یک ماه آینده», «سه‌ماهه», «نیم ساعت», «یک سال و نیم», «۳ یا ۴ شب», «لمدة يومين», «منذ ثلاثة أشهر»."""
    small = lexis.number_words(language)
    digits = rf"(?<![A-Za-z])(?:{DIGITS})(?:{SPACE}هزار)?"
    number = rf"(?P<number>{GLUED}{small}(?:\s?و\s?{small})?(?:{SPACE}هزار)?|{digits})"
    other = rf"(?:{SPACE}(?:یا|تا|الی|-){SPACE}(?:{small}|\d+))?"
    half = rf"(?P<half>{GLUED}(?:نیم|نصف))"
    unit = rf"(?P<unit>{lexis.units_of(language, dual=False)})(?:{JOINT}(?:ی|ای))?"
    counted = rf"(?:{number}{other}|{half}){GAP}(?:از{SPACE})?{unit}"
    dual = rf"{GLUED}(?P<dual>{lexis.units_of(language, dual=True)})"
    lead = rf"(?:{GLUED}(?P<lead>{kind('duration_lead', language)}){SPACE})?"
    more = rf"(?:{SPACE}و{SPACE}?(?P<more>نیم|نصف|النصف){END})?"
    tail = rf"(?:{SPACE}(?P<tail>{kind('duration_tail', language)}){END})?"
    return re.compile(rf"{lead}(?:{counted}|{dual}){END}{more}{tail}")


@cache
def clock() -> re.Pattern[str]:
    """A clock time shortly after a date: «- ۲۱:۴۷», «ساعت ۸», «الساعة 10:30»."""
    return re.compile(r"[\s،,|–-]{0,4}(?:(?:ساعت|الساعه)\s)?(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?!\d)")
