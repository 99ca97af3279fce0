"""Parts of months: «دهه اول محرم», «نیمه دوم مهر», «الأسبوع الأخير من يوليو», «العشر الأواخر من رمضان»."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from extractors.dates import grammar, lexis, moons, reading, resolve
from extractors.dates.grammar import SPACE
from extractors.dates.lexis import kind
from extractors.dates.scope import Scope
from extractors.dates.tense import leaning
from extractors.patterns import END, GLUED, JOINT, flat
from extractors.protocols import Found

type Match = re.Match[str]


@cache
def _part(language: str) -> str:
    """What is counted, and which of it."""
    before = rf"(?P<before>{kind('nth_before', language)}){SPACE}(?P<part2>هفته|دهه|اسبوع){END}"
    if language != "ar":
        return rf"(?:(?P<part>دهه|هفته|نیمه){JOINT}ی?{SPACE}(?P<nth>{kind('nth_after', language)})|{before}){END}"
    ten = r"العشر\w{0,2}(?:\sالایام)?\s(?P<ten>الاول|الاولی|الاوایل|الاوسط|الاواسط|الاخیره|الاواخر)"
    after = rf"(?P<part>الاسبوع|النصف|الثلث){SPACE}(?P<nth>{kind('nth_after', language)})"
    return rf"(?:{ten}|{after}|{before}){END}"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    joint = rf"{SPACE}(?:(?:من|از|در){SPACE})?(?:{kind('month_named', language)}{SPACE}(?:مبارک{SPACE})?)?"
    return re.compile(rf"{GLUED}{_part(language)}{joint}{grammar.named_month(language)}")


def parts_of_months(scope: Scope) -> Iterator[Found]:
    """A half, ten days or a week of a month, counted from its first day; the last of them ends with it."""
    for match in scope.find(_pattern(scope.language), "month"):
        calendar, month = reading.month_of(match, scope)
        year = reading.year_of(match, scope, month)
        lean = leaning(scope, match.start(), match.end()) if year.number is None else ""
        published = scope.published if year.known else None
        value = resolve.month_value(calendar, year.number, month, published, lean)
        if value and "start" in value:
            value = _days(moons.as_seen(value) if scope.language == "fa" else value, *_which(match))
        if value:
            yield reading.mention(scope, match.start(), year.end, value, 0.8)


class _Share(NamedTuple):
    """A part of a month: days in it, how many of it a month has, and whether the last of them ends with the month."""

    days: int
    parts: int
    fills: bool


_SHARES = {
    "هفته": _Share(7, 4, fills=False),
    "اسبوع": _Share(7, 4, fills=False),
    "الاسبوع": _Share(7, 4, fills=False),
    "دهه": _Share(10, 3, fills=True),
    "الثلث": _Share(10, 3, fills=True),
    "نیمه": _Share(15, 2, fills=True),
    "النصف": _Share(15, 2, fills=True),
}
_TENS = {"الاوسط": 2, "الاواسط": 2, "الاخیره": -1, "الاواخر": -1}


def _which(match: Match) -> tuple[_Share, int]:
    """Which share of a month a match names, and which of its kind it is (-1 for the last)."""
    if match.groupdict().get("ten"):
        return _SHARES["دهه"], _TENS.get(match["ten"], 1)
    if match["before"]:
        return _SHARES[match["part2"]], int(lexis.values("nth_before")[flat(match["before"])])
    return _SHARES[match["part"]], int(lexis.values("nth_after")[flat(match["nth"])])


def _days(month: dict[str, Any], share: _Share, nth: int) -> dict[str, Any] | None:
    """The value of the nth share of a month; None where a month has no such one."""
    first, last = (date.fromisoformat(month[side]) for side in ("start", "end"))
    length = (last - first).days + 1
    at = nth if nth > 0 or not share.fills else share.parts
    begin = length - share.days if at < 0 else (at - 1) * share.days
    end = length if at < 0 or (share.fills and at == share.parts) else begin + share.days
    if begin >= length or at > share.parts + (not share.fills):
        return None
    days = (first + timedelta(days=begin), first + timedelta(days=min(end, length) - 1))
    name = f"{month['value']}-{begin + 1:02}/{month['value']}-{min(end, length):02}"
    return resolve.span_value(month["calendar"], name, *days, "day")


RULES = (parts_of_months,)
