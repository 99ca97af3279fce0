"""The parts that the patterns of written dates share, compiled from the tables of ``corpora/data``, one a language."""

import re
from functools import cache

from extractors.dates import lexis
from extractors.dates.lexis import kind, of
from extractors.patterns import END, GLUED, JOINT, START, any_of
from extractors.text.characters import ARABIC_LETTERS, ZWNJ

GAP = rf"[\s{ZWNJ}]{{0,3}}"
SPACE = rf"[\s{ZWNJ}]{{1,3}}"
DASH = r"[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]"
"""A hyphen, dash or minus, as keyboards and typesetters have it."""
MARK = rf"[/.\\_\u2044\u2215\uff0f\u06d4\u00b7\u2219\uff0e{ZWNJ}\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]"
"""What parts the figures of a date: a slash, dot, dash, low line, or the joint that a dash was folded to."""
TO = rf"(?:{GAP}(?:تا|لغایت|الی|حتی|وحتی|والی|{DASH}){GAP})"
"""Between the ends of a range."""
AND = rf"(?:{GAP}و{GAP})"
_ERA_WORDS = any_of(word for group in lexis.ERAS.values() for word in group)
ERA = rf"(?:\s?\(?\s?(?P<era>{_ERA_WORDS}){END})?"
_OLD_ERAS = any_of(word for word in (*lexis.ERAS["hijri"], *lexis.ERAS["gregorian"]) if len(word) > 1)
"""What makes a year of one to three figures one; «م» is a metre as well."""
_NOTHING = "(?!)"
ERA_ALONE = rf"(?P<era2>{_ERA_WORDS}){END}"
NO_MORE = r"(?!\d|[.,:/]\d)"
UNCOUNTED = (
    r"(?!\s(?:هزار|میلیون|میلیارد|الف|ملیون|ملیار|نفر|تن|درصد|دستگاه|مورد|فقره|قطعه|واحد|راس|تخته|خودرو|کیلو|متر|هکتار"
    r"|تومان|ریال|دلار)(?!\w))"
)
"""After two figures that may be a year: nothing that they count («پایان مهر | ۸۲ هزار خودرو»)."""
MAH = rf"(?:{JOINT}ماه)"
_SHORT_YEAR = r"[5-9]\d"
"""A year of two digits beside a month; smaller numbers count something there."""
FULL_YEAR = r"1[2-4]\d\d|1[6-9]\d\d|20\d\d"
CLAUSE_END = (
    r"(?=\s*(?:[.،,;:؛)«»\n]|$)"
    r"|\s(?:فی|من|الی|علی|حتی|تا|به|در|از|و|با|که|را|برای|عن|مع|بعد|قبل|هم|نیز|ان|حیث|بین|عند|یا|او)(?!\w)"
    r"|\sب(?:نسبه|قیمه|معدل|مبلغ|واقع|حضور|مشارکه|رعایه)(?!\w)"
    r"|\sو(?:فی|من|الی|علی|حتی|مع|عند|بعد|قبل|قد|لم|لن|لا|هو|هی|کان|کانت|ان|هذا|هذه|ذلک|تم|بدایه|نهایه|منتصف)(?!\w))"
)
"""What may follow a bare figure that counts nothing: the end of the clause, or a word that begins another."""


_NO_NOUN = r"\s*(?:[.،؛)»\n]|$)|\s(?:را|که|در(?! ?صد)|به|از|با)(?!\w)"
"""What shows that a Persian figure counts nothing, and begins no range («۱۵ خرداد ۴۲ را», not «۱۵ خرداد ۴۲ نفر»)."""


def day_of_month(name: str, language: str) -> str:
    """A day of the month in figures or words, as a named group."""
    ending = r"(?:\s?(?:م|ام|امین)(?!\w))?" if language != "ar" else ""
    free = rf"(?:(?<![\d.,/:])|(?<=[{ARABIC_LETTERS}]:))"  # «چهارشنبه:۱۲ آبان»
    return rf"(?P<{name}>{free}\d{{1,2}}{ending}|{GLUED}{lexis.days_in_words(language)}{END})"


def month(language: str, name: str = "month") -> str:
    """A month with its epithet; a name that ends in a figure («كانون 2») is not followed by one."""
    epithet = rf"(?:{JOINT}(?P<{name}_epithet>{kind('epithet', '')}){END})?"
    ezafe = rf"(?:(?<=ه){ZWNJ}?ی(?![^\W_])|(?<=ا)ی(?![^\W_]))?" if language == "fa" else ""
    return rf"(?P<{name}>{of('months', language)}){ezafe}(?!(?<=\d)\d){epithet}"


def other_name(language: str) -> str:
    """The month in another naming: in brackets or quotation marks, after a slash, a comma or a space."""
    apart = rf"(?:\s?(?:[/\\(\[«\"،,]|{DASH})\s?|{SPACE}(?:او{SPACE})?)"
    return rf"(?P<aside>{apart}(?P<other>{of('months', language)})(?:{END}|(?=\d))\s?[)\]»\"]?)?"


