"""The patterns of written dates, compiled from the tables of ``corpora/data``."""

import re
from functools import cache

from corpora.tables import table, words
from extractors.numerals import DIGITS
from extractors.patterns import END, JOINT, START, any_of, flat, folded
from extractors.text.characters import ZWNJ

GAP = rf"[\s{ZWNJ}]{{0,3}}"
SPACE = rf"[\s{ZWNJ}]{{1,3}}"
_ERA = {
    "jalali": ("ه.ش", "ه ش", "ش", "شمسی", "خورشیدی", "هجری شمسی", "هجری خورشیدی"),
    "hijri": ("ه.ق", "ه ق", "ق", "قمری", "هجری قمری", "ه", "هجرية", "هجريا", "للهجرة", "هجری"),
    "gregorian": ("م", "میلادی", "ميلادية", "للميلاد"),
}
_ERA_WORDS = any_of(word for group in _ERA.values() for word in group)
ERA = rf"(?:\s?(?P<era>{_ERA_WORDS}){END})?"
YEAR = r"(?P<year>\d{4}|\d{2})(?!\d|[.,:/]\d)"
_YEAR_WORD = any_of(("سال", "عام", "سنة", "لعام", "العام", "من عام", "من العام", "لسنة", "سنه"))
_MONTH_PARTS = any_of(
    ("اوایل", "اواسط", "اواخر", "ابتدای", "پایان", "نیمه", "أوائل", "أواخر", "منتصف", "نهاية", "بداية", "مطلع")
)


@cache
def eras() -> dict[str, str]:
    """Era word, flat → calendar."""
    return {flat(folded(word)): calendar for calendar, group in _ERA.items() for word in group}


@cache
def months() -> dict[str, tuple[str, int, bool]]:
    """Month name, flat → calendar, month, whether the name can hardly be another word."""
    return {flat(folded(r["word"])): (r["calendar"], int(r["month"]), r["solo"] == "yes") for r in table("months")}


@cache
def weekdays() -> dict[str, int]:
    """Weekday name, flat → ``date.weekday()``."""
    return {flat(folded(r["word"])): int(r["day"]) for r in table("weekdays")}


@cache
def ordinals() -> dict[str, int]:
    """Ordinal, flat → day of the month."""
    return {flat(folded(r["word"])): int(r["value"]) for r in table("ordinals")}


@cache
def relatives() -> dict[str, tuple[str, int]]:
    """Deictic word, flat → unit and offset."""
    return {flat(folded(r["word"])): (r["unit"], int(r["offset"])) for r in table("relative_dates")}


@cache
def units() -> dict[str, tuple[str, int]]:
    """Unit of a duration, flat → ISO letter and the number it holds itself (0 for none)."""
    return {flat(folded(r["word"])): (r["unit"], int(r["number"] or 0)) for r in table("time_units")}


def _day() -> str:
    return rf"(?P<day>(?<![\d.,/:])\d{{1,2}}|{START}{any_of(words('ordinals'))})"


def _month(name: str = "month") -> str:
    return rf"(?P<{name}>{any_of(words('months'))})"


def _weekday() -> str:
    parts = any_of(
        ("روز", "یوم", "شامگاه", "صبح", "عصر", "ظهر", "بامداد", "شب", "مساء", "صباح", "مساء يوم", "صباح يوم", "فجر")
    )
    return rf"(?:{START}{parts}{SPACE})?{START}(?P<weekday>{any_of(words('weekdays'))})"


@cache
def named_day() -> re.Pattern[str]:
    """«جمعه ۱۴ آذر ۱۴۰۴», «الأربعاء 13 أغسطس/آب 2025»: weekday?, day, month, year?, era?."""
    other = rf"(?:\s?[/(]\s?{any_of(words('months'))}\s?\)?)?"
    year = rf"(?:(?:{JOINT}ماه)?[،,]?{SPACE}(?:{_YEAR_WORD}{SPACE})?{YEAR}{ERA})?"
    return re.compile(rf"(?:{_weekday()}[،,]?{SPACE})?{_day()}(?:{SPACE}من)?{GAP}{_month()}{other}{END}{year}")


@cache
def day_range() -> re.Pattern[str]:
    """«۲۰ تا ۲۵ آبان», «من 3 إلى 7 مايو 2025»."""
    between = rf"{GAP}(?:تا|الی|الي|حتی|-|–|و){GAP}"
    start = r"(?<![\d.,/:])(?P<first>\d{1,2})"
    return re.compile(rf"{start}{between}(?P<last>\d{{1,2}}){SPACE}{_month()}{END}(?:{SPACE}{YEAR}{ERA})?")


