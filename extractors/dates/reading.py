"""What the parts of a matched date say: which month and year, and whether they can be meant."""

import re
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from corpora.tables import table
from extractors.dates import grammar, lexis, resolve
from extractors.dates.calendars import PLAUSIBLE
from extractors.dates.lexis import kind
from extractors.dates.scope import Scope
from extractors.numerals import value_of
from extractors.patterns import END, any_of, flat, folded
from extractors.protocols import Found
from extractors.text.characters import ZWNJ
from extractors.text.lemmas import lemmas

type Match = re.Match[str]

_NEWS_MONTHS = frozenset(flat(folded(w)) for w in ("تیر", "مهر", "آذر", "دی", "بهمن"))
_MAY = tuple(flat(folded(w)) for w in ("مه", "می"))
_NO_DAY_ALONE = frozenset(flat(folded(w)) for w in ("جوان", "ك2", "ك1", "ت1", "ت2"))
"""Beside a day these are other words as often («۵ جوان»), so they want a year or the end of a clause."""
_ZERO = flat(folded("صفر"))
_MOST_GOALS = 9
_METRE = "م"
_FIRST_GREGORIAN = 1600
FIRST_SPELLED, LAST_SPELLED = 1200, 2100


_LAST_DAYS = 28
"""A month is past when it is over."""


class Year(NamedTuple):
    """The year beside a month and where the date ends; ``number`` is None where none is said.

    ``known`` is False where the text names a year that cannot be told from here («من العام نفسه»).
    """

    number: int | None
    end: int
    known: bool = True


def said_era(match: Match) -> str:
    """The calendar that an era names; "" for «م», which says it too weakly: it is a metre as well."""
    given = match.groupdict()
    era = given.get("era") or given.get("era2") or ""
    return "" if era == _METRE else lexis.era_of(match)


def plausible(year: int | None, calendar: str, match: Match) -> bool:
    """Whether a year can be meant: any where its calendar is said, else one of our times."""
    return year is None or bool(said_era(match)) or year in PLAUSIBLE[calendar]


def month_of(match: Match, scope: Scope) -> tuple[str, int]:
    """Calendar and number of a matched month."""
    return lexis.months(scope.language)[flat(match["month"])][:2]


def same_month(match: Match, scope: Scope) -> bool:
    """Whether the second name beside a month, if any, is another name of it."""
    return not match["other"] or lexis.months(scope.language)[flat(match["other"])][:2] == month_of(match, scope)


def year_of(match: Match, scope: Scope, month: int = 0, number: int = 1) -> Year:
    """The year of a match, in figures, in words or by a word beside its month; a figure that is none is left out."""
    calendar, own = month_of(match, scope)
    month = month or own
    end = match.end("whole")
    if not same_month(match, scope):
        return Year(None, match.start("aside"))
    digits, which = match["year"], match["which"]
    if digits:
        year = year_in_figures(match, digits, (calendar, month, number), scope)
        counted = year is not None and is_count(scope, match.end("year"), year)
        return Year(None, end) if year is None or counted else Year(year, _trimmed(scope, match.end()))
    if which:
        word = lexis.year_words()[flat(which)]
        if word in resolve.IN_TEXT:
            return Year(None, match.end(), known=False)
        if scope.published:
            last = _LAST_DAYS if word in ("past", "before") and not match.groupdict().get("day") else number
            return Year(resolve.which_year(word, calendar, month, last, scope.published), match.end())
        return Year(None, match.end())
    return _spelled(scope, end)


def year_in_figures(match: Match, digits: str, day: tuple[str, int, int], scope: Scope) -> int | None:
    """The year of a day in its own calendar; the text may give one of another («شوال 2001»). None where it is none."""
    calendar, month, number = day
    era = said_era(match)
    named = calendar == "hijri" and len(digits) == len("148") and not era
    if (era == calendar == "hijri" and len(digits) <= len("61")) or named:
        return int(digits)  # «سال ۶۱ هجری», «شوال سال ۱۴۸» are as old as they look
    year = resolve.full_year(digits, calendar, scope.published)
    if era and era != calendar:
        return resolve.year_within(calendar, era, year, month, number)
    if year in PLAUSIBLE[calendar] or era:
        return year
    if calendar != "gregorian" and year >= _FIRST_GREGORIAN:
        return resolve.year_within(calendar, "gregorian", year, month, number)
    if calendar != "gregorian":
        return None
    if scope.language == "fa" and year in _JALALI_TIMES:
        return resolve.year_within(calendar, "jalali", year, month, number)
    return year if year in _OLD_TIMES else None


_JALALI_TIMES, _OLD_TIMES = range(1300, 1421), range(500, 1600)
"""A Gregorian month has at times a Jalali year in Iran («۱۵ ژوئن ۱۳۶۵»), and else its own («10 فبراير 1258»)."""