_BEGINS = r"(?:(?<![^\W_])|(?<=[رزوبلفک])|(?=\d))"
"""Where a day can begin at all: a word, what may be glued to one, a figure; most places fail here, and at once."""


def any_weekday(language: str) -> str:
    """A weekday that says nothing of its own, at the end of a range."""
    return rf"(?:(?:{kind('day_part', language)}{GAP})?{of('weekdays', language)}[،,]?{SPACE})?"


def day_to_month(language: str) -> str:
    """Between a day and its month: «من», «ماه», «من شهر», a mark or nothing."""
    of_month = rf"(?:{SPACE}(?:من|از|ماه))?(?:{SPACE}{kind('month_named', language)})?{GAP}"
    return rf"(?:{of_month}|\s?[/_.\u2010-\u2015-]\s?)"


def named_month(language: str, *, of_day: bool = False) -> str:
    """A month with «ماه», its other name and its year."""
    tail = rf"(?P<mah>{MAH})?{other_name(language)}(?:{END}|(?=\d)){year_after(language, GAP, of_day=of_day)}"
    return f"{month(language)}{tail}"


def weekday(language: str) -> str:
    """«جمعه», «شامگاه چهارشنبه», «روزپنجشنبه», «مساء يوم الخميس»."""
    parts = rf"(?:{GLUED}{kind('day_part', language)}{GAP})?"
    return rf"{parts}(?:{GLUED}|(?<=روز))(?P<weekday>{of('weekdays', language)})"


def weekday_before(language: str) -> str:
    """A weekday, after «امروز» or «أمس» or alone, before a day: «الخميس الموافق», «سه‌شنبه مورخ»."""
    today = rf"(?:{GLUED}{of('relative_dates', language, unit='day')}[،,]?{SPACE})?"
    on = rf"(?:\s?[،,]\s?|{SPACE})(?:{kind('on', language)}{GAP}|\(\s?)?"
    return rf"{_BEGINS}(?:{today}{weekday(language)}(?:{on}|{GAP}(?=\d)))?"


def the_day(language: str) -> str:
    """«اليوم» before a day of a month, where it is no today: «اليوم الـ 15 من شهر سبتمبر», «اليوم الخامس من رمضان»."""
    return rf"(?:{GLUED}الیوم{SPACE}(?:ال{GAP}(?=\d))?)?" if language == "ar" else ""


def year_names(language: str) -> str:
    """«سال», «عام», «من عام»: what stands between a month and its year."""
    return rf"(?:{kind('year_name', language)}|{kind('year_joint', language)})"


@cache
def year_after(language: str, lead: str = SPACE, *, of_day: bool = False) -> str:
    """The year that follows a month: in figures, or in words that point to one.

    Of two figures only from 50, or, ``of_day``, where a Persian figure counts nothing; of fewer than four otherwise
    where an era or, of three, «سال» says so.
    The empty group ``whole`` is where the month ends.
    """
    name = rf"(?P<year_name>{year_names(language)}{GAP})?"
    apart = rf"(?:[،,]?{lead}|\s?[/_.]\s?|\s?{DASH}\s?(?=\d{{4}}))"
    old = rf"\d{{1,3}}(?=\s?\)?\s?\(?\s?{_OLD_ERAS}{END})|[5-9]\d\d(?=م(?!\w))|(?(year_name)\d{{3}}(?!\d)|{_NOTHING})"
    early = rf"|[0-4]\d(?={_NO_NOUN}|\s{kind('did', language)}{END})" if of_day and language == "fa" else ""
    figures = rf"{name}\(?\s?(?P<year>\d{{4}}|(?:{_SHORT_YEAR}{early}){UNCOUNTED}|{old}){NO_MORE}\s?\)?{ERA}"
    which = rf"(?:(?:من|فی|از|در){SPACE})?(?P<which>{of('month_years', language)}){END}"
    return rf"(?P<whole>)(?:{apart}(?:{figures}|{which}))?"


@cache
def spelled_tail(language: str) -> re.Pattern[str]:
    """A year in words right after a month."""
    word = lexis.number_words(language, 1, 2000)
    lead = rf"\s?[،,]?{SPACE}(?:{year_names(language)}{SPACE})?"
    return re.compile(rf"{lead}(?P<number>{word}(?:{GAP}(?:و{GAP})?{word}){{0,6}}){END}{ERA}")


@cache
def week_after(language: str) -> re.Pattern[str]:
    """«هفته آینده», «من الأسبوع المقبل» right after a weekday."""
    weeks = of("relative_dates", language, unit="week")
    return re.compile(rf"{SPACE}(?:(?:در|از|من){SPACE})?(?P<week>{weeks}){END}")


@cache
def after(kind_of_word: str, language: str = "") -> re.Pattern[str]:
    """Ends with a word of ``time_words`` that does one thing."""
    return re.compile(rf"{START}{kind(kind_of_word, language)}(?:[یان]{{0,2}})?[\s(«\"]{{1,2}}$")
