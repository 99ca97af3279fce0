"""The rules that turn matches into finds, one function a kind of date."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from extractors.dates import grammar, resolve
from extractors.numerals import value_of, whole
from extractors.patterns import flat, folded
from extractors.protocols import Found, Passage

type Match = re.Match[str]

_FUTURE = frozenset(flat(folded(w)) for w in ("آینده", "بعد", "المقبلة", "القادمة", "المقبلين", "المقبل", "القادم"))
_PAST = frozenset(flat(folded(w)) for w in ("گذشته", "اخیر", "پیش", "قبل", "الماضية"))
_WITHIN = frozenset(flat(folded(w)) for w in ("ظرف", "ظرف مدت"))
_REPEATED = re.compile(r"(?:جلسات|نشست[\s\u200c]?ها[یي]?|گزارش[\s\u200c]?ها[یي]?|دوره[\s\u200c]?ها[یي]?|هر)\s*$")
_DAY_BEFORE = re.compile(r"\d\s?$")
_LOOK_BACK = 14
_OLDEST_AGE = 12
_MAX_DURATION = 500


def _era(match: Match) -> str:
    word = match.groupdict().get("era") or match.groupdict().get("era2") or ""
    return grammar.eras().get(flat(word), "")


def _year(match: Match, calendar: str, passage: Passage) -> int | None:
    digits = match["year"]
    return resolve.full_year(digits, calendar, passage.published) if digits else None


def _found(match: Match, value: dict[str, Any] | None, score: float) -> Iterator[Found]:
    if value is None:
        return
    text = match.group()
    start = match.start() + len(text) - len(text.lstrip())
    end = match.start() + len(text.rstrip())
    yield Found("DATE", start, end, value, score)


def _trusted(name: str, passage: Passage, *, dated: bool) -> bool:
    """Whether a month name that is also another word is the month here."""
    calendar, _, solo = grammar.months()[name]
    if solo or dated:
        return True
    return calendar == "jalali" and passage.language == "fa" and name in _NEWS_MONTHS


_NEWS_MONTHS = frozenset(flat(folded(w)) for w in ("تیر", "مهر", "آذر", "دی", "بهمن"))


def _check_weekday(match: Match, value: dict[str, Any], score: float) -> float:
    name = match.groupdict().get("weekday")
    if not name or "start" not in value:
        return score
    agrees = date.fromisoformat(value["start"]).weekday() == grammar.weekdays()[flat(name)]
    return 0.99 if agrees else 0.5


def named_days(passage: Passage) -> Iterator[Found]:
    """Day and month by name."""
    for match in grammar.named_day().finditer(passage.folded.key):
        name = flat(match["month"])
        calendar, month, _ = grammar.months()[name]
        if not _trusted(name, passage, dated=bool(match["year"])):
            continue
        number = grammar.ordinals().get(flat(match["day"])) or int(match["day"])
        value = resolve.day_value(calendar, _year(match, calendar, passage), month, number, passage.published)
        if value:
            yield from _found(match, value, _check_weekday(match, value, 0.95))


def day_ranges(passage: Passage) -> Iterator[Found]:
    """Two days of one month."""
    for match in grammar.day_range().finditer(passage.folded.key):
        name = flat(match["month"])
        calendar, month, _ = grammar.months()[name]
        if not _trusted(name, passage, dated=bool(match["year"])):
            continue
        year = _year(match, calendar, passage)
        first, last = (
            resolve.day_value(calendar, year, month, int(match[side]), passage.published) for side in ("first", "last")
        )
        if first and last and first["value"] < last["value"]:
            value = {**first, "value": f"{first['value']}/{last['value']}"}
            if "end" in last:
                value["end"] = last["end"]
            yield from _found(match, value, 0.95)


def months(passage: Passage) -> Iterator[Found]:
    """A month, with its year or with a word that says it is one."""
    for match in grammar.month_of_year().finditer(passage.folded.key):
        name = flat(match["month"])
        calendar, month, solo = grammar.months()[name]
        four = bool(match["year"]) and len(match["year"]) == 4
        marked = match["word"] or match["lead"] or match["named"]
        if not (four or marked or (solo and calendar == "jalali")):
            continue
        if not _trusted(name, passage, dated=four or bool(match["word"])):
            continue
        if _DAY_BEFORE.search(passage.folded.key, max(0, match.start() - 4), match.start()):
            continue  # a day that the month does not have: no date rather than another one
        year = _year(match, calendar, passage) if four else None
        value = resolve.month_value(calendar, year, month, passage.published)
        if value:
            start = match.start("named") if match["named"] else match.start("month")
            yield Found("DATE", start, match.end(), value, 0.9)


def _numeric_order(match: Match, language: str) -> tuple[str, int, int] | None:
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == 4:
        return a, int(b), int(c)
    if len(c) == 4:
        day, month = int(a), int(b)
        return (c, day, month) if month > 12 and day <= 12 else (c, month, day)
    if len(a) == 2 and match["mark"] == "/" and language == "fa" and len(c) <= 2:
        return a, int(b), int(c)
    return None


def numeric_days(passage: Passage) -> Iterator[Found]:
    """Year, month and day in figures, in every order."""
    for match in grammar.numeric().finditer(passage.folded.key):
        order = _numeric_order(match, passage.language)
        if order is None:
            continue
        digits, month, number = order
        if len(digits) == 2:
            calendar = "jalali"
        else:
            calendar = _era(match) or resolve.calendar_of_year(int(digits), passage.language)
        year = resolve.full_year(digits, calendar, passage.published)
        value = resolve.day_value(calendar, year, month, number, passage.published)
        if value:
            score = 0.95 if len(digits) == 4 else 0.7
            yield from _found(match, value, _check_weekday(match, value, score))


def years(passage: Passage) -> Iterator[Found]:
    """A year that a word or an era marks as one."""
    for match in grammar.bare_year().finditer(passage.folded.key):
        digits = match["alone"] or match["year"]
        if len(digits) == 2 and (passage.language != "fa" or int(digits) < 50):
            continue
        era = _era(match)
        if match["alone"] and era == "gregorian" and not int(digits) >= 1600:
            continue
        calendar = era or ("jalali" if len(digits) == 2 else resolve.calendar_of_year(int(digits), passage.language))
        year = resolve.full_year(digits, calendar, passage.published)
        until = int(match["until"]) if match["until"] else None
        yield from _found(match, resolve.year_value(calendar, year, until), 0.95)


def deictics(passage: Passage) -> Iterator[Found]:
    """Words that point from the day of publication."""
    if passage.published is None:
        return
    for match in grammar.deictic().finditer(passage.folded.key):
        unit, offset = grammar.relatives()[flat(match["word"])]
        yield from _found(match, resolve.relative_value(passage.calendar, unit, offset, passage.published), 0.85)


def weekdays(passage: Passage) -> Iterator[Found]:
    """A weekday alone: the last one that is not after the publication date."""
    if passage.published is None:
        return
    for match in grammar.lone_weekday().finditer(passage.folded.key):
        back = (passage.published.weekday() - grammar.weekdays()[flat(match["weekday"])]) % 7
        value = resolve.relative_value(passage.calendar, "day", -back, passage.published)
        yield from _found(match, value, 0.7)


def _side(match: Match) -> str:
    tail, lead = flat(match["tail"] or ""), flat(match["lead"] or "")
    if tail in _FUTURE or (lead in _WITHIN and not tail):
        return "future"
    return "past" if tail in _PAST or lead in ("منذ", "قبل") else ""


def durations(passage: Passage) -> Iterator[Found]:
    """Lengths of time, anchored where a word says on which side of the publication date they lie."""
    key = passage.folded.key
    for match in grammar.duration().finditer(key):
        if match["dual"]:
            unit, number = grammar.units()[flat(match["dual"])]
        else:
            unit = grammar.units()[flat(match["unit"])][0]
            amount = whole(value_of(match["number"]) or 0)
            if not isinstance(amount, int) or not 0 < amount <= _MAX_DURATION:
                continue
            number = amount
        if (match["unit"] or "").endswith("ساله") and number > _OLDEST_AGE:
            continue
        value = resolve.duration_value(passage.calendar, unit, number, _side(match), passage.published)
        if _REPEATED.search(key[max(0, match.start() - _LOOK_BACK) : match.start()]) or match["lead"] == "هر":
            value["set"] = True
        if flat(match["lead"] or "") in _WITHIN:
            value["role"] = "deadline"
        yield from _found(match, value, 0.85)


RULES = (named_days, day_ranges, numeric_days, months, years, deictics, weekdays, durations)