def _spelled(scope: Scope, end: int) -> Year:
    tail = grammar.spelled_tail(scope.language).match(scope.key, end)
    year = int(value_of_words(tail["number"])) if tail else 0
    return Year(year, tail.end()) if tail and FIRST_SPELLED <= year < LAST_SPELLED else Year(None, end)


def value_of_words(words: str) -> float:
    """The value of a number in words; 0 where it has none."""
    return value_of(words) or 0.0


def _trimmed(scope: Scope, end: int) -> int:
    while scope.key[end - 1].isspace():
        end -= 1
    return end


@cache
def _counted(language: str) -> re.Pattern[str]:
    """A counted noun; an Arabic one in the accusative too, and no Persian noun of a verb («۱۴۰۰ بسته شد»)."""
    if language != "fa":
        return re.compile(rf"\s(?:{kind('counted', '')}{END}|[^\W\d_]{{3,}}(?:ا|ه)(?!\w))")
    verbs = any_of(row["past"] for row in table("light_verbs"))
    return re.compile(rf"\s{kind('counted', '')}{END}(?!\s{verbs})")


def is_count(scope: Scope, end: int, year: int) -> bool:
    """Whether a round figure after a month counts what follows («في 5 مايو 2000 شخص»)."""
    return year % 100 == 0 and bool(_counted(scope.language).match(scope.key, end))


def trusted(match: Match, scope: Scope, *, dated: bool, day: str = "") -> bool:
    """Whether a month name that is also another word is the month here; ``day`` is the day that stands before it."""
    name = flat(match["month"])
    calendar, _, solo = lexis.months(scope.language)[name]
    if solo or dated or match["month_epithet"]:
        return True
    if not day:
        return False
    if name == _ZERO:
        return flat(day) in lexis.ordinals() or number_of(day) > _MOST_GOALS
    if calendar == "jalali":
        if scope.language == "ar":
            return False  # «مهر» is a dowry, «إبان» is during
        return name in _NEWS_MONTHS or scope.afghan or _is_led(match, scope)
    if name in _MAY:
        return not _is_verb_of_may(match, scope)
    if name in _NO_DAY_ALONE:
        return bool(_ends().match(scope.key, match.end("whole"))) and (scope.language == "ar" or name != _YOUNG)
    return True


def _is_verb_of_may(match: Match, scope: Scope) -> bool:
    """Whether «می» begins a Persian verb («۳ می‌شود», «پنج می خواست»), or «مه» a word («مه‌شکن»), and are no May."""
    after = _NEXT.match(scope.key, match.end("month"))
    if after is None:
        return False
    if after["joint"] == ZWNJ:
        return True
    return flat(match["month"]) == _MAY[1] and f"{_MAY[1]}{after['word']}" in lemmas()


_NEXT = re.compile(rf"(?P<joint>[ {ZWNJ}])(?P<word>\w+)")
_YOUNG = flat(folded("جوان"))


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(grammar.CLAUSE_END)


def _is_led(match: Match, scope: Scope) -> bool:
    """Whether «روز», «تاریخ» or a weekday stands before the day («روز ۳۰ ثور»)."""
    return bool(match.groupdict().get("weekday")) or scope.before(match.start(), 6).endswith(("روز ", "تاریخ "))


def is_name(match: Match, scope: Scope) -> bool:
    """Whether a day without a year is part of the name of a place («خیابان ۱۷ شهریور», «مدينة 6 أكتوبر»)."""
    if match["year"] or match["which"] or match.groupdict().get("weekday"):
        return False
    before = scope.before(match.start(), 18)
    return bool(grammar.after("place", scope.language).search(before))


def number_of(day: str) -> int:
    """A day of the month in figures or words as a number."""
    spelled = lexis.ordinals().get(flat(day)) or lexis.cardinals().get(flat(day))
    return spelled or int(_FIGURES.findall(day)[0])


_FIGURES = re.compile(r"\d+")


def weekday_score(match: Match, value: dict[str, Any], score: float) -> float:
    """The score of a date whose weekday agrees, or does not."""
    name = match.groupdict().get("weekday")
    if not name or "start" not in value:
        return score
    agrees = date.fromisoformat(value["start"]).weekday() == lexis.weekdays()[flat(name)]
    return 0.99 if agrees else 0.5


def mention(scope: Scope, start: int, end: int, value: dict[str, Any], score: float) -> Found:
    """A DATE from start to end, without white space around it, with the bracket that closes one inside it."""
    key = scope.key
    while key[start].isspace():
        start += 1
    end = _trimmed(scope, end)
    if "(" in key[start:end] and ")" not in key[start:end] and key[end : end + 1] == ")":
        end += 1
    return Found("DATE", start, end, value, score)
