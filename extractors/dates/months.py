"""Months: by name with their year or with a word that says they are one, and by number."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.dates import grammar, lexis, reading, resolve
from extractors.dates.grammar import GAP, NO_MORE, SPACE
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope
from extractors.dates.tense import leaning
from extractors.patterns import END, GLUED, flat
from extractors.protocols import Found

type Match = re.Match[str]

_LOOK_BACK = 12
_DAY_BEFORE = re.compile(r"\d\s?(?:م\s)?$|\d\s?[-/_.\u2010-\u2015]\s?$")


@cache
def _month(language: str) -> re.Pattern[str]:
    """«مرداد ۱۴۰۴», «مهرماه», «اوایل تیر», «شهر شوال», «ماه مبارک رمضان», «في مارس», «بهمن‌ماه سال جاری»."""
    part = rf"(?P<lead>{kind('month_part', language)}{SPACE})?"
    within = rf"(?P<in>{kind('month_in', language)}{SPACE})?"
    named = rf"(?:(?P<named>{kind('month_named', language)}{SPACE}(?:مبارک{SPACE})?)|{GLUED})"
    return re.compile(rf"{GLUED}{within}{part}{named}{grammar.named_month(language)}")


def months(scope: Scope) -> Iterator[Found]:
    """A month, with its year or with a word that says it is one."""
    for match in scope.find(_month(scope.language), "month"):
        calendar, month = reading.month_of(match, scope)
        year = reading.year_of(match, scope, month)
        if not _is_month(match, scope, dated=year.number is not None or bool(match["which"])):
            continue
        if not match["named"] and _follows_day(match, scope):
            continue  # a day that the month does not have: no date rather than another one
        published = scope.published if year.known else None
        lean = leaning(scope, match.start(), match.end()) if year.number is None else ""
        value = resolve.month_value(calendar, year.number, month, published, lean)
        if value:
            yield reading.mention(scope, _start(match), year.end, value, 0.9)


def _follows_day(match: Match, scope: Scope) -> bool:
    before = scope.before(_start(match), _LONGEST_DAY)
    if _FIRST_DAYS.search(before):
        return False
    return bool(_DAY_BEFORE.search(before) or _spelled_day(scope.language).search(before))


_LONGEST_DAY = 24
_FIRST_DAYS = re.compile(r"(?:روزها|هفته\S?ها|ساعات|ساعت\S?ها)ی?\s\w+\s$")
"""«روزهای اول خرداد» are some days of the month."""


@cache
def _spelled_day(language: str) -> re.Pattern[str]:
    return re.compile(rf"{GLUED}{lexis.days_in_words(language)}(?:{SPACE}من)?{SPACE}$")


def _start(match: Match) -> int:
    if not match["named"]:
        return match.start("month")
    return match.start("named") + match["named"].startswith(_WITH_CLITIC)


_WITH_CLITIC = ("لشهر", "بشهر", "لاشهر", "لأشهر")


def _is_month(match: Match, scope: Scope, *, dated: bool) -> bool:
    """Whether a name is a month here."""
    name = flat(match["month"])
    calendar, _, solo = lexis.months(scope.language)[name]
    if _is_brand(match, scope) or (scope.before(match.start("month"), 1) == _LIKE and not (dated or match["named"])):
        return False
    if dated or match["mah"] or match["named"] or match["month_epithet"] or solo:
        return True
    if calendar == "jalali":
        return bool(match["lead"]) and reading.trusted(match, scope, dated=False, day="1")
    if (match["in"] or "").strip() in _INSIDE and name in _HOLY:
        return True
    return (
        bool(match["in"] or match["lead"]) and (scope.language == "ar" or calendar == "hijri") and _ends(match, scope)
    )


_LIKE = "ک"
"""Glued to a month alone it makes a name of it («كابريل»), as nobody says what is like April."""
_INSIDE, _HOLY = ("فی", "خلال", "طوال"), ("رمضان", "شعبان", "شوال")
"""Inside of which months nothing else is, though persons have some of their names («في رمضان تقل الحركة»)."""


def _ends(match: Match, scope: Scope) -> bool:
    """Whether nothing follows that a name could be part of («في مايو كلينك», «در رجب‌آباد»)."""
    return bool(_clause_end().match(scope.key, match.end("whole")))


@cache
def _clause_end() -> re.Pattern[str]:
    return re.compile(grammar.CLAUSE_END)


def _is_brand(match: Match, scope: Scope) -> bool:
    """Whether a name is that of a firm, a car or a person («سيارة نيسان», «مايو كلينك», «دکتر محرم اینجه»)."""
    before = scope.before(match.start("month"), _LOOK_BACK)
    if grammar.after("title", scope.language).search(before):
        return True
    if scope.language != "ar":
        bare = not (match["year"] or match["which"] or match["mah"] or match["named"])
        tail = _tail("fa").match(scope.key, match.end("month"))
        return bare and bool(tail or grammar.after("not_month", "fa").search(before))
    return bool(grammar.after("not_month", "ar").search(before) or _tail("ar").match(scope.key, match.end("month")))


@cache
def _tail(language: str) -> re.Pattern[str]:
    """What goes on with a name that is no month («مايو كلينك», «محرم شدند»)."""
    return re.compile(rf"{SPACE}{kind('not_month_tail', language)}{END}")


@cache
def _numbered(language: str) -> re.Pattern[str]:
    """«شهر 3», «بداية شهر ثلاثة», «منتصف شهر 10 من عام 2015», «شهر 5/2024», after a day as well."""
    part = rf"(?:(?P<lead>{kind('month_part', language)}){SPACE})?"
    day = rf"(?P<day>{grammar.day_of_month('nth', language)}(?:{SPACE}(?:من|فی))?{SPACE})?"
    name = rf"(?:الشهر|شهر|لشهر|بشهر){SPACE}"
    number = rf"(?:(?P<figure>0?[1-9]|1[0-2])(?![\d٪%]|[.,:]\d)|(?P<word>{kind('month_number', language)}){END})"
    names = grammar.year_names(language)
    apart = rf"(?:\s?/\s?|\s?[،,]?{SPACE}(?:(?:من|فی){SPACE})?(?:{names}{GAP})?)"
    which = rf"{SPACE}(?:من{SPACE})?(?P<which>{of('month_years', language)}){END}"
    year = rf"(?:{apart}(?P<year>(?:19|20)\d\d){NO_MORE}|{which})?"
    return re.compile(rf"{GLUED}{part}{day}(?P<at>){name}{number}{year}")


def numbered_months(scope: Scope) -> Iterator[Found]:
    """A month by its number, as Arabic counts them; «شهر واحد» is a length."""
    if scope.language != "ar":
        return
    for match in scope.find(_numbered(scope.language), "shown"):
        number = int(match["figure"] or lexis.values("month_number")[flat(match["word"])])
        sure = match["year"] or match["which"] or match["day"] or match["lead"]
        if not (sure or (number > 1 and _NUMBER_LED.search(scope.before(match.start(), 6)))):
            continue
        if not (match["year"] or match["which"] or _clause_end().match(scope.key, match.end())):
            continue
        yield from _of_number(match, number, scope)


_NUMBER_LED = re.compile(r"(?:^|\W)(?:فی|من|خلال|الی|حتی|منذ)\s$")


def _of_number(match: Match, number: int, scope: Scope) -> Iterator[Found]:
    day = reading.number_of(match["nth"]) if match["day"] else 0
    year = int(match["year"]) if match["year"] else None
    if match["which"] and scope.published:
        word = lexis.year_words()[flat(match["which"])]
        year = resolve.which_year(word, "gregorian", number, day or 1, scope.published)
    lean = leaning(scope, match.start(), match.end()) if year is None else ""
    if day:
        value = resolve.day_value("gregorian", year, number, day, scope.published, lean)
    else:
        value = resolve.month_value("gregorian", year, number, scope.published, lean)
    if value:
        yield reading.mention(scope, match.start("day") if day else match.start("at"), match.end(), value, 0.8)


RULES = (months, numbered_months)