@cache
def month_of_year() -> re.Pattern[str]:
    """«مرداد ۱۴۰۴», «مهرماه», «اوایل تیر», «شهر شوال», «أغسطس 2025»."""
    lead = rf"(?P<lead>{_MONTH_PARTS}{SPACE})?(?P<named>شهر{SPACE})?"
    other = rf"(?:\s?[/(]\s?{any_of(words('months'))}\s?\)?)?"
    tail = rf"(?P<word>{JOINT}ماه)?{other}{END}(?:{SPACE}(?:{_YEAR_WORD}{SPACE})?{YEAR}{ERA})?"
    return re.compile(rf"{START}{lead}{_month()}{tail}")


@cache
def numeric() -> re.Pattern[str]:
    """«۱۴۰۴/۰۵/۲۲», «22-5-1404», «13 /10 /1436هـ», with a weekday before it."""
    body = r"(?<![\d/.:-])(?P<a>\d{1,4})\s?(?P<mark>[/.-])\s?(?P<b>\d{1,2})\s?(?P=mark)\s?(?P<c>\d{1,4})(?![\d/])"
    return re.compile(rf"(?:{_weekday()}[،,]?{SPACE})?{body}{ERA}")


@cache
def bare_year() -> re.Pattern[str]:
    """«سال ۱۴۰۱», «عام 2015م», «1436هـ», «سال‌های ۱۴۰۱ تا ۱۴۰۳»."""
    names = ("سال", "سال‌های", "عام", "بعام", "لعام", "العام الجاري", "العام", "عامي", "سنة", "لسنة", "سنوات", "الأعوام")
    lead = rf"{START}{any_of(names)}{SPACE}"
    until = r"(?:\s?(?:تا|الی|الي|و|-|–)\s?(?P<until>\d{4})(?!\d|[.,:/]\d))?"
    era = rf"\s?(?P<era2>{_ERA_WORDS}){END}"
    return re.compile(rf"{lead}(?<!\d){YEAR}{until}{ERA}|(?<![\d./:,-])(?P<alone>\d{{4}}){era}")


@cache
def deictic() -> re.Pattern[str]:
    """«دیروز», «سال جاری», «الأسبوع الماضي»."""
    return re.compile(rf"{START}(?:خلال{SPACE})?(?P<word>{any_of(words('relative_dates'))}){END}")


@cache
def lone_weekday() -> re.Pattern[str]:
    """«شامگاه چهارشنبه», «يوم الأربعاء»."""
    return re.compile(rf"{_weekday()}{END}")


@cache
def duration() -> re.Pattern[str]:
    """«ظرف مدت یک ماه آینده», «سه‌ماهه», «لمدة يومين», «منذ ثلاثة أشهر»."""
    lead = any_of(
        ("ظرف مدت", "ظرف", "طی مدت", "طی", "به مدت", "برای مدت", "مدت", "لمدة", "خلال", "على مدى", "منذ", "قبل", "هر")
    )
    tail = any_of(
        ("آینده", "گذشته", "اخیر", "پیش", "قبل", "بعد", "المقبلة", "القادمة", "الماضية", "المقبلين", "المقبل", "القادم")
    )
    small = [r["word"] for r in table("numerals") if float(r["value"]) <= 1000]
    number = rf"(?P<number>(?:{START}{any_of(small)}(?:\s?و\s?{any_of(small)})?|(?<![A-Za-z]){DIGITS}))"
    plain = any_of(r["word"] for r in table("time_units") if not r["number"])
    dual = any_of(r["word"] for r in table("time_units") if r["number"])
    counted = rf"{number}{GAP}(?P<unit>{plain})"
    return re.compile(
        rf"(?:{START}(?P<lead>{lead}){SPACE})?(?:{counted}|{START}(?P<dual>{dual})){END}(?:{SPACE}(?P<tail>{tail}){END})?"
    )


@cache
def clock() -> re.Pattern[str]:
    """A clock time shortly after a date: «- ۲۱:۴۷», «ساعت ۸», «الساعة 10:30»."""
    return re.compile(r"[\s،,|–-]{0,4}(?:(?:ساعت|الساعه)\s)?(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?!\d)")
