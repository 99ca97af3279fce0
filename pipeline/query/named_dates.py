"""Days and months by the names of their months, as pages and texts print them, in the figures that a date field has."""

import re
from functools import cache

from corpora.tables import table
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from pipeline.query.names import value_of

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_APART = re.compile(
    rf"[\s{ZWNJ},،.’'\N{{ARABIC TATWEEL}}\N{{ZERO WIDTH JOINER}}\N{{LEFT-TO-RIGHT MARK}}\N{{RIGHT-TO-LEFT MARK}}-]*"
)
_AROUND = re.compile(r"^(?:ماه|شهر|روز|یوم|من|فی|month|of|the|on|in)|(?:ماه|سال|عام|سنه|لعام|لسنه|من|of)$")
"""What stands beside the name of a month and says nothing more of it, flat."""
_YEAR_BEFORE = ("سال", "عام", "سنه", "العام", "السنه", "year")
_ORDINAL = ("st", "nd", "rd", "th")
_LEAST_YEAR = 1000
_CALENDARS = ("jalali", "hijri", "gregorian")
_SHORT = dict.fromkeys(("ش", "هش", "sh", "ap"), "jalali") | dict.fromkeys(("ق", "ه", "هق", "ah"), "hijri")
_SHORT |= dict.fromkeys(("م", "ad", "ce"), "gregorian")
"""Letters that stand for a calendar beside a year, flat."""


def figured(text: str) -> tuple[str, str] | None:
    """The calendar («» where nothing tells), and the figures, of a date that has words in it; None for what is none.

    >>> figured("بهمن ۱۳۹۱"), figured("يوليو 2015"), figured("Bahman 1391"), figured("چهارشنبه ۱۲ آذر ۱۴۰۴")
    (('jalali', '1391-11'), ('gregorian', '2015-07'), ('jalali', '1391-11'), ('jalali', '1404-09-12'))
    """
    key = AlignedText.of(text).key.casefold().strip()
    tokens = _TOKEN.findall(key)
    if _APART.sub("", _TOKEN.sub("", key)) or not any(token[0].isdecimal() for token in tokens):
        return None
    numbers = [token for token in tokens if token.isdecimal()]
    years = [token for token in numbers if len(token) == len(str(_LEAST_YEAR))]
    days = [token for token in numbers if len(token) <= 2]
    if len(years) != 1 or len(days) > 1 or len(numbers) != len(years) + len(days):
        return None
    return _figures(_words(tokens), years[0], days[0] if days else "")


def _words(tokens: list[str]) -> list[str]:
    """The words between the numbers, flat, those of one place in one."""
    found = [""]
    for token in tokens:
        if token.isdecimal():
            found.append("")
        elif not (token in _ORDINAL and len(found) > 1 and not found[-1]):
            found[-1] += token
    return [words for words in found if words]


def _figures(words: list[str], year: str, day: str) -> tuple[str, str] | None:
    """A date of whose words one names the month and the others a day of the week or the calendar, if they do."""
    month, said = None, ""
    for word in words:
        named = _month(word)
        if named and month is None:
            month = named
        elif calendar := _calendar(word):
            said = calendar
        elif word not in _YEAR_BEFORE and word not in _weekdays():
            return None
    if month is None:
        return (said, year) if not day and words else None
    calendar, number = month
    if said not in ("", calendar):
        return None
    return calendar, f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")


@cache
def _named_calendars() -> dict[str, str]:
    """Word that says a calendar, flat → the calendar."""
    rows = (row for row in table("time_words") if row["kind"] == "calendar_named")
    return {_flat(row["word"]): row["value"] for row in rows} | _SHORT


def _calendar(word: str) -> str:
    """The calendar that a word says; "" where it says none."""
    held = value_of("calendar", word)
    return _named_calendars().get(word) or (held if held in _CALENDARS else "")


def _month(word: str) -> tuple[str, int] | None:
    """The calendar and number of a month, a day of the week before it or a word for «month» beside it."""
    bare = next((word.removeprefix(day) for day in _weekdays() if word.startswith(day)), word)
    for one in (word, bare, _AROUND.sub("", bare), _AROUND.sub("", _AROUND.sub("", bare))):
        if found := _months().get(one):
            return found
    return None


def _flat(word: str) -> str:
    """A name in the letters that tokens of it have, put together."""
    return re.sub(rf"[\W\d_{ZWNJ}]", "", AlignedText.of(word).key.casefold())


@cache
def _months() -> dict[str, tuple[str, int]]:
    """Name of a month, flat, in any language → its calendar and number: as texts write them, then as pages do."""
    from babel.dates import get_month_names

    found = {_flat(row["word"]): (row["calendar"], int(row["month"])) for row in table("months")}
    for width in ("wide", "abbreviated"):
        found |= {_flat(name): ("gregorian", number) for number, name in get_month_names(width, "format", "en").items()}
    for row in table("interface_months"):
        found |= {_flat(name): (row["calendar"], n) for n, name in enumerate(row["names"].split("، "), 1)}
    return found


@cache
def _weekdays() -> tuple[str, ...]:
    """Names of the days of the week, flat, the longest first."""
    from babel.dates import get_day_names

    english = [name for width in ("wide", "abbreviated") for name in get_day_names(width, "format", "en").values()]
    named = {_flat(word) for word in (*(row["word"] for row in table("weekdays")), *english)}
    return tuple(sorted(named, key=lambda word: (-len(word), word)))
